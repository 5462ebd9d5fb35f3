/** Switch Connection: the sandbox, the user's own connections, and the ways to another one. */
import * as vscode from 'vscode';
import { escapeIcons } from '../host/markup';
import { openSetting, readSettings, saveConnection } from '../host/settings';
import { SANDBOX } from '../host/settings-table';
import type { ConnectionProfile, SignInMethod } from '../identity/api';

type Choice = { readonly kind: 'use'; readonly name: string } | { readonly kind: 'setUp' } | { readonly kind: 'edit' };

interface ChoiceItem extends vscode.QuickPickItem {
	readonly choice?: Choice;
}

/**
 * Lets the user choose the connection of this computer and saves it in the settings, which starts it.
 * @param setUp the way to a new connection
 * @returns the name of the connection that is in use afterwards; undefined when nothing was chosen
 */
export async function switchConnection(setUp: () => Promise<string | undefined>): Promise<string | undefined> {
	const { connection, connections } = readSettings();
	const { readConnections } = await import('../identity');
	const { profiles, problems } = readConnections(connections);
	const picked = await vscode.window.showQuickPick(itemsOf(connection, profiles, problems), {
		title: vscode.l10n.t('Switch Connection'),
		placeHolder: vscode.l10n.t('In use: {0}', connection),
		matchOnDescription: true,
		matchOnDetail: true,
	});
	switch (picked?.choice?.kind) {
		case 'use':
			await saveConnection(picked.choice.name);
			return picked.choice.name;
		case 'setUp':
			return setUp();
		case 'edit':
			await openSetting('connections');
			return undefined;
		default:
			return undefined;
	}
}

function itemsOf(current: string, profiles: readonly ConnectionProfile[], problems: readonly string[]): ChoiceItem[] {
	const { Separator } = vscode.QuickPickItemKind;
	const using = (name: string) => (name === current ? vscode.l10n.t('in use') : undefined);
	return [
		{
			label: `$(beaker) ${SANDBOX}`,
			description: [vscode.l10n.t('practice data'), using(SANDBOX)].filter((part) => part !== undefined).join(' · '),
			detail: vscode.l10n.t('Sample customers on this computer. Nothing in it is real, and no account is needed.'),
			choice: { kind: 'use', name: SANDBOX },
		},
		...(profiles.length === 0 ? [] : [{ label: vscode.l10n.t('Your connections'), kind: Separator }]),
		...profiles.map((profile): ChoiceItem => {
			const { name, cloud, signIn } = profile;
			return {
				label: `$(cloud) ${escapeIcons(name)}`,
				// A cloud of one's own has no other name than its connection.
				description: [cloud.name === name ? vscode.l10n.t('custom cloud') : cloud.name, using(name)]
					.filter((part) => part !== undefined)
					.join(' · '),
				detail: vscode.l10n.t('Partner tenant {0}, {1}', cloud.partnerTenantId, methodText(signIn)),
				choice: { kind: 'use', name },
			};
		}),
		...problems.map(
			(problem): ChoiceItem => ({
				label: `$(warning) ${escapeIcons(problem)}`,
				detail: vscode.l10n.t('The connection can’t be used until this is mended. Opens the setting.'),
				choice: { kind: 'edit' },
			}),
		),
		{ label: '', kind: Separator },
		{ label: `$(add) ${vscode.l10n.t('Set Up a Connection…')}`, choice: { kind: 'setUp' } },
		{ label: `$(settings-gear) ${vscode.l10n.t('Edit Connections in the Settings')}`, choice: { kind: 'edit' } },
	];
}

/** How one signs in, in words. */
export function methodText(method: SignInMethod): string {
	switch (method) {
		case 'browser':
			return vscode.l10n.t('sign-in in the browser');
		case 'vscode':
			return vscode.l10n.t('Microsoft account of VS Code');
		case 'deviceCode':
			return vscode.l10n.t('device code');
		case 'azureCli':
			return vscode.l10n.t('account of the Azure CLI');
		case 'clientSecret':
			return vscode.l10n.t('client secret');
		case 'clientCertificate':
			return vscode.l10n.t('client certificate');
		case 'workloadIdentity':
			return vscode.l10n.t('workload identity');
		case 'managedIdentity':
			return vscode.l10n.t('managed identity');
	}
}
