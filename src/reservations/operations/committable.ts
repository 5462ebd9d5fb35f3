/** Whether the service's own answer lets a quote be committed. */
import type { Quote } from './model';

/**
 * True when nothing in the quote speaks against committing it; its age is not looked at. Belt and braces beside the service's own
 * refusal (arm-pitfalls 4). Only the figures of such a quote say what would happen: a refused one may name amounts too.
 * @returns true when the service gave a session and every amount, and refuses nothing
 */
export function canBeCommitted<Q extends Quote>(quote: Q): quote is Q & { readonly sessionId: string } {
	const complete =
		quote.kind === 'return'
			? quote.figures !== undefined
			: quote.totals !== undefined && quote.purchases.every(({ commitment }) => commitment !== undefined);
	return complete && quote.sessionId !== undefined && quote.policyErrors.length === 0 && quote.blockers.length === 0;
}
