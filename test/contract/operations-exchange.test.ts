/** Exchanges through the service against the sandbox, over real HTTP: quote, commit, partial ends, and what must not be sent. */
import assert from 'node:assert/strict';
import Big from 'big.js';
import { isCancelled } from '../../src/azure/failure';
import { pause } from '../../src/azure/gate';
import type { Customer, Reservation } from '../../src/reservations/model';
import type { ExchangeQuote, PurchaseLine } from '../../src/reservations/operations/model';
import { confirmed, Desk, reached } from '../helpers/operations';
import { clearFaults, clearRequests, orderFault, requestsOf, until } from '../helpers/service';
import { failureOf } from '../helpers/transport';
import { unitsOf } from '../helpers/units';

describe('exchanges', () => {
	let desk: Desk;
	let customers: Customer[];

	before(async () => {
		// Long enough for a busy computer to look in between.
		desk = await Desk.open({ customers: 60, reservations: 12, operationSeconds: 2 });
		await desk.customer('Contoso');
		const all = desk.first.service.getCustomers().value?.customers ?? [];
		customers = all.filter(({ name }) => !/\(/.test(name));
	});
	after(() => desk?.close());
	beforeEach(() => clearRequests(desk.sandbox));
	afterEach(() => clearFaults(desk.sandbox));

	/** A customer that nobody used, with a reservation to give back. */
	async function giver(): Promise<{ customer: Customer; reservation: Reservation }> {
		for (let customer = customers.shift(); customer !== undefined; customer = customers.shift()) {
			const [reservation] = await desk.reservations(customer, 'VirtualMachines', 2);
			if (reservation !== undefined) return { customer, reservation };
		}
		return assert.fail('no customer is left');
	}

	async function quoted(more: Partial<PurchaseLine>[] = [{}]) {
		const { customer, reservation } = await giver();
		const purchases = await Promise.all(more.map((one) => desk.toBuy(customer, one)));
		const { tenantId, orderId, reservationId } = reservation;
		const returns = [{ tenantId, orderId, reservationId, quantity: 1 }];
		const quote = await desk.operations.quoteExchange({ tenantId, returns, purchases });
		return { customer, reservation, quote, returns, purchases };
	}

	it('exchanges: quoted to the cent, sent once, followed to the end, and the old id leads to the rest and the new', async () => {
		const { customer, reservation, quote } = await quoted();
		assert.deepEqual(quote.blockers, []);
		addsUp(quote);
		const steps = new Set<string | undefined>();
		const stop = desk.operations.onDidChangeOperation(({ step }) => steps.add(step));
		const { id, state } = await desk.operations.commit(quote, confirmed(quote, customer));
		assert.equal(state, 'running');
		const ended = await reached(desk.operations, id, 'succeeded');
		stop();
		assert.ok([...steps].some((step) => step?.startsWith('Pending')) && steps.has('Succeeded'), [...steps].join());
		assert.equal(await desk.commits(), 1);
		const [, bought] = ended.lines;
		assert.equal(bought?.status, 'Succeeded');
		assert.ok(bought?.orderId && bought.reservationId);
		const successors = desk.operations.successorsOf(reservation);
		assert.ok(successors.some(({ orderId }) => orderId === bought.orderId));
		await until('the list shows the end', () => desk.first.service.getReservation(reservation)?.state === 'Cancelled');
	});

	it('quotes nothing that can’t be meant', async () => {
		const { reservation, returns, purchases } = await quoted();
		const { tenantId } = reservation;
		const [line, purchase] = [returns[0] ?? assert.fail(), purchases[0] ?? assert.fail()];
		const foreign = { ...line, tenantId: '00000000-0000-4000-8000-000000000000' };
		await clearRequests(desk.sandbox);
		for (const request of [
			{ tenantId, returns: [], purchases },
			{ tenantId, returns, purchases: [] },
			{ tenantId, returns: [line, { ...line, reservationId: line.reservationId.toUpperCase() }], purchases },
			{ tenantId, returns: [foreign], purchases },
			{ tenantId, returns: [{ ...line, quantity: 0 }], purchases },
			{ tenantId, returns: [{ ...line, quantity: unitsOf(reservation) + 1 }], purchases },
			{ tenantId, returns, purchases: [{ ...purchase, quantity: -1 }] },
		]) {
			assert.equal((await failureOf(desk.operations.quoteExchange(request))).kind, 'Refused');
		}
		assert.ok(!(await requestsOf(desk.sandbox)).some(({ path }) => /calculateExchange/i.test(path)));
	});

	it('never sends a policy error, even one without a message, and says what can be done', async () => {
		const { customer, quote } = await quoted([{ sku: 'Standard_B1s', quantity: 1, term: 'P3Y' }]);
		const [error] = quote.policyErrors;
		assert.equal(error?.code, 'NewCommitmentTooLow');
		assert.equal(error.message, undefined);
		assert.match(error.explanation, /lower than what is left/);
		assert.deepEqual(error.instead, ['biggerPurchase', 'smallerQuantity']);
		assert.ok(quote.totals, 'the figures are shown nonetheless');
		const bent: ExchangeQuote = { ...quote, blockers: [] };
		for (const one of [quote, bent]) {
			assert.equal((await failureOf(desk.operations.commit(one, confirmed(one, customer)))).kind, 'Refused');
		}
		assert.equal(await desk.commits(), 0);
	});

	it('refuses with a reason what is not sold', async () => {
		const { reservation, returns, customer } = await quoted();
		const purchases = [await desk.toBuy(customer, { sku: 'Standard_Nothing' })];
		const failure = await failureOf(desk.operations.quoteExchange({ tenantId: reservation.tenantId, returns, purchases }));
		assert.equal(failure.kind, 'Refused');
		assert.ok(failure.details.code && failure.details.detail);
	});

	it('tells a part of an exchange line by line', async () => {
		const { customer, quote } = await quoted([{ quantity: 10 }, { sku: 'Standard_NC24ads_A100_v4', quantity: 1 }]);
		assert.deepEqual(quote.blockers, []);
		const { id } = await desk.operations.commit(quote, confirmed(quote, customer));
		const ended = await reached(desk.operations, id, 'partial', 'succeeded', 'failed');
		assert.equal(ended.state, 'partial');
		assert.deepEqual(
			ended.lines.map(({ status }) => status),
			['Succeeded', 'Succeeded', 'Failed'],
		);
		for (const words of [
			/in part/,
			/no capacity/,
			/Returned: 1 ×/,
			/Bought: 10 × Bought by a test: Standard_E8s_v5, West Europe, P3Y/,
			/Not bought \(Failed\): 1 ×/,
		]) {
			assert.match(ended.explanation ?? '', words);
		}
	});

	it('can be cancelled while the quote is made, and asks no more then', async () => {
		const slow = await desk.window({ sleep: pause });
		const { reservation, returns, purchases } = await quoted();
		await orderFault(desk.sandbox, { match: { path: 'operationResults' }, fault: { kind: 'delay', ms: 300 } });
		const leaving = new AbortController();
		const quote = slow.service.operations.quoteExchange({ tenantId: reservation.tenantId, returns, purchases }, leaving.signal);
		setTimeout(() => leaving.abort(), 150);
		await assert.rejects(quote, isCancelled);
		await desk.leave(slow);
	});

	describe('commits whose answer tells nothing', () => {
		for (const [what, fault, isDone] of [
			['500', { kind: 'status', status: 500 }, false],
			['an HTML page', { kind: 'html' }, false],
			['a cut before the work', { kind: 'dropBefore' }, false],
			['a cut after the work', { kind: 'dropAfter' }, true],
		] as const) {
			it(`${what}: found out by the session’s own operation`, async () => {
				const { customer, quote } = await quoted();
				await orderFault(desk.sandbox, { match: { method: 'POST', path: '/exchange' }, fault, times: 1 });
				const operation = await desk.operations.commit(quote, confirmed(quote, customer));
				assert.equal(operation.state, 'outcomeUnknown');
				const ended = await reached(desk.operations, operation.id, 'succeeded', 'notDone');
				assert.equal(ended.state, isDone ? 'succeeded' : 'notDone');
				assert.equal(await desk.commits(), 1);
			});
		}
	});

	it('429: not done', async () => {
		const { customer, quote } = await quoted();
		await orderFault(desk.sandbox, {
			match: { method: 'POST', path: '/exchange' },
			fault: { kind: 'throttle', seconds: 3 },
			times: 1,
		});
		const operation = await desk.operations.commit(quote, confirmed(quote, customer));
		assert.equal(operation.state, 'notDone');
		assert.deepEqual(new Set(operation.lines.map(({ status }) => status)), new Set(['NotDone']));
	});

	it('names the price of a purchase and its first payment', async () => {
		const customer = await desk.customer('Contoso');
		const line = await desk.toBuy(customer);
		const { commitment, firstPayment } = await desk.operations.priceOf(customer.tenantId, line);
		assert.ok(commitment && firstPayment);
		assert.equal(commitment.currency, firstPayment.currency);
		assert.ok(new Big(commitment.amount).div(firstPayment.amount).gt(30));
		const upfront = await desk.operations.priceOf(customer.tenantId, { ...line, billingPlan: 'Upfront' });
		assert.equal(upfront.firstPayment, undefined);
	});

	it('lists what can be bought, without what is restricted, and marks the legacy series', async () => {
		const customer = await desk.customer('Contoso');
		const subscription = await desk.subscription(customer);
		const wanted = { resourceType: 'VirtualMachines', region: 'westeurope' };
		const products = await desk.operations.catalog(customer.tenantId, subscription, wanted);
		assert.equal(new Set(products.map(({ sku }) => sku)).size, products.length);
		const current = products.find(({ sku }) => sku === 'Standard_E8s_v5') ?? assert.fail('not sold');
		assert.deepEqual(current.terms, ['P1Y', 'P3Y']);
		assert.deepEqual(current.billingPlans.P3Y, ['Upfront', 'Monthly']);
		assert.equal(current.region, 'westeurope');
		assert.ok(!current.isLegacy && (current.ratio ?? 0) > 0 && (current.cores ?? 0) > 0 && current.flexibilityGroup);
		for (const { terms, isLegacy, legacyTerms = [] } of products) {
			assert.ok(!terms.includes('P5Y'));
			assert.equal(isLegacy, legacyTerms.length > 0);
		}
	});
});

/** Every sum that the quote shows, to the cent. */
function addsUp({ returns, purchases, totals }: ExchangeQuote): void {
	const sum = (amounts: readonly (string | undefined)[]) =>
		amounts.reduce((total, amount) => total.plus(amount ?? assert.fail('no amount')), new Big(0));
	assert.ok(totals);
	const back = sum(returns.map(({ figures }) => figures?.moneyBack.amount));
	const ends = sum(returns.map(({ figures }) => figures?.commitmentCancelled?.amount));
	assert.equal(totals.moneyBack.amount, back.toFixed());
	assert.equal(totals.commitmentCancelled.amount, ends.toFixed());
	assert.equal(totals.returned.amount, back.plus(ends).toFixed());
	assert.equal(totals.purchased.amount, sum(purchases.map(({ commitment }) => commitment?.amount)).toFixed());
	assert.equal(totals.net.amount, new Big(totals.purchased.amount).minus(totals.returned.amount).toFixed());
}
