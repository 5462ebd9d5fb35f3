/** What unfolds over the list, so that no row moves. Escape folds it, and so does the focus that goes elsewhere, as with a list to choose from. */
import { html, nothing, type TemplateResult } from 'lit';

interface Fold {
	/** Its classes, to find it by. */
	readonly name: string;
	/** What a pointer is told where there is no room for words. */
	readonly title?: string;
	readonly summary: TemplateResult;
	readonly content: TemplateResult;
}

export const fold = ({ name, title, summary, content }: Fold) =>
	html`<details class="fold ${name}" @keydown=${foldOnEscape} @focusout=${foldWhenLeft}>
		<summary class="tool" title=${title ?? nothing}>${summary}</summary>
		<div class="flyout" tabindex="-1">${content}</div>
	</details>`;

export function foldOnEscape(event: KeyboardEvent): void {
	const details = event.currentTarget as HTMLDetailsElement;
	if (event.key !== 'Escape' || !details.open) return;
	putAway(details);
	event.preventDefault();
}

export function foldWhenLeft({ currentTarget, relatedTarget }: FocusEvent): void {
	const details = currentTarget as HTMLDetailsElement;
	if (relatedTarget instanceof Node && !details.contains(relatedTarget)) details.open = false;
}

/** Folds what a button stands in, as a menu does once something was chosen. */
export function foldAround({ currentTarget }: Event): void {
	const details = (currentTarget as Element).closest('details');
	if (details !== null) putAway(details);
}

function putAway(details: HTMLDetailsElement): void {
	details.open = false;
	details.querySelector('summary')?.focus();
}
