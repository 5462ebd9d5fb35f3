/** The Configuration page: shows what its host posts, and tells the host what the user asks for. Knows no rules and no formats. */
import '../shared/page.css';
import '../money/money.css';
import './configuration.css';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { type Configuration, HostMessage, type PageMessage } from '../../src/panels/configuration/messages';
import { drawing } from '../money/stage';
import { connect } from '../shared/connect';
import { page } from './page';

let shown: Configuration | undefined;
const show = drawing(() => {
	if (shown === undefined) return undefined;
	return {
		stage: shown.result === undefined ? 'choose' : 'operation',
		page: page(shown, host.ask),
		isBusy: shown.loading && shown.now.length === 0,
		ticks: false,
	};
});
const host = connect<HostMessage, PageMessage>(HostMessage, (message) => {
	shown = message;
	host.keep(message.saved);
	show();
});
