/** Where operations and changes are written down: in one place for all connections to a partner in one cloud, whatever they are called. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Cloud } from '../azure/cloud';
import { connectionFolder, partnerFolder } from '../host/storage-folders';

/** Folders below the extension's own. */
export interface RecordPlaces {
	/** For what is begun from now on. */
	readonly folder: string;
	/** With what was begun before, in the same cloud and for the same partner: it is read and followed there, and never moved. */
	readonly older: readonly string[];
}

/** The folder of what a connection has read: two connections may not see the same. @param name of the connection */
export function folderOf(name: string, { resourceManager, partnerTenantId }: Cloud): string {
	return connectionFolder(digestOf(`${name}\n${resourceManager}`), partnerTenantId);
}

/**
 * An operation is the partner's, not the connection's: under another name it has to be found again, and by another connection to the
 * same partner nothing may be done a second time that is not through. Once each connection had records of its own, in a folder that
 * tells its name and cloud by a digest. As the records tell the name too, it is sure whether such a folder is one of this cloud: where
 * it is not, or has no record that can be read, nothing of it is used, unless it is the folder of this very connection.
 * @param storage full path of the extension's folder
 * @throws Error when the disk refuses: without what was begun before, it could be done a second time
 */
export async function recordPlaces(storage: string, name: string, cloud: Cloud): Promise<RecordPlaces> {
	const folder = partnerFolder(digestOf(cloud.resourceManager), cloud.partnerTenantId);
	const own = folderOf(name, cloud);
	const older: string[] = [];
	for (const one of (await namesIn(storage)).sort()) {
		// One that the disk does not let in is kept in view: whoever reads it is told so, and begins nothing.
		if (one === own || (one.startsWith('connection-') && (await isOfCloud(storage, one, cloud).catch(() => true))))
			older.push(one);
	}
	return { folder, older };
}

async function isOfCloud(storage: string, folder: string, cloud: Cloud): Promise<boolean> {
	if (!folder.endsWith(`-${cloud.partnerTenantId}`)) return false;
	for (const records of ['journal', 'changes'].map((kind) => path.join(storage, folder, kind))) {
		for (const file of (await namesIn(records)).filter((it) => it.endsWith('.json'))) {
			const name = connectionIn(await readFile(path.join(records, file), 'utf8').catch(() => ''));
			if (name !== undefined) return folderOf(name, cloud) === folder;
		}
	}
	return false;
}

/** Name of the connection by which a record was made; undefined where it can't be read. */
function connectionIn(text: string): string | undefined {
	try {
		const { operation, change } = JSON.parse(text) as Partial<Record<'operation' | 'change', { readonly connection?: unknown }>>;
		const name = (operation ?? change)?.connection;
		return typeof name === 'string' ? name : undefined;
	} catch {
		return undefined;
	}
}

/** @returns none when there is no such folder @throws Error when the disk refuses */
async function namesIn(folder: string): Promise<string[]> {
	try {
		return await readdir(folder);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'ENOENT' || code === 'ENOTDIR') return [];
		throw error;
	}
}

function digestOf(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
