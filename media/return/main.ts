/** The Return page: shows what its host posts, and tells the host what the user asks for. Knows no rules and no formats. */
import '../shared/page.css';
import '../money/money.css';
import './return.css';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { HostMessage, type PageMessage, type Return } from '../../src/panels/return/messages';
import { Recently } from '../money/asking';
import { drawing } from '../money/stage';
import { connect } from '../shared/connect';
import { page } from './page';

let shown: Return | undefined;

const show = drawing(() => {
	if (shown === undefined) return undefined;
	const { operation, confirm, choose, quote, loading } = shown;
	return {
		stage: operation === undefined ? (confirm === undefined ? 'choose' : 'confirm') : 'operation',
		page: page(shown, recently, show, host.ask),
		isBusy: loading && choose === undefined,
		ticks: quote?.life !== undefined,
	};
});
const recently = new Recently(show);

const host = connect<HostMessage, PageMessage>(HostMessage, (message) => {
	if (message.type === 'copied') recently.copied(message.what);
	else {
		shown = message;
		host.keep(message.saved);
	}
	show();
});
