/** What quotes told of the customers' refund allowances, kept on disk: the newest figures of each customer. Holds no secrets. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { replace } from '../operations/files';
import type { ReturnQuote } from '../operations/model';
import { refundWindowDays } from '../policy';
import type { ToldAllowance } from './model';

/** Raised when the shape below changes: files of another version are dropped. */
const version = 1;
/** What was told longer ago says nothing of the window of today, ms. */
const keptMs = refundWindowDays * 86_400_000;

const money = z.object({ amount: z.string(), currency: z.string() });
const fileShape = z.object({
	version: z.literal(version),
	partnerTenantId: z.string(),
	told: z.record(z.string(), z.object({ at: z.number(), consumed: money, limit: money, left: money })),
});

interface ToldParts {
	/** Folder to keep the file in; two windows may share it. */
	readonly folder: string;
	readonly partnerTenantId: string;
	readonly log: { warn(message: string): void };
}

export class ToldAllowances {
	readonly #parts: ToldParts;
	readonly #told = new Map<string, ToldAllowance>();
	#fromDisk: Promise<void> | undefined;
	/** One write after the other. */
	#writing: Promise<void> = Promise.resolve();

	constructor(parts: ToldParts) {
		this.#parts = parts;
	}

	/** By tenant id. */
	all(): ReadonlyMap<string, ToldAllowance> {
		return this.#told;
	}

	/** Reads what was told before. A missing or damaged file is "nothing told". Never rejects. */
	ready(): Promise<void> {
		this.#fromDisk ??= this.#readFile();
		return this.#fromDisk;
	}

	/** Keeps what a quote tells, where it tells something. */
	note({ tenantId, allowance, quotedAt }: ReturnQuote): void {
		if (allowance === undefined) return;
		this.#take(tenantId, { ...allowance, at: quotedAt });
		this.#write(async () => {
			// What another window has noted meanwhile stays.
			await this.#readFile();
			const after = Math.max(...[...this.#told.values()].map(({ at }) => at)) - keptMs;
			const told = Object.fromEntries([...this.#told].filter(([, { at }]) => at > after));
			const { folder, partnerTenantId } = this.#parts;
			await mkdir(folder, { recursive: true });
			await replace(this.#file, JSON.stringify({ version, partnerTenantId, told }));
		});
	}

	/** Forgets all of it, on disk too. */
	clear(): Promise<void> {
		this.#told.clear();
		this.#write(async () => {
			await rm(this.#file, { force: true });
			// What was being read meanwhile.
			await this.#fromDisk;
			this.#told.clear();
		});
		return this.#writing;
	}

	/** Resolves when everything is written. */
	async dispose(): Promise<void> {
		await this.#writing;
	}

	get #file(): string {
		return path.join(this.#parts.folder, 'allowances.json');
	}

	#take(tenantId: string, told: ToldAllowance): void {
		if (told.at >= (this.#told.get(tenantId)?.at ?? 0)) this.#told.set(tenantId, told);
	}

	async #readFile(): Promise<void> {
		const text = await readFile(this.#file, 'utf8').catch(() => undefined);
		if (text === undefined) return;
		try {
			const { partnerTenantId, told } = fileShape.parse(JSON.parse(text));
			if (partnerTenantId !== this.#parts.partnerTenantId) return;
			for (const [tenantId, ofOne] of Object.entries(told)) this.#take(tenantId, ofOne);
		} catch {
			this.#parts.log.warn('What quotes told of refund allowances could not be read from the disk; it counts as not told.');
		}
	}

	#write(work: () => Promise<void>): void {
		this.#writing = this.#writing.then(work).catch((error: unknown) => {
			this.#parts.log.warn(`What quotes told of refund allowances could not be written: ${String(error)}`);
		});
	}
}
