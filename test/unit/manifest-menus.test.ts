/** The menus of the manifest: what stands where, in which order, and when. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { titleCommandIds } from '../../src/host/command-ids';
import { actions } from '../../src/panels/portfolio/messages';
import { contributes, declared, menuItems, viewIds } from '../helpers/manifest';
import { root } from '../host/processes';

/** Context keys that when-clauses may name: VS Code's own, and those that the code sets. */
const vscodeKeys = ['view', 'viewItem', 'listMultiSelection', 'activeWebviewPanelId', 'webviewId', 'webviewSection'];
const ourKeys = [
	'cspReservations.showEnded',
	'cspReservations.groupByReseller',
	'cspReservations.connection',
	'cspReservations.operations',
	// Asked by no clause: to set it goes to the window and comes back.
	'cspReservations.itemsShown',
];
/** Every `contextValue` that a tree item can have. */
const contextValues = [
	'customer;pinned',
	'customer;unpinned',
	'reservation;active',
	'reservation;ended',
	'reservation;active;archived',
	'reservation;ended;archived',
	'reseller',
	'failure',
	'failure;signIn',
	'note;none',
	'note;notVisible',
	'note;hidden',
	'note;loading',
	'note;lesserSource',
	'note;unresolved',
	'more',
	'operation;unsettled',
	'operation;settled',
	'operation;unsettled;successor',
	'operation;settled;successor',
	'operation;unsettled;unknown',
	'operation;unsettled;unknown;successor',
	'operationLine',
	'operationLine;ids',
	'operationFact',
	'operationUnreadable',
	'change;unsettled',
	'change;settled',
	'change;settled;undoable',
	'change;settled;successor',
	'changedReservation',
];

function sourceOf(folder: string): string {
	const files = ['extension.ts', ...['host', 'tree', 'commands'].flatMap((name) => list(name))];
	return files
		.filter((file) => file.startsWith(folder))
		.map((file) => readFileSync(path.join(root, 'src', file), 'utf8'))
		.join('\n');
}

function list(folder: string): string[] {
	const names = readdirSync(path.join(root, 'src', folder), { recursive: true, encoding: 'utf8' });
	return names.filter((name) => name.endsWith('.ts')).map((name) => `${folder}/${name}`);
}

/** Splits a when-clause into its comparisons. */
function comparisons(when: string): readonly { readonly key: string; readonly operator?: string; readonly value?: string }[] {
	return when.split(/&&|\|\|/).map((part) => {
		const [, , key, operator, value] = /^\s*(!?)([\w.]+)\s*(?:(==|=~)\s*(.+?))?\s*$/.exec(part) ?? [];
		assert.ok(key !== undefined, `can't read the when-clause "${when}"`);
		return { key, ...(operator === undefined ? {} : { operator }), ...(value === undefined ? {} : { value }) };
	});
}

describe('Menus of the manifest', () => {
	it('puts only declared commands and submenus into menus', () => {
		const submenus = contributes.submenus.map(({ id }) => id);
		for (const { menu, item } of menuItems) {
			if (item.command !== undefined) assert.ok(declared.includes(item.command), `${menu}: ${item.command}`);
			else assert.ok(submenus.includes(item.submenu ?? ''), `${menu}: ${item.submenu}`);
		}
		for (const id of submenus) {
			assert.ok((contributes.menus[id]?.length ?? 0) > 0, `${id} is empty`);
			assert.ok(
				menuItems.some(({ item }) => item.submenu === id),
				`${id} is in no menu`,
			);
		}
	});

	it('names only known context keys, views, context values and panels in when-clauses', () => {
		const clauses = [...menuItems.map(({ item }) => item.when), ...contributes.viewsWelcome.map(({ when }) => when)];
		for (const when of clauses.filter((clause) => clause !== undefined).filter((clause) => clause !== 'false')) {
			for (const { key, operator, value } of comparisons(when)) {
				assert.ok([...vscodeKeys, ...ourKeys].includes(key), `${key} in "${when}"`);
				if (key === 'view') assert.ok(viewIds.includes(value ?? ''), `${value} in "${when}"`);
				if (key === 'activeWebviewPanelId') assert.equal(value, 'cspReservations.overview');
				if (key !== 'viewItem') continue;
				const matches = operator === '=~' ? new RegExp((value ?? '').slice(1, -1)) : { test: (it: string) => it === value };
				assert.ok(
					contextValues.some((it) => matches.test(it)),
					`"${when}" matches no node`,
				);
			}
		}
	});

	it('tests only context keys that the code sets, and knows all context values the code gives', () => {
		const source = sourceOf('');
		for (const key of ourKeys) assert.ok(source.includes(`'setContext', '${key}'`), `${key} is never set`);
		const set = [...source.matchAll(/'setContext', '([^']+)'/g)].map(([, key]) => key ?? '');
		for (const key of set) assert.ok(ourKeys.includes(key), `${key} is set but not known here`);
		const items = ['items', 'operations-items', 'change-items'].map((name) => sourceOf(`tree/${name}.ts`)).join('\n');
		for (const value of contextValues) {
			const [kind = ''] = value.split(';');
			assert.ok(items.includes(`'${kind}`) || items.includes(`\`${kind};`), `no item has the context value ${value}`);
		}
	});

	it('knows which commands stand in the title of a view', () => {
		const title = (contributes.menus['view/title'] ?? []).flatMap(({ command }) => command ?? []);
		assert.deepEqual([...titleCommandIds].sort(), [...new Set(title)].sort());
	});

	it('shows at most three icons beside the view title and beside a node', () => {
		const title = contributes.menus['view/title'] ?? [];
		for (const id of viewIds) {
			const shown = title.filter(({ when, group }) => when?.includes(`view == ${id}`) && group?.startsWith('navigation'));
			assert.ok(shown.length <= 3, `${id} has ${shown.length} icons beside its title`);
		}
		const inline = (contributes.menus['view/item/context'] ?? []).filter(({ group }) => group?.startsWith('inline') === true);
		for (const value of contextValues) {
			const shown = inline.filter(({ when }) =>
				comparisons(when ?? '').every(
					({ key, operator, value: wanted }) =>
						key !== 'viewItem' || (operator === '=~' ? new RegExp((wanted ?? '').slice(1, -1)).test(value) : wanted === value),
				),
			);
			assert.ok(shown.length <= 3, `${value} has ${shown.length} inline actions`);
		}
		for (const { item } of menuItems.filter(({ item }) => /^(inline|navigation)/.test(item.group ?? ''))) {
			const command = contributes.commands.find(({ command }) => command === item.command);
			assert.ok(command?.icon !== undefined, `${item.command} has no icon`);
		}
	});

	it('has the same actions in the same order in every menu', () => {
		const place = (group: string) => group.split('@')[0] ?? '';
		const ordered = (menu: string, clause: RegExp) =>
			(contributes.menus[menu] ?? [])
				.filter(({ when, group }) => clause.test(when ?? '') && /^\d/.test(group ?? ''))
				.map(({ command, submenu, group = '' }) => ({ id: command ?? submenu ?? '', group }))
				.sort((a, b) => place(a.group).localeCompare(place(b.group)) || a.group.localeCompare(b.group))
				.flatMap(({ id }) => (contributes.menus[id] ?? [{ command: id }]).map(({ command = '' }) => command));
		const [tree = [], ...others] = [
			ordered('view/item/context', /viewItem =~ .*reservation/),
			ordered('editor/title', /== cspReservations\.overview/),
			ordered('webview/context', /== cspReservations\.portfolio/),
		].map((ids) => [...new Set(ids)]);
		for (const menu of others) {
			const common = menu.filter((id) => tree.includes(id));
			assert.ok(common.length > 15);
			assert.deepEqual(
				common,
				tree.filter((id) => common.includes(id)),
			);
		}
	});

	it('offers in the Portfolio what the tree offers for the same reservations', () => {
		const holds = (when: string | undefined, facts: Readonly<Record<string, string | undefined>>) =>
			(when ?? '').split('||').some((all) =>
				all.split('&&').every((part) => {
					const [, not, key = '', operator, value = ''] = /^\s*(!?)([\w.]+)\s*(?:(==|=~)\s*(.+?))?\s*$/.exec(part) ?? [];
					const fact = facts[key];
					if (operator === undefined) return key === '' || (fact !== undefined) === (not !== '!');
					return fact !== undefined && (operator === '==' ? fact === value : new RegExp(value.slice(1, -1)).test(fact));
				}),
			);
		const offered = (menu: string, facts: Readonly<Record<string, string | undefined>>): string[] =>
			(contributes.menus[menu] ?? [])
				// What stands on the row itself is in its menu too.
				.filter(({ when, group }) => group?.startsWith('inline') !== true && holds(when, facts))
				.flatMap(({ command, submenu }) => (command === undefined ? offered(submenu ?? '', facts) : [command]));
		for (const value of contextValues.filter((it) => it.startsWith('reservation;')))
			for (const isMany of [false, true]) {
				const inTree = offered('view/item/context', {
					view: 'cspReservations.customers',
					viewItem: value,
					...(isMany ? { listMultiSelection: 'true' } : {}),
				});
				const webviewSection = isMany ? value.replace('reservation', 'reservations') : value;
				const inPortfolio = offered('webview/context', { webviewId: 'cspReservations.portfolio', webviewSection });
				assert.ok(inTree.length > 5);
				assert.deepEqual([...new Set(inPortfolio)].sort(), [...new Set(inTree)].sort(), webviewSection);
				assert.deepEqual(
					inTree.filter((command) => !actions.some((action) => action === command)),
					[],
					'the bar knows them all',
				);
			}
	});

	it('shows a command in the palette unless it needs a node', () => {
		const never = (contributes.menus.commandPalette ?? [])
			.filter(({ when }) => when === 'false')
			.map(({ command }) => command ?? '');
		assert.deepEqual(never.sort(), [
			'cspReservations.openResource',
			'cspReservations.retry',
			'cspReservations.showMore',
			'cspReservations.signInToTenant',
		]);
	});
});
