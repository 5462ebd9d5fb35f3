/** One change as plain text: for the customer's file, or for support. */
import * as l10n from '@vscode/l10n';
import { unitsText } from '../units';
import type { ChangeKind, ChangeRecord, ChangeState } from './model';
import { differencesOf, scopeText } from './words';

/** One fact a line; times are ISO 8601 in UTC. */
export function changeText(record: ChangeRecord): string {
	const { reservations, after } = record;
	const facts: readonly (readonly [string, string | undefined])[] = [
		[l10n.t('Change'), kindText(record.kind)],
		[l10n.t('State'), stateText(record.state)],
		[l10n.t('Customer'), record.customerName],
		[l10n.t('Customer tenant ID'), record.tenantId],
		[l10n.t('Partner tenant ID'), record.partnerTenantId],
		[l10n.t('Changed by'), record.changedBy],
		...reservations.map(
			({ orderId, reservationId, before }) =>
				[
					l10n.t('Reservation'),
					l10n.t(
						'{0}, quantity {1}, {2}; order {3}, reservation {4}',
						before.name,
						unitsText(before.quantity),
						scopeText(before.scope),
						orderId,
						reservationId,
					),
				] as const,
		),
		...(after === undefined ? [] : differencesOf(record)).map(
			({ label, before, after: now }) => [label, `${before} → ${now}`] as const,
		),
		[l10n.t('Parts'), record.quantities?.join(' + ')],
		...(record.results ?? []).map(({ reservationId }) => [l10n.t('New reservation'), reservationId] as const),
		[l10n.t('Undoes the change'), record.undoes],
		[l10n.t('Change ID'), record.id],
		[l10n.t('Sent'), time(record.sentAt)],
		[l10n.t('Answered'), time(record.answeredAt)],
		[l10n.t('Ended'), time(record.endedAt)],
		[l10n.t('Error code'), record.errorCode],
		[l10n.t('Explanation'), record.explanation],
		[l10n.t('Correlation IDs'), record.correlationIds.join(', ') || undefined],
	];
	return facts
		.filter((fact): fact is readonly [string, string] => fact[1] !== undefined)
		.map(([name, value]) => `${name}: ${value}`)
		.join('\n');
}

/** The kind of a change in the user's language. */
export function kindText(kind: ChangeKind): string {
	const words: Readonly<Record<ChangeKind, string>> = {
		update: l10n.t('Configuration'),
		archive: l10n.t('Archive'),
		unarchive: l10n.t('Unarchive'),
		split: l10n.t('Split'),
		merge: l10n.t('Merge'),
	};
	return words[kind];
}

function stateText(state: ChangeState): string {
	const words: Readonly<Record<ChangeState, string>> = {
		sent: l10n.t('Sent, no answer yet'),
		running: l10n.t('Running'),
		succeeded: l10n.t('Succeeded'),
		failed: l10n.t('Failed'),
		outcomeUnknown: l10n.t('Outcome unknown'),
		notDone: l10n.t('Not done'),
	};
	return words[state];
}

function time(at: number | undefined): string | undefined {
	return at === undefined ? undefined : new Date(at).toISOString();
}
