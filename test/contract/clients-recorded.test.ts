/** The clients against what the real service was recorded to answer. */
import assert from 'node:assert/strict';
import * as capacity from '../../src/azure/capacity';
import * as catalog from '../../src/azure/catalog';
import { guid, parseOrderId, parseReservationId } from '../../src/azure/ids';
import { allItems, type Page } from '../../src/azure/paging';
import { parseDate } from '../../src/azure/values';
import type { TestServer } from '../helpers/http-server';
import { hasRecordings, type Recording, readRecordings, replay } from '../helpers/recordings';
import { CUSTOMER, cloudAt, isKnownFailure, type TestTransport, testTransport } from '../helpers/transport';

/** What of a list was recorded: its first pages may link to one that was not. */
async function pagesOf<T>(pages: AsyncIterable<Page<T>>): Promise<T[]> {
	const items: T[] = [];
	try {
		for await (const page of pages) items.push(...page.items);
	} catch (error) {
		if (!isKnownFailure(error, 'NotFound') || items.length === 0) throw error;
	}
	return items;
}

(hasRecordings ? describe : describe.skip)(
	`clients and recorded answers${hasRecordings ? '' : ' (skipped: ../shared/recordings is not here)'}`,
	() => {
		let recordings: Recording[];
		let server: TestServer;
		let transport: TestTransport;
		before(async () => {
			recordings = await readRecordings();
			server = await replay(recordings);
			transport = testTransport(cloudAt(server.origin));
		});
		after(() => server.close());

		/** Recorded good answers whose URL matches. */
		const recorded = (match: (url: URL) => boolean, method = 'GET') =>
			recordings
				.filter(({ request, response }) => request.method === method && response.status === 200 && match(new URL(request.url)))
				.map(({ name, request, response }) => ({
					name,
					url: new URL(request.url),
					body: response.body as { value?: unknown[] },
				}));
		const guidsOf = (url: URL) => url.pathname.match(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi)?.map(guid) ?? [];

		it('reads every recorded order of the list, field by field', async () => {
			const pages = recorded(({ pathname }) => /\/reservationOrders$/i.test(pathname));
			const orders = await allItems(capacity.orderPages(transport, CUSTOMER));
			assert.deepEqual(
				orders,
				pages.flatMap(({ body }) => body.value),
			);
			assert.equal(orders.length, 110);
			for (const order of orders) {
				assert.ok(parseOrderId(order.id), order.id);
				for (const { id } of order.properties.reservations ?? []) assert.ok(parseReservationId(id), id);
				assert.ok(
					order.properties.requestDateTime && parseDate(order.properties.requestDateTime),
					order.properties.requestDateTime ?? '',
				);
			}
			assert.ok(orders.some(({ properties }) => properties.term === 'None' && parseDate(properties.reviewDateTime)));
			assert.ok(orders.some(({ properties }) => properties.billingProfileId));
		});

		it('reads every recorded reservation of the tenant-wide lists', async () => {
			const lists = recorded(({ pathname }) => pathname === '/providers/Microsoft.Capacity/reservations');
			assert.equal(lists.length, 4);
			let count = 0;
			for (const { url, body } of lists) {
				const { searchParams } = url;
				const reservations = await allItems(
					capacity.reservationPages(transport, CUSTOMER, {
						filter: searchParams.get('$filter') ?? undefined,
						orderBy: searchParams.get('$orderby') ?? undefined,
						selectedState: searchParams.get('selectedState') ?? undefined,
					}),
				);
				assert.deepEqual(reservations, body.value);
				for (const { id, properties } of reservations) {
					assert.ok(parseReservationId(id), id);
					assert.ok(properties.displayName && properties.term && properties.quantity && properties.displayProvisioningState);
					assert.ok(parseDate(properties.expiryDateTime ?? properties.reviewDateTime), id);
				}
				count += reservations.length;
			}
			assert.equal(count, 106);
		});

		it('reads every recorded single order and reservation', async () => {
			const orders = recorded(({ pathname }) => /\/reservationOrders\/[^/]+$/i.test(pathname));
			assert.equal(orders.length, 3);
			for (const { url, body } of orders) {
				assert.deepEqual(await capacity.getReservationOrder(transport, CUSTOMER, guidsOf(url)[0] ?? ''), body);
			}
			const reservations = recorded(({ pathname }) => /\/reservationOrders\/[^/]+\/reservations\/[^/]+$/i.test(pathname));
			assert.equal(reservations.length, 3);
			for (const { url, body } of reservations) {
				const [orderId = '', reservationId = ''] = guidsOf(url);
				const reservation = await capacity.getReservation(transport, CUSTOMER, { orderId, reservationId });
				assert.deepEqual(reservation, body);
				assert.deepEqual(parseReservationId(reservation.id), { orderId, reservationId });
			}
			const renewed = recorded(({ searchParams }) => searchParams.get('$expand') === 'renewProperties');
			const [orderId = '', reservationId = ''] = guidsOf(renewed[0]?.url ?? new URL('http://none'));
			const { properties } = await capacity.getReservation(transport, CUSTOMER, { orderId, reservationId });
			assert.equal(properties.renewProperties?.billingCurrencyTotal?.amount, 109.8);
		});

		it('reads the recorded reservations and revisions of an order', async () => {
			const lists = recorded(({ pathname }) => /\/reservationOrders\/[^/]+\/reservations$/i.test(pathname));
			assert.equal(lists.length, 1);
			for (const { url, body } of lists) {
				const [orderId = ''] = guidsOf(url);
				assert.deepEqual(await allItems(capacity.reservationsOfOrderPages(transport, CUSTOMER, orderId)), body.value);
			}
			const histories = recorded(({ pathname }) => pathname.endsWith('/revisions'));
			assert.equal(histories.length, 1);
			for (const { url, body } of histories) {
				const [orderId = '', reservationId = ''] = guidsOf(url);
				const revisions = await allItems(capacity.revisionPages(transport, CUSTOMER, { orderId, reservationId }));
				assert.deepEqual(revisions, body.value);
				assert.equal(revisions.length, 11);
				for (const { id } of revisions) assert.deepEqual(parseReservationId(id), { orderId, reservationId });
			}
		});

		it('reads the recorded catalog page, applied orders and available scopes', async () => {
			const [products] = recorded(({ pathname }) => pathname.endsWith('/catalogs'));
			const [subscriptionId = ''] = guidsOf(products?.url ?? new URL('http://none'));
			const items = await pagesOf(
				catalog.catalogPages(transport, CUSTOMER, subscriptionId, {
					reservedResourceType: 'VirtualMachines',
					location: 'westus',
				}),
			);
			assert.deepEqual(items, products?.body.value);
			assert.equal(items.length, 50);
			for (const { billingPlans } of items) assert.ok(catalog.entryOf(billingPlans, 'P1Y'));

			const [applied] = recorded(({ pathname }) => pathname.endsWith('/appliedReservations'));
			const orderIds = await allItems(catalog.appliedReservationPages(transport, CUSTOMER, subscriptionId));
			const raw = applied?.body as { properties?: { reservationOrderIds?: { value?: string[] } } } | undefined;
			assert.ok(orderIds.length > 0);
			assert.deepEqual(orderIds, raw?.properties?.reservationOrderIds?.value);
			for (const id of orderIds) assert.ok(parseOrderId(id), id);

			const [scopes] = recorded(({ pathname }) => pathname.endsWith('/availableScopes'), 'POST');
			const [orderId = '', reservationId = ''] = guidsOf(scopes?.url ?? new URL('http://none'));
			const scope = '/subscriptions/00000000-0000-0000-0000-000000000000';
			assert.deepEqual(await capacity.availableScopes(transport, CUSTOMER, { orderId, reservationId }, [scope]), [
				{ scope, valid: true },
			]);
		});
	},
);
