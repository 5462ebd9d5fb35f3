/** Advice on the state of a reservation: what is wrong with it, what it was, what became of it. */
import * as l10n from '@vscode/l10n';
import type { Advice, Reservation } from '../model';
import { articleOf } from '../policy';
import { hasEnded, isActive } from '../states';
import type { AdviceContext } from './context';
import { idList, sentences } from './words';

/** The scope went away, so nothing gets the discount (rules 5, 10). */
export function noBenefit({ reservation }: AdviceContext): Advice | undefined {
	if (reservation.state !== 'NoBenefit') return undefined;
	const reasons: Record<string, string> = {
		NoBenefitDueToSubscriptionTransfer: l10n.t('The subscription of its scope was transferred.'),
		NoBenefitDueToSubscriptionDeletion: l10n.t('The subscription of its scope was deleted.'),
	};
	const reason =
		reasons[reservation.statusCode ?? ''] ?? reservation.statusMessage ?? l10n.t('Its scope has nothing that it can apply to.');
	return {
		id: 'state.noBenefit',
		severity: 'warning',
		title: l10n.t('Nothing gets this reservation’s discount.'),
		text: sentences(
			reason,
			l10n.t(
				'Change the scope to shared, or to a subscription that exists. A scope change costs nothing and keeps the end date.',
			),
		),
		link: articleOf('usage'),
	};
}

/** The money did not come: an open status, not an end (arm-contract 4.2, ReservationStatusCode). */
export function paymentProblem({ reservation }: AdviceContext): Advice | undefined {
	const codes = ['PurchaseError', 'PaymentInstrumentError', 'CreditLineCheckFailed', 'RiskCheckFailed'];
	if (!codes.includes(reservation.statusCode ?? '') || hasEnded(reservation)) return undefined;
	return {
		id: 'state.payment',
		severity: 'warning',
		title: l10n.t('There is a problem with the payment.'),
		text: sentences(statusOf(reservation), l10n.t('Check the payment schedule here and the billing status in Partner Center.')),
	};
}

/** The purchase came to nothing (rules 10). */
export function failed({ reservation }: AdviceContext): Advice | undefined {
	if (reservation.state !== 'Failed') return undefined;
	return {
		id: 'state.failed',
		severity: 'warning',
		title: l10n.t('The purchase of this reservation failed.'),
		text: sentences(
			statusOf(reservation),
			l10n.t('It gives no discount. Buy it again, or ask Microsoft Support with the IDs of the reservation and of its order.'),
		),
	};
}

function statusOf({ statusCode, statusMessage }: Reservation): string | undefined {
	return statusMessage ?? (statusCode === undefined ? undefined : l10n.t('Azure says: {0}.', statusCode));
}

/** Split, merge, exchange and partial return end a reservation and make new ones (rules 2, 7). */
export function replaced({ reservation }: AdviceContext): Advice | undefined {
	const texts: Record<string, string> = {
		Split: l10n.t('It was split: look at the reservations it became{0}.', idList(reservation.became)),
		Merged: l10n.t('It was merged: look at the reservation it became{0}.', idList(reservation.became)),
		Exchanged: l10n.t('It was exchanged: look at the reservations bought for it.'),
	};
	const text = texts[reservation.statusCode ?? ''] ?? (hasEnded(reservation) ? texts[reservation.provisioningState] : undefined);
	if (text === undefined || !hasEnded(reservation)) return undefined;
	return {
		id: 'history.replaced',
		severity: 'info',
		title: l10n.t('This reservation was replaced.'),
		text,
		link: articleOf('management'),
	};
}

/** What it was before: earlier ids live on in invoices and tickets (rules 2, 7). */
export function cameFrom({ reservation }: AdviceContext): Advice | undefined {
	const ids = reservation.cameFrom;
	if (ids === undefined) return undefined;
	return {
		id: 'history.cameFrom',
		severity: 'info',
		title: l10n.t('It came from another reservation, by split, merge or renewal.'),
		text: l10n.t('Earlier IDs, which invoices and tickets may still name: {0}.', ids.join(', ')),
		link: articleOf('management'),
	};
}

/** Only where the two differ does it matter that a change of scope leaves the bill where it is (rules 5). */
export function billingSubscription({ reservation }: AdviceContext): Advice | undefined {
	const { scope, billingScopeId } = reservation;
	if (!isActive(reservation) || billingScopeId === undefined || scope.subscriptionId === undefined) return undefined;
	if (scope.subscriptionId.toLowerCase() === billingScopeId.toLowerCase()) return undefined;
	return {
		id: 'billing.subscription',
		severity: 'info',
		title: l10n.t('It applies to one subscription and is billed to another.'),
		text: l10n.t(
			'Billed: {0}. A change of scope does not change that; only an exchange does.',
			billingScopeId.split('/').at(-1) ?? billingScopeId,
		),
		link: articleOf('management'),
	};
}
