/** Who has access: a table with the roles on the order and on the reservation side by side, and what they allow. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { HeldRole, Member, Roles } from '../../src/panels/roles/messages';
import { icon, mark, section, table } from '../shared/pieces';
import type { Ask, Labels } from './asking';

export function members(view: Roles, ask: Ask) {
	const { labels, warnings } = view;
	return html`${section(
		{
			name: 'members',
			title: labels.members,
			// Its age and its problem are in the head of the page.
			state: { loading: view.loading, empty: view.empty },
			loadingText: labels.loading,
			filled: view.members.length > 0 || warnings.length > 0,
		},
		html`${warnings.map((text) => html`<p class="note-line tone-warning">${icon('warning')}<span>${text}</span></p>`)}
			${
				view.members.length === 0
					? nothing
					: html`<div class="members">${table({
							caption: labels.table,
							captionHidden: true,
							columns: [labels.who, labels.onOrder, labels.onReservation, labels.canDo],
							rows: view.members.map((member) => row(member, labels, ask)),
							keys: view.members.map(({ id }) => id),
						})}</div>`
			}`,
	)}`;
}

function row(member: Member, labels: Labels, ask: Ask): readonly unknown[] {
	return [who(member), held(member.order, labels, ask), held(member.reservation, labels, ask), can(member)];
}

function who({ icon: name, name: text, kind, detail, you }: Member) {
	return html`<div class="principal">
		${icon(name)}
		<div>
			<strong>${text}</strong>${you === undefined ? nothing : html` <span class="you">${you}</span>`}
			<span class="note">${kind}</span>
			${detail === undefined ? nothing : html`<span class="note">${detail}</span>`}
		</div>
	</div>`;
}

function held(roles: readonly HeldRole[], labels: Labels, ask: Ask) {
	if (roles.length === 0) return html`<span class="quiet">${labels.none}</span>`;
	return html`<ul class="held">${repeat(
		roles,
		({ assignmentId }) => assignmentId,
		(one) => role(one, labels, ask),
	)}</ul>`;
}

function role({ assignmentId, name, from, since, remove }: HeldRole, labels: Labels, ask: Ask) {
	return html`<li class=${from === undefined ? '' : 'inherited'}>
		<span>${name}</span>
		${from === undefined ? nothing : html`<span class="note">${from}</span>`}
		${since === undefined ? nothing : html`<span class="note">${since}</span>`}
		${remove === undefined ? nothing : html`<button type="button" class="link" aria-label=${remove} @click=${() => ask({ type: 'askRemoval', assignmentId })}>${labels.remove}</button>`}
	</li>`;
}

function can({ abilities, shortfall }: Member) {
	return html`<ul class="can">
		${shortfall === undefined ? nothing : html`<li class="short">${mark(shortfall)}</li>`}${abilities.map((one) => html`<li>${mark(one)}</li>`)}
	</ul>`;
}
