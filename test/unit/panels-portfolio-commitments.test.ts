/** Commitments in the Portfolio panel with the service and the sandbox, over HTTP: read, told, stopped, and their currency kept. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import type { MoneyFilter, Portfolio } from '../../src/panels/portfolio/messages';
import { SavedViews } from '../../src/panels/portfolio/saved-views';
import { until as itCame, testFetch } from '../helpers/service';
import {
	contextOf,
	idsIn,
	openDesk,
	PortfolioBench,
	portfolio,
	rowOf,
	send,
	until,
	usePortfolioBench,
} from './panels-portfolio-bench';

describe('Commitments in the Portfolio panel', () => {
	const given = usePortfolioBench();

	it('reads commitments of what is shown or selected, says what it takes, and what became of it', async () => {
		const panel = await given.bench.scanned();
		const { commitments } = given.desk.first.service;
		const [first = '', second = ''] = idsIn(panel);
		const { cells: before = [] } = rowOf(panel, first);
		assert.ok(before.includes('not read yet'));
		send(panel, { type: 'select', how: 'only', id: first });
		send(panel, { type: 'select', how: 'toggle', id: second });
		const asked = await until(panel, 'commitments', ({ calls = '' }) => calls.includes('selected'));
		assert.match(asked.calls ?? '', /^(1 call|2 calls) for the 2 selected reservations, one an order$/);
		assert.deepEqual([asked.totals, asked.chart, asked.currency], [[], undefined, undefined]);
		send(panel, { type: 'readCommitments' });
		const read = await until(panel, 'commitments', ({ running, totals }) => !running && totals.length > 0);
		assert.match(read.totals.at(-1) ?? '', /^known of [12] of \d+ orders; pricing currency, without tax$/);
		assert.match(read.calls ?? '', /all were read within the last hour, and are read anew$/);
		const { orderId, tenantId } = contextOf(panel, first);
		const left = commitments.get({ orderId, tenantId })?.left ?? assert.fail('an amount');
		const [cell = ''] = rowOf(panel, first).cells.filter((it) => typeof it === 'string' && it.startsWith(left.currency));
		assert.equal(
			String(cell)
				.replace(/[^\d.]/g, '')
				.slice(0, 6),
			Number(left.amount).toFixed(2).slice(0, 6),
		);

		send(panel, { type: 'selectAll', on: false });
		const rest = await until(panel, 'commitments', ({ calls = '' }) => calls.includes('shown'));
		assert.match(rest.calls ?? '', /one an order; (1 order was|2 orders were) read within the last hour$/);
		send(panel, { type: 'readCommitments' });
		const done = await until(panel, 'commitments', ({ running, text = '' }) => !running && text.startsWith('Commitments read:'));
		const { total, failed } = commitments.state();
		assert.ok(total > 50 && done.done === total);
		assert.equal(done.problems.length, commitments.state().causes.length);
		assert.equal(done.currency, 'USD');
		assert.ok((done.chart?.rows.length ?? 0) >= 24);
		assert.ok((done.chart?.bars ?? []).filter(({ value }) => value > 0).length > 12);
		if (failed > 0) {
			send(panel, { type: 'retryCommitments', cause: done.problems[0]?.cause ?? assert.fail('a cause') });
			await until(panel, 'commitments', (view) => !view.running && view.total <= failed);
		}
		const all = await portfolio(panel, () => true);
		const owing = async (filter: MoneyFilter) => {
			send(panel, { type: 'setFilter', filter });
			const isAsked = ({ query }: Portfolio) => JSON.stringify(query.filters).includes(JSON.stringify(filter));
			return (await portfolio(panel, isAsked)).itemCount;
		};
		const [withAmount, without] = [
			await owing({ column: 'commitment', known: true }),
			await owing({ column: 'commitment', known: false }),
		];
		assert.ok(withAmount > 50);
		assert.equal(withAmount + without, all.itemCount);
		const most = await owing({ column: 'commitment', currency: 'USD', min: 1000, max: 50_000 });
		assert.ok(most > 0 && most < withAmount, `${most} of ${withAmount}`);
		for (const id of idsIn(panel)) {
			const amount = Number(commitments.get(contextOf(panel, id))?.left?.amount);
			assert.ok(amount >= 1000 && amount <= 50_000, String(amount));
		}
		send(panel, { type: 'setFilter', filter: { column: 'commitment' } });
		await portfolio(panel, ({ filterCount, itemCount }) => filterCount === 0 && itemCount === all.itemCount);
		send(panel, { type: 'setSort', column: 'commitment' });
		send(panel, { type: 'setSort', column: 'commitment' });
		await portfolio(panel, ({ query }) => query.sort?.descending === true);
		const amounts = idsIn(panel).map((id) => Number(commitments.get(contextOf(panel, id))?.left?.amount));
		assert.ok(amounts.length > 50 && amounts.every((it, place) => it <= (amounts[place - 1] ?? it)), amounts.join());
		send(panel, { type: 'setCurrency', currency: 'XXX' });
		assert.equal((await until(panel, 'commitments', () => true)).currency, 'USD', 'one that is not there is not shown');
	});

	it('stops reading commitments when it is told to', async () => {
		const panel = await given.bench.scanned();
		await given.desk.first.service.clearCache();
		send(panel, { type: 'scan' });
		await until(panel, 'scan', ({ running, total, done }) => !running && total > 0 && done === total);
		await portfolio(panel, ({ itemCount }) => itemCount > 100);
		send(panel, { type: 'readCommitments' });
		send(panel, { type: 'stopCommitments' });
		const stopped = await until(panel, 'commitments', ({ running, total }) => !running && total > 0);
		assert.match(stopped.text ?? '', /^Reading stopped: \d+ of \d+ orders .*not tried$/);
		send(panel, { type: 'readCommitments' });
		const { commitments } = given.desk.first.service;
		assert.equal(commitments.state().phase, 'running');
		panel.dispose();
		await itCame('the end of the reading', () => commitments.state().phase === 'cancelled');
	});

	it('keeps the currency of the chart over a reload, and with a view that has a name', async () => {
		const one = { orderId: '' };
		// The sandbox has one currency: here the service answers in another one for one order.
		const fetch: typeof globalThis.fetch = async (...args) => {
			const answer = await testFetch(...args);
			if (one.orderId === '' || !String(args[0]).toLowerCase().includes(`/reservationorders/${one.orderId}?`)) return answer;
			return new Response((await answer.text()).replaceAll('"USD"', '"EUR"'), answer);
		};
		const own = await openDesk({ customers: 40, reservations: 5 }, { fetch });
		const it = new PortfolioBench(own.first.service);
		try {
			const panel = await it.scanned();
			one.orderId = contextOf(panel, idsIn(panel)[0] ?? '').orderId;
			send(panel, { type: 'readCommitments' });
			const read = await until(panel, 'commitments', ({ running, currencies }) => !running && currencies.length > 1);
			assert.deepEqual([read.currencies.map(({ value }) => value), read.currency], [['EUR', 'USD'], 'USD']);
			send(panel, { type: 'setCurrency', currency: 'EUR' });
			await until(panel, 'commitments', ({ currency }) => currency === 'EUR');
			const { saved } = await portfolio(panel, (view) => view.saved.currency === 'EUR');
			panel.dispose();

			const restored = it.restore(saved);
			const told = await until(restored, 'commitments', ({ chart }) => chart !== undefined);
			assert.equal(told.currency, 'EUR');
			await new SavedViews(it.memory).save('By month', saved);
			send(restored, { type: 'setCurrency', currency: 'USD' });
			await until(restored, 'commitments', ({ currency }) => currency === 'USD');
			send(restored, { type: 'openView', name: 'By month' });
			await until(restored, 'commitments', ({ currency }) => currency === 'EUR');
			const { view } = await portfolio(restored, (shown) => shown.saved.currency === 'EUR');
			assert.equal(view, 'By month');
			send(restored, { type: 'setCurrency', currency: 'USD' });
			await portfolio(restored, (shown) => shown.view === undefined);
		} finally {
			it.dispose();
			await own.close();
		}
	});
});
