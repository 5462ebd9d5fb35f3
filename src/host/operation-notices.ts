/** Tells of operations while they run and when they have ended: a progress that can be put aside, then one message in one window. */
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ReservationsService } from '../reservations/api';
import type { Operation } from '../reservations/operations/model';
import type { CommandId } from './command-ids';
import { type Entry, isChange } from './entries';
import { number } from './formats';
import { missingAccessWords, type NewOrders, withoutAdminAgents } from './new-order-access';
import { fractionDone, isOpen, isUnknown, successorsOf } from './operation-facts';
import { outcomeWords, stateWords, titleWords } from './operation-words';
import type { Operations } from './operations';

/** A window without the focus lets the one with it tell; where none has it, somebody tells after so many ms. */
const DEFERENCE = 3000;
/** The roles on a new order are told with the outcome; slower than so many ms they are not waited for. */
const ACCESS_PATIENCE = 15_000;
/** More outcomes at once than this are told in one message. */
const SINGLY = 3;

export class OperationNotices implements vscode.Disposable {
	readonly #operations: Operations;
	readonly #log: vscode.LogOutputChannel;
	readonly #disposables: vscode.Disposable[];
	/** Ends the progress of an operation, by its id. */
	readonly #progress = new Map<string, { readonly report: (operation: Operation) => void; readonly end: () => void }>();
	/** Open when last heard of, by id: what ends now has changed reservations. */
	readonly #open = new Set<string>();

	constructor(operations: Operations, log: vscode.LogOutputChannel) {
		this.#operations = operations;
		this.#log = log;
		this.#disposables = [
			operations.onDidChange((operation: Entry | undefined) => {
				if (operation !== undefined && isChange(operation)) return;
				const work = operation === undefined ? this.#catchUp() : this.#follow(operation);
				work.catch((error: unknown) => log.error(error instanceof Error ? error : String(error)));
			}),
		];
	}

	/** The journal was read, or there is none any more: tells what ended while no window was there to tell it. */
	async #catchUp(): Promise<void> {
		const { all, known } = this.#operations;
		for (const id of this.#progress.keys()) this.#endProgress(id);
		this.#open.clear();
		for (const { id } of all.filter(isOpen)) this.#open.add(id);
		if (!known) return;
		const untold = all.filter((operation) => !isOpen(operation) && !this.#operations.wasTold(operation));
		if (untold.length <= SINGLY) for (const operation of untold) await this.#tell(operation);
		else await this.#tellTogether(untold);
	}

	async #follow(operation: Operation): Promise<void> {
		const { id } = operation;
		if (isOpen(operation)) {
			const isNew = !this.#open.has(id);
			this.#open.add(id);
			// It was committed in this window, as that is where the user is. What is found again is in the view and the status bar.
			if (isNew && this.#operations.known && vscode.window.state.focused) this.#startProgress(operation);
			this.#progress.get(id)?.report(operation);
			return;
		}
		const hasEndedNow = this.#open.delete(id);
		const isOurs = this.#progress.has(id);
		this.#endProgress(id);
		if (hasEndedNow) await this.#readAnew(operation);
		if (this.#operations.known && !this.#operations.wasTold(operation)) await this.#tell(operation, isOurs);
	}

	/** VS Code keeps a progress that is put aside in the status bar, and its notification in the list of notifications. */
	#startProgress(operation: Operation): void {
		const { promise, resolve } = Promise.withResolvers<void>();
		void vscode.window.withProgress(
			{ location: vscode.ProgressLocation.Notification, title: titleWords(operation) },
			(progress) => {
				let shown = 0;
				const report = (now: Operation) => {
					const done = Math.round(100 * fractionDone(now));
					progress.report({ message: stateWords(now), ...(done > shown && { increment: done - shown }) });
					shown = Math.max(shown, done);
				};
				this.#progress.set(operation.id, { report, end: resolve });
				report(operation);
				return promise;
			},
		);
	}

	#endProgress(id: string): void {
		this.#progress.get(id)?.end();
		this.#progress.delete(id);
	}

	/** Tree and panels show what the service knows: another window may have moved the money. */
	async #readAnew({ tenantId }: Operation): Promise<void> {
		const { service } = this.#operations;
		if (service?.getReservations(tenantId).value !== undefined) await service.refreshReservations([tenantId]);
	}

	/** @param isOurs its progress was shown here, so this is where its user looks */
	async #tell(operation: Operation, isOurs = false): Promise<void> {
		if (!isOurs && !vscode.window.state.focused) await delay(DEFERENCE);
		if (!(await this.#operations.claimTelling(operation))) return;
		const { service } = this.#operations;
		// It is this window that tells it now: what can't be read of the access is left out, and the outcome told without it.
		const without = (error: unknown) => void this.#log.warn(`Access to the new orders of ${operation.id}: ${error}`);
		const [access, missing] =
			service === undefined
				? []
				: await Promise.all([accessWords(service, operation, without), missingAccess(service, operation).catch(without)]);
		const grant = missing && missingAccessWords(missing);
		const explanation = operation.state === 'succeeded' ? undefined : operation.explanation;
		const parts = [outcomeWords(operation), explanation, access, grant?.text];
		const message = parts.filter((part) => part !== undefined && part !== '').join(' ');
		this.#log.info(`Operation ${operation.id}: ${operation.state}.`);
		this.#show(operation, message, grant && { label: grant.label, orders: missing });
	}

	/** @param grant offered where AdminAgents lack access to the new orders */
	#show(operation: Operation, message: string, grant?: { readonly label: string; readonly orders: NewOrders | undefined }): void {
		const details = vscode.l10n.t('Show Details');
		const copy = vscode.l10n.t('Copy Details');
		const look = vscode.l10n.t('Look Again');
		const buttons = [...(grant === undefined ? [] : [grant.label]), details, isUnknown(operation) ? look : copy];
		const commands: Readonly<Record<string, CommandId>> = {
			[details]: 'cspReservations.showOperation',
			[copy]: 'cspReservations.copyOperationDetails',
			[look]: 'cspReservations.lookAgain',
		};
		void show(operation, message, buttons).then((answer) => {
			if (grant !== undefined && answer === grant.label)
				void vscode.commands.executeCommand('cspReservations.grantAdminAgents' satisfies CommandId, grant.orders);
			const command = commands[answer ?? ''];
			if (command !== undefined) void vscode.commands.executeCommand(command, { operationId: operation.id });
		});
	}

	async #tellTogether(operations: readonly Operation[]): Promise<void> {
		if (!vscode.window.state.focused) await delay(DEFERENCE);
		const claims = await Promise.all(operations.map((operation) => this.#operations.claimTelling(operation)));
		const count = claims.filter((claimed) => claimed).length;
		if (count === 0) return;
		const show = vscode.l10n.t('Show Operations');
		const message = vscode.l10n.t('Operations that have ended since VS Code was last open: {0}.', number(count));
		void vscode.window.showInformationMessage(message, show).then((answer) => {
			if (answer === show) void vscode.commands.executeCommand('cspReservations.operations.focus');
		});
	}

	dispose(): void {
		for (const id of this.#progress.keys()) this.#endProgress(id);
		vscode.Disposable.from(...this.#disposables).dispose();
	}
}

/** What went through is news, what did not is a warning or an error. */
function show({ state }: Operation, message: string, buttons: readonly string[]): Thenable<string | undefined> {
	switch (state) {
		case 'succeeded':
			return vscode.window.showInformationMessage(message, ...buttons);
		case 'failed':
			return vscode.window.showErrorMessage(message, ...buttons);
		default:
			return vscode.window.showWarningMessage(message, ...buttons);
	}
}

/** The new orders that AdminAgents lack. @throws an AbortError where it takes too long to find out */
function missingAccess({ roles }: ReservationsService, operation: Operation): Promise<NewOrders | undefined> {
	return withoutAdminAgents(roles, operation, AbortSignal.timeout(ACCESS_PATIENCE));
}

/**
 * Whether the account may manage a new order too: roles on the order that was returned do not go over (rules 1.4).
 * @param without told why it was not found out, if so
 */
async function accessWords(
	service: ReservationsService,
	operation: Operation,
	without: (error: unknown) => void,
): Promise<string | undefined> {
	const [ref] = successorsOf(operation);
	if (operation.kind !== 'exchange' || ref === undefined) return undefined;
	let result: string | undefined;
	try {
		const { tenantId, orderId, reservationId } = ref;
		const subject = { kind: 'reservation', tenantId, orderId, reservationId } as const;
		for await (const report of service.checkAccess(subject, AbortSignal.timeout(ACCESS_PATIENCE))) {
			const check = report.checks.find(({ id }) => id === 'orderRole');
			if (check !== undefined && check.state !== 'waiting' && check.state !== 'running') result = check.result;
		}
	} catch (error) {
		without(error);
		result = undefined;
	}
	return result === undefined || result === ''
		? vscode.l10n.t('Whether you have a role on the new order was not found out: Check Access on it says so.')
		: vscode.l10n.t('New order: {0}', result);
}
