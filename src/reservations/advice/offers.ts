/** Advice on what can't be done with a reservation: returns and exchanges that are not offered. */
import * as l10n from '@vscode/l10n';
import type { Advice } from '../model';
import { articleOf, isNotExchangeable, isNotReturnable } from '../policy';
import { isActive } from '../states';
import type { AdviceContext } from './context';

/** Products that are never taken back (rules 4.6), and what the service itself says (recordings 9). */
export function notReturnable({ reservation }: AdviceContext): Advice | undefined {
	if (!isActive(reservation)) return undefined;
	const title = l10n.t('It can’t be returned.');
	if (isNotReturnable(reservation)) {
		return {
			id: 'product.notReturnable',
			severity: 'info',
			title,
			text: l10n.t('Microsoft does not take back this kind of product.'),
			link: articleOf('notReturnable'),
		};
	}
	if (reservation.canReturn !== 'notOffered') return undefined;
	return {
		id: 'product.returnNotOffered',
		severity: 'info',
		title: l10n.t('Azure does not offer a return of it.'),
		text: l10n.t(
			'Azure lists it without the self-service return. If you think that is wrong, ask Microsoft Support with the IDs of the reservation and of its order.',
		),
		link: articleOf('notReturnable'),
	};
}

/** Products that are never exchanged (rules 3.9), and what the service itself says (recordings 9). */
export function notExchangeable({ reservation }: AdviceContext): Advice | undefined {
	if (!isActive(reservation)) return undefined;
	if (isNotExchangeable(reservation)) {
		return {
			id: 'product.notExchangeable',
			severity: 'info',
			title: l10n.t('It can’t be exchanged.'),
			text: l10n.t('Microsoft does not exchange this kind of product.'),
			link: articleOf('notExchangeable'),
		};
	}
	if (reservation.canExchange !== 'notOffered') return undefined;
	return {
		id: 'product.exchangeNotOffered',
		severity: 'info',
		title: l10n.t('Azure does not offer an exchange of it.'),
		text: l10n.t(
			'Azure lists it without the self-service exchange. If you think that is wrong, ask Microsoft Support with the IDs of the reservation and of its order.',
		),
		link: articleOf('notExchangeable'),
	};
}
