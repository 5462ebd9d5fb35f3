/** The Support Requests page: shows what its host posts, and tells the host what the user asks for. Knows no rules and no formats. */
import '../shared/page.css';
import '../money/money.css';
import './support-requests.css';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { HostMessage, type PageMessage, type Requests } from '../../src/panels/support-requests/messages';
import { connect } from '../shared/connect';
import { draw } from '../shared/draw';
import { keyOf } from './asking';
import { page } from './page';

const root = document.getElementById('page');
let before: Requests | undefined;

const host = connect<HostMessage, PageMessage>(HostMessage, (message) => {
	if (root === null) return;
	if (before === undefined) root.replaceChildren();
	root.setAttribute('aria-busy', String(message.loading && message.rows.length === 0));
	host.keep(message.saved);
	draw(page(message, host.ask), root);
	focusOn(message, before);
	before = message;
});

/** What was asked for comes into view where it begins; a page that has just come up takes no focus. */
function focusOn({ opened: now }: Requests, last: Requests | undefined): void {
	if (last === undefined) return;
	const was = last.opened;
	const beginning = () => {
		if (now !== undefined && (was === undefined || keyOf(now.request) !== keyOf(was.request))) return 'opened-title';
		if (now?.result !== undefined && was?.result === undefined) return 'result-title';
		return now?.lifecycle === 'closing' && was?.lifecycle !== 'closing' ? 'closing-title' : undefined;
	};
	const place = document.getElementById(beginning() ?? '');
	place?.focus();
	place?.scrollIntoView({ block: 'nearest' });
}
