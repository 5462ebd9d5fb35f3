/** The panels that move money, as a user reads and works them. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Workbench } from '../../host/workbench';
import type { Hands } from './hands';

/** An operation of the sandbox takes its time. */
const operationMs = 120_000;

export class MoneyPanel {
	constructor(
		readonly workbench: Workbench,
		readonly hands: Hands,
	) {}

	get #panel() {
		return this.workbench.panel;
	}

	button(name: string | RegExp): Locator {
		return this.#panel.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
	}

	/** A section of the page by its heading. */
	region(name: string | RegExp): Locator {
		return this.#panel.getByRole('region', { name });
	}

	/** The state of the operation that is followed, in words. */
	get state(): Locator {
		return this.#panel.locator('.operation .state');
	}

	/** What the service refuses, a text each. */
	get refusals(): Locator {
		return this.#panel.locator('.refusals').getByRole('listitem');
	}

	async opened(title: string): Promise<void> {
		await this.#panel.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
		// For pictures: the icons are a font that comes a moment later.
		await this.#panel.locator('body').evaluate('document.fonts.ready.then(() => undefined)');
	}

	async press(name: string | RegExp): Promise<void> {
		const button = this.button(name).first();
		await this.usable(button);
		await this.hands.press(button);
	}

	/** Waits until a button can be used. */
	async usable(button: Locator): Promise<void> {
		await button.waitFor();
		const text = async () => (await button.getAttribute('aria-label')) ?? (await button.textContent());
		await this.workbench.until(
			async () => (await button.getAttribute('aria-disabled')) !== 'true',
			`the button ${await text()} to be usable`,
		);
	}

	/** From the review to the sending: a wrong name does nothing, the right one sends. */
	async confirm(customer: string, commit: RegExp): Promise<void> {
		const name = this.#panel.getByLabel('Type the customer’s name');
		await this.hands.fill(name, customer.slice(0, -1));
		assert.equal(await this.button(commit).getAttribute('aria-disabled'), 'true', 'a part of the name is not the name');
		await this.hands.fill(name, customer);
		await this.press(commit);
	}

	/** Waits for the end of the operation. @returns its state in words */
	async ended(): Promise<string> {
		await this.button('Begin Another One').waitFor({ timeout: operationMs });
		return ((await this.state.textContent()) ?? '').trim();
	}

	/** Cells of what became of each line. */
	async lines(): Promise<string[][]> {
		const rows = await this.#panel.locator('.operation table tbody tr').all();
		return Promise.all(rows.map((row) => row.locator('th, td').allTextContents()));
	}
}
