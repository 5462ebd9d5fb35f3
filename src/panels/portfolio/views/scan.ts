/** How far the reading of all customers has come, and what is known to be missing. */
import * as vscode from 'vscode';
import { customerCount } from '../../../host/counts';
import { number } from '../../../host/formats';
import type { ScanState } from '../../../reservations/scan/model';
import type { Scan } from '../messages';
import { progressView } from './progress';

export function scanView(state: ScanState | undefined): Scan {
	const more = state === undefined ? [] : missingWords(state);
	return { type: 'scan', ...progressView(state, { count: customerCount, phase: phaseWords, more }) };
}

function phaseWords(phase: 'running' | 'done' | 'cancelled', counts: string): string {
	const { l10n } = vscode;
	return {
		running: l10n.t('Scanning: {0}', counts),
		done: l10n.t('Scanned: {0}', counts),
		cancelled: l10n.t('Scan stopped: {0}', counts),
	}[phase];
}

function missingWords({ hiddenOrders, listFailure }: ScanState): readonly string[] {
	const { l10n } = vscode;
	const hidden =
		hiddenOrders === 1
			? l10n.t('1 order that Partner Center lists is not visible to this account')
			: l10n.t('{0} orders that Partner Center lists are not visible to this account', number(hiddenOrders));
	return [
		...(hiddenOrders > 0 ? [hidden] : []),
		...(listFailure === undefined ? [] : [l10n.t('the list of customers may be incomplete: {0}', listFailure.message)]),
	];
}
