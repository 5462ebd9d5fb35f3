/** Which rows the user selects: one, more to it, or a range from the one that was chosen last. */
import type { Row } from '../../src/panels/portfolio/messages';
import type { Ask } from './asking';

export class Choosing {
	/** Id of the row that a range begins at. */
	#anchor: string | undefined;
	/** A range was extended to a row that has not come yet. */
	#isExtending = false;

	clicked({ id }: Row, { shiftKey, ctrlKey, metaKey, target }: MouseEvent, ask: Ask): void {
		if (shiftKey && this.#anchor !== undefined) {
			ask({ type: 'select', how: 'range', id, from: this.#anchor });
			return;
		}
		const isCheck = target instanceof Element && target.closest('.check') !== null;
		this.#anchor = id;
		ask({ type: 'select', how: isCheck || ctrlKey || metaKey ? 'toggle' : 'only', id });
	}

	toggle({ id }: Row, ask: Ask): void {
		this.#anchor = id;
		ask({ type: 'select', how: 'toggle', id });
	}

	/** The keyboard goes from a row to another one. @param isExtending all between them are selected, once the other one is there */
	moved(from: Row | undefined, isExtending: boolean): void {
		this.#anchor = isExtending ? (this.#anchor ?? from?.id) : undefined;
		this.#isExtending = isExtending;
	}

	/** Selects the range that is being extended. @param to the row that the keyboard is at; undefined: it has not come yet */
	extend(to: Row | undefined, ask: Ask): void {
		if (!this.#isExtending || to === undefined || this.#anchor === undefined) return;
		this.#isExtending = false;
		ask({ type: 'select', how: 'range', id: to.id, from: this.#anchor });
	}
}
