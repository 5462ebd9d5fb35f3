/** Microsoft.Capacity under a subscription: what can be bought there, and which orders give it their discount. */
import type { App, Ctx } from '../http';
import { armError } from '../http';
import { leaves, ODataError, parseFilter, passes } from '../odata';
import { PRODUCTS, type Product, REGIONS, regionOf, termsSold } from '../world/catalog';
import { type Reservation, stateAt } from '../world/ledger';
import { guidFor } from '../world/random';
import { orderScope, type Subscription, type Tenant } from '../world/tenant';
import { type Asked, type Azure, asked, count, page, query, requireRight } from './azure';

/** Items in a page (recorded). */
const CATALOG_PAGE = 50;
/** Ids in a page; 417 came in one (recorded). */
const APPLIED_PAGE = 500;

/** The subscription in the path that the caller may act on. @throws Answer 403, 404 */
export function subscriptionIn(c: Ctx, who: Asked, action: string): Subscription {
	const id = c.req.param('subscriptionId') ?? '';
	const subscription = who.tenant.subscription(id);
	if (subscription === undefined) throw armError(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
	requireRight(who, action, `/subscriptions/${subscription.id}`);
	return subscription;
}

function skuProperties(product: Product, plans: readonly string[]) {
	const short = product.sku.replace(/^Standard_/, '').replaceAll('_', ' ');
	const values: readonly (readonly [string, string])[] = [
		['Cores', String(product.cores)],
		['RAM', String(product.memoryGiB)],
		['ReservationsAutofitGroup', product.flexibilityGroup],
		['vCpu', String(product.cores)],
		['ReservationsAutofitRatio', String(product.flexibilityRatio)],
		['ProductShortName', product.type === 'VirtualMachines' ? `${product.flexibilityGroup} VM` : product.title],
		['ProductTitle', product.type === 'VirtualMachines' ? `Virtual Machines ${product.flexibilityGroup}` : product.title],
		['SkuName', short],
		['MeterId', guidFor('meter', product.sku)],
		['MeterType', '1 Compute Hour'],
		['SkuDisplayName', short],
		['billingPlans', JSON.stringify(plans)],
		['ReservationSwappableArmSkuName', product.swapSku ?? ''],
	];
	return values.map(([name, value]) => ({ name, value }));
}

/** A product for sale; `terms` lists also what `restrictions` forbids, and the plans' keys begin small (recorded). */
function catalogView(product: Product, location: string | undefined) {
	const plans = product.softwarePlan ? ['Upfront'] : ['Upfront', 'Monthly'];
	const sold = termsSold(product);
	const unsold = ['P1Y', 'P3Y'].filter((term) => !sold.some((one) => one === term));
	const price = (cents: number) => ({ currencyCode: 'USD', amount: cents / 100 });
	return {
		resourceType: `${product.type.charAt(0).toLowerCase()}${product.type.slice(1)}`,
		name: product.sku,
		terms: ['P1Y', 'P3Y', 'P5Y'],
		locations: product.global ? ['global'] : location === undefined ? REGIONS.map(({ name }) => name) : [location],
		billingPlans: { p1Y: plans, p3Y: plans, p5Y: plans },
		msrp: { p1Y: price(product.price.P1Y), p3Y: price(product.price.P3Y) },
		skuProperties: skuProperties(product, plans),
		restrictions: [{ type: 'Term', values: [...unsold, 'P5Y'], reasonCode: 'NotAvailableForSubscription' }],
	};
}

function chosenProducts(c: Ctx): Product[] {
	const type = query(c, 'reservedResourceType')?.toLowerCase();
	const filter = query(c, '$filter');
	let products = PRODUCTS.filter((product) => type === undefined || product.type.toLowerCase() === type);
	if (filter !== undefined) {
		const parsed = parseFilter(filter);
		for (const leaf of leaves(parsed)) {
			const known =
				leaf.kind === 'compare' && leaf.operator === 'eq' && ['name', 'resourcetype'].includes(leaf.property.toLowerCase());
			if (!known) throw new ODataError(`The filter '${filter}' is not supported.`);
		}
		products = products.filter((product) =>
			passes(
				parsed,
				(leaf) =>
					leaf.kind === 'compare' &&
					String(leaf.value).toLowerCase() ===
						(leaf.property.toLowerCase() === 'name' ? product.sku : product.type).toLowerCase(),
			),
		);
	}
	return products.toSorted((a, b) => (a.sku < b.sku ? -1 : 1));
}

function reaches(reservation: Reservation, subscription: Subscription, tenant: Tenant): boolean {
	const { scope } = reservation;
	const id = `/subscriptions/${subscription.id}`;
	if (scope.type === 'Shared') return true;
	if (scope.managementGroupId !== undefined) return tenant.isAtOrAbove(scope.managementGroupId, id);
	return scope.subscriptionId === id || (scope.resourceGroupId?.startsWith(`${id}/`) ?? false);
}

export function catalogRoutes(app: App, azure: Azure): void {
	app.get('/subscriptions/:subscriptionId/providers/microsoft.capacity/catalogs', (c) => {
		subscriptionIn(c, asked(c, azure), 'Microsoft.Capacity/catalogs/read');
		const location = query(c, 'location')?.toLowerCase();
		if (location !== undefined && location !== 'global' && regionOf(location) === undefined)
			throw armError(400, 'InvalidLocationId', `The location '${location}' is not valid.`);
		try {
			const items = chosenProducts(c).map((product) => catalogView(product, location));
			const size = Math.min(count(c, '$take') ?? CATALOG_PAGE, CATALOG_PAGE);
			if (size === 0) throw new ODataError("The parameter '$take' has to be above 0.");
			return c.json({ ...page(c, azure, items, size, '$skip'), totalItems: items.length });
		} catch (error) {
			if (error instanceof ODataError) throw armError(400, 'BadRequest', error.message);
			throw error;
		}
	});

	app.get('/subscriptions/:subscriptionId/providers/microsoft.capacity/appliedreservations', (c) => {
		const who = asked(c, azure);
		const subscription = subscriptionIn(c, who, 'Microsoft.Capacity/appliedReservations/read');
		const ids = [...who.tenant.orders.values()]
			.filter((order) =>
				order.reservations.some(
					(reservation) => stateAt(reservation, who.now) === 'Succeeded' && reaches(reservation, subscription, who.tenant),
				),
			)
			.map((order) => orderScope(order.id).replace('/reservationOrders/', '/reservationorders/'));
		return c.json({
			id: `/subscriptions/${subscription.id}/providers/microsoft.capacity/AppliedReservations/default`,
			type: 'Microsoft.Capacity/AppliedReservations',
			name: 'default',
			properties: { reservationOrderIds: page(c, azure, ids, APPLIED_PAGE) },
		});
	});
}
