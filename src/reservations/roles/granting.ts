/** Gives one role: looks at what is there, sends it once, and finds out what became of it where no answer came. */
import * as l10n from '@vscode/l10n';
import { getRoleAssignment, giveRole, type RoleGrant, roleAssignmentId, roleAssignmentPages } from '../../azure/authorization';
import { isCancelled, isServiceFailure, ServiceFailure } from '../../azure/failure';
import { isGuid } from '../../azure/ids';
import type { Transport } from '../../azure/transport';
import { refused } from '../operations/quoting';
import { roleDefinitions, roleFrom, roleGuid } from './listing';
import type { GrantPlace, GrantWish, HeldRole, Role, RoleResult, RoleTarget } from './model';
import { assignmentName, checkedTarget, notAnId, nothingChanged, placeOf, reaches, scopeOf, scopeOfAssignment } from './places';

export interface GrantingOptions {
	readonly transport: Transport;
	readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Waits before a principal that Azure does not know yet is tried again, ms: it comes everywhere within minutes (arm-contract 8). */
const replicationWaits = [5_000, 10_000, 20_000, 40_000, 60_000];
/** Waits before it is looked at what became of a call without an answer, ms. */
const lookWaits = [0, 2_000, 5_000];

/** A wish whose ids were looked at and whose role exists. */
export interface CheckedWish {
	readonly target: RoleTarget;
	readonly place: GrantPlace;
	readonly role: Role;
	readonly principal: GrantWish['principal'];
	readonly description?: string | undefined;
}

/**
 * Looks at what is wished for.
 * @throws ServiceFailure `Refused` for ids that are none and for a role that can't be given there (any more)
 */
export async function checkWish(transport: Transport, wish: GrantWish, signal: AbortSignal): Promise<CheckedWish> {
	const target = checkedTarget(wish.target);
	const { tenantId } = target;
	const principal = checkedPrincipal(tenantId, wish.principal);
	const roleId = wish.roleId.toLowerCase();
	if (!isGuid(roleId)) throw refused(tenantId, `${notAnId(wish.roleId)} ${nothingChanged()}`);
	const definitions = await roleDefinitions(transport, tenantId, scopeOf(target, wish.place), { signal });
	const definition = definitions.get(roleId);
	if (definition === undefined) throw roleIsGone(tenantId, roleId);
	return { ...wish, target, principal, role: roleFrom(roleId, definition) };
}

/** @throws ServiceFailure `Refused` */
export function checkedPrincipal(tenantId: string, principal: GrantWish['principal']): GrantWish['principal'] {
	const id = principal.id.trim().toLowerCase();
	if (!isGuid(id)) throw refused(tenantId, `${notAnId(principal.id)} ${nothingChanged()}`);
	return { ...principal, id };
}

/** An assignment that gives the same already. */
type Existing = Pick<HeldRole, 'place' | 'assignmentId'>;

/**
 * The assignment that gives the same already, here or above.
 * @throws ServiceFailure
 */
export async function existingGrant(
	transport: Transport,
	{ target, place, role, principal }: CheckedWish,
	signal: AbortSignal,
): Promise<Existing | undefined> {
	const filter = `principalId eq '${principal.id}'`;
	for await (const { items } of roleAssignmentPages(transport, target.tenantId, scopeOf(target, place), { filter, signal })) {
		for (const { id, properties } of items) {
			const { principalId, roleDefinitionId, scope } = properties;
			const at = placeOf(target, scope ?? scopeOfAssignment(id));
			const isSame = principalId.toLowerCase() === principal.id && roleGuid(roleDefinitionId) === role.id;
			if (isSame && at !== undefined && reaches(at, place)) return { place: at, assignmentId: id };
		}
	}
	return undefined;
}

/** What is told of a role that is there already. */
export function alreadyThere({ principal, role }: CheckedWish, { place, assignmentId }: Existing): RoleResult {
	const name = principal.name ?? principal.id;
	const text =
		place === 'tenant' || place === 'above'
			? l10n.t('“{0}” has the role “{1}” already, on all reservations of the customer.', name, role.name)
			: l10n.t('“{0}” has the role “{1}” there already.', name, role.name);
	return { outcome: 'there', assignmentId, text };
}

/**
 * Gives the role. What is there already is not given again, whoever gave it and under whatever name.
 * @param signal cancels before it is sent, and between the tries for a principal that Azure does not know yet
 * @throws ServiceFailure; an AbortError when cancelled before it was given
 */
export async function give(options: GrantingOptions, wish: CheckedWish, signal: AbortSignal): Promise<RoleResult> {
	const { transport } = options;
	const there = await existingGrant(transport, wish, signal).catch((error: unknown) => {
		if (!isServiceFailure(error) || error.kind !== 'NotAllowed') throw error;
		// Whoever may not read the roles of a place may not give any there.
		const message = `${l10n.t('Your account may not see or assign roles there.')} ${nothingChanged()}`;
		throw mayNotDelegate(new ServiceFailure('NotAllowed', message, { ...error.details, sent: 'no' }), wish.place);
	});
	if (there !== undefined) return alreadyThere(wish, there);
	const { target, place, role, principal, description } = wish;
	const { tenantId } = target;
	const scope = scopeOf(target, place);
	const name = assignmentName(tenantId, scope, principal.id, role.id);
	const grant = { scope, name, roleDefinitionId: role.id, principalId: principal.id, principalType: principal.type, description };
	try {
		return await send(options, wish, grant, signal);
	} catch (error) {
		if (!isServiceFailure(error)) throw error;
		if (error.details.code === 'RoleAssignmentExists')
			return alreadyThere(wish, { place, assignmentId: roleAssignmentId(scope, name) });
		if (error.details.code === 'RoleDefinitionDoesNotExist') throw roleIsGone(tenantId, role.id, error);
		if (error.kind === 'OutcomeUnknown') return await foundOut(options, wish, grant, error);
		if (error.kind === 'NotAllowed') throw mayNotDelegate(error, place);
		throw error;
	}
}

/** Sends it, and again under the same name as long as Azure says that it does not know the principal yet: then it gave nothing. */
async function send(
	{ transport, sleep }: GrantingOptions,
	wish: CheckedWish,
	grant: RoleGrant,
	signal: AbortSignal,
): Promise<RoleResult> {
	for (const wait of [...replicationWaits, undefined]) {
		signal.throwIfAborted();
		try {
			const { assignment, isNew } = await giveRole(transport, wish.target.tenantId, grant);
			return isNew ? given(wish, assignment.id) : alreadyThere(wish, { place: wish.place, assignmentId: assignment.id });
		} catch (error) {
			const isUnknown = isServiceFailure(error) && error.kind === 'Refused' && error.details.code === 'PrincipalNotFound';
			if (!isUnknown || wait === undefined) throw error;
			await sleep(wait, signal);
		}
	}
	throw new Error('the tries have an end');
}

/** No answer came: whether it was given is read. @throws the failure where it can't be told, or was not given as far as one sees */
async function foundOut(
	{ transport, sleep }: GrantingOptions,
	wish: CheckedWish,
	{ scope, name }: RoleGrant,
	failure: ServiceFailure,
): Promise<RoleResult> {
	const id = roleAssignmentId(scope, name);
	for (const wait of lookWaits) {
		if (wait > 0) await sleep(wait);
		try {
			const { id: found } = await getRoleAssignment(transport, wish.target.tenantId, id);
			return given(wish, found);
		} catch (error) {
			if (isCancelled(error)) throw error;
		}
	}
	throw failure;
}

function given({ principal, role, place }: CheckedWish, assignmentId: string): RoleResult {
	const name = principal.name ?? principal.id;
	const texts: Readonly<Record<GrantPlace, string>> = {
		order: l10n.t('“{0}” has the role “{1}” on the reservation order now. It can take some minutes to work.', name, role.name),
		reservation: l10n.t('“{0}” has the role “{1}” on the reservation now. It can take some minutes to work.', name, role.name),
		tenant: l10n.t(
			'“{0}” has the role “{1}” on all reservations of the customer now. It can take some minutes to work.',
			name,
			role.name,
		),
	};
	return { outcome: 'granted', assignmentId, text: texts[place] };
}

export function roleIsGone(tenantId: string, role: string, cause?: ServiceFailure): ServiceFailure {
	return new ServiceFailure(
		'Refused',
		`${l10n.t('The role “{0}” does not exist any more, or can’t be assigned there.', role)} ${nothingChanged()}`,
		{
			...cause?.details,
			customerTenantId: tenantId,
			code: cause?.details.code,
			sent: 'no',
			remedy: l10n.t('Read the roles anew and choose another one.'),
		},
	);
}

/** Says who may give and take roles: more than what a change of the reservation takes (rules 1.4, arm-pitfalls 32). */
export function mayNotDelegate(failure: ServiceFailure, place: GrantPlace | 'above'): ServiceFailure {
	const remedy =
		place === 'order' || place === 'reservation'
			? l10n.t(
					'To assign and remove roles takes Owner, User Access Administrator or Reservations Administrator on the reservation order. Ask whoever has it, for example the customer’s administrator.',
				)
			: l10n.t(
					'To assign and remove roles on all reservations takes User Access Administrator on the whole directory. A Global Administrator of the customer gets it by “Access management for Azure resources” in Microsoft Entra ID, also where they own the orders.',
				);
	return new ServiceFailure(failure.kind, failure.message, { ...failure.details, remedy });
}
