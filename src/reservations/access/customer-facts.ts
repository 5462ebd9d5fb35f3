/** What is read about one customer: the account in its tenant, relationships, subscriptions, reservations, roles. */
import { reservationPages } from '../../azure/capacity';
import { isCancelled, isServiceFailure } from '../../azure/failure';
import { accessAssignmentPages, delegatedRelationshipPages, type GraphUser, getMe, membershipPages } from '../../azure/graph';
import { allItems } from '../../azure/paging';
import { getCustomer } from '../../azure/partner-center';
import { subscriptionPages, tenantPages } from '../../azure/subscriptions';
import { readEntitledOrders } from '../entitled-orders';
import { listedReservation } from '../mapping';
import { lazy, lazyByKey } from './lazy';
import type { PartnerFacts, Reading } from './partner-facts';
import { type HeldRole, RoleBook } from './roles';

/** Ids that a role can be given to and that are the caller, with what each is: the account, or a group by its name. */
export type Principals = ReadonlyMap<string, string | undefined>;

/** Each fact is read when it is first asked for. All of them throw ServiceFailure, or an AbortError when cancelled. */
export class CustomerFacts {
	readonly tenantId: string;
	readonly #reading: Reading;
	readonly #partner: PartnerFacts;
	readonly #roles: RoleBook;

	/** @param tenantId GUID, lower case */
	constructor(reading: Reading, partner: PartnerFacts, tenantId: string) {
		this.tenantId = tenantId;
		this.#reading = reading;
		this.#partner = partner;
		this.#roles = new RoleBook(reading, tenantId);
	}

	/** The customer in Partner Center. */
	readonly customer = lazy(() => getCustomer(this.#reading.transport, this.tenantId, this.#options));

	/** The user's own account in the tenant, a guest's for the most part. Undefined: there is none. */
	readonly account = lazy(async (): Promise<GraphUser | undefined> => {
		try {
			return await getMe(this.#reading.transport, this.tenantId, this.#options);
		} catch (error) {
			if (isServiceFailure(error) && error.kind === 'NotFound') return undefined;
			throw error;
		}
	});

	/** How Azure sees the account's relation to the tenant: `Home`, `ProjectedBy`, `ManagedBy`. Undefined: it does not say. */
	readonly category = lazy(async (): Promise<string | undefined> => {
		const tenants = await allItems(tenantPages(this.#reading.transport, this.tenantId, this.#options));
		return tenants.find(({ tenantId }) => tenantId.toLowerCase() === this.tenantId)?.tenantCategory ?? undefined;
	});

	readonly relationships = lazy(() =>
		allItems(delegatedRelationshipPages(this.#reading.transport, this.tenantId, this.#options)),
	);

	readonly accessAssignments = lazyByKey((relationshipId) =>
		allItems(accessAssignmentPages(this.#reading.transport, relationshipId, this.#options)),
	);

	readonly subscriptions = lazy(() => allItems(subscriptionPages(this.#reading.transport, this.tenantId, this.#options)));

	/** What Azure lists; entries without a readable id are left out. */
	readonly reservations = lazy(async () => {
		const bodies = await allItems(reservationPages(this.#reading.transport, this.tenantId, this.#options));
		return bodies.flatMap((body) => listedReservation(this.tenantId, body) ?? []);
	});

	readonly entitledOrders = lazy(() => readEntitledOrders(this.#reading.transport, this.tenantId, this.#options));

	/**
	 * Whom roles in the tenant have to name to count for the user. An account in the tenant counts alone: a guest has nothing of
	 * the partner's groups there (rules 1.3). Without one, the partner's groups count as foreign groups.
	 */
	readonly principals = lazy(async (): Promise<Principals> => {
		const account = await this.account().catch((error: unknown) => {
			if (isCancelled(error)) throw error;
			return undefined;
		});
		if (account !== undefined) {
			const pages = membershipPages(this.#reading.transport, this.tenantId, this.#options);
			const groups = await allItems(pages).catch((error: unknown) => {
				if (isCancelled(error)) throw error;
				return [];
			});
			return principalsOf(
				account.id,
				groups.map(({ id, displayName }) => ({ id, name: displayName ?? undefined })),
			);
		}
		const [me, groups] = await Promise.all([this.#partner.me(), this.#partner.groups()]);
		return principalsOf(me.id, groups);
	});

	/** The user's own roles at a scope and above it. */
	async rolesAt(scope: string): Promise<readonly HeldRole[]> {
		const [principals, all] = await Promise.all([this.principals(), this.#roles.at(scope)]);
		return all.filter(({ principalId }) => principals.has(principalId));
	}

	get #options() {
		return { signal: this.#reading.signal };
	}
}

function principalsOf(userId: string, groups: readonly { readonly id: string; readonly name: string | undefined }[]): Principals {
	return new Map([[userId.toLowerCase(), undefined], ...groups.map(({ id, name }) => [id.toLowerCase(), name ?? id] as const)]);
}
