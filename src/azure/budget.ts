/** One throttling budget, as the service counts it: how many of its calls may be under way, from when on, and who waits for it. */
import { AdaptiveLimit } from './adaptive-limit';

/** Calls left that count as few; the bucket of a tenant has room for about 250 reads (arm-contract 1). */
const FEW = 50;
/** Longest gap between two calls that are spread out, ms: the one that is kept when nothing is left. */
const LONGEST_GAP_MS = 2_000;
/** The service's word on how many calls are left counts this long, ms: a bucket fills up again by itself. */
const WORD_COUNTS_MS = 60_000;

/** Clocks are corrected by fractions of a second all the time; what goes back further was set, ms. */
const CLOCK_SLACK_MS = 1_000;

/** Something that waits in a line of the budget. */
export interface InLine {
	/** Number of its arrival: who came first goes first. */
	readonly number: number;
}

export class Budget<W extends InLine> {
	readonly limit: AdaptiveLimit;
	readonly foreground: W[] = [];
	readonly background: W[] = [];
	underWay = 0;
	#heldUntil = 0;
	#lastSeen = Number.NEGATIVE_INFINITY;
	#lastBegin = Number.NEGATIVE_INFINITY;
	#told: { readonly left: number; readonly at: number } | undefined;

	/**
	 * @param key what the service counts together
	 * @param tenantId whose calls they are, for telling that they wait
	 */
	constructor(
		readonly key: string,
		readonly tenantId: string,
		ceiling: number,
	) {
		this.limit = new AdaptiveLimit(ceiling);
	}

	line(isForeground: boolean): W[] {
		return isForeground ? this.foreground : this.background;
	}

	get waiting(): readonly W[] {
		return [...this.foreground, ...this.background];
	}

	/** A call begins. */
	begin(now: number): void {
		this.#notice(now);
		this.underWay++;
		this.#lastBegin = now;
	}

	/** @param left calls that the service says are left */
	tell(left: number, now: number): void {
		this.#told = { left, at: now };
	}

	/** Keeps all calls back until then. @returns ms by which the hold became longer */
	hold(until: number, now: number): number {
		this.#notice(now);
		const longer = until - Math.max(now, this.#heldUntil);
		if (longer <= 0) return 0;
		this.#heldUntil = until;
		return longer;
	}

	/** How long calls are still kept back, ms; 0 when they are not. */
	heldFor(now: number): number {
		this.#notice(now);
		return Math.max(0, this.#heldUntil - now);
	}

	/**
	 * When the next call may begin. When few calls are left, work in the background is spread out, more the fewer there are;
	 * what the user waits for goes on as long as there is any.
	 */
	opensAt(isForeground: boolean, now: number): number {
		this.#notice(now);
		const left = this.#left(now);
		if (left >= FEW || (isForeground && left > 0)) return this.#heldUntil;
		const lacking = 1 - Math.max(0, left) / FEW;
		// Squared, so that the first calls below the mark go about as fast as a bucket fills up.
		return Math.max(this.#heldUntil, this.#lastBegin + LONGEST_GAP_MS * lacking ** 2);
	}

	/** Until when time alone keeps somebody in line waiting; undefined when it keeps nobody. */
	keepsWaitingUntil(now: number): number | undefined {
		const line = this.foreground.length > 0 || this.background.length > 0;
		const until = line ? this.opensAt(this.foreground.length > 0, now) : now;
		if (until > now) return until;
		const behind = this.background.length > 0 ? this.opensAt(false, now) : now;
		return behind > now ? behind : undefined;
	}

	/** True when there is nothing to remember of it: calls under way can't make what is left few. */
	isForgettable(now: number): boolean {
		const isIdle = this.underWay === 0 && this.foreground.length === 0 && this.background.length === 0;
		return isIdle && this.limit.isAtCeiling && this.heldFor(now) === 0 && this.#left(now) >= 2 * FEW;
	}

	/** When the computer's clock was set back, moments noted before it mean nothing: a hold of seconds would last for hours. */
	#notice(now: number): void {
		if (now < this.#lastSeen - CLOCK_SLACK_MS) {
			this.#heldUntil = Math.min(this.#heldUntil, now);
			this.#lastBegin = Math.min(this.#lastBegin, now);
			this.#told = undefined;
		}
		this.#lastSeen = now;
	}

	/** Calls under way may not be counted yet, so they are taken off. */
	#left(now: number): number {
		if (this.#told === undefined || now - this.#told.at > WORD_COUNTS_MS) return Number.POSITIVE_INFINITY;
		return this.#told.left - this.underWay;
	}
}
