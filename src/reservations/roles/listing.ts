/** Reads who holds which role on an order, on its reservation and above, and what that lets them do. */
import * as l10n from '@vscode/l10n';
import {
	getRoleDefinition,
	type RoleAssignment,
	type RoleDefinition,
	roleAssignmentPages,
	roleDefinitionPages,
} from '../../azure/authorization';
import { isCancelled, type ServiceFailure } from '../../azure/failure';
import { allItems } from '../../azure/paging';
import type { Transport } from '../../azure/transport';
import { lazyByKey } from '../access/lazy';
import { toFailure } from '../failures';
import { type Abilities, abilitiesOf, isOfUse, together } from './abilities';
import type { GrantPlace, HeldRole, Member, Principal, Role, RoleAssignments, RoleTarget } from './model';
import { isSameScope, placeOf, reaches, scopeOf, scopeOfAssignment } from './places';
import type { Principals } from './principals';

export interface ListingOptions {
	readonly transport: Transport;
	readonly principals: Principals;
	/** Ids that are you in a customer's tenant: the account and its groups. @throws ServiceFailure */
	readonly ownIds: (tenantId: string, signal: AbortSignal) => Promise<ReadonlySet<string>>;
}

/** The usual ones, in the order in which they are offered (rules 1.4, portal-workflow 2). */
const usualRoles = [
	'owner',
	'reservations administrator',
	'reservations contributor',
	'reservations reader',
	'contributor',
	'reader',
];

/** All roles that can be given at a scope, by their ids. @throws ServiceFailure */
export async function roleDefinitions(
	transport: Transport,
	tenantId: string,
	scope: string,
	options: { readonly signal: AbortSignal; readonly filter?: string },
): Promise<ReadonlyMap<string, RoleDefinition>> {
	const all = await allItems(roleDefinitionPages(transport, tenantId, scope, options));
	return new Map(all.map((it) => [roleGuid(it.id), it]));
}

/** The roles that are of use on reservations, the usual ones first. @throws ServiceFailure */
export async function usefulRoles(
	{ transport }: Pick<ListingOptions, 'transport'>,
	target: RoleTarget,
	place: GrantPlace,
	signal: AbortSignal,
): Promise<readonly Role[]> {
	const definitions = await roleDefinitions(transport, target.tenantId, scopeOf(target, place), { signal });
	const rank = ({ name }: Role) => {
		const index = usualRoles.indexOf(name.toLowerCase());
		return index < 0 ? usualRoles.length : index;
	};
	return [...definitions]
		.map(([id, definition]) => roleFrom(id, definition))
		.filter(({ abilities }) => isOfUse(abilities))
		.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

export function roleFrom(id: string, definition: RoleDefinition): Role {
	const { roleName, description } = definition.properties;
	return { id, name: roleName ?? id, description: description ?? undefined, abilities: abilitiesOf(definition) };
}

/** GUID of a role, from its resource id, which is below a subscription at times. */
export function roleGuid(roleDefinitionId: string): string {
	return (roleDefinitionId.split('/').at(-1) ?? '').toLowerCase();
}

/** The roles that count at a place: those given there and above. @throws ServiceFailure */
export async function rolesHeldAt(
	transport: Transport,
	target: RoleTarget,
	place: GrantPlace,
	signal: AbortSignal,
): Promise<readonly HeldRole[]> {
	const scope = scopeOf(target, place);
	const [assignments, definitionOf] = await Promise.all([
		allItems(roleAssignmentPages(transport, target.tenantId, scope, { filter: 'atScope()', signal })),
		definitionsIfReadable(transport, target.tenantId, scope, signal),
	]);
	const all = await Promise.all(assignments.map((assignment) => held(target, assignment, definitionOf)));
	return all.filter((role) => role !== undefined).filter((role) => reaches(role.place, place));
}

/** @throws ServiceFailure when nothing can be read */
export async function readRoles(options: ListingOptions, target: RoleTarget, signal: AbortSignal): Promise<RoleAssignments> {
	const { transport, principals, ownIds } = options;
	const { tenantId, reservationId } = target;
	const [order, reservation, own] = await Promise.all([
		attempt(target, () => rolesHeldAt(transport, target, 'order', signal)),
		reservationId === undefined ? undefined : attempt(target, () => rolesHeldAt(transport, target, 'reservation', signal)),
		ownIds(tenantId, signal).catch((error: unknown) => {
			if (isCancelled(error)) throw error;
			return undefined;
		}),
	]);
	if (order.failure !== undefined && (reservation === undefined || reservation.failure !== undefined)) throw order.failure;
	const roles = uniqueRoles([...order.roles, ...(reservation?.roles ?? [])]);
	const types = new Map(roles.map(({ principalId, principalType }) => [principalId, principalType]));
	const ids = [...types].map(([id, type]) => ({ id, type }));
	const { principals: named, failure } = await principals.named(tenantId, ids, signal);
	const members = named.map((principal) =>
		memberOf(
			principal,
			roles.filter(({ principalId }) => principalId === principal.id),
			own,
		),
	);
	const isDelegate = (member: Member) => member.isYou === true && together(abilitiesAt(member.roles, 'order')).delegate;
	return {
		target,
		members: members.sort(byAbility),
		orderFailure: order.failure,
		reservationFailure: reservation?.failure,
		notRead: [
			...(failure === undefined ? [] : [l10n.t('Not all names could be read: {0}', failure.message)]),
			...(own === undefined ? [l10n.t('Which of the roles are yours could not be read.')] : []),
		],
		canDelegate: own === undefined || order.failure !== undefined ? undefined : members.some(isDelegate),
	};
}

/** A principal with its roles. @param own undefined: it can't be told who you are */
export function memberOf(principal: Principal, roles: readonly HeldRole[], own: ReadonlySet<string> | undefined): Member {
	const everywhere = together(abilitiesAt(roles, 'reservation'));
	// Exchange and return need the order: what is held on the reservation alone does not reach it (rules 1.4).
	const { money } = together(abilitiesAt(roles, 'order'));
	const abilities = { ...everywhere, money };
	const isShort = abilities.view && money === 'no';
	return {
		principal,
		roles,
		abilities,
		shortfall: isShort ? (everywhere.money === 'no' ? 'viewOnly' : 'reservationOnly') : undefined,
		isYou: own?.has(principal.id),
	};
}

/** What each role that counts at a place gives. */
export function abilitiesAt(roles: readonly HeldRole[], place: GrantPlace): Abilities[] {
	return roles.flatMap((role) => (reaches(role.place, place) && role.abilities !== undefined ? [role.abilities] : []));
}

async function held(
	target: RoleTarget,
	{ id, properties }: RoleAssignment,
	definitionOf: (roleDefinitionId: string) => Promise<RoleDefinition | undefined>,
): Promise<HeldRole | undefined> {
	const { scope, roleDefinitionId, principalId, principalType, createdOn, description } = properties;
	const given = scope ?? scopeOfAssignment(id);
	const place = placeOf(target, given);
	if (place === undefined) return undefined;
	const definition = await definitionOf(roleDefinitionId);
	const since = Date.parse(createdOn ?? '');
	return {
		assignmentId: id,
		principalId: principalId.toLowerCase(),
		principalType: principalType ?? undefined,
		roleId: roleGuid(roleDefinitionId),
		roleName: definition?.properties.roleName ?? undefined,
		abilities: definition && abilitiesOf(definition),
		place,
		scope: given,
		since: Number.isNaN(since) ? undefined : since,
		description: description ?? undefined,
	};
}

/**
 * Names of roles as the tenant has them, never from ids that are known from elsewhere: all that can be given at the scope, and one by
 * one those that can't. Without them the list still tells who is there.
 */
async function definitionsIfReadable(
	transport: Transport,
	tenantId: string,
	scope: string,
	signal: AbortSignal,
): Promise<(roleDefinitionId: string) => Promise<RoleDefinition | undefined>> {
	const orNothing = (error: unknown) => {
		if (isCancelled(error)) throw error;
		return undefined;
	};
	const all = await roleDefinitions(transport, tenantId, scope, { signal }).catch(orNothing);
	const single = lazyByKey((id: string) => getRoleDefinition(transport, tenantId, id, { signal }).catch(orNothing));
	return async (id) => all?.get(roleGuid(id)) ?? (await single(id));
}

async function attempt(
	{ tenantId }: RoleTarget,
	read: () => Promise<readonly HeldRole[]>,
): Promise<{ readonly roles: readonly HeldRole[]; readonly failure?: ServiceFailure }> {
	try {
		return { roles: await read() };
	} catch (error) {
		if (isCancelled(error)) throw error;
		return { roles: [], failure: toFailure(error, tenantId) };
	}
}

/** Both lists name what is above both. */
function uniqueRoles(roles: readonly HeldRole[]): readonly HeldRole[] {
	return roles.filter((role, index) => roles.findIndex((it) => isSameScope(it.assignmentId, role.assignmentId)) === index);
}

function byAbility(a: Member, b: Member): number {
	const weight = ({ abilities: { money, manage, view } }: Member) =>
		(money === 'yes' ? 8 : money === 'unsure' ? 4 : 0) + (manage ? 2 : 0) + (view ? 1 : 0);
	return weight(b) - weight(a) || (a.principal.name ?? a.principal.id).localeCompare(b.principal.name ?? b.principal.id);
}
