/** A reservation in one line, with the ids that the other tools take. */
import type { Reservation, ReservationRef } from '../reservations/model';
import { renewalOf } from '../reservations/policy';
import { code, day, percent, quoted } from './text';

/** For lists: what it is, when it ends, how it is used. */
export function reservationLine(it: Reservation, customer: string): string {
	return [
		`${quoted(it.name)} of customer ${quoted(customer)}`,
		`state ${code(it.state)}`,
		`${unitsOf(it)} × ${productText(it)}`,
		it.expiresAt === undefined ? `no expiry, review ${day(it.reviewAt)}` : `expires ${day(it.expiresAt)}`,
		`renewal ${renewalText(it)}`,
		`use 7 days ${percent(it.utilization.last7Days)}, 30 days ${percent(it.utilization.last30Days)}`,
		idsText(it),
	].join('; ');
}

/** Units; Azure may not tell. */
export function unitsOf({ quantity }: Partial<Pick<Reservation, 'quantity'>>): string {
	return quantity === undefined ? 'unknown number' : `${quantity}`;
}

/** What is set, and whether it will work. */
export function renewalText(it: Reservation): string {
	if (it.renew === undefined) return it.renewState === undefined ? 'not told by Azure' : code(it.renewState);
	if (!it.renew) return 'off';
	return renewalOf(it) === 'impossible' ? 'on, but it can’t be renewed (legacy series): the renewal will fail' : 'on';
}

/** SKU, region, term and plan in Azure's codes. */
export function productText({ sku, region, term, billingPlan }: Reservation): string {
	const parts = [sku, region, term, billingPlan].filter((part) => part !== undefined && part !== '');
	return parts.map((part) => code(part ?? '')).join(' ');
}

/** As the inputs of the tools name them. */
export function idsText({ tenantId, orderId, reservationId }: ReservationRef): string {
	return `customerTenantId ${code(tenantId)}, reservationOrderId ${code(orderId)}, reservationId ${code(reservationId)}`;
}
