/** What is kept of MSAL's cache: the account and its refresh token, which serve every tenant. Access tokens are not. */
import * as z from 'zod/mini';

const entity = z.looseObject({ home_account_id: z.optional(z.string()) });
const account = z.looseObject({ home_account_id: z.string(), tenantProfiles: z.optional(z.array(z.unknown())) });
const cacheSchema = z.looseObject({
	Account: z.record(z.string(), account),
	RefreshToken: z.record(z.string(), entity),
	AppMetadata: z.record(z.string(), z.unknown()),
});

/**
 * @param cache MSAL's cache, serialized
 * @param homeAccountId whose sign-in it is; what other accounts left is dropped
 * @returns a cache for MSAL with what a later session needs, small enough for any secret store
 */
export function leanSession(cache: string, homeAccountId: string): string {
	const { Account, RefreshToken, AppMetadata } = cacheSchema.parse(JSON.parse(cache));
	const isTheirs = ([, value]: readonly [string, { home_account_id?: string | undefined }]) =>
		value.home_account_id === homeAccountId;
	// MSAL notes every tenant that a token was had for; a partner has thousands of customers.
	const accounts = Object.entries(Account)
		.filter(isTheirs)
		.map(([key, value]) => [key, { ...value, tenantProfiles: value.tenantProfiles?.slice(0, 1) }]);
	return JSON.stringify({
		Account: Object.fromEntries(accounts),
		IdToken: {},
		AccessToken: {},
		RefreshToken: Object.fromEntries(Object.entries(RefreshToken).filter(isTheirs)),
		AppMetadata,
	});
}
