/** What became of each customer of a scan, and the counts of it: every step costs the same, however many customers there are. */
import type { FailureKind, ServiceFailure } from '../../azure/failure';
import type { CustomerScan, CustomerScanState, ScanCause } from './model';

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

	state(tenantId: string): CustomerScanState | undefined {
		return this.#states.get(tenantId);
	}

	customer(tenantId: string): CustomerScan | undefined {
		const state = this.#states.get(tenantId);
		return state === undefined ? undefined : { tenantId, state, failure: this.#failures.get(tenantId) };
	}

	failures(): readonly CustomerScan[] {
		return Array.from(this.#failures, ([tenantId, failure]) => ({ tenantId, state: 'failed', failure }));
	}

	/** @param failure why, for `failed` */
	set(tenantId: string, state: CustomerScanState, failure?: ServiceFailure): void {
		this.remove(tenantId);
		this.#states.set(tenantId, state);
		this.#counts[state] += 1;
		if (failure === undefined) return;
		this.#failures.set(tenantId, failure);
		this.#count(failure, 1);
	}

	/** It is not a customer any more. */
	remove(tenantId: string): void {
		const before = this.#states.get(tenantId);
		if (before === undefined) return;
		this.#states.delete(tenantId);
		this.#counts[before] -= 1;
		const failure = this.#failures.get(tenantId);
		if (failure !== undefined) this.#count(failure, -1);
		this.#failures.delete(tenantId);
	}

	#count({ kind, details: { code } }: ServiceFailure, by: 1 | -1): void {
		const key = `${kind} ${code ?? ''}`;
		const cause = this.#causes.get(key) ?? { kind, code, count: 0 };
		cause.count += by;
		if (cause.count > 0) this.#causes.set(key, cause);
		else this.#causes.delete(key);
	}
}
