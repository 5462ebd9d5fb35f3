/** Reads the user's settings: checked, and with the default in place of a wrong value. */
import * as vscode from 'vscode';
import { connectionSettings, isValidSetting, type SettingKey, settingsTable } from './settings-table';

const PREFIX = 'cspReservations';

export interface Settings {
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
}

/** Reads the settings as they are now. A wrong value counts as the default; {@link watchSettings} tells the user. */
export function readSettings(): Settings {
	const address = read('sandbox.address', settingsTable['sandbox.address'].default as string);
	const number = (key: Exclude<SettingKey, 'sandbox.address'>) => read(key, settingsTable[key].default);
	return {
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
	};
}

function read<T extends string | number>(key: SettingKey, fallback: T): T {
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
	const shown = JSON.stringify(value);
	const message =
		rule.type === 'integer'
			? vscode.l10n.t(
					'The setting {0} is {1}, but it has to be a whole number from {2} to {3}. The default {4} is used.',
					name,
					shown,
					rule.minimum,
					rule.maximum,
					rule.default,
				)
			: vscode.l10n.t(
					'The setting {0} is {1}, but it has to be an http address on this computer, for example http://127.0.0.1:5000. The built-in sandbox is used.',
					name,
					shown,
				);
	const open = vscode.l10n.t('Open Setting');
	if ((await vscode.window.showWarningMessage(message, open)) === open) {
		// A window that is connected to another machine lists the settings of that machine apart.
		const elsewhere = vscode.env.remoteName !== undefined && connectionSettings.includes(key);
		const command = elsewhere ? 'workbench.action.openRemoteSettings' : 'workbench.action.openSettings';
		await vscode.commands.executeCommand(command, { query: `@id:${name}` });
	}
}
