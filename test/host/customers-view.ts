/** The view "Customers" in a workbench, by what a screen reader reads there: customers, their reservations, the way into a panel. */
import type { Locator } from 'playwright-core';
import { patienceMs, type Workbench } from './workbench';

export const viewContainerTitle = 'CSP Reservations';
const viewTitle = 'Customers';

export class CustomersView {
	constructor(readonly workbench: Workbench) {}

	/** Opens the view and waits until it lists something. */
	async open(): Promise<void> {
		await this.workbench.openViewContainer(viewContainerTitle);
		await this.rows.first().waitFor({ timeout: patienceMs });
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

	/** Opens a customer's row, unless it is open. */
	async expand(customer: Locator): Promise<void> {
		await customer.waitFor({ timeout: patienceMs });
		if ((await customer.getAttribute('aria-expanded')) === 'true') return;
		await customer.click();
		await this.workbench.page.keyboard.press('ArrowRight');
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
			await this.expand(customer);
			const shown = await this.reservations
				.first()
				.waitFor({ timeout: 5000 })
				.then(
					() => true,
					() => false,
				);
			if (shown) return this.reservations.first();
		}
		throw new Error('No customer on the screen shows a reservation.');
	}

	/** Selects a reservation and opens its Overview panel from the command palette. */
	async openOverview(reservation: Locator): Promise<void> {
		await reservation.click();
		await this.workbench.runCommand('CSP Reservations: Open Overview');
	}
}
