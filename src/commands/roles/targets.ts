/** Which orders a role is to be given on: rows of the tree, the reservation of a panel, or what the user picks. */
import * as vscode from 'vscode';
import { isNewOrders } from '../../host/new-order-access';
import type { BatchTarget } from '../../reservations/roles/model';
import { customerOf } from '../../tree/nodes';
import type { CommandContext } from '../context';
import { givenRefs, nodesOf, pickOne, reservationInFront } from '../targets';

/** @returns empty when the user picked none */
export async function batchTargets(context: CommandContext, args: readonly unknown[]): Promise<readonly BatchTarget[]> {
	const nodes = nodesOf(args);
	if (nodes.length > 0) {
		return nodes.flatMap((node): BatchTarget[] => {
			if (node.kind === 'reservation') return [orderOf(node.reservation)];
			const customer = customerOf(node);
			return customer === undefined ? [] : [{ tenantId: customer.tenantId }];
		});
	}
	const [given] = args;
	if (isNewOrders(given)) return given.orders;
	const refs = givenRefs(context, args);
	if (refs.length > 0) return refs.map(orderOf);
	const active = reservationInFront(context);
	if (active !== undefined) return [orderOf(active)];
	const title = vscode.l10n.t('Grant Access on a Reservation’s Order, or on All of a Customer');
	const hit = await pickOne(context, 'all', title);
	if (hit === undefined) return [];
	return [hit.reservation === undefined ? { tenantId: hit.customer.tenantId } : orderOf(hit.reservation)];
}

function orderOf({ tenantId, orderId }: { readonly tenantId: string; readonly orderId: string }): BatchTarget {
	return { tenantId, orderId };
}
