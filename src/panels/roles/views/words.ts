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
	const { t } = vscode.l10n;
	switch (kind) {
		case 'person':
			if (isGuest === true) return t('Guest of the customer');
			return home === 'partner' ? t('Person of your company') : t('Person');
		case 'group':
			return t('Group');
		case 'app':
			return t('Application');
		case 'foreignGroup':
			if (partnerGroup !== undefined) return t('Partner group of your company');
			return home === 'partner' ? t('Group of your company') : t('Group of another directory');
		case 'unknown':
			return type === undefined ? t('Not found in the directory') : t('Deleted, or of another directory ({0})', type);
	}
}

/** Where a role comes from that was not given where it is shown; undefined where it was. */
export function inheritedFrom(place: HeldPlace, shownOn: 'order' | 'reservation'): string | undefined {
	const { t } = vscode.l10n;
	switch (place) {
		case 'tenant':
			return t('Inherited: all reservations of the customer');
		case 'above':
			return t('Inherited: from above all reservations');
		case 'order':
			return shownOn === 'order' ? undefined : t('Inherited from the order');
		case 'reservation':
			return undefined;
	}
}

export function placeName(place: Place): string {
	const { t } = vscode.l10n;
	const names: Readonly<Record<Place, string>> = {
		order: t('Reservation order (recommended)'),
		reservation: t('This reservation alone'),
		tenant: t('All reservations of the customer'),
	};
	return names[place];
}

/** Why one gives roles there (rules 1.4). */
export function placeHelp(place: Place): string {
	const { t } = vscode.l10n;
	const helps: Readonly<Record<Place, string>> = {
		order: t('Exchange and return need the role on the order, and its reservations inherit it.'),
		reservation: t('Enough to view or change this one. Exchange and return need the order.'),
		tenant: t('Takes User Access Administrator on the whole directory, which owners of orders do not have.'),
	};
	return helps[place];
}

/** What somebody can do, strongest last. */
export function abilityMarks({ view, manage, money, delegate }: Abilities): Mark[] {
	const { t } = vscode.l10n;
	const marks: (Mark | undefined)[] = [
		view ? { icon: 'eye', tone: 'none', text: t('View') } : undefined,
		manage ? { icon: 'settings-gear', tone: 'none', text: t('Change') } : undefined,
		money === 'yes' ? { icon: 'arrow-swap', tone: 'good', text: t('Exchange and return') } : undefined,
		money === 'unsure' ? { icon: 'question', tone: 'warning', text: t('Exchange and return: Azure decides') } : undefined,
		delegate ? { icon: 'key', tone: 'none', text: t('Give access') } : undefined,
	];
	const given = marks.filter((mark) => mark !== undefined);
	return given.length > 0 ? given : [{ icon: 'circle-slash', tone: 'none', text: t('Nothing that is known') }];
}

export function shortfallMark(shortfall: Member['shortfall']): Mark | undefined {
	const { t } = vscode.l10n;
	switch (shortfall) {
		case 'viewOnly':
			return { icon: 'warning', tone: 'warning', text: t('Can view, can’t exchange or return') };
		case 'reservationOnly':
			return { icon: 'warning', tone: 'warning', text: t('Can’t exchange or return: that takes the role on the order') };
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
