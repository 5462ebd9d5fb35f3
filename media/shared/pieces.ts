/** Pieces that the pages of all panels are made of: icons, marks, buttons, problems, the frame of a section, tables. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Mark, Problem } from '../../src/panels/shared/messages';

export const icon = (name: string) => html`<span class="codicon codicon-${name}" aria-hidden="true"></span>`;

export const mark = ({ icon: name, tone, text }: Mark) =>
	html`<span class="mark tone-${tone}">${icon(name)}<span>${text}</span></span>`;

/** Space presses a button and must not scroll the page as well. */
export function keepSpace(event: KeyboardEvent): void {
	if (event.key === ' ') event.preventDefault();
}

/** What a part that is loaded on its own tells about itself. */
interface PartState {
	readonly loading: boolean;
	readonly asOf?: string | undefined;
	readonly problem?: Problem | undefined;
	readonly empty?: string | undefined;
}

interface Section {
	readonly name: string;
	readonly title: string;
	/** Undefined: the host has not said anything of it yet. */
	readonly state: PartState | undefined;
	/** Says that the part is being read. */
	readonly loadingText: string;
	/** Absent where the part is asked for again elsewhere. */
	readonly retry?: Retry;
	/** True when there is something to show, even if it is old. */
	readonly filled: boolean;
	readonly tools?: TemplateResult | typeof nothing;
}

/** A landmark with its heading, its age, its problem, and its content as long as there is one. */
export function section(
	{ name, title, state, loadingText, retry, filled, tools }: Section,
	content: TemplateResult | typeof nothing,
) {
	const loading = state === undefined || state.loading;
	return html`<section id=${name} class="part" aria-labelledby="${name}-title" aria-busy=${loading ? 'true' : 'false'}>
		<div class="part-head">
			<h2 id="${name}-title" tabindex="-1">${title}</h2>
			${loading ? busy(loadingText) : state.asOf === undefined ? nothing : html`<span class="quiet">${state.asOf}</span>`}
			${tools ?? nothing}
		</div>
		${state?.problem === undefined ? nothing : problem(state.problem, `${name}-title`, retry)}
		${state?.empty === undefined ? nothing : html`<p class="empty">${icon('info')}<span>${state.empty}</span></p>`}
		${filled ? content : nothing}
	</section>`;
}

export const busy = (text: string) => html`<span class="quiet busy">${icon('loading')}<span>${text}</span></span>`;

/** How what failed is asked for again. */
export interface Retry {
	readonly label: string;
	run(): void;
}

/**
 * What went wrong, what can be done, and Retry.
 * @param focusAfter id of the element that gets the focus, as the button goes away while the part is read again
 * @param more buttons that may help, beside Retry
 */
export function problem(given: Problem, focusAfter: string, retry: Retry | undefined, more: readonly TemplateResult[] = []) {
	const again = () => {
		document.getElementById(focusAfter)?.focus();
		retry?.run();
	};
	const icons = { notAllowed: 'lock', notFound: 'search', throttled: 'clock', failed: 'error' };
	return html`<div class="problem ${given.kind}">
		${icon(icons[given.kind])}
		<div>
			<p class="problem-title">${given.title}</p>
			<p>${given.text}</p>
			${given.remedy === undefined ? nothing : html`<p>${given.remedy}</p>`}
			${given.stale === undefined ? nothing : html`<p>${given.stale}</p>`}
			${given.facts === undefined ? nothing : html`<p class="quiet code">${given.facts}</p>`}
			${
				retry === undefined
					? nothing
					: html`<div class="buttons retry">
							<vscode-button secondary aria-label=${given.retryLabel} @click=${again} @keydown=${keepSpace}>${retry.label}</vscode-button>
							${more}
						</div>`
			}
		</div>
	</div>`;
}

interface Fact {
	readonly label: string;
	readonly value: string;
	/** What the value means, or where it comes from. */
	readonly note?: string | undefined;
	readonly mark?: Pick<Mark, 'icon' | 'tone'> | undefined;
}

/** Facts side by side as far as there is room, each below its name. */
export const facts = (rows: readonly Fact[]) =>
	html`<dl class="facts">
		${rows.map(
			({ label, value, note, mark: given }) =>
				html`<div>
					<dt>${label}</dt>
					<dd>${given === undefined ? value : mark({ ...given, text: value })}${note === undefined ? nothing : html`<span class="note">${note}</span>`}</dd>
				</div>`,
		)}
	</dl>`;

export const notes = (texts: readonly string[]) => texts.map((text) => html`<p class="note">${text}</p>`);

interface Table {
	readonly caption: string;
	readonly captionHidden?: boolean;
	readonly columns: readonly string[];
	/** Columns (from 0) that hold figures. */
	readonly figures?: readonly number[];
	/** Columns whose text stays in one line. */
	readonly unbroken?: readonly number[];
	readonly rows: readonly (readonly unknown[])[];
	/** Tells rows apart that may come, go or move: the fields and buttons of a row stay with what it is about. */
	readonly keys?: readonly string[];
}

/** More rows than this scroll by themselves; fewer are all shown. */
const mostRows = 14;

/** A table with caption and scopes. It scrolls by itself, also by keyboard, when it is larger than its place. */
export function table({ caption, captionHidden, columns, figures = [], unbroken = [], rows, keys = [] }: Table) {
	const kind = (column: number) => `${figures.includes(column) ? 'figure' : ''} ${unbroken.includes(column) ? 'unbroken' : ''}`;
	return html`<div class="table ${rows.length > mostRows ? 'long' : ''}" role="region" aria-label=${caption} tabindex="0">
		<table>
			<caption class=${captionHidden === true ? 'only-spoken' : ''}>${caption}</caption>
			<thead>
				<tr>${columns.map((column, index) => html`<th scope="col" class=${kind(index)}>${column}</th>`)}</tr>
			</thead>
			<tbody>
				${repeat(
					rows,
					// A key that is there twice tells nothing apart.
					(_, index) => (keys.indexOf(keys[index] ?? '') === index ? keys[index] : index),
					(cells) =>
						html`<tr>
							${cells.map((cell, index) => (index === 0 ? html`<th scope="row" class=${kind(index)}>${cell}</th>` : html`<td class=${kind(index)}>${cell}</td>`))}
						</tr>`,
				)}
			</tbody>
		</table>
	</div>`;
}
