/** Configurations in words: what a field is called, and what its value is, for previews, records and messages. */
import * as l10n from '@vscode/l10n';
import type { ReservationScope } from '../model';
import { regionName } from '../regions';
import { sumOfUnits, unitsText } from '../units';
import { fieldsBetween } from './difference';
import type { ChangeRecord, Configuration, ConfigurationField, Difference, RenewalTerms } from './model';
import { chosenScope } from './scopes';

/** Name of a field in the user's language. */
function labelOf(field: Difference['field']): string {
	const labels: Readonly<Record<Difference['field'], string>> = {
		scope: l10n.t('Scope'),
		name: l10n.t('Name'),
		instanceFlexibility: l10n.t('Optimize for'),
		renew: l10n.t('Automatic renewal'),
		renewal: l10n.t('Renewal'),
		archived: l10n.t('Archived'),
		quantity: l10n.t('Quantity'),
		state: l10n.t('State'),
	};
	return labels[field];
}

/** A scope with its kind and its name, or the last part of its id. */
export function scopeText({ kind, displayName, subscriptionId, resourceGroupId, managementGroupId }: ReservationScope): string {
	const id = resourceGroupId ?? subscriptionId ?? managementGroupId;
	const name = displayName ?? id?.split('/').findLast((part) => part !== '') ?? '';
	switch (kind) {
		case 'Shared':
			return l10n.t('Shared');
		case 'ManagementGroup':
			return l10n.t('Management group {0}', name);
		case 'ResourceGroup':
			return l10n.t('Resource group {0}', name);
		case 'Single':
			return resourceGroupId === undefined ? l10n.t('Subscription {0}', name) : l10n.t('Resource group {0}', name);
		default:
			return kind || l10n.t('None');
	}
}

function termsText(terms: RenewalTerms | undefined): string {
	if (terms === undefined) return l10n.t('the same again');
	const { quantity, sku, region, term, billingPlan, name, scope } = terms;
	return [
		`${quantity} × ${sku}`,
		region === undefined ? undefined : regionName(region),
		term,
		billingPlan,
		scopeText(chosenScope(scope)),
		name,
	]
		.filter((it) => it)
		.join(', ');
}

function onOff(is: boolean | undefined): string {
	if (is === undefined) return l10n.t('Not told by Azure');
	return is ? l10n.t('On') : l10n.t('Off');
}

/** The value of a field in the user's language. */
function textOf(field: ConfigurationField, it: Configuration): string {
	switch (field) {
		case 'scope':
			return scopeText(it.scope);
		case 'name':
			return it.name;
		case 'instanceFlexibility':
			if (it.instanceFlexibility === undefined) return l10n.t('None');
			return it.instanceFlexibility === 'Off' ? l10n.t('Capacity priority') : l10n.t('Instance size flexibility');
		case 'renew':
			return onOff(it.renew);
		case 'renewal':
			return it.renew ? termsText(it.renewal) : onOff(it.renew);
		default:
			return it.archived ? l10n.t('Yes') : l10n.t('No');
	}
}

/** These fields with their values before and after. */
export function differencesIn(
	fields: readonly ConfigurationField[],
	before: Configuration,
	after: Configuration,
): readonly Difference[] {
	return fields.map((field) => ({
		field,
		label: labelOf(field),
		before: textOf(field, before),
		after: textOf(field, after),
	}));
}

/** The fields of a change before and after; of a split or a merge the quantities. */
export function differencesOf({ reservations, fields, after, quantities }: ChangeRecord): readonly Difference[] {
	const [first] = reservations;
	if (first !== undefined && after !== undefined) return differencesIn(fields, first.before, after);
	const units = reservations.map(({ before }) => before.quantity);
	const parts = quantities ?? [sumOfUnits(units)];
	const text = (of: readonly (number | undefined)[]) => of.map(unitsText).join(' + ');
	return [{ field: 'quantity', label: labelOf('quantity'), before: text(units), after: text(parts) }];
}

/** Everything that a reservation shows other than it was, quantity and state too. */
export function allDifferences(before: Configuration, now: Configuration): readonly Difference[] {
	const plain = [
		{ field: 'quantity', before: unitsText(before.quantity), after: unitsText(now.quantity) },
		{ field: 'state', before: before.provisioningState, after: now.provisioningState },
	] as const;
	// A basis out of a list does not know the terms of the renewal.
	const fields = fieldsBetween(before, now).filter((field) => field !== 'renewal' || before.renewal !== undefined);
	return [
		...differencesIn(fields, before, now),
		...plain.filter((it) => it.before !== it.after).map((it) => ({ ...it, label: labelOf(it.field) })),
	];
}

/** A difference as a part of a sentence. */
export function differenceText({ label, before, after }: Difference): string {
	return l10n.t('{0}: {1}, was {2}', label, after, before);
}
