/** Graph's directory of a tenant: the signed-in user with its groups, users, groups, and whatever an object id stands for. */
import { type App, type Ctx, graphError } from '../http';
import { type People, type Person, peopleOf, type Team } from '../world/people';
import { ENTRA_ROLE_NAMES } from '../world/relationships';
import { denied, type Graph, type Item, list, notFound, single } from './graph-lists';

/** Most ids of one `getByIds`. */
const LARGEST_LOOK_UP = 1000;

function userView({ id, displayName, userPrincipalName, mail, jobTitle, accountEnabled, userType }: Person): Item {
	const [givenName = null, ...surname] = displayName.split(' ');
	return {
		id,
		displayName,
		givenName,
		surname: surname.join(' ') || null,
		userPrincipalName,
		mail,
		jobTitle,
		accountEnabled,
		userType,
	};
}

function groupView({ id, displayName, description }: Team): Item {
	return { id, displayName, description, securityEnabled: true, mailEnabled: false, groupTypes: [] };
}

/** Apps that were consented to in the tenant. */
function servicePrincipals(c: Ctx, { world }: Graph): Item[] {
	const { tenantId } = c.get('caller');
	return world.apps.all
		.filter(({ clientId }) => world.apps.isConsented(clientId, tenantId))
		.map(({ objectId, clientId, displayName }) => ({
			id: objectId,
			appId: clientId,
			displayName,
			servicePrincipalType: 'Application',
		}));
}

function typed(item: Item, type: 'user' | 'group' | 'servicePrincipal'): Item {
	return { '@odata.type': `#microsoft.graph.${type}`, ...item };
}

/**
 * The directory of the token's tenant.
 * @throws Answer 403 for whoever may not read it: guests, and partners without a GDAP role there
 */
function readable(c: Ctx, { world }: Graph): People {
	const { tenantId, groups } = c.get('caller');
	const people = peopleOf(world, tenantId);
	const customer = world.customers.find(tenantId);
	if (customer === undefined) return people;
	const assignments = world.relationshipWith(customer)?.assignments ?? [];
	const hasRole = assignments.some(({ groupId }) => groups.includes(groupId));
	if (!hasRole || customer.trouble === 'guest' || customer.trouble === 'gdapExpired') throw denied();
	return people;
}

/** The signed-in user. @throws Answer 400 for apps, 404 for users of the partner who are no guests of the customer */
function me(c: Ctx, { world }: Graph): Person {
	const { tenantId, objectId } = c.get('caller');
	const person = peopleOf(world, tenantId).users.find(({ id }) => id === objectId);
	if (person !== undefined) return person;
	if (world.directory.account(objectId) === undefined)
		throw graphError(400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
	throw notFound(objectId);
}

function membershipRoutes(app: App, graph: Graph): void {
	const { world } = graph;
	const groupsOf = (c: Ctx, isTransitive: boolean): readonly Team[] => {
		const { id, userType } = me(c, graph);
		if (userType === 'Guest') return [];
		return isTransitive ? world.directory.allGroupsOf(id) : world.directory.groupsOf(id);
	};
	for (const [path, isTransitive] of [
		['/v1.0/me/memberof', false],
		['/v1.0/me/transitivememberof', true],
	] as const) {
		const filterable = ['displayName', 'id'];
		app.get(path, (c) => {
			const groups = groupsOf(c, isTransitive).map((group) => typed(groupView(group), 'group'));
			return list(c, graph, groups, { context: 'directoryObjects', filterable });
		});
		app.get(`${path}/microsoft.graph.group`, (c) =>
			list(c, graph, groupsOf(c, isTransitive).map(groupView), { context: 'groups', filterable }),
		);
	}
}

/** Ids and wanted types of a `getByIds`. @throws Answer 400 */
async function lookUp(c: Ctx): Promise<{ ids: readonly string[]; types: readonly string[] | undefined }> {
	const bad = () => graphError(400, 'Request_BadRequest', 'The ids have to be a list of one to 1000 texts.');
	const body: unknown = await c.req.json().catch(() => {
		throw bad();
	});
	const { ids, types } = Object(body) as Record<string, unknown>;
	const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((one) => typeof one === 'string');
	if (!isTexts(ids) || ids.length === 0 || ids.length > LARGEST_LOOK_UP) throw bad();
	return {
		ids: ids.map((id) => id.toLowerCase()),
		types: isTexts(types) ? types.map((type) => type.toLowerCase()) : undefined,
	};
}

function lookUpRoutes(app: App, graph: Graph): void {
	app.get('/v1.0/users', (c) =>
		list(c, graph, readable(c, graph).users.map(userView), {
			context: 'users',
			filterable: ['id', 'displayName', 'userPrincipalName', 'mail', 'userType', 'accountEnabled'],
			searchable: ['displayName', 'userPrincipalName', 'mail'],
		}),
	);
	app.get('/v1.0/users/:id', (c) => {
		const id = decodeURIComponent(c.req.param('id'));
		const person = readable(c, graph).users.find((one) => one.id === id || one.userPrincipalName.toLowerCase() === id);
		if (person === undefined) throw notFound(id);
		return single(c, graph, userView(person), 'users');
	});
	app.get('/v1.0/groups', (c) =>
		list(c, graph, readable(c, graph).groups.map(groupView), {
			context: 'groups',
			filterable: ['id', 'displayName'],
			searchable: ['displayName', 'description'],
		}),
	);
	app.get('/v1.0/groups/:id', (c) => {
		const id = c.req.param('id');
		const group = readable(c, graph).groups.find((one) => one.id === id);
		if (group === undefined) throw notFound(id);
		return single(c, graph, groupView(group), 'groups');
	});
	app.get('/v1.0/serviceprincipals', (c) => {
		readable(c, graph);
		return list(c, graph, servicePrincipals(c, graph), {
			context: 'servicePrincipals',
			filterable: ['id', 'appId', 'displayName'],
			searchable: ['displayName'],
		});
	});
	// The same in every tenant; whoever is in the directory may read them.
	app.get('/v1.0/directoryroletemplates', (c) => {
		readable(c, graph);
		const templates = Object.entries(ENTRA_ROLE_NAMES).map(([id, displayName]) => ({
			id,
			deletedDateTime: null,
			description: displayName,
			displayName,
		}));
		return list(c, graph, templates, { context: 'directoryRoleTemplates' });
	});
	// Unknown ids are left out: so are the partner's groups in a customer's tenant (arm-pitfalls 37).
	app.post('/v1.0/directoryobjects/getbyids', async (c) => {
		const { users, groups } = readable(c, graph);
		const { ids, types } = await lookUp(c);
		const wants = (type: string) => types === undefined || types.includes(type) || types.includes('directoryobject');
		const found = [
			...(wants('user') ? users.map((user) => typed(userView(user), 'user')) : []),
			...(wants('group') ? groups.map((group) => typed(groupView(group), 'group')) : []),
			...(wants('serviceprincipal') ? servicePrincipals(c, graph).map((one) => typed(one, 'servicePrincipal')) : []),
		].filter(({ id }) => ids.includes(String(id)));
		return c.json({ '@odata.context': `${graph.origin}/v1.0/$metadata#directoryObjects`, value: found });
	});
}

export function directoryRoutes(app: App, graph: Graph): void {
	const { world } = graph;
	app.get('/v1.0/me', (c) => single(c, graph, userView(me(c, graph)), 'users'));
	app.get('/v1.0/organization', (c) => {
		const { tenantId } = c.get('caller');
		const customer = world.customers.find(tenantId);
		const organization = {
			id: tenantId,
			displayName: customer?.name ?? world.partnerName,
			verifiedDomains: [{ name: customer?.domain ?? world.partnerDomain, isDefault: true, isInitial: true }],
		};
		return list(c, graph, [organization], { context: 'organization' });
	});
	membershipRoutes(app, graph);
	lookUpRoutes(app, graph);
}
