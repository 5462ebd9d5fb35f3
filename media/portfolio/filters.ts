/** The filters: a field or two for each column, folded away until they are wanted, and what shows and clears them from the bar. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type {
	Commitments,
	Extras,
	Field,
	Filter,
	MoneyFilter,
	NumberName,
	Portfolio,
	Query,
	TextName,
} from '../../src/panels/portfolio/messages';
import { once, textIn } from '../money/fields';
import { icon } from '../shared/pieces';
import type { Ask, Labels } from './asking';
import { foldOnEscape, foldWhenLeft } from './fold';
import { tool } from './tool';
import { atOnce, forgetTyped, whenTyped } from './typing';

/** The last messages that the fields are drawn of. */
interface Shown {
	readonly extras?: Extras;
	readonly commitments?: Commitments;
}

/** Shows and hides the fields, which leave the list in view; clears them and the search. */
export function filterTools({ labels, filterCount, query }: Portfolio, ask: Ask) {
	const toggle = ({ currentTarget }: Event) => {
		const fields = document.getElementById('filters');
		if (fields === null) return;
		fields.hidden = !fields.hidden;
		(currentTarget as Element).setAttribute('aria-expanded', String(!fields.hidden));
	};
	const clear = () => {
		forgetTyped();
		ask({ type: 'clearFilters' });
	};
	const isFiltered = filterCount > 0 || (query.text ?? '') !== '';
	return html`<button type="button" id="filter-toggle" class="tool" title=${labels.filters} aria-expanded="false" aria-controls="filters" @click=${toggle}>
			${icon(filterCount === 0 ? 'filter' : 'filter-filled')}<span class="label">${labels.filters}</span>${filterCount === 0 ? nothing : html`<span>(${filterCount})</span>`}
		</button>
		${isFiltered ? tool({ icon: 'close', label: labels.clearFilters, isRare: true, run: clear }) : nothing}`;
}

/** Whether they are shown is left to the button. */
export function filters({ labels, query, fieldRevision }: Portfolio, { extras, commitments }: Shown, ask: Ask) {
	const set = (filter: Filter) => ask({ type: 'setFilter', filter });
	const about = {
		typedRevision: extras?.fieldRevision ?? 0,
		chosenRevision: fieldRevision,
		labels,
		read: commitments?.read ?? [],
		set,
	};
	return html`<section id="filters" class="fields" aria-label=${labels.filters} hidden>
		${repeat(
			extras?.fields ?? [],
			({ column }) => column,
			(field) => filter(field, query, about),
		)}
	</section>`;
}

interface About {
	/** Changes when the host has set what is typed. */
	readonly typedRevision: number;
	/** Changes when the host has set what is chosen: else a message that was under way at the click would take it back. */
	readonly chosenRevision: number;
	readonly labels: Labels;
	/** The currencies of all amounts that were read. */
	readonly read: Commitments['read'];
	set(filter: Filter): void;
}

function filter(field: Field, { filters: given = [] }: Query, about: About) {
	const { typedRevision, chosenRevision, labels, set } = about;
	switch (field.kind) {
		case 'contains':
			return contains(field, typedRevision, set);
		case 'oneOf': {
			const found = given.find(({ column }) => column === field.column);
			return oneOf(field, (found !== undefined && 'oneOf' in found && found.oneOf) || [], chosenRevision, labels, set);
		}
		case 'money':
			return money(field, given.find((it): it is MoneyFilter => it.column === 'commitment') ?? { column: 'commitment' }, about);
		default:
			return between(field, typedRevision, labels, set);
	}
}

function contains({ column, label, value }: Field, revision: number, set: (filter: Filter) => void) {
	const typed = (event: Event) => {
		const text = textIn(event).slice(0, 300);
		whenTyped(column, () => set({ column: column as TextName, contains: text }));
	};
	return html`<div class="field">
		<label for="filter-${column}">${label}</label>
		<input id="filter-${column}" type="text" .value=${once(revision, value)} @input=${typed}>
	</div>`;
}

/** Some of the texts of a column, as boxes that unfold below what is chosen; none: any. */
function oneOf(
	{ column, label, options }: Field,
	chosen: readonly string[],
	revision: number,
	labels: Labels,
	set: (filter: Filter) => void,
) {
	const changed = (event: Event) => {
		const boxes = (event.currentTarget as HTMLElement).querySelectorAll<HTMLInputElement>('input:checked');
		const texts = Array.from(boxes, ({ value }) => value);
		set({ column: column as TextName, oneOf: texts.length === 0 ? undefined : texts });
	};
	const textOf = (value: string) => options.find((option) => option.value === value)?.text ?? (value || '–');
	return html`<div class="field">
		<span id="filter-${column}-label" class="name">${label}</span>
		<details class="texts" id="filter-${column}" @keydown=${foldOnEscape} @focusout=${foldWhenLeft}>
			<summary aria-labelledby="filter-${column}-label filter-${column}-chosen"><span id="filter-${column}-chosen">${chosen.length === 0 ? labels.any : chosen.map(textOf).join(', ')}</span></summary>
			<div class="boxes" role="group" aria-labelledby="filter-${column}-label" @change=${changed}>
				${repeat(
					options,
					({ value }) => value,
					({ value, label: text }) =>
						html`<label class="switch-box"><input type="checkbox" value=${value} .checked=${once(revision, chosen.includes(value))}><span>${text}</span></label>`,
				)}
			</div>
		</details>
	</div>`;
}

/** What the two fields of a column hold; undefined: no number. */
function boundsIn({ target }: Event): readonly (number | undefined)[] {
	const fields = (target as HTMLElement).closest('.between')?.querySelectorAll('input') ?? [];
	return Array.from(fields, ({ valueAsNumber }) => (Number.isNaN(valueAsNumber) ? undefined : valueAsNumber));
}

/** Whether the amount is known, or bounds of it: those of one currency, as amounts in different ones can't be compared. */
function money(
	{ column, label, options, min, max }: Field,
	given: MoneyFilter,
	{ typedRevision, chosenRevision, labels, read, set }: About,
) {
	const { currency } = given;
	const chosen = currency ?? (given.known === undefined ? '' : given.known ? 'known' : 'unknown');
	const gone =
		currency === undefined || read.some(({ value }) => value === currency) ? [] : [{ value: currency, label: currency }];
	const choose = (event: Event) => {
		const value = textIn(event);
		const [lower, upper] = boundsIn(event);
		const isCurrency = value !== '' && !options.some((option) => option.value === value);
		if (isCurrency) atOnce(column, () => set({ column: 'commitment', currency: value, min: lower, max: upper }));
		else atOnce(column, () => set({ column: 'commitment', known: value === '' ? undefined : value === 'known' }));
	};
	const changed = (event: Event) => {
		const [lower, upper] = boundsIn(event);
		whenTyped(column, () => set({ column: 'commitment', currency, min: lower, max: upper }));
	};
	const all = [{ value: '', label: labels.any }, ...options, ...read, ...gone];
	return html`<fieldset class="field between">
		<legend>${label}</legend>
		<select id="filter-${column}" aria-label=${label} .value=${once(chosenRevision, chosen)} @change=${choose}>
			${all.map((option) => html`<option value=${option.value} .selected=${option.value === chosen}>${option.label}</option>`)}
		</select>
		${bound(labels.from, html`<input type="number" aria-label="${label}, ${labels.from}" ?disabled=${currency === undefined} .value=${once(typedRevision, min)} @input=${changed}>`)}
		${bound(labels.to, html`<input type="number" aria-label="${label}, ${labels.to}" ?disabled=${currency === undefined} .value=${once(typedRevision, max)} @input=${changed}>`)}
	</fieldset>`;
}

/** A field for dates has no room for a word in it. */
const bound = (word: string, input: TemplateResult) =>
	html`<span class="bound"><span class="name" aria-hidden="true">${word}</span>${input}</span>`;

const day = 86_400_000;

/** Two fields; the upper bound of dates is the last moment of its day. */
function between({ column, label, kind, min, max }: Field, revision: number, labels: Labels, set: (filter: Filter) => void) {
	const isDate = kind === 'date';
	const changed = (event: Event) => {
		const [lower, upper] = boundsIn(event);
		const last = isDate && upper !== undefined ? upper + day - 1 : upper;
		whenTyped(column, () => set({ column: column as NumberName, min: lower, max: last }));
	};
	const type = isDate ? 'date' : 'number';
	return html`<fieldset class="field between">
		<legend>${label}</legend>
		${bound(labels.from, html`<input type=${type} aria-label="${label}, ${labels.from}" .value=${once(revision, min)} @input=${changed}>`)}
		${bound(labels.to, html`<input type=${type} aria-label="${label}, ${labels.to}" .value=${once(revision, max)} @input=${changed}>`)}
	</fieldset>`;
}
