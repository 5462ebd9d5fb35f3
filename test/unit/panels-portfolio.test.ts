/** The Portfolio panel with the service and the sandbox, over HTTP: scan, list, selection, actions, views that have a name. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { pause } from '../../src/azure/gate';
import { reservationsFor } from '../../src/commands/targets';
import { Layout } from '../../src/panels/portfolio/layout';
import { type Extras, PageMessage } from '../../src/panels/portfolio/messages';
import { SavedViews } from '../../src/panels/portfolio/saved-views';
import type { CustomerScan } from '../../src/reservations/scan/model';
import { clearFaults, until as itCame, orderFault, startService } from '../helpers/service';
import { chooser, commandsRun, notices, warnings } from '../ui/pages/vscode-outside';
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

/** What the steps of a customer that could not be read lead to. */
const steps: ReadonlyMap<string, string> = new Map([
	['Show Details', 'cspReservations.showFailure'],
	['Check Access', 'cspReservations.checkAccess'],
]);

describe('Portfolio panel with the sandbox', () => {
	const given = usePortfolioBench();

	it('begins empty, and a scan fills it; what could not be read is told by cause and tried again', async () => {
		const panel = await given.bench.open();
		const { empty, itemCount, totals } = await portfolio(panel, () => true);
		assert.deepEqual([itemCount, totals], [0, '']);
		assert.match(empty ?? '', /No reservation is known yet/);
		send(panel, { type: 'scan' });
		const scan = await until(panel, 'scan', ({ running, problems }) => !running && problems.length > 0);
		assert.match(scan.text ?? '', /^Scanned: 40 of 40 customers · \d+ could not be read/);
		const filled = await portfolio(panel, (view) => view.itemCount > 100);
		assert.match(filled.totals, /^\d+ of \d+ reservations · \d+ customers · quantity/);
		assert.ok(
			filled.ages.some(({ text }) => /^\d+ customers could not be read: their reservations are missing here$/.test(text)),
			'says whose reservations are missing',
		);
		assert.equal(items(panel).items.length, 80);
		const [cause] = scan.problems;
		const { service } = given.desk.first;
		const codeOf = ({ failure }: CustomerScan) => `${failure?.kind} ${failure?.details.code ?? ''}`;
		const failed = service.scan.failures();
		const ofCause = failed.filter((it) => codeOf(it) === cause?.cause).map(({ tenantId }) => tenantId);
		const others = failed.filter((it) => codeOf(it) !== cause?.cause).map(({ tenantId }) => tenantId);
		assert.ok(ofCause.length > 0 && others.length > 0);
		const shown: string[] = [];
		commandsRun.length = 0;
		for (const step of ['Show Details', 'Check Access']) {
			chooser.choose = (rows) => {
				if (shown.length === 0) shown.push(...rows.map(({ label, detail }) => `${label}: ${detail}`));
				return rows.find(({ label }) => label === step) ?? rows[0];
			};
			send(panel, { type: 'showFailed', cause: cause?.cause ?? assert.fail() });
			await itCame(step, () => commandsRun.length > 0 && commandsRun.at(-1)?.[0] === steps.get(step));
		}
		chooser.choose = () => undefined;
		const named = failed.filter(({ tenantId }) => ofCause.includes(tenantId));
		const words = named.map(({ tenantId, failure }) => `${service.getCustomer(tenantId)?.name}: ${failure?.message}`);
		assert.deepEqual(shown, words.sort(), 'each is named with its reason');
		assert.ok(named.some(({ failure }) => failure === commandsRun[0]?.[1]));
		assert.ok(ofCause.some((tenantId) => isDeepStrictEqual(commandsRun[1]?.[1], { tenantId })));
		// What the scan itself changed has been told by then.
		await pause(250);
		const tried = new Set<string>();
		const stop = service.onDidChange((change) => {
			if (change.kind === 'reservations') tried.add(change.tenantId);
		});
		send(panel, { type: 'retry', cause: cause?.cause ?? assert.fail() });
		await until(panel, 'scan', ({ running }) => running);
		const after = await until(panel, 'scan', ({ running }) => !running);
		await itCame('the changes of those', () => tried.size >= ofCause.length);
		stop();
		assert.deepEqual([...tried].sort(), ofCause.sort(), 'only those of the cause are tried again');
		assert.match(after.text ?? '', /^Scanned: 40 of 40 customers/, 'the others are still counted');
		const still = service.scan.failures().map(({ tenantId }) => tenantId);
		assert.deepEqual(
			others.filter((tenantId) => !still.includes(tenantId)),
			[],
		);
	});

	it('a list that has emptied since the page was drawn is not opened: it says so', async () => {
		const panel = await given.bench.scanned();
		let opened = 0;
		chooser.choose = () => {
			opened++;
			return undefined;
		};
		assert.deepEqual(given.desk.first.service.scan.notCompared(), []);
		const words = 'No customer is in this list any more.';
		const cause = 'NotAllowed GoneMeanwhile';
		for (const message of [
			{ type: 'showFailed', cause },
			{ type: 'showCompared', list: 'notCompared' },
		] as const) {
			notices.told.length = 0;
			send(panel, message);
			await itCame('the sentence', () => opened > 0 || notices.told.length > 0);
			assert.deepEqual([opened, notices.told], [0, [words]]);
		}
		send(panel, { type: 'retry', cause });
		await until(panel, 'announce', ({ text }) => text === words);
		chooser.choose = () => undefined;
	});

	it('who could not be read, or not be compared, while all were compared is compared when tried again', async () => {
		const panel = await given.bench.scanned();
		const { sandbox, first } = given.desk;
		const { service } = first;
		const read = service
			.getCustomers()
			.value?.customers.filter(({ tenantId }) => (service.getReservations(tenantId).value?.reservations.length ?? 0) > 0);
		const [{ tenantId } = assert.fail('nobody was read'), { tenantId: other } = assert.fail()] = read ?? [];
		const refusal = { kind: 'status', status: 503 };
		await orderFault(sandbox, { match: { service: 'resourceManager', tenant: tenantId }, fault: refusal });
		await orderFault(sandbox, {
			match: { service: 'partnerCenter', path: `/customers/${other}/entitlements` },
			fault: { kind: 'status', status: 403 },
		});
		await service.scan.start({ tenantIds: [tenantId, other], compare: 'all', maxAgeMs: 0 });
		await clearFaults(sandbox);
		const told = await until(panel, 'scan', ({ running, compared }) => !running && compared.some(({ retryLabel }) => retryLabel));
		assert.equal(
			told.compared.find(({ list }) => list === 'notCompared')?.retryLabel,
			'Retry: Could not be compared with Partner Center: 1 customer',
		);
		const isCompared = (id: string) => service.getReservations(id).value?.comparedAt !== undefined;
		assert.deepEqual([isCompared(tenantId), isCompared(other)], [false, false]);
		send(panel, { type: 'retryCompared' });
		await itCame('the comparison of one', () => isCompared(other));
		await until(panel, 'scan', ({ running, compared }) => !running && !compared.some(({ list }) => list === 'notCompared'));
		const failure = service.scan.customer(tenantId)?.failure;
		send(panel, { type: 'retry', cause: `${failure?.kind} ${failure?.details.code ?? ''}` });
		await itCame('the comparison of the other', () => isCompared(tenantId));
	});

	it('asks for a comparison, and lists the orders found with the way to their customer', async () => {
		const panel = await given.bench.scanned();
		const { service } = given.desk.first;
		const hidden = service.scan.hiddenOrders();
		const [one] = hidden;
		assert.ok(one !== undefined, 'a customer of whom Azure shows nothing');
		const { compared } = await until(panel, 'scan', (view) => view.compared.length > 0);
		assert.deepEqual(
			compared.map(({ list }) => list),
			['hiddenOrders'],
		);
		send(panel, { type: 'compare' });
		await itCame('the question', () => given.bench.ran.length > 0);
		assert.deepEqual(given.bench.ran, [['cspReservations.compareOrders']]);
		const name = service.getCustomer(one.tenantId)?.name;
		let listed: readonly { label: string; detail?: string }[] = [];
		chooser.choose = (rows) => {
			if (listed.length === 0) listed = rows;
			return rows.find(({ label }) => label === name || label === 'Check Access');
		};
		commandsRun.length = 0;
		send(panel, { type: 'showCompared', list: 'hiddenOrders' });
		await itCame('Check Access', () => commandsRun.length > 0);
		chooser.choose = () => undefined;
		assert.deepEqual(commandsRun, [['cspReservations.checkAccess', { tenantId: one.tenantId }]]);
		assert.equal(listed.length, hidden.length);
		assert.equal(listed.find(({ label }) => label === name)?.detail, one.orderIds.join(', '));
	});

	it('says at the end of a scan that nothing could be saved, and saves it with the next one', async () => {
		const folder = await mkdtemp(path.join(tmpdir(), 'csp-full-'));
		const inTheWay = path.join(folder, 'storage');
		await writeFile(inTheWay, '');
		const bench = await startService(given.desk.first.service.cloud, { storage: inTheWay });
		try {
			given.bench.dispose();
			given.bench = new PortfolioBench(bench.service);
			warnings.length = 0;
			const panel = await given.bench.scanned();
			await itCame('the warning', () => warnings.length > 0);
			assert.match(warnings.join(), /^What was read could not be saved on this computer: it is there until VS Code closes\. \(E/);
			await rm(inTheWay);
			send(panel, { type: 'scan' });
			await itCame('the file', async () => (await readdir(inTheWay).catch((): string[] => [])).includes('reservations.log'));
			assert.equal(warnings.length, 1);
		} finally {
			await bench.end();
			await rm(folder, { recursive: true, force: true });
		}
	});

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
		const { fields, charts } = await until(panel, 'extras', () => true);
		assert.ok(fields.find(({ column }) => column === 'region')?.options.length);
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
