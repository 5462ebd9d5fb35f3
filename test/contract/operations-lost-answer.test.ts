/** A return or an exchange whose answer was lost or can’t be read: what became of it is found out by reading. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { sendJson } from '../helpers/http-server';
import { reached } from '../helpers/operations';
import { sampleSession as session } from '../helpers/operations-samples';
import { drop, otherRestId, restId, useOutcomes, type World } from './outcome-desk';

describe('what became of a commit', () => {
	const { world, start } = useOutcomes();

	describe('of a return whose answer was lost', () => {
		it('is not known as long as the order is worked on, though the reservation is as before', async () => {
			world.answer = (response) => {
				world.orderState = 'Pending';
				drop(response);
			};
			const { commitReturn, settle, operations, commits } = await start();
			await commitReturn();
			const waiting = await settle();
			assert.equal(waiting.state, 'outcomeUnknown', waiting.explanation);
			assert.match(waiting.explanation ?? '', /order is in the state Pending.*do not repeat it/);
			world.orderState = 'Succeeded';
			world.reservation = { provisioningState: 'Cancelled', quantity: 3, statusCode: 'Succeeded' };
			world.others = { [restId]: 2 };
			assert.equal((await reached(operations, session, 'succeeded')).lines[0]?.rest?.reservationId, restId);
			assert.equal(commits(), 1);
		});

		it('is not known as long as the order can’t be read', async () => {
			world.answer = (response) => {
				world.orderState = undefined;
				drop(response);
			};
			const { commitReturn, settle } = await start();
			await commitReturn();
			const waiting = await settle();
			assert.equal(waiting.state, 'outcomeUnknown');
			assert.match(waiting.explanation ?? '', /order can’t be read/);
		});

		const cancelled = (statusCode: string | undefined, others: World['others']) => {
			world.answer = (response) => {
				world.reservation = { provisioningState: 'Cancelled', quantity: 3, ...(statusCode !== undefined && { statusCode }) };
				world.others = others;
				drop(response);
			};
		};
		for (const [what, quantity, statusCode, others] of [
			['all of it, and it was split meanwhile', 3, 'Split', { [restId]: 1, [otherRestId]: 2 }],
			['all of it, and it was merged meanwhile', 3, 'Merged', {}],
			['all of it, and it was exchanged meanwhile', 3, 'Exchanged', {}],
			['all of it, and it has ended for another reason', 3, 'PaymentInstrumentError', {}],
			['all of it, and others have appeared', 3, undefined, { [restId]: 1, [otherRestId]: 2 }],
			['a part, and a split left as much', 1, 'Split', { [restId]: 2, [otherRestId]: 1 }],
			['a part, and more than the rest has appeared', 1, undefined, { [restId]: 2, [otherRestId]: 1 }],
			['a part, and nothing is left', 1, 'Succeeded', {}],
			['a part, and an exchange left as much', 1, 'Exchanged', { [restId]: 2 }],
		] as const) {
			it(`is not known: ${what}`, async () => {
				cancelled(statusCode, others);
				const { commitReturn, settle } = await start();
				await commitReturn(quantity);
				const seen = await settle();
				assert.equal(seen.state, 'outcomeUnknown', seen.explanation);
				assert.match(seen.explanation ?? '', /does not tell what became of it/);
			});
		}

		for (const [quantity, others] of [
			[3, {}],
			[1, { [restId]: 2 }],
		] as const) {
			it(`was done: ${quantity} of 3, and exactly the rest goes on`, async () => {
				cancelled('Succeeded', others);
				const { commitReturn, operations } = await start();
				await commitReturn(quantity);
				assert.match((await reached(operations, session, 'succeeded')).explanation ?? '', /answer to the return was lost/);
			});
		}

		it('is not done once reservation and order are at rest, as they were', async () => {
			const { commitReturn, operations, commits } = await start();
			await commitReturn();
			const ended = await reached(operations, session, 'notDone');
			assert.match(ended.explanation ?? '', /was not carried out.*Nothing was returned/);
			assert.equal(commits(), 1);
		});
	});

	it('of an exchange that nobody knows is not known as long as an order is worked on', async () => {
		world.answer = (response) => {
			world.orderState = 'Pending';
			drop(response);
		};
		const { commitExchange, settle, operations } = await start();
		await commitExchange();
		assert.equal((await settle()).state, 'outcomeUnknown');
		world.orderState = 'Succeeded';
		assert.match((await reached(operations, session, 'notDone')).explanation ?? '', /Nothing was returned or bought/);
	});

	describe('that Azure took on with an answer that can’t be read', () => {
		const unreadable: readonly (readonly [string, (response: ServerResponse) => void])[] = [
			['a 202 without a body', (response) => void response.writeHead(202).end()],
			[
				'a 202 with half a body',
				(response) => void response.writeHead(202, { 'content-type': 'application/json' }).end('{"id":"/prov'),
			],
			['a 200 of another shape', (response) => sendJson(response, 200, ['?'])],
			[
				'a 202 whose connection breaks in the middle',
				(response) => {
					response.writeHead(202, { 'content-type': 'application/json', 'content-length': '100' });
					response.write('{"id":');
					setTimeout(() => response.destroy(), 20);
				},
			],
		];
		for (const [what, answer] of unreadable) {
			it(`a return, ${what}: it runs, and is never told as not done`, async () => {
				world.answer = answer;
				const { commitReturn, settle } = await start();
				assert.equal((await commitReturn()).state, 'running');
				const { state, answeredAt } = await settle();
				assert.equal(state, 'running');
				assert.ok(answeredAt !== undefined);
			});
		}

		it('a return: split meanwhile, it is not known what became of it', async () => {
			world.answer = (response) => void response.writeHead(202, { 'content-type': 'application/json' }).end('{}');
			const { commitReturn, settle } = await start();
			await commitReturn(3);
			world.reservation = { provisioningState: 'Cancelled', quantity: 3, statusCode: 'Split' };
			world.others = { [restId]: 1, [otherRestId]: 2 };
			assert.equal((await settle()).state, 'outcomeUnknown');
		});

		it('an exchange: it is never told as not done', async () => {
			world.answer = (response) => sendJson(response, 202, ['?']);
			const { commitExchange, settle } = await start();
			assert.equal((await commitExchange()).state, 'running');
			const seen = await settle();
			assert.equal(seen.state, 'outcomeUnknown');
			assert.match(seen.explanation ?? '', /took the exchange on/);
		});
	});
});
