/** The nodes of the tree "Customers". Commands get them as arguments and recognise them by {@link isTreeNode}. */
import type { ServiceFailure } from '../azure/failure';
import type { Customer, Reseller, Reservation } from '../reservations/model';

/** The same in every bundle, as each carries its own copy of this file. */
const mark: unique symbol = Symbol.for('cspReservations.treeNode');

interface Node {
	readonly [mark]: true;
	/** Stable and unique in the view. */
	readonly id: string;
}

/** The customers of one indirect reseller, or (without one) those that the partner serves itself. */
export interface ResellerNode extends Node {
	readonly kind: 'reseller';
	readonly reseller: Reseller | undefined;
	readonly count: number;
	readonly parent?: undefined;
}

export interface CustomerNode extends Node {
	readonly kind: 'customer';
	readonly customer: Customer;
	/** Only while customers are grouped. */
	readonly parent?: ResellerNode | undefined;
}

export interface ReservationNode extends Node {
	readonly kind: 'reservation';
	readonly reservation: Reservation;
	readonly parent: CustomerNode;
}

/** Why a load failed. Never hides what is known: that stands below it. */
export interface FailureNode extends Node {
	readonly kind: 'failure';
	readonly failure: ServiceFailure;
	/** The last known state is shown below. */
	readonly keeps: boolean;
	readonly parent: CustomerNode | undefined;
}

/**
 * A line in place of reservations or customers:
 * - `none`: Azure shows no reservation to this account, and Partner Center lists no order either (or did not say).
 * - `notVisible`: Azure shows none, but Partner Center lists orders.
 * - `hidden`: all of them are ended or archived, and those are not shown.
 * - `lesserSource`: the customers are not those that Partner Center lists, because it could not be asked.
 * - `unresolved`: entries of the user's own list that lead to no tenant.
 * - `loading`: the first answer takes long.
 */
export interface NoteNode extends Node {
	readonly kind: 'note';
	readonly note: 'none' | 'notVisible' | 'hidden' | 'loading' | 'lesserSource' | 'unresolved';
	/** How many orders (`notVisible`), reservations (`hidden`), customers (`lesserSource`) or entries (`unresolved`) it is about. */
	readonly count: number;
	/** `lesserSource`: why Partner Center was not used. */
	readonly failure?: ServiceFailure | undefined;
	/** `unresolved`: why, a sentence for each of the first entries. */
	readonly reasons?: readonly string[] | undefined;
	/** While throttled: when the next try will be, ms since the epoch. */
	readonly waitingUntil: number | undefined;
	readonly parent: CustomerNode | undefined;
}

/** Shows the next page of customers. */
export interface MoreNode extends Node {
	readonly kind: 'more';
	readonly remaining: number;
	readonly parent?: undefined;
}

export type TreeNode = ResellerNode | CustomerNode | ReservationNode | FailureNode | NoteNode | MoreNode;

/** True for a node of this tree, whatever a command was called with. */
export function isTreeNode(value: unknown): value is TreeNode {
	return typeof value === 'object' && value !== null && mark in value;
}

/** @param root id of the tree's root: the partner's tenant, so that two connections never share an id */
export function customerNode(root: string, customer: Customer, parent: ResellerNode | undefined): CustomerNode {
	return { [mark]: true, kind: 'customer', id: `${root}/${customer.tenantId}`, customer, parent };
}

export function resellerNode(root: string, reseller: Reseller | undefined, count: number): ResellerNode {
	return { [mark]: true, kind: 'reseller', id: `${root}/reseller/${reseller?.tenantId ?? 'direct'}`, reseller, count };
}

/** The customer that a node is or belongs to; undefined for nodes of the whole list. */
export function customerOf(node: TreeNode): Customer | undefined {
	if (node.kind === 'customer') return node.customer;
	return node.kind === 'reseller' ? undefined : node.parent?.customer;
}

export function reservationNode(parent: CustomerNode, reservation: Reservation): ReservationNode {
	const id = `${parent.id}/${reservation.orderId}/${reservation.reservationId}`;
	return { [mark]: true, kind: 'reservation', id, reservation, parent };
}

export function failureNode(
	root: string,
	parent: CustomerNode | undefined,
	failure: ServiceFailure,
	keeps: boolean,
): FailureNode {
	return { [mark]: true, kind: 'failure', id: `${parent?.id ?? root}/failure`, failure, keeps, parent };
}

export function noteNode(
	root: string,
	parent: CustomerNode | undefined,
	note: NoteNode['note'],
	count = 0,
	waitingUntil?: number,
): NoteNode {
	return { [mark]: true, kind: 'note', id: `${parent?.id ?? root}/${note}`, note, count, waitingUntil, parent };
}

export function moreNode(root: string, remaining: number): MoreNode {
	return { [mark]: true, kind: 'more', id: `${root}/more`, remaining };
}
