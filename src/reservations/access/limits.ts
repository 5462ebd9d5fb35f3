/** What agent roles usually can't do, in sentences (rules 1.1 to 1.3). The services decide. */
import * as l10n from '@vscode/l10n';
import type { WhoAmI } from '../access';

/** @param known what is known of the user; undefined parts are not judged */
export function limitsOf({ agentGroups, partnerKind }: Pick<WhoAmI, 'agentGroups' | 'partnerKind'>): readonly string[] {
	return [...partnerLimits(partnerKind), ...(agentGroups === undefined ? [] : roleLimits(agentGroups))];
}

function partnerLimits(kind: WhoAmI['partnerKind']): readonly string[] {
	if (kind !== 'indirectReseller') return [];
	return [
		l10n.t('Partner Center’s API does not serve indirect resellers: customers and orders have to come from elsewhere.'),
		l10n.t('Azure support requests for a customer can be opened by the provider of the subscription only.'),
	];
}

function roleLimits(groups: NonNullable<WhoAmI['agentGroups']>): readonly string[] {
	if (groups.length === 0) {
		return [
			l10n.t('Your account is in none of the agent groups of Partner Center: it can’t see customers, nor act for them in Azure.'),
		];
	}
	if (groups.includes('AdminAgents')) {
		return [
			l10n.t(
				'An admin agent who is a guest in a customer’s tenant can view reservations there, but not exchange or return them.',
			),
			l10n.t(
				'An admin agent reaches a customer’s Azure only while a GDAP relationship assigns a directory role to a security group nested in AdminAgents.',
			),
			l10n.t('Roles by Azure Lighthouse and billing roles of the Microsoft Partner Agreement give no right to reservations.'),
		];
	}
	return [
		l10n.t(
			'Sales and Helpdesk agents need a role of their own on the customer’s subscription or reservation order to manage, exchange or return in Azure and to file support requests.',
		),
		l10n.t('Only an Admin agent can let customers buy reservations themselves.'),
		...(groups.includes('SalesAgents') ? [] : [l10n.t('Only Admin agents and Sales agents can buy reservations.')]),
	];
}
