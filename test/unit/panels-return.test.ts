/** The Return panels with a desk whose answers the test gives one by one; VS Code is stood in for. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Uri as VscodeUri, WebviewPanel } from 'vscode';
import { isNewOrders } from '../../src/host/new-order-access';
import { createReturnPanels, type ReturnPanels } from '../../src/panels/return';
import { HostMessage, type Return } from '../../src/panels/return/messages';
import type { ReservationRef } from '../../src/reservations/model';
import type { ReturnQuote } from '../../src/reservations/operations/model';
import { panelMessages } from '../helpers/panel-messages';
import { operations as exchangeOperations } from '../ui/pages/exchange-sample';
import * as given from '../ui/pages/return-sample';
import { customer, exchanged, reservation } from '../ui/pages/sample';
import { env, opened, Panel, Uri } from '../ui/pages/vscode-outside';
import { HandedDesk, HandedSession } from './panels-return-desk';

const { last, until } = panelMessages(HostMessage);
const { tenantId, orderId, reservationId } = reservation;
const ref = { tenantId, orderId, reservationId };

/** A quote that is alive now, for so many units. */
const quoteOf = (quantity: number, change: Partial<ReturnQuote> = {}): ReturnQuote => ({
	...given.quote,
	sessionId: `7f0d6c3e-33d2-4e62-9b0b-6f9f3c6f1a${String(quantity).padStart(2, '0')}`,
	line: { ...ref, quantity },
	quotedAt: Date.now(),
	expiresAt: Date.now() + 60_000,
	...change,
});

describe('Return panels', () => {
	let desk: HandedDesk;
	let session: HandedSession;
	let panels: ReturnPanels;
	let ran: { id: string; ref: unknown }[];
	let exchanges: ReservationRef[];

	beforeEach(() => {
		desk = new HandedDesk([reservation, exchanged]);
		session = new HandedSession(desk);
		ran = [];
		exchanges = [];
		opened.length = 0;
		env.clipboard.text = undefined;
		panels = createReturnPanels({
			session,
			extensionUri: Uri.file('/extension') as unknown as VscodeUri,
			runCommand: async (id, subject) => ran.push({ id, ref: subject }),
			openExchange: (subject) => exchanges.push(subject),
		});
	});
	afterEach(() => panels.dispose());

	const open = (subject: ReservationRef = ref): Panel => {
		panels.open(subject);
		const panel = opened.at(-1);
		if (panel === undefined) throw new Error('No panel was opened.');
		panel.send({ type: 'ready' });
		return panel;
	};
	const shown = (panel: Panel, fits: (view: Return) => boolean) => until(panel, 'return', fits);
	const announced = (panel: Panel, text: RegExp) => until(panel, 'announce', (message) => text.test(message.text));
	const commitOf = (panel: Panel) => last(panel, 'return')?.confirm;
	/** A panel with a quote of one unit and a reason. */
	const quoted = async (quote = quoteOf(1)): Promise<Panel> => {
		const panel = open();
		await desk.returnQuotes.nth(1);
		panel.send({ type: 'setReason', reason: 'Shut down' });
		panel.send({ type: 'setQuantity', quantity: 1 });
		(await desk.returnQuotes.nth(2)).give(quote);
		await shown(panel, (view) => view.quote.standing === 'current');
		return panel;
	};
	const confirming = async (quote = quoteOf(1)): Promise<Panel> => {
		const panel = await quoted(quote);
		panel.send({ type: 'review' });
		await shown(panel, ({ confirm }) => confirm !== undefined);
		return panel;
	};
	const send = (panel: Panel, change: { sessionId?: string; typedName?: string } = {}) =>
		panel.send({ type: 'commit', sessionId: quoteOf(1).sessionId, typedName: customer.name, ...change });

	it('asks for a quote of all units by itself, and shows it', async () => {
		const panel = open();
		const asked = await desk.returnQuotes.nth(1);
		assert.deepEqual(asked.wanted, { ...ref, quantity: 3 });
		asked.give(quoteOf(3));
		const { choose, quote } = await shown(panel, (view) => view.quote.standing === 'current');
		assert.equal(choose?.quantity, '3');
		assert.match(choose?.figuresTitle ?? '', /3 of 3/);
		assert.ok((quote.life?.left ?? 0) > 50);
		assert.equal(choose?.notYet, 'Enter a reason.');
	});

	it('asks for nothing where Azure does not tell how many units there are, and says so', async () => {
		desk = new HandedDesk([{ ...reservation, quantity: undefined }]);
		session.desk = desk;
		const panel = open();
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
		assert.equal(desk.returnQuotes.all.length, 0);
	});

	it('a quantity that is typed digit by digit is asked for once, and the question before is given up', async () => {
		const panel = open();
		const first = await desk.returnQuotes.nth(1);
		for (const quantity of [1, 2, 1]) panel.send({ type: 'setQuantity', quantity });
		assert.equal(first.signal?.aborted, true);
		const second = await desk.returnQuotes.nth(2);
		assert.equal(second.wanted.quantity, 1);
		await sleep(600);
		assert.equal(desk.returnQuotes.all.length, 2);
		first.give(quoteOf(3));
		second.give(quoteOf(1));
		const { choose } = await shown(panel, (view) => view.quote.standing === 'current');
		assert.match(choose?.figuresTitle ?? '', /1 of 3/, 'the answer of the question before is never shown');
	});

	it('old figures stay to be seen while a new quote is under way, marked as not counting', async () => {
		const panel = await quoted();
		panel.send({ type: 'setQuantity', quantity: 2 });
		const { quote, choose } = await shown(panel, (view) => view.quote.standing === 'asking');
		assert.match(quote.text ?? '', /do not count/);
		assert.ok((choose?.figures.length ?? 0) > 0);
		panel.send({ type: 'review' });
		await announced(panel, /under way/);
		assert.equal(commitOf(panel), undefined);
	});

	it('a number that does not fit is told and never asked for', async () => {
		const panel = await quoted();
		for (const quantity of [0, 4, 1.5, -1, undefined]) {
			panel.send({ type: 'setQuantity', quantity });
			assert.match(last(panel, 'return')?.choose?.quantityProblem ?? '', /1 to 3/);
			assert.equal(last(panel, 'return')?.choose?.figures.length, 0);
		}
		await sleep(500);
		assert.equal(desk.returnQuotes.all.length, 2);
	});

	it('sets what the last 7 days did not use', async () => {
		const panel = open();
		await desk.returnQuotes.nth(1);
		panel.send({ type: 'choose', choice: 'unused' });
		assert.equal((await desk.returnQuotes.nth(2)).wanted.quantity, 1);
		assert.equal(last(panel, 'return')?.choose?.quantity, '1');
		panel.send({ type: 'choose', choice: 'all' });
		assert.equal((await desk.returnQuotes.nth(3)).wanted.quantity, 3);
	});

	it('nothing goes on without a reason, with a refusal, without a session or an amount', async () => {
		const panel = await quoted();
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
			(await desk.returnQuotes.nth(++asked)).give(quoteOf(1, change));
			await shown(panel, (view) => view.quote.standing === 'current' && view.choose?.notYet !== undefined);
			panel.send({ type: 'review' });
			assert.equal(commitOf(panel), undefined, JSON.stringify(change));
		}
		send(panel);
		await announced(panel, /Nothing was sent/);
		assert.equal(desk.commits.all.length, 0);
	});

	it('shows exactly the figures of the session that is confirmed', async () => {
		const panel = await confirming();
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

	it('sends nothing for another session, another name, or a quote that has come to its end', async () => {
		const panel = await confirming();
		for (const change of [{ sessionId: 'another' }, { typedName: 'Adventure Works' }, { typedName: '' }]) {
			send(panel, change);
			await announced(panel, /Nothing was sent/);
			panel.posted.length = 0;
		}
		assert.equal(desk.commits.all.length, 0);
	});

	it('tells when the quote comes to its end, and then sends nothing', async () => {
		const panel = await confirming(quoteOf(1, { expiresAt: Date.now() + 4000 }));
		await announced(panel, /has to be asked for again\. Nothing was sent\./);
		assert.equal(last(panel, 'return')?.quote.standing, 'expired');
		send(panel);
		await sleep(20);
		assert.equal(desk.commits.all.length, 0);
		panel.send({ type: 'askQuote' });
		(await desk.returnQuotes.nth(3)).give(quoteOf(1));
		await shown(panel, (view) => view.quote.standing === 'current' && view.choose !== undefined);
	});

	it('sends the confirmed quote once, however often the button is pressed, and follows the operation', async () => {
		const panel = await confirming();
		for (let press = 0; press < 3; press++) send(panel, { typedName: ' ADVENTURE works cycles' });
		const { wanted, give } = await desk.commits.nth(1).then((asked) => ({ wanted: asked.wanted, give: asked.give.bind(asked) }));
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
		assert.equal(desk.commits.all.length, 1);
		desk.change({ ...given.operations.succeeded, id: operation.id });
		const done = await shown(panel, (view) => view.operation?.state.text === 'Done');
		assert.equal(done.operation?.canStartAnew, true);
		await announced(panel, /returned 1 unit/);
		panel.send({ type: 'copyResult' });
		await announced(panel, /clipboard/);
		assert.equal(env.clipboard.text, `${operation.id}: succeeded`);
		panel.send({ type: 'openLine', line: 0 });
		assert.deepEqual(ran.at(-1), { id: 'cspReservations.openOverview', ref });
	});

	it('a refusal of the service to commit is shown, nothing is sent again by itself', async () => {
		const panel = await confirming();
		send(panel);
		(await desk.commits.nth(1)).fail(given.sessionExpired);
		const { confirm, quote } = await shown(panel, (view) => view.confirm?.problem !== undefined);
		assert.match(confirm?.problem?.text ?? '', /Nothing was returned/);
		assert.equal(quote.standing, 'expired', 'the session is not used a second time');
		panel.send({ type: 'back' });
		assert.equal(commitOf(panel), undefined);
		assert.equal(desk.commits.all.length, 1);
	});

	it('when committing fails though the journal has the operation, the journal is believed', async () => {
		const panel = await confirming();
		send(panel);
		const commit = await desk.commits.nth(1);
		desk.journal.push({ ...given.operations.outcomeUnknown, id: quoteOf(1).sessionId ?? '' });
		commit.fail(new Error('gone'));
		const { operation } = await shown(panel, (view) => view.operation !== undefined);
		assert.match(operation?.state.text ?? '', /Not known/);
		panel.send({ type: 'lookAgain' });
		panel.send({ type: 'lookAgain' });
		(await desk.looks.nth(1)).give({ ...given.operations.succeeded, id: quoteOf(1).sessionId ?? '' });
		await shown(panel, (view) => view.operation?.state.text === 'Done');
		assert.equal(desk.looks.all.length, 1);
	});

	it('tells of an operation that is still open, and shows it', async () => {
		const aside = { ...given.operations.outcomeUnknown, id: 'set-aside', setAside: { at: Date.now(), by: 'agent' } };
		desk.journal.push(given.operations.outcomeUnknown, given.operations.succeeded, aside);
		const panel = open();
		const { open: still } = await shown(panel, (view) => view.open.length > 0);
		assert.equal(still.length, 1, 'what was set aside is not open');
		panel.send({ type: 'showOperation', id: still[0]?.id });
		await shown(panel, (view) => view.operation !== undefined);
	});

	it('an exchange of the customer: access is checked of what it bought, and can be given to AdminAgents', async () => {
		const { buying, succeeded, partial } = exchangeOperations;
		desk.journal.push(buying);
		const panel = open();
		const { open: still } = await shown(panel, (view) => view.open.length > 0);
		panel.send({ type: 'showOperation', id: still[0]?.id });
		await shown(panel, (view) => view.operation !== undefined);
		const bought = succeeded.lines.find(({ direction }) => direction === 'purchase');
		desk.closed.add(bought?.orderId ?? '');
		desk.change({ ...succeeded, id: buying.id });
		const { operation } = await shown(panel, (view) => view.operation?.grantAccess !== undefined);
		assert.equal(operation?.grantAccess?.label, 'Grant AdminAgents Access');
		panel.send({ type: 'checkAccess' });
		const { orderId: newOrder, reservationId: newReservation } = bought ?? {};
		const check = 'cspReservations.checkAccess';
		assert.deepEqual(ran.at(-1), { id: check, ref: { tenantId, orderId: newOrder, reservationId: newReservation } });
		panel.send({ type: 'grantAccess' });
		const handed = ran.at(-1)?.ref;
		assert.ok(isNewOrders(handed), 'nothing is asked any more');
		assert.deepEqual(handed.orders, [{ tenantId, orderId: newOrder }]);
		desk.openAll();
		await shown(panel, (view) => view.operation?.state.text === 'Done' && view.operation.grantAccess === undefined);
		// Azure names a new reservation for certain only when its purchase has gone through.
		const lines = partial.lines.map((line) => (line.direction === 'purchase' ? { ...line, orderId: newOrder } : line));
		desk.change({ ...partial, id: buying.id, lines });
		await shown(panel, (view) => view.operation?.state.text === 'Done in part');
		panel.send({ type: 'checkAccess' });
		assert.deepEqual(ran.at(-1), { id: check, ref: { tenantId } });
		panel.dispose();
		assert.equal(desk.listeners.size, 0);
	});

	it('is restored with its choice, or with the operation that it showed, and asks for no quote then', async () => {
		const kept = new Panel('cspReservations.return', 'Return', {});
		panels.restore(kept as unknown as WebviewPanel, { ...ref, quantity: 2, reason: 'Shut down' });
		kept.send({ type: 'ready' });
		assert.equal((await desk.returnQuotes.nth(1)).wanted.quantity, 2);
		assert.equal(last(kept, 'return')?.choose?.reason, 'Shut down');
		kept.dispose();
		desk.journal.push(given.operations.running);
		const following = new Panel('cspReservations.return', 'Return', {});
		panels.restore(following as unknown as WebviewPanel, { ...ref, operation: given.operations.running.id });
		following.send({ type: 'ready' });
		await shown(following, (view) => view.operation !== undefined);
		await sleep(500);
		assert.equal(desk.returnQuotes.all.length, 1);
		for (const state of [undefined, {}, { tenantId: 'x' }]) {
			const bad = new Panel('cspReservations.return', 'Return', {});
			panels.restore(bad as unknown as WebviewPanel, state);
			assert.equal(bad.disposed, true);
		}
	});

	it('begins another one from nothing', async () => {
		const panel = await confirming();
		send(panel);
		(await desk.commits.nth(1)).give({ ...given.operations.succeeded, id: quoteOf(1).sessionId ?? '' });
		await shown(panel, (view) => view.operation !== undefined);
		panel.send({ type: 'startAnew' });
		const { choose } = await shown(panel, (view) => view.choose !== undefined);
		assert.equal(choose?.reason, '');
		assert.equal((await desk.returnQuotes.nth(3)).wanted.quantity, 3);
		assert.equal(desk.refreshed, 1);
	});

	it('a reservation that has ended is not asked about, and says why', async () => {
		const panel = open({ tenantId, orderId, reservationId: exchanged.reservationId });
		const { choose } = await shown(panel, (view) => view.choose !== undefined);
		assert.match(choose?.impossible ?? '', /Only an active reservation/);
		await sleep(500);
		assert.equal(desk.returnQuotes.all.length, 0);
	});

	it('a connection that can not be made is a problem with Retry; another connection begins anew', async () => {
		session.refused = given.noQuote;
		const panel = open();
		await shown(panel, ({ problem }) => problem !== undefined);
		session.refused = undefined;
		panel.send({ type: 'refresh' });
		const first = await desk.returnQuotes.nth(1);
		const other = new HandedDesk([reservation]);
		session.restart(other);
		assert.equal(first.signal?.aborted, true);
		const { quote } = await shown(panel, (view) => view.quote.standing === 'dropped');
		assert.match(quote.text ?? '', /Who is signed in has changed.*Nothing was sent\. Ask for a new quote/);
		await sleep(500);
		assert.equal(other.returnQuotes.all.length, 0, 'who is there now reads that first');
		panel.send({ type: 'askQuote' });
		(await other.returnQuotes.nth(1)).give(quoteOf(3));
		await shown(panel, (view) => view.quote.standing === 'current');
	});

	it('a commit that another connection overtakes and that was sent is followed, and nothing is said of a dropped quote', async () => {
		const panel = await confirming();
		send(panel);
		const commit = await desk.commits.nth(1);
		const other = new HandedDesk([reservation]);
		session.restart(other);
		const operation = { ...given.operations.running, id: quoteOf(1).sessionId ?? '' };
		commit.give(operation);
		await shown(panel, (view) => view.operation !== undefined);
		const sameJournal = new HandedDesk([reservation]);
		sameJournal.journal.push(operation);
		session.restart(sameJournal);
		await sleep(50);
		const view = last(panel, 'return');
		assert.ok(view?.operation !== undefined && view.quote.standing === 'none');
		assert.doesNotMatch(JSON.stringify(panel.posted), /dropped\. Nothing was sent/);
	});

	it('a commit that another connection overtakes before it is sent leads back to the choice, with no quote to go on with', async () => {
		const panel = await confirming();
		send(panel);
		const commit = await desk.commits.nth(1);
		session.restart(new HandedDesk([reservation]));
		commit.fail(new DOMException('The service has ended.', { name: 'AbortError' }));
		await announced(panel, /dropped\. Nothing was sent/);
		const view = await shown(panel, ({ choose }) => choose !== undefined);
		assert.deepEqual([view.confirm, view.quote.standing], [undefined, 'dropped']);
	});

	it('what was done with the connection before is not shown as done with the next one; where its journal has it, it stays', async () => {
		const panel = await confirming();
		send(panel);
		const operation = { ...given.operations.succeeded, id: quoteOf(1).sessionId ?? '' };
		(await desk.commits.nth(1)).give(operation);
		await shown(panel, (view) => view.operation?.state.text === 'Done');
		const sameJournal = new HandedDesk([reservation]);
		sameJournal.journal.push(operation);
		session.restart(sameJournal);
		const again = await shown(panel, (view) => view.operation?.state.text === 'Done' && !view.loading);
		assert.equal(again.saved.operation, operation.id);

		const other = new HandedDesk([reservation]);
		session.restart(other);
		const { wanted } = await other.returnQuotes.nth(1);
		assert.equal(wanted.reservationId, ref.reservationId);
		const view = await shown(panel, ({ choose }) => choose !== undefined);
		assert.deepEqual([view.operation, view.saved.operation], [undefined, undefined]);
		assert.deepEqual([sameJournal.returnQuotes.all.length, desk.commits.all.length], [0, 1]);
	});

	it('restored with an operation that this connection does not have, it begins with a quote', async () => {
		const panel = new Panel('cspReservations.return', 'Return', {});
		panels.restore(panel as unknown as WebviewPanel, { ...ref, quantity: 2, operation: given.operations.running.id });
		panel.send({ type: 'ready' });
		assert.equal((await desk.returnQuotes.nth(1)).wanted.quantity, 2);
		assert.equal(last(panel, 'return')?.saved.operation, undefined);
	});

	it('does what is offered instead, and runs no other command', async () => {
		const panel = open();
		await desk.returnQuotes.nth(1);
		panel.send({ type: 'instead', instead: 'exchange' });
		assert.deepEqual(exchanges, [ref]);
		for (const instead of ['portal', 'access', 'support', 'smallerQuantity']) panel.send({ type: 'instead', instead });
		assert.deepEqual(
			ran.map(({ id }) => id),
			['cspReservations.openInPortal', 'cspReservations.checkAccess', 'cspReservations.newSupportRequest'],
		);
		assert.partialDeepStrictEqual(ran.at(-1)?.ref, {
			tenantId,
			origin: { kind: 'refusal', action: 'return', refs: [ref] },
		});
		panel.send({ type: 'instead', instead: 'cspReservations.clearCache' });
		assert.equal(ran.length, 3);
	});

	it('one panel a reservation, whatever the case of the ids; what is closed asks for nothing more', async () => {
		const panel = open();
		const asked = await desk.returnQuotes.nth(1);
		panels.open({ tenantId: tenantId.toUpperCase(), orderId, reservationId });
		assert.deepEqual([opened.length, panel.revealed], [1, 1]);
		assert.deepEqual(panels.active, ref);
		panel.dispose();
		assert.equal(asked.signal?.aborted, true);
		assert.equal(desk.listeners.size, 0);
		assert.deepEqual(session.logged, []);
	});
});
