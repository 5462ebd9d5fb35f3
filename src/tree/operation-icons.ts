/** The icons of operations and changes by state: always beside the state in words, never alone. */
import * as vscode from 'vscode';
import type { OperationState } from '../reservations/operations/model';

const warning = new vscode.ThemeColor('list.warningForeground');
const error = new vscode.ThemeColor('list.errorForeground');

export const stateIcons: Readonly<Record<OperationState, vscode.ThemeIcon>> = {
	prepared: new vscode.ThemeIcon('sync~spin'),
	sent: new vscode.ThemeIcon('sync~spin'),
	running: new vscode.ThemeIcon('sync~spin'),
	succeeded: new vscode.ThemeIcon('pass'),
	partial: new vscode.ThemeIcon('warning', warning),
	failed: new vscode.ThemeIcon('error', error),
	outcomeUnknown: new vscode.ThemeIcon('question', warning),
	notDone: new vscode.ThemeIcon('circle-slash'),
};
