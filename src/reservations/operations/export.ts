/** The journal as a file for others: JSON with everything, or a table with a row a line. */
import type { Money } from '../model';
import type { Operation } from './model';

/** A cell that a spreadsheet would take for a formula; a plain number is none. */
const formula = /^[=+\-@\t\r]/;
const plainNumber = /^-?\d+(\.\d+)?$/;

/** All operations with their quotes and lines. @param at now, ms since the epoch */
export function asJson(operations: readonly Operation[], at: number): string {
	return `${JSON.stringify({ exportedAt: new Date(at).toISOString(), operations }, undefined, '\t')}\n`;
}

/**
 * A row for each line of each operation (RFC 4180, with the mark that spreadsheets know UTF-8 by). Column names and times are
 * the same in every language, so that other programs can read them.
 */
export function asCsv(operations: readonly Operation[]): string {
	const rows = operations.flatMap((operation) => operation.lines.map((line) => rowOf(operation, line)));
	const names = Object.keys(rowOf(undefined, undefined));
	return `\uFEFF${[names, ...rows.map((row) => Object.values(row))].map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`;
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
	};
}

function amount(money: Money | undefined) {
	return { amount: money?.amount, currency: money?.currency };
}

function time(at: number | undefined): string | undefined {
	return at === undefined ? undefined : new Date(at).toISOString();
}

function cell(value: string | number | undefined): string {
	const text = String(value ?? '');
	const harmless = formula.test(text) && !plainNumber.test(text) ? `'${text}` : text;
	return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
