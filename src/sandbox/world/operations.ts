/** Long-running operations: what a poll of each is told at a moment (arm-contract 1.2). */

export interface OperationState {
	/** `Succeeded`, `Failed`, and any other word while it runs. */
	readonly status: string;
	readonly properties?: unknown;
	readonly error?: { readonly code: string; readonly message: string };
}

export interface Operation {
	readonly id: string;
	readonly endsAt: number;
	/** @param now ms since the epoch */
	stateAt(now: number): OperationState;
}

/** A split or merge: what its result tells once it is through. */
export interface Derivation {
	readonly kind: 'split' | 'merge';
	readonly orderId: string;
	/** Undefined while it runs. */
	result: unknown;
}
