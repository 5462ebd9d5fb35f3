/** Actions on what is selected: the same buttons in the same places whatever it is, so that the rows stay under the pointer. */
import { html } from 'lit';
import type { Portfolio } from '../../src/panels/portfolio/messages';
import { icon, keepSpace } from '../shared/pieces';
import type { Ask } from './asking';
import { fold, foldAround } from './fold';
import { tool } from './tool';

export function selection({ selection: { count, text, actions }, labels, itemCount }: Portfolio, ask: Ask) {
	const toGrid = (event: KeyboardEvent) => {
		if (event.key === 'Escape') document.getElementById('grid')?.focus();
	};
	const [first, more] = [false, true].map((isMore) =>
		actions
			.filter((action) => action.isMore === isMore)
			.map(({ command, label, icon: name, reason }) => {
				const run = (event: Event) => {
					foldAround(event);
					ask({ type: 'act', command });
				};
				return tool({ icon: name, label, reason, run });
			}),
	);
	const select = (name: string, label: string, isPossible: boolean, on: boolean) =>
		tool({ icon: name, label, isRare: true, isOff: !isPossible, run: () => ask({ type: 'selectAll', on }) });
	return html`<section id="selection" aria-label=${labels.selection} @keydown=${toGrid}>
		<div class="strip actions">
			${first}
			${fold({
				name: 'more-actions',
				title: labels.moreActions,
				summary: html`${icon('ellipsis')}<span class="label rare">${labels.moreActions}</span>`,
				content: html`<div class="menu">${more}</div>`,
			})}
		</div>
		<div class="strip">
			<span class="count" role="status" title=${text}>${text}</span>
			${select('check-all', labels.selectAll, itemCount > 0, true)} ${select('clear-all', labels.clearSelection, count > 0, false)}
			<vscode-button secondary title=${labels.export} @click=${() => ask({ type: 'export' })} @keydown=${keepSpace}>${icon('export')}<span class="label">${labels.export}</span></vscode-button>
		</div>
	</section>`;
}
