/** Composition of what the user sees of operations. The entry of a bundle that is loaded with the connection, the view or a command. */
import * as vscode from 'vscode';
import {
	copyOperationDetails,
	copySuccessorId,
	exportOperations,
	lookAgain,
	openOperationInPortal,
	revealReservation,
	setOperationAside,
	showOperation,
} from '../commands/operations';
import { ChangeNotices } from '../host/change-notices';
import { OperationDetails } from '../host/operation-details';
import { OperationNotices } from '../host/operation-notices';
import { createOperationsStatus } from '../host/operation-status';
import { Operations } from '../host/operations';
import { ResultDocuments } from '../host/result-documents';
import type { Session } from '../host/session';
import type { CustomersView } from '../tree/customers-view';
import { OperationsTree } from '../tree/operations-tree';
import type { OperationsDesk } from './api';

/** What operations need of the rest of the extension. */
export interface OperationsHost {
	readonly session: Session;
	/** The view of customers, where reservations are shown. */
	readonly view: Pick<CustomersView, 'reveal'>;
	/** The view of operations itself. */
	readonly operationsView: vscode.TreeView<unknown>;
}

/** Starts following the operations of the connection; it is not started by this. */
export function createOperations({ session, view, operationsView }: OperationsHost): OperationsDesk {
	const operations = new Operations(session);
	const details = new OperationDetails(operations);
	const tree = new OperationsTree(session, operations, operationsView);
	const results = new ResultDocuments();
	const all = [
		operations,
		details,
		tree,
		results,
		new ChangeNotices(operations, session.log),
		new OperationNotices(operations, session.log),
		createOperationsStatus(operations),
	] as const;
	const context = { session, view, operations, details };
	return {
		operations,
		tree,
		results,
		commands: {
			showOperation: (args) => showOperation(context, args),
			lookAgain: (args) => lookAgain(context, args),
			setOperationAside: (args) => setOperationAside(context, args),
			copyOperationDetails: (args) => copyOperationDetails(context, args),
			copySuccessorId: (args) => copySuccessorId(context, args),
			revealReservation: (args) => revealReservation(context, args),
			openOperationInPortal: (args) => openOperationInPortal(context, args),
			exportOperations: () => exportOperations(context),
		},
		dispose: () => vscode.Disposable.from(...all).dispose(),
	};
}
