/** A reservation in one line, with the ids that the other tools take. */
import type { Reservation, ReservationRef } from '../reservations/model';
import { code, day, percent, quoted } from './text';

/** For lists: what it is, when it ends, how it is used. */
export function reservationLine(it: Reservation, customer: string): string {
	return [
		`${quoted(it.name)} of customer ${quoted(customer)}`,
		`state ${code(it.state)}`,
		`${unitsOf(it)} × ${productText(it)}`,
		it.expiresAt === undefined ? `no expiry, review ${day(it.reviewAt)}` : `expires ${day(it.expiresAt)}`,
		`renewal ${renewalOf(it)}`,
		`use 7 days ${percent(it.utilization.last7Days)}, 30 days ${percent(it.utilization.last30Days)}`,
		idsText(it),
	].join('; ');
}

/** Units; Azure may not tell. */
export function unitsOf({ quantity }: Reservation): string {
	return quantity === 0 ? 'unknown number' : `${quantity}`;
}

export function renewalOf({ renew }: Reservation): string {
	if (renew === undefined) return 'not told by Azure';
	return renew ? 'on' : 'off';
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
