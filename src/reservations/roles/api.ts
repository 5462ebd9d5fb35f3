/** The door to access control (Azure RBAC) on reservation orders and reservations. No money moves here. */
import type {
	BatchTarget,
	BatchWish,
	ConcernId,
	GrantLine,
	GrantPlace,
	GrantWish,
	Principal,
	PrincipalHits,
	Role,
	RoleAssignments,
	RolePreview,
	RoleResult,
	RoleTarget,
} from './model';

export interface RolesService {
	/**
	 * Who has access: the roles on the order, on the reservation, and above both, with names from the customer's tenant, else from the
	 * partner's (rules 1.4). What can't be read is told beside what can.
	 * @throws ServiceFailure when the roles neither of the order nor of the reservation can be read
	 */
	read(target: RoleTarget, signal?: AbortSignal): Promise<RoleAssignments>;
	/** The roles that can be given at a place and are of use on reservations, the usual ones first. @throws ServiceFailure */
	rolesAt(target: RoleTarget, place: GrantPlace, signal?: AbortSignal): Promise<readonly Role[]>;
	/**
	 * Users and groups of the customer's tenant with a word that starts like this, or whatever an object id stands for.
	 * What can't be searched is told beside what can. @throws an AbortError when cancelled
	 */
	search(tenantId: string, words: string, signal?: AbortSignal): Promise<PrincipalHits>;
	/** AdminAgents and HelpdeskAgents of the partner, as principals in the customers' tenants (rules 1.3). @throws ServiceFailure */
	partnerGroups(signal?: AbortSignal): Promise<readonly Principal[]>;

	/** What giving a role would do. @throws ServiceFailure; `Refused` for what can't be given at all */
	previewGrant(wish: GrantWish, signal?: AbortSignal): Promise<RolePreview>;
	/**
	 * Gives a role, once: reads what is there first, and names the assignment by what it gives, so that the same one is never made twice.
	 * A principal that Azure does not know yet is tried again for a while under the same name (arm-contract 8).
	 * @param confirmed the concerns of the preview that the user has agreed to
	 * @throws ServiceFailure; `Refused` for a concern that was not confirmed; `OutcomeUnknown` when it can't be told whether it was given
	 */
	grant(wish: GrantWish, confirmed: readonly ConcernId[], signal?: AbortSignal): Promise<RoleResult>;
	/** What taking an assignment would do. @throws ServiceFailure */
	previewRevoke(target: RoleTarget, assignmentId: string, signal?: AbortSignal): Promise<RolePreview>;
	/** Takes an assignment, once. @throws as {@link grant} */
	revoke(target: RoleTarget, assignmentId: string, confirmed: readonly ConcernId[], signal?: AbortSignal): Promise<RoleResult>;

	/**
	 * Gives one role on many orders, some at a time. Never rejects: each order has its line. Doing it again skips what is there.
	 * @param signal what has not begun is not begun any more; what was sent is waited for
	 * @param told called with each line, and how many there are in all as far as that is known
	 */
	grantAll(
		targets: readonly BatchTarget[],
		wish: BatchWish,
		signal?: AbortSignal,
		told?: (line: GrantLine, count: number) => void,
	): Promise<readonly GrantLine[]>;

	/**
	 * Whether the partner's group AdminAgents may exchange and return on an order, by a role there or above. An order that an exchange
	 * has made starts with roles of its own (rules 1.4).
	 * @throws ServiceFailure when it can't be read; `NotFound` where the partner has no such group that can be seen
	 */
	adminAgentsMayExchange(target: RoleTarget, signal?: AbortSignal): Promise<boolean>;

	/** Tells which customer's roles were changed from here. Returns the function that ends it. */
	onDidChangeRoles(listener: (tenantId: string) => void): () => void;
}
