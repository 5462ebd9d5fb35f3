/** Takes one role: looks at what is there, sends it once, and finds out what became of it where no answer came. */
import * as l10n from '@vscode/l10n';
import { getRoleAssignment, removeRoleAssignment } from '../../azure/authorization';
import { isServiceFailure } from '../../azure/failure';
import { refused } from '../operations/quoting';
import { type GrantingOptions, mayNotDelegate } from './granting';
import { rolesHeldAt } from './listing';
import type { HeldRole, RoleResult, RoleTarget } from './model';
import { isSameScope, nothingChanged } from './places';

/** Waits before it is looked at what became of a call without an answer, ms. */
const lookWaits = [0, 2_000, 5_000];

const assignmentForm = /^\/(?:[^?#]*\/)?providers\/Microsoft\.Authorization\/roleAssignments\/[0-9a-f-]{36}$/i;

/**
 * All roles at and above the place of an assignment, with the assignment itself where it is still there.
 * @throws ServiceFailure; `Refused` for what is no assignment
 */
export async function rolesAround(
	{ transport }: GrantingOptions,
	target: RoleTarget,
	assignmentId: string,
	signal: AbortSignal,
): Promise<{ readonly roles: readonly HeldRole[]; readonly role: HeldRole | undefined }> {
	if (!assignmentForm.test(assignmentId) || assignmentId.includes('..'))
		throw refused(
			target.tenantId,
			`${l10n.t('“{0}” is not the ID of a role assignment.', assignmentId.slice(0, 200))} ${nothingChanged()}`,
		);
	const place = /\/reservations\//i.test(assignmentId) && target.reservationId !== undefined ? 'reservation' : 'order';
	const roles = await rolesHeldAt(transport, target, place, signal);
	return { roles, role: roles.find((it) => isSameScope(it.assignmentId, assignmentId)) };
}

/** @throws ServiceFailure */
export async function take(options: GrantingOptions, target: RoleTarget, role: HeldRole): Promise<RoleResult> {
	const { tenantId } = target;
	const { assignmentId, place } = role;
	try {
		const removed = await removeRoleAssignment(options.transport, tenantId, assignmentId);
		return removed === undefined ? gone(assignmentId) : revoked(role);
	} catch (error) {
		if (!isServiceFailure(error)) throw error;
		if (error.kind === 'NotFound') return gone(assignmentId);
		if (error.kind === 'NotAllowed') throw mayNotDelegate(error, place);
		if (error.kind !== 'OutcomeUnknown') throw error;
		if (await isGone(options, tenantId, assignmentId)) return revoked(role);
		throw error;
	}
}

/** No answer came: whether it is gone is read. */
async function isGone({ transport, sleep }: GrantingOptions, tenantId: string, assignmentId: string): Promise<boolean> {
	for (const wait of lookWaits) {
		if (wait > 0) await sleep(wait);
		try {
			await getRoleAssignment(transport, tenantId, assignmentId);
		} catch (error) {
			if (isServiceFailure(error) && error.kind === 'NotFound') return true;
		}
	}
	return false;
}

/** Somebody else has removed it: the state that was wanted. */
export function gone(assignmentId: string): RoleResult {
	return { outcome: 'gone', assignmentId, text: l10n.t('The role was removed already. Nothing was changed.') };
}

function revoked({ assignmentId, roleName, roleId }: HeldRole): RoleResult {
	const text = l10n.t(
		'The role “{0}” was removed. It can take some minutes until it does not work any more.',
		roleName ?? roleId,
	);
	return { outcome: 'revoked', assignmentId, text };
}
