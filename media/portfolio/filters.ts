/** The filters: a field or two for each column, folded away until they are wanted. */
import { html, nothing } from 'lit';
import type { Extras, Field, Filter, NumberName, Portfolio, TextName } from '../../src/panels/portfolio/messages';
import { once, textIn } from '../money/fields';
import type { Ask, Labels } from './asking';
import { whenTyped } from './tools';

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

function oneOf({ column, label, value, options }: Field, labels: Labels, set: (filter: Filter) => void) {
	const chosen = (event: Event) => {
		const text = textIn(event);
		set({ column: column as TextName, oneOf: text === '' ? undefined : (JSON.parse(text) as string[]) });
	};
	return html`<div class="field">
		<label for="filter-${column}">${label}</label>
		<select id="filter-${column}" @change=${chosen}>
			<option value="" .selected=${value === ''}>${labels.any}</option>
			${options.map((option) => html`<option value=${option.value} .selected=${option.value === value}>${option.label}</option>`)}
		</select>
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
