/** How far the reading of all customers has come, and what is known to be missing. */
import * as vscode from 'vscode';
import { customerCount, orderCount } from '../../../host/counts';
import type { ScanState } from '../../../reservations/scan/model';
import type { Scan } from '../messages';
import { progressView } from './progress';

/** @param state undefined while there is no connection */
export function scanView(state: ScanState | undefined): Scan {
	const showWords = (words: string) => vscode.l10n.t('Show customers: {0}', words);
	const more = [
		...(state?.listFailure === undefined ? [] : [listWords(state.listFailure.message)]),
		...(state === undefined || state.toCompare === 0 ? [] : [toCompareWords(state.toCompare)]),
	];
	return {
		type: 'scan',
		...progressView(state, { count: customerCount, phase: phaseWords, more, show: showWords }),
		compared: state === undefined ? [] : comparedViews(state),
	};
}

function phaseWords(phase: 'running' | 'done' | 'cancelled', counts: string): string {
	const { l10n } = vscode;
	return {
		running: l10n.t('Scanning: {0}', counts),
		done: l10n.t('Scanned: {0}', counts),
		cancelled: l10n.t('Scan stopped: {0}', counts),
	}[phase];
}

function listWords(message: string): string {
	return vscode.l10n.t('the list of customers may be incomplete: {0}', message);
}

function toCompareWords(count: number): string {
	return vscode.l10n.t(
		'not compared with Partner Center, as that was stopped: {0}; Compare with Partner Center… goes on, a scan alone does not',
		customerCount(count),
	);
}

function comparedViews({ hiddenOrders, notCompared }: ScanState): Scan['compared'] {
	const { l10n } = vscode;
	const views: Scan['compared'] = [];
	if (hiddenOrders > 0) {
		const text = l10n.t('In Partner Center’s list, but not visible to this account: {0}', orderCount(hiddenOrders));
		views.push({ list: 'hiddenOrders', text, label: l10n.t('Show Orders') });
	}
	if (notCompared > 0) {
		const text = l10n.t('Could not be compared with Partner Center: {0}', customerCount(notCompared));
		views.push({ list: 'notCompared', text, label: l10n.t('Show Not Compared'), retryLabel: l10n.t('Retry: {0}', text) });
	}
	return views;
}
