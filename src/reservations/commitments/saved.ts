/** What orders still owe, on disk: an entry an order, so that two windows that read different orders lose nothing of each other. */
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { CacheLog } from '../cache-log';
import { LateWrites } from '../late-writes';
import type { OrderRef, OrderSchedule } from './model';
import { keyOf, orderOf } from './order-key';

/** Raised when the shape below changes: entries of another version are dropped. */
const version = 1;
/** Orders that are made and written at once. */
const entriesAtOnce = 2000;
/** Reading all pauses after so long, ms. */
const sliceMs = 8;

interface SavedCommitmentsOptions {
	readonly folder: string;
	readonly partnerTenantId: string;
	readonly log: { info(message: string): void; warn(message: string): void };
}

/** It has a checksum, so it is what was written and need not be parsed again. */
interface Entry extends OrderSchedule {
	readonly asOf: number;
}

export class SavedCommitments {
	readonly #log: CacheLog;
	readonly #writes: LateWrites;
	readonly #waiting = new Map<string, Entry>();
	readonly #logger: SavedCommitmentsOptions['log'];

	constructor({ folder, partnerTenantId, log }: SavedCommitmentsOptions) {
		this.#logger = log;
		this.#log = new CacheLog({
			file: path.join(folder, 'commitments.log'),
			kind: `${version}/${encodeURIComponent(partnerTenantId)}`,
			onDamage: (lines) => log.info(`${lines} entries of the cache of commitments are damaged; left out.`),
		});
		this.#writes = new LateWrites({
			writeSome: () => this.#writeSome(),
			drop: () => this.#waiting.clear(),
			onFailure: ({ message }) => log.warn(`The cache of commitments could not be written: ${message}`),
		});
	}

	/** Reads what was kept, gently: what else is to be done in this process goes on in between. Never fails: what can't be read is not known. */
	async readAll(take: (order: OrderRef, schedule: OrderSchedule, asOf: number) => void): Promise<void> {
		const entries = await this.#log.read().catch((error: Error) => {
			this.#logger.warn(`The cache of commitments could not be read: ${error.message}`);
			return new Map<string, Buffer>();
		});
		let pauseAt = performance.now() + sliceMs;
		for (const [key, text] of entries) {
			const { asOf, ...schedule } = JSON.parse(text.toString('utf8')) as Entry;
			take(orderOf(key), schedule, asOf);
			if (performance.now() < pauseAt) continue;
			await setImmediate();
			pauseAt = performance.now() + sliceMs;
		}
	}

	/** @param asOf when it was read, ms since the epoch */
	write(order: OrderRef, schedule: OrderSchedule, asOf: number): void {
		this.#waiting.set(keyOf(order), { asOf, ...schedule });
		this.#writes.soon();
	}

	/** Drops what is known of the orders of other customers. @returns when that is so on disk too */
	async keepOnly(isWanted: (tenantId: string) => boolean): Promise<void> {
		const isKept = (key: string) => isWanted(orderOf(key).tenantId);
		for (const key of this.#waiting.keys()) if (!isKept(key)) this.#waiting.delete(key);
		await this.#writes.inTurn(async () => {
			if (![...(await this.#log.read()).keys()].every(isKept)) await this.#log.keepOnly(isKept);
		});
	}

	async clear(): Promise<void> {
		this.#waiting.clear();
		await this.#writes.inTurn(() => this.#log.clear());
	}

	/** Writes what waits. @param patienceMs after so long the rest is dropped */
	flush(patienceMs?: number): Promise<void> {
		return this.#writes.flush(patienceMs);
	}

	async #writeSome(): Promise<boolean> {
		if (this.#waiting.size === 0) return false;
		const entries = new Map([...this.#waiting].slice(0, entriesAtOnce));
		for (const key of entries.keys()) this.#waiting.delete(key);
		try {
			await this.#log.append(new Map(Array.from(entries, ([key, entry]) => [key, JSON.stringify(entry)])));
		} catch (error) {
			// What is newer by now is what waits.
			for (const [key, entry] of entries) if (!this.#waiting.has(key)) this.#waiting.set(key, entry);
			throw error;
		}
		return true;
	}
}
