/** What happens at the end of the reservations in the columns, told without making whole reservations of them. */
import type { StateFacts } from '../interner';
import { type Renewal, renewalOf } from '../policy';
import type { Segment } from './slots';

/** The facts of a state, and what happens at the end. */
export interface Ending {
	readonly state: StateFacts;
	readonly renewal: Renewal;
}

/** @returns what happens at the end of this one; undefined where nothing is known of it */
export function renewalAt({ packed }: Segment, index: number): Renewal | undefined {
	const [state, product] = [packed.stateAt(index), packed.productAt(index)];
	if (state === undefined || product === undefined) return undefined;
	const { sku, product: name, resourceType, term } = product;
	const expiresAt = packed.numberAt(index, 'expiresAt');
	return renewalOf({ sku, product: name, resourceType, term, expiresAt, renew: state.renew });
}

/** @returns tells the ending of each, one object for all that share state and renewal */
export function endings(): (segment: Segment, index: number) => Ending | undefined {
	const known = new WeakMap<StateFacts, Map<Renewal, Ending>>();
	return (segment, index) => {
		const state = segment.packed.stateAt(index);
		const renewal = renewalAt(segment, index);
		if (state === undefined || renewal === undefined) return undefined;
		const ofState = known.get(state) ?? new Map<Renewal, Ending>();
		known.set(state, ofState);
		const ending = ofState.get(renewal) ?? { state, renewal };
		ofState.set(renewal, ending);
		return ending;
	};
}
