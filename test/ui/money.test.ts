/** A whole return and a whole exchange in VS Code, by mouse and by keyboard alone, and what the sandbox holds afterwards. */
import assert from 'node:assert/strict';
import { paletteTitle } from '../host/manifest';
import { accessibilityViolations } from './helpers/accessibility';
import { useBed } from './helpers/bed';
import { type Hands, keyboard, mouse } from './helpers/hands';
import { chooseInContextMenu } from './helpers/menus';
import { MoneyPanel } from './helpers/money-panel';
import { takePicture } from './helpers/pictures';
import { QuickFlow } from './helpers/quick-flow';
import { adminAgentsId, rolesOn } from './helpers/role-assignments';
import { type SandboxProcess, startSandboxProcess } from './helpers/sandbox-process';
import { allReservations, type Truth, tenantOf } from './helpers/truth';

const seconds = '4';
const soon = 40 * 86_400_000;
const isRole = /\/roleAssignments\/[^/]+$/i;
/** Roles: Owner, User Access Administrator. */
const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const accessAdministrator = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';

describe('Return and exchange', function () {
	this.timeout(240_000);
	let sandbox: SandboxProcess;
	let machines: readonly Truth[];
	const bed = useBed(async () => {
		sandbox = await startSandboxProcess('--customers', '25', '--operation-seconds', seconds);
		machines = (await allReservations(sandbox)).filter(
			({ resourceType, isOffered, customer, expiresAt }) =>
				resourceType === 'VirtualMachines' &&
				isOffered &&
				!customer.includes('(') &&
				expiresAt !== undefined &&
				expiresAt > Date.now() + soon,
		);
		return { settings: sandbox.settings, height: 1000 };
	});
	before('open the view', () => bed().customers.open());
	after(() => sandbox?.stop());

	/** From the tree's menu by mouse, from the command palette by keyboard. */
	async function open(hands: Hands, command: 'return' | 'exchange', { customer, name, reservationId }: Truth): Promise<void> {
		const { workbench, customers } = bed();
		await workbench.runCommand('View: Close All Editors');
		if (hands.by === 'mouse') {
			await customers.show(customer, name);
			await chooseInContextMenu(workbench, customers.row(name), command === 'return' ? 'Return…' : 'Exchange…');
			return;
		}
		await workbench.typeCommand(paletteTitle(`cspReservations.${command}`));
		await workbench.quickInput.waitFor();
		await workbench.page.keyboard.type(command === 'return' ? reservationId : customer);
		await workbench.quickPickRows
			.and(workbench.page.locator('.focused'))
			.filter({ hasText: command === 'return' ? name : customer })
			.waitFor();
		await workbench.page.keyboard.press('Enter');
	}

	const hands = { mouse: () => mouse(), keyboard: () => keyboard(bed().workbench) };
	for (const [place, [by, take]] of Object.entries(hands).entries()) {
		it(`a return by ${by}: a part of the units, reviewed, confirmed by name, followed to its end`, async () => {
			const { workbench } = bed();
			const it = machines.filter(({ quantity }) => quantity > 1)[place];
			assert.ok(it !== undefined, 'the sandbox has reservations of several units');
			const panel = new MoneyPanel(workbench, take());
			await open(panel.hands, 'return', it);
			await panel.opened(`Return: ${it.name}`);
			await panel.hands.fill(workbench.panel.getByLabel('Units to return', { exact: true }), '1');
			await panel.hands.fill(workbench.panel.getByLabel('Reason'), 'The test machines were shut down');
			await panel.usable(panel.button('Review Return'));
			await takePicture(workbench, `return-${by}-1-quote`);
			assert.deepEqual(await accessibilityViolations(workbench), []);
			await panel.press('Review Return');
			await workbench.panel.getByRole('heading', { level: 2, name: 'Confirm the return' }).waitFor();
			await takePicture(workbench, `return-${by}-2-confirm`);
			assert.deepEqual(await accessibilityViolations(workbench), []);
			const before = await sandbox.requests('POST', /\/return$/i);
			await panel.confirm(it.customer, /^Return 1 Unit$/);
			await panel.state.waitFor();
			await takePicture(workbench, `return-${by}-3-running`);
			assert.match(await panel.ended(), /^Done/);
			await takePicture(workbench, `return-${by}-4-done`);
			assert.deepEqual(await accessibilityViolations(workbench), []);
			assert.equal((await sandbox.requests('POST', /\/return$/i)) - before, 1, 'sent once');
			const after = (await allReservations(sandbox)).filter(({ orderId }) => orderId === it.orderId);
			assert.deepEqual(
				after.map(({ quantity }) => quantity),
				[it.quantity - 1],
				'the rest goes on',
			);
			assert.notEqual(after[0]?.reservationId, it.reservationId, 'under a new id');
			const [line] = await panel.lines();
			assert.ok(
				line?.some((cell) => cell.includes(after[0]?.reservationId ?? '')),
				`the new id is told: ${String(line)}`,
			);
		});
	}

	for (const [place, [by, take]] of Object.entries(hands).entries()) {
		it(`a return of all units by ${by}: nothing of it is left`, async () => {
			const { workbench } = bed();
			const it = machines.filter(({ quantity }) => quantity > 1)[place + 2];
			assert.ok(it !== undefined, 'the sandbox has reservations of several units');
			const panel = new MoneyPanel(workbench, take());
			await open(panel.hands, 'return', it);
			await panel.opened(`Return: ${it.name}`);
			await panel.press(`All: ${it.quantity}`);
			await panel.hands.fill(workbench.panel.getByLabel('Reason'), 'The project has ended');
			await panel.press('Review Return');
			await workbench.panel.getByRole('heading', { level: 2, name: 'Confirm the return' }).waitFor();
			await panel.confirm(it.customer, new RegExp(`^Return ${it.quantity} Units$`));
			assert.match(await panel.ended(), /^Done/);
			await takePicture(workbench, `return-all-${by}-done`);
			const held = await allReservations(sandbox);
			assert.ok(!held.some(({ orderId }) => orderId === it.orderId), 'the order has no active reservation');
		});
	}

	/** Who exchanges, by which hands. The customers that the tests before have given something back of are others. */
	const exchanges = { mouse: 'Fabrikam', keyboard: 'Contoso' };

	/** By hand from the choice to the end. @returns the lines of the operation as they are told */
	async function exchange(by: keyof typeof exchanges): Promise<string[][]> {
		const { workbench } = bed();
		const [first, second] = machines.filter(({ customer, quantity }) => customer === exchanges[by] && quantity > 0);
		assert.ok(first !== undefined && second !== undefined, 'customers have several machines');
		const panel = new MoneyPanel(workbench, hands[by]());
		await open(panel.hands, 'exchange', first);
		await panel.opened('Exchange');
		const box = (one: Truth) => workbench.panel.locator(`input[type="checkbox"][aria-describedby="why-${one.reservationId}"]`);
		for (const one of [first, second]) {
			await box(one).waitFor();
			if (!(await box(one).isChecked())) await panel.hands.press(box(one));
			await workbench.until(() => box(one).isChecked(), `${one.name} to be chosen`);
		}
		await panel.press('All Units');
		const add = workbench.panel.getByRole('table', { name: 'Products' }).getByRole('button', { name: /^Add/ });
		const lines = workbench.panel.locator('.line[role="group"]');
		for (const [index, sku] of ['D8s_v5', 'E8as_v5'].entries()) {
			await panel.hands.fill(workbench.panel.getByLabel('Name or size'), sku);
			await workbench.until(async () => (await add.count()) === 1, `the only product ${sku}`);
			await panel.hands.press(add);
			await lines.nth(index).waitFor();
			await panel.hands.fill(lines.nth(index).getByLabel('Quantity'), '40');
		}
		await panel.press('Get Binding Quote');
		await panel.usable(panel.button('Review Exchange'));
		await takePicture(workbench, `exchange-${by}-1-quote`);
		assert.deepEqual(await accessibilityViolations(workbench), []);
		await panel.press('Review Exchange');
		await workbench.panel.getByRole('heading', { level: 2, name: 'Confirm the exchange' }).waitFor();
		await takePicture(workbench, `exchange-${by}-2-confirm`);
		assert.deepEqual(await accessibilityViolations(workbench), []);
		const before = await sandbox.requests('POST', /\/exchange$/i);
		await panel.confirm(first.customer, /^Exchange \d+ Units?$/);
		await panel.state.waitFor();
		await takePicture(workbench, `exchange-${by}-3-running`);
		assert.match(await panel.ended(), /^Done/);
		await takePicture(workbench, `exchange-${by}-4-done`);
		assert.deepEqual(await accessibilityViolations(workbench), []);
		assert.equal((await sandbox.requests('POST', /\/exchange$/i)) - before, 1, 'sent once');
		const told = await panel.lines();
		assert.equal(told.length, 4);
		const held = await allReservations(sandbox);
		for (const one of [first, second]) assert.ok(!held.some(({ reservationId }) => reservationId === one.reservationId));
		return told;
	}

	/** What was bought. @throws AssertionError when it is not what was told */
	async function bought(by: keyof typeof exchanges, told: readonly string[][]): Promise<readonly Truth[]> {
		const all = (await allReservations(sandbox)).filter((it) => it.customer === exchanges[by] && it.quantity === 40);
		assert.equal(all.length, 2);
		for (const { reservationId, orderId } of all)
			assert.ok(
				told.some((cells) => cells.some((cell) => cell.includes(reservationId) && cell.includes(orderId))),
				'the new ids are told',
			);
		return all;
	}

	/** How often AdminAgents have the role on each order. */
	async function timesGiven(orders: readonly Truth[]): Promise<number[]> {
		const agentsOwn = `${await adminAgentsId(sandbox)} ${owner}`;
		const roles = await Promise.all(orders.map((it) => rolesOn(sandbox, it)));
		return roles.map((some) => some.filter((one) => one === agentsOwn).length);
	}

	it('an exchange by mouse that leaves AdminAgents without access: followed to its end; one click gives it', async () => {
		const { workbench } = bed();
		const tenant = await tenantOf(sandbox, exchanges.mouse);
		// Here roles on new orders are not given to AdminAgents. They may see them, and give the role themselves.
		const place = { tenant, scope: '/providers/Microsoft.Capacity' };
		await sandbox.control('POST', 'grants', { ...place, role: accessAdministrator, principal: 'AdminAgents' });
		const told = await exchange('mouse');
		const orders = await bought('mouse', told);
		assert.deepEqual(await timesGiven(orders), [0, 0]);
		const note = workbench.panel.locator('.note-line', { hasText: 'AdminAgents can’t exchange or return 2 of the new orders' });
		await note.scrollIntoViewIfNeeded();
		await takePicture(workbench, 'new-orders-1-without-access');
		assert.deepEqual(await accessibilityViolations(workbench), []);
		const before = await sandbox.requests('PUT', isRole);
		await new MoneyPanel(workbench, mouse()).press('Grant AdminAgents Access');
		await new QuickFlow(workbench, 'mouse').notice('Role assigned on 2 of 2 reservation orders.');
		await note.waitFor({ state: 'detached' });
		await takePicture(workbench, 'new-orders-2-given');
		assert.deepEqual(await timesGiven(orders), [1, 1]);
		assert.equal((await sandbox.requests('PUT', isRole)) - before, 2);
	});

	it('an exchange by keyboard that leaves AdminAgents with access: followed to its end; none is offered', async () => {
		const told = await exchange('keyboard');
		assert.deepEqual(await timesGiven(await bought('keyboard', told)), [1, 1]);
		const { workbench } = bed();
		assert.equal(await new MoneyPanel(workbench, mouse()).button('Grant AdminAgents Access').count(), 0);
	});
});
