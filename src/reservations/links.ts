/** Where a customer, an order or a reservation is found in the Azure portal and in Partner Center (rules 15). */
import type { Cloud } from '../azure/cloud';
import type { ReservationRef } from './model';

/** Sites outside the cloud's own portals that the product links to. */
const otherKnownHosts = ['learn.microsoft.com', 'myaccount.microsoft.com'];

/** The portal in the customer's tenant, so that the user does not land in the own directory. */
function portalOf(cloud: Cloud, tenantId: string): string {
	return `${cloud.portal}/#@${encodeURIComponent(tenantId)}`;
}

function orderPath(orderId: string): string {
	return `/providers/microsoft.capacity/reservationOrders/${encodeURIComponent(orderId)}`;
}

/** ARM resource id of a reservation, as support and scripts want it. */
export function resourceId(ref: ReservationRef): string {
	return `${orderPath(ref.orderId)}/reservations/${encodeURIComponent(ref.reservationId)}`;
}

/** The reservation's overview page in the Azure portal, in the customer's tenant. */
export function reservationLink(cloud: Cloud, ref: ReservationRef): string {
	return `${portalOf(cloud, ref.tenantId)}/resource${resourceId(ref)}/overview`;
}

/** The page of its reservation order in the Azure portal, in the customer's tenant. */
export function orderLink(cloud: Cloud, ref: Pick<ReservationRef, 'tenantId' | 'orderId'>): string {
	return `${portalOf(cloud, ref.tenantId)}/resource${orderPath(ref.orderId)}/overview`;
}

/** All reservations of a customer in the Azure portal. */
export function reservationsLink(cloud: Cloud, tenantId: string): string {
	return `${portalOf(cloud, tenantId)}/blade/Microsoft_Azure_Reservations/ReservationsBrowseBlade`;
}

/** New support request in the Azure portal, in the customer's tenant: below the own one it would be the partner's own (rules 9, 15). */
export function supportLink(cloud: Cloud, tenantId: string): string {
	return `${portalOf(cloud, tenantId)}/blade/Microsoft_Azure_Support/HelpAndSupportBlade/newsupportrequest`;
}

/** The customer in Partner Center. The address of the page with the customer's Azure reservations is not documented. */
export function partnerCenterLink(cloud: Cloud, tenantId: string): string {
	return `${cloud.partnerPortal}/commerce/customers/${encodeURIComponent(tenantId)}/subscriptions`;
}

/**
 * The customer's GDAP relationships in Partner Center, or one of them (rules 15).
 * @param relationshipId id as Microsoft Graph gives it
 */
export function gdapLink(cloud: Cloud, tenantId: string, relationshipId?: string): string {
	const all = `${cloud.partnerPortal}/dashboard/commerce2/customers/${encodeURIComponent(tenantId)}/adminrelationships`;
	return relationshipId === undefined ? all : `${all}/${encodeURIComponent(relationshipId)}`;
}

/** Where an administrator of the tenant consents to the application (partner-center-api 2.5). */
export function adminConsentLink(cloud: Cloud, tenantId: string, clientId: string): string {
	return `${cloud.authority}/${encodeURIComponent(tenantId)}/adminconsent?client_id=${encodeURIComponent(clientId)}`;
}

/** Where a guest leaves an organization (rules 15). */
export const leaveOrganizationLink = 'https://myaccount.microsoft.com/organizations';

/** True for an https address at one of the cloud's portals, its sign-in or Microsoft's documentation: nothing else is opened. */
export function isKnownHost(address: string, cloud: Cloud): boolean {
	const target = URL.parse(address);
	if (target === null || target.protocol !== 'https:' || target.username !== '' || target.password !== '') return false;
	const portals = [cloud.portal, cloud.partnerPortal, cloud.authority].map((base) => URL.parse(base)?.host);
	return [...portals, ...otherKnownHosts].includes(target.host);
}
