/** An exchange that Azure ended without saying what became of its lines: what reservations and orders show is told of each. */
import assert from 'node:assert/strict';
import { reached } from '../helpers/operations';
import { sampleSession as session } from '../helpers/operations-samples';
import { until } from '../helpers/service';
import { CUSTOMER, failureOf, RESERVATION } from '../helpers/transport';
import { exchange, otherRestId, quotePath, restId, statusesOf, useOutcomes } from './outcome-desk';

describe('what became of a commit', () => {
	const { world, start, runs, ended } = useOutcomes();

	describe('of an exchange that Azure ended without saying what became of its lines', () => {
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
			const { commitExchange, operations, asked, another } = await start({ endedForMs: 500, overdueMs: 100 });
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
			const other = await another({ endedForMs: 500 });
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
