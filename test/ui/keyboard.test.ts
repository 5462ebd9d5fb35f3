/** The whole flow by keyboard alone: find a reservation, read its overview, copy both ids, open the portal link. */
import assert from 'node:assert/strict';
import { paletteTitle } from '../host/manifest';
import { useBed } from './helpers/bed';
import { type SandboxProcess, startSandboxProcess } from './helpers/sandbox-process';
import { oneOfEachCustomer, type Truth } from './helpers/truth';

describe('By keyboard alone', () => {
	let sandbox: SandboxProcess;
	let truth: Truth;
	const bed = useBed(async () => {
		sandbox = await startSandboxProcess('--customers', '25');
		const [first] = await oneOfEachCustomer(sandbox);
		assert.ok(first !== undefined, 'the sandbox has reservations');
		truth = first;
		return { settings: sandbox.settings };
	});
	after(() => sandbox?.stop());

	it('finds the customer by search and the reservation in the tree', async () => {
		const { workbench, customers } = bed();
		const { keyboard } = workbench.page;
		// The command palette lists a command once VS Code has read the extension's manifest, as the activity bar shows.
		await workbench.page.locator('.activitybar [aria-label^="CSP Reservations"]').first().waitFor();
		await workbench.typeCommand(paletteTitle('cspReservations.search'));
		await workbench.quickInput.waitFor();
		await keyboard.type(truth.tenantId);
		await workbench.quickPickRows.and(workbench.page.locator('.focused')).filter({ hasText: truth.customer }).waitFor();
		await keyboard.press('Enter');
		await workbench.until(
			async () => (await customers.customers.and(workbench.page.locator('.focused')).count()) === 1,
			'the customer to be found',
		);
		// Opens the customer's row (nothing happens when it is open), then goes to the reservation.
		await keyboard.press('ArrowRight');
		await customers.row(truth.name).waitFor();
		await workbench.until(async () => {
			const focused = await workbench.page.locator('.sidebar .monaco-list-row.focused').getAttribute('aria-label');
			if (focused?.startsWith(truth.name) === true) return true;
			await keyboard.press('ArrowDown');
			return false;
		}, 'the reservation to be reached');
		await keyboard.press('Enter');
		await customers.overviewOf(truth.name);
	});

	it('reaches the buttons of the panel', async () => {
		const { workbench } = bed();
		await workbench.until(async () => {
			if (
				(await workbench.panel
					.getByRole('button', { name: 'Copy Reservation ID', exact: true })
					.and(workbench.panel.locator(':focus'))
					.count()) > 0
			)
				return true;
			await workbench.page.keyboard.press('Tab');
			return false;
		}, 'the button to get the focus');
		await workbench.page.keyboard.press('Enter');
		await workbench.until(
			async () => (await workbench.clipboard()) === truth.reservationId,
			'the reservation id in the clipboard',
		);
	});

	it('copies both ids from the command palette', async () => {
		const { workbench } = bed();
		await workbench.typeCommand(paletteTitle('cspReservations.copyOrderId'));
		await workbench.until(async () => (await workbench.clipboard()) === truth.orderId, 'the order id in the clipboard');
		await workbench.typeCommand(paletteTitle('cspReservations.copyReservationId'));
		await workbench.until(
			async () => (await workbench.clipboard()) === truth.reservationId,
			'the reservation id in the clipboard',
		);
	});

	it('opens the portal link', async () => {
		const { workbench } = bed();
		const link = await workbench.openLink(() => workbench.typeCommand(paletteTitle('cspReservations.openInPortal')), 'keyboard');
		assert.ok(link.startsWith(`https://portal.azure.com/#@${truth.tenantId}/`), link);
	});
});
