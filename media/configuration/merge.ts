/** The merge: the other reservations of the order, those that can't be merged with their reasons. */
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Merge } from '../../src/panels/configuration/messages';
import { busy, icon, problem } from '../shared/pieces';
import type { Ask, Labels } from './asking';

export function merge({ loading, problem: failure, empty, candidates }: Merge, labels: Labels, ask: Ask) {
	return html`<h3 id="merge-title" tabindex="-1">${labels.candidates}</h3>
		${loading ? busy(labels.loading) : nothing}
		${failure === undefined ? nothing : problem(failure, 'merge-title', { label: labels.retry, run: () => ask({ type: 'refresh' }) })}
		${empty === undefined ? nothing : html`<p class="empty">${icon('info')}<span>${empty}</span></p>`}
		<div class="targets" role="radiogroup" aria-labelledby="merge-title" tabindex="0" ?hidden=${candidates.length === 0}>
			${repeat(
				candidates,
				({ reservationId }) => reservationId,
				(one) => candidate(one, ask),
			)}
		</div>`;
}

function candidate({ reservationId, name, detail, chosen, reasons }: Merge['candidates'][number], ask: Ask) {
	const id = `candidate-${reservationId}`;
	return html`<div class="target ${reasons.length === 0 ? '' : 'refused'}">
		<input id=${id} type="radio" name="candidate" aria-describedby="${id}-detail" ?disabled=${reasons.length > 0} .checked=${live(chosen)} @change=${() => ask({ type: 'chooseOther', reservationId })} />
		<div>
			<label for=${id}>${name}</label>
			<span id="${id}-detail" class="note">${detail}${reasons.map((reason) => html`<span class="reason">${icon('circle-slash')}${reason}</span>`)}</span>
			<span class="note code">${reservationId}</span>
		</div>
	</div>`;
}
