/** Commits whose outcome is found out: a service whose reservations, orders and operations say what each test wants, and a window on it. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { Operation, Quote } from '../../src/reservations/operations/model';
import type { Pace } from '../../src/reservations/operations/pace';
import { sendJson, useServers } from '../helpers/http-server';
import { quick } from '../helpers/operations';
import { samplePurchase, sampleSession as session } from '../helpers/operations-samples';
import { startService, type TestService } from '../helpers/service';
import { CUSTOMER, cloudAt, ORDER, RESERVATION } from '../helpers/transport';

export const orderPath = `/providers/Microsoft.Capacity/reservationOrders/${ORDER}`;
export const idOf = (reservationId: string) => `${orderPath}/reservations/${reservationId}`;
export const quotePath = '/providers/Microsoft.Capacity/operationResults/quote';
const gbp = (amount: number) => ({ currencyCode: 'GBP', amount });
const usd = (amount: number) => ({ currencyCode: 'USD', amount });
/** Reservations that appear in the order beside the one that is given back. */
export const otherRestId = 'dddddddd-0000-4000-8000-00000000000b';
export const restId = 'dddddddd-0000-4000-8000-00000000000a';

/** The order that Azure names for what is bought. */
export const newOrder = 'cccccccc-0000-4000-8000-00000000000a';
const newOrderPath = `/providers/Microsoft.Capacity/reservationOrders/${newOrder}`;
export const newId = 'cccccccc-0000-4000-8000-00000000000b';

/** Long enough for several looks, short enough to wait for. */
const settledMs = 300;

export interface World {
	reservation: { provisioningState: string; quantity: number; statusCode?: string };
	/** Undefined: this account may not read it. */
	orderState: string | undefined;
	/** Reservations that are in the order beside the one that is given back, with their quantities. */
	others: Record<string, number>;
	/** How the commit is answered. */
	answer: (response: ServerResponse) => void;
	/** What a look at the operation of the exchange shows. */
	operation: unknown;
	/** `Retry-After` of that look. */
	retryAfter: string | undefined;
	/** What the quote of an exchange says that is returned. */
	returned: readonly (readonly [reservationId: string, quantity: number])[];
	/** With this status the reservation can't be read. */
	unreadable: number | undefined;
	/** The order of what is bought; undefined: this account sees none. */
	bought: { orderState: string; others?: readonly string[]; properties: object; sku: string } | undefined;
	/** What the quote of a return says. */
	refund: { sessionId: string; reservationId: string };
}
/** No answer: the connection ends. */
export const drop = (response: ServerResponse) => void response.destroy();

const untouched = (): World => ({
	reservation: { provisioningState: 'Succeeded', quantity: 3 },
	orderState: 'Succeeded',
	others: {},
	answer: drop,
	operation: undefined,
	retryAfter: undefined,
	unreadable: undefined,
	bought: undefined,
	returned: [[RESERVATION, 1]],
	refund: { sessionId: session, reservationId: RESERVATION },
});

/**
 * For a `describe`: each of its tests begins with an untouched world and no window.
 * @returns the world; the waits between looks so far, ms; `start` opens a window, `end` closes it before the test does
 */
export function useOutcomes() {
	const serve = useServers();
	let bench: TestService | undefined;
	const world = untouched();
	const waits: number[] = [];
	beforeEach(() => {
		waits.length = 0;
		Object.assign(world, untouched());
	});
	const end = async () => bench?.end();
	afterEach(end);

	async function start(pace: Partial<Pace> = {}) {
		const server = await serve((response, { method, path }) => {
			if (/calculateRefund$/.test(path)) return sendJson(response, 200, refund(world.refund));
			if (/calculateExchange$/.test(path)) {
				const headers = { 'azure-asyncoperation': `${server.origin}${quotePath}`, 'retry-after': world.retryAfter ?? '0' };
				return void response.writeHead(202, headers).end();
			}
			if (path === quotePath) return sendJson(response, 200, { status: 'Succeeded', properties: quoted(world.returned) });
			if (method === 'POST' && /\/(return|exchange)$/.test(path)) return world.answer(response);
			if (/operationResults/.test(path)) {
				if (world.operation === undefined) return sendJson(response, 404, { error: { code: 'NotFound', message: 'None.' } });
				return sendJson(
					response,
					200,
					world.operation,
					world.retryAfter === undefined ? {} : { 'retry-after': world.retryAfter },
				);
			}
			if (world.bought !== undefined && path.toLowerCase().startsWith(newOrderPath.toLowerCase())) {
				const { orderState, others = [], properties, sku } = world.bought;
				const all = [newId, ...others].map((id) => ({
					id: `${newOrderPath}/reservations/${id}`,
					sku: { name: sku },
					properties: { displayName: 'New', ...properties },
				}));
				const one = all.find(({ id }) => id.toLowerCase() === path.toLowerCase());
				const order = { id: newOrderPath, name: newOrder, properties: { provisioningState: orderState, reservations: all } };
				return sendJson(response, 200, one ?? order);
			}
			const { quantity, provisioningState, statusCode } = world.reservation;
			const one = (id: string, units: number, state = 'Succeeded') => ({
				id: idOf(id),
				etag: 9,
				properties: {
					displayName: 'Web',
					quantity: units,
					provisioningState: state,
					billingPlan: 'Monthly',
					...(id === RESERVATION && statusCode !== undefined && { extendedStatusInfo: { statusCode, message: 'As it is.' } }),
				},
			});
			const all = [
				one(RESERVATION, quantity, provisioningState),
				...Object.entries(world.others).map(([id, units]) => one(id, units)),
			];
			const asked = all.find(({ id }) => id.toLowerCase() === path.toLowerCase());
			if (asked !== undefined && world.unreadable !== undefined)
				return sendJson(response, world.unreadable, { error: { code: 'Unreadable', message: 'No.' } });
			if (asked !== undefined) return sendJson(response, 200, asked);
			if (/\/reservations$/.test(path)) return sendJson(response, 200, { value: all });
			if (path.toLowerCase() === orderPath.toLowerCase()) {
				if (world.orderState === undefined)
					return sendJson(response, 403, { error: { code: 'AuthorizationFailed', message: 'No.' } });
				const properties = { provisioningState: world.orderState, reservations: all.map(({ id }) => ({ id })) };
				return sendJson(response, 200, { id: orderPath, name: ORDER, properties });
			}
			return sendJson(response, 404, { error: { code: 'NotFound', message: path } });
		});
		bench = await startService(cloudAt(server.origin), {
			tokens: { get: async () => 'token' },
			account: async () => 'agent@partner.example',
			pace: { ...quick, settledMs, ...pace },
			sleep: async (ms, signal) => {
				waits.push(ms);
				await new Promise((resolve) => setTimeout(resolve, 10));
				signal?.throwIfAborted();
			},
		});
		const { operations } = bench.service;
		const commits = () =>
			server.asked.filter(({ method, path }) => method === 'POST' && /\/(return|exchange)$/.test(path)).length;
		const commit = async (quote: Quote): Promise<Operation> => {
			assert.deepEqual(quote.blockers, []);
			return operations.commit(quote, { sessionId: session, typedCustomerName: CUSTOMER, reason: 'test' });
		};
		const line = (quantity: number, reservationId = RESERVATION) => ({
			tenantId: CUSTOMER,
			orderId: ORDER,
			reservationId,
			quantity,
		});
		/** Another window on the same journal. */
		const another = async (its: Partial<Pace> = {}) => {
			const { service, storage } = bench ?? assert.fail('no window');
			return startService(service.cloud, { tokens: { get: async () => 'token' }, storage, pace: { ...quick, ...its } });
		};
		return {
			operations,
			another,
			commits,
			asked: () => server.asked,
			now: () => operations.operation(session) ?? assert.fail('no operation'),
			/** Looks until it could be given up, and then some more. */
			async settle(): Promise<Operation> {
				await new Promise((resolve) => setTimeout(resolve, settledMs + 200));
				return operations.look(session);
			},
			commitReturn: async (quantity = 1) => commit(await operations.quoteReturn(line(quantity))),
			commitExchange: async () => {
				const returns = world.returned.map(([id, quantity]) => line(quantity, id));
				return commit(await operations.quoteExchange({ tenantId: CUSTOMER, returns, purchases: [samplePurchase] }));
			},
			quoteReturnOf: (reservationId: string, quantity: number) => operations.quoteReturn(line(quantity, reservationId)),
			change: async (reservationId: string) => {
				const { configuration } = bench?.service ?? assert.fail('no service');
				const ref = line(1, reservationId);
				return configuration.change(ref, { name: 'New' }, (await configuration.read(ref)).basis);
			},
		};
	}

	/** The service answers that it took the exchange on. */
	const runs = (response: ServerResponse) => void response.writeHead(202).end();
	/** It ends the exchange by itself. @param properties what it says of the lines then */
	const ended = (status: string, properties?: unknown) => {
		world.operation = { status, properties, error: { code: 'InternalServerError', message: 'Something failed.' } };
	};

	return { world, waits, start, end, runs, ended };
}

const refund = ({ sessionId, reservationId }: World['refund']) => ({
	id: idOf(reservationId),
	properties: {
		sessionId,
		billingRefundAmount: gbp(1.83),
		pricingRefundAmount: usd(2.18),
		policyResult: { properties: { consumedRefundsTotal: usd(0), maxRefundLimit: usd(50000), policyErrors: [] } },
		billingInformation: { billingPlan: 'Monthly', billingCurrencyRemainingCommitmentAmount: gbp(20.13) },
	},
});

/** How far each line is, the returned ones first. */
export const statusesOf = ({ lines }: Operation) => lines.map(({ status }) => status);

/** The quote of an exchange of these. */
function quoted(returned: World['returned']) {
	const contents = exchange();
	const [one] = contents.reservationsToExchange;
	const count = returned.length;
	return {
		...contents,
		refundsTotal: gbp(60 * count),
		netPayable: gbp(120 - 60 * count),
		reservationsToExchange: returned.map(([id, quantity]) => ({ ...one, reservationId: idOf(id), quantity })),
	};
}

/** The contents of the exchange, with the status that each line has by now. */
export function exchange(returned?: string, bought?: string) {
	return {
		sessionId: session,
		netPayable: gbp(60),
		refundsTotal: gbp(60),
		purchasesTotal: gbp(120),
		policyResult: { policyErrors: null },
		reservationsToExchange: [
			{
				reservationId: idOf(RESERVATION),
				quantity: 1,
				billingRefundAmount: gbp(15),
				billingInformation: { billingCurrencyRemainingCommitmentAmount: gbp(45) },
				status: returned,
			},
		],
		reservationsToPurchase: [
			{
				properties: { sku: { name: 'Standard_B1s' }, properties: { quantity: 3 } },
				billingCurrencyTotal: gbp(120),
				status: bought,
				// There from the start (recordings 2).
				...(bought !== undefined && { reservationOrderId: newOrderPath }),
			},
		],
	};
}
