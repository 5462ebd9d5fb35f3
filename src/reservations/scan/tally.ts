/** What became of each of many things to read, and the counts of it: every step costs the same, however many there are. */
import type { FailureKind, ServiceFailure } from '../../azure/failure';
import type { CustomerScanState, ScanCause } from './model';

export class Tally {
	readonly #states = new Map<string, CustomerScanState>();
	readonly #failures = new Map<string, ServiceFailure>();
	readonly #counts: Record<CustomerScanState, number> = { fresh: 0, waiting: 0, read: 0, failed: 0, notTried: 0 };
	readonly #causes = new Map<string, { readonly kind: FailureKind; readonly code: string | undefined; count: number }>();

	get total(): number {
		return this.#states.size;
	}

	get counts(): Readonly<Record<CustomerScanState, number>> {
		return this.#counts;
	}

	/** Most first. There are as many as there are kinds of failures, so a handful. */
	causes(): readonly ScanCause[] {
		return Array.from(this.#causes.values(), (cause) => ({ ...cause })).sort((a, b) => b.count - a.count);
	}

	state(key: string): CustomerScanState | undefined {
		return this.#states.get(key);
	}

	failureOf(key: string): ServiceFailure | undefined {
		return this.#failures.get(key);
	}

	/** Of what could not be read, in the order it failed. */
	get failures(): ReadonlyMap<string, ServiceFailure> {
		return this.#failures;
	}

	/** @param failure why, for `failed` */
	set(key: string, state: CustomerScanState, failure?: ServiceFailure): void {
		this.remove(key);
		this.#states.set(key, state);
		this.#counts[state] += 1;
		if (failure === undefined) return;
		this.#failures.set(key, failure);
		this.#count(failure, 1);
	}

	/** It is not to be read any more. */
	remove(key: string): void {
		const before = this.#states.get(key);
		if (before === undefined) return;
		this.#states.delete(key);
		this.#counts[before] -= 1;
		const failure = this.#failures.get(key);
		if (failure !== undefined) this.#count(failure, -1);
		this.#failures.delete(key);
	}

	#count({ kind, details: { code } }: ServiceFailure, by: 1 | -1): void {
		const name = `${kind} ${code ?? ''}`;
		const cause = this.#causes.get(name) ?? { kind, code, count: 0 };
		cause.count += by;
		if (cause.count > 0) this.#causes.set(name, cause);
		else this.#causes.delete(name);
	}
}
