/** What can be reserved for a subscription, and which orders apply to it: Microsoft.Capacity 2022-11-01 (arm-contract 2.8). */
import * as z from 'zod/mini';
import { guid } from './ids';
import { linkedPages, listPages, type Page } from './paging';
import { armCall } from './resource-manager';
import type { CallOptions, Transport } from './transport';
import { maybe, price, text } from './values';

const API_VERSION = '2022-11-01';
const texts = maybe(z.array(z.string()));

const nameValue = z.looseObject({ name: text, value: text });
const catalogItem = z.looseObject({
	resourceType: text,
	name: text,
	tier: text,
	size: text,
	terms: texts,
	locations: texts,
	billingPlans: maybe(z.record(z.string(), z.array(z.string()))),
	skuProperties: maybe(z.array(nameValue)),
	capabilities: maybe(z.array(nameValue)),
	msrp: maybe(z.record(z.string(), price)),
	restrictions: maybe(z.array(z.looseObject({ type: text, values: texts, reasonCode: text }))),
});
/** A product that can be reserved, with its list prices (not the partner's prices). */
export type CatalogItem = z.infer<typeof catalogItem>;

const appliedReservations = z.looseObject({
	properties: z.looseObject({ reservationOrderIds: z.looseObject({ value: z.array(z.string()), nextLink: text }) }),
});
/** Which products to list. */
export interface CatalogOptions extends CallOptions {
	readonly reservedResourceType: string;
	readonly location?: string | undefined;
}

/** What can be reserved for a subscription, in pages (arm-contract 2.8). @throws ServiceFailure */
export function catalogPages(
	transport: Transport,
	tenantId: string,
	subscriptionId: string,
	options: CatalogOptions,
): AsyncGenerator<Page<CatalogItem>> {
	const path = `/subscriptions/${guid(subscriptionId)}/providers/Microsoft.Capacity/catalogs`;
	const { reservedResourceType, location } = options;
	return listPages(transport, catalogItem, armCall(tenantId, path, API_VERSION, options, { reservedResourceType, location }));
}

/**
 * The entry of a map by its key in any case: `billingPlans` and `msrp` have `p1Y` where the contract says `P1Y`
 * (arm-contract 11, row 13).
 */
export function entryOf<T>(map: Readonly<Record<string, T>> | null | undefined, key: string): T | undefined {
	return Object.entries(map ?? {}).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}

/** Ids of the reservation orders whose benefit applies to a subscription, in pages (arm-contract 2.8). @throws ServiceFailure */
export async function* appliedReservationPages(
	transport: Transport,
	tenantId: string,
	subscriptionId: string,
	options: CallOptions = {},
): AsyncGenerator<Page<string>> {
	const first = armCall(
		tenantId,
		`/subscriptions/${guid(subscriptionId)}/providers/Microsoft.Capacity/appliedReservations`,
		API_VERSION,
		options,
	);
	// The paging sits inside the properties, and Microsoft means to keep it there (arm-pitfalls 21).
	const pages = linkedPages(transport, appliedReservations, first, ({ properties }) => properties.reservationOrderIds.nextLink);
	for await (const { properties } of pages) yield { items: properties.reservationOrderIds.value };
}
