/** Signing in with the editor's own Microsoft account, so that partners who have one there need no second sign-in. */
import * as l10n from '@vscode/l10n';
import { publicClouds } from '../azure/clouds';
import { ServiceFailure } from '../azure/failure';
import { orTooLate, SIGN_IN_SILENT } from '../azure/time-limit';
import type { ConnectionProfile, EditorSession, IdentityHost } from './api';
import { type Asked, gaveUp, interactionRequired, notAllowed, serviceName } from './failures';
import type { Kept } from './kept-sign-in';
import type { Method, SignedIn, SignInRequest, Wanted } from './method';
import type { Granted } from './shared-tokens';
import { accountOf, lifetimeOf } from './token-claims';

/**
 * Longest wait for a token that needs no question to the user, ms. The editor has no limit of its own, and each one that never comes
 * would take a turn from the others for good.
 */
const silentForMs = 60_000;
const GUID_AT_END = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** @returns the method `vscode` */
export function editorMethod(profile: ConnectionProfile, host: IdentityHost): Method {
	const { cloud, clientId } = profile;
	const isGovernment = cloud.authority === publicClouds.azureUSGovernment.authority;

	async function session(
		{ audience, tenantId, claims }: Wanted,
		options: { interactive: boolean; account?: EditorSession['account'] | undefined },
	): Promise<EditorSession | undefined> {
		const scopes = [
			`${cloud.resources[audience]}/.default`,
			`VSCODE_TENANT:${tenantId}`,
			...(clientId === undefined ? [] : [`VSCODE_CLIENT_ID:${clientId}`]),
		];
		return await host.editorSession(isGovernment ? 'microsoft-sovereign-cloud' : 'microsoft', scopes, { ...options, claims });
	}

	const grantedBy = ({ accessToken }: EditorSession): Granted => ({
		value: accessToken,
		// The editor renews by itself: a token that doesn't tell its end is asked for each time.
		lifetimeMs: lifetimeOf(accessToken, host.clock()) ?? 0,
	});

	return {
		hasUser: true,
		// The editor's own application can't be counted on at Partner Center.
		firstAudience: clientId === undefined ? 'resourceManager' : 'partnerCenter',

		async signIn(request: SignInRequest): Promise<SignedIn> {
			const account = request.mayBeAnother ? undefined : request.known?.editorAccount;
			const found = await session(request, { interactive: true, account }).catch((error: unknown) => {
				throw isDeclined(error) ? gaveUp() : error;
			});
			if (found === undefined) throw gaveUp();
			const fromToken = accountOf(found.accessToken, profile);
			// An id of the editor's ends with the home tenant; a token has the tenant it is for.
			const home = GUID_AT_END.exec(found.account.id)?.[0].toLowerCase() ?? fromToken.tenantId;
			const { id, label } = found.account;
			return {
				kept: { account: { name: label, tenantId: home, kind: 'user' }, editorAccount: { id, label } },
				token: grantedBy(found),
			};
		},

		async token(wanted: Wanted, kept: Kept): Promise<Granted> {
			const ask = () => session(wanted, { interactive: false, account: kept.editorAccount });
			const found = await orTooLate(silentForMs, ask, () => silent(wanted));
			if (found !== undefined) return grantedBy(found);
			const asked: Asked = { profile, ...wanted };
			if (clientId === undefined && wanted.audience === 'partnerCenter') throw clientIdRequired(asked);
			throw interactionRequired(asked);
		},

		forget() {},
	};
}

/** The editor has no error of its own for a question that the user closed. */
function isDeclined(error: unknown): boolean {
	return error instanceof Error && (error.name === 'Canceled' || /did not consent|cancel/i.test(error.message));
}

function silent({ audience }: Wanted): Error {
	const what = l10n.t('VS Code’s Microsoft account did not answer within {0} seconds.', silentForMs / 1000);
	return new ServiceFailure('Unreachable', `${what} ${l10n.t('No token for {0} was had.', serviceName(audience))}`, {
		code: SIGN_IN_SILENT,
		remedy: l10n.t('If VS Code asks you something, answer it. Otherwise sign in again, or restart VS Code.'),
	});
}

function clientIdRequired(asked: Asked): Error {
	return notAllowed(
		asked,
		l10n.t('VS Code’s own application may not use Partner Center; it serves for Azure alone.'),
		l10n.t('Register an application in your tenant and set its clientId in the connection “{0}”.', asked.profile.name),
		{ code: 'ClientIdRequired' },
	);
}
