/** The Support Request page: shows what its host posts, and tells the host what the user asks for. Knows no rules and no formats. */
import '../shared/page.css';
import '../money/money.css';
import './support.css';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { type Choices, HostMessage, type PageMessage, type Support } from '../../src/panels/support/messages';
import { Recently } from '../money/asking';
import { connect } from '../shared/connect';
import { draw } from '../shared/draw';
import { page } from './page';

const root = document.getElementById('page');
let shown: Support | undefined;
let lists: Choices | undefined;
let stage: string | undefined;
let attempts = 0;

function show(): void {
	if (root === null || shown === undefined) return;
	if (stage === undefined) root.replaceChildren();
	root.setAttribute('aria-busy', String(shown.loading && shown.form === undefined));
	draw(page(shown, lists, recently, host.ask), root);
	const now = shown.outcome === undefined ? (shown.review === undefined ? 'form' : 'review') : 'outcome';
	// What had the focus went with the stage before; the first one takes none from the user.
	if (stage !== undefined && stage !== now) document.getElementById(now === 'form' ? 'title' : `${now}-title`)?.focus();
	stage = now;
	const tried = shown.form?.attempts ?? attempts;
	// The page that has just come up takes no focus for what was tried before.
	if (tried > attempts && shown.form?.faults.length !== 0) document.getElementById('faults-title')?.focus();
	attempts = tried;
}

const recently = new Recently(show);
const host = connect<HostMessage, PageMessage>(HostMessage, (message) => {
	if (message.type === 'copied') recently.copied(message.what);
	else if (message.type === 'choices') lists = message;
	else {
		if (shown === undefined) attempts = message.form?.attempts ?? 0;
		shown = message;
		host.keep(message.saved);
	}
	show();
});
