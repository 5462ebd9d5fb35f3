/** The Configuration page in words: what the reservation is, what can be done with it, the preview, the result, the last changes. */
import * as vscode from 'vscode';
import type { Cloud } from '../../../azure/cloud';
import { date } from '../../../host/formats';
import type {
	ChangeRecord,
	MergeCandidate,
	ReservationConfiguration,
	ScopeTargets,
} from '../../../reservations/configuration/model';
import type { Customer, Known, Reservation } from '../../../reservations/model';
import type { CatalogProduct } from '../../../reservations/operations/model';
import { hasEnded, isActive } from '../../../reservations/states';
import { stateMark } from '../../overview/state-mark';
import { headerView } from '../../shared/header';
import type { Mark } from '../../shared/messages';
import { partState } from '../../shared/problem';
import type { Configuration, SavedState, SplitPart, Task } from '../messages';
import type { Outcome } from '../outcome';
import type { Review } from '../review';
import { changeView, placeNames } from './change';
import { changesView } from './changes';
import { labels } from './labels';
import { mergeView } from './merge';
import { nowView } from './now';
import { resultView } from './result';
import { reviewView } from './review';
import { splitView } from './split';
import { differences, type PlaceNames } from './words';

export interface Input {
	readonly saved: SavedState & { readonly split: SplitPart[] };
	readonly revision: number;
	/** As it was read last. */
	readonly known: Known<ReservationConfiguration>;
	/** What the choice is based on. */
	readonly seen?: ReservationConfiguration | undefined;
	/** It is not as it was seen any more. */
	readonly isMoved: boolean;
	/** What a list tells of it, before it has been read. */
	readonly listed?: Reservation | undefined;
	readonly customer?: Customer | undefined;
	readonly cloud?: Cloud | undefined;
	readonly filter: string;
	readonly targets: Known<ScopeTargets>;
	readonly candidates: Known<readonly MergeCandidate[]>;
	readonly products: Known<readonly CatalogProduct[]>;
	readonly review: Pick<Review, 'wish' | 'seen' | 'failure' | 'isAsking' | 'number'>;
	readonly outcome: Pick<
		Outcome,
		'record' | 'isSending' | 'isGoingOn' | 'isLooking' | 'failure' | 'unchanged' | 'doing' | 'parts' | 'refOfPart'
	>;
	readonly changes: readonly ChangeRecord[];
	/** Name of a reservation of the customer; undefined: the list does not have it. */
	readonly nameOf: (reservationId: string) => string | undefined;
}

export function configurationView(input: Input): Configuration {
	const { l10n } = vscode;
	const { saved, known, seen, isMoved, customer, cloud } = input;
	const reservation = known.value?.reservation ?? input.listed;
	const names = placeNames(input.targets.value);
	const named = { places: names, reservation: input.nameOf };
	const changes = changesView(input.changes, saved, input.outcome.isSending, named);
	const canChange = seen !== undefined && isActive(seen.reservation);
	const isOver = reservation !== undefined && hasEnded(reservation);
	// What was split or merged here is over, and what is left to do with it stands under the first task.
	const task = isOver ? 'change' : (saved.task ?? 'change');
	return {
		type: 'configuration',
		...partState(known, l10n.t('Reservation')),
		empty: undefined,
		revision: input.revision,
		saved,
		labels: labels(),
		header: headerView({
			name: l10n.t('Configuration: {0}', reservation?.name ?? saved.reservationId),
			tenantId: saved.tenantId,
			customer,
			cloud,
			marks: reservation === undefined ? [] : marks(reservation),
		}),
		promise: isOver
			? l10n.t('It has ended. What can still be changed here has no price and makes no invoice.')
			: reservation?.expiresAt === undefined
				? l10n.t('No change on this page has a price or makes a new invoice, and the end date stays.')
				: l10n.t(
						'No change on this page has a price or makes a new invoice, and the end date stays: {0}.',
						date(reservation.expiresAt),
					),
		now: known.value === undefined ? [] : nowView(known.value),
		moved: isMoved ? movedView(input, names) : undefined,
		tasks: seen === undefined ? [] : tasksView(seen, task),
		change: canChange && task === 'change' ? changeView({ ...input, seen, draft: saved.draft ?? {} }) : undefined,
		archive: seen === undefined || task !== 'change' ? undefined : archiveView(seen),
		split: canChange && task === 'split' ? splitView(seen, saved.split, input.targets.value) : undefined,
		merge: canChange && task === 'merge' ? mergeView(input.candidates, saved.other) : undefined,
		review: reviewView(input.review, isMoved, saved.split, names),
		result: resultView(input.outcome, saved.split, named),
		changes,
		noChanges: changes.length === 0 ? l10n.t('No change of it was made on this computer.') : undefined,
	};
}

function marks(reservation: Reservation): Mark[] {
	const archived: Mark = { icon: 'archive', tone: 'none', text: vscode.l10n.t('Archived') };
	return [stateMark(reservation.state, reservation.statusCode), ...(reservation.archived ? [archived] : [])];
}

function movedView({ seen, known }: Input, names: PlaceNames): Configuration['moved'] {
	const { l10n } = vscode;
	const rows = seen === undefined || known.value === undefined ? [] : differences(seen.basis, known.value.basis, names);
	return {
		title: l10n.t('The reservation has changed since you saw it'),
		text:
			rows.length === 0
				? l10n.t('Something about it is different that is not shown here. Nothing was overwritten, and your choice is kept.')
				: l10n.t('Somebody else has changed it. Nothing was overwritten, and your choice is kept.'),
		rows,
	};
}

function tasksView({ reservation, basis }: ReservationConfiguration, task: Task): Configuration['tasks'] {
	const { l10n } = vscode;
	const ended = isActive(reservation) ? undefined : l10n.t('Only an active reservation can be split or merged.');
	const one = (name: Task, label: string, unavailable?: string) => ({ task: name, label, chosen: name === task, unavailable });
	return [
		one('change', l10n.t('Change')),
		one('split', l10n.t('Split'), ended ?? noSplit(basis.quantity)),
		one('merge', l10n.t('Merge'), ended),
	];
}

function noSplit(quantity: number | undefined): string | undefined {
	const { l10n } = vscode;
	if (quantity === undefined) return l10n.t('Azure does not tell how many units it has.');
	return quantity === 1 ? l10n.t('It has 1 unit: there is nothing to split.') : undefined;
}

function archiveView({ reservation, basis }: ReservationConfiguration): Configuration['archive'] {
	const { l10n } = vscode;
	if (!hasEnded(reservation)) return undefined;
	return {
		label: basis.archived ? l10n.t('Unarchive') : l10n.t('Archive'),
		help: l10n.t('It has ended, so it can only be archived: hidden in lists, or shown in them again.'),
		archived: basis.archived,
	};
}
