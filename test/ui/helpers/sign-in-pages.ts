/** Sign-in pages that the workbench opens in the browser: waiting for one, and signing in or giving up there. */
import type { Page } from 'playwright-core';
import type { Bed } from './bed';

/**
 * Does what makes the workbench open a sign-in page, and says yes to VS Code's question whether to open it.
 * @returns the page, ready to be filled in
 */
export async function signInPage({ workbench }: Bed, open: () => Promise<unknown>): Promise<Page> {
	const opened = workbench.context.waitForEvent('page');
	await open();
	const question = workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Open', exact: true });
	const page = await Promise.race([opened, question.click().then(() => opened)]);
	await page.waitForLoadState();
	await page.getByRole('button', { name: 'Sign in' }).waitFor();
	return page;
}

/** Presses Sign In in the view, and gives the page that opens. */
export function signInPageOfView(bed: Bed): Promise<Page> {
	return signInPage(bed, () => bed.workbench.page.locator('.sidebar').getByRole('button', { name: 'Sign In' }).click());
}

/** Presses this button on the page and waits until the browser has come back to the extension. */
export async function answerSignIn(page: Page, button: 'Sign in' | 'Cancel'): Promise<void> {
	await page.getByRole('button', { name: button }).click();
	await page.waitForURL(/^http:\/\/localhost:/);
	await page.close();
}
