/** What is kept of a sign-in between sessions: one entry of the secret store for each connection, gone after a sign-out. */
import * as l10n from '@vscode/l10n';
import * as z from 'zod/mini';
import { ServiceFailure } from '../azure/failure';
import type { ConnectionProfile, IdentityHost, SecretStore } from './api';

const contentSchema = z.object({
	/** What the secrets are for; a connection that was changed since must not send them elsewhere. */
	usedBy: z.string(),
	account: z.object({ name: z.string(), tenantId: z.string(), kind: z.enum(['user', 'application']) }),
	/** Account and refresh token, as MSAL writes them. */
	session: z.optional(z.string()),
	clientSecret: z.optional(z.string()),
	/** Which of the editor's accounts it is. */
	editorAccount: z.optional(z.object({ id: z.string(), label: z.string() })),
});
type Content = z.infer<typeof contentSchema>;
export type Kept = Omit<Content, 'usedBy'>;

/** Removes what was kept for a connection that is not in the settings any more. @param name of the connection */
export async function forgetConnection(secrets: SecretStore, name: string): Promise<void> {
	await secrets.delete(keyOf(name));
}

export class KeptSignIn {
	readonly #key: string;
	readonly #usedBy: string;
	readonly #host: Pick<IdentityHost, 'secrets' | 'log'>;
	/** Where the machine has no place for secrets, the sign-in lasts as long as this object. */
	#unstored: Kept | undefined;
	#writing: Promise<unknown> = Promise.resolve();

	constructor(profile: ConnectionProfile, host: Pick<IdentityHost, 'secrets' | 'log'>) {
		const { cloud, signIn, clientId } = profile;
		this.#key = keyOf(profile.name);
		this.#usedBy = [cloud.authority, cloud.partnerTenantId, signIn, clientId ?? ''].join(' ');
		this.#host = host;
	}

	/** What is kept now: another window may have signed in or out since the last time. */
	async read(): Promise<Kept | undefined> {
		const stored = await this.#stored();
		if (stored === undefined) return this.#unstored;
		const content = contentSchema.safeParse(parsed(stored)).data;
		return content?.usedBy === this.#usedBy ? content : undefined;
	}

	/** Keeps a sign-in that the user has just made. */
	async begin(kept: Kept): Promise<void> {
		await this.#inTurn(() => this.#store(kept));
	}

	/** Keeps what has changed since, unless the user has signed out. */
	async update(changes: Partial<Kept>): Promise<void> {
		await this.#inTurn(async () => {
			const kept = await this.read();
			if (kept === undefined) return;
			const changed = { ...kept, ...changes };
			if (JSON.stringify(changed) !== JSON.stringify(kept)) await this.#store(changed);
		});
	}

	/** @throws ServiceFailure `Refused` when the secret store does not let go of it */
	async clear(): Promise<void> {
		await this.#inTurn(async () => {
			this.#unstored = undefined;
			try {
				await this.#host.secrets.delete(this.#key);
			} catch (error) {
				// A store that keeps nothing has nothing to delete either.
				if ((await this.#stored()) !== undefined) throw notDeleted(error);
			}
		});
	}

	async #stored(): Promise<string | undefined> {
		try {
			return await this.#host.secrets.get(this.#key);
		} catch (error) {
			this.#warn(error);
			return undefined;
		}
	}

	async #store(kept: Kept): Promise<void> {
		const content: Content = { ...kept, usedBy: this.#usedBy };
		try {
			await this.#host.secrets.store(this.#key, JSON.stringify(content));
			this.#unstored = undefined;
		} catch (error) {
			this.#unstored = kept;
			this.#warn(error);
		}
	}

	#warn(error: unknown): void {
		const why = error instanceof Error ? error.name : typeof error;
		this.#host.log.warn(l10n.t('This computer keeps no secrets ({0}); the sign-in ends with this window.', why));
	}

	/** One change after the other, so that none is lost. */
	async #inTurn(change: () => Promise<void>): Promise<void> {
		const turn = this.#writing.then(change);
		this.#writing = turn.catch(() => {});
		await turn;
	}
}

function notDeleted(cause: unknown): ServiceFailure {
	const what = l10n.t('The sign-in could not be deleted from the secret store of this computer. You are not signed out.');
	return new ServiceFailure('Refused', what, {
		cause,
		remedy: l10n.t('Unlock the keychain or keyring of this computer, then sign out again.'),
	});
}

function keyOf(name: string): string {
	return `cspReservations.connection.${name}`;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
