/** Ways to mend what a check found: what may be opened and what may be run is decided here. */
import * as vscode from 'vscode';
import type { Cloud } from '../../../azure/cloud';
import type { AccessFix } from '../../../reservations/access';
import { isKnownHost } from '../../../reservations/links';
import { siteOf } from '../../shared/links';
import { AccessCommand, type CommandButton, type Fix } from '../messages';

/** @param cloud whose sites are the known ones */
export function fixView({ text, shell, link, command }: AccessFix, cloud: Cloud | undefined): Fix {
	const known = cloud !== undefined && link !== undefined && isKnownHost(link, cloud);
	const allowed = AccessCommand.safeParse(command).data;
	return {
		text,
		...(shell === undefined ? {} : { shell }),
		...(link === undefined
			? {}
			: known
				? { link: { label: vscode.l10n.t('Open {0}', siteOf(link)), address: link } }
				: { otherLink: link }),
		...(allowed === undefined ? {} : { command: commandButton(allowed) }),
	};
}

/** A command as a button, with the command's own title. */
export function commandButton(command: AccessCommand): CommandButton {
	const { l10n } = vscode;
	switch (command) {
		case 'cspReservations.signIn':
			return { command, label: l10n.t('Sign In'), icon: 'sign-in' };
		case 'cspReservations.setUpConnection':
			return { command, label: l10n.t('Set Up Connection'), icon: 'plug' };
		case 'cspReservations.openInPartnerCenter':
			return { command, label: l10n.t('Open Customer in Partner Center'), icon: 'organization' };
		case 'cspReservations.openCustomerInPortal':
			return { command, label: l10n.t('Open Customer’s Reservations in Azure Portal'), icon: 'link-external' };
		case 'cspReservations.checkAccess':
			return { command, label: l10n.t('Check Access'), icon: 'shield' };
	}
}
