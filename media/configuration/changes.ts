/** The last changes of the reservation, with Undo for the last one. */
import { html, nothing } from 'lit';
import type { Configuration, PastChange } from '../../src/panels/configuration/messages';
import { icon, keepSpace, mark } from '../shared/pieces';
import type { Ask } from './asking';
import { links } from './result';

export function pastChanges({ changes, noChanges, labels }: Configuration, ask: Ask) {
	return html`<section class="part" aria-labelledby="changes-title">
		<div class="part-head"><h2 id="changes-title">${labels.changes}</h2></div>
		${noChanges === undefined ? nothing : html`<p class="empty">${icon('info')}<span>${noChanges}</span></p>`}
		<ul class="past">${changes.map((one) => pastChange(one, ask))}</ul>
	</section>`;
}

function pastChange({ id, what, when, state, details, links: to, undo }: PastChange, ask: Ask) {
	return html`<li>
		<p class="past-head"><strong>${what}</strong> ${mark(state)} <span class="quiet">${when}</span></p>
		${details.map((text) => html`<p>${text}</p>`)} ${links(to, ask)}
		${undo === undefined ? nothing : html`<vscode-button secondary aria-label=${undo.name} @click=${() => ask({ type: 'undo', id })} @keydown=${keepSpace}>${icon('discard')}${undo.label}</vscode-button>`}
	</li>`;
}
