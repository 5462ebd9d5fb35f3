/** Which cloud is spoken to: the base URLs of its services and portals, and the audiences tokens are asked for. */

/** The services a token can be for. Each token goes to that service's origin and to no other. */
export type Audience = 'partnerCenter' | 'resourceManager' | 'graph';

export interface Cloud {
	/** Name as the user sees it, for example "Sandbox" or "Azure". */
	readonly name: string;
	/** True for the practice backend: shown everywhere so that nobody takes it for the real thing. */
	readonly isSandbox: boolean;
	/** Base URL of the Partner Center API, without `/v1` and without a trailing slash. */
	readonly partnerCenter: string;
	/** Base URL of Azure Resource Manager, without a trailing slash. */
	readonly resourceManager: string;
	/** Base URL of Microsoft Graph, without a trailing slash. */
	readonly graph: string;
	/** Base URL of the token authority, without a tenant and without a trailing slash. */
	readonly authority: string;
	/** What tokens of each service are asked for: its resource identifier, to which `/.default` is added. */
	readonly resources: Readonly<Record<Audience, string>>;
	/** Base URL of the Azure portal, without a trailing slash. */
	readonly portal: string;
	/** Base URL of the Partner Center site, without a trailing slash. */
	readonly partnerPortal: string;
	/** Tenant id (GUID, lower case) of the partner. */
	readonly partnerTenantId: string;
}

export interface TokenRequest {
	/** Claims of a challenge (the decoded JSON) that the new token has to satisfy. */
	readonly claims?: string | undefined;
	/** A token that the service did not accept (401 without claims): another one is wanted, got without asking the user. */
	readonly refused?: string | undefined;
	readonly signal?: AbortSignal | undefined;
}

/** Where bearer tokens come from. Handed in; the clients never know how a token was got. */
export interface TokenSource {
	/**
	 * @param audience the service the token is for
	 * @param tenantId the tenant that has to issue it: the customer's for Azure, the partner's for Partner Center
	 * @returns the bearer token, without the word Bearer; the refused one where there is no other
	 * @throws ServiceFailure `NotAllowed` when no token can be had for that tenant
	 */
	get(audience: Audience, tenantId: string, request?: TokenRequest): Promise<string>;
}
