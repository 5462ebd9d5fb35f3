/** A quote on the page: how it stands, its age, its figures, and why the service refuses it. */
import { html, nothing } from 'lit';
import type { Figure, Instead, InsteadButton, PolicyRefusal, QuoteState } from '../../src/panels/money/messages';
import { busy, icon, keepSpace, notes, problem } from '../shared/pieces';
import type { Ask, MoneyLabels } from './asking';
import { life } from './life';

/** True while the figures are of this very choice and alive; else they are shown greyed. */
export const counts = ({ standing }: QuoteState) => standing === 'current';

/**
 * What the quote's state says, its age while it is alive, and how it is asked for again.
 * @param isAskable there is something to ask about
 */
export function standing(state: QuoteState, labels: MoneyLabels, ask: Ask, isAskable = true) {
	const again = () => ask({ type: 'askQuote' });
	const canAsk = isAskable && ['expired', 'changed', 'current', 'dropped'].includes(state.standing);
	const support =
		state.support === undefined ? [] : [insteadButton(state.support, (what) => ask({ type: 'instead', instead: what }))];
	return html`<div class="standing">
			${
				state.standing === 'asking'
					? busy(state.text ?? labels.loading)
					: state.text === undefined
						? nothing
						: html`<p class="note-line">${icon('history')}<span>${state.text}</span></p>`
			}
			${state.life === undefined ? nothing : life(state.life, labels)}
			${canAsk ? html`<button type="button" class="tool" @click=${again}>${icon('refresh')}<span>${labels.askAgain}</span></button>` : nothing}
		</div>
		${state.problem === undefined ? nothing : problem(state.problem, 'quote-title', { label: labels.retry, run: again }, support)}`;
}

/** Money that moves, commitments that end or begin, and facts: each kind looks different, and says what it is. */
export const figureList = (figures: readonly Figure[], isOld = false) =>
	html`<dl class="figures ${isOld ? 'old' : ''}">
		${figures.map(
			({ label, value, notes: texts, kind }) =>
				html`<div class="figure-${kind}">
					<dt>${label}</dt>
					<dd><span class="amount">${value}</span>${notes(texts)}</dd>
				</div>`,
		)}
	</dl>`;

function insteadButton({ instead: what, label, icon: name }: InsteadButton, instead: (what: Instead) => void) {
	return html`<vscode-button secondary @click=${() => instead(what)} @keydown=${keepSpace}>${icon(name)}${label}</vscode-button>`;
}

export function refusals(given: readonly PolicyRefusal[], title: string, instead: (what: Instead) => void) {
	if (given.length === 0) return nothing;
	return html`<div class="callout refusals" role="group" aria-labelledby="refusals-title">
		<h3 id="refusals-title" tabindex="-1">${icon('error')}${title}</h3>
		<ul>
			${given.map(
				(refusal) =>
					html`<li>
						<p class="refusal">${refusal.title}</p>
						${refusal.facts === undefined ? nothing : html`<p class="quiet code">${refusal.facts}</p>`}
						${refusal.hints.map((text) => html`<p>${text}</p>`)}
						<div class="buttons">
							${refusal.buttons.map((button) => insteadButton(button, instead))}
						</div>
					</li>`,
			)}
		</ul>
	</div>`;
}

/** Why a quote can't be committed that no policy refuses. */
export function blockerList(texts: readonly string[], title: string) {
	if (texts.length === 0) return nothing;
	return html`<div class="callout refusals" role="group" aria-labelledby="blockers-title">
		<h3 id="blockers-title">${icon('error')}${title}</h3>
		<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>
	</div>`;
}

/** What the user has to know, each with its sign. */
export const consequences = (marks: readonly { readonly icon: string; readonly tone: string; readonly text: string }[]) =>
	html`<ul class="consequences">
		${marks.map(({ icon: name, tone, text }) => html`<li class="tone-${tone}">${icon(name)}<span>${text}</span></li>`)}
	</ul>`;
