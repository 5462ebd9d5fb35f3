/** Records on disk: one JSON file each, shared by all windows of the computer, and never deleted. */
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, patiently } from './disk-patience';
import { lockFile } from './file-lock';
import { createOnce, replace } from './files';
import type { UnreadableFile } from './model';

interface Known<R> {
	/** What tells one content of the file from another. */
	readonly mark: string;
	readonly record: R;
}

interface RecordFolderParts<R> {
	/** For new records; made when it is missing. */
	readonly folder: string;
	/** Folders with records of before: they are read and changed where they are, never moved. */
	readonly older?: readonly string[] | undefined;
	/** What the folder is called in the log, for example `the journal`. */
	readonly name: string;
	/** True for an id that can name a file. */
	readonly isName: (id: string) => boolean;
	/** Reads a file's text strictly. @throws Error that says where and what is wrong */
	readonly parse: (id: string, content: string) => R;
	readonly text: (record: R) => string;
	/** What has ended stays as it is. */
	readonly isOver: (record: R) => boolean;
	/** Told of every change of a record, whichever window made it. */
	readonly onChange: (record: R) => void;
	/** A small file beside the record that is written once and adds to it. */
	readonly companion?: { readonly ending: string; readonly apply: (record: R, content: string) => R } | undefined;
	readonly log: { warn(message: string): void };
}

/** So often a window may be taken for dead while it writes one record: on a disk that takes seconds for each write. */
const mostTurnsLost = 3;

export class RecordFolder<R> {
	readonly #parts: RecordFolderParts<R>;
	readonly #known = new Map<string, Known<R>>();
	readonly #unreadable = new Map<string, UnreadableFile>();
	/** Folders of the records that are in an older one. */
	readonly #places = new Map<string, string>();
	/** Changes of one record, one after the other. */
	readonly #turns = new Map<string, Promise<unknown>>();
	/** The last look through the folder: two at once would tell one change twice. */
	#reading: Promise<void> = Promise.resolve();

	constructor(parts: RecordFolderParts<R>) {
		this.#parts = parts;
	}

	/** The folder is there when this resolves. */
	async make(): Promise<void> {
		await mkdir(this.#parts.folder, { recursive: true });
	}

	/** Full path of a file of a record. */
	path(id: string, ending: string): string {
		return path.join(this.#places.get(id) ?? this.#parts.folder, `${id}.${ending}`);
	}

	records(): readonly R[] {
		return [...this.#known.values()].map(({ record }) => record);
	}

	record(id: string): R | undefined {
		return this.#known.get(id)?.record;
	}

	unreadable(): readonly UnreadableFile[] {
		return [...this.#unreadable.values()];
	}

	/** True for a record whose file could not be read at the last look: it is as it was known before, and can't be changed. */
	isUnreadable(id: string): boolean {
		return this.#unreadable.has(id);
	}

	/**
	 * Writes a new record down. It is on the disk when this resolves.
	 * @returns false when there is a file of that id already
	 */
	async create(id: string, record: R): Promise<boolean> {
		await this.make();
		if (await this.#isOlder(id)) return false;
		if (!(await createOnce(this.path(id, 'json'), this.#parts.text(record)))) return false;
		this.#remember(id, { record, mark: await this.#markOf(id) });
		return true;
	}

	/**
	 * Changes a record: reads what is on the disk, which another window may have written, and replaces it in one step. What has
	 * ended stays as it is. Changes of several windows come one after the other, so that none is lost.
	 * @param change gives the record itself where nothing is to change; called anew for each content that is found, so it must do nothing else
	 * @returns what is on the disk now
	 */
	async update(id: string, change: (record: R) => R): Promise<R> {
		return this.#inTurn(id, async () => {
			const known = await this.#change(id, change);
			this.#remember(id, known);
			return known.record;
		});
	}

	async #change(id: string, change: (record: R) => R): Promise<Known<R>> {
		const apply = async () => {
			const { record: before, mark } = await this.#read(id);
			const record = this.#parts.isOver(before) ? before : change(before);
			return { record, mark, isSame: record === before };
		};
		// What changes nothing need not wait for its turn.
		const first = await apply();
		if (first.isSame) return first;
		for (let tries = 1; ; tries++) {
			// Without a lock, as on a disk that takes no new files, it is written all the same: an outcome must not be held back.
			const lock = tries > mostTurnsLost ? undefined : await lockFile(this.path(id, 'lock'));
			try {
				const { record, mark, isSame } = await apply();
				if (isSame) return { record, mark };
				if (await replace(this.path(id, 'json'), this.#parts.text(record), lock?.isHeld))
					return { record, mark: await this.#markOf(id) };
			} finally {
				await lock?.release();
			}
		}
	}

	/** Looks through the folder for what other windows wrote. */
	reread(): Promise<void> {
		this.#reading = this.#reading.catch(() => {}).then(() => this.#readFolders());
		return this.#reading;
	}

	async #readFolders(): Promise<void> {
		const { folder, older = [] } = this.#parts;
		const own = await this.#readFolder(folder, new Set());
		for (const one of older) await this.#readFolder(one, own);
	}

	/** @param elsewhere ids that are not looked for here @returns ids of the records in it */
	async #readFolder(folder: string, elsewhere: ReadonlySet<string>): Promise<ReadonlySet<string>> {
		const names = await readdir(folder).catch((error: unknown): string[] => {
			if (codeOf(error) === 'ENOENT') return [];
			throw error;
		});
		const companion = this.#parts.companion?.ending;
		const ids = names.filter((it) => it.endsWith('.json')).map((name) => path.basename(name, '.json'));
		for (const id of ids.sort()) {
			if (elsewhere.has(id)) continue;
			if (folder !== this.#parts.folder) this.#places.set(id, folder);
			try {
				await this.#readIfNew(id, companion !== undefined && names.includes(`${id}.${companion}`));
			} catch (error) {
				this.#tellUnreadable(id, error);
			}
		}
		return new Set(ids);
	}

	/** True when there is a file of that id in an older folder, readable or not. */
	async #isOlder(id: string): Promise<boolean> {
		const files = (this.#parts.older ?? []).map((folder) => path.join(folder, `${id}.json`));
		const found = await Promise.all(files.map((file) => stat(file).then(() => true, isThere)));
		return found.includes(true);
	}

	async #readIfNew(id: string, hasCompanion: boolean): Promise<void> {
		if (this.#known.get(id)?.mark === (await this.#mark(id, hasCompanion))) {
			this.#unreadable.delete(id);
			return;
		}
		if (!this.#parts.isName(id)) throw new Error('the name is not an id');
		await this.#inTurn(id, async () => this.#remember(id, await this.#read(id)));
	}

	/** What is known of it from before stays: what was not through is not through for that. */
	#tellUnreadable(id: string, error: unknown): void {
		const file = this.path(id, 'json');
		const reason = error instanceof Error ? error.message : String(error);
		if (this.#unreadable.get(id)?.reason === reason) return;
		this.#unreadable.set(id, { file, reason });
		this.#parts.log.warn(`A file of ${this.#parts.name} can't be read and is kept: ${path.basename(file)}: ${reason}`);
	}

	/**
	 * The record on the disk, with what its companion adds. The mark is of before: what another window writes while it is read shows
	 * as new at the next look.
	 * @throws Error when it can't be read
	 */
	async #read(id: string): Promise<Known<R>> {
		const mark = await this.#markOf(id);
		const record = this.#parts.parse(id, await this.#text(id));
		const added = await this.companion(id);
		return { mark, record: added === undefined ? record : (this.#parts.companion?.apply(record, added) ?? record) };
	}

	/** What could not be read at the last look is not waited for again: a folder of others would take minutes. */
	#text(id: string): Promise<string> {
		const reading = () => readFile(this.path(id, 'json'), 'utf8');
		return this.#unreadable.has(id) ? reading() : patiently(reading);
	}

	/** The text of a record's companion; undefined when there is none. */
	async companion(id: string): Promise<string | undefined> {
		const ending = this.#parts.companion?.ending;
		if (ending === undefined) return undefined;
		try {
			return await patiently(() => readFile(this.path(id, ending), 'utf8'));
		} catch (error) {
			if (codeOf(error) === 'ENOENT') return undefined;
			throw error;
		}
	}

	#remember(id: string, { record, mark }: Known<R>): void {
		const isNew = this.#known.get(id)?.mark !== mark;
		this.#known.set(id, { mark, record });
		this.#unreadable.delete(id);
		if (isNew) this.#parts.onChange(record);
	}

	/** Changes and reads of one record come one after the other, so that what is known is never older than what was told. */
	#inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
		const turn = (this.#turns.get(id) ?? Promise.resolve()).then(work);
		const settled = turn.then(
			() => {},
			() => {},
		);
		this.#turns.set(id, settled);
		return turn;
	}

	async #markOf(id: string): Promise<string> {
		return this.#mark(id, (await this.companion(id)) !== undefined);
	}

	/** A replaced file is another file (inode), even within one tick of the clock. */
	async #mark(id: string, hasCompanion: boolean): Promise<string> {
		const { ino, mtimeMs, size } = await patiently(() => stat(this.path(id, 'json')));
		return [ino, mtimeMs, size, hasCompanion].join(' ');
	}
}

/** What can't be looked at is taken for there: nothing is begun a second time for want of a right. */
function isThere(error: unknown): boolean {
	return codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR';
}
