/**
 * The page as a whole: a sheet as high as the window, with what is shown, how current it is, search and tools, filters, actions, and the
 * list in all the room that they leave; below it the charts.
 */
import { html, nothing } from 'lit';
import type { Commitments, Extras, Portfolio, Scan } from '../../src/panels/portfolio/messages';
import { practice } from '../shared/head';
import { icon } from '../shared/pieces';
import type { Ask } from './asking';
import { charts } from './charts';
import { commitmentChart, reading } from './commitments';
import { filters } from './filters';
import { scanning } from './scanning';
import { selection } from './selection';
import { tools } from './tools';

/** The last message of each kind. */
export interface Shown {
	portfolio?: Portfolio;
	scan?: Scan;
	extras?: Extras;
	commitments?: Commitments;
}

export function page(shown: Shown, ask: Ask) {
	const { portfolio, scan, extras, commitments } = shown;
	if (portfolio === undefined) return nothing;
	const { labels, itemCount, empty } = portfolio;
	return html`<div class="sheet ${itemCount === 0 ? 'bare' : ''}" .style=${`--items: ${itemCount}`}>
			${head(portfolio)}
			<div class="states">${scanning(scan, portfolio, ask)} ${reading(commitments, labels, ask)}</div>
			${tools(portfolio, ask)} ${filters(portfolio, shown, ask)} ${selection(portfolio, ask)}
			${empty === undefined || itemCount > 0 ? nothing : html`<p class="empty">${icon('info')}<span>${empty}</span></p>`}
			<reservation-grid .portfolio=${portfolio} .ask=${ask}></reservation-grid>
		</div>
		<p id="grid-keys" class="note">${labels.keys}</p>
		${extras === undefined || itemCount === 0 ? nothing : charts(extras.charts, labels, commitmentChart(commitments, labels, ask))}`;
}

const head = ({ title, totals, ...view }: Portfolio) =>
	html`<header class="head">
		<h1 id="title" tabindex="-1">${title}</h1>
		${practice(view)}<span class="totals" title=${totals}>${totals}</span>
	</header>`;
