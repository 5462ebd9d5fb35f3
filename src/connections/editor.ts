/** What an identity needs of VS Code: secrets, the browser, a place to show a device code, the built-in Microsoft account. */
import * as vscode from 'vscode';
import type { ConnectionProfile, DeviceCode, IdentityHost } from '../identity/api';

/**
 * @param secrets VS Code's secret storage
 * @param fetch the network
 */
export function editorFor(
	secrets: vscode.SecretStorage,
	fetch: typeof globalThis.fetch,
	log: vscode.LogOutputChannel,
): IdentityHost {
	return { secrets, fetch, clock: () => Date.now(), log, openUrl, showDeviceCode, askClientSecret, editorSession };
}

async function openUrl(url: string): Promise<boolean> {
	// As text: a `Uri` would print its query in another encoding than the sign-in page was asked with.
	return await vscode.env.openExternal(url as unknown as vscode.Uri);
}

/** A notification that stays until the sign-in has ended; the code is on the clipboard before the page opens. */
async function showDeviceCode(code: DeviceCode, signal: AbortSignal): Promise<void> {
	const copyAndOpen = vscode.l10n.t('Copy Code and Open Page');
	const minutes = Math.max(1, Math.round((code.expiresAt - Date.now()) / 60_000));
	const answer = await vscode.window.showInformationMessage(
		vscode.l10n.t('Sign in to Microsoft with the code {0}', code.userCode),
		{
			modal: true,
			detail:
				minutes === 1
					? vscode.l10n.t('Enter it at {0} within 1 minute. Any device will do.', code.verificationUri)
					: vscode.l10n.t('Enter it at {0} within {1} minutes. Any device will do.', code.verificationUri, minutes),
		},
		copyAndOpen,
	);
	if (answer === undefined) throw new DOMException('The sign-in was cancelled.', { name: 'AbortError' });
	if (signal.aborted) return;
	await vscode.env.clipboard.writeText(code.userCode);
	await openUrl(code.verificationUri);
}

function askClientSecret(profile: ConnectionProfile): Promise<string | undefined> {
	return Promise.resolve(
		vscode.window.showInputBox({
			title: vscode.l10n.t('Client Secret of “{0}”', profile.name),
			prompt: vscode.l10n.t(
				'A secret of the app registration {0}. It is kept in the secret storage of this computer and nowhere else.',
				profile.clientId ?? '',
			),
			password: true,
			ignoreFocusOut: true,
		}),
	);
}

const editorSession: IdentityHost['editorSession'] = async (provider, scopes, { interactive, claims, account }) => {
	const options: vscode.AuthenticationGetSessionOptions = {
		...(interactive ? { createIfNone: claims === undefined ? true : { detail: whyAsked(scopes) } } : { silent: true }),
		...(account !== undefined && { account }),
	};
	// A challenge is answered with the scopes that it came for; the provider asks the user where it has to.
	const request =
		claims === undefined
			? scopes
			: { wwwAuthenticate: `Bearer claims="${Buffer.from(claims).toString('base64')}"`, fallbackScopes: scopes };
	const session = await vscode.authentication.getSession(provider, request, options);
	return session === undefined ? undefined : { accessToken: session.accessToken, account: session.account };
};

/** A challenge brings up VS Code's question while the user is doing something else. */
function whyAsked(scopes: readonly string[]): string {
	const mark = 'VSCODE_TENANT:';
	const tenantId = scopes.find((scope) => scope.startsWith(mark))?.slice(mark.length) ?? '';
	return vscode.l10n.t('The tenant {0} wants you to confirm your sign-in, for example with MFA.', tenantId);
}
