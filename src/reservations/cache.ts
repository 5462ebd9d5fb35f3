/** The last known state on disk: a file for the customers, one for the reservations of all of them, one for what orders owe. No secrets. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import writeFileAtomic from 'write-file-atomic';
import * as z from 'zod/mini';
import { type FailureKind, ServiceFailure } from '../azure/failure';
import { CacheLog } from './cache-log';
import { SavedCommitments } from './commitments/saved';
import { LateWrites } from './late-writes';
import { type CustomerList, customerSources, type EnteredCustomer, type ReservationList } from './model';
import type { SavedReservations } from './packed';

/** Raised when the shape below changes: files of another version are dropped. */
const version = 4;
/** Entries that are made and written at once. */
const entriesAtOnce = 200;
/** Reading all pauses after so long, ms. */
const sliceMs = 8;
/** Read entries are let go after so long, ms: those of thousands of customers are megabytes. */
const keptMs = 10_000;

const text = z.optional(z.string());
const number = z.optional(z.number());

/** What every file says of itself, so that no other partner's or other version's data is shown. */
const head = { version: z.literal(version), partnerTenantId: z.string(), asOf: z.number() };

const source = z.enum(customerSources);
const cachedCustomer = z.object({
	tenantId: z.string(),
	name: z.string(),
	domain: z.string(),
	/** Place in `resellers`: thousands of customers share a few of them. */
	reseller: number,
	source: z.optional(source),
	lastSeenAt: number,
});
const entry = { tenant: z.string(), name: text };
/** What a view tells of a failure; the claims of a challenge and the cause are of no use later. */
const cachedFailure = z.object({
	kind: z.custom<FailureKind>((kind) => typeof kind === 'string'),
	message: z.string(),
	code: text,
	status: number,
	correlationId: text,
	at: number,
	missingRight: text,
	remedy: text,
	detail: text,
});
const customersFile = z.object({
	...head,
	complete: z.boolean(),
	source,
	sourceFailure: z.optional(cachedFailure),
	unresolved: z.optional(z.array(z.object({ ...entry, reason: z.string() }))),
	entered: z.array(z.object(entry)),
	resellers: z.array(z.object({ tenantId: z.string(), name: z.string() })),
	customers: z.array(cachedCustomer),
});
/** The entry of a customer in the file of reservations. It has a checksum, so it is what was written and need not be parsed again. */
interface ReservationsEntry extends SavedList {
	readonly asOf: number;
}

/** What is kept of a customer's reservations: packed as in memory, so that a start makes no reservation of it that nobody looks at. */
export interface SavedList extends Pick<ReservationList, 'entitledOrderIds' | 'comparedAt'> {
	readonly packed: SavedReservations;
}

/** A value and when it was read from the network, ms since the epoch. */
export interface Aged<T> {
	readonly value: T;
	readonly asOf: number;
}

/** The customers, and what the user had entered when they were read. */
export interface CachedCustomers {
	readonly list: CustomerList;
	readonly entered: readonly EnteredCustomer[];
}

interface CacheOptions {
	/** Folder to keep the files in; two windows may share it. */
	readonly folder: string;
	readonly partnerTenantId: string;
	readonly log: { info(message: string): void; warn(message: string): void };
}

/** Reads never fail: a missing, damaged or older file is "nothing known". Writes follow later and never fail either. */
export class DiskCache {
	/** What orders still owe. */
	readonly commitments: SavedCommitments;
	readonly #options: CacheOptions;
	/** Reservations to write, by tenant id. */
	readonly #waiting = new Map<string, () => object>();
	/** Customers to write: they have a file of their own. */
	#customersWaiting: (() => object) | undefined;
	readonly #log: CacheLog;
	readonly #writes: LateWrites;
	/** What the file of reservations has, for reads that follow closely. */
	#entries: Promise<ReadonlyMap<string, Buffer>> | undefined;
	#release: NodeJS.Timeout | undefined;

	constructor(options: CacheOptions) {
		this.#options = options;
		this.commitments = new SavedCommitments(options);
		this.#writes = new LateWrites({
			writeSome: () => this.#writeSome(),
			drop: () => this.#forgetWaiting(),
			onFailure: ({ message }) => options.log.warn(`The cache could not be written: ${message}`),
			afterwards: () => this.#forgetEntries(),
		});
		this.#log = new CacheLog({
			file: path.join(options.folder, 'reservations.log'),
			kind: `${version}/${encodeURIComponent(options.partnerTenantId)}`,
			onDamage: (lines) => options.log.info(`${lines} entries of the cache of reservations are damaged; left out.`),
		});
	}

	async readCustomers(): Promise<Aged<CachedCustomers> | undefined> {
		const file = await this.#readCustomersFile();
		if (file === undefined) return undefined;
		const { asOf, complete, source, unresolved, entered, resellers } = file;
		const customers = file.customers.map(({ reseller, ...it }) =>
			reseller === undefined ? it : { ...it, reseller: resellers[reseller] },
		);
		const { kind, message, ...details } = file.sourceFailure ?? {};
		const sourceFailure = kind === undefined ? undefined : new ServiceFailure(kind, message ?? '', details);
		return { asOf, value: { list: { customers, complete, source, sourceFailure, unresolved }, entered } };
	}

	async readReservations(tenantId: string): Promise<Aged<SavedList> | undefined> {
		const text = (await this.#allEntries()).get(tenantId);
		return text && listFrom(text);
	}

	/**
	 * Reads the reservations of all customers on disk, gently: what else is to be done in this process goes on in between.
	 * @param take is given each; false ends it
	 */
	async readAllReservations(take: (tenantId: string, list: Aged<SavedList>) => boolean): Promise<void> {
		let pauseAt = performance.now() + sliceMs;
		for (const [tenantId, text] of await this.#allEntries()) {
			const list = listFrom(text);
			if (list !== undefined && !take(tenantId, list)) break;
			if (performance.now() < pauseAt) continue;
			await setImmediate();
			pauseAt = performance.now() + sliceMs;
		}
		this.#forgetEntries();
	}

	/** Tenant ids of the customers whose reservations are on disk. */
	async customersOnDisk(): Promise<readonly string[]> {
		return [...(await this.#allEntries()).keys()];
	}

	writeCustomers({ list, entered }: CachedCustomers, asOf: number): void {
		this.#customersWaiting = () => {
			const resellers = [...new Map(list.customers.map(({ reseller }) => [reseller?.tenantId, reseller])).values()].filter(
				(reseller) => reseller !== undefined,
			);
			const placeOf = new Map(resellers.map(({ tenantId }, place) => [tenantId, place]));
			const customers = list.customers.map(({ reseller, ...it }) => ({
				...it,
				reseller: reseller === undefined ? undefined : placeOf.get(reseller.tenantId),
			}));
			return { asOf, ...list, entered, resellers, customers, sourceFailure: saved(list.sourceFailure) };
		};
		this.#writes.soon();
	}

	/** @param list gives what to write when the time has come; what it holds is let go with the write, half a second later */
	writeReservations(tenantId: string, list: () => SavedList, asOf: number): void {
		this.#waiting.set(tenantId, () => ({ asOf, ...list() }) satisfies ReservationsEntry);
		this.#writes.soon();
	}

	/** Drops the reservations of customers that are not the partner's any more. */
	async keepOnly(tenantIds: ReadonlySet<string>): Promise<void> {
		this.commitments.keepOnly(tenantIds);
		if ((await this.customersOnDisk()).every((tenantId) => tenantIds.has(tenantId))) return;
		await this.#writes.inTurn(() => this.#log.keepOnly((tenantId) => tenantIds.has(tenantId)));
	}

	/** Deletes everything on disk, also what waits to be written. */
	async clear(): Promise<void> {
		this.#forgetWaiting();
		await this.commitments.clear();
		await this.#writes.inTurn(async () => {
			// What a write before this one could not write waits again.
			this.#forgetWaiting();
			await rm(path.join(this.#options.folder, 'customers.json'), { force: true });
			await this.#log.clear();
		});
	}

	/**
	 * Writes what waits.
	 * @param patienceMs after so long the rest is dropped: VS Code gives little time to end, and it can be read anew
	 * @returns when it is on disk
	 */
	async flush(patienceMs?: number): Promise<void> {
		await Promise.all([this.#writes.flush(patienceMs), this.commitments.flush(patienceMs)]);
	}

	/**
	 * Writes what waits, also what could not be written before.
	 * @returns why it can't be written; undefined when all of it is on disk
	 */
	async save(): Promise<Error | undefined> {
		await this.flush();
		return this.#writes.failure;
	}

	/** @returns false when there was nothing to write @throws what writing throws; what was to be written then waits on */
	async #writeSome(): Promise<boolean> {
		const customers = this.#customersWaiting;
		if (customers !== undefined) {
			this.#customersWaiting = undefined;
			try {
				await this.#writeFile(path.join(this.#options.folder, 'customers.json'), customers());
			} catch (error) {
				this.#customersWaiting ??= customers;
				throw error;
			}
			return true;
		}
		if (this.#waiting.size === 0) return false;
		const entries = this.#nextEntries();
		try {
			await this.#log.append(new Map(Array.from(entries, ([tenantId, content]) => [tenantId, JSON.stringify(content())])));
		} catch (error) {
			for (const [tenantId, content] of entries) if (!this.#waiting.has(tenantId)) this.#waiting.set(tenantId, content);
			throw error;
		}
		return true;
	}

	#forgetWaiting(): void {
		this.#waiting.clear();
		this.#customersWaiting = undefined;
	}

	/** The entries of some customers: few at a time, so that writing thousands holds nobody up. */
	#nextEntries(): ReadonlyMap<string, () => object> {
		const entries = new Map<string, () => object>();
		for (const [tenantId, content] of this.#waiting) {
			if (entries.size === entriesAtOnce) break;
			this.#waiting.delete(tenantId);
			entries.set(tenantId, content);
		}
		return entries;
	}

	async #allEntries(): Promise<ReadonlyMap<string, Buffer>> {
		this.#release ??= setTimeout(() => this.#forgetEntries(), keptMs).unref();
		this.#entries ??= this.#log.read().catch((error: unknown) => {
			this.#options.log.warn(`The cache of reservations could not be read: ${reasonOf(error)}`);
			return new Map();
		});
		return this.#entries;
	}

	#forgetEntries(): void {
		clearTimeout(this.#release);
		this.#release = undefined;
		this.#entries = undefined;
	}

	async #writeFile(file: string, content: object): Promise<void> {
		const { partnerTenantId } = this.#options;
		await mkdir(path.dirname(file), { recursive: true });
		// A cache can be read anew: it need not survive a power cut, so the wait for the disk is saved.
		await writeFileAtomic(file, JSON.stringify({ version, partnerTenantId, ...content }), { fsync: false, mode: 0o600 });
	}

	async #readCustomersFile(): Promise<z.infer<typeof customersFile> | undefined> {
		const { folder, log, partnerTenantId } = this.#options;
		const name = path.join(folder, 'customers.json');
		let content: string;
		try {
			content = await readFile(name, 'utf8');
		} catch (error) {
			if (codeOf(error) !== 'ENOENT') log.warn(`The cache of customers could not be read: ${reasonOf(error)}`);
			return undefined;
		}
		const file = z.safeParse(customersFile, parsed(content));
		if (file.success && file.data.partnerTenantId === partnerTenantId) return file.data;
		log.info('The cache of customers is damaged, of another version or of another partner; dropped.');
		await rm(name, { force: true }).catch((error: unknown) => {
			log.warn(`The cache of customers could not be deleted: ${reasonOf(error)}`);
		});
		return undefined;
	}
}

function listFrom(text: Buffer): Aged<SavedList> | undefined {
	const entry = parsed(text.toString('utf8')) as ReservationsEntry | undefined;
	return entry && { asOf: entry.asOf, value: entry };
}

function saved(failure: ServiceFailure | undefined): object | undefined {
	if (failure === undefined) return undefined;
	const { code, status, correlationId, at, missingRight, remedy, detail } = failure.details;
	const { kind, message } = failure;
	return { kind, message, code, status, correlationId, at, missingRight, remedy, detail };
}

function parsed(content: string): unknown {
	try {
		return JSON.parse(content);
	} catch {
		return undefined;
	}
}

function codeOf(error: unknown): unknown {
	return (error as NodeJS.ErrnoException | undefined)?.code;
}

function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
