/** Who the connection speaks for, what that account usually can't do, and what could not be read of it. */
import { html, nothing } from 'lit';
import type { Who } from '../../src/panels/access/messages';
import { facts, section } from '../shared/pieces';
import type { Ask, Labels } from './asking';

export function who(given: Who | undefined, labels: Labels, ask: Ask) {
	const rows = given?.rows ?? [];
	return section(
		{
			name: 'who',
			title: labels.who,
			state: given,
			loadingText: labels.loading,
			retry: { label: labels.retry, run: () => ask({ type: 'retryWho' }) },
			filled: rows.length > 0,
		},
		html`
			${facts(rows)}
			${sentences(labels.limits, given?.limits ?? [])} ${sentences(labels.notRead, given?.notRead ?? [])}
		`,
	);
}

function sentences(title: string, texts: readonly string[]) {
	if (texts.length === 0) return nothing;
	return html`<div class="sentences">
		<h3>${title}</h3>
		<ul>
			${texts.map((text) => html`<li>${text}</li>`)}
		</ul>
	</div>`;
}
