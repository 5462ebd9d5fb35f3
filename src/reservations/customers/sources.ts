/** Which source customers are read from: the best one that may be used. */
import { isCancelled, type ServiceFailure } from '../../azure/failure';
import type { CallOptions, Transport } from '../../azure/transport';
import { toFailure } from '../failures';
import type { Customer, CustomerSource } from '../model';
import { graphCustomers } from './graph';
import { partnerCenterCustomers } from './partner-center';

/** A source that is being read. */
export interface Source {
	readonly source: CustomerSource;
	/** Why a better one is not. */
	readonly sourceFailure: ServiceFailure | undefined;
	readonly pages: AsyncIterable<readonly Customer[]>;
}

interface Parts {
	readonly transport: Transport;
	readonly log: { warn(message: string): void };
}

const sources = { partnerCenter: partnerCenterCustomers, graph: graphCustomers } as const;

/**
 * Reads from Partner Center; where that is not allowed, from Microsoft Graph; where that is of no use either, from nothing but
 * what the user entered. A fault that may pass is no reason to take a lesser source.
 * @param hasEntered whether the user entered customers that lead to a tenant
 * @param read reads all pages of a source
 * @throws ServiceFailure of the best source that failed; an AbortError when cancelled
 */
export async function readBestSource<T>(
	{ transport, log }: Parts,
	options: CallOptions,
	hasEntered: () => Promise<boolean>,
	read: (source: Source) => Promise<T>,
): Promise<T> {
	let sourceFailure: ServiceFailure | undefined;
	for (const source of ['partnerCenter', 'graph'] as const) {
		try {
			return await read({ source, sourceFailure, pages: sources[source](transport, log, options) });
		} catch (error) {
			if (isCancelled(error)) throw error;
			const failure = toFailure(error, undefined);
			const isUnusable = failure.kind === 'NotAllowed' || (sourceFailure !== undefined && !mayPass(failure));
			if (!isUnusable) throw failure;
			log.warn(`Customers can't be read from ${source}: ${failure.message}`);
			sourceFailure ??= failure;
			// Whoever is not signed in is not signed in to Graph either.
			if (signInMissing(failure)) break;
		}
	}
	if (sourceFailure !== undefined && !(await hasEntered())) throw sourceFailure;
	return await read({ source: 'list', sourceFailure, pages: noPages() });
}

/** True when nobody is signed in: that is shown as a failure, also beside customers that the user entered. */
export function signInMissing(failure: ServiceFailure | undefined): boolean {
	return failure?.details.code === 'SignInRequired';
}

function mayPass({ kind }: ServiceFailure): boolean {
	return kind === 'Unreachable' || kind === 'Throttled';
}

async function* noPages(): AsyncGenerator<never> {}
