/** A quote is the affair of whoever asked for it: nobody else is shown it, it counts for nobody else, and nobody else commits it. */
import assert from 'node:assert/strict';
import { mkdirSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import type { Customer } from '../../src/reservations/model';
import type { ExchangeRequest, ReturnLine } from '../../src/reservations/operations/model';
import { confirmed, Desk, reached } from '../helpers/operations';
import { clearFaults, clearRequests, orderFault, requestsOf, until } from '../helpers/service';
import { failureOf } from '../helpers/transport';

describe('quotes and accounts', () => {
	let desk: Desk;
	let customers: Customer[];
	let account: string | undefined;
	/** Who it is from the call of this number on, counted from when it is set. */
	let turn:
		| { calls: number; readonly at: number; readonly to: string | undefined; readonly before?: () => void; readonly once?: true }
		| undefined;

	before(async () => {
		const who = async () => {
			if (turn === undefined || ++turn.calls < turn.at || (turn.once && turn.calls > turn.at)) return account;
			turn.before?.();
			if (turn.once) return turn.to;
			account = turn.to;
			return account;
		};
		desk = await Desk.open({ customers: 40, reservations: 12 }, { account: who });
		await desk.customer('Contoso');
		customers = [...(desk.first.service.getCustomers().value?.customers ?? [])].filter(({ name }) => !/\(/.test(name));
	});
	after(() => desk.close());
	beforeEach(async () => {
		account = 'ann@partner.example';
		turn = undefined;
		await clearRequests(desk.sandbox);
	});
	afterEach(() => clearFaults(desk.sandbox));

	async function chosen(): Promise<{ customer: Customer; line: ReturnLine; request: ExchangeRequest }> {
		for (let customer = customers.shift(); customer !== undefined; customer = customers.shift()) {
			const [found] = await desk.reservations(customer, 'VirtualMachines', 2);
			if (found === undefined) continue;
			const { tenantId, orderId, reservationId } = found;
			const line = { tenantId, orderId, reservationId, quantity: 1 };
			return { customer, line, request: { tenantId, returns: [line], purchases: [await desk.toBuy(customer)] } };
		}
		return assert.fail('no customer is left');
	}

	const asked = async (path: string) => (await requestsOf(desk.sandbox)).some((one) => one.path.endsWith(path));

	for (const [what, to, words] of [
		['somebody else signs in', 'bob@partner.example', /Who is signed in has changed.*does not count.*Nothing was sent/],
		['she signs out', undefined, /can’t be told whether who is signed in now has also asked.*Nothing was sent/],
	] as const) {
		it(`a return: ${what} while the quote is under way`, async () => {
			const { customer, line } = await chosen();
			await orderFault(desk.sandbox, { match: { path: 'calculateRefund' }, fault: { kind: 'delay', ms: 300 } });
			const quoting = failureOf(desk.operations.quoteReturn(line));
			await until('the question', () => asked('/calculateRefund'));
			account = to;
			const { kind, message, details } = await quoting;
			assert.deepEqual([kind, details.sent], ['Refused', 'no']);
			assert.match(message, words);
			assert.match(details.remedy ?? '', /ask for a new quote/i);
			assert.equal(desk.first.service.watch.allowance(customer.tenantId), undefined, 'it tells nobody of the allowance');
		});
	}

	it('an exchange: somebody else signs in while the quote is under way', async () => {
		const { request } = await chosen();
		const quoting = failureOf(desk.operations.quoteExchange(request));
		await until('the question', () => asked('/calculateExchange'));
		account = 'bob@partner.example';
		assert.match((await quoting).message, /Who is signed in has changed/);
	});

	it('what one was quoted, another one does not commit; she does, once', async () => {
		const { customer, line, request } = await chosen();
		const quotes = [await desk.operations.quoteReturn(line), await desk.operations.quoteExchange(request)] as const;
		for (const [other, words] of [
			['bob@partner.example', /Who is signed in has changed.*Nothing was sent/],
			[undefined, /can’t be told whether who is signed in now has also asked.*Nothing was sent/],
		] as const) {
			account = other;
			for (const quote of quotes) {
				const { kind, message } = await failureOf(desk.operations.commit(quote, confirmed(quote, customer)));
				assert.equal(kind, 'Refused');
				assert.match(message, words);
			}
		}
		assert.deepEqual([await desk.commits(), (await desk.files()).size], [0, 0]);
		account = 'ann@partner.example';
		const [quote] = quotes;
		const { id, committedBy } = await desk.operations.commit(quote, confirmed(quote, customer));
		assert.equal(committedBy, 'ann@partner.example');
		await reached(desk.operations, id, 'succeeded');
		assert.equal(await desk.commits(), 1);
	});

	it('somebody else signs in between the writing down and the sending: nothing is sent, and the journal says so', async () => {
		const { customer, line } = await chosen();
		const quote = await desk.operations.quoteReturn(line);
		turn = { calls: 0, at: 2, to: 'bob@partner.example' };
		const { message } = await failureOf(desk.operations.commit(quote, confirmed(quote, customer)));
		assert.match(message, /Who is signed in has changed.*Nothing was sent/);
		const { state, explanation } =
			desk.operations.operation((quote.sessionId ?? '').toLowerCase()) ?? assert.fail('not written down');
		assert.equal(state, 'notDone');
		assert.match(explanation ?? '', /Who is signed in has changed/);
		assert.equal(await desk.commits(), 0);
	});

	it('the sign-in could not be reached for a moment: it is not said that somebody else has signed in', async () => {
		const { line } = await chosen();
		turn = { calls: 0, at: 1, to: undefined, once: true };
		const { kind, message, details } = await failureOf(desk.operations.quoteReturn(line));
		assert.deepEqual([kind, details.sent], ['Refused', 'no']);
		assert.doesNotMatch(message, /has changed/);
		assert.match(message, /can’t be told whether who is signed in now has also asked for the quote/);
		assert.equal((await desk.operations.quoteReturn(line)).quotedBy, 'ann@partner.example');
	});

	it('the disk refuses to note that nothing is sent: the reason is told all the same, and the reservation is free again', async () => {
		const { customer, line } = await chosen();
		const quote = await desk.operations.quoteReturn(line);
		const id = (quote.sessionId ?? '').toLowerCase();
		const decision = path.join(desk.first.storage, 'journal', `${id}.decision`);
		// Nothing can be written there, nor read.
		turn = { calls: 0, at: 2, to: 'bob@partner.example', before: () => mkdirSync(decision) };
		const { message } = await failureOf(desk.operations.commit(quote, confirmed(quote, customer)));
		rmdirSync(decision);
		assert.match(message, /Who is signed in has changed.*Nothing was sent/);
		turn = undefined;
		await desk.operations.recover();
		await reached(desk.operations, id, 'notDone');
		assert.equal(await desk.commits(), 0);
		account = 'ann@partner.example';
		const again = await desk.operations.quoteReturn(line);
		await reached(desk.operations, (await desk.operations.commit(again, confirmed(again, customer))).id, 'succeeded');
	});
});
