/** The page as a whole: quantity and reason, the live quote with what comes back and what ends, allowance, consequences. */
import { html, nothing, svg } from 'lit';
import type { Instead } from '../../src/panels/money/messages';
import type { Allowance, Choose, PageMessage, Return } from '../../src/panels/return/messages';
import type { Recently } from '../money/asking';
import { field, numberIn, once, textIn } from '../money/fields';
import { moneyPage } from '../money/page';
import { blockerList, consequences, counts, figureList, refusals, standing } from '../money/quote';
import { facts, icon, keepSpace, notes } from '../shared/pieces';

type Ask = (message: PageMessage) => void;

export function page(view: Return, recently: Recently, show: () => void, ask: Ask) {
	const chosen = view.choose === undefined ? undefined : choice(view, view.choose, ask);
	return moneyPage(view, { choose: chosen, quote: view.quote, recently, show }, ask);
}

function choice(view: Return, choose: Choose, ask: Ask) {
	return html`${what(view, choose, ask)} ${quote(view, choose, ask)}`;
}

function what({ labels }: Return, choose: Choose, ask: Ask) {
	const { revision } = choose;
	return html`<section class="part" aria-labelledby="what-title">
		<div class="part-head"><h2 id="what-title">${labels.what}</h2></div>
		${facts(choose.facts)}
		${choose.impossible === undefined ? nothing : html`<p class="note-line tone-warning">${icon('warning')}<span>${choose.impossible}</span></p>`}
		<div class="fields">
			${field(
				{ id: 'quantity', label: labels.quantity, help: labels.quantityHelp, problem: choose.quantityProblem },
				html`<input
					id="quantity"
					type="number"
					min="1"
					max=${choose.most ?? nothing}
					step="1"
					aria-describedby="quantity-help"
					aria-invalid=${choose.quantityProblem === undefined ? 'false' : 'true'}
					.value=${once(revision, choose.quantity)}
					@input=${(event: Event) => ask({ type: 'setQuantity', quantity: numberIn(event) })}
				/>`,
			)}
			<div class="choices" role="group" aria-label=${labels.choices}>
				${choose.choices.map(({ choice: name, label, unavailable, chosen }) => {
					const run = () => {
						if (unavailable === undefined) ask({ type: 'choose', choice: name });
					};
					return html`<span class="unavailable"><button type="button" class="choice" aria-pressed=${String(chosen)} aria-disabled=${String(unavailable !== undefined)} aria-describedby="why-${name}" @click=${run}>${label}</button><span id="why-${name}" class="note" ?hidden=${unavailable === undefined}>${unavailable}</span></span>`;
				})}
			</div>
		</div>
		${choose.useNote === undefined ? nothing : notes([choose.useNote])}
		${field(
			{ id: 'reason', label: labels.reason, help: labels.reasonHelp },
			html`<textarea id="reason" rows="2" maxlength="500" required aria-describedby="reason-help" .value=${once(revision, choose.reason)} @input=${(event: Event) => ask({ type: 'setReason', reason: textIn(event) })}></textarea>`,
		)}
	</section>`;
}

function quote({ labels, quote: state }: Return, choose: Choose, ask: Ask) {
	const review = () => {
		if (choose.notYet === undefined) ask({ type: 'review' });
	};
	const instead = (what: Instead) => {
		if (what === 'smallerQuantity') document.getElementById('quantity')?.focus();
		else ask({ type: 'instead', instead: what });
	};
	return html`<section class="part" aria-labelledby="quote-title" aria-busy=${String(state.standing === 'asking')}>
		<div class="part-head"><h2 id="quote-title" tabindex="-1">${choose.figuresTitle}</h2></div>
		${standing(state, labels, ask, choose.canAsk)}
		${choose.figures.length === 0 ? nothing : figureList(choose.figures, !counts(state))}
		${refusals(choose.refusals, labels.refusals, instead)} ${blockerList(choose.blockers, labels.blockers)}
		${choose.allowance === undefined ? nothing : allowance(choose.allowance, labels.allowance, !counts(state))}
		<h3>${labels.whatHappens}</h3>
		${consequences(choose.consequences)}
		<div class="buttons">
			<vscode-button aria-disabled=${String(choose.notYet !== undefined)} aria-describedby="not-yet" @click=${review} @keydown=${keepSpace}>${choose.review}</vscode-button>
		</div>
		<p id="not-yet" class="note" ?hidden=${choose.notYet === undefined}>${choose.notYet}</p>
	</section>`;
}

/** The bar says the same as the rows below it, which have the amounts. */
function allowance({ summary, used, now, rows, notes: texts }: Allowance, title: string, isOld: boolean) {
	return html`<div class="allowance ${isOld ? 'old' : ''}" role="group" aria-labelledby="allowance-title">
		<h3 id="allowance-title">${title}</h3>
		<svg class="bar" role="img" aria-label=${summary} viewBox="0 0 100 4" preserveAspectRatio="none">
			${svg`<rect class="left" width="100" height="4"></rect><rect class="used" width=${used} height="4"></rect><rect class="now" x=${used} width=${now} height="4"></rect>`}
		</svg>
		<dl class="key">
			${rows.map(
				({ kind, label, value }) =>
					html`<div>
						<dt><span class="swatch ${kind}" aria-hidden="true"></span>${label}</dt>
						<dd>${value}</dd>
					</div>`,
			)}
		</dl>
		${notes(texts)}
	</div>`;
}
