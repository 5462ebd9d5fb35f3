/** Reservations that come of others in their order: parts of a split, the sum of a merge, and what a return leaves over. */
import { cancel, type Facts, type Reservation, type StatusInfo, type UsageProfile } from './ledger';
import { addReservation } from './purchase';

const SPLIT: StatusInfo = { statusCode: 'Split', message: 'This reservation was split and is no longer active' };
const MERGED: StatusInfo = { statusCode: 'Merged', message: 'This reservation was merged and is no longer active' };

/** Rows of history of the source that a split or merge is asked of: one more than of any other (recorded). */
const ROWS_OF_FIRST = 3;

/** Without a renewal: a split, a merge and a transfer cancel it (rules 7). */
function factsOf(source: Reservation, quantity: number): Facts {
	const { displayName, scope, instanceFlexibility, reviewAt } = source;
	return {
		displayName,
		scope,
		instanceFlexibility,
		reviewAt,
		quantity,
		renew: false,
		archived: false,
		provisioningState: 'Succeeded',
		status: undefined,
	};
}

/** The use of some of a reservation's units: their share of one machine a unit, or all of the few other things. */
function usageOf({ usage, quantity, initial }: Reservation, before: number, units: number): UsageProfile {
	const { resources, foundIn = initial.scope } = usage;
	return { ...usage, foundIn, resources: resources.length < quantity ? resources : resources.slice(before, before + units) };
}

function derive(source: Reservation, id: string, origin: Reservation['origin'], facts: Facts, at: number, usage: UsageProfile) {
	const derived = addReservation(source.order, id, origin, facts, at, at, usage);
	derived.displayState = source.displayState;
	return derived;
}

/** What is left of a reservation of which units went away: it takes the place of the old one, with the same term. */
export function addRest(source: Reservation, id: string, quantity: number, at: number): Reservation {
	const facts = { ...factsOf(source, quantity), renew: source.renew, archived: source.archived };
	return derive(source, id, 'rest', facts, at, usageOf(source, 0, quantity));
}

/**
 * Splits a reservation: it ends, and its parts go on in the same order to the same end of term.
 * @param quantities units of the parts, together those of the source
 */
export function split(source: Reservation, quantities: readonly number[], newId: () => string, at: number): Reservation[] {
	let before = 0;
	const parts = quantities.map((quantity) => {
		const usage = usageOf(source, before, quantity);
		before += quantity;
		return derive(source, newId(), 'split', factsOf(source, quantity), at, { ...usage, seed: usage.seed + quantity });
	});
	cancel(source, at, SPLIT, ROWS_OF_FIRST);
	source.splitDestinations = parts.map(({ id }) => id);
	for (const part of parts) part.splitSource = source.id;
	return parts;
}

/** Merges reservations of one order: they end, and one with all of their units goes on, named and scoped like the first. */
export function merge(sources: readonly [Reservation, ...Reservation[]], newId: () => string, at: number): Reservation {
	const [first] = sources;
	const quantity = sources.reduce((sum, source) => sum + source.quantity, 0);
	const usage: UsageProfile = {
		...usageOf(first, 0, first.quantity),
		seed: first.usage.seed + quantity,
		resources: [...new Set(sources.flatMap((source) => source.usage.resources))],
	};
	const merged = derive(first, newId(), 'merge', factsOf(first, quantity), at, usage);
	for (const source of sources) {
		cancel(source, at, MERGED, source === first ? ROWS_OF_FIRST : undefined);
		source.mergeDestination = merged.id;
	}
	merged.mergeSources = sources.map(({ id }) => id);
	return merged;
}
