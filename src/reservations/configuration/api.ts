/** The door to the configuration of reservations: scope, name, flexibility, renewal, archive, split and merge. No money moves here. */
import type { Reservation, ReservationRef } from '../model';
import type { UnreadableFile } from '../operations/model';
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

export interface ConfigurationService {
	/**
	 * A reservation with what is set for its renewal and what that costs, read anew (GET with `$expand=renewProperties`,
	 * arm-contract 2.5).
	 * @throws ServiceFailure
	 */
	read(ref: ReservationRef, signal?: AbortSignal): Promise<ReservationConfiguration>;
	/** What is known of a reservation out of a list, as the basis of a change: its renewal's terms are not in it. */
	basisOf(reservation: Reservation): Configuration;

	/**
	 * The places that reservations of one customer can be applied to: shared, then management groups, subscriptions and their resource
	 * groups that this account can see, each with whether Azure takes it (POST `availableScopes`, rules 5). What can't be read is told
	 * beside what can.
	 * @param refs of one customer; a place counts as taken when all of them may be applied to it
	 * @throws ServiceFailure when a reservation can't be read; `Refused` for reservations of several customers or for none
	 */
	scopeTargets(refs: readonly ReservationRef[], signal?: AbortSignal): Promise<ScopeTargets>;

	/**
	 * What a change would do: each field before and after, what to know (rules 5, 6, 8), and what speaks against it. For a change of
	 * scope also which of yesterday's resources keep the discount. Changes nothing.
	 * @throws ServiceFailure when the reservation can't be read
	 */
	preview(ref: ReservationRef, change: ConfigurationChange, signal?: AbortSignal): Promise<ConfigurationPreview>;
	/** What a split would do. @param quantities units of the two new reservations (rules 7) @throws ServiceFailure */
	previewSplit(ref: ReservationRef, quantities: readonly number[], signal?: AbortSignal): Promise<ReplacementPreview>;
	/** What a merge would do. @param refs two reservations of one order (rules 7) @throws ServiceFailure */
	previewMerge(refs: readonly ReservationRef[], signal?: AbortSignal): Promise<ReplacementPreview>;
	/** The other reservations of the order, each with why it can't be merged with this one. @throws ServiceFailure */
	mergeCandidates(ref: ReservationRef, signal?: AbortSignal): Promise<readonly MergeCandidate[]>;

	/**
	 * Changes a reservation: reads it again, sends the fields that differ, once (PATCH, or POST `archive` / `unarchive`), writes it into
	 * the log, and follows it until the reservation shows it. Where nothing differs nothing is sent. Resolves with what came of it; one
	 * that takes longer stays `running` and is followed in the background. It can't be cancelled once it is sent.
	 * @param basis what the user saw
	 * @throws ServiceFailure, always before anything is sent: `Refused` when the reservation is not as in the basis any more, when the
	 * change is not possible, or when another change or operation of it is open; and whatever keeps it from being read
	 */
	change(ref: ReservationRef, change: ConfigurationChange, basis: Configuration): Promise<ChangeResult>;
	/**
	 * The same change of many reservations, a few at a time. Never rejects: each one has its own result.
	 * @param signal ends it before the next one; what is sent is not taken back
	 * @param onLine told of each result as it comes
	 */
	changeAll(
		items: readonly BatchItem[],
		change: ConfigurationChange,
		signal?: AbortSignal,
		onLine?: (line: BatchLine) => void,
	): Promise<readonly BatchLine[]>;
	/**
	 * Splits a reservation into two: both have new ids, the same end date and no new price; a set renewal is cancelled (rules 7).
	 * @param quantities whole numbers from 1 that add up to the quantity
	 * @param basis what the user saw
	 * @returns the record; its `results` are the new reservations
	 * @throws ServiceFailure as {@link change}
	 */
	split(ref: ReservationRef, quantities: readonly number[], basis: Configuration): Promise<ChangeRecord>;
	/** Merges two reservations of one order with the same properties into a new one (rules 7). @throws ServiceFailure as {@link change} */
	merge(items: readonly BatchItem[]): Promise<ChangeRecord>;
	/**
	 * Puts the last change of a reservation back, as a change of its own.
	 * @throws ServiceFailure; `Refused` when it is not the last one, did not succeed, is a split or a merge, or when something has changed
	 * since
	 */
	undo(changeId: string): Promise<ChangeResult>;

	/** All changes made on this computer, newest first. */
	changes(): readonly ChangeRecord[];
	changeOf(id: string): ChangeRecord | undefined;
	/** Tells of every change of a record, also of those of other windows. Returns the function that ends it. */
	onDidChangeRecord(listener: (record: ChangeRecord) => void): () => void;
	/**
	 * Reads the log, and begins to find out by reading what became of what was open: that goes on behind it. Called once after the
	 * start; never sends anything again. @throws Error when the disk refuses
	 */
	recover(): Promise<void>;
	/** Looks again at a change that is open or unknown, now. @throws ServiceFailure */
	look(id: string, signal?: AbortSignal): Promise<ChangeRecord>;
	/** Files of the log that can't be read. They are never deleted. */
	unreadableFiles(): readonly UnreadableFile[];
	/** The reservations that took the place of this one by a split or a merge made here. */
	successorsOf(ref: ReservationRef): readonly ReservationRef[];
	/** The fields of a change before and after, in words; of a split or a merge what became of the quantity. */
	differencesOf(record: ChangeRecord): readonly Difference[];
	/** One change as a text for the customer's file or for support. */
	describeChange(record: ChangeRecord): string;
}
