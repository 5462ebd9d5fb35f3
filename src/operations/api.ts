/** What the operations of the connection offer to the rest of the extension, once their code is loaded. */
import type * as vscode from 'vscode';
import type { Operations } from '../host/operations';
import type { ResultDocuments } from '../host/result-documents';
import type { OperationsTree } from '../tree/operations-tree';

/** The commands on operations, by the last part of their ids. Each gets what VS Code, a notification or the palette hands in. */
export interface OperationCommands {
	showOperation(args: readonly unknown[]): Promise<void>;
	/** @returns the operation as it is now */
	lookAgain(args: readonly unknown[]): Promise<unknown>;
	/** @returns the operation as it is now; undefined when nothing was set aside */
	setOperationAside(args: readonly unknown[]): Promise<unknown>;
	/** @returns what was copied */
	copyOperationDetails(args: readonly unknown[]): Promise<string | undefined>;
	/** @returns what was copied */
	copySuccessorId(args: readonly unknown[]): Promise<string | undefined>;
	revealReservation(args: readonly unknown[]): Promise<void>;
	/** @returns the address that was opened */
	openOperationInPortal(args: readonly unknown[]): Promise<string | undefined>;
	/** @returns the file that was written */
	exportOperations(): Promise<vscode.Uri | undefined>;
}

export interface OperationsDesk extends vscode.Disposable {
	readonly operations: Operations;
	readonly tree: OperationsTree;
	readonly results: ResultDocuments;
	readonly commands: OperationCommands;
}
