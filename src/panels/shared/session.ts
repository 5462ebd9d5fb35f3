/** What all panels need of the rest of the extension: the connection with its service, and where their files are. */
import type * as vscode from 'vscode';
import type { Change } from '../../reservations/api';
import type { PanelLog } from './page';

/** @typeParam Desk what the panels use of the service */
export interface PanelSession<Desk> {
	/** The service of the connection that is up; undefined while there is none. */
	readonly current: Desk | undefined;
	/** Makes the connection when there is none. @throws ServiceFailure or Error when it can't be made */
	service(): Promise<Desk>;
	readonly onDidChange: vscode.Event<Change>;
	readonly log: PanelLog;
}

export interface PanelHost<Desk> {
	readonly session: PanelSession<Desk>;
	readonly extensionUri: vscode.Uri;
}
