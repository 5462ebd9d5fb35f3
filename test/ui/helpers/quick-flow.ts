/** A chain of quick inputs, worked by mouse or by keyboard alone: what can be read in it, what is chosen, where it leads. */
import type { Locator } from 'playwright-core';
import type { Workbench } from '../../host/workbench';

export class QuickFlow {
	constructor(
		readonly workbench: Workbench,
		readonly by: 'mouse' | 'keyboard',
	) {}

	/** Waits until the input says this in its title. */
	async at(title: string | RegExp): Promise<void> {
		await this.workbench.quickTitle.filter({ hasText: title }).waitFor();
	}

	row(text: string | RegExp): Locator {
		return this.workbench.quickPickRows.filter({ hasText: text }).first();
	}

	/** Chooses the first row with this text. By keyboard it is searched by typing, unless the list is short. */
	async choose(text: string): Promise<void> {
		const { workbench } = this;
		await this.row(text).waitFor();
		if (this.by === 'mouse') return this.row(text).click();
		await workbench.until(async () => {
			if (/\bfocused\b/.test((await this.row(text).getAttribute('class')) ?? '')) return true;
			await workbench.page.keyboard.press('ArrowDown');
			return false;
		}, `the row "${text}" to be reached`);
		await workbench.page.keyboard.press('Enter');
	}

	/** Puts a text into the input and goes on. */
	async write(text: string): Promise<void> {
		const { keyboard } = this.workbench.page;
		await this.workbench.quickInput.waitFor();
		if (this.by === 'mouse') await this.workbench.quickInput.fill(text);
		else {
			await keyboard.press('ControlOrMeta+A');
			await keyboard.type(text);
		}
		await keyboard.press('Enter');
	}

	async back(): Promise<void> {
		if (this.by === 'mouse')
			await this.workbench.page.locator('.quick-input-titlebar').getByRole('button', { name: /^Back/ }).click();
		else await this.workbench.page.keyboard.press('Control+Alt+Minus');
	}

	/** All rows as they can be read. */
	async texts(): Promise<string> {
		// The text of a row may have parts of an earlier list that are hidden; its label is what is read.
		const labels = (await this.workbench.quickPickRows.all()).map((row) => row.getAttribute('aria-label'));
		return (await Promise.all(labels)).join('\n');
	}

	/** The notification with this text; all of them are in VS Code's list. */
	async notice(text: string | RegExp): Promise<Locator> {
		const { workbench } = this;
		const notices = workbench.page.locator('.notifications-center .notification-list-item');
		await workbench.until(async () => {
			if ((await notices.count()) === 0) await workbench.runCommand('Notifications: Show Notifications');
			return (await notices.filter({ hasText: text }).count()) > 0;
		}, `the notification ${text}`);
		return notices.filter({ hasText: text }).first();
	}

	async clearNotices(): Promise<void> {
		await this.workbench.runCommand('Notifications: Clear All Notifications');
	}
}
