/** An operation that stays unknown is set aside: what it holds is free again, and it is never sent again. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { sampleSession as session } from '../helpers/operations-samples';
import { CUSTOMER, failureOf, RESERVATION } from '../helpers/transport';
import { exchange, otherRestId, quotePath, useOutcomes } from './outcome-desk';

describe('what became of a commit', () => {
	const { world, start } = useOutcomes();

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
});
