/** The Access Control page: shows what its host posts, and tells the host what the user asks for. Knows no rules and no formats. */
import '../shared/page.css';
import '../money/money.css';
import './roles.css';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { HostMessage, type PageMessage } from '../../src/panels/roles/messages';
import { connect } from '../shared/connect';
import { draw } from '../shared/draw';
import { page } from './page';

const root = document.getElementById('page');
let isDrawn = false;
let hadRemoval = false;
let hadResult = false;

const host = connect<HostMessage, PageMessage>(HostMessage, (message) => {
	if (root === null) return;
	if (!isDrawn) root.replaceChildren();
	isDrawn = true;
	root.setAttribute('aria-busy', String(message.loading && message.members.length === 0));
	host.keep(message.saved);
	draw(page(message, host.ask), root);
	const [hasRemoval, hasResult] = [message.removal !== undefined, message.result !== undefined];
	// What was asked for comes into view where it begins; what it leaves behind is the list or its result.
	if (hasRemoval && !hadRemoval) document.getElementById('removal-title')?.focus();
	if (hasResult && !hadResult) document.getElementById('result-title')?.focus();
	else if (hadRemoval && !hasRemoval) document.getElementById('members-title')?.focus();
	hadRemoval = hasRemoval;
	hadResult = hasResult;
});
