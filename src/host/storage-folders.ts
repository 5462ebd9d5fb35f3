/** Names of the folders in which connections keep things: told without loading any code of a connection. */
import type { Settings } from './settings';
import { SANDBOX } from './settings-table';

/** The folder of a sandbox that this extension starts: another world must not be shown as this one's past. */
export function ownSandboxFolder({ customers, reservations, seed }: Settings['sandbox']): string {
	return `sandbox-${customers}-${reservations}-${seed}`;
}

/** The folder of a sandbox that runs already. @param address of the setting */
export function sandboxFolder(address: string): string {
	return `sandbox-${URL.parse(address)?.port ?? ''}`;
}

/** The folder of a connection of the settings. @param digest tells two connections to one partner apart */
export function connectionFolder(digest: string, partnerTenantId: string): string {
	return `connection-${digest}-${partnerTenantId}`;
}

/** The folder of the operations and changes of all connections to one partner. @param digest tells clouds apart */
export function partnerFolder(digest: string, partnerTenantId: string): string {
	return `partner-${digest}-${partnerTenantId}`;
}

/**
 * Whether a folder may be one of the connection in use: of two connections to one partner both may. A sandbox that is started
 * with the window has no past to go on with.
 */
export function mayBelongTo({ connection, connections, sandboxAddress }: Settings): (folder: string) => boolean {
	if (connection === SANDBOX) {
		const name = sandboxAddress === undefined ? undefined : sandboxFolder(sandboxAddress);
		return (folder) => folder === name;
	}
	const tenantIds = connections
		.map((entry) => (entry ?? {}) as { readonly name?: unknown; readonly tenantId?: unknown })
		.filter(({ name }) => name === connection)
		.map(({ tenantId }) => String(tenantId).toLowerCase());
	return (folder) =>
		tenantIds.some((tenantId) => /^(connection|partner)-/i.test(folder) && folder.toLowerCase().endsWith(`-${tenantId}`));
}
