/** What has to hold before a reservation is changed, split or merged (rules 5 to 8). Sentences say what does not. */
import * as l10n from '@vscode/l10n';
import type { ServiceFailure } from '../../azure/failure';
import type { Reservation } from '../model';
import { refused } from '../operations/quoting';
import { hasEnded, isActive } from '../states';
import type { Configuration, ConfigurationChange, ReservationConfiguration } from './model';
import { choiceOf, isSingle, scopeKey } from './scopes';
import { allDifferences, differenceText } from './words';

/** Why a change is not possible; empty when it is. */
export function changeBlockers(
	{ reservation, basis }: ReservationConfiguration,
	change: ConfigurationChange,
	after: Configuration,
): readonly string[] {
	const { archived, ...others } = change;
	const setsOther = Object.values(others).some((value) => value !== undefined);
	const blockers: string[] = [];
	if (archived !== undefined && setsOther) {
		blockers.push(l10n.t('Archiving is a change of its own: make the other changes apart from it.'));
	}
	if (archived === true && !hasEnded(reservation)) {
		blockers.push(l10n.t('Only what has expired, failed or was cancelled can be archived; its state is {0}.', reservation.state));
	}
	if (setsOther && !isActive(reservation)) blockers.push(notActive(reservation));
	if (change.scope !== undefined && choiceOf(change.scope) === undefined) {
		blockers.push(l10n.t('The scope needs the whole ID of a subscription, a resource group or a management group.'));
	}
	if (change.name !== undefined && after.name === '') blockers.push(l10n.t('A reservation needs a name.'));
	if (change.instanceFlexibility !== undefined) blockers.push(...flexibilityBlockers(change.instanceFlexibility, basis, after));
	if (change.renewal !== undefined) blockers.push(...renewalBlockers(change.renewal, reservation, after));
	return blockers;
}

/** Both ways are for virtual machines only, and capacity priority is for single scopes only (rules 6). */
function flexibilityBlockers(wished: 'On' | 'Off', basis: Configuration, after: Configuration): readonly string[] {
	if (basis.instanceFlexibility === undefined) {
		return [l10n.t('Only reservations of virtual machines can be optimized for size flexibility or capacity.')];
	}
	if (wished === 'On' || basis.instanceFlexibility === wished || isSingle(after.scope)) return [];
	return [l10n.t('Capacity priority is possible only with the scope of one subscription or one resource group.')];
}

function renewalBlockers(
	{ on, terms }: NonNullable<ConfigurationChange['renewal']>,
	{ term }: Reservation,
	after: Configuration,
): readonly string[] {
	// Such orders have a date of review instead of an end (arm-contract 2.1).
	if (on && term === 'None') return [l10n.t('Azure Hybrid Benefit has no term that could be renewed.')];
	if (terms === undefined) return [];
	if (!on) return [l10n.t('What a renewal buys can be set only while automatic renewal is on.')];
	const { renewal } = after;
	if (renewal === undefined) {
		return [l10n.t('Azure does not tell enough of this reservation to set what its renewal buys.')];
	}
	if (!Number.isSafeInteger(renewal.quantity) || renewal.quantity < 1) {
		return [l10n.t('The quantity of the renewal has to be a whole number from 1.')];
	}
	return [];
}

/** Why a reservation can't be split like this; empty when it can (rules 7). */
export function splitBlockers({ reservation }: ReservationConfiguration, quantities: readonly number[]): readonly string[] {
	const blockers: string[] = [];
	const sum = quantities.reduce((total, quantity) => total + quantity, 0);
	if (!isActive(reservation)) blockers.push(notActive(reservation));
	if (quantities.length !== 2) blockers.push(l10n.t('A reservation is split into two.'));
	if (quantities.some((quantity) => !Number.isSafeInteger(quantity) || quantity < 1)) {
		blockers.push(l10n.t('Each part has to be a whole number from 1.'));
	} else if (reservation.quantity === undefined) {
		blockers.push(l10n.t('Azure does not tell how many units it has.'));
	} else if (sum !== reservation.quantity) {
		blockers.push(l10n.t('The parts have to add up to {0}; they are {1}.', reservation.quantity, sum));
	}
	return blockers;
}

/** Why these can't be merged; empty when they can (rules 7). */
export function mergeBlockers(sources: readonly Reservation[]): readonly string[] {
	const [one, other, ...more] = sources;
	if (one === undefined || other === undefined || more.length > 0) return [l10n.t('A merge takes two reservations.')];
	return [...(isActive(one) ? [] : [notActive(one)]), ...mergeReasons(one, other)];
}

/** Why the other reservation can't be merged with this one; empty when it can. */
function mergeReasons(one: Reservation, other: Reservation): readonly string[] {
	if (one.reservationId === other.reservationId) return [l10n.t('It is the same reservation.')];
	const reasons: string[] = [];
	if (!isActive(other)) reasons.push(notActive(other));
	if (one.orderId !== other.orderId || one.tenantId !== other.tenantId) {
		reasons.push(l10n.t('{0} is in another reservation order.', other.name));
	}
	const different = mergedProperties
		.filter(({ of }) => of(one).toLowerCase() !== of(other).toLowerCase())
		.map(({ label }) => label());
	if (different.length > 0) reasons.push(l10n.t('{0} has other properties: {1}.', other.name, different.join(', ')));
	return reasons;
}

/** Reservations have to have the same properties to be merged (arm-contract 2.6). */
const mergedProperties: readonly { readonly label: () => string; readonly of: (it: Reservation) => string }[] = [
	{ label: () => l10n.t('product'), of: ({ resourceType, sku }) => `${resourceType} ${sku}` },
	{ label: () => l10n.t('region'), of: ({ region }) => region },
	{ label: () => l10n.t('term'), of: ({ term }) => term },
	{ label: () => l10n.t('scope'), of: ({ scope }) => scopeKey(scope) },
	{ label: () => l10n.t('what it is optimized for'), of: ({ instanceFlexibility }) => instanceFlexibility ?? '' },
	{ label: () => l10n.t('billing plan'), of: ({ billingPlan }) => billingPlan ?? '' },
	{ label: () => l10n.t('billing subscription'), of: ({ billingScopeId }) => billingScopeId ?? '' },
];

/**
 * Compares a reservation with what the user saw.
 * @throws ServiceFailure `Refused` with what is different; nothing was sent
 */
export function checkBasis(tenantId: string, saw: Configuration, now: Configuration): void {
	const differences = allDifferences(saw, now);
	// Where both are numbers they tell; else what can be seen has to do.
	const moved = saw.etag !== undefined && now.etag !== undefined ? saw.etag !== now.etag : differences.length > 0;
	if (!moved) return;
	const changes = differences.length === 0 ? l10n.t('something else about it') : differences.map(differenceText).join('; ');
	throw refused(
		tenantId,
		`${l10n.t('The reservation {0} has changed since you saw it: {1}.', now.name, changes)} ${nothingSent()}`,
		l10n.t('Look at what it is now, and decide again.'),
	);
}

/** The refusal for what speaks against a change. */
export function blocked(tenantId: string, blockers: readonly string[]): ServiceFailure {
	return refused(tenantId, `${blockers.join(' ')} ${nothingSent()}`);
}

export function nothingSent(): string {
	return l10n.t('Nothing was sent.');
}

function notActive({ name, state }: Reservation): string {
	return l10n.t('{0} is not active: its state is {1}. Only active reservations can be changed.', name, state);
}
