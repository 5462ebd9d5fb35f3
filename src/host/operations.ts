/** The operations and changes of the connection in use: found again when its service comes up, and followed until it ends. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { ReservationsService } from '../reservations/api';
import type { ChangeRecord, Difference } from '../reservations/configuration/model';
import type { Operation, UnreadableFile } from '../reservations/operations/model';
import { type Entry, inOrder, isChange } from './entries';
import { isOpen, isUnknown, isUnsettled } from './operation-facts';
import { Marks } from './operation-marks';
import type { Session, Started } from './session';

/** Beside the journal of the service: what the user was told of it. */
const TOLD = 'told';

/** The mark of an unknown outcome whose details the user has read. */
const lookedAt = ({ id }: Entry) => `looked-${id}`;

export class Operations implements vscode.Disposable {
	readonly #session: Session;
	readonly #changes = new vscode.EventEmitter<Entry | undefined>();
	/** Fires with the operation or the change that has changed, and with nothing when the whole list is another one. */
	readonly onDidChange = this.#changes.event;
	readonly #disposables: vscode.Disposable[];
	#service: ReservationsService | undefined;
	#marks: Marks | undefined;
	#stop: readonly (() => void)[] = [];
	#recovered = false;
	#reading: Promise<void> | undefined;

	/** Follows the connection that is up, if one is, and those that come after it. */
	constructor(session: Session) {
		this.#session = session;
		this.#disposables = [
			this.#changes,
			session.onDidStart((started) => void this.#follow(started)),
			session.onDidChange(() => {
				if (this.#service !== undefined && session.current !== this.#service) this.#leave();
			}),
		];
		if (session.started !== undefined) void this.#follow(session.started);
	}

	/** The service that the operations are of; undefined while there is no connection. */
	get service(): ReservationsService | undefined {
		return this.#service;
	}

	/** What is not settled first, then the newest first. */
	get all(): readonly Operation[] {
		return inOrder(this.#service?.operations.operations() ?? []);
	}

	/** Changes of configuration, what is not settled first, then the newest first. */
	get changes(): readonly ChangeRecord[] {
		return inOrder(this.#service?.configuration.changes() ?? []);
	}

	/** Operations and changes in one list. */
	get entries(): readonly Entry[] {
		return inOrder([...this.all, ...this.changes]);
	}

	get unreadable(): readonly UnreadableFile[] {
		const { operations, configuration } = this.#service ?? {};
		return [...(operations?.unreadableFiles() ?? []), ...(configuration?.unreadableFiles() ?? [])];
	}

	/** False until the journal was read: an empty list means nothing before. */
	get known(): boolean {
		return this.#recovered;
	}

	/** Resolves when the journal of the connection in use was read, as far as it can be. */
	async ready(): Promise<void> {
		await this.#reading;
	}

	find(id: string): Operation | undefined {
		return this.#service?.operations.operation(id);
	}

	/** An operation or a change. */
	findEntry(id: string): Entry | undefined {
		return this.find(id) ?? this.#service?.configuration.changeOf(id);
	}

	/** All that is known of it as a text. */
	describe(entry: Entry): string {
		const { operations, configuration } = this.#service ?? {};
		return (isChange(entry) ? configuration?.describeChange(entry) : operations?.describeOperation(entry)) ?? '';
	}

	/** The fields of a change, before and after. */
	differencesOf(record: ChangeRecord): readonly Difference[] {
		return this.#service?.configuration.differencesOf(record) ?? [];
	}

	/** How many operations and changes are open, how many are unknown, and how many of the unknown ones nobody has looked at yet. */
	get counts(): { readonly open: number; readonly unknown: number; readonly notLookedAt: number } {
		const unsettled = this.entries.filter(isUnsettled);
		const unknown = unsettled.filter(isUnknown);
		return {
			open: unsettled.filter(isOpen).length,
			unknown: unknown.length,
			notLookedAt: unknown.filter((entry) => this.#marks?.has(lookedAt(entry)) !== true).length,
		};
	}

	/** The user has read the details: an unknown outcome need not be warned of any more. */
	async setLookedAt(entry: Entry): Promise<void> {
		if (!isUnknown(entry)) return;
		try {
			await this.#marks?.claim(lookedAt(entry));
		} catch (error) {
			// It is warned of once more: no harm, and nothing that the user has asked for failed.
			this.#session.log.warn(`What was looked at could not be noted: ${reasonOf(error)}`);
		}
		this.#changes.fire(entry);
	}

	/**
	 * @returns true for the one window that shall tell the user of this state of the operation; where the disk refuses to note that, for
	 * each window once: told twice is better than never
	 */
	async claimTelling({ id, state }: Entry): Promise<boolean> {
		try {
			return (await this.#marks?.claim(`${state}-${id}`)) ?? false;
		} catch (error) {
			this.#session.log.warn(`That operation ${id} is told could not be noted: ${reasonOf(error)}`);
			return true;
		}
	}

	/** True when the user was told of this state of the operation, by whichever window. */
	wasTold({ id, state }: Entry): boolean {
		return this.#marks?.has(`${state}-${id}`) === true;
	}

	async #follow({ service, records }: Started): Promise<void> {
		this.#leave();
		this.#service = service;
		const marks = new Marks(
			path.join(records.folder, TOLD),
			records.older.map((one) => path.join(one, TOLD)),
		);
		this.#marks = marks;
		this.#stop = [
			service.operations.onDidChangeOperation((operation) => this.#changes.fire(operation)),
			service.configuration.onDidChangeRecord((record) => this.#changes.fire(record)),
		];
		this.#reading = this.#read(service, marks);
		await this.#reading;
		if (this.#service !== service) return;
		this.#recovered = true;
		this.#changes.fire(undefined);
	}

	/** Never rejects: what could not be read is told by the view, what was found is shown. */
	async #read(service: ReservationsService, marks: Marks): Promise<void> {
		try {
			await marks.read();
			await Promise.all([service.operations.recover(), service.configuration.recover()]);
		} catch (error) {
			this.#session.log.error(`The journal of operations: ${reasonOf(error)}`);
		}
	}

	#leave(): void {
		for (const stop of this.#stop) stop();
		this.#stop = [];
		this.#service = undefined;
		this.#marks = undefined;
		this.#recovered = false;
		this.#reading = undefined;
		this.#changes.fire(undefined);
	}

	dispose(): void {
		for (const stop of this.#stop) stop();
		vscode.Disposable.from(...this.#disposables).dispose();
	}
}

function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
