/** The use of a reservation on its whole way: sandbox, service, view. What is drawn has to be what was asked for. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { sandboxCloud } from '../../src/identity';
import { usageView } from '../../src/panels/overview/views/usage';
import type { Reservation, UsageGrain } from '../../src/reservations/model';
import { startSandbox } from '../../src/sandbox';
import { startService, valueIn } from '../helpers/service';

/** The first day of a month at noon: neither that day nor that month has figures yet, all before have. */
const today = new Date('2026-12-01T12:00:00Z');
const now = today.getTime();

async function withOldReservation<T>(work: (view: (grain: UsageGrain) => Promise<ReturnType<typeof usageView>>) => Promise<T>) {
	const sandbox = await startSandbox({ port: 0, customers: 25, today });
	const { service, end } = await startService(sandboxCloud(sandbox.endpoints), { clock: () => now });
	const isOld = ({ state, purchasedAt, utilization }: Reservation) =>
		state === 'Succeeded' && (utilization.last30Days ?? 0) > 0 && (purchasedAt ?? now) < Date.UTC(2025, 9, 1);
	try {
		for (const { tenantId } of valueIn(await service.loadCustomers()).customers) {
			const old = (await service.loadReservations(tenantId)).value?.reservations.find(isOld);
			if (old === undefined) continue;
			return await work(async (grain) => {
				const value = await service.readUsage(old, grain);
				return usageView({ reservation: old, grain, usage: { value, loading: false }, now });
			});
		}
		throw new Error('the sandbox has no used reservation that is older than a year');
	} finally {
		await end();
		await sandbox.close();
	}
}

describe('use from the sandbox to the view', () => {
	it('of an old reservation has every day and every month, with no gap that is ours', async () => {
		await withOldReservation(async (view) => {
			for (const [grain, count, first, last] of [
				['daily', 30, 'Nov 1, 2026', 'Nov 30, 2026'],
				['monthly', 12, 'December 2025', 'November 2026'],
			] as const) {
				const { points, notes } = await view(grain);
				assert.deepEqual([points.length, points[0]?.name, points.at(-1)?.name], [count, first, last]);
				assert.deepEqual(
					points.filter(({ average }) => average === undefined).map(({ name }) => name),
					[],
				);
				assert.ok(!notes.some((note) => note.startsWith('No data')), notes.join(' '));
			}
		});
	});
});
