/** What tenants demand of a sign-in: multifactor authentication, a block, or claims that Azure asks for in a challenge. */
import type { CustomerDirectory } from './customers';
import { guidFor } from './random';

/**
 * - `mfa`: the authority gives tokens only after a sign-in with multifactor authentication in that tenant
 * - `block`: the authority gives users no token at all
 * - `claims`: Azure Resource Manager answers 401 until a token comes that was asked for with these claims
 */
export type PolicyKind = 'mfa' | 'block' | 'claims';

/** JSON of a claims request (OpenID Connect 5.5), as challenges carry it. */
export type ClaimsText = string;

const DEFAULT_CLAIMS: ClaimsText = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';

/** A demand within a claims request, for example `acrs=c1`. */
export function demandsOf(claims: ClaimsText | undefined): readonly string[] {
	if (claims === undefined) return [];
	const root: unknown = JSON.parse(claims);
	const wanted = Object(Object(root).access_token) as Record<string, unknown>;
	return Object.entries(wanted).flatMap(([name, value]) => {
		if (name === 'xms_cc') return [];
		const { value: single, values } = Object(value) as { value?: unknown; values?: unknown };
		const all = Array.isArray(values) ? values : single === undefined ? [] : [single];
		return all.map((one) => `${name}=${String(one)}`);
	});
}

/**
 * Whether a token meets a demand. `nbf` is met by any token issued at that second or later; everything else has to have
 * been part of the sign-in.
 * @param issuedAt seconds since the epoch
 */
export function isMet(demand: string, met: readonly string[], issuedAt: number): boolean {
	if (demand.startsWith('nbf=')) return issuedAt >= Number(demand.slice('nbf='.length));
	return met.includes(demand);
}

export class Policies {
	readonly #set = new Map<string, ClaimsText>();
	/** Tenants whose own demand for MFA was lifted. */
	readonly #lifted = new Set<string>();

	constructor(
		readonly seed: number,
		readonly customers: CustomerDirectory,
	) {}

	/** @param claims JSON; needed by `claims` only, which otherwise demands the authentication context c1 */
	set(kind: PolicyKind, tenantId: string, claims: ClaimsText = DEFAULT_CLAIMS): void {
		this.#set.set(`${kind} ${tenantId}`, kind === 'claims' ? claims : this.#policyClaims(tenantId));
	}

	/** Takes all demands of a tenant back, its own ones included. */
	lift(tenantId: string): void {
		for (const kind of ['mfa', 'block', 'claims']) this.#set.delete(`${kind} ${tenantId}`);
		this.#lifted.add(tenantId);
	}

	/** The claims that meet a tenant's policy of this kind; undefined where it has none. */
	find(kind: PolicyKind, tenantId: string): ClaimsText | undefined {
		const set = this.#set.get(`${kind} ${tenantId}`);
		if (set !== undefined || kind !== 'mfa' || this.#lifted.has(tenantId)) return set;
		return this.customers.find(tenantId)?.trouble === 'mfaDemanded' ? this.#policyClaims(tenantId) : undefined;
	}

	/** Names the policy, as Conditional Access does in its challenges. */
	#policyClaims(tenantId: string): ClaimsText {
		return JSON.stringify({ access_token: { capolids: { essential: true, values: [guidFor(this.seed, 'policy', tenantId)] } } });
	}
}
