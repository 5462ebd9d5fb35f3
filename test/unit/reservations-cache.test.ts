/** The cache gives back what was written; a damaged file is nothing, never a failure. */
import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { isServiceFailure, ServiceFailure } from '../../src/azure/failure';
import { DiskCache, type SavedList } from '../../src/reservations/cache';
import { CacheLog } from '../../src/reservations/cache-log';
import { Interner } from '../../src/reservations/interner';
import type { CustomerList, Reservation } from '../../src/reservations/model';
import { PackedReservations } from '../../src/reservations/packed';
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

const packed = (...reservations: readonly Reservation[]) => PackedReservations.of(TENANT, reservations, new Interner()).saved();
const unpacked = (list: SavedList | undefined, tenantId = TENANT) =>
	list && PackedReservations.from(tenantId, list.packed, new Interner()).all();

const schedule = { currency: 'USD', payments: [], total: 1, gap: undefined, unsettled: 0, reservations: 1 };

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

	const file = () => path.join(folder, 'reservations.log');
	async function write(): Promise<void> {
		const cache = cacheOf();
		const reservations = [sampleReservation(), sampleReservation({ reservationId: PARTNER, state: 'Marvellous', renew: true })];
		cache.writeReservations(TENANT, () => ({ packed: packed(...reservations), entitledOrderIds: ['o'] }), NOW);
		cache.writeCustomers({ list: customerList, entered }, NOW);
		await cache.flush();
	}

	it('gives back what was written, with its age', async () => {
		await write();
		const { value, asOf } = (await cacheOf().readReservations(TENANT)) ?? assert.fail();
		assert.equal(asOf, NOW);
		assert.deepEqual(value.entitledOrderIds, ['o']);
		assert.deepEqual(
			unpacked(value)?.map(({ state, renew }) => [state, renew]),
			[
				['Succeeded', false],
				['Marvellous', true],
			],
		);
		assert.deepEqual(unpacked(value)?.[0], sampleReservation());
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

	it('takes any damage for nothing, leaves the entry out, and says so', async () => {
		await write();
		const whole = await readFile(file(), 'utf8');
		const damage = fc.oneof(
			fc.string({ minLength: 1 }).filter((text) => /\S/.test(text)),
			fc.json(),
			fc.integer({ min: 2, max: whole.length - 2 }).map((length) => whole.slice(0, length)),
			fc
				.constantFrom('"numbers":[0', '"renew":false', 'names', '"asOf":', '"scopes":[{', TENANT)
				.map((part) => whole.replaceAll(part, '"other":1')),
		);
		await fc.assert(
			fc.asyncProperty(damage, async (content) => {
				lines.length = 0;
				await writeFile(file(), content);
				assert.equal(await cacheOf().readReservations(TENANT), undefined);
				assert.deepEqual(await cacheOf().customersOnDisk(), []);
				assert.match(lines.join('\n'), /^\d+ entries of the cache of reservations are damaged; left out\./);
			}),
			{ numRuns: 60 },
		);
	});

	it('goes on after an entry that was cut off, with what was there before and what is written after', async () => {
		await write();
		const whole = await readFile(file(), 'utf8');
		await appendFile(file(), whole.trim().slice(0, 200));
		const cache = cacheOf();
		cache.writeReservations(PARTNER, () => ({ packed: packed(sampleReservation({ name: 'Zürich, 東京\n' })) }), NOW + 1);
		await cache.flush();
		assert.equal(unpacked((await cacheOf().readReservations(TENANT))?.value)?.length, 2);
		assert.equal(unpacked((await cacheOf().readReservations(PARTNER))?.value)?.[0]?.name, 'Zürich, 東京\n');
		assert.equal(lines.filter((line) => /damaged/.test(line)).length, 3);
	});

	it('knows nothing of entries of another version', async () => {
		await write();
		const older = new CacheLog({ file: file(), kind: `3/${PARTNER}`, onDamage: () => assert.fail() });
		await older.append(new Map([[PARTNER, '{"asOf":1,"reservations":[]}']]));
		assert.deepEqual(await cacheOf().customersOnDisk(), [TENANT]);
	});

	it('names no file outside its folder', async () => {
		const cache = cacheOf();
		cache.writeReservations('../../x\n', () => ({ packed: packed() }), NOW);
		await cache.flush();
		assert.deepEqual(await readdir(folder, { recursive: true }), ['reservations.log']);
		assert.ok(await cache.readReservations('../../x\n'));
	});

	it('writes only the last of several states, and leaves no temporary file', async () => {
		const cache = cacheOf();
		for (const name of ['a', 'b', 'c'])
			cache.writeReservations(TENANT, () => ({ packed: packed(sampleReservation({ name })) }), NOW);
		await cache.flush();
		assert.equal(unpacked((await cacheOf().readReservations(TENANT))?.value)?.[0]?.name, 'c');
		assert.deepEqual(await readdir(folder), ['reservations.log']);
		assert.equal((await readFile(file(), 'utf8')).trim().split('\n').length, 1);
	});

	it('keeps customers and reservations apart, also when the list comes while reservations are being written', async () => {
		const cache = cacheOf();
		const tenants = Array.from({ length: 500 }, (_, index) => TENANT.slice(0, -4) + String(index).padStart(4, '0'));
		for (const tenant of tenants) cache.writeReservations(tenant, () => ({ packed: packed(sampleReservation()) }), NOW);
		const written = cache.flush();
		while (!(await readdir(folder)).includes('reservations.log')) await new Promise(setImmediate);
		cache.writeCustomers({ list: customerList, entered }, NOW);
		await written;
		assert.equal((await cacheOf().readCustomers())?.value.list.customers.length, 3);
		assert.deepEqual([...(await cacheOf().customersOnDisk())].sort(), tenants.sort());
	});

	it('is made anew when most of the file is outdated, and two windows write into one', async () => {
		const [one, other] = [cacheOf(), cacheOf()];
		const many = Array.from({ length: 300 }, (_, index) => sampleReservation({ name: `${index}` }));
		for (let round = 0; round < 12; round++) {
			one.writeReservations(TENANT, () => ({ packed: packed(...many) }), NOW + round);
			other.writeReservations(PARTNER, () => ({ packed: packed(...many.slice(0, round)) }), NOW + round);
			await Promise.all([one.flush(), other.flush()]);
		}
		// 300 reservations are about 70 kB: twelve times that were written.
		assert.ok((await stat(file())).size < 1_600_000, String((await stat(file())).size));
		assert.equal((await cacheOf().readReservations(TENANT))?.asOf, NOW + 11);
		assert.deepEqual(lines, []);
	});

	it('reads all customers in one go, and stops when nobody wants more', async () => {
		const cache = cacheOf();
		for (const id of ['a', 'b', 'c']) cache.writeReservations(id, () => ({ packed: packed(sampleReservation()) }), NOW);
		await cache.flush();
		const seen: string[] = [];
		await cacheOf().readAllReservations((tenantId, { asOf, value }) => {
			assert.deepEqual([asOf, unpacked(value, tenantId)?.[0]?.tenantId], [NOW, tenantId]);
			return seen.push(tenantId) < 2;
		});
		assert.deepEqual(seen, ['a', 'b']);
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

	it('looks at what orders owe only when it is asked for, and then leaves out and drops who left', async () => {
		const gone = reseller.tenantId;
		const first = cacheOf();
		for (const tenantId of [TENANT, gone]) first.commitments.write({ tenantId, orderId: TENANT }, schedule, NOW);
		await first.flush();
		const orders = path.join(folder, 'commitments.log');
		await appendFile(orders, 'deadbeef damaged\n');
		const cache = cacheOf();
		cache.commitments.write({ tenantId: gone, orderId: gone }, schedule, NOW);
		await cache.keepOnly(new Set([TENANT]));
		await cache.flush();
		assert.deepEqual(lines, [], 'it was not read');
		const taken: string[] = [];
		await cache.commitments.readAll(({ tenantId }) => taken.push(tenantId));
		await cache.flush();
		assert.deepEqual(taken, [TENANT]);
		assert.ok(lines.some((line) => /1 entries of the cache of commitments/.test(line)));
		const kept = await readFile(orders, 'utf8');
		assert.ok(kept.includes(TENANT) && !kept.includes(gone));
	});

	it('drops also what is just being written, and can’t be, when it is cleared', async () => {
		const orders = path.join(folder, 'commitments.log');
		for (const name of [file(), orders]) await mkdir(name);
		const cache = cacheOf();
		cache.writeReservations(TENANT, () => ({ packed: packed() }), NOW);
		cache.commitments.write({ tenantId: TENANT, orderId: TENANT }, schedule, NOW);
		const written = cache.flush();
		for (let ticks = 0; ticks < 5; ticks++) await undefined;
		await cache.clear();
		await written;
		for (const name of [file(), orders]) await rm(name, { recursive: true });
		await cache.flush();
		assert.deepEqual(await readdir(folder), []);
	});

	it('says once that the disk can’t be written, and goes on', async () => {
		await mkdir(file());
		const cache = cacheOf();
		for (const tenantId of ['a', 'b', 'c']) cache.writeReservations(tenantId, () => ({ packed: packed() }), NOW);
		await cache.flush();
		assert.equal(lines.length, 1);
		assert.match(lines[0] ?? '', /^The cache could not be written/);
		// What could not be written waits on, and is there once there is room again.
		cache.writeReservations('d', () => ({ packed: packed() }), NOW);
		assert.match((await cache.save())?.message ?? '', /EISDIR/);
		assert.equal(lines.length, 1);
		await rm(file(), { recursive: true });
		assert.equal(await cache.save(), undefined);
		assert.deepEqual(await cacheOf().customersOnDisk(), ['a', 'b', 'c', 'd']);
	});
});
