/** How the items of the list look: a reservation, the heading of a group, and one that has not come yet. */
import { html, nothing } from 'lit';
import type { Column, Group, Row } from '../../src/panels/portfolio/messages';
import { icon, mark } from '../shared/pieces';

/** Where an item stands, and what the pointer does to it. */
export interface Place {
	readonly id: string;
	readonly index: number;
	/** Pixels from the top of the list. */
	readonly top: number;
	/** The keyboard is at it. */
	readonly active: boolean;
	readonly columns: readonly Column[];
	readonly isGrouped: boolean;
	clicked(event: MouseEvent): void;
	opened(): void;
	pointedAt(): void;
}

// A style attribute is against the page's policy; its property is not.
const at = ({ top }: Place) => `transform: translateY(${top}px)`;

export const waitingItem = (place: Place) =>
	html`<div role="row" id=${place.id} class="row waiting ${place.active ? 'active' : ''}" aria-rowindex=${place.index + 2} .style=${at(place)}>
		<div role="gridcell" class="cell whole">…</div>
	</div>`;

export const groupItem = ({ title, detail, open }: Group, place: Place) =>
	html`<div role="row" id=${place.id} class="row group ${place.active ? 'active' : ''}" aria-rowindex=${place.index + 2} aria-level="1" aria-expanded=${String(open)} .style=${at(place)} @click=${place.clicked}>
		<div role="gridcell" class="cell whole">${icon(open ? 'chevron-down' : 'chevron-right')}<strong>${title}</strong> <span class="quiet">${detail}</span></div>
	</div>`;

export const rowItem = ({ cells, selected, context }: Row, place: Place) =>
	html`<div role="row" id=${place.id} class="row ${place.active ? 'active' : ''} ${selected ? 'selected' : ''}" aria-rowindex=${place.index + 2} aria-selected=${String(selected)} aria-level=${place.isGrouped ? '2' : nothing}
		data-vscode-context=${context} .style=${at(place)} @click=${place.clicked} @dblclick=${place.opened} @contextmenu=${place.pointedAt}>
		<span class="check" role="presentation">${icon(selected ? 'pass-filled' : 'circle-large-outline')}</span>
		${place.columns.map(
			({ isFigure }, column) =>
				html`<div role="gridcell" class="cell ${isFigure ? 'figure' : ''}" title=${textOf(cells[column])}>${drawn(cells[column])}</div>`,
		)}
	</div>`;

function textOf(cell: Row['cells'][number] | undefined): string {
	return typeof cell === 'string' ? cell : (cell?.text ?? '');
}

function drawn(cell: Row['cells'][number] | undefined) {
	return typeof cell === 'string' || cell === undefined ? html`<span>${cell ?? ''}</span>` : mark(cell);
}
