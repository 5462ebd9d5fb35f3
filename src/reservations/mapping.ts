/** Turns what Azure says of a reservation into the words of the model. Nothing is invented; unknown words stay as they are. */
import type { CapacityReservation } from '../azure/capacity';
import { parseReservationGuid, parseReservationId } from '../azure/ids';
import { parseDate } from '../azure/values';
import type { ActionOffer, HistoryEntry, Reservation, ReservationScope, Utilization } from './model';
import { isActive } from './states';
import { unitsFrom } from './units';

type Properties = CapacityReservation['properties'];
/** A text that an answer may leave out, set to null or leave empty: all mean that there is none. */
type Text = string | null | undefined;

/** What the two kinds of calls know of `capabilities` (recordings 9). */
type Source = { readonly call: 'tenantList' } | { readonly call: 'single'; readonly before: Reservation | undefined };

/**
 * A reservation of the tenant-wide list, the only call whose items carry `capabilities`.
 * @returns undefined when its id is not the id of a reservation
 */
export function listedReservation(tenantId: string, body: CapacityReservation): Reservation | undefined {
	return reservationFrom(tenantId, body, { call: 'tenantList' });
}

/**
 * A reservation as any other call answers it.
 * @param before what was known of it: its offers of actions are kept, as these calls never carry them
 * @returns undefined when its id is not the id of a reservation
 */
export function singleReservation(
	tenantId: string,
	body: CapacityReservation,
	before: Reservation | undefined,
): Reservation | undefined {
	return reservationFrom(tenantId, body, { call: 'single', before });
}

/** An earlier state of a reservation. The revision's number is the end of its id. */
export function historyEntry({ id, etag, properties: it }: CapacityReservation): HistoryEntry {
	return {
		revision: /\/revisions\/([^/]+)\/?$/i.exec(id)?.[1] ?? (etag ?? '').toString(),
		at: parseDate(it.lastUpdatedDateTime) ?? parseDate(it.effectiveDateTime),
		state: it.provisioningState ?? '',
		statusCode: present(it.extendedStatusInfo?.statusCode),
		statusMessage: present(it.extendedStatusInfo?.message),
		name: present(it.displayName),
		quantity: unitsFrom(it.quantity),
		scopeKind: scopeKind(it),
		renew: it.renew ?? undefined,
		instanceFlexibility: present(it.instanceFlexibility),
	};
}

function reservationFrom(tenantId: string, body: CapacityReservation, source: Source): Reservation | undefined {
	const ids = parseReservationId(body.id);
	if (ids === undefined) return undefined;
	const it = body.properties;
	const provisioningState = it.provisioningState ?? '';
	const state = present(it.displayProvisioningState) ?? provisioningState;
	const { splitProperties: split, mergeProperties: merge, swapProperties: swap } = it;
	const offer = offerReader(it, isActive({ state, provisioningState }), source);
	return {
		tenantId,
		orderId: ids.orderId,
		reservationId: ids.reservationId,
		name: present(it.displayName) ?? ids.reservationId,
		sku: body.sku?.name ?? '',
		product: present(it.skuDescription) ?? body.sku?.name ?? '',
		resourceType: it.reservedResourceType ?? '',
		region: body.location ?? '',
		quantity: unitsFrom(it.quantity),
		term: it.term ?? '',
		billingPlan: present(it.billingPlan),
		billingScopeId: present(it.billingScopeId),
		state,
		provisioningState,
		statusCode: present(it.extendedStatusInfo?.statusCode),
		statusMessage: present(it.extendedStatusInfo?.message),
		purchasedAt: parseDate(it.purchaseDateTime) ?? parseDate(it.purchaseDate),
		benefitStartsAt: parseDate(it.benefitStartTime),
		expiresAt: parseDate(it.expiryDateTime) ?? parseDate(it.expiryDate),
		reviewAt: reviewDate(it),
		effectiveAt: parseDate(it.effectiveDateTime),
		updatedAt: parseDate(it.lastUpdatedDateTime),
		scope: scopeFrom(it),
		instanceFlexibility: present(it.instanceFlexibility),
		renew: it.renew ?? undefined,
		renewState: present(it.userFriendlyRenewState),
		archived: it.archived ?? false,
		utilization: utilizationFrom(it),
		canReturn: offer('ApiReturnEnabled', source.call === 'single' ? source.before?.canReturn : undefined),
		canExchange: offer('ApiExchangeEnabled', source.call === 'single' ? source.before?.canExchange : undefined),
		cameFrom: idsFrom(split?.splitSource, merge?.mergeSources, swap?.swapSource, it.renewSource),
		became: idsFrom(split?.splitDestinations, merge?.mergeDestination, swap?.swapDestination, it.renewDestination),
		etag: body.etag ?? undefined,
	};
}

/**
 * Reads the flags of `capabilities`. Their absence says no only on the tenant-wide list, and there only for reservations
 * that are active: cancelled ones never carry them (recordings 9).
 */
function offerReader({ capabilities }: Properties, active: boolean, { call }: Source) {
	const flags = flagsOf(capabilities ?? '');
	return (flag: Flag, before: ActionOffer | undefined): ActionOffer => {
		if (flags[flag]) return 'offered';
		// Where one flag is given the answer carries flags, whatever call it is of.
		if (flags.any) return 'notOffered';
		if (call === 'tenantList' && active) return 'notOffered';
		return before ?? 'unknown';
	};
}

type Flag = 'ApiReturnEnabled' | 'ApiExchangeEnabled';
type Flags = Readonly<Record<Flag | 'any', boolean>>;

/** Thousands of reservations have one of a few texts. */
const flagsByText = new Map<string, Flags>();
const mostTexts = 100;

function flagsOf(text: string): Flags {
	const known = flagsByText.get(text);
	if (known !== undefined) return known;
	const given = text.split(',').map((flag) => flag.trim().toLowerCase());
	const flags = {
		ApiReturnEnabled: given.includes('apireturnenabled'),
		ApiExchangeEnabled: given.includes('apiexchangeenabled'),
		any: given.some((flag) => flag !== ''),
	};
	if (flagsByText.size < mostTexts) flagsByText.set(text, flags);
	return flags;
}

/** What says what a reservation, or one that is to be bought, is applied to. */
type Applied = Pick<Properties, 'appliedScopeType' | 'appliedScopes' | 'appliedScopeProperties' | 'userFriendlyAppliedScopeType'>;

/** `appliedScopes` is not answered of reservations since 2022-11-01 (arm-contract 2.4). */
export function scopeFrom(it: Applied): ReservationScope {
	const applied = it.appliedScopeProperties;
	const [first] = it.appliedScopes ?? [];
	const subscription = present(applied?.subscriptionId) ?? (/^\/subscriptions\/[^/]+\/?$/i.test(first ?? '') ? first : undefined);
	return {
		kind: scopeKind(it) ?? '',
		displayName: present(applied?.displayName),
		subscriptionId: subscription,
		resourceGroupId: present(applied?.resourceGroupId),
		managementGroupId: present(applied?.managementGroupId),
	};
}

function scopeKind(it: Applied): string | undefined {
	return present(it.userFriendlyAppliedScopeType) ?? present(it.appliedScopeType);
}

/** Percentages of 1, 7 and 30 days on a scale of 0 to 100 (arm-contract 2.4). Nothing is clamped (arm-pitfalls 24). */
function utilizationFrom({ utilization }: Properties): Utilization {
	const aggregates = utilization?.aggregates;
	return {
		trend: present(utilization?.trend),
		lastDay: useOver(1, aggregates),
		last7Days: useOver(7, aggregates),
		last30Days: useOver(30, aggregates),
	};
}

function useOver(days: number, aggregates: NonNullable<Properties['utilization']>['aggregates']): number | undefined {
	for (const { grain, grainUnit, value } of aggregates ?? [])
		if (grain === days && (grainUnit === 'days' || (grainUnit ?? 'days').toLowerCase() === 'days')) return value ?? undefined;
	return undefined;
}

/** Some tools write year 1 where no review is set (user-pains 9). */
function reviewDate({ reviewDateTime }: Properties): number | undefined {
	const at = parseDate(reviewDateTime);
	return at === undefined || at < Date.UTC(2000, 0, 1) ? undefined : at;
}

/** Bare GUIDs or full ids (arm-contract 11, row 7). Most reservations have none. */
function idsFrom(...values: readonly (Text | readonly string[])[]): readonly string[] | undefined {
	if (!values.some((value) => value?.length)) return undefined;
	const ids = values.flat().map((value) => (value ? parseReservationGuid(value) : undefined));
	const known = new Set(ids.filter((id) => id !== undefined));
	return known.size === 0 ? undefined : [...known];
}

function present(value: Text): string | undefined {
	return value ? value : undefined;
}
