/** The role assignments that the sandbox holds, asked for over its REST by the test itself. */
import type { SandboxProcess } from './sandbox-process';
import { read, type Truth } from './truth';

/** Roles given on an order itself: `{principal id} {role id}` each, GUIDs in lower case. */
export async function rolesOn(
	sandbox: SandboxProcess,
	{ tenantId, orderId }: Pick<Truth, 'tenantId' | 'orderId'>,
): Promise<readonly string[]> {
	const scope = `/providers/Microsoft.Capacity/reservationOrders/${orderId}`;
	const url = `${sandbox.endpoints.resourceManager}${scope}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`;
	const { value = [] } = await read<AssignmentsAnswer>(sandbox, url, tenantId);
	return value
		.filter(({ properties }) => properties.scope.toLowerCase() === scope.toLowerCase())
		.map(({ properties }) => `${properties.principalId} ${properties.roleDefinitionId.split('/').at(-1)}`.toLowerCase())
		.sort();
}

/** Object id of the partner's own group AdminAgents, in lower case. */
export async function adminAgentsId(sandbox: SandboxProcess): Promise<string> {
	const { graph, partnerTenantId } = sandbox.endpoints;
	const url = `${graph}/v1.0/groups?$filter=${encodeURIComponent("displayName eq 'AdminAgents'")}`;
	const { value } = await read<{ value: readonly { id: string }[] }>(sandbox, url, partnerTenantId);
	const [agents] = value;
	if (agents === undefined) throw new Error('The sandbox has no group AdminAgents.');
	return agents.id.toLowerCase();
}

interface AssignmentsAnswer {
	readonly value?: readonly {
		readonly properties: { readonly scope: string; readonly principalId: string; readonly roleDefinitionId: string };
	}[];
}
