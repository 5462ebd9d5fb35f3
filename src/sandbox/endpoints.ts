/** What a running sandbox is known by, and how the four listeners become addresses. */
import type { Service } from './http';

/** Base URLs without a trailing slash, the tenant (GUID) that stands for the partner, and an app to sign in with. */
export interface SandboxEndpoints {
	readonly partnerCenter: string;
	readonly resourceManager: string;
	readonly graph: string;
	/** `GET {authority}/` answers these endpoints, so that one address is enough to find them all. */
	readonly authority: string;
	readonly partnerTenantId: string;
	/** Client id of the app registration that everybody may use: a public client with the redirect `http://localhost`. */
	readonly clientId: string;
}

/** A listener of each service: `http://127.0.0.1:PORT`, or `https://…`. */
export type Listeners = Readonly<Record<Service, string>>;

export interface Sandbox {
	/** As clients are told: the listeners' own addresses unless others are advertised. */
	readonly endpoints: SandboxEndpoints;
	/** Where the services listen, whatever is advertised: what a proxy in front of them needs. */
	readonly listeners: Listeners;
	/** Ends the listeners and cuts what is still open. */
	close(): Promise<void>;
}

const SPELLINGS: Readonly<Record<Service, string>> = {
	authority: 'authority',
	partnerCenter: 'partner-center',
	resourceManager: 'resource-manager',
	graph: 'graph',
};

/** An `advertise` template that can't be used; the message says why. */
export class AdvertiseError extends Error {}

/**
 * The addresses that clients are told.
 * @param template for example `https://{service}.csp.test`; `{service}` becomes `authority`, `partner-center`,
 * `resource-manager` and `graph`. Undefined: the listeners' own addresses
 * @throws AdvertiseError
 */
export function advertised(template: string | undefined, listeners: Listeners): Listeners {
	if (template === undefined) return listeners;
	if (!template.includes('{service}'))
		throw new AdvertiseError(`'${template}' has no {service}, so that the services could not be told apart.`);
	const address = (service: Service) => {
		const text = template.replaceAll('{service}', SPELLINGS[service]);
		const url = URL.canParse(text) ? new URL(text) : undefined;
		if (url === undefined || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '' || url.hash !== '')
			throw new AdvertiseError(`'${template}' has to be an http or https address without a path.`);
		return url.origin;
	};
	return {
		authority: address('authority'),
		partnerCenter: address('partnerCenter'),
		resourceManager: address('resourceManager'),
		graph: address('graph'),
	};
}
