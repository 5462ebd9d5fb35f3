/** What came of it: the state in words, step by step where there are several, and where to go from here. */
import { html, nothing } from 'lit';
import type { Result } from '../../src/panels/configuration/messages';
import { facts, icon, keepSpace, mark } from '../shared/pieces';
import type { Ask, Labels } from './asking';
import { before } from './review';

export function result(given: Result, labels: Labels, ask: Ask) {
	const close = () => {
		document.getElementById('title')?.focus();
		ask({ type: 'another' });
	};
	return html`<section class="part operation" aria-labelledby="operation-title" aria-busy=${String(given.busy)}>
		<div class="part-head"><h2 id="operation-title" tabindex="-1">${given.title}</h2></div>
		<p class="state ${given.busy ? 'busy' : ''}">${mark(given.state)}</p>
		${given.explanations.map((text) => html`<p>${text}</p>`)} ${before(given.title, given.rows, labels)}
		${given.steps.length === 0 ? nothing : html`<h3>${labels.steps}</h3><ol class="steps">${given.steps.map((one) => step(one, ask))}</ol>`}
		${links(given.links, ask)} ${given.facts.length === 0 ? nothing : facts(given.facts)}
		<div class="buttons">
			${given.canLook ? html`<vscode-button @click=${() => ask({ type: 'lookAgain' })} @keydown=${keepSpace}>${icon('refresh')}${labels.look}</vscode-button>` : nothing}
			${given.close === undefined ? nothing : html`<vscode-button secondary @click=${close} @keydown=${keepSpace}>${given.close}</vscode-button>`}
		</div>
	</section>`;
}

function step({ label, mark: { icon: name, tone, text }, note, retry }: Result['steps'][number], ask: Ask) {
	return html`<li class="tone-${tone} ${name === 'loading' ? 'busy' : ''}">
		${icon(name)}
		<div>
			<span>${label}</span> <span class="quiet">${text}${note === undefined ? nothing : html` · ${note}`}</span>
			${retry === undefined ? nothing : html`<button type="button" class="link" @click=${() => ask({ type: 'retryPart', part: retry.part })}>${retry.label}</button>`}
		</div>
	</li>`;
}

/** Reservations that took the place of others. */
export function links(given: Result['links'], ask: Ask) {
	if (given.length === 0) return nothing;
	return html`<ul class="links">${given.map(({ reservationId, label }) => html`<li><button type="button" class="link" @click=${() => ask({ type: 'openReservation', reservationId })}>${label}</button></li>`)}</ul>`;
}
