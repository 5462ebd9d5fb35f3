/** The filters: a field or two for each column, folded away until they are wanted. */
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Extras, Field, Filter, NumberName, Portfolio } from '../../src/panels/portfolio/messages';
import { once, textIn } from '../money/fields';
import type { Ask, Labels } from './asking';
import { whenTyped } from './tools';

type TextName = Exclude<Field['column'], NumberName>;

export function filters({ labels, filterCount, query }: Portfolio, extras: Extras | undefined, ask: Ask) {
	if (extras === undefined) return nothing;
	const set = (filter: Filter) => ask({ type: 'setFilter', filter });
	const isFiltered = filterCount > 0 || (query.text ?? '') !== '';
	return html`<details class="filters">
		<summary>${labels.filters}${filterCount === 0 ? nothing : html` (${filterCount})`}</summary>
		<div class="fields">${extras.fields.map((field) => filter(field, extras.fieldRevision, labels, set))}</div>
		${isFiltered ? html`<button type="button" class="link" @click=${() => ask({ type: 'clearFilters' })}>${labels.clearFilters}</button>` : nothing}
	</details>`;
}

function filter(field: Field, revision: number, labels: Labels, set: (filter: Filter) => void) {
	switch (field.kind) {
		case 'contains':
			return contains(field, revision, set);
		case 'oneOf':
			return oneOf(field, labels, set);
		default:
			return between(field, revision, labels, set);
	}
}

function contains({ column, label, value }: Field, revision: number, set: (filter: Filter) => void) {
	const typed = (event: Event) => {
		const text = textIn(event).slice(0, 300);
		whenTyped(() => set({ column: column as TextName, contains: text }));
	};
	return html`<div class="field">
		<label for="filter-${column}">${label}</label>
		<input id="filter-${column}" type="text" .value=${once(revision, value)} @input=${typed}>
	</div>`;
}

/** Some of the texts of a column, as boxes below a button that says what is chosen; none: any. */
function oneOf({ column, label, options, chosen }: Field, labels: Labels, set: (filter: Filter) => void) {
	const changed = (event: Event) => {
		const boxes = (event.currentTarget as HTMLElement).querySelectorAll<HTMLInputElement>('input:checked');
		const texts = Array.from(boxes, ({ value }) => value);
		set({ column: column as TextName, oneOf: texts.length === 0 ? undefined : texts });
	};
	// Escape folds it, as it does a list to choose from.
	const fold = (event: KeyboardEvent) => {
		const details = event.currentTarget as HTMLDetailsElement;
		if (event.key !== 'Escape' || !details.open) return;
		details.open = false;
		details.querySelector('summary')?.focus();
		event.preventDefault();
	};
	return html`<div class="field">
		<span id="filter-${column}-label" class="label">${label}</span>
		<details class="choice" id="filter-${column}" @keydown=${fold}>
			<summary aria-labelledby="filter-${column}-label filter-${column}-chosen"><span id="filter-${column}-chosen">${chosen.length === 0 ? labels.any : chosen.map((text) => text || '–').join(', ')}</span></summary>
			<div class="boxes" role="group" aria-labelledby="filter-${column}-label" @change=${changed}>
				${options.map(
					(option) =>
						html`<label class="switch-box"><input type="checkbox" value=${option.value} .checked=${live(chosen.includes(option.value))}><span>${option.label}</span></label>`,
				)}
			</div>
		</details>
	</div>`;
}

const day = 86_400_000;

/** Two fields; the upper bound of dates is the last moment of its day. */
function between({ column, label, kind, min, max }: Field, revision: number, labels: Labels, set: (filter: Filter) => void) {
	const isDate = kind === 'date';
	const changed = (event: Event) => {
		const place = (event.target as HTMLElement).closest('.between');
		const [lower, upper] = [...(place?.querySelectorAll('input') ?? [])].map(({ valueAsNumber }) =>
			Number.isNaN(valueAsNumber) ? undefined : valueAsNumber,
		);
		const last = isDate && upper !== undefined ? upper + day - 1 : upper;
		whenTyped(() => set({ column: column as NumberName, min: lower, max: last }));
	};
	const type = isDate ? 'date' : 'number';
	return html`<fieldset class="field between">
		<legend>${label}</legend>
		<input type=${type} aria-label="${label}, ${labels.from}" placeholder=${labels.from} .value=${once(revision, min)} @input=${changed}>
		<input type=${type} aria-label="${label}, ${labels.to}" placeholder=${labels.to} .value=${once(revision, max)} @input=${changed}>
	</fieldset>`;
}
