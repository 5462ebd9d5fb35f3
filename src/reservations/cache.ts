/** The last known state on disk: one file for the customers and one a customer for the reservations. Holds no secrets. */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import * as z from 'zod/mini';
import { type FailureKind, ServiceFailure } from '../azure/failure';
import { type CustomerList, customerSources, type EnteredCustomer, type Reservation, type ReservationList } from './model';

/** Raised when the shape below changes: files of another version are dropped. */
const version = 2;
/** Stands in the place of a tenant id for the list of customers. */
const everyone = 'customers';
/** Changes of one list that follow closely are written once. */
const writeDelayMs = 500;

const text = z.optional(z.string());
const number = z.optional(z.number());
const texts = z.optional(z.array(z.string()));
const offer = z.enum(['offered', 'notOffered', 'unknown']);

const cachedReservation = z.object({
	orderId: z.string(),
	reservationId: z.string(),
	name: z.string(),
	sku: z.string(),
	product: z.string(),
	resourceType: z.string(),
	region: z.string(),
	quantity: z.number(),
	term: z.string(),
	billingPlan: text,
	billingScopeId: text,
	state: z.string(),
	provisioningState: z.string(),
	statusCode: text,
	statusMessage: text,
	purchasedAt: number,
	benefitStartsAt: number,
	expiresAt: number,
	reviewAt: number,
	effectiveAt: number,
	updatedAt: number,
	scope: z.object({ kind: z.string(), displayName: text, subscriptionId: text, resourceGroupId: text, managementGroupId: text }),
	instanceFlexibility: text,
	renew: z.boolean(),
	renewState: text,
	archived: z.boolean(),
	utilization: z.object({ trend: text, lastDay: number, last7Days: number, last30Days: number }),
	canReturn: offer,
	canExchange: offer,
	cameFrom: texts,
	became: texts,
	etag: number,
});

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
const reservationsFile = z.object({
	...head,
	tenantId: z.string(),
	reservations: z.array(cachedReservation),
	entitledOrderIds: texts,
});

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
	readonly #options: CacheOptions;
	/** What to write, by tenant id, or by {@link everyone} for the customers. */
	readonly #waiting = new Map<string, () => object>();
	#timer: NodeJS.Timeout | undefined;
	#writing: Promise<void> = Promise.resolve();

	constructor(options: CacheOptions) {
		this.#options = options;
	}

	async readCustomers(): Promise<Aged<CachedCustomers> | undefined> {
		const file = await this.#read(everyone, customersFile);
		if (file === undefined) return undefined;
		const { asOf, complete, source, unresolved, entered, resellers } = file;
		const customers = file.customers.map(({ reseller, ...it }) =>
			reseller === undefined ? it : { ...it, reseller: resellers[reseller] },
		);
		const { kind, message, ...details } = file.sourceFailure ?? {};
		const sourceFailure = kind === undefined ? undefined : new ServiceFailure(kind, message ?? '', details);
		return { asOf, value: { list: { customers, complete, source, sourceFailure, unresolved }, entered } };
	}

	async readReservations(tenantId: string): Promise<Aged<ReservationList> | undefined> {
		const file = await this.#read(tenantId, reservationsFile);
		if (file === undefined || file.tenantId !== tenantId) return undefined;
		const reservations: Reservation[] = file.reservations.map((it) => ({ ...it, tenantId }));
		return { asOf: file.asOf, value: { reservations, entitledOrderIds: file.entitledOrderIds } };
	}

	/** Tenant ids of the customers whose reservations are on disk. */
	async customersOnDisk(): Promise<readonly string[]> {
		const names = await readdir(path.join(this.#options.folder, 'reservations')).catch(() => []);
		return names.filter((name) => name.endsWith('.json')).map((name) => path.basename(name, '.json'));
	}

	writeCustomers({ list, entered }: CachedCustomers, asOf: number): void {
		this.#write(everyone, () => {
			const resellers = [...new Map(list.customers.map(({ reseller }) => [reseller?.tenantId, reseller])).values()].filter(
				(reseller) => reseller !== undefined,
			);
			const placeOf = new Map(resellers.map(({ tenantId }, place) => [tenantId, place]));
			const customers = list.customers.map(({ reseller, ...it }) => ({
				...it,
				reseller: reseller === undefined ? undefined : placeOf.get(reseller.tenantId),
			}));
			return { asOf, ...list, entered, resellers, customers, sourceFailure: saved(list.sourceFailure) };
		});
	}

	/** @param list gives what to write when the time has come, so that nothing is held meanwhile */
	writeReservations(tenantId: string, list: () => ReservationList | undefined, asOf: number): void {
		this.#write(tenantId, () => {
			const { reservations, entitledOrderIds } = list() ?? { reservations: [] };
			// The tenant id is said once for the whole file.
			const rows = reservations.map((it) => ({ ...it, tenantId: undefined }));
			return { asOf, tenantId, reservations: rows, entitledOrderIds };
		});
	}

	/** Drops the reservations of customers that are not the partner's any more. */
	async keepOnly(tenantIds: ReadonlySet<string>): Promise<void> {
		const gone = (await this.customersOnDisk()).filter((tenantId) => !tenantIds.has(tenantId));
		for (const tenantId of gone) await this.#drop(tenantId);
	}

	/** Deletes everything on disk, also what waits to be written. */
	async clear(): Promise<void> {
		this.#waiting.clear();
		await this.#writing;
		const { folder } = this.#options;
		await Promise.all(
			['customers.json', 'reservations'].map((name) => rm(path.join(folder, name), { recursive: true, force: true })),
		);
	}

	/**
	 * Writes what waits.
	 * @param patienceMs after so long the rest is dropped: VS Code gives little time to end, and it can be read anew
	 * @returns when it is on disk
	 */
	async flush(patienceMs = Number.POSITIVE_INFINITY): Promise<void> {
		const end = Date.now() + patienceMs;
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#writing = this.#writing.then(async () => {
			let failed = 0;
			let reason = '';
			for (const [key, content] of this.#waiting) {
				this.#waiting.delete(key);
				if (Date.now() > end) continue;
				try {
					await this.#writeNow(key, content());
				} catch (error) {
					failed += 1;
					reason = reasonOf(error);
				}
			}
			// One line for a full disk, not one a customer.
			if (failed > 0) this.#options.log.warn(`${failed} cache files could not be written: ${reason}`);
		});
		await this.#writing;
	}

	#write(key: string, content: () => object): void {
		this.#waiting.set(key, content);
		this.#timer ??= setTimeout(() => void this.flush(), writeDelayMs).unref();
	}

	async #writeNow(key: string, content: object): Promise<void> {
		const file = this.#fileOf(key);
		const { partnerTenantId } = this.#options;
		await mkdir(path.dirname(file), { recursive: true });
		// A cache can be read anew: it need not survive a power cut, so the wait for the disk is saved.
		await writeFileAtomic(file, JSON.stringify({ version, partnerTenantId, ...content }), { fsync: false, mode: 0o600 });
	}

	async #read<T extends z.ZodMiniType>(key: string, shape: T): Promise<z.infer<T> | undefined> {
		let content: string;
		try {
			content = await readFile(this.#fileOf(key), 'utf8');
		} catch (error) {
			if (codeOf(error) !== 'ENOENT') this.#options.log.warn(`Cache file of ${key} could not be read: ${reasonOf(error)}`);
			return undefined;
		}
		const file = z.safeParse(shape, parsed(content));
		if (file.success && this.#isOurs(file.data)) return file.data;
		this.#options.log.info(`Cache file of ${key} is damaged, of another version or of another partner; dropped.`);
		await this.#drop(key);
		return undefined;
	}

	/** Tenant ids are GUIDs; anything else is encoded, so that no id can name a file elsewhere. */
	#fileOf(key: string): string {
		const { folder } = this.#options;
		return key === everyone
			? path.join(folder, 'customers.json')
			: path.join(folder, 'reservations', `${encodeURIComponent(key)}.json`);
	}

	#isOurs(file: unknown): boolean {
		return (file as { partnerTenantId?: unknown }).partnerTenantId === this.#options.partnerTenantId;
	}

	async #drop(key: string): Promise<void> {
		await rm(this.#fileOf(key), { force: true }).catch((error: unknown) => {
			this.#options.log.warn(`Cache file of ${key} could not be deleted: ${reasonOf(error)}`);
		});
	}
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
