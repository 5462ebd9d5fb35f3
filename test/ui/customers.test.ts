/** What a user does with the mouse: find a reservation in the tree, read its overview, copy its ids, open it in the portal. */
import assert from 'node:assert/strict';
import { nameOf } from '../host/customers-view';
import { paletteTitle } from '../host/manifest';
import { useBed } from './helpers/bed';
import { takePicture } from './helpers/pictures';
import { type SandboxProcess, startSandboxProcess } from './helpers/sandbox-process';
import { reservationNamed } from './helpers/truth';

describe('Customers and reservations', () => {
	let sandbox: SandboxProcess;
	const bed = useBed(async () => {
		sandbox = await startSandboxProcess('--customers', '25');
		return { settings: sandbox.settings };
	});
	after(() => sandbox?.stop());
	let name: string;

	it('lists the customers and, below them, their reservations', async () => {
		const { customers, workbench } = bed();
		await customers.open();
		const reservation = await customers.firstReservation();
		name = await nameOf(reservation);
		assert.ok((await customers.customers.count()) > 5, 'the customers stay on the screen');
		await takePicture(workbench, 'tree');
	});

	it('opens the overview of a reservation', async () => {
		const { customers, workbench } = bed();
		await customers.openOverview(customers.row(name));
		const text = await workbench.panelText();
		const truth = await reservationNamed(sandbox, name);
		assert.ok(text.includes(truth.reservationId), 'the panel shows the reservation id');
		assert.ok(text.includes(truth.orderId), 'the panel shows the reservation order id');
	});

	it('copies ids from the panel and says so', async () => {
		const { workbench } = bed();
		const truth = await reservationNamed(sandbox, name);
		await workbench.panel.getByRole('button', { name: 'Copy Reservation ID', exact: true }).first().click();
		await workbench.until(
			async () => (await workbench.clipboard()) === truth.reservationId,
			'the reservation id in the clipboard',
		);
		await workbench.statusBarEntry(/cop/i).waitFor();
		await workbench.panel.getByRole('button', { name: 'Copy Reservation Order ID', exact: true }).first().click();
		await workbench.until(async () => (await workbench.clipboard()) === truth.orderId, 'the order id in the clipboard');
	});

	it('opens the reservation in the Azure portal, in the tenant of the customer', async () => {
		const { workbench } = bed();
		const truth = await reservationNamed(sandbox, name);
		const link = new URL(await workbench.openLink(() => workbench.runCommand(paletteTitle('cspReservations.openInPortal'))));
		const resource = `/resource/providers/microsoft.capacity/reservationOrders/${truth.orderId}/reservations/${truth.reservationId}/overview`;
		assert.equal(link.origin, 'https://portal.azure.com');
		assert.equal(link.hash.toLowerCase(), `#@${truth.tenantId}${resource}`.toLowerCase());
	});

	it('opens the order, the customer’s reservations and the customer where they are', async () => {
		const { workbench } = bed();
		const { orderId, tenantId } = await reservationNamed(sandbox, name);
		const opens = async (command: Parameters<typeof paletteTitle>[0]) =>
			(await workbench.openLink(() => workbench.runCommand(paletteTitle(command)))).toLowerCase();
		const portal = `https://portal.azure.com/#@${tenantId}`.toLowerCase();
		assert.equal(
			await opens('cspReservations.openOrderInPortal'),
			`${portal}/resource/providers/microsoft.capacity/reservationorders/${orderId}/overview`.toLowerCase(),
		);
		assert.equal(
			await opens('cspReservations.openCustomerInPortal'),
			`${portal}/blade/microsoft_azure_reservations/reservationsbrowseblade`,
		);
		assert.equal(
			await opens('cspReservations.openInPartnerCenter'),
			`https://partner.microsoft.com/commerce/customers/${tenantId}/subscriptions`.toLowerCase(),
		);
	});

	it('can be read in a narrow side bar', async () => {
		const { customers, workbench } = bed();
		await workbench.resizeSideBar(230);
		const row = customers.row(name);
		const box = await row.boundingBox();
		assert.ok(box !== null && box.width < 230, 'the row fits the side bar');
		await takePicture(workbench, 'narrow-side-bar');
	});
});
