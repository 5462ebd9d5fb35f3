/** One writer of a file at a time, among all windows: a small file beside it that only one can create, taken for a moment. */
import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, diskPatienceMs, isPassing, patiently } from './disk-patience';

/** Who holds it reads and writes one small file; after so long, ms, that window is taken for dead. A living one notices, and begins again. */
const staleMs = 2_000;
/** Longest wait, ms: several dead ones after each other. */
const patienceMs = 10_000;
const betweenTriesMs = 10;

export interface FileLock {
	/** False when another window took this one for dead: what was read meanwhile may be old. */
	isHeld(): Promise<boolean>;
	release(): Promise<void>;
}

/**
 * Waits for its turn.
 * @param file the lock's own; gone once it is given back
 * @returns undefined when it could not be had: who writes then may write over what another window writes at the same moment
 */
export async function lockFile(file: string): Promise<FileLock | undefined> {
	const owner = randomUUID();
	let refusedSince: number | undefined;
	// Not the time of day: that can be set.
	for (const end = performance.now() + patienceMs; performance.now() < end; await sleep(betweenTriesMs)) {
		try {
			await writeFile(file, owner, { flag: 'wx', mode: 0o600 });
			return {
				isHeld: async () => (await ownerOf(file)) === owner,
				release: async () => {
					if ((await ownerOf(file)) === owner) await patiently(() => rm(file, { force: true })).catch(() => {});
				},
			};
		} catch (error) {
			if (codeOf(error) === 'EEXIST') {
				refusedSince = undefined;
				await removeStale(file);
				continue;
			}
			// Windows says so of a lock that is just being given back.
			refusedSince ??= performance.now();
			if (!isPassing(error) || performance.now() - refusedSince >= diskPatienceMs) return undefined;
		}
	}
	return undefined;
}

/** Of those that find it stale at the same moment one takes it away; whoever lost a living one by that notices before writing. */
async function removeStale(file: string): Promise<void> {
	const taken = `${file}.${randomUUID()}.draft`;
	try {
		const { mtimeMs } = await stat(file);
		if (Math.abs(Date.now() - mtimeMs) < staleMs) return;
		await rename(file, taken);
		await rm(taken, { force: true });
	} catch {
		// It was given back, or another window was faster.
	}
}

/** Undefined when nobody holds it. */
function ownerOf(file: string): Promise<string | undefined> {
	return patiently(() => readFile(file, 'utf8')).catch(() => undefined);
}
