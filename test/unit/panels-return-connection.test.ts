/** The Return panels when their connection can't be made, ends, or is another one: what is kept, dropped, and said. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebviewPanel } from 'vscode';
import * as given from '../ui/pages/return-sample';
import { reservation } from '../ui/pages/sample';
import { Panel } from '../ui/pages/vscode-outside';
import { announced, last, quoteOf, ref, send, shown, useReturnBench } from './panels-return-bench';
import { HandedDesk } from './panels-return-desk';

describe('Connection of Return panels', () => {
	const bench = useReturnBench();

	it('a connection that can not be made is a problem with Retry; another connection begins anew', async () => {
		bench.session.refused = given.noQuote;
		const panel = bench.open();
		await shown(panel, ({ problem }) => problem !== undefined);
		bench.session.refused = undefined;
		panel.send({ type: 'refresh' });
		const first = await bench.desk.returnQuotes.nth(1);
		const other = new HandedDesk([reservation]);
		bench.session.restart(other);
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
		const panel = await bench.confirming();
		send(panel);
		const commit = await bench.desk.commits.nth(1);
		const other = new HandedDesk([reservation]);
		bench.session.restart(other);
		const operation = { ...given.operations.running, id: quoteOf(1).sessionId ?? '' };
		commit.give(operation);
		await shown(panel, (view) => view.operation !== undefined);
		const sameJournal = new HandedDesk([reservation]);
		sameJournal.journal.push(operation);
		bench.session.restart(sameJournal);
		await sleep(50);
		const view = last(panel, 'return');
		assert.ok(view?.operation !== undefined && view.quote.standing === 'none');
		assert.doesNotMatch(JSON.stringify(panel.posted), /dropped\. Nothing was sent/);
	});

	it('a commit that another connection overtakes before it is sent leads back to the choice, with no quote to go on with', async () => {
		const panel = await bench.confirming();
		send(panel);
		const commit = await bench.desk.commits.nth(1);
		bench.session.restart(new HandedDesk([reservation]));
		commit.fail(new DOMException('The service has ended.', { name: 'AbortError' }));
		await announced(panel, /dropped\. Nothing was sent/);
		const view = await shown(panel, ({ choose }) => choose !== undefined);
		assert.deepEqual([view.confirm, view.quote.standing], [undefined, 'dropped']);
	});

	it('what was done with the connection before is not shown as done with the next one; where its journal has it, it stays', async () => {
		const panel = await bench.confirming();
		send(panel);
		const operation = { ...given.operations.succeeded, id: quoteOf(1).sessionId ?? '' };
		(await bench.desk.commits.nth(1)).give(operation);
		await shown(panel, (view) => view.operation?.state.text === 'Done');
		const sameJournal = new HandedDesk([reservation]);
		sameJournal.journal.push(operation);
		bench.session.restart(sameJournal);
		const again = await shown(panel, (view) => view.operation?.state.text === 'Done' && !view.loading);
		assert.equal(again.saved.operation, operation.id);

		const other = new HandedDesk([reservation]);
		bench.session.restart(other);
		const { wanted } = await other.returnQuotes.nth(1);
		assert.equal(wanted.reservationId, ref.reservationId);
		const view = await shown(panel, ({ choose }) => choose !== undefined);
		assert.deepEqual([view.operation, view.saved.operation], [undefined, undefined]);
		assert.deepEqual([sameJournal.returnQuotes.all.length, bench.desk.commits.all.length], [0, 1]);
	});

	it('a dropped quote can be asked for again where something is chosen that can be quoted, and only there', async () => {
		const panel = await bench.quoted();
		const other = new HandedDesk([reservation]);
		bench.session.restart(other);
		const { choose } = await shown(panel, (view) => view.quote.standing === 'dropped' && view.choose !== undefined);
		assert.equal(choose?.canAsk, true);
		panel.send({ type: 'setQuantity', quantity: 0 });
		const wrong = await shown(panel, (view) => view.choose?.quantityProblem !== undefined);
		assert.deepEqual([wrong.quote.standing, wrong.choose?.canAsk], ['dropped', false]);
	});

	it('a quote whose asking was cancelled by nobody here is dropped, and can be asked for again', async () => {
		const panel = await bench.quoted();
		panel.send({ type: 'askQuote' });
		(await bench.desk.returnQuotes.nth(3)).fail(new DOMException('The sign-in was closed.', { name: 'AbortError' }));
		await shown(panel, (view) => view.quote.standing === 'dropped');
		panel.send({ type: 'askQuote' });
		(await bench.desk.returnQuotes.nth(4)).give(quoteOf(1));
		await shown(panel, (view) => view.quote.standing === 'current');
	});

	it('restored with an operation that this connection does not have, it begins with a quote', async () => {
		const panel = new Panel('cspReservations.return', 'Return', {});
		bench.panels.restore(panel as unknown as WebviewPanel, { ...ref, quantity: 2, operation: given.operations.running.id });
		panel.send({ type: 'ready' });
		assert.equal((await bench.desk.returnQuotes.nth(1)).wanted.quantity, 2);
		assert.equal(last(panel, 'return')?.saved.operation, undefined);
	});
});
