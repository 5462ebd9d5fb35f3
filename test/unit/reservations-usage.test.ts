/** Windows of use end today, in UTC; days without data stay missing. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { resourcesUsed, startOfDay, usagePoints, usageWindow } from '../../src/reservations/usage';
import { DAY, NOW } from './reservations-samples';

const moments = fc.integer({ min: Date.UTC(2017, 0, 1), max: Date.UTC(2060, 0, 1) });

describe('reservations: usage', () => {
	it('asks for 31 days and 13 months that end with the current ones, as those may have no figure yet', () => {
		fc.assert(
			fc.property(moments, (now) => {
				const days = usageWindow('daily', now);
				assert.equal((days.to - days.from) / DAY, 30);
				assert.ok(days.to % DAY === 0 && days.to <= now && now < days.to + DAY);
				const months = usageWindow('monthly', now);
				const [from, to] = [new Date(months.from), new Date(months.to)];
				assert.equal(to.getUTCFullYear() * 12 + to.getUTCMonth() - (from.getUTCFullYear() * 12 + from.getUTCMonth()), 12);
				assert.ok(from.getUTCDate() === 1 && to.getUTCDate() === 1 && months.to <= now);
			}),
		);
	});

	it('gives each day once, in order, within the window, with no day invented', () => {
		const dates = fc.array(
			fc.record({ day: fc.integer({ min: -40, max: 5 }), average: fc.double({ min: 0, max: 120, noNaN: true }) }),
		);
		fc.assert(
			fc.property(dates, (rows) => {
				const window = usageWindow('daily', NOW);
				const summaries = rows.map(({ day, average }) => ({
					usageDate: new Date(NOW + day * DAY).toISOString().replace('.000Z', '.0000000Z'),
					avgUtilizationPercentage: average,
				}));
				const points = usagePoints(summaries, window);
				const expected = new Set(rows.filter(({ day }) => day > -31 && day <= 0).map(({ day }) => startOfDay(NOW + day * DAY)));
				assert.deepEqual(
					points.map(({ at }) => at),
					[...expected].sort((a, b) => a - b),
				);
				for (const { average } of points) assert.ok(rows.some((row) => row.average === average));
			}),
		);
	});

	it('keeps the whole last month of a window by months', () => {
		const points = usagePoints([{ usageDate: '2026-11-01T00:00:00Z' }, { usageDate: '2025-10-01' }], usageWindow('monthly', NOW));
		assert.deepEqual(
			points.map(({ at }) => at),
			[Date.UTC(2026, 10, 1)],
		);
	});

	it('skips a date that can’t be read and keeps a missing figure missing', () => {
		const points = usagePoints([{ usageDate: 'soon' }, {}, { usageDate: '2026-11-20', usedHours: 3 }], usageWindow('daily', NOW));
		assert.equal(points.length, 1);
		assert.equal(points[0]?.average, undefined);
		assert.equal(points[0]?.usedHours, 3);
	});

	it('adds up a resource that is listed several times, in any case, most hours first', () => {
		const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/web-1';
		const used = resourcesUsed([
			{ instanceId: id, usedHours: 5, reservedHours: 48, skuName: 'Standard_D4s_v5' },
			{ instanceId: 'db-1', usedHours: 20, reservedHours: 48 },
			{ instanceId: id.toUpperCase(), usedHours: 16.5, reservedHours: 48 },
		]);
		assert.deepEqual(
			used.map(({ resourceName, usedHours }) => [resourceName, usedHours]),
			[
				['web-1', 21.5],
				['db-1', 20],
			],
		);
		assert.deepEqual(
			used.map(({ reservedHours }) => reservedHours),
			[48, 48],
		);
		assert.deepEqual(resourcesUsed([]), []);
	});
});
