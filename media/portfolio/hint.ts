/** Shows the whole of a text that is cut, beside the pointer that is on its cell. */
export class CellHint {
	#cell: HTMLElement | undefined;

	/** @param target what the pointer is on */
	show(target: EventTarget | null): void {
		this.hide();
		const cell = target instanceof Element ? target.closest<HTMLElement>('.cell:not(.whole)') : null;
		if (cell === null || cell.scrollWidth <= cell.clientWidth) return;
		cell.title = cell.textContent.trim();
		this.#cell = cell;
	}

	/** The cell gets another text. */
	hide(): void {
		this.#cell?.removeAttribute('title');
		this.#cell = undefined;
	}
}
