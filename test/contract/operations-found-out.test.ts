/** What became of a commit, found out by reading a service whose reservations, orders and operations say what each test wants. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { Operation, Quote } from '../../src/reservations/operations/model';
import type { Pace } from '../../src/reservations/operations/pace';
import { sendJson, useServers } from '../helpers/http-server';
import { quick, reached } from '../helpers/operations';
import { samplePurchase, sampleSession as session } from '../helpers/operations-samples';
import { startService, type TestService, until } from '../helpers/service';
import { CUSTOMER, cloudAt, failureOf, ORDER, RESERVATION } from '../helpers/transport';

const orderPath = `/providers/Microsoft.Capacity/reservationOrders/${ORDER}`;
const idOf = (reservationId: string) => `${orderPath}/reservations/${reservationId}`;
const quotePath = '/providers/Microsoft.Capacity/operationResults/quote';
const gbp = (amount: number) => ({ currencyCode: 'GBP', amount });
const usd = (amount: number) => ({ currencyCode: 'USD', amount });
const otherRestId = 'dddddddd-0000-4000-8000-00000000000b';
const restId = 'dddddddd-0000-4000-8000-00000000000a';
/** The order that Azure names for what is bought. */
const newOrder = 'cccccccc-0000-4000-8000-00000000000a';
const newOrderPath = `/providers/Microsoft.Capacity/reservationOrders/${newOrder}`;
const newId = 'cccccccc-0000-4000-8000-00000000000b';

/** Long enough for several looks, short enough to wait for. */
const settledMs = 300;

interface World {
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

const drop = (response: ServerResponse) => void response.destroy();

describe('what became of a commit', () => {
	const serve = useServers();
	let bench: TestService | undefined;
	let world: World;
	let waits: number[];
	beforeEach(() => {
		waits = [];
		world = {
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
		};
	});
	afterEach(() => bench?.end());

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
		return {
			operations,
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

	describe('of a return whose answer was lost', () => {
		it('is not known as long as the order is worked on, though the reservation is as before', async () => {
			world.answer = (response) => {
				world.orderState = 'Pending';
				drop(response);
			};
			const { commitReturn, settle, operations, commits } = await start();
			await commitReturn();
			const waiting = await settle();
			assert.equal(waiting.state, 'outcomeUnknown', waiting.explanation);
			assert.match(waiting.explanation ?? '', /order is in the state Pending.*do not repeat it/);
			world.orderState = 'Succeeded';
			world.reservation = { provisioningState: 'Cancelled', quantity: 3, statusCode: 'Succeeded' };
			world.others = { [restId]: 2 };
			assert.equal((await reached(operations, session, 'succeeded')).lines[0]?.rest?.reservationId, restId);
			assert.equal(commits(), 1);
		});

		it('is not known as long as the order can’t be read', async () => {
			world.answer = (response) => {
				world.orderState = undefined;
				drop(response);
			};
			const { commitReturn, settle } = await start();
			await commitReturn();
			const waiting = await settle();
			assert.equal(waiting.state, 'outcomeUnknown');
			assert.match(waiting.explanation ?? '', /order can’t be read/);
		});

		const cancelled = (statusCode: string | undefined, others: World['others']) => {
			world.answer = (response) => {
				world.reservation = { provisioningState: 'Cancelled', quantity: 3, ...(statusCode !== undefined && { statusCode }) };
				world.others = others;
				drop(response);
			};
		};
		for (const [what, quantity, statusCode, others] of [
			['all of it, and it was split meanwhile', 3, 'Split', { [restId]: 1, [otherRestId]: 2 }],
			['all of it, and it was merged meanwhile', 3, 'Merged', {}],
			['all of it, and it was exchanged meanwhile', 3, 'Exchanged', {}],
			['all of it, and it has ended for another reason', 3, 'PaymentInstrumentError', {}],
			['all of it, and others have appeared', 3, undefined, { [restId]: 1, [otherRestId]: 2 }],
			['a part, and a split left as much', 1, 'Split', { [restId]: 2, [otherRestId]: 1 }],
			['a part, and more than the rest has appeared', 1, undefined, { [restId]: 2, [otherRestId]: 1 }],
			['a part, and nothing is left', 1, 'Succeeded', {}],
			['a part, and an exchange left as much', 1, 'Exchanged', { [restId]: 2 }],
		] as const) {
			it(`is not known: ${what}`, async () => {
				cancelled(statusCode, others);
				const { commitReturn, settle } = await start();
				await commitReturn(quantity);
				const seen = await settle();
				assert.equal(seen.state, 'outcomeUnknown', seen.explanation);
				assert.match(seen.explanation ?? '', /does not tell what became of it/);
			});
		}

		for (const [quantity, others] of [
			[3, {}],
			[1, { [restId]: 2 }],
		] as const) {
			it(`was done: ${quantity} of 3, and exactly the rest goes on`, async () => {
				cancelled('Succeeded', others);
				const { commitReturn, operations } = await start();
				await commitReturn(quantity);
				assert.match((await reached(operations, session, 'succeeded')).explanation ?? '', /answer to the return was lost/);
			});
		}

		it('is not done once reservation and order are at rest, as they were', async () => {
			const { commitReturn, operations, commits } = await start();
			await commitReturn();
			const ended = await reached(operations, session, 'notDone');
			assert.match(ended.explanation ?? '', /was not carried out.*Nothing was returned/);
			assert.equal(commits(), 1);
		});
	});

	it('of an exchange that nobody knows is not known as long as an order is worked on', async () => {
		world.answer = (response) => {
			world.orderState = 'Pending';
			drop(response);
		};
		const { commitExchange, settle, operations } = await start();
		await commitExchange();
		assert.equal((await settle()).state, 'outcomeUnknown');
		world.orderState = 'Succeeded';
		assert.match((await reached(operations, session, 'notDone')).explanation ?? '', /Nothing was returned or bought/);
	});

	describe('of an exchange that Azure ended without saying what became of its lines', () => {
		const runs = (response: ServerResponse) => void response.writeHead(202).end();
		const ended = (status: string, properties?: unknown) => {
			world.operation = { status, properties, error: { code: 'InternalServerError', message: 'Something failed.' } };
		};

		for (const status of ['Failed', 'Cancelled']) {
			it(`${status} after the returns: not known, and looked after further on`, async () => {
				world.answer = runs;
				world.operation = { status: 'PendingPurchases', properties: exchange('Pending', 'Pending') };
				const { commitExchange, operations, settle } = await start();
				await commitExchange();
				await until('the purchases', () => operations.operation(session)?.step === 'PendingPurchases');
				world.reservation.provisioningState = 'Cancelled';
				world.others = { [restId]: 2 };
				ended(status);
				const seen = await settle();
				assert.equal(seen.state, 'outcomeUnknown', seen.explanation);
				assert.equal(seen.endedAt, undefined);
				assert.match(seen.explanation ?? '', /Something failed.*Not known: 1 × Web\..*Not known: 3 × New.*do not repeat it/);
				assert.ok(seen.correlationIds.length <= 3, 'each look adds none');
				ended(status, exchange('Succeeded', 'Failed'));
				const { lines } = await reached(operations, session, 'partial');
				assert.deepEqual(
					lines.map((it) => it.status),
					['Succeeded', 'Failed'],
				);
			});
		}

		it('is looked at more and more seldom, then only when somebody asks, in every window; it stays unknown until Azure tells', async () => {
			world.answer = runs;
			world.operation = { status: 'PendingPurchases', properties: exchange('Pending', 'Pending') };
			const { commitExchange, operations, asked } = await start({ endedForMs: 500, overdueMs: 100 });
			await commitExchange();
			await until('the purchases', () => operations.operation(session)?.step === 'PendingPurchases');
			world.reservation.provisioningState = 'Cancelled';
			ended('Failed');
			const seen = await reached(operations, session, 'outcomeUnknown');
			await until('its end', () => /Azure ended/.test(operations.operation(session)?.explanation ?? ''));
			assert.match(operations.operation(session)?.explanation ?? '', /For a day it is looked at by itself.*only with Look Again/);
			const polls = () => asked().filter(({ path }) => /operationResults/.test(path) && path !== quotePath).length;
			await new Promise((resolve) => setTimeout(resolve, 700));
			const before = polls();
			const other = await startService(bench?.service.cloud ?? assert.fail(), {
				tokens: { get: async () => 'token' },
				storage: bench?.storage ?? assert.fail(),
				pace: { ...quick, endedForMs: 500 },
			});
			await other.service.operations.recover();
			await new Promise((resolve) => setTimeout(resolve, 300));
			assert.equal(polls(), before, 'no window asks by itself');
			const still = await operations.look(session);
			assert.deepEqual([still.state, still.endedAt, polls()], ['outcomeUnknown', undefined, before + 1]);
			assert.deepEqual(statusesOf(still), statusesOf(seen));
			ended('Failed', exchange('Succeeded', 'Failed'));
			assert.equal((await operations.look(session)).state, 'partial');
			await until('the other one to know', () => other.service.operations.operation(session)?.state === 'partial');
			await other.service.dispose();
		});

		it('is followed again once Azure says that it runs after all', async () => {
			world.answer = runs;
			world.operation = { status: 'PendingPurchases', properties: exchange('Pending', 'Pending') };
			const { commitExchange, operations } = await start({ endedForMs: 300 });
			await operations.recover();
			await commitExchange();
			await until('the purchases', () => operations.operation(session)?.step === 'PendingPurchases');
			world.reservation.provisioningState = 'Cancelled';
			ended('Failed');
			await reached(operations, session, 'outcomeUnknown');
			await new Promise((resolve) => setTimeout(resolve, 600));
			world.operation = { status: 'PendingPurchases', properties: exchange('Pending', 'Pending') };
			assert.equal((await operations.look(session)).state, 'running');
			world.operation = { status: 'Succeeded', properties: exchange('Succeeded', 'Succeeded') };
			await reached(operations, session, 'succeeded');
		});

		describe('what was bought, by the order that Azure named for it', () => {
			const made = {
				orderState: 'Succeeded',
				sku: 'Standard_B1s',
				properties: { quantity: 3, term: 'P1Y', provisioningState: 'Succeeded' },
			};

			/** All of the reservation is returned, the purchase was begun, and Azure ends it without saying more. */
			async function endedWhileBuying(pace: Partial<Pace> = {}) {
				world.answer = runs;
				world.returned = [[RESERVATION, 3]];
				world.operation = { status: 'PendingPurchases', properties: exchange('Succeeded', 'Pending') };
				const started = await start(pace);
				await started.commitExchange();
				await until('the purchases', () => started.operations.operation(session)?.step === 'PendingPurchases');
				world.reservation = { provisioningState: 'Cancelled', quantity: 3 };
				ended('Failed');
				await reached(started.operations, session, 'outcomeUnknown');
				return started;
			}

			it('the order is at rest with just what was wanted, long after the end: bought, as the order shows', async () => {
				world.bought = made;
				const { operations, commits, asked } = await endedWhileBuying();
				assert.ok(!asked().some(({ path }) => path.includes(newOrder)), 'not while it might still be taken back');
				const { lines, explanation, state } = await reached(operations, session, 'partial');
				assert.equal(state, 'partial', 'Azure does not call it a success');
				assert.deepEqual(
					[lines[1]?.status, lines[1]?.isRead, lines[1]?.orderId, lines[1]?.reservationId],
					['Succeeded', true, newOrder, newId],
				);
				assert.match(
					explanation ?? '',
					/Azure ended the exchange \(Failed\), though each of its lines.*Something failed.*Returned: 3 × Web.*Bought, as its order shows: 3 × New/,
				);
				assert.match(
					operations.describeOperation(operations.operation(session) ?? assert.fail()),
					/Succeeded \(read from the order\)/,
				);
				assert.equal(commits(), 1);
			});

			const { properties } = made;
			for (const [what, bought] of [
				['is not there, or hidden', undefined],
				['is not at rest', { ...made, orderState: 'Pending' }],
				['has failed', { ...made, orderState: 'Failed' }],
				['has none that is active', { ...made, properties: { ...properties, provisioningState: 'Creating' } }],
				['has one that was cancelled', { ...made, properties: { ...properties, provisioningState: 'Cancelled' } }],
				['has another quantity', { ...made, properties: { ...properties, quantity: 2 } }],
				['does not tell its quantity', { ...made, properties: { ...properties, quantity: undefined } }],
				['has another product', { ...made, sku: 'Standard_B2s' }],
				['has another term', { ...made, properties: { ...properties, term: 'P3Y' } }],
				['has two reservations', { ...made, others: [otherRestId] }],
			] as const) {
				it(`the order ${what}: not known`, async () => {
					world.bought = bought;
					const { settle } = await endedWhileBuying();
					await settle();
					const seen = await settle();
					assert.deepEqual(
						[seen.state, seen.endedAt, ...statusesOf(seen)],
						['outcomeUnknown', undefined, 'Succeeded', 'Pending'],
					);
				});
			}

			it('the order is one of those that were given back: not known', async () => {
				world.answer = runs;
				world.returned = [[RESERVATION, 3]];
				const [one] = exchange('Succeeded', 'Pending').reservationsToPurchase;
				const told = { ...exchange('Succeeded', 'Pending'), reservationsToPurchase: [{ ...one, reservationOrderId: orderPath }] };
				world.operation = { status: 'PendingPurchases', properties: told };
				const { commitExchange, operations, settle } = await start();
				await commitExchange();
				await until('the purchases', () => operations.operation(session)?.step === 'PendingPurchases');
				ended('Failed');
				await settle();
				assert.deepEqual(statusesOf(await settle()), ['Succeeded', 'Pending']);
			});

			it('what was read of the order is dropped when Azure says that it was not bought', async () => {
				world.bought = made;
				world.returned = [
					[RESERVATION, 3],
					[restId, 2],
				];
				world.others = { [restId]: 3 };
				world.answer = runs;
				const contents = exchange('Pending', 'Pending');
				world.operation = { status: 'PendingPurchases', properties: contents };
				const { commitExchange, operations } = await start();
				await commitExchange();
				await until('the purchases', () => operations.operation(session)?.step === 'PendingPurchases');
				world.others = { [restId]: 1 };
				ended('Failed');
				await until('the order', () => operations.operation(session)?.lines[2]?.status === 'Succeeded');
				assert.equal(operations.operation(session)?.state, 'outcomeUnknown', 'what became of the other is not known');
				const [one] = contents.reservationsToPurchase;
				const returned = contents.reservationsToExchange.flatMap((it) => [it, { ...it, reservationId: idOf(restId) }]);
				ended('Failed', {
					...contents,
					reservationsToExchange: returned.map((it) => ({ ...it, status: 'Failed' })),
					reservationsToPurchase: [{ ...one, status: 'Failed' }],
				});
				const { lines } = await reached(operations, session, 'failed');
				assert.deepEqual([lines[2]?.status, lines[2]?.isRead], ['Failed', undefined]);
			});
		});

		it('with the reservation as before, and no purchase begun: it failed', async () => {
			world.answer = runs;
			ended('Failed');
			const { commitExchange, operations } = await start();
			await commitExchange();
			const { lines, explanation } = await reached(operations, session, 'failed');
			assert.match(explanation ?? '', /without carrying out any of its lines\. Something failed/);
			assert.deepEqual(
				lines.map((it) => it.status),
				['NotDone', 'NotDone'],
			);
		});

		it('with the reservation as before, though purchases were begun: not known', async () => {
			world.answer = runs;
			world.operation = { status: 'PendingPurchases' };
			const { commitExchange, operations, settle } = await start();
			await commitExchange();
			await until('the purchases', () => operations.operation(session)?.step === 'PendingPurchases');
			ended('Failed');
			assert.equal((await settle()).state, 'outcomeUnknown');
		});

		it('one is cancelled, the other as before: the other is free for returns and changes once its order is at rest', async () => {
			world.answer = runs;
			world.others = { [restId]: 2 };
			world.returned = [
				[RESERVATION, 3],
				[restId, 2],
			];
			ended('Failed');
			world.orderState = 'Pending';
			const { commitExchange, operations, settle, quoteReturnOf, change, commits } = await start();
			await commitExchange();
			world.reservation = { provisioningState: 'Cancelled', quantity: 3, statusCode: 'Exchanged' };
			assert.deepEqual(statusesOf(await settle()), ['Pending', 'Pending', 'Pending']);
			world.refund = { sessionId: otherRestId, reservationId: restId };
			const quote = await quoteReturnOf(restId, 1);
			const confirmation = { sessionId: otherRestId, typedCustomerName: CUSTOMER, reason: 'test' };
			const failure = await failureOf(operations.commit(quote, confirmation));
			assert.match(failure.message, /Another return or exchange.*is not through yet\. Nothing was sent/);
			assert.match((await failureOf(change(restId))).message, /return or exchange.*not through yet/);
			assert.equal(commits(), 1);

			world.orderState = 'Succeeded';
			const seen = await operations.look(session);
			assert.equal(seen.state, 'outcomeUnknown', seen.explanation);
			assert.deepEqual(statusesOf(seen), ['Succeeded', 'NotDone', 'Pending']);
			assert.match(seen.explanation ?? '', /Returned, as the reservation shows: 3 × Web.*Not returned, as.*Not known: 3 × New/);
			assert.equal((await operations.commit(quote, confirmation)).state, 'running');
			assert.equal(commits(), 2);
		});

		for (const orderState of ['Cancelled', 'Succeeded']) {
			it(`all of the reservation is cancelled, and its order is ${orderState}: returned, as the reservation shows`, async () => {
				world.answer = runs;
				world.returned = [[RESERVATION, 3]];
				ended('Failed', exchange('Pending', 'Failed'));
				world.orderState = 'Pending';
				const { commitExchange, operations, settle } = await start();
				await commitExchange();
				world.reservation = { provisioningState: 'Cancelled', quantity: 3 };
				assert.deepEqual(statusesOf(await settle()), ['Pending', 'Failed']);
				world.orderState = orderState;
				const { lines, explanation } = await reached(operations, session, 'partial');
				assert.deepEqual([lines[0]?.status, lines[0]?.isRead], ['Succeeded', true]);
				assert.match(explanation ?? '', /Azure did not say what cancelled it; who else may return it could have done so too/);
			});
		}

		for (const statusCode of ['Split', 'Expired', 'Anything']) {
			it(`the reservation is cancelled as ${statusCode}: not known`, async () => {
				world.answer = runs;
				world.returned = [[RESERVATION, 3]];
				ended('Failed', exchange('Pending', 'Failed'));
				const { commitExchange, settle } = await start();
				await commitExchange();
				world.reservation = { provisioningState: 'Cancelled', quantity: 3, statusCode };
				const seen = await settle();
				assert.deepEqual([seen.state, ...statusesOf(seen)], ['outcomeUnknown', 'Pending', 'Failed']);
			});
		}

		it('while the order is worked on: not known until it is at rest', async () => {
			world.answer = runs;
			world.orderState = 'Pending';
			ended('Failed');
			const { commitExchange, operations, settle } = await start();
			await commitExchange();
			assert.equal((await settle()).state, 'outcomeUnknown');
			world.orderState = 'Succeeded';
			await reached(operations, session, 'failed');
		});
	});

	describe('that Azure took on and does not end', () => {
		const runs = (response: ServerResponse) => void response.writeHead(202, { 'content-type': 'application/json' }).end('{}');

		it('an exchange: told as overdue, with what to do, and looked at further on, slowly', async () => {
			world.answer = runs;
			world.operation = { status: 'PendingPurchases', properties: exchange('Succeeded', 'Pending') };
			world.retryAfter = '5';
			const { commitExchange, operations } = await start({ overdueMs: 200 });
			assert.equal((await commitExchange()).state, 'running');
			const late = await reached(operations, session, 'outcomeUnknown');
			assert.match(late.explanation ?? '', new RegExp(`more than a day ago.*Microsoft Support.*${session}.*do not repeat it`));
			assert.equal(late.step, 'PendingPurchases');
			assert.deepEqual(
				late.lines.map(({ status }) => status),
				['Succeeded', 'Pending'],
			);
			waits.length = 0;
			await until('some looks', () => waits.length > 2);
			assert.deepEqual(new Set(waits), new Set([600_000]));
			world.operation = { status: 'Succeeded', properties: exchange('Succeeded', 'Succeeded') };
			await reached(operations, session, 'succeeded');
		});

		it('a return: the same', async () => {
			world.answer = (response) => {
				world.orderState = 'Pending';
				runs(response);
			};
			const { commitReturn, operations } = await start({ overdueMs: 200 });
			assert.equal((await commitReturn()).state, 'running');
			const late = await reached(operations, session, 'outcomeUnknown');
			assert.match(late.explanation ?? '', new RegExp(`more than a day ago.*${session}`));
			waits.length = 0;
			await until('some looks', () => waits.length > 2);
			assert.deepEqual(new Set(waits), new Set([600_000]));
		});
	});

	it('is looked for at least every ten minutes, however long Azure asks to wait', async () => {
		world.answer = (response) => void response.writeHead(202, { 'retry-after': '86400' }).end();
		world.operation = { status: 'PendingRefunds' };
		for (const retryAfter of ['86400', '99999999999', 'Fri, 31 Dec 2099 00:00:00 GMT']) {
			world.retryAfter = retryAfter;
			waits.length = 0;
			const { commitExchange } = await start();
			await commitExchange();
			await until('some looks', () => waits.length > 4);
			assert.deepEqual(new Set(waits), new Set([600_000]), retryAfter);
			await bench?.end();
		}
	});

	describe('that stays unknown, set aside', () => {
		/** Taken on, and then nobody knows it any more. */
		const forgotten = (response: ServerResponse) => void response.writeHead(202).end();
		const confirmation = { sessionId: otherRestId, typedCustomerName: CUSTOMER, reason: 'test' };

		it('its reservations can be worked on again; it stays unknown, is never sent again and not looked after', async () => {
			world.answer = forgotten;
			const { commitExchange, operations, settle, quoteReturnOf, commits, asked } = await start();
			await commitExchange();
			assert.equal((await settle()).state, 'outcomeUnknown');
			world.refund = { sessionId: otherRestId, reservationId: RESERVATION };
			const quote = await quoteReturnOf(RESERVATION, 1);
			assert.match((await failureOf(operations.commit(quote, confirmation))).message, /is not through yet/);

			const aside = await operations.setAside(session);
			assert.deepEqual([aside.state, aside.endedAt, aside.setAside?.by], ['outcomeUnknown', undefined, 'agent@partner.example']);
			assert.ok((aside.setAside?.at ?? 0) > (aside.sentAt ?? 0));
			assert.match(operations.exportOperations('json'), /"setAside"/);
			assert.equal((await operations.commit(quote, confirmation)).state, 'running');
			assert.equal(commits(), 2, 'one exchange, one return');

			// Even if Azure knew it again.
			world.operation = { status: 'Succeeded', properties: exchange('Succeeded', 'Succeeded') };
			assert.deepEqual(await operations.look(session), aside);
			assert.deepEqual(await operations.setAside(session), aside);
			const polls = () => asked().filter(({ path }) => /operationResults/.test(path) && path !== quotePath).length;
			await new Promise((resolve) => setTimeout(resolve, 200));
			const before = polls();
			await new Promise((resolve) => setTimeout(resolve, 300));
			assert.equal(polls(), before);
		});

		it('is refused while it is being found out, and where the last look tells what became of it', async () => {
			world.answer = forgotten;
			const { commitExchange, operations, settle } = await start();
			world.operation = { status: 'PendingRefunds' };
			await commitExchange();
			assert.match((await failureOf(operations.setAside(session))).message, /Only an operation whose outcome is not known/);
			world.operation = undefined;
			assert.equal((await settle()).state, 'outcomeUnknown');
			world.operation = { status: 'Succeeded', properties: exchange('Succeeded', 'Succeeded') };
			const { state, setAside } = await operations.setAside(session);
			assert.deepEqual([state, setAside], ['succeeded', undefined]);
			assert.equal((await failureOf(operations.setAside(otherRestId))).kind, 'NotFound');
		});

		it('is refused minutes after it was sent', async () => {
			const { commitReturn, operations, now } = await start({ settledMs: 60_000 });
			await commitReturn();
			const failure = await failureOf(operations.setAside(session));
			assert.deepEqual([failure.kind, failure.details.sent], ['Refused', 'no']);
			assert.match(failure.message, /still being found out\. Nothing was changed/);
			assert.deepEqual([now().state, now().setAside], ['outcomeUnknown', undefined]);
		});

		it('is possible where the reservation can’t be read at all, and not where Azure can’t be reached', async () => {
			const { commitReturn, operations, settle, now } = await start();
			world.orderState = 'Pending';
			await commitReturn();
			await settle();
			world.unreadable = 400;
			await failureOf(operations.setAside(session));
			assert.equal(now().setAside, undefined);
			world.unreadable = 404;
			assert.equal((await operations.setAside(session)).state, 'outcomeUnknown');
			assert.ok(now().setAside);
		});
	});

	describe('that Azure took on with an answer that can’t be read', () => {
		const unreadable: readonly (readonly [string, (response: ServerResponse) => void])[] = [
			['a 202 without a body', (response) => void response.writeHead(202).end()],
			[
				'a 202 with half a body',
				(response) => void response.writeHead(202, { 'content-type': 'application/json' }).end('{"id":"/prov'),
			],
			['a 200 of another shape', (response) => sendJson(response, 200, ['?'])],
			[
				'a 202 whose connection breaks in the middle',
				(response) => {
					response.writeHead(202, { 'content-type': 'application/json', 'content-length': '100' });
					response.write('{"id":');
					setTimeout(() => response.destroy(), 20);
				},
			],
		];
		for (const [what, answer] of unreadable) {
			it(`a return, ${what}: it runs, and is never told as not done`, async () => {
				world.answer = answer;
				const { commitReturn, settle } = await start();
				assert.equal((await commitReturn()).state, 'running');
				const { state, answeredAt } = await settle();
				assert.equal(state, 'running');
				assert.ok(answeredAt !== undefined);
			});
		}

		it('a return: split meanwhile, it is not known what became of it', async () => {
			world.answer = (response) => void response.writeHead(202, { 'content-type': 'application/json' }).end('{}');
			const { commitReturn, settle } = await start();
			await commitReturn(3);
			world.reservation = { provisioningState: 'Cancelled', quantity: 3, statusCode: 'Split' };
			world.others = { [restId]: 1, [otherRestId]: 2 };
			assert.equal((await settle()).state, 'outcomeUnknown');
		});

		it('an exchange: it is never told as not done', async () => {
			world.answer = (response) => sendJson(response, 202, ['?']);
			const { commitExchange, settle } = await start();
			assert.equal((await commitExchange()).state, 'running');
			const seen = await settle();
			assert.equal(seen.state, 'outcomeUnknown');
			assert.match(seen.explanation ?? '', /took the exchange on/);
		});
	});
});

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

const statusesOf = ({ lines }: Operation) => lines.map(({ status }) => status);

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
function exchange(returned?: string, bought?: string) {
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
