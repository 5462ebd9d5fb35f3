/** The browser that shows the web workbench: an installed Chrome, Chromium or Edge, else the one of @sparticuz/chromium. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { root } from './processes';

/** Overrides the search: the path of a browser, or `npm` for the one from the registry. */
const override = 'TEST_BROWSER';

const flags = [
	...['--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update'],
	...['--disable-default-apps', '--disable-sync', '--no-first-run', '--no-default-browser-check', '--no-pings'],
	...['--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider,LocalNetworkAccessChecks'],
];

/**
 * Starts a browser without a window. It ends with this process.
 * @throws Error when none is installed and the one from npm does not run here; the message says what each try gave
 */
export async function launchBrowser(): Promise<Browser> {
	const asRoot = process.getuid?.() === 0;
	const tries: string[] = [];
	for (const find of candidates()) {
		let name = 'the browser of @sparticuz/chromium';
		try {
			const found = await find();
			name = found.executablePath;
			return await chromium.launch({
				executablePath: found.executablePath,
				args: asRoot ? [...flags, '--no-sandbox'] : flags,
				env: { ...process.env, ...found.env } as Record<string, string>,
				timeout: 30_000,
				// The program ends what it started in its own order, and its data folders with it.
				...{ handleSIGHUP: false, handleSIGINT: false, handleSIGTERM: false },
			});
		} catch (error) {
			tries.push(`${name}: ${error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)}`);
		}
	}
	throw new Error(
		`No browser could be started.\n${tries.join('\n')}\nInstall Chrome, Chromium or Edge, or set ${override} to the path of one.`,
	);
}

interface Found {
	readonly executablePath: string;
	readonly env?: NodeJS.ProcessEnv;
}

function candidates(): (() => Promise<Found>)[] {
	const wanted = process.env[override];
	if (wanted !== undefined && wanted !== '' && wanted !== 'npm') return [async () => ({ executablePath: wanted })];
	const installed = wanted === 'npm' ? [] : installedBrowsers().filter((file) => existsSync(file));
	const found = installed.map((executablePath) => async () => ({ executablePath }));
	return process.platform === 'linux' && process.arch === 'x64' ? [...found, npmBrowser] : found;
}

function installedBrowsers(): string[] {
	if (process.platform === 'darwin') {
		return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
	}
	if (process.platform === 'win32') {
		const bases = [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.LOCALAPPDATA].filter(
			(base) => base !== undefined,
		);
		return [
			'Google\\Chrome\\Application\\chrome.exe',
			'Chromium\\Application\\chrome.exe',
			'Microsoft\\Edge\\Application\\msedge.exe',
		].flatMap((file) => bases.map((base) => path.join(base, file)));
	}
	const names = [
		'google-chrome-stable',
		'google-chrome',
		'chromium',
		'chromium-browser',
		'microsoft-edge-stable',
		'microsoft-edge',
	];
	const folders = (process.env.PATH ?? '').split(path.delimiter);
	return names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

/** Unpacks the browser that comes from the registry, once. Its own libraries and fonts serve where the system has none. */
async function npmBrowser(): Promise<Found> {
	const folder = path.join(root, '.vscode-test', 'chromium');
	const executablePath = path.join(folder, 'chromium');
	const { default: packaged, inflate } = await import('@sparticuz/chromium');
	if (!existsSync(path.join(folder, 'unpacked'))) {
		await rm(folder, { recursive: true, force: true });
		await mkdir(folder, { recursive: true });
		const temporary = process.env.TMPDIR;
		// The package unpacks into the folder for temporary files, and takes half an unpacked browser for a whole one.
		process.env.TMPDIR = folder;
		try {
			await packaged.executablePath();
			await inflate(path.join(path.dirname(createRequire(__filename).resolve('@sparticuz/chromium')), '../bin/al2023.tar.br'));
		} finally {
			if (temporary === undefined) delete process.env.TMPDIR;
			else process.env.TMPDIR = temporary;
		}
		await writeFile(path.join(folder, 'unpacked'), '');
	}
	const fonts = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: path.join(folder, 'fonts') };
	if (spawnSync(executablePath, ['--version', '--no-sandbox']).status === 0) return { executablePath, env: fonts };
	return { executablePath, env: { ...fonts, LD_LIBRARY_PATH: path.join(folder, 'al2023/lib') } };
}
