/** What follows from an operation's record alone: is it open, how far is it, which reservations came of it. */
import type { ReservationRef } from '../reservations/model';
import type { Operation, OperationLine, OperationState } from '../reservations/operations/model';

const openStates: ReadonlySet<OperationState> = new Set<OperationState>(['prepared', 'sent', 'running']);

/** True while the service works on it, or may be doing so. */
export function isOpen({ state }: Pick<Operation, 'state'>): boolean {
	return openStates.has(state);
}

/** True when nobody can tell yet whether money has moved. */
export function isUnknown({ state }: Pick<Operation, 'state'>): boolean {
	return state === 'outcomeUnknown';
}

/** True when it still needs somebody: it is open, or unknown and not set aside. */
export function isUnsettled(operation: Pick<Operation, 'state' | 'setAside'>): boolean {
	return isOpen(operation) || (isUnknown(operation) && operation.setAside === undefined);
}

/** True for a line that the service has done (OperationStatus of the contract, any case). */
export function isDone({ status }: Pick<OperationLine, 'status'>): boolean {
	return status.toLowerCase() === 'succeeded';
}

/** The lines that a step works at: refunds come before purchases (arm-contract 1.2). */
export function linesOfStep({ step, lines }: Pick<Operation, 'step' | 'lines'>): readonly OperationLine[] {
	switch (step?.toLowerCase()) {
		case 'pendingrefunds':
			return lines.filter(({ direction }) => direction === 'return');
		case 'pendingpurchases':
			return lines.filter(({ direction }) => direction === 'purchase');
		default:
			return lines;
	}
}

/** How much of it is done, from 0 to 1, by its lines. */
export function fractionDone({ lines }: Pick<Operation, 'lines'>): number {
	return lines.length === 0 ? 0 : lines.filter(isDone).length / lines.length;
}

/** The reservation that a line points at; undefined while the service has not named it. */
export function refOf({ tenantId }: Pick<Operation, 'tenantId'>, line: OperationLine): ReservationRef | undefined {
	const { orderId, reservationId } = line;
	return orderId === undefined || reservationId === undefined ? undefined : { tenantId, orderId, reservationId };
}

/** The reservations that came of it: what an exchange bought, and what a partial return left over under a new id. */
export function successorsOf(operation: Operation): readonly ReservationRef[] {
	return operation.lines
		.map((line) => (line.direction === 'purchase' ? refOf(operation, line) : restOf(operation, line)))
		.filter((ref) => ref !== undefined);
}

function restOf({ tenantId }: Operation, { rest }: OperationLine): ReservationRef | undefined {
	return rest === undefined ? undefined : { tenantId, ...rest };
}
