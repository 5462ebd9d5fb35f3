/** Access Control…: opens the panel with who has access to a reservation and its order. Nothing is changed by opening it. */
import type { CommandContext } from './context';
import { reservationsFor } from './targets';

export async function accessControl(context: CommandContext, args: readonly unknown[]): Promise<void> {
	const [ref] = await reservationsFor(context, args);
	if (ref !== undefined) await context.roles.open(ref);
}
