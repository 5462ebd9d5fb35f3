/** What to know before a reservation is changed (rules 5 to 8). */
import * as l10n from '@vscode/l10n';
import type { Format } from '../format';
import type { Reservation } from '../model';
import { articleOf, legacySeriesEnd, seriesNotRenewed } from '../policy';
import type { Configuration, ConfigurationField, Note, RenewalPrice, RenewalTerms, ReservationConfiguration } from './model';
import { isSingle } from './scopes';

/** Notes on a change of these fields. */
export function changeNotes(
	{ reservation, renewalPrice }: ReservationConfiguration,
	fields: readonly ConfigurationField[],
	after: Configuration,
	format: Format,
): readonly Note[] {
	if (fields.length === 0) return [];
	const notes: Note[] = [];
	const isSet = (field: ConfigurationField) => fields.includes(field);
	if (!isSet('archived')) notes.push(noPrice(reservation, format));
	if (isSet('scope')) notes.push(...scopeNotes(reservation, after));
	if (isSet('renew') || isSet('renewal')) notes.push(...renewalNotes(reservation, after, renewalPrice, format));
	if (isSet('archived')) notes.push(archiveNote(after));
	return notes;
}

/** Notes on a split or a merge (rules 7): new ids, the same end, and a renewal that is set is cancelled (rules 7, last line). */
export function replacementNotes(sources: readonly Reservation[], format: Format): readonly Note[] {
	const notes: Note[] = sources.slice(0, 1).map((reservation) => noPrice(reservation, format));
	notes.push(
		note(
			'info',
			'replacement.newIds',
			l10n.t('The reservations end and new ones with new IDs take their place, in the same order. It can’t be undone as such.'),
		),
	);
	if (sources.some(({ renew }) => renew)) {
		const text = l10n.t('Automatic renewal is on and will be cancelled: turn it on again for the new reservations.');
		notes.push(note('warning', 'replacement.renewal', text, articleOf('renewal')));
	}
	return notes;
}

function noPrice({ expiresAt }: Reservation, format: Format): Note {
	const text =
		expiresAt === undefined
			? l10n.t('It costs nothing, makes no new invoice and keeps the end date.')
			: l10n.t('It costs nothing, makes no new invoice and keeps the end date, {0}.', format.date(expiresAt));
	return note('info', 'noPrice', text, articleOf('management'));
}

function scopeNotes(reservation: Reservation, after: Configuration): readonly Note[] {
	const notes = [
		note('info', 'scope.billing', l10n.t('The subscription that is billed stays the same: only an exchange changes it.')),
	];
	if (isSingle(after.scope) && reservation.resourceType === 'VirtualMachines') {
		const text = l10n.t('The subscription needs the vCPU quota for all that is reserved; the other scopes do not check it.');
		notes.push(note('info', 'scope.quota', text));
	}
	if (after.scope.kind === 'ManagementGroup') {
		const text = l10n.t(
			'It applies to subscriptions that are in the group and in the same billing context. When all of them leave the group, the scope becomes shared.',
		);
		notes.push(note('info', 'scope.managementGroup', text));
	}
	if (reservation.instanceFlexibility === 'Off' && after.instanceFlexibility === 'Off' && !isSingle(after.scope)) {
		const text = l10n.t(
			'It is set to capacity priority, which works only with the scope of one subscription or one resource group.',
		);
		notes.push(note('warning', 'scope.capacityPriority', text));
	}
	return notes;
}

function renewalNotes(
	reservation: Reservation,
	after: Configuration,
	price: RenewalPrice | undefined,
	format: Format,
): readonly Note[] {
	if (!after.renew) {
		const text = l10n.t('It ends for good. What runs on it goes on at pay-as-you-go prices.');
		return [note('info', 'renewal.off', text, articleOf('renewal'))];
	}
	const notes = [
		note(
			'info',
			'renewal.purchase',
			l10n.t(
				'A renewal is a new purchase at the end of the term, at the price of then. It needs Owner on the reservation and on the subscription that is billed.',
			),
			articleOf('renewal'),
		),
	];
	// Nothing set: the same again (rules 8).
	const series = seriesNotRenewed(asProduct(after.renewal ?? reservation), reservation.expiresAt);
	if (series !== undefined) {
		const text = l10n.t(
			'Microsoft does not renew the VM series {0} since {1}: the renewal will fail. Choose a newer size for it.',
			series,
			format.date(legacySeriesEnd),
		);
		notes.push(note('warning', 'renewal.legacySeries', text, articleOf('legacySeries')));
	}
	notes.push(priceNote(price, format));
	return notes;
}

/** The price is locked 30 days before the end (arm-contract 2.5); when it changes after that, there is no renewal (rules 8). */
function priceNote(price: RenewalPrice | undefined, format: Format): Note {
	const amount = price?.billing ?? price?.pricing;
	if (price === undefined || amount === undefined) {
		return note(
			'info',
			'renewal.price',
			l10n.t('Azure names the price once renewal is set; it is locked 30 days before the end.'),
		);
	}
	const text = price.isLocked
		? l10n.t('What is set now costs {0} {1}, without tax. The price is locked.', amount.amount, amount.currency)
		: l10n.t(
				'What is set now costs {0} {1}, without tax. The price is locked on {2}.',
				amount.amount,
				amount.currency,
				price.lockedFrom === undefined ? '–' : format.date(price.lockedFrom),
			);
	return note('info', 'renewal.price', text);
}

function archiveNote({ archived }: Configuration): Note {
	return archived
		? note('info', 'archive', l10n.t('Archived reservations are hidden in lists. Nothing else changes, and it can be undone.'))
		: note('info', 'archive', l10n.t('It is shown in lists again. Nothing else changes.'));
}

function asProduct({ resourceType, sku, term }: Pick<RenewalTerms, 'resourceType' | 'sku' | 'term'>) {
	return { resourceType, sku, term, product: sku };
}

function note(severity: Note['severity'], id: string, text: string, link?: string): Note {
	return { id, severity, text, link };
}
