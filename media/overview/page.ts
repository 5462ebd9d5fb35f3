/** The page as a whole: head, actions, what to do next, essentials, use, payments, history. */
import { html, nothing } from 'lit';
import type { EssentialRow, History, Next, Overview, Payments, Resources, Usage } from '../../src/panels/overview/messages';
import { head } from '../shared/head';
import { facts, icon, keepSpace, mark, notes, section, table } from '../shared/pieces';
import { type Ask, type Labels, retry } from './asking';
import { usage } from './usage';

/** The last message of each kind, and whether the chart's code is there. */
export interface Shown {
	overview?: Overview;
	next?: Next;
	payments?: Payments;
	usage?: Usage;
	resources?: Resources;
	history?: History;
	chartReady: boolean;
}

export function page(shown: Shown, ask: Ask) {
	const { overview } = shown;
	if (overview === undefined) return nothing;
	return html`
		${top(overview, ask)}
		${actions(overview, ask)}
		${overview.essentials.length === 0 ? nothing : parts(shown, overview, ask)}
	`;
}

/** Side by side when there is room; else one below the other, the essentials right after what to do. */
const roomy = matchMedia('(min-width: 900px)');
/** Calls back when the parts have to be laid out anew. */
export function onLayout(listener: () => void): void {
	roomy.addEventListener('change', listener);
}

function parts(shown: Shown, overview: Overview, ask: Ask) {
	const { labels } = overview;
	const todo = next(shown.next, labels, ask);
	const basics = essentials(overview, ask);
	const use = usage(shown.usage, shown.resources, shown.chartReady, labels, ask);
	const schedule = payments(shown.payments, labels, ask);
	const past = history(shown.history, labels, ask);
	// The tables stand in the wider column, where all of their columns have room.
	return roomy.matches
		? html`<div class="parts"><div>${todo}${use}${schedule}${past}</div><div>${basics}</div></div>`
		: html`<div class="parts"><div>${todo}${basics}${use}${schedule}${past}</div></div>`;
}

function top(view: Overview, ask: Ask) {
	const { labels, header } = view;
	const status = header.statusMessage === undefined ? nothing : html`<p class="quiet">${header.statusMessage}</p>`;
	return head(
		view,
		{ loading: labels.refreshing, refresh: labels.refresh },
		{ refresh: () => ask({ type: 'refresh' }), retry: retry('overview', labels, ask), more: status },
	);
}

/** A button that can't be used stays in the tab order, so that everybody learns that it is there, and why it does nothing. */
function notNow(label: string, symbol: string, reasonId: string) {
	return html`<button type="button" class="not-yet" aria-disabled="true" aria-describedby=${reasonId}>${icon(symbol)}<span>${label}</span></button>`;
}

function actions({ actions: now, labels }: Overview, ask: Ask) {
	return html`<section class="actions" aria-labelledby="actions-title">
		<h2 id="actions-title" class="only-spoken">${labels.actions}</h2>
		<div class="buttons">
			${now.map(({ label, icon: name, primary, command, reason }, index) => {
				if (reason !== undefined) return notNow(label, name, `reason-${index}`);
				const run = () => ask({ type: 'command', command });
				return html`<vscode-button ?secondary=${!primary} @click=${run} @keydown=${keepSpace}>${icon(name)}${label}</vscode-button>`;
			})}
		</div>
		${now.map(({ reason }, index) => (reason === undefined ? nothing : html`<p id=${`reason-${index}`} class="quiet">${reason}</p>`))}
	</section>`;
}

function next(given: Next | undefined, labels: Labels, ask: Ask) {
	return section(
		{ name: 'next', title: labels.next, state: given, loadingText: labels.loading, filled: given !== undefined },
		html`
			${given === undefined || given.items.length === 0 ? nothing : advice(given.items, labels)}
			${given?.more === undefined ? nothing : html`<details><summary>${given.more.label}</summary>${advice(given.more.items, labels)}</details>`}
			${facts(given?.facts ?? [])}
			${given?.action === undefined ? nothing : asking(given.action, ask)}
		`,
	);
}

function asking({ label, icon: name, command }: NonNullable<Next['action']>, ask: Ask) {
	return html`<div class="buttons">
		<vscode-button secondary @click=${() => ask({ type: 'command', command })} @keydown=${keepSpace}>${icon(name)}${label}</vscode-button>
	</div>`;
}

function advice(items: Next['items'], labels: Labels) {
	return html`<ul class="advice">
		${items.map(
			({ mark: title, text, link }) =>
				html`<li class="tone-${title.tone}">
					${icon(title.icon)}
					<div>
						<p class="advice-title">${title.text}</p>
						<p>${text} ${link === undefined ? nothing : html`<a href=${link}>${labels.source}<span class="only-spoken">: ${title.text}</span></a>`}</p>
					</div>
				</li>`,
		)}
	</ul>`;
}

function essentials({ essentials: groups, labels }: Overview, ask: Ask) {
	return html`<section id="essentials" class="part" aria-labelledby="essentials-title">
		<div class="part-head"><h2 id="essentials-title">${labels.essentials}</h2></div>
		${groups.map(
			({ title, rows }) => html`<h3>${title}</h3>
				<dl class="rows">${rows.map((row) => essentialRow(row, ask))}</dl>`,
		)}
	</section>`;
}

function essentialRow({ label, value, note, code, actions: rowActions, reservations }: EssentialRow, ask: Ask) {
	return html`<div class=${code ? 'stacked' : ''}>
		<dt>${label}</dt>
		<dd>
			<span class="value">
				${value === '' ? nothing : html`<span class=${code ? 'code' : ''}>${value}</span>`}
				${reservations.map(
					({ reservationId, orderId, label: name }) =>
						html`<button type="button" class="link code" @click=${() => ask({ type: 'openReservation', reservationId, ...(orderId !== undefined && { orderId }) })}>${name}</button>`,
				)}
				${rowActions.length === 0 ? nothing : html`<span class="tools">${rowActions.map((action) => tool(action, ask))}</span>`}
			</span>
			${note === undefined ? nothing : html`<span class="note">${note}</span>`}
		</dd>
	</div>`;
}

function tool({ command, label, icon: symbol }: EssentialRow['actions'][number], ask: Ask) {
	return html`<button type="button" class="tool" title=${label} aria-label=${label} @click=${() => ask({ type: 'command', command })}>${icon(symbol)}</button>`;
}

function payments(given: Payments | undefined, labels: Labels, ask: Ask) {
	const rows = given?.rows ?? [];
	return section(
		{
			name: 'payments',
			title: labels.payments,
			state: given,
			loadingText: labels.loading,
			retry: retry('payments', labels, ask),
			filled: rows.length > 0,
		},
		html`
			${notes(given?.notes ?? [])}
			${table({
				caption: given?.caption ?? labels.payments,
				captionHidden: true,
				columns: given?.columns ?? [],
				figures: [3, 4],
				unbroken: [0, 1],
				rows: rows.map(({ due, paid, status, statusNote, billing, pricing }) => [
					due,
					paid,
					html`${mark(status)}${statusNote === undefined ? nothing : html`<span class="note">${statusNote}</span>`}`,
					billing,
					pricing,
				]),
			})}
		`,
	);
}

function history(given: History | undefined, labels: Labels, ask: Ask) {
	const rows = given?.rows ?? [];
	return section(
		{
			name: 'history',
			title: labels.history,
			state: given,
			loadingText: labels.loading,
			retry: retry('history', labels, ask),
			filled: rows.length > 0,
		},
		table({
			caption: given?.caption ?? labels.history,
			captionHidden: true,
			columns: given?.columns ?? [],
			unbroken: [0],
			rows: rows.map(({ when, state, stateNote, changes }) => [
				when,
				html`${mark(state)}${stateNote === undefined ? nothing : html`<span class="note">${stateNote}</span>`}`,
				changes.length === 1 ? changes[0] : html`<ul class="changes">${changes.map((change) => html`<li>${change}</li>`)}</ul>`,
			]),
		}),
	);
}
