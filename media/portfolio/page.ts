/** The page as a whole: what is shown, search and tools, filters, actions on what is selected, the list, the charts. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Commitments, Extras, Portfolio, Scan } from '../../src/panels/portfolio/messages';
import { practice } from '../shared/head';
import { busy, icon, keepSpace, mark } from '../shared/pieces';
import type { Ask } from './asking';
import { charts } from './charts';
import { commitmentChart, commitmentSums, reading } from './commitments';
import { filters } from './filters';
import { progressSection } from './progress';
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
	const { labels, itemCount } = portfolio;
	return html`
		${head(portfolio, commitments)} ${scanning(scan, portfolio, ask)} ${reading(commitments, labels, ask)} ${tools(portfolio, ask)}
		${filters(portfolio, shown, ask)} ${selection(portfolio, ask)}
		${portfolio.empty === undefined ? nothing : html`<p class="empty">${icon('info')}<span>${portfolio.empty}</span></p>`}
		<reservation-grid .portfolio=${portfolio} .ask=${ask}></reservation-grid>
		<p id="grid-keys" class="note">${labels.keys}</p>
		${extras === undefined || itemCount === 0 ? nothing : charts(extras.charts, labels, commitmentChart(commitments, labels, ask))}
	`;
}

function head({ title, totals, ages, loading, labels, ...view }: Portfolio, commitments: Commitments | undefined) {
	return html`<header class="head">
		<h1 id="title" tabindex="-1">${title}</h1>
		<div class="marks">
			${practice(view)}<span class="totals">${totals}</span> ${ages.map(mark)}
			${loading ? html`<span class="age">${busy(labels.loading)}</span>` : nothing}
		</div>
		${commitmentSums(commitments, labels)}
	</header>`;
}

function scanning(scan: Scan | undefined, { labels }: Portfolio, ask: Ask) {
	if (scan === undefined) return nothing;
	const { running, compared } = scan;
	const act = () => ask({ type: running ? 'stopScan' : 'scan' });
	return progressSection(scan, labels, {
		name: 'customers',
		label: labels.scan,
		button: html`<vscode-button ?secondary=${running} @click=${act} @keydown=${keepSpace}>${icon(running ? 'debug-stop' : 'sync')}${running ? labels.stopScan : labels.scan}</vscode-button>
			<vscode-button secondary title=${labels.compareHelp} @click=${() => ask({ type: 'compare' })} @keydown=${keepSpace}>${labels.compare}</vscode-button>`,
		idle: nothing,
		retry: (cause) => ask({ type: 'retry', cause }),
		show: (cause) => ask({ type: 'showFailed', cause }),
		more: html`${repeat(
			compared,
			({ list }) => list,
			({
				list,
				text: what,
				label,
				retryLabel,
			}) => html`<span class="cause">${mark({ icon: 'warning', tone: 'warning', text: what })}
				<vscode-button secondary @click=${() => ask({ type: 'showCompared', list })} @keydown=${keepSpace}>${label}</vscode-button>
				${retryLabel === undefined ? nothing : html`<vscode-button secondary aria-label=${retryLabel} @click=${() => ask({ type: 'retryCompared' })} @keydown=${keepSpace}>${labels.retry}</vscode-button>`}</span>`,
		)}`,
	});
}

function selection({ selection: { count, text, actions }, labels, itemCount }: Portfolio, ask: Ask) {
	const toGrid = (event: KeyboardEvent) => {
		if (event.key === 'Escape') document.getElementById('grid')?.focus();
	};
	// A button of the browser's own needs its Space.
	const onKey = (event: KeyboardEvent) => {
		toGrid(event);
		keepSpace(event);
	};
	const buttons = (isMore: boolean) =>
		actions
			.filter((action) => action.isMore === isMore)
			.map(({ command, label, icon: name, reason }) =>
				tool({ icon: name, label, reason, onKey: toGrid, run: () => ask({ type: 'act', command }) }),
			);
	const select = (name: string, label: string, isPossible: boolean, on: boolean) =>
		tool({ icon: name, label, isOff: !isPossible, onKey: toGrid, run: () => ask({ type: 'selectAll', on }) });
	return html`<section id="selection" aria-label=${labels.selection}>
		<div class="strip actions">
			${buttons(false)}
			<details class="more-actions"><summary @keydown=${toGrid}>${labels.moreActions}</summary><div class="strip">${buttons(true)}</div></details>
		</div>
		<div class="strip">
			<span class="count" role="status" title=${text}>${text}</span>
			${select('check-all', labels.selectAll, itemCount > 0, true)} ${select('clear-all', labels.clearSelection, count > 0, false)}
			<vscode-button secondary @click=${() => ask({ type: 'export' })} @keydown=${onKey}>${icon('export')}${labels.export}</vscode-button>
		</div>
	</section>`;
}

interface Tool {
	readonly icon: string;
	readonly label: string;
	/** There is nothing for it to do. */
	readonly isOff?: boolean;
	/** Why it can't be run: told where it is pointed at or read. */
	readonly reason?: string | undefined;
	onKey(event: KeyboardEvent): void;
	run(): void;
}

/** A button that stays where it is when it can't be pressed. */
function tool({ icon: name, label, reason, isOff = reason !== undefined, onKey, run }: Tool) {
	const press = () => {
		if (!isOff) run();
	};
	return html`<button type="button" class="tool" title=${reason ?? nothing} aria-disabled=${isOff ? 'true' : nothing} @click=${press} @keydown=${onKey}>${icon(name)}<span>${label}</span></button>`;
}
