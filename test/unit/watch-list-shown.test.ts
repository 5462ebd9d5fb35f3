/** Show Watch List: few things are shown at once, many by sort first; where nothing needs a look it says of whom that is known. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { sandboxCloud } from '../../src/identity';
import type { ReservationsService } from '../../src/reservations/api';
import { startSandbox } from '../../src/sandbox';
import { showWatchList } from '../../src/watch/show-list';
import { startService } from '../helpers/service';
import { commandsRun, notices, picks, type QuickPick, QuickPickItemKind } from '../ui/pages/vscode-outside';

/** The list that was shown last, once it has its items. */
async function pickAt(place: number): Promise<QuickPick> {
	for (const started = Date.now(); Date.now() - started < 30_000; await sleep(5)) {
		const pick = picks[place];
		if (pick !== undefined && pick.items.length > 0) return pick;
	}
	return assert.fail(`no list ${place}`);
}

async function withService(customers: number, reservations: number, work: (service: ReservationsService) => Promise<void>) {
	const sandbox = await startSandbox({ port: 0, customers, reservations });
	const bench = await startService(sandboxCloud(sandbox.endpoints));
	for (const list of [picks, notices.told, commandsRun]) list.length = 0;
	try {
		await work(bench.service);
	} finally {
		await bench.end();
		await sandbox.close();
	}
}

describe('Show Watch List', () => {
	it('says that nothing needs a look, and speaks of others only where there are any', async () => {
		await withService(3, 0, async (service) => {
			await service.loadCustomers();
			await showWatchList(service);
			assert.deepEqual(notices.told.splice(0), ['Nothing needs a look at 0 of 3 customers; of the others nothing is known yet.']);
		});
		await withService(0, 0, async (service) => {
			await service.scan.start();
			await showWatchList(service);
			assert.deepEqual(notices.told.splice(0), ['Nothing needs a look. Looked at: 0 customers.']);
		});
	});

	it('shows few things at once, under headings', async () => {
		await withService(2, 2, async (service) => {
			await service.scan.start();
			const list = service.watch.list();
			const shown = showWatchList(service);
			const pick = await pickAt(0);
			assert.equal(pick.title, 'Watch List');
			const rows = pick.items.filter(({ kind }) => kind !== QuickPickItemKind.Separator);
			assert.equal(rows.length, list.items.length + list.exchangeCutOff.reservations);
			const headings = pick.items.filter(({ kind }) => kind === QuickPickItemKind.Separator).map(({ label }) => label);
			assert.ok(headings.length > 0 && headings.every((label) => !/within (7|30|60) days/.test(label)), headings.join());
			assert.deepEqual(pick.buttons, []);
			pick.choose(rows[0]?.label ?? '');
			await shown;
			const [command, ref] = commandsRun[0] ?? [];
			assert.equal(command, 'cspReservations.openOverview');
			assert.ok(service.getReservation(ref as never) !== undefined);
		});
	});

	it('names the customers that could not be read, each with its reason and the way to Check Access', async () => {
		await withService(28, 2, async (service) => {
			await service.scan.start();
			const failed = service.scan.failures();
			const shown = showWatchList(service);
			const sorts = await pickAt(0);
			const sort = sorts.items.find(({ label }) => label === 'Not known yet');
			assert.equal(sort?.description, `${failed.length} customers, could not be read: ${failed.length}`);
			sorts.choose('Not known yet');
			const rows = await pickAt(1);
			const told = rows.items.map(({ label, detail }) => `${label}: ${detail}`).slice(1);
			const nameOf = (tenantId: string) => service.getCustomer(tenantId)?.name ?? '';
			assert.deepEqual(
				told,
				failed.map(({ tenantId, failure }) => `${nameOf(tenantId)}: ${failure?.message}`),
			);
			rows.choose(nameOf(failed[0]?.tenantId ?? ''));
			await shown;
			assert.deepEqual(commandsRun, [['cspReservations.checkAccess', { tenantId: failed[0]?.tenantId }]]);
		});
	});

	it('goes from the sorts to the rows and back, and nowhere when it is closed', async () => {
		await withService(28, 5, async (service) => {
			await service.scan.start();
			const shown = showWatchList(service);
			const sorts = await pickAt(0);
			assert.match(sorts.placeholder, /^What needs a look at \d+ of 28 customers, the oldest data of /);
			sorts.choose('Low use, lasting');
			const rows = await pickAt(1);
			assert.equal(rows.title, 'Watch List: Low use, lasting (over 30 days)');
			assert.deepEqual(rows.buttons, ['back']);
			rows.goBack();
			const again = await pickAt(2);
			assert.deepEqual(
				again.activeItems.map((item) => (item as { label: string }).label),
				['Low use, lasting (over 30 days)'],
			);
			again.choose('Expiring within 90 days');
			(await pickAt(3)).close();
			await shown;
			assert.deepEqual(commandsRun, []);
		});
	});
});
