/** What can be bought with a subscription: the service's catalog, without what it restricts, with what policy ends soon. */
import { type CatalogItem, catalogPages, entryOf } from '../../azure/catalog';
import { allItems } from '../../azure/paging';
import type { Transport } from '../../azure/transport';
import { legacySeriesOf } from '../policy';
import type { CatalogProduct } from './model';

/** Which products are wanted. */
interface Wanted {
	readonly resourceType: string;
	readonly region?: string | undefined;
}

/**
 * The products for sale, a row for each region they are sold in (arm-contract 2.8).
 * @throws ServiceFailure
 */
export async function readCatalog(
	transport: Transport,
	tenantId: string,
	subscriptionId: string,
	{ resourceType, region }: Wanted,
	signal: AbortSignal,
): Promise<readonly CatalogProduct[]> {
	const options = { reservedResourceType: resourceType, location: region, signal };
	const items = await allItems(catalogPages(transport, tenantId, subscriptionId, options));
	const rows = items.flatMap((item) => productsOf(item, resourceType, region));
	// Pages may repeat an item (arm-pitfalls 16).
	return [...new Map(rows.map((row) => [`${row.sku} ${row.region ?? ''}`.toLowerCase(), row])).values()];
}

/** @param asked the type in the spelling of reservations: the catalog writes it with a small first letter (arm-contract 4.2) */
function productsOf(item: CatalogItem, asked: string, region: string | undefined): readonly CatalogProduct[] {
	const { name } = item;
	if (!name) return [];
	const forbidden = (kind: string) =>
		(item.restrictions ?? [])
			.filter(({ type }) => type?.toLowerCase() === kind)
			.flatMap(({ values }) => (values ?? []).map((value) => value.toLowerCase()));
	const resourceType = item.resourceType?.toLowerCase() === asked.toLowerCase() || !item.resourceType ? asked : item.resourceType;
	const terms = (item.terms ?? []).filter((term) => !forbidden('term').includes(term.toLowerCase()));
	const legacyTerms = terms.filter((term) => legacySeriesOf({ resourceType, sku: name, term, product: name }) !== undefined);
	const property = (wanted: string) =>
		item.skuProperties?.find((it) => it.name?.toLowerCase() === wanted.toLowerCase())?.value || undefined;
	const product: CatalogProduct = {
		sku: name,
		resourceType,
		name: property('ProductTitle') ?? property('SkuDisplayName') ?? name,
		terms,
		billingPlans: Object.fromEntries(terms.map((term) => [term, entryOf(item.billingPlans, term) ?? []])),
		flexibilityGroup: property('ReservationsAutofitGroup'),
		ratio: numberOf(property('ReservationsAutofitRatio')),
		cores: numberOf(property('vCpu') ?? property('Cores')),
		isLegacy: legacyTerms.length > 0,
		legacyTerms,
	};
	const regions = (item.locations ?? []).filter((it) => it.toLowerCase() !== 'global');
	const sold = regions.filter((it) => !forbidden('location').includes(it.toLowerCase()));
	if (regions.length === 0) return [{ ...product, region: undefined }];
	const wanted = region === undefined ? sold : sold.filter((it) => it.toLowerCase() === region.toLowerCase());
	return wanted.map((it) => ({ ...product, region: it }));
}

function numberOf(value: string | undefined): number | undefined {
	const number = Number(value);
	return value === undefined || !Number.isFinite(number) ? undefined : number;
}
