/** The sandbox beside recorded traffic of the real service, where that is at hand: same keys, same types, same casing for the same kind of thing. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { assertSameShape, bodies, items, RECORDINGS, recorded } from './recorded-shapes';
import { type ReservationBody, SandboxClient } from './sandbox-client';

const CAPACITY = '/providers/Microsoft.Capacity';

interface List<T> {
	readonly value: T[];
	readonly nextLink?: string;
}

type View = ReservationBody;

function isPlain(product: string, state: string) {
	return ({ properties }: View) => properties.reservedResourceType === product && properties.displayProvisioningState === state;
}

/** Documented in the contract, or in the notes of the recordings, though no recorded list item had them. */
const DOCUMENTED = [
	// Recorded, but not for every product and state.
	'properties.appliedScopeProperties',
	'properties.splitProperties',
	'properties.extendedStatusInfo',
	'properties.mergeProperties',
	'properties.renewSource',
	'properties.renewDestination',
	'properties.reviewDateTime',
];

describe('sandbox beside the recordings', () => {
	let client: SandboxClient;
	const lists = new Map<string, View[]>();

	before(async function () {
		if (!existsSync(RECORDINGS)) {
			console.log('    skipped: there is no folder ../shared/recordings');
			this.skip();
		}
		client = await SandboxClient.start();
		const { body } = await client.partner<{ items: { id: string }[] }>('/customers?size=500');
		for (const { id } of body.items) {
			const answer = await client.azure<List<View>>(id, `${CAPACITY}/reservations`);
			if (answer.status === 200) lists.set(id, answer.body.value);
		}
	});

	after(() => client?.close());

	/** Those whose use has arrived; the contract says that what is new has no aggregates yet, and no recording has one so young. */
	function isKnown({ properties }: View): boolean {
		const { aggregates } = properties.utilization as { aggregates: unknown[] };
		return aggregates.length > 0 || properties.provisioningState !== 'Succeeded';
	}

	function listed(test: (view: View) => boolean): View[] {
		return [...lists.values()].flat().filter((view) => isKnown(view) && test(view));
	}

	function owners(test: (view: View) => boolean): [string, View][] {
		return [...lists].flatMap(([tenant, views]) =>
			views.filter((view) => isKnown(view) && test(view)).map((view): [string, View] => [tenant, view]),
		);
	}

	for (const [product, state] of [
		['VirtualMachines', 'Succeeded'],
		['VirtualMachines', 'Expiring'],
		['VirtualMachines', 'Cancelled'],
		['SuseLinux', 'Succeeded'],
	] as const) {
		it(`has the same ${product} that are ${state} in the tenant-wide list`, () => {
			const unlike = ({ properties }: View) => properties.mergeProperties === undefined;
			assertSameShape(
				listed((view) => isPlain(product, state)(view) && unlike(view)),
				items<View>('list_reservations').filter(isPlain(product, state)),
				DOCUMENTED,
			);
		});
	}

	it('writes ids and types in the recorded casing, digits of a second included', () => {
		const pattern = ({ id, type, properties }: View & { type?: string }) =>
			[
				id.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '*'),
				type,
				String(properties.lastUpdatedDateTime).replace(/\d/g, '0'),
				String(properties.expiryDateTime).replace(/\d/g, '0'),
			].join(' ');
		const theirs = new Set(
			items<View>('list_reservations')
				.filter(({ properties }) => String(properties.lastUpdatedDateTime).length === 28)
				.map(pattern),
		);
		assert.deepEqual([...new Set(listed(({ properties }) => properties.expiryDateTime !== undefined).map(pattern))], [...theirs]);
	});

	it('says capabilities on the same kinds of items and in no other call', async () => {
		const values = (views: readonly View[]) => new Set(views.map(({ properties }) => properties.capabilities));
		const vm = isPlain('VirtualMachines', 'Succeeded');
		assert.deepEqual(values(listed(vm)), values(items<View>('list_reservations').filter(vm)));
		const suse = isPlain('SuseLinux', 'Succeeded');
		assert.deepEqual(values(listed(suse)), values(items<View>('list_reservations').filter(suse)));
		for (const [tenant, { id }] of owners(vm).slice(0, 5)) {
			const { body } = await client.azure<View>(tenant, id);
			assert.equal(body.properties.capabilities, undefined);
		}
	});

	it('has the same single reservation and reservations of an order', async () => {
		const ours: View[] = [];
		const inOrder: View[] = [];
		for (const [tenant, { id }] of owners(isPlain('VirtualMachines', 'Succeeded'))
			.filter(([, { properties }]) => properties.splitProperties === undefined && properties.appliedScopeType === 'Shared')
			.slice(0, 8)) {
			ours.push((await client.azure<View>(tenant, id)).body);
			inOrder.push(
				...(await client.azure<List<View>>(tenant, `${id.split('/reservations/')[0]}/reservations`)).body.value.filter(
					({ properties }) => properties.provisioningState === 'Succeeded' && properties.splitProperties === undefined,
				),
			);
		}
		assertSameShape(ours, bodies('get_reservation'), DOCUMENTED);
		assertSameShape(inOrder, items('list_reservations_in_order'), DOCUMENTED);
	});

	it('has the same renewal under $expand=renewProperties', async () => {
		const theirs = recorded('update_reservation')
			.filter(({ request }) => request.url.includes('expand=renewProperties'))
			.map(({ response }) => (response.body as View).properties.renewProperties);
		const ours: unknown[] = [];
		for (const [tenant, { id }] of owners(
			({ properties }) =>
				properties.renew === true && properties.provisioningState === 'Succeeded' && properties.appliedScopeType === 'Shared',
		).slice(0, 8)) {
			ours.push((await client.azure<View>(tenant, `${id}?$expand=renewProperties`)).body.properties.renewProperties);
		}
		assertSameShape(ours, theirs);
	});

	it('has the same orders in the list and alone', async () => {
		interface OrderBody {
			readonly id: string;
			readonly properties: Record<string, unknown>;
		}
		const ours: OrderBody[] = [];
		for (const tenant of lists.keys())
			ours.push(...(await client.azure<List<OrderBody>>(tenant, `${CAPACITY}/reservationOrders`)).body.value);
		const theirs = items<OrderBody>('list_reservation_order');
		const of =
			(state: string, term: RegExp) =>
			({ properties }: OrderBody) =>
				properties.provisioningState === state && term.test(String(properties.term));
		for (const [state, term] of [
			['Succeeded', /^P/],
			['Cancelled', /^P/],
			['Succeeded', /None/],
		] as const)
			assertSameShape(ours.filter(of(state, term)), theirs.filter(of(state, term)));
		const pending = ({ properties }: OrderBody) => ['Creating', 'PendingBilling'].includes(String(properties.provisioningState));
		assertSameShape(ours.filter(pending), theirs.filter(pending));
		const tenant = [...lists.keys()][0] ?? '';
		const [order] = (await client.azure<List<OrderBody>>(tenant, `${CAPACITY}/reservationOrders`)).body.value;
		assertSameShape([(await client.azure(tenant, order?.id ?? '')).body], bodies('get_reservation_order'), [
			'properties.billingProfileId',
		]);
	});

	it('has the same revisions, with the same steps of a purchase', async () => {
		const theirs = items<View>('list_reservation_history');
		const ours: View[] = [];
		for (const [tenant, { id }] of owners(isPlain('VirtualMachines', 'Succeeded'))
			.filter(
				([, { properties }]) =>
					properties.appliedScopeType === 'Shared' &&
					properties.splitProperties === undefined &&
					properties.mergeProperties === undefined,
			)
			.slice(0, 8)) {
			const { value } = (await client.azure<List<View>>(tenant, `${id}/revisions`)).body;
			assert.equal(value.at(-1)?.name, '1');
			ours.push(...value);
		}
		for (const state of new Set(theirs.map(({ properties }) => properties.provisioningState))) {
			const same = ({ properties }: View) => properties.provisioningState === state && properties.appliedScopeType === 'Shared';
			if (ours.some(same)) assertSameShape(ours.filter(same), theirs.filter(same), ['properties.extendedStatusInfo']);
		}
		const steps = (views: readonly View[]) =>
			views.filter(({ name }) => Number(name) <= 9).map(({ properties }) => properties.provisioningState);
		const bought = owners(
			({ properties }) =>
				properties.provisioningState === 'Succeeded' &&
				properties.splitProperties === undefined &&
				properties.mergeProperties === undefined,
		)[0];
		assert.deepEqual(
			steps((await client.azure<List<View>>(bought?.[0] ?? '', `${bought?.[1].id}/revisions`)).body.value),
			steps(theirs),
		);
	});

	it('has the same catalog, applied orders and available scopes', async () => {
		const tenant = [...lists.keys()][0] ?? '';
		const subscriptions = await client.azure<List<{ subscriptionId: string }>>(tenant, '/subscriptions?api-version=2022-12-01');
		const base = `/subscriptions/${subscriptions.body.value[0]?.subscriptionId}/providers/Microsoft.Capacity`;
		const catalog = (await client.azure(tenant, `${base}/catalogs?location=westeurope&reservedResourceType=VirtualMachines`))
			.body;
		assertSameShape([catalog], bodies('get_catalog'));
		assert.deepEqual(Object.keys(catalog), Object.keys(bodies<object>('get_catalog')[0] ?? {}));
		assertSameShape(
			[(await client.azure(tenant, `${base}/appliedReservations`)).body],
			bodies('get_applied_reservation_order_ids'),
		);
		const [first] = lists.get(tenant) ?? [];
		const scopes = await client.azure(tenant, `${first?.id}/availableScopes`, {
			method: 'POST',
			body: JSON.stringify({ properties: { scopes: ['/subscriptions/00000000-0000-0000-0000-000000000000'] } }),
		});
		assertSameShape([scopes.body], bodies('reservation_available_scope'));
		assert.equal(
			scopes.headers.get('x-ms-ratelimit-remaining-tenant-writes'),
			recorded('reservation_available_scope')[0]?.response.headers['x-ms-ratelimit-remaining-tenant-writes'],
		);
	});

	it('links to the next page in the recorded form', async () => {
		const tenant = [...lists.keys()][0] ?? '';
		const { body } = await client.azure<List<unknown>>(tenant, `${CAPACITY}/reservations?take=1`);
		const theirs = bodies<List<unknown>>('list_reservation_order')[0]?.nextLink ?? '';
		assert.match(theirs, /&%24skiptoken=50$/);
		assert.match(body.nextLink ?? '', /&%24skiptoken=1$/);
		assert.equal('nextLink' in (bodies<object>('list_reservation_order').at(-1) ?? {}), false);
		assert.equal('nextLink' in (await client.azure(tenant, `${CAPACITY}/reservations`)).body, false);
	});
});
