/** The connection in use and the one service object behind it, both started when they are first needed. */
import * as vscode from 'vscode';
import type { Cloud, TokenSource } from '../azure/cloud';
import type { Change, ReservationsService } from '../reservations/api';
import { readSettings } from './settings';

/** A cloud to talk to, where its tokens come from, and how to end what was started for it. */
interface Connection {
	readonly cloud: Cloud;
	readonly tokens: TokenSource;
	close(): Promise<void>;
}

/** Composition at run time: everything the tree, the commands and the panels share. */
export class Session implements vscode.Disposable {
	readonly #context: vscode.ExtensionContext;
	readonly #changes = new vscode.EventEmitter<Change>();
	readonly log: vscode.LogOutputChannel;
	/** Fires for every change of what the service knows. */
	readonly onDidChange = this.#changes.event;
	#running: Promise<{ service: ReservationsService; connection: Connection }> | undefined;
	#service: ReservationsService | undefined;

	constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
		this.#context = context;
		this.log = log;
	}

	/** The service once it runs; undefined before {@link service} was asked for and while it starts. */
	get current(): ReservationsService | undefined {
		return this.#service;
	}

	/**
	 * Starts the connection and the service on the first call; later calls share it.
	 * @throws ServiceFailure or Error when the connection can't be made; the next call tries again
	 */
	service(): Promise<ReservationsService> {
		this.#running ??= this.#start().catch((error: unknown) => {
			this.#running = undefined;
			throw error;
		});
		return this.#running.then(({ service }) => service);
	}

	/** Ends the connection; the next call of {@link service} makes a new one from the settings of then. */
	async restart(): Promise<void> {
		const running = this.#running;
		this.#running = undefined;
		this.#service = undefined;
		const ended = await running?.catch(() => undefined);
		await ended?.service.dispose();
		await ended?.connection.close();
		this.#changes.fire({ kind: 'customers' });
	}

	async #start() {
		const [reservations, connection] = await Promise.all([import('../reservations'), this.#connect()]);
		const storage = vscode.Uri.joinPath(
			this.#context.globalStorageUri,
			connection.cloud.isSandbox ? 'sandbox' : connection.cloud.partnerTenantId,
		);
		const service = reservations.createReservationsService({
			cloud: connection.cloud,
			tokens: connection.tokens,
			// The host's own fetch obeys the user's proxy and certificates.
			fetch: (input, init) => globalThis.fetch(input, init),
			storage: storage.fsPath,
			clock: () => Date.now(),
			log: this.log,
			locale: vscode.env.language,
			translations: vscode.l10n.bundle,
		});
		service.onDidChange((change) => this.#changes.fire(change));
		this.#service = service;
		return { service, connection };
	}

	async #connect(): Promise<Connection> {
		const identity = await import('../identity');
		const settings = readSettings();
		if (settings.sandboxAddress !== undefined) {
			const cloud = await identity.discoverSandbox(settings.sandboxAddress, (input, init) => globalThis.fetch(input, init));
			return {
				cloud,
				tokens: identity.sandboxTokens(cloud, (input, init) => globalThis.fetch(input, init)),
				close: async () => {},
			};
		}
		const { startSandbox } = await import('../sandbox');
		const sandbox = await startSandbox({ port: 0, ...settings.sandbox });
		const cloud = identity.sandboxCloud(sandbox.endpoints);
		return {
			cloud,
			tokens: identity.sandboxTokens(cloud, (input, init) => globalThis.fetch(input, init)),
			close: () => sandbox.close(),
		};
	}

	dispose(): void {
		void this.restart();
		this.#changes.dispose();
	}
}
