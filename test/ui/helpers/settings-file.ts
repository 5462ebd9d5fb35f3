/** The settings as VS Code has written them to the disk: what was really saved. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { VSCodeHost } from '../../host/vscode-server';

/** Settings of scope "machine", by their full keys. */
export async function machineSettings({ dataFolder }: VSCodeHost): Promise<Readonly<Record<string, unknown>>> {
	return JSON.parse(await readFile(machineFile(dataFolder), 'utf8')) as Record<string, unknown>;
}

/** Changes settings as an editor of that file would: VS Code sees the file change. */
export async function changeMachineSettings(host: VSCodeHost, changes: Readonly<Record<string, unknown>>): Promise<void> {
	const settings = { ...(await machineSettings(host)), ...changes };
	await writeFile(machineFile(host.dataFolder), JSON.stringify(settings, undefined, 2));
}

function machineFile(dataFolder: string): string {
	return path.join(dataFolder, 'data/Machine/settings.json');
}
