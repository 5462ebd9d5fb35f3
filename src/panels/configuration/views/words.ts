/** A configuration in words: each part with its value and what it means, and what differs between two of them. */
import * as vscode from 'vscode';
import { unitCount } from '../../../host/counts';
import { date, money, number, unknown } from '../../../host/formats';
import { billingPlanWords, scopeWords, stateWords, termWords } from '../../../host/words';
import type { Configuration, ConfigurationField, RenewalPrice } from '../../../reservations/configuration/model';
import { sameScope, writtenScope } from '../draft';
import type { Row } from '../messages';

/** What a reservation is optimized for (rules 6). */
export function flexibilityText(flexibility: string | undefined): { readonly value: string; readonly note: string } {
	const { l10n } = vscode;
	switch (flexibility?.toLowerCase()) {
		case 'on':
			return {
				value: l10n.t('Instance size flexibility'),
				note: l10n.t('The discount also applies to other sizes of the same group.'),
			};
		case 'off':
			return {
				value: l10n.t('Capacity priority'),
				note: l10n.t('The discount applies to this size alone, and Azure keeps capacity for it. Only with a single scope.'),
			};
		case undefined:
			return { value: l10n.t('Does not apply'), note: l10n.t('Only reservations of virtual machines can be optimized.') };
		default:
			return { value: flexibility ?? unknown, note: '' };
	}
}

/** What a renewal buys. Undefined terms: the same again (rules 8). */
export function renewalText({ renewal, quantity, scope }: Pick<Configuration, 'renewal' | 'quantity' | 'scope'>): string {
	if (renewal === undefined) return vscode.l10n.t('The same again: {0}', unitCount(quantity));
	// Its scope has no name of its own; mostly it is the one of the reservation.
	const isSame = sameScope(writtenScope(renewal.scope), writtenScope(scope));
	const parts = [
		`${number(renewal.quantity)} × ${renewal.sku}`,
		termWords(renewal.term),
		billingPlanWords(renewal.billingPlan),
		scopeWords(isSame ? scope : renewal.scope).value,
	];
	return parts.join(' · ');
}

/** What the renewal costs and until when that can change (arm-contract 2.5). */
export function priceText(price: RenewalPrice | undefined): { readonly value: string; readonly note: string } {
	const { l10n } = vscode;
	const amounts = [price?.billing, price?.pricing].filter((it) => it !== undefined).map(money);
	if (price === undefined || amounts.length === 0) {
		return {
			value: l10n.t('Not known yet'),
			note: l10n.t('Azure names it for what is set; it is locked 30 days before the end.'),
		};
	}
	const value = [...new Set(amounts)].join(' · ');
	if (price.isLocked) return { value, note: l10n.t('Without tax. Locked since {0}.', date(price.lockedFrom)) };
	return { value, note: l10n.t('Without tax. It can change until it is locked on {0}.', date(price.lockedFrom)) };
}

/** Names of places by what the page sends for them, in lower case: ids alone tell nobody where a scope is. */
export type PlaceNames = ReadonlyMap<string, string>;

/** The configuration with the name of its scope, where that is known. */
function withNames(it: Configuration, names: PlaceNames): Configuration {
	const displayName = it.scope.displayName ?? names.get(writtenScope(it.scope)?.toLowerCase() ?? '');
	return { ...it, scope: { ...it.scope, displayName } };
}

type Field = ConfigurationField | 'quantity' | 'state';

const fields: readonly Field[] = ['scope', 'name', 'instanceFlexibility', 'renew', 'renewal', 'archived', 'quantity', 'state'];

/** Name of a field. */
export function fieldLabel(field: Field): string {
	const { l10n } = vscode;
	switch (field) {
		case 'scope':
			return l10n.t('Scope');
		case 'name':
			return l10n.t('Name');
		case 'instanceFlexibility':
			return l10n.t('Optimize for');
		case 'renew':
			return l10n.t('Automatic renewal');
		case 'renewal':
			return l10n.t('What the renewal buys');
		case 'archived':
			return l10n.t('Archived');
		case 'quantity':
			return l10n.t('Quantity');
		case 'state':
			return l10n.t('State');
	}
}

function switchText(on: boolean | undefined): string {
	if (on === undefined) return vscode.l10n.t('Not told by Azure');
	return on ? vscode.l10n.t('On') : vscode.l10n.t('Off');
}

function fieldText(field: Field, it: Configuration): string {
	const { l10n } = vscode;
	switch (field) {
		case 'scope':
			return scopeWords(it.scope).value;
		case 'name':
			return it.name;
		case 'instanceFlexibility':
			return flexibilityText(it.instanceFlexibility).value;
		case 'renew':
			return switchText(it.renew);
		case 'renewal':
			if (it.renew === undefined) return l10n.t('Not told by Azure');
			return it.renew ? renewalText(it) : l10n.t('Nothing');
		case 'archived':
			return it.archived ? l10n.t('Yes') : l10n.t('No');
		case 'quantity':
			return number(it.quantity);
		case 'state':
			return stateWords(it.provisioningState);
	}
}

/** These fields before and after. */
export function rowsOf(named: readonly Field[], before: Configuration, after: Configuration, names: PlaceNames): Row[] {
	return named.map((field) => ({
		label: fieldLabel(field),
		before: fieldText(field, withNames(before, names)),
		after: fieldText(field, withNames(after, names)),
	}));
}

/** Everything that differs, as far as words tell. */
export function differences(before: Configuration, after: Configuration, names: PlaceNames): Row[] {
	return rowsOf(fields, before, after, names).filter((row) => row.before !== row.after);
}
