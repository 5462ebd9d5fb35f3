/** The fields of a change: scope, name, what it is optimized for, renewal; and the archive for what has ended. */
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Change, Configuration, Target } from '../../src/panels/configuration/messages';
import { field, once, select, stopOf, textIn } from '../money/fields';
import { busy, icon, keepSpace, notes, problem } from '../shared/pieces';
import type { Ask, Labels } from './asking';

export function change(given: Change, revision: number, labels: Labels, ask: Ask) {
	return html`
		${scope(given.scope, revision, labels, ask)}
		<div class="fields apart">
		${field(
			{ id: 'name', label: labels.name, help: given.name.help, problem: given.name.problem },
			html`<input id="name" type="text" maxlength="300" aria-describedby="name-help" aria-invalid=${String(given.name.problem !== undefined)} .value=${once(revision, given.name.value)} @input=${(event: Event) => ask({ type: 'setName', name: textIn(event) })} />`,
		)}
		${given.flexibility === undefined ? nothing : flexibility(given.flexibility, labels, ask)}
		</div>
		${given.renewal === undefined ? nothing : renewal(given.renewal, revision, labels, ask)}
	`;
}

function scope(given: Change['scope'], revision: number, labels: Labels, ask: Ask) {
	const stop = stopOf(given.targets, ({ refused }) => refused === undefined);
	return html`
		<h3 id="scope-title" tabindex="-1">${labels.scope}</h3>
		${given.problem === undefined ? nothing : problem(given.problem, 'scope-title', { label: labels.retry, run: () => ask({ type: 'refresh' }) })}
		${given.failures.map((text) => html`<p class="note-line tone-warning">${icon('warning')}<span>${text}</span></p>`)}
		${field(
			{ id: 'filter', label: labels.filter, help: labels.filterHelp },
			html`<input id="filter" type="search" maxlength="300" aria-describedby="filter-help" .value=${once(revision, given.filter)} @input=${(event: Event) => ask({ type: 'setFilter', filter: textIn(event) })} />`,
		)}
		${given.loading && given.targets.length === 0 ? busy(labels.loading) : html`<p class="note" role="status">${given.count}</p>`}
		<div class="targets" role="radiogroup" aria-label=${labels.scope} tabindex=${scrollsByItself(given.targets)} ?hidden=${given.targets.length === 0}>
			${repeat(
				given.targets,
				({ written }) => written,
				(one, index) => target(one, index, one === stop, ask),
			)}
		</div>
	`;
}

/** Only what can't be chosen, and so never has the focus, needs keys that scroll to it. */
const scrollsByItself = (targets: readonly Target[]) => (targets.some(({ refused }) => refused !== undefined) ? '0' : nothing);

function target({ written, name, detail, chosen, current, refused, note }: Target, index: number, isStop: boolean, ask: Ask) {
	const id = `target-${index}`;
	return html`<div class="target ${refused === undefined ? '' : 'refused'}">
		<input id=${id} type="radio" name="scope" tabindex=${isStop ? 0 : -1} aria-describedby="${id}-detail" ?disabled=${refused !== undefined} .checked=${live(chosen)} @change=${() => ask({ type: 'setScope', scope: written })} />
		<div>
			<label for=${id}>${name}</label>
			${current === undefined ? nothing : html`<span class="current">${icon('check')}${current}</span>`}
			<span id="${id}-detail" class="note">${detail}${refused === undefined ? nothing : html`<span class="reason">${icon('circle-slash')}${refused}</span>`}${note === undefined ? nothing : html`<span class="reason">${icon('info')}${note}</span>`}</span>
		</div>
	</div>`;
}

function flexibility(given: NonNullable<Change['flexibility']>, labels: Labels, ask: Ask) {
	const choose = (value: string) => ask({ type: 'setFlexibility', flexibility: value === 'Off' ? 'Off' : 'On' });
	return select({
		id: 'flexibility',
		label: labels.flexibility,
		help: given.problem ?? given.help,
		options: given.options,
		value: given.value,
		choose,
	});
}

function renewal(given: NonNullable<Change['renewal']>, revision: number, labels: Labels, ask: Ask) {
	const options = [
		...(given.on === undefined ? [{ value: '', label: '–' }] : []),
		{ value: 'on', label: labels.renewalOn },
		{ value: 'off', label: labels.renewalOff },
	];
	return html`<div class="fields apart">
			${select({
				id: 'renew',
				label: labels.renewal,
				help: given.help,
				options,
				value: given.on === undefined ? '' : given.on ? 'on' : 'off',
				choose: (value) => value !== '' && ask({ type: 'setRenew', renew: value === 'on' }),
			})}
		</div>
		${
			given.terms === undefined
				? nothing
				: html`<div class="fields">${repeat(
						given.terms,
						({ field: name }) => name,
						(one) => term(one, revision, ask),
					)}</div>`
		}
		${given.warning === undefined ? nothing : html`<p class="note-line tone-warning" role="status">${icon('warning')}<span>${given.warning}</span></p>`}
		${given.note === undefined ? nothing : notes([given.note])}`;
}

type Term = NonNullable<NonNullable<Change['renewal']>['terms']>[number];

function term({ field: name, label, value, options, problem: wrong }: Term, revision: number, ask: Ask) {
	const id = `term-${name}`;
	const set = (text: string) => ask({ type: 'setTerm', field: name, value: text });
	if (options.length > 0) return select({ id, label, options, value, choose: set });
	return field(
		{ id, label, problem: wrong },
		html`<input id=${id} type="number" min="1" step="1" aria-describedby="${id}-help" aria-invalid=${String(wrong !== undefined)} .value=${once(revision, value)} @input=${(event: Event) => set(textIn(event))} />`,
	);
}

export function archive({ label, help, archived }: NonNullable<Configuration['archive']>, labels: Labels, ask: Ask) {
	return html`<h3>${labels.archive}</h3>
		<p>${help}</p>
		<div class="buttons">
			<vscode-button secondary @click=${() => ask({ type: 'setArchived', archived: !archived })} @keydown=${keepSpace}>${icon('archive')}${label}</vscode-button>
		</div>`;
}
