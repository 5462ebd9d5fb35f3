/**
 * What the user has been told of and has looked at, once for all windows of this computer: a file for each mark, whose exclusive
 * making decides which of two windows it was.
 */
import { mkdir, open, readdir } from 'node:fs/promises';
import path from 'node:path';

export class Marks {
	readonly #folder: string;
	readonly #older: readonly string[];
	#set: ReadonlySet<string> = new Set();

	/**
	 * @param folder made when it is missing
	 * @param older folders with marks that were set before
	 */
	constructor(folder: string, older: readonly string[] = []) {
		this.#folder = folder;
		this.#older = older;
	}

	/** Reads the marks that other windows and earlier sessions have set. */
	async read(): Promise<void> {
		const folders = [this.#folder, ...this.#older];
		const names = await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])));
		this.#set = new Set([...this.#set, ...names.flat()]);
	}

	/** True when it was set here, or was there when {@link read} looked. */
	has(mark: string): boolean {
		return this.#set.has(nameOf(mark));
	}

	/** Sets the mark. @returns true for the one window that set it first */
	async claim(mark: string): Promise<boolean> {
		const name = nameOf(mark);
		if (this.#set.has(name)) return false;
		this.#set = new Set([...this.#set, name]);
		await mkdir(this.#folder, { recursive: true });
		try {
			await (await open(path.join(this.#folder, name), 'wx')).close();
			return true;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
			throw error;
		}
	}
}

/** A session id comes from the service: nothing in it may lead out of the folder. */
function nameOf(mark: string): string {
	return encodeURIComponent(mark).replaceAll('.', '%2E');
}
