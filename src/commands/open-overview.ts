/** Open Overview: shows all about a reservation in an editor tab. */
import type { CommandContext } from './context';
import { reservationsFor, withSelection } from './targets';

export async function openOverview(context: CommandContext, args: readonly unknown[]): Promise<void> {
	for (const reservation of await reservationsFor(context, withSelection(context, args, 'reservations')))
		await context.overviews.open(reservation);
}
