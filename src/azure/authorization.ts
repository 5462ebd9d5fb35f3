/** Who may do what: role assignments and role definitions, Microsoft.Authorization 2022-04-01 (arm-contract 8). */
import * as z from 'zod/mini';
import { guid } from './ids';
import { listPages, type Page } from './paging';
import { armCall } from './resource-manager';
import type { Call, CallOptions, Transport } from './transport';
import { maybe, text } from './values';

const roleAssignment = z.looseObject({
	id: z.string(),
	name: text,
	properties: z.looseObject({
		scope: text,
		roleDefinitionId: z.string(),
		principalId: z.string(),
		principalType: text,
		description: text,
		condition: text,
		createdOn: text,
		updatedOn: text,
		createdBy: text,
		updatedBy: text,
	}),
});
/** A role given to a principal at a scope. */
export type RoleAssignment = z.infer<typeof roleAssignment>;

const texts = maybe(z.array(z.string()));
const roleDefinition = z.looseObject({
	id: z.string(),
	name: text,
	properties: z.looseObject({
		roleName: text,
		description: text,
		type: text,
		assignableScopes: texts,
		permissions: maybe(z.array(z.looseObject({ actions: texts, notActions: texts, dataActions: texts, notDataActions: texts }))),
	}),
});
/** A role with the actions it allows. */
export type RoleDefinition = z.infer<typeof roleDefinition>;

export interface RoleListOptions extends CallOptions {
	/** For example `atScope()`, `principalId eq '…'`, `roleName eq '…'`. */
	readonly filter?: string | undefined;
}

/**
 * Role assignments at a scope, in pages.
 * @param scope resource id with its leading slash, for example of a reservation order: rights are held there
 * @throws ServiceFailure
 */
export function roleAssignmentPages(
	transport: Transport,
	tenantId: string,
	scope: string,
	options: RoleListOptions = {},
): AsyncGenerator<Page<RoleAssignment>> {
	return listPages(transport, roleAssignment, roleCall(tenantId, scope, 'roleAssignments', options));
}

/** Roles that can be given at a scope, in pages. @throws ServiceFailure */
export function roleDefinitionPages(
	transport: Transport,
	tenantId: string,
	scope: string,
	options: RoleListOptions = {},
): AsyncGenerator<Page<RoleDefinition>> {
	return listPages(transport, roleDefinition, roleCall(tenantId, scope, 'roleDefinitions', options));
}

/**
 * One role by the id that an assignment names it by. That id may be below a subscription.
 * @param roleDefinitionId resource id with its leading slash
 * @throws ServiceFailure
 */
export async function getRoleDefinition(
	transport: Transport,
	tenantId: string,
	roleDefinitionId: string,
	options: CallOptions = {},
): Promise<RoleDefinition> {
	return await transport.json(roleDefinition, armCall(tenantId, roleDefinitionId, '2022-04-01', options));
}

/** A role for a principal, as it is to be given. */
export interface RoleGrant {
	/** Resource id with its leading slash. Rights to exchange and return have to be held on the order (rules 1.4). */
	readonly scope: string;
	/**
	 * GUID that names the assignment. The caller picks it, so that giving the role again after a lost answer finds the same
	 * assignment instead of making another one.
	 */
	readonly name: string;
	/** GUID of the role, or the role's whole resource id. */
	readonly roleDefinitionId: string;
	/** Object id in the customer's tenant; of the partner's group for `ForeignGroup`. */
	readonly principalId: string;
	/** `User`, `Group`, `ServicePrincipal` or `ForeignGroup`. A principal that was just made is only found with it. */
	readonly principalType?: string | undefined;
	readonly description?: string | undefined;
}

/** Resource id of an assignment. @throws TypeError when the name is not a GUID */
export function roleAssignmentId(scope: string, name: string): string {
	return `${below(scope)}/roleAssignments/${guid(name)}`;
}

/** One assignment. @param assignmentId whole resource id @throws ServiceFailure; `NotFound` when there is none */
export async function getRoleAssignment(
	transport: Transport,
	tenantId: string,
	assignmentId: string,
	options: CallOptions = {},
): Promise<RoleAssignment> {
	return await transport.json(roleAssignment, armCall(tenantId, checkedId(assignmentId), '2022-04-01', options));
}

/**
 * Gives a role: sent once. Doing it again with the same name is safe.
 * @returns `isNew: false` where the assignment was there already
 * @throws ServiceFailure; `Refused` with the code `RoleAssignmentExists` when it is there under another name, with
 *   `PrincipalNotFound` for whom the tenant does not know; `OutcomeUnknown` where it may have been given
 */
export async function giveRole(
	transport: Transport,
	tenantId: string,
	{ scope, name, roleDefinitionId, principalId, principalType, description }: RoleGrant,
): Promise<{ readonly assignment: RoleAssignment; readonly isNew: boolean }> {
	const role = roleDefinitionId.includes('/') ? roleDefinitionId : `${below('/')}/roleDefinitions/${guid(roleDefinitionId)}`;
	const call: Call = {
		...armCall(tenantId, roleAssignmentId(scope, name), '2022-04-01', {}),
		method: 'PUT',
		committing: true,
		body: { properties: { roleDefinitionId: role, principalId: guid(principalId), principalType, description } },
	};
	const { value, status } = await transport.send(roleAssignment, call);
	return { assignment: value, isNew: status === 201 };
}

/**
 * Takes a role back: sent once. Doing it again is safe.
 * @param assignmentId whole resource id as the list has it: only that one names a malformed scope too (arm-pitfalls 33)
 * @returns what was removed, or undefined where it was gone already
 * @throws ServiceFailure; `OutcomeUnknown` where it may have been taken
 */
export async function removeRoleAssignment(
	transport: Transport,
	tenantId: string,
	assignmentId: string,
): Promise<RoleAssignment | undefined> {
	const call: Call = { ...armCall(tenantId, checkedId(assignmentId), '2022-04-01', {}), method: 'DELETE', committing: true };
	return (await transport.json(maybe(roleAssignment), call)) ?? undefined;
}

/** Nothing but an assignment is ever deleted by its id. */
function checkedId(id: string): string {
	if (!/^\/(?:[^?#]*\/)?providers\/Microsoft\.Authorization\/roleAssignments\/[0-9a-f-]{36}$/i.test(id) || id.includes('..'))
		throw new TypeError(`Not a role assignment: ${id.slice(0, 200)}`);
	return id;
}

function below(scope: string): string {
	return `${scope.replace(/\/+$/, '')}/providers/Microsoft.Authorization`;
}

function roleCall(tenantId: string, scope: string, list: string, options: RoleListOptions): Call {
	return armCall(tenantId, `${below(scope)}/${list}`, '2022-04-01', options, { $filter: options.filter });
}
