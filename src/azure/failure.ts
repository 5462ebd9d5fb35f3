/** The one family of errors that the clients and the reservations service fail with. */

/**
 * - `NotAllowed`: signed out, or a right is missing.
 * - `NotFound`: no such thing, or none visible to this account.
 * - `Throttled`: the service asked to wait longer than we are ready to.
 * - `Refused`: the service understood the request and declined it.
 * - `SessionExpired`: a quote is too old to commit.
 * - `OutcomeUnknown`: a committing call was sent and its outcome can't be told.
 * - `Unreachable`: no answer, or the service failed (5xx).
 * - `UnexpectedAnswer`: an answer that does not have the documented shape.
 */
export type FailureKind =
	| 'NotAllowed'
	| 'NotFound'
	| 'Throttled'
	| 'Refused'
	| 'SessionExpired'
	| 'OutcomeUnknown'
	| 'Unreachable'
	| 'UnexpectedAnswer';

/** Whether a call that was to change something may have done it: `no` when it never left or was declined, else `maybe`. */
export type Sent = 'no' | 'maybe';

export interface FailureDetails {
	/** The service's own error code, for example `AuthorizationFailed`. */
	readonly code?: string | undefined;
	/** HTTP status of the answer. */
	readonly status?: number | undefined;
	/** Correlation id of the call: what Microsoft Support asks for. */
	readonly correlationId?: string | undefined;
	/** When the failure happened, in ms since the epoch. */
	readonly at?: number | undefined;
	/** Tenant id of the customer the call was for. */
	readonly customerTenantId?: string | undefined;
	/** For a call that was to change something: whether it may have done so. */
	readonly sent?: Sent | undefined;
	/**
	 * For a call that was to change something: the service said yes (HTTP 2xx), though what it said beside that can't be read. A web
	 * page is no answer of a service: something on the way put it there.
	 */
	readonly accepted?: boolean | undefined;
	/** The token that could not be had is the one beside the customer's, of the partner's own tenant (arm-contract 1). */
	readonly lacksAuxiliaryToken?: boolean | undefined;
	/** For `Throttled`: seconds to wait. */
	readonly waitSeconds?: number | undefined;
	/** For `NotAllowed`: the right that is missing, in Azure's words. */
	readonly missingRight?: string | undefined;
	/** What the user can do next. */
	readonly remedy?: string | undefined;
	/** Claims challenge that came with a 401 (decoded JSON). */
	readonly claims?: string | undefined;
	/** The service's own words, or where in the answer the shape was wrong. Never a token, never a whole body. */
	readonly detail?: string | undefined;
	readonly cause?: unknown;
}

const MARK = 'cspReservations.ServiceFailure';

/** An error with a sentence for a partner in `message` and the facts for support beside it. */
export class ServiceFailure extends Error {
	/** Recognised by this mark, not by `instanceof`: the bundles each carry their own copy of the class. */
	readonly mark = MARK;
	readonly kind: FailureKind;
	readonly details: FailureDetails;

	/**
	 * @param kind what sort of failure
	 * @param message one or two sentences: what happened and what was not done
	 * @param details facts for the user's next step and for support
	 */
	constructor(kind: FailureKind, message: string, details: FailureDetails = {}) {
		super(message, details.cause === undefined ? undefined : { cause: details.cause });
		this.name = 'ServiceFailure';
		this.kind = kind;
		this.details = { at: Date.now(), ...details };
	}
}

/** True for a failure of this family, whichever bundle made it. */
export function isServiceFailure(error: unknown): error is ServiceFailure {
	return error instanceof Error && (error as Partial<ServiceFailure>).mark === MARK;
}

/** True when the work was cancelled: by the user, or because its answer is not needed any more. Not an error to show. */
export function isCancelled(error: unknown): boolean {
	return error instanceof Error && error.name === 'AbortError';
}

/**
 * What a cancelled caller gets.
 * @param signal the signal that fired
 * @returns its own reason where that is an AbortError, else an AbortError with the reason as its cause
 */
export function cancellation(signal: AbortSignal): Error {
	const reason: unknown = signal.reason;
	return isCancelled(reason)
		? (reason as Error)
		: new DOMException('The work was cancelled.', { name: 'AbortError', cause: reason });
}
