/** A reservation explained in sections: facts, order, use, advice, and what the user can do with it. Pure. */
import type { ServiceFailure } from '../azure/failure';
import { daysBetween } from '../reservations/format';
import type { ActionOffer, Advice, Payment, Reservation, ReservationOrder, UsagePoint } from '../reservations/model';
import type { Operation } from '../reservations/operations/model';
import { isNotExchangeable, isNotReturnable } from '../reservations/policy';
import { isActive } from '../reservations/states';
import { failureText } from './failure-text';
import { idsText, productText, renewalText, unitsOf } from './reservation-line';
import { code, counted, dataNote, day, money, percent, quoted } from './text';

/** Something that was read, or why it was not. */
export type Part<T> = { readonly value: T } | { readonly failure: ServiceFailure };

export interface Explained {
	readonly customer: string;
	readonly reservation: Reservation;
	readonly order: Part<ReservationOrder>;
	readonly usage: Part<readonly UsagePoint[]>;
	readonly advice: readonly Advice[];
	/** Returns and exchanges of it that are not through. */
	readonly open: readonly Operation[];
	/** Ms since the epoch. */
	readonly now: number;
}

/** Payments that are listed: the last ones that were due and the next ones. */
const [lastPayments, nextPayments] = [3, 6];

export function explanation({ customer, reservation, order, usage, advice, open, now }: Explained): string {
	return [
		`Reservation ${quoted(reservation.name)} of customer ${quoted(customer)}`,
		dataNote,
		...section('Facts', facts(reservation, now)),
		...section('Order', 'failure' in order ? notRead(order.failure) : orderFacts(order.value)),
		...section('Use', [...useFacts(reservation), ...('failure' in usage ? notRead(usage.failure) : lowestDays(usage.value))]),
		...section(
			'Advice',
			advice.map(({ severity, title, text, link }) => `${severity}: ${quoted(title)} ${quoted(text)}${link ? ` ${link}` : ''}`),
		),
		...section('What can be done', possible(reservation, open)),
	].join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
	return [`## ${title}`, ...(lines.length === 0 ? ['- nothing'] : lines.map((line) => `- ${line}`))];
}

function notRead(failure: ServiceFailure): readonly string[] {
	return [`Not read. ${failureText(failure).replaceAll('\n', '; ')}`];
}

function facts(it: Reservation, now: number): readonly string[] {
	const { scope } = it;
	const target = scope.managementGroupId ?? scope.resourceGroupId ?? scope.subscriptionId;
	const end = it.expiresAt === undefined ? `no expiry; review ${day(it.reviewAt)}` : ending(it.expiresAt, now);
	return [
		idsText(it),
		`Product: ${quoted(it.product)}; ${code(it.resourceType)}; ${productText(it)}`,
		`Quantity: ${unitsOf(it)}`,
		`State: ${code(it.state)}${it.statusCode === undefined ? '' : ` (${code(it.statusCode)})`}`,
		...(it.statusMessage === undefined ? [] : [`Azure says: ${quoted(it.statusMessage)}`]),
		`Purchased ${day(it.purchasedAt)}; benefit since ${day(it.benefitStartsAt)}; ${end}`,
		`Automatic renewal: ${renewalText(it)}`,
		`Scope (what gets the discount): ${code(scope.kind)}${scope.displayName === undefined ? '' : ` ${quoted(scope.displayName)}`}${target === undefined ? '' : ` ${quoted(target)}`}`,
		`Billed to: ${it.billingScopeId === undefined ? 'not known' : quoted(it.billingScopeId)}`,
		...(it.instanceFlexibility === undefined ? [] : [`Instance size flexibility: ${code(it.instanceFlexibility)}`]),
	];
}

function ending(at: number, now: number): string {
	const days = daysBetween(now, at);
	return days > 0 ? `expires ${day(at)} (${counted(days, 'day')} left)` : `expired ${day(at)}`;
}

/** Amounts are without tax; pricing currency is what Microsoft records, billing currency what is charged. */
function orderFacts(order: ReservationOrder): readonly string[] {
	const due = [...order.payments].sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0));
	const [scheduled, cancelled] = [due.filter(is(/^scheduled$/i)), due.filter(is(/^cancell?ed$/i))];
	const past = due.filter((payment) => !scheduled.includes(payment) && !cancelled.includes(payment));
	const notCharged = cancelled.length === 0 ? '' : `, cancelled ${cancelled.length} (not charged, not listed)`;
	const shared = order.reservationIds.length;
	return [
		`Total of the order, pricing currency, without tax: ${money(order.total)}`,
		...(shared > 1 ? [`The order has ${shared} reservations: total and payments are of all of them.`] : []),
		`Payments: due so far ${past.length}, scheduled ${scheduled.length}${notCharged}; next ${day(order.nextPaymentDueAt)}`,
		...past.slice(-lastPayments).map(paymentLine),
		...scheduled.slice(0, nextPayments).map(paymentLine),
		...(past.length > lastPayments || scheduled.length > nextPayments
			? [`Shown: the last ${lastPayments} that were due and the next ${nextPayments}.`]
			: []),
	];
}

const is =
	(word: RegExp) =>
	({ status }: Payment): boolean =>
		word.test(status);

function paymentLine({ dueAt, paidAt, status, pricing, billing }: Payment): string {
	const charged = billing === undefined ? 'charge not known yet' : `charged ${money(billing)} (billing currency)`;
	const paid = paidAt === undefined ? '' : `, paid ${day(paidAt)}`;
	return `Payment due ${day(dueAt)}${paid}: ${code(status)}, ${money(pricing)} (pricing currency), ${charged}`;
}

function useFacts({ utilization }: Reservation): readonly string[] {
	const { last7Days, last30Days, trend } = utilization;
	const course = trend === undefined ? '' : `; trend over 7 days ${code(trend)}`;
	return [`Share of the reserved hours that was used: 7 days ${percent(last7Days)}, 30 days ${percent(last30Days)}${course}`];
}

/** A short course of the days that were read; the newest is late by hours, so it says nothing yet (rules 11). */
function lowestDays(points: readonly UsagePoint[]): readonly string[] {
	const days = points.slice(0, -1).filter(({ average }) => average !== undefined);
	const lowest = days.toSorted((a, b) => (a.average ?? 0) - (b.average ?? 0)).slice(0, 3);
	if (lowest.length === 0) return ['No daily figures.'];
	const list = lowest.map(({ at, average }) => `${day(at)} ${percent(average)}`).join(', ');
	return [`Lowest of the last ${counted(days.length, 'day')}: ${list}`];
}

/** What the user can do in VS Code; no tool does it. */
function possible(reservation: Reservation, open: readonly Operation[]): readonly string[] {
	const busy = open.map(
		({ kind, state }) => `A ${kind} of it is not through (${state}): wait for its end, see the view Operations.`,
	);
	if (!isActive(reservation)) {
		return [...busy, `Its state is ${code(reservation.state)}: no return, no exchange and no change of scope.`];
	}
	return [
		...busy,
		`Return: ${offered(isNotReturnable(reservation), reservation.canReturn, 'cspReservations_quoteReturn')}`,
		`Exchange: ${offered(isNotExchangeable(reservation), reservation.canExchange, 'cspReservations_quoteExchange')}`,
		'Scope, name, renewal and optimization can be changed at no cost where the account has the right; the end date stays.',
		...((reservation.quantity ?? 0) > 1 ? ['It can be split, as it has more than one unit.'] : []),
		'The user does all of this in VS Code, from the context menu of the reservation. The assistant’s tools change nothing.',
	];
}

function offered(isExcluded: boolean, offer: ActionOffer, quote: string): string {
	if (isExcluded) return 'Microsoft does not do it for this kind of product.';
	switch (offer) {
		case 'offered':
			return `offered by Azure; ${quote} tells the figures.`;
		case 'notOffered':
			return 'not offered by Azure for this reservation.';
		case 'unknown':
			return `not known, as Azure has not said it here; ${quote} tells.`;
	}
}
