/** What the commands work with. */
import type * as vscode from 'vscode';
import type { Preferences } from '../host/preferences';
import type { Session } from '../host/session';
import type { OperationsDoor } from '../operations/door';
import type { AllPanels } from '../panels/doors';
import type { CustomersView } from '../tree/customers-view';

export interface CommandContext extends AllPanels {
	readonly session: Session;
	readonly preferences: Preferences;
	readonly view: CustomersView;
	readonly operations: OperationsDoor;
	readonly log: vscode.LogOutputChannel;
}
