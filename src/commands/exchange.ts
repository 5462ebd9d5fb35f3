/** Exchange…: opens the panel that quotes and commits an exchange of reservations of one customer. Nothing is exchanged by opening it. */
import * as vscode from 'vscode';
import { ServiceFailure } from '../azure/failure';
import { list } from '../host/formats';
import { stateWords } from '../host/words';
import type { ReservationRef } from '../reservations/model';
import { isActive } from '../reservations/states';
import type { CommandContext } from './context';
import { customersFor, givenCustomer, isReservationRef, knownReservationsFor, nodesOf, reservationInFront } from './targets';

/**
 * From a customer: all its reservations are offered. From reservations: these are chosen already.
 * @throws ServiceFailure `Refused` for reservations of several customers, or when none of them is active
 */
export async function exchange(context: CommandContext, args: readonly unknown[]): Promise<void> {
	const tenantIds = await customersFor(context, args, vscode.l10n.t('Exchange: Choose a Customer'));
	const [tenantId, ...others] = tenantIds;
	if (tenantId === undefined) return;
	if (others.length > 0) {
		const names = tenantIds.map((id) => context.session.current?.getCustomer(id)?.name ?? id);
		throw new ServiceFailure(
			'Refused',
			vscode.l10n.t('An exchange is of one customer, but reservations of several are selected: {0}.', list(names)),
			{ remedy: vscode.l10n.t('Select reservations of one customer. Nothing was exchanged.') },
		);
	}
	const selected = await selectedReservations(context, args);
	await context.exchanges.open(selected.length === 0 ? { tenantId } : { tenantId, selected });
}

async function selectedReservations(context: CommandContext, args: readonly unknown[]): Promise<readonly ReservationRef[]> {
	const nodes = nodesOf(args);
	const isOfPanel = nodes.length === 0 && givenCustomer(args) === undefined && reservationInFront(context) !== undefined;
	const pointsAtSome = nodes.some(({ kind }) => kind === 'reservation') || isReservationRef(args[0]) || isOfPanel;
	if (!pointsAtSome) return [];
	const reservations = await knownReservationsFor(context, args);
	const active = reservations.filter(isActive);
	const [first] = reservations;
	if (active.length === 0 && first !== undefined) {
		throw new ServiceFailure(
			'Refused',
			vscode.l10n.t(
				'“{0}” can’t be exchanged in its state: {1}. Nothing was exchanged.',
				first.name,
				stateWords(first.state, first.statusCode),
			),
			{ customerTenantId: first.tenantId },
		);
	}
	return active.map(({ tenantId, orderId, reservationId }) => ({ tenantId, orderId, reservationId }));
}
