/** The last changes of the reservation in words, and how the last one is put back. */
import * as vscode from 'vscode';
import { changeKindWords } from '../../../host/change-words';
import { moment, number } from '../../../host/formats';
import type { ChangeRecord } from '../../../reservations/configuration/model';
import type { ReservationRef } from '../../../reservations/model';
import { stateMark } from '../../money/views/operation';
import type { PastChange } from '../messages';
import { linksOf, type Names, recordRows } from './result';

/** More than this nobody looks for here. */
const mostShown = 8;

/** Changes that made this reservation or were made of it. @param records newest first */
export function changesOf(records: readonly ChangeRecord[], { reservationId }: ReservationRef): readonly ChangeRecord[] {
	return records.filter(({ reservations, results = [] }) =>
		[...reservations, ...results].some((it) => it.reservationId === reservationId),
	);
}

export function changesView(
	records: readonly ChangeRecord[],
	ref: ReservationRef,
	isSending: boolean,
	names: Names,
): PastChange[] {
	const own = changesOf(records, ref);
	// What was not done has left it as it was.
	const last = own.find(({ state }) => state !== 'notDone');
	return own.slice(0, mostShown).map((record) => pastChange(record, ref, record === last && !isSending, names));
}

function pastChange(record: ChangeRecord, ref: ReservationRef, isLast: boolean, names: Names): PastChange {
	const { l10n } = vscode;
	const details = recordRows(record, names.places).map(({ label, before, after }) =>
		l10n.t('{0}: {1} → {2}', label, before, after),
	);
	const quantities = record.quantities?.map((it) => number(it)).join(' + ');
	return {
		id: record.id,
		what: changeKindWords(record),
		when: [moment(record.sentAt), record.changedBy].filter((text) => text !== undefined).join(' · '),
		state: stateMark(record),
		details: [...details, ...(quantities === undefined ? [] : [l10n.t('Parts: {0}', quantities)])],
		links: linksOf(record, names).filter(({ reservationId }) => reservationId !== ref.reservationId),
		undo:
			isLast && record.state === 'succeeded' && record.after !== undefined
				? { label: l10n.t('Undo'), name: l10n.t('Undo: {0}', details.join('; ')) }
				: undefined,
	};
}
