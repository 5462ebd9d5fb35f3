/** How many there are of something, in words: each noun in its singular and its plural. */
import * as vscode from 'vscode';
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

export function paymentCount(count: number): string {
	return count === 1 ? vscode.l10n.t('1 payment') : vscode.l10n.t('{0} payments', number(count));
}

/** Of what is reserved; undefined: not known. */
export function unitCount(count: number | undefined): string {
	return count === 1 ? vscode.l10n.t('1 unit') : vscode.l10n.t('{0} units', number(count));
}

/** Of an operation: what is returned and what is bought. */
export function lineCount(count: number): string {
	return count === 1 ? vscode.l10n.t('1 line') : vscode.l10n.t('{0} lines', number(count));
}
