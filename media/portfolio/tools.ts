/** Above the list: search, filters, groups, saved views, whether ended ones are shown, and which columns are. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ColumnName, Grouping, Portfolio } from '../../src/panels/portfolio/messages';
import { once, textIn } from '../money/fields';
import { icon } from '../shared/pieces';
import type { Ask } from './asking';
import { filterTools } from './filters';
import { fold } from './fold';
import { tool } from './tool';
import { whenTyped } from './typing';

export function tools(view: Portfolio, ask: Ask) {
	const { labels, query, fieldRevision } = view;
	const search = (event: Event) => {
		const text = textIn(event).slice(0, 300);
		whenTyped('search', () => ask({ type: 'setText', text }));
	};
	const group = (value: string) => ask({ type: 'setGrouping', by: value === '' ? undefined : (value as Grouping) });
	const isEndedShown = query.hideEnded !== true;
	const showEnded = () => ask({ type: 'setShowEnded', on: !isEndedShown });
	return html`<section class="tools" role="search" aria-label=${labels.searchHelp}>
		<label class="search">${icon('search')}<span class="only-spoken">${labels.search}</span>
			<input id="search" type="search" placeholder=${labels.searchHelp} .value=${once(fieldRevision, query.text ?? '')} @input=${search}>
		</label>
		${filterTools(view, ask)}
		${choice('grouping', labels.groupBy, query.groupBy ?? '', [{ value: '', label: labels.noGroups }, ...view.groupings], group)}
		${savedViews(view, ask)}
		${tool({ icon: 'archive', label: labels.showEnded, isRare: true, isOn: isEndedShown, run: showEnded })}
		${columnChoice(view, ask)}
	</section>`;
}

function choice(id: string, label: string, value: string, options: Portfolio['groupings'], choose: (value: string) => void) {
	return html`<span class="picker" title=${label}><label for=${id} class="label">${label}</label>
		<select id=${id} @change=${(event: Event) => choose(textIn(event))}>
			${options.map((option) => html`<option value=${option.value} .selected=${option.value === value}>${option.label}</option>`)}
		</select>
	</span>`;
}

function savedViews({ labels, views, view: shown }: Portfolio, ask: Ask) {
	const options = [
		...(shown === undefined ? [{ value: '', label: labels.noView }] : []),
		...views.map((name) => ({ value: name, label: name })),
	];
	const open = (name: string) => {
		if (name !== '') ask({ type: 'openView', name });
	};
	const remove = (name: string) => ask({ type: 'deleteView', name });
	return html`${views.length === 0 ? nothing : choice('view', labels.views, shown ?? '', options, open)}
		${tool({ icon: 'save', label: labels.saveView, isRare: true, run: () => ask({ type: 'saveView' }) })}
		${shown === undefined ? nothing : tool({ icon: 'trash', label: labels.deleteView, isRare: true, run: () => remove(shown) })}`;
}

function columnChoice({ labels, columns }: Portfolio, ask: Ask) {
	const isLast = columns.filter((column) => column.shown).length === 1;
	// What stands in the boxes counts, as the host may not have answered yet to a click before.
	const changed = ({ currentTarget, target }: Event) => {
		const boxes = (currentTarget as HTMLElement).querySelectorAll<HTMLInputElement>('input:checked');
		if (boxes.length === 0) (target as HTMLInputElement).checked = true;
		else ask({ type: 'setColumns', columns: Array.from(boxes, ({ value }) => value as ColumnName) });
	};
	return fold({
		name: 'columns',
		title: labels.columns,
		summary: html`${icon('table')}<span class="label">${labels.columns}</span>${icon('chevron-down')}`,
		content: html`<div class="boxes" role="group" aria-label=${labels.columns} @change=${changed}>
			${repeat(
				columns,
				({ name }) => name,
				({ name, title, shown: isShown }) =>
					html`<label class="switch-box"><input type="checkbox" value=${name} .checked=${isShown} ?disabled=${isShown && isLast}><span>${title}</span></label>`,
			)}
		</div>`,
	});
}
