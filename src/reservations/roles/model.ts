/** The words of access control: who holds which role where, what it lets them do, and what became of giving or taking one. */
import type { ServiceFailure } from '../../azure/failure';
import type { Abilities } from './abilities';

/** Where a role can be given here. */
export type GrantPlace = 'order' | 'reservation' | 'tenant';
/** Where a role is held: `above` is what is higher than all reservations of the tenant, for example its root. */
export type Place = GrantPlace | 'above';

/** A reservation order, with one of its reservations where that is meant. All are GUIDs. */
export interface RoleTarget {
	readonly tenantId: string;
	readonly orderId: string;
	readonly reservationId?: string | undefined;
}

/** Groups of the partner that are known in its customers' tenants (rules 1.3). */
export type PartnerGroupName = 'AdminAgents' | 'HelpdeskAgents';

/** Somebody or something that a role is given to. */
export interface Principal {
	/** Object id: GUID, lower case. */
	readonly id: string;
	/** `unknown`: deleted, of another tenant, or nobody may tell. */
	readonly kind: 'person' | 'group' | 'app' | 'foreignGroup' | 'unknown';
	/** As Azure calls it: `User`, `Group`, `ServicePrincipal`, `ForeignGroup`. Undefined: not known, and left to Azure. */
	readonly type?: string | undefined;
	readonly name?: string | undefined;
	/** Address of a person, description of a group, client id of an app. */
	readonly detail?: string | undefined;
	readonly isGuest?: boolean | undefined;
	/** Whose tenant knows it. */
	readonly home?: 'customer' | 'partner' | undefined;
	readonly partnerGroup?: PartnerGroupName | undefined;
}

/** A role that somebody holds. */
export interface HeldRole {
	/** Whole resource id of the assignment. */
	readonly assignmentId: string;
	readonly principalId: string;
	/** As Azure calls it, for example `ForeignGroup`. */
	readonly principalType?: string | undefined;
	/** GUID, lower case. */
	readonly roleId: string;
	/** Its name in the tenant; undefined where the role can't be read any more. */
	readonly roleName?: string | undefined;
	/** Undefined where the role can't be read. */
	readonly abilities?: Abilities | undefined;
	readonly place: Place;
	/** Resource id of where it was given. */
	readonly scope: string;
	/** ms since the epoch */
	readonly since?: number | undefined;
	readonly description?: string | undefined;
}

/** Somebody with all the roles that count for the reservation. */
export interface Member {
	readonly principal: Principal;
	readonly roles: readonly HeldRole[];
	/** All roles together. */
	readonly abilities: Abilities;
	/**
	 * - `viewOnly`: can view, but not exchange or return.
	 * - `reservationOnly`: the role would do, but is held on the reservation alone, and exchange and return need the order.
	 */
	readonly shortfall?: 'viewOnly' | 'reservationOnly' | undefined;
	/** It is you, or a group that you are in; undefined: that can't be told. */
	readonly isYou: boolean | undefined;
}

/** Who has access to a reservation. */
export interface RoleAssignments {
	readonly target: RoleTarget;
	/** Who can do most comes first. */
	readonly members: readonly Member[];
	/** Why the roles on the order, or on the reservation, are missing here. */
	readonly orderFailure?: ServiceFailure | undefined;
	readonly reservationFailure?: ServiceFailure | undefined;
	/** What else could not be read, in sentences. */
	readonly notRead: readonly string[];
	/** Whether you may give roles on the order; undefined: that can't be told. */
	readonly canDelegate: boolean | undefined;
}

/** A role that can be given. */
export interface Role {
	/** GUID, lower case. */
	readonly id: string;
	readonly name: string;
	readonly description?: string | undefined;
	readonly abilities: Abilities;
}

/** Whom a search found. */
export interface PrincipalHits {
	readonly principals: readonly Principal[];
	/** What could not be searched. */
	readonly failures: readonly ServiceFailure[];
}

/**
 * What has to be confirmed before something is done:
 * - `tenantWide`: it counts for every reservation of the customer.
 * - `lastOwner`: nobody is left who may exchange or return.
 * - `yourself`: you lose a right yourself.
 */
export type ConcernId = 'tenantWide' | 'lastOwner' | 'yourself';

export interface Concern {
	readonly id: ConcernId;
	/** What will be, in a sentence. */
	readonly text: string;
}

/** A role for somebody, as it is to be given. */
export interface GrantWish {
	readonly target: RoleTarget;
	readonly place: GrantPlace;
	/** GUID of the role. */
	readonly roleId: string;
	readonly principal: Pick<Principal, 'id' | 'type'> & Partial<Pick<Principal, 'name'>>;
	readonly description?: string | undefined;
}

/** What giving or taking a role would do. Nothing has been changed. */
export interface RolePreview {
	/** It is so already: nothing will be sent. Says in a sentence why. */
	readonly already?: string | undefined;
	/** What to know, in sentences. */
	readonly notes: readonly string[];
	/** What has to be confirmed. */
	readonly concerns: readonly Concern[];
}

/** What became of giving or taking a role. The last two say that it was so before: the state that was wanted. */
export interface RoleResult {
	readonly outcome: 'granted' | 'revoked' | 'there' | 'gone';
	readonly assignmentId: string;
	/** In a sentence. */
	readonly text: string;
}

/** One order, or without one all orders of a customer that are in force. */
export interface BatchTarget {
	readonly tenantId: string;
	readonly orderId?: string | undefined;
}

/** What is to be given on many orders. The role goes by its name: each tenant has its own id for a custom role. */
export interface BatchWish {
	readonly roleName: string;
	readonly principal: GrantWish['principal'];
}

/** What became of one order of many. */
export interface GrantLine {
	readonly tenantId: string;
	/** Undefined where the orders of the customer could not be read. */
	readonly orderId?: string | undefined;
	readonly outcome: 'granted' | 'there' | 'failed' | 'cancelled';
	readonly result?: RoleResult | undefined;
	readonly failure?: ServiceFailure | undefined;
}
