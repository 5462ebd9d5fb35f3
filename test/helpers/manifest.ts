/** The manifest as VS Code reads it, for the tests that hold it against the code. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../host/processes';

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

/** As it is written. */
export const text = readFileSync(path.join(root, 'package.json'), 'utf8');
export const manifest = JSON.parse(text) as Manifest;
/** Texts by key. */
export const nls = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8')) as Readonly<Record<string, string>>;
export const { contributes } = manifest;
/** Ids of commands. */
export const declared = contributes.commands.map(({ command }) => command);
export const viewIds = Object.values(contributes.views)
	.flat()
	.map(({ id }) => id);
/** Of every menu. */
export const menuItems = Object.entries(contributes.menus).flatMap(([menu, items]) => items.map((item) => ({ menu, item })));

/** The text behind a `%key%`. */
export function localised(value: string): string {
	const key = /^%(.+)%$/.exec(value)?.[1];
	assert.ok(key !== undefined, `"${value}" is not a key of package.nls.json`);
	const found = nls[key];
	assert.ok(found !== undefined, `package.nls.json lacks ${key}`);
	return found;
}
