/** The page as a whole: the customer's list, and below it the request that is shown. */
import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { Requests, Row } from '../../src/panels/support-requests/messages';
import { head } from '../shared/head';
import { icon, keepSpace, mark, notes, section, table } from '../shared/pieces';
import { type Ask, keyOf } from './asking';
import { opened } from './opened';

export function page(view: Requests, ask: Ask) {
	const { opened: shown, labels } = view;
	// What was typed for one request must not stand in the box of another.
	const below = shown === undefined ? nothing : keyed(keyOf(shown.request), opened(shown, labels, ask));
	return html`${top(view, ask)}
		<div class="parts">${list(view, ask)} ${below}</div>`;
}

function top(view: Requests, ask: Ask) {
	const { labels } = view;
	const refresh = () => ask({ type: 'refresh' });
	const more = html`<div class="buttons">
		<vscode-button @click=${() => ask({ type: 'newRequest' })} @keydown=${keepSpace}>${icon('add')}${labels.newRequest}</vscode-button>
		<vscode-button secondary @click=${() => ask({ type: 'openInPortal' })} @keydown=${keepSpace}>${icon('link-external')}${labels.openInPortal}</vscode-button>
	</div>`;
	return head(view, labels, { refresh, retry: { label: labels.retry, run: refresh }, more });
}

function list(view: Requests, ask: Ask) {
	const { labels, warnings, rows, columns } = view;
	return section(
		{
			name: 'requests',
			title: labels.list,
			// Its age and its problem are in the head of the page.
			state: { loading: view.loading, empty: view.empty },
			loadingText: labels.loading,
			filled: true,
		},
		html`${warnings.map((text) => html`<p class="note-line tone-warning">${icon('warning')}<span>${text}</span></p>`)}
			${rows.length === 0 ? nothing : table({ caption: labels.table, captionHidden: true, columns, unbroken: [0, 2, 4, 5], rows: rows.map((one) => row(one, ask)), keys: rows.map(({ request }) => keyOf(request)) })}
			${notes(view.notes)}`,
	);
}

function row({ request, number, title, state, severity, created, modified, label, shown }: Row, ask: Ask): readonly unknown[] {
	return [
		html`<button type="button" class="link" data-request=${keyOf(request)} aria-label=${label} aria-current=${String(shown)} @click=${() => ask({ type: 'show', request })}>${number}</button>`,
		title,
		mark(state),
		severity,
		created,
		modified,
	];
}
