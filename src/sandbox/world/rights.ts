/** Who may do what: built-in roles with their actions, and role assignments that are inherited downwards. */

/** A built-in role (arm-contract 8). */
export interface RoleDefinition {
	readonly id: string;
	readonly roleName: string;
	readonly description: string;
	readonly actions: readonly string[];
	readonly notActions: readonly string[];
	readonly assignableScopes: readonly string[];
}

export interface RoleAssignment {
	/** GUID: the assignment's name. */
	readonly name: string;
	/** Full id without a trailing slash; `/` for the root. */
	readonly scope: string;
	readonly roleId: string;
	readonly principalId: string;
	readonly principalType: 'User' | 'Group' | 'ServicePrincipal' | 'ForeignGroup';
	readonly createdAt: number;
	readonly createdBy: string;
	readonly updatedAt?: number;
	readonly updatedBy?: string;
	readonly description?: string | undefined;
}

function role(
	id: string,
	roleName: string,
	description: string,
	actions: readonly string[],
	notActions: readonly string[] = [],
	assignableScopes: readonly string[] = ['/'],
): RoleDefinition {
	return { id, roleName, description, actions, notActions, assignableScopes };
}

const CAPACITY = ['/providers/Microsoft.Capacity'];

export const ROLES = {
	owner: role(
		'8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
		'Owner',
		'Grants full access to manage all resources, including the ability to assign roles in Azure RBAC.',
		['*'],
	),
	contributor: role(
		'b24988ac-6180-42a0-ab88-20f7382dd24c',
		'Contributor',
		'Grants full access to manage all resources, but does not allow you to assign roles in Azure RBAC.',
		['*'],
		['Microsoft.Authorization/*/Delete', 'Microsoft.Authorization/*/Write', 'Microsoft.Authorization/elevateAccess/Action'],
	),
	reader: role(
		'acdd72a7-3385-48ef-bd42-f606fba81ae7',
		'Reader',
		'View all resources, but does not allow you to make any changes.',
		['*/read'],
	),
	userAccessAdministrator: role(
		'18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
		'User Access Administrator',
		'Lets you manage user access to Azure resources.',
		['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'],
	),
	reservationsAdministrator: role(
		'a8889054-8d42-49c9-bc1c-52486c10e7cd',
		'Reservations Administrator',
		'Lets one read and manage all the reservations in a tenant',
		[
			'Microsoft.Capacity/*/read',
			'Microsoft.Capacity/*/action',
			'Microsoft.Capacity/*/write',
			'Microsoft.Authorization/roleAssignments/read',
			'Microsoft.Authorization/roleDefinitions/read',
			'Microsoft.Authorization/roleAssignments/write',
			'Microsoft.Authorization/roleAssignments/delete',
		],
		[],
		CAPACITY,
	),
	// Contract and documents name no id for it, so the sandbox has made one up: clients have to find the role by its name.
	reservationsContributor: role(
		'5c0a7b1e-94d2-4c3f-8f1a-6d2b9e70c4a1',
		'Reservations Contributor',
		'Lets one read and manage all the reservations in a tenant but not delegate access to them',
		[
			'Microsoft.Capacity/*/read',
			'Microsoft.Capacity/*/action',
			'Microsoft.Capacity/*/write',
			'Microsoft.Authorization/roleAssignments/read',
			'Microsoft.Authorization/roleDefinitions/read',
		],
		[],
		CAPACITY,
	),
	reservationsReader: role(
		'582fc458-8989-419f-a480-75249bc5db7e',
		'Reservations Reader',
		'Lets one read all the reservations in a tenant',
		['Microsoft.Capacity/*/read', 'Microsoft.Authorization/roleAssignments/read'],
		[],
		CAPACITY,
	),
	accessAdministrator: role(
		'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
		'Role Based Access Control Administrator',
		'Manage access to Azure resources by assigning roles using Azure RBAC.',
		[
			'Microsoft.Authorization/roleAssignments/write',
			'Microsoft.Authorization/roleAssignments/delete',
			'*/read',
			'Microsoft.Support/*',
		],
	),
	costManagementReader: role(
		'72fafb9e-0641-4937-9268-a91bfd8191a3',
		'Cost Management Reader',
		'Can view cost data and configuration',
		[
			'Microsoft.Consumption/*/read',
			'Microsoft.CostManagement/*/read',
			'Microsoft.Resources/subscriptions/read',
			'Microsoft.Resources/subscriptions/resourceGroups/read',
			'Microsoft.Support/*',
		],
	),
	reservationPurchaser: role('f7b75c60-3036-4b75-91c3-6b41c27c1689', 'Reservation Purchaser', 'Lets you purchase reservations', [
		'Microsoft.Capacity/catalogs/read',
		'Microsoft.Capacity/register/action',
		'Microsoft.Consumption/reservationRecommendations/read',
		'Microsoft.Resources/subscriptions/read',
		'Microsoft.Resources/subscriptions/resourceGroups/read',
		'Microsoft.Support/supporttickets/write',
	]),
	supportRequestContributor: role(
		'cfd33db0-3dd1-45e3-aa9d-cdbdf3b6f24e',
		'Support Request Contributor',
		'Lets you create and manage Support requests',
		['Microsoft.Authorization/*/read', 'Microsoft.Resources/subscriptions/resourceGroups/read', 'Microsoft.Support/*'],
	),
} as const satisfies Record<string, RoleDefinition>;

const BY_ID = new Map<string, RoleDefinition>(Object.values(ROLES).map((definition) => [definition.id, definition]));

/** The built-in role with this GUID, any case. */
export function roleById(id: string): RoleDefinition | undefined {
	return BY_ID.get(id.toLowerCase());
}

const patterns = new Map<string, RegExp>();

function matches(pattern: string, action: string): boolean {
	let compiled = patterns.get(pattern);
	if (compiled === undefined) {
		compiled = new RegExp(
			`^${pattern
				.split('*')
				.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
				.join('.*')}$`,
			'i',
		);
		patterns.set(pattern, compiled);
	}
	return compiled.test(action);
}

/** True when the role gives the right to this action, for example `Microsoft.Capacity/reservationOrders/read`. */
export function allows(definition: RoleDefinition, action: string): boolean {
	return (
		definition.actions.some((pattern) => matches(pattern, action)) &&
		!definition.notActions.some((pattern) => matches(pattern, action))
	);
}

/** True when `scope` is `above` or lies under it; both without case. */
export function isAtOrBelow(scope: string, above: string): boolean {
	const low = scope.toLowerCase();
	const high = above.toLowerCase();
	return high === '/' || low === high || low.startsWith(`${high}/`);
}
