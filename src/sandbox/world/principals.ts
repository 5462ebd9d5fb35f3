/** Whom a role can be given to in a tenant: its users and groups, apps that were consented to, and the partner's agent groups. */
import { peopleOf } from './people';
import type { RoleAssignment } from './rights';
import { REPLICATION_DELAY } from './staff-changes';
import type { World } from './world';

export interface Principal {
	/** Object id in its own tenant. */
	readonly id: string;
	readonly type: RoleAssignment['principalType'];
	/** From when on role assignments find it without being told its type, ms since the epoch. */
	readonly knownFrom: number;
}

/** The groups of a partner that are principals in its customers' tenants (rules 1.3). */
const FOREIGN_GROUPS = ['AdminAgents', 'HelpdeskAgents'];

/** The principal with this object id; undefined for whom the tenant does not know, the partner's own users among them. */
export function principalIn(world: World, tenantId: string, objectId: string): Principal | undefined {
	const id = objectId.toLowerCase();
	const { users, groups } = peopleOf(world, tenantId);
	const joinedAt = world.staffChanges.joinedIn(tenantId).find((one) => one.id === id)?.joinedAt;
	const knownFrom = joinedAt === undefined ? 0 : joinedAt + REPLICATION_DELAY;
	if (users.some((user) => user.id === id)) return { id, type: 'User', knownFrom };
	if (groups.some((group) => group.id === id)) return { id, type: 'Group', knownFrom };
	const foreign = world.directory.group(id);
	if (foreign !== undefined && FOREIGN_GROUPS.includes(foreign.displayName)) return { id, type: 'ForeignGroup', knownFrom };
	const app = world.apps.all.find((one) => one.objectId === id);
	if (app === undefined || !world.apps.isConsented(app.clientId, tenantId)) return undefined;
	return { id, type: 'ServicePrincipal', knownFrom };
}
