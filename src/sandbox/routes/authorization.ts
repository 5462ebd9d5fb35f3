/** Microsoft.Authorization: role definitions, and role assignments at every scope there is (arm-contract 8). */
import * as z from 'zod/mini';
import type { App, Ctx } from '../http';
import { armError } from '../http';
import { type Filter, leaves, ODataError, parseFilter, passes } from '../odata';
import { assignmentNamed, giveRole, rolesAt, takeRole } from '../world/grants';
import { Refusal } from '../world/refusal';
import { isAtOrBelow, type RoleAssignment, type RoleDefinition, roleById } from '../world/rights';
import { scopeIn } from '../world/scope-ids';
import { type Asked, type Azure, asked, page, query, requireMember, requireRight } from './azure';

const READ_ASSIGNMENTS = 'Microsoft.Authorization/roleAssignments/read';
const READ_DEFINITIONS = 'Microsoft.Authorization/roleDefinitions/read';

/** The scopes that can stand in front, as route patterns. */
const SCOPES = [
	'',
	'/subscriptions/:subscriptionId',
	'/subscriptions/:subscriptionId/resourcegroups/:group',
	'/providers/microsoft.management/managementgroups/:managementGroup',
	'/providers/microsoft.capacity',
	'/providers/microsoft.capacity/reservationorders/:orderId',
	'/providers/microsoft.capacity/reservationorders/:orderId/reservations/:reservationId',
];

const PAGE = 200;

function scopeOf(c: Ctx, type: string): string {
	const path = c.req.path;
	const scope = path.slice(0, path.lastIndexOf(`/providers/microsoft.authorization/${type}`));
	return scope === '' ? '/' : scope;
}

function definitionView(role: RoleDefinition, scope: string) {
	return {
		id: `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/roleDefinitions/${role.id}`,
		type: 'Microsoft.Authorization/roleDefinitions',
		name: role.id,
		properties: {
			roleName: role.roleName,
			type: 'BuiltInRole',
			description: role.description,
			assignableScopes: role.assignableScopes,
			permissions: [{ actions: role.actions, notActions: role.notActions, dataActions: [], notDataActions: [] }],
			createdOn: '2015-02-02T21:55:09.8806423Z',
			updatedOn: '2023-11-07T15:56:43.0173185Z',
			createdBy: null,
			updatedBy: null,
		},
	};
}

function assignmentView(assignment: RoleAssignment) {
	const { scope, name, createdAt, createdBy, updatedAt = createdAt, updatedBy = createdBy } = assignment;
	const base = scope === '/' ? '' : scope;
	return {
		id: `${base}/providers/Microsoft.Authorization/roleAssignments/${name}`,
		type: 'Microsoft.Authorization/roleAssignments',
		name,
		properties: {
			roleDefinitionId: `${scope.startsWith('/subscriptions/') ? scope.split('/').slice(0, 3).join('/') : ''}/providers/Microsoft.Authorization/roleDefinitions/${assignment.roleId}`,
			principalId: assignment.principalId,
			principalType: assignment.principalType,
			scope,
			condition: null,
			conditionVersion: null,
			createdOn: new Date(createdAt).toISOString(),
			updatedOn: new Date(updatedAt).toISOString(),
			createdBy,
			updatedBy,
			delegatedManagedIdentityResourceId: null,
			description: assignment.description ?? null,
		},
	};
}

function checked(text: string | undefined, calls: readonly string[], properties: readonly string[]): Filter | undefined {
	if (text === undefined) return undefined;
	const filter = parseFilter(text);
	for (const leaf of leaves(filter)) {
		const known =
			leaf.kind === 'call'
				? calls.includes(leaf.name.toLowerCase())
				: leaf.operator === 'eq' && properties.includes(leaf.property.toLowerCase());
		if (!known)
			throw new ODataError(
				`The filter '${text}' is not supported. Supported filters are either 'atScope()' or 'principalId eq '{value}'' or a combination of these.`,
			);
	}
	return filter;
}

/**
 * Without a filter: all at, above and below the scope. `atScope()` leaves out what is below; `principalId eq` and
 * `assignedTo` name whom it is assigned to (arm-contract 8).
 */
function assignmentsAt({ world }: Azure, { tenant }: Asked, scope: string, filterText: string | undefined): RoleAssignment[] {
	const filter = checked(filterText, ['atscope', 'assignedto'], ['principalid']);
	const above = (assignment: RoleAssignment) => tenant.isAtOrAbove(assignment.scope, scope);
	return tenant.roleAssignments
		.filter((assignment) => above(assignment) || isAtOrBelow(assignment.scope, scope))
		.filter(
			(assignment) =>
				filter === undefined ||
				passes(filter, (leaf) => {
					if (leaf.kind === 'call' && leaf.name.toLowerCase() === 'atscope') return above(assignment);
					const id = String(leaf.kind === 'call' ? leaf.argument : leaf.value).toLowerCase();
					if (assignment.principalId.toLowerCase() === id) return true;
					// Only `assignedTo` looks into groups.
					return leaf.kind === 'call' && world.directory.allGroupsOf(id).some((group) => group.id === assignment.principalId);
				}),
		);
}

function definitionsFor(filterText: string | undefined, scope: string): RoleDefinition[] {
	const filter = checked(filterText, ['atscopeandbelow', 'atscope'], ['rolename', 'type']);
	return rolesAt(scope).filter(
		(role) =>
			filter === undefined ||
			passes(filter, (leaf) => {
				if (leaf.kind === 'call') return true;
				const value = String(leaf.value).toLowerCase();
				return leaf.property.toLowerCase() === 'rolename' ? role.roleName.toLowerCase() === value : value === 'builtinrole';
			}),
	);
}

/** Writing names the assignment itself as the scope that is refused. */
function requireAssignmentRight(c: Ctx, who: Asked, action: string): void {
	const scope = scopeOf(c, 'roleassignments');
	if (who.tenant.can(who.caller, action, scope)) return;
	requireRight(
		who,
		action,
		`${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/roleAssignments/${c.req.param('name')}`,
	);
}

/** The scope of the path as the tenant writes it. @throws Answer 404 */
function existingScope(c: Ctx, { tenant }: Asked): string {
	const scope = scopeOf(c, 'roleassignments');
	const found = scopeIn(tenant, scope);
	if (found !== undefined) return found;
	if (scope.startsWith('/subscriptions/'))
		throw armError(404, 'SubscriptionNotFound', `The scope '${scope}' could not be found.`);
	throw armError(404, 'ResourceNotFound', `The resource '${scope}' was not found.`);
}

const assignmentWish = z.object({
	properties: z.object({
		roleDefinitionId: z.string(),
		principalId: z.string(),
		principalType: z.nullish(z.string()),
		description: z.nullish(z.string()),
		condition: z.nullish(z.string()),
	}),
});

async function wishIn(c: Ctx): Promise<z.infer<typeof assignmentWish>> {
	const body: unknown = await c.req.json().catch(() => undefined);
	const parsed = assignmentWish.safeParse(body);
	if (parsed.success) return parsed.data;
	throw armError(400, 'BadRequestFormat', 'The request was incorrectly formatted.');
}

/** Statuses of refusals that are no plain 400. */
const REFUSED: Readonly<Record<string, 404 | 409>> = { RoleAssignmentExists: 409, RoleDefinitionDoesNotExist: 404 };

function orRefused<T>(work: () => T): T {
	try {
		return work();
	} catch (error) {
		if (error instanceof Refusal) throw armError(REFUSED[error.code] ?? 400, error.code, error.message);
		throw error;
	}
}

export function authorizationRoutes(app: App, azure: Azure): void {
	for (const scopePattern of SCOPES) {
		const base = `${scopePattern}/providers/microsoft.authorization`;

		app.get(`${base}/roleassignments`, (c) => {
			const who = asked(c, azure);
			const scope = scopeOf(c, 'roleassignments');
			requireRight(who, READ_ASSIGNMENTS, scope);
			try {
				return c.json(
					page(c, azure, assignmentsAt(azure, who, scope, query(c, '$filter')).map(assignmentView), PAGE, '$skipToken'),
				);
			} catch (error) {
				if (error instanceof ODataError) throw armError(400, 'UnsupportedQuery', error.message);
				throw error;
			}
		});

		app.get(`${base}/roleassignments/:name`, (c) => {
			const who = asked(c, azure);
			const scope = scopeOf(c, 'roleassignments');
			requireRight(who, READ_ASSIGNMENTS, scope);
			const name = c.req.param('name');
			const assignment = assignmentNamed(who.tenant, scope, name);
			if (assignment === undefined) throw armError(404, 'RoleAssignmentNotFound', `The role assignment '${name}' is not found.`);
			return c.json(assignmentView(assignment));
		});

		app.put(`${base}/roleassignments/:name`, async (c) => {
			const who = asked(c, azure);
			requireAssignmentRight(c, who, 'Microsoft.Authorization/roleAssignments/write');
			const scope = existingScope(c, who);
			const name = c.req.param('name');
			const { properties } = await wishIn(c);
			const { condition, description, principalType, ...wish } = properties;
			if (condition != null) throw armError(400, 'BadRequestFormat', 'No role that can be assigned here supports conditions.');
			const by = who.caller.objectId;
			const optional = { principalType: principalType ?? undefined, description: description ?? undefined };
			const { assignment, isNew } = orRefused(() =>
				giveRole(azure.world, who.tenant, { ...wish, ...optional, name, scope, by }, who.now),
			);
			return c.json(assignmentView(assignment), isNew ? 201 : 200);
		});

		app.delete(`${base}/roleassignments/:name`, (c) => {
			const who = asked(c, azure);
			requireAssignmentRight(c, who, 'Microsoft.Authorization/roleAssignments/delete');
			const gone = orRefused(() => takeRole(who.tenant, scopeOf(c, 'roleassignments'), c.req.param('name')));
			return gone === undefined ? c.body(null, 204) : c.json(assignmentView(gone));
		});

		app.get(`${base}/roledefinitions`, (c) => {
			const who = asked(c, azure);
			const scope = scopeOf(c, 'roledefinitions');
			// Built-in roles are no secret: whoever is somebody in the tenant may read them.
			requireMember(who, READ_DEFINITIONS, scope);
			try {
				return c.json({ value: definitionsFor(query(c, '$filter'), scope).map((role) => definitionView(role, scope)) });
			} catch (error) {
				if (error instanceof ODataError) throw armError(400, 'InvalidFilter', error.message);
				throw error;
			}
		});

		app.get(`${base}/roledefinitions/:id`, (c) => {
			const who = asked(c, azure);
			requireMember(who, READ_DEFINITIONS, scopeOf(c, 'roledefinitions'));
			const role = roleById(c.req.param('id') ?? '');
			if (role === undefined)
				throw armError(
					404,
					'RoleDefinitionDoesNotExist',
					`The specified role definition with ID '${c.req.param('id')}' does not exist.`,
				);
			return c.json(definitionView(role, scopeOf(c, 'roledefinitions')));
		});
	}
}
