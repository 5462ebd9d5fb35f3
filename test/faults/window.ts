/** A window in a process of its own: commits the quote of its job, and dies where the job says. Prints where it died. */
import { readFileSync, writeSync } from 'node:fs';
import files from 'node:fs/promises';
import type { Cloud } from '../../src/azure/cloud';
import { sandboxTokens } from '../../src/identity';
import { createReservationsService } from '../../src/reservations';
import type { Confirmation, Quote } from '../../src/reservations/operations/model';
import type { Pace } from '../../src/reservations/operations/pace';
import { isOver } from '../../src/reservations/operations/progress';
import type { Kill } from './cuts';

/** What a window is to do. */
export interface Job {
	readonly cloud: Cloud;
	readonly storage: string;
	readonly quote: Quote;
	readonly confirmation: Confirmation;
	readonly pace: Partial<Pace>;
	/** Undefined: it lives to the end. */
	readonly kill: Kill | undefined;
}

function die(where: string): never {
	writeSync(1, `${where}\n`);
	process.kill(process.pid, 'SIGKILL');
	// The signal is there before this returns; nothing else may run meanwhile.
	for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** Lets the process die at a file system call in the journal's folder. */
function watchFiles(kill: Kill | undefined): void {
	let calls = 0;
	let writes = 0;
	const count = (name: string, path: unknown) => {
		if (!/[\\/]journal(?:[\\/]|$)/.test(String(path))) return;
		if (kill?.at === 'file' && calls === kill.call) die(`${name} ${String(path).split(/[\\/]/).at(-1)}`);
		calls += 1;
	};
	const watched = (name: 'link' | 'rename' | 'rm' | 'readFile' | 'writeFile' | 'stat' | 'mkdir') => {
		const real = files[name] as (...args: readonly unknown[]) => Promise<unknown>;
		Object.assign(files, {
			[name]: (...args: readonly unknown[]) => {
				count(name, args[0]);
				return real(...args);
			},
		});
	};
	for (const name of ['link', 'rename', 'rm', 'readFile', 'writeFile', 'stat', 'mkdir'] as const) watched(name);
	const open = files.open;
	files.open = async (...args) => {
		count('open', args[0]);
		const handle = await open(...args);
		if (!/[\\/]journal[\\/]/.test(String(args[0]))) return handle;
		const { writeFile, sync } = handle;
		handle.writeFile = async (data, options) => {
			if (kill?.at === 'half' && writes++ === kill.write) {
				const half = String(data).slice(0, String(data).length / 2);
				await writeFile.call(handle, half, options);
				die(`half of ${String(args[0]).split(/[\\/]/).at(-1)}`);
			}
			await writeFile.call(handle, data, options);
		};
		handle.sync = () => {
			count('sync', args[0]);
			return sync.call(handle);
		};
		return handle;
	};
}

/** The network, with a process at its end that may die. */
function network(kill: Kill | undefined): typeof globalThis.fetch {
	let isSent = false;
	let polls = 0;
	return async (input, init) => {
		const isCommit = init?.method === 'POST' && /\/(return|exchange)\?/i.test(String(input));
		if (isCommit && kill?.at === 'beforeSending') die('before sending');
		const answer = globalThis.fetch(input, init);
		if (isCommit && kill?.at === 'sending') setTimeout(() => die('sending'), kill.afterMs);
		if (!isCommit) {
			if (isSent && kill?.at === 'polls' && ++polls >= kill.count) die(`at poll ${polls}`);
			return await answer;
		}
		isSent = true;
		const response = await answer;
		if (kill?.at === 'answered') die('answered');
		return response;
	};
}

async function main(): Promise<void> {
	const { cloud, storage, quote, confirmation, pace, kill } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Job;
	const fetch = network(kill);
	const quiet = () => {};
	const service = createReservationsService({
		cloud,
		tokens: sandboxTokens(cloud, fetch),
		fetch,
		storage,
		clock: Date.now,
		log: { debug: quiet, info: quiet, warn: quiet, error: (line) => writeSync(2, `${line}\n`) },
		locale: 'en',
		limits: { tries: 1 },
		pace,
	});
	watchFiles(kill);
	const { id } = await service.operations.commit(quote, confirmation);
	const ended = Promise.withResolvers<void>();
	const look = () => {
		const operation = service.operations.operation(id);
		if (operation !== undefined && isOver(operation)) ended.resolve();
	};
	service.operations.onDidChangeOperation(look);
	look();
	await ended.promise;
	await service.dispose();
}

main().then(
	() => process.exit(0),
	(error: unknown) => {
		writeSync(2, `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
		process.exit(3);
	},
);
