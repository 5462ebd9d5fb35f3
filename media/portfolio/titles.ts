/** The titles of the columns: each a button that sorts, all of them one stop of the Tab key. */
import { html, nothing } from 'lit';
import type { Column } from '../../src/panels/portfolio/messages';
import { icon } from '../shared/pieces';
import type { Ask } from './asking';

export const titleRow = (columns: readonly Column[], ask: Ask) =>
	html`<div role="row" class="row titles" aria-rowindex="1">
		<span class="check" role="presentation"></span>
		${columns.map((column, index) => cell(column, index === 0, ask))}
	</div>`;

function cell({ name, title, sorted, isFigure }: Column, isFirst: boolean, ask: Ask) {
	const sign = sorted === undefined ? nothing : icon(sorted === 'ascending' ? 'arrow-up' : 'arrow-down');
	return html`<div role="columnheader" class="cell ${isFigure ? 'figure' : ''}" aria-sort=${sorted ?? 'none'}>
		<button type="button" class="title" tabindex=${isFirst ? 0 : -1} @click=${() => ask({ type: 'setSort', column: name })} @keydown=${walk}>${title}${sign}</button>
	</div>`;
}

/** Left and right go from title to title. */
function walk(event: KeyboardEvent): void {
	if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
	const from = event.currentTarget as HTMLElement;
	const titles = [...(from.closest('.titles')?.querySelectorAll<HTMLElement>('.title') ?? [])];
	const next = titles[titles.indexOf(from) + (event.key === 'ArrowRight' ? 1 : -1)];
	if (next === undefined) return;
	for (const title of titles) title.tabIndex = title === next ? 0 : -1;
	next.focus();
	event.preventDefault();
}
