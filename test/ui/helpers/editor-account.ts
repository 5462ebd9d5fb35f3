/** A VS Code whose built-in Microsoft account is the one of the tests: its other extensions are where they were. */
import { readdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { installServer, newestVersion } from '../../host/install';
import { root, temporaryFolder } from '../../host/processes';

const replaced = 'microsoft-authentication';

/** @returns the folder that {@link HostOptions.builtInExtensions} takes */
export async function builtInExtensionsWithTestAccount(): Promise<string> {
	const { serverMain } = await installServer(newestVersion, console.log);
	const own = path.resolve(path.dirname(serverMain), '../extensions');
	const folder = temporaryFolder('built-in-extensions');
	const others = (await readdir(own)).filter((name) => name !== replaced);
	await Promise.all(others.map((name) => symlink(path.join(own, name), path.join(folder, name))));
	await symlink(path.join(root, 'test/ui/editor-account'), path.join(folder, replaced));
	return folder;
}
