/** Child processes of the test bed: commands that run to their end, and servers that never outlive us. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The checkout. */
export const root = path.resolve(__dirname, '../..');

/** A command that did not do its work; the message is fit for the user. */
export class CommandFailed extends Error {}

export interface RunOptions {
	readonly cwd?: string;
	readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs a command to its end and keeps quiet about it, unless it fails.
 * @returns what it wrote to stdout
 * @throws CommandFailed with the last lines it wrote
 */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
	const child = spawn(command, args, {
		cwd: options.cwd ?? root,
		env: options.env ?? process.env,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let stdout = '';
	let all = '';
	child.stdout.on('data', (chunk: Buffer) => {
		stdout += chunk.toString();
		all += chunk.toString();
	});
	child.stderr.on('data', (chunk: Buffer) => {
		all += chunk.toString();
	});
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', (error) => reject(new CommandFailed(`${command} could not be started: ${error.message}`)));
		child.once('close', resolve);
	});
	if (code !== 0) {
		const tail = all.trimEnd().split('\n').slice(-15).join('\n');
		throw new CommandFailed(`${command} ${args.join(' ')} ended with ${code}:\n${tail}`);
	}
	return stdout;
}

export interface Server {
	/** What the pattern of {@link startServer} matched. */
	readonly match: RegExpMatchArray;
	/** Resolves when the process has ended, with the last lines it wrote. */
	readonly ended: Promise<string>;
	/** Ends it and all it started. Resolves when nothing of it is left. */
	stop(): Promise<void>;
}

export interface ServerOptions extends RunOptions {
	/** The line of stdout that says it serves. */
	readonly ready: RegExp;
	readonly timeoutMs: number;
	/** Where its output goes. */
	readonly logFile: string;
}

/**
 * Starts a command that serves until it is stopped, in a process group of its own that ends with this process.
 * @throws CommandFailed when it ends, or does not say that it is ready in time
 */
export async function startServer(command: string, args: readonly string[], options: ServerOptions): Promise<Server> {
	const child = spawn(process.execPath, [path.join(root, 'test/host/keeper.js'), command, ...args], {
		cwd: options.cwd ?? root,
		env: options.env ?? process.env,
		detached: true,
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	child.stdin.on('error', () => undefined);
	const log = createWriteStream(options.logFile, { flags: 'a' });
	let output = '';
	const ended = once(child, 'close').then(() => {
		log.end();
		return output.trimEnd().split('\n').slice(-10).join('\n');
	});
	const stop = async () => {
		child.stdin.end();
		await ended;
	};
	const match = await new Promise<RegExpMatchArray>((resolve, reject) => {
		const read = (chunk: Buffer) => {
			log.write(chunk);
			output = (output + chunk.toString()).slice(-20_000);
			const found = options.ready.exec(output);
			if (found !== null) resolve(found);
		};
		child.stdout.on('data', read);
		child.stderr.on('data', read);
		void ended.then((tail) =>
			reject(new CommandFailed(`${path.basename(args[0] ?? command)} ended before it was ready:\n${tail}`)),
		);
		setTimeout(
			() => reject(new CommandFailed(`${command} was not ready after ${options.timeoutMs / 1000} s`)),
			options.timeoutMs,
		).unref();
	}).catch(async (error: unknown) => {
		await stop();
		throw error;
	});
	return { match, ended, stop };
}

/** The environment of this process without what would change how a VS Code started from it behaves. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
	return Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_PATH$|npm_)/.test(name)),
	);
}

/** True while a process with this id runs. */
export function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

const temporaryFolders: string[] = [];

/** Makes a folder for temporary files that is removed when this process exits. @returns its path */
export function temporaryFolder(purpose: string): string {
	const folder = mkdtempSync(path.join(os.tmpdir(), `csp-reservations-${purpose}-`));
	if (temporaryFolders.push(folder) === 1) process.on('exit', removeTemporaryFolders);
	return folder;
}

function removeTemporaryFolders(): void {
	for (const folder of temporaryFolders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
