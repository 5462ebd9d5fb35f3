/** What to know before a role is given or taken, and what has to be confirmed: the last owner, yourself, all reservations at once. */
import * as l10n from '@vscode/l10n';
import type { ServiceFailure } from '../../azure/failure';
import { refused } from '../operations/quoting';
import { together } from './abilities';
import { abilitiesAt } from './listing';
import type { Concern, ConcernId, GrantPlace, HeldRole, Role, RolePreview } from './model';
import { nothingChanged, reaches } from './places';

/** What is known of the roles when something is to be changed. */
export interface Standing {
	/** At the place of the change and above. */
	readonly roles: readonly HeldRole[];
	/** Ids that are you; undefined: it can't be told. */
	readonly own: ReadonlySet<string> | undefined;
	/** Ids that nobody knows any more: they own nothing. */
	readonly gone: ReadonlySet<string>;
}

/** Of giving a role. */
export function grantPreview(role: Role, place: GrantPlace): RolePreview {
	const { money, delegate } = role.abilities;
	const notes: string[] = [];
	if (place === 'reservation' && money !== 'no')
		notes.push(
			l10n.t(
				'Exchange and return need the role on the reservation order. On the reservation alone this role can view and change it, but not exchange or return it.',
			),
		);
	else if (money === 'no')
		notes.push(
			l10n.t('With “{0}” one can’t exchange or return: that takes Owner or Reservations Administrator on the order.', role.name),
		);
	else if (money === 'unsure')
		notes.push(
			l10n.t(
				'Microsoft documents exchange and return for Owner and Reservations Administrator only. Azure decides whether “{0}” will do.',
				role.name,
			),
		);
	if (delegate) notes.push(l10n.t('Whoever has “{0}” can assign roles to others too.', role.name));
	return { notes, concerns: place === 'tenant' ? [tenantWide(true)] : [] };
}

/** Told where not even reading is allowed. */
export function mayNotBeGiven(): string {
	return l10n.t('You may not read the roles there, so you may probably not assign any. Azure decides.');
}

/** Of taking a role. */
export function revokePreview(role: HeldRole, standing: Standing): RolePreview {
	const { roles, own, gone } = standing;
	const concerns: Concern[] = [];
	if (role.place === 'tenant' || role.place === 'above') concerns.push(tenantWide(false));
	if (isLastOwner(role, roles, gone))
		concerns.push({
			id: 'lastOwner',
			text: l10n.t(
				'This is the last owner of the order: afterwards nobody there may exchange, return or assign roles. Only a User Access Administrator of the customer’s whole directory could mend that.',
			),
		});
	const loss = own === undefined ? [] : lostBy(role, roles, own);
	if (loss.length > 0)
		concerns.push({
			id: 'yourself',
			text: l10n.t('You have this role yourself. Afterwards you can’t do this any more: {0}.', loss.join(', ')),
		});
	const notes =
		own === undefined ? [l10n.t('Whether you lose access yourself can’t be told, as your groups could not be read.')] : [];
	return { notes, concerns };
}

/**
 * Lets through what the user has agreed to.
 * @throws ServiceFailure `Refused` that names what was not confirmed
 */
export function checkConfirmed(tenantId: string, { concerns }: RolePreview, confirmed: readonly ConcernId[]): void {
	const open = concerns.filter(({ id }) => !confirmed.includes(id));
	if (open.length === 0) return;
	throw unconfirmed(tenantId, open);
}

function unconfirmed(tenantId: string, open: readonly Concern[]): ServiceFailure {
	return refused(
		tenantId,
		`${open.map(({ text }) => text).join(' ')} ${nothingChanged()}`,
		l10n.t('Confirm it if that is what you want, then do it again.'),
	);
}

function tenantWide(isGrant: boolean): Concern {
	const text = isGrant
		? l10n.t('This assigns the role on all reservations in the customer’s directory, also on those that are bought later.')
		: l10n.t('This role was assigned above the order. Removing it takes it on all reservations in the customer’s directory.');
	return { id: 'tenantWide', text };
}

/** True when nobody else is left who owns the order. A principal that is gone owns nothing. */
function isLastOwner(role: HeldRole, roles: readonly HeldRole[], gone: ReadonlySet<string>): boolean {
	const owns = (it: HeldRole) => it.abilities?.money === 'yes' && reaches(it.place, 'order');
	if (!owns(role) || gone.has(role.principalId)) return false;
	return !roles.some((it) => it.assignmentId !== role.assignmentId && owns(it) && !gone.has(it.principalId));
}

/** What you can't do any more without this role, in words. */
function lostBy(role: HeldRole, roles: readonly HeldRole[], own: ReadonlySet<string>): string[] {
	if (!own.has(role.principalId)) return [];
	const mine = roles.filter(({ principalId }) => own.has(principalId));
	const rest = mine.filter(({ assignmentId }) => assignmentId !== role.assignmentId);
	const [before, after] = [mine, rest].map((some) => ({
		...together(abilitiesAt(some, 'reservation')),
		money: together(abilitiesAt(some, 'order')).money,
	}));
	if (before === undefined || after === undefined) return [];
	return [
		...(before.view && !after.view ? [l10n.t('view')] : []),
		...(before.manage && !after.manage ? [l10n.t('change')] : []),
		...(before.money !== 'no' && after.money === 'no' ? [l10n.t('exchange and return')] : []),
		...(before.delegate && !after.delegate ? [l10n.t('assign roles')] : []),
	];
}
