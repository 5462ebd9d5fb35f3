/** The ids of all commands of the product, in one place: declared in the manifest, registered from this list. */
export const commandIds = [
	'cspReservations.search',
	'cspReservations.refresh',
	'cspReservations.refreshAll',
	'cspReservations.retry',
	'cspReservations.sort',
	'cspReservations.showEnded',
	'cspReservations.hideEnded',
	'cspReservations.showMore',
	'cspReservations.pinCustomer',
	'cspReservations.unpinCustomer',
	'cspReservations.openOverview',
	'cspReservations.copyReservationId',
	'cspReservations.copyOrderId',
	'cspReservations.copyResourceId',
	'cspReservations.copySupportDetails',
	'cspReservations.copyCustomerTenantId',
	'cspReservations.openInPortal',
	'cspReservations.openOrderInPortal',
	'cspReservations.openCustomerInPortal',
	'cspReservations.openInPartnerCenter',
	'cspReservations.openResource',
	'cspReservations.showFailure',
	'cspReservations.showLog',
	'cspReservations.clearCache',
] as const;

export type CommandId = (typeof commandIds)[number];
