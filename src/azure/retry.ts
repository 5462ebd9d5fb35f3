/** When a call is sent again and how long that waits: the server's word first, else doubling with jitter (ecosystem 3). */

const RETRIED = new Set([408, 429, 500, 502, 503, 504]);
const FIRST_MS = 500;
const LONGEST_MS = 8_000;
const JITTER = 0.25;
const LONGEST_POLL_MS = 10 * 60_000;

/** True for a status after which the same call may succeed. */
export function mayPass(status: number): boolean {
	return RETRIED.has(status);
}

/**
 * Reads `Retry-After`: seconds, or an HTTP date.
 * @param now ms since the epoch
 * @returns ms to wait, never negative; undefined when there is nothing to read
 */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
	const trimmed = value?.trim() ?? '';
	if (/^\d+(\.\d+)?$/.test(trimmed)) return Math.ceil(Number(trimmed) * 1000);
	// An HTTP date names a month: a stray negative number is not one, though Date.parse would make a year of it.
	const at = /[a-z]{3}/i.test(trimmed) ? Date.parse(trimmed) : Number.NaN;
	return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/**
 * How long the server asks to wait before the next look at what it works on: `Retry-After` (arm-contract 1.2), but never longer than
 * ten minutes. What is followed must not be lost from sight for a day because of one header.
 * @returns ms, or undefined when it says nothing
 */
export function pollWait(headers: Headers): number | undefined {
	const asked = parseRetryAfter(headers.get('retry-after'), Date.now());
	return asked === undefined ? undefined : Math.min(asked, LONGEST_POLL_MS);
}

/**
 * How long the server asks to wait: `Retry-After`, Consumption's own header (arm-contract 1), or the text of Partner
 * Center's gateway (partner-center-api 5). The longest counts where there are several.
 * @param message text of the error body
 * @returns ms, or undefined when it says nothing
 */
export function serverWait(headers: Headers, message: string | undefined, now: number): number | undefined {
	const spoken = /try again in (\d+) seconds?/i.exec(message ?? '')?.[1];
	const waits = [
		parseRetryAfter(headers.get('retry-after'), now),
		parseRetryAfter(headers.get('x-ms-ratelimit-microsoft.consumption-retry-after'), now),
		spoken === undefined ? undefined : Number(spoken) * 1000,
	].filter((wait) => wait !== undefined);
	return waits.length === 0 ? undefined : Math.max(...waits);
}

/**
 * Calls that the service says are left, the fewest where it counts several ways (`x-ms-ratelimit-remaining-tenant-reads`,
 * `-subscription-reads`, `-writes` and the like; arm-contract 1).
 * @returns undefined when it says nothing
 */
export function callsLeft(headers: Headers): number | undefined {
	let fewest: number | undefined;
	for (const [name, value] of headers) {
		if (!name.startsWith('x-ms-ratelimit-remaining-') || !/^\d+$/.test(value)) continue;
		fewest = Math.min(fewest ?? Number.POSITIVE_INFINITY, Number(value));
	}
	return fewest;
}

/**
 * Wait after a failed try where the server named none: 0.5 s, doubled to at most 8 s, less up to a quarter.
 * @param tries how many have failed, from 1
 * @param random from 0 to 1
 * @returns ms
 */
export function backoff(tries: number, random: number): number {
	return Math.min(FIRST_MS * 2 ** (tries - 1), LONGEST_MS) * (1 - JITTER * random);
}
