/** Long-running operations by id: what a poll of each is told at a moment (arm-contract 1.2). */

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
