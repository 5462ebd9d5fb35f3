/** Menus of VS Code: of a row in a tree, and behind the three dots of an editor's title. */
import type { Locator } from 'playwright-core';
import type { Workbench } from '../../host/workbench';

/** The browser's; it is there inside of what the page is handed. */
declare const MutationObserver: new (changed: () => void) => { observe(node: unknown, what: object): void; disconnect(): void };

/** A tree in which nothing changed for so long has what VS Code asked the extension for, ms: redraws come 200 ms apart. */
const restMs = 500;

/**
 * Waits until the list of a row is at rest. While VS Code draws a row anew, what is chosen on it or below it does nothing but say
 * that it has to be chosen again.
 */
async function atRest(row: Locator): Promise<void> {
	// Functions that have a name can't be handed to the page.
	await row.evaluate(
		(it, ms) =>
			new Promise<void>((resolve) => {
				let restAt = performance.now() + ms;
				const observer = new MutationObserver(() => {
					restAt = performance.now() + ms;
				});
				observer.observe(it.closest('.monaco-list') ?? it, { subtree: true, childList: true, attributeFilter: ['aria-label'] });
				const timer = setInterval(() => {
					if (performance.now() < restAt) return;
					clearInterval(timer);
					observer.disconnect();
					resolve();
				}, 50);
			}),
		restMs,
	);
}

/** Opens the context menu of a row and chooses from it. @param way titles from the menu down to the entry */
export async function chooseInContextMenu(workbench: Workbench, row: Locator, ...way: readonly string[]): Promise<void> {
	await atRest(row);
	await choose(workbench, () => row.click({ button: 'right' }), way);
}

/** Opens VS Code's context menu of something in a webview panel and chooses from it. @param way titles from the menu down to the entry */
export async function chooseInPage(workbench: Workbench, target: Locator, ...way: readonly string[]): Promise<void> {
	await choose(workbench, () => target.click({ button: 'right' }), way);
}

/** Chooses what stands behind the three dots of the editor in front. */
export async function chooseInEditorTitle(workbench: Workbench, ...way: readonly string[]): Promise<void> {
	const dots = workbench.page.locator('.editor .editor-actions').getByRole('button', { name: 'More Actions...' });
	await choose(workbench, () => dots.click(), way);
}

/** Chooses what stands behind the three dots of a view. @param view title of the view */
export async function chooseInViewTitle(workbench: Workbench, view: string, ...way: readonly string[]): Promise<void> {
	const pane = workbench.page.locator(`.sidebar .pane:has(> .pane-header[aria-label^="${view}"])`);
	const header = pane.locator('.pane-header');
	const open = async () => {
		await header.hover();
		await header.getByRole('button', { name: /^(Views and )?More Actions/ }).click();
	};
	await choose(workbench, open, way);
}

/**
 * Presses a button that a row of a tree shows while the pointer rests on it.
 * @param name what its name begins with
 */
export async function pressInRow(workbench: Workbench, row: Locator, name: string): Promise<void> {
	await atRest(row);
	// A row that is drawn anew under the pointer loses its buttons until the pointer comes back.
	await workbench.until(async () => {
		await row.hover();
		const pressed = row.locator(`.action-label[aria-label^="${name}"]`).click({ timeout: 2000 });
		return pressed.then(
			() => true,
			() => false,
		);
	}, `the button "${name}" of a row to be pressed`);
}

/** How long a menu and its entries may take. */
const menuMs = 5000;

/** Opens a menu and chooses from it; once more when VS Code took the menu away, as it does when the focus moves. */
async function choose(workbench: Workbench, open: () => Promise<void>, way: readonly string[]): Promise<void> {
	await workbench.until(
		async () => {
			await open();
			if (await chooseOnce(workbench, way)) return true;
			await workbench.page.keyboard.press('Escape');
			return false;
		},
		`the menu entry "${way.join(', ')}" to be chosen`,
	);
}

/** @returns false when an entry did not come or went away without being pressed */
async function chooseOnce(workbench: Workbench, way: readonly string[]): Promise<boolean> {
	const entry = (title: string) => workbench.page.getByRole('menuitem', { name: title, exact: true });
	const succeeds = (work: Promise<void>) =>
		work.then(
			() => true,
			() => false,
		);
	for (const [index, title] of way.entries()) {
		const next = way[index + 1];
		if (!(await succeeds(entry(title).waitFor({ timeout: menuMs })))) return false;
		let isPressed = false;
		const isThrough = async () =>
			next === undefined ? isPressed && !(await entry(title).isVisible()) : await entry(next).isVisible();
		// VS Code ignores a click that comes right after the opening.
		for (const end = Date.now() + menuMs; !(await isThrough()); await workbench.page.waitForTimeout(100)) {
			if (Date.now() > end || !(await entry(title).isVisible())) return false;
			isPressed = (await succeeds(entry(title).click({ timeout: 1000 }))) || isPressed;
		}
	}
	return true;
}
