/** Reads the user's settings: checked, and with the default in place of a wrong value. */
import * as vscode from 'vscode';
import { connectionSettings, isValidSetting, type SettingKey, settingsTable } from './settings-table';

const PREFIX = 'cspReservations';

export interface Settings {
	/** Name of the connection in use: the sandbox, or one of {@link connections}. */
	readonly connection: string;
	/** The connections as the user wrote them; read by the identity module. */
	readonly connections: readonly unknown[];
	/** Customers that the user listed, as written; read by the reservations module. */
	readonly customers: readonly unknown[];
	/** Base URL of a sandbox that already runs; undefined: one is started in the extension host. */
	readonly sandboxAddress: string | undefined;
	/** The world of the sandbox that is started. `latency` is in ms. */
	readonly sandbox: {
		readonly customers: number;
		readonly reservations: number;
		readonly seed: number;
		readonly latency: number;
	};
	/** A reservation that ends within so many days is shown as expiring. */
	readonly expiringWithinDays: number;
	/** Below this use over 7 days (percent) a reservation is shown as little used. */
	readonly lowUtilizationPercent: number;
	/** Customers that the tree shows at once. */
	readonly pageSize: number;
	/** One message a day tells what needs a decision soon. */
	readonly dailyDigest: boolean;
}

/** Reads the settings as they are now. A wrong value counts as the default; {@link watchSettings} tells the user. */
export function readSettings(): Settings {
	const address = read<string>('sandbox.address', settingsTable['sandbox.address'].default);
	const number = (key: NumberKey) => read(key, settingsTable[key].default);
	return {
		connection: read('connection', settingsTable.connection.default).trim(),
		connections: read<readonly unknown[]>('connections', settingsTable.connections.default),
		customers: read<readonly unknown[]>('customers', settingsTable.customers.default),
		sandboxAddress: address === '' ? undefined : address.replace(/\/+$/, ''),
		sandbox: {
			customers: number('sandbox.customers'),
			reservations: number('sandbox.reservations'),
			seed: number('sandbox.seed'),
			latency: number('sandbox.latency'),
		},
		expiringWithinDays: number('expiringWithinDays'),
		lowUtilizationPercent: number('lowUtilizationPercent'),
		pageSize: number('tree.pageSize'),
		dailyDigest: read('dailyDigest', settingsTable.dailyDigest.default),
	};
}

type NumberKey = { [K in SettingKey]: (typeof settingsTable)[K]['type'] extends 'integer' ? K : never }[SettingKey];

function read<T>(key: SettingKey, fallback: T): T {
	const value = vscode.workspace.getConfiguration(PREFIX).get<unknown>(key);
	return isValidSetting(key, value) ? (value as T) : fallback;
}

/** What a change of the settings asks for. */
export interface SettingsListener {
	/** The connection has to be made anew. */
	onConnection(): void;
	/** Only what is shown changes. */
	onDisplay(): void;
}

/** Follows the settings: tells the user of wrong values, once each, and the listener of changes. */
export function watchSettings(listener: SettingsListener): vscode.Disposable {
	const reported = new Map<SettingKey, unknown>();
	reportWrongValues(reported);
	return vscode.workspace.onDidChangeConfiguration((event) => {
		if (!event.affectsConfiguration(PREFIX)) return;
		reportWrongValues(reported);
		if (connectionSettings.some((key) => event.affectsConfiguration(`${PREFIX}.${key}`))) listener.onConnection();
		else listener.onDisplay();
	});
}

function reportWrongValues(reported: Map<SettingKey, unknown>): void {
	const configuration = vscode.workspace.getConfiguration(PREFIX);
	for (const key of Object.keys(settingsTable) as SettingKey[]) {
		const value = configuration.get<unknown>(key);
		if (isValidSetting(key, value)) reported.delete(key);
		else if (!reported.has(key) || reported.get(key) !== value) {
			reported.set(key, value);
			void offerSetting(key, value);
		}
	}
}

async function offerSetting(key: SettingKey, value: unknown): Promise<void> {
	const rule = settingsTable[key];
	const name = `${PREFIX}.${key}`;
	const message = wrongValueText(name, JSON.stringify(value), rule);
	const open = vscode.l10n.t('Open Setting');
	if ((await vscode.window.showWarningMessage(message, open)) === open) await openSetting(key);
}

/** Shows a setting in the settings editor, where this window keeps it. */
export async function openSetting(key: SettingKey): Promise<void> {
	// A window that is connected to another machine lists the settings of that machine apart.
	const elsewhere = vscode.env.remoteName !== undefined && connectionSettings.includes(key);
	const command = elsewhere ? 'workbench.action.openRemoteSettings' : 'workbench.action.openSettings';
	await vscode.commands.executeCommand(command, { query: `@id:${PREFIX}.${key}` });
}

function wrongValueText(name: string, shown: string, rule: (typeof settingsTable)[SettingKey]): string {
	switch (rule.type) {
		case 'integer':
			return vscode.l10n.t(
				'The setting {0} is {1}, but it has to be a whole number from {2} to {3}. The default {4} is used.',
				name,
				shown,
				rule.minimum,
				rule.maximum,
				rule.default,
			);
		case 'boolean':
			return vscode.l10n.t('The setting {0} is {1}, but it has to be true or false. {2} is used.', name, shown, rule.default);
		case 'loopbackAddress':
			return vscode.l10n.t(
				'The setting {0} is {1}, but it has to be an http address on this computer, for example http://127.0.0.1:5000. The built-in sandbox is used.',
				name,
				shown,
			);
		case 'name':
			return vscode.l10n.t(
				'The setting {0} is {1}, but it has to be the name of a connection. The sandbox is used.',
				name,
				shown,
			);
		case 'list':
			return vscode.l10n.t('The setting {0} is {1}, but it has to be a list. It counts as empty.', name, shown);
	}
}

/** Makes this the connection in use, from the next start of the session on. @param added an entry to add to the connections */
export async function saveConnection(name: string, added?: object): Promise<void> {
	const configuration = vscode.workspace.getConfiguration(PREFIX);
	const { Global } = vscode.ConfigurationTarget;
	if (added !== undefined) await configuration.update('connections', [...readSettings().connections, added], Global);
	await configuration.update('connection', name, Global);
}

/** Replaces the list of customers that the user keeps. */
export async function saveCustomers(customers: readonly object[]): Promise<void> {
	await vscode.workspace.getConfiguration(PREFIX).update('customers', customers, vscode.ConfigurationTarget.Global);
}
