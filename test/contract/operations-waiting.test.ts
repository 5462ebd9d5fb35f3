/** Commits that are kept waiting, by a sign-in or a computer that sleeps: a quote that has become too old meanwhile is not sent. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { mock } from 'node:test';
import type { TokenSource } from '../../src/azure/cloud';
import { sandboxTokens } from '../../src/identity';
import type { Customer } from '../../src/reservations/model';
import type { ExchangeQuote, ReturnQuote } from '../../src/reservations/operations/model';
import { confirmed, Desk } from '../helpers/operations';
import { clearRequests, testFetch, until } from '../helpers/service';
import { failureOf } from '../helpers/transport';

describe('commits that are kept waiting', () => {
	let desk: Desk;
	let customer: Customer;
	let quote: ReturnQuote | ExchangeQuote;
	/** How far ahead the clock of the window is, ms. */
	let ahead: number;
	let goOn: PromiseWithResolvers<undefined>;
	const clock = () => Date.now() + ahead;
	const fileOf = (ending: string) =>
		path.join(desk.first.storage, 'journal', `${(quote.sessionId ?? '').toLowerCase()}.${ending}`);

	beforeEach(async () => {
		desk = await Desk.open({ customers: 12, reservations: 12 });
		customer = await desk.customer('Contoso');
		const { tenantId, orderId, reservationId } = await desk.reservation(customer, 'VirtualMachines', 2);
		quote = await desk.operations.quoteReturn({ tenantId, orderId, reservationId, quantity: 1 });
		await clearRequests(desk.sandbox);
		[ahead, goOn] = [0, Promise.withResolvers<undefined>()];
	});
	afterEach(async () => {
		mock.restoreAll();
		syncBuiltinESMExports();
		await desk.close();
	});

	for (const [what, isObeying] of [
		['that can be given up', true],
		['that hears nothing', false],
	] as const) {
		it(`for a sign-in ${what}, longer than the quote lives: it is not sent any more`, async () => {
			const plain = sandboxTokens(desk.cloud, testFetch);
			let isWaiting = false;
			const tokens: TokenSource = {
				...plain,
				get: async (audience, tenantId, request) => {
					// From the decision on, the next token is that of the commit.
					if (!isWaiting && existsSync(fileOf('decision'))) {
						isWaiting = true;
						const gaveUp = Promise.withResolvers<undefined>();
						request?.signal?.addEventListener('abort', () => gaveUp.reject(request.signal?.reason));
						await Promise.race(isObeying ? [goOn.promise, gaveUp.promise] : [goOn.promise]);
					}
					return plain.get(audience, tenantId, request);
				},
			};
			const window = await desk.window({ clock, tokens });
			const committing = window.service.operations.commit(quote, confirmed(quote, customer));
			await until('it waits for its sign-in', () => isWaiting);
			ahead = 9 * 60_000;
			if (!isObeying) {
				await new Promise((resolve) => setTimeout(resolve, 1_500));
				goOn.resolve(undefined);
			}
			const operation = await committing;
			assert.equal(operation.state, 'notDone');
			assert.match(operation.explanation ?? '', /too old.*Nothing was sent/);
			assert.equal(await desk.commits(), 0);
			await window.service.operations.readJournal();
			assert.equal(window.service.operations.operation(operation.id)?.state, 'notDone');
		});
	}

	it('for a sign-in that the user cancels: it is certain that nothing was sent', async () => {
		const plain = sandboxTokens(desk.cloud, testFetch);
		const tokens: TokenSource = {
			...plain,
			get: async (audience, tenantId, request) => {
				if (existsSync(fileOf('decision'))) throw new DOMException('Dismissed.', 'AbortError');
				return plain.get(audience, tenantId, request);
			},
		};
		const window = await desk.window({ tokens });
		const operation = await window.service.operations.commit(quote, confirmed(quote, customer));
		assert.equal(operation.state, 'notDone');
		assert.match(operation.explanation ?? '', /sign-in was cancelled\. Nothing was changed/);
		assert.equal(await desk.commits(), 0);
	});

	it('by a disk that takes the decision and then fails: it is certain that nothing was sent', async () => {
		const real = fs.open;
		mock.method(fs, 'open', async (...given: Parameters<typeof fs.open>) => {
			const handle = await real(...given);
			const isFlush = given[0] === path.dirname(fileOf('json')) && existsSync(fileOf('decision'));
			if (isFlush) {
				mock.restoreAll();
				handle.sync = () => Promise.reject(Object.assign(new Error('EIO: i/o error'), { code: 'EIO', syscall: 'fsync' }));
			}
			return handle;
		});
		syncBuiltinESMExports();
		const failure = await failureOf(desk.operations.commit(quote, confirmed(quote, customer)));
		assert.deepEqual([failure.kind, failure.details.sent], ['Refused', 'no']);
		assert.match(failure.message, /EIO.*Nothing was sent/);
		assert.equal(await desk.commits(), 0);
		assert.ok(existsSync(fileOf('decision')));
		await desk.operations.readJournal();
		assert.equal(desk.operations.operation((quote.sessionId ?? '').toLowerCase())?.state, 'notDone');
	});

	it('after they were written down, for longer than the quote lives: they are not sent any more', async () => {
		let asked = 0;
		const account = () => (++asked === 1 ? Promise.resolve(undefined) : goOn.promise);
		const window = await desk.window({ clock, account });
		const failed = failureOf(window.service.operations.commit(quote, confirmed(quote, customer)));
		await until('it is written down', () => existsSync(fileOf('json')));
		ahead = 9 * 60_000;
		goOn.resolve(undefined);
		const failure = await failed;
		assert.deepEqual([failure.kind, failure.details.sent], ['SessionExpired', 'no']);
		assert.match(failure.message, /too old.*Nothing was sent/);
		assert.equal(await desk.commits(), 0);
		const kept = window.service.operations.operation((quote.sessionId ?? '').toLowerCase());
		assert.deepEqual([kept?.state, kept?.explanation], ['notDone', failure.message]);
	});
});
