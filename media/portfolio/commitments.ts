/** Commitments: their sums in the head, how they are read, and their chart with its choice of a currency. */
import { html, nothing } from 'lit';
import type { Commitments } from '../../src/panels/portfolio/messages';
import { textIn } from '../money/fields';
import { icon, keepSpace, mark } from '../shared/pieces';
import type { Ask, Labels } from './asking';
import { picture } from './charts';
import { progressSection } from './progress';

/** One sum for each currency, and of how many orders they are. */
export function commitmentSums(given: Commitments | undefined, labels: Labels) {
	if (given === undefined || (given.totals.length === 0 && given.notes.length === 0)) return nothing;
	return html`<div class="marks sums" role="group" aria-label=${labels.commitments}>
		${given.totals.map((text) => html`<span class="sum">${text}</span>`)} ${given.notes.map(mark)}
	</div>`;
}

/** Reading takes a call for each order: how many it will be is said before. */
export function reading(given: Commitments | undefined, labels: Labels, ask: Ask) {
	if (given === undefined || (given.calls === undefined && !given.running)) return nothing;
	const { running, calls } = given;
	const act = () => ask({ type: running ? 'stopCommitments' : 'readCommitments' });
	return progressSection(given, labels, {
		name: 'reading',
		label: labels.commitments,
		button: html`<vscode-button secondary aria-describedby=${running ? nothing : 'calls'} @click=${act} @keydown=${keepSpace}>${icon(running ? 'debug-stop' : 'credit-card')}${running ? labels.stopCommitments : labels.readCommitments}</vscode-button>`,
		idle: html`<span id="calls" class="quiet">${calls}</span>`,
		retry: (cause) => ask({ type: 'retryCommitments', cause }),
	});
}

/** One currency at a time: amounts in different currencies have no common axis. */
export function commitmentChart(given: Commitments | undefined, labels: Labels, ask: Ask) {
	if (given === undefined) return nothing;
	const { chart, chartTitle, noChart, currencies, currency } = given;
	const choose = (event: Event) => ask({ type: 'setCurrency', currency: textIn(event) });
	return html`<div class="part" id="commitment-chart">
		<h2>${chartTitle}</h2>
		${
			currencies.length < 2
				? nothing
				: html`<span class="picker"><label for="currency">${labels.currency}</label>
						<select id="currency" @change=${choose}>
							${currencies.map(({ value, label }) => html`<option value=${value} .selected=${value === currency}>${label}</option>`)}
						</select>
					</span>`
		}
		${chart === undefined ? html`<p class="note">${noChart}</p>` : picture(chart, labels)}
	</div>`;
}
