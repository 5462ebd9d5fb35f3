/** Partner Center about the partner itself: profiles, resellers, and the consent that it gives for its app at a customer (partner-center-api 2.5, 11, 12). */
import type { App, Caller, Ctx } from '../http';
import { partnerCenterError } from '../http';
import type { Customer } from '../world/customers';
import { mpnId, type Reseller } from '../world/resellers';
import type { World } from '../world/world';
import { badInput, collection, customerIn } from './partner-center-shapes';

/** Refuses apps that speak for themselves where a user is needed. */
function requireUser(c: Ctx): Caller {
	const caller = c.get('caller');
	if (!caller.isUser) throw partnerCenterError(403, '900329', 'App-only access is not supported for this resource.');
	return caller;
}

function resellerView({ id, name, mpnId: mpn, location }: Reseller) {
	return {
		id,
		name,
		relationshipType: 'is_indirect_cloud_solution_provider_of',
		state: 'Active',
		mpnId: mpn,
		location,
		attributes: { objectType: 'PartnerRelationship' },
	};
}

const ADDRESS = { country: 'DE', city: 'Munich', addressLine1: 'Marienplatz 1', postalCode: '80331' };

function profileRoutes(app: App, world: World): void {
	const { partnerTenantId, partnerName, partnerDomain } = world;
	const email = `office@${partnerDomain}`;
	const ownMpnId = mpnId(world.directory.seed, partnerName);

	app.get('/v1/profiles/organization', (c) => {
		requireUser(c);
		return c.json({
			id: partnerTenantId,
			companyName: partnerName,
			defaultAddress: ADDRESS,
			tenantId: partnerTenantId,
			domain: partnerDomain,
			email,
			language: 'en',
			culture: 'en-US',
			profileType: 'organization_profile',
			attributes: { objectType: 'OrganizationProfile' },
		});
	});
	app.get('/v1/profiles/legalbusiness', (c) =>
		c.json({
			companyName: partnerName,
			address: ADDRESS,
			primaryContact: { firstName: 'Practice', lastName: 'Owner', email: `owner@${partnerDomain}`, phoneNumber: '49890000000' },
			companyApproverAddress: ADDRESS,
			companyApproverEmail: `owner@${partnerDomain}`,
			vettingStatus: 'authorized',
			vettingSubStatus: 'none',
			profileType: 'legal_business_profile',
			attributes: { objectType: 'LegalBusinessProfile' },
		}),
	);
	app.get('/v1/profiles/mpn', (c) => {
		requireUser(c);
		const asked = c.req.query('mpnId') ?? c.req.query('mpnid') ?? ownMpnId;
		const reseller = world.resellers.all.find((one) => one.mpnId === asked);
		if (asked !== ownMpnId && reseller === undefined)
			throw partnerCenterError(404, '3000', `No profile was found for the MPN ID ${asked}.`);
		return c.json({
			partnerName: reseller?.name ?? partnerName,
			mpnId: asked,
			profileType: 'mpn_profile',
			attributes: { objectType: 'MpnProfile' },
		});
	});
	app.get('/v1/profiles/support', (c) => {
		requireUser(c);
		return c.json({
			email: `support@${partnerDomain}`,
			telephone: '49890000001',
			website: `https://www.${partnerDomain}`,
			profileType: 'support_profile',
			attributes: { objectType: 'SupportProfile' },
		});
	});
}

function relationshipRoutes(app: App, world: World): void {
	app.get('/v1/relationships', (c) => {
		requireUser(c);
		const type = c.req.query('relationship_type') ?? '';
		const self = `/relationships?relationship_type=${type}`;
		if (type.toLowerCase() === 'isindirectcloudsolutionproviderof')
			return c.json(collection(world.resellers.all.map(resellerView), self));
		if (type.toLowerCase() === 'isindirectresellerof') return c.json(collection([], self));
		throw badInput(`The relationship type '${type}' is not known.`);
	});
	app.get('/v1/customers/:customerId/relationships', (c) => {
		requireUser(c);
		const customer = customerIn(c, world);
		const reseller = world.resellers.of(customer);
		const items = reseller === undefined ? [] : [resellerView(reseller)];
		return c.json(collection(items, `/customers/${customer.tenantId}/relationships`));
	});
}

/** Consent takes an admin agent whom an active relationship lets in, and only the app that asks can be consented to. */
function requireConsentRight(c: Ctx, world: World, customer: Customer, applicationId: string): void {
	const caller = requireUser(c);
	const account = world.directory.account(caller.objectId);
	const isAdminAgent = world.directory.isInGroup(caller.objectId, 'AdminAgents');
	const groups = caller.groups;
	const hasRole = world.relationshipWith(customer)?.assignments.some(({ groupId }) => groups.includes(groupId)) === true;
	if (account === undefined || !isAdminAgent || !hasRole || !world.mayEnter(account, customer.tenantId))
		throw partnerCenterError(403, '900150', 'The role of the user does not have the right to do this.');
	if (caller.clientId.toLowerCase() !== applicationId.toLowerCase())
		throw partnerCenterError(403, '900308', 'The token is not from the application that is to be consented to.');
}

function consentRoutes(app: App, world: World): void {
	app.post('/v1/customers/:customerId/applicationconsents', async (c) => {
		const customer = customerIn(c, world);
		const body = Object(await c.req.json<unknown>().catch(() => undefined)) as Record<string, unknown>;
		const { applicationId, displayName, applicationGrants } = body;
		if (typeof applicationId !== 'string' || !Array.isArray(applicationGrants) || applicationGrants.length === 0)
			throw badInput('The consent needs an applicationId and applicationGrants.');
		requireConsentRight(c, world, customer, applicationId);
		world.apps.consent(applicationId, customer.tenantId, true);
		return c.json({ applicationId, displayName, applicationGrants }, 201);
	});
	app.delete('/v1/customers/:customerId/applicationconsents/:applicationId', (c) => {
		const customer = customerIn(c, world);
		const applicationId = c.req.param('applicationId');
		requireConsentRight(c, world, customer, applicationId);
		world.apps.consent(applicationId, customer.tenantId, false);
		return c.body(null, 204);
	});
}

export function partnerProfileRoutes(app: App, world: World): void {
	profileRoutes(app, world);
	relationshipRoutes(app, world);
	consentRoutes(app, world);
}
