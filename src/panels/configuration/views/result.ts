/** What came of a change in words: done, unchanged, refused, or not known; after a split also the scopes of its parts. */
import * as vscode from 'vscode';
import { changeKindWords } from '../../../host/change-words';
import { moment } from '../../../host/formats';
import type { ChangeRecord } from '../../../reservations/configuration/model';
import { stateMark } from '../../money/views/operation';
import type { Mark } from '../../shared/messages';
import type { Result, SplitPart } from '../messages';
import type { Outcome } from '../outcome';
import { rowsOf } from './review';
import { rowsOf as fieldRows, type PlaceNames } from './words';

type Told = Pick<
	Outcome,
	'record' | 'isSending' | 'isGoingOn' | 'isLooking' | 'failure' | 'unchanged' | 'doing' | 'parts' | 'refOfPart'
>;

/** Names of places, and of the customer's reservations. */
export interface Names {
	readonly places: PlaceNames;
	/** Undefined: the list does not have it yet. */
	readonly reservation: (reservationId: string) => string | undefined;
}

/** @returns undefined while nothing was applied */
export function resultView(outcome: Told, parts: readonly SplitPart[], names: Names): Result | undefined {
	const { record, isSending, failure, unchanged, doing } = outcome;
	const { l10n } = vscode;
	if (isSending) {
		return {
			...nothing,
			title: l10n.t('On its way'),
			state: { icon: 'loading', tone: 'info', text: l10n.t('Sending') },
			busy: true,
			explanations: [l10n.t('It is sent once and can’t be cancelled any more. Azure takes up to 20 seconds.')],
			rows: doing === undefined ? [] : rowsOf(doing, parts, names.places),
		};
	}
	if (record !== undefined) return recordView(outcome, record, names);
	if (unchanged !== undefined) {
		return {
			...nothing,
			title: l10n.t('Nothing to change'),
			state: { icon: 'info', tone: 'info', text: l10n.t('Unchanged') },
			explanations: [unchanged],
			close: l10n.t('Change Something Else'),
		};
	}
	if (failure === undefined) return undefined;
	const { code, remedy, correlationId } = failure.details;
	return {
		...nothing,
		title: l10n.t('Nothing was changed'),
		state: { icon: 'circle-slash', tone: 'bad', text: failure.kind === 'Refused' ? l10n.t('Refused') : l10n.t('Not sent') },
		explanations: [failure.message, remedy].filter((text) => text !== undefined),
		facts: [...fact(l10n.t('Error code'), code), ...fact(l10n.t('Correlation IDs'), correlationId)],
		close: l10n.t('Back to My Choice'),
	};
}

const nothing = { busy: false, explanations: [], rows: [], steps: [], links: [], facts: [], canLook: false };

const fact = (label: string, value: string | undefined) => (value === undefined || value === '' ? [] : [{ label, value }]);

function recordView(outcome: Told, record: ChangeRecord, names: Names): Result {
	const { l10n } = vscode;
	const { isLooking, isGoingOn, failure } = outcome;
	const canSet = record.state === 'succeeded' && !isGoingOn;
	const steps = outcome.parts.flatMap((part, index) => (part.scope === '' ? [] : [partStep(part, index, canSet, names.places)]));
	const unclear = [record, ...outcome.parts.map((part) => part.record)].some((it) => it !== undefined && isOpen(it));
	const isWorking =
		record.state === 'sent' || record.state === 'running' || isGoingOn || outcome.parts.some(({ state }) => state.busy);
	return {
		title: changeKindWords(record),
		state: overall(outcome, record),
		busy: isWorking || isLooking,
		explanations: [record.explanation, ...hints(record), failure?.message].filter((text) => text !== undefined),
		rows: recordRows(record, names.places),
		steps: steps.length === 0 ? [] : [{ label: l10n.t('Split into two'), mark: stateMark(record) }, ...steps],
		links: linksOf(record, names, (index) => outcome.refOfPart(index)?.reservationId),
		facts: [
			...fact(l10n.t('Changed by'), record.changedBy),
			...fact(l10n.t('Sent'), moment(record.sentAt)),
			...fact(l10n.t('Ended'), record.endedAt === undefined ? undefined : moment(record.endedAt)),
			...fact(l10n.t('Error code'), record.errorCode),
			...fact(l10n.t('Correlation IDs'), record.correlationIds.join(', ')),
		],
		canLook: unclear && !isLooking,
		close: isWorking ? undefined : l10n.t('Change Something Else'),
	};
}

/** A split is done with the scopes that were wished for its parts: short of them it is done in part. */
function overall({ parts, isGoingOn }: Told, record: ChangeRecord): Mark {
	const wished = parts.filter(({ scope }) => scope !== '');
	if (record.state !== 'succeeded' || wished.length === 0) return stateMark(record);
	const isUnderWay = ({ state, record: own }: (typeof wished)[number]) =>
		state.busy || own?.state === 'sent' || own?.state === 'running';
	if (isGoingOn || wished.some(isUnderWay)) return stateMark({ state: 'running' });
	if (wished.some((part) => part.record?.state === 'outcomeUnknown')) return stateMark({ state: 'outcomeUnknown' });
	const isDone = ({ state, record: own }: (typeof wished)[number]) =>
		state.failure === undefined && (state.done === true || own?.state === 'succeeded');
	return stateMark({ state: wished.every(isDone) ? 'succeeded' : 'partial' });
}

const isOpen = ({ state }: ChangeRecord) => state === 'sent' || state === 'running' || state === 'outcomeUnknown';

function hints({ state, kind }: ChangeRecord): string[] {
	const { l10n } = vscode;
	if (state === 'sent' || state === 'running')
		return [l10n.t('This panel and the window may be closed: it is followed again later.')];
	if (state === 'outcomeUnknown') return [l10n.t('It is not sent again by itself, as that could do it twice.')];
	if (state === 'succeeded' && kind === 'split')
		return [l10n.t('Both new reservations have new IDs; their automatic renewal is off until you turn it on.')];
	if (state === 'succeeded' && kind === 'merge')
		return [l10n.t('The new reservation has a new ID; its automatic renewal is off until you turn it on.')];
	return [];
}

/** What a record made different. */
export function recordRows({ fields, reservations, after }: ChangeRecord, names: PlaceNames): Result['rows'] {
	const before = reservations[0]?.before;
	return before === undefined || after === undefined ? [] : fieldRows(fields, before, after, names);
}

/** The reservations that took the place of the old ones. @param partId id of a part of a split, where it is known which is which */
export function linksOf(
	{ kind, results = [], quantities = [] }: ChangeRecord,
	names: Pick<Names, 'reservation'>,
	partId: (index: number) => string | undefined = () => undefined,
): Result['links'] {
	const { l10n } = vscode;
	const named = results.map(({ reservationId }) => names.reservation(reservationId));
	return results.map(({ reservationId }, place) => {
		const part = quantities.findIndex((_, index) => partId(index) === reservationId);
		if (kind === 'split' && part >= 0) return { reservationId, label: l10n.t('Open Overview of Part {0}', part + 1) };
		const name = named[place];
		if (name === undefined) return { reservationId, label: l10n.t('Open Overview: {0}', reservationId) };
		// Parts may have one name.
		const isAlone = named.filter((it) => it === name).length === 1;
		return { reservationId, label: l10n.t('Open Overview: {0}', isAlone ? name : `${name} (${reservationId})`) };
	});
}

function partStep(
	{ scope, state, record }: Told['parts'][number],
	index: number,
	canSet: boolean,
	names: PlaceNames,
): Result['steps'][number] {
	const { l10n } = vscode;
	const label = l10n.t('Scope of part {0}: {1}', index + 1, names.get(scope.toLowerCase()) ?? scope.split('/').at(-1) ?? scope);
	const again = (text: string) => (canSet ? { part: index, label: text } : undefined);
	const step = (mark: Mark, note?: string, retry?: { part: number; label: string }) => ({ label, mark, note, retry });
	if (state.busy) return step({ icon: 'loading', tone: 'info', text: l10n.t('Under way') });
	if (state.failure !== undefined) {
		return step(
			{ icon: 'error', tone: 'bad', text: l10n.t('Not done') },
			state.failure.message,
			again(l10n.t('Try Again: Scope of Part {0}', index + 1)),
		);
	}
	if (state.done === true) return step({ icon: 'pass', tone: 'good', text: l10n.t('Done') });
	if (record !== undefined) {
		const isOver = record.state === 'failed' || record.state === 'notDone';
		const retry = isOver ? again(l10n.t('Try Again: Scope of Part {0}', index + 1)) : undefined;
		return step(stateMark(record), record.explanation, retry);
	}
	return step(
		{ icon: 'circle-large', tone: 'none', text: l10n.t('Not sent yet') },
		undefined,
		again(l10n.t('Set Scope of Part {0}', index + 1)),
	);
}
