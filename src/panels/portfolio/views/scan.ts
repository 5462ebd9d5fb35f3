/** How far the reading of all customers has come, and what could not be read, by cause. */
import * as vscode from 'vscode';
import { number } from '../../../host/formats';
import type { ScanCause, ScanState } from '../../../reservations/scan/model';
import type { Scan } from '../messages';
import { reasonWords } from './cause-words';

export function scanView(state: ScanState | undefined): Scan {
	if (state === undefined) return { type: 'scan', running: false, done: 0, total: 0, problems: [], compared: [] };
	const done = state.fresh + state.read + state.failed;
	return {
		type: 'scan',
		running: state.phase === 'running',
		text: progress(state, done),
		done,
		total: state.total,
		// By name: ordered by their counts they would change places, and take the keyboard's focus away, while the scan is running.
		problems: state.causes
			.toSorted((a, b) => causeName(a).localeCompare(causeName(b)))
			.map((cause) => ({
				text: causeWords(cause),
				cause: causeName(cause),
				retryLabel: vscode.l10n.t('Retry: {0}', causeWords(cause)),
				showLabel: vscode.l10n.t('Show customers: {0}', causeWords(cause)),
			})),
		compared: comparedViews(state),
	};
}

function comparedViews({ hiddenOrders, notCompared }: ScanState): Scan['compared'] {
	const { l10n } = vscode;
	const views: Scan['compared'] = [];
	if (hiddenOrders > 0) {
		const text =
			hiddenOrders === 1
				? l10n.t('1 order that Partner Center lists is not visible to this account')
				: l10n.t('{0} orders that Partner Center lists are not visible to this account', number(hiddenOrders));
		views.push({ list: 'hiddenOrders', text, label: l10n.t('Show Orders') });
	}
	if (notCompared > 0) {
		const text =
			notCompared === 1
				? l10n.t('1 customer could not be compared with Partner Center')
				: l10n.t('{0} customers could not be compared with Partner Center', number(notCompared));
		views.push({ list: 'notCompared', text, label: l10n.t('Show Not Compared') });
	}
	return views;
}

/** Names a cause in messages: its place among the others changes while customers are being read. */
export function causeName({ kind, code = '' }: Pick<ScanCause, 'kind' | 'code'>): string {
	return `${kind} ${code}`;
}

function progress({ phase, total, failed, throttled, notTried, listFailure }: ScanState, done: number): string | undefined {
	const { l10n } = vscode;
	const of = l10n.t('{0} of {1} customers', number(done), number(total));
	const more = [
		failed > 0 ? l10n.t('{0} could not be read', number(failed)) : undefined,
		throttled > 0 ? l10n.t('{0} wait because the service asked for it', number(throttled)) : undefined,
		notTried > 0 ? l10n.t('{0} not tried', number(notTried)) : undefined,
		listFailure === undefined ? undefined : l10n.t('the list of customers may be incomplete: {0}', listFailure.message),
	].filter((text) => text !== undefined);
	const words = [of, ...more].join(' · ');
	switch (phase) {
		case 'idle':
			return undefined;
		case 'running':
			return l10n.t('Scanning: {0}', words);
		case 'done':
			return l10n.t('Scanned: {0}', words);
		case 'cancelled':
			return l10n.t('Scan stopped: {0}', words);
	}
}

function causeWords(cause: ScanCause): string {
	const { l10n } = vscode;
	const what = reasonWords(cause);
	return cause.count === 1 ? l10n.t('1 customer: {0}', what) : l10n.t('{0} customers: {1}', number(cause.count), what);
}
