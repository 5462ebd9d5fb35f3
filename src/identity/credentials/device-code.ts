/** Signing in with a code on another device or in another browser: for remote machines and for browsers that can't come back. */
import { cancellation, isCancelled } from '../../azure/failure';
import { notAnAuthority } from '../failures';
import { orCancelled } from '../waiting';
import type { Interaction } from './user';

/** Shows the code and waits until it was used; the authority says how long it is good. */
export const deviceCodeSignIn: Interaction = async (app, wish, { host, profile, signal }) => {
	const shown = new AbortController();
	const given = new AbortController();
	const ended = AbortSignal.any([signal, given.signal]);
	const asking: Parameters<typeof app.acquireTokenByDeviceCode>[0] = {
		...wish,
		deviceCodeCallback: ({ userCode, verificationUri, expiresIn }) => {
			if (!URL.canParse(verificationUri) || new URL(verificationUri).protocol !== 'https:') {
				given.abort(notAnAuthority(new URL(profile.cloud.authority).host, 'address for the code is not https', 200));
				return;
			}
			const code = { userCode, verificationUri, expiresAt: host.clock() + expiresIn * 1000 };
			host.showDeviceCode(code, shown.signal).catch((error: unknown) => {
				if (!shown.signal.aborted) given.abort(error);
			});
		},
	};
	try {
		return await orCancelled(app.acquireTokenByDeviceCode(asking), ended);
	} catch (error) {
		// MSAL looks at this before it asks the authority again.
		asking.cancel = true;
		if (signal.aborted) throw cancellation(signal);
		if (given.signal.aborted && given.signal.reason instanceof Error) throw given.signal.reason;
		throw isCancelled(error) && given.signal.aborted ? cancellation(given.signal) : error;
	} finally {
		shown.abort();
	}
};
