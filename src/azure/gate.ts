/** When a call may go out: few at a time to one host and for one budget, what the user waits for first, none while one is held. */
import { AdaptiveLimit } from './adaptive-limit';
import { Budget, type InLine } from './budget';
import { cancellation } from './failure';

/** A call that wants to go out. */
export interface Turn {
	/** Origin of the host. */
	readonly host: string;
	/** What the service counts together when it throttles. */
	readonly budget: string;
	/** Whose calls wait, for telling it; the same for all turns of a budget. */
	readonly tenantId: string;
	readonly isForeground: boolean;
	readonly signal: AbortSignal | undefined;
	/** Longest time that holds may keep it back, ms. */
	readonly patienceMs: number;
}

/** What a call showed about its budget. */
export interface Feedback {
	/** The service answered, and did not complain. */
	readonly isGood: boolean;
	/** The service throttles: ms to wait. */
	readonly holdMs?: number | undefined;
	/** Calls that the service says are left. */
	readonly left?: number | undefined;
}

/** A place under way. */
export interface Place {
	/** Ms for which holds kept the call back. */
	readonly heldMs: number;
	/** Gives the place back; once. */
	leave(feedback: Feedback): void;
}

/** The budget is held for longer than the call is ready to wait. */
export class HeldTooLong extends Error {
	/** @param waitMs how long it is still held */
	constructor(readonly waitMs: number) {
		super('The calls are held back for too long.');
	}
}

/** Seen from the gate, time. */
export interface Time {
	/** Now, ms since the epoch. */
	readonly clock: () => number;
	/** Waits; rejects when the signal fires. */
	readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

interface Waiting extends InLine {
	readonly turn: Turn;
	heldMs: number;
	readonly go: (place: Place) => void;
	readonly refuse: (error: Error) => void;
}

interface Host {
	readonly limit: AdaptiveLimit;
	readonly budgets: Map<string, Budget<Waiting>>;
	underWay: number;
	alarm: { readonly at: number; readonly off: AbortController } | undefined;
}

export class Gate {
	readonly #ceiling: number;
	readonly #time: Time;
	readonly #waits: WaitingTenants;
	readonly #hosts = new Map<string, Host>();
	#arrivals = 0;

	/**
	 * @param ceiling most calls under way to one host, and for one budget (performance 5: at most 5)
	 * @param onWait told when calls for a tenant have to wait for the service: until when, or undefined when they go on
	 */
	constructor(ceiling: number, time: Time, onWait: (tenantId: string, until: number | undefined) => void) {
		this.#ceiling = ceiling;
		this.#time = time;
		this.#waits = new WaitingTenants(onWait);
	}

	/**
	 * Waits for a place. Who waits with the user goes first, then whose budget has the fewest calls under way, then who came
	 * first; a budget that is held or full keeps nobody else waiting.
	 * @throws HeldTooLong at once when the budget is held for longer than the patience; an AbortError when the signal fires
	 */
	async enter(turn: Turn): Promise<Place> {
		const { signal } = turn;
		if (signal?.aborted) throw cancellation(signal);
		const host = this.#host(turn.host);
		const budget = this.#budget(host, turn);
		const heldMs = budget.heldFor(this.#time.clock());
		if (heldMs > turn.patienceMs) throw new HeldTooLong(heldMs);
		const place = Promise.withResolvers<Place>();
		const waiting: Waiting = { number: this.#arrivals++, turn, heldMs, go: place.resolve, refuse: place.reject };
		const stop = () => {
			remove(budget.line(turn.isForeground), waiting);
			if (signal) waiting.refuse(cancellation(signal));
			this.#admit(host);
		};
		signal?.addEventListener('abort', stop, { once: true });
		budget.line(turn.isForeground).push(waiting);
		this.#admit(host);
		try {
			return await place.promise;
		} finally {
			signal?.removeEventListener('abort', stop);
		}
	}

	/** Lets those go that may, and sees to it that the others are looked at again when their time has come. */
	#admit(host: Host): void {
		const now = this.#time.clock();
		for (const isForeground of [true, false]) {
			while (host.underWay < host.limit.places) {
				const budget = this.#next(host, isForeground, now);
				if (budget === undefined) break;
				this.#begin(host, budget, isForeground, now);
			}
		}
		let earliest: number | undefined;
		for (const budget of host.budgets.values()) {
			const until = budget.keepsWaitingUntil(now);
			this.#waits.set(budget.tenantId, budget.key, until);
			if (until !== undefined && (earliest === undefined || until < earliest)) earliest = until;
			if (budget.isForgettable(now)) host.budgets.delete(budget.key);
		}
		this.#setAlarm(host, earliest, now);
	}

	/** The budget whose first one in line goes next; undefined when none may. */
	#next(host: Host, isForeground: boolean, now: number): Budget<Waiting> | undefined {
		let next: Budget<Waiting> | undefined;
		for (const budget of host.budgets.values()) {
			const [first] = budget.line(isForeground);
			if (first === undefined || budget.underWay >= budget.limit.places || budget.opensAt(isForeground, now) > now) continue;
			const other = next?.line(isForeground)[0];
			const isBefore =
				next === undefined ||
				other === undefined ||
				budget.underWay < next.underWay ||
				(budget.underWay === next.underWay && first.number < other.number);
			if (isBefore) next = budget;
		}
		return next;
	}

	#begin(host: Host, budget: Budget<Waiting>, isForeground: boolean, now: number): void {
		const waiting = budget.line(isForeground).shift();
		if (waiting === undefined) return;
		host.underWay++;
		budget.begin(now);
		const begun = { host: host.limit.falls, budget: budget.limit.falls };
		waiting.go({
			heldMs: waiting.heldMs,
			leave: (feedback) => {
				host.underWay--;
				budget.underWay--;
				this.#learn(host, budget, feedback, begun);
				this.#admit(host);
			},
		});
	}

	#learn(
		host: Host,
		budget: Budget<Waiting>,
		{ isGood, holdMs, left }: Feedback,
		begun: { readonly host: number; readonly budget: number },
	): void {
		const now = this.#time.clock();
		if (left !== undefined) budget.tell(left, now);
		if (isGood) {
			budget.limit.rise();
			host.limit.rise();
		}
		if (holdMs === undefined) return;
		budget.limit.fall(begun.budget);
		// Where a second budget is throttled at the same time, the service counts more than the budget: the account or the host.
		const isOther = (other: Budget<Waiting>) => other !== budget && other.heldFor(now) > 0;
		if ([...host.budgets.values()].some(isOther)) host.limit.fall(begun.host);
		const longer = budget.hold(now + holdMs, now);
		for (const waiting of budget.waiting) {
			waiting.heldMs += longer;
			if (waiting.heldMs <= waiting.turn.patienceMs) continue;
			remove(budget.line(waiting.turn.isForeground), waiting);
			waiting.refuse(new HeldTooLong(budget.heldFor(now)));
		}
	}

	/** One alarm a host, at the earliest time that somebody waits for. */
	#setAlarm(host: Host, at: number | undefined, now: number): void {
		if (host.alarm?.at === at) return;
		host.alarm?.off.abort();
		host.alarm = undefined;
		if (at === undefined) return;
		const alarm = { at, off: new AbortController() };
		host.alarm = alarm;
		const ring = () => {
			if (host.alarm !== alarm) return;
			host.alarm = undefined;
			this.#admit(host);
		};
		this.#time.sleep(at - now, alarm.off.signal).then(ring, ring);
	}

	#host(origin: string): Host {
		let host = this.#hosts.get(origin);
		if (host === undefined) {
			host = { limit: new AdaptiveLimit(this.#ceiling), budgets: new Map(), underWay: 0, alarm: undefined };
			this.#hosts.set(origin, host);
		}
		return host;
	}

	#budget(host: Host, turn: Turn): Budget<Waiting> {
		let budget = host.budgets.get(turn.budget);
		if (budget === undefined) {
			budget = new Budget(turn.budget, turn.tenantId, this.#ceiling);
			host.budgets.set(turn.budget, budget);
		}
		return budget;
	}
}

/** Tells, for each tenant, until when its calls wait; a tenant may have several budgets that wait. */
class WaitingTenants {
	readonly #waits = new Map<string, Map<string, number>>();
	readonly #tell: (tenantId: string, until: number | undefined) => void;

	constructor(tell: (tenantId: string, until: number | undefined) => void) {
		this.#tell = tell;
	}

	/** @param until when the budget's next call may go, or undefined when none waits */
	set(tenantId: string, budget: string, until: number | undefined): void {
		const known = this.#waits.get(tenantId);
		if (known?.get(budget) === until) return;
		const waits = known ?? new Map<string, number>();
		const before = latest(waits);
		if (until === undefined) waits.delete(budget);
		else waits.set(budget, until);
		if (waits.size === 0) this.#waits.delete(tenantId);
		else this.#waits.set(tenantId, waits);
		const after = latest(waits);
		if (after !== before) this.#tell(tenantId, after);
	}
}

function latest(waits: ReadonlyMap<string, number>): number | undefined {
	return waits.size === 0 ? undefined : Math.max(...waits.values());
}

function remove<T>(list: T[], item: T): void {
	const index = list.indexOf(item);
	if (index >= 0) list.splice(index, 1);
}

/** Longest time that a timer can count, ms; what is longer would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Waits, for at most 24 days; rejects with an AbortError when the signal fires. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	if (signal?.aborted) throw cancellation(signal);
	await new Promise<void>((resolve, reject) => {
		const stop = () => {
			clearTimeout(timer);
			if (signal) reject(cancellation(signal));
		};
		const timer = setTimeout(
			() => {
				signal?.removeEventListener('abort', stop);
				resolve();
			},
			Math.min(ms, LONGEST_TIMER_MS),
		);
		signal?.addEventListener('abort', stop, { once: true });
	});
}
