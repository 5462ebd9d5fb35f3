/** `npm start`: VS Code with the extension and the sandbox connected. `--check` looks whether it works, without a window. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { settingsTable } from '../../src/host/settings-table';
import { checkHost } from './check';
import { desktopArguments, findDesktop } from './desktop';
import { readFlags } from './flags';
import { cleanEnvironment, root, run, temporaryFolder } from './processes';
import { type Defer, runProgram } from './program';
import { startVSCodeServer } from './vscode-server';

const setting = (key: 'customers' | 'reservations' | 'seed' | 'latency') => {
	const { minimum, maximum } = settingsTable[`sandbox.${key}`];
	return { kind: 'integer', minimum, maximum } as const;
};

const flagTable = {
	port: { kind: 'integer', minimum: 0, maximum: 65_535 },
	customers: setting('customers'),
	reservations: setting('reservations'),
	seed: setting('seed'),
	latency: setting('latency'),
	check: { kind: 'switch' },
} as const;

async function main(defer: Defer): Promise<number> {
	const flags = readFlags('npm start', flagTable);
	const settings = Object.fromEntries(
		(['customers', 'reservations', 'seed', 'latency'] as const)
			.filter((name) => flags[name] !== undefined)
			.map((name) => [`cspReservations.sandbox.${name}`, flags[name]]),
	);
	await run('node', ['esbuild.js']);
	// A port is asked for by who wants to open the workbench in a browser, so it is the server that is wanted.
	if (flags.check === undefined && flags.port === undefined) {
		const desktop = await findDesktop(undefined);
		if ('executable' in desktop) return showDesktop(desktop.executable, settings, defer);
		console.log(`Desktop VS Code: ${desktop.unavailable}. VS Code's server takes its place.`);
	}
	const host = await startVSCodeServer({ port: flags.port, settings });
	defer(() => host.stop());
	if (flags.check === true) return checkHost(host, defer);
	console.log(`Ready: ${host.address({ extension: root })}`);
	console.log('Open it in a browser on this computer. Ctrl+C ends VS Code and the sandbox.');
	console.error(await host.ended);
	return 1;
}

async function showDesktop(executable: string, settings: Readonly<Record<string, unknown>>, defer: Defer): Promise<number> {
	const folder = temporaryFolder('desktop');
	mkdirSync(path.join(folder, 'User'), { recursive: true });
	writeFileSync(path.join(folder, 'User/settings.json'), JSON.stringify(settings));
	const args = [...desktopArguments(folder), '--new-window', `--extensionDevelopmentPath=${root}`];
	const child = spawn(executable, args, { env: cleanEnvironment(), stdio: 'ignore' });
	const ended = once(child, 'exit');
	defer(async () => {
		child.kill();
		await ended;
	});
	console.log('Ready: desktop VS Code is open. Ctrl+C or closing its window ends it.');
	const [code] = (await ended) as [number | null];
	return code ?? 0;
}

runProgram(main);
