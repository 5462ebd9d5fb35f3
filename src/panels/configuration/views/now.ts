/** The configuration as it is: each part with what it means in a sentence. */
import * as vscode from 'vscode';
import { date, number } from '../../../host/formats';
import { scopeWords } from '../../../host/words';
import type { ReservationConfiguration } from '../../../reservations/configuration/model';
import { hasEnded, isActive } from '../../../reservations/states';
import type { Configuration } from '../messages';
import { fieldLabel, flexibilityText, priceText, renewalText } from './words';

export function nowView({ reservation, basis, renewalPrice }: ReservationConfiguration): Configuration['now'] {
	const { t } = vscode.l10n;
	const renews = basis.renew && isActive(reservation);
	const flexibility = flexibilityText(basis.instanceFlexibility);
	return [
		{ label: fieldLabel('scope'), value: scopeWords(basis.scope).value, note: scopeNote(basis.scope.kind) },
		{ label: fieldLabel('name'), value: basis.name, note: t('Shown in lists. It means nothing to Azure.') },
		{ label: fieldLabel('instanceFlexibility'), ...flexibility },
		{ label: fieldLabel('quantity'), value: number(basis.quantity), note: t('A split or a merge changes it.') },
		renewal({ reservation, basis }),
		...(renews
			? [
					{
						label: fieldLabel('renewal'),
						value: renewalText(basis),
						note: t('A renewal is a new purchase with a new order.'),
					},
					{ label: t('Price of the renewal'), ...priceText(renewalPrice) },
				]
			: []),
		{
			label: fieldLabel('archived'),
			value: basis.archived ? t('Yes') : t('No'),
			note: hasEnded(reservation)
				? t('Archived reservations are hidden in lists. Nothing else changes.')
				: t('Only what has ended can be archived.'),
		},
	];
}

/** What a kind of scope means (rules 5). */
export function scopeNote(kind: string): string {
	const { t } = vscode.l10n;
	switch (kind) {
		case 'Shared':
			return t('Applies to all eligible subscriptions in the customer’s billing context.');
		case 'ManagementGroup':
			return t('Applies to the subscriptions of the group that are in the same billing context.');
		case 'ResourceGroup':
			return t('Applies to the resources of one resource group alone.');
		case 'Single':
			return t('Applies to the resources of one subscription alone.');
		default:
			return t('Applies to nothing: it gives no discount.');
	}
}

function renewal({ reservation, basis }: Pick<ReservationConfiguration, 'reservation' | 'basis'>): Configuration['now'][number] {
	const { t } = vscode.l10n;
	const label = fieldLabel('renew');
	if (reservation.term === 'None') return { label, value: t('Does not apply'), note: t('It has no term that could be renewed.') };
	if (!isActive(reservation))
		return { label, value: basis.renew ? t('On') : t('Off'), note: t('It has ended: there is nothing to renew.') };
	if (basis.renew) {
		return {
			label,
			value: t('On'),
			note: t('Bought again on {0}, unless it is turned off before.', date(reservation.expiresAt)),
		};
	}
	return { label, value: t('Off'), note: t('It ends on {0}; then pay-as-you-go prices.', date(reservation.expiresAt)) };
}
