/** Operations that do not end: told as overdue, and looked after further on, slowly. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { reached } from '../helpers/operations';
import { sampleSession as session } from '../helpers/operations-samples';
import { until } from '../helpers/service';
import { exchange, useOutcomes } from './outcome-desk';

describe('what became of a commit', () => {
	const { world, waits, start, end } = useOutcomes();

	describe('that Azure took on and does not end', () => {
		const runs = (response: ServerResponse) => void response.writeHead(202, { 'content-type': 'application/json' }).end('{}');

		it('an exchange: told as overdue, with what to do, and looked at further on, slowly', async () => {
			world.answer = runs;
			world.operation = { status: 'PendingPurchases', properties: exchange('Succeeded', 'Pending') };
			world.retryAfter = '5';
			const { commitExchange, operations } = await start({ overdueMs: 200 });
			assert.equal((await commitExchange()).state, 'running');
			const late = await reached(operations, session, 'outcomeUnknown');
			assert.match(late.explanation ?? '', new RegExp(`more than a day ago.*Microsoft Support.*${session}.*do not repeat it`));
			assert.equal(late.step, 'PendingPurchases');
			assert.deepEqual(
				late.lines.map(({ status }) => status),
				['Succeeded', 'Pending'],
			);
			waits.length = 0;
			await until('some looks', () => waits.length > 2);
			assert.deepEqual(new Set(waits), new Set([600_000]));
			world.operation = { status: 'Succeeded', properties: exchange('Succeeded', 'Succeeded') };
			await reached(operations, session, 'succeeded');
		});

		it('a return: the same', async () => {
			world.answer = (response) => {
				world.orderState = 'Pending';
				runs(response);
			};
			const { commitReturn, operations } = await start({ overdueMs: 200 });
			assert.equal((await commitReturn()).state, 'running');
			const late = await reached(operations, session, 'outcomeUnknown');
			assert.match(late.explanation ?? '', new RegExp(`more than a day ago.*${session}`));
			waits.length = 0;
			await until('some looks', () => waits.length > 2);
			assert.deepEqual(new Set(waits), new Set([600_000]));
		});
	});

	it('is looked for at least every ten minutes, however long Azure asks to wait', async () => {
		world.answer = (response) => void response.writeHead(202, { 'retry-after': '86400' }).end();
		world.operation = { status: 'PendingRefunds' };
		for (const retryAfter of ['86400', '99999999999', 'Fri, 31 Dec 2099 00:00:00 GMT']) {
			world.retryAfter = retryAfter;
			waits.length = 0;
			const { commitExchange } = await start();
			await commitExchange();
			await until('some looks', () => waits.length > 4);
			assert.deepEqual(new Set(waits), new Set([600_000]), retryAfter);
			await end();
		}
	});
});
