/** The nodes of the view "Operations". Commands get them as arguments; a line with ids is a reservation to every command. */
import type { Operation, OperationLine, UnreadableFile } from '../reservations/operations/model';

/** The same in every bundle, as each carries its own copy of this file. */
const mark: unique symbol = Symbol.for('cspReservations.operationNode');

interface Node {
	readonly [mark]: true;
	/** Stable and unique in the view. */
	readonly id: string;
}

export interface OperationNode extends Node {
	readonly kind: 'operation';
	readonly operation: Operation;
	/** The commands for a customer take it from here. */
	readonly tenantId: string;
	readonly parent?: undefined;
}

/** What was to be returned or bought, with what became of it. */
export interface LineNode extends Node {
	readonly kind: 'line';
	readonly line: OperationLine;
	readonly parent: OperationNode;
	/** The commands for a reservation take these, once the service has named both ids. */
	readonly tenantId: string;
	readonly orderId: string | undefined;
	readonly reservationId: string | undefined;
}

/** An id, a name or a sentence that belongs to an operation or to one of its lines. */
export interface FactNode extends Node {
	readonly kind: 'fact';
	readonly label: string;
	readonly value: string;
	readonly parent: OperationNode | LineNode;
}

/** A file of the journal that says nothing: what it stands for is not known, so it is not passed over. */
export interface UnreadableNode extends Node {
	readonly kind: 'unreadable';
	readonly unreadable: UnreadableFile;
	readonly parent?: undefined;
}

export type OperationsNode = OperationNode | LineNode | FactNode | UnreadableNode;

/** True for a node of this view, whatever a command was called with. */
export function isOperationsNode(value: unknown): value is OperationsNode {
	return typeof value === 'object' && value !== null && mark in value;
}

export function operationNode(operation: Operation): OperationNode {
	const { id, partnerTenantId, tenantId } = operation;
	return { [mark]: true, kind: 'operation', id: `${partnerTenantId}/${tenantId}/${id}`, operation, tenantId };
}

export function lineNodes(parent: OperationNode): LineNode[] {
	return parent.operation.lines.map((line, index) => ({
		[mark]: true,
		kind: 'line',
		id: `${parent.id}/line/${index}`,
		line,
		parent,
		tenantId: parent.tenantId,
		orderId: line.orderId,
		reservationId: line.reservationId,
	}));
}

/** @param rows label and value; what has no value is left out */
export function factNodes(
	parent: OperationNode | LineNode,
	rows: readonly (readonly [label: string, value: string | undefined])[],
): FactNode[] {
	return rows.flatMap(([label, value], index) =>
		value === undefined || value === ''
			? []
			: [{ [mark]: true as const, kind: 'fact' as const, id: `${parent.id}/fact/${index}`, label, value, parent }],
	);
}

export function unreadableNode(unreadable: UnreadableFile): UnreadableNode {
	return { [mark]: true, kind: 'unreadable', id: `unreadable/${unreadable.file}`, unreadable };
}

/** The operation that a node is or belongs to; undefined for a file that can't be read. */
export function operationOf(node: OperationsNode): Operation | undefined {
	switch (node.kind) {
		case 'operation':
			return node.operation;
		case 'line':
			return node.parent.operation;
		case 'fact':
			return operationOf(node.parent);
		case 'unreadable':
			return undefined;
	}
}
