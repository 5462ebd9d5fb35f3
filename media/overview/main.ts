/** The Overview page: shows what its host posts, and tells the host what the user asks for. Knows no rules and no formats. */
import './overview.css';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { render } from 'lit';
import * as z from 'zod/mini';
import { HostMessage, type PageMessage } from '../../src/panels/overview/messages';
import { onLayout, page, type Shown } from './page';

interface Host {
	postMessage(message: PageMessage): void;
	setState(state: unknown): void;
}
declare function acquireVsCodeApi(): Host;

// The page's policy forbids making code from text, which zod would try first.
z.config({ jitless: true });

const host = acquireVsCodeApi();
const root = document.getElementById('page');
const announcer = document.getElementById('announcer');
const shown: Shown = { chartReady: false };

function ask(message: PageMessage): void {
	host.postMessage(message);
}

function show(): void {
	if (root === null || shown.overview === undefined) return;
	root.setAttribute('aria-busy', String(shown.overview.loading && shown.overview.essentials.length === 0));
	render(page(shown, ask), root);
}

/** The chart comes after the first content, which does not wait for it. */
function loadChart(): void {
	if (shown.chartReady || shown.usage === undefined || shown.usage.points.length === 0) return;
	import('./chart')
		.then(() => {
			shown.chartReady = true;
			show();
		})
		.catch((error: unknown) => console.error(error));
}

function announce(text: string): void {
	if (announcer === null) return;
	// The same text a second time is said only when it was gone in between.
	announcer.textContent = '';
	setTimeout(() => {
		announcer.textContent = text;
	}, 50);
}

window.addEventListener('message', (event: MessageEvent<unknown>) => {
	const parsed = HostMessage.safeParse(event.data);
	if (!parsed.success) {
		console.warn('A message of the host was not understood and was ignored.');
		return;
	}
	const message = parsed.data;
	switch (message.type) {
		case 'overview':
			if (shown.overview === undefined) {
				root?.replaceChildren();
				performance.mark('first-content');
			}
			shown.overview = message;
			host.setState(message.ref);
			break;
		case 'next':
			shown.next = message;
			break;
		case 'payments':
			shown.payments = message;
			break;
		case 'usage':
			shown.usage = message;
			break;
		case 'resources':
			shown.resources = message;
			break;
		case 'history':
			shown.history = message;
			break;
		case 'announce':
			announce(message.text);
			return;
	}
	show();
	loadChart();
});

onLayout(show);
ask({ type: 'ready' });
