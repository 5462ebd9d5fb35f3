/** Checks of the roles on reservation orders and reservations: what decides whether one can view, exchange and return. */
import * as l10n from '@vscode/l10n';
import { getReservation } from '../../azure/capacity';
import { orderResourceId, reservationResourceId } from '../../azure/ids';
import type { AccessFix } from '../access';
import type { ReservationRef } from '../model';
import { isActive } from '../states';
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
import { type Grantee, giveRole } from './fixes';
import { type Grant, type HeldRole, strongest } from './roles';

/** Orders whose roles are read for a customer: each is a call. */
const examined = 10;

/** Roles on the customer's orders, active ones first. */
export async function checkOrderRoles(context: Context, facts: CustomerFacts): Promise<Finding> {
	const { value: all = [] } = await attempt(facts.reservations);
	const sorted = [...all].sort((a, b) => Number(isActive(b)) - Number(isActive(a)));
	const orders = [...new Set(sorted.map(({ orderId }) => orderId))];
	if (orders.length === 0) return unknown(l10n.t('No order is visible whose roles could be read.'));
	const first = orders.slice(0, examined);
	const read = await Promise.all(
		first.map(async (orderId) => ({ orderId, roles: await attempt(() => facts.rolesAt(orderResourceId(orderId))) })),
	);
	const unread = read.find(({ roles }) => roles.failure !== undefined)?.roles.failure;
	if (unread !== undefined && saysNothing(unread)) return notTold(unread);
	const told = read.map(({ orderId, roles }) => ({ label: l10n.t('Role on order {0}', orderId), value: words(roles.value) }));
	const more = { evidence: [...told, ...(unread === undefined ? [] : evidenceOf(unread))] };
	// Without knowing whom the roles name, nothing is known of them.
	if ((await attempt(facts.principals)).failure !== undefined)
		return unknown(l10n.t('Which of the roles on the orders are yours can’t be told without your groups.'), more);

	const grants = read.map(({ roles }) => strongest(roles.value ?? []));
	if (grants.every((grant) => grant === 'manage')) {
		const result = l10n.t(
			'On every order that was looked at ({0} of {1}) your role lets you exchange and return.',
			first.length,
			orders.length,
		);
		return passed(result, more);
	}
	const weak = read
		.filter((_, index) => !['manage', 'mayManage'].includes(grants[index] ?? 'none'))
		.map(({ orderId }) => orderId);
	if (weak.length === 0) return warning('orderRole', notDocumented(), more);
	const fixes = await roleFixes(context, facts, weak);
	const result = grants.every((grant) => grant === 'view')
		? l10n.t('You can view the reservations, but not change, exchange or return them: you have a reading role only.')
		: l10n.t('Orders on which you have no role to exchange and return: {0} of {1}.', weak.length, first.length);
	return warning('orderRole', result, { ...more, fixes });
}

/** Whether the reservation itself can be read. */
export async function checkReservation(
	{ reading: { transport, signal } }: Context,
	facts: CustomerFacts,
	ref: ReservationRef,
): Promise<Finding> {
	const { failure } = await attempt(() => getReservation(transport, facts.tenantId, ref, { signal }));
	if (failure === undefined) return passed(l10n.t('You can read the reservation.'));
	if (saysNothing(failure)) return notTold(failure);
	const more = { evidence: evidenceOf(failure) };
	if (failure.kind === 'NotFound')
		return failed(
			'reservations',
			l10n.t('Azure has no such reservation, or none that you can see. A split, a merge or a return gives a new ID.'),
			more,
			l10n.t('Azure has no such reservation, or none that you can see.'),
		);
	return failed('reservations', l10n.t('Azure does not let you read this reservation.'), more);
}

/** Roles on the order: they decide on exchange and return (rules 1.4). */
export async function checkOrderRole(context: Context, facts: CustomerFacts, ref: ReservationRef): Promise<Finding> {
	const { value: held, failure } = await attempt(() => facts.rolesAt(orderResourceId(ref.orderId)));
	if (failure !== undefined && saysNothing(failure)) return notTold(failure);
	if ((await attempt(facts.principals)).failure !== undefined)
		return unknown(l10n.t('Which of the roles on the order are yours can’t be told without your groups.'), {
			evidence: failure && evidenceOf(failure),
		});
	const more = { evidence: failure === undefined ? roleEvidence(held) : evidenceOf(failure) };
	const grant = strongest(held ?? []);
	if (grant === 'manage') return passed(l10n.t('Your role on the order lets you exchange and return.'), more);
	if (grant === 'mayManage') return warning('orderRole', notDocumented(), more);
	if (grant === 'unknown') return unknown(l10n.t('What your role on the order allows can’t be read.'), more);
	const fixes = await roleFixes(context, facts, [ref.orderId]);
	if (grant === 'view') {
		const result = l10n.t(
			'Your role on the order lets you view only: exchange and return need Owner or Reservations Administrator on the order.',
		);
		return warning('orderRole', result, { ...more, fixes });
	}
	const onReservation = await attempt(() => facts.rolesAt(reservationResourceId(ref)));
	const result = (onReservation.value ?? []).some((role) => isDirect(role, ref))
		? l10n.t('You have a role on the reservation only, not on its order: exchange and return need the order.')
		: failure === undefined
			? l10n.t('You have no role on this reservation order.')
			: l10n.t('Azure does not let you read the roles on this order: you have none there that lets you exchange or return.');
	return failed('orderRole', result, { ...more, fixes });
}

/** Roles that were given on the reservation alone: they don't let one exchange or return (rules 1.4). */
export async function checkReservationRole(_: Context, facts: CustomerFacts, ref: ReservationRef): Promise<Finding> {
	const { value: held, failure } = await attempt(() => facts.rolesAt(reservationResourceId(ref)));
	if (failure !== undefined) {
		if (saysNothing(failure)) return notTold(failure);
		return unknown(l10n.t('Roles on the reservation can’t be read.'), { evidence: evidenceOf(failure) });
	}
	const direct = held.filter((role) => isDirect(role, ref));
	const more = { evidence: roleEvidence(held) };
	if (direct.length === 0)
		return passed(l10n.t('No role was given to you on the reservation alone; it has those of its order.'), more);
	const names = [...new Set(direct.map(({ roleName }) => roleName))].join(', ');
	if (strongest(held.filter((role) => !isDirect(role, ref))) !== 'none')
		return passed(
			l10n.t('On the reservation alone you have: {0}. The role on its order counts for exchange and return.', names),
			more,
		);
	return warning(
		'reservationRole',
		l10n.t('On the reservation alone you have: {0}. That is not enough to exchange or return it.', names),
		more,
	);
}

/** A guest gets the role in person, everybody else through the agent group, so that the next colleague has it too (rules 1.3). */
async function roleFixes({ partner }: Context, facts: CustomerFacts, orderIds: readonly string[]): Promise<AccessFix[]> {
	const [{ value: account }, { value: grantee }] = await Promise.all([attempt(facts.account), attempt(partner.grantee)]);
	const give = (text: string, to: Grantee) => giveRole(text, facts.tenantId, orderIds.map(orderResourceId), 'Owner', to);
	if (account !== undefined) {
		const text = l10n.t('An Owner of the order in the customer’s tenant assigns the role to your account there:');
		return give(text, { id: account.id, type: 'User' });
	}
	if (grantee === undefined)
		return [
			{ text: l10n.t('Have an Owner of the order in the customer’s tenant assign the Owner role on it to your agent group.') },
		];
	const text = l10n.t('An Owner of the order in the customer’s tenant assigns the role to {0}:', grantee.name);
	return give(text, { id: grantee.id, type: 'ForeignGroup' });
}

/** Given on the reservation itself, not inherited. */
function isDirect({ scope }: HeldRole, ref: ReservationRef): boolean {
	return scope.toLowerCase().replace(/\/+$/, '') === reservationResourceId(ref).toLowerCase();
}

function notDocumented(): string {
	return l10n.t(
		'Your role allows to manage, but only Owner and Reservations Administrator are documented to exchange and return.',
	);
}

const meanings = (): Readonly<Record<Grant, string>> => ({
	manage: l10n.t('exchange and return'),
	mayManage: l10n.t('manage'),
	view: l10n.t('view only'),
	none: l10n.t('nothing on reservations'),
	unknown: l10n.t('role can’t be read'),
});

function words(roles: readonly HeldRole[] | undefined): string {
	if (roles === undefined) return l10n.t('can’t be read');
	if (roles.length === 0) return l10n.t('no role');
	return [...new Set(roles.map(({ roleName, grant }) => `${roleName} (${meanings()[grant]})`))].join(', ');
}

function roleEvidence(roles: readonly HeldRole[]): readonly Evidence[] {
	if (roles.length === 0) return evidence([l10n.t('Your roles'), l10n.t('no role')]);
	return roles.map((role) => ({ label: l10n.t('Role at {0}', role.scope), value: words([role]) }));
}
