/** Microsoft Graph v1.0: the signed-in user, groups, and the partner's delegated relationships to customers (partner-center-api 13). */
import * as z from 'zod/mini';
import { guid } from './ids';
import { linkedPages, type Page } from './paging';
import type { Call, CallOptions, Transport } from './transport';
import { maybe, text } from './values';

const user = z.looseObject({
	id: z.string(),
	displayName: text,
	userPrincipalName: text,
	userType: text,
	givenName: text,
	surname: text,
	mail: text,
});
/** A user of a tenant. `userType` is `Member` or `Guest`. */
export type GraphUser = z.infer<typeof user>;

const group = z.looseObject({ '@odata.type': text, id: z.string(), displayName: text });
/** A group, or a directory role in a list of memberships; `displayName` is null where the sign-in may not read it. */
export type GraphGroup = z.infer<typeof group>;

const organization = z.looseObject({
	id: z.string(),
	displayName: text,
	verifiedDomains: maybe(z.array(z.looseObject({ name: text, isDefault: maybe(z.boolean()) }))),
});
/** The company that owns a tenant. */
export type Organization = z.infer<typeof organization>;

const delegatedCustomer = z.looseObject({ tenantId: z.string(), displayName: text });
/** A customer with delegated admin rights for the partner. */
export type DelegatedCustomer = z.infer<typeof delegatedCustomer>;

const roles = maybe(z.looseObject({ unifiedRoles: maybe(z.array(z.looseObject({ roleDefinitionId: z.string() }))) }));
const relationship = z.looseObject({
	id: z.string(),
	displayName: text,
	status: text,
	createdDateTime: text,
	activatedDateTime: text,
	endDateTime: text,
	duration: text,
	customer: maybe(z.looseObject({ tenantId: text, displayName: text })),
	accessDetails: roles,
});
/** A granular delegated admin (GDAP) relationship. */
export type DelegatedRelationship = z.infer<typeof relationship>;

const accessAssignment = z.looseObject({
	id: z.string(),
	status: text,
	accessContainer: maybe(z.looseObject({ accessContainerId: text, accessContainerType: text })),
	accessDetails: roles,
});
/** Roles of a relationship that were given to a security group of the partner. */
export type AccessAssignment = z.infer<typeof accessAssignment>;

const contract = z.looseObject({ customerId: z.string(), displayName: text, defaultDomainName: text, contractType: text });
/** A customer that the partner's tenant has a contract with. `customerId` is the customer's tenant id. */
export type Contract = z.infer<typeof contract>;

const roleTemplate = z.looseObject({ id: z.string(), displayName: text });
/** A directory role by the id that relationships name it by. */
export type RoleTemplate = z.infer<typeof roleTemplate>;

/**
 * The signed-in user as a tenant knows it. A partner's user has no object in a customer's tenant unless it is a guest there.
 * @param tenantId the tenant that is asked
 * @throws ServiceFailure `NotFound` when the tenant has no such user
 */
export async function getMe(transport: Transport, tenantId: string, options: CallOptions = {}): Promise<GraphUser> {
	const query = { $select: 'id,displayName,userPrincipalName,userType,givenName,surname,mail' };
	return await transport.json(user, graphCall(tenantId, '/me', options, query));
}

/** The company that owns the tenant; undefined when the answer names none. @throws ServiceFailure */
export async function getOrganization(
	transport: Transport,
	tenantId: string,
	options: CallOptions = {},
): Promise<Organization | undefined> {
	const query = { $select: 'id,displayName,verifiedDomains' };
	const answer = await transport.json(pageOf(organization), graphCall(tenantId, '/organization', options, query));
	return answer.value[0];
}

/**
 * The groups and directory roles of the signed-in user, also through other groups, in pages. Not cast to groups: a cast needs
 * Graph's "advanced query" headers (INFERRED), and telling them apart by `@odata.type` needs none.
 * @throws ServiceFailure
 */
export function membershipPages(
	transport: Transport,
	tenantId: string,
	options: CallOptions = {},
): AsyncGenerator<Page<GraphGroup>> {
	return graphPages(transport, group, graphCall(tenantId, '/me/transitiveMemberOf', options, { $select: 'id,displayName' }));
}

/** The groups of a tenant with exactly this name, in pages. @throws ServiceFailure */
export function groupsNamedPages(
	transport: Transport,
	tenantId: string,
	name: string,
	options: CallOptions = {},
): AsyncGenerator<Page<GraphGroup>> {
	const query = { $filter: `displayName eq ${literal(name)}`, $select: 'id,displayName' };
	return graphPages(transport, group, graphCall(tenantId, '/groups', options, query));
}

/** One group. @param groupId GUID @throws ServiceFailure */
export async function getGroup(
	transport: Transport,
	tenantId: string,
	groupId: string,
	options: CallOptions = {},
): Promise<GraphGroup> {
	const query = { $select: 'id,displayName' };
	return await transport.json(group, graphCall(tenantId, `/groups/${guid(groupId)}`, options, query));
}

/** The partner's customers with delegated admin rights, in pages (partner-center-api 13). @throws ServiceFailure */
export function delegatedCustomerPages(transport: Transport, options: CallOptions = {}): AsyncGenerator<Page<DelegatedCustomer>> {
	return graphPages(transport, delegatedCustomer, partnerCall(transport, `${RELATIONSHIPS}/delegatedAdminCustomers`, options));
}

/**
 * The GDAP relationships with one customer, those that have ended included, in pages (partner-center-api 13).
 * @throws ServiceFailure
 */
export function delegatedRelationshipPages(
	transport: Transport,
	customerTenantId: string,
	options: CallOptions = {},
): AsyncGenerator<Page<DelegatedRelationship>> {
	const call = partnerCall(transport, `${RELATIONSHIPS}/delegatedAdminRelationships`, options, {
		$filter: `customer/tenantId eq ${literal(guid(customerTenantId))}`,
	});
	return graphPages(transport, relationship, { ...call, customerTenantId });
}

/** The roles that a relationship gives to the partner's security groups, in pages (partner-center-api 13). @throws ServiceFailure */
export function accessAssignmentPages(
	transport: Transport,
	relationshipId: string,
	options: CallOptions = {},
): AsyncGenerator<Page<AccessAssignment>> {
	const path = `${RELATIONSHIPS}/delegatedAdminRelationships/${encodeURIComponent(relationshipId)}/accessAssignments`;
	return graphPages(transport, accessAssignment, partnerCall(transport, path, options));
}

/** The customers that the partner's tenant has contracts with, in pages. @throws ServiceFailure */
export function contractPages(transport: Transport, options: CallOptions = {}): AsyncGenerator<Page<Contract>> {
	return graphPages(transport, contract, partnerCall(transport, '/contracts', options));
}

/** Names of the directory roles, in pages. @throws ServiceFailure */
export function roleTemplatePages(transport: Transport, options: CallOptions = {}): AsyncGenerator<Page<RoleTemplate>> {
	return graphPages(transport, roleTemplate, partnerCall(transport, '/directoryRoleTemplates', options));
}

const RELATIONSHIPS = '/tenantRelationships';

/** A list answer of Graph. */
export const pageOf = <S extends z.ZodMiniType>(item: S) => z.looseObject({ value: z.array(item), '@odata.nextLink': text });

/** A list of Graph, page by page. @throws ServiceFailure */
export async function* graphPages<S extends z.ZodMiniType>(
	transport: Transport,
	item: S,
	first: Call,
): AsyncGenerator<Page<z.infer<S>>> {
	for await (const { value } of linkedPages(transport, pageOf(item), first, (answer) => answer['@odata.nextLink'])) {
		yield { items: value };
	}
}

/** A text in an OData filter. */
export function literal(value: string): string {
	return `'${value.replaceAll("'", "''")}'`;
}

function partnerCall(transport: Transport, path: string, options: CallOptions, query?: Readonly<Record<string, string>>): Call {
	return graphCall(transport.cloud.partnerTenantId, path, options, query);
}

/** A GET of Graph. @param path below the version, with a leading slash */
export function graphCall(
	tenantId: string,
	path: string,
	{ signal, priority }: CallOptions,
	query?: Readonly<Record<string, string>>,
): Call {
	return { audience: 'graph', tenantId, url: `/v1.0${path}`, query, signal, priority };
}
