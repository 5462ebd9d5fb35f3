/** Giving roles and taking them back, with what Azure refuses (arm-contract 8). */
import { isGuid } from '../http';
import { principalIn } from './principals';
import { Refusal } from './refusal';
import { isAtOrBelow, ROLES, type RoleAssignment, type RoleDefinition, roleById } from './rights';
import type { Tenant } from './tenant';
import type { World } from './world';

/** A role assignment as it is asked for. */
export interface GrantWish {
	/** The name that the caller chose: a GUID. */
	readonly name: string;
	/** Full id as the tenant writes it. */
	readonly scope: string;
	readonly roleDefinitionId: string;
	readonly principalId: string;
	readonly principalType?: string | undefined;
	readonly description?: string | undefined;
	/** Object id of whoever asks. */
	readonly by: string;
}

/** Roles that are defined for a scope. */
export function rolesAt(scope: string): RoleDefinition[] {
	const all: readonly RoleDefinition[] = Object.values(ROLES);
	return all.filter(({ assignableScopes }) => scope === '/' || assignableScopes.some((above) => isAtOrBelow(scope, above)));
}

function roleOf({ roleDefinitionId, scope }: GrantWish): RoleDefinition {
	const id = /\/providers\/microsoft\.authorization\/roledefinitions\/([^/]+)$/i.exec(roleDefinitionId)?.[1] ?? roleDefinitionId;
	const found = roleById(id);
	// A role that can't be assigned there is not defined there.
	if (found === undefined || !rolesAt(scope).includes(found))
		throw new Refusal('RoleDefinitionDoesNotExist', `The specified role definition with ID '${id}' does not exist.`);
	return found;
}

function checkPrincipal(world: World, tenant: Tenant, wish: GrantWish, now: number): RoleAssignment['principalType'] {
	const { principalId, principalType } = wish;
	if (!isGuid(principalId)) throw new Refusal('InvalidPrincipalId', 'A valid principal ID must be provided for role assignment.');
	const principal = principalIn(world, tenant.tenantId, principalId);
	// Whoever names the type of a newcomer does not have to wait until it has come everywhere.
	if (principal === undefined || (principalType === undefined && principal.knownFrom > now))
		throw new Refusal(
			'PrincipalNotFound',
			`Principal ${principalId.replaceAll('-', '')} does not exist in the directory ${tenant.tenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype`,
		);
	if (principalType !== undefined && principalType.toLowerCase() !== principal.type.toLowerCase())
		throw new Refusal(
			'UnmatchedPrincipalType',
			`The PrincipalId '${principalId.replaceAll('-', '')}' has type '${principal.type}' , which is different from specified PrinciaplType '${principalType}'.`,
		);
	return principal.type;
}

/**
 * Gives a role. The same name with the same content again is no second assignment, only its description changes.
 * @returns whether it is new
 * @throws Refusal
 */
export function giveRole(
	world: World,
	tenant: Tenant,
	wish: GrantWish,
	now: number,
): { assignment: RoleAssignment; isNew: boolean } {
	const { scope, by, description } = wish;
	if (!isGuid(wish.name))
		throw new Refusal(
			'InvalidRoleAssignmentId',
			`The role assignment ID '${wish.name}' is not valid. The role assignment ID must be a GUID.`,
		);
	const [name, principalId] = [wish.name.toLowerCase(), wish.principalId.toLowerCase()];
	const role = roleOf(wish);
	const principalType = checkPrincipal(world, tenant, wish, now);
	const isSame = (one: RoleAssignment) => one.scope === scope && one.roleId === role.id && one.principalId === principalId;
	const named = tenant.roleAssignments.findIndex((one) => one.name === name);
	const old = tenant.roleAssignments[named];
	if (old !== undefined && !isSame(old))
		throw new Refusal(
			'RoleAssignmentUpdateNotPermitted',
			'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.',
		);
	const other = tenant.roleAssignments.find(isSame);
	if (old === undefined && other !== undefined)
		throw new Refusal(
			'RoleAssignmentExists',
			`The role assignment already exists. The ID of the existing role assignment is ${other.name.replaceAll('-', '')}.`,
		);
	const assignment: RoleAssignment =
		old === undefined
			? { name, scope, roleId: role.id, principalId, principalType, createdAt: now, createdBy: by, description }
			: { ...old, description, updatedAt: now, updatedBy: by };
	if (old === undefined) tenant.roleAssignments.push(assignment);
	else tenant.roleAssignments[named] = assignment;
	tenant.changed = true;
	return { assignment, isNew: old === undefined };
}

/** The assignment with this name, if it was made at this very scope. */
export function assignmentNamed(tenant: Tenant, scope: string, name: string): RoleAssignment | undefined {
	return tenant.roleAssignments.find((one) => one.name === name.toLowerCase() && one.scope.toLowerCase() === scope.toLowerCase());
}

/**
 * Takes a role back. An order may lose its last owner that way; a subscription may not, so that it is not orphaned.
 * @returns what is gone, or undefined where there was nothing
 * @throws Refusal for the last owner of a subscription
 */
export function takeRole(tenant: Tenant, scope: string, name: string): RoleAssignment | undefined {
	const assignment = assignmentNamed(tenant, scope, name);
	if (assignment === undefined) return undefined;
	const isOwner = (one: RoleAssignment) => one.roleId === ROLES.owner.id && one.scope === assignment.scope;
	const isSubscription = /^\/subscriptions\/[^/]+$/i.test(assignment.scope);
	if (isSubscription && isOwner(assignment) && tenant.roleAssignments.filter(isOwner).length === 1)
		throw new Refusal('BadRequest', 'Cannot delete the last RBAC admin assignment');
	tenant.roleAssignments.splice(tenant.roleAssignments.indexOf(assignment), 1);
	tenant.changed = true;
	return assignment;
}
