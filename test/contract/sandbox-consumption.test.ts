/** The sandbox's use of reservations: list, summaries and details tell the same story. */
import assert from 'node:assert/strict';
import { SandboxClient } from './sandbox-client';

interface Page<T> {
	readonly value: T[];
	readonly nextLink?: string;
	readonly summary?: Record<string, number>;
	readonly totalItems?: number;
}

function orderPath({ id }: { readonly id: string }): string {
	return id.split('/reservations/')[0] ?? '';
}

describe('sandbox: use of reservations', () => {
	let client: SandboxClient;

	before(async () => {
		client = await SandboxClient.start();
	});

	after(() => client.close());

	const CONSUMPTION = 'providers/Microsoft.Consumption';
	interface Row {
		readonly id: string;
		readonly properties: {
			usageDate: string;
			reservedHours: number;
			usedHours: number;
			avgUtilizationPercentage: number;
			minUtilizationPercentage: number;
			maxUtilizationPercentage: number;
			instanceId: string;
			reservationId: string;
		};
	}

	const daily = (from: string, to: string) =>
		`$filter=${encodeURIComponent(`properties/UsageDate ge ${from} AND properties/UsageDate le ${to}`)}`;

	it('agrees in list, daily and monthly summaries and details', async () => {
		for (const name of ['A. Datum', 'Contoso', 'Adventure Works', 'Bellows']) {
			const tenant = await client.customer(name);
			for (const reservation of await client.reservations(tenant)) {
				const { aggregates } = reservation.properties.utilization as { aggregates: { grain: number; value: number }[] };
				const path = `${reservation.id}/${CONSUMPTION}`;
				const days = await client.azure<Page<Row>>(
					tenant,
					`${path}/reservationSummaries?grain=daily&${daily('2026-10-24', '2026-11-22')}&api-version=2024-08-01`,
				);
				const rows = days.body.value;
				if (aggregates.length === 0 && reservation.properties.provisioningState === 'Succeeded') assert.equal(rows.length, 0);
				for (const { grain, value } of aggregates) {
					const last = rows.slice(-grain);
					const part =
						last.reduce((sum, { properties }) => sum + properties.usedHours, 0) /
						last.reduce((sum, { properties }) => sum + properties.reservedHours, 0);
					assert.ok(Math.abs(part * 100 - value) < 0.011, `${name} ${grain}: ${part * 100} and ${value}`);
					assert.ok(value >= 0 && value <= 100);
				}
				for (const { properties } of rows) {
					assert.ok(
						properties.minUtilizationPercentage <= properties.avgUtilizationPercentage + 0.01 &&
							properties.avgUtilizationPercentage <= properties.maxUtilizationPercentage + 0.01,
					);
				}
				const details = await client.azure<Page<Row>>(
					tenant,
					`${path}/reservationDetails?${daily('2026-10-24', '2026-11-22')}&api-version=2024-08-01`,
				);
				for (const { properties } of rows) {
					const used = details.body.value
						.filter((row) => row.properties.usageDate === properties.usageDate)
						.reduce((sum, row) => sum + Math.round(row.properties.usedHours * 100), 0);
					assert.equal(used, Math.round(properties.usedHours * 100));
				}
				const months = await client.azure<Page<Row>>(tenant, `${path}/reservationSummaries?grain=monthly&api-version=2021-10-01`);
				const november = months.body.value.find(({ properties }) => properties.usageDate.startsWith('2026-11-01'));
				const inNovember = rows.filter(({ properties }) => properties.usageDate >= '2026-11-01');
				assert.equal(
					Math.round((november?.properties.usedHours ?? 0) * 100),
					inNovember.reduce((sum, { properties }) => sum + Math.round(properties.usedHours * 100), 0),
				);
			}
		}
	});

	it('writes numbers and ids as oddly as the real service, for an order and a reservation', async () => {
		const tenant = await client.customer('Contoso');
		const [reservation] = await client.reservations(tenant);
		assert.ok(reservation !== undefined);
		const url = `${client.endpoints.resourceManager}${orderPath(reservation)}/${CONSUMPTION}/reservationDetails?${daily('2026-11-20', '2026-11-21T00:00:00Z')}&api-version=2023-11-01`;
		const response = await fetch(url, { headers: { authorization: `Bearer ${await client.token(tenant)}` } });
		assert.equal(response.headers.get('content-type'), 'application/json; odata.metadata=none');
		const raw = await response.text();
		assert.match(raw, /"usedHours":\d+\.\d{15},/);
		const { value } = JSON.parse(raw) as Page<Row>;
		assert.deepEqual(
			[...new Set(value.map(({ properties }) => properties.usageDate.slice(0, 10)))],
			['2026-11-20', '2026-11-21'],
		);
		assert.match(
			value[0]?.id ?? '',
			/^providers\/Microsoft\.Capacity\/reservationOrders\/[^/]+\/reservations\/[0-9a-f-]{36}providers\/Microsoft\.Consumption\/reservationDetails\/20261120$/,
		);
		const whole = await client.azure<Page<Row>>(
			tenant,
			`${orderPath(reservation)}/${CONSUMPTION}/reservationSummaries?grain=monthly&api-version=2024-08-01`,
		);
		assert.ok(whole.body.value.length > 0);
		assert.ok(whole.body.value.every(({ properties }) => properties.reservationId === reservation.name));
	});

	it('refuses a missing grain, a missing filter and other filters', async () => {
		const tenant = await client.customer('Contoso');
		const [reservation] = await client.reservations(tenant);
		const path = `${reservation?.id}/${CONSUMPTION}`;
		const bad = [
			'reservationSummaries?grain=daily',
			'reservationSummaries?',
			'reservationSummaries?grain=hourly',
			'reservationDetails?',
			`reservationDetails?$filter=${encodeURIComponent('properties/UsageDate gt 2026-11-01')}`,
			`reservationDetails?$filter=${encodeURIComponent('properties/other ge 2026-11-01')}`,
			`reservationSummaries?grain=daily&$filter=${encodeURIComponent('properties/UsageDate ge yesterday')}`,
		];
		for (const query of bad)
			assert.equal((await client.azure(tenant, `${path}/${query}&api-version=2024-08-01`)).status, 400, query);
	});
});
