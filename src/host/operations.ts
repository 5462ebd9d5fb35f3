/** The operations of the connection in use: found again when its service comes up, and followed until it ends. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { ReservationsService } from '../reservations/api';
import type { Operation, UnreadableFile } from '../reservations/operations/model';
import { inOrder, isOpen, isUnknown, isUnsettled } from './operation-facts';
import { Marks } from './operation-marks';
import type { Session, Started } from './session';

/** Below the folder of the connection, beside the journal of the service: what the user was told of it. */
const TOLD = 'told';

/** The mark of an unknown outcome whose details the user has read. */
const lookedAt = ({ id }: Operation) => `looked-${id}`;

export class Operations implements vscode.Disposable {
	readonly #session: Session;
	readonly #changes = new vscode.EventEmitter<Operation | undefined>();
	/** Fires with the operation that has changed, and with nothing when the whole list is another one. */
	readonly onDidChange = this.#changes.event;
	readonly #disposables: vscode.Disposable[];
	#service: ReservationsService | undefined;
	#marks: Marks | undefined;
	#stop: (() => void) | undefined;
	#recovered = false;

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

	get unreadable(): readonly UnreadableFile[] {
		return this.#service?.operations.unreadableFiles() ?? [];
	}

	/** False until the journal was read: an empty list means nothing before. */
	get known(): boolean {
		return this.#recovered;
	}

	find(id: string): Operation | undefined {
		return this.#service?.operations.operation(id);
	}

	/** How many are open, how many are unknown, and how many of the unknown ones nobody has looked at yet. */
	get counts(): { readonly open: number; readonly unknown: number; readonly notLookedAt: number } {
		const unsettled = this.all.filter(isUnsettled);
		const unknown = unsettled.filter(isUnknown);
		return {
			open: unsettled.filter(isOpen).length,
			unknown: unknown.length,
			notLookedAt: unknown.filter((operation) => this.#marks?.has(lookedAt(operation)) !== true).length,
		};
	}

	/** The user has read the details: an unknown outcome need not be warned of any more. */
	async setLookedAt(operation: Operation): Promise<void> {
		if (!isUnknown(operation)) return;
		await this.#marks?.claim(lookedAt(operation));
		this.#changes.fire(operation);
	}

	/** @returns true for the one window that shall tell the user of this state of the operation */
	async claimTelling({ id, state }: Operation): Promise<boolean> {
		return (await this.#marks?.claim(`${state}-${id}`)) ?? false;
	}

	/** True when the user was told of this state of the operation, by whichever window. */
	wasTold({ id, state }: Operation): boolean {
		return this.#marks?.has(`${state}-${id}`) === true;
	}

	async #follow({ service, storage }: Started): Promise<void> {
		this.#leave();
		this.#service = service;
		const marks = new Marks(path.join(storage.fsPath, TOLD));
		this.#marks = marks;
		this.#stop = service.operations.onDidChangeOperation((operation) => this.#changes.fire(operation));
		try {
			await marks.read();
			await service.operations.recover();
		} catch (error) {
			// What could not be read is told by the view; what was found is shown.
			this.#session.log.error(`The journal of operations: ${error instanceof Error ? error.message : String(error)}`);
		}
		if (this.#service !== service) return;
		this.#recovered = true;
		this.#changes.fire(undefined);
	}

	#leave(): void {
		this.#stop?.();
		this.#stop = undefined;
		this.#service = undefined;
		this.#marks = undefined;
		this.#recovered = false;
		this.#changes.fire(undefined);
	}

	dispose(): void {
		this.#stop?.();
		vscode.Disposable.from(...this.#disposables).dispose();
	}
}
