/** The configuration service: what can be set, what a change would do, and changes that are sent once and written down. */
import * as l10n from '@vscode/l10n';
import PQueue from 'p-queue';
import { reservationsOfOrderPages } from '../../azure/capacity';
import { isCancelled } from '../../azure/failure';
import { guid } from '../../azure/ids';
import { allItems } from '../../azure/paging';
import { asking, toFailure } from '../failures';
import type { Format } from '../format';
import type { Reservation, ReservationRef } from '../model';
import type { UnreadableFile } from '../operations/model';
import type { Pace } from '../operations/pace';
import { refused } from '../operations/quoting';
import { sumOfUnits } from '../units';
import type { ConfigurationService } from './api';
import { Changing, type ChangingOptions, unknownChange } from './changing';
import { blocked, changeBlockers, checkBasis, mergeBlockers, nothingSent, splitBlockers } from './checks';
import { changeText, kindText } from './describe';
import { configurationAfter, fieldsBetween } from './difference';
import type {
	BatchItem,
	BatchLine,
	ChangeRecord,
	ChangeResult,
	Configuration,
	ConfigurationChange,
	ConfigurationPreview,
	Difference,
	MergeCandidate,
	ReplacementPreview,
	ReservationConfiguration,
	ScopeTargets,
} from './model';
import { changeNotes, replacementNotes } from './notes';
import { changePace } from './pace';
import { basisOf, readConfiguration } from './reading';
import { readScopeTargets } from './scope-targets';
import { readScopeUsage } from './scope-usage';
import { choiceOf } from './scopes';
import { namedIn } from './sending';
import { successorsIn, undoing } from './undo';
import { differencesIn, differencesOf } from './words';

/** Changes sent at once: each takes Azure 10 to 20 s (arm-contract 1.2), and the transport has five places for a host. */
const changesAtOnce = 4;

export interface ConfigurationOptions extends Omit<ChangingOptions, 'pace'> {
	readonly format: Format;
	readonly pace?: Partial<Pace> | undefined;
}

export class ReservationsConfiguration implements ConfigurationService {
	readonly #options: ConfigurationOptions;
	readonly #changing: Changing;

	constructor(options: ConfigurationOptions) {
		this.#options = options;
		this.#changing = new Changing({ ...options, pace: { ...changePace, ...options.pace } });
	}

	read(ref: ReservationRef, signal?: AbortSignal): Promise<ReservationConfiguration> {
		return this.#asking(ref.tenantId, signal, (ending) => this.#read(lowered(ref), ending));
	}

	basisOf(reservation: Reservation): Configuration {
		return basisOf(reservation);
	}

	scopeTargets(refs: readonly ReservationRef[], signal?: AbortSignal): Promise<ScopeTargets> {
		const tenantId = refs[0]?.tenantId.toLowerCase() ?? '';
		return this.#asking(tenantId, signal, async (ending) => {
			if (refs.length === 0 || refs.some((ref) => ref.tenantId.toLowerCase() !== tenantId)) {
				throw refused(tenantId, l10n.t('Choose reservations of one customer: a scope is a place in the customer’s tenant.'));
			}
			const current = await Promise.all(refs.map((ref) => this.#read(lowered(ref), ending)));
			return readScopeTargets(this.#options.transport, current, { signal: ending });
		});
	}

	preview(ref: ReservationRef, change: ConfigurationChange, signal?: AbortSignal): Promise<ConfigurationPreview> {
		return this.#asking(ref.tenantId, signal, async (ending) => {
			const { transport, clock, format } = this.#options;
			const own = lowered(ref);
			const current = await this.#read(own, ending);
			const { basis, renewalPrice } = current;
			const after = configurationAfter(current, change);
			const fields = fieldsBetween(basis, after);
			const scope = fields.includes('scope') ? choiceOf(after.scope) : undefined;
			return {
				ref: own,
				basis,
				after,
				differences: differencesIn(fields, basis, after),
				notes: changeNotes(current, fields, after, format),
				blockers: changeBlockers(current, change, after),
				usage: scope && (await readScopeUsage(transport, own, scope, clock(), { signal: ending })),
				renewalPrice,
			};
		});
	}

	previewSplit(ref: ReservationRef, quantities: readonly number[], signal?: AbortSignal): Promise<ReplacementPreview> {
		return this.#asking(ref.tenantId, signal, async (ending) => {
			const source = await this.#read(lowered(ref), ending);
			const notes = replacementNotes([source.reservation], this.#options.format);
			return { sources: [source], quantities, notes, blockers: splitBlockers(source, quantities) };
		});
	}

	previewMerge(refs: readonly ReservationRef[], signal?: AbortSignal): Promise<ReplacementPreview> {
		return this.#asking(refs[0]?.tenantId ?? '', signal, async (ending) => {
			const sources = await Promise.all(refs.map((ref) => this.#read(lowered(ref), ending)));
			const reservations = sources.map(({ reservation }) => reservation);
			return {
				sources,
				quantities: [sumOfUnits(reservations.map(({ quantity }) => quantity))],
				notes: replacementNotes(reservations, this.#options.format),
				blockers: mergeBlockers(reservations),
			};
		});
	}

	mergeCandidates(ref: ReservationRef, signal?: AbortSignal): Promise<readonly MergeCandidate[]> {
		return this.#asking(ref.tenantId, signal, async (ending) => {
			const { tenantId, orderId, reservationId } = lowered(ref);
			const pages = reservationsOfOrderPages(this.#options.transport, tenantId, orderId, { signal: ending });
			const all = namedIn(tenantId, await allItems(pages));
			const own = all.find((it) => it.reservationId === reservationId);
			if (own === undefined) throw refused(tenantId, l10n.t('The reservation is not in its order any more.'));
			return all.filter((it) => it !== own).map((reservation) => ({ reservation, reasons: mergeBlockers([own, reservation]) }));
		});
	}

	change(ref: ReservationRef, change: ConfigurationChange, basis: Configuration): Promise<ChangeResult> {
		return this.#asking(ref.tenantId, undefined, () => this.#change(lowered(ref), change, basis));
	}

	async changeAll(
		items: readonly BatchItem[],
		change: ConfigurationChange,
		signal?: AbortSignal,
		onLine?: (line: BatchLine) => void,
	): Promise<readonly BatchLine[]> {
		const queue = new PQueue({ concurrency: changesAtOnce });
		const lines: BatchLine[] = [];
		const tenantIds = items.map(({ ref }) => ref.tenantId.toLowerCase());
		await this.#changing.batch(tenantIds, async () => {
			const work = async ({ ref, basis }: BatchItem, index: number) => {
				const line = signal?.aborted ? { ref, isCancelled: true } : await this.#lineOf(ref, change, basis);
				lines[index] = line;
				this.#tell(line, onLine);
			};
			await Promise.all(items.map((item, index) => queue.add(() => work(item, index))));
		});
		return lines;
	}

	split(ref: ReservationRef, quantities: readonly number[], basis: Configuration): Promise<ChangeRecord> {
		return this.#asking(ref.tenantId, undefined, () =>
			this.#replace('split', [{ ref: lowered(ref), basis }], quantities, ([source]) =>
				source === undefined ? [] : splitBlockers(source, quantities),
			),
		);
	}

	merge(items: readonly BatchItem[]): Promise<ChangeRecord> {
		const sources = items.map(({ ref, basis }) => ({ ref: lowered(ref), basis }));
		return this.#asking(sources[0]?.ref.tenantId ?? '', undefined, () =>
			this.#replace('merge', sources, undefined, (current) => mergeBlockers(current.map(({ reservation }) => reservation))),
		);
	}

	async undo(changeId: string): Promise<ChangeResult> {
		const record = this.#changing.record(changeId);
		if (record === undefined) throw unknownChange();
		const { ref, basis, change } = undoing(record, this.#changing.records());
		return this.#asking(ref.tenantId, undefined, () => this.#change(ref, change, basis, record.id));
	}

	changes(): readonly ChangeRecord[] {
		return this.#changing.records();
	}

	changeOf(id: string): ChangeRecord | undefined {
		return this.#changing.record(id);
	}

	onDidChangeRecord(listener: (record: ChangeRecord) => void): () => void {
		return this.#changing.listen(listener);
	}

	/**
	 * What is being changed of one of these reservations and not through yet, in a word.
	 * @param reservationIds GUIDs in lower case
	 * @param since ms since the epoch; what was changed and has ended after it counts too
	 */
	async openChangeOf(reservationIds: readonly string[], since?: number): Promise<string | undefined> {
		const record = await this.#changing.open(reservationIds, since);
		return record && kindText(record.kind);
	}

	recover(): Promise<void> {
		return this.#changing.recover();
	}

	look(id: string, signal?: AbortSignal): Promise<ChangeRecord> {
		const { tenantId = '' } = this.#changing.record(id) ?? {};
		return this.#asking(tenantId, signal, (ending) => this.#changing.lookNow(id, ending));
	}

	unreadableFiles(): readonly UnreadableFile[] {
		return this.#changing.unreadable();
	}

	successorsOf(ref: ReservationRef): readonly ReservationRef[] {
		return successorsIn(this.#changing.records(), ref);
	}

	differencesOf(record: ChangeRecord): readonly Difference[] {
		return differencesOf(record);
	}

	describeChange(record: ChangeRecord): string {
		return changeText(record);
	}

	/** Ends following; a change that is under way gets some time for its answer. */
	dispose(): Promise<void> {
		return this.#changing.dispose();
	}

	async #change(ref: ReservationRef, change: ConfigurationChange, saw: Configuration, undoes?: string): Promise<ChangeResult> {
		const { tenantId, orderId, reservationId } = ref;
		let now = saw;
		const record = await this.#changing.change(tenantId, [reservationId], async () => {
			const current = await this.#read(ref, this.#options.ending);
			now = current.basis;
			checkBasis(tenantId, saw, now);
			const after = configurationAfter(current, change);
			const blockers = changeBlockers(current, change, after);
			if (blockers.length > 0) throw blocked(tenantId, blockers);
			const fields = fieldsBetween(now, after);
			if (fields.length === 0) return undefined;
			const kind = !fields.includes('archived') ? 'update' : after.archived ? 'archive' : 'unarchive';
			return { kind, tenantId, reservations: [{ orderId, reservationId, before: now }], fields, after, undoes };
		});
		if (record !== undefined) return { outcome: 'sent', record };
		const explanation = `${l10n.t('The reservation {0} is already as it was to become.', now.name)} ${nothingSent()}`;
		return { outcome: 'unchanged', explanation, basis: now };
	}

	async #replace(
		kind: 'split' | 'merge',
		sources: readonly BatchItem[],
		quantities: readonly number[] | undefined,
		blockersOf: (current: readonly ReservationConfiguration[]) => readonly string[],
	): Promise<ChangeRecord> {
		const tenantId = sources[0]?.ref.tenantId ?? '';
		const ids = sources.map(({ ref }) => ref.reservationId);
		const record = await this.#changing.change(tenantId, ids, async () => {
			const current = await Promise.all(sources.map(({ ref }) => this.#read(ref, this.#options.ending)));
			for (const [index, { basis }] of current.entries()) checkBasis(tenantId, sources[index]?.basis ?? basis, basis);
			const blockers = blockersOf(current);
			if (blockers.length > 0) throw blocked(tenantId, blockers);
			const reservations = current.map(({ reservation: { orderId, reservationId }, basis }) => ({
				orderId,
				reservationId,
				before: basis,
			}));
			return { kind, tenantId, reservations, fields: [], quantities };
		});
		if (record === undefined) throw new Error('a split or a merge is always sent');
		return record;
	}

	async #lineOf(ref: ReservationRef, change: ConfigurationChange, basis: Configuration): Promise<BatchLine> {
		try {
			return { ref, result: await this.change(ref, change, basis), isCancelled: false };
		} catch (error) {
			if (isCancelled(error)) return { ref, isCancelled: true };
			return { ref, failure: toFailure(error, ref.tenantId), isCancelled: false };
		}
	}

	/** One broken listener must not end the batch. */
	#tell(line: BatchLine, onLine: ((line: BatchLine) => void) | undefined): void {
		try {
			onLine?.(line);
		} catch (error) {
			this.#options.log.error(`A listener of a batch failed: ${String(error)}`);
		}
	}

	#read(ref: ReservationRef, signal: AbortSignal): Promise<ReservationConfiguration> {
		return readConfiguration(this.#options.transport, ref, this.#options.clock(), { signal });
	}

	#asking<T>(tenantId: string, signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
		return asking(this.#options.ending, tenantId.toLowerCase(), signal, work);
	}
}

/** The ids alone, in the case that everything else has them in. @throws TypeError when one is not a GUID */
function lowered({ tenantId, orderId, reservationId }: ReservationRef): ReservationRef {
	return { tenantId: guid(tenantId), orderId: guid(orderId), reservationId: guid(reservationId) };
}
