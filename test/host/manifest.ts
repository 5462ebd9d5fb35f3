/** What the manifest says to a user: titles as VS Code shows them. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './processes';

interface Manifest {
	readonly contributes: {
		readonly commands: readonly { readonly command: string; readonly title: string; readonly category?: string }[];
	};
}

const read = <T>(name: string): T => JSON.parse(readFileSync(path.join(root, name), 'utf8')) as T;

/** @returns the title of a command in the command palette, with its category. @throws Error when it is not declared */
export function paletteTitle(id: string): string {
	const { contributes } = read<Manifest>('package.json');
	const command = contributes.commands.find((entry) => entry.command === id);
	if (command === undefined) throw new Error(`${id} is not declared in package.json`);
	const title = text(command.title);
	return command.category === undefined ? title : `${text(command.category)}: ${title}`;
}

/** Looks a `%key%` up in package.nls.json. */
function text(value: string): string {
	const key = /^%(.+)%$/.exec(value)?.[1];
	if (key === undefined || !existsSync(path.join(root, 'package.nls.json'))) return value;
	const entry = read<Record<string, string | { readonly message: string }>>('package.nls.json')[key];
	return typeof entry === 'object' ? entry.message : (entry ?? value);
}
