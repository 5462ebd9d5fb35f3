/** Makes changes: writes each one down, sends it once, and follows it until the reservations show it. */
import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { cancellation, ServiceFailure } from '../../azure/failure';
import { pause } from '../../azure/gate';
import { isGuid } from '../../azure/ids';
import type { Transport } from '../../azure/transport';
import { beforeSending, toFailure } from '../failures';
import type { UnreadableFile } from '../operations/model';
import type { Pace } from '../operations/pace';
import { refused } from '../operations/quoting';
import { RecordFolder } from '../operations/record-folder';
import type { RecordFolders } from '../options';
import { nothingSent } from './checks';
import { Following } from './following';
import type { ChangeRecord } from './model';
import { isOver, notDone } from './progress';
import { fileText, parseFile } from './record-file';
import { send } from './sending';

export interface ChangingOptions {
	readonly transport: Transport;
	/** Folders of the log; that for new changes is made when something is changed. */
	readonly folders: RecordFolders;
	/** Name of the connection, for the log. */
	readonly connection: string;
	/** User name of who is signed in; undefined where that is not known. */
	readonly account: (tenantId: string) => Promise<string | undefined>;
	/** Name of a customer; undefined where that is not known. */
	readonly customerName: (tenantId: string) => Promise<string | undefined>;
	/** Reads a customer's reservations anew, so that views show what a change has done. */
	readonly reload: (tenantId: string) => Promise<void>;
	/** Told once of a split or merge that has just gone through, whichever window sent it: its order has other reservations now. */
	readonly onReplaced: (tenantId: string) => void;
	/** True when money of one of these reservations is on its way, whichever window sent it, or has been since a moment. */
	readonly hasOpenOperation: (reservationIds: readonly string[], since?: number) => Promise<boolean>;
	/** Now, ms since the epoch. */
	readonly clock: () => number;
	readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
	readonly pace: Pace;
	readonly log: { debug(message: string): void; warn(message: string): void; error(message: string): void };
	/** Fires when the service ends. */
	readonly ending: AbortSignal;
}

/** What a change is about; the rest of its record is filled in. */
export type NewChange = Pick<ChangeRecord, 'kind' | 'tenantId' | 'reservations' | 'fields' | 'after' | 'quantities' | 'undoes'>;

/** Time for the answer of a change when the service ends, ms. VS Code waits 5 s for everything to end (performance 1). */
const endingMs = 2_000;
/** What ended longer ago, ms, was read by the lists since. */
const justNowMs = 5 * 60_000;

export class Changing {
	readonly #options: ChangingOptions;
	readonly #files: RecordFolder<ChangeRecord>;
	readonly #listeners = new Set<(record: ChangeRecord) => void>();
	/** Reservations that this window is changing. */
	readonly #busy = new Set<string>();
	/** Changes that this window sends and follows. */
	readonly #underWay = new Map<string, Promise<unknown>>();
	/** Changes whose end was told to the lists. */
	readonly #ended = new Set<string>();
	/** Customers whose lists are read once all of a batch is through. */
	readonly #batches = new Map<string, number>();
	readonly #following: Following;

	constructor(options: ChangingOptions) {
		this.#options = options;
		this.#files = new RecordFolder<ChangeRecord>({
			...options.folders,
			name: 'the log of changes',
			isName: isGuid,
			parse: parseFile,
			text: fileText,
			isOver,
			onChange: (record) => this.#changed(record),
			log: options.log,
		});
		this.#following = new Following({ ...options, files: this.#files, isUnderWay: (id) => this.#underWay.has(id) });
	}

	/** All records, newest first. */
	records(): readonly ChangeRecord[] {
		return [...this.#files.records()].sort((a, b) => b.sentAt - a.sentAt);
	}

	record(id: string): ChangeRecord | undefined {
		return this.#files.record(id.toLowerCase());
	}

	unreadable(): readonly UnreadableFile[] {
		return this.#files.unreadable();
	}

	listen(listener: (record: ChangeRecord) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/**
	 * Does a change of these reservations; nothing else of them is changed here meanwhile.
	 * @param prepare reads them again and says what is to be sent; undefined: nothing
	 * @throws ServiceFailure before anything is sent
	 */
	async change(
		tenantId: string,
		reservationIds: readonly string[],
		prepare: () => Promise<NewChange | undefined>,
	): Promise<ChangeRecord | undefined> {
		if (reservationIds.some((id) => this.#busy.has(id))) throw isBeingChanged(tenantId);
		for (const id of reservationIds) this.#busy.add(id);
		try {
			const { customerName, account, clock } = this.#options;
			const { wanted, by, readAt } = await beforeSending(tenantId, async () => {
				await this.#files.reread();
				await this.#checkOthers(tenantId, reservationIds, undefined);
				const [name = tenantId, changedBy] = await Promise.all([
					customerName(tenantId).catch(() => undefined),
					account(tenantId).catch(() => undefined),
				]);
				const from = clock();
				return { wanted: await prepare(), by: { customerName: name, changedBy }, readAt: from };
			});
			return wanted && (await this.#begin({ ...wanted, ...by }, reservationIds, readAt));
		} finally {
			for (const id of reservationIds) this.#busy.delete(id);
		}
	}

	/** Does work with several changes; the lists of these customers are read once, at its end. */
	async batch(tenantIds: readonly string[], work: () => Promise<void>): Promise<void> {
		const customers = [...new Set(tenantIds)];
		for (const id of customers) this.#batches.set(id, (this.#batches.get(id) ?? 0) + 1);
		try {
			await work();
		} finally {
			for (const id of customers) {
				this.#batches.set(id, (this.#batches.get(id) ?? 1) - 1);
				this.#reload(id);
			}
		}
	}

	/** Reads the log. What is open is looked at from then on, behind it: whoever waits for the log does not wait for Azure. */
	async recover(): Promise<void> {
		await this.#files.reread();
		this.#following.startWatch();
	}

	/**
	 * A change of one of these reservations that is not through yet, in whichever window.
	 * @param since ms since the epoch; what has ended after it counts too. Undefined: only what is open
	 */
	async open(reservationIds: readonly string[], since?: number): Promise<ChangeRecord | undefined> {
		await this.#files.reread();
		const isInTheWay = (record: ChangeRecord) =>
			this.#isUndecided(record) || (since !== undefined && hasEndedSince(record, since));
		return this.#files.records().find((record) => isInTheWay(record) && isAbout(record, reservationIds));
	}

	/** Looks at a change now. @throws ServiceFailure */
	async lookNow(id: string, signal: AbortSignal): Promise<ChangeRecord> {
		await this.#files.reread();
		const record = this.record(id);
		if (record === undefined) throw unknownChange();
		if (isOver(record) || this.#underWay.has(record.id)) return record;
		return this.#following.lookNow(record, signal);
	}

	async dispose(): Promise<void> {
		await Promise.race([Promise.allSettled([...this.#underWay.values()]), pause(endingMs)]);
		await this.#following.dispose();
		this.#listeners.clear();
	}

	async #begin(
		wanted: NewChange & Pick<ChangeRecord, 'customerName' | 'changedBy'>,
		reservationIds: readonly string[],
		readAt: number,
	): Promise<ChangeRecord> {
		const { transport, connection, clock, ending } = this.#options;
		const record: ChangeRecord = {
			...wanted,
			id: randomUUID(),
			connection,
			partnerTenantId: transport.cloud.partnerTenantId,
			state: 'sent',
			sentAt: clock(),
			correlationIds: [],
		};
		if (ending.aborted) throw cancellation(ending);
		const work = this.#carryOut(record, reservationIds, readAt);
		this.#underWay.set(record.id, work);
		this.#following.startWatch();
		return work.finally(() => this.#underWay.delete(record.id));
	}

	async #carryOut(record: ChangeRecord, reservationIds: readonly string[], readAt: number): Promise<ChangeRecord> {
		const { transport, clock, log } = this.#options;
		const { id } = record;
		await beforeSending(record.tenantId, () => this.#writeDown(record, reservationIds, readAt));
		const { change, waitMs, url } = await send(transport, record, clock);
		const answered = await this.#files.update(id, change).catch((error: unknown) => {
			// The disk knows that it was sent: what came back is found out again by reading.
			log.error(`The answer to change ${id} could not be written down: ${String(error)}`);
			return change(record);
		});
		return isOver(answered) ? answered : await this.#following.follow(answered, waitMs, url);
	}

	/** @throws ServiceFailure `Refused` when something else of one of the reservations is not through, and Error when the disk refuses */
	async #writeDown(record: ChangeRecord, reservationIds: readonly string[], readAt: number): Promise<void> {
		const { clock, log } = this.#options;
		const { id, tenantId } = record;
		await this.#files.create(id, record);
		try {
			// Another window may have written one down at the same moment: each looks after it has written, so one sees the other.
			await this.#files.reread();
			await this.#checkOthers(tenantId, reservationIds, { id, readAt });
		} catch (error) {
			const { message } = toFailure(error, tenantId);
			await this.#files
				.update(id, (it) => notDone(it, message, clock()))
				// Then it is found out by reading that nothing was done.
				.catch((failed: unknown) => log.error(`It could not be written down that change ${id} is not sent: ${String(failed)}`));
			throw error;
		}
	}

	/** @throws ServiceFailure `Refused` when something else of one of the reservations is not through */
	async #checkOthers(
		tenantId: string,
		reservationIds: readonly string[],
		own: { readonly id: string; readonly readAt: number } | undefined,
	): Promise<void> {
		const isSince = (record: ChangeRecord) => own !== undefined && hasEndedSince(record, own.readAt);
		const isOther = (record: ChangeRecord) =>
			record.id !== own?.id && (this.#isUndecided(record) || isSince(record)) && isAbout(record, reservationIds);
		if (this.#files.records().some(isOther)) throw isBeingChanged(tenantId);
		if (!(await this.#options.hasOpenOperation(reservationIds, own?.readAt))) return;
		const what =
			own === undefined
				? l10n.t('A return or exchange of this reservation is not through yet.')
				: l10n.t('A return or exchange of this reservation is not through yet, or was carried out while it was being read.');
		throw refused(tenantId, `${what} ${nothingSent()}`, l10n.t('Wait for its end, then look at the reservation again.'));
	}

	/** One that stays unknown does not block the reservation for good. */
	#isUndecided(record: ChangeRecord): boolean {
		const { clock, pace } = this.#options;
		return !isOver(record) && clock() - record.sentAt <= pace.settledMs;
	}

	#changed(record: ChangeRecord): void {
		const { log, clock, onReplaced } = this.#options;
		for (const listener of this.#listeners) {
			try {
				listener(record);
			} catch (error) {
				log.error(`A listener of changes failed: ${String(error)}`);
			}
		}
		const { id, kind, tenantId, endedAt, state } = record;
		if (endedAt === undefined || state === 'notDone' || this.#ended.has(id)) return;
		this.#ended.add(id);
		// The folder tells of all there ever were, at every start.
		if (endedAt <= clock() - justNowMs) return;
		if (kind === 'split' || kind === 'merge') onReplaced(tenantId);
		this.#reload(tenantId);
	}

	#reload(tenantId: string): void {
		const { reload, log, ending } = this.#options;
		if (ending.aborted || (this.#batches.get(tenantId) ?? 0) > 0) return;
		reload(tenantId).catch((error: unknown) => log.debug(`After a change: ${String(error)}`));
	}
}

function isAbout({ reservations }: ChangeRecord, reservationIds: readonly string[]): boolean {
	return reservations.some(({ reservationId }) => reservationIds.includes(reservationId));
}

/** True for what was begun and ended since the reservations were read: it is not in what was read. */
function hasEndedSince({ endedAt, state }: ChangeRecord, readAt: number): boolean {
	return endedAt !== undefined && endedAt > readAt && state !== 'notDone';
}

function isBeingChanged(tenantId: string): ServiceFailure {
	return refused(
		tenantId,
		`${l10n.t('Another change of this reservation is not through yet.')} ${nothingSent()}`,
		l10n.t('Wait for its end, then look at the reservation again.'),
	);
}

/** There is no change of that id. */
export function unknownChange(): ServiceFailure {
	return new ServiceFailure('NotFound', l10n.t('There is no such change in the log.'));
}
