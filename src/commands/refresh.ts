/** Refresh, Retry, Show More and Clear Cache: what makes the tree read anew. */
import * as vscode from 'vscode';
import type { CommandContext } from './context';
import { say } from './copy';
import { nodesOf } from './targets';

/** Refreshes the selected nodes; without any, the overview panel that has the focus, else everything. */
export async function refresh(context: CommandContext, args: readonly unknown[]): Promise<void> {
	const nodes = nodesOf(args);
	if (nodes.length === 0 && context.overviews.active !== undefined) context.overviews.loaded?.find()?.refresh();
	else await context.view.refresh(nodes);
}

/** Forgets what is kept on disk and in memory, and reads anew what is shown. */
export async function clearCache(context: CommandContext): Promise<void> {
	const service = await context.session.service();
	await service.clearCache();
	context.view.tree.reload();
	say(vscode.l10n.t('Cleared what was kept of customers and reservations; what is shown is read anew'));
}
