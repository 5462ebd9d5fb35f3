/** What the tests of the Portfolio page share: the page on the stage, in the dark theme unless they say otherwise, and its rows. */
import type { HostMessage, PageMessage } from '../../../src/panels/portfolio/messages';
import { onStage, type StagePage } from './stage';
import { type Theme, themes } from './themes';

export type Shown = StagePage<HostMessage, PageMessage>;
export const [dark] = themes as readonly [Theme, ...Theme[]];

/** For a `describe`. @returns shows the page with these messages */
export const onPortfolioStage = () => onStage<HostMessage, PageMessage>('portfolio');

/** Shows the filters, and opens their lists and all that unfolds in the page: not what unfolds over it. */
export async function open({ page }: Shown): Promise<void> {
	const toggle = page.locator('#filter-toggle');
	if ((await toggle.getAttribute('aria-expanded')) === 'false') await toggle.click();
	for (const details of await page.locator('details:not(.fold)').all())
		await details.evaluate((it) => it.setAttribute('open', ''));
}

/** Unfolds this alone of what lies over the list. @param name one of its classes; undefined: nothing */
export async function unfold({ page }: Shown, name: string | undefined): Promise<void> {
	await page.locator('details.fold').evaluateAll((all, wanted) => {
		for (const fold of all) fold.toggleAttribute('open', wanted !== undefined && fold.classList.contains(wanted));
	}, name);
}

/** The rows that the document has. */
export const rows = ({ page }: Shown) => page.locator('.space > .row');

/** Place of the row that the keyboard is on, as a screen reader is told. */
export const active = ({ page }: Shown) =>
	page.evaluate<string>(
		"document.getElementById(document.getElementById('grid').getAttribute('aria-activedescendant'))?.getAttribute('aria-rowindex')",
	);
