/** The customer's reservations as a choice of what to give back: use, quantity, and why one can't be exchanged. */
import * as vscode from 'vscode';
import { date, number, percent } from '../../../host/formats';
import { billingPlanWords, termWords } from '../../../host/words';
import type { Advice, Reservation } from '../../../reservations/model';
import { isNotExchangeable } from '../../../reservations/policy';
import { hasEnded, isActive } from '../../../reservations/states';
import { isQuantity, unusedUnits } from '../../money/quantities';
import { stateMark } from '../../overview/state-mark';
import type { Draft } from '../draft';
import type { Row } from '../messages';

/**
 * Those that have not ended and those that are chosen, what can be exchanged first.
 * @param advise what the service has to say to a reservation
 */
export function rows(
	reservations: readonly Reservation[],
	draft: Draft,
	advise: (reservation: Reservation) => readonly Advice[],
): Row[] {
	const isChosen = ({ reservationId }: Reservation) => draft.returns.some((one) => one.reservationId === reservationId);
	return reservations
		.filter((reservation) => isChosen(reservation) || (!hasEnded(reservation) && !reservation.archived))
		.sort((a, b) => Number(whyNot(a) !== undefined) - Number(whyNot(b) !== undefined) || a.name.localeCompare(b.name))
		.map((reservation) => row(reservation, draft, advise));
}

function row(reservation: Reservation, draft: Draft, advise: (reservation: Reservation) => readonly Advice[]): Row {
	const { l10n } = vscode;
	const { name, quantity, utilization, reservationId } = reservation;
	const giving = draft.returns.find((one) => one.reservationId === reservationId);
	const unused = unusedUnits(quantity, utilization.last7Days);
	return {
		reservationId,
		name,
		product: [reservation.product, termWords(reservation.term), billingPlanWords(reservation.billingPlan)]
			.filter((part) => part !== undefined)
			.join(' · '),
		state: stateMark(reservation.state, reservation.statusCode),
		quantity: number(quantity),
		most: quantity,
		use: `${percent(utilization.last7Days)} · ${percent(utilization.last30Days)}`,
		expires: date(reservation.expiresAt),
		chosen: giving !== undefined,
		giving: giving?.quantity === undefined ? '' : String(giving.quantity),
		givingLabel: l10n.t('Units of {0} to give back', name),
		chooseLabel: l10n.t('Give back {0}', name),
		unused: unused === undefined ? undefined : l10n.t('{0} of {1} not used in 7 days', number(unused), number(quantity)),
		problem: giving === undefined || isQuantity(giving.quantity, quantity) ? undefined : quantityProblem(quantity),
		whyNot: whyNot(reservation),
		notes:
			giving === undefined
				? []
				: advise(reservation)
						.filter(({ id }) => id.startsWith('policy.'))
						.map(({ title, text, link }) => ({ title, text, link })),
	};
}

function quantityProblem(most: number | undefined): string {
	return most === undefined ? unitsUntold() : vscode.l10n.t('A whole number from 1 to {0}.', number(most));
}

const unitsUntold = () => vscode.l10n.t('Azure does not tell how many units it has: none can be given back.');

/** Only what is certain keeps a reservation from being chosen; everything else is for the quote to say (arm-pitfalls 14). */
export function whyNot(reservation: Reservation): string | undefined {
	const { l10n } = vscode;
	if (!isActive(reservation)) return l10n.t('Only an active reservation can be exchanged.');
	if (reservation.term.toLowerCase() === 'none') return l10n.t('Azure Hybrid Benefit has no commitment to exchange.');
	// rules 3.9
	if (isNotExchangeable(reservation)) return l10n.t('Microsoft documents that this kind of product can’t be exchanged.');
	if (reservation.quantity === undefined) return unitsUntold();
	if (reservation.canExchange === 'notOffered') return l10n.t('Azure does not offer the exchange of this reservation.');
	return undefined;
}
