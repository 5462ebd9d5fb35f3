/** The view "Customers" in a workbench, by what a screen reader reads there: customers, their reservations, the way into a panel. */
import type { Locator } from 'playwright-core';
import { patienceMs, type Workbench } from './workbench';

export const viewContainerTitle = 'CSP Reservations';
const viewTitle = 'Customers';

export class CustomersView {
	constructor(readonly workbench: Workbench) {}

	/** Opens the view and waits until it lists something. The extension host of a window that has just come up takes its time. */
	async open(): Promise<void> {
		await this.workbench.openViewContainer(viewContainerTitle);
		await this.rows.first().waitFor({ timeout: 1.7 * patienceMs });
	}

	/** All rows on the screen. */
	get rows(): Locator {
		return this.workbench.rows(viewTitle);
	}

	/** Customers on the screen: rows of the first level that can be opened. */
	get customers(): Locator {
		return this.workbench.tree(viewTitle).locator('[role="treeitem"][aria-level="1"][aria-expanded]');
	}

	/** Reservations on the screen: rows of the second level that say a quantity. */
	get reservations(): Locator {
		return this.workbench.tree(viewTitle).locator('[role="treeitem"][aria-level="2"][aria-label*="quantity "]');
	}

	/** Everything on the screen that stands below a customer: reservations, errors, notes. */
	get children(): Locator {
		return this.workbench.tree(viewTitle).locator('[role="treeitem"][aria-level="2"]');
	}

	/** Errors on the screen, of customers or of the whole list. */
	get errors(): Locator {
		return this.workbench.tree(viewTitle).locator('[role="treeitem"][aria-label^="Error: "]');
	}

	/** The row that begins with this name. */
	row(name: string): Locator {
		return this.workbench
			.tree(viewTitle)
			.locator(`[role="treeitem"][aria-label^=${JSON.stringify(name)}]`)
			.first();
	}

	/**
	 * Opens a customer's row, unless it is open. Rows that come in above move it away from under the pointer: then it is tried again.
	 * @throws Error with what the view showed when it did not open
	 */
	async #expand(customer: Locator): Promise<void> {
		await customer.waitFor({ timeout: patienceMs });
		const isOpen = async () => (await customer.getAttribute('aria-expanded')) === 'true';
		for (const end = Date.now() + patienceMs; !(await isOpen()); ) {
			if (Date.now() > end) throw new Error(`The customer's row did not open. ${await this.#shown()}`);
			await customer.click();
			await this.workbench.page.keyboard.press('ArrowRight');
			for (let look = 0; look < 20 && !(await isOpen()); look++) await this.workbench.page.waitForTimeout(50);
		}
	}

	/**
	 * Opens a customer and waits for reservations of it.
	 * @throws Error with what the view showed when one did not come
	 */
	async show(customer: string, ...reservations: readonly string[]): Promise<void> {
		await this.#expand(this.row(customer));
		for (const name of reservations) {
			await this.row(name)
				.waitFor({ timeout: patienceMs })
				.catch(async () => {
					throw new Error(`No row of ${customer} came that begins with ${name}. ${await this.#shown()}`);
				});
		}
	}

	/** What a screen reader reads in the view, and the messages beside it: for an error of a test. */
	async #shown(): Promise<string> {
		const rows = await this.rows.evaluateAll((found) =>
			found.map((row) => `${row.getAttribute('aria-expanded') ?? ''} ${row.getAttribute('aria-label')}`.trim()),
		);
		const notices = await this.workbench.page.locator('.notification-list-item').allInnerTexts();
		return `The view showed:\n${rows.join('\n')}\nMessages: ${notices.join(' | ') || 'none'}`;
	}

	/**
	 * Opens customers, one after the other from the top, until one shows a reservation.
	 * @returns the first reservation on the screen
	 */
	async firstReservation(): Promise<Locator> {
		await this.customers.first().waitFor({ timeout: patienceMs });
		for (let index = 0; index < 10; index++) {
			const customer = this.customers.nth(index);
			if ((await customer.count()) === 0) break;
			const before = await this.children.count();
			await this.#expand(customer);
			await this.workbench.until(async () => (await this.children.count()) > before, 'the customer to show something');
			await this.children.filter({ hasText: 'Loading…' }).first().waitFor({ state: 'detached' });
			if ((await this.reservations.count()) > 0) return this.reservations.first();
		}
		throw new Error('No customer on the screen shows a reservation.');
	}

	/**
	 * Opens the Overview panel of a reservation by a click on it, and waits for its content.
	 * @returns the reservation's name
	 */
	async openOverview(reservation: Locator): Promise<string> {
		const name = await nameOf(reservation);
		const tab = this.workbench.page.locator('.tab', { hasText: name });
		// A click on a row that moves away at that moment is lost.
		await this.workbench.until(async () => {
			await reservation.click();
			return tab
				.first()
				.waitFor({ timeout: 5000 })
				.then(
					() => true,
					() => false,
				);
		}, `the tab of ${name}`);
		await this.overviewOf(name);
		return name;
	}

	/** Waits until the panel in front shows this reservation, with nothing still loading. */
	async overviewOf(name: string): Promise<void> {
		const { panel } = this.workbench;
		await panel.getByRole('heading', { level: 1 }).filter({ hasText: name }).waitFor({ timeout: patienceMs });
		await this.workbench.until(async () => (await panel.locator('[aria-busy="true"]').count()) === 0, 'the panel to be loaded');
	}
}

/** The name of a row's customer or reservation: what stands before the first comma of its accessible name. */
export async function nameOf(row: Locator): Promise<string> {
	return ((await row.getAttribute('aria-label')) ?? '').split(', ', 1)[0] ?? '';
}
