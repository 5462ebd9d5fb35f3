/** What can be done from the Portfolio panel with rows, and what is kept of a chosen text, with the service and the sandbox. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { pause } from '../../src/azure/gate';
import { copyReservationId } from '../../src/commands/copy';
import { refresh } from '../../src/commands/refresh';
import type { Extras, SavedState } from '../../src/panels/portfolio/messages';
import { env, said, translate } from '../ui/pages/vscode-outside';
import { contextOf, idsIn, PortfolioBench, portfolio, rowOf, send, until, usePortfolioBench } from './panels-portfolio-bench';

describe('Portfolio panel: actions', () => {
	const given = usePortfolioBench();

	it('reads anew what is selected: one alone, of several the lists of their customers', async () => {
		const panel = await given.bench.scanned();
		const { service } = given.desk.first;
		const context = {
			session: { service: async () => service },
			portfolio: { loaded: given.bench.panels },
			view: { refresh: () => assert.fail('the tree is not meant') },
		};
		const ids = idsIn(panel);
		const [first = ''] = ids;
		const ages = (some: readonly string[]) => some.map((id) => service.getReservations(contextOf(panel, id).tenantId).asOf ?? 0);
		said.length = 0;
		await refresh(context as never, [contextOf(panel, first)]);
		assert.match(said.at(-1) ?? '', /Read anew: /);
		const other =
			ids.find((id) => contextOf(panel, id).tenantId !== contextOf(panel, first).tenantId) ?? assert.fail('another customer');
		const before = ages([first, other]);
		await pause(5);
		await refresh(context as never, [contextOf(panel, first), [contextOf(panel, first), contextOf(panel, other)]]);
		assert.match(said.at(-1) ?? '', /2 customers read, 0 could not be read\./);
		const sameCustomer =
			ids.find((id) => id !== first && contextOf(panel, id).tenantId === contextOf(panel, first).tenantId) ??
			assert.fail('another one of the customer');
		await refresh(context as never, [contextOf(panel, first), [contextOf(panel, first), contextOf(panel, sameCustomer)]]);
		assert.match(said.at(-1) ?? '', / 1 customer read, 0 could not be read\./);
		for (const [place, asOf] of ages([first, other]).entries()) assert.ok(asOf > (before[place] ?? 0));
	});

	it('what is selected in it is what the palette copies while it is in front', async () => {
		const panel = await given.bench.scanned();
		const ids = idsIn(panel).slice(2, 4);
		const { panels } = given.bench;
		const none = { active: undefined };
		const context = {
			...{ overviews: none, configurations: none, roles: none, returns: none },
			portfolio: { active: panels.active, loaded: panels },
			view: { selection: [] },
		};
		send(panel, { type: 'select', how: 'only', id: ids[0] ?? '' });
		send(panel, { type: 'select', how: 'toggle', id: ids[1] ?? '' });
		await copyReservationId(context as never, []);
		assert.equal(env.clipboard.text, ids.join('\n'));
	});

	it('a chosen text is kept as Azure names it: it holds in another language, and what was kept as a word still does', async () => {
		const panel = await given.bench.scanned();
		const fieldIn = ({ fields }: Extras, column: string) => fields.find((field) => field.column === column)?.options ?? [];
		const extras = await until(panel, 'extras', (it) => fieldIn(it, 'state').length > 1);
		const keyOf = (column: string, text: string) => fieldIn(extras, column).find((option) => option.text === text)?.value;
		const chosen = [
			{ column: 'state', oneOf: [keyOf('state', 'Active') ?? ''] },
			{ column: 'term', oneOf: [keyOf('term', '3 years') ?? ''] },
			{ column: 'renewal', oneOf: [keyOf('renewal', 'Off') ?? ''] },
			{ column: 'exchange', oneOf: ['offered', 'unknown', 'notOffered'] },
		] as const;
		for (const { column, oneOf } of chosen) send(panel, { type: 'setFilter', filter: { column, oneOf: [...oneOf] } });
		const { saved, itemCount } = await portfolio(panel, ({ filterCount }) => filterCount === 4);
		assert.deepEqual(
			saved.query?.filters?.map((filter) => 'oneOf' in filter && filter.oneOf),
			[['Succeeded'], ['P3Y'], ['Off'], ['offered', 'unknown', 'notOffered']],
		);
		assert.ok(itemCount > 0);
		const countOf = async (state: SavedState) => {
			given.bench.dispose();
			given.bench = new PortfolioBench(given.desk.first.service);
			const again = given.bench.restore(state);
			const view = await portfolio(again, ({ loading }) => !loading);
			const told = await until(again, 'extras', () => true);
			return { count: view.itemCount, options: fieldIn(told, 'state') };
		};
		const words = {
			...saved,
			query: {
				...saved.query,
				filters: [{ column: 'state' as const, oneOf: ['Active'] }, ...(saved.query?.filters ?? []).slice(1)],
			},
		};
		const ofBefore = await countOf(words);
		assert.equal(ofBefore.count, itemCount);
		assert.equal(ofBefore.options.find(({ text }) => text === 'Active')?.value, 'Active', 'what is chosen has its box');
		translate((text) => (text === 'Active' ? 'Aktiv' : text === 'Off' ? 'Aus' : text));
		try {
			const { count, options } = await countOf(saved);
			assert.equal(count, itemCount);
			assert.deepEqual(
				options.filter(({ value }) => value === 'Succeeded').map(({ text }) => text),
				['Aktiv'],
			);
		} finally {
			translate();
		}
	});

	it('has all commands in their places whatever is selected, and tells why one can’t be run', async () => {
		const panel = await given.bench.scanned();
		const reasons = async (count: number) => {
			const { selection } = await portfolio(panel, (view) => view.selection.count === count);
			return new Map(selection.actions.map(({ command, reason }) => [String(command), reason]));
		};
		const none = await reasons(0);
		assert.deepEqual(new Set(none.values()), new Set(['Select one or more reservations first.']));
		const ids = idsIn(panel);
		const [first = ''] = ids;
		send(panel, { type: 'select', how: 'only', id: first });
		const one = await reasons(1);
		assert.deepEqual([...one.keys()], [...none.keys()]);
		assert.deepEqual(one.get('cspReservations.openOverview'), undefined);
		assert.equal(one.get('cspReservations.archive'), 'Only what has ended can be archived.');
		const other = ids.find((id) => contextOf(panel, id).tenantId !== contextOf(panel, first).tenantId) ?? assert.fail();
		send(panel, { type: 'select', how: 'toggle', id: other });
		const two = await reasons(2);
		assert.deepEqual([...two.keys()], [...none.keys()]);
		assert.equal(two.get('cspReservations.return'), 'This takes one reservation: select it alone.');
		assert.equal(two.get('cspReservations.exchange'), 'Select reservations of one customer only.');
		assert.equal(two.get('cspReservations.changeRenewal'), undefined);
	});

	it('offers for what has ended what can still be done with it', async () => {
		const panel = await given.bench.scanned();
		send(panel, { type: 'setShowEnded', on: true });
		const offered = async (state: string) => {
			send(panel, { type: 'setFilter', filter: { column: 'state', oneOf: [state] } });
			await portfolio(panel, ({ query, itemCount }) => JSON.stringify(query.filters).includes(state) && itemCount > 0);
			const [id = ''] = idsIn(panel);
			send(panel, { type: 'select', how: 'only', id });
			const { selection } = await portfolio(panel, (view) => view.selection.count === 1);
			const possible = selection.actions.filter(({ reason }) => reason === undefined);
			return { section: rowOf(panel, id).context, commands: possible.map(({ command }) => String(command)) };
		};
		const [ended, active] = [await offered('Expired'), await offered('Succeeded')];
		assert.match(ended.section, /"reservation;ended/);
		assert.match(active.section, /"reservation;active"/);
		for (const command of ['return', 'exchange', 'changeRenewal', 'changeScope', 'rename', 'changeOptimization']) {
			assert.ok(!ended.commands.includes(`cspReservations.${command}`), command);
			assert.ok(active.commands.includes(`cspReservations.${command}`), command);
		}
		assert.ok(ended.commands.some((command) => /[aA]rchive$/.test(command)));
		assert.ok(!active.commands.some((command) => /[aA]rchive$/.test(command)));
	});
});
