/** Installs a VS Code server from the npm registry (package code-server), once a version, into .vscode-test/. */
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cleanEnvironment, isRunning, root, run } from './processes';

/** The VS Code versions the test bed knows: newest, and oldest that package.json admits. `node` is the major VS Code has. */
const versions: Readonly<Record<string, { readonly codeServer: string; readonly node: number }>> = {
	'1.139': { codeServer: '4.139.1', node: 24 },
	'1.110': { codeServer: '4.110.0', node: 22 },
};

/** The version that is taken when none is asked for. */
export const newestVersion = '1.139';
export const knownVersions = Object.keys(versions);

export interface Installation {
	/** Node of the major version that this VS Code runs its extension host with. */
	readonly node: string;
	/** VS Code's server: `server-main.js`. */
	readonly serverMain: string;
}

/** Without these two the server's extension host does not come up; all other native modules can be missing. */
const nativeModules = ['@vscode/spdlog', '@vscode/native-watchdog'];

/**
 * @param version a VS Code version as `1.110`
 * @param say is told what takes time
 * @returns where it is; installs it first when it is not there, or when an earlier installation was interrupted
 * @throws CommandFailed when the registry or the compiler failed
 */
export async function installServer(version: string, say: (line: string) => void): Promise<Installation> {
	const wanted = versions[version];
	if (wanted === undefined) throw new Error(`VS Code ${version} is not known here; known: ${knownVersions.join(', ')}`);
	const folder = path.join(root, '.vscode-test', `code-server-${wanted.codeServer}`);
	const marker = path.join(folder, 'installed.json');
	const nodePackage = `${process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'}-${process.platform}-${process.arch}`;
	const vscode = path.join(folder, 'node_modules/code-server/lib/vscode');
	const installation: Installation = {
		node: path.join(folder, 'node_modules', nodePackage, 'bin/node'),
		serverMain: path.join(vscode, 'out/server-main.js'),
	};
	if (existsSync(marker)) return installation;

	await mkdir(path.dirname(folder), { recursive: true });
	const unlock = await lock(`${folder}.lock`, say);
	try {
		if (existsSync(marker)) return installation;
		say(
			`Installing VS Code ${version} (code-server ${wanted.codeServer}) into ${path.relative(root, folder)}; once, about 40 s and 0.8 GB.`,
		);
		const started = Date.now();
		await rm(folder, { recursive: true, force: true });
		await mkdir(folder, { recursive: true });
		await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
		await npm(folder, [
			'install',
			'--ignore-scripts',
			'--save-exact',
			`code-server@${wanted.codeServer}`,
			`${nodePackage}@${wanted.node}`,
		]);
		await npm(vscode, ['install', '--ignore-scripts', '--omit=dev']);
		await npm(
			vscode,
			['rebuild', ...nativeModules],
			{ npm_config_nodedir: path.join(folder, 'node_modules', nodePackage) },
			installation.node,
		);
		await writeFile(marker, `${JSON.stringify({ version: wanted.codeServer, node: wanted.node })}\n`);
		say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
		return installation;
	} finally {
		await unlock();
	}
}

/** Runs npm; with `node` in front of the path, so that native modules are compiled for that one. */
async function npm(cwd: string, args: readonly string[], extra: NodeJS.ProcessEnv = {}, node?: string): Promise<void> {
	const env: NodeJS.ProcessEnv = {
		...cleanEnvironment(),
		npm_config_audit: 'false',
		npm_config_fund: 'false',
		npm_config_update_notifier: 'false',
		...extra,
	};
	if (node !== undefined) env.PATH = `${path.dirname(node)}${path.delimiter}${env.PATH ?? ''}`;
	await run('npm', args, { cwd, env });
}

/** Waits for and takes the lock file. A lock whose owner no longer runs is taken over. */
async function lock(file: string, say: (line: string) => void): Promise<() => Promise<void>> {
	for (let told = false; ; ) {
		try {
			const handle = await open(file, 'wx');
			await handle.writeFile(String(process.pid));
			await handle.close();
			return () => rm(file, { force: true });
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
		const owner = Number(await readFile(file, 'utf8').catch(() => ''));
		if (owner > 0 && !isRunning(owner)) {
			await rm(file, { force: true });
			continue;
		}
		if (!told) say('Another process installs VS Code; waiting for it.');
		told = true;
		await delay(500);
	}
}
