/** The lines that are bought, with what of each can be chosen, and what the whole commitment of it would be. */
import * as vscode from 'vscode';
import { money } from '../../../host/formats';
import { billingPlanWords, flexibilityWords, termWords } from '../../../host/words';
import type { PriceQuote } from '../../../reservations/operations/model';
import { hasName, hasQuantity, plansOf } from '../draft';
import type { DraftPurchase, Line } from '../messages';
import type { Place } from '../scopes';

/** @param price undefined: not known, or not yet */
export function lineView(one: DraftPurchase, price: PriceQuote | undefined, loading: boolean, places: readonly Place[]): Line {
	const { t } = vscode.l10n;
	return {
		line: one.line,
		title: one.product,
		details: [one.sku, one.region].filter((part) => part !== undefined).join(' · '),
		quantity: one.quantity === undefined ? '' : String(one.quantity),
		quantityProblem: hasQuantity(one) ? undefined : t('A whole number from 1.'),
		name: one.name,
		nameProblem: hasName(one) ? undefined : t('Up to 64 letters, digits, hyphens and underscores.'),
		term: one.term,
		terms: one.terms.map((value) => ({
			value,
			label: one.legacyTerms.includes(value) ? t('{0} (not sold any more)', termWords(value)) : termWords(value),
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
		price: price?.commitment === undefined ? (loading ? t('Asking…') : t('Not known')) : money(price.commitment),
		priceNote:
			price?.firstPayment === undefined
				? undefined
				: t('Whole commitment, without tax. First payment: {0}.', money(price.firstPayment)),
		removeLabel: t('Remove {0}', one.product),
	};
}

function scopes(one: DraftPurchase, places: readonly Place[]): Line['scopes'] {
	const options = [
		{ value: 'Shared', label: vscode.l10n.t('Shared') },
		...places.map((place) => ({ value: place.id, label: placeWords(place) })),
	];
	return options.some(({ value }) => value === one.scope) ? options : [...options, { value: one.scope, label: one.scope }];
}

function placeWords({ kind, name }: Place): string {
	const { t } = vscode.l10n;
	switch (kind) {
		case 'subscription':
			return t('Subscription: {0}', name);
		case 'resourceGroup':
			return t('Resource group: {0}', name);
		case 'managementGroup':
			return t('Management group: {0}', name);
	}
}
