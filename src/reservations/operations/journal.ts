/** The journal on disk: one file an operation, shared by all windows of the computer. Nothing in it is ever deleted. */
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, createOnce, replace } from './files';
import { type Entry, fileText, isSessionName, parseFile } from './journal-file';
import type { UnreadableFile } from './model';
import { isOver } from './progress';

/** What was decided for a prepared operation: to send it, or never to. */
type Decision = 'sent' | 'dropped';

interface Known {
	/** What tells one content of the file from another. */
	readonly mark: string;
	readonly entry: Entry;
}

interface JournalParts {
	/** Made when it is missing. */
	readonly folder: string;
	/** Told of every change of an operation, whichever window made it. */
	readonly onChange: (entry: Entry) => void;
	readonly log: { warn(message: string): void };
}

export class Journal {
	readonly #parts: JournalParts;
	readonly #known = new Map<string, Known>();
	readonly #unreadable = new Map<string, UnreadableFile>();
	/** Changes of one operation, one after the other. */
	readonly #turns = new Map<string, Promise<unknown>>();
	/** The last look through the folder: two at once would tell one change twice. */
	#reading: Promise<void> = Promise.resolve();

	constructor(parts: JournalParts) {
		this.#parts = parts;
	}

	/** Full path of the lease of who follows an operation; its folder is there when this resolves. */
	async leaseFile(id: string): Promise<string> {
		await mkdir(this.#parts.folder, { recursive: true });
		return this.#path(id, 'lease');
	}

	entries(): readonly Entry[] {
		return [...this.#known.values()].map(({ entry }) => entry);
	}

	entry(id: string): Entry | undefined {
		return this.#known.get(id)?.entry;
	}

	unreadable(): readonly UnreadableFile[] {
		return [...this.#unreadable.values()];
	}

	/**
	 * Writes down what is about to be done. It is on the disk when this resolves.
	 * @returns false when there is a file of that session already: it was committed, or is being committed, elsewhere
	 */
	async create(entry: Entry): Promise<boolean> {
		const { id } = entry.operation;
		await mkdir(this.#parts.folder, { recursive: true });
		if (!(await createOnce(this.#path(id, 'json'), fileText(entry)))) return false;
		await this.#remember(id, entry);
		return true;
	}

	/**
	 * Decides once for all windows what becomes of a prepared operation: whoever is about to send it and whoever gives it up for
	 * dead both have to pass here, and the first one counts. On the disk when this resolves.
	 * @returns what was decided: the caller's wish, or what somebody decided before
	 */
	async decide(id: string, wish: Decision, at: number): Promise<Decision> {
		if (await createOnce(this.#path(id, 'decision'), `${wish} ${new Date(at).toISOString()}\n`)) return wish;
		return (await this.#decision(id))?.what ?? 'sent';
	}

	/**
	 * Changes an operation: reads what is on the disk, which another window may have written, and replaces it in one step. What has
	 * ended stays as it is.
	 * @returns what is on the disk now
	 */
	async update(id: string, change: (entry: Entry) => Entry): Promise<Entry> {
		return this.#inTurn(id, async () => {
			const entry = await this.#read(id);
			const changed = isOver(entry.operation) ? entry : change(entry);
			if (changed !== entry) await replace(this.#path(id, 'json'), fileText(changed));
			await this.#remember(id, changed);
			return changed;
		});
	}

	/** Looks through the folder for what other windows wrote. */
	reread(): Promise<void> {
		this.#reading = this.#reading.catch(() => {}).then(() => this.#readFolder());
		return this.#reading;
	}

	async #readFolder(): Promise<void> {
		const names = await readdir(this.#parts.folder).catch((error: unknown): string[] => {
			if (codeOf(error) === 'ENOENT') return [];
			throw error;
		});
		for (const name of names.filter((it) => it.endsWith('.json')).sort()) {
			const id = path.basename(name, '.json');
			try {
				await this.#readIfNew(id, names.includes(`${id}.decision`));
			} catch (error) {
				this.#tellUnreadable(id, error);
			}
		}
	}

	async #readIfNew(id: string, isDecided: boolean): Promise<void> {
		if (this.#known.get(id)?.mark === (await this.#mark(id, isDecided))) return;
		if (!isSessionName(id)) throw new Error('the name is not a session id');
		await this.#inTurn(id, async () => this.#remember(id, await this.#read(id)));
	}

	#tellUnreadable(id: string, error: unknown): void {
		const file = this.#path(id, 'json');
		const reason = error instanceof Error ? error.message : String(error);
		if (this.#unreadable.get(id)?.reason === reason) return;
		this.#known.delete(id);
		this.#unreadable.set(id, { file, reason });
		this.#parts.log.warn(`A file of the journal can't be read and is kept: ${path.basename(file)}: ${reason}`);
	}

	/** The entry on the disk, with what was decided for it. @throws Error when it can't be read */
	async #read(id: string): Promise<Entry> {
		const entry = parseFile(id, await readFile(this.#path(id, 'json'), 'utf8'));
		const decision = await this.#decision(id);
		const { operation } = entry;
		// Between the decision and the first answer nothing else is written: the decision alone says that it was sent.
		if (operation.state !== 'prepared' || decision?.what !== 'sent') return entry;
		return { ...entry, operation: { ...operation, state: 'sent', sentAt: decision.at } };
	}

	/** What was decided and when. A decision that can't be read is taken for the more dangerous one. */
	async #decision(id: string): Promise<{ readonly what: Decision; readonly at: number | undefined } | undefined> {
		try {
			const [what, at] = (await readFile(this.#path(id, 'decision'), 'utf8')).trim().split(' ');
			const time = Date.parse(at ?? '');
			return { what: what === 'dropped' ? 'dropped' : 'sent', at: Number.isNaN(time) ? undefined : time };
		} catch (error) {
			if (codeOf(error) === 'ENOENT') return undefined;
			throw error;
		}
	}

	async #remember(id: string, entry: Entry): Promise<void> {
		const isDecided = (await this.#decision(id)) !== undefined;
		const mark = await this.#mark(id, isDecided);
		const isNew = this.#known.get(id)?.mark !== mark;
		this.#known.set(id, { mark, entry });
		this.#unreadable.delete(id);
		if (isNew) this.#parts.onChange(entry);
	}

	/** Changes and reads of one operation come one after the other, so that what is known is never older than what was told. */
	#inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
		const turn = (this.#turns.get(id) ?? Promise.resolve()).then(work);
		const settled = turn.then(
			() => {},
			() => {},
		);
		this.#turns.set(id, settled);
		return turn;
	}

	/** A replaced file is another file (inode), even within one tick of the clock. */
	async #mark(id: string, isDecided: boolean): Promise<string> {
		const { ino, mtimeMs, size } = await stat(this.#path(id, 'json'));
		return [ino, mtimeMs, size, isDecided].join(' ');
	}

	#path(id: string, kind: 'json' | 'decision' | 'lease'): string {
		return path.join(this.#parts.folder, `${id}.${kind}`);
	}
}
