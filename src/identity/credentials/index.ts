/** The sign-in libraries behind one door: a bundle of its own, loaded when a real connection first needs a token. */
import type { ConnectionProfile, IdentityHost } from '../api';
import type { Kept } from '../kept-sign-in';
import type { Method } from '../method';
import { type Translations, useTranslations } from '../translations';
import { certificateMethod, cliMethod, managedMethod, secretMethod, workloadMethod } from './application';
import { browserSignIn } from './browser';
import { deviceCodeSignIn } from './device-code';
import { userMethod } from './user';

/**
 * The method of a connection, for every one but the editor's own.
 * @param update keeps what has changed of the sign-in
 */
export function credentialMethod(
	profile: ConnectionProfile,
	host: IdentityHost,
	update: (changes: Partial<Kept>) => Promise<void>,
	translations: Translations | undefined,
): Method {
	useTranslations(translations);
	switch (profile.signIn) {
		case 'browser':
			return userMethod(profile, host, update, browserSignIn);
		case 'deviceCode':
			return userMethod(profile, host, update, deviceCodeSignIn);
		case 'azureCli':
			return cliMethod(profile);
		case 'clientSecret':
			return secretMethod(profile, host, update);
		case 'clientCertificate':
			return certificateMethod(profile, host);
		case 'workloadIdentity':
			return workloadMethod(profile, host);
		case 'managedIdentity':
			return managedMethod(profile, host);
		case 'vscode':
			throw new TypeError('The editor signs in by itself.');
	}
}
