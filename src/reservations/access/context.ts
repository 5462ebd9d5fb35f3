/** What every check of one examination shares. */
import type { Cloud } from '../../azure/cloud';
import { isCancelled, type ServiceFailure } from '../../azure/failure';
import { toFailure } from '../failures';
import type { Format } from '../format';
import type { PartnerFacts, Reading } from './partner-facts';

export interface Context {
	readonly cloud: Cloud;
	readonly reading: Reading;
	readonly partner: PartnerFacts;
	/** Client id of the app registration, for links to consent. */
	readonly clientId: string | undefined;
	readonly format: Format;
	/** Now, ms since the epoch. */
	readonly now: number;
}

/** What a read came to: its value, or its failure. */
export type Attempt<T> =
	| { readonly value: T; readonly failure?: undefined }
	| { readonly value?: undefined; readonly failure: ServiceFailure };

/** Reads and gives the failure instead of throwing it. @throws an AbortError when cancelled */
export async function attempt<T>(read: () => Promise<T>): Promise<Attempt<T>> {
	try {
		return { value: await read() };
	} catch (error) {
		if (isCancelled(error)) throw error;
		return { failure: toFailure(error, undefined) };
	}
}
