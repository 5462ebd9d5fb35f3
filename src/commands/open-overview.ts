/** Open Overview: shows all about a reservation in an editor tab. */
import type { CommandContext } from './context';
import { reservationsFor, withSelection } from './targets';

/** Tabs that are opened at once from the palette, where what was selected long ago may be meant. */
const mostTabs = 10;

export async function openOverview(context: CommandContext, args: readonly unknown[]): Promise<void> {
	for (const reservation of await reservationsFor(context, withSelection(context, args, 'reservations', mostTabs)))
		await context.overviews.open(reservation);
}
