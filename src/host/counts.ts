/** How many there are of something, in words: each noun in its singular and its plural. */
import * as vscode from 'vscode';
import type { UnitSum } from '../reservations/units';
import { number } from './formats';

export function customerCount(count: number): string {
	return count === 1 ? vscode.l10n.t('1 customer') : vscode.l10n.t('{0} customers', number(count));
}

export function reservationCount(count: number): string {
	return count === 1 ? vscode.l10n.t('1 reservation') : vscode.l10n.t('{0} reservations', number(count));
}

export function orderCount(count: number): string {
	return count === 1 ? vscode.l10n.t('1 order') : vscode.l10n.t('{0} orders', number(count));
}

export function reservationOrderCount(count: number): string {
	return count === 1 ? vscode.l10n.t('1 reservation order') : vscode.l10n.t('{0} reservation orders', number(count));
}

export function paymentCount(count: number): string {
	return count === 1 ? vscode.l10n.t('1 payment') : vscode.l10n.t('{0} payments', number(count));
}

/** With one decimal. */
export function hourCount(hours: number): string {
	const shown = number(hours, 1);
	return shown === number(1) ? vscode.l10n.t('1 hour') : vscode.l10n.t('{0} hours', shown);
}

/** Of what is reserved; undefined: not told. */
export function unitCount(count: number | undefined): string {
	if (count === undefined) return vscode.l10n.t('an unknown number of units');
	return count === 1 ? vscode.l10n.t('1 unit') : vscode.l10n.t('{0} units', number(count));
}

/** Of several reservations; says of how many they are not told. @param words of the units; undefined: of none they are told */
export function unitSum({ units, untold }: UnitSum, words: (count: number | undefined) => string = figure): string {
	if (untold === 0) return words(units);
	if (units === 0) return words(undefined);
	return vscode.l10n.t('{0}, unknown for {1}', words(units), reservationCount(untold));
}

function figure(count: number | undefined): string {
	return count === undefined ? vscode.l10n.t('unknown') : number(count);
}

/** Of an operation: what is returned and what is bought. */
export function lineCount(count: number): string {
	return count === 1 ? vscode.l10n.t('1 line') : vscode.l10n.t('{0} lines', number(count));
}
