/** The Configuration panel in VS Code: a scope, a split with the scopes of its parts, and a renewal, and what the sandbox holds afterwards. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { accessibilityViolations } from './helpers/accessibility';
import { useBed } from './helpers/bed';
import { ConfigurationPanel, changeMs } from './helpers/configuration';
import { type Hands, keyboard, mouse } from './helpers/hands';
import { takePicture } from './helpers/pictures';
import { type SandboxProcess, startSandboxProcess } from './helpers/sandbox-process';
import { allReservations, changeElsewhere, configurationsOf, type Truth } from './helpers/truth';

const soon = 40 * 86_400_000;

describe('Configuration panel', function () {
	this.timeout(240_000);
	let sandbox: SandboxProcess;
	let machines: readonly Truth[];
	/** Reservations with automatic renewal. */
	const renewing = new Set<string>();
	const bed = useBed(async () => {
		sandbox = await startSandboxProcess('--customers', '25', '--operation-seconds', '4');
		machines = (await allReservations(sandbox)).filter(
			({ resourceType, quantity, customer, expiresAt }) =>
				resourceType === 'VirtualMachines' &&
				quantity > 2 &&
				!customer.includes('(') &&
				expiresAt !== undefined &&
				expiresAt > Date.now() + soon,
		);
		for (const it of machines.slice(0, 12)) if ((await truth(it)).renew) renewing.add(it.reservationId);
		return { settings: sandbox.settings, height: 1000 };
	});
	before('open the view', () => bed().customers.open());
	after(() => sandbox?.stop());

	const subject = (place: number): Truth => machines[place] ?? assert.fail('the sandbox has machines of several units');
	const truth = async (it: Truth, reservationId = it.reservationId) =>
		(await configurationsOf(sandbox, it)).find((one) => one.reservationId === reservationId) ?? assert.fail('it is in its order');

	/** Changes of reservations that the sandbox got. */
	const sent = async () => (await sandbox.requests('PATCH', /./)) + (await sandbox.requests('POST', /\/split$/i));

	const open = (hands: Hands, it: Truth) => ConfigurationPanel.open(bed(), hands, it);

	async function look(picture: string): Promise<void> {
		const { workbench } = bed();
		await takePicture(workbench, picture);
		assert.deepEqual(await accessibilityViolations(workbench), []);
	}

	it('a scope by mouse: chosen among those that Azure takes, seen before and after, applied, and put back', async () => {
		const { workbench } = bed();
		const it = subject(0);
		const before = await truth(it);
		const panel = await open(mouse(), it);
		const other = workbench.panel.locator('.target input:enabled:not(:checked)').first();
		await other.waitFor();
		await look('configuration-panel-1-now');
		const requests = await sent();
		await other.click();
		await panel.usable(panel.button('Apply'));
		await workbench.panel.locator('.review').scrollIntoViewIfNeeded();
		await look('configuration-panel-2-scope');
		await panel.press('Apply');
		await panel.state.waitFor();
		await takePicture(workbench, 'configuration-panel-3-sending');
		assert.match(await panel.ended(), /^Done/);
		await look('configuration-panel-4-done');
		assert.equal((await sent()) - requests, 1, 'sent once');
		const after = await truth(it);
		assert.notDeepEqual([after.appliedScopeType, after.scopeId], [before.appliedScopeType, before.scopeId]);
		await panel.press(/^Undo: Scope/);
		await workbench.until(async () => {
			const now = await truth(it);
			return now.appliedScopeType === before.appliedScopeType && now.scopeId?.toLowerCase() === before.scopeId?.toLowerCase();
		}, 'the scope to be put back');
		assert.match(await panel.ended(), /^Done/);
	});

	it('a renewal by keyboard alone: off, and on again for more units', async () => {
		const { workbench } = bed();
		const it = machines.slice(1).find(({ reservationId }) => renewing.has(reservationId)) ?? assert.fail('one renews itself');
		const hands = keyboard(workbench);
		const panel = await open(hands, it);
		const renew = workbench.panel.getByLabel('Automatic renewal', { exact: true });
		await hands.reach(renew);
		await workbench.page.keyboard.press('ArrowDown');
		await panel.usable(panel.button('Apply'));
		await look('configuration-panel-5-renewal');
		await panel.press('Apply');
		assert.match(await panel.ended(), /^Done/);
		assert.equal((await truth(it)).renew, false);
		await panel.press('Change Something Else');
		await hands.reach(renew);
		await workbench.page.keyboard.press('ArrowUp');
		await hands.reach(workbench.panel.getByLabel('Units', { exact: true }));
		await workbench.page.keyboard.press('ArrowUp');
		await panel.usable(panel.button('Apply'));
		await takePicture(workbench, 'configuration-panel-5-renewal-units');
		await panel.press('Apply');
		assert.match(await panel.ended(), /^Done/);
		assert.equal((await truth(it)).renew, true);
		await panel
			.region('Configuration now')
			.filter({ hasText: `${it.quantity + 1} × ` })
			.waitFor();
		await look('configuration-panel-6-renewal-done');
	});

	/** Chooses from a list; by keyboard with the arrow keys. */
	async function choose(hands: Hands, list: Locator, value: string): Promise<void> {
		if (hands.by === 'mouse') {
			await list.selectOption(value);
			return;
		}
		await hands.reach(list);
		await bed().workbench.until(async () => {
			if ((await list.inputValue()) === value) return true;
			await bed().workbench.page.keyboard.press('ArrowDown');
			return false;
		}, 'the arrow keys to reach it');
	}

	for (const [place, by] of [
		[2, 'mouse'],
		[4, 'keyboard'],
	] as const) {
		it(`a split by ${by}, and then the scope of one part in one go`, async () => {
			const { workbench } = bed();
			const it = subject(place);
			const before = await truth(it);
			const panel = await open(by === 'mouse' ? mouse() : keyboard(workbench), it);
			await panel.press('Split');
			const { hands } = panel;
			await hands.fill(workbench.panel.getByLabel('Units of part 1'), '1');
			await hands.fill(workbench.panel.getByLabel('Units of part 2'), String(it.quantity));
			await workbench.panel
				.locator('#sum')
				.filter({ hasText: `but it has ${it.quantity} units` })
				.waitFor();
			await hands.fill(workbench.panel.getByLabel('Units of part 2'), String(it.quantity - 1));
			const scope = workbench.panel.getByLabel('Scope of part 1 after the split');
			await workbench.until(async () => (await scope.locator('option').count()) > 1, 'scopes to choose from');
			const chosen = (await scope.locator('option').nth(1).getAttribute('value')) ?? '';
			await choose(hands, scope, chosen);
			const split = workbench.panel.locator('.review vscode-button').first();
			await panel.usable(split);
			await split.scrollIntoViewIfNeeded();
			await look(`configuration-panel-7-split-${by}`);
			await hands.press(split);
			assert.match(await panel.ended(), /^Done/);
			const done = workbench.panel.locator('.steps li', { hasText: 'Scope of part 1' }).filter({ hasText: 'Done' });
			await done.waitFor({ timeout: changeMs });
			await look(`configuration-panel-8-split-${by}-done`);
			const parts = (await configurationsOf(sandbox, it)).filter(
				({ provisioningState, reservationId }) => provisioningState === 'Succeeded' && reservationId !== it.reservationId,
			);
			const one = parts.find(({ quantity }) => quantity === 1);
			const rest = parts.find(({ quantity }) => quantity === it.quantity - 1);
			assert.equal(one?.appliedScopeType === 'Shared' ? 'shared' : one?.scopeId?.toLowerCase(), chosen.toLowerCase());
			assert.deepEqual([rest?.appliedScopeType, rest?.scopeId], [before.appliedScopeType, before.scopeId]);
			await panel.press('Open Overview of Part 1');
			await workbench.panel
				.getByText(one?.reservationId ?? '', { exact: true })
				.first()
				.waitFor();
		});
	}

	it('what somebody else changes meanwhile is shown, and the choice is kept', async () => {
		const { workbench } = bed();
		const it = subject(3);
		const panel = await open(keyboard(workbench), it);
		const name = workbench.panel.getByLabel('Name', { exact: true });
		await name.fill('Named by me');
		await panel.usable(panel.button('Apply'));
		await changeElsewhere(sandbox, it, { name: 'Named by somebody else' });
		await panel.press('Refresh');
		await workbench.panel.locator('.moved').filter({ hasText: 'Named by somebody else' }).waitFor();
		await look('configuration-panel-9-moved');
		assert.equal(await panel.button('Apply').getAttribute('aria-disabled'), 'true');
		assert.equal(await name.inputValue(), 'Named by me');
		await panel.press('Go On With What It Is Now');
		await panel.usable(panel.button('Apply'));
		assert.equal(await name.inputValue(), 'Named by me');
		await workbench.reload();
		await workbench.panel.getByRole('heading', { level: 1, name: /somebody else$/ }).waitFor({ timeout: changeMs });
		await panel.usable(panel.button('Apply'));
		assert.equal(await name.inputValue(), 'Named by me', 'kept over a reload of the window');
		await panel.press('Apply');
		assert.match(await panel.ended(), /^Done/);
	});
});
