/** What orders still owe outlasts the service: kept on disk with its age, forgotten where it is not true any more. */
import assert from 'node:assert/strict';
import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Cloud } from '../../src/azure/cloud';
import { sandboxCloud } from '../../src/identity';
import type { OrderRef } from '../../src/reservations/commitments/model';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { clearRequests, requestsOf, startService, type TestService, until } from '../helpers/service';
import { words } from '../helpers/table-world';
import { unitsOf } from '../helpers/units';

describe('commitments on disk', () => {
	let sandbox: Sandbox;
	let cloud: Cloud;
	let bench: TestService;
	/** Added to the clock, ms. */
	let later: number;

	before(async () => {
		sandbox = await startSandbox({ port: 0, customers: 20, reservations: 5 });
		cloud = sandboxCloud(sandbox.endpoints);
	});
	after(() => sandbox?.close());
	beforeEach(async () => {
		later = 0;
		bench = await startService(cloud, { clock: () => Date.now() + later });
		await bench.service.scan.start();
	});
	afterEach(() => bench.end());

	const file = () => path.join(bench.storage, 'commitments.log');

	/** The orders of all customers, as somebody sees them who opens the table. */
	async function orders(): Promise<readonly OrderRef[]> {
		const table = bench.service.table.open(words);
		const all = [...table.query({}).orders()];
		table.dispose();
		await bench.service.commitments.ready();
		return all;
	}

	async function restart(): Promise<void> {
		bench = await bench.again();
		await bench.service.scan.start();
		await clearRequests(sandbox);
	}

	const left = (all: readonly OrderRef[]) => all.map((order) => bench.service.commitments.get(order)?.left);

	it('are known at the next start, with their age, and nothing fresh is read again', async () => {
		const all = await orders();
		await bench.service.commitments.read({ orders: all });
		const before = all.map((order) => bench.service.commitments.get(order));
		assert.ok(before.some((known) => Number(known?.left?.amount) > 0));
		const months = bench.service.table.open(words).query({}).commitmentByMonth('USD', 36);
		await restart();
		assert.deepEqual(await orders(), all);
		for (const [place, order] of all.entries()) {
			const { failure, ...known } = before[place] ?? {};
			if (failure === undefined) assert.deepEqual(bench.service.commitments.get(order), { failure, ...known }, order.orderId);
		}
		assert.deepEqual(bench.service.table.open(words).query({}).commitmentByMonth('USD', 36), months);
		const again = await bench.service.commitments.read({ orders: all });
		assert.equal(again.fresh, before.filter((known) => known?.failure === undefined).length);
		assert.equal((await requestsOf(sandbox)).filter(({ query }) => /expand/.test(query)).length, all.length - again.fresh);
	});

	it('that are older than an hour are shown, and read anew when they are asked for', async () => {
		const some = (await orders()).slice(0, 5);
		await bench.service.commitments.read({ orders: some });
		const known = left(some);
		later = 2 * 3_600_000;
		await restart();
		await orders();
		assert.deepEqual(left(some), known);
		const { read, fresh } = await bench.service.commitments.read({ orders: some });
		assert.deepEqual([read, fresh], [some.length, 0]);
	});

	it('never replace what is newer: an order that the Overview has read meanwhile', async () => {
		const [order] = await orders();
		assert.ok(order);
		await bench.service.commitments.read({ orders: [order] });
		later = 60_000;
		await restart();
		await bench.service.readOrder({ ...order, reservationId: order.orderId });
		const newer = bench.service.commitments.get(order)?.asOf;
		await orders();
		assert.equal(bench.service.commitments.get(order)?.asOf, newer);
	});

	it('are kept by two windows beside each other', async () => {
		const [one, other] = await orders();
		assert.ok(one && other);
		const second = await startService(cloud, { storage: bench.storage });
		await bench.service.commitments.read({ orders: [one] });
		await second.service.commitments.read({ orders: [other] });
		await second.service.dispose();
		await restart();
		await orders();
		assert.ok(left([one, other]).every((known) => known !== undefined));
	});

	it('of a customer are forgotten on disk too, those of the others stay', async () => {
		const all = await orders();
		await bench.service.commitments.read({ orders: all });
		const tenants = new Set(all.map(({ tenantId }) => tenantId));
		const kept = async () => {
			const content = await readFile(file(), 'utf8').catch(() => '');
			return [...tenants].filter((tenantId) => content.includes(tenantId));
		};
		await until('the file with all of them', async () => (await kept()).length === tenants.size);
		const split = await splitOne(all);
		await until('the file without them', async () => !(await kept()).includes(split.tenantId));
		assert.equal((await kept()).length, tenants.size - 1);
		await restart();
		await orders();
		const own = all.filter(({ tenantId }) => tenantId === split.tenantId);
		assert.ok(left(own).every((known) => known === undefined));
		assert.ok(left(all).filter((known) => known !== undefined).length > all.length / 2);
	});

	it('are still known at a start long after a split: what was read since holds', async () => {
		const all = await orders();
		await bench.service.commitments.read({ orders: all });
		const split = await splitOne(all);
		const own = all.filter(({ tenantId }) => tenantId === split.tenantId);
		assert.ok(left(own).every((known) => known === undefined));
		await bench.service.commitments.read({ orders: own });
		const known = left(own);
		assert.ok(known.some((one) => one !== undefined));
		later = 10 * 60_000;
		await restart();
		await bench.service.configuration.recover();
		assert.ok(bench.service.configuration.changes().some(({ kind, endedAt }) => kind === 'split' && endedAt !== undefined));
		await orders();
		assert.deepEqual(left(own), known);
		assert.ok((await readFile(file(), 'utf8')).includes(split.tenantId));
	});

	it('are not read from disk at a start where nobody can see them', async () => {
		await bench.service.commitments.read({ orders: await orders() });
		await bench.service.dispose();
		await appendFile(file(), 'deadbeef 1/x y {"asOf":1}\n');
		bench = await startService(cloud, { storage: bench.storage });
		await bench.service.refreshCustomers();
		await bench.service.scan.start();
		const told = () => bench.lines.filter((line) => /cache of commitments/.test(line)).length;
		assert.equal(told(), 0);
		await orders();
		assert.equal(told(), 1, 'reading it is told');
	});

	it('are left out where the file is damaged, and go with the cache', async () => {
		const all = await orders();
		await bench.service.commitments.read({ orders: all });
		await bench.service.dispose();
		await appendFile(file(), 'deadbeef 1/x y {"asOf":1}\nhalf a li');
		bench = await startService(cloud, { storage: bench.storage });
		await bench.service.scan.start();
		await orders();
		assert.ok(left(all).some((known) => known !== undefined));
		assert.ok(bench.lines.some((line) => /2 entries of the cache of commitments are damaged/.test(line)));
		await bench.service.clearCache();
		await assert.rejects(readFile(file()), { code: 'ENOENT' });
	});

	/** Splits the first reservation that can be, and waits for its end. @returns its customer */
	async function splitOne(all: readonly OrderRef[]): Promise<{ readonly tenantId: string }> {
		const { service } = bench;
		for (const { tenantId } of all) {
			const found = service
				.getReservations(tenantId)
				.value?.reservations.find(({ quantity = 0, state }) => quantity > 1 && state === 'Succeeded');
			if (found === undefined) continue;
			const quantities = [1, unitsOf(found) - 1];
			const { blockers } = await service.configuration.previewSplit(found, quantities);
			if (blockers.length > 0) continue;
			const { basis } = await service.configuration.read(found);
			await service.configuration.split(found, quantities, basis);
			await until('its end', () =>
				service.configuration.changes().some(({ kind, endedAt }) => kind === 'split' && endedAt !== undefined),
			);
			return { tenantId };
		}
		throw new Error('The sandbox has nothing to split.');
	}
});
