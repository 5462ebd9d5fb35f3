/** Checks of the customer's subscriptions: which are visible, with which role, and whether only through Azure Lighthouse. */
import * as l10n from '@vscode/l10n';
import { guid, parseSubscriptionId } from '../../azure/ids';
import type { Subscription } from '../../azure/subscriptions';
import type { AccessFix } from '../access';
import { attempt, type Context } from './context';
import type { CustomerFacts } from './customer-facts';
import {
	type Evidence,
	evidence,
	evidenceOf,
	type Finding,
	failed,
	notTold,
	passed,
	saysNothing,
	unknown,
	warning,
} from './finding';
import { giveRole } from './fixes';
import type { HeldRole } from './roles';

/** Roles are read on so many subscriptions: each is a call, and the first ones tell the story. */
const examined = 5;

export async function checkSubscriptions(context: Context, facts: CustomerFacts): Promise<Finding> {
	const { value: all, failure } = await attempt(facts.subscriptions);
	if (failure !== undefined) {
		if (saysNothing(failure)) return notTold(failure);
		return failed('subscriptionRole', l10n.t('Azure does not let you see the subscriptions of this tenant.'), {
			evidence: evidenceOf(failure),
			fixes: await grants(context, facts, []),
		});
	}
	const fixes = await grants(context, facts, all.slice(0, examined));
	if (all.length === 0)
		return warning('subscriptionRole', l10n.t('None of the customer’s subscriptions is visible to you.'), { fixes });
	const first = all.slice(0, examined);
	const roles = await Promise.all(first.map((it) => attempt(() => facts.rolesAt(scopeOf(it)))));
	const told = first.map((it, index) => roleEvidence(it, roles[index]?.value));
	const unread = roles.find((it) => it.failure !== undefined)?.failure;
	const held = roles.map(({ value }) => value ?? []);
	const isOwner = (own: readonly HeldRole[]) => own.some(({ roleName }) => roleName.toLowerCase() === 'owner');
	if (held.every(isOwner))
		return passed(l10n.t('You are Owner of the subscriptions that you see: {0}.', all.length), { evidence: told });
	if (unread !== undefined && held.every((own) => own.length === 0)) {
		const evidenceOfAll = [...told, ...evidenceOf(unread)];
		return unknown(l10n.t('Subscriptions that you see: {0}. Your role there can’t be told.', all.length), {
			evidence: evidenceOfAll,
		});
	}
	if (held.some((own) => own.length === 0)) {
		const result = l10n.t('On some of the customer’s subscriptions you have no role of your own.');
		return warning('subscriptionRole', result, { evidence: told, fixes });
	}
	const result = l10n.t('You are not Owner of all subscriptions: buying, and scopes of one subscription, need that.');
	return warning('subscriptionRole', result, { evidence: told, fixes });
}

/**
 * Reservations don't support roles that are assigned by Azure Lighthouse (rules 1.3). Azure does not list such roles to the
 * partner (arm-pitfalls 37): a subscription that the partner's tenant manages, without a role of one's own, is seen through it.
 */
export async function checkLighthouse({ cloud, partner }: Context, facts: CustomerFacts): Promise<Finding> {
	const { value: all = [] } = await attempt(facts.subscriptions);
	const managed = all.filter(({ managedByTenants }) =>
		(managedByTenants ?? []).some(({ tenantId }) => tenantId?.toLowerCase() === cloud.partnerTenantId),
	);
	const told = evidence([l10n.t('Subscriptions delegated by Azure Lighthouse'), managed.map(nameOf).join(', ')]);
	if (managed.length === 0) return passed(l10n.t('Azure Lighthouse plays no part here.'), { evidence: told });
	const held = await Promise.all(managed.slice(0, examined).map((it) => attempt(() => facts.rolesAt(scopeOf(it)))));
	const hasOwn = held.some(({ value }) => (value ?? []).length > 0);
	if (hasOwn) {
		return passed(l10n.t('Some subscriptions are delegated by Azure Lighthouse too; those roles never count for reservations.'), {
			evidence: told,
		});
	}
	const { value: grantee } = await attempt(partner.grantee);
	const fixes = [
		{
			text: l10n.t(
				'Request a GDAP relationship with a role for a security group nested in AdminAgents, and have the customer assign AdminAgents a role on the reservation orders.',
			),
		},
		...(grantee === undefined
			? []
			: giveRole(
					l10n.t('Somebody with elevated access in the customer’s tenant gives {0} all reservations:', grantee.name),
					facts.tenantId,
					['/providers/Microsoft.Capacity'],
					'Reservations Administrator',
					{ id: grantee.id, type: 'ForeignGroup' },
				)),
	];
	return failed(
		'lighthouse',
		l10n.t(
			'You see this customer’s subscriptions through Azure Lighthouse only. Roles by Lighthouse never count for reservations.',
		),
		{ evidence: told, fixes },
		l10n.t('You are let in by Azure Lighthouse only, and roles by Lighthouse never count for reservations.'),
	);
}

/** The documented repair of rights that the customer has removed (rules 1.3). */
async function grants({ partner }: Context, facts: CustomerFacts, subscriptions: readonly Subscription[]): Promise<AccessFix[]> {
	const { value: grantee } = await attempt(partner.grantee);
	if (grantee === undefined || subscriptions.length === 0) {
		const who = l10n.t(
			'Have an Owner of the subscription in the customer’s tenant assign the Owner role on it to your agent group.',
		);
		return [{ text: who }];
	}
	const text = l10n.t('An Owner of the subscription in the customer’s tenant assigns the role to {0}:', grantee.name);
	return giveRole(text, facts.tenantId, subscriptions.map(scopeOf), 'Owner', { id: grantee.id, type: 'ForeignGroup' });
}

/** Made of the GUID alone: it goes into command lines that the user runs. */
function scopeOf({ id, subscriptionId }: Subscription): string {
	return `/subscriptions/${guid(parseSubscriptionId(id) ?? subscriptionId ?? '')}`;
}

function nameOf({ id, displayName }: Subscription): string {
	return displayName || id;
}

function roleEvidence(subscription: Subscription, roles: readonly HeldRole[] | undefined): Evidence {
	const names = [...new Set((roles ?? []).map(({ roleName }) => roleName))].join(', ');
	const value = roles === undefined ? l10n.t('can’t be read') : names || l10n.t('no role');
	return { label: l10n.t('Role on {0}', nameOf(subscription)), value };
}
