/** What a command is meant for: tree nodes, the reservation of a panel, or what the user picks when neither is given. */
import * as vscode from 'vscode';
import { refsOf } from '../panels/support/subject';
import type { Reservation, ReservationRef } from '../reservations/model';
import { customerOf, isTreeNode, type TreeNode } from '../tree/nodes';
import type { CommandContext } from './context';
import type { Picked } from './pick';

/** The tree nodes that a command was called with: the selection when the clicked node is part of it, else that node. */
export function nodesOf(args: readonly unknown[]): readonly TreeNode[] {
	const [clicked, selected] = args;
	if (!isTreeNode(clicked)) return [];
	const all = Array.isArray(selected) ? selected.filter(isTreeNode) : [];
	return all.some(({ id }) => id === clicked.id) ? all : [clicked];
}

/**
 * The arguments of a command that reads or opens something. From the palette, which gives none, the panel in front is meant: what
 * is selected in the Portfolio, else what the panel is about. Where no panel is in front, what is selected in the tree is. What
 * has nothing that the command is for leaves the choice to the user.
 * @param most so many at once, as the command takes them; of more the user has to choose
 */
export function withSelection(
	context: CommandContext,
	args: readonly unknown[],
	what: 'reservations' | 'customers',
	most = Number.POSITIVE_INFINITY,
): readonly unknown[] {
	if (args[0] !== undefined) return args;
	const meant = inFront(context) ?? context.view.selection;
	const fitting = meant.filter((one) => (what === 'reservations' ? isReservation(one) : tenantOf(one) !== undefined));
	const [first] = fitting;
	const count = what === 'reservations' ? fitting.length : new Set(fitting.map(tenantOf)).size;
	return first === undefined || count > most ? args : [first, fitting];
}

/** A row of the tree, or what a panel is about. */
type Meant = TreeNode | ReservationRef | { readonly tenantId: string };

function isReservation(one: Meant): boolean {
	return isTreeNode(one) ? one.kind === 'reservation' : isReservationRef(one);
}

function tenantOf(one: Meant): string | undefined {
	return isTreeNode(one) ? customerOf(one)?.tenantId : one.tenantId;
}

/** What the panel in front is about; undefined: none of the panels is in front. */
function inFront(context: CommandContext): readonly Meant[] | undefined {
	const { portfolio, exchanges, support, supportRequests, access } = context;
	const reservation = reservationInFront(context);
	if (reservation !== undefined) return [reservation];
	if (portfolio.active !== undefined) return portfolio.loaded?.selected ?? [];
	if (support.active !== undefined) {
		const refs = refsOf(support.active.origin);
		return refs.length > 0 ? refs : [support.active];
	}
	if (access.active !== undefined) return access.active.kind === 'connection' ? [] : [access.active];
	const customer = exchanges.active ?? supportRequests.active;
	return customer && [customer];
}

export function isReservationRef(value: unknown): value is ReservationRef {
	const ref = value as Partial<Record<keyof ReservationRef, unknown>> | null | undefined;
	return [ref?.tenantId, ref?.orderId, ref?.reservationId].every((id) => typeof id === 'string');
}

/** The reservations that a panel hands in: one, and all that are selected where there are more. Its menu marks one of many. */
export function givenRefs({ portfolio }: CommandContext, [given, selected]: readonly unknown[]): readonly ReservationRef[] {
	if (!isReservationRef(given)) return [];
	const listed = 'many' in given ? portfolio.loaded?.selected : selected;
	const all = Array.isArray(listed) ? listed.filter(isReservationRef) : [];
	// Where it is selected no more since the menu was opened, it alone was meant.
	return all.some(({ reservationId }) => reservationId === given.reservationId) ? all : [given];
}

/** The reservation of the panel in front, whichever kind of panel that is. */
export function reservationInFront({ overviews, configurations, roles, returns }: CommandContext): ReservationRef | undefined {
	return [overviews, configurations, roles, returns].map(({ active }) => active).find((active) => active !== undefined);
}

/**
 * The reservations a command is meant for.
 * @param title of the list that asks for one; it says what for where that costs money
 * @returns empty when the user picked none
 */
export async function reservationsFor(
	context: CommandContext,
	args: readonly unknown[],
	title = vscode.l10n.t('Choose a Reservation'),
): Promise<readonly ReservationRef[]> {
	const nodes = nodesOf(args);
	if (nodes.length > 0) return nodes.filter((node) => node.kind === 'reservation').map((node) => node.reservation);
	const given = givenRefs(context, args);
	if (given.length > 0) return given;
	const active = reservationInFront(context);
	if (active !== undefined) return [active];
	const picked = await pickOne(context, 'reservations', title);
	return picked?.reservation === undefined ? [] : [picked.reservation];
}

/** The same with all that is known of each. @throws ServiceFailure when one has to be read and can't be */
export async function knownReservationsFor(
	context: CommandContext,
	args: readonly unknown[],
	title?: string,
): Promise<readonly Reservation[]> {
	const refs = await reservationsFor(context, args, title);
	if (refs.length === 0) return [];
	const service = await context.session.service();
	return Promise.all(refs.map((ref) => service.getReservation(ref) ?? service.readReservation(ref)));
}

/**
 * Tenant ids of the customers a command is meant for; a reservation stands for its customer.
 * @param title of the list that asks for one
 * @returns empty when the user picked none
 */
export async function customersFor(
	context: CommandContext,
	args: readonly unknown[],
	title = vscode.l10n.t('Choose a Customer'),
): Promise<readonly string[]> {
	const nodes = nodesOf(args);
	if (nodes.length > 0)
		return [
			...new Set(
				nodes
					.map(customerOf)
					.filter((customer) => customer !== undefined)
					.map(({ tenantId }) => tenantId),
			),
		];
	const refs = givenRefs(context, args);
	if (refs.length > 0) return [...new Set(refs.map(({ tenantId }) => tenantId))];
	const tenantId = tenantIn(args[0]);
	if (tenantId !== undefined) return [tenantId];
	const active = reservationInFront(context);
	if (active !== undefined) return [active.tenantId];
	const picked = await pickOne(context, 'customers', title);
	return picked === undefined ? [] : [picked.customer.tenantId];
}

/** The customer that a command is meant for, where it was called on a node or from a panel. */
export function givenCustomer(args: readonly unknown[]): string | undefined {
	const [node] = nodesOf(args);
	return node === undefined ? tenantIn(args[0]) : customerOf(node)?.tenantId;
}

/** What a panel hands in points at a customer or at a reservation of one. */
function tenantIn(given: unknown): string | undefined {
	const { tenantId } = (given ?? {}) as { tenantId?: unknown };
	return typeof tenantId === 'string' && !isTreeNode(given) ? tenantId : undefined;
}

/** Lets the user find one among all; the code for it is loaded then. @returns undefined when the user gave up */
export async function pickOne(
	context: CommandContext,
	kind: 'all' | 'customers' | 'reservations',
	title: string,
): Promise<Picked | undefined> {
	const { pickFromAll } = await import('./pick');
	return pickFromAll(context, kind, title);
}
