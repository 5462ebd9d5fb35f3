/** The use of the reservation: figures, chart by day or by month, the same in numbers, and the resources behind a day. */
import { html, nothing } from 'lit';
import type { Resources, Usage } from '../../src/panels/overview/messages';
import { busy, icon, mark, notes, problem, section, table } from '../shared/pieces';
import { type Ask, type Labels, retry } from './asking';

export function usage(given: Usage | undefined, resources: Resources | undefined, chartReady: boolean, labels: Labels, ask: Ask) {
	return section(
		{
			name: 'usage',
			title: labels.usage,
			state: given,
			loadingText: labels.loading,
			retry: retry('usage', labels, ask),
			filled: given !== undefined,
		},
		given === undefined
			? nothing
			: html`${figures(given)} ${grainSwitch(given, labels, ask)} ${given.points.length === 0 ? nothing : shownUse(given, resources, chartReady, labels, ask)}`,
	);
}

function figures({ figures: items, trend, figuresNote }: Usage) {
	return html`<dl class="figures">
			${items.map(
				({ label, value }) =>
					html`<div>
						<dt>${label}</dt>
						<dd>${value}</dd>
					</div>`,
			)}
		</dl>
		${trend === undefined ? nothing : mark(trend)}
		${figuresNote === undefined ? nothing : html`<p class="note">${figuresNote}</p>`}`;
}

function grainSwitch({ grain }: Usage, labels: Labels, ask: Ask) {
	const button = (name: Usage['grain'], label: string) =>
		html`<button type="button" aria-pressed=${name === grain ? 'true' : 'false'} @click=${() => ask({ type: 'showUsage', grain: name })}>${label}</button>`;
	return html`<div class="switch" role="group" aria-label=${labels.grain}>${button('daily', labels.byDay)}${button('monthly', labels.byMonth)}</div>`;
}

function shownUse(given: Usage, resources: Resources | undefined, chartReady: boolean, labels: Labels, ask: Ask) {
	const choose = (event: CustomEvent<number>) => ask({ type: 'showDay', day: event.detail });
	return html`
		<div class="chart-place">
			${chartReady ? html`<use-chart .usage=${given} .hint=${given.selectable ? labels.chooseDay : given.summary} @choose=${choose}></use-chart>` : busy(labels.loading)}
		</div>
		${given.selectable && resources?.day !== undefined ? resourcesOfDay(resources, labels, ask) : nothing} ${notes(given.notes)}
		<details>
			<summary>${labels.numbers}</summary>
			${table({
				caption: given.summary,
				columns: given.columns,
				figures: [1, 2, 3, 4, 5],
				rows: given.points.map(({ at, name, cells, average }) => [
					given.selectable && average !== undefined ? dayButton(at, name, labels, ask) : name,
					...cells,
				]),
			})}
		</details>
	`;
}

function dayButton(at: number, name: string, labels: Labels, ask: Ask) {
	const show = () => {
		document.getElementById('resources-title')?.focus();
		ask({ type: 'showDay', day: at });
	};
	return html`<button type="button" class="link" aria-label="${labels.resources}: ${name}" @click=${show}>${name}</button>`;
}

function resourcesOfDay(given: Resources, labels: Labels, ask: Ask) {
	const close = () => {
		ask({ type: 'showDay' });
		document.querySelector<HTMLElement>('use-chart [tabindex="0"]')?.focus();
	};
	return html`<div class="resources" role="group" aria-labelledby="resources-title" aria-busy=${given.loading ? 'true' : 'false'}>
		<div class="part-head">
			<h3 id="resources-title" tabindex="-1">${given.title}</h3>
			${given.loading ? busy(labels.loading) : nothing}
			<button type="button" class="tool" title=${labels.closeResources} aria-label="${labels.closeResources}: ${given.title}" @click=${close}>${icon('close')}</button>
		</div>
		${given.problem === undefined ? nothing : problem(given.problem, 'resources-title', retry('resources', labels, ask))}
		${given.empty === undefined ? nothing : html`<p class="empty">${icon('info')}<span>${given.empty}</span></p>`}
		${
			given.rows.length === 0
				? nothing
				: html`${table({
						caption: given.title,
						captionHidden: true,
						columns: given.columns,
						figures: [2, 3],
						rows: given.rows.map(({ name, place, sku, used, share }) => [
							html`${name}${place === undefined ? nothing : html`<span class="note">${place}</span>`}`,
							sku,
							used,
							share,
						]),
					})}
					${notes(given.notes)}`
		}
	</div>`;
}
