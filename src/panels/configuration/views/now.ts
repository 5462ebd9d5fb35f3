/** The configuration as it is: each part with what it means in a sentence. */
import * as vscode from 'vscode';
import { date, number } from '../../../host/formats';
import { scopeWords } from '../../../host/words';
import type { ReservationConfiguration } from '../../../reservations/configuration/model';
import { hasEnded, isActive } from '../../../reservations/states';
import type { Configuration } from '../messages';
import { fieldLabel, flexibilityText, priceText, renewalText } from './words';

export function nowView({ reservation, basis, renewalPrice }: ReservationConfiguration): Configuration['now'] {
	const { l10n } = vscode;
	const renews = basis.renew && isActive(reservation);
	const flexibility = flexibilityText(basis.instanceFlexibility);
	return [
		{ label: fieldLabel('scope'), value: scopeWords(basis.scope).value, note: scopeNote(basis.scope.kind) },
		{ label: fieldLabel('name'), value: basis.name, note: l10n.t('Shown in lists. It means nothing to Azure.') },
		{ label: fieldLabel('instanceFlexibility'), ...flexibility },
		{ label: fieldLabel('quantity'), value: number(basis.quantity), note: l10n.t('A split or a merge changes it.') },
		renewal({ reservation, basis }),
		...(renews
			? [
					{
						label: fieldLabel('renewal'),
						value: renewalText(basis),
						note: l10n.t('A renewal is a new purchase with a new order.'),
					},
					{ label: l10n.t('Price of the renewal'), ...priceText(renewalPrice) },
				]
			: []),
		{
			label: fieldLabel('archived'),
			value: basis.archived ? l10n.t('Yes') : l10n.t('No'),
			note: hasEnded(reservation)
				? l10n.t('Archived reservations are hidden in lists. Nothing else changes.')
				: l10n.t('Only what has ended can be archived.'),
		},
	];
}

/** What a kind of scope means (rules 5). */
export function scopeNote(kind: string): string {
	const { l10n } = vscode;
	switch (kind) {
		case 'Shared':
			return l10n.t('Applies to all eligible subscriptions in the customer’s billing context.');
		case 'ManagementGroup':
			return l10n.t('Applies to the subscriptions of the group that are in the same billing context.');
		case 'ResourceGroup':
			return l10n.t('Applies to the resources of one resource group alone.');
		case 'Single':
			return l10n.t('Applies to the resources of one subscription alone.');
		default:
			return l10n.t('Applies to nothing: it gives no discount.');
	}
}

function renewal({ reservation, basis }: Pick<ReservationConfiguration, 'reservation' | 'basis'>): Configuration['now'][number] {
	const { l10n } = vscode;
	const label = fieldLabel('renew');
	if (reservation.term === 'None')
		return { label, value: l10n.t('Does not apply'), note: l10n.t('It has no term that could be renewed.') };
	if (basis.renew === undefined) return { label, value: l10n.t('Not told by Azure') };
	if (!isActive(reservation)) {
		const note = hasEnded(reservation)
			? l10n.t('It has ended: there is nothing to renew.')
			: l10n.t('It is not active: there is nothing to renew yet.');
		return { label, value: basis.renew ? l10n.t('On') : l10n.t('Off'), note };
	}
	if (basis.renew) {
		return {
			label,
			value: l10n.t('On'),
			note: l10n.t('Bought again on {0}, unless it is turned off before.', date(reservation.expiresAt)),
		};
	}
	return { label, value: l10n.t('Off'), note: l10n.t('It ends on {0}; then pay-as-you-go prices.', date(reservation.expiresAt)) };
}
