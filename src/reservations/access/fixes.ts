/** Ways to mend what was found: who does what, the command line with the real ids, the page where it is done. */
import * as l10n from '@vscode/l10n';
import type { Cloud } from '../../azure/cloud';
import { guid } from '../../azure/ids';
import type { AccessFix } from '../access';
import { adminConsentLink, gdapLink, isKnownHost, leaveOrganizationLink, partnerCenterLink } from '../links';

/** Commands of the product that the fixes name. */
export const commands = { signIn: 'cspReservations.signIn', setUp: 'cspReservations.setUpConnection' } as const;

export function signInAgain(text: string = l10n.t('Sign in again.')): AccessFix {
	return { text, command: commands.signIn };
}

/** @param clientId of the app registration; undefined where the sign-in needs none */
export function giveConsent(cloud: Cloud, tenantId: string, clientId: string | undefined): AccessFix {
	const text = l10n.t(
		'An administrator of the customer opens this page and consents to the application, or an Admin agent consents for the customer in Partner Center.',
	);
	return linked({ text }, cloud, clientId === undefined ? undefined : adminConsentLink(cloud, tenantId, clientId));
}

export function leaveAsGuest(cloud: Cloud): AccessFix {
	const text = l10n.t(
		'Leave the customer’s organization: sign in there, choose the organization, then “Leave organization”. Afterwards you act as an Admin agent again.',
	);
	return linked({ text }, cloud, leaveOrganizationLink);
}

/** @param relationshipId the relationship in question; undefined: all of the customer */
export function openRelationships(cloud: Cloud, tenantId: string, text: string, relationshipId?: string): AccessFix {
	return linked({ text }, cloud, gdapLink(cloud, tenantId, relationshipId));
}

export function openCustomer(cloud: Cloud, tenantId: string, text: string): AccessFix {
	return linked({ text }, cloud, partnerCenterLink(cloud, tenantId));
}

/** Who gets a role: a group of the partner is a foreign group in the customer's tenant (rules 1.3). */
export interface Grantee {
	/** Object id (GUID). */
	readonly id: string;
	readonly type: 'ForeignGroup' | 'User';
}

/**
 * A role for the partner's group (or for one user), given by somebody who may: once for the Azure CLI and once for PowerShell
 * (rules 1.3, 1.4). Roles are given by name, so that no id has to be known.
 * @param text who gives what to whom
 * @param scopes resource ids with their leading slash, made of GUIDs: they become part of command lines
 */
export function giveRole(
	text: string,
	tenantId: string,
	scopes: readonly string[],
	role: Role,
	{ id, type }: Grantee,
): AccessFix[] {
	const [object, tenant] = [guid(id), guid(tenantId)];
	const cli = (scope: string) =>
		`az role assignment create --assignee-object-id ${object} --assignee-principal-type ${type} --role "${role}" --scope "${scope}"`;
	const powerShell = (scope: string) =>
		`New-AzRoleAssignment -ObjectId ${object} -ObjectType ${type} -RoleDefinitionName "${role}" -Scope "${scope}"`;
	return [
		{ text, shell: [`az login --tenant ${tenant}`, ...scopes.map(cli)].join('\n') },
		{
			text: l10n.t('The same with Azure PowerShell.'),
			shell: [`Connect-AzAccount -Tenant ${tenant}`, ...scopes.map(powerShell)].join('\n'),
		},
	];
}

/** The roles that mend access to reservations (rules 1.4). */
type Role = 'Owner' | 'Reservations Administrator';

/** A link is given only where the product would open it. */
function linked(fix: AccessFix, cloud: Cloud, link: string | undefined): AccessFix {
	return link !== undefined && isKnownHost(link, cloud) ? { ...fix, link } : fix;
}
