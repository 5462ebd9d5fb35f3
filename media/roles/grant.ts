/** The form that gives a role: where, which role, to whom. */
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Grant } from '../../src/panels/roles/messages';
import { field, once, select, stopOf, textIn } from '../money/fields';
import { busy, icon, problem } from '../shared/pieces';
import type { Ask, Labels } from './asking';
import { review } from './review';

export function grant(given: Grant, revision: number, labels: Labels, ask: Ask) {
	const again = { label: labels.retry, run: () => ask({ type: 'searchAgain' }) };
	const place = (value: string) =>
		ask({ type: 'setPlace', place: value === 'tenant' || value === 'reservation' ? value : 'order' });
	const stop = stopOf(given.choices);
	return html`<section class="part grant" aria-labelledby="grant-title">
		<div class="part-head"><h2 id="grant-title" tabindex="-1">${labels.grant}</h2></div>
		${given.warning === undefined ? nothing : html`<p class="note-line tone-warning">${icon('warning')}<span>${given.warning}</span></p>`}
		<div class="fields">
			${select({ id: 'place', label: labels.place, ...given.place, choose: place })}
			${select({ id: 'role', label: labels.role, ...given.role, choose: (role) => ask({ type: 'setRole', role }) })}
		</div>
		${given.role.loading && given.role.options.length < 2 ? busy(labels.loading) : nothing}
		${given.role.problem === undefined ? nothing : problem(given.role.problem, 'grant-title', again)}
		${field(
			{ id: 'words', label: labels.search, help: labels.searchHelp },
			html`<input id="words" type="search" maxlength="300" autocomplete="off" aria-describedby="words-help" .value=${once(revision, given.words)} @input=${(event: Event) => ask({ type: 'setWords', words: textIn(event) })} />`,
		)}
		${given.problem === undefined ? nothing : problem(given.problem, 'words', again)}
		<p class="note" role="status">${given.searching ? busy(given.found) : given.found}</p>
		<div class="targets" role="radiogroup" aria-label=${labels.found} ?hidden=${given.choices.length === 0}>
			${repeat(
				given.choices,
				({ id }) => id,
				(one, index) => choice(one, index, one === stop, ask),
			)}
		</div>
		${given.chosen === undefined ? nothing : html`<p class="chosen">${icon('check')}<span>${labels.chosen}: ${given.chosen}</span></p>`}
		<h3>${labels.review}</h3>
		${review(
			given.review,
			{ of: 'grant', labels, cancel: labels.discard, act: () => ask({ type: 'grant' }), giveUp: () => ask({ type: 'discard' }) },
			ask,
		)}
	</section>`;
}

function choice(
	{ id, icon: name, name: text, detail, chosen }: Grant['choices'][number],
	index: number,
	isStop: boolean,
	ask: Ask,
) {
	const field = `principal-${index}`;
	return html`<div class="target">
		<input id=${field} type="radio" name="principal" tabindex=${isStop ? 0 : -1} aria-describedby="${field}-detail" .checked=${live(chosen)} @change=${() => ask({ type: 'choosePrincipal', id })} />
		<div>
			<label for=${field}>${icon(name)} ${text}</label>
			<span id="${field}-detail" class="note">${detail}</span>
		</div>
	</div>`;
}
