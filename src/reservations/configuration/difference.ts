/** What a change makes different: the fields, the configuration that comes of it, and the patch that says so (arm-contract 2.5). */
import type { ReservationPatch } from '../../azure/reservation-changes';
import type { Reservation } from '../model';
import { appliedScopeOf, purchaseRequest } from '../operations/purchase-request';
import type { Configuration, ConfigurationChange, ConfigurationField, RenewalTerms, ReservationConfiguration } from './model';
import { inheritedTerms } from './reading';
import { choiceOf, chosenScope, scopeKey } from './scopes';

/** Every field that can be set, in the order in which they are told. */
const fields: readonly ConfigurationField[] = ['scope', 'name', 'instanceFlexibility', 'renew', 'renewal', 'archived'];

/** The configuration that a change is to lead to. What it does not name stays. */
export function configurationAfter({ basis, reservation }: ReservationConfiguration, change: ConfigurationChange): Configuration {
	const scope = change.scope && choiceOf(change.scope);
	return {
		...basis,
		...(scope !== undefined && scopeKey(scope) !== scopeKey(basis.scope) && { scope: chosenScope(scope) }),
		...(change.name !== undefined && { name: change.name.trim() }),
		...(change.instanceFlexibility !== undefined && { instanceFlexibility: change.instanceFlexibility }),
		...(change.archived !== undefined && { archived: change.archived }),
		...(change.renewal !== undefined && renewalAfter(basis, reservation, change.renewal)),
	};
}

function renewalAfter(
	basis: Configuration,
	reservation: Reservation,
	{ on, terms }: NonNullable<ConfigurationChange['renewal']>,
): Pick<Configuration, 'renew' | 'renewal'> {
	if (!on) return { renew: false, renewal: undefined };
	if (terms === undefined) return { renew: true, renewal: basis.renewal };
	const before = basis.renewal ?? inheritedTerms(reservation);
	const renewal = before && { ...before, ...terms };
	// Terms that are the inherited ones need not be set.
	return { renew: true, renewal: renewal && sameTerms(before, renewal) ? basis.renewal : renewal };
}

/** The fields in which two configurations differ. */
export function fieldsBetween(before: Configuration, after: Configuration): readonly ConfigurationField[] {
	return fields.filter((field) => !sameField(field, before, after));
}

/** True when a field of the other configuration is as it is in the one, whatever the case of ids. */
export function sameField(field: ConfigurationField, one: Configuration, other: Configuration): boolean {
	switch (field) {
		case 'scope':
			return scopeKey(one.scope) === scopeKey(other.scope);
		case 'renewal':
			// Without renewal nothing is to be bought.
			return !other.renew || sameTerms(one.renewal, other.renewal);
		default:
			return one[field] === other[field];
	}
}

/**
 * The patch for these fields alone: what stays is not sent, as a value that is the same already is refused (arm-pitfalls 28).
 * @param tenantId the customer's, which the scope of a management group has to name
 */
export function patchOf(tenantId: string, changed: readonly ConfigurationField[], after: Configuration): ReservationPatch {
	const isSet = (field: ConfigurationField) => changed.includes(field);
	return {
		...(isSet('scope') && scopePatch(tenantId, after)),
		...(isSet('name') && { name: after.name }),
		...(isSet('instanceFlexibility') && { instanceFlexibility: after.instanceFlexibility }),
		// Terms were seen together with the switch only (recordings 8).
		...((isSet('renew') || isSet('renewal')) && { renew: after.renew }),
		...(isSet('renewal') &&
			after.renewal && { renewProperties: { purchaseProperties: renewalRequest(tenantId, after.renewal) } }),
	};
}

function scopePatch(tenantId: string, { scope }: Configuration): ReservationPatch {
	const choice = choiceOf(scope);
	if (choice === undefined) return {};
	// A subscription is named in `appliedScopes` in all that was recorded; groups can only be named in the properties (arm-contract 2.5).
	if (choice.kind === 'Single' && choice.resourceGroupId === undefined) {
		return { appliedScopeType: choice.kind, appliedScopes: [choice.subscriptionId] };
	}
	return { appliedScopeType: choice.kind, appliedScopeProperties: appliedScopeOf(tenantId, choice) };
}

function renewalRequest(tenantId: string, terms: RenewalTerms) {
	const { properties, ...request } = purchaseRequest(tenantId, { ...terms, renew: false });
	const { renew: _, ...purchase } = properties;
	return { ...request, properties: purchase };
}

/** Compares what is bought, and how; regions and SKUs come in any case (recordings 11). */
export function sameTerms(one: RenewalTerms | undefined, other: RenewalTerms | undefined): boolean {
	if (one === undefined || other === undefined) return one === other;
	return termsKey(one) === termsKey(other);
}

function termsKey({ scope, name, ...it }: RenewalTerms): string {
	const plain = [it.sku, it.resourceType, it.region, it.term, it.billingPlan, it.quantity, it.billingScopeId];
	return JSON.stringify([name, scopeKey(scope), it.instanceFlexibility ?? '', plain.join(' ').toLowerCase()]);
}
