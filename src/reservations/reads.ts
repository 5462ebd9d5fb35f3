/** What is read of one reservation when it is looked at: itself, its order, its history and its use. */
import { type CapacityReservation, getReservation, getReservationOrder, revisionPages } from '../azure/capacity';
import { type UsageDetail, type UsageSummary, usageDetailPages, usageSummaryPages } from '../azure/consumption';
import { isCancelled } from '../azure/failure';
import { parseSubscriptionId } from '../azure/ids';
import { allItems } from '../azure/paging';
import { getSubscription } from '../azure/subscriptions';
import type { Transport } from '../azure/transport';
import { type LastFailures, toFailure } from './failures';
import { historyEntry, singleReservation } from './mapping';
import type { HistoryEntry, Reservation, ReservationOrder, ReservationRef, ResourceUsage, UsageGrain, UsagePoint } from './model';
import { orderFrom } from './orders';
import type { Portfolio } from './portfolio';
import { resourcesUsed, startOfDay, usagePoints, usageWindow } from './usage';

interface ReadsParts {
	readonly transport: Transport;
	readonly portfolio: Portfolio;
	readonly failures: LastFailures;
	readonly clock: () => number;
	/** Fires when the service ends. */
	readonly ending: AbortSignal;
}

/** Each read throws a ServiceFailure, which is remembered for the support block, or an AbortError. */
export class Reads {
	readonly #parts: ReadsParts;
	readonly #subscriptionNames = new Map<string, string>();

	constructor(parts: ReadsParts) {
		this.#parts = parts;
	}

	reservation(ref: ReservationRef, signal?: AbortSignal): Promise<Reservation> {
		const { transport, portfolio } = this.#parts;
		return this.#of(ref, signal, async (ending) => {
			const body = await getReservation(transport, ref.tenantId, ref, { signal: ending });
			const known = portfolio.find(ref.tenantId.toLowerCase(), ref.reservationId.toLowerCase());
			const reservation = singleReservation(ref.tenantId.toLowerCase(), body, known);
			if (reservation === undefined) throw new Error('reservation without a readable id');
			portfolio.put(reservation);
			return reservation;
		});
	}

	order(ref: ReservationRef, signal?: AbortSignal): Promise<ReservationOrder> {
		return this.#of(ref, signal, async (ending) => {
			const body = await getReservationOrder(this.#parts.transport, ref.tenantId, ref.orderId, { signal: ending });
			return orderFrom(ref.tenantId, ref.orderId, body);
		});
	}

	/** Newest first. */
	history(ref: ReservationRef, signal?: AbortSignal): Promise<readonly HistoryEntry[]> {
		return this.#of(ref, signal, async (ending) => {
			const pages = revisionPages(this.#parts.transport, ref.tenantId, ref, { signal: ending });
			const revisions = await allItems<CapacityReservation>(pages);
			return revisions.map(historyEntry).sort((a, b) => Number(b.revision) - Number(a.revision));
		});
	}

	usage(ref: ReservationRef, grain: UsageGrain, signal?: AbortSignal): Promise<readonly UsagePoint[]> {
		return this.#of(ref, signal, async (ending) => {
			const range = usageWindow(grain, this.#parts.clock());
			// Monthly was seen to work without a range (recordings 14), daily needs one.
			const asked = grain === 'daily' ? { grain, range } : { grain };
			const pages = usageSummaryPages(this.#parts.transport, ref.tenantId, ref, asked, { signal: ending });
			return usagePoints(await allItems<UsageSummary>(pages), range);
		});
	}

	/** @param day any moment of it, ms since the epoch; days are in UTC */
	resourceUsage(ref: ReservationRef, day: number, signal?: AbortSignal): Promise<readonly ResourceUsage[]> {
		return this.#of(ref, signal, async (ending) => {
			const range = { from: startOfDay(day), to: startOfDay(day) };
			const pages = usageDetailPages(this.#parts.transport, ref.tenantId, ref, range, { signal: ending });
			return resourcesUsed(await allItems<UsageDetail>(pages));
		});
	}

	/**
	 * The name of a subscription; one that was read is not read again.
	 * @param id GUID or `/subscriptions/{id}`
	 * @returns undefined when Azure tells none
	 */
	async subscriptionName(tenantId: string, id: string, signal?: AbortSignal): Promise<string | undefined> {
		const subscriptionId = parseSubscriptionId(id);
		if (subscriptionId === undefined) return undefined;
		const key = `${tenantId.toLowerCase()} ${subscriptionId}`;
		const known = this.#subscriptionNames.get(key);
		if (known !== undefined) return known;
		const { displayName } = await this.any(signal, (ending) =>
			getSubscription(this.#parts.transport, tenantId, subscriptionId, { signal: ending }),
		);
		if (displayName) this.#subscriptionNames.set(key, displayName);
		return displayName || undefined;
	}

	/** Forgets names that another account may not see. */
	clear(): void {
		this.#subscriptionNames.clear();
	}

	/**
	 * Any other read.
	 * @param work gets a signal that fires when the caller cancels or the service ends
	 */
	async any<T>(signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
		return this.#read([], signal, work);
	}

	/** Fires when the caller cancels or the service ends. */
	untilTheEnd(signal: AbortSignal | undefined): AbortSignal {
		const { ending } = this.#parts;
		return signal === undefined ? ending : AbortSignal.any([signal, ending]);
	}

	#of<T>(ref: ReservationRef, signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
		return this.#read([ref.reservationId.toLowerCase(), ref.tenantId.toLowerCase()], signal, work);
	}

	/** @param keys what the failure is remembered by; the last one is the tenant */
	async #read<T>(
		keys: readonly string[],
		signal: AbortSignal | undefined,
		work: (signal: AbortSignal) => Promise<T>,
	): Promise<T> {
		try {
			return await work(this.untilTheEnd(signal));
		} catch (error) {
			if (isCancelled(error)) throw error;
			const failure = toFailure(error, keys.at(-1));
			for (const key of keys) this.#parts.failures.note(key, failure);
			throw failure;
		}
	}
}
