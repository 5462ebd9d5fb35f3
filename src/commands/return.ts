/** Return…: opens the panel that quotes and commits the return of a reservation. Nothing is returned by opening it. */
import * as vscode from 'vscode';
import { ServiceFailure } from '../azure/failure';
import { stateWords } from '../host/words';
import { isActive } from '../reservations/states';
import type { CommandContext } from './context';
import { knownReservationsFor } from './targets';

/** @throws ServiceFailure `Refused` for a reservation that is not active; what reading an unknown one throws */
export async function returnReservation(context: CommandContext, args: readonly unknown[]): Promise<void> {
	const [reservation] = await knownReservationsFor(context, args, vscode.l10n.t('Return: Choose a Reservation'));
	if (reservation === undefined) return;
	if (!isActive(reservation)) {
		throw new ServiceFailure(
			'Refused',
			vscode.l10n.t(
				'“{0}” can’t be returned in its state: {1}. Nothing was returned.',
				reservation.name,
				stateWords(reservation.state, reservation.statusCode),
			),
			{ customerTenantId: reservation.tenantId },
		);
	}
	const { tenantId, orderId, reservationId } = reservation;
	await context.returns.open({ tenantId, orderId, reservationId });
}
