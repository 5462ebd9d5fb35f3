/** The Portfolio page: shows what its host posts, and tells the host what the user asks for. Knows no rules and no formats. */
import '../shared/page.css';
import '../money/money.css';
import './portfolio.css';
import './bars.css';
import './folds.css';
import './filters.css';
import './grid.css';
import './charts.css';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { render } from 'lit';
import { HostMessage, type Items, type PageMessage } from '../../src/panels/portfolio/messages';
import { connect } from '../shared/connect';
import { ReservationGrid } from './grid';
import { page, type Shown } from './page';

const root = document.getElementById('page');
const shown: Shown = {};
/** Rows that came before there was a list to show them in. */
let early: Items | undefined;

function show(): void {
	if (root === null || shown.portfolio === undefined) return;
	root.setAttribute('aria-busy', String(shown.portfolio.loading && shown.portfolio.itemCount === 0));
	const focused = document.activeElement;
	const around = focused?.closest('.fold')?.querySelector('summary');
	render(page(shown, host.ask), root);
	// A button that has gone with what it acted on leaves the keyboard to what it stood in, else to the list.
	if (focused !== null && !focused.isConnected)
		(around?.isConnected === true ? around : document.getElementById('grid'))?.focus();
	if (early === undefined) return;
	grid()?.take(early);
	early = undefined;
}

const grid = () => document.querySelector<ReservationGrid>(ReservationGrid.tag);

const host = connect<HostMessage, PageMessage>(HostMessage, (message) => {
	switch (message.type) {
		case 'portfolio':
			if (shown.portfolio === undefined) root?.replaceChildren();
			shown.portfolio = message;
			host.keep(message.saved);
			break;
		case 'items':
			// Drawn by the list alone: it comes with every scroll.
			if (shown.portfolio === undefined) early = message;
			else grid()?.take(message);
			return;
		case 'scan':
			shown.scan = message;
			break;
		case 'extras':
			shown.extras = message;
			break;
		case 'commitments':
			shown.commitments = message;
			break;
	}
	show();
});
