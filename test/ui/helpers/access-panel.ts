/** The panel of the access doctor, as a user reads it. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Workbench } from '../../host/workbench';

export class AccessPanel {
	constructor(readonly workbench: Workbench) {}

	/** The sentence that says what was found. */
	get finding(): Locator {
		return this.workbench.panel.locator('.finding-text');
	}

	/** One of the checks, by its title. */
	check(title: string): Locator {
		return this.workbench.panel
			.locator('.check')
			.filter({ has: this.workbench.panel.getByRole('heading', { level: 3, name: title }) });
	}

	button(name: string | RegExp): Locator {
		return this.workbench.panel.getByRole('button', { name });
	}

	/** Waits until the panel shows the finished report of this subject. @returns the finding */
	async finished(name: string): Promise<string> {
		const { panel } = this.workbench;
		await panel.getByRole('heading', { level: 1, name, exact: true }).waitFor();
		await this.button('Check Again').waitFor();
		await this.workbench.until(
			async () => (await this.button('Check Again').getAttribute('aria-disabled')) === 'false',
			`the access to ${name} to be checked`,
		);
		// For pictures: the icons are a font that comes a moment later.
		await panel.locator('body').evaluate('document.fonts.ready.then(() => undefined)');
		const text = (await this.finding.textContent()) ?? '';
		assert.notEqual(text.trim(), '', 'the panel says what was found');
		return text;
	}

	/** Titles of the checks that are in a state, as the panel names it. */
	async checksThat(state: string): Promise<string[]> {
		return this.workbench.panel
			.locator('.check')
			.filter({ has: this.workbench.panel.locator('.state', { hasText: new RegExp(`^${state}$`) }) })
			.locator('h3')
			.allTextContents();
	}
}
