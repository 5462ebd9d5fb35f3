/** The journal and the changes of configuration as a file for others: JSON with everything, or a table with a row a line. */
import type { ChangeRecord, Difference } from '../configuration/model';
import { differencesOf } from '../configuration/words';
import { byteOrderMark, csvLine } from '../csv';
import type { Money } from '../model';
import type { Operation } from './model';

/** All operations with their quotes and lines, and all changes. @param at now, ms since the epoch */
export function asJson(operations: readonly Operation[], changes: readonly ChangeRecord[], at: number): string {
	return `${JSON.stringify({ exportedAt: new Date(at).toISOString(), operations, changes }, undefined, '\t')}\n`;
}

/**
 * A row for each line of each operation, then one for each field of each change (RFC 4180, with the mark that spreadsheets know UTF-8 by). Column names and times are
 * the same in every language, so that other programs can read them.
 */
export function asCsv(operations: readonly Operation[], changes: readonly ChangeRecord[]): string {
	const rows = [
		...operations.flatMap((operation) => operation.lines.map((line) => rowOf(operation, line))),
		...changes.flatMap((change) =>
			change.reservations.flatMap((source) => differencesOf(change).map((difference) => changeRow(change, source, difference))),
		),
	];
	const names = Object.keys(rowOf(undefined, undefined));
	return byteOrderMark + [names, ...rows.map((row) => Object.values(row))].map(csvLine).join('');
}

function rowOf(operation: Operation | undefined, line: Operation['lines'][number] | undefined) {
	return {
		session: operation?.id,
		kind: operation?.kind,
		state: operation?.state,
		step: operation?.step,
		connection: operation?.connection,
		customer: operation?.customerName,
		customerTenantId: operation?.tenantId,
		partnerTenantId: operation?.partnerTenantId,
		committedBy: operation?.committedBy,
		reason: operation?.reason,
		prepared: time(operation?.preparedAt),
		sent: time(operation?.sentAt),
		answered: time(operation?.answeredAt),
		ended: time(operation?.endedAt),
		setAside: time(operation?.setAside?.at),
		setAsideBy: operation?.setAside?.by,
		direction: line?.direction,
		what: line?.what,
		quantity: line?.quantity,
		status: line?.status,
		...amount(line?.amount),
		orderId: line?.orderId,
		reservationId: line?.reservationId,
		restReservationId: line?.rest?.reservationId,
		errorCode: line?.error?.code,
		explanation: operation?.explanation,
		correlationIds: operation?.correlationIds.join(' '),
		// Of changes alone.
		...{ field: undefined, before: undefined, after: undefined, results: undefined },
	};
}

/** The same columns for a field of a change; `session` is the id of the change. */
function changeRow(
	change: ChangeRecord,
	{ orderId, reservationId, before }: ChangeRecord['reservations'][number],
	difference: Difference,
): Readonly<Record<keyof ReturnType<typeof rowOf>, string | number | undefined>> {
	return {
		...rowOf(undefined, undefined),
		session: change.id,
		kind: change.kind,
		state: change.state,
		connection: change.connection,
		customer: change.customerName,
		customerTenantId: change.tenantId,
		partnerTenantId: change.partnerTenantId,
		committedBy: change.changedBy,
		sent: time(change.sentAt),
		answered: time(change.answeredAt),
		ended: time(change.endedAt),
		what: before.name,
		quantity: before.quantity,
		orderId,
		reservationId,
		errorCode: change.errorCode,
		explanation: change.explanation,
		correlationIds: change.correlationIds.join(' '),
		field: difference.field,
		before: difference.before,
		after: difference.after,
		results: change.results?.map((it) => it.reservationId).join(' '),
	};
}

function amount(money: Money | undefined) {
	return { amount: money?.amount, currency: money?.currency };
}

function time(at: number | undefined): string | undefined {
	return at === undefined ? undefined : new Date(at).toISOString();
}
