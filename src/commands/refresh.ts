/** Refresh, Retry, Show More and Clear Cache: what makes the tree read anew. */
import * as vscode from 'vscode';
import { customerCount } from '../host/counts';
import { number } from '../host/formats';
import type { ReservationRef } from '../reservations/model';
import type { CommandContext } from './context';
import { say } from './copy';
import { givenRefs, nodesOf } from './targets';

/** Refreshes the selected nodes, or the reservations that a panel hands in; without any, the overview panel that has the focus, else everything. */
export async function refresh(context: CommandContext, args: readonly unknown[]): Promise<void> {
	const nodes = nodesOf(args);
	const refs = givenRefs(context, args);
	if (refs.length > 0) await refreshGiven(context, refs);
	else if (nodes.length === 0 && context.overviews.active !== undefined) context.overviews.loaded?.find()?.refresh();
	else await context.view.refresh(nodes);
}

/** One is read alone; of several, the lists of their customers, which can be stopped. */
async function refreshGiven({ session }: CommandContext, refs: readonly ReservationRef[]): Promise<void> {
	const { l10n } = vscode;
	const service = await session.service();
	const [first] = refs;
	if (first !== undefined && refs.length === 1) {
		const { name } = await service.readReservation(first);
		say(l10n.t('Read anew: {0}', name));
		return;
	}
	const tenantIds = [...new Set(refs.map(({ tenantId }) => tenantId))];
	const progress = {
		location: vscode.ProgressLocation.Notification,
		title: l10n.t('Reading the reservations of {0}', customerCount(tenantIds.length)),
		cancellable: true,
	};
	await vscode.window.withProgress(progress, async (_, token) => {
		const stop = new AbortController();
		token.onCancellationRequested(() => stop.abort());
		await service.refreshReservations(tenantIds, stop.signal);
	});
	const failed = tenantIds.filter((tenantId) => service.getReservations(tenantId).failure !== undefined).length;
	say(l10n.t('{0} read, {1} could not be read.', customerCount(tenantIds.length - failed), number(failed)));
}

/** Forgets what is kept on disk and in memory, and reads anew what is shown. */
export async function clearCache(context: CommandContext): Promise<void> {
	const service = await context.session.service();
	await service.clearCache();
	context.view.tree.reload();
	say(vscode.l10n.t('Cleared what was kept of customers and reservations; what is shown is read anew'));
}
