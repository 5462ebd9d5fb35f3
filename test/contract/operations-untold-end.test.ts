/** An exchange that Azure ended without saying what became of its lines: what reservations and orders show is told of each. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { reached } from '../helpers/operations';
import { sampleSession as session } from '../helpers/operations-samples';
import { until } from '../helpers/service';
import { CUSTOMER, failureOf, RESERVATION } from '../helpers/transport';
import { exchange, otherRestId, restId, statusesOf, useOutcomes } from './outcome-desk';

describe('what became of a commit', () => {
	const { world, start } = useOutcomes();

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
});
