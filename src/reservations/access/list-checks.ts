/** Checks of the list of reservations: whether Azure gives it, and whether it has what Partner Center knows of. */
import * as l10n from '@vscode/l10n';
import { orderResourceId } from '../../azure/ids';
import { attempt, type Context } from './context';
import type { CustomerFacts } from './customer-facts';
import { evidence, evidenceOf, type Finding, failed, notTold, passed, saysNothing, unknown, warning } from './finding';
import { giveRole, openCustomer } from './fixes';

/** Orders that are named, and that commands are given for. */
const named = 5;

export async function checkReservations({ cloud }: Context, facts: CustomerFacts): Promise<Finding> {
	const { value: all, failure } = await attempt(facts.reservations);
	if (failure === undefined) {
		const orders = new Set(all.map(({ orderId }) => orderId)).size;
		const told = evidence([l10n.t('Reservations'), String(all.length)], [l10n.t('Reservation orders'), String(orders)]);
		if (all.length > 0) return passed(l10n.t('Reservations that Azure lists to you: {0}.', all.length), { evidence: told });
		return passed(l10n.t('Azure answers, but no reservation is visible to your account.'), { evidence: told });
	}
	if (saysNothing(failure)) return notTold(failure);
	const text = l10n.t('Check the GDAP relationship, the groups and the roles that this report tells of.');
	return failed('reservations', l10n.t('Azure does not let you list this customer’s reservations.'), {
		evidence: evidenceOf(failure),
		fixes: [openCustomer(cloud, facts.tenantId, text)],
	});
}

/** An empty list is no proof: Partner Center's entitlements are held against it (arm-pitfalls 15). */
export async function checkEntitlements({ cloud, partner, now }: Context, facts: CustomerFacts): Promise<Finding> {
	const [entitled, listed] = await Promise.all([attempt(facts.entitledOrders), attempt(facts.reservations)]);
	if (entitled.failure !== undefined) {
		if (saysNothing(entitled.failure)) return notTold(entitled.failure);
		return unknown(l10n.t('Partner Center does not tell which reservations it knows of.'), {
			evidence: evidenceOf(entitled.failure),
		});
	}
	const shown = new Set((listed.value ?? []).map(({ orderId }) => orderId));
	const orders = entitled.value.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now);
	const missing = orders.filter(({ orderId }) => !shown.has(orderId)).map(({ orderId }) => orderId);
	const told = evidence(
		[l10n.t('Orders that Partner Center knows of'), String(orders.length)],
		[l10n.t('Orders that Azure does not show'), missing.slice(0, named).join(', ') + (missing.length > named ? ' …' : '')],
	);
	if (orders.length === 0 && shown.size === 0)
		return passed(l10n.t('Neither Azure nor Partner Center knows of a reservation: there is none.'), {
			evidence: told,
			verdict: l10n.t('Your account is let in, and the customer has no reservations.'),
		});
	if (missing.length === 0) return passed(l10n.t('Azure shows every order that Partner Center knows of.'), { evidence: told });
	const { value: grantee } = await attempt(partner.grantee);
	const fixes =
		grantee === undefined
			? [{ text: l10n.t('Have an Owner of each order assign the Owner role on it to your agent group.') }]
			: giveRole(
					l10n.t('An Owner of the order assigns the role to {0}, again after each purchase:', grantee.name),
					facts.tenantId,
					missing.slice(0, named).map(orderResourceId),
					'Owner',
					{ id: grantee.id, type: 'ForeignGroup' },
				);
	const more = {
		evidence: told,
		fixes: [...fixes, openCustomer(cloud, facts.tenantId, l10n.t('Compare with the orders in Partner Center.'))],
	};
	if (shown.size > 0)
		return warning(
			'notVisible',
			missing.length === 1
				? l10n.t('Partner Center knows of 1 order that Azure does not show to you: most probably you have no role on it.')
				: l10n.t(
						'Partner Center knows of {0} orders that Azure does not show to you: most probably you have no role on them.',
						missing.length,
					),
			more,
		);
	return failed(
		'notVisible',
		missing.length === 1
			? l10n.t('Partner Center knows of 1 order, but Azure shows none to you: most probably you have no role on it.')
			: l10n.t(
					'Partner Center knows of {0} orders, but Azure shows none to you: most probably you have no role on them.',
					missing.length,
				),
		more,
	);
}
