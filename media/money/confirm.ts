/** The confirmation: the session's figures, what can't be undone, the customer's name to type, and the button that sends. */
import { html, nothing } from 'lit';
import { type Confirm, fitsName, type QuoteState } from '../../src/panels/money/messages';
import { busy, icon, keepSpace, problem } from '../shared/pieces';
import type { Ask, MoneyLabels } from './asking';
import { field, textIn } from './fields';
import { isAlive } from './life';
import { figureList, standing } from './quote';

/** What was typed, and for which session: another quote is confirmed anew. */
const typed = { session: '', name: '' };

/**
 * @param quote how the quote stands that is being confirmed
 * @param show draws the page again
 * @param more what else belongs to the summary
 */
export function confirmation(
	given: Confirm,
	quote: QuoteState,
	labels: MoneyLabels,
	ask: Ask,
	show: () => void,
	more: unknown = nothing,
) {
	if (typed.session !== given.sessionId) Object.assign(typed, { session: given.sessionId, name: '' });
	const alive = quote.standing === 'current' && isAlive(quote.life);
	const fits = fitsName(typed.name, given.customerName);
	const ready = alive && fits && !given.sending;
	const type = (event: Event) => {
		typed.name = textIn(event);
		show();
	};
	const commit = () => {
		if (ready) ask({ type: 'commit', sessionId: given.sessionId, typedName: typed.name });
	};
	const back = () => {
		if (!given.sending) ask({ type: 'back' });
	};
	return html`<section class="part confirm" aria-labelledby="confirm-title" aria-busy=${String(given.sending)}>
		<div class="part-head"><h2 id="confirm-title" tabindex="-1">${given.title}</h2></div>
		<h3>${labels.summary}</h3>
		<ul class="summary">${given.lines.map((line) => html`<li>${line}</li>`)}</ul>
		${more}
		${figureList(given.figures, !alive && !given.sending)}
		${given.reason === undefined ? nothing : html`<p class="quiet">${given.reason}</p>`}
		<h3>${labels.cannotBeUndone}</h3>
		<ul class="consequences">${given.warnings.map((text) => html`<li class="tone-warning">${icon('warning')}<span>${text}</span></li>`)}</ul>
		${given.problem === undefined ? nothing : problem(given.problem, 'confirm-title', undefined)}
		${given.sending ? busy(given.sendingText) : standing(quote, labels, ask)}
		${field(
			{ id: 'typed-name', label: labels.typeName, help: given.nameHint },
			html`<input id="typed-name" type="text" autocomplete="off" spellcheck="false" aria-describedby="typed-name-help" ?disabled=${given.sending} .value=${typed.name} @input=${type} />`,
		)}
		<div class="buttons">
			<vscode-button id="commit" aria-disabled=${String(!ready)} aria-describedby="commit-hint" @click=${commit} @keydown=${keepSpace}>${given.commit}</vscode-button>
			<vscode-button secondary aria-disabled=${String(given.sending)} @click=${back} @keydown=${keepSpace}>${labels.back}</vscode-button>
		</div>
		<p id="commit-hint" class="note" ?hidden=${fits}>${labels.nameDiffers}</p>
	</section>`;
}
