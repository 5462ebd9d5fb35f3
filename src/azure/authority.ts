/** What the token authority tells without a sign-in: which tenant a domain belongs to. */
import * as l10n from '@vscode/l10n';
import * as z from 'zod/mini';
import { parseAnswer, readText, UnreadableAnswer } from './answers';
import type { Cloud } from './cloud';
import { cancellation, isServiceFailure, ServiceFailure } from './failure';
import { withinTime } from './time-limit';

const TIMEOUT_MS = 15_000;
/** Configurations are about 2 kB. */
const ANSWER_BYTES = 256 * 1024;
const DOMAIN = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/i;
const TENANT = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i;

const configuration = z.looseObject({ issuer: z.string() });

/** True for a name that can be a domain; nothing else is sent to the authority. */
export function isDomain(value: string): boolean {
	return DOMAIN.test(value);
}

/**
 * Asks the authority whose domain it is: `{authority}/{domain}/v2.0/.well-known/openid-configuration`, whose `issuer` has the
 * tenant id. Nothing of the user is sent.
 * @returns tenant id (GUID, lower case), or undefined when no tenant has this domain
 * @throws ServiceFailure `Unreachable`, `Throttled` or `UnexpectedAnswer`; an AbortError when cancelled
 */
export async function tenantOfDomain(
	cloud: Cloud,
	fetch: typeof globalThis.fetch,
	domain: string,
	signal?: AbortSignal,
): Promise<string | undefined> {
	if (!isDomain(domain)) return undefined;
	const url = `${cloud.authority}/${encodeURIComponent(domain)}/v2.0/.well-known/openid-configuration`;
	try {
		const { response, body } = await withinTime(TIMEOUT_MS, signal, async (ending) => {
			const answer = await fetch(url, { headers: { Accept: 'application/json' }, redirect: 'manual', signal: ending });
			return { response: answer, body: await readText(answer, ANSWER_BYTES) };
		});
		// 400 with AADSTS90002: no such tenant.
		if (response.status === 400 || response.status === 404) return undefined;
		if (response.status === 429) throw noAnswer('Throttled', response.status);
		if (response.status >= 500) throw noAnswer('Unreachable', response.status);
		if (!response.ok) throw noAnswer('UnexpectedAnswer', response.status);
		const { issuer } = parseAnswer(configuration, body, response.headers.get('content-type'));
		const tenantId = TENANT.exec(issuer)?.[0]?.toLowerCase();
		if (tenantId === undefined) throw new UnreadableAnswer('issuer: expected a tenant id');
		return tenantId;
	} catch (error) {
		if (signal?.aborted) throw cancellation(signal);
		if (isServiceFailure(error)) throw error;
		if (error instanceof UnreadableAnswer) throw noAnswer('UnexpectedAnswer', undefined, error);
		throw noAnswer('Unreachable', undefined, error);
	}
}

function noAnswer(kind: 'Throttled' | 'Unreachable' | 'UnexpectedAnswer', status?: number, cause?: unknown): ServiceFailure {
	return new ServiceFailure(kind, l10n.t('The sign-in service did not say which tenant the domain belongs to.'), {
		status,
		cause,
		detail: cause instanceof UnreadableAnswer ? cause.message : undefined,
		remedy: l10n.t('Try again in a few minutes, or enter the tenant ID instead of the domain.'),
	});
}
