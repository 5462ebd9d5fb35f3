/** The sign-in page that the extension opens in the browser, as a user goes through it. */
import type { Page } from 'playwright-core';
import type { Bed } from './bed';

/**
 * Does what makes the extension ask for a sign-in, answers VS Code's question before the link, and gives the page that opens.
 * @param press what the user does, for example pressing Sign In
 */
export async function openSignInPage(bed: Bed, press: () => Promise<void>): Promise<Page> {
	const page = await openOutside(bed, press);
	await page.getByRole('button', { name: 'Sign in' }).waitFor();
	return page;
}

/** Does what makes VS Code open a page in the browser, answers its question before the link, and gives the page. */
export async function openOutside({ workbench }: Bed, press: () => Promise<void>): Promise<Page> {
	const opened = workbench.context.waitForEvent('page');
	await press();
	const question = workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Open', exact: true });
	const page = await Promise.race([opened, question.click().then(() => opened)]);
	await page.waitForLoadState();
	return page;
}

/** Gives up a sign-in that waits for the browser. Its notification is not shown by itself while the window is in the background. */
export async function cancelSignIn({ workbench }: Bed): Promise<void> {
	await workbench.runCommand('Notifications: Show Notifications');
	await workbench.page.locator('.notifications-center').getByRole('button', { name: 'Cancel' }).click();
	await workbench.page.locator('.notifications-center').getByText('Signing in to').waitFor({ state: 'detached' });
}

/** Presses Sign In in the view. */
export async function pressSignIn({ workbench }: Bed): Promise<void> {
	await workbench.page.locator('.sidebar').getByRole('button', { name: 'Sign In' }).click();
}

/**
 * Signs in at an open sign-in page, which sends the browser back to this computer.
 * @param account name of a practice account, as `colleague`; the page's choice when left out
 */
export async function completeSignIn(page: Page, account?: string): Promise<void> {
	if (account !== undefined) await page.locator(`input[name="account"][value^="${account}@"]`).check();
	await leave(page, 'Sign in');
}

/** Gives up at an open sign-in page, which sends the browser back to this computer too. */
export function declineSignIn(page: Page): Promise<void> {
	return leave(page, 'Cancel');
}

async function leave(page: Page, button: string): Promise<void> {
	await page.getByRole('button', { name: button }).click();
	await page.waitForURL(/^http:\/\/localhost:/);
	await page.close();
}
