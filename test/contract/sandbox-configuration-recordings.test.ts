/** The sandbox's configuration beside recorded traffic of the real service, where that is at hand: the recorded requests get answers of the recorded shape. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { changed, merge, split } from './configuration-desk';
import { DAY, MoneyDesk, orderOf } from './money-desk';
import { assertSameHeaders, assertSameShape, RECORDINGS, type Recording, recorded } from './recorded-shapes';
import type { Answer, ReservationBody } from './sandbox-client';

const NOBODY = '00000000-0000-0000-0000-000000000000';
/** The recorded size can't be renewed any more since July 2026 (rules 8). */
const NOT_SOLD = 'Standard_B1ls';
const SOLD = 'Standard_D2s_v5';
const ID = /reservationOrders\/[0-9a-f-]{36}(\/reservations\/[0-9a-f-]{36})?/i;

describe("the sandbox's configuration beside the recordings", () => {
	let desk: MoneyDesk;
	let subscription: string;

	before(function () {
		if (existsSync(RECORDINGS)) return;
		console.log('    skipped: there is no folder ../shared/recordings');
		this.skip();
	});

	beforeEach(async () => {
		desk = await MoneyDesk.start();
		subscription = await desk.subscription();
	});

	afterEach(() => desk.close());

	/** Sends a recorded request to our own order or reservation, with a subscription and a size of ours. */
	function replay({ request: { method, url, body } }: Recording, { id }: { readonly id: string }): Promise<Answer<unknown>> {
		const { pathname, search } = new URL(url);
		const target = pathname.includes('/reservations/') ? id : orderOf(id);
		const path = `${pathname.replace(ID, () => target.split('/providers/microsoft.capacity/')[1] ?? target)}${search}`;
		if (method === 'GET') return desk.get(path);
		return desk.send(
			path,
			body === null ? '' : JSON.stringify(body).replaceAll(NOBODY, subscription).replaceAll(NOT_SOLD, SOLD),
			method,
		);
	}

	function assertSame(ours: Answer<unknown>, { response }: Recording, documented: readonly string[] = []): void {
		assert.equal(ours.status, response.status, JSON.stringify(ours.body));
		assertSameHeaders(ours.headers, response.headers);
		if (response.body === null) assert.equal(ours.body, '');
		else if (Array.isArray(response.body)) {
			const list = ours.body as unknown[];
			assert.equal(list.length, response.body.length);
			for (const [index, theirs] of response.body.entries()) assertSameShape([list[index]], [theirs], documented);
		} else assertSameShape([ours.body], [response.body], documented);
	}

	const etag = (value: unknown) => (value as ReservationBody).etag;
	/** How ids, names and types are built, which differs between first answer and result. */
	const named = (list: unknown) =>
		(list as ReservationBody[]).map(({ id, name, type }: ReservationBody & { type?: string }) => [
			id.includes('/revisions/'),
			name.includes('/'),
			type,
		]);

	/** The number at the end of a result's address. */
	const numberOf = (location: string | null | undefined) => /_\d+(?=\?)/.exec(location ?? '')?.[0];

	it('answers the recorded changes of scope, name and renewal', async () => {
		const source = await desk.buy({ sku: 'Standard_D2s_v5', term: 'P1Y', location: 'uksouth', quantity: 8 });
		const { body } = await split(desk, source, [1, 7]);
		desk.pass(31 * DAY);
		const part = await desk.reservation(body[1]?.id.replace(/\/revisions.*/, '') ?? '');
		// The recorded one was scoped to a subscription before, with priority of capacity.
		await changed(desk, part, {
			appliedScopeType: 'Single',
			appliedScopes: [`/subscriptions/${subscription}`],
			instanceFlexibility: 'Off',
		});
		let before = await desk.reservation(part.id);
		for (const theirs of recorded('update_reservation')) {
			const ours = await replay(theirs, part);
			assertSame(ours, theirs);
			assert.equal(etag(ours.body), etag(before) + (theirs.request.method === 'PATCH' ? 2 : 0));
			const { properties } = ours.body as ReservationBody;
			const recordedProperties = (theirs.response.body as ReservationBody).properties;
			for (const key of ['appliedScopeType', 'instanceFlexibility', 'renew', 'userFriendlyRenewState', 'quantity', 'archived'])
				assert.equal(properties[key], recordedProperties[key], key);
			before = ours.body as ReservationBody;
		}
	});

	it('answers the recorded split and merge, and tells their results', async () => {
		const [read, divided, parts, merged, sum] = recorded('split_and_merge') as [
			Recording,
			Recording,
			Recording,
			Recording,
			Recording,
		];
		const bought = await desk.buy({ sku: 'Standard_D2s_v5', term: 'P1Y', location: 'uksouth', quantity: 2 });
		// The recorded one came of a merge itself.
		const first = await split(desk, bought, [1, 1]);
		const ids = (list: readonly ReservationBody[]) => list.map(({ id }) => ({ id: id.replace(/\/revisions.*/, '') }));
		const joined = await merge(desk, ids(first.body.slice(0, 2)));
		const source = await desk.reservation(ids(joined.body)[2]?.id ?? '');
		assertSame(await replay(read, source), read, ['properties.utilization']);

		const ours = await split(desk, source, [1, 1]);
		assertSame(ours, divided);
		assert.deepEqual(
			ours.body.map(({ etag: newest }) => newest),
			(divided.response.body as ReservationBody[]).map(({ etag: newest }) => newest),
		);
		assert.deepEqual(named(ours.body), named(divided.response.body));
		assert.equal(numberOf(ours.headers.get('location')), numberOf(divided.response.headers.location));
		const result = await desk.get<ReservationBody[]>(ours.headers.get('location') ?? '');
		assertSame(result, parts);
		assert.deepEqual(named(result.body), named(parts.response.body));

		const again = await merge(desk, ids(ours.body.slice(0, 2)));
		assertSame(again, merged);
		assert.deepEqual(named(again.body), named(merged.response.body));
		assert.deepEqual(
			again.body.map(({ etag: newest }) => newest),
			(merged.response.body as ReservationBody[]).map(({ etag: newest }) => newest),
		);
		assert.equal(numberOf(again.headers.get('location')), numberOf(merged.response.headers.location));
		const total = await desk.get<ReservationBody[]>(again.headers.get('location') ?? '');
		assertSame(total, sum);
		assert.deepEqual(named(total.body), named(sum.response.body));
	});

	it('answers the recorded question for scopes', async () => {
		const [theirs] = recorded('reservation_available_scope') as [Recording];
		const ours = await replay(theirs, await desk.one());
		assertSame(ours, theirs);
		const told = (answer: unknown) => Object(answer).properties.scopes.map(({ valid }: { valid: boolean }) => valid);
		assert.deepEqual(told(ours.body), told(theirs.response.body));
	});

	it('answers the recorded archive and unarchive', async () => {
		const [cancelled] = await desk.client.reservations(desk.tenant, '?selectedState=Cancelled');
		for (const theirs of recorded('archive_unarchive_reservation'))
			assertSame(await replay(theirs, cancelled ?? assert.fail()), theirs);
	});

	it('answers the recorded change of directory', async () => {
		const [theirs] = recorded('reservation_order_change_directory') as [Recording];
		const { body } = await desk.client.partner<{ items: { id: string }[] }>('/customers?size=0');
		const one = await desk.one();
		for (const { id } of body.items) {
			if (id === desk.tenant) continue;
			const ours = await desk.send(`${orderOf(one.id)}/changeDirectory`, {
				...Object(theirs.request.body),
				destinationTenantId: id,
			});
			if (Object(ours.body.reservationOrder).isSucceeded !== true) continue;
			assertSame(ours, theirs);
			return;
		}
		assert.fail('no customer with the same currency');
	});
});
