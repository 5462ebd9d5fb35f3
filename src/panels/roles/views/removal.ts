/** The role that is to be removed, in words: whose it is, and what is lost. */
import * as vscode from 'vscode';
import type { RoleAssignments } from '../../../reservations/roles/model';
import type { Review, Removal as View } from '../messages';
import type { Removal } from '../removal';
import { type IntentState, review } from './grant';
import { roleName } from './members';
import { inheritedFrom, principalName } from './words';

/** What of a removal is shown. */
export type RemovalState = Pick<Removal, 'assignmentId'> & { readonly intent: IntentState };

export function removalView(removal: RemovalState, assignments: RoleAssignments | undefined): View | undefined {
	const { assignmentId } = removal;
	if (assignmentId === undefined) return undefined;
	return { assignmentId, title: vscode.l10n.t('Remove role assignment'), review: removalReview(removal, assignments) };
}

/** What removing the role will do, and why it can't be done yet. */
export function removalReview({ assignmentId, intent }: RemovalState, assignments: RoleAssignments | undefined): Review {
	const { l10n } = vscode;
	const id = assignmentId?.toLowerCase();
	const member = assignments?.members.find(({ roles }) => roles.some((role) => role.assignmentId.toLowerCase() === id));
	const role = member?.roles.find((it) => it.assignmentId.toLowerCase() === id);
	const where =
		role === undefined
			? undefined
			: (inheritedFrom(role.place, 'order') ??
				(role.place === 'order' ? l10n.t('on the reservation order') : l10n.t('on the reservation alone')));
	const sentence =
		member === undefined || role === undefined || where === undefined
			? undefined
			: l10n.t('“{0}” loses the role “{1}”: {2}.', principalName(member.principal), roleName(role), where);
	return review(intent, { sentence, act: l10n.t('Remove Role Assignment') });
}
