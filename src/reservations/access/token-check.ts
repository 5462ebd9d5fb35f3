/** Whether a sign-in for a service in a tenant can be had, and why not: consent, policies, no way into the tenant. */
import * as l10n from '@vscode/l10n';
import type { Audience } from '../../azure/cloud';
import type { ServiceFailure } from '../../azure/failure';
import { attempt, type Context } from './context';
import { evidenceOf, type Finding, failed, notTold, passed, saysNothing } from './finding';
import { giveConsent, openRelationships, signInAgain } from './fixes';

/** Numbers of Microsoft Entra's errors (AADSTS…) by what they mean here. */
const numbers = {
	consent: ['65001', '650051', '650052', '90093', '90094', '90097', '700016'],
	interaction: ['50072', '50074', '50076', '50078', '50079', '50158'],
	blocked: ['53000', '53001', '53003', '530035'],
	notLetIn: ['50020', '50034', '90072'],
	signedOut: ['50058', '50132', '50133', '50173', '700081', '700082', '700084'],
} as const;

/** Codes that identities use for the same. */
const codes: Readonly<Record<string, keyof typeof numbers>> = {
	ConsentRequired: 'consent',
	InteractionRequired: 'interaction',
	SignInRequired: 'signedOut',
};

export async function checkToken(context: Context, audience: Audience, tenantId: string, good: string): Promise<Finding> {
	const { tokens, signal } = context.reading;
	// The token itself is of no use here: that there is one is all that counts.
	const { failure } = await attempt(() => tokens.get(audience, tenantId, { signal }));
	return failure === undefined ? passed(good) : tokenFinding(context, tenantId, failure);
}

function tokenFinding({ cloud, clientId }: Context, tenantId: string, failure: ServiceFailure): Finding {
	const meaning = meaningOf(failure);
	if (saysNothing(failure) && meaning !== 'signedOut') return notTold(failure);
	const { message, details } = failure;
	const isOwn = tenantId === cloud.partnerTenantId;
	const evidence = evidenceOf(failure);
	const remedy = details.remedy === undefined ? [] : [{ text: details.remedy }];
	switch (meaning) {
		case 'consent': {
			const consent = giveConsent(cloud, tenantId, clientId);
			return failed('consent', l10n.t('The application is not consented in this tenant, so nobody gets a token there.'), {
				evidence,
				// The remedy leads to the same page.
				fixes: consent.link === undefined ? [consent, ...remedy] : [consent],
			});
		}
		case 'interaction':
			return failed('policy', l10n.t('The tenant demands multifactor authentication or another proof before it lets you in.'), {
				evidence,
				fixes: [signInAgain(l10n.t('Sign in again for this tenant and give the proof that it asks for.'))],
			});
		case 'blocked':
			return failed('policy', l10n.t('A Conditional Access policy of the tenant blocks this sign-in.'), {
				evidence,
				fixes: remedy.length > 0 ? remedy : [{ text: l10n.t('Have an administrator of the tenant look up the policy.') }],
			});
		case 'notLetIn':
			return failed('token', l10n.t('The tenant does not let your account in.'), {
				evidence,
				fixes: [
					isOwn
						? signInAgain(l10n.t('Sign in with an account of your company.'))
						: openRelationships(
								cloud,
								tenantId,
								l10n.t(
									'Check the GDAP relationship with the customer: it has to be active and assign a role to one of your groups.',
								),
							),
				],
			});
		case 'signedOut':
			return failed('signIn', l10n.t('Nobody is signed in, or the sign-in has ended.'), { evidence, fixes: [signInAgain()] });
		default:
			return failed(isOwn ? 'signIn' : 'token', message, { evidence, fixes: [...remedy, signInAgain()] });
	}
}

function meaningOf({ details: { code, detail } }: ServiceFailure): keyof typeof numbers | undefined {
	const byCode = codes[code ?? ''];
	if (byCode !== undefined) return byCode;
	const number = /AADSTS(\d+)/.exec(`${code ?? ''} ${detail ?? ''}`)?.[1] ?? '';
	const meanings = Object.entries(numbers) as [keyof typeof numbers, readonly string[]][];
	return meanings.find(([, known]) => known.includes(number))?.[0];
}
