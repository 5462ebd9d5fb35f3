/** Turns what Azure says of a reservation order into the words of the model: its purchase and its payments. */
import type { CapacityOrder } from '../azure/capacity';
import { parseReservationGuid } from '../azure/ids';
import { parseDate } from '../azure/values';
import type { Payment, ReservationOrder } from './model';
import { money } from './money';

type Plan = NonNullable<CapacityOrder['properties']['planInformation']>;
type Transaction = NonNullable<Plan['transactions']>[number];

/** @param orderId the id it was asked by, in lower case */
export function orderFrom(tenantId: string, orderId: string, { properties: it }: CapacityOrder): ReservationOrder {
	const plan = it.planInformation;
	return {
		tenantId,
		orderId,
		name: it.displayName ?? orderId,
		state: it.provisioningState ?? '',
		term: it.term ?? '',
		billingPlan: it.billingPlan ?? undefined,
		originalQuantity: it.originalQuantity ?? undefined,
		requestedAt: parseDate(it.requestDateTime),
		createdAt: parseDate(it.createdDateTime),
		benefitStartsAt: parseDate(it.benefitStartTime),
		expiresAt: parseDate(it.expiryDateTime) ?? parseDate(it.expiryDate),
		reviewAt: parseDate(it.reviewDateTime),
		billingAccountId: it.billingAccountId ?? undefined,
		billingProfileId: it.billingProfileId ?? undefined,
		reservationIds: (it.reservations ?? []).map(({ id }) => parseReservationGuid(id)).filter((id) => id !== undefined),
		total: money(plan?.pricingCurrencyTotal),
		nextPaymentDueAt: parseDate(plan?.nextPaymentDueDate),
		payments: (plan?.transactions ?? []).map(paymentFrom),
	};
}

function paymentFrom(it: Transaction): Payment {
	return {
		dueAt: parseDate(it.dueDate),
		paidAt: parseDate(it.paymentDate),
		pricing: money(it.pricingCurrencyTotal),
		billing: money(it.billingCurrencyTotal),
		status: it.status ?? '',
		statusMessage: it.extendedStatusInfo?.message ?? undefined,
	};
}
