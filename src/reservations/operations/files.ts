/** Files that a crash can't leave half written, and that only one of several windows can create. */
import { randomUUID } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, patiently } from './disk-patience';

/** A file system without hard links says one of these. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK']);
/** A folder can't be flushed on every system. */
const NO_FLUSH = new Set(['EISDIR', 'EPERM', 'EINVAL', 'ENOTSUP', 'EACCES', 'EBADF']);

/**
 * Creates a file with its whole content, on the disk when this resolves; the name appears with the content or not at all.
 * @returns false when there is a file of that name already
 * @throws Error when it can't be written
 */
export async function createOnce(file: string, content: string): Promise<boolean> {
	const draft = draftOf(file);
	try {
		await writeThrough(draft, content);
		const created = await linkOnce(draft, file, content);
		if (created) await flushFolder(path.dirname(file));
		return created;
	} finally {
		await discard(draft);
	}
}

/**
 * Replaces a file's content in one step, on the disk when this resolves.
 * @param mayReplace asked at the last moment, again at each try; false: the file stays as it is
 * @returns false when it was not replaced
 * @throws Error when it can't be written
 */
export async function replace(file: string, content: string, mayReplace?: () => Promise<boolean>): Promise<boolean> {
	const draft = draftOf(file);
	try {
		await writeThrough(draft, content);
		const isReplaced = await patiently(async () => {
			if ((await mayReplace?.()) === false) return false;
			await rename(draft, file);
			return true;
		});
		if (!isReplaced) {
			await discard(draft);
			return false;
		}
	} catch (error) {
		await discard(draft);
		throw error;
	}
	await flushFolder(path.dirname(file));
	return true;
}

/** Beside the file, so that it is on the same disk; no reader takes it for a file of its own. */
function draftOf(file: string): string {
	return `${file}.${randomUUID()}.draft`;
}

/** One that can't be taken away is left: it is no reason to call what was done not done. */
async function discard(draft: string): Promise<void> {
	await patiently(() => rm(draft, { force: true })).catch(() => {});
}

async function writeThrough(file: string, content: string): Promise<void> {
	// Only the user may read it: figures and names of customers are in it.
	const handle = await open(file, 'wx', 0o600);
	try {
		await handle.writeFile(content, 'utf8');
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** A link fails where the name is taken. Where there are no links, the exclusive flag does the same without the whole content. */
async function linkOnce(draft: string, file: string, content: string): Promise<boolean> {
	try {
		await link(draft, file);
		return true;
	} catch (error) {
		const code = codeOf(error);
		if (code === 'EEXIST') return false;
		if (code === undefined || !NO_LINKS.has(code)) throw error;
	}
	try {
		await writeThrough(file, content);
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		throw error;
	}
}

/** A new name is on the disk only when its folder is. */
async function flushFolder(folder: string): Promise<void> {
	try {
		const handle = await open(folder, 'r');
		try {
			await handle.sync();
		} finally {
			await handle.close();
		}
	} catch (error) {
		if (!NO_FLUSH.has(codeOf(error) ?? '')) throw error;
	}
}
