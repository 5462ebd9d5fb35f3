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
	/** The partner's customers, once they are known. */
	#customers: ReadonlySet<string> | undefined;

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

	/**
	 * Reads what was kept of the partner's customers, gently: what else is to be done in this process goes on in between. Never fails:
	 * what can't be read is not known.
	 */
	async readAll(take: (order: OrderRef, schedule: OrderSchedule, asOf: number) => void): Promise<void> {
		const entries = await this.#log.read().catch((error: Error) => {
			this.#logger.warn(`The cache of commitments could not be read: ${error.message}`);
			return new Map<string, Buffer>();
		});
		const isKept = this.#isKept;
		if (![...entries.keys()].every(isKept)) void this.#keepOnDisk(isKept);
		let pauseAt = performance.now() + sliceMs;
		for (const [key, text] of entries) {
			if (!isKept(key)) continue;
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

	/**
	 * Drops what is known of the orders of others than these customers. On disk it goes when the file is read for who can see it: most
	 * starts need none of it.
	 */
	keepOnly(tenantIds: ReadonlySet<string>): void {
		this.#customers = tenantIds;
		for (const key of this.#waiting.keys()) if (!this.#isKept(key)) this.#waiting.delete(key);
	}

	/** Drops what is known of a customer's orders. @returns when that is so on disk too */
	async drop(tenantId: string): Promise<void> {
		const isOther = (key: string) => orderOf(key).tenantId !== tenantId;
		for (const key of this.#waiting.keys()) if (!isOther(key)) this.#waiting.delete(key);
		await this.#keepOnDisk(isOther);
	}

	async clear(): Promise<void> {
		this.#customers = undefined;
		this.#waiting.clear();
		await this.#writes.inTurn(async () => {
			// What a write before this one could not write waits again.
			this.#waiting.clear();
			await this.#log.clear();
		});
	}

	/** Writes what waits. @param patienceMs after so long the rest is dropped */
	flush(patienceMs?: number): Promise<void> {
		return this.#writes.flush(patienceMs);
	}

	readonly #isKept = (key: string) => this.#customers?.has(orderOf(key).tenantId) ?? true;

	async #keepOnDisk(isKept: (key: string) => boolean): Promise<void> {
		await this.#writes.inTurn(async () => {
			if (![...(await this.#log.read()).keys()].every(isKept)) await this.#log.keepOnly(isKept);
		});
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
