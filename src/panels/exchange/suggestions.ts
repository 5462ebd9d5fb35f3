/** What would fit the real use of what is given back: a few sizes of the same group, with how many of each it takes. */
import type { Reservation } from '../../reservations/model';
import type { CatalogProduct } from '../../reservations/operations/model';

/** A number of units of a product that the use of the last 30 (or 7) days would have needed. */
export interface Suggestion {
	readonly product: CatalogProduct;
	readonly quantity: number;
	/** What it was worked out from. */
	readonly from: {
		readonly name: string;
		/** Percent over so many days. */
		readonly used: number;
		readonly days: 7 | 30;
		/** Units of the flexibility group that are given back and were in use, and the ratio of this product. */
		readonly needed: number;
		readonly ratio: number;
	};
}

/** Sizes of the group that are shown. */
const MOST = 3;

/**
 * @param reservation what is given back, in part or in whole
 * @param giving units of it
 * @param products the catalog of its kind and region
 * @returns none when its units or their use are not known, nothing of it was used, or the catalog does not have its product
 */
export function suggestionsFor(reservation: Reservation, giving: number, products: readonly CatalogProduct[]): Suggestion[] {
	const { last30Days, last7Days } = reservation.utilization;
	const used = last30Days ?? last7Days;
	const own = products.find(({ sku }) => sku.toLowerCase() === reservation.sku.toLowerCase());
	const { quantity } = reservation;
	if (used === undefined || own === undefined || quantity === undefined) return [];
	// What stays goes on being used first.
	const staying = quantity - giving;
	const unitsInUse = Math.max(0, (quantity * Math.min(used, 100)) / 100 - staying);
	const ownRatio = own.ratio ?? 1;
	const needed = unitsInUse * ownRatio;
	if (needed <= 0) return [];
	return sizesBeside(own, ownRatio, products).map((product) => {
		const ratio = product.ratio ?? ownRatio;
		return {
			product,
			// Percentages are rounded: so little of a unit is not bought for.
			quantity: Math.max(1, Math.ceil(needed / ratio - 0.02)),
			from: { name: reservation.name, used, days: last30Days === undefined ? 7 : 30, needed, ratio },
		};
	});
}

/** The product itself and the sizes of its flexibility group next to it, that can still be bought for some term. */
function sizesBeside(own: CatalogProduct, ownRatio: number, products: readonly CatalogProduct[]): CatalogProduct[] {
	const group = own.flexibilityGroup;
	const distance = ({ ratio }: CatalogProduct) => Math.abs(Math.log2((ratio ?? ownRatio) / ownRatio));
	const others = products.filter(
		(product) => product !== own && group !== undefined && product.flexibilityGroup === group && product.ratio !== undefined,
	);
	return [own, ...others.sort((a, b) => distance(a) - distance(b))].filter(isForSale).slice(0, MOST);
}

/** Some term of it can be bought (rules 3.11). */
export function isForSale({ terms, isLegacy, legacyTerms }: CatalogProduct): boolean {
	if (!isLegacy) return true;
	return legacyTerms !== undefined && terms.some((term) => !legacyTerms.includes(term));
}
