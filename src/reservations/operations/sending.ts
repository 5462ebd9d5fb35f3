/** Sends a commit, once, and says what its answer makes of the operation. */
import * as l10n from '@vscode/l10n';
import { type BegunOperation, commitExchange } from '../../azure/exchanges';
import { isCancelled, type ServiceFailure } from '../../azure/failure';
import { commitReturn } from '../../azure/refunds';
import type { Transport } from '../../azure/transport';
import { toFailure } from '../failures';
import { tooOld } from './checks';
import { exchangeSeen } from './exchange-progress';
import type { Entry } from './journal-file';
import type { Quote } from './model';
import { notDone, outcomeUnknown, traced, withOperation } from './progress';
import { meaningful } from './quoting';

/** What came of the sending. */
interface Sent {
	readonly change: (entry: Entry) => Entry;
	/** How long the service asks to wait before the first look, ms. */
	readonly waitMs: number | undefined;
}

/** How often it is looked whether the quote is too old, ms: by the time of day, as a timer stands still while the computer sleeps. */
const betweenChecksMs = 500;

/**
 * Sends the commit of a session, unless it is kept waiting, as by a sign-in, until the quote is too old. So what was not sent by then
 * never is, and who finds no trace of it long after that can be sure. Never throws: whatever comes is written down.
 * @param reason of a return; required there
 */
export async function send(
	transport: Transport,
	quote: Quote,
	sessionId: string,
	reason: string,
	clock: () => number,
): Promise<Sent> {
	const late = new AbortController();
	const timer = setInterval(() => {
		if (clock() >= quote.expiresAt) late.abort();
	}, betweenChecksMs);
	try {
		return await sendIt(transport, quote, sessionId, reason, clock, late.signal);
	} catch (error) {
		// A commit that is on its way is not cancelled any more.
		if (isCancelled(error)) return { waitMs: undefined, change: (entry) => notDone(entry, tooOld(), clock()) };
		const failure = meaningful(toFailure(error, quote.tenantId));
		return { waitMs: undefined, change: (entry) => notAnswered(entry, failure, clock()) };
	} finally {
		clearInterval(timer);
	}
}

async function sendIt(
	transport: Transport,
	quote: Quote,
	sessionId: string,
	reason: string,
	clock: () => number,
	signal: AbortSignal,
): Promise<Sent> {
	if (quote.kind === 'return') {
		const { correlationId } = await commitReturn(transport, quote.tenantId, quote.line, sessionId, reason, { signal });
		// Its `Retry-After` is for pollers of the order, which shows the return long before (recordings 6).
		return { waitMs: undefined, change: (entry) => taken(traced(entry, correlationId), clock()) };
	}
	const begun = await commitExchange(transport, quote.tenantId, sessionId, { signal });
	return {
		waitMs: begun.waitMs,
		change: (entry) => exchangeTaken(traced(entry, begun.correlationId), begun, transport, clock()),
	};
}

function taken(entry: Entry, at: number): Entry {
	return withOperation(entry, { state: 'running', answeredAt: at, explanation: undefined });
}

function exchangeTaken(entry: Entry, { url, operation }: BegunOperation, { cloud }: Transport, at: number): Entry {
	const answered = taken(entry, at);
	const traveled = operation === undefined ? answered : exchangeSeen(answered, operation, { isOverdue: false }, at);
	// An address elsewhere would be refused at every look; the operation has the session's id anyway (arm-pitfalls 6).
	const isOurs = url !== undefined && URL.parse(url, cloud.resourceManager)?.origin === new URL(cloud.resourceManager).origin;
	return isOurs ? { ...traveled, trail: { ...traveled.trail, operationUrl: url } } : traveled;
}

/** Taken on though the answer can't be read, certainly declined, or unknown: the transport tells which (design: moving money). */
function notAnswered(entry: Entry, failure: ServiceFailure, at: number): Entry {
	const { details, message } = failure;
	const words = [message, details.detail && l10n.t('Azure says: {0}', details.detail), details.remedy]
		.filter((it) => it)
		.join(' ');
	const seen = traced(entry, details.correlationId);
	if (details.accepted) return taken(seen, at);
	if (details.sent === 'no') return notDone(seen, words, at);
	return outcomeUnknown(seen, words);
}
