/** The extensions that come with VS Code, as far as tests need them: all of them together take as long to start as the rest of it. */
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { installServer, newestVersion } from '../../host/install';
import { root, temporaryFolder } from '../../host/processes';

const needed = [
	...['theme-defaults', 'theme-modern-icons', 'theme-seti'],
	...['configuration-editing', 'json', 'log', 'markdown-basics', 'search-result'],
];
const microsoftAccount = 'microsoft-authentication';

/**
 * @param account folder of the extension that takes the place of VS Code's own Microsoft account
 * @returns the folder that {@link HostOptions.builtInExtensions} takes
 */
export async function fewBuiltInExtensions(account?: string): Promise<string> {
	const { serverMain } = await installServer(newestVersion, console.log);
	const own = path.resolve(path.dirname(serverMain), '../extensions');
	const folder = temporaryFolder('built-in-extensions');
	await Promise.all(needed.map((name) => symlink(path.join(own, name), path.join(folder, name))));
	await symlink(account ?? path.join(own, microsoftAccount), path.join(folder, microsoftAccount));
	return folder;
}

/** With a Microsoft account that is the tests' own. */
export function builtInExtensionsWithTestAccount(): Promise<string> {
	return fewBuiltInExtensions(path.join(root, 'test/ui/editor-account'));
}
