/** What the log says of reservations: how the last change of one is put back, and what took the place of one. */
import * as l10n from '@vscode/l10n';
import type { ServiceFailure } from '../../azure/failure';
import type { ReservationRef } from '../model';
import { refused } from '../operations/quoting';
import { nothingSent } from './checks';
import type { BatchItem, ChangeRecord, Configuration, ConfigurationChange } from './model';
import { choiceOf } from './scopes';

/**
 * The change that puts a change back, and what the reservation has to be like for it: as the change left it.
 * @param records all of the log
 * @throws ServiceFailure `Refused` when it can't be put back
 */
export function undoing(
	record: ChangeRecord,
	records: readonly ChangeRecord[],
): BatchItem & { readonly change: ConfigurationChange } {
	const { tenantId, kind, after, fields } = record;
	if (kind === 'split' || kind === 'merge') {
		throw notUndone(
			tenantId,
			l10n.t('A split or a merge makes new reservations and can’t be put back.'),
			kind === 'split' ? l10n.t('Merge the new reservations.') : l10n.t('Split the new reservation.'),
		);
	}
	const [source] = record.reservations;
	if (record.state !== 'succeeded' || source === undefined || after === undefined) {
		throw notUndone(tenantId, l10n.t('Only a change that succeeded can be put back.'));
	}
	const isLater = (it: ChangeRecord) =>
		it.id !== record.id && it.sentAt >= record.sentAt && it.state !== 'notDone' && isOf(it, source.reservationId);
	if (records.some(isLater)) {
		throw notUndone(tenantId, l10n.t('The reservation was changed again since.'), l10n.t('Put the last change back first.'));
	}
	const { orderId, reservationId, before } = source;
	const change = inverse(record, before);
	if (fields.includes('scope') && change.scope === undefined) {
		throw notUndone(tenantId, l10n.t('The scope that it had before can’t be chosen any more.'), l10n.t('Choose a scope.'));
	}
	// Putting "not known" back would have to guess: switched off, the reservation lapses; switched on, it buys.
	if ((fields.includes('renew') || fields.includes('renewal')) && before.renew === undefined) {
		throw notUndone(
			tenantId,
			l10n.t('Azure did not tell whether the reservation was renewed before.'),
			l10n.t('Switch the renewal on or off by hand.'),
		);
	}
	if (fields.includes('instanceFlexibility') && before.instanceFlexibility !== 'On' && before.instanceFlexibility !== 'Off') {
		throw notUndone(
			tenantId,
			l10n.t('Azure did not tell what the reservation was optimized for before.'),
			l10n.t('Choose it by hand.'),
		);
	}
	if (fields.includes('renewal') && before.renew && before.renewal === undefined) {
		throw notUndone(tenantId, l10n.t('Azure did not tell what the renewal bought before.'), l10n.t('Set its terms by hand.'));
	}
	return { ref: { tenantId, orderId, reservationId }, basis: after, change };
}

function inverse({ fields }: ChangeRecord, before: Configuration): ConfigurationChange {
	const { instanceFlexibility, renew, renewal } = before;
	return {
		...(fields.includes('scope') && { scope: choiceOf(before.scope) }),
		...(fields.includes('name') && { name: before.name }),
		...(fields.includes('instanceFlexibility') && { instanceFlexibility: instanceFlexibility === 'Off' ? 'Off' : 'On' }),
		...((fields.includes('renew') || fields.includes('renewal')) && {
			renewal: renew ? { on: true, terms: renewal } : { on: false },
		}),
		...(fields.includes('archived') && { archived: before.archived }),
	};
}

/** The reservations that took the place of this one, by the splits and merges of the log. */
export function successorsIn(records: readonly ChangeRecord[], ref: ReservationRef): readonly ReservationRef[] {
	const tenantId = ref.tenantId.toLowerCase();
	const id = ref.reservationId.toLowerCase();
	return records
		.filter((it) => it.tenantId === tenantId && it.state === 'succeeded' && isOf(it, id))
		.flatMap(({ results = [] }) => results.map(({ orderId, reservationId }) => ({ tenantId, orderId, reservationId })));
}

function isOf({ reservations }: ChangeRecord, id: string): boolean {
	return reservations.some(({ reservationId }) => reservationId === id);
}

function notUndone(tenantId: string, why: string, next?: string): ServiceFailure {
	return refused(tenantId, `${why} ${nothingSent()}`, next);
}
