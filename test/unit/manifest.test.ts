/** The manifest agrees with the code: what is declared is registered and handled, what is shown is localised, what is tested exists. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { commandIds } from '../../src/host/command-ids';
import { connectionSettings, type SettingKey, settingsTable } from '../../src/host/settings-table';
import { tools } from '../../src/tools';
import { toolNames } from '../../src/tools/names';
import { contributes, declared, localised, manifest, nls, text, viewIds } from '../helpers/manifest';
import { root } from '../host/processes';

/** The commands that a text with links runs. */
function linkedCommands(contents: string): string[] {
	return [...contents.matchAll(/\(command:([\w.]+)/g)].map(([, id]) => id ?? '');
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
