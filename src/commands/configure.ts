/** Configuration…: opens the panel that shows and changes what of a reservation can be set. Nothing is changed by opening it. */
import type { CommandContext } from './context';
import { reservationsFor } from './targets';

export async function configure(context: CommandContext, args: readonly unknown[]): Promise<void> {
	const [ref] = await reservationsFor(context, args);
	if (ref !== undefined) await context.configurations.open(ref);
}
