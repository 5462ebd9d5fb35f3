/** In which order customers and reservations stand in the tree. What is not known yet comes last. */
import type { Customer, Reservation } from '../reservations/model';
import type { Summary } from './facts';

/** By name, by the end of the term (soonest first), or by use over 7 days (lowest first). */
type Order = 'name' | 'expiry' | 'use';

/** Compares two values of which either may be unknown. */
function byKnown(a: number | undefined, b: number | undefined): number {
	if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
	return a - b;
}

/** Compares names as people of that language do: "Contoso 2" before "Contoso 10". */
export function nameComparer(language: string): (a: string, b: string) => number {
	// Made when it is first needed: it takes long, and activation has to be short.
	let collator: Intl.Collator | undefined;
	return (a, b) => {
		collator ??= new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
		return collator.compare(a, b);
	};
}

export interface CustomerOrder {
	readonly by: Order;
	/** Tenant ids that come first. */
	readonly pinned: ReadonlySet<string>;
	readonly compareNames: (a: string, b: string) => number;
	/** What is known of a customer's reservations. */
	summary(tenantId: string): Summary | undefined;
}

/** The customers in the order of the tree: pinned ones first, then by what was asked for, then by name. */
export function orderCustomers(customers: readonly Customer[], order: CustomerOrder): Customer[] {
	const { by, pinned, compareNames } = order;
	const byName = (a: Customer, b: Customer) => compareNames(a.name, b.name) || (a.tenantId < b.tenantId ? -1 : 1);
	const figures = new Map<Customer, number | undefined>();
	if (by !== 'name') {
		for (const customer of customers) {
			const summary = order.summary(customer.tenantId);
			figures.set(customer, by === 'expiry' ? summary?.soonestExpiry : summary?.lowestUse);
		}
	}
	const compare = (a: Customer, b: Customer) => byKnown(figures.get(a), figures.get(b)) || byName(a, b);
	const first = customers.filter((customer) => pinned.has(customer.tenantId)).sort(compare);
	const others = customers.filter((customer) => !pinned.has(customer.tenantId)).sort(by === 'name' ? byName : compare);
	return [...first, ...others];
}

/** The reservations of a customer in the order of the tree. */
export function orderReservations(
	reservations: readonly Reservation[],
	by: Order,
	compareNames: (a: string, b: string) => number,
): Reservation[] {
	const figure = (reservation: Reservation) => {
		if (by === 'expiry') return reservation.expiresAt;
		return by === 'use' ? reservation.utilization.last7Days : undefined;
	};
	return [...reservations].sort(
		(a, b) => byKnown(figure(a), figure(b)) || compareNames(a.name, b.name) || (a.reservationId < b.reservationId ? -1 : 1),
	);
}
