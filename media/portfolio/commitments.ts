/** Commitments: one line of their sums or of how far reading has come; unfolded, how they are read; and their chart with its choice of a currency. */
import { html, nothing } from 'lit';
import type { Commitments } from '../../src/panels/portfolio/messages';
import { textIn } from '../money/fields';
import { icon, keepSpace, mark } from '../shared/pieces';
import type { Ask, Labels } from './asking';
import { picture } from './charts';
import { fold } from './fold';
import { alerts, bar, causes } from './progress';

/** Reading takes a call for each order: how many it will be is said beside the button. */
export function reading(given: Commitments | undefined, labels: Labels, ask: Ask) {
	if (given === undefined || (given.calls === undefined && !given.running)) return nothing;
	const { running, calls, text, totals, notes, problems } = given;
	const act = () => ask({ type: running ? 'stopCommitments' : 'readCommitments' });
	const warnings = notes.filter(({ tone }) => tone === 'warning').length;
	return fold({
		name: 'scan reading',
		title: labels.commitments,
		summary: html`${icon('credit-card')} ${alerts(warnings + problems.length)} ${bar(given)}
			<span class="line">${(running ? text : undefined) ?? (totals.join(' · ') || labels.commitments)}</span> ${icon('chevron-down')}`,
		content: html`${sums(given, labels)}
			<div class="strip">
				<vscode-button secondary aria-describedby=${running ? nothing : 'calls'} @click=${act} @keydown=${keepSpace}>${icon(running ? 'debug-stop' : 'credit-card')}${running ? labels.stopCommitments : labels.readCommitments}</vscode-button>
				${running ? nothing : html`<span id="calls" class="quiet">${calls}</span>`}
			</div>
			${text === undefined ? nothing : html`<span class="quiet">${text}</span>`}
			${causes(problems, labels, { retry: (cause) => ask({ type: 'retryCommitments', cause }) })}`,
	});
}

/** One sum for each currency, and of how many orders they are. */
function sums({ totals, notes }: Commitments, labels: Labels) {
	if (totals.length === 0 && notes.length === 0) return nothing;
	return html`<div class="sums" role="group" aria-label=${labels.commitments}>
		${totals.map((text) => html`<span class="sum">${text}</span>`)} ${notes.map(mark)}
	</div>`;
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
