/** The access page: shows what its host posts, and tells the host what the user asks for. Knows no rules and no formats. */
import '../shared/page.css';
import './access.css';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { render } from 'lit';
import { HostMessage, type PageMessage } from '../../src/panels/access/messages';
import { connect } from '../shared/connect';
import type { Copied } from './asking';
import { page, type Shown } from './page';

/** How long a button says that its text was copied, in ms. */
const SAID_FOR = 3000;

const root = document.getElementById('page');
const shown: Shown = {};
let forgetting: ReturnType<typeof setTimeout> | undefined;

function show(): void {
	if (root === null || shown.access === undefined) return;
	root.setAttribute('aria-busy', String(shown.access.running && shown.access.checks.length === 0));
	const stopHadFocus = document.activeElement?.id === 'stop';
	render(page(shown, host.ask), root);
	// Stop is there as long as something runs: what it leaves behind is the button that starts it again.
	if (stopHadFocus && document.getElementById('stop') === null) document.getElementById('again')?.focus();
}

function sayCopied(of: Copied): void {
	shown.copied = of;
	clearTimeout(forgetting);
	forgetting = setTimeout(() => {
		shown.copied = undefined;
		show();
	}, SAID_FOR);
}

const host = connect<HostMessage, PageMessage>(HostMessage, (message) => {
	switch (message.type) {
		case 'access':
			if (shown.access === undefined) root?.replaceChildren();
			shown.access = message;
			host.keep(message.subject);
			break;
		case 'who':
			shown.who = message;
			break;
		case 'copied':
			sayCopied(message.of ?? 'report');
			break;
	}
	show();
});
