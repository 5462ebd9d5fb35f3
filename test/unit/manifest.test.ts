/** The manifest agrees with the code: what is declared is registered and handled, what is shown is localised, what is tested exists. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { commandIds, titleCommandIds } from '../../src/host/command-ids';
import { connectionSettings, type SettingKey, settingsTable } from '../../src/host/settings-table';
import { actions } from '../../src/panels/portfolio/messages';
import { tools } from '../../src/tools';
import { toolNames } from '../../src/tools/names';

const root = path.join(__dirname, '../..');

interface MenuItem {
	readonly command?: string;
	readonly submenu?: string;
	readonly when?: string;
	readonly group?: string;
}

interface Manifest {
	readonly activationEvents: readonly string[];
	readonly description: string;
	readonly main: string;
	readonly capabilities: {
		readonly untrustedWorkspaces?: { readonly supported?: unknown };
		readonly virtualWorkspaces?: unknown;
	};
	readonly contributes: {
		readonly commands: readonly {
			readonly command: string;
			readonly title: string;
			readonly category: string;
			readonly icon?: string;
		}[];
		readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
		readonly submenus: readonly { readonly id: string; readonly label: string }[];
		readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
		readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
		readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when?: string }[];
		readonly configuration: {
			readonly properties: Readonly<
				Record<
					string,
					{
						readonly type: string;
						readonly default: unknown;
						readonly scope: string;
						readonly minimum?: number;
						readonly maximum?: number;
					}
				>
			>;
		};
		readonly languageModelTools: readonly {
			readonly name: string;
			readonly displayName: string;
			readonly userDescription: string;
			readonly modelDescription: string;
			readonly toolReferenceName: string;
			readonly canBeReferencedInPrompt: boolean;
			readonly icon: string;
			readonly inputSchema: object;
		}[];
		readonly walkthroughs: readonly {
			readonly steps: readonly {
				readonly description: string;
				readonly media: { readonly svg: string };
				readonly completionEvents: readonly string[];
			}[];
		}[];
	};
}

const text = readFileSync(path.join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const nls = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8')) as Readonly<Record<string, string>>;
const { contributes } = manifest;
const declared = contributes.commands.map(({ command }) => command);
const viewIds = Object.values(contributes.views)
	.flat()
	.map(({ id }) => id);
const menuItems = Object.entries(contributes.menus).flatMap(([menu, items]) => items.map((item) => ({ menu, item })));

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

/** The commands that a text with links runs. */
function linkedCommands(contents: string): string[] {
	return [...contents.matchAll(/\(command:([\w.]+)/g)].map(([, id]) => id ?? '');
}

function localised(value: string): string {
	const key = /^%(.+)%$/.exec(value)?.[1];
	assert.ok(key !== undefined, `"${value}" is not a key of package.nls.json`);
	const found = nls[key];
	assert.ok(found !== undefined, `package.nls.json lacks ${key}`);
	return found;
}

/** A schema without the words for the model; each property has to have some. */
function withoutDescriptions(schema: object): unknown {
	const { properties, items, ...rest } = schema as {
		properties?: Record<string, { description?: string }>;
		items?: object;
		description?: string;
	};
	const { description: _, ...facts } = rest;
	for (const [name, property] of Object.entries(properties ?? {})) {
		assert.ok((property.description ?? '').length > 10, `${name} has no description`);
	}
	return {
		...facts,
		...(properties && {
			properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, withoutDescriptions(one)])),
		}),
		...(items && { items: withoutDescriptions(items) }),
	};
}

describe('Manifest', () => {
	it('declares the commands that the code registers, and no others', () => {
		assert.deepEqual([...declared].sort(), [...commandIds].sort());
		assert.equal(new Set(declared).size, declared.length, 'a command is declared twice');
	});

	it('localises every title, category, label and description, and no key is left over', () => {
		const used = new Set([...text.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? ''));
		for (const key of used) assert.ok(nls[key] !== undefined, `package.nls.json lacks ${key}`);
		for (const key of Object.keys(nls)) assert.ok(used.has(key), `${key} of package.nls.json is not used`);
		for (const { title, category } of contributes.commands) {
			assert.notEqual(localised(title), '');
			assert.equal(localised(category), 'CSP Reservations');
		}
		// What a model reads of the tools, and what names them for it, is not for users; the rest of them is looked at below.
		const shown = JSON.stringify({ ...manifest, contributes: { ...contributes, languageModelTools: [] } }, null, 2);
		const plain = [
			...shown.matchAll(
				/"(title|name|label|description|markdownDescription|contents|contextualTitle|altText|category)": "(?!%)([^"]*)"/g,
			),
		];
		assert.deepEqual(
			plain.map(([line]) => line).filter((line) => line !== '"name": "csp-reservations"'),
			[],
		);
	});

	it('declares the tools that the code registers, with the inputs that it takes', () => {
		const declaredTools = contributes.languageModelTools;
		assert.deepEqual(
			declaredTools.map(({ name }) => name),
			[...toolNames],
		);
		assert.deepEqual(Object.keys(tools).sort(), [...toolNames].sort());
		for (const tool of declaredTools) {
			const code = Object.entries(tools).find(([name]) => name === tool.name)?.[1];
			assert.ok(code !== undefined, tool.name);
			const { $schema: _, ...wanted } = z.toJSONSchema(code.input, { io: 'input' });
			assert.deepEqual(withoutDescriptions(tool.inputSchema), JSON.parse(JSON.stringify(wanted)), tool.name);
			assert.notEqual(localised(tool.displayName), '');
			assert.notEqual(localised(tool.userDescription), '');
			assert.match(
				tool.modelDescription,
				/Reads only|Nothing is (returned|exchanged) or committed/,
				`${tool.name} does not say that it commits nothing`,
			);
			assert.match(tool.toolReferenceName, /^csp[A-Z][A-Za-z]+$/);
			assert.match(tool.icon, /^\$\([a-z-]+\)$/);
			assert.equal(tool.canBeReferencedInPrompt, true);
		}
	});

	it('gives no two commands the same title', () => {
		const titles = contributes.commands.map(({ title }) => localised(title));
		assert.equal(new Set(titles).size, titles.length);
	});

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

	it('declares the settings that the code reads, with the same defaults and limits', () => {
		const { properties } = contributes.configuration;
		assert.deepEqual(
			Object.keys(properties).sort(),
			Object.keys(settingsTable)
				.map((key) => `cspReservations.${key}`)
				.sort(),
		);
		for (const key of Object.keys(settingsTable) as SettingKey[]) {
			const rule = settingsTable[key];
			const property = properties[`cspReservations.${key}`];
			assert.deepEqual(property?.default, rule.default, key);
			if (rule.type === 'integer') {
				assert.deepEqual([property?.minimum, property?.maximum], [rule.minimum, rule.maximum], key);
			}
			const types: Partial<Record<string, string>> = { integer: 'integer', list: 'array', boolean: 'boolean' };
			assert.equal(property?.type, types[rule.type] ?? 'string', key);
		}
	});

	it('keeps the settings that choose the connection out of the reach of a workspace', () => {
		for (const [key, { scope }] of Object.entries(contributes.configuration.properties)) {
			const choosesConnection = connectionSettings.some((setting) => key === `cspReservations.${setting}`);
			assert.equal(scope, choosesConnection ? 'machine' : 'window', key);
		}
		assert.equal(manifest.capabilities.untrustedWorkspaces?.supported, true);
		assert.equal(manifest.capabilities.virtualWorkspaces, true);
	});

	it('is activated by its views and commands, to restore a panel, and once VS Code is up to follow what is open', () => {
		assert.deepEqual(manifest.activationEvents, [
			'onStartupFinished',
			'onWebviewPanel:cspReservations.overview',
			'onWebviewPanel:cspReservations.access',
			'onWebviewPanel:cspReservations.return',
			'onWebviewPanel:cspReservations.exchange',
			'onWebviewPanel:cspReservations.configuration',
			'onWebviewPanel:cspReservations.roles',
			'onWebviewPanel:cspReservations.support',
			'onWebviewPanel:cspReservations.supportRequests',
			'onWebviewPanel:cspReservations.portfolio',
		]);
	});

	it('links only to commands that exist, and to pictures that exist', () => {
		const own = new Set<string>([...commandIds, ...viewIds.map((id) => `${id}.focus`)]);
		const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
		const texts = [
			...contributes.viewsWelcome.map(({ contents }) => contents),
			...steps.map(({ description }) => description),
		].map(localised);
		const links = texts.flatMap(linkedCommands);
		assert.ok(links.length >= 5);
		for (const id of links) assert.ok(own.has(id) || id === 'workbench.action.openSettings', id);
		for (const event of steps.flatMap(({ completionEvents }) => completionEvents)) {
			const [kind = '', id = ''] = event.split(':');
			const known: Readonly<Record<string, readonly string[]>> = {
				onView: viewIds,
				onCommand: [...own],
				onSettingChanged: Object.keys(contributes.configuration.properties),
				onContext: ['activeWebviewPanelId == cspReservations.overview'],
			};
			assert.ok(known[kind]?.includes(id), event);
		}
		const pictures = [
			...steps.map(({ media }) => media.svg),
			...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
			...Object.values(contributes.views)
				.flat()
				.map(({ icon }) => icon),
		];
		for (const picture of pictures) assert.ok(existsSync(path.join(root, picture)), picture);
		for (const { view } of contributes.viewsWelcome) assert.ok(viewIds.includes(view));
	});
});
