/** The fields of the form: each with its help or what is wrong with it, and kept as typed until the host sets it anew. */
import { html, nothing } from 'lit';
import type { Consent, Field, FieldOption } from '../../src/panels/support/messages';
import { field, once, textIn } from '../money/fields';
import { busy, problem } from '../shared/pieces';
import type { Ask, Labels, Lists } from './asking';

/** The element of a field, or of the first consent that a topic asks for (`consents`). */
export const idOf = (name: string) => `field-${name}`;

/** How one field is drawn, with what all of them need. */
export interface Drawing {
	readonly revision: number;
	readonly labels: Labels;
	readonly lists: Lists;
	readonly ask: Ask;
}

export function fieldOf(given: Field, drawing: Drawing) {
	const { labels, ask } = drawing;
	const retry = { label: labels.retry, run: () => ask({ type: 'refresh' }) };
	return html`<div class="of-${given.control}">
		${given.control === 'radios' ? radios(given, ask) : plain(given, drawing)}
		${given.loading === true ? busy(labels.loading) : nothing}
		${given.problem === undefined ? nothing : problem(given.problem, 'about-title', retry)}
	</div>`;
}

function plain(given: Field, drawing: Drawing) {
	const { name, label, help, fault } = given;
	return field({ id: idOf(name), label, help, problem: fault }, control(given, drawing));
}

function control({ name, control: kind, value, fault, options, choices }: Field, { revision, labels, lists, ask }: Drawing) {
	const invalid = fault === undefined ? 'false' : 'true';
	const set = (to: string) => ask({ type: 'set', field: name, value: to });
	const typed = (event: Event) => set(textIn(event));
	switch (kind) {
		case 'area':
			return html`<textarea id=${idOf(name)} class="code" rows="18" spellcheck="true" aria-describedby="${idOf(name)}-help" aria-invalid=${invalid} .value=${once(revision, value)} @input=${typed}></textarea>`;
		case 'list':
			return list(
				{ name, invalid, value, options: options ?? (choices === undefined ? [] : (lists?.[choices] ?? [])), set },
				labels,
			);
		case 'time':
			return html`<input id=${idOf(name)} type="datetime-local" aria-describedby="${idOf(name)}-help" aria-invalid=${invalid} .value=${once(revision, local(value))} @change=${(event: Event) => set(universal(textIn(event)))} />`;
		default:
			return html`<input id=${idOf(name)} type=${kind} autocomplete="off" aria-describedby="${idOf(name)}-help" aria-invalid=${invalid} .value=${once(revision, value)} @input=${typed} />`;
	}
}

interface List {
	readonly name: string;
	readonly invalid: string;
	readonly value: string;
	readonly options: readonly FieldOption[];
	set(value: string): void;
}

/** A list to choose one of; what is chosen and not in it (any more) stays visible as it is. */
function list({ name, invalid, value, options, set }: List, labels: Labels) {
	const isThere = options.some((option) => option.value === value);
	const first = isThere ? [] : [{ value, label: value === '' ? labels.choose : value }];
	const option = (one: FieldOption) =>
		html`<option value=${one.value} ?selected=${one.value === value} .selected=${one.value === value}>${one.label}</option>`;
	const groups = Map.groupBy(options, ({ group }) => group);
	return html`<select id=${idOf(name)} aria-describedby="${idOf(name)}-help" aria-invalid=${invalid} @change=${(event: Event) => set(textIn(event))}>
		${first.map(option)}
		${[...groups].map(([group, some]) => (group === undefined ? some.map(option) : html`<optgroup label=${group}>${some.map(option)}</optgroup>`))}
	</select>`;
}

function radios({ name, label, value, help, fault, options = [] }: Field, ask: Ask) {
	const choose = (to: string) => ask({ type: 'set', field: name, value: to });
	return answers({ name, group: name, label, value, help, fault, options, choose });
}

export function consentOf({ type, text, value, fault, options }: Consent, index: number, ask: Ask) {
	const choose = (to: string) => ask({ type: 'setConsent', consent: type, value: to === 'Yes' ? 'Yes' : 'No' });
	return answers({
		name: index === 0 ? 'consents' : `consents-${index}`,
		group: `consent-${type}`,
		label: text,
		value: value ?? '',
		fault,
		options,
		choose,
	});
}

interface Answers {
	readonly name: string;
	/** Of these only one can be chosen. It stays the same wherever the question stands. */
	readonly group: string;
	readonly label: string;
	readonly value: string;
	readonly help?: string | undefined;
	readonly fault?: string | undefined;
	readonly options: readonly FieldOption[];
	choose(value: string): void;
}

function answers({ name, group, label, value, help, fault, options, choose }: Answers) {
	const line = fault ?? help;
	const id = idOf(name);
	return html`<fieldset class="answers" aria-describedby="${id}-help">
		<legend>${label}</legend>
		${options.map(
			(option, index) =>
				html`<label class="answer">
					<input id=${index === 0 ? id : `${id}-${index}`} type="radio" name=${group} .checked=${option.value === value} @change=${() => choose(option.value)} />
					<span>${option.label}${option.detail === undefined ? nothing : html`<span class="note">${option.detail}</span>`}</span>
				</label>`,
		)}
		<p id="${id}-help" class="note ${fault === undefined ? '' : 'wrong'}" ?hidden=${line === undefined}>${line}</p>
	</fieldset>`;
}

/** The host speaks of a time in UTC, the field in the user's local time, both to the minute. */
function local(value: string): string {
	const at = new Date(value);
	if (value === '' || Number.isNaN(at.getTime())) return '';
	return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function universal(value: string): string {
	return value === '' ? '' : new Date(value).toISOString();
}
