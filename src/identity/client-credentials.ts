/** Tokens of the sandbox's authority: any client gets one for any tenant, by the client credentials grant of OAuth 2.0. */
import * as l10n from '@vscode/l10n';
import * as z from 'zod/mini';
import type { Audience, Cloud, TokenRequest, TokenSource } from '../azure/cloud';
import { cancellation, ServiceFailure } from '../azure/failure';

const TIMEOUT_MS = 30_000;
/** A token this close to its end is not used any more: the call it is for may take a while. */
const RENEW_BEFORE_MS = 2 * 60_000;

const granted = z.looseObject({ access_token: z.string().check(z.minLength(1)), expires_in: z.union([z.number(), z.string()]) });
const refused = z.looseObject({ error: z.optional(z.string()), error_description: z.optional(z.string()) });

interface Kept {
	readonly token: Promise<{ readonly value: string; readonly renewAt: number }>;
	/** When to ask for another one, ms since the epoch; unknown until this one is there. */
	renewAt: number;
}

/**
 * Tokens for a sandbox.
 * @param fetch the network
 * @param clock now, in ms since the epoch
 */
export function sandboxTokens(cloud: Cloud, fetch: typeof globalThis.fetch, clock: () => number = Date.now): TokenSource {
	const kept = new Map<string, Kept>();

	function tokenFor(audience: Audience, tenantId: string, claims: string | undefined): Kept {
		const key = `${audience} ${tenantId}`;
		const known = kept.get(key);
		// A challenge says that the token in use is not good enough.
		if (known && claims === undefined && clock() < known.renewAt) return known;
		const next: Kept = { token: ask(cloud, audience, tenantId, claims, fetch, clock), renewAt: Number.POSITIVE_INFINITY };
		kept.set(key, next);
		next.token.then(
			({ renewAt }) => {
				next.renewAt = renewAt;
			},
			() => {
				if (kept.get(key) === next) kept.delete(key);
			},
		);
		return next;
	}

	return {
		async get(audience, tenantId, { claims, signal }: TokenRequest = {}) {
			if (signal?.aborted) throw cancellation(signal);
			// Shared by all callers, so one caller's cancelling must not end it for the others.
			const { value } = await orCancelled(tokenFor(audience, tenantId.toLowerCase(), claims).token, signal);
			return value;
		},
	};
}

async function orCancelled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
	if (signal === undefined) return await work;
	const { promise, reject } = Promise.withResolvers<never>();
	const leave = () => reject(cancellation(signal));
	signal.addEventListener('abort', leave, { once: true });
	try {
		return await Promise.race([work, promise]);
	} finally {
		signal.removeEventListener('abort', leave);
	}
}

async function ask(
	cloud: Cloud,
	audience: Audience,
	tenantId: string,
	claims: string | undefined,
	fetch: typeof globalThis.fetch,
	clock: () => number,
): Promise<{ value: string; renewAt: number }> {
	const form = new URLSearchParams({
		grant_type: 'client_credentials',
		client_id: 'csp-reservations',
		client_secret: 'sandbox',
		scope: `${cloud.resources[audience]}/.default`,
		...(claims !== undefined && { claims }),
	});
	const askedAt = clock();
	let status: number;
	let body: unknown;
	try {
		const response = await fetch(`${cloud.authority}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`, {
			method: 'POST',
			headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
			body: form.toString(),
			redirect: 'manual',
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		status = response.status;
		body = await response.json().catch((error: unknown) => {
			if (error instanceof SyntaxError) return undefined;
			throw error;
		});
	} catch (cause) {
		throw unreachable(cause);
	}
	if (status >= 500) throw unreachable(undefined, status);
	if (status !== 200) {
		const { error, error_description } = refused.safeParse(body).data ?? {};
		throw new ServiceFailure(
			'NotAllowed',
			l10n.t('The sandbox gave no token for this tenant. Nothing was asked of its services.'),
			{
				status,
				code: error,
				detail: error_description,
				customerTenantId: tenantId === cloud.partnerTenantId ? undefined : tenantId,
				remedy: l10n.t('Check whether the customer’s tenant lets your company in: a GDAP role for one of your groups.'),
			},
		);
	}
	const answer = granted.safeParse(body);
	const seconds = Number(answer.data?.expires_in);
	if (!answer.success || !Number.isFinite(seconds)) {
		const what = l10n.t('The sandbox’s answer is not a token. Nothing was asked of its services.');
		throw new ServiceFailure('UnexpectedAnswer', what, { status });
	}
	return { value: answer.data.access_token, renewAt: askedAt + seconds * 1000 - RENEW_BEFORE_MS };
}

function unreachable(cause: unknown, status?: number): ServiceFailure {
	const what = l10n.t('The sandbox gave no token because it did not answer. Nothing was asked of its services.');
	return new ServiceFailure('Unreachable', what, {
		cause,
		status,
		remedy: l10n.t('Check that the sandbox is running, then try again.'),
	});
}
