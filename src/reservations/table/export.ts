/** Rows of the table as a file for others, line by line: CSV that begins as the Azure portal's does, JSON, or Markdown for a mail. */
import type { Cloud } from '../../azure/cloud';
import { byteOrderMark, csvLine } from '../csv';
import { daysBetween } from '../format';
import { reservationLink, resourceId } from '../links';
import type { Reservation } from '../model';
import { renewalOf } from '../policy';
import { isInForce } from '../states';
import { renewalSetting } from './endings';
import type { TableRow } from './model';

type Cell = string | number | undefined;

export interface ExportContext {
	readonly cloud: Cloud;
	/** Ms since the epoch. */
	readonly now: number;
}

/** The 18 columns of the portal's own export, in its order (rules 15). */
const portalColumns: Readonly<Record<string, (row: TableRow, context: ExportContext) => Cell>> = {
	Name: ({ reservation }) => reservation.name,
	'Reservation Id': ({ reservation }) => reservation.reservationId,
	'Reservation order Id': ({ reservation }) => reservation.orderId,
	Status: ({ reservation }) => reservation.state,
	'Expiration date': ({ reservation }) => day(reservation.expiresAt),
	'Purchase date': ({ reservation }) => day(reservation.purchasedAt),
	Term: ({ reservation }) => reservation.term,
	Scope: ({ reservation }) => reservation.scope.kind,
	'Scope subscription': ({ reservation }) => reservation.scope.subscriptionId,
	'Scope resource group': ({ reservation }) => reservation.scope.resourceGroupId,
	Type: ({ reservation }) => reservation.resourceType,
	'Product name': ({ reservation }) => reservation.product,
	Region: ({ reservation }) => reservation.region,
	Quantity: ({ reservation }) => reservation.quantity,
	'Utilization % 1 Day': ({ reservation }) => reservation.utilization.lastDay,
	'Utilization % 7 Day': ({ reservation }) => reservation.utilization.last7Days,
	'Utilization % 30 Day': ({ reservation }) => reservation.utilization.last30Days,
	'Deep link to reservation': ({ reservation }, { cloud }) => reservationLink(cloud, reservation),
};

/** What one sees only across customers, and what the portal leaves out. */
const ownColumns: typeof portalColumns = {
	Customer: ({ customer }) => customer.name,
	'Customer tenant Id': ({ customer }) => customer.tenantId,
	'Customer domain': ({ customer }) => customer.domain,
	Reseller: ({ customer }) => customer.reseller?.name,
	SKU: ({ reservation }) => reservation.sku,
	'Days left': ({ reservation }, { now }) =>
		reservation.expiresAt === undefined || !isInForce(reservation) ? undefined : daysBetween(now, reservation.expiresAt),
	Renewal: ({ reservation }) => renewal(reservation),
	'Billing plan': ({ reservation }) => reservation.billingPlan,
	'Billing subscription': ({ reservation }) => reservation.billingScopeId,
	'Exchange possible': ({ reservation }) => reservation.canExchange,
	'Return possible': ({ reservation }) => reservation.canReturn,
	Archived: ({ reservation }) => String(reservation.archived),
	'Status code': ({ reservation }) => reservation.statusCode,
	'Resource Id': ({ reservation }) => resourceId(reservation),
	// What Azure still has scheduled for the whole order, in pricing currency, without tax.
	'Commitment left of order': ({ commitment }) => commitment?.left?.amount,
	'Commitment currency': ({ commitment }) => commitment?.left?.currency,
	'Reservations of order': ({ commitment }) => (commitment?.left === undefined ? undefined : commitment.reservations),
	'Commitment as of': ({ commitment }) => (commitment?.left === undefined ? undefined : iso(commitment.asOf)),
	'Data as of': ({ asOf }) => (asOf === undefined ? undefined : new Date(asOf).toISOString()),
};

const columns = { ...portalColumns, ...ownColumns };

/** Names, codes and dates are the same in every language, so that other programs can read them. */
export function* csvText(rows: Iterable<TableRow>, context: ExportContext): Generator<string> {
	yield byteOrderMark + csvLine(Object.keys(columns));
	for (const row of rows) yield csvLine(Object.values(columns).map((of) => of(row, context)));
}

/** Everything that is known of each reservation, times in ISO 8601; `renewalAtEnd` is `impossible` where the renewal will fail. */
export function* jsonText(rows: Iterable<TableRow>, { now }: ExportContext): Generator<string> {
	yield `{"exportedAt":${JSON.stringify(new Date(now).toISOString())},"reservations":[`;
	let separator = '\n';
	for (const { customer, reservation, asOf, commitment } of rows) {
		const line = { customer, reservation: { ...reservation, ...times(reservation) }, asOf: iso(asOf) };
		const atEnd = isInForce(reservation) ? renewalOf(reservation) : undefined;
		yield separator + JSON.stringify({ ...line, renewalAtEnd: atEnd, orderCommitment: commitmentFacts(commitment) });
		separator = ',\n';
	}
	yield '\n]}\n';
}

/** Of the whole order; left out where nothing is known. */
function commitmentFacts(commitment: TableRow['commitment']) {
	if (commitment === undefined) return undefined;
	const { left, gap, unsettled, reservations, asOf, failure } = commitment;
	return { left, gap, unsettledPayments: unsettled, reservations, asOf: iso(asOf), failure: failure?.message };
}

/** A column of the table for a mail, as it is shown. */
export interface ShownColumn {
	readonly title: string;
	textOf(row: TableRow): string;
}

/** A table that mail programs and tickets show, in the user's language. @param title stands above it */
export function* markdownText(rows: Iterable<TableRow>, shown: readonly ShownColumn[], title: string): Generator<string> {
	const line = (cells: readonly string[]) => `| ${cells.map(markdownCell).join(' | ')} |\n`;
	yield `# ${markdownCell(title)}\n\n${line(shown.map((column) => column.title))}|${' --- |'.repeat(shown.length)}\n`;
	for (const row of rows) yield line(shown.map((column) => column.textOf(row)));
}

/** Nothing in it is taken for Markdown, HTML or the end of the cell. */
function markdownCell(text: string): string {
	return text.replace(/[\\`*_{}[\]<>#|~!&]/g, (character) => `\\${character}`).replace(/\s+/g, ' ');
}

function times({ purchasedAt, benefitStartsAt, expiresAt, reviewAt, effectiveAt, updatedAt }: TableRow['reservation']) {
	return {
		purchasedAt: iso(purchasedAt),
		benefitStartsAt: iso(benefitStartsAt),
		expiresAt: iso(expiresAt),
		reviewAt: iso(reviewAt),
		effectiveAt: iso(effectiveAt),
		updatedAt: iso(updatedAt),
	};
}

function iso(at: number | undefined): string | undefined {
	return at === undefined ? undefined : new Date(at).toISOString();
}

/** As Azure names it, empty where it does not tell; where the renewal is on and will fail, it says so. */
function renewal(reservation: Reservation): string | undefined {
	const { named, willFail } = renewalSetting(reservation, renewalOf(reservation));
	return willFail ? `${named}, but can't be renewed (legacy series)` : named;
}

/** Days of the service are days in UTC. */
function day(at: number | undefined): string | undefined {
	return iso(at)?.slice(0, 10);
}
