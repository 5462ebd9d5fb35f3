/** Access control in VS Code: who has access, giving and taking it, a guard, and one role on many orders; and what the sandbox holds. */
import assert from 'node:assert/strict';
import { paletteTitle } from '../host/manifest';
import { accessibilityViolations } from './helpers/accessibility';
import { useBed } from './helpers/bed';
import { type Hands, keyboard, mouse } from './helpers/hands';
import { chooseInContextMenu } from './helpers/menus';
import { MoneyPanel } from './helpers/money-panel';
import { takePicture } from './helpers/pictures';
import { QuickFlow } from './helpers/quick-flow';
import { rolesOn } from './helpers/role-assignments';
import { type SandboxProcess, startSandboxProcess } from './helpers/sandbox-process';
import { allReservations, type Truth } from './helpers/truth';

const readerOfReservations = '582fc458-8989-419f-a480-75249bc5db7e';
const isRole = /\/roleAssignments\/[^/]+$/i;

describe('Access control', function () {
	this.timeout(240_000);
	let sandbox: SandboxProcess;
	/** Reservations of different customers without troubles, with orders of their own. */
	let subjects: readonly Truth[];
	let all: readonly Truth[];
	const bed = useBed(async () => {
		sandbox = await startSandboxProcess('--customers', '25');
		all = (await allReservations(sandbox)).filter(({ customer }) => !customer.includes('('));
		subjects = [...new Map(all.map((it) => [it.customer, it])).values()];
		return { settings: sandbox.settings, height: 1400 };
	});
	before('open the view', () => bed().customers.open());
	after(() => sandbox?.stop());

	const subject = (place: number): Truth => subjects[place] ?? assert.fail('the sandbox has that many customers');

	/** From the tree's menu by mouse, from the command palette by keyboard. */
	async function open(hands: Hands, { customer, name, reservationId }: Truth): Promise<MoneyPanel> {
		const { workbench, customers } = bed();
		await workbench.runCommand('View: Close All Editors');
		await customers.show(customer, name);
		if (hands.by === 'mouse') {
			await chooseInContextMenu(workbench, customers.row(name), 'Access Control…');
		} else {
			await workbench.typeCommand(paletteTitle('cspReservations.accessControl'));
			await workbench.quickInput.waitFor();
			await workbench.page.keyboard.type(reservationId);
			await workbench.quickPickRows.and(workbench.page.locator('.focused')).filter({ hasText: name }).waitFor();
			await workbench.page.keyboard.press('Enter');
		}
		const panel = new MoneyPanel(workbench, hands);
		await panel.opened(`Access Control: ${name}`);
		await workbench.panel.locator('#members tbody tr', { hasText: 'AdminAgents' }).waitFor();
		return panel;
	}

	async function look(picture: string): Promise<void> {
		const { workbench } = bed();
		await takePicture(workbench, picture);
		assert.deepEqual(await accessibilityViolations(workbench), []);
	}

	const rowOf = (name: string) => bed().workbench.panel.locator('#members tbody tr', { hasText: name });
	const result = () => bed().workbench.panel.locator('.result');

	it('by mouse: shows who is there, gives a role to a person, and removes it', async () => {
		const { workbench } = bed();
		const it = subject(0);
		const before = await rolesOn(sandbox, it);
		const panel = await open(mouse(), it);
		await rowOf('AdminAgents').filter({ hasText: 'Exchange and return' }).filter({ hasText: 'You are in it' }).waitFor();
		await look('roles-1-list');
		await workbench.panel.getByLabel('Role', { exact: true }).selectOption({ label: 'Reservations Reader' });
		await panel.hands.fill(workbench.panel.getByLabel('Member', { exact: true }), 'adele');
		await workbench.panel.getByRole('radio', { name: 'Adele Vance' }).check();
		await panel.usable(panel.button('Add Role Assignment'));
		await workbench.panel.locator('.grant').scrollIntoViewIfNeeded();
		await look('roles-2-form');
		await panel.press('Add Role Assignment');
		await result().filter({ hasText: '“Adele Vance” has the role “Reservations Reader”' }).waitFor();
		await rowOf('Adele Vance').filter({ hasText: 'Can view, can’t exchange or return' }).waitFor();
		await look('roles-3-given');
		const given = (await rolesOn(sandbox, it)).filter((one) => !before.includes(one));
		assert.deepEqual(
			given.map((one) => one.split(' ')[1]),
			[readerOfReservations],
		);
		await panel.press('Remove the role Reservations Reader of Adele Vance');
		await workbench.panel.locator('.removal').filter({ hasText: '“Adele Vance” loses the role' }).waitFor();
		await look('roles-4-remove');
		await panel.press('Remove Role Assignment');
		await result().filter({ hasText: 'was removed' }).waitFor();
		await rowOf('Adele Vance').waitFor({ state: 'detached' });
		assert.deepEqual(await rolesOn(sandbox, it), before);
	});

	it('by keyboard alone: gives a role to a group, keeps the form over a reload, and is warned of the last owner', async () => {
		const { workbench } = bed();
		const it = subject(1);
		const hands = keyboard(workbench);
		const panel = await open(hands, it);
		const role = workbench.panel.getByLabel('Role', { exact: true });
		await workbench.until(async () => (await role.locator('option').count()) > 3, 'roles to choose from');
		await hands.reach(role);
		await workbench.page.keyboard.type('Reservations C');
		await hands.fill(workbench.panel.getByLabel('Member', { exact: true }), 'FinOps');
		const group = workbench.panel.getByRole('radio', { name: 'FinOps' });
		await group.waitFor();
		await hands.reach(group);
		await workbench.page.keyboard.press('Space');
		await panel.usable(panel.button('Add Role Assignment'));
		const sentence = '“FinOps” gets the role “Reservations Contributor”';
		await workbench.panel.locator('.grant').filter({ hasText: sentence }).waitFor();
		await workbench.reload();
		await workbench.panel.locator('.grant').filter({ hasText: sentence }).waitFor({ timeout: 60_000 });
		await panel.press('Add Role Assignment');
		await result().filter({ hasText: '“FinOps” has the role' }).waitFor();
		await rowOf('FinOps').filter({ hasText: 'Azure decides' }).waitFor();
		const before = await rolesOn(sandbox, it);
		// Whoever else owns the order goes first; the last one is warned of.
		const owners = workbench.panel.getByRole('button', { name: /^Remove the role Owner of / });
		for (let count = await owners.count(); count > 1; count--) {
			const other = workbench.panel.getByRole('button', { name: /^Remove the role Owner of (?!AdminAgents)/ }).first();
			await hands.press(other);
			await panel.press('Remove Role Assignment');
			await workbench.until(async () => (await owners.count()) < count, 'an owner to be removed');
		}
		await panel.press('Remove the role Owner of AdminAgents');
		const removal = workbench.panel.locator('.removal');
		await removal.filter({ hasText: 'the last owner of the order' }).filter({ hasText: 'You have this role yourself' }).waitFor();
		await look('roles-5-last-owner');
		assert.equal(await panel.button('Remove Role Assignment').getAttribute('aria-disabled'), 'true');
		await hands.press(removal.getByRole('checkbox').first());
		await workbench.until(async () => removal.getByRole('checkbox').first().isChecked(), 'the first to be confirmed');
		assert.equal(await panel.button('Remove Role Assignment').getAttribute('aria-disabled'), 'true', 'one of two');
		await hands.press(removal.getByRole('button', { name: 'Discard My Choice' }));
		await removal.waitFor({ state: 'detached' });
		const left = await rolesOn(sandbox, it);
		assert.ok(left.length >= 1 && left.every((one) => before.includes(one)));
	});

	it('a role on all reservations is confirmed first; a refusal says which right is missing, and the form keeps what it holds', async () => {
		const { workbench } = bed();
		const it = subject(2);
		const panel = await open(mouse(), it);
		await workbench.panel.getByLabel('Role', { exact: true }).selectOption({ label: 'Owner' });
		await workbench.panel.getByRole('radio', { name: 'HelpdeskAgents' }).check();
		await workbench.panel.getByLabel('Scope', { exact: true }).selectOption({ label: 'All reservations of the customer' });
		const before = await sandbox.requests('PUT', isRole);
		const guard = workbench.panel.getByRole('checkbox', { name: /on all reservations in the customer’s directory/ });
		await guard.waitFor();
		await workbench.panel.locator('.grant').scrollIntoViewIfNeeded();
		await look('roles-6-whole-directory');
		const give = panel.button('Add Role Assignment');
		assert.equal(await give.getAttribute('aria-disabled'), 'true', 'not confirmed');
		await workbench.panel.getByText('Confirm first what is marked above.').waitFor();
		await give.click({ force: true });
		assert.equal(await sandbox.requests('PUT', isRole), before, 'nothing is asked for');
		await guard.check();
		await panel.press('Add Role Assignment');
		await result()
			.filter({ hasText: 'Nothing was' })
			.or(result().filter({ hasText: 'not read' }))
			.waitFor();
		await result().filter({ hasText: 'User Access Administrator' }).waitFor();
		await look('roles-6-refused');
		assert.equal(await workbench.panel.getByRole('radio', { name: 'HelpdeskAgents' }).isChecked(), true);
	});

	it('AdminAgents get a role on all orders of a customer; a second time nothing is sent', async () => {
		const { workbench, customers } = bed();
		const it = subject(3);
		const orders = [...new Set(all.filter(({ customer }) => customer === it.customer).map(({ orderId }) => orderId))];
		const flow = new QuickFlow(workbench, 'mouse');
		const give = async () => {
			await chooseInContextMenu(workbench, customers.row(it.customer), 'Grant AdminAgents Access…');
			await flow.at('Grant AdminAgents Access');
			await flow.choose('HelpdeskAgents');
			await flow.choose('Reservations Reader');
			await flow.row('Assign the Role “Reservations Reader” to “HelpdeskAgents”').waitFor();
			await takePicture(workbench, 'roles-7-batch');
			await flow.choose('Assign the Role “Reservations Reader” to “HelpdeskAgents”');
		};
		await give();
		const notice = await flow.notice(/Role assigned on (\d+) of \1 reservation orders\./);
		await notice.getByRole('button', { name: 'Show Results' }).click();
		await workbench.page.locator('.tab', { hasText: 'HelpdeskAgents' }).waitFor();
		await takePicture(workbench, 'roles-8-results');
		for (const orderId of orders) {
			const held = (await rolesOn(sandbox, { ...it, orderId })).filter((one) => one.endsWith(readerOfReservations));
			assert.equal(held.length, 1, orderId);
		}
		await flow.clearNotices();
		await give();
		await flow.notice(/Role assigned on 0 of \d+ reservation orders, \d+ had it already\./);
	});
});
