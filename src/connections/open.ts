/** Opens the connection that the settings name: the sandbox, or a cloud with the identity that signs in to it. */
import * as vscode from 'vscode';
import type { Cloud, TokenSource } from '../azure/cloud';
import { ServiceFailure } from '../azure/failure';
import type { Settings } from '../host/settings';
import { SANDBOX } from '../host/settings-table';
import { ownSandboxFolder, sandboxFolder } from '../host/storage-folders';
import type { Identity } from '../identity/api';
import type { Connections } from '../identity/connections';
import { editorFor } from './editor';
import { folderOf, type RecordPlaces, recordPlaces } from './record-places';

/** A cloud to talk to, where its tokens come from, and how to end what was started for it. */
export interface Connection {
	readonly cloud: Cloud;
	readonly tokens: TokenSource;
	/** Who is signed in; undefined for the sandbox, which wants nobody to. */
	readonly identity: Identity | undefined;
	/** Folder below the extension's own that keeps what was read: another world must not be shown as this one's past. */
	readonly storage: string;
	/** Folders below the extension's own that keep operations and changes. */
	readonly records: RecordPlaces;
	close(): Promise<void>;
}

/** The host's own fetch obeys the user's proxy and certificates. */
const hostFetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init);

const KNOWN = 'connections';

/** Removes what was kept of connections that are not in the settings any more. */
async function forgetRemoved(
	names: readonly string[],
	{ secrets, memory }: Pick<Keepers, 'secrets' | 'memory'>,
	forget: (secrets: vscode.SecretStorage, name: string) => Promise<void>,
): Promise<void> {
	const known = memory.get<readonly string[]>(KNOWN, []);
	for (const name of known) if (!names.includes(name)) await forget(secrets, name);
	if (known.join('\n') !== names.join('\n')) await memory.update(KNOWN, names);
}

/** Of an entry that is not complete too: a slip of the pen must not cost the sign-in. */
function nameOf(entry: unknown): string {
	return String((entry as { name?: unknown } | null)?.name).trim();
}

/** Where the editor keeps things. */
export interface Keepers {
	readonly secrets: vscode.SecretStorage;
	readonly memory: vscode.Memento;
	readonly log: vscode.LogOutputChannel;
}

/**
 * @param settings as they are now
 * @param storage full path of the extension's folder
 * @throws ServiceFailure `Refused` when there is no such connection or it is not complete; what the sandbox's start throws; Error when
 * the disk refuses to tell what was begun before
 */
export async function openConnection(settings: Settings, storage: string, keepers: Keepers): Promise<Connection> {
	const { secrets, log } = keepers;
	const identity = await import('../identity');
	identity.useTranslations(vscode.l10n.bundle);
	await forgetRemoved(settings.connections.map(nameOf), keepers, identity.forgetConnection);
	if (settings.connection === SANDBOX)
		return settings.sandboxAddress === undefined ? ownSandbox(settings) : running(settings.sandboxAddress);
	const profile = identity.readConnections(settings.connections).profiles.find(({ name }) => name === settings.connection);
	if (profile === undefined) throw unusable(settings, identity.readConnections);
	const records = await recordPlaces(storage, profile.name, profile.cloud);
	const used = identity.createIdentity(profile, editorFor(secrets, hostFetch, log));
	return {
		cloud: profile.cloud,
		tokens: used,
		identity: used,
		storage: folderOf(profile.name, profile.cloud),
		records,
		close: async () => used.dispose(),
	};
}

/** Says why there is no such connection: there is no entry of this name, or what is wrong with it. */
function unusable({ connection, connections }: Settings, read: (entries: readonly unknown[]) => Connections): ServiceFailure {
	const { problems } = read(connections.filter((entry) => nameOf(entry) === connection));
	const what =
		problems.length === 0
			? vscode.l10n.t('There is no connection “{0}” in the settings. Nothing was connected.', connection)
			: vscode.l10n.t('The connection “{0}” can’t be used as it stands in the settings. Nothing was connected.', connection);
	return new ServiceFailure('Refused', what, {
		remedy: [...problems, vscode.l10n.t('Choose another connection, or set this one up again.')].join(' '),
	});
}

/** A sandbox that runs already. */
async function running(address: string): Promise<Connection> {
	const identity = await import('../identity');
	const cloud = await identity.discoverSandbox(address, hostFetch);
	return {
		cloud,
		tokens: identity.sandboxTokens(cloud, hostFetch, await identity.practiceSession(cloud, hostFetch)),
		identity: undefined,
		storage: sandboxFolder(address),
		records: { folder: sandboxFolder(address), older: [] },
		close: async () => {},
	};
}

/** A sandbox inside this extension host. */
async function ownSandbox(settings: Settings): Promise<Connection> {
	const [identity, { startSandbox }] = await Promise.all([import('../identity'), import('../sandbox')]);
	const sandbox = await startSandbox({ port: 0, ...settings.sandbox });
	const cloud = identity.sandboxCloud(sandbox.endpoints);
	try {
		return {
			cloud,
			tokens: identity.sandboxTokens(cloud, hostFetch, await identity.practiceSession(cloud, hostFetch)),
			identity: undefined,
			storage: ownSandboxFolder(settings.sandbox),
			records: { folder: ownSandboxFolder(settings.sandbox), older: [] },
			close: () => sandbox.close(),
		};
	} catch (error) {
		// Nobody else would end it.
		await sandbox.close();
		throw error;
	}
}
