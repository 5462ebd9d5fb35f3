/** Menus of VS Code: of a row in a tree, and behind the three dots of an editor's title. */
import type { Locator } from 'playwright-core';
import type { Workbench } from '../../host/workbench';

/** Opens the context menu of a row and chooses from it. @param way titles from the menu down to the entry */
export async function chooseInContextMenu(workbench: Workbench, row: Locator, ...way: readonly string[]): Promise<void> {
	await row.click({ button: 'right' });
	await choose(workbench, way);
}

/** Chooses what stands behind the three dots of the editor in front. */
export async function chooseInEditorTitle(workbench: Workbench, ...way: readonly string[]): Promise<void> {
	await workbench.page.locator('.editor .editor-actions').getByRole('button', { name: 'More Actions...' }).click();
	await choose(workbench, way);
}

/** Chooses what stands behind the three dots of a view. @param view title of the view */
export async function chooseInViewTitle(workbench: Workbench, view: string, ...way: readonly string[]): Promise<void> {
	const pane = workbench.page.locator(`.sidebar .pane:has(> .pane-header[aria-label^="${view}"])`);
	await pane.locator('.pane-header').hover();
	await pane
		.locator('.pane-header')
		.getByRole('button', { name: /^(Views and )?More Actions/ })
		.click();
	await choose(workbench, way);
}

/**
 * Presses a button that a row of a tree shows while the pointer rests on it.
 * @param name what its name begins with
 */
export async function pressInRow(workbench: Workbench, row: Locator, name: string): Promise<void> {
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

/** An entry is pressed until its menu is gone or has opened the next one: VS Code ignores a click that comes right after the opening. */
async function choose(workbench: Workbench, way: readonly string[]): Promise<void> {
	const entry = (title: string) => workbench.page.getByRole('menuitem', { name: title, exact: true });
	for (const [index, title] of way.entries()) {
		const next = way[index + 1];
		await entry(title).waitFor();
		await workbench.until(async () => {
			await entry(title)
				.click({ timeout: 1000 })
				.catch(() => undefined);
			await workbench.page.waitForTimeout(100);
			return next === undefined ? !(await entry(title).isVisible()) : await entry(next).isVisible();
		}, `the menu entry "${title}" to be chosen`);
	}
}
