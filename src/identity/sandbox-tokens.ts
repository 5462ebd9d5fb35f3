/**
 * Tokens of the sandbox's authority: for its practice user where it offers to sign one in, else for an application, which any
 * client gets by the client credentials grant of OAuth 2.0.
 */
import * as l10n from '@vscode/l10n';
import * as z from 'zod/mini';
import type { Audience, Cloud, TokenSource } from '../azure/cloud';
import { ServiceFailure } from '../azure/failure';
import { withinTime } from '../azure/time-limit';
import { type Granted, SharedTokens } from './shared-tokens';

const TIMEOUT_MS = 30_000;
const granted = z.looseObject({ access_token: z.string().check(z.minLength(1)), expires_in: z.union([z.number(), z.string()]) });
const refused = z.looseObject({ error: z.optional(z.string()), error_description: z.optional(z.string()) });

const jsonHeaders = { Accept: 'application/json', 'Content-Type': 'application/json' } as const;
const formHeaders = { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' } as const;
const sessionSchema = z.looseObject({ clientId: z.string(), refreshToken: z.string() });
/** A practice user who is signed in. */
export type PracticeSession = z.infer<typeof sessionSchema>;

/**
 * Signs in the sandbox's practice user, who needs no password.
 * @returns undefined where the backend has none: then an application's tokens have to do
 */
export async function practiceSession(cloud: Cloud, fetch: typeof globalThis.fetch): Promise<PracticeSession | undefined> {
	try {
		const init = { method: 'POST', headers: jsonHeaders, body: '{}', redirect: 'manual' } as const;
		return await withinTime(TIMEOUT_MS, undefined, async (signal) => {
			const response = await fetch(`${cloud.authority}/sandbox/sessions`, { ...init, signal });
			return response.status === 201 ? sessionSchema.safeParse(await response.json()).data : undefined;
		});
	} catch (cause) {
		throw unreachable(cause);
	}
}

/**
 * Tokens for a sandbox.
 * @param fetch the network
 * @param session the practice user, as {@link practiceSession} gave it
 * @param clock now, in ms since the epoch
 */
export function sandboxTokens(
	cloud: Cloud,
	fetch: typeof globalThis.fetch,
	session?: PracticeSession,
	clock: () => number = Date.now,
): TokenSource {
	const grant: Readonly<Record<string, string>> =
		session === undefined
			? { grant_type: 'client_credentials', client_id: 'csp-reservations', client_secret: 'sandbox' }
			: { grant_type: 'refresh_token', client_id: session.clientId, refresh_token: session.refreshToken };
	const tokens = new SharedTokens((audience, tenantId, claims) => ask(cloud, grant, audience, tenantId, claims, fetch), clock);
	return { get: (audience, tenantId, request) => tokens.get(audience, tenantId, request) };
}

async function ask(
	cloud: Cloud,
	grant: Readonly<Record<string, string>>,
	audience: Audience,
	tenantId: string,
	claims: string | undefined,
	fetch: typeof globalThis.fetch,
): Promise<Granted> {
	const form = new URLSearchParams({
		...grant,
		scope: `${cloud.resources[audience]}/.default`,
		...(claims !== undefined && { claims }),
	});
	let status: number;
	let body: unknown;
	try {
		const init = { method: 'POST', headers: formHeaders, body: form.toString(), redirect: 'manual' } as const;
		[status, body] = await withinTime(TIMEOUT_MS, undefined, async (signal) => {
			const response = await fetch(`${cloud.authority}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`, { ...init, signal });
			const json: unknown = await response.json().catch((error: unknown) => {
				if (error instanceof SyntaxError) return undefined;
				throw error;
			});
			return [response.status, json];
		});
	} catch (cause) {
		throw unreachable(cause);
	}
	if (status >= 500) throw unreachable(undefined, status);
	if (status !== 200) {
		const { error, error_description } = refused.safeParse(body).data ?? {};
		const isOwn = tenantId === cloud.partnerTenantId;
		throw new ServiceFailure(
			'NotAllowed',
			l10n.t('The sandbox gave no token for this tenant. Nothing was asked of its services.'),
			{
				status,
				code: error,
				detail: error_description,
				customerTenantId: isOwn ? undefined : tenantId,
				remedy: isOwn
					? l10n.t('Check what your company’s own tenant demands of sign-ins in the sandbox, then try again.')
					: l10n.t('Check whether the customer’s tenant lets your company in: a GDAP role for one of your groups.'),
			},
		);
	}
	const answer = granted.safeParse(body);
	const seconds = Number(answer.data?.expires_in);
	if (!answer.success || !Number.isFinite(seconds)) {
		const what = l10n.t('The sandbox’s answer is not a token. Nothing was asked of its services.');
		throw new ServiceFailure('UnexpectedAnswer', what, { status });
	}
	return { value: answer.data.access_token, lifetimeMs: seconds * 1000 };
}

function unreachable(cause: unknown, status?: number): ServiceFailure {
	const what = l10n.t('The sandbox gave no token because it did not answer. Nothing was asked of its services.');
	return new ServiceFailure('Unreachable', what, {
		cause,
		status,
		remedy: l10n.t('Check that the sandbox is running, then try again.'),
	});
}
