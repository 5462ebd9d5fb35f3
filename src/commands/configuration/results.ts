/** What became of each of many reservations, sorted and in words: nothing is left unsaid. */
import * as vscode from 'vscode';
import { differenceWords, entryState } from '../../host/change-words';
import { reservationCount } from '../../host/counts';
import { moment, number } from '../../host/formats';
import { isUnsettled } from '../../host/operation-facts';
import type { BatchLine, ChangeRecord, Difference } from '../../reservations/configuration/model';
import type { Reservation } from '../../reservations/model';

interface Row {
	readonly reservation: Reservation;
	readonly line: BatchLine;
}

const sides = ['changed', 'unchanged', 'failed', 'open', 'cancelled'] as const;

/** Every reservation is on exactly one side. */
export type Account = Readonly<Record<(typeof sides)[number], readonly Row[]>>;

/** @param reservations in the order of the lines */
export function accountOf(lines: readonly BatchLine[], reservations: readonly Reservation[]): Account {
	const rows = reservations.map((reservation, index): Row => {
		const line = lines[index];
		return { reservation, line: line ?? { ref: reservation, isCancelled: true } };
	});
	const by = Map.groupBy(rows, ({ line }) => sideOf(line));
	const on = (side: (typeof sides)[number]) => by.get(side) ?? [];
	return {
		changed: on('changed'),
		unchanged: on('unchanged'),
		failed: on('failed'),
		open: on('open'),
		cancelled: on('cancelled'),
	};
}

function sideOf({ result, failure, isCancelled }: BatchLine): (typeof sides)[number] {
	if (isCancelled) return 'cancelled';
	if (failure !== undefined || result === undefined) return 'failed';
	if (result.outcome === 'unchanged') return 'unchanged';
	if (isUnsettled(result.record)) return 'open';
	return result.record.state === 'succeeded' ? 'changed' : 'failed';
}

/** One sentence that counts every reservation. */
export function summaryOf(account: Account): string {
	const { l10n } = vscode;
	const all = sides.reduce((sum, side) => sum + account[side].length, 0);
	const counts: readonly (readonly [number, string])[] = [
		[account.unchanged.length, l10n.t('{0} already so', number(account.unchanged.length))],
		[account.failed.length, l10n.t('{0} not changed', number(account.failed.length))],
		[account.open.length, l10n.t('{0} still under way or not known', number(account.open.length))],
		[account.cancelled.length, l10n.t('{0} not begun', number(account.cancelled.length))],
	];
	const rest = counts.filter(([count]) => count > 0).map(([, words]) => words);
	return [l10n.t('{0} of {1} changed', number(account.changed.length), reservationCount(all)), ...rest].join(', ').concat('.');
}

/** The document: a line for each reservation, with its reason where there is one. */
export function accountText(
	title: string,
	account: Account,
	differencesOf: (record: ChangeRecord) => readonly Difference[],
): string {
	const { l10n } = vscode;
	const headings: Readonly<Record<(typeof sides)[number], string>> = {
		failed: l10n.t('Not changed'),
		open: l10n.t('Still under way, or not known: the view Operations follows them'),
		cancelled: l10n.t('Not begun, as it was cancelled before'),
		unchanged: l10n.t('Were so already'),
		changed: l10n.t('Changed'),
	};
	const order = ['failed', 'open', 'cancelled', 'unchanged', 'changed'] as const;
	const parts = order
		.filter((side) => account[side].length > 0)
		.map((side) =>
			[
				`${headings[side]} (${number(account[side].length)})`,
				...account[side].map((row) => `- ${rowText(row, differencesOf)}`),
			].join('\n'),
		);
	return [title, moment(Date.now()), summaryOf(account), ...parts.map((part) => `\n${part}`), ''].join('\n');
}

function rowText({ reservation, line }: Row, differencesOf: (record: ChangeRecord) => readonly Difference[]): string {
	return `${reservation.name} · ${reservation.reservationId}\n  ${whatCame(line, differencesOf)}`;
}

function whatCame(
	{ result, failure, isCancelled }: BatchLine,
	differencesOf: (record: ChangeRecord) => readonly Difference[],
): string {
	if (isCancelled) return vscode.l10n.t('Nothing was sent.');
	if (failure !== undefined) return failure.message;
	if (result === undefined) return '';
	if (result.outcome === 'unchanged') return result.explanation;
	const { record } = result;
	if (record.state === 'succeeded')
		return differencesOf(record)
			.map((it) => `${it.label}: ${differenceWords(it)}`)
			.join('; ');
	return [entryState(record), record.explanation].filter((part) => part !== undefined).join(': ');
}
