/** Search: finds a customer or a reservation among all, and goes there. */
import * as vscode from 'vscode';
import type { CommandContext } from './context';
import { pickOne } from './targets';

/** A customer is shown in the tree; a reservation opens its overview, or is shown in the tree by its button. */
export async function search(context: CommandContext): Promise<void> {
	const picked = await pickOne(context, 'all', vscode.l10n.t('Search Customers and Reservations'));
	if (picked === undefined) return;
	if (picked.reservation === undefined || picked.inTree) await context.view.reveal(picked.customer, picked.reservation);
	else await context.overviews.open(picked.reservation);
}
