/** Who may do what: role assignments and role definitions, Microsoft.Authorization 2022-04-01 (arm-contract 8). */
import * as z from 'zod/mini';
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

function roleCall(tenantId: string, scope: string, list: string, options: RoleListOptions): Call {
	const path = `${scope.replace(/\/+$/, '')}/providers/Microsoft.Authorization/${list}`;
	return armCall(tenantId, path, '2022-04-01', options, { $filter: options.filter });
}
