/** Draws a page that moves money: every second while a quote lives, and with the focus where a new stage begins. */
import type { TemplateResult } from 'lit';
import { draw as drawPage } from '../shared/draw';

/** What is drawn now, as far as the drawing has to know. */
interface Drawn {
	/** Changes when another stage begins. */
	readonly stage: string;
	readonly page: TemplateResult;
	/** The page still has nothing to show. */
	readonly isBusy: boolean;
	/** A quote is alive, so its age has to be counted on. */
	readonly ticks: boolean;
}

/** Headings that a stage begins with, by its name. */
const beginnings: Readonly<Record<string, string>> = { choose: 'title', confirm: 'confirm-title', operation: 'operation-title' };

/** @returns draws what `draw` gives into the page, as often as it is called */
export function drawing(draw: () => Drawn | undefined): () => void {
	const root = document.getElementById('page');
	let stage: string | undefined;
	let ticking: ReturnType<typeof setInterval> | undefined;
	const show = () => {
		const drawn = draw();
		if (root === null || drawn === undefined) return;
		if (stage === undefined) root.replaceChildren();
		root.setAttribute('aria-busy', String(drawn.isBusy));
		drawPage(drawn.page, root);
		// What had the focus went with the stage before; the first one takes none from the user.
		if (stage !== undefined && stage !== drawn.stage) document.getElementById(beginnings[drawn.stage] ?? 'title')?.focus();
		stage = drawn.stage;
		if (drawn.ticks && ticking === undefined) ticking = setInterval(show, 1000);
		if (!drawn.ticks && ticking !== undefined) {
			clearInterval(ticking);
			ticking = undefined;
		}
	};
	return show;
}
