/** A whole return and a whole exchange in VS Code, by mouse and by keyboard alone, and what the sandbox holds afterwards. */
import assert from 'node:assert/strict';
import { paletteTitle } from '../host/manifest';
import { accessibilityViolations } from './helpers/accessibility';
import { useBed } from './helpers/bed';
import { type Hands, keyboard, mouse } from './helpers/hands';
import { chooseInContextMenu } from './helpers/menus';
import { MoneyPanel } from './helpers/money-panel';
import { takePicture } from './helpers/pictures';
import { type SandboxProcess, startSandboxProcess } from './helpers/sandbox-process';
import { allReservations, type Truth } from './helpers/truth';

const seconds = '4';
const soon = 40 * 86_400_000;

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

	/** Commits that the sandbox got. */
	async function sent(action: 'return' | 'exchange'): Promise<number> {
		const answer = await fetch(`${sandbox.endpoints.authority}/sandbox/requests`);
		const requests = (await answer.json()) as readonly { readonly method: string; readonly path: string }[];
		return requests.filter(({ method, path }) => method === 'POST' && new RegExp(`/${action}$`, 'i').test(path)).length;
	}

	/** From the tree's menu by mouse, from the command palette by keyboard. */
	async function open(hands: Hands, command: 'return' | 'exchange', { customer, name, reservationId }: Truth): Promise<void> {
		const { workbench, customers } = bed();
		await workbench.runCommand('View: Close All Editors');
		if (hands.by === 'mouse') {
			await customers.expand(customers.row(customer));
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
			const before = await sent('return');
			await panel.confirm(it.customer, /^Return 1 Unit$/);
			await panel.state.waitFor();
			await takePicture(workbench, `return-${by}-3-running`);
			assert.match(await panel.ended(), /^Done/);
			await takePicture(workbench, `return-${by}-4-done`);
			assert.deepEqual(await accessibilityViolations(workbench), []);
			assert.equal((await sent('return')) - before, 1, 'sent once');
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

	for (const [place, [by, take]] of Object.entries(hands).entries()) {
		it(`an exchange by ${by}: two reservations for two products, reviewed, confirmed by name, followed to its end`, async () => {
			const { workbench } = bed();
			const perCustomer = Map.groupBy(
				machines.filter(({ quantity }) => quantity > 0),
				({ customer }) => customer,
			);
			// The first customers have given something back already.
			const it = [...perCustomer.values()].filter((own) => own.length > 1)[place + 2];
			const [first, second] = it ?? [];
			assert.ok(first !== undefined && second !== undefined, 'customers have several machines');
			const panel = new MoneyPanel(workbench, take());
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
			const before = await sent('exchange');
			await panel.confirm(first.customer, /^Exchange \d+ Units?$/);
			await panel.state.waitFor();
			await takePicture(workbench, `exchange-${by}-3-running`);
			assert.match(await panel.ended(), /^Done/);
			await takePicture(workbench, `exchange-${by}-4-done`);
			assert.deepEqual(await accessibilityViolations(workbench), []);
			assert.equal((await sent('exchange')) - before, 1, 'sent once');
			const told = await panel.lines();
			assert.equal(told.length, 4);
			const held = await allReservations(sandbox);
			for (const one of [first, second]) assert.ok(!held.some(({ reservationId }) => reservationId === one.reservationId));
			const bought = held.filter(({ tenantId, quantity }) => tenantId === first.tenantId && quantity === 40);
			assert.equal(bought.length, 2);
			for (const { reservationId } of bought)
				assert.ok(
					told.some((cells) => cells.some((cell) => cell.includes(reservationId))),
					'the new ids are told',
				);
		});
	}
});
