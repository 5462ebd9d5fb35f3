/**
 * `<reservation-grid>`: a list of any length as an ARIA grid. Only the rows in view are in the document; the focus stays on the grid,
 * which names the row that the keyboard is at.
 */
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Column, Items, Portfolio, Row } from '../../src/panels/portfolio/messages';
import type { Ask } from './asking';
import { Choosing } from './choosing';
import { groupItem, indexAt, type Place, rowItem } from './drawing';
import { CellHint } from './hint';
import { HeldItems, Ring } from './rows';
import { titleRow } from './titles';

/** Rows that are drawn above and below what can be seen. */
const beyond = 8;
/** So many rows are gone past before others are drawn. */
const step = 4;
/** After so long without a movement the list is at rest, ms. */
const settledMs = 200;
const checkWidth = 34;

export class ReservationGrid extends LitElement {
	static readonly tag = 'reservation-grid';
	static override properties = {
		portfolio: { attribute: false },
		ask: { attribute: false },
		first: { state: true },
		visible: { state: true },
		active: { state: true },
		isAside: { state: true },
	};

	declare portfolio: Portfolio | undefined;
	declare ask: Ask;
	/** The first item in view, and how many there is room for. */
	declare first: number;
	declare visible: number;
	/** The item that the keyboard is at. */
	declare active: number;
	/** Scrolled to the columns beside: the first ones have to stay in view. */
	declare isAside: boolean;
	readonly #held = new HeldItems();
	/** Items of a list that is still to be told of. */
	#next: Items | undefined;
	readonly #ring = new Ring();
	/** What the host was told that the keyboard is at; undefined: nobody has moved it yet, or the item has not come. */
	#at: string | undefined;
	#isMoved = false;
	readonly #choosing = new Choosing();
	#rowHeight = 28;
	#isFilled = false;
	/** Where to scroll once the list has its new length, pixels. */
	#scrollTo: number | undefined;
	/** Pixels, as the browser told last: to read them would lay the page out. */
	#scrollTop = 0;
	#settling: ReturnType<typeof setTimeout> | undefined;
	readonly #hinted = new CellHint();
	readonly #size = new ResizeObserver(() => this.#measure());

	constructor() {
		super();
		this.first = 0;
		this.visible = 30;
		this.active = 0;
		this.isAside = false;
	}

	/** Shows items that the host sent; those of a list that is still to be told of wait for it, so that both change at once. */
	take(items: Items): void {
		if (items.revision !== this.portfolio?.revision) {
			this.#next = items;
			return;
		}
		this.#hold(items);
		this.requestUpdate();
		this.#want();
	}

	#hold(items: Items): void {
		this.#held.take(items);
		this.#extend();
		this.#tellAt();
		if (this.#isFilled || items.items.length === 0) return;
		this.#isFilled = true;
		void this.updateComplete.then(() => performance.mark('first-rows'));
	}

	/** Without a shadow tree, so that the page's style sheet holds. */
	protected override createRenderRoot(): this {
		return this;
	}

	override connectedCallback(): void {
		super.connectedCallback();
		const fontSize = Number.parseFloat(getComputedStyle(this).fontSize);
		this.#rowHeight = Math.max(26, Math.ceil(fontSize * 2.1));
		this.#size.observe(this);
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		this.#size.disconnect();
		clearTimeout(this.#settling);
	}

	protected override willUpdate(changed: PropertyValues<this>): void {
		const { portfolio } = this;
		const before = changed.get('portfolio') as Portfolio | undefined;
		if (portfolio === undefined || !changed.has('portfolio')) return;
		// Another question begins at its top; the same one with other data stays where it was.
		if (before !== undefined && JSON.stringify(before.query) !== JSON.stringify(portfolio.query)) this.#toTop();
		else if (before !== undefined && before.revision !== portfolio.revision) this.#follow(portfolio);
		this.active = Math.min(this.active, Math.max(portfolio.itemCount - 1, 0));
		const next = this.#next;
		if (next?.revision !== portfolio.revision) return;
		this.#next = undefined;
		this.#hold(next);
	}

	protected override updated(): void {
		const grid = this.#grid;
		if (grid !== null && this.#scrollTo !== undefined) grid.scrollTop = this.#scrollTo;
		this.#scrollTo = undefined;
		this.#hinted.hide();
		this.#want();
	}

	protected override render() {
		const { portfolio, active, isAside } = this;
		if (portfolio === undefined) return nothing;
		const { labels, itemCount, query } = portfolio;
		const columns = portfolio.columns.filter(({ shown }) => shown);
		const isGrouped = query.groupBy !== undefined;
		const [from, to] = [Math.max(this.first - beyond, 0), Math.min(this.first + this.visible + beyond, itemCount)];
		const template = [checkWidth, ...columns.map(({ width }) => width)];
		const width = template.reduce((sum, one) => sum + one, 0);
		// The last column takes the room that is left.
		const style = `--columns: ${template
			.slice(0, -1)
			.map((one) => `${one}px`)
			.join(
				' ',
			)} minmax(${template.at(-1) ?? 0}px, 1fr); --width: ${width}px; --row: ${this.#rowHeight}px; --rows: ${itemCount + 1}`;
		return html`<div class="grid ${isAside ? 'aside' : ''}" id="grid" tabindex="0" .style=${style}
			role=${isGrouped ? 'treegrid' : 'grid'} aria-label=${labels.table} aria-multiselectable="true" aria-describedby="grid-keys"
			aria-rowcount=${itemCount + 1} aria-colcount=${columns.length}
			aria-activedescendant=${active >= from && active < to ? idOf(active) : nothing}
			@scroll=${this.#scrolled} @keydown=${this.#key} @click=${this.#clicked} @dblclick=${this.#opened} @contextmenu=${this.#pointedAt} @mouseover=${this.#hint}>
			${titleRow(columns, this.ask)}
			<div role="rowgroup" class="space" .style=${`height: ${itemCount * this.#rowHeight}px`}>
				${repeat(
					this.#ring.turn(from, to, this.visible + 2 * beyond),
					({ slot }) => slot,
					({ index }) => this.#item(index, columns, isGrouped),
				)}
			</div>
		</div>`;
	}

	#item(index: number, columns: readonly Column[], isGrouped: boolean) {
		const item = this.#held.at(index);
		const place: Place = {
			id: index === this.active ? idOf(index) : undefined,
			index,
			top: index * this.#rowHeight,
			active: index === this.active,
			columns,
			isGrouped,
		};
		return item?.kind === 'group' ? groupItem(item, place) : rowItem(item, place);
	}

	get #grid(): HTMLElement | null {
		return this.querySelector('.grid');
	}

	#scrolled(): void {
		const grid = this.#grid;
		if (grid === null) return;
		this.#viewFrom(grid.scrollTop);
		this.isAside = grid.scrollLeft > 0;
		clearTimeout(this.#settling);
		this.#settling = setTimeout(() => this.#settle(), settledMs);
	}

	#viewFrom(scrollTop: number): void {
		this.#scrollTop = scrollTop;
		this.first = Math.floor(scrollTop / this.#rowHeight / step) * step;
	}

	/** Who reads the page from top to bottom finds the rows in their order. */
	#settle(): void {
		if (this.#ring.settle()) this.requestUpdate();
	}

	#measure(): void {
		// Its own height: the list in it may have few rows now, and many with the next message.
		this.visible = Math.max(1, Math.ceil(this.clientHeight / this.#rowHeight));
		this.#want();
	}

	/** Asks for what is in view and not here. */
	#want(): void {
		const { portfolio } = this;
		if (portfolio === undefined || portfolio.itemCount === 0) return;
		const wanted = this.#held.missing(this.first, this.first + this.visible + step, portfolio.itemCount);
		if (wanted !== undefined) this.ask(wanted);
	}

	#toTop(): void {
		this.active = 0;
		this.#isMoved = false;
		this.#at = undefined;
		if (this.#scrollTop === 0) return;
		this.#viewFrom(0);
		this.#scrollTo = 0;
	}

	/** The keyboard stays with its item; one that is in view stays where it is on the screen. */
	#follow({ at }: Portfolio): void {
		if (at === undefined || at.item !== this.#at || at.place === this.active) return;
		const top = this.active * this.#rowHeight - this.#scrollTop;
		const isInView = top > -this.#rowHeight && top < this.visible * this.#rowHeight;
		this.active = at.place;
		if (!isInView) return;
		this.#viewFrom(Math.max(at.place * this.#rowHeight - top, 0));
		this.#scrollTo = this.#scrollTop;
	}

	/** Tells the host which item the keyboard is at, once somebody has moved it. */
	#tellAt(): void {
		const item = this.#held.at(this.active);
		const at = item?.kind === 'group' ? item.key : item?.id;
		if (!this.#isMoved || at === undefined || at === this.#at) return;
		this.#at = at;
		this.ask({ type: 'at', item: at });
	}

	#activate(index: number): void {
		this.active = index;
		this.#isMoved = true;
		this.#at = undefined;
		this.#tellAt();
	}

	/** Brings an item into view below the titles. */
	#goTo(index: number): void {
		const count = this.portfolio?.itemCount ?? 0;
		this.#activate(Math.min(Math.max(index, 0), Math.max(count - 1, 0)));
		const grid = this.#grid;
		if (grid === null) return;
		const top = this.active * this.#rowHeight;
		const room = grid.clientHeight - this.#rowHeight;
		if (top < grid.scrollTop) grid.scrollTop = top;
		else if (top + this.#rowHeight > grid.scrollTop + room) grid.scrollTop = top + this.#rowHeight - room;
		// The browser tells of it a frame later, but the row is named now.
		this.#scrolled();
	}

	#rowAt(index: number | undefined): Row | undefined {
		const item = index === undefined ? undefined : this.#held.at(index);
		return item?.kind === 'row' ? item : undefined;
	}

	#key(event: KeyboardEvent): void {
		if (event.target !== this.#grid) return;
		const { active } = this;
		const page = Math.max(this.visible - 2, 1);
		const count = this.portfolio?.itemCount ?? 0;
		const target = {
			ArrowUp: active - 1,
			ArrowDown: active + 1,
			PageUp: active - page,
			PageDown: active + page,
			Home: 0,
			End: count - 1,
		}[event.key];
		const isAll = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a';
		const acts = [' ', 'Enter', 'ArrowLeft', 'ArrowRight'].includes(event.key) || (event.shiftKey && target !== undefined);
		// Scrolled away from: the user sees it before a key acts on it.
		if (acts && this.#held.at(active) === undefined) this.#goTo(active);
		else if (target !== undefined) this.#move(target, event.shiftKey);
		else if (isAll) this.ask({ type: 'selectAll', on: true });
		else if (event.key === 'Escape') this.ask({ type: 'selectAll', on: false });
		else if (event.key === ' ') this.#toggle(active);
		else if (event.key === 'Enter') this.#open(active);
		else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') this.#aside(event.key === 'ArrowRight');
		else if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) this.#toActions();
		else return;
		event.preventDefault();
		event.stopPropagation();
	}

	#move(target: number, extends_: boolean): void {
		const from = this.#rowAt(this.active);
		this.#goTo(target);
		this.#choosing.moved(from, extends_);
		this.#extend();
	}

	#extend(): void {
		this.#choosing.extend(this.#rowAt(this.active), this.ask);
	}

	#toggle(index: number): void {
		const item = this.#held.at(index);
		if (item?.kind === 'group') this.ask({ type: 'toggleGroup', key: item.key });
		if (item?.kind === 'row') this.#choosing.toggle(item, this.ask);
	}

	#open(index: number): void {
		const item = this.#held.at(index);
		if (item?.kind === 'group') this.ask({ type: 'toggleGroup', key: item.key });
		if (item?.kind === 'row') this.ask({ type: 'open', id: item.id });
	}

	/** Folds or unfolds a group; on a row it scrolls to the columns beside. */
	#aside(isRight: boolean): void {
		const item = this.#held.at(this.active);
		if (item?.kind === 'group' && item.open !== isRight) this.ask({ type: 'toggleGroup', key: item.key });
		if (item?.kind !== 'group') this.#grid?.scrollBy({ left: isRight ? 120 : -120 });
	}

	#toActions(): void {
		const possible = '.tool:not([aria-disabled])';
		const first = document.querySelector<HTMLElement>(`.actions ${possible}:not(summary)`);
		// One that is folded away can't be reached before what it is folded into.
		const shown = first?.closest('.fold')?.querySelector('summary') ?? first;
		(shown ?? document.querySelector<HTMLElement>('#selection vscode-button'))?.focus();
	}

	#clicked(event: MouseEvent): void {
		const index = indexAt(event.target);
		if (index === undefined) return;
		this.#activate(index);
		const item = this.#held.at(index);
		if (item?.kind === 'group') this.ask({ type: 'toggleGroup', key: item.key });
		if (item?.kind === 'row') this.#choosing.clicked(item, event, this.ask);
	}

	#opened({ target }: MouseEvent): void {
		const row = this.#rowAt(indexAt(target));
		if (row !== undefined) this.ask({ type: 'open', id: row.id });
	}

	/** VS Code's menu acts on the row that was pointed at, or on all that are selected where it is one of them. */
	#pointedAt({ target }: MouseEvent): void {
		const index = indexAt(target);
		if (index === undefined) return;
		this.#activate(index);
		const row = this.#rowAt(index);
		// Not in each row: to set it with every scroll takes longer than all texts of a row.
		this.querySelector('.space')?.setAttribute('data-vscode-context', row?.context ?? '{}');
		if (row !== undefined && !row.selected) this.ask({ type: 'select', how: 'only', id: row.id });
	}

	#hint({ target }: MouseEvent): void {
		this.#hinted.show(target);
	}
}

const idOf = (index: number) => `item-${index}`;

customElements.define(ReservationGrid.tag, ReservationGrid);
