/** Azure roles as far as reservations are concerned: who holds which at a scope, and what it lets them do (rules 1.4). */
import { getRoleDefinition, type RoleAssignment, type RoleDefinition, roleAssignmentPages } from '../../azure/authorization';
import { isCancelled } from '../../azure/failure';
import { allItems } from '../../azure/paging';
import { abilitiesOf } from '../roles/abilities';
import { lazyByKey } from './lazy';
import type { Reading } from './partner-facts';

/**
 * - `manage`: Owner or Reservations Administrator, the roles that are documented to exchange and return (rules 1.4).
 * - `mayManage`: has the actions, but is not documented for it, for example Contributor or a custom role. The service decides.
 * - `view`: can read reservations. `none`: gives nothing on reservations. `unknown`: the role itself can't be read.
 */
export type Grant = 'manage' | 'mayManage' | 'view' | 'none' | 'unknown';

const strongestFirst: readonly Grant[] = ['manage', 'mayManage', 'view', 'unknown', 'none'];

export interface HeldRole {
	readonly roleName: string;
	readonly grant: Grant;
	/** Resource id of the scope that the role was given at: that of the question, or one above it. */
	readonly scope: string;
	/** Whom it was given to: GUID, lower case. */
	readonly principalId: string;
}

/** The strongest of what several roles give. */
export function strongest(roles: readonly HeldRole[]): Grant {
	return strongestFirst.find((grant) => roles.some((role) => role.grant === grant)) ?? 'none';
}

/** Reads role assignments and names of roles of one tenant, each once. */
export class RoleBook {
	readonly #reading: Reading;
	readonly #tenantId: string;

	constructor(reading: Reading, tenantId: string) {
		this.#reading = reading;
		this.#tenantId = tenantId;
	}

	/** Everybody's roles at a scope and above it (arm-contract 8). @throws ServiceFailure */
	readonly at = lazyByKey(async (scope: string): Promise<readonly HeldRole[]> => {
		const { transport, signal } = this.#reading;
		const options = { filter: 'atScope()', signal };
		const assignments = await allItems(roleAssignmentPages(transport, this.#tenantId, scope, options));
		return Promise.all(assignments.map((assignment) => this.#held(assignment, scope)));
	});

	async #held({ properties }: RoleAssignment, asked: string): Promise<HeldRole> {
		const { roleDefinitionId, principalId, scope } = properties;
		const definition = await this.#definition(roleDefinitionId);
		return {
			roleName: definition?.properties.roleName ?? lastPart(roleDefinitionId),
			grant: definition === undefined ? 'unknown' : grantOf(definition),
			scope: scope ?? asked,
			principalId: principalId.toLowerCase(),
		};
	}

	/** Named by what the tenant says, never by an id that is known from elsewhere. Undefined where it can't be read. */
	readonly #definition = lazyByKey(async (id: string): Promise<RoleDefinition | undefined> => {
		const { transport, signal } = this.#reading;
		try {
			return await getRoleDefinition(transport, this.#tenantId, id, { signal });
		} catch (error) {
			if (isCancelled(error)) throw error;
			return undefined;
		}
	});
}

function grantOf(role: RoleDefinition): Grant {
	const { view, money } = abilitiesOf(role);
	if (money !== 'no') return money === 'yes' ? 'manage' : 'mayManage';
	return view ? 'view' : 'none';
}

function lastPart(id: string): string {
	return id.split('/').at(-1) ?? id;
}
