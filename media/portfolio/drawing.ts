/** How the items of the list look: a reservation, the heading of a group, and one that has not come yet. */
import { html, nothing } from 'lit';
import type { Column, Group, Row } from '../../src/panels/portfolio/messages';
import { icon, mark } from '../shared/pieces';

/** Where an item stands. */
export interface Place {
	/** Undefined: nothing refers to it. */
	readonly id: string | undefined;
	readonly index: number;
	/** Pixels from the top of the list. */
	readonly top: number;
	/** The keyboard is at it. */
	readonly active: boolean;
	readonly columns: readonly Column[];
	readonly isGrouped: boolean;
}

/** The place of the item that is drawn in this element; undefined: it is not in an item. */
export function indexAt(element: EventTarget | null): number | undefined {
	const row = element instanceof Element ? element.closest('.space > .row') : null;
	return row === null ? undefined : Number(row.getAttribute('aria-rowindex')) - firstRow;
}

/** The titles are the first row. */
const firstRow = 2;

// A style attribute is against the page's policy; its property is not. What is moved like this is not laid out again.
const at = ({ top }: Place) => `transform: translateY(${top}px)`;

export const groupItem = ({ title, detail, open }: Group, place: Place) =>
	html`<div role="row" id=${place.id ?? nothing} class="row group ${place.active ? 'active' : ''}" aria-rowindex=${place.index + firstRow} aria-level="1" aria-expanded=${String(open)} .style=${at(place)}>
		<div role="gridcell" class="cell whole">${icon(open ? 'chevron-down' : 'chevron-right')}<strong>${title}</strong> <span class="quiet">${detail}</span></div>
	</div>`;

/** @param row undefined: it has not come yet */
export const rowItem = (row: Row | undefined, place: Place) =>
	html`<div role="row" id=${place.id ?? nothing} class="row ${place.active ? 'active' : ''} ${row === undefined ? 'waiting' : row.selected ? 'selected' : ''}" aria-rowindex=${place.index + firstRow}
		aria-selected=${row === undefined ? nothing : String(row.selected)} aria-level=${place.isGrouped ? '2' : nothing} .style=${at(place)}>
		<span class="check" role="presentation"><span class="box">${row?.selected === true ? icon('check') : nothing}</span></span>
		${place.columns.map(({ isFigure }, column) => html`<div role="gridcell" class="cell ${isFigure ? 'figure' : ''}">${drawn(row === undefined ? '…' : row.cells[column])}</div>`)}
	</div>`;

function drawn(cell: Row['cells'][number] | undefined) {
	return typeof cell === 'string' || cell === undefined ? (cell ?? '') : mark(cell);
}
