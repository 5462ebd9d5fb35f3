/** Work on files that waits a moment where the disk refuses what it allows right after. */
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Windows says these of a file that another window or a virus scanner has open, or that is being removed. Elsewhere they mean a right
 * that is lacking, which is then told a little later.
 */
const mayPass = new Set(['EPERM', 'EACCES', 'EBUSY']);
/** Longest wait, ms: whoever has a file open reads it, which takes far less. */
export const diskPatienceMs = 500;
const betweenTriesMs = 20;

/** @throws what the work throws, at once where waiting does not help */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
	// Not the time of day: that can be set.
	for (const end = performance.now() + diskPatienceMs; ; await sleep(betweenTriesMs)) {
		try {
			return await work();
		} catch (error) {
			if (!isPassing(error) || performance.now() >= end) throw error;
		}
	}
}

/** True for what the disk may allow in a moment. */
export function isPassing(error: unknown): boolean {
	return mayPass.has(codeOf(error) ?? '');
}

/** The code of a file system's error. */
export function codeOf(error: unknown): string | undefined {
	const code: unknown = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
	return typeof code === 'string' ? code : undefined;
}
