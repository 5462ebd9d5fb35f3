/** App registrations of the partner, and in which tenants they were consented to (partner-center-api 2.5). */
import { X509Certificate } from 'node:crypto';
import type { CustomerDirectory } from './customers';
import { guidFor } from './random';

/** An app registration. */
export interface App {
	readonly clientId: string;
	readonly displayName: string;
	/** Object id of its service principal. */
	readonly objectId: string;
	readonly secrets: readonly string[];
	readonly certificates: readonly X509Certificate[];
	/** Loopback addresses match with any port and path. */
	readonly redirectUris: readonly string[];
	/** Users may sign in without a secret of the app. */
	readonly isPublic: boolean;
	readonly consentedIn: 'all' | readonly string[];
}

/** What an app is registered with; what is left out has the default. */
export interface AppWish {
	readonly clientId: string;
	readonly displayName?: string | undefined;
	readonly secrets?: readonly string[] | undefined;
	/** PEM texts. */
	readonly certificates?: readonly string[] | undefined;
	readonly redirectUris?: readonly string[] | undefined;
	readonly isPublic?: boolean | undefined;
	readonly consentedIn?: 'all' | readonly string[] | undefined;
}

/** The secret of the app that is there from the start. */
export const PRACTICE_SECRET = 'practice-secret';

export class Apps {
	readonly #apps = new Map<string, App>();
	/** Consents that were given or taken back, by `clientId tenantId`. */
	readonly #consents = new Map<string, boolean>();

	constructor(
		readonly seed: number,
		readonly customers: CustomerDirectory,
	) {}

	/** Registers an app, or replaces its registration. @throws Error for a certificate that can't be read */
	register(wish: AppWish): App {
		const clientId = wish.clientId.toLowerCase();
		const consentedIn = wish.consentedIn ?? 'all';
		const app: App = {
			clientId,
			displayName: wish.displayName ?? clientId,
			objectId: guidFor(this.seed, 'service principal', clientId),
			secrets: wish.secrets ?? [],
			certificates: (wish.certificates ?? []).map((pem) => new X509Certificate(pem)),
			redirectUris: wish.redirectUris ?? ['http://localhost'],
			isPublic: wish.isPublic ?? true,
			consentedIn: consentedIn === 'all' ? 'all' : consentedIn.map((tenantId) => tenantId.toLowerCase()),
		};
		this.#apps.set(clientId, app);
		return app;
	}

	get all(): readonly App[] {
		return [...this.#apps.values()];
	}

	/** @param clientId any case */
	find(clientId: string): App | undefined {
		return this.#apps.get(clientId.toLowerCase());
	}

	/** Whether an app, registered here or not, was consented to in a tenant. */
	isConsented(clientId: string, tenantId: string): boolean {
		const decided = this.#consents.get(`${clientId.toLowerCase()} ${tenantId}`);
		if (decided !== undefined) return decided;
		if (this.customers.find(tenantId)?.trouble === 'noConsent') return false;
		const consentedIn = this.find(clientId)?.consentedIn ?? 'all';
		return consentedIn === 'all' || consentedIn.includes(tenantId);
	}

	/** Gives consent or takes it back. */
	consent(clientId: string, tenantId: string, given: boolean): void {
		this.#consents.set(`${clientId.toLowerCase()} ${tenantId.toLowerCase()}`, given);
	}
}
