/** The lines that are bought, with what of each can be chosen, and what the whole commitment of it would be. */
import * as vscode from 'vscode';
import { moment, money } from '../../../host/formats';
import { billingPlanWords, flexibilityWords, termWords } from '../../../host/words';
import { regionName } from '../../../reservations/regions';
import { hasName, hasQuantity, plansOf } from '../draft';
import type { Priced } from '../figures';
import type { DraftPurchase, Line } from '../messages';
import type { Place } from '../scopes';

/** @param price undefined: not known, or not yet */
export function lineView(one: DraftPurchase, price: Priced | undefined, loading: boolean, places: readonly Place[]): Line {
	const { l10n } = vscode;
	return {
		line: one.line,
		title: one.product,
		details: [one.sku, one.region === undefined ? undefined : regionName(one.region)]
			.filter((part) => part !== undefined)
			.join(' · '),
		quantity: one.quantity === undefined ? '' : String(one.quantity),
		quantityProblem: hasQuantity(one) ? undefined : l10n.t('A whole number from 1.'),
		name: one.name,
		nameProblem: hasName(one) ? undefined : l10n.t('Up to 64 letters, digits, hyphens and underscores.'),
		term: one.term,
		terms: one.terms.map((value) => ({
			value,
			label: one.legacyTerms.includes(value) ? l10n.t('{0} (not sold any more)', termWords(value)) : termWords(value),
		})),
		billingPlan: one.billingPlan,
		plans: plansOf(one.plans, one.term).map((value) => ({ value, label: billingPlanWords(value) ?? value })),
		subscription: one.subscription,
		scope: one.scope,
		scopes: scopes(one, places),
		renew: one.renew,
		flexibility: one.flexibility,
		flexibilities: (one.flexibility === undefined ? [] : ['On', 'Off']).map((value) => ({
			value,
			label: flexibilityWords(value).value,
		})),
		price: price?.commitment === undefined ? (loading ? l10n.t('Asking…') : l10n.t('Not known')) : money(price.commitment),
		priceNote: priceNote(price),
		removeLabel: l10n.t('Remove {0}', one.product),
	};
}

function priceNote(price: Priced | undefined): string | undefined {
	const { l10n } = vscode;
	if (price?.commitment === undefined) return undefined;
	const what =
		price.firstPayment === undefined
			? l10n.t('Whole commitment, without tax.')
			: l10n.t('Whole commitment, without tax. First payment: {0}.', money(price.firstPayment));
	return price.asOf === undefined ? what : `${what} ${l10n.t('As of {0}', moment(price.asOf))}`;
}

function scopes(one: DraftPurchase, places: readonly Place[]): Line['scopes'] {
	const options = [
		{ value: 'Shared', label: vscode.l10n.t('Shared') },
		...places.map((place) => ({ value: place.id, label: placeWords(place) })),
	];
	return options.some(({ value }) => value === one.scope) ? options : [...options, { value: one.scope, label: one.scope }];
}

function placeWords({ kind, name }: Place): string {
	const { l10n } = vscode;
	switch (kind) {
		case 'subscription':
			return l10n.t('Subscription: {0}', name);
		case 'resourceGroup':
			return l10n.t('Resource group: {0}', name);
		case 'managementGroup':
			return l10n.t('Management group: {0}', name);
	}
}
