/** The actions that roles can name: of Microsoft.Capacity (arm-contract 2.13), and of Microsoft.Subscription. */

const NAMES: readonly (readonly [string, string])[] = [
	['appliedreservations/read', 'Read all applied reservations'],
	['calculateexchange/action', 'Compute the exchange amount'],
	['calculateprice/action', 'Calculate the price of a reservation'],
	['catalogs/read', 'Read catalog of reservations'],
	['checkoffers/action', 'Check subscription offers'],
	['checkscopes/action', 'Check subscription scopes'],
	['commercialreservationorders/read', 'Get reservation orders of the tenant'],
	['exchange/action', 'Exchange reservations'],
	['operations/read', 'Read operations'],
	['register/action', 'Register the provider'],
	['unregister/action', 'Unregister the provider'],
	['tenants/register/action', 'Register a tenant'],
	['validatereservationorder/action', 'Validate a reservation order'],
	['reservationorders/read', 'Read all reservation orders'],
	['reservationorders/write', 'Create a reservation order'],
	['reservationorders/action', 'Update a reservation order'],
	['reservationorders/delete', 'Delete a reservation order'],
	['reservationorders/availablescopes/action', 'Find scopes of an order'],
	['reservationorders/calculaterefund/action', 'Compute a refund'],
	['reservationorders/return/action', 'Return a reservation'],
	['reservationorders/split/action', 'Split a reservation'],
	['reservationorders/merge/action', 'Merge reservations'],
	['reservationorders/swap/action', 'Swap a reservation'],
	['reservationorders/reservations/read', 'Read all reservations'],
	['reservationorders/reservations/write', 'Create a reservation'],
	['reservationorders/reservations/action', 'Update a reservation'],
	['reservationorders/reservations/delete', 'Delete a reservation'],
	['reservationorders/reservations/availablescopes/action', 'Find scopes of a reservation'],
	['reservationorders/reservations/revisions/read', 'Read the history of a reservation'],
];

const SUBSCRIPTION_NAMES: readonly (readonly [string, string])[] = [
	['cancel/action', 'Cancel a subscription'],
	['rename/action', 'Rename a subscription'],
	['enable/action', 'Enable a subscription'],
	['aliases/read', 'Read aliases of subscriptions'],
	['aliases/write', 'Create a subscription by an alias'],
	['operations/read', 'Read operations'],
];

function described(namespace: string, names: readonly (readonly [string, string])[]) {
	return names.map(([name, operation]) => ({
		name: `Microsoft.${namespace}/${name}`,
		isDataAction: false,
		display: {
			provider: `Microsoft ${namespace}`,
			resource: name.split('/').at(-2) ?? `Microsoft.${namespace}`,
			operation,
			description: operation,
		},
		origin: 'user,system',
	}));
}

export const CAPACITY_OPERATIONS = described('Capacity', NAMES);

export const SUBSCRIPTION_OPERATIONS = described('Subscription', SUBSCRIPTION_NAMES);
