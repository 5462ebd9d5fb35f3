/** Returns through the service against the sandbox, over real HTTP: quote, commit, end, and everything that must not be sent. */
import assert from 'node:assert/strict';
import type { Customer, Reservation, ReservationRef } from '../../src/reservations/model';
import type { Operation, ReturnQuote } from '../../src/reservations/operations/model';
import { confirmed, Desk, reached } from '../helpers/operations';
import { clearFaults, clearRequests, orderFault, testFetch, until } from '../helpers/service';
import { failureOf } from '../helpers/transport';
import { unitsOf } from '../helpers/units';

/** The commit of a return, and nothing else. */
const theReturn = { method: 'POST', path: '/return' };

describe('returns', () => {
	let desk: Desk;
	/** Customers that gave nothing back yet, so that no test is hindered by what another one returned. */
	let fresh: Customer[];

	before(async () => {
		desk = await Desk.open({ customers: 60, reservations: 12 });
		fresh = [];
		await desk.customer('Contoso');
		const { value } = desk.first.service.getCustomers();
		// Those with a story of their own have it in brackets.
		for (const customer of value?.customers ?? []) if (!/\(|Trey/.test(customer.name)) fresh.push(customer);
	});
	after(() => desk?.close());
	beforeEach(() => clearRequests(desk.sandbox));
	afterEach(() => clearFaults(desk.sandbox));

	/** A customer with a virtual machine reservation of several units that is quoted for one. */
	async function quoted(quantity = 1): Promise<{ customer: Customer; reservation: Reservation; quote: ReturnQuote }> {
		for (let customer = fresh.shift(); customer !== undefined; customer = fresh.shift()) {
			const [reservation] = await desk.reservations(customer, 'VirtualMachines', 2);
			if (reservation === undefined) continue;
			const quote = await desk.operations.quoteReturn({ ...ref(reservation), quantity });
			if (quote.blockers.length > 0) continue;
			return { customer, reservation, quote };
		}
		return assert.fail('no customer is left');
	}

	async function quantityOf(reservation: ReservationRef): Promise<string> {
		const { state, quantity } = await desk.first.service.readReservation(reservation);
		return `${state} ${quantity}`;
	}

	it('returns a part: sent once, followed to the end, and the old id leads to the rest', async () => {
		const { customer, reservation, quote } = await quoted();
		assert.ok(quote.figures && quote.allowance);
		assert.equal(quote.allowance.limit.amount, '50000');
		assert.equal(quote.allowance.limit.currency, 'USD');
		const changes: string[] = [];
		const stop = desk.operations.onDidChangeOperation(({ state }) => changes.push(state));
		const committed = await desk.operations.commit(quote, confirmed(quote, customer));
		assert.equal(committed.state, 'running');
		assert.equal(committed.reason, 'Bought by mistake');
		assert.deepEqual(committed.quote, quote);
		const ended = await reached(desk.operations, committed.id, 'succeeded');
		stop();
		assert.deepEqual([...new Set(changes)], ['prepared', 'running', 'succeeded']);
		assert.equal(await desk.commits(), 1);
		const [rest] = desk.operations.successorsOf(reservation);
		assert.ok(rest !== undefined && ended.lines[0]?.rest?.reservationId === rest.reservationId);
		await until('the list shows the rest', () => desk.first.service.getReservation(rest)?.quantity === unitsOf(reservation) - 1);
		await until('the list shows the end', () => desk.first.service.getReservation(reservation)?.state === 'Cancelled');
		const text = desk.operations.describeOperation(ended);
		for (const part of [customer.name, quote.figures.moneyBack.amount, rest.reservationId, ended.correlationIds[0] ?? '?']) {
			assert.ok(text.includes(part), `${part} is not in:\n${text}`);
		}
		assert.doesNotMatch(text, /undefined|NaN|\[object/);
	});

	it('forgets what the order still owed: it is less now, or has to be read anew', async () => {
		const { customer, reservation, quote } = await quoted();
		const { commitments } = desk.first.service;
		const owed = async () => {
			await commitments.read({ orders: [reservation] });
			return Number(commitments.get(reservation)?.left?.amount);
		};
		const before = await owed();
		const { id } = await desk.operations.commit(quote, confirmed(quote, customer));
		await reached(desk.operations, id, 'succeeded');
		await until('it is forgotten', () => commitments.get(reservation) === undefined);
		const after = await owed();
		assert.ok(reservation.billingPlan === 'Monthly' ? after < before : after === before, `${before}, then ${after}`);
	});

	it('returns all of it: the reservation ends and nothing takes its place', async () => {
		const { customer, reservation } = await quoted();
		const quote = await desk.operations.quoteReturn({ ...ref(reservation), quantity: unitsOf(reservation) });
		const { id } = await desk.operations.commit(quote, confirmed(quote, customer));
		const ended = await reached(desk.operations, id, 'succeeded');
		assert.equal(ended.lines[0]?.rest, undefined);
		assert.deepEqual(desk.operations.successorsOf(reservation), []);
		assert.match(await quantityOf(reservation), /^Cancelled/);
	});

	it('quotes no quantity that the reservation has not', async () => {
		const { reservation } = await quoted();
		await clearRequests(desk.sandbox);
		for (const quantity of [0, -1, 1.5, Number.NaN, unitsOf(reservation) + 1, 1e9]) {
			const failure = await failureOf(desk.operations.quoteReturn({ ...ref(reservation), quantity }));
			assert.equal(failure.kind, 'Refused', String(quantity));
			assert.match(failure.message, /No quote was made/);
		}
		assert.equal(await desk.commits(), 0);
	});

	it('quotes nothing that has ended', async () => {
		const { customer } = await quoted();
		const all = desk.first.service.getReservations(customer.tenantId).value?.reservations ?? [];
		const ended = all.find(({ state }) => state === 'Cancelled' || state === 'Expired') ?? assert.fail('nothing has ended');
		const failure = await failureOf(desk.operations.quoteReturn({ ...ref(ended), quantity: 1 }));
		assert.equal(failure.kind, 'Refused');
		assert.match(failure.message, /not active/);
	});

	it('explains a refusal by policy, and never sends such a quote', async () => {
		const customer = await desk.customer('above refund limit');
		let quote: ReturnQuote | undefined;
		for (const reservation of await desk.reservations(customer)) {
			const one = await desk.operations.quoteReturn({ ...ref(reservation), quantity: unitsOf(reservation) });
			if (one.policyErrors.length > 0) quote = one;
		}
		assert.ok(quote, 'no quote is above the limit');
		const [error] = quote.policyErrors;
		assert.equal(error?.code, 'RefundLimitExceeded');
		assert.match(error.explanation, /50,000 USD/);
		assert.ok(error.instead.includes('exchange'));
		assert.ok(quote.figures, 'the figures are shown nonetheless');
		const failure = await failureOf(desk.operations.commit(quote, confirmed(quote, customer)));
		assert.equal(failure.kind, 'Refused');
		// Whoever takes the blockers out of a quote has not made it one that can be sent.
		const bent = { ...quote, blockers: [] };
		assert.equal((await failureOf(desk.operations.commit(bent, confirmed(bent, customer)))).kind, 'Refused');
		assert.equal(await desk.commits(), 0);
	});

	it('wants exactly this session, the customer’s name and a reason', async () => {
		const { customer, quote, reservation } = await quoted();
		const good = confirmed(quote, customer);
		const another = await desk.operations.quoteReturn({ ...ref(reservation), quantity: 1 });
		for (const bad of [
			{ ...good, typedCustomerName: '' },
			{ ...good, typedCustomerName: `${customer.name}x` },
			{ ...good, reason: ' ' },
			{ ...good, reason: undefined },
			{ ...good, sessionId: another.sessionId ?? '' },
		]) {
			const failure = await failureOf(desk.operations.commit(quote, bad));
			assert.equal(failure.kind, 'Refused');
			assert.match(failure.message, /Nothing was sent/);
			assert.equal(failure.details.sent, 'no');
		}
		assert.equal(await desk.commits(), 0);
		const typed = { ...good, typedCustomerName: `  ${customer.name.toUpperCase()} ` };
		assert.equal((await desk.operations.commit(quote, typed)).state, 'running');
	});

	it('sends no quote that is too old', async () => {
		const { customer, quote } = await quoted();
		const late = await desk.window({ clock: () => Date.now() + 9 * 60_000 });
		const failure = await failureOf(late.service.operations.commit(quote, confirmed(quote, customer)));
		assert.equal(failure.kind, 'SessionExpired');
		assert.equal(await desk.commits(), 0);
		await desk.leave(late);
	});

	it('sends nothing where the reservation can’t be read again, and says so', async () => {
		const { customer, reservation, quote } = await quoted();
		await orderFault(desk.sandbox, {
			match: { method: 'GET', path: reservation.reservationId },
			fault: { kind: 'dropBefore' },
			times: 30,
		});
		const { kind, message, details } = await failureOf(desk.operations.commit(quote, confirmed(quote, customer)));
		assert.deepEqual([kind, details.sent], ['Unreachable', 'no']);
		assert.match(message, /Nothing was sent\.$/);
		assert.equal(await desk.commits(), 0);
		assert.equal((await desk.files()).has((quote.sessionId ?? '').toLowerCase()), false);
	});

	it('sends no quote of a reservation that has changed since', async () => {
		const { customer, reservation, quote } = await quoted();
		const other = await desk.operations.quoteReturn({ ...ref(reservation), quantity: 1 });
		const first = await desk.operations.commit(other, confirmed(other, customer));
		const open = await failureOf(desk.operations.commit(quote, confirmed(quote, customer)));
		assert.match(open.message, /not through yet/);
		await reached(desk.operations, first.id, 'succeeded');
		const ended = await failureOf(desk.operations.commit(quote, confirmed(quote, customer)));
		assert.equal(ended.kind, 'Refused');
		assert.match(ended.message, /state Cancelled, was Succeeded/);
		assert.equal(await desk.commits(), 1);
	});

	it('sees a change that leaves quantity and state alone', async () => {
		const { customer, quote } = await quoted();
		// The network as it is after somebody changed something in the portal: the reservation counts its changes in its etag.
		const meanwhile: typeof fetch = async (input, init) => {
			const answer = await testFetch(input, init);
			if (init?.method !== 'GET' || !/\/reservations\//.test(String(input))) return answer;
			const changed = (await answer.text()).replace(/"etag":(\d+)/, (_, etag) => `"etag":${Number(etag) + 2}`);
			return new Response(changed, { status: answer.status, headers: answer.headers });
		};
		const later = await desk.window({ fetch: meanwhile });
		const failure = await failureOf(later.service.operations.commit(quote, confirmed(quote, customer)));
		assert.equal(failure.kind, 'Refused');
		assert.match(failure.message, /has changed since it was quoted/);
		assert.equal(await desk.commits(), 0);
		await desk.leave(later);
	});

	describe('answers that say no', () => {
		for (const [what, fault, words] of [
			['429', { kind: 'throttle', seconds: 7 }, /fewer requests.*Nothing was changed/],
			['400', { kind: 'status', status: 400, code: 'RefundLimitExceeded', message: 'Too much.' }, /Too much\..*50,000 USD/],
			['403', { kind: 'status', status: 403 }, /not allowed.*Nothing was changed/],
			['a challenge', { kind: 'unauthorized', claims: '{"access_token":{}}' }, /did not accept the sign-in/],
			['a refused token', { kind: 'unauthorized' }, /did not accept the sign-in/],
		] as const) {
			it(`${what}: it was not done, with the words of the service`, async () => {
				const { customer, reservation, quote } = await quoted();
				await orderFault(desk.sandbox, { match: theReturn, fault, times: 1 });
				const operation = await desk.operations.commit(quote, confirmed(quote, customer));
				assert.equal(operation.state, 'notDone');
				assert.match(operation.explanation ?? '', words);
				assert.ok(operation.endedAt !== undefined);
				assert.equal(await quantityOf(reservation), `${reservation.state} ${reservation.quantity}`);
				// The session is used up: to be done after all it has to be quoted again.
				assert.match((await failureOf(desk.operations.commit(quote, confirmed(quote, customer)))).message, /committed already/);
				assert.equal(await desk.commits(), 1);
			});
		}
	});

	describe('answers that tell nothing', () => {
		for (const [what, fault, isDone] of [
			['500', { kind: 'status', status: 500 }, false],
			['503', { kind: 'status', status: 503 }, false],
			['an HTML page', { kind: 'html' }, false],
			['a cut before the work', { kind: 'dropBefore' }, false],
			['a cut after the work', { kind: 'dropAfter' }, true],
		] as const) {
			it(`${what}: unknown, found out by reading, never sent again`, async () => {
				const { customer, reservation, quote } = await quoted();
				await orderFault(desk.sandbox, { match: theReturn, fault, times: 1 });
				const operation = await desk.operations.commit(quote, confirmed(quote, customer));
				assert.equal(operation.state, 'outcomeUnknown');
				assert.match(operation.explanation ?? '', /Check whether|no answer|repeat/);
				const ended = await reached(desk.operations, operation.id, 'succeeded', 'notDone');
				assert.equal(ended.state, isDone ? 'succeeded' : 'notDone');
				const [rest] = desk.operations.successorsOf(reservation);
				assert.equal(rest !== undefined, isDone);
				if (!isDone) assert.equal(await quantityOf(reservation), `${reservation.state} ${reservation.quantity}`);
				assert.equal(await desk.commits(), 1);
			});
		}
	});

	it('half a body after the work: it was taken on, and is followed to its end', async () => {
		const { customer, reservation, quote } = await quoted();
		await orderFault(desk.sandbox, { match: theReturn, fault: { kind: 'halfAfter' }, times: 1 });
		const operation = await desk.operations.commit(quote, confirmed(quote, customer));
		assert.equal(operation.state, 'running');
		assert.equal((await reached(desk.operations, operation.id, 'succeeded', 'notDone')).state, 'succeeded');
		assert.ok(desk.operations.successorsOf(reservation).length > 0);
		assert.equal(await desk.commits(), 1);
	});

	it('stays open while nothing can be read, and goes on when it can', async () => {
		const { customer, quote } = await quoted();
		await orderFault(desk.sandbox, { match: theReturn, fault: { kind: 'dropAfter' }, times: 1 });
		await orderFault(desk.sandbox, {
			match: { method: 'GET', path: '/reservationOrders/' },
			fault: { kind: 'unauthorized' },
			times: 12,
		});
		const before: Operation[] = [];
		const stop = desk.operations.onDidChangeOperation((it) => before.push(it));
		const failure = await failureOf(desk.operations.commit(quote, confirmed(quote, customer)));
		assert.equal(failure.kind, 'NotAllowed', 'nothing is sent as long as the reservation can’t be read');
		assert.equal(await desk.commits(), 0);
		await clearFaults(desk.sandbox);
		await orderFault(desk.sandbox, { match: theReturn, fault: { kind: 'dropAfter' }, times: 1 });
		const operation = await desk.operations.commit(quote, confirmed(quote, customer));
		await orderFault(desk.sandbox, { match: { method: 'GET', path: '/reservationOrders/' }, fault: { kind: 'unauthorized' } });
		await new Promise((resolve) => setTimeout(resolve, 400));
		assert.equal(desk.operations.operation(operation.id)?.state, 'outcomeUnknown');
		assert.equal((await failureOf(desk.operations.look(operation.id))).kind, 'NotAllowed');
		await clearFaults(desk.sandbox);
		assert.equal((await reached(desk.operations, operation.id, 'succeeded')).state, 'succeeded');
		assert.equal(await desk.commits(), 1);
		stop();
	});

	it('exports what was done, with formulas defused', async () => {
		const csv = desk.operations.exportOperations('csv');
		const rows = csv.trimEnd().split('\r\n');
		assert.equal(rows.length, 1 + desk.operations.operations().reduce((sum, { lines }) => sum + lines.length, 0));
		const json = JSON.parse(desk.operations.exportOperations('json')) as { operations: Operation[] };
		assert.equal(json.operations.length, desk.operations.operations().length);
		assert.doesNotMatch(csv + JSON.stringify(json), /eyJ|Bearer/);
		for (const [id, text] of await desk.files()) {
			assert.ok(desk.operations.operation(id), id);
			assert.doesNotMatch(text, /eyJ|Bearer/);
		}
	});
});

function ref({ tenantId, orderId, reservationId }: ReservationRef): ReservationRef {
	return { tenantId, orderId, reservationId };
}
