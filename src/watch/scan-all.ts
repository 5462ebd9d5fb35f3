/** Scan All Customers: a progress with counts that can be cancelled, and how it ended. Nobody who failed is left unsaid. */
import * as vscode from 'vscode';
import { reportError } from '../host/commands';
import { customerCount } from '../host/counts';
import { notComparedWords, showFailedCustomers } from '../host/failed-customers';
import { number } from '../host/formats';
import { showHiddenOrders } from '../host/hidden-orders';
import type { Session } from '../host/session';
import { unsavedWords } from '../host/unsaved';
import type { ReservationsService } from '../reservations/api';
import type { ScanCause, ScanRequest, ScanState } from '../reservations/scan/model';

/**
 * Reads all customers but for those that are fresh.
 * @returns how it ended
 * @throws ServiceFailure when the connection can't be made; an AbortError when it ends meanwhile
 */
export async function scanAll(session: Session): Promise<ScanState> {
	return scan(session, {});
}

/**
 * Reads all customers and asks Partner Center for the orders of each, once the user knows what that takes.
 * @returns how it ended; undefined when the user did not want it
 * @throws ServiceFailure when the connection can't be made; an AbortError when it ends meanwhile
 */
export async function compareAll(session: Session): Promise<ScanState | undefined> {
	const { l10n, window } = vscode;
	const compare = l10n.t('Compare');
	const detail = l10n.t(
		'Reads the reservations of all customers and asks Partner Center which orders it lists for each, to find those that Azure does not show to this account. That takes a call or two more a customer than a scan. Nothing is changed.',
	);
	const question = l10n.t('Compare all customers with Partner Center?');
	if ((await window.showInformationMessage(question, { modal: true, detail }, compare)) !== compare) return undefined;
	return scan(session, { compare: 'all' });
}

async function scan(session: Session, request: ScanRequest): Promise<ScanState> {
	const service = await session.service();
	const title = vscode.l10n.t('Scanning customers');
	const location = vscode.ProgressLocation.Notification;
	const end = await vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
		token.onCancellationRequested(() => service.scan.cancel());
		let told = 0;
		const stop = service.scan.onDidChange((state) => {
			const done = state.total === 0 ? 0 : (100 * (state.total - state.waiting)) / state.total;
			progress.report({ message: progressWords(state), increment: Math.max(0, done - told) });
			told = Math.max(told, done);
		});
		try {
			return await service.scan.start(request);
		} finally {
			stop();
		}
	});
	offer(session, () => tellEnd(session, service, end, request));
	return end;
}

/** Does what the command does not wait for: its buttons may be pressed when the connection is another one. */
function offer(session: Session, work: () => Promise<unknown>): void {
	work().catch((error: unknown) => reportError(error, session.log, () => offer(session, work)));
}

/** Counts of what was done and of what is still to come. */
function progressWords({ total, fresh, read, failed, throttled }: ScanState): string {
	const { l10n } = vscode;
	return [
		l10n.t('{0} of {1} read', number(fresh + read), number(total)),
		failed > 0 ? l10n.t('{0} failed', number(failed)) : undefined,
		throttled > 0 ? l10n.t('{0} asked to wait', number(throttled)) : undefined,
	]
		.filter((part) => part !== undefined)
		.join(' · ');
}

async function tellEnd(session: Session, service: ReservationsService, state: ScanState, request: ScanRequest): Promise<void> {
	const { l10n } = vscode;
	const [goOn, again, who] = [l10n.t('Go On'), l10n.t('Try Again'), l10n.t('Show Failed')];
	const [orders, uncompared] = [l10n.t('Show Orders'), l10n.t('Show Not Compared')];
	const { window } = vscode;
	const unsaved = await service.scan.save();
	const message = [endWords(state), ...(unsaved === undefined ? [] : [unsavedWords(unsaved)])].join(' ');
	const isWell =
		unsaved === undefined && state.phase === 'done' && state.failed + state.notCompared === 0 && state.listFailure === undefined;
	const lists = [
		...(state.failed > 0 ? [who] : []),
		...(state.hiddenOrders > 0 ? [orders] : []),
		...(state.notCompared > 0 ? [uncompared] : []),
	];
	const answer = isWell
		? await window.showInformationMessage(message, ...lists)
		: await window.showWarningMessage(message, state.phase === 'cancelled' ? goOn : again, ...lists);
	if (answer === goOn || answer === again) return offer(session, () => scan(session, request));
	if (answer === undefined) return;
	const current = await session.service();
	if (answer === orders) await showHiddenOrders(current);
	if (answer === uncompared) await showFailedCustomers(current, current.scan.notCompared(), notComparedWords());
	if (answer === who) await showFailedCustomers(current, current.scan.failures());
}

/** How it ended, in sentences: who was read, who was not, and what that means for what is shown. */
export function endWords(state: ScanState): string {
	const { l10n } = vscode;
	const { phase, total, fresh, read, failed, notTried, causes, listFailure, hiddenOrders, notCompared, toCompare } = state;
	const good = number(fresh + read);
	return [
		phase === 'cancelled'
			? l10n.t('The scan was cancelled: {0} of {1} read, {2} not tried.', good, customerCount(total), number(notTried))
			: l10n.t('{0} of {1} read.', good, customerCount(total)),
		failed > 0
			? l10n.t('Not read: {0} ({1}). What was known of them is kept, with its age.', number(failed), causeWords(causes))
			: undefined,
		listFailure === undefined ? undefined : l10n.t('The list of customers itself may be out of date: {0}', listFailure.message),
		hiddenOrders > 0
			? l10n.t('Orders that Partner Center lists and Azure does not show to this account: {0}.', number(hiddenOrders))
			: undefined,
		notCompared > 0
			? l10n.t('Not compared with Partner Center, which did not say what it lists: {0}.', customerCount(notCompared))
			: undefined,
		toCompare > 0
			? l10n.t(
					'Not compared with Partner Center, as that was cancelled: {0}. Compare with Partner Center… goes on with them, a scan alone does not.',
					customerCount(toCompare),
				)
			: undefined,
	]
		.filter((part) => part !== undefined)
		.join(' ');
}

/** Why customers could not be read, with how many each: the details are in the list of them. */
function causeWords(causes: readonly ScanCause[]): string {
	const counts = new Map<string, number>();
	for (const { kind, count } of causes) counts.set(kindWords(kind), (counts.get(kindWords(kind)) ?? 0) + count);
	return Array.from(counts, ([words, count]) => `${words}: ${number(count)}`).join(', ');
}

function kindWords(kind: ScanCause['kind']): string {
	const { l10n } = vscode;
	switch (kind) {
		case 'NotAllowed':
			return l10n.t('no access');
		case 'NotFound':
			return l10n.t('not found');
		case 'Throttled':
			return l10n.t('asked to wait for too long');
		case 'Unreachable':
			return l10n.t('no answer');
		default:
			return l10n.t('answer not understood');
	}
}
