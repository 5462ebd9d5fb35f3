/** The settings as VS Code has written them to the disk: what was really saved. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { VSCodeHost } from '../../host/vscode-server';

/** Settings of scope "machine", by their full keys. */
export async function machineSettings({ dataFolder }: VSCodeHost): Promise<Readonly<Record<string, unknown>>> {
	return JSON.parse(await readFile(path.join(dataFolder, 'data/Machine/settings.json'), 'utf8')) as Record<string, unknown>;
}
