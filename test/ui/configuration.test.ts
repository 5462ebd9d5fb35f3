/** Changes of configuration in VS Code, by mouse and by keyboard alone, and what the sandbox holds afterwards. */
import assert from 'node:assert/strict';
import { nameOf } from '../host/customers-view';
import { paletteTitle } from '../host/manifest';
import { useBed } from './helpers/bed';
import { startFlow } from './helpers/configuration';
import { chooseInContextMenu } from './helpers/menus';
import { takePicture } from './helpers/pictures';
import { QuickFlow } from './helpers/quick-flow';
import { type SandboxProcess, startSandboxProcess } from './helpers/sandbox-process';
import { allReservations, changeElsewhere, placesOf, type Truth } from './helpers/truth';

describe('Configuration', function () {
	this.timeout(180_000);
	let sandbox: SandboxProcess;
	let machines: readonly Truth[];
	/** Of a customer whose subscriptions are on the first page of the list. */
	let scoped: readonly Truth[];
	const needed = 9;
	const bed = useBed(async () => {
		sandbox = await startSandboxProcess('--customers', '25', '--operation-seconds', '2');
		const isPlain = ({ resourceType, name, customer, scope, flexibility }: Truth) =>
			resourceType === 'VirtualMachines' &&
			/^[\w ().-]+$/.test(name) &&
			!customer.includes('(') &&
			scope === 'Shared' &&
			flexibility === 'On';
		const all = await allReservations(sandbox);
		const isOnly = (it: Truth) => all.every((other) => other === it || other.customer !== it.customer || other.name !== it.name);
		const usable = all.filter((it) => isPlain(it) && isOnly(it));
		scoped = usable.filter(({ customer }) => customer === 'Adventure Works');
		machines = usable.filter(({ customer }) => customer !== 'Adventure Works');
		return { settings: sandbox.settings, height: 1400 };
	});
	before('open the view with the customers that are worked on', async () => {
		const { customers } = bed();
		await customers.open();
		const own = [...scoped.slice(0, 3), ...machines.slice(0, needed)];
		assert.equal(own.length, needed + 3, 'there are as many machines as the tests work on');
		for (const [customer, held] of Map.groupBy(own, (it) => it.customer)) {
			// A row that is drawn anew takes its menu with it.
			await customers.show(customer, ...held.map(({ name }) => name));
		}
	});
	after(() => sandbox?.stop());
	beforeEach(async () => {
		await sandbox.repair();
		await bed().workbench.runCommand('View: Close All Editors');
	});

	const now = async ({ reservationId }: Truth) =>
		(await allReservations(sandbox)).find((it) => it.reservationId === reservationId);

	for (const [place, by] of (['mouse', 'keyboard'] as const).entries()) {
		it(`the scope by ${by}: back and forth, before and after, tree and Operations follow, and it is undone`, async () => {
			const { workbench } = bed();
			const it = scoped[place];
			assert.ok(it !== undefined);
			const flow = new QuickFlow(workbench, by);
			await startFlow(bed(), flow, 'changeScope', it);
			await flow.at(`Change Scope: ${it.name}`);
			await flow.row('Shared').waitFor();
			await takePicture(workbench, `configuration-scope-${by}-1-targets`);
			assert.match(await flow.texts(), /Shared.*now/, 'the current one is marked');
			const name = 'Adventure Works Development';
			await flow.choose(name);
			await flow.row('Change the Scope').waitFor();
			await takePicture(workbench, `configuration-scope-${by}-2-preview`);
			assert.match(await flow.texts(), /Shared → Subscription/);
			assert.match(await flow.texts(), /keeps the end date/);
			await flow.back();
			await flow.row('Shared').waitFor();
			await flow.choose(name);
			await flow.choose('Change the Scope');
			await workbench.until(async () => (await now(it))?.scope === 'Single', 'the scope to change');
			const notice = await flow.notice(`${it.name} was changed`);
			await takePicture(workbench, `configuration-scope-${by}-3-done`);
			await notice.hover();
			await notice.getByRole('button', { name: 'Undo' }).click();
			await workbench.until(async () => (await now(it))?.scope === 'Shared', 'the scope to be put back');
			await flow.clearNotices();
		});

		it(`the name by ${by}: bad input stays in the box, and the tree shows the new name`, async () => {
			const { workbench, customers } = bed();
			const it = machines[place + 2];
			assert.ok(it !== undefined);
			const flow = new QuickFlow(workbench, by);
			await startFlow(bed(), flow, 'rename', it);
			await flow.at(`Rename: ${it.name}`);
			await flow.write('   ');
			await workbench.quickMessage.filter({ hasText: 'A reservation needs a name.' }).waitFor();
			await takePicture(workbench, `configuration-name-${by}-1-refused`);
			await flow.write(`renamed-by-${by}`);
			await flow.row('Change the Name').waitFor();
			await takePicture(workbench, `configuration-name-${by}-2-preview`);
			await flow.choose('Change the Name');
			await flow.notice(`${it.name} was changed. Name: ${it.name} → renamed-by-${by}`);
			await flow.clearNotices();
			assert.equal((await now(it))?.name, `renamed-by-${by}`);
			if (by === 'mouse') await customers.row(`renamed-by-${by}`).waitFor();
		});

		it(`the renewal by ${by}: the other way round, then with another quantity`, async () => {
			const { workbench } = bed();
			const it = machines[place + 4];
			assert.ok(it !== undefined);
			const flow = new QuickFlow(workbench, by);
			await startFlow(bed(), flow, 'changeRenewal', it);
			await flow.row('Do Not Renew').waitFor();
			await takePicture(workbench, `configuration-renewal-${by}-1-choice`);
			await flow.choose(it.renew ? 'Do Not Renew' : 'Renew Automatically');
			await flow.row('Change the Renewal').waitFor();
			await takePicture(workbench, `configuration-renewal-${by}-2-preview`);
			await flow.choose('Change the Renewal');
			await workbench.until(async () => (await now(it))?.renew === !it.renew, 'the renewal to change');
			await flow.notice(`${it.name} was changed`);
			await flow.clearNotices();
			await startFlow(bed(), flow, 'changeRenewal', it);
			await flow.choose('Other Quantity…');
			await workbench.quickMessage.filter({ hasText: 'Units that the renewal buys' }).waitFor();
			await flow.write('none');
			await workbench.quickMessage.filter({ hasText: 'whole number' }).waitFor();
			await flow.write('3');
			await flow.row('Change the Renewal').waitFor();
			await takePicture(workbench, `configuration-renewal-${by}-3-quantity`);
			await flow.choose('Change the Renewal');
			await flow.notice(/Renewal: .*3 × /);
			await flow.clearNotices();
		});

		it(`the optimization by ${by}: capacity priority needs a single scope, which is said`, async () => {
			const { workbench } = bed();
			const it = machines[place + 6];
			assert.ok(it !== undefined);
			const flow = new QuickFlow(workbench, by);
			await startFlow(bed(), flow, 'changeOptimization', it);
			await flow.row('Capacity Priority').waitFor();
			await flow.choose('Capacity Priority');
			await flow.at('only with the scope of one subscription');
			await takePicture(workbench, `configuration-optimization-${by}-1-refused`);
			await workbench.page.keyboard.press('Escape');
			assert.equal((await now(it))?.flexibility, 'On');
		});
	}

	it('what has ended is archived and shown again', async () => {
		const { workbench, customers } = bed();
		await workbench.runCommand(paletteTitle('cspReservations.showEnded'));
		const ended = workbench.row('Customers', /, (Expired|Cancelled|Cancelled: \w+),/);
		await ended.waitFor();
		const name = await nameOf(ended);
		const flow = new QuickFlow(workbench, 'mouse');
		await chooseInContextMenu(workbench, ended, 'Archive');
		await flow.at(`Archive: ${name}`);
		await flow.row('hidden in lists').waitFor();
		await takePicture(workbench, 'configuration-archive-1-preview');
		await flow.choose('Archive');
		await flow.notice('Archived: No → Yes');
		await flow.clearNotices();
		const archived = customers.rows.filter({ hasText: name }).and(workbench.page.locator('[aria-label*="rchived"]')).first();
		await archived.waitFor();
		await takePicture(workbench, 'configuration-archive-2-done');
		await chooseInContextMenu(workbench, archived, 'Unarchive');
		await flow.choose('Unarchive');
		await flow.notice('Archived: Yes → No');
		await flow.clearNotices();
		await workbench.runCommand(paletteTitle('cspReservations.hideEnded'));
	});

	it('the buttons of the Overview lead there, and the Overview shows the new state', async () => {
		const { workbench, customers } = bed();
		const it = machines[7];
		assert.ok(it !== undefined);
		const flow = new QuickFlow(workbench, 'mouse');
		await customers.openOverview(customers.row(it.name));
		await workbench.panel.getByRole('button', { name: 'Change Renewal…' }).click();
		await flow.choose(it.renew ? 'Do Not Renew' : 'Renew Automatically');
		await flow.choose('Change the Renewal');
		await flow.notice(`${it.name} was changed`);
		await flow.clearNotices();
		const renewal = workbench.panel.getByText(it.renew ? /^Off/ : /^On · decide by/).first();
		await renewal.waitFor();
		await takePicture(workbench, 'configuration-overview');
		await workbench.panel.getByRole('button', { name: 'Change Scope…' }).click();
		await flow.at(`Change Scope: ${it.name}`);
		await workbench.page.keyboard.press('Escape');
	});

	it('what somebody else has changed meanwhile is shown and not overwritten, and it can be started again', async () => {
		const { workbench } = bed();
		const it = machines[8];
		assert.ok(it !== undefined);
		const flow = new QuickFlow(workbench, 'mouse');
		await startFlow(bed(), flow, 'rename', it);
		await flow.write('mine');
		await flow.row('Change the Name').waitFor();
		await changeElsewhere(sandbox, it, { name: 'theirs' });
		await flow.choose('Change the Name');
		const notice = await flow.notice('has changed since you saw it');
		assert.match((await notice.textContent()) ?? '', /Name: theirs, was .*Nothing was sent/);
		await takePicture(workbench, 'configuration-changed-elsewhere');
		assert.equal((await now(it))?.name, 'theirs');
		await notice.hover();
		await notice.getByRole('button', { name: 'Start Again' }).click();
		await flow.at(/^Rename: /);
		await workbench.page.keyboard.press('Escape');
		await flow.clearNotices();
	});

	it('a scope that is gone by the time of the change is told, and nothing has changed', async () => {
		const { workbench } = bed();
		const it = scoped[2];
		assert.ok(it !== undefined);
		const flow = new QuickFlow(workbench, 'mouse');
		await startFlow(bed(), flow, 'changeScope', it);
		await flow.row('Shared').waitFor();
		// The last one can't be deleted.
		const [place] = (await placesOf(sandbox, it)).slice(1);
		assert.ok(place !== undefined, 'the customer has several subscriptions');
		await flow.choose(place.name);
		await flow.row('Change the Scope').waitFor();
		await sandbox.control('DELETE', `places/${it.tenantId}?${new URLSearchParams({ id: place.id })}`);
		await flow.choose('Change the Scope');
		const notice = await flow.notice(`${it.name} was not changed`);
		await takePicture(workbench, 'configuration-target-gone');
		assert.match((await notice.textContent()) ?? '', /The subscription .* is gone, or your account can’t see it any more/);
		assert.equal((await now(it))?.scope, 'Shared');
		await flow.clearNotices();
	});

	it('the view Operations has the changes with before and after', async () => {
		const { workbench } = bed();
		const pane = (title: string) => workbench.page.locator(`.sidebar .pane-header[aria-label^="${title}"]`);
		await pane('Operations').click();
		await pane('Customers').click();
		const row = workbench.row('Operations', /Change, done, .*Name/);
		await row.waitFor();
		await row.click();
		await workbench.page.keyboard.press('ArrowRight');
		await workbench.row('Operations', /^Name: .* → renamed-by-/).waitFor();
		await takePicture(workbench, 'configuration-operations');
		await chooseInContextMenu(workbench, row, 'Show Operation Details');
		await workbench.page.locator('.view-lines').filter({ hasText: 'renamed-by-' }).first().waitFor();
		await takePicture(workbench, 'configuration-details');
	});
});
