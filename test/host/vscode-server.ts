/** VS Code's own server with its web workbench: the host of every lane where desktop VS Code can't be had. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Installation, installServer, newestVersion } from './install';
import { cleanEnvironment, run, startServer, temporaryFolder } from './processes';

export interface HostOptions {
	/** VS Code version as `1.110`; the newest known by default. */
	readonly version?: string | undefined;
	/** TCP port on 127.0.0.1; 0 takes a free one. */
	readonly port?: number | undefined;
	/** Settings of scope "machine", which is what ours are. */
	readonly settings?: Readonly<Record<string, unknown>>;
	/** Settings of the user, over the quiet defaults of a test. */
	readonly userSettings?: Readonly<Record<string, unknown>>;
	/** Added to the environment of the extension host. */
	readonly env?: NodeJS.ProcessEnv;
	/** A .vsix that is installed before the start, the way a user installs it. */
	readonly vsix?: string | undefined;
	/** How much VS Code and its extensions write into their logs; VS Code's own choice by default. */
	readonly logLevel?: 'trace' | undefined;
	/** Folder of the extensions that come with VS Code, in place of its own. */
	readonly builtInExtensions?: string | undefined;
	readonly say?: (line: string) => void;
}

/** An extension out of its folder, the tests to run in it, and the folder to work on. */
interface Development {
	readonly extension: string;
	readonly tests?: string;
	readonly folder?: string;
}

/** A running VS Code server. */
export interface VSCodeHost {
	/** `http://127.0.0.1:PORT` */
	readonly origin: string;
	/** Everything it writes is under here: settings, logs, the extension's storage. Removed by {@link stop}. */
	readonly dataFolder: string;
	/** Resolves with its last lines when it ends, wanted or not. */
	readonly ended: Promise<string>;
	/** Address of a workbench with an empty window, or with `folder` open; all of them are paths of this machine. */
	address(development?: Development): string;
	/** Ends it with every process it started. */
	stop(): Promise<void>;
}

/** Nothing may cover, move or phone while a test looks. */
const quietSettings = {
	'workbench.startupEditor': 'none',
	'workbench.secondarySideBar.defaultVisibility': 'hidden',
	'workbench.tips.enabled': false,
	'workbench.enableExperiments': false,
	'workbench.reduceMotion': 'on',
	'window.autoDetectColorScheme': false,
	'security.workspace.trust.enabled': false,
	'telemetry.telemetryLevel': 'off',
	'update.mode': 'none',
	'extensions.autoUpdate': false,
	'extensions.autoCheckUpdates': false,
	'extensions.ignoreRecommendations': true,
	'chat.disableAIFeatures': true,
	'chat.commandCenter.enabled': false,
	'git.enabled': false,
	'editor.accessibilitySupport': 'off',
	// Its message comes some seconds after the start and would cover what a test looks at.
	'cspReservations.dailyDigest': false,
};

/**
 * Installs VS Code's server when needed and starts it.
 * @throws CommandFailed when it can't be installed or does not start
 */
export async function startVSCodeServer(options: HostOptions = {}): Promise<VSCodeHost> {
	const installation = await installServer(options.version ?? newestVersion, options.say ?? console.log);
	const dataFolder = temporaryFolder('host');
	const remove = () => rm(dataFolder, { recursive: true, force: true, maxRetries: 3 });
	try {
		await mkdir(path.join(dataFolder, 'home'), { recursive: true });
		await writeSettings(dataFolder, 'Machine', options.settings ?? {});
		await writeSettings(dataFolder, 'User', { ...quietSettings, ...options.userSettings });
		const env = { ...cleanEnvironment(), HOME: path.join(dataFolder, 'home'), EXTENSIONS_GALLERY: '{}', ...options.env };
		if (options.vsix !== undefined) await installExtension(installation, dataFolder, options.vsix, env);
		const server = await startServer(
			installation.node,
			[
				installation.serverMain,
				...['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--without-connection-token'],
				...['--accept-server-license-terms', '--enable-smoke-test-driver', '--disable-telemetry'],
				...(options.logLevel === undefined ? [] : ['--log', options.logLevel]),
				...(options.builtInExtensions === undefined ? [] : ['--builtin-extensions-dir', options.builtInExtensions]),
				...folders(dataFolder),
			],
			{ env, ready: /Extension host agent listening on (\d+)/, timeoutMs: 60_000, logFile: path.join(dataFolder, 'server.log') },
		);
		const authority = `127.0.0.1:${server.match[1]}`;
		return {
			origin: `http://${authority}`,
			dataFolder,
			ended: server.ended,
			address: (development) => {
				const entries = [...payload(authority, development), ...logLevelEntry(options)];
				return `http://${authority}/?${workspaceQuery(development)}&payload=${encodeURIComponent(JSON.stringify(entries))}`;
			},
			stop: async () => {
				await server.stop();
				await remove();
			},
		};
	} catch (error) {
		await remove();
		throw error;
	}
}

/** `ew` asks for an empty window. */
function workspaceQuery(development: Development | undefined): string {
	return development?.folder === undefined ? 'ew=true' : `folder=${encodeURIComponent(path.resolve(development.folder))}`;
}

function payload(authority: string, development?: Development): [string, string][] {
	const remote = (file: string) => `vscode-remote://${authority}${path.resolve(file)}`;
	const entries: [string, string][] = [
		['skipWelcome', 'true'],
		['skipReleaseNotes', 'true'],
	];
	if (development !== undefined) entries.push(['extensionDevelopmentPath', remote(development.extension)]);
	if (development?.tests !== undefined) entries.push(['extensionTestsPath', remote(development.tests)]);
	return entries;
}

/** The workbench decides how much the extension host and the extensions log. */
function logLevelEntry({ logLevel }: HostOptions): [string, string][] {
	return logLevel === undefined ? [] : [['logLevel', logLevel]];
}

function folders(dataFolder: string): string[] {
	return ['--server-data-dir', dataFolder, '--extensions-dir', path.join(dataFolder, 'extensions')];
}

async function writeSettings(
	dataFolder: string,
	kind: 'Machine' | 'User',
	settings: Readonly<Record<string, unknown>>,
): Promise<void> {
	const folder = path.join(dataFolder, 'data', kind);
	await mkdir(folder, { recursive: true });
	await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings, undefined, 2));
}

async function installExtension(
	installation: Installation,
	dataFolder: string,
	vsix: string,
	env: NodeJS.ProcessEnv,
): Promise<void> {
	const args = [installation.serverMain, '--install-extension', path.resolve(vsix), '--force', '--accept-server-license-terms'];
	await run(installation.node, [...args, '--do-not-sync', ...folders(dataFolder)], { env });
}
