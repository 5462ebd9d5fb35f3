/** The operation or change that a command was handed by a node or a message: either may be older than the connection in use. */
import { l10n } from 'vscode';
import { ServiceFailure } from '../azure/failure';
import type { Entry } from '../host/entries';
import type { Operations } from '../host/operations';
import { entryOf, isOperationsNode } from '../tree/operations-nodes';

/**
 * @param given the command's first argument
 * @returns the entry as it is now; undefined where the argument names none
 * @throws ServiceFailure `NotFound` when the connection in use does not know what was named: nothing was done then
 */
export async function givenEntry(operations: Operations, given: unknown): Promise<Entry | undefined> {
	const node = isOperationsNode(given) ? entryOf(given) : undefined;
	const { operationId = node?.id } = (given ?? {}) as { operationId?: unknown };
	if (typeof operationId !== 'string') return undefined;
	await operations.ready();
	// A node may have been drawn before the last change.
	const entry = operations.findEntry(operationId);
	if (entry !== undefined) return entry;
	throw new ServiceFailure('NotFound', l10n.t('This was not done with the connection in use. Nothing was done now.'), {
		remedy: l10n.t('Switch to the connection that it was done with, then look for it in the view Operations.'),
	});
}
