/** How much of a reservation was used: Microsoft.Consumption 2024-08-01 summaries and details (arm-contract 5). */
import * as z from 'zod/mini';
import { guid, type ReservationIds } from './ids';
import { listPages, type Page } from './paging';
import { armCall } from './resource-manager';
import type { Call, CallOptions, Transport } from './transport';
import { number, text } from './values';

const API_VERSION = '2024-08-01';

// The ids of these answers lack slashes (recordings 13): nothing is read from them.
const summary = z.looseObject({
	properties: z.looseObject({
		reservationOrderId: text,
		reservationId: text,
		skuName: text,
		usageDate: text,
		kind: text,
		reservedHours: number,
		usedHours: number,
		minUtilizationPercentage: number,
		avgUtilizationPercentage: number,
		maxUtilizationPercentage: number,
		purchasedQuantity: number,
		remainingQuantity: number,
		totalReservedQuantity: number,
		usedQuantity: number,
		utilizedPercentage: number,
	}),
});
/** Use of a reservation on one day or in one month; percentages from 0 to 100, hours over all units. */
export type UsageSummary = z.infer<typeof summary>['properties'];

const detail = z.looseObject({
	properties: z.looseObject({
		reservationOrderId: text,
		reservationId: text,
		skuName: text,
		usageDate: text,
		kind: text,
		instanceId: text,
		instanceFlexibilityRatio: text,
		instanceFlexibilityGroup: text,
		reservedHours: number,
		usedHours: number,
		totalReservedQuantity: number,
	}),
});
/** Hours that one resource used on one day. */
export type UsageDetail = z.infer<typeof detail>['properties'];

/** First and last day, both included, as ms since the epoch, UTC. */
export interface DayRange {
	readonly from: number;
	readonly to: number;
}

/**
 * Use of a reservation by day or by month, in pages.
 * @param grain `daily` needs a range, `monthly` takes one
 * @throws ServiceFailure `Refused` with a remedy when the range is too large for the service
 */
export async function* usageSummaryPages(
	transport: Transport,
	tenantId: string,
	ids: ReservationIds,
	usage: { grain: 'daily'; range: DayRange } | { grain: 'monthly'; range?: DayRange | undefined },
	options: CallOptions = {},
): AsyncGenerator<Page<UsageSummary>> {
	const first = usageCall(tenantId, ids, 'reservationSummaries', options, {
		grain: usage.grain,
		$filter: usage.range && filterOf(usage.range),
	});
	for await (const { items } of listPages(transport, summary, first)) yield { items: items.map(({ properties }) => properties) };
}

/** Use of a reservation by resource and day, in pages. @throws ServiceFailure as above */
export async function* usageDetailPages(
	transport: Transport,
	tenantId: string,
	ids: ReservationIds,
	range: DayRange,
	options: CallOptions = {},
): AsyncGenerator<Page<UsageDetail>> {
	const first = usageCall(tenantId, ids, 'reservationDetails', options, { $filter: filterOf(range) });
	for await (const { items } of listPages(transport, detail, first)) yield { items: items.map(({ properties }) => properties) };
}

/** The filter that was seen to work (recordings 14). */
function filterOf({ from, to }: DayRange): string {
	const day = (at: number) => new Date(at).toISOString().slice(0, 10);
	return `properties/UsageDate ge ${day(from)} AND properties/UsageDate le ${day(to)}`;
}

function usageCall(
	tenantId: string,
	{ orderId, reservationId }: ReservationIds,
	list: string,
	options: CallOptions,
	query: Readonly<Record<string, string | undefined>>,
): Call {
	// `reservationorders` is written in lower case in these paths (arm-contract 5).
	const scope = `/providers/Microsoft.Capacity/reservationorders/${guid(orderId)}/reservations/${guid(reservationId)}`;
	return armCall(tenantId, `${scope}/providers/Microsoft.Consumption/${list}`, API_VERSION, options, query);
}
