/** The journal on disk: one file an operation, shared by all windows of the computer. Nothing in it is ever deleted. */
import { createOnce } from './files';
import { type Entry, fileText, isSessionName, parseFile } from './journal-file';
import type { UnreadableFile } from './model';
import { isOver } from './progress';
import { RecordFolder } from './record-folder';

/** What was decided for a prepared operation: to send it, or never to. */
type Decision = 'sent' | 'dropped';

interface JournalParts {
	/** Made when it is missing. */
	readonly folder: string;
	/** Folders with operations that were begun before. */
	readonly older?: readonly string[];
	/** Told of every change of an operation, whichever window made it. */
	readonly onChange: (entry: Entry) => void;
	readonly log: { warn(message: string): void };
}

export class Journal {
	readonly #files: RecordFolder<Entry>;

	constructor(parts: JournalParts) {
		this.#files = new RecordFolder<Entry>({
			...parts,
			name: 'the journal',
			isName: isSessionName,
			parse: parseFile,
			text: fileText,
			isOver: ({ operation }) => isOver(operation),
			companion: { ending: 'decision', apply: withDecision },
		});
	}

	/** Full path of the lease of who follows an operation; its folder is there when this resolves. */
	async leaseFile(id: string): Promise<string> {
		await this.#files.make();
		return this.#files.path(id, 'lease');
	}

	entries(): readonly Entry[] {
		return this.#files.records();
	}

	entry(id: string): Entry | undefined {
		return this.#files.record(id);
	}

	unreadable(): readonly UnreadableFile[] {
		return this.#files.unreadable();
	}

	/** True for an operation whose file could not be read at the last look. */
	isUnreadable(id: string): boolean {
		return this.#files.isUnreadable(id);
	}

	/**
	 * Writes down what is about to be done. It is on the disk when this resolves.
	 * @returns false when there is a file of that session already: it was committed, or is being committed, elsewhere
	 */
	create(entry: Entry): Promise<boolean> {
		return this.#files.create(entry.operation.id, entry);
	}

	/**
	 * Decides once for all windows what becomes of a prepared operation: whoever is about to send it and whoever gives it up for
	 * dead both have to pass here, and the first one counts. On the disk when this resolves.
	 * @returns what was decided: the caller's wish, or what somebody decided before. Where that can't be read, as on a disk without
	 * links while it is being written, it is not the caller's wish: nothing is sent on the strength of it, and nothing called not sent
	 */
	async decide(id: string, wish: Decision, at: number): Promise<Decision> {
		if (await createOnce(this.#files.path(id, 'decision'), `${wish} ${new Date(at).toISOString()}\n`)) return wish;
		const decided = await this.#files.companion(id);
		// It ends with its line, and counts as a whole.
		if (decided?.endsWith('\n')) return decisionIn(decided).what;
		return wish === 'sent' ? 'dropped' : 'sent';
	}

	/**
	 * Changes an operation: reads what is on the disk, which another window may have written, and replaces it in one step. What has
	 * ended stays as it is.
	 * @returns what is on the disk now
	 */
	update(id: string, change: (entry: Entry) => Entry): Promise<Entry> {
		return this.#files.update(id, change);
	}

	/** Looks through the folder for what other windows wrote. */
	reread(): Promise<void> {
		return this.#files.reread();
	}
}

/** Between the decision and the first answer nothing else is written: the decision alone says that it was sent. */
function withDecision(entry: Entry, content: string): Entry {
	const decision = decisionIn(content);
	const { operation } = entry;
	if (operation.state !== 'prepared' || decision.what !== 'sent') return entry;
	return { ...entry, operation: { ...operation, state: 'sent', sentAt: decision.at } };
}

/** What was decided and when. A decision that can't be read is taken for the more dangerous one. */
function decisionIn(content: string): { readonly what: Decision; readonly at: number | undefined } {
	const [what, at] = content.trim().split(' ');
	const time = Date.parse(at ?? '');
	return { what: what === 'dropped' ? 'dropped' : 'sent', at: Number.isNaN(time) ? undefined : time };
}
