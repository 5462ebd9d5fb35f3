/** Draws a page anew without taking the keyboard from what it is at. */
import { render, type TemplateResult } from 'lit';

/** Rows that change places are moved, and a browser takes the focus from what is moved: it is given back. */
export function draw(page: TemplateResult | symbol, root: HTMLElement): void {
	const focused = document.activeElement;
	render(page, root);
	if (focused instanceof HTMLElement && focused !== document.activeElement && root.contains(focused))
		focused.focus({ preventScroll: true });
}
