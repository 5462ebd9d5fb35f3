/** The Return panels with a desk whose answers the test gives one by one; VS Code is stood in for. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebviewPanel } from 'vscode';
import { isNewOrders } from '../../src/host/new-order-access';
import type { ReturnQuote } from '../../src/reservations/operations/model';
import { operations as exchangeOperations } from '../ui/pages/exchange-sample';
import * as given from '../ui/pages/return-sample';
import { customer, exchanged, reservation } from '../ui/pages/sample';
import { env, opened, Panel } from '../ui/pages/vscode-outside';
import { announced, last, quoteOf, ref, send, shown, useReturnBench } from './panels-return-bench';
import { HandedDesk } from './panels-return-desk';

const { tenantId, orderId, reservationId } = ref;
const commitOf = (panel: Panel) => last(panel, 'return')?.confirm;

describe('Return panels', () => {
	const bench = useReturnBench();

	it('asks for a quote of all units by itself, and shows it', async () => {
		const panel = bench.open();
		const asked = await bench.desk.returnQuotes.nth(1);
		assert.deepEqual(asked.wanted, { ...ref, quantity: 3 });
		asked.give(quoteOf(3));
		const { choose, quote } = await shown(panel, (view) => view.quote.standing === 'current');
		assert.equal(choose?.quantity, '3');
		assert.match(choose?.figuresTitle ?? '', /3 of 3/);
		assert.ok((quote.life?.left ?? 0) > 50);
		assert.equal(choose?.notYet, 'Enter a reason.');
	});

	it('asks for nothing where Azure does not tell how many units there are, and says so', async () => {
		bench.desk = new HandedDesk([{ ...reservation, quantity: undefined }]);
		bench.session.desk = bench.desk;
		const panel = bench.open();
		const { choose } = await shown(panel, (view) => view.choose !== undefined);
		assert.match(choose?.impossible ?? '', /does not tell how many units it has: none can be returned/);
		assert.deepEqual(
			choose?.choices.map(({ label, chosen, unavailable }) => [label, chosen, unavailable === choose.impossible]),
			[
				['All', false, true],
				['Unused in 7 days', false, true],
			],
		);
		assert.deepEqual([choose?.most, choose?.useNote, choose?.facts[1]?.value], [undefined, undefined, '–']);
		panel.send({ type: 'choose', choice: 'all' });
		panel.send({ type: 'setQuantity', quantity: 1 });
		const typed = await shown(panel, (view) => view.choose?.quantity === '1');
		assert.match(typed.choose?.quantityProblem ?? '', /does not tell how many units/);
		await sleep(600);
		assert.equal(bench.desk.returnQuotes.all.length, 0);
	});

	it('a quantity that is typed digit by digit is asked for once, and the question before is given up', async () => {
		const panel = bench.open();
		const first = await bench.desk.returnQuotes.nth(1);
		for (const quantity of [1, 2, 1]) panel.send({ type: 'setQuantity', quantity });
		assert.equal(first.signal?.aborted, true);
		const second = await bench.desk.returnQuotes.nth(2);
		assert.equal(second.wanted.quantity, 1);
		await sleep(600);
		assert.equal(bench.desk.returnQuotes.all.length, 2);
		first.give(quoteOf(3));
		second.give(quoteOf(1));
		const { choose } = await shown(panel, (view) => view.quote.standing === 'current');
		assert.match(choose?.figuresTitle ?? '', /1 of 3/, 'the answer of the question before is never shown');
	});

	it('old figures stay to be seen while a new quote is under way, marked as not counting', async () => {
		const panel = await bench.quoted();
		panel.send({ type: 'setQuantity', quantity: 2 });
		const { quote, choose } = await shown(panel, (view) => view.quote.standing === 'asking');
		assert.match(quote.text ?? '', /do not count/);
		assert.ok((choose?.figures.length ?? 0) > 0);
		panel.send({ type: 'review' });
		await announced(panel, /under way/);
		assert.equal(commitOf(panel), undefined);
	});

	it('a number that does not fit is told and never asked for', async () => {
		const panel = await bench.quoted();
		for (const quantity of [0, 4, 1.5, -1, undefined]) {
			panel.send({ type: 'setQuantity', quantity });
			assert.match(last(panel, 'return')?.choose?.quantityProblem ?? '', /1 to 3/);
			assert.equal(last(panel, 'return')?.choose?.figures.length, 0);
		}
		await sleep(500);
		assert.equal(bench.desk.returnQuotes.all.length, 2);
	});

	it('sets what the last 7 days did not use', async () => {
		const panel = bench.open();
		await bench.desk.returnQuotes.nth(1);
		panel.send({ type: 'choose', choice: 'unused' });
		assert.equal((await bench.desk.returnQuotes.nth(2)).wanted.quantity, 1);
		assert.equal(last(panel, 'return')?.choose?.quantity, '1');
		panel.send({ type: 'choose', choice: 'all' });
		assert.equal((await bench.desk.returnQuotes.nth(3)).wanted.quantity, 3);
	});

	it('nothing goes on without a reason, with a refusal, without a session or an amount', async () => {
		const panel = await bench.quoted();
		panel.send({ type: 'setReason', reason: '  ' });
		panel.send({ type: 'review' });
		await announced(panel, /Enter a reason/);
		panel.send({ type: 'setReason', reason: 'Shut down' });
		let asked = 2;
		for (const change of [
			{ policyErrors: [given.codeAlone] },
			{ sessionId: undefined },
			{ figures: undefined },
			{ blockers: ['No.'] },
		] satisfies Partial<ReturnQuote>[]) {
			panel.send({ type: 'askQuote' });
			(await bench.desk.returnQuotes.nth(++asked)).give(quoteOf(1, change));
			await shown(panel, (view) => view.quote.standing === 'current' && view.choose?.notYet !== undefined);
			panel.send({ type: 'review' });
			assert.equal(commitOf(panel), undefined, JSON.stringify(change));
		}
		send(panel);
		await announced(panel, /Nothing was sent/);
		assert.equal(bench.desk.commits.all.length, 0);
	});

	it('shows exactly the figures of the session that is confirmed', async () => {
		const panel = await bench.confirming();
		const confirm = commitOf(panel);
		assert.equal(confirm?.sessionId, quoteOf(1).sessionId);
		assert.deepEqual(
			confirm?.figures.slice(0, 2).map(({ kind, value }) => [kind, value]),
			[
				['money', 'EUR\u00a014.10'],
				['commitment', 'EUR\u00a0134.30'],
			],
		);
		assert.equal(confirm?.customerName, customer.name);
		assert.equal(confirm?.commit, 'Return 1 Unit');
		assert.equal(confirm?.reason, 'Reason: Shut down');
	});

	it('a refresh asks for no other quote while one is being confirmed', async () => {
		const panel = await bench.quoted();
		panel.send({ type: 'refresh' });
		panel.send({ type: 'review' });
		await announced(panel, /is up to date/);
		assert.equal(bench.desk.returnQuotes.all.length, 2);
		assert.equal(last(panel, 'return')?.quote.standing, 'current');
	});

	it('sends nothing for another session, another name, or a quote that has come to its end', async () => {
		const panel = await bench.confirming();
		for (const change of [{ sessionId: 'another' }, { typedName: 'Adventure Works' }, { typedName: '' }]) {
			send(panel, change);
			await announced(panel, /Nothing was sent/);
			panel.posted.length = 0;
		}
		assert.equal(bench.desk.commits.all.length, 0);
	});

	it('tells when the quote comes to its end, and then sends nothing', async () => {
		const panel = await bench.confirming(quoteOf(1, { expiresAt: Date.now() + 4000 }));
		await announced(panel, /has to be asked for again\. Nothing was sent\./);
		assert.equal(last(panel, 'return')?.quote.standing, 'expired');
		send(panel);
		await sleep(20);
		assert.equal(bench.desk.commits.all.length, 0);
		panel.send({ type: 'askQuote' });
		(await bench.desk.returnQuotes.nth(3)).give(quoteOf(1));
		await shown(panel, (view) => view.quote.standing === 'current' && view.choose !== undefined);
	});

	it('sends the confirmed quote once, however often the button is pressed, and follows the operation', async () => {
		const panel = await bench.confirming();
		for (let press = 0; press < 3; press++) send(panel, { typedName: ' ADVENTURE works cycles' });
		const { wanted, give } = await bench.desk.commits
			.nth(1)
			.then((asked) => ({ wanted: asked.wanted, give: asked.give.bind(asked) }));
		assert.equal(commitOf(panel)?.sending, true);
		panel.send({ type: 'back' });
		assert.equal(commitOf(panel)?.sending, true, 'there is no way back while it is sent');
		assert.deepEqual(wanted.confirmation, {
			sessionId: quoteOf(1).sessionId,
			typedCustomerName: ' ADVENTURE works cycles',
			reason: 'Shut down',
		});
		assert.equal(wanted.quote.sessionId, quoteOf(1).sessionId);
		const operation = { ...given.operations.running, id: quoteOf(1).sessionId ?? '' };
		give(operation);
		const running = await shown(panel, (view) => view.operation !== undefined);
		assert.equal(running.saved.operation, operation.id);
		assert.equal(bench.desk.commits.all.length, 1);
		bench.desk.change({ ...given.operations.succeeded, id: operation.id });
		const done = await shown(panel, (view) => view.operation?.state.text === 'Done');
		assert.equal(done.operation?.canStartAnew, true);
		await announced(panel, /returned 1 unit/);
		panel.send({ type: 'copyResult' });
		await announced(panel, /clipboard/);
		assert.equal(env.clipboard.text, `${operation.id}: succeeded`);
		panel.send({ type: 'openLine', line: 0 });
		assert.deepEqual(bench.ran.at(-1), { id: 'cspReservations.openOverview', ref });
	});

	it('a refusal of the service to commit is shown, nothing is sent again by itself', async () => {
		const panel = await bench.confirming();
		send(panel);
		(await bench.desk.commits.nth(1)).fail(given.sessionExpired);
		const { confirm, quote } = await shown(panel, (view) => view.confirm?.problem !== undefined);
		assert.match(confirm?.problem?.text ?? '', /Nothing was returned/);
		assert.equal(quote.standing, 'expired', 'the session is not used a second time');
		panel.send({ type: 'back' });
		assert.equal(commitOf(panel), undefined);
		assert.equal(bench.desk.commits.all.length, 1);
	});

	it('when committing fails though the journal has the operation, the journal is believed', async () => {
		const panel = await bench.confirming();
		send(panel);
		const commit = await bench.desk.commits.nth(1);
		bench.desk.journal.push({ ...given.operations.outcomeUnknown, id: quoteOf(1).sessionId ?? '' });
		commit.fail(new Error('gone'));
		const { operation } = await shown(panel, (view) => view.operation !== undefined);
		assert.match(operation?.state.text ?? '', /Not known/);
		panel.send({ type: 'lookAgain' });
		panel.send({ type: 'lookAgain' });
		(await bench.desk.looks.nth(1)).give({ ...given.operations.succeeded, id: quoteOf(1).sessionId ?? '' });
		await shown(panel, (view) => view.operation?.state.text === 'Done');
		assert.equal(bench.desk.looks.all.length, 1);
	});

	it('tells of an operation that is still open, and shows it', async () => {
		const aside = { ...given.operations.outcomeUnknown, id: 'set-aside', setAside: { at: Date.now(), by: 'agent' } };
		bench.desk.journal.push(given.operations.outcomeUnknown, given.operations.succeeded, aside);
		const panel = bench.open();
		const { open: still } = await shown(panel, (view) => view.open.length > 0);
		assert.equal(still.length, 1, 'what was set aside is not open');
		panel.send({ type: 'showOperation', id: still[0]?.id });
		await shown(panel, (view) => view.operation !== undefined);
	});

	it('an exchange of the customer: access is checked of what it bought, and can be given to AdminAgents', async () => {
		const { buying, succeeded, partial } = exchangeOperations;
		bench.desk.journal.push(buying);
		const panel = bench.open();
		const { open: still } = await shown(panel, (view) => view.open.length > 0);
		panel.send({ type: 'showOperation', id: still[0]?.id });
		await shown(panel, (view) => view.operation !== undefined);
		const bought = succeeded.lines.find(({ direction }) => direction === 'purchase');
		bench.desk.closed.add(bought?.orderId ?? '');
		bench.desk.change({ ...succeeded, id: buying.id });
		const { operation } = await shown(panel, (view) => view.operation?.grantAccess !== undefined);
		assert.equal(operation?.grantAccess?.label, 'Grant AdminAgents Access');
		panel.send({ type: 'checkAccess' });
		const { orderId: newOrder, reservationId: newReservation } = bought ?? {};
		const check = 'cspReservations.checkAccess';
		assert.deepEqual(bench.ran.at(-1), { id: check, ref: { tenantId, orderId: newOrder, reservationId: newReservation } });
		panel.send({ type: 'grantAccess' });
		const handed = bench.ran.at(-1)?.ref;
		assert.ok(isNewOrders(handed), 'nothing is asked any more');
		assert.deepEqual(handed.orders, [{ tenantId, orderId: newOrder }]);
		bench.desk.openAll();
		await shown(panel, (view) => view.operation?.state.text === 'Done' && view.operation.grantAccess === undefined);
		// Azure names a new reservation for certain only when its purchase has gone through.
		const lines = partial.lines.map((line) => (line.direction === 'purchase' ? { ...line, orderId: newOrder } : line));
		bench.desk.change({ ...partial, id: buying.id, lines });
		await shown(panel, (view) => view.operation?.state.text === 'Done in part');
		panel.send({ type: 'checkAccess' });
		assert.deepEqual(bench.ran.at(-1), { id: check, ref: { tenantId } });
		panel.dispose();
		assert.equal(bench.desk.listeners.size, 0);
	});

	it('is restored with its choice, or with the operation that it showed, and asks for no quote then', async () => {
		const kept = new Panel('cspReservations.return', 'Return', {});
		bench.panels.restore(kept as unknown as WebviewPanel, { ...ref, quantity: 2, reason: 'Shut down' });
		kept.send({ type: 'ready' });
		assert.equal((await bench.desk.returnQuotes.nth(1)).wanted.quantity, 2);
		assert.equal(last(kept, 'return')?.choose?.reason, 'Shut down');
		kept.dispose();
		bench.desk.journal.push(given.operations.running);
		const following = new Panel('cspReservations.return', 'Return', {});
		bench.panels.restore(following as unknown as WebviewPanel, { ...ref, operation: given.operations.running.id });
		following.send({ type: 'ready' });
		await shown(following, (view) => view.operation !== undefined);
		await sleep(500);
		assert.equal(bench.desk.returnQuotes.all.length, 1);
		for (const state of [undefined, {}, { tenantId: 'x' }]) {
			const bad = new Panel('cspReservations.return', 'Return', {});
			bench.panels.restore(bad as unknown as WebviewPanel, state);
			assert.equal(bad.disposed, true);
		}
	});

	it('begins another one from nothing', async () => {
		const panel = await bench.confirming();
		send(panel);
		(await bench.desk.commits.nth(1)).give({ ...given.operations.succeeded, id: quoteOf(1).sessionId ?? '' });
		await shown(panel, (view) => view.operation !== undefined);
		panel.send({ type: 'startAnew' });
		const { choose } = await shown(panel, (view) => view.choose !== undefined);
		assert.equal(choose?.reason, '');
		assert.equal((await bench.desk.returnQuotes.nth(3)).wanted.quantity, 3);
		assert.equal(bench.desk.refreshed, 1);
	});

	it('a reservation that has ended is not asked about, and says why', async () => {
		const panel = bench.open({ tenantId, orderId, reservationId: exchanged.reservationId });
		const { choose } = await shown(panel, (view) => view.choose !== undefined);
		assert.match(choose?.impossible ?? '', /Only an active reservation/);
		await sleep(500);
		assert.equal(bench.desk.returnQuotes.all.length, 0);
	});

	it('does what is offered instead, and runs no other command', async () => {
		const panel = bench.open();
		await bench.desk.returnQuotes.nth(1);
		panel.send({ type: 'instead', instead: 'exchange' });
		assert.deepEqual(bench.exchanges, [ref]);
		for (const instead of ['portal', 'access', 'support', 'smallerQuantity']) panel.send({ type: 'instead', instead });
		assert.deepEqual(
			bench.ran.map(({ id }) => id),
			['cspReservations.openInPortal', 'cspReservations.checkAccess', 'cspReservations.newSupportRequest'],
		);
		assert.partialDeepStrictEqual(bench.ran.at(-1)?.ref, {
			tenantId,
			origin: { kind: 'refusal', action: 'return', refs: [ref] },
		});
		panel.send({ type: 'instead', instead: 'cspReservations.clearCache' });
		assert.equal(bench.ran.length, 3);
	});

	it('one panel a reservation, whatever the case of the ids; what is closed asks for nothing more', async () => {
		const panel = bench.open();
		const asked = await bench.desk.returnQuotes.nth(1);
		bench.panels.open({ tenantId: tenantId.toUpperCase(), orderId, reservationId });
		assert.deepEqual([opened.length, panel.revealed], [1, 1]);
		assert.deepEqual(bench.panels.active, ref);
		panel.dispose();
		assert.equal(asked.signal?.aborted, true);
		assert.equal(bench.desk.listeners.size, 0);
		assert.deepEqual(bench.session.logged, []);
	});
});
