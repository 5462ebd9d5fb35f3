/** The connection in use and the one service object behind it, both started when they are first needed. */
import * as vscode from 'vscode';
import type { Connection } from '../connections/open';
import type { Account, Identity } from '../identity/api';
import type { Change, ReservationsService } from '../reservations/api';
import type { EnteredCustomer } from '../reservations/model';
import type { RecordFolders } from '../reservations/options';
import { readSettings } from './settings';

/** An entry that is not one stays in the list, where it is told that it leads to no tenant. */
function enteredCustomer(entry: unknown): EnteredCustomer {
	const { tenant, name } = (entry ?? {}) as { tenant?: unknown; name?: unknown };
	return {
		tenant: typeof tenant === 'string' ? tenant.trim() : JSON.stringify(entry),
		...(typeof name === 'string' && name !== '' && { name }),
	};
}

interface Running {
	readonly service: ReservationsService;
	readonly connection: Connection;
	/** Folder of what the connection keeps on this computer. */
	readonly storage: vscode.Uri;
	/** Folders of operations and changes. */
	readonly records: RecordFolders;
	/** User name of who was signed in; undefined: nobody. */
	readonly account: string | undefined;
	/** The connection before has ended and written all that it still had to write. */
	readonly afterEnd: Promise<void>;
}

/** A service that has just come up, with the folder where its connection keeps things. */
export type Started = Pick<Running, 'service' | 'storage' | 'records'>;

/** Composition at run time: everything the tree, the commands and the panels share. */
export class Session implements vscode.Disposable {
	readonly #context: vscode.ExtensionContext;
	readonly #changes = new vscode.EventEmitter<Change>();
	readonly log: vscode.LogOutputChannel;
	/** Fires for every change of what the service knows. */
	readonly onDidChange = this.#changes.event;
	readonly #starts = new vscode.EventEmitter<Started>();
	readonly #uses = new vscode.EventEmitter<void>();
	/** Fires when a connection is asked for, the first time or after a restart, whether it can be made or not. */
	readonly onDidUse = this.#uses.event;
	/** Fires when a connection has come up and its service can be asked. */
	readonly onDidStart = this.#starts.event;
	#running: Promise<Running> | undefined;
	#started: Started | undefined;
	#used = false;

	readonly #secrets: vscode.Disposable;
	/** Who was signed in when it was last looked at; undefined: nobody. */
	#account: string | undefined;
	/** This window is signing somebody in or out: what comes of it is no news. */
	#signing = 0;
	/** By connection: whose data this window may still hold, or write when a connection ends. */
	readonly #readers = new Map<string, string>();
	/** The connections before are ended, with all that they still had to write. */
	#ended: Promise<void> = Promise.resolve();

	constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
		this.#context = context;
		this.log = log;
		this.#secrets = context.secrets.onDidChange(() => void this.#followAccount());
	}

	/** The service once it runs; undefined before {@link service} was asked for and while it starts. */
	get current(): ReservationsService | undefined {
		return this.#started?.service;
	}

	/** The connection that is up. */
	get started(): Started | undefined {
		return this.#started;
	}

	/** Folder of everything that the extension keeps on this computer; each connection has one below it. */
	get storage(): vscode.Uri {
		return this.#context.globalStorageUri;
	}

	/**
	 * Starts the connection and the service on the first call; later calls share it.
	 * @throws ServiceFailure or Error when the connection can't be made; the next call tries again
	 */
	async service(): Promise<ReservationsService> {
		this.#running ??= this.#start();
		return (await this.#running).service;
	}

	/** The connection behind the service; started like it. @throws as {@link service} */
	async connection(): Promise<Connection> {
		this.#running ??= this.#start();
		return (await this.#running).connection;
	}

	/** True once anything of this window has asked for the connection. */
	get used(): boolean {
		return this.#used;
	}

	/** Name of the connection in use, whether it runs or not. */
	get connectionName(): string {
		return readSettings().connection;
	}

	/**
	 * Signs in to the connection in use. What another account has read is not shown to this one.
	 * @param options as the identity takes them
	 * @returns undefined when nobody has to sign in
	 * @throws as the identity does
	 */
	async signIn(options: Parameters<Identity['signIn']>[0]): Promise<Account | undefined> {
		this.#running ??= this.#start();
		const starting = this.#running;
		const running = await starting;
		const { identity } = running.connection;
		if (identity === undefined) return undefined;
		return this.#whileSigning(async () => {
			const account = await identity.signIn(options);
			this.#account = account.name;
			const known = { ...running, account: account.name };
			if (this.#running === starting && this.#wasAnothers(known)) await this.#beginAnew(running.connection);
			else await this.#keepApart(known);
			return account;
		});
	}

	/** Forgets the account of the connection in use, with its tokens and secrets. @returns false when nobody has to sign in */
	async signOut(): Promise<boolean> {
		const { identity } = await this.connection();
		await this.#whileSigning(async () => {
			await identity?.signOut();
			this.#account = undefined;
		});
		return identity !== undefined;
	}

	async #whileSigning<T>(work: () => Promise<T>): Promise<T> {
		this.#signing++;
		try {
			return await work();
		} finally {
			this.#signing--;
		}
	}

	/** Another account than this one has read what the window holds or what is on the disk. */
	#wasAnothers({ account, connection }: Pick<Running, 'account' | 'connection'>): boolean {
		const key = keyOf(connection);
		// Another window may have noted the new one already, while this one's data is still that of the one before.
		const readers = [this.#readers.get(key), this.#context.globalState.get<unknown>(key)];
		return readers.some((reader) => reader !== undefined && reader !== account);
	}

	/** Drops what another account than the one that is signed in has read. */
	async #keepApart(running: Running): Promise<void> {
		const { account, connection, service, afterEnd } = running;
		if (account === undefined) return;
		if (this.#wasAnothers(running)) {
			await afterEnd;
			await service.clearCache();
		}
		const key = keyOf(connection);
		this.#readers.set(key, account);
		await this.#context.globalState.update(key, account);
	}

	/**
	 * Signing out or in, in another window or with the Azure CLI, ends this one's connection too, with the tokens and the data
	 * that it still has in memory. After a sign-out it shows what the one before has read, until somebody else comes.
	 */
	async #followAccount(): Promise<void> {
		const { identity } = (await this.#running?.catch(() => undefined))?.connection ?? {};
		const before = this.#account;
		if (identity === undefined || this.#signing > 0) return;
		const now = (await identity.account())?.name;
		// One of several who look at the same time is enough.
		if (now === before || this.#account !== before || this.#signing > 0) return;
		this.#account = now;
		this.log.info(now === undefined ? 'Signed out in another window.' : 'Signed in in another window or program.');
		await this.#beginAnew();
	}

	/**
	 * Another service at once, also where nobody asks for it: who shows what the one before has read begins anew with it.
	 * @param connection goes on; undefined: another one is made from the settings of now
	 */
	async #beginAnew(connection?: Connection): Promise<void> {
		const ended = this.end(connection);
		const starting = this.#start(connection);
		this.#running = starting;
		this.#changes.fire({ kind: 'customers' });
		await ended;
		// Whoever asks for the service is told why there is none.
		await starting.catch(() => undefined);
		this.#changes.fire({ kind: 'customers' });
	}

	/** Makes a new connection from the settings of now, once somebody asks for {@link service}, and ends the one before it. */
	async restart(): Promise<void> {
		const ended = this.end();
		this.#changes.fire({ kind: 'customers' });
		await ended;
	}

	/**
	 * Ends the service and its connection, with what is still to be written.
	 * @param kept this connection goes on
	 */
	async end(kept?: Connection): Promise<void> {
		const [running, before] = [this.#running, this.#ended];
		this.#running = undefined;
		this.#started = undefined;
		const end = async () => {
			const ended = await running?.catch(() => undefined);
			await ended?.service.dispose();
			if (ended?.connection !== kept) await ended?.connection.close();
			await before;
		};
		const ending = end();
		this.#ended = ending.catch(() => {});
		await ending;
	}

	/** @param connection one that is there already */
	#start(connection?: Connection): Promise<Running> {
		this.#used = true;
		this.#uses.fire();
		const running = this.#run(connection);
		// A restart may have come in between: then what has started here is ended by it and is not the current one.
		running.then(
			(started) => {
				if (this.#running !== running) return;
				this.#started = started;
				this.#account = started.account;
				started.service.onDidChange((change) => this.#changes.fire(change));
				this.#starts.fire(started);
			},
			() => {
				if (this.#running === running) this.#running = undefined;
			},
		);
		return running;
	}

	async #run(kept?: Connection): Promise<Running> {
		const afterEnd = this.#ended;
		const settings = readSettings();
		const { secrets, globalState: memory, globalStorageUri } = this.#context;
		const [reservations, connection] = await Promise.all([
			import('../reservations'),
			kept ??
				import('../connections').then(({ openConnection }) =>
					openConnection(settings, globalStorageUri.fsPath, { secrets, memory, log: this.log }),
				),
		]);
		const folder = (name: string) => vscode.Uri.joinPath(globalStorageUri, name);
		const storage = folder(connection.storage);
		const pathOf = (name: string) => folder(name).fsPath;
		const records = { folder: pathOf(connection.records.folder), older: connection.records.older.map(pathOf) };
		const service = reservations.createReservationsService({
			cloud: connection.cloud,
			tokens: connection.tokens,
			// The host's own fetch obeys the user's proxy and certificates.
			fetch: (input, init) => globalThis.fetch(input, init),
			thresholds: readSettings,
			customerList: settings.customers.map(enteredCustomer),
			clientId: connection.identity?.profile.clientId,
			connection: settings.connection,
			account: async (tenantId) => (await connection.identity?.callsAs(tenantId))?.name,
			storage: storage.fsPath,
			records,
			clock: () => Date.now(),
			log: this.log,
			locale: vscode.env.language,
			translations: vscode.l10n.bundle,
		});
		const running = { service, connection, storage, records, afterEnd, account: (await connection.identity?.account())?.name };
		await this.#keepApart(running);
		return running;
	}

	dispose(): void {
		this.#secrets.dispose();
		this.#changes.dispose();
		this.#starts.dispose();
		this.#uses.dispose();
	}
}

/** Under this it is kept who has read what is kept of a connection. */
function keyOf({ storage }: Connection): string {
	return `account:${storage}`;
}
