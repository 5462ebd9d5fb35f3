/** Principals, places and abilities in words, with their icons. */
import * as vscode from 'vscode';
import type { Abilities } from '../../../reservations/roles/abilities';
import type { Place as HeldPlace, Member, Principal } from '../../../reservations/roles/model';
import type { Mark } from '../../shared/messages';
import type { Place } from '../messages';

/** The name; the object id where nobody tells one. */
export function principalName({ name, id }: Pick<Principal, 'name' | 'id'>): string {
	return name ?? id;
}

export function principalIcon(kind: Principal['kind']): string {
	const icons = {
		person: 'account',
		group: 'organization',
		app: 'server-process',
		foreignGroup: 'briefcase',
		unknown: 'question',
	};
	return icons[kind];
}

/** What kind of principal it is, and whose. */
export function principalKind({ kind, type, home, isGuest, partnerGroup }: Principal): string {
	const { l10n } = vscode;
	switch (kind) {
		case 'person':
			if (isGuest === true) return l10n.t('Guest of the customer');
			return home === 'partner' ? l10n.t('User of your company') : l10n.t('User');
		case 'group':
			return l10n.t('Group');
		case 'app':
			return l10n.t('Application');
		case 'foreignGroup':
			if (partnerGroup !== undefined) return l10n.t('Partner group of your company');
			return home === 'partner' ? l10n.t('Group of your company') : l10n.t('Group of another directory');
		case 'unknown':
			return type === undefined ? l10n.t('Not found in the directory') : l10n.t('Deleted, or of another directory ({0})', type);
	}
}

/** Where a role comes from that was not given where it is shown; undefined where it was. */
export function inheritedFrom(place: HeldPlace, shownOn: 'order' | 'reservation'): string | undefined {
	const { l10n } = vscode;
	switch (place) {
		case 'tenant':
			return l10n.t('Inherited: all reservations of the customer');
		case 'above':
			return l10n.t('Inherited: from above all reservations');
		case 'order':
			return shownOn === 'order' ? undefined : l10n.t('Inherited from the order');
		case 'reservation':
			return undefined;
	}
}

export function placeName(place: Place): string {
	const { l10n } = vscode;
	const names: Readonly<Record<Place, string>> = {
		order: l10n.t('Reservation order (recommended)'),
		reservation: l10n.t('This reservation alone'),
		tenant: l10n.t('All reservations of the customer'),
	};
	return names[place];
}

/** Why one gives roles there (rules 1.4). */
export function placeHelp(place: Place): string {
	const { l10n } = vscode;
	const helps: Readonly<Record<Place, string>> = {
		order: l10n.t('Exchange and return need the role on the order, and its reservations inherit it.'),
		reservation: l10n.t('Enough to view or change this one. Exchange and return need the order.'),
		tenant: l10n.t('Takes User Access Administrator on the whole directory, which owners of orders do not have.'),
	};
	return helps[place];
}

/** What somebody can do, strongest last. */
export function abilityMarks({ view, manage, money, delegate }: Abilities): Mark[] {
	const { l10n } = vscode;
	const marks: (Mark | undefined)[] = [
		view ? { icon: 'eye', tone: 'none', text: l10n.t('View') } : undefined,
		manage ? { icon: 'settings-gear', tone: 'none', text: l10n.t('Change') } : undefined,
		money === 'yes' ? { icon: 'arrow-swap', tone: 'good', text: l10n.t('Exchange and return') } : undefined,
		money === 'unsure' ? { icon: 'question', tone: 'warning', text: l10n.t('Exchange and return: Azure decides') } : undefined,
		delegate ? { icon: 'key', tone: 'none', text: l10n.t('Assign roles') } : undefined,
	];
	const given = marks.filter((mark) => mark !== undefined);
	return given.length > 0 ? given : [{ icon: 'circle-slash', tone: 'none', text: l10n.t('Nothing that is known') }];
}

export function shortfallMark(shortfall: Member['shortfall']): Mark | undefined {
	const { l10n } = vscode;
	switch (shortfall) {
		case 'viewOnly':
			return { icon: 'warning', tone: 'warning', text: l10n.t('Can view, can’t exchange or return') };
		case 'reservationOnly':
			return { icon: 'warning', tone: 'warning', text: l10n.t('Can’t exchange or return: that takes the role on the order') };
		default:
			return undefined;
	}
}

/** What a role allows, in one line. */
export function abilityLine(abilities: Abilities): string {
	return abilityMarks(abilities)
		.map(({ text }) => text)
		.join(', ');
}
