/** The nodes of the view "Operations". Commands get them as arguments; a line with ids is a reservation to every command. */
import type { Entry } from '../host/entries';
import type { ChangeRecord, Difference } from '../reservations/configuration/model';
import type { ReservationRef } from '../reservations/model';
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

/** A change of configuration. The commands for a reservation take the first one that it is about. */
export interface ChangeNode extends Node, ReservationRef {
	readonly kind: 'change';
	readonly record: ChangeRecord;
	/** The fields before and after, in words. */
	readonly differences: readonly Difference[];
	readonly parent?: undefined;
}

/** A reservation that ended with a split or a merge, or that came of it. */
export interface ChangedReservationNode extends Node, ReservationRef {
	readonly kind: 'changedReservation';
	/** It came of the change; else it is one that the change was about. */
	readonly isResult: boolean;
	readonly name: string;
	readonly parent: ChangeNode;
}

/** An id, a name or a sentence that belongs to an operation, to one of its lines, or to a change. */
export interface FactNode extends Node {
	readonly kind: 'fact';
	readonly label: string;
	readonly value: string;
	readonly parent: OperationNode | LineNode | ChangeNode;
}

/** A file of the journal that says nothing: what it stands for is not known, so it is not passed over. */
export interface UnreadableNode extends Node {
	readonly kind: 'unreadable';
	readonly unreadable: UnreadableFile;
	readonly parent?: undefined;
}

export type OperationsNode = OperationNode | LineNode | ChangeNode | ChangedReservationNode | FactNode | UnreadableNode;

/** True for a node of this view, whatever a command was called with. */
export function isOperationsNode(value: unknown): value is OperationsNode {
	return typeof value === 'object' && value !== null && mark in value;
}

export function operationNode(operation: Operation): OperationNode {
	const { id, partnerTenantId, tenantId } = operation;
	return { [mark]: true, kind: 'operation', id: `${partnerTenantId}/${tenantId}/${id}`, operation, tenantId };
}

export function changeNode(record: ChangeRecord, differences: readonly Difference[]): ChangeNode {
	const { id, partnerTenantId, tenantId, reservations } = record;
	const [{ orderId, reservationId } = { orderId: '', reservationId: '' }] = reservations;
	return {
		...{ [mark]: true, kind: 'change', id: `${partnerTenantId}/${tenantId}/${id}` },
		...{ record, differences, tenantId, orderId, reservationId },
	};
}

/** The reservations before and after, where a split or a merge made others of them. */
export function changedReservationNodes(parent: ChangeNode): ChangedReservationNode[] {
	const { reservations, results, kind, after } = parent.record;
	if (kind !== 'split' && kind !== 'merge') return [];
	const name = after?.name ?? reservations[0]?.before.name ?? '';
	const sources = reservations.map((it) => ({ ...it, name: it.before.name, isResult: false }));
	return [...sources, ...(results ?? []).map((it) => ({ ...it, name, isResult: true }))].map((it) => ({
		...{ [mark]: true, kind: 'changedReservation', id: `${parent.id}/${it.reservationId}`, parent },
		...{ tenantId: parent.tenantId, orderId: it.orderId, reservationId: it.reservationId, name: it.name, isResult: it.isResult },
	}));
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
	parent: FactNode['parent'],
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

/** The operation or change that a node is or belongs to; undefined for a file that can't be read. */
export function entryOf(node: OperationsNode): Entry | undefined {
	switch (node.kind) {
		case 'operation':
			return node.operation;
		case 'change':
			return node.record;
		case 'line':
		case 'changedReservation':
		case 'fact':
			return entryOf(node.parent);
		case 'unreadable':
			return undefined;
	}
}
