/** The merge in words: the other reservations of the order, each with why it can't be merged where it can't. */
import * as vscode from 'vscode';
import { unitCount } from '../../../host/counts';
import { scopeWords, stateWords } from '../../../host/words';
import type { MergeCandidate } from '../../../reservations/configuration/model';
import type { Known } from '../../../reservations/model';
import { partState } from '../../shared/problem';
import type { Merge } from '../messages';

export function mergeView(known: Known<readonly MergeCandidate[]>, chosen: string | undefined): Merge {
	const { l10n } = vscode;
	const candidates = (known.value ?? []).toSorted((a, b) => a.reasons.length - b.reasons.length);
	return {
		loading: known.loading,
		problem: partState(known, l10n.t('Reservations of the same order')).problem,
		empty: known.value?.length === 0 ? l10n.t('The order has no other reservation that it could be merged with.') : undefined,
		candidates: candidates.map(({ reservation, reasons }) => ({
			reservationId: reservation.reservationId,
			name: reservation.name,
			detail: [
				unitCount(reservation.quantity),
				scopeWords(reservation.scope).value,
				stateWords(reservation.state, reservation.statusCode),
			].join(' · '),
			chosen: reasons.length === 0 && reservation.reservationId === chosen,
			reasons: [...reasons],
		})),
	};
}
