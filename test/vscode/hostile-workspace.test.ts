/** The folder that is open tries to choose the connection: none of its settings counts, and nobody goes where it points. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CommandContext } from '../../src/commands/context';
import { activated, customers } from './helpers';
import { hostileSettings, trapVariable } from './hostile';

describe('A hostile workspace', () => {
	const trap = process.env[trapVariable];
	let context: CommandContext;
	before(async function () {
		if (trap === undefined) return this.skip();
		context = await activated();
	});

	it('is open, and its settings are read by VS Code', async () => {
		const [folder] = vscode.workspace.workspaceFolders ?? [];
		assert.ok(folder !== undefined, 'no folder is open');
		const file = vscode.Uri.joinPath(folder.uri, '.vscode/settings.json');
		const written = JSON.parse(Buffer.from(await vscode.workspace.fs.readFile(file)).toString()) as object;
		assert.deepEqual(written, hostileSettings(trap ?? ''));
		assert.equal(vscode.workspace.isTrusted, true, 'trusted: nothing but the scope of the settings protects');
	});

	it('sets none of the settings that choose the connection', () => {
		for (const [name, value] of Object.entries(hostileSettings(trap ?? ''))) {
			const configuration = vscode.workspace.getConfiguration();
			assert.notDeepEqual(configuration.get(name), value, name);
			assert.deepEqual(configuration.get(name), configuration.inspect(name)?.defaultValue, name);
		}
	});

	it('is not followed: the sandbox of the defaults is connected, and nobody came to its address', async () => {
		assert.equal((await customers(context)).length, 28);
		assert.equal((await context.session.service()).cloud.name, 'Sandbox');
		assert.equal(await (await fetch(`${trap}/visits`)).json(), 0);
	});
});
