/** What happens at the end of the reservations in the columns, told without making whole reservations of them. */
import type { Reservation } from '../model';
import { type Renewal, renewalOf } from '../policy';
import type { Segment } from './slots';

/** What is set for the end. */
export interface RenewalSetting {
	/** As Azure names it: `On`, `Off`, `Renewed` and so on. Undefined: Azure does not tell. */
	readonly named: string | undefined;
	/** It is on, but the series is not renewed any more. */
	readonly willFail: boolean;
}

/** @param renewal what is known of it by the product */
export function renewalSetting(
	{ renew, renewState }: Pick<Reservation, 'renew' | 'renewState'>,
	renewal: Renewal,
): RenewalSetting {
	const named = renewState ?? (renew === undefined ? undefined : renew ? 'On' : 'Off');
	return { named, willFail: renewal === 'impossible' && named?.toLowerCase() === 'on' };
}

const failing = ';impossible';
/** Not a name of Azure's, as it is in no answer. */
const untold = ';untold';

/** The setting as a text that is the same in every language. */
export function renewalKey({ named, willFail }: RenewalSetting): string {
	if (named === undefined) return untold;
	return willFail ? named + failing : named;
}

/** @param key what {@link renewalKey} gave */
export function settingOf(key: string): RenewalSetting {
	if (key === untold) return { named: undefined, willFail: false };
	const willFail = key.endsWith(failing);
	return { named: willFail ? key.slice(0, -failing.length) : key, willFail };
}

/** @returns what happens at the end of this one; undefined where nothing is known of it */
export function renewalAt({ packed }: Segment, index: number): Renewal | undefined {
	const [state, product] = [packed.stateAt(index), packed.productAt(index)];
	if (state === undefined || product === undefined) return undefined;
	const { sku, product: name, resourceType, term } = product;
	const expiresAt = packed.numberAt(index, 'expiresAt');
	return renewalOf({ sku, product: name, resourceType, term, expiresAt, renew: state.renew });
}

/** @returns what is set for the end of this one, by its key */
export function renewalKeyAt(segment: Segment, index: number): string | undefined {
	const state = segment.packed.stateAt(index);
	const renewal = renewalAt(segment, index);
	return state === undefined || renewal === undefined ? undefined : renewalKey(renewalSetting(state, renewal));
}
