/** The form: its groups of fields, what is wrong before it can be sent, and the way to the review. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Form } from '../../src/panels/support/messages';
import { busy, icon, keepSpace, notes, problem } from '../shared/pieces';
import type { Ask, Labels, Lists } from './asking';
import { consentOf, type Drawing, fieldOf, idOf } from './fields';

export function form(given: Form, labels: Labels, lists: Lists, ask: Ask) {
	const drawing: Drawing = { revision: given.revision, labels, lists, ask };
	const isChecking = given.checking !== undefined;
	const review = () => {
		if (!isChecking) ask({ type: 'review' });
	};
	const discard = () => {
		document.getElementById('title')?.focus();
		ask({ type: 'act', act: 'discard' });
	};
	return html`${faults(given, labels)}
		${repeat(
			given.groups,
			({ id }) => id,
			({ id, title, note, fields, consents = [] }) =>
				html`<section class="part support-${id}" aria-labelledby="${id}-title">
					<div class="part-head"><h2 id="${id}-title" tabindex="-1">${title}</h2></div>
					${note === undefined ? nothing : notes([note])}
					<div class="support-fields">
						${repeat(
							fields,
							({ name }) => name,
							(one) => fieldOf(one, drawing),
						)}
						${repeat(
							consents,
							({ type }) => type,
							(one, index) => consentOf(one, index, ask),
						)}
					</div>
				</section>`,
		)}
		<div class="part">
			${given.problem === undefined ? nothing : problem(given.problem, 'title', { label: labels.retry, run: review })}
			<div class="buttons">
				<vscode-button id="review" aria-disabled=${String(isChecking)} @click=${review} @keydown=${keepSpace}>${labels.review}</vscode-button>
				<vscode-button secondary @click=${discard} @keydown=${keepSpace}>${labels.discard}</vscode-button>
				${given.checking === undefined ? nothing : busy(given.checking)}
			</div>
		</div>`;
}

/** Everything that is wrong, each line leading to its field. */
function faults(given: Form, labels: Labels) {
	if (given.faults.length === 0) return nothing;
	return html`<div class="callout refusals" role="group" aria-labelledby="faults-title">
		<h2 id="faults-title" tabindex="-1">${icon('error')}${labels.faults}</h2>
		<ul>
			${given.faults.map(
				({ field, text }) =>
					html`<li><button type="button" class="link" @click=${() => document.getElementById(idOf(field))?.focus()}>${text}</button></li>`,
			)}
		</ul>
	</div>`;
}
