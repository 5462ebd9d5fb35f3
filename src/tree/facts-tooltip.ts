/** A tooltip of facts: a title and a line for each. */
import * as vscode from 'vscode';
import { escapeMarkdown } from '../host/markup';

/** @param rows label and value; what has no value is left out. Holds no link and no command */
export function tooltip(
	title: string,
	rows: readonly (readonly [label: string, value: string | undefined])[],
): vscode.MarkdownString {
	const shown = rows
		.filter(([, value]) => value !== undefined && value !== '')
		.map(([label, value = '']) =>
			label === '' ? escapeMarkdown(value) : `- ${escapeMarkdown(label)}: ${escapeMarkdown(value)}`,
		);
	return new vscode.MarkdownString(`**${escapeMarkdown(title)}**\n\n${shown.join('\n')}`);
}
