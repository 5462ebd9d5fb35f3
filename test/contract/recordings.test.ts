/** The service reads everything that the real service was recorded to answer: nothing is dropped. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type CatalogItem, catalogPages } from '../../src/azure/catalog';
import type { Cloud } from '../../src/azure/cloud';
import { parseOrderId, parseReservationId } from '../../src/azure/ids';
import { createTransport } from '../../src/azure/transport';
import { discoverSandbox, sandboxTokens } from '../../src/identity';
import type { ReservationRef } from '../../src/reservations/model';
import { type Replay, recordedCustomer, startReplay } from '../helpers/replay';
import { startService, type TestService, testFetch, valueIn } from '../helpers/service';

const folder = path.resolve('..', 'shared', 'recordings');
const here = existsSync(folder);

interface Resource {
	readonly id: string;
	readonly name: string;
	readonly sku?: { readonly name?: string };
	readonly properties: Readonly<Record<string, unknown>>;
}

/** Every object with an id and properties in the answers of recorded calls, by kind; revisions apart. */
async function recordedResources() {
	const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.json')).sort();
	const orders = new Map<string, Resource>();
	const reservations = new Map<string, Resource>();
	const revisions: Resource[] = [];
	const catalog: { name: string }[] = [];
	const lists: { url: string; items: Resource[] }[] = [];
	for (const file of files) {
		const { request, response } = JSON.parse(await readFile(path.join(folder, file), 'utf8')) as {
			request: { method: string; url: string };
			response: { status: number; body: unknown };
		};
		const { body, status } = response;
		if (status !== 200 || typeof body !== 'object' || body === null) continue;
		const listed = Array.isArray(body) ? body : (body as { value?: unknown }).value;
		const items = (Array.isArray(listed) ? listed : [body]) as Resource[];
		if (request.method === 'GET' && Array.isArray(listed)) lists.push({ url: request.url, items });
		for (const item of items) {
			if (/\/catalogs\?/.test(request.url)) catalog.push(item);
			// A refund quote has the id of the reservation too, but no state.
			else if (typeof item.id !== 'string' || item.properties?.provisioningState === undefined) continue;
			else if (/\/revisions\/\d+$/.test(item.id)) {
				if (/\/revisions\?/.test(request.url)) revisions.push(item);
			} else if (parseReservationId(item.id))
				reservations.set(item.id.toLowerCase(), reservations.get(item.id.toLowerCase()) ?? item);
			else if (/\/reservationorders\/[^/]+$/i.test(item.id))
				orders.set(item.id.toLowerCase(), orders.get(item.id.toLowerCase()) ?? item);
		}
	}
	return { orders, reservations, revisions, catalog, lists };
}

(here ? describe : describe.skip)(
	`service and recorded answers${here ? '' : ' (skipped: ../shared/recordings is not here)'}`,
	() => {
		let replay: Replay;
		let cloud: Cloud;
		let bench: TestService;
		let recorded: Awaited<ReturnType<typeof recordedResources>>;
		const { tenantId } = recordedCustomer;

		before(async () => {
			recorded = await recordedResources();
			replay = await startReplay(folder);
			cloud = await discoverSandbox(replay.endpoints.authority, testFetch);
			bench = await startService(cloud);
		});
		after(async () => {
			await bench?.end();
			await replay?.close();
		});

		const refOf = (id: string): ReservationRef => ({ tenantId, ...(parseReservationId(id) ?? assert.fail(id)) });

		it('lists the customer with the recorded reservations by their names', async () => {
			assert.deepEqual(valueIn(await bench.service.loadCustomers()).customers, [recordedCustomer]);
			const { reservations } = valueIn(await bench.service.loadReservations(tenantId));
			const list = recorded.lists.find(({ url }) => /\/reservations\?api-version/.test(url) && !/reservationOrders/.test(url));
			assert.ok(list && list.items.length > 40);
			assert.deepEqual(
				reservations.map(({ name }) => name),
				list.items.map(({ properties }) => properties.displayName),
			);
			for (const [index, it] of reservations.entries()) {
				const { properties, id }: Resource = list.items[index] ?? assert.fail();
				assert.equal(
					`${it.orderId}/${it.reservationId}`,
					id.toLowerCase().replace(/^.*reservationorders\/([^/]+)\/reservations\//, '$1/'),
				);
				assert.equal(it.state, properties.displayProvisioningState);
				assert.equal(it.quantity, properties.quantity);
				assert.equal(it.scope.kind, properties.userFriendlyAppliedScopeType);
				assert.equal(it.product, properties.skuDescription);
				assert.equal(it.canReturn === 'offered', String(properties.capabilities).includes('ApiReturnEnabled'));
				assert.equal(
					bench.service.search(it.name, 200).hits.some((hit) => hit.reservation?.reservationId === it.reservationId),
					true,
				);
				for (const advice of bench.service.advise(it)) assert.ok(advice.title);
				assert.ok(bench.service.describeForSupport(it).includes(it.reservationId));
			}
			console.log(`      ${reservations.length} listed reservations`);
		});

		it('reads every recorded reservation', async () => {
			const ids = [...recorded.reservations.keys()];
			for (const [id, { properties }] of recorded.reservations) {
				const it = await bench.service.readReservation(refOf(id));
				assert.equal(it.provisioningState, properties.provisioningState);
				assert.equal(it.quantity, properties.quantity);
				assert.equal(it.term, properties.term ?? '');
				const expiry = properties.expiryDateTime ?? properties.expiryDate;
				assert.equal(it.expiresAt, expiry === undefined ? undefined : Date.parse(String(expiry).replace(/(\.\d{3})\d+/, '$1')));
			}
			assert.ok(ids.length >= 50);
			console.log(`      ${ids.length} reservations`);
		});

		it('reads every recorded order', async () => {
			let payments = 0;
			for (const [id, { properties }] of recorded.orders) {
				const orderId = parseOrderId(id) ?? assert.fail(id);
				const order = await bench.service.readOrder({ tenantId, orderId, reservationId: orderId });
				assert.equal(order.orderId, orderId);
				assert.equal(order.state, properties.provisioningState);
				assert.equal(order.term, properties.term ?? '');
				assert.equal(order.reservationIds.length, ((properties.reservations as unknown[] | undefined) ?? []).length);
				payments += order.payments.length;
			}
			assert.ok(recorded.orders.size >= 110);
			console.log(`      ${recorded.orders.size} orders, ${payments} payments`);
		});

		it('reads every recorded revision, newest first', async () => {
			const [{ id }] = recorded.revisions as [Resource, ...Resource[]];
			const history = await bench.service.readHistory(refOf(id));
			assert.deepEqual(
				history.map(({ revision }) => revision),
				recorded.revisions.map(({ name }) => name),
			);
			assert.deepEqual(
				history.map(({ name }) => name),
				recorded.revisions.map(({ properties }) => properties.displayName),
			);
			console.log(`      ${history.length} revisions`);
		});

		it('reads every recorded catalog item', async () => {
			const transport = createTransport({
				cloud,
				tokens: sandboxTokens(cloud, testFetch),
				fetch: testFetch,
				clock: Date.now,
				log: { debug: () => {}, warn: () => {} },
			});
			const options = { reservedResourceType: 'VirtualMachines', location: 'westus' };
			const items: CatalogItem[] = [];
			for await (const page of catalogPages(transport, tenantId, '00000000-0000-0000-0000-000000000000', options)) {
				items.push(...page.items);
				// The link to the next page was not followed when this was recorded.
				break;
			}
			assert.deepEqual(
				items.map(({ name }) => name),
				recorded.catalog.map(({ name }) => name),
			);
			console.log(`      ${items.length} catalog items`);
		});
	},
);
