/** Whether the partner keeps its access to what an exchange has bought: roles on the old orders do not go over (rules 1.4). */
import * as vscode from 'vscode';
import { isCancelled, isServiceFailure } from '../azure/failure';
import type { ReservationsService } from '../reservations/api';
import type { Operation } from '../reservations/operations/model';
import type { BatchTarget } from '../reservations/roles/model';
import { number } from './formats';

type Roles = Pick<ReservationsService['roles'], 'adminAgentsMayExchange'>;

/**
 * Marks what a button of ours hands to the command that gives access, which then asks nothing any more. Arguments from elsewhere, as
 * from a workspace's tasks, are JSON and can't have it. The same in every bundle, as each carries its own copy of this file.
 */
const atOnce: unique symbol = Symbol.for('cspReservations.grantAtOnce');

/** New orders on which AdminAgents lack access. */
export interface NewOrders {
	readonly tenantId: string;
	readonly orders: readonly BatchTarget[];
	readonly [atOnce]: true;
}

/** True for what {@link withoutAdminAgents} has found, whatever a command was called with. */
export function isNewOrders(value: unknown): value is NewOrders {
	return typeof value === 'object' && value !== null && atOnce in value;
}

export function newOrders(tenantId: string, orders: readonly BatchTarget[]): NewOrders {
	return { tenantId, orders, [atOnce]: true };
}

/** Orders that an exchange has made. */
export function newOrdersOf({ kind, lines }: Pick<Operation, 'kind' | 'lines'>): readonly string[] {
	if (kind !== 'exchange') return [];
	const bought = lines.filter(({ direction }) => direction === 'purchase').flatMap(({ orderId }) => orderId ?? []);
	return [...new Set(bought)];
}

/**
 * The new orders on which AdminAgents may not exchange and return. One that can't be read is not told: it may well be in order.
 * @returns undefined: there are none
 * @throws an AbortError when cancelled
 */
export async function withoutAdminAgents(
	roles: Roles,
	operation: Pick<Operation, 'kind' | 'tenantId' | 'lines'>,
	signal: AbortSignal,
): Promise<NewOrders | undefined> {
	const { tenantId } = operation;
	const found = await Promise.all(
		newOrdersOf(operation).map(async (orderId): Promise<BatchTarget[]> => {
			try {
				return (await roles.adminAgentsMayExchange({ tenantId, orderId }, signal)) ? [] : [{ tenantId, orderId }];
			} catch (error) {
				if (isCancelled(error) || !isServiceFailure(error)) throw error;
				return [];
			}
		}),
	);
	const orders = found.flat();
	return orders.length === 0 ? undefined : newOrders(tenantId, orders);
}

/** What it means, and what the button says. */
export function missingAccessWords({ orders }: NewOrders): { readonly text: string; readonly label: string } {
	const { l10n } = vscode;
	return {
		text:
			orders.length === 1
				? l10n.t('AdminAgents can’t exchange or return the new order: your colleagues have no access to it.')
				: l10n.t(
						'AdminAgents can’t exchange or return {0} of the new orders: your colleagues have no access to them.',
						number(orders.length),
					),
		label: l10n.t('Grant AdminAgents Access'),
	};
}
