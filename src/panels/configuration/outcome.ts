/** What is being done and what became of it: the change itself, and after a split the scopes of its parts, one by one. */
import * as vscode from 'vscode';
import { isCancelled, type ServiceFailure } from '../../azure/failure';
import type { ChangeRecord, ChangeResult, Configuration } from '../../reservations/configuration/model';
import type { ReservationRef } from '../../reservations/model';
import { scopeOf } from '../exchange/scopes';
import { anotherConnection } from '../shared/connection';
import { asFailure } from '../shared/part';
import type { ConfigurationDesk } from './desk';
import { partOf } from './parts';
import type { Seen } from './review';

interface OutcomeOptions {
	/** The service that is in use. @throws ServiceFailure when another one has taken its place */
	desk(): Promise<ConfigurationDesk>;
	/** The service of the connection that is up. */
	current(): ConfigurationDesk | undefined;
	readonly ref: ReservationRef;
	changed(): void;
}

/** How the scope of one part stands, apart from what the log says of it. */
interface PartState {
	readonly busy: boolean;
	readonly failure?: ServiceFailure | undefined;
	/** It had the scope already. */
	readonly done?: boolean;
}

export class Outcome {
	readonly #options: OutcomeOptions;
	#changeId: string | undefined;
	#scopes: readonly string[];
	#parts: readonly PartState[] = [];
	/** Units of the new reservations, as they were read. */
	readonly #quantities = new Map<string, number>();
	/** The parts get their scopes as soon as the split is through: applied with it, in this window. */
	#isInOneGo = false;
	#sending = false;
	#doing: Seen | undefined;
	#failure: ServiceFailure | undefined;
	#unchanged: string | undefined;
	#looking = false;
	/** Counts the connections that were left. */
	#era = 0;

	constructor(options: OutcomeOptions, saved?: { readonly changeId: string; readonly scopes: readonly string[] }) {
		this.#options = options;
		this.#changeId = saved?.changeId;
		this.#scopes = saved?.scopes ?? [];
	}

	/** The change that is shown. */
	get record(): ChangeRecord | undefined {
		return this.#changeId === undefined ? undefined : this.#options.current()?.configuration.changeOf(this.#changeId);
	}

	/** What is kept over a reload of the window. */
	get saved(): { changeId: string; scopes: string[] } | undefined {
		return this.#changeId === undefined ? undefined : { changeId: this.#changeId, scopes: [...this.#scopes] };
	}

	/** Something is on its way for the first time: nothing else can be done meanwhile. */
	get isSending(): boolean {
		return this.#sending;
	}

	/** What is on its way, as it was previewed; undefined when it is a change that is put back. */
	get doing(): Seen | undefined {
		return this.#doing;
	}

	get isLooking(): boolean {
		return this.#looking;
	}

	/** The split is through, and the scopes of its parts are about to be sent. */
	get isGoingOn(): boolean {
		return this.#isInOneGo && this.record?.state === 'succeeded';
	}

	/** Why nothing was sent, or why it could not be looked at. */
	get failure(): ServiceFailure | undefined {
		return this.#failure;
	}

	/** Nothing was to be different. */
	get unchanged(): string | undefined {
		return this.#unchanged;
	}

	/** Scopes that the parts of a split get, with how each stands; empty: the part keeps its scope. */
	get parts(): readonly { readonly scope: string; readonly state: PartState; readonly record: ChangeRecord | undefined }[] {
		return this.#scopes.map((scope, index) => ({
			scope,
			state: this.#parts[index] ?? { busy: false },
			record: this.#recordOf(this.refOfPart(index)),
		}));
	}

	/** The new reservation that is this part of the split; undefined while that is not known. */
	refOfPart(index: number): ReservationRef | undefined {
		const { tenantId } = this.#options.ref;
		const { results = [], quantities = [] } = this.record ?? {};
		const refs = results.map((it) => ({ tenantId, ...it }));
		const quantityOf = (ref: ReservationRef) =>
			this.#quantities.get(ref.reservationId) ?? this.#options.current()?.getReservation(ref)?.quantity;
		return partOf(index, refs, quantities, quantityOf);
	}

	/**
	 * Does what was seen. Never rejects.
	 * @param basis what the user saw of the reservation
	 * @param scopes of the parts of a split
	 * @returns true when it is done, on its way, not known, or nothing was left to do; false when it certainly was not done
	 */
	apply(seen: Seen, basis: Configuration, scopes: readonly string[]): Promise<boolean> {
		const { ref } = this.#options;
		this.#doing = seen;
		return this.#send(async ({ configuration }) => {
			switch (seen.kind) {
				case 'change':
					return configuration.change(ref, seen.change, basis);
				case 'split':
					return { outcome: 'sent', record: await configuration.split(ref, seen.quantities, basis) };
				case 'merge': {
					const other = seen.preview.sources[1]?.basis ?? basis;
					const items = [
						{ ref, basis },
						{ ref: seen.other, basis: other },
					];
					return { outcome: 'sent', record: await configuration.merge(items) };
				}
			}
		}, scopes);
	}

	/** Puts the change back. @returns as {@link apply} */
	undo(id: string): Promise<boolean> {
		return this.#send(({ configuration }) => configuration.undo(id), []);
	}

	/** Looks again at what is not known. Never rejects. */
	async look(): Promise<void> {
		const ids = [this.record, ...this.parts.map(({ record }) => record)].filter((it) => it !== undefined).map(({ id }) => id);
		this.#looking = true;
		this.#failure = undefined;
		this.#options.changed();
		try {
			const { configuration } = await this.#options.desk();
			for (const id of ids) await configuration.look(id);
		} catch (error) {
			if (!isCancelled(error)) this.#failure = asFailure(error);
		}
		this.#looking = false;
		this.#options.changed();
	}

	/** Gives one part of a split its scope. Never rejects. */
	async rescope(index: number): Promise<void> {
		const scope = scopeOf(this.#scopes[index] ?? '');
		if (scope === undefined || this.#parts[index]?.busy === true) return;
		const era = this.#era;
		// What became of it with a connection that has ended is told by the log, if this one has it.
		const set = (state: PartState) => {
			if (era === this.#era) this.#setPart(index, state);
		};
		set({ busy: true });
		try {
			const { configuration } = await this.#options.desk();
			for (const result of this.record?.results ?? []) {
				const { basis } = await configuration.read({ tenantId: this.#options.ref.tenantId, ...result });
				if (basis.quantity !== undefined) this.#quantities.set(result.reservationId, basis.quantity);
			}
			const ref = this.refOfPart(index);
			if (ref === undefined) throw new Error(vscode.l10n.t('It can’t be told yet which of the new reservations this part is.'));
			const { basis } = await configuration.read(ref);
			const { outcome } = await configuration.change(ref, { scope }, basis);
			set({ busy: false, done: outcome === 'unchanged' });
		} catch (error) {
			set({ busy: false, failure: asFailure(error) });
		}
	}

	/** Goes on with the scopes of the parts once the split that they were applied with is through. */
	async goOn(): Promise<void> {
		if (!this.isGoingOn) return;
		this.#isInOneGo = false;
		await Promise.all(this.#scopes.map((_, index) => this.rescope(index)));
	}

	/**
	 * Another connection is in use: what the one before told is gone, and nothing that was begun with it goes on by itself. The change is
	 * shown again where the log of this one has it.
	 */
	left(): void {
		this.#era++;
		this.#parts = [];
		this.#quantities.clear();
		this.#isInOneGo = false;
		this.#failure = undefined;
		this.#unchanged = undefined;
	}

	/** Ends the showing of the result. */
	close(): void {
		this.#changeId = undefined;
		this.#scopes = [];
		this.#parts = [];
		this.#isInOneGo = false;
		this.#failure = undefined;
		this.#unchanged = undefined;
	}

	async #send(work: (desk: ConfigurationDesk) => Promise<ChangeResult>, scopes: readonly string[]): Promise<boolean> {
		if (this.#sending) return false;
		this.close();
		this.#sending = true;
		this.#options.changed();
		try {
			const era = this.#era;
			const result = await work(await this.#options.desk());
			if (result.outcome === 'unchanged') this.#unchanged = result.explanation;
			else this.#changeId = result.record.id;
			this.#scopes = scopes.some((scope) => scope !== '') ? scopes : [];
			this.#isInOneGo = this.#scopes.length > 0 && era === this.#era;
			return result.outcome === 'unchanged' || !wasNotDone(result.record);
		} catch (error) {
			// The service that was to send it has ended before.
			this.#failure = isCancelled(error) ? anotherConnection() : asFailure(error);
			return false;
		} finally {
			this.#sending = false;
			this.#doing = undefined;
			this.#options.changed();
		}
	}

	#setPart(index: number, state: PartState): void {
		this.#parts = this.#scopes.map((_, at) => (at === index ? state : (this.#parts[at] ?? { busy: false })));
		this.#options.changed();
	}

	/** The newest change of a part's scope in the log, so that what was sent is known after a reload too. */
	#recordOf(ref: ReservationRef | undefined): ChangeRecord | undefined {
		return this.#options
			.current()
			?.configuration.changes()
			.find(
				({ fields, reservations }) =>
					fields.includes('scope') && reservations.some(({ reservationId }) => reservationId === ref?.reservationId),
			);
	}
}

const wasNotDone = ({ state }: ChangeRecord) => state === 'failed' || state === 'notDone';
