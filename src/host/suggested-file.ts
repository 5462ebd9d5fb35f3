/** Where an export goes if the user says nothing else. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';

/**
 * A file with today's date in the folder that is open, or in the user's own where none is: VS Code would begin in the root folder.
 * @param name what is exported, for example `reservations`
 * @param ending of the file, without its dot
 */
export function suggestedFile(name: string, ending: string): vscode.Uri {
	const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
	return vscode.Uri.joinPath(folder ?? vscode.Uri.file(homedir()), `${name}-${new Date().toISOString().slice(0, 10)}.${ending}`);
}
