/** An exchange that Azure ended without saying what became of its purchases: what the orders that it named for them show. */
import assert from 'node:assert/strict';
import type { Pace } from '../../src/reservations/operations/pace';
import { reached } from '../helpers/operations';
import { sampleSession as session } from '../helpers/operations-samples';
import { until } from '../helpers/service';
import { RESERVATION } from '../helpers/transport';
import { exchange, idOf, newId, newOrder, orderPath, otherRestId, restId, statusesOf, useOutcomes } from './outcome-desk';

describe('what became of a commit', () => {
	const { world, start, runs, ended } = useOutcomes();

	describe('what was bought, by the order that Azure named for it', () => {
		const made = {
			orderState: 'Succeeded',
			sku: 'Standard_B1s',
			properties: { quantity: 3, term: 'P1Y', provisioningState: 'Succeeded' },
		};

		/** All of the reservation is returned, the purchase was begun, and Azure ends it without saying more. */
		async function endedWhileBuying(pace: Partial<Pace> = {}) {
			world.answer = runs;
			world.returned = [[RESERVATION, 3]];
			world.operation = { status: 'PendingPurchases', properties: exchange('Succeeded', 'Pending') };
			const started = await start(pace);
			await started.commitExchange();
			await until('the purchases', () => started.operations.operation(session)?.step === 'PendingPurchases');
			world.reservation = { provisioningState: 'Cancelled', quantity: 3 };
			ended('Failed');
			await reached(started.operations, session, 'outcomeUnknown');
			return started;
		}

		it('the order is at rest with just what was wanted, long after the end: bought, as the order shows', async () => {
			world.bought = made;
			const { operations, commits, asked } = await endedWhileBuying();
			assert.ok(!asked().some(({ path }) => path.includes(newOrder)), 'not while it might still be taken back');
			const { lines, explanation, state } = await reached(operations, session, 'partial');
			assert.equal(state, 'partial', 'Azure does not call it a success');
			assert.deepEqual(
				[lines[1]?.status, lines[1]?.isRead, lines[1]?.orderId, lines[1]?.reservationId],
				['Succeeded', true, newOrder, newId],
			);
			assert.match(
				explanation ?? '',
				/Azure ended the exchange \(Failed\), though each of its lines.*Something failed.*Returned: 3 × Web.*Bought, as its order shows: 3 × New/,
			);
			assert.match(
				operations.describeOperation(operations.operation(session) ?? assert.fail()),
				/Succeeded \(read from the order\)/,
			);
			assert.equal(commits(), 1);
		});

		const { properties } = made;
		for (const [what, bought] of [
			['is not there, or hidden', undefined],
			['is not at rest', { ...made, orderState: 'Pending' }],
			['has failed', { ...made, orderState: 'Failed' }],
			['has none that is active', { ...made, properties: { ...properties, provisioningState: 'Creating' } }],
			['has one that was cancelled', { ...made, properties: { ...properties, provisioningState: 'Cancelled' } }],
			['has another quantity', { ...made, properties: { ...properties, quantity: 2 } }],
			['does not tell its quantity', { ...made, properties: { ...properties, quantity: undefined } }],
			['has another product', { ...made, sku: 'Standard_B2s' }],
			['has another term', { ...made, properties: { ...properties, term: 'P3Y' } }],
			['has two reservations', { ...made, others: [otherRestId] }],
		] as const) {
			it(`the order ${what}: not known`, async () => {
				world.bought = bought;
				const { settle } = await endedWhileBuying();
				await settle();
				const seen = await settle();
				assert.deepEqual([seen.state, seen.endedAt, ...statusesOf(seen)], ['outcomeUnknown', undefined, 'Succeeded', 'Pending']);
			});
		}

		it('the order is one of those that were given back: not known', async () => {
			world.answer = runs;
			world.returned = [[RESERVATION, 3]];
			const [one] = exchange('Succeeded', 'Pending').reservationsToPurchase;
			const told = { ...exchange('Succeeded', 'Pending'), reservationsToPurchase: [{ ...one, reservationOrderId: orderPath }] };
			world.operation = { status: 'PendingPurchases', properties: told };
			const { commitExchange, operations, settle } = await start();
			await commitExchange();
			await until('the purchases', () => operations.operation(session)?.step === 'PendingPurchases');
			ended('Failed');
			await settle();
			assert.deepEqual(statusesOf(await settle()), ['Succeeded', 'Pending']);
		});

		it('what was read of the order is dropped when Azure says that it was not bought', async () => {
			world.bought = made;
			world.returned = [
				[RESERVATION, 3],
				[restId, 2],
			];
			world.others = { [restId]: 3 };
			world.answer = runs;
			const contents = exchange('Pending', 'Pending');
			world.operation = { status: 'PendingPurchases', properties: contents };
			const { commitExchange, operations } = await start();
			await commitExchange();
			await until('the purchases', () => operations.operation(session)?.step === 'PendingPurchases');
			world.others = { [restId]: 1 };
			ended('Failed');
			await until('the order', () => operations.operation(session)?.lines[2]?.status === 'Succeeded');
			assert.equal(operations.operation(session)?.state, 'outcomeUnknown', 'what became of the other is not known');
			const [one] = contents.reservationsToPurchase;
			const returned = contents.reservationsToExchange.flatMap((it) => [it, { ...it, reservationId: idOf(restId) }]);
			ended('Failed', {
				...contents,
				reservationsToExchange: returned.map((it) => ({ ...it, status: 'Failed' })),
				reservationsToPurchase: [{ ...one, status: 'Failed' }],
			});
			const { lines } = await reached(operations, session, 'failed');
			assert.deepEqual([lines[2]?.status, lines[2]?.isRead], ['Failed', undefined]);
		});
	});
});
