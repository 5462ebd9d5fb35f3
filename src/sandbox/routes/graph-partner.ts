/** Graph's view of the partner's customers: GDAP relationships, whom they let in, and contracts (partner-center-api 13). */
import type { App, Ctx } from '../http';
import type { Customer } from '../world/customers';
import { guidFor } from '../world/random';
import type { AccessAssignment, Relationship } from '../world/relationships';
import { DAY } from '../world/time';
import { denied, type Graph, type Item, list, notFound, single } from './graph-lists';

const AGENTS = ['AdminAgents', 'HelpdeskAgents', 'SalesAgents'];
/** The largest `$top` of relationships. */
const LARGEST_PAGE = 300;

function moment(at: number): string {
	return new Date(at).toISOString();
}

function rolesView(roles: readonly string[]): Item {
	return { unifiedRoles: roles.map((roleDefinitionId) => ({ roleDefinitionId })) };
}

function relationshipView({ id, customer, displayName, status, roles, createdAt, endsAt }: Relationship): Item {
	const lastChange = status === 'expired' ? endsAt : createdAt + DAY;
	return {
		'@odata.etag': `W/"${guidFor('etag', id, status)}"`,
		id,
		displayName,
		duration: `P${Math.round((endsAt - createdAt) / DAY)}D`,
		customer: { tenantId: customer.tenantId, displayName: customer.name },
		accessDetails: rolesView(roles),
		status,
		autoExtendDuration: 'PT0S',
		createdDateTime: moment(createdAt - DAY),
		lastModifiedDateTime: moment(lastChange),
		activatedDateTime: moment(createdAt),
		endDateTime: moment(endsAt),
	};
}

function assignmentView({ id, groupId, roles, createdAt }: AccessAssignment): Item {
	return {
		'@odata.etag': `W/"${guidFor('etag', id)}"`,
		id,
		status: 'active',
		createdDateTime: moment(createdAt),
		lastModifiedDateTime: moment(createdAt),
		accessContainer: { accessContainerId: groupId, accessContainerType: 'securityGroup' },
		accessDetails: rolesView(roles),
	};
}

function contractView({ tenantId, domain, name }: Customer): Item {
	return {
		id: guidFor('contract', tenantId),
		contractType: 'ResellPartnerContract',
		customerId: tenantId,
		defaultDomainName: domain,
		displayName: name,
	};
}

/** Only the partner's tenant has customers, and only its agents see them. @throws Answer 403 */
function requireAgent(c: Ctx, { world }: Graph): void {
	const { tenantId, objectId } = c.get('caller');
	const isAgent = AGENTS.some((group) => world.directory.isInGroup(objectId, group));
	if (tenantId !== world.partnerTenantId || !isAgent) throw denied();
}

export function partnerRoutes(app: App, graph: Graph): void {
	const { world } = graph;
	const base = '/v1.0/tenantrelationships';
	// They never change, and a partner with thousands of customers asks for each one's by its id.
	let known: ReadonlyMap<string, Relationship> | undefined;
	const relationshipsById = () => {
		known ??= new Map(
			world.customers.all.flatMap((customer) => world.relationshipWith(customer) ?? []).map((one) => [one.id, one]),
		);
		return known;
	};
	const relationships = () => [...relationshipsById().values()];
	const relationshipIn = (c: Ctx): Relationship => {
		const id = c.req.param('id') ?? '';
		const found = relationshipsById().get(id);
		if (found === undefined) throw notFound(id);
		return found;
	};

	app.get(`${base}/delegatedadmincustomers`, (c) => {
		requireAgent(c, graph);
		const customers = relationships().map(({ customer: { tenantId, name } }) => ({ id: tenantId, tenantId, displayName: name }));
		return list(c, graph, customers, {
			context: 'tenantRelationships/delegatedAdminCustomers',
			filterable: ['tenantId', 'displayName'],
			largest: LARGEST_PAGE,
		});
	});
	app.get(`${base}/delegatedadminrelationships`, (c) => {
		requireAgent(c, graph);
		return list(c, graph, relationships().map(relationshipView), {
			context: 'tenantRelationships/delegatedAdminRelationships',
			filterable: ['customer/tenantId', 'status', 'displayName', 'endDateTime', 'activatedDateTime', 'createdDateTime'],
			largest: LARGEST_PAGE,
		});
	});
	app.get(`${base}/delegatedadminrelationships/:id`, (c) => {
		requireAgent(c, graph);
		return single(c, graph, relationshipView(relationshipIn(c)), 'tenantRelationships/delegatedAdminRelationships');
	});
	app.get(`${base}/delegatedadminrelationships/:id/accessassignments`, (c) => {
		requireAgent(c, graph);
		const { id, assignments } = relationshipIn(c);
		return list(c, graph, assignments.map(assignmentView), {
			context: `tenantRelationships/delegatedAdminRelationships('${id}')/accessAssignments`,
			filterable: ['status'],
			largest: LARGEST_PAGE,
		});
	});
	app.get('/v1.0/contracts', (c) => {
		requireAgent(c, graph);
		return list(c, graph, world.customers.all.map(contractView), {
			context: 'contracts',
			filterable: ['customerId', 'defaultDomainName', 'displayName'],
		});
	});
}
