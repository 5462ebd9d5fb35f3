/** Returns and exchanges in words: what they are about, how far they are, how they ended. For tree, notifications and status bar. */
import * as vscode from 'vscode';
import type { Operation, OperationLine } from '../reservations/operations/model';
import { regionName } from '../reservations/regions';
import { lineCount } from './counts';
import { number } from './formats';
import { isDone, linesOfStep } from './operation-facts';
import { termWords } from './words';

/** "Return" or "Exchange". */
export function kindWords({ kind }: Pick<Operation, 'kind'>): string {
	return kind === 'return' ? vscode.l10n.t('Return') : vscode.l10n.t('Exchange');
}

/** Kind and customer: the name of an operation in a sentence. */
export function titleWords({ kind, customerName }: Pick<Operation, 'kind' | 'customerName'>): string {
	return kind === 'return' ? vscode.l10n.t('Return for {0}', customerName) : vscode.l10n.t('Exchange for {0}', customerName);
}

/** What is returned, and what is bought for it. */
export function whatWords({ lines }: Pick<Operation, 'lines'>): string {
	const side = (direction: OperationLine['direction']) => sideWords(lines.filter((line) => line.direction === direction));
	const [returned, bought] = [side('return'), side('purchase')];
	return bought === '' ? returned : vscode.l10n.t('{0} for {1}', returned, bought);
}

/**
 * What a line is about. The journal keeps the term of a product as Azure's code, `P3Y`, and once kept its region so too, `westeurope`;
 * here both are said in words.
 */
export function lineWords({ what }: Pick<OperationLine, 'what'>): string {
	return what.replace(/(?<=, )[a-z]+\d?(?=, P\d+[YM]$)/, regionName).replace(/(?<=, )P\d+[YM]$/, termWords);
}

function sideWords(lines: readonly OperationLine[]): string {
	const [first, ...more] = lines;
	if (first === undefined) return '';
	const named = `${lineWords(first)} ×${number(first.quantity)}`;
	return more.length === 0 ? named : vscode.l10n.t('{0} and {1} more', named, number(more.length));
}

/** Where it stands: the step while it is open, else the outcome. Never more certain than what is known. */
export function stateWords(operation: Pick<Operation, 'state' | 'step' | 'lines' | 'setAside'>): string {
	const { l10n } = vscode;
	switch (operation.state) {
		case 'prepared':
			return l10n.t('being sent');
		case 'sent':
			return l10n.t('sent, finding out what became of it');
		case 'running':
			return stepWords(operation);
		case 'succeeded':
			return l10n.t('done');
		case 'partial':
			return l10n.t('done in part, {0} of {1}', number(operation.lines.filter(isDone).length), lineCount(operation.lines.length));
		case 'failed':
			return l10n.t('failed');
		case 'outcomeUnknown':
			return operation.setAside === undefined ? l10n.t('outcome not known') : l10n.t('set aside, outcome not known');
		case 'notDone':
			return l10n.t('not done');
	}
}

function stepWords(operation: Pick<Operation, 'step' | 'lines'>): string {
	const { l10n } = vscode;
	const lines = linesOfStep(operation);
	const [done, all] = [number(lines.filter(isDone).length), lineCount(lines.length)];
	switch (operation.step?.toLowerCase()) {
		case 'pendingrefunds':
			return l10n.t('refunds under way, {0} of {1} done', done, all);
		case 'pendingpurchases':
			return l10n.t('purchases under way, {0} of {1} done', done, all);
		case undefined:
			return l10n.t('under way, {0} of {1} done', done, all);
		default:
			// The provisioning state of the order, in the service's own word (arm-contract ProvisioningState).
			return l10n.t('under way ({0}), {1} of {2} done', operation.step ?? '', done, all);
	}
}

/** A line's status as the service named it (OperationStatus of the contract), or `NotDone`; unknown words stay as they are. */
export function lineStatusWords({ status }: Pick<OperationLine, 'status'>): string {
	const { l10n } = vscode;
	switch (status.toLowerCase()) {
		case 'succeeded':
			return l10n.t('done');
		case 'pending':
			return l10n.t('under way');
		case 'failed':
			return l10n.t('failed');
		case 'cancelled':
			return l10n.t('cancelled');
		case 'notdone':
			return l10n.t('not done');
		default:
			return status;
	}
}

/** What became of it, as a message says it; the explanation of the service module has the rest. */
export function outcomeWords(operation: Operation): string {
	const { l10n } = vscode;
	const title = titleWords(operation);
	switch (operation.state) {
		case 'succeeded':
			return l10n.t('{0} is done: {1}.', title, whatWords(operation));
		case 'partial':
			return l10n.t('{0} went through in part only: {1} of {2}.', title, doneCount(operation), lineCount(operation.lines.length));
		case 'failed':
			return l10n.t('{0} failed: {1}.', title, whatWords(operation));
		case 'outcomeUnknown':
			return l10n.t('{0} was sent, but what became of it is not known. It is never sent again by itself.', title);
		case 'notDone':
			return l10n.t('{0} was not done. Nothing was returned and nothing was bought.', title);
		default:
			return `${title}: ${stateWords(operation)}`;
	}
}

function doneCount({ lines }: Pick<Operation, 'lines'>): string {
	return number(lines.filter(isDone).length);
}

const units: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, ms: number])[] = [
	['day', 86_400_000],
	['hour', 3_600_000],
	['minute', 60_000],
];

/** How long ago a moment was, in the largest unit that fits. Both in ms since the epoch. */
export function agoWords(at: number, now: number): string {
	const age = Math.max(0, now - at);
	const [unit, ms] = units.find(([, size]) => age >= size) ?? ['minute', Number.POSITIVE_INFINITY];
	if (ms === Number.POSITIVE_INFINITY) return vscode.l10n.t('just now');
	return new Intl.RelativeTimeFormat(vscode.env.language, { style: 'short' }).format(-Math.floor(age / ms), unit);
}

/** How many operations are open or unknown, in one phrase; empty when none is. */
export function unsettledWords(open: number, unknown: number): string {
	const { l10n } = vscode;
	const underWay = open === 1 ? l10n.t('1 operation under way') : l10n.t('{0} operations under way', number(open));
	const inDoubt = unknown === 1 ? l10n.t('1 outcome not known') : l10n.t('{0} outcomes not known', number(unknown));
	return [open === 0 ? undefined : underWay, unknown === 0 ? undefined : inDoubt]
		.filter((part) => part !== undefined)
		.join(' · ');
}
