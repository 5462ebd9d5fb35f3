/** Steps 3 and 4: the calculator, what to know, and the binding quote side by side. */
import { html, nothing } from 'lit';
import type { Choose, Comparison, Exchange } from '../../src/panels/exchange/messages';
import type { Instead } from '../../src/panels/money/messages';
import { blockerList, consequences, counts, figureList, refusals, standing } from '../money/quote';
import { busy, icon, keepSpace, mark, notes, problem, table } from '../shared/pieces';
import type { Ask, Labels } from './asking';

export function calculator({ calculator: given, warnings }: Choose, labels: Labels, ask: Ask) {
	return html`<section class="part" aria-labelledby="calculator-title" aria-busy=${String(given.loading)}>
		<div class="part-head"><h2 id="calculator-title" tabindex="-1">${labels.calculator}</h2>${given.loading ? busy(labels.loading) : given.asOf === undefined ? nothing : html`<span class="quiet">${given.asOf}</span>`}</div>
		<p class="verdict">${mark(given.verdict)}</p>
		${given.figures.length === 0 ? nothing : figureList(given.figures)}
		${notes(given.explanation)}
		${given.problem === undefined ? nothing : problem(given.problem, 'calculator-title', { label: labels.retry, run: () => ask({ type: 'retryFigures' }) })}
		${warnings.length === 0 ? nothing : html`<h3>${labels.warnings}</h3>${consequences(warnings)}`}
	</section>`;
}

/** The two sides of the exchange. @param isOld they do not count any more */
export function sides({ given, bought, note }: Comparison, isOld: boolean) {
	const side = ({ title, columns, rows }: Comparison['given'], figures: readonly number[]) =>
		html`<div><h3>${title}</h3>${table({ caption: title, captionHidden: true, columns, figures, rows })}</div>`;
	return html`<div class="sides ${isOld ? 'old' : ''}">${side(given, [1, 2, 3])}${side(bought, [1, 3])}</div>
		<p class="note">${note}</p>`;
}

export function binding({ quote: state, comparison, labels }: Exchange, choose: Choose, ask: Ask) {
	const asking = state.standing === 'asking';
	const get = () => {
		if (choose.cannotAsk === undefined && !asking) ask({ type: 'askQuote' });
	};
	const review = () => {
		if (choose.notYet === undefined) ask({ type: 'review' });
	};
	const instead = (what: Instead) => {
		const places: Partial<Record<Instead, string>> = { smallerQuantity: 'give-title', biggerPurchase: 'buy-title' };
		const place = places[what];
		if (place === undefined) ask({ type: 'instead', instead: what });
		else document.getElementById(place)?.focus();
	};
	return html`<section class="part" aria-labelledby="quote-title" aria-busy=${String(asking)}>
		<div class="part-head"><h2 id="quote-title" tabindex="-1">${labels.quote}</h2></div>
		${standing(state, labels, ask, choose.cannotAsk === undefined)}
		${comparison === undefined ? nothing : html`${sides(comparison, !counts(state))} ${figureList(comparison.totals, !counts(state))}`}
		${refusals(choose.refusals, labels.refusals, instead)} ${blockerList(choose.blockers, labels.blockers)}
		<div class="buttons">
			<vscode-button ?secondary=${counts(state)} aria-disabled=${String(choose.cannotAsk !== undefined || asking)} aria-describedby="cannot-ask" @click=${get} @keydown=${keepSpace}>${icon('refresh')}${labels.askQuote}</vscode-button>
			<vscode-button ?secondary=${!counts(state)} aria-disabled=${String(choose.notYet !== undefined)} aria-describedby="not-yet" @click=${review} @keydown=${keepSpace}>${choose.review}</vscode-button>
		</div>
		<p id="cannot-ask" class="note" ?hidden=${choose.cannotAsk === undefined}>${choose.cannotAsk}</p>
		<p id="not-yet" class="note" ?hidden=${choose.notYet === undefined || choose.cannotAsk !== undefined}>${choose.notYet}</p>
	</section>`;
}
