/** What is sent: before and after, what to know, what speaks against it, who keeps the discount; and Apply. */
import { html, nothing } from 'lit';
import type { Review, Row } from '../../src/panels/configuration/messages';
import { busy, icon, keepSpace, mark, problem, table } from '../shared/pieces';
import type { Ask, Labels } from './asking';

/** A table of before and after. @param title of what it is part of */
export function before(title: string, rows: readonly Row[], labels: Labels) {
	if (rows.length === 0) return nothing;
	return table({
		caption: `${title}: ${labels.before}, ${labels.after}`,
		captionHidden: true,
		columns: [labels.field, labels.before, labels.after],
		rows: rows.map(({ label, before: was, after }) => [label, was, html`<strong>${after}</strong>`]),
	});
}

export function review(given: Review, labels: Labels, ask: Ask) {
	const apply = () => {
		if (given.notYet === undefined) ask({ type: 'apply', number: given.number });
	};
	const reset = () => {
		// Back to where another choice begins, past what the reservation is.
		document.getElementById('task-title')?.focus();
		ask({ type: 'reset' });
	};
	return html`<section class="part review" aria-labelledby="review-title" aria-busy=${String(given.asking)}>
		<div class="part-head">
			<h2 id="review-title" tabindex="-1">${given.title}</h2>
			${given.standing === undefined ? nothing : busy(given.standing)}
		</div>
		${given.problem === undefined ? nothing : problem(given.problem, 'review-title', { label: labels.retry, run: () => ask({ type: 'preview' }) })}
		${before(given.title, given.rows, labels)} ${blockers(given.blockers, labels)}
		${given.usage === undefined ? nothing : usage(given.usage, labels)} ${notes(given.notes, labels)}
		<div class="buttons">
			<vscode-button aria-disabled=${String(given.notYet !== undefined)} aria-describedby="not-yet" @click=${apply} @keydown=${keepSpace}>${given.apply}</vscode-button>
			<vscode-button secondary @click=${reset} @keydown=${keepSpace}>${labels.reset}</vscode-button>
		</div>
		<p id="not-yet" class="note" ?hidden=${given.notYet === undefined}>${given.notYet}</p>
	</section>`;
}

function blockers(texts: readonly string[], labels: Labels) {
	if (texts.length === 0) return nothing;
	return html`<div class="callout refusals">
		<h3>${icon('error')}${labels.blockers}</h3>
		<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>
	</div>`;
}

function notes(given: Review['notes'], labels: Labels) {
	if (given.length === 0) return nothing;
	return html`<ul class="consequences">
		${given.map(({ mark: { icon: name, tone, text }, link }) => html`<li class="tone-${tone}">${icon(name)}<span>${text} ${link === undefined ? nothing : html`<a href=${link} aria-label="${labels.source}: ${text}">${labels.source}</a>`}</span></li>`)}
	</ul>`;
}

function usage({ summary, groups }: NonNullable<Review['usage']>, labels: Labels) {
	return html`<div class="usage" role="group" aria-labelledby="usage-title">
		<h3 id="usage-title">${labels.usage}</h3>
		<p>${summary}</p>
		${groups.map((group) => html`<div><p>${mark(group.mark)}</p><ul>${group.resources.map((name) => html`<li>${name}</li>`)}</ul></div>`)}
	</div>`;
}
