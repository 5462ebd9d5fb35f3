/** Who has access: a row a principal, with the roles on the order and on the reservation side by side. */
import * as vscode from 'vscode';
import { date } from '../../../host/formats';
import type { HeldRole as Held, Member as Known } from '../../../reservations/roles/model';
import type { HeldRole, Member } from '../messages';
import { abilityMarks, inheritedFrom, principalIcon, principalKind, principalName, shortfallMark } from './words';

export function membersView(members: readonly Known[]): Member[] {
	return members.map(({ principal, roles, abilities, shortfall, isYou }) => ({
		id: principal.id,
		icon: principalIcon(principal.kind),
		name: principalName(principal),
		kind: principalKind(principal),
		detail: principal.detail,
		you: isYou === true ? yours(principal.kind) : undefined,
		order: roles.filter(({ place }) => place !== 'reservation').map((role) => roleView(role, 'order', principalName(principal))),
		reservation: roles.map((role) => roleView(role, 'reservation', principalName(principal))),
		abilities: abilityMarks(abilities),
		shortfall: shortfallMark(shortfall),
	}));
}

function yours(kind: Known['principal']['kind']): string {
	return kind === 'person' || kind === 'app' ? vscode.l10n.t('You') : vscode.l10n.t('You are in it');
}

function roleView(role: Held, shownOn: 'order' | 'reservation', who: string): HeldRole {
	const { l10n } = vscode;
	const name = roleName(role);
	// What is inherited from the order is removed where it was given: in the other column.
	const isHere = role.place === 'reservation' ? shownOn === 'reservation' : shownOn === 'order';
	return {
		assignmentId: role.assignmentId,
		name,
		from: inheritedFrom(role.place, shownOn),
		since: role.since === undefined || !isHere ? undefined : l10n.t('Since {0}', date(role.since)),
		remove: isHere ? l10n.t('Remove the role {0} of {1}', name, who) : undefined,
	};
}

export function roleName({ roleName: name, roleId }: Pick<Held, 'roleName' | 'roleId'>): string {
	return name ?? vscode.l10n.t('Role that can’t be read: {0}', roleId);
}
