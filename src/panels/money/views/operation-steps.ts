/** The steps of an operation as the page shows them, each marked by what is known of it: a step never says more than its lines. */
import * as vscode from 'vscode';
import { moment } from '../../../host/formats';
import { isDone } from '../../../host/operation-facts';
import type { Operation, OperationLine } from '../../../reservations/operations/model';
import type { Mark } from '../../shared/messages';
import { isOpen } from '../commitment';
import type { OperationView } from '../messages';

interface Step {
	readonly label: string;
	/** When it was done, or begun; ms since the epoch. */
	readonly at?: number | undefined;
	/** The lines that it works off. */
	readonly lines?: readonly OperationLine[];
}

/** How far along each step is; the steps after a failure or a gap in what is known are left open. */
export function steps(operation: Operation): OperationView['steps'] {
	const { l10n } = vscode;
	const { preparedAt, sentAt, endedAt } = operation;
	const all: Step[] = [
		{ label: l10n.t('Written into the journal'), at: preparedAt },
		{ label: l10n.t('Sent to Azure, once'), at: sentAt },
		...works(operation),
		{ label: l10n.t('Finished'), at: endedAt },
	];
	const at = position(operation, all.length);
	return all.map((step, index) => ({
		label: step.label,
		note: step.at === undefined || index > at ? undefined : moment(step.at),
		mark: stepMark(step, index - at, operation.state),
		current: index === at && isOpen(operation),
	}));
}

/** What Azure does. Of an exchange it tells no times: when it answered is when it took all of it on. */
function works({ kind, lines, answeredAt }: Operation): Step[] {
	const { l10n } = vscode;
	if (kind === 'return') return [{ label: l10n.t('Azure works on the return'), at: answeredAt, lines }];
	return [
		{ label: l10n.t('Reservations are given back'), lines: side(lines, 'return') },
		{ label: l10n.t('Reservations are bought'), lines: side(lines, 'purchase') },
	];
}

const side = (lines: readonly OperationLine[], direction: OperationLine['direction']) =>
	lines.filter((line) => line.direction === direction);

/** Which step it is at, or got to. */
function position(operation: Operation, count: number): number {
	const { kind, state, sentAt, answeredAt } = operation;
	switch (state) {
		case 'prepared':
			return 0;
		case 'notDone':
			return sentAt === undefined ? 0 : 1;
		case 'sent':
			return 1;
		case 'succeeded':
			return count - 1;
		default:
			if (state === 'outcomeUnknown' && answeredAt === undefined) return 1;
			return kind === 'exchange' && isBuying(operation) ? 3 : 2;
	}
}

/** Purchases come after the returns (recordings 2). A purchase that was never tried, or given up, is no sign of them. */
function isBuying({ step, lines }: Operation): boolean {
	return (
		step?.toLowerCase() === 'pendingpurchases' ||
		side(lines, 'return').every(isDone) ||
		side(lines, 'purchase').some(({ status }) => ['succeeded', 'failed'].includes(status.toLowerCase()))
	);
}

const hasStopped = (state: Operation['state']) => state === 'failed' || state === 'partial' || state === 'notDone';

/** @param distance from the step that it is at; below 0: before it */
function stepMark({ lines }: Step, distance: number, state: Operation['state']): Mark {
	const { l10n } = vscode;
	const unknown: Mark = { icon: 'question', tone: 'warning', text: l10n.t('Not known') };
	if (distance > 0) {
		if (state === 'outcomeUnknown' && lines !== undefined) return unknown;
		return { icon: 'circle-large', tone: 'none', text: hasStopped(state) ? l10n.t('Not reached') : l10n.t('Not yet') };
	}
	const isAtWork = distance === 0 && state !== 'outcomeUnknown' && !hasStopped(state);
	const known = lines === undefined || isAtWork ? undefined : linesMark(lines);
	if (known !== undefined) return known;
	if (distance < 0) return lines !== undefined && state === 'outcomeUnknown' ? unknown : done();
	switch (state) {
		case 'succeeded':
			return done();
		case 'failed':
			return failed();
		case 'partial':
			return inPart();
		case 'notDone':
			return { icon: 'circle-slash', tone: 'bad', text: l10n.t('Ended here: it was not done') };
		case 'outcomeUnknown':
			return unknown;
		default:
			return { icon: 'loading', tone: 'info', text: l10n.t('Under way') };
	}
}

const done = (): Mark => ({ icon: 'pass', tone: 'good', text: vscode.l10n.t('Done') });
const failed = (): Mark => ({ icon: 'error', tone: 'bad', text: vscode.l10n.t('Failed') });
const inPart = (): Mark => ({ icon: 'warning', tone: 'warning', text: vscode.l10n.t('Done in part') });

/** The words for an end, lower case. */
const ends: readonly string[] = ['succeeded', 'failed', 'cancelled', 'canceled', 'notdone'];

/** What became of the lines together; undefined while an end of one is not known. */
function linesMark(lines: readonly OperationLine[]): Mark | undefined {
	const statuses = lines.map(({ status }) => status.toLowerCase());
	const [first] = statuses;
	if (first === undefined || !statuses.every((status) => ends.includes(status))) return undefined;
	if (statuses.every((status) => status === first)) return lineMark(first);
	return lines.some(isDone) ? inPart() : failed();
}

/** What a line's status is called (OperationStatus of the contract and ours); an unknown word stays as it is. */
export function lineMark(status: string): Mark {
	const { l10n } = vscode;
	switch (status.toLowerCase()) {
		case 'succeeded':
			return done();
		case 'failed':
			return failed();
		case 'cancelled':
		case 'canceled':
			return { icon: 'circle-slash', tone: 'none', text: l10n.t('Cancelled') };
		case 'notdone':
			return { icon: 'circle-slash', tone: 'none', text: l10n.t('Not done') };
		case 'pending':
			return { icon: 'clock', tone: 'info', text: l10n.t('Pending') };
		default:
			return { icon: 'question', tone: 'none', text: status };
	}
}
