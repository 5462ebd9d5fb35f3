/** The commands of support requests: New Support Request… and Support Requests. The entry of a bundle that it is loaded from. */
import * as vscode from 'vscode';
import { isChange } from '../../host/entries';
import type { SupportSubject } from '../../panels/support';
import type { SupportOrigin } from '../../reservations/support/model';
import { customerOf, type TreeNode } from '../../tree/nodes';
import { entryOf, isOperationsNode } from '../../tree/operations-nodes';
import type { CommandContext } from '../context';
import { customersFor, givenCustomer, isReservationRef, nodesOf, pickOne, reservationInFront } from '../targets';

/** Opens the panel that writes a request, filled in from where the user comes from. Nothing is sent by opening it. */
export async function newSupportRequest(context: CommandContext, args: readonly unknown[]): Promise<void> {
	const subject = subjectOf(context, args) ?? (await picked(context));
	if (subject !== undefined) await context.support.open(subject);
}

/** Opens the panel with a customer's requests. */
export async function supportRequests(context: CommandContext, args: readonly unknown[]): Promise<void> {
	const [tenantId] = isOperationsNode(args[0]) ? [tenantOf(args[0])] : await customersFor(context, args);
	if (tenantId !== undefined) await context.supportRequests.open({ tenantId });
}

/** What the command was called on: a node, what a panel hands in, the panel in front. */
function subjectOf(context: CommandContext, args: readonly unknown[]): SupportSubject | undefined {
	const [given] = args;
	if (isOperationsNode(given)) return ofOperations(given);
	const [node] = nodesOf(args);
	if (node !== undefined) return ofNode(node);
	if (isSubject(given)) return given;
	if (isReservationRef(given)) return ofReservation(given);
	const tenantId = givenCustomer(args);
	if (tenantId !== undefined) return ofCustomer(tenantId);
	const active = reservationInFront(context);
	if (active !== undefined) return ofReservation(active);
	const inFront = context.exchanges.active ?? context.supportRequests.active;
	return inFront === undefined ? undefined : ofCustomer(inFront.tenantId);
}

function ofNode(node: TreeNode): SupportSubject | undefined {
	if (node.kind === 'reservation') return ofReservation(node.reservation);
	const tenantId = customerOf(node)?.tenantId;
	if (tenantId === undefined) return undefined;
	if (node.kind !== 'failure') return ofCustomer(tenantId);
	const { failure } = node;
	const kind = failure.kind === 'NotAllowed' ? 'access' : 'other';
	return { tenantId, origin: { kind, tenantId, failure } };
}

function ofOperations(node: Parameters<typeof entryOf>[0]): SupportSubject | undefined {
	const entry = entryOf(node);
	if (entry === undefined) return undefined;
	const { tenantId, id } = entry;
	return { tenantId, origin: isChange(entry) ? { kind: 'change', changeId: id } : { kind: 'operation', operationId: id } };
}

function tenantOf(node: Parameters<typeof entryOf>[0]): string | undefined {
	return entryOf(node)?.tenantId;
}

function ofReservation({
	tenantId,
	orderId,
	reservationId,
}: {
	readonly tenantId: string;
	readonly orderId: string;
	readonly reservationId: string;
}): SupportSubject {
	return { tenantId, origin: { kind: 'reservation', ref: { tenantId, orderId, reservationId } } };
}

function ofCustomer(tenantId: string): SupportSubject {
	return { tenantId, origin: { kind: 'other', tenantId } };
}

/** What our own panels hand in: where the user comes from, with what was said there. */
function isSubject(given: unknown): given is SupportSubject {
	const { tenantId, origin } = (given ?? {}) as { tenantId?: unknown; origin?: Partial<SupportOrigin> };
	return typeof tenantId === 'string' && typeof origin?.kind === 'string';
}

async function picked(context: CommandContext): Promise<SupportSubject | undefined> {
	const hit = await pickOne(context, 'all', vscode.l10n.t('What the Support Request Is About: a Customer or a Reservation'));
	if (hit === undefined) return undefined;
	return hit.reservation === undefined ? ofCustomer(hit.customer.tenantId) : ofReservation(hit.reservation);
}
