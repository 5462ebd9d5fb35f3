/** Who follows an operation: one window at a time, and another one when that window is gone. It is about reading only, never sending. */
import { readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import { patiently } from './disk-patience';
import { createOnce, replace } from './files';

const content = z.object({ owner: z.string(), at: z.number() });

/** Two windows that take over at the same moment write one after the other within this time; then both see who came last. */
const quarrelMs = 50;

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
		return this.#inTurn(async () => {
			if ((await this.#read())?.owner !== this.#owner) return false;
			await replace(this.#file, this.#text());
			return true;
		});
	}

	/** Lets others follow at once. */
	release(): Promise<void> {
		return this.#inTurn(async () => {
			if ((await this.#read())?.owner === this.#owner) await patiently(() => rm(this.#file, { force: true }));
		});
	}

	async #acquire(): Promise<boolean> {
		if (await createOnce(this.#file, this.#text())) return true;
		const held = await this.#read();
		if (held?.owner === this.#owner) return true;
		// The clock of the computer, as all windows see it; a time to come is a clock that was set back.
		if (held !== undefined && Math.abs(Date.now() - held.at) < this.#lifeMs) return false;
		await replace(this.#file, this.#text());
		await sleep(quarrelMs);
		return (await this.#read())?.owner === this.#owner;
	}

	#inTurn<T>(work: () => Promise<T>): Promise<T> {
		const turn = this.#turn.then(work);
		this.#turn = turn.catch(() => {});
		return turn;
	}

	#text(): string {
		return JSON.stringify({ owner: this.#owner, at: Date.now() });
	}

	/** Undefined when there is none, or none that can be read. */
	async #read(): Promise<z.infer<typeof content> | undefined> {
		try {
			return content.parse(JSON.parse(await patiently(() => readFile(this.#file, 'utf8'))));
		} catch {
			return undefined;
		}
	}
}
