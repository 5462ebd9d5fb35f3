/** The page as a whole: what became of the last step, who has access, the role that is to be removed, and the form. */
import { html, nothing } from 'lit';
import type { Result, Roles } from '../../src/panels/roles/messages';
import { head } from '../shared/head';
import { busy, icon, keepSpace, mark } from '../shared/pieces';
import type { Ask, Labels } from './asking';
import { grant } from './grant';
import { members } from './members';
import { removal } from './review';

export function page(view: Roles, ask: Ask) {
	const { labels } = view;
	return html`
		${top(view, ask)}
		<div class="parts">
			${view.busy === undefined ? nothing : html`<p class="part" role="status">${busy(view.busy)}</p>`}
			${view.result === undefined ? nothing : result(view.result, labels, ask)}
			${view.removal === undefined ? nothing : removal(view.removal, labels, ask)} ${members(view, ask)}
			${view.grant === undefined ? nothing : grant(view.grant, view.revision, labels, ask)}
		</div>
	`;
}

function top(view: Roles, ask: Ask) {
	const { labels, advice, problem } = view;
	const refresh = () => ask({ type: 'refresh' });
	const check = () => ask({ type: 'checkAccess' });
	const more = html`<p class="note-line tone-info">${icon('info')}<span>${advice}</span></p>
		${problem === undefined ? nothing : html`<div class="buttons"><vscode-button secondary @click=${check} @keydown=${keepSpace}>${icon('shield')}${labels.checkAccess}</vscode-button></div>`}`;
	return head(view, labels, { refresh, retry: { label: labels.retry, run: refresh }, more });
}

function result({ mark: given, remedy, facts, support }: Result, labels: Labels, ask: Ask) {
	const close = () => {
		document.getElementById('members-title')?.focus();
		ask({ type: 'dismiss' });
	};
	return html`<section class="part result" aria-labelledby="result-title">
		<h2 id="result-title" tabindex="-1">${mark(given)}</h2>
		${remedy === undefined ? nothing : html`<p>${remedy}</p>`}
		${facts === undefined ? nothing : html`<p class="quiet code">${facts}</p>`}
		<div class="buttons">
			${support === undefined ? nothing : html`<vscode-button secondary @click=${() => ask({ type: 'support' })} @keydown=${keepSpace}>${icon('comment-discussion')}${support}</vscode-button>`}
			<vscode-button secondary @click=${close} @keydown=${keepSpace}>${labels.dismiss}</vscode-button>
		</div>
	</section>`;
}
