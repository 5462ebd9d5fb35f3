/** The commands of operations and changes: their details, another look at what became of them, their successors, their export. */
import * as vscode from 'vscode';
import { ServiceFailure } from '../azure/failure';
import { entryState, entryTitle, entryWhat } from '../host/change-words';
import { begunAt, type Entry, isChange, successorsOfEntry } from '../host/entries';
import { moment, number } from '../host/formats';
import { escapeIcons } from '../host/markup';
import type { OperationDetails } from '../host/operation-details';
import { isUnknown, isUnsettled, refOf } from '../host/operation-facts';
import type { Operations } from '../host/operations';
import type { Session } from '../host/session';
import { suggestedFile } from '../host/suggested-file';
import { orderLink } from '../reservations/links';
import type { ReservationRef } from '../reservations/model';
import type { Operation } from '../reservations/operations/model';
import type { CustomersView } from '../tree/customers-view';
import { isOperationsNode } from '../tree/operations-nodes';
import { line } from '../tree/text';
import { copy, say } from './copy';
import { givenEntry } from './given-entry';
import { open } from './open-in';
import { setAsideWarning } from './set-aside-warning';

/** What these commands work with. */
export interface OperationsContext {
	readonly session: Session;
	readonly view: Pick<CustomersView, 'reveal'>;
	readonly operations: Operations;
	readonly details: OperationDetails;
}

interface OperationItem extends vscode.QuickPickItem {
	readonly entry: Entry;
}

/** The operation or change that a command is meant for: of the node, of a notification, or the one that the user picks. */
async function operationFor(
	context: OperationsContext,
	[given]: readonly unknown[],
	fits: (entry: Entry) => boolean = () => true,
): Promise<Entry | undefined> {
	await context.session.service();
	const entry = await givenEntry(context.operations, given);
	if (entry !== undefined) return entry;
	await context.operations.ready();
	return pick(context, fits);
}

async function pick({ operations }: OperationsContext, fits: (entry: Entry) => boolean): Promise<Entry | undefined> {
	const all = operations.entries.filter(fits);
	if (all.length === 0) {
		say(
			operations.entries.length === 0
				? vscode.l10n.t('Nothing was returned, exchanged or changed on this computer with this connection')
				: vscode.l10n.t('There is no operation that this could be done with'),
		);
		return undefined;
	}
	const items = all.map(
		(entry): OperationItem => ({
			label: escapeIcons(entryTitle(entry)),
			description: entryState(entry),
			detail: escapeIcons(line([entryWhat(entry), moment(begunAt(entry))])),
			entry,
		}),
	);
	const picked = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Choose an Operation'),
		placeHolder: vscode.l10n.t('Returns, exchanges and changes, what is not settled first'),
		matchOnDescription: true,
		matchOnDetail: true,
	});
	return picked?.entry;
}

export async function showOperation(context: OperationsContext, args: readonly unknown[]): Promise<void> {
	const operation = await operationFor(context, args);
	if (operation !== undefined) await context.details.show(operation);
}

/** Asks the service what became of it, once. Sends nothing. @returns the operation as it is now */
export async function lookAgain(context: OperationsContext, args: readonly unknown[]): Promise<Entry | undefined> {
	const operation = await operationFor(context, args, isUnsettled);
	if (operation === undefined) return undefined;
	const service = await context.session.service();
	const { configuration, operations } = service;
	const now = await looking<Entry>((signal) => (isChange(operation) ? configuration : operations).look(operation.id, signal));
	say(`${entryTitle(now)}: ${entryState(now)}`);
	return now;
}

/** Shows the progress of a look, which can be cancelled. */
async function looking<T>(look: (signal: AbortSignal) => Promise<T>): Promise<T> {
	return vscode.window.withProgress(
		{ location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Looking what became of it…'), cancellable: true },
		async (_, token) => {
			const abort = new AbortController();
			const listening = token.onCancellationRequested(() => abort.abort());
			try {
				return await look(abort.signal);
			} finally {
				listening.dispose();
			}
		},
	);
}

/**
 * Sets an operation aside whose outcome stays unknown, after a warning that names what may be true. Sends nothing.
 * @returns the operation as it is now; undefined when nothing was set aside
 */
export async function setOperationAside(context: OperationsContext, args: readonly unknown[]): Promise<Operation | undefined> {
	const operation = await operationFor(context, args, canBeSetAside);
	if (operation === undefined) return undefined;
	if (!canBeSetAside(operation)) {
		say(vscode.l10n.t('Only a return or an exchange whose outcome is not known can be set aside'));
		return undefined;
	}
	const service = await context.session.service();
	const { message, detail, button } = setAsideWarning(operation);
	if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, button)) !== button) return undefined;
	const now = await looking((signal) => service.operations.setAside(operation.id, signal));
	say(`${entryTitle(now)}: ${entryState(now)}`);
	return now;
}

function canBeSetAside(entry: Entry): entry is Operation {
	return !isChange(entry) && isUnknown(entry) && isUnsettled(entry);
}

/** @returns what was copied */
export async function copyOperationDetails(context: OperationsContext, args: readonly unknown[]): Promise<string | undefined> {
	const operation = await operationFor(context, args);
	if (operation === undefined) return undefined;
	const text = context.operations.describe(operation);
	await vscode.env.clipboard.writeText(text);
	await context.operations.setLookedAt(operation);
	say(vscode.l10n.t('Copied the details of the operation: {0}', entryTitle(operation)));
	return text;
}

/** Of several successors each id is a line of its own. @returns what was copied */
export async function copySuccessorId(context: OperationsContext, args: readonly unknown[]): Promise<string | undefined> {
	const operation = await operationFor(context, args, hasSuccessor);
	if (operation === undefined) return undefined;
	const ids = successorsOfEntry(operation).map(({ reservationId }) => reservationId);
	if (ids.length === 0) say(vscode.l10n.t('No reservation has come of this operation, or Azure has not named it yet'));
	return copy(ids, vscode.l10n.t('Reservation ID'));
}

function hasSuccessor(entry: Entry): boolean {
	return successorsOfEntry(entry).length > 0;
}

/** Shows the reservation of a line in the tree of customers; what was returned for good leads to what came of it. */
export async function revealReservation(context: OperationsContext, args: readonly unknown[]): Promise<void> {
	const [given] = args;
	const operation = await operationFor(context, args);
	if (operation === undefined) return;
	const ref = pointedAt(given) ?? successorsOfEntry(operation)[0] ?? reservationsOf(operation)[0];
	if (ref === undefined) return say(vscode.l10n.t('Azure has not named a reservation of this operation yet'));
	await reveal(context, ref);
}

/** The reservation of the line that the user has clicked. */
function pointedAt(given: unknown): ReservationRef | undefined {
	if (!isOperationsNode(given)) return undefined;
	if (given.kind === 'changedReservation') return given;
	return given.kind === 'line' ? refOf(given, given.line) : undefined;
}

/** The reservations that it is about, as far as the service has named them. */
function reservationsOf(entry: Entry): readonly ReservationRef[] {
	const { tenantId } = entry;
	if (isChange(entry)) return entry.reservations.map(({ orderId, reservationId }) => ({ tenantId, orderId, reservationId }));
	return entry.lines.map((it) => refOf(entry, it)).filter((it) => it !== undefined);
}

/** @throws ServiceFailure `NotFound` when the customer or the reservation is not visible to this account */
async function reveal({ session, view }: OperationsContext, ref: ReservationRef): Promise<void> {
	const service = await session.service();
	if (service.getCustomer(ref.tenantId) === undefined) await service.loadCustomers();
	const customer = service.getCustomer(ref.tenantId);
	if (customer === undefined) {
		throw new ServiceFailure(
			'NotFound',
			vscode.l10n.t('The customer {0} is not among those that this account sees.', ref.tenantId),
		);
	}
	await service.loadReservations(ref.tenantId);
	if (service.getReservation(ref) === undefined) await service.refreshReservations([ref.tenantId]);
	const [successor] = service.operations.successorsOf(ref);
	const reservation =
		service.getReservation(ref) ?? (successor && service.getReservation(successor)) ?? (await service.readReservation(ref));
	await view.reveal(customer, reservation);
}

/** The order in the Azure portal: the new one where there is one. @returns the address */
export async function openOperationInPortal(context: OperationsContext, args: readonly unknown[]): Promise<string | undefined> {
	const operation = await operationFor(context, args);
	if (operation === undefined) return undefined;
	const lines = isChange(operation) ? operation.reservations : operation.lines;
	const orderId = successorsOfEntry(operation)[0]?.orderId ?? lines.find((it) => it.orderId !== undefined)?.orderId;
	if (orderId === undefined) {
		say(vscode.l10n.t('Azure has not named an order of this operation yet'));
		return undefined;
	}
	const { cloud } = await context.session.service();
	return open(context, orderLink(cloud, { tenantId: operation.tenantId, orderId }));
}

/** Writes the journal to a file of the user's choice, JSON or CSV by its name. @returns where it went */
export async function exportOperations(context: OperationsContext): Promise<vscode.Uri | undefined> {
	const service = await context.session.service();
	await context.operations.ready();
	const { length } = context.operations.entries;
	const target = await vscode.window.showSaveDialog({
		title: vscode.l10n.t('Export Operations'),
		filters: { JSON: ['json'], CSV: ['csv'] },
		defaultUri: suggestedFile('reservation-operations', 'json'),
	});
	if (target === undefined) return undefined;
	const format = target.path.toLowerCase().endsWith('.csv') ? 'csv' : 'json';
	await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(service.operations.exportOperations(format)));
	const show = vscode.l10n.t('Open');
	const message =
		length === 1
			? vscode.l10n.t('1 operation was exported to {0}.', target.fsPath)
			: vscode.l10n.t('{0} operations were exported to {1}.', number(length), target.fsPath);
	void vscode.window.showInformationMessage(message, show).then((answer) => {
		if (answer === show) void vscode.commands.executeCommand('vscode.open', target);
	});
	return target;
}
