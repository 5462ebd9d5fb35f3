/** Finds out by reading how a change stands. Never sends. */
import { reservationsOfOrderPages } from '../../azure/capacity';
import { isServiceFailure } from '../../azure/failure';
import { allItems } from '../../azure/paging';
import { readChangeResult } from '../../azure/reservation-changes';
import type { CallOptions, Transport } from '../../azure/transport';
import type { Pace } from '../operations/pace';
import { meaningOf } from './explanations';
import type { ChangeRecord } from './model';
import { endedBadly, type Patience, replacementSeen, traced, updateSeen, withResults } from './progress';
import { readConfiguration } from './reading';
import { namedIn } from './sending';

interface Looking {
	readonly transport: Transport;
	/** Now, ms since the epoch. */
	readonly clock: () => number;
	readonly pace: Pace;
}

/** What a look showed. */
interface Sight {
	readonly change: (record: ChangeRecord) => ChangeRecord;
	/** How long the service asks to wait before the next look, ms. */
	readonly waitMs?: number | undefined;
	/** The result is not there yet: look there again. */
	readonly url?: string | undefined;
}

/**
 * Looks how a change stands.
 * @param url where the service said that the result of a split or a merge will be
 * @throws ServiceFailure when that can't be read
 */
export async function look(
	looking: Looking,
	record: ChangeRecord,
	url: string | undefined,
	options: CallOptions,
): Promise<Sight> {
	if (record.kind === 'split' || record.kind === 'merge') return lookAtReplacement(looking, record, url, options);
	const { transport, clock } = looking;
	const { tenantId, reservations } = record;
	const [source] = reservations;
	if (source === undefined) throw new Error('a change without a reservation');
	const seen = await readConfiguration(transport, { ...source, tenantId }, clock(), options);
	const patience = patienceAt(looking, record);
	return { change: (it) => updateSeen(it, seen, patience, clock()) };
}

async function lookAtReplacement(
	looking: Looking,
	record: ChangeRecord,
	url: string | undefined,
	options: CallOptions,
): Promise<Sight> {
	const { transport, clock } = looking;
	const { tenantId, reservations } = record;
	const orderId = reservations[0]?.orderId ?? '';
	let named = namedIn(tenantId, undefined);
	let correlationId: string | undefined;
	if (url !== undefined) {
		try {
			const result = await readChangeResult(transport, tenantId, url, options);
			if (!result.isDone) return { change: (it) => it, waitMs: result.waitMs, url };
			named = namedIn(tenantId, result.value);
			({ correlationId } = result);
		} catch (error) {
			if (!isServiceFailure(error) || error.kind !== 'Refused') throw error;
			return { change: (it) => endedBadly(it, meaningOf(error), clock()) };
		}
	}
	// One call shows the old ones and the new ones (arm-contract 2.6).
	const order = namedIn(tenantId, await allItems(reservationsOfOrderPages(transport, tenantId, orderId, options)));
	const patience = patienceAt(looking, record);
	return { change: (it) => replacementSeen(withResults(traced(it, correlationId), named), order, patience, clock()) };
}

function patienceAt({ clock, pace }: Looking, { sentAt }: ChangeRecord): Patience {
	return { isSettled: clock() - sentAt > pace.settledMs };
}
