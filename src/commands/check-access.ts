/** Check Access: opens the access doctor on a customer, on a reservation, or on the connection itself. */
import * as vscode from 'vscode';
import type { AccessSubject } from '../reservations/access';
import { customerOf } from '../tree/nodes';
import type { CommandContext } from './context';
import { givenCustomer, isReservationRef, nodesOf, pickOne, reservationInFront } from './targets';

export async function checkAccess(context: CommandContext, args: readonly unknown[]): Promise<void> {
	const subject = subjectOf(context, args) ?? (await picked(context));
	if (subject !== undefined) await context.access.open(subject);
}

/** What the command was called on: a node, what a panel hands in, the reservation of the panel in front. */
function subjectOf(context: CommandContext, args: readonly unknown[]): AccessSubject | undefined {
	const [node] = nodesOf(args);
	if (node?.kind === 'reservation') return ofReservation(node.reservation);
	const customer = node === undefined ? undefined : customerOf(node);
	if (customer !== undefined) return { kind: 'customer', tenantId: customer.tenantId };
	if (node !== undefined) return { kind: 'connection' };
	const [given] = args;
	if (isReservationRef(given)) return ofReservation(given);
	const tenantId = givenCustomer(args);
	if (tenantId !== undefined) return { kind: 'customer', tenantId };
	// What VS Code hands in from the title of an editor is none of ours.
	if ((given as { kind?: unknown } | undefined)?.kind === 'connection') return { kind: 'connection' };
	const active = reservationInFront(context);
	return active === undefined ? undefined : ofReservation(active);
}

function ofReservation({
	tenantId,
	orderId,
	reservationId,
}: {
	readonly tenantId: string;
	readonly orderId: string;
	readonly reservationId: string;
}): AccessSubject {
	return { kind: 'reservation', tenantId, orderId, reservationId };
}

async function picked(context: CommandContext): Promise<AccessSubject | undefined> {
	const hit = await pickOne(context, 'all', vscode.l10n.t('Check the Access to a Customer or a Reservation'));
	if (hit === undefined) return undefined;
	return hit.reservation === undefined ? { kind: 'customer', tenantId: hit.customer.tenantId } : ofReservation(hit.reservation);
}
