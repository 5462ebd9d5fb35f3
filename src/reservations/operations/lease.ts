/** Who follows an operation: one window at a time, and another one when that window is gone. It is about reading only, never sending. */
import { readFile, rm } from 'node:fs/promises';
import * as z from 'zod/mini';
import { codeOf, patiently } from './disk-patience';
import { type FileLock, lockFile } from './file-lock';
import { createOnce, replace } from './files';

const content = z.object({ owner: z.string(), at: z.number() });
type Content = z.infer<typeof content>;

/** Cut short, or of another shape: nobody holds it. */
const illegible = { owner: '', at: Number.NEGATIVE_INFINITY };

export class Lease {
	readonly #file: string;
	readonly #owner: string;
	readonly #lifeMs: number;
	/** One step after the other: a heartbeat that is under way must not write it again once it was given back. */
	#turn: Promise<unknown> = Promise.resolve();

	/**
	 * @param file where it is written
	 * @param owner the window's own name, different from all others
	 * @param lifeMs after so long without {@link renew} another window may take over
	 */
	constructor(file: string, owner: string, lifeMs: number) {
		this.#file = file;
		this.#owner = owner;
		this.#lifeMs = lifeMs;
	}

	/** @returns true when this window follows from now on */
	acquire(): Promise<boolean> {
		return this.#inTurn(() => this.#acquire());
	}

	/** @returns false when another window has taken over meanwhile, as after a long sleep of the computer */
	renew(): Promise<boolean> {
		return this.#inTurn(() =>
			this.#alone(async (lock) => (await this.#read())?.owner === this.#owner && (await this.#replace(lock))),
		);
	}

	/** Lets others follow at once. */
	release(): Promise<void> {
		return this.#inTurn(() =>
			this.#alone(async () => {
				if ((await this.#read())?.owner === this.#owner) await patiently(() => rm(this.#file, { force: true }));
			}),
		);
	}

	/** Only one can make it; who takes over, goes on or gives it back does so while no other does. */
	async #acquire(): Promise<boolean> {
		if (await createOnce(this.#file, this.#text())) return true;
		// Most often it is somebody's, which needs no turn to be seen.
		const held = await this.#read();
		if (held !== undefined && !this.#isFree(held)) return held.owner === this.#owner;
		return this.#alone(async (lock) => {
			const now = await this.#read();
			if (now === undefined) return createOnce(this.#file, this.#text());
			return this.#isFree(now) ? this.#replace(lock) : now.owner === this.#owner;
		});
	}

	/** The clock of the computer, as all windows see it; a time to come is a clock that was set back. */
	#isFree({ owner, at }: Content): boolean {
		return owner !== this.#owner && Math.abs(Date.now() - at) >= this.#lifeMs;
	}

	#replace(lock: FileLock | undefined): Promise<boolean> {
		return replace(this.#file, this.#text(), lock?.isHeld);
	}

	/** Without a lock, as on a disk that takes no new files, it is done all the same: it is about reading only. */
	async #alone<T>(work: (lock: FileLock | undefined) => Promise<T>): Promise<T> {
		const lock = await lockFile(`${this.#file}.lock`);
		try {
			return await work(lock);
		} finally {
			await lock?.release();
		}
	}

	#inTurn<T>(work: () => Promise<T>): Promise<T> {
		const turn = this.#turn.then(work);
		this.#turn = turn.catch(() => {});
		return turn;
	}

	#text(): string {
		return JSON.stringify({ owner: this.#owner, at: Date.now() });
	}

	/** Undefined when there is none. @throws Error when the disk refuses */
	async #read(): Promise<Content | undefined> {
		let text: string;
		try {
			text = await patiently(() => readFile(this.#file, 'utf8'));
		} catch (error) {
			if (codeOf(error) === 'ENOENT') return undefined;
			throw error;
		}
		try {
			return content.parse(JSON.parse(text));
		} catch {
			return illegible;
		}
	}
}
