/** The words of access: who is signed in, and what the access doctor looked at and found. */

/** Groups of the partner's tenant that stand for Partner Center's agent roles (partner-center-api 13). */
export type AgentGroup = 'AdminAgents' | 'HelpdeskAgents' | 'SalesAgents';

/** Who the connection speaks for. What could not be read is undefined, with the reason in `notRead`. */
export interface WhoAmI {
	readonly userName?: string | undefined;
	readonly displayName?: string | undefined;
	readonly partnerTenantId: string;
	readonly partnerName?: string | undefined;
	/** Nested membership counts. */
	readonly agentGroups?: readonly AgentGroup[] | undefined;
	/** INFERRED from the partner's relationships (partner-center-api 11). */
	readonly partnerKind?: 'directBill' | 'indirectProvider' | 'indirectReseller' | undefined;
	/** What the roles usually can't do, in sentences (rules 1.2). The services decide. */
	readonly limits: readonly string[];
	/** Why something is missing here, in sentences. */
	readonly notRead: readonly string[];
}

/** What is examined: the connection itself, a customer, or one reservation of a customer. */
export type AccessSubject =
	| { readonly kind: 'connection' }
	| { readonly kind: 'customer'; readonly tenantId: string }
	| { readonly kind: 'reservation'; readonly tenantId: string; readonly orderId: string; readonly reservationId: string };

/**
 * - `waiting`: not begun. `running`: under way.
 * - `passed`: as it should be. `warning`: works, but something will not. `failed`: the cause, or one of them.
 * - `skipped`: makes no sense because an earlier one failed, or can't be told; `result` says which.
 */
export type AccessState = 'waiting' | 'running' | 'passed' | 'warning' | 'failed' | 'skipped';

/** A way to mend what a check found. */
export interface AccessFix {
	/** What to do and who can do it, in a sentence. */
	readonly text: string;
	/** Command line for a shell, to copy; holds ids, never a secret. */
	readonly shell?: string | undefined;
	/** https address of a page where it is done or described. */
	readonly link?: string | undefined;
	/** The product's own command that helps, for example `cspReservations.signIn`. */
	readonly command?: string | undefined;
}

export interface AccessCheck {
	/** Stable, for tests and for the page. */
	readonly id: string;
	readonly title: string;
	readonly state: AccessState;
	/** What was found, in a sentence. Empty while it waits or runs. */
	readonly result: string;
	/** What it was read from: HTTP status, code, correlation id, roles, dates. Never a token. */
	readonly evidence: readonly { readonly label: string; readonly value: string }[];
	readonly fixes: readonly AccessFix[];
}

export interface AccessReport {
	readonly subject: AccessSubject;
	/** Name of what is examined. */
	readonly title: string;
	/** ms since the epoch */
	readonly startedAt: number;
	readonly endedAt?: number | undefined;
	readonly checks: readonly AccessCheck[];
	/** The main finding, once there is one: "AdminAgents has no role in this customer's tenant". */
	readonly verdict?: string | undefined;
	/** The verdict is that no cause was found, but that not everything could be checked: neither good nor bad. */
	readonly isInconclusive?: boolean | undefined;
}
