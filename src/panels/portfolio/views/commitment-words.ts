/** What an order still owes, in words: of one row, or why there is no figure. */
import * as vscode from 'vscode';
import { reservationCount } from '../../../host/counts';
import { money, number, unknown } from '../../../host/formats';
import type { CommitmentGap, OrderCommitment } from '../../../reservations/commitments/model';
import type { TableRow } from '../../../reservations/table/model';
import type { Mark } from '../../shared/messages';
import { kindWords } from './cause-words';

/** The whole order's amount; a mark tells where the order has more than this reservation. */
export function commitmentCell({ commitment }: Pick<TableRow, 'commitment'>): string | Mark {
	const { l10n } = vscode;
	if (commitment === undefined) return l10n.t('not read yet');
	const { left, failure, gap, unsettled } = commitment;
	if (left === undefined) {
		if (failure !== undefined) return warning(l10n.t('not read: {0}', kindWords(failure.kind)));
		return gap === undefined ? unknown : warning(gapWords(gap));
	}
	const parts = [money(left), ...shared(commitment)];
	if (unsettled > 0) parts.push(unsettledWords(unsettled));
	if (failure !== undefined) parts.push(l10n.t('could not be read anew'));
	const text = parts.join(' · ');
	return unsettled > 0 || failure !== undefined ? warning(text) : text;
}

function shared({ reservations }: OrderCommitment): string[] {
	return reservations > 1 ? [vscode.l10n.t('order of {0}', reservationCount(reservations))] : [];
}

function unsettledWords(count: number): string {
	const { l10n } = vscode;
	return count === 1
		? l10n.t('1 payment failed or is pending, not in this')
		: l10n.t('{0} payments failed or are pending, not in this', number(count));
}

function gapWords(gap: CommitmentGap): string {
	const { l10n } = vscode;
	switch (gap) {
		case 'noSchedule':
			return l10n.t('Azure gives no payment schedule');
		case 'noAmount':
			return l10n.t('a payment has no amount');
		case 'severalCurrencies':
			return l10n.t('payments in several currencies');
		case 'unknownStatus':
			return l10n.t('a payment has a status that is not known');
	}
}

const warning = (text: string): Mark => ({ icon: 'warning', tone: 'warning', text });
