/** Microsoft's dated rules, read from policy.json: a new announcement changes that file, not the code. */
import type { Reservation } from './model';
import policy from './policy.json';

export const thresholds = policy.ourThresholds;
export const renewalPriceKnownDays = policy.renewal.priceKnownDays;
/** Days after which a return does not count against the customer's allowance any more (rules 4.2). */
export const refundWindowDays = policy.refundLimit.windowDays;
export const usageLateHours = policy.usage.lateHours;

/** From when on (ms since the epoch, UTC) exchanges end (rules 3.10). */
export const exchangeCutOff = Date.parse(policy.exchangeCutOff.date);
/** From when on (ms since the epoch, UTC) the legacy series are not sold any more (rules 3.11). */
export const legacySeriesEnd = Date.parse(policy.legacySeries.date);

type Article =
	| 'exchangeCutOff'
	| 'legacySeries'
	| 'notReturnable'
	| 'notExchangeable'
	| 'renewal'
	| 'expiry'
	| 'usage'
	| 'management'
	| 'exchange';

/** Where Microsoft documents a rule. */
export function articleOf(rule: Article): string {
	return policy.documentation + policy[rule].article;
}

type Product = Pick<Reservation, 'resourceType' | 'product' | 'sku' | 'term'>;

/** Exchanges of this product end at {@link exchangeCutOff}: savings plans cover it (rules 3.10). */
export function fallsUnderExchangeCutOff({ resourceType }: Product): boolean {
	return has(policy.exchangeCutOff.resourceTypes, resourceType);
}

/** Products that can't be returned (rules 4.6). */
export function isNotReturnable(product: Product): boolean {
	return isListed(policy.notReturnable, product);
}

/** Products that can't be exchanged (rules 3.9). */
export function isNotExchangeable(product: Product): boolean {
	return isListed(policy.notExchangeable, product);
}

interface Judged extends Pick<Product, 'resourceType' | 'term'> {
	readonly series: string | undefined;
}

/** By SKU. Few products make up thousands of reservations, and the watch list asks for each. */
const judgedBySku = new Map<string, Judged[]>();

/** The legacy VM series that this product belongs to, in Microsoft's writing, if it can't be bought or renewed for its term (rules 3.11). */
export function legacySeriesOf(product: Product): string | undefined {
	const { resourceType, sku, term } = product;
	const ofSku = judgedBySku.get(sku) ?? [];
	for (const judged of ofSku) if (judged.term === term && judged.resourceType === resourceType) return judged.series;
	const series = endedSeriesOf(product);
	ofSku.push({ resourceType, term, series });
	judgedBySku.set(sku, ofSku);
	return series;
}

/**
 * What happens at the end of a reservation.
 * - `on`: it renews by itself; `off`: it does not
 * - `impossible`: renewal is on or off, but its VM series is not renewed any more (rules 3.11)
 * - `unknown`: Azure does not tell
 */
export type Renewal = 'on' | 'off' | 'impossible' | 'unknown';

/** What happens at its end (rules 3.11, 8). Of what has ended it says nothing. */
export function renewalOf(reservation: Product & Pick<Reservation, 'renew' | 'expiresAt'>): Renewal {
	if (isOfEndedSeries(reservation)) return 'impossible';
	if (reservation.renew === undefined) return 'unknown';
	return reservation.renew ? 'on' : 'off';
}

/** The series is neither bought nor renewed any more when this one ends (rules 3.11). */
export function isOfEndedSeries(reservation: Product & Pick<Reservation, 'expiresAt'>): boolean {
	return reservation.expiresAt !== undefined && seriesNotRenewed(reservation, reservation.expiresAt) !== undefined;
}

/**
 * The legacy VM series that a renewal would be of, and that is not renewed any more by then: such a renewal fails (rules 3.11, 8).
 * @param product what the renewal buys
 * @param endsAt end of the term that it comes after, ms since the epoch; where that is not told it counts as late enough
 */
export function seriesNotRenewed(product: Product, endsAt: number | undefined): string | undefined {
	return (endsAt ?? legacySeriesEnd) >= legacySeriesEnd ? legacySeriesOf(product) : undefined;
}

function endedSeriesOf({ resourceType, sku, term }: Product): string | undefined {
	if (!has(policy.legacySeries.resourceTypes, resourceType)) return undefined;
	const series = vmSeries(sku);
	const ended = Object.entries(policy.legacySeries.seriesByTerm).find(([period]) => period === term.toUpperCase())?.[1];
	return series !== undefined && ended?.includes(series) ? series : undefined;
}

/**
 * The series of a VM size, for example `Standard_D2s_v3` → `Dsv3`, `Standard_DS3_v2` → `Dsv2`, `Standard_B2ms` → `B`.
 * @returns undefined when `sku` is not the name of a VM size
 */
export function vmSeries(sku: string): string | undefined {
	const parts = /^(?:Standard|Basic)_([A-Z]+)\d+(?:-\d+)?([a-z]*)(?:_v(\d+))?(?:_Promo)?$/i.exec(sku);
	if (parts === null) return undefined;
	const [, letters = '', additions = '', generation] = parts;
	// The first premium-storage sizes carry the S in front of the number (DS, GS).
	const oldPremium = /^[DG]S$/i.test(letters);
	const family = oldPremium ? letters.slice(0, 1) : letters;
	const version = generation === undefined || generation === '1' ? '' : `v${generation}`;
	// The additions of B sizes (ls, ms, s) are sizes within one series; an isolated size (i) belongs to its series.
	if (family.toUpperCase() === 'B' && version === '') return 'B';
	const features = additions.toLowerCase().replace('i', '');
	return `${family.toUpperCase()}${features}${oldPremium ? 's' : ''}${version}`;
}

/**
 * The kinds that a reservation of this kind can be exchanged for, itself first (rules 3.1). A kind that is in no family is one of
 * its own.
 */
export function exchangeableFor(resourceType: string): readonly string[] {
	const family = policy.exchange.families.find((types) => has(types, resourceType)) ?? [];
	return [resourceType, ...family.filter((type) => !has([type], resourceType))];
}

/** True when these kinds can be exchanged for each other, as far as it is documented (rules 3.1). */
export function areOneFamily([first, ...others]: readonly string[]): boolean {
	return first === undefined || others.every((other) => has(exchangeableFor(first), other));
}

function isListed(
	rule: { readonly resourceTypes: readonly string[]; readonly productWords: readonly string[] },
	product: Product,
): boolean {
	const text = product.product.toLowerCase();
	return has(rule.resourceTypes, product.resourceType) || rule.productWords.some((word) => text.includes(word));
}

/** Catalogs write types in another case than reservations (arm-contract 4.2). */
function has(types: readonly string[], type: string): boolean {
	return types.some((it) => it.toLowerCase() === type.toLowerCase());
}
