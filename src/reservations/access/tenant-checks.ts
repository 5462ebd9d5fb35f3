/** Checks of how the user stands to the customer's tenant: reseller relationship, guest account. */
import * as l10n from '@vscode/l10n';
import { attempt, type Context } from './context';
import type { CustomerFacts } from './customer-facts';
import { evidence, evidenceOf, type Finding, failed, notTold, passed, saysNothing, unknown, warning } from './finding';
import { leaveAsGuest, openCustomer } from './fixes';

/** Partner Center's codes for "no commerce relationship" and "no such tenant among the customers" (partner-center-api 5). */
const noReseller = ['20002', '900159', '60003'];

/** Whether the partner is a reseller for the customer: without that nothing else helps (rules 1.3). */
export async function checkReseller({ cloud }: Context, facts: CustomerFacts): Promise<Finding> {
	const { value: customer, failure } = await attempt(facts.customer);
	if (failure === undefined) {
		const told = evidence(
			[l10n.t('Relationship'), customer.relationshipToPartner],
			[l10n.t('Indirect reseller'), customer.associatedPartnerId],
			[l10n.t('Delegated rights of the old kind (DAP)'), customer.allowDelegatedAccess ? l10n.t('yes') : l10n.t('no')],
		);
		return passed(l10n.t('Your company has a reseller relationship with this customer.'), { evidence: told });
	}
	if (saysNothing(failure)) return notTold(failure);
	const { code } = failure.details;
	if (failure.kind !== 'NotFound' && !noReseller.includes(code ?? '')) {
		return unknown(l10n.t('Partner Center does not tell this sign-in whether there is a reseller relationship.'), {
			evidence: evidenceOf(failure),
		});
	}
	return failed('reseller', l10n.t('Your company has no reseller relationship with this customer.'), {
		evidence: evidenceOf(failure),
		fixes: [
			openCustomer(
				cloud,
				facts.tenantId,
				l10n.t('Send the customer a reseller relationship request from Partner Center and have it accepted.'),
			),
		],
	});
}

/**
 * Whether the user has an account in the tenant. A guest can view reservations at most: admin agent rights don't override
 * guest access (rules 1.3). Graph says it; how Azure lists the tenant is a second opinion.
 */
export async function checkGuest({ cloud }: Context, facts: CustomerFacts): Promise<Finding> {
	const [account, category] = await Promise.all([attempt(facts.account), attempt(facts.category)]);
	const told = evidence(
		[l10n.t('Account in the tenant'), account.value?.userPrincipalName],
		[l10n.t('Account’s object ID'), account.value?.id],
		[l10n.t('Kind of account'), account.value?.userType],
		[l10n.t('Azure’s category of the tenant'), category.value],
	);
	const more = { evidence: told, fixes: [leaveAsGuest(cloud), { text: askForOrder() }] };
	if (account.failure !== undefined) {
		if (saysNothing(account.failure)) return notTold(account.failure);
		if (category.value === 'Home') {
			return warning(
				'guest',
				l10n.t('Azure lists this tenant as one that your account belongs to: you are probably a guest there.'),
				more,
			);
		}
		return unknown(l10n.t('Microsoft Graph does not tell in this tenant whether you are a guest there.'), {
			evidence: [...told, ...evidenceOf(account.failure)],
		});
	}
	if (account.value === undefined) {
		return passed(l10n.t('You have no account in the tenant: you act for the partner, as it should be.'), { evidence: told });
	}
	if (account.value.userType?.toLowerCase() !== 'guest') {
		return passed(l10n.t('You have an account of your own in the tenant: its roles count, not those of your company’s groups.'), {
			evidence: told,
		});
	}
	return failed(
		'guest',
		l10n.t(
			'You are a guest in this tenant. A guest can view reservations at most: exchange and return are blocked, and the Admin agent role does not override that.',
		),
		more,
		l10n.t('You are a guest in the customer’s tenant, which blocks exchange and return whatever your Admin agent role is.'),
	);
}

function askForOrder(): string {
	return l10n.t('Or have an owner of the reservation order assign the Owner role on it to your guest account.');
}
