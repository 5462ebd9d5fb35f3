/** The Portfolio panel with the service and the sandbox, over HTTP: list, selection, actions, views that have a name. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { reservationsFor } from '../../src/commands/targets';
import { Layout } from '../../src/panels/portfolio/layout';
import { type Extras, PageMessage } from '../../src/panels/portfolio/messages';
import { SavedViews } from '../../src/panels/portfolio/saved-views';
import {
	contextOf,
	idsIn,
	items,
	openDesk,
	PortfolioBench,
	portfolio,
	send,
	until,
	usePortfolioBench,
} from './panels-portfolio-bench';

describe('Portfolio panel with the sandbox', () => {
	const given = usePortfolioBench();

	it('filters, sorts and pages; what is asked is kept for a reload', async () => {
		const panel = await given.bench.scanned();
		send(panel, { type: 'setFilter', filter: { column: 'quantity', min: 5 } });
		send(panel, { type: 'setSort', column: 'quantity' });
		const { saved, filterCount, itemCount } = await portfolio(panel, ({ query }) => query.sort?.column === 'quantity');
		assert.equal(filterCount, 1);
		assert.deepEqual(saved.query?.filters, [{ column: 'quantity', min: 5 }]);
		const place = saved.columns?.indexOf('quantity') ?? -1;
		const figures = items(panel).items.map((item) => (item.kind === 'row' ? Number(item.cells[place]) : Number.NaN));
		assert.ok(figures.every((it, row) => it >= 5 && it >= (figures[row - 1] ?? 0)));
		send(panel, { type: 'window', from: itemCount - 2, count: 100_000 });
		assert.deepEqual([items(panel).from, items(panel).items.length], [itemCount - 2, 2]);
		send(panel, { type: 'setSort', column: 'quantity' });
		send(panel, { type: 'setSort', column: 'quantity' });
		send(panel, { type: 'clearFilters' });
		const { query } = await portfolio(panel, (view) => view.filterCount === 0);
		assert.equal(query.sort, undefined);
		// They come in spare time, after the rows.
		const { charts } = await until(panel, 'extras', ({ fields }) =>
			fields.some((it) => it.column === 'region' && it.options.length > 0),
		);
		assert.equal(charts.length, 2);
	});

	it('selects one, many and all; a filter lets go of what it hides; commands get all of it', async () => {
		const panel = await given.bench.scanned();
		const [first = '', second = '', third = '', fourth = ''] = idsIn(panel);
		send(panel, { type: 'select', how: 'only', id: second });
		const one = await portfolio(panel, ({ selection }) => selection.count === 1);
		assert.ok(one.selection.actions.some(({ command }) => command === 'cspReservations.return'));
		for (const command of ['rename', 'changeOptimization', 'newSupportRequest', 'checkAccess', 'refresh', 'copyCustomerTenantId'])
			assert.ok(
				one.selection.actions.some((action) => action.command === `cspReservations.${command}` && action.isMore),
				command,
			);
		send(panel, { type: 'select', how: 'range', id: fourth, from: second });
		await portfolio(panel, ({ selection }) => selection.count === 3);
		send(panel, { type: 'select', how: 'range', id: third, from: second });
		await portfolio(panel, ({ selection }) => selection.count === 2);
		send(panel, { type: 'select', how: 'toggle', id: first });
		const three = await portfolio(panel, ({ selection }) => selection.count === 3);
		assert.ok(three.selection.actions.find(({ command }) => command === 'cspReservations.return')?.reason !== undefined);
		send(panel, { type: 'act', command: 'cspReservations.changeRenewal' });
		const [command, ref, refs] = given.bench.ran.at(-1) ?? [];
		assert.equal(command, 'cspReservations.changeRenewal');
		assert.deepEqual(
			(refs as { reservationId: string }[]).map(({ reservationId }) => reservationId),
			[first, second, third],
		);
		assert.deepEqual(await reservationsFor({} as never, [ref, refs]), refs, 'as the commands read it');
		const menuOn = (id: string) => {
			const context = contextOf(panel, id);
			const { panels } = given.bench;
			return { context, targets: () => reservationsFor({ portfolio: { loaded: panels } } as never, [context]) };
		};
		const ofMany = menuOn(second);
		assert.match(ofMany.context.webviewSection, /^reservations;(active|ended)/);
		assert.deepEqual(await ofMany.targets(), refs, 'the menu on one of them acts on all');
		const ofOne = menuOn(fourth);
		assert.match(ofOne.context.webviewSection, /^reservation;(active|ended)/);
		assert.deepEqual(
			(await ofOne.targets()).map(({ reservationId }) => reservationId),
			[fourth],
			'the menu on another one acts on it alone',
		);
		send(panel, { type: 'select', how: 'only', id: first });
		send(panel, { type: 'select', how: 'toggle', id: fourth });
		await portfolio(panel, ({ selection }) => selection.count === 2);
		assert.deepEqual(
			(await ofMany.targets()).map(({ reservationId }) => reservationId),
			[second],
			'where others were selected since it was opened, on the row that it was opened on',
		);
		send(panel, { type: 'select', how: 'toggle', id: second });
		send(panel, { type: 'setText', text: first });
		await portfolio(panel, ({ selection, itemCount }) => selection.count === 1 && itemCount === 1);
		send(panel, { type: 'setText', text: '' });
		send(panel, { type: 'selectAll', on: true });
		const all = await portfolio(panel, ({ selection }) => selection.count > 100);
		assert.equal(all.selection.count, all.itemCount);
		send(panel, { type: 'open', id: first });
		assert.equal(given.bench.ran.at(-1)?.[0], 'cspReservations.openOverview');
	});

	it('groups, folds a group, and opens a view that has a name', async () => {
		const panel = await given.bench.scanned();
		const flat = await portfolio(panel, () => true);
		send(panel, { type: 'setGrouping', by: 'region' });
		const grouped = await portfolio(panel, ({ query }) => query.groupBy === 'region');
		const [group] = items(panel).items;
		assert.ok(group?.kind === 'group' && group.open && /reservations?, quantity/.test(group.detail));
		assert.ok(grouped.itemCount > flat.itemCount);
		send(panel, { type: 'toggleGroup', key: group.key });
		const folded = await portfolio(panel, ({ itemCount }) => itemCount < grouped.itemCount);
		assert.ok(items(panel).items[1]?.kind === 'group');
		assert.ok(folded.revision > grouped.revision);
		const views = new SavedViews(given.bench.memory);
		await views.save('Ending', { query: { filters: [{ column: 'daysLeft', max: 60 }] }, columns: ['customer', 'name'] });
		await given.bench.memory.update('portfolioViews', {
			...given.bench.memory.get<object>('portfolioViews'),
			broken: { query: 7 },
		});
		send(panel, { type: 'openView', name: 'broken' });
		send(panel, { type: 'openView', name: 'Ending' });
		const ending = await portfolio(panel, ({ view }) => view === 'Ending');
		assert.deepEqual(
			ending.columns.filter(({ shown }) => shown).map(({ name }) => name),
			['customer', 'name'],
		);
		assert.deepEqual(ending.views, ['Ending', 'broken']);
		send(panel, { type: 'deleteView', name: 'Ending' });
		await portfolio(panel, ({ view, views: names }) => view === undefined && names.length === 1);
	});

	it('several texts of a column let in the rows of each; what is chosen can be taken back when no row has it', async () => {
		const panel = await given.bench.scanned();
		const all = await portfolio(panel, () => true);
		const regions = async (oneOf: string[] | undefined) => {
			send(panel, { type: 'setFilter', filter: { column: 'region', oneOf } });
			const { itemCount } = await portfolio(panel, ({ query }) => JSON.stringify(query.filters).includes(JSON.stringify(oneOf)));
			return itemCount;
		};
		const options = async (fits: (values: readonly string[]) => boolean) => {
			const optionsIn = ({ fields }: Extras) => fields.find(({ column }) => column === 'region')?.options ?? [];
			return optionsIn(await until(panel, 'extras', (it) => fits(optionsIn(it).map(({ value }) => value))));
		};
		const [first, second] = (await options(({ length }) => length > 1)).map(({ value }) => value);
		assert.ok(first !== undefined && second !== undefined);
		const [one, other, both] = [await regions([first]), await regions([second]), await regions([first, second])];
		assert.ok(one > 0 && other > 0 && both < all.itemCount);
		assert.equal(both, one + other);
		assert.equal(await regions([first, 'antarctica']), one);
		const gone = (await options((values) => values.includes('antarctica'))).find(({ value }) => value === 'antarctica');
		assert.equal(gone?.label, 'antarctica (0)');
		send(panel, { type: 'setFilter', filter: { column: 'reseller', oneOf: [''] } });
		await portfolio(panel, ({ filterCount }) => filterCount === 2);
		send(panel, { type: 'setFilter', filter: { column: 'reseller', oneOf: [] } });
		send(panel, { type: 'setFilter', filter: { column: 'region', oneOf: [] } });
		await portfolio(panel, ({ filterCount, itemCount }) => filterCount === 0 && itemCount === all.itemCount);
	});

	it('tells a page only what it does not hold of the list as it is', async () => {
		const panel = await given.bench.scanned();
		const { revision } = items(panel);
		const told = (from: number, count: number, held?: { revision: number; from: number; count: number }) => {
			send(panel, { type: 'window', from, count, held });
			const { window, from: start, items: news } = items(panel);
			assert.deepEqual(window, { from, count });
			return [start, news.length];
		};
		assert.deepEqual(told(0, 40), [0, 40]);
		const all = idsIn(panel);
		assert.deepEqual(told(20, 40, { revision, from: 20, count: 20 }), [40, 20], 'below');
		assert.deepEqual(told(10, 30, { revision, from: 20, count: 20 }), [10, 10], 'above');
		assert.deepEqual(idsIn(panel), all.slice(10, 20));
		assert.deepEqual(told(10, 20, { revision, from: 5, count: 30 }), [30, 0], 'nothing');
		assert.deepEqual(told(0, 40, { revision, from: 10, count: 20 }), [0, 40], 'a hole is not left');
		assert.deepEqual(told(0, 40, { revision, from: 60, count: 20 }), [0, 40], 'apart');
		assert.deepEqual(told(20, 40, { revision: revision - 1, from: 20, count: 20 }), [20, 40], 'another list');
	});

	it('tells where the item is that the keyboard is at, when rows come in above it or groups fold', async () => {
		const own = await openDesk({ customers: 30, reservations: 4 });
		try {
			const { service } = own.first;
			const { value } = await service.loadCustomers();
			const names = (value?.customers ?? []).filter(({ name }) => !name.includes('('));
			const last = names.toSorted((a, b) => a.name.localeCompare(b.name)).at(-1) ?? assert.fail('a customer');
			await service.loadReservations(last.tenantId);
			given.bench.dispose();
			given.bench = new PortfolioBench(service);
			const panel = await given.bench.open();
			const before = await portfolio(panel, ({ itemCount }) => itemCount > 0);
			const [, id = ''] = idsIn(panel);
			send(panel, { type: 'at', item: id });
			send(panel, { type: 'scan' });
			const after = await portfolio(panel, ({ itemCount }) => itemCount > before.itemCount + 40);
			const place = after.at?.place ?? -1;
			assert.equal(after.at?.item, id);
			assert.ok(place > 1, `${place}`);
			send(panel, { type: 'window', from: place, count: 1 });
			assert.deepEqual(idsIn(panel), [id]);
			send(panel, { type: 'setGrouping', by: 'customer' });
			const [group] = items(panel).items;
			send(panel, { type: 'window', from: 0, count: 500 });
			const grouped = items(panel).items.findIndex((item) => item.kind === 'row' && item.id === id);
			send(panel, { type: 'at', item: id });
			assert.ok(group?.kind === 'group');
			send(panel, { type: 'toggleGroup', key: group.key });
			const folded = await portfolio(panel, ({ at }) => at !== undefined);
			assert.ok(folded.at !== undefined && folded.at.place < grouped);
			send(panel, { type: 'window', from: folded.at.place, count: 1 });
			assert.deepEqual(idsIn(panel), [id]);
		} finally {
			given.bench.dispose();
			await own.close();
		}
	});

	it('takes only messages of its own', () => {
		for (const message of [
			{ type: 'window', from: -1, count: 1 },
			{ type: 'act', command: 'workbench.action.quit' },
			{ type: 'select', how: 'all', id: 'x' },
			{ type: 'setFilter', filter: { column: 'commitment', min: 1 } },
			{ type: 'retryCommitments', cause: -1 },
		])
			assert.equal(PageMessage.safeParse(message).success, false);
	});
});

describe('Layout of the portfolio', () => {
	it('has a heading above the rows of each group, without those of folded ones, wherever it is looked at', () => {
		const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.boolean()), { maxLength: 8 });
		fc.assert(
			fc.property(sizes, fc.nat(40), fc.nat(20), (given, from, count) => {
				let total = 0;
				const groups = given.map(([size], place) => {
					total += size;
					return { key: String(place), text: '', from: total - size, count: size, quantity: { units: 0, untold: 0 } };
				});
				const folded = new Set(given.flatMap(([, isFolded], place) => (isFolded ? [String(place)] : [])));
				const all = groups.flatMap(({ key, from: first, count: size }) => [
					`group ${key}`,
					...(folded.has(key) ? [] : Array.from({ length: size }, (_, row) => `row ${first + row}`)),
				]);
				const layout = new Layout(total, groups, folded);
				assert.equal(layout.length, all.length);
				const seen = layout
					.window(from, count)
					.flatMap((it) =>
						it.kind === 'group' ? [`group ${it.group.key}`] : Array.from({ length: it.size }, (_, row) => `row ${it.from + row}`),
					);
				assert.deepEqual(seen, all.slice(from, from + count));
			}),
		);
	});
});
