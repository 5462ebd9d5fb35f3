/** Every fault of the services: what the tree and the panel say, that Retry helps, and that what was known stays. */
import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import type { VSCodeHost } from '../host/vscode-server';
import { useBed } from './helpers/bed';
import { pressInRow } from './helpers/menus';
import { takePicture } from './helpers/pictures';
import { type SandboxProcess, startSandboxProcess } from './helpers/sandbox-process';
import { oneOfEachCustomer, type Truth } from './helpers/truth';

/** Reading the reservations of a customer, as it can go wrong. */
const faults = [
	{ name: 'an error of the service', fault: { kind: 'status', status: 500 } },
	{ name: 'a refused token', fault: { kind: 'unauthorized' } },
	{ name: 'a missing right', fault: { kind: 'status', status: 403 } },
	{ name: 'a missing resource', fault: { kind: 'status', status: 404 } },
	{ name: 'a cut connection', fault: { kind: 'dropBefore' } },
	{ name: 'a page in place of data', fault: { kind: 'html' } },
	{ name: 'data of the wrong shape', fault: { kind: 'wrongJson', variant: 'shape' } },
	{ name: 'half an answer', fault: { kind: 'wrongJson', variant: 'cut' } },
	{ name: 'a next page on another host', fault: { kind: 'foreignNextLink' } },
	{ name: 'an answer above the limit of 12 MB', fault: { kind: 'huge', variant: 'error' } },
];

const ofReservations = (tenant: string) => ({
	service: 'resourceManager',
	path: '/providers/microsoft.capacity/reservations',
	tenant,
});

/** Faults of the product that VS Code's logs tell of: promises that nobody waited for, errors that nobody caught. */
async function faultsInLogs({ dataFolder }: VSCodeHost): Promise<string[]> {
	const found: string[] = [];
	for await (const file of glob(`${dataFolder}/data/logs/**/*.log`)) {
		const lines = (await readFile(file, 'utf8')).split('\n');
		found.push(
			...lines.filter(
				(line) => /unhandled|rejected promise not handled/i.test(line) || /\[error\].*csp-reservations\./i.test(line),
			),
		);
	}
	return found;
}

describe('Failures', () => {
	let sandbox: SandboxProcess;
	let customers: readonly Truth[];
	const bed = useBed(async () => {
		sandbox = await startSandboxProcess('--customers', '40');
		customers = await oneOfEachCustomer(sandbox);
		assert.ok(customers.length > faults.length + 3, 'there is a customer for every fault');
		return { settings: sandbox.settings, height: 1300 };
	});
	before('open the view', () => bed().customers.open());
	afterEach(() => sandbox.repair());
	after(() => sandbox?.stop());

	const customerFor = (index: number): Truth => {
		const customer = customers[index];
		assert.ok(customer !== undefined);
		return customer;
	};

	for (const [index, { name, fault }] of faults.entries()) {
		it(`${name}: the tree says so, and Retry helps`, async () => {
			const { customers: view, workbench } = bed();
			const { tenantId, customer, name: reservation } = customerFor(index);
			await sandbox.plan(ofReservations(tenantId), fault);
			const row = view.row(customer);
			await view.show(customer);
			await view.errors.first().waitFor();
			assert.equal(await view.reservations.count(), 0);
			await takePicture(
				workbench,
				`error-${fault.kind}${'variant' in fault ? `-${fault.variant}` : ''}${'status' in fault ? `-${fault.status}` : ''}`,
			);
			await sandbox.repair();
			await pressInRow(bed().workbench, view.errors.first(), 'Retry');
			await view.row(reservation).waitFor();
			assert.equal(await view.errors.count(), 0);
			await row.click();
			await workbench.page.keyboard.press('ArrowLeft');
			await view.row(reservation).waitFor({ state: 'detached' });
		});
	}

	it('a slow answer: the tree says that it loads, then shows it', async () => {
		const { customers: view } = bed();
		const { tenantId, customer, name } = customerFor(faults.length);
		await sandbox.plan(ofReservations(tenantId), { kind: 'delay', ms: 4000 });
		await view.show(customer);
		await view.workbench.page.locator('.sidebar .codicon-tree-item-loading').waitFor();
		await view.row(name).waitFor();
		await view.row(customer).click();
		await view.workbench.page.keyboard.press('ArrowLeft');
	});

	it('throttling: the tree says how long it waits, and goes on by itself', async () => {
		const { customers: view, workbench } = bed();
		const { tenantId, customer, name } = customerFor(faults.length + 1);
		await sandbox.plan(ofReservations(tenantId), { kind: 'throttle', seconds: 6 });
		await view.show(customer);
		await view.rows
			.filter({ hasText: /asked to wait/ })
			.first()
			.waitFor();
		await takePicture(workbench, 'error-throttled');
		await sandbox.repair();
		await view.row(name).waitFor();
	});

	it('a failed refresh keeps what is known and says how old it is', async () => {
		const { customers: view, workbench } = bed();
		const { tenantId, customer, name } = customerFor(faults.length + 1);
		await view.row(name).waitFor();
		await sandbox.plan(ofReservations(tenantId), { kind: 'status', status: 403 });
		await pressInRow(bed().workbench, view.row(customer), 'Refresh');
		await view.errors.first().waitFor();
		assert.ok(await view.row(name).isVisible(), 'the reservation stays');
		await takePicture(workbench, 'error-keeps-what-is-known');
		await sandbox.repair();
		await pressInRow(bed().workbench, view.errors.first(), 'Retry');
		await view.errors.first().waitFor({ state: 'detached' });
	});

	it('the panel says which part could not be read, and Retry reads it', async () => {
		const { customers: view, workbench } = bed();
		const { tenantId, name, orderId } = customerFor(faults.length + 1);
		await sandbox.plan(
			{ service: 'resourceManager', path: `reservationOrders/${orderId}?`, tenant: tenantId },
			{ kind: 'status', status: 403 },
		);
		await view.openOverview(view.row(name));
		const retry = workbench.panel.getByRole('button', { name: /retry/i });
		await retry.first().waitFor();
		await takePicture(workbench, 'error-in-overview');
		await sandbox.repair();
		await retry.first().click();
		await retry.first().waitFor({ state: 'detached' });
	});

	it('customers with troubles of their own say what is missing', async () => {
		const { customers: view, workbench } = bed();
		await workbench.runCommand('View: Close All Editors');
		await view.rows.first().click();
		await workbench.page.keyboard.press('Control+ArrowLeft');
		for (const trouble of ["Margie's Travel (no GDAP role)", 'Relecloud (Lighthouse only)', 'Southridge Video (empty list)']) {
			await view.show(trouble);
		}
		await workbench.until(async () => (await view.errors.count()) >= 2, 'the refused ones to be errors');
		// An empty list is compared with Partner Center.
		await view.children.filter({ hasText: 'No right to see the reservations' }).first().waitFor();
		await workbench.resizeSideBar(1000);
		await takePicture(workbench, 'error-states');
	});

	it('leaves no error behind that nobody caught', async () => {
		assert.deepEqual(await faultsInLogs(bed().host), []);
	});
});

describe('No connection', () => {
	const bed = useBed(() => ({
		settings: { 'cspReservations.sandbox.address': 'http://127.0.0.1:9', 'cspReservations.sandbox.customers': -5 },
	}));

	before('open the view', () => bed().workbench.openViewContainer('CSP Reservations'));

	it('is said in the view, with what can be done', async () => {
		const { workbench } = bed();
		await workbench.page.locator('.sidebar').getByText('Could not connect').waitFor();
		await workbench.page.locator('.sidebar').getByRole('button', { name: 'Try Again' }).waitFor();
		await takePicture(workbench, 'error-no-connection');
	});

	it('a wrong setting is named, and its notification opens it', async () => {
		const { workbench } = bed();
		await workbench.runCommand('Notifications: Show Notifications');
		const notification = workbench.page.locator('.notifications-center .notification-list-item', {
			hasText: 'cspReservations.sandbox.customers',
		});
		await notification.hover();
		await notification.getByRole('button', { name: 'Open Setting' }).click();
		await workbench.page.locator('.settings-editor').getByText('Sandbox: Customers').first().waitFor();
	});
});

describe('No customers', () => {
	const bed = useBed(() => ({ settings: { 'cspReservations.sandbox.customers': 0 } }));

	it('an account without any customer: the view says so, why that may be, and what to do', async () => {
		const { workbench } = bed();
		await workbench.openViewContainer('CSP Reservations');
		const sideBar = workbench.page.locator('.sidebar');
		await sideBar.getByText('No customers are visible to this account').waitFor();
		await sideBar.getByText('reseller relationship').first().waitFor();
		await sideBar.getByRole('button', { name: 'Refresh', exact: true }).first().waitFor();
		await takePicture(workbench, 'no-customers');
	});
});
