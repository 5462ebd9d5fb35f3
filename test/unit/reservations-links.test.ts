/** Links lead into the customer's tenant, and only known hosts are opened. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
	adminConsentLink,
	gdapLink,
	isKnownHost,
	leaveOrganizationLink,
	orderLink,
	partnerCenterLink,
	reservationLink,
	reservationsLink,
	resourceId,
} from '../../src/reservations/links';
import { cloudAt } from '../helpers/transport';
import { sampleReservation } from './reservations-samples';

const cloud = {
	...cloudAt('http://127.0.0.1:1'),
	portal: 'https://portal.azure.com',
	partnerPortal: 'https://partner.microsoft.com',
	authority: 'https://login.microsoftonline.com',
};
const sample = sampleReservation();

describe('reservations: links', () => {
	it('are those of the portal, in the customer’s tenant', () => {
		const { tenantId, orderId, reservationId } = sample;
		const order = `https://portal.azure.com/#@${tenantId}/resource/providers/microsoft.capacity/reservationOrders/${orderId}`;
		assert.equal(reservationLink(cloud, sample), `${order}/reservations/${reservationId}/overview`);
		assert.equal(orderLink(cloud, sample), `${order}/overview`);
		assert.equal(
			reservationsLink(cloud, tenantId),
			`https://portal.azure.com/#@${tenantId}/blade/Microsoft_Azure_Reservations/ReservationsBrowseBlade`,
		);
		assert.equal(
			partnerCenterLink(cloud, tenantId),
			`https://partner.microsoft.com/commerce/customers/${tenantId}/subscriptions`,
		);
		const relationships = `https://partner.microsoft.com/dashboard/commerce2/customers/${tenantId}/adminrelationships`;
		assert.equal(gdapLink(cloud, tenantId), relationships);
		assert.equal(gdapLink(cloud, tenantId, 'a-b'), `${relationships}/a-b`);
		assert.equal(
			adminConsentLink(cloud, tenantId, orderId),
			`https://login.microsoftonline.com/${tenantId}/adminconsent?client_id=${orderId}`,
		);
		assert.ok(isKnownHost(leaveOrganizationLink, cloud));
		assert.equal(resourceId(sample), `/providers/microsoft.capacity/reservationOrders/${orderId}/reservations/${reservationId}`);
	});

	it('stay at their host whatever the ids are', () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), fc.string(), (tenantId, orderId, reservationId) => {
				const ref = { tenantId, orderId, reservationId };
				for (const link of [
					reservationLink(cloud, ref),
					orderLink(cloud, ref),
					reservationsLink(cloud, tenantId),
					partnerCenterLink(cloud, tenantId),
					gdapLink(cloud, tenantId, orderId),
					adminConsentLink(cloud, tenantId, orderId),
				]) {
					assert.ok(isKnownHost(link, cloud), link);
				}
			}),
		);
	});

	it('opens https at known hosts alone', () => {
		for (const good of [
			'https://learn.microsoft.com/azure',
			'https://myaccount.microsoft.com/organizations',
			'https://PORTAL.azure.com/x',
		]) {
			assert.ok(isKnownHost(good, cloud), good);
		}
		for (const bad of [
			'http://portal.azure.com/',
			'http://login.microsoftonline.com/',
			'https://login.microsoftonline.com.example.com/',
			'https://portal.azure.com.example.com/',
			'https://user@portal.azure.com/',
			'https://portal.azure.com:8443/',
			'https://example.com/https://portal.azure.com',
			'javascript:alert(1)',
			'command:workbench.action.quit',
			'//portal.azure.com',
			'',
		]) {
			assert.ok(!isKnownHost(bad, cloud), bad);
		}
	});
});
