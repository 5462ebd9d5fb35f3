/** What will be done: the sentence, what to know, what has to be confirmed, and the button. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Concern, Removal, Review } from '../../src/panels/roles/messages';
import { busy, icon, keepSpace, problem } from '../shared/pieces';
import type { Ask, Labels } from './asking';

interface Acting {
	readonly of: 'grant' | 'removal';
	readonly labels: Labels;
	/** Name of the button that gives it up. */
	readonly cancel: string;
	act(): void;
	giveUp(): void;
}

export function review(given: Review, { of, labels, cancel, act, giveUp }: Acting, ask: Ask) {
	const run = () => {
		if (given.notYet === undefined) act();
	};
	const end = () => {
		document.getElementById(of === 'grant' ? 'grant-title' : 'members-title')?.focus();
		giveUp();
	};
	return html`<div class="review-of" aria-busy=${String(given.asking)}>
		${given.sentence === undefined ? nothing : html`<p class="sentence">${given.sentence}</p>`}
		${given.asking ? busy(labels.loading) : nothing}
		${given.problem === undefined ? nothing : problem(given.problem, `${of}-title`, { label: labels.retry, run: () => ask({ type: 'review', of }) })}
		${given.notes.map((text) => html`<p class="note-line tone-info">${icon('info')}<span>${text}</span></p>`)}
		${given.concerns.length === 0 ? nothing : concerns(given.concerns, of, labels, ask)}
		<div class="buttons">
			<vscode-button id="${of}-act" aria-disabled=${String(given.notYet !== undefined)} aria-describedby="${of}-not-yet" @click=${run} @keydown=${keepSpace}>${given.act}</vscode-button>
			<vscode-button secondary @click=${end} @keydown=${keepSpace}>${cancel}</vscode-button>
		</div>
		<p id="${of}-not-yet" class="note" ?hidden=${given.notYet === undefined}>${given.notYet}</p>
	</div>`;
}

function concerns(given: readonly Concern[], of: 'grant' | 'removal', labels: Labels, ask: Ask) {
	return html`<fieldset class="concerns">
		<legend>${icon('warning')}${labels.confirm}</legend>
		${repeat(
			given,
			({ id }) => id,
			({ id, text, confirmed }) => {
				const set = (event: Event) => ask({ type: 'confirm', of, concern: id, on: (event.target as HTMLInputElement).checked });
				return html`<label class="concern"><input type="checkbox" .checked=${confirmed} @change=${set} /><span>${text}</span></label>`;
			},
		)}
	</fieldset>`;
}

export function removal({ title, review: given }: Removal, labels: Labels, ask: Ask) {
	const acting: Acting = {
		of: 'removal',
		labels,
		cancel: labels.discard,
		act: () => ask({ type: 'remove' }),
		giveUp: () => ask({ type: 'cancelRemoval' }),
	};
	return html`<section class="part removal" aria-labelledby="removal-title">
		<div class="part-head"><h2 id="removal-title" tabindex="-1">${title}</h2></div>
		${review(given, acting, ask)}
	</section>`;
}
