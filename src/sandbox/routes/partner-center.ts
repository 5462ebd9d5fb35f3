/** Partner Center `/v1`: customers, their subscriptions, Azure entitlements, and reservations as entitlements (partner-center-api 4 to 7). */
import { Hono } from 'hono';
import type { Ctx, Env } from '../http';
import { partnerCenterError } from '../http';
import type { Customer } from '../world/customers';
import { guidFor, hash } from '../world/random';
import type { World } from '../world/world';
import { entitlementArtifact, entitlements } from './entitlements';
import { badInput, collection, customerIn, link } from './partner-center-shapes';
import { partnerProfileRoutes } from './partner-profile';

/** Most customers in a page; what Microsoft's own bulk tool asks for. */
const LARGEST_PAGE = 500;
const DEFAULT_PAGE = 100;
const CSP_OFFER = 'DZH318Z0BPS6:0001:DZH318Z0BMTX';

interface SeekFilter {
	readonly field: 'name' | 'domain' | 'reseller';
	readonly text: string;
}

function listItem({ tenantId, name, domain }: Customer) {
	return {
		id: tenantId,
		companyProfile: {
			tenantId,
			domain,
			companyName: name,
			links: link(`/customers/${tenantId}/profiles/company`),
			attributes: { objectType: 'CustomerCompanyProfile' },
		},
		relationshipToPartner: 'reseller',
		links: link(`/customers/${tenantId}`),
		attributes: { objectType: 'Customer' },
	};
}

const PLACES = [
	['DE', 'Munich', '80331', 'Marienplatz 1', 'de-DE'],
	['GB', 'London', 'SW1A 1AA', '1 High Street', 'en-GB'],
	['NL', 'Utrecht', '3511', 'Domplein 2', 'nl-NL'],
	['US', 'Redmond', '98052', '1 Main Street', 'en-US'],
] as const;

function detail(customer: Customer, world: World) {
	const { tenantId, name } = customer;
	const [country, city, postalCode, addressLine1, culture] = PLACES[hash(tenantId) % PLACES.length] ?? PLACES[0];
	const item = listItem(customer);
	return {
		...item,
		commerceId: guidFor('commerce', tenantId),
		billingProfile: {
			id: guidFor('billing', tenantId),
			firstName: 'Practice',
			lastName: 'Customer',
			email: `billing@${customer.domain}`,
			culture,
			language: culture.slice(0, 2),
			companyName: name,
			defaultAddress: { country, city, addressLine1, postalCode },
			links: link(`/customers/${tenantId}/profiles/billing`),
			attributes: { etag: guidFor('etag', tenantId), objectType: 'CustomerBillingProfile' },
		},
		// Tells of the old delegated rights only, which new customers no longer get.
		allowDelegatedAccess: false,
		associatedPartnerId: world.resellers.of(customer)?.id,
	};
}

const FILTER_FIELDS: Readonly<Record<string, SeekFilter['field']>> = {
	CompanyName: 'name',
	Domain: 'domain',
	IndirectReseller: 'reseller',
};

function readFilter(text: string): SeekFilter {
	let filter: unknown;
	try {
		filter = JSON.parse(text);
	} catch {
		throw badInput('The filter is not valid JSON.');
	}
	const { Field, Value, Operator } = Object(filter) as Record<string, unknown>;
	const field = FILTER_FIELDS[String(Field)];
	if (field === undefined) throw badInput(`The field '${String(Field)}' can't be filtered.`);
	if (typeof Operator !== 'string' || Operator.toLowerCase().replace('_', '') !== 'startswith')
		throw badInput(`The operator '${String(Operator)}' is not supported; use starts_with.`);
	if (typeof Value !== 'string') throw badInput('The filter needs a text as its Value.');
	return { field, text: Value };
}

function encodeSeek(offset: number, filterText: string): string {
	return Buffer.from(JSON.stringify({ offset, filter: hash(filterText) })).toString('base64');
}

function decodeSeek(token: string, filterText: string): number {
	try {
		const { offset, filter } = Object(JSON.parse(Buffer.from(token, 'base64').toString('utf8'))) as Record<string, unknown>;
		if (typeof offset === 'number' && filter === hash(filterText)) return offset;
	} catch {
		// Not one of ours: refused below.
	}
	throw badInput('The continuation token is not valid.');
}

function pageSize(c: Ctx, filtered: boolean): number {
	const text = c.req.query('size');
	if (text === undefined) return DEFAULT_PAGE;
	if (!/^\d{1,6}$/.test(text)) throw badInput(`The size '${text}' is not valid.`);
	// Size 0 with a filter asks for all that match, as the documents' examples do.
	if (text === '0') return filtered ? Number.MAX_SAFE_INTEGER : DEFAULT_PAGE;
	return Math.min(Number(text), LARGEST_PAGE);
}

function matchingCustomers(world: World, filter: SeekFilter | undefined): readonly Customer[] {
	if (filter === undefined) return world.customers.all;
	const { field, text } = filter;
	if (field !== 'reseller') return world.customers.startingWith(field, text);
	const start = text.toLowerCase();
	return world.customers.all.filter((customer) => world.resellers.of(customer)?.id.startsWith(start));
}

/** Seek paging: a token as long as the page was full; after the last item the answer is 400 with code 2000. */
function customersPage(c: Ctx, world: World) {
	const filterText = c.req.query('filter') ?? '';
	const filter = filterText === '' ? undefined : readFilter(filterText);
	const matching = matchingCustomers(world, filter);
	const size = pageSize(c, filter !== undefined);
	const operation = c.req.query('seekOperation')?.toLowerCase();
	const token = c.req.header('MS-ContinuationToken');
	if (operation !== undefined && operation !== 'next' && operation !== 'first')
		throw badInput(`The seek operation '${operation}' is not supported.`);
	if (operation === 'next' && token === undefined) throw badInput('The header MS-ContinuationToken is missing.');
	const start = operation === 'next' ? decodeSeek(token ?? '', filterText) : 0;
	if (start > 0 && start >= matching.length) throw partnerCenterError(400, '2000', 'All records have been fetched.');
	const items = matching.slice(start, start + size).map(listItem);
	const self = `/customers?${new URL(c.req.url).searchParams}`;
	if (items.length < size) return collection(items, self);
	const continuationToken = encodeSeek(start + size, filterText);
	const next = {
		uri: `/customers?size=${size}${filterText === '' ? '' : `&filter=${encodeURIComponent(filterText)}`}&seekOperation=Next`,
		method: 'GET',
		headers: [{ key: 'MS-ContinuationToken', value: continuationToken }],
	};
	return collection(items, self, { continuationToken, links: { ...link(self), next } });
}

function planId(customer: Customer): string {
	return guidFor('plan', customer.tenantId);
}

function subscriptionsOf(customer: Customer, now: number) {
	const { tenantId } = customer;
	const since = new Date(now - 500 * 86_400_000).toISOString();
	const offers = [
		[planId(customer), CSP_OFFER, 'Azure plan', 'Usage-based', 'usage', 1],
		[
			guidFor('microsoft365', tenantId),
			'CFQ7TTC0LCHC:0002:CFQ7TTC0WKFX',
			'Microsoft 365 Business Premium',
			'Licenses',
			'license',
			5 + (hash(tenantId) % 200),
		],
	] as const;
	return offers.map(([id, offerId, offerName, unitType, billingType, quantity]) => ({
		id,
		offerId,
		offerName,
		friendlyName: offerName,
		quantity,
		unitType,
		creationDate: since,
		effectiveStartDate: since,
		commitmentEndDate: '9999-12-30T00:00:00Z',
		status: 'active',
		autoRenewEnabled: true,
		isTrial: false,
		billingType,
		billingCycle: 'monthly',
		termDuration: 'P1M',
		isMicrosoftProduct: true,
		publisherName: 'Microsoft',
		orderId: guidFor('order', id).slice(0, 12),
		links: link(`/customers/${tenantId}/subscriptions/${id}`),
		attributes: { etag: guidFor('etag', id), objectType: 'Subscription' },
	}));
}

function azureEntitlementsOf(customer: Customer, world: World) {
	return world.tenant(customer.tenantId).subscriptions.map(({ id, name }) => ({
		id,
		friendlyName: name,
		status: 'active',
		subscriptionId: planId(customer),
		attributes: { objectType: 'AzureEntitlement' },
	}));
}

/** The entitlements of a plan are asked for under it; any other subscription has none. */
function azurePlanIn(c: Ctx, customer: Customer, now: number): void {
	const id = c.req.param('subscriptionId');
	if (!subscriptionsOf(customer, now).some((one) => one.id === id))
		throw partnerCenterError(404, '20003', 'Subscription not found.');
	if (id !== planId(customer)) throw partnerCenterError(400, '800011', 'The subscription is not an Azure plan.');
}

const AGENT_GROUPS = ['AdminAgents', 'HelpdeskAgents', 'SalesAgents'];

/** Lets the partner's apps in, and its agents with multifactor authentication (partner-center-api 2.2, 2.4). */
function letIn(c: Ctx, world: World): void {
	const { tenantId, objectId, isUser, hasMfa } = c.get('caller');
	if (tenantId !== world.partnerTenantId) throw partnerCenterError(403, '2032', 'Access denied.');
	if (!isUser) return;
	const tellsMfa = c.req.header('ValidateMfa')?.toLowerCase() === 'true' ? { isMfaCompliant: String(hasMfa) } : {};
	if (!hasMfa) throw partnerCenterError(401, '400', 'Access denied. Multifactor authentication is required.', tellsMfa);
	for (const [name, value] of Object.entries(tellsMfa)) c.header(name, value);
	if (!AGENT_GROUPS.some((group) => world.directory.isInGroup(objectId, group)))
		throw partnerCenterError(403, '900308', 'The user does not have sufficient privileges.', tellsMfa);
}

export function partnerCenterRoutes(world: World): Hono<Env> {
	const app = new Hono<Env>();
	app.use('*', async (c, next) => {
		letIn(c, world);
		await next();
	});
	partnerProfileRoutes(app, world);

	app.get('/v1/customers', (c) => c.json(customersPage(c, world)));
	app.get('/v1/customers/:customerId', (c) => c.json(detail(customerIn(c, world), world)));
	app.get('/v1/customers/:customerId/subscriptions', (c) => {
		const customer = customerIn(c, world);
		return c.json(collection(subscriptionsOf(customer, world.now()), `/customers/${customer.tenantId}/subscriptions`));
	});
	app.get('/v1/customers/:customerId/subscriptions/:subscriptionId/azureentitlements', (c) => {
		const customer = customerIn(c, world);
		azurePlanIn(c, customer, world.now());
		return c.json(
			collection(
				azureEntitlementsOf(customer, world),
				`/customers/${customer.tenantId}/subscriptions/${planId(customer)}/azureEntitlements`,
			),
		);
	});
	app.get('/v1/customers/:customerId/subscriptions/:subscriptionId/azureentitlements/:entitlementId', (c) => {
		const customer = customerIn(c, world);
		azurePlanIn(c, customer, world.now());
		const entitlement = azureEntitlementsOf(customer, world).find(({ id }) => id === c.req.param('entitlementId'));
		if (entitlement === undefined) throw partnerCenterError(404, '20003', 'Subscription not found.');
		return c.json(entitlement);
	});
	app.get('/v1/customers/:customerId/entitlements', (c) => {
		const customer = customerIn(c, world);
		const type = c.req.query('entitlementType')?.toLowerCase();
		if (type === 'software') return c.json(collection([], `/customers/${customer.tenantId}/entitlements`));
		if (type !== undefined && type !== 'reservedinstance' && type !== 'virtualmachinereservedinstance')
			throw badInput(`The entitlement type '${type}' is not known.`);
		const items = entitlements(world.tenant(customer.tenantId), c.req.query('showExpiry')?.toLowerCase() === 'true');
		return c.json(collection(items, `/customers/${customer.tenantId}/entitlements`));
	});
	app.get('/v1/customers/:customerId/artifacts/reservedinstance/groups/:group/lineitems/:line/resource/:orderId', (c) => {
		const customer = customerIn(c, world);
		const order = world.tenant(customer.tenantId).soldOrders.get(c.req.param('orderId'));
		const artifact =
			order === undefined ? undefined : entitlementArtifact(order, c.req.param('group'), c.req.param('line'), world.now());
		if (artifact === undefined) throw partnerCenterError(404, '20002', 'The artifact was not found.');
		return c.json(artifact);
	});
	return app;
}
