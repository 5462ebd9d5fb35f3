/** The cache gives back what was written; a damaged file is nothing, never a failure. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { isServiceFailure, ServiceFailure } from '../../src/azure/failure';
import { DiskCache } from '../../src/reservations/cache';
import type { CustomerList } from '../../src/reservations/model';
import { NOW, sampleReservation } from './reservations-samples';

const PARTNER = 'aaaaaaaa-0000-4000-8000-000000000001';
const TENANT = sampleReservation().tenantId;
const reseller = { tenantId: 'cccccccc-0000-4000-8000-000000000003', name: 'Reseller' };
const customerListWithoutFailure: CustomerList = {
	customers: [
		{ tenantId: TENANT, name: 'Fabrikam', domain: 'fabrikam.example', reseller },
		{ tenantId: PARTNER, name: 'Contoso', domain: '', reseller, source: 'partnerCenter', lastSeenAt: NOW },
		{ tenantId: reseller.tenantId, name: 'Own', domain: '', source: 'list' },
	],
	complete: true,
	source: 'graph',
	unresolved: [{ tenant: 'gone.example', reason: 'No tenant.' }],
};
const customerList: CustomerList = {
	...customerListWithoutFailure,
	sourceFailure: new ServiceFailure('NotAllowed', 'Not allowed.', {
		code: '2032',
		at: NOW,
		remedy: 'Ask.',
		claims: '{"secret":1}',
		cause: new Error('secret'),
	}),
};
const entered = [{ tenant: TENANT, name: 'Fabrikam' }, { tenant: 'gone.example' }];

describe('reservations: cache', () => {
	let folder: string;
	const lines: string[] = [];
	const log = { info: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) };
	const cacheOf = (partnerTenantId = PARTNER) => new DiskCache({ folder, partnerTenantId, log });

	beforeEach(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'csp-cache-'));
		lines.length = 0;
	});
	afterEach(() => rm(folder, { recursive: true, force: true }));

	const file = () => path.join(folder, 'reservations', `${TENANT}.json`);
	async function write(): Promise<void> {
		const cache = cacheOf();
		const reservations = [sampleReservation(), sampleReservation({ reservationId: PARTNER, state: 'Marvellous', renew: true })];
		cache.writeReservations(TENANT, () => ({ reservations, entitledOrderIds: ['o'] }), NOW);
		cache.writeCustomers({ list: customerList, entered }, NOW);
		await cache.flush();
	}

	it('gives back what was written, with its age', async () => {
		await write();
		const { value, asOf } = (await cacheOf().readReservations(TENANT)) ?? assert.fail();
		assert.equal(asOf, NOW);
		assert.deepEqual(value.entitledOrderIds, ['o']);
		assert.deepEqual(
			value.reservations.map(({ state, renew }) => [state, renew]),
			[
				['Succeeded', false],
				['Marvellous', true],
			],
		);
		assert.deepEqual(JSON.parse(JSON.stringify(value.reservations[0])), JSON.parse(JSON.stringify(sampleReservation())));
		const customers = (await cacheOf().readCustomers()) ?? assert.fail();
		const { sourceFailure, ...list } = customers.value.list;
		assert.deepEqual(list, customerListWithoutFailure);
		assert.deepEqual(customers.value.entered, entered);
		assert.ok(isServiceFailure(sourceFailure));
		assert.equal(sourceFailure.kind, 'NotAllowed');
		assert.equal(sourceFailure.message, 'Not allowed.');
		assert.deepEqual({ ...sourceFailure.details }, { at: NOW, code: '2032', remedy: 'Ask.' });
		const [one, two] = list.customers;
		assert.equal(one?.reseller, two?.reseller);
		assert.deepEqual(await cacheOf().customersOnDisk(), [TENANT]);
		assert.doesNotMatch(await readFile(path.join(folder, 'customers.json'), 'utf8'), /secret/);
	});

	it('knows nothing of another partner', async () => {
		await write();
		assert.equal(await cacheOf('bbbbbbbb-0000-4000-8000-000000000002').readReservations(TENANT), undefined);
	});

	it('takes any damage for nothing, drops the file, and says so', async () => {
		await write();
		const whole = await readFile(file(), 'utf8');
		const damage = fc.oneof(
			fc.string(),
			fc.json(),
			fc.nat({ max: whole.length - 1 }).map((length) => whole.slice(0, length)),
			fc
				.constantFrom('"quantity":10', '"renew":false', '"version":2', '"asOf":', '"scope":{')
				.map((part) => whole.replaceAll(part, '"other":1')),
		);
		await fc.assert(
			fc.asyncProperty(damage, async (content) => {
				lines.length = 0;
				await mkdir(path.dirname(file()), { recursive: true });
				await writeFile(file(), content);
				assert.equal(await cacheOf().readReservations(TENANT), undefined);
				assert.deepEqual(await cacheOf().customersOnDisk(), []);
				assert.equal(lines.length, 1);
			}),
			{ numRuns: 60 },
		);
	});

	it('names no file outside its folder', async () => {
		const cache = cacheOf();
		cache.writeReservations('../../x', () => ({ reservations: [] }), NOW);
		await cache.flush();
		assert.deepEqual((await readdir(folder, { recursive: true })).sort(), [
			'reservations',
			path.join('reservations', '..%2F..%2Fx.json'),
		]);
		assert.ok(await cacheOf().readReservations('../../x'));
	});

	it('writes only the last of several states, and leaves no temporary file', async () => {
		const cache = cacheOf();
		for (const name of ['a', 'b', 'c'])
			cache.writeReservations(TENANT, () => ({ reservations: [sampleReservation({ name })] }), NOW);
		await cache.flush();
		assert.equal((await cacheOf().readReservations(TENANT))?.value.reservations[0]?.name, 'c');
		assert.deepEqual(await readdir(path.join(folder, 'reservations')), [`${TENANT}.json`]);
	});

	it('drops customers that are not the partner’s any more, and everything when it is cleared', async () => {
		await write();
		await cacheOf().keepOnly(new Set([TENANT]));
		assert.deepEqual(await cacheOf().customersOnDisk(), [TENANT]);
		await cacheOf().keepOnly(new Set());
		assert.deepEqual(await cacheOf().customersOnDisk(), []);
		await write();
		const cache = cacheOf();
		cache.writeCustomers({ list: { ...customerList, customers: [] }, entered: [] }, NOW);
		await cache.clear();
		await cache.flush();
		assert.deepEqual(await readdir(folder), []);
	});

	it('says once that the disk can’t be written, and goes on', async () => {
		await writeFile(path.join(folder, 'reservations'), 'in the way');
		const cache = cacheOf();
		for (const tenantId of ['a', 'b', 'c']) cache.writeReservations(tenantId, () => ({ reservations: [] }), NOW);
		await cache.flush();
		assert.equal(lines.length, 1);
		assert.match(lines[0] ?? '', /^3 cache files could not be written/);
	});
});
