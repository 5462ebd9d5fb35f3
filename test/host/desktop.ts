/** Desktop VS Code through @vscode/test-electron: the host wherever there is a display and the download can be reached. */
import path from 'node:path';
import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { newestVersion } from './install';
import { root } from './processes';

/** Long enough for a slow connection to answer, short enough not to hold up those that have none. */
const reachMs = 5000;

/** A desktop VS Code, or why there is none. */
export type Desktop = { readonly executable: string } | { readonly unavailable: string };

/**
 * @param version a VS Code version as `1.110`; the newest by default
 * @returns the path of its executable, downloaded into .vscode-test/ when needed
 */
export async function findDesktop(version: string | undefined): Promise<Desktop> {
	if (process.platform === 'linux' && process.env.DISPLAY === undefined && process.env.WAYLAND_DISPLAY === undefined) {
		return { unavailable: 'no display' };
	}
	try {
		const wanted = version ?? newestVersion;
		const released = (await stableVersions()).find((name) => name.startsWith(`${wanted}.`));
		if (released === undefined) return { unavailable: `VS Code ${wanted} is not offered for download` };
		console.log(`Downloading desktop VS Code ${released} when it is not there yet.`);
		return {
			executable: await downloadAndUnzipVSCode({
				version: released,
				cachePath: path.join(root, '.vscode-test'),
				reporter: new SilentReporter(),
			}),
		};
	} catch (error) {
		return { unavailable: `the download can't be reached (${error instanceof Error ? error.message : String(error)})` };
	}
}

async function stableVersions(): Promise<string[]> {
	const answer = await fetch('https://update.code.visualstudio.com/api/releases/stable?released=true', {
		signal: AbortSignal.timeout(reachMs),
	});
	if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
	return (await answer.json()) as string[];
}

/** Arguments that desktop VS Code needs to run apart from the user's own, in any account. */
export function desktopArguments(userDataFolder: string): string[] {
	const asRoot = process.getuid?.() === 0;
	return [
		`--user-data-dir=${userDataFolder}`,
		`--extensions-dir=${path.join(userDataFolder, 'extensions')}`,
		...['--skip-welcome', '--skip-release-notes', '--disable-workspace-trust', '--disable-updates', '--disable-telemetry'],
		...(asRoot ? ['--no-sandbox', '--disable-gpu-sandbox'] : []),
	];
}
