/** What a running sandbox is known by. */

/** Base URLs without a trailing slash, and the tenant (GUID) that stands for the partner. */
export interface SandboxEndpoints {
	readonly partnerCenter: string;
	readonly resourceManager: string;
	readonly graph: string;
	/** `GET {authority}/` answers these endpoints, so that one address is enough to find them all. */
	readonly authority: string;
	readonly partnerTenantId: string;
}

export interface Sandbox {
	readonly endpoints: SandboxEndpoints;
	/** Ends the listeners and cuts what is still open. */
	close(): Promise<void>;
}
