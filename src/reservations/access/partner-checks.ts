/** Checks of the partner's own side: customers readable, agent roles of the user, kind of partner. */
import * as l10n from '@vscode/l10n';
import { probeCustomers } from '../../azure/partner-center';
import type { WhoAmI } from '../access';
import { sentences } from '../advice/words';
import { attempt, type Context } from './context';
import { evidence, evidenceOf, type Finding, failed, notTold, passed, saysNothing, unknown, warning } from './finding';
import { commands, signInAgain } from './fixes';
import { limitsOf } from './limits';

/** Whether Partner Center gives its customers to this sign-in (partner-center-api 2.2, 2.4, 5). */
export async function checkCustomers({ reading: { transport, signal } }: Context): Promise<Finding> {
	const { value: probe, failure } = await attempt(() => probeCustomers(transport, { signal }));
	if (failure === undefined) {
		const told = mfaEvidence(probe.isMfaCompliant);
		if (probe.isMfaCompliant === false) {
			const result = l10n.t('Partner Center sees no multifactor authentication in this sign-in and may refuse it.');
			const fixes = [signInAgain(l10n.t('Sign in again with multifactor authentication.'))];
			return warning('policy', result, { evidence: told, fixes });
		}
		if (probe.hasCustomers) return passed(l10n.t('Partner Center lists your customers.'), { evidence: told });
		return warning('customers', l10n.t('Partner Center answers, but lists no customer to your account.'), { evidence: told });
	}
	if (saysNothing(failure)) return notTold(failure);
	const { details, message } = failure;
	const remedy = { text: details.remedy ?? l10n.t('Ask an administrator of your company for a role in Partner Center.') };
	const more = { evidence: evidenceOf(failure), fixes: [remedy] };
	if (details.code === '900309')
		return failed('policy', l10n.t('A Conditional Access policy of your company blocks Partner Center for this sign-in.'), more);
	if (details.code === '900329')
		return failed('signIn', l10n.t('Partner Center does not give this to an application alone: it wants a user.'), {
			...more,
			fixes: [signInAgain(l10n.t('Choose a sign-in method for users, then sign in.')), { ...remedy, command: commands.setUp }],
		});
	if (details.status === 401) {
		return failed('policy', l10n.t('Partner Center did not accept the sign-in. It wants multifactor authentication.'), {
			...more,
			fixes: [signInAgain(l10n.t('Sign in again with multifactor authentication.'))],
		});
	}
	return failed('customers', l10n.t('Partner Center does not give you your customers. {0}', message), more);
}

function mfaEvidence(isCompliant: boolean | undefined) {
	if (isCompliant === undefined) return [];
	return evidence([l10n.t('Multifactor authentication'), isCompliant ? l10n.t('seen') : l10n.t('not seen')]);
}

/** Whether the user is an Admin agent, also through other groups (partner-center-api 13). */
export async function checkAgentGroups({ partner }: Context): Promise<Finding> {
	const [me, groups] = await Promise.all([attempt(partner.me), attempt(partner.agentGroups)]);
	const failure = me.failure ?? groups.failure;
	if (failure !== undefined) {
		if (saysNothing(failure)) return notTold(failure);
		return unknown(
			l10n.t('Microsoft Graph does not tell which agent roles you have: an application has none, or it lacks the permission.'),
			{
				evidence: evidenceOf(failure),
				fixes: [
					{
						text: l10n.t(
							'Give the app registration the delegated permissions User.Read and GroupMember.Read.All of Microsoft Graph.',
						),
					},
				],
			},
		);
	}
	const found = groups.value;
	if (found === undefined) {
		return unknown(l10n.t('Microsoft Graph does not tell the names of your groups to this application.'), {
			fixes: [{ text: l10n.t('Give the app registration the delegated permission GroupMember.Read.All of Microsoft Graph.') }],
		});
	}
	const grantee = await attempt(partner.grantee);
	const facts = evidence(
		[l10n.t('Account'), me.value?.userPrincipalName],
		[l10n.t('Account’s object ID'), me.value?.id],
		[l10n.t('Agent groups'), found.join(', ') || l10n.t('none')],
		[l10n.t('Object ID of {0}', grantee.value?.name ?? 'AdminAgents'), grantee.value?.id],
	);
	const fixes = [
		{
			text: l10n.t(
				'Ask an administrator of your company to assign you the Admin agent role in Partner Center. It takes some minutes to work.',
			),
		},
	];
	if (found.includes('AdminAgents')) return passed(l10n.t('You are an Admin agent.'), { evidence: facts });
	if (found.length === 0) {
		return failed(
			'agentGroups',
			l10n.t('Your account is in none of the agent groups: AdminAgents, HelpdeskAgents, SalesAgents.'),
			{
				evidence: facts,
				fixes,
			},
		);
	}
	return warning(
		'agentGroups',
		sentences(
			l10n.t('You are no Admin agent, only in {0}.', found.join(', ')),
			...limitsOf({ agentGroups: found, partnerKind: undefined }),
		),
		{ evidence: facts, fixes },
		l10n.t('You are no Admin agent, only in {0}: you need roles of your own on the customer’s orders.', found.join(', ')),
	);
}

const kindNames = (): Readonly<Record<NonNullable<WhoAmI['partnerKind']>, string>> => ({
	directBill: l10n.t('Direct-bill partner'),
	indirectProvider: l10n.t('Indirect provider'),
	indirectReseller: l10n.t('Indirect reseller'),
});

/** Whether the partner is of a kind that manages reservations itself (rules 1.1). */
export async function checkPartnerKind({ partner }: Context): Promise<Finding> {
	const { value: kind, failure } = await attempt(partner.kind);
	if (failure !== undefined) {
		if (saysNothing(failure)) return notTold(failure);
		return unknown(l10n.t('Partner Center does not tell your company’s relationships to this sign-in.'), {
			evidence: evidenceOf(failure),
			fixes: failure.details.remedy === undefined ? [] : [{ text: failure.details.remedy }],
		});
	}
	const name = kindNames()[kind];
	if (kind !== 'indirectReseller')
		return passed(l10n.t('Your company is: {0}.', name), { evidence: evidence([l10n.t('Read from'), l10n.t('relationships')]) });
	return failed(
		'partnerKind',
		sentences(l10n.t('Your company is an indirect reseller.'), ...limitsOf({ agentGroups: undefined, partnerKind: kind })),
		{
			fixes: [{ text: l10n.t('Ask your provider for what has to be done, or enter your customers in a list of your own.') }],
		},
		l10n.t('Your company is an indirect reseller, which Partner Center’s API does not serve.'),
	);
}
