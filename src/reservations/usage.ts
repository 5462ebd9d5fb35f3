/** How much of a reservation was used: the time that is asked for, and the answers in the words of the model. */
import type { DayRange, UsageDetail, UsageSummary } from '../azure/consumption';
import { parseDate } from '../azure/values';
import type { ResourceUsage, UsageGrain, UsagePoint } from './model';

const dayMs = 86_400_000;
/** 30 days and 12 months are shown. The one that runs may have no figure yet (rules 11), so one more is asked for. */
const daysAsked = 31;
const monthsAsked = 13;

/** Start of the UTC day of a moment. */
export function startOfDay(at: number): number {
	return at - (((at % dayMs) + dayMs) % dayMs);
}

/**
 * The time to ask for: 31 days or 13 months that end with the current one, UTC. So 30 or 12 are there whether or not the
 * current one has a figure.
 * @returns starts of the first and of the last day or month, ms since the epoch
 */
export function usageWindow(grain: UsageGrain, now: number): DayRange {
	if (grain === 'daily') return { from: startOfDay(now) - (daysAsked - 1) * dayMs, to: startOfDay(now) };
	const date = new Date(now);
	const month = (back: number) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back);
	return { from: month(monthsAsked - 1), to: month(0) };
}

/**
 * The days or months of the window for which there is data, oldest first. Those without stay missing: late data is no
 * zero (rules 11). Nothing is clamped (arm-pitfalls 24).
 */
export function usagePoints(summaries: Iterable<UsageSummary>, { from, to }: DayRange): UsagePoint[] {
	const points = new Map<number, UsagePoint>();
	for (const it of summaries) {
		const at = parseDate(it.usageDate);
		if (at === undefined || at < from || at >= to + dayMs) continue;
		points.set(startOfDay(at), {
			at: startOfDay(at),
			average: it.avgUtilizationPercentage ?? undefined,
			minimum: it.minUtilizationPercentage ?? undefined,
			maximum: it.maxUtilizationPercentage ?? undefined,
			reservedHours: it.reservedHours ?? undefined,
			usedHours: it.usedHours ?? undefined,
		});
	}
	return [...points.values()].sort((a, b) => a.at - b.at);
}

/** The resources of these details, most hours first. One that is listed several times is added up. */
export function resourcesUsed(details: Iterable<UsageDetail>): ResourceUsage[] {
	const resources = new Map<string, ResourceUsage>();
	for (const it of details) {
		const key = (it.instanceId ?? '').toLowerCase();
		const before = resources.get(key);
		const resourceId = before?.resourceId ?? it.instanceId ?? '';
		resources.set(key, {
			resourceId,
			resourceName: lastPart(resourceId),
			sku: before?.sku ?? it.skuName ?? undefined,
			usedHours: (before?.usedHours ?? 0) + (it.usedHours ?? 0),
			// The hours reserved are those of the whole reservation, on each line (arm-contract 5).
			reservedHours: before?.reservedHours ?? it.reservedHours ?? undefined,
		});
	}
	return [...resources.values()].sort((a, b) => b.usedHours - a.usedHours);
}

/** A resource id or a bare name (arm-contract 5, `instanceId`). */
function lastPart(resourceId: string): string {
	return resourceId.split('/').findLast((part) => part !== '') ?? resourceId;
}
