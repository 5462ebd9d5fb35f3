/** The same change of many reservations in VS Code: every one of them is accounted for. */
import assert from 'node:assert/strict';
import { useBed } from './helpers/bed';
import { chooseInContextMenu } from './helpers/menus';
import { takePicture } from './helpers/pictures';
import { QuickFlow } from './helpers/quick-flow';
import { type SandboxProcess, startSandboxProcess } from './helpers/sandbox-process';
import { allReservations, changeElsewhere, type Truth } from './helpers/truth';

const count = 25;

describe('Configuration of many', function () {
	this.timeout(240_000);
	let sandbox: SandboxProcess;
	let many: readonly Truth[];
	const name = (index: number) => `batch-${String(index + 1).padStart(2, '0')}`;
	const bed = useBed(async () => {
		sandbox = await startSandboxProcess('--customers', '12', '--reservations', '40');
		const all = (await allReservations(sandbox)).filter(
			({ resourceType, customer, expiresAt }) =>
				resourceType === 'VirtualMachines' && !customer.includes('(') && expiresAt !== undefined,
		);
		const [own] = [...Map.groupBy(all, ({ customer }) => customer).values()].filter(({ length }) => length >= count);
		many = own?.slice(0, count) ?? [];
		assert.equal(many.length, count, 'a customer has that many reservations');
		for (const [index, it] of many.entries()) {
			await changeElsewhere(sandbox, it, { name: name(index), ...(!it.renew && { renew: true }) });
		}
		return { settings: sandbox.settings, height: 1500 };
	});
	before('open the view', () => bed().customers.open());
	after(() => sandbox?.stop());

	it('a batch of 25 with 3 that are refused ends with 22 changed, 3 explained, and nothing unsaid', async () => {
		const { workbench, customers } = bed();
		const refused = many.slice(4, 7);
		for (const { reservationId } of refused) {
			await sandbox.plan(
				{ service: 'resourceManager', method: 'PATCH', path: reservationId },
				{ kind: 'status', status: 403, code: 'AuthorizationFailed', message: 'The client has no right to write this.' },
			);
		}
		const flow = new QuickFlow(workbench, 'mouse');
		await customers.show(many[0]?.customer ?? '', name(0));
		// A plain click takes the customer out of the selection; it opens the reservation too.
		await customers.openOverview(customers.row(name(0)));
		for (const index of [...many.keys()].slice(1)) await customers.row(name(index)).click({ modifiers: ['ControlOrMeta'] });
		await customers.row(name(3)).click({ button: 'right' });
		await workbench.page.getByRole('menuitem', { name: 'Change Renewal…', exact: true }).waitFor();
		await takePicture(workbench, 'configuration-batch-1-menu');
		await workbench.page.getByRole('menuitem', { name: 'Change Renewal…', exact: true }).click();
		await flow.at('Change Renewal: 25 reservations');
		await flow.choose('Do Not Renew');
		await flow.row('25 of 25 reservations').waitFor();
		await takePicture(workbench, 'configuration-batch-2-preview');
		await flow.choose('Change the Renewal');
		await workbench.page.locator('.tab', { hasText: 'Change Renewal' }).waitFor();
		const notice = await flow.notice('22 of 25 reservations changed, 3 not changed.');
		await takePicture(workbench, 'configuration-batch-3-results');
		await notice.waitFor();
		const text = (await workbench.page.locator('.view-lines').first().textContent()) ?? '';
		for (const index of many.keys()) assert.ok(text.includes(name(index)), `${name(index)} is told`);
		const after = (await allReservations(sandbox)).filter((it) => many.some((one) => one.reservationId === it.reservationId));
		assert.deepEqual(
			after
				.filter(({ renew }) => renew)
				.map((it) => it.reservationId)
				.sort(),
			refused.map((it) => it.reservationId).sort(),
		);
	});

	/** Selects these reservations and starts the command on them; its steps are worked by keyboard. */
	async function start(first: number, last: number): Promise<QuickFlow> {
		const { workbench, customers } = bed();
		await workbench.runCommand('View: Close All Editors');
		await customers.show(many[0]?.customer ?? '', name(first));
		await customers.openOverview(customers.row(name(first)));
		for (let index = first + 1; index <= last; index++) {
			await customers.row(name(index)).click({ modifiers: ['ControlOrMeta'] });
		}
		await chooseInContextMenu(workbench, customers.row(name(last)), 'Change Renewal…');
		const flow = new QuickFlow(workbench, 'keyboard');
		await flow.at(`Change Renewal: ${last - first + 1} reservations`);
		return flow;
	}

	const renewing = async () =>
		(await allReservations(sandbox)).filter(
			({ renew, reservationId }) => renew && many.some((one) => one.reservationId === reservationId),
		).length;

	it('a batch that is cancelled half way: what was begun is done, the rest is told as not sent', async () => {
		const { workbench } = bed();
		const before = await renewing();
		await new QuickFlow(workbench, 'mouse').clearNotices();
		const flow = await start(0, count - 1);
		await sandbox.plan({ service: 'resourceManager', method: 'PATCH' }, { kind: 'delay', ms: 3000 });
		await flow.choose('Renew Automatically');
		await flow.row(`of ${count} reservations`).waitFor();
		await flow.choose('Change the Renewal');
		const progress = await flow.notice(new RegExp(`\\b[1-9]\\d* of ${count}`));
		await takePicture(workbench, 'configuration-batch-4-progress');
		await progress.hover();
		await progress.getByRole('button', { name: 'Cancel' }).click();
		const notice = await flow.notice(/not begun/);
		await takePicture(workbench, 'configuration-batch-5-cancelled');
		const [, changed = '', unbegun = ''] =
			/(\d+) of 25 reservations changed.*?(\d+) not begun/.exec((await notice.textContent()) ?? '') ?? [];
		assert.ok(Number(changed) > 0 && Number(unbegun) > 0, (await notice.textContent()) ?? '');
		assert.equal((await renewing()) - before, Number(changed), 'what is told as changed has changed, and nothing else');
		const text = (await workbench.page.locator('.view-lines').first().textContent()) ?? '';
		assert.ok(text.replaceAll('\u00a0', ' ').includes(`Not begun, as it was cancelled before (${unbegun})`), text);
		await sandbox.repair();
	});

	it('the steps of a batch by keyboard', async () => {
		const { workbench } = bed();
		await new QuickFlow(workbench, 'mouse').clearNotices();
		const before = await renewing();
		const flow = await start(count - 4, count - 1);
		await flow.choose('Renew Automatically');
		await flow.row('4 of 4 reservations').waitFor();
		await flow.choose('Change the Renewal');
		await flow.notice('4 of 4 reservations changed.');
		assert.equal(await renewing(), before + 4);
	});
});
