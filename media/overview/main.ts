/** The Overview page: shows what its host posts, and tells the host what the user asks for. Knows no rules and no formats. */
import '../shared/page.css';
import './overview.css';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { render } from 'lit';
import { HostMessage, type PageMessage } from '../../src/panels/overview/messages';
import { connect } from '../shared/connect';
import { onLayout, page, type Shown } from './page';

const root = document.getElementById('page');
const shown: Shown = { chartReady: false };

function show(): void {
	if (root === null || shown.overview === undefined) return;
	root.setAttribute('aria-busy', String(shown.overview.loading && shown.overview.essentials.length === 0));
	render(page(shown, host.ask), root);
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

const host = connect<HostMessage, PageMessage>(HostMessage, (message) => {
	switch (message.type) {
		case 'overview':
			if (shown.overview === undefined) {
				root?.replaceChildren();
				performance.mark('first-content');
			}
			shown.overview = message;
			host.keep(message.ref);
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
	}
	show();
	loadChart();
});

onLayout(show);
