/** How current the list is, in one line: the scan of all customers and its ages; unfolded, what could not be read or compared. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Portfolio, Scan } from '../../src/panels/portfolio/messages';
import type { Mark } from '../../src/panels/shared/messages';
import { busy, icon, keepSpace, mark } from '../shared/pieces';
import type { Ask, Labels } from './asking';
import { fold } from './fold';
import { alerts, bar, causes } from './progress';

/** The line is there, and as high, before anything is known of a scan. */
export function scanning(scan: Scan | undefined, portfolio: Portfolio, ask: Ask) {
	const { labels, loading } = portfolio;
	const marks = marksOf(portfolio);
	const warnings = marks.filter(({ tone }) => tone === 'warning').length;
	const told = scan?.text === undefined ? nothing : html`<span class="quiet">${scan.text}</span>`;
	const line = [marks.map(mark), told];
	return html`${scan === undefined ? nothing : begin(scan, labels, ask)}
		${fold({
			name: 'scan customers',
			summary: html`<span class="only-spoken">${labels.dataState}</span>
				${alerts(warnings + (scan?.problems.length ?? 0) + (scan?.compared.length ?? 0))} ${scan === undefined ? nothing : bar(scan)}
				<span class="line marks">${loading ? busy(labels.loading) : nothing} ${scan?.running === true ? line.toReversed() : line}</span>
				${icon('chevron-down')}`,
			content: html`${marks.map(mark)} ${told} ${scan === undefined ? nothing : found(scan, labels, ask)}`,
		})}`;
}

/** How old the data is and of whom nothing is known; first, where the list is not empty, what went wrong with reading it. */
const marksOf = ({ ages, empty, itemCount }: Portfolio): readonly Mark[] =>
	itemCount > 0 && empty !== undefined ? [{ icon: 'warning', tone: 'warning', text: empty }, ...ages] : ages;

function begin({ running }: Scan, labels: Labels, ask: Ask) {
	const label = running ? labels.stopScan : labels.scan;
	const act = () => ask({ type: running ? 'stopScan' : 'scan' });
	return html`<vscode-button ?secondary=${running} title=${label} @click=${act} @keydown=${keepSpace}>${icon(running ? 'debug-stop' : 'sync')}<span class="label">${label}</span></vscode-button>`;
}

function found({ problems, compared }: Scan, labels: Labels, ask: Ask) {
	const about = {
		retry: (cause: string) => ask({ type: 'retry', cause }),
		show: (cause: string) => ask({ type: 'showFailed', cause }),
	};
	return html`${causes(problems, labels, about)}
		${repeat(
			compared,
			({ list }) => list,
			({ list, text, label, retryLabel }) => html`<span class="cause">${mark({ icon: 'warning', tone: 'warning', text })}
				<vscode-button secondary @click=${() => ask({ type: 'showCompared', list })} @keydown=${keepSpace}>${label}</vscode-button>
				${retryLabel === undefined ? nothing : html`<vscode-button secondary aria-label=${retryLabel} @click=${() => ask({ type: 'retryCompared' })} @keydown=${keepSpace}>${labels.retry}</vscode-button>`}</span>`,
		)}
		<vscode-button secondary title=${labels.compareHelp} @click=${() => ask({ type: 'compare' })} @keydown=${keepSpace}>${labels.compare}</vscode-button>`;
}
