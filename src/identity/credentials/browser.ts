/** Signing in with the user's browser: it comes back to a port of this machine with the code (PKCE and state by MSAL). */
import { request } from 'node:http';
import * as l10n from '@vscode/l10n';
import { cancellation } from '../../azure/failure';
import { gaveUp, timedOut } from '../failures';
import type { Interaction } from './user';

/** Time to sign in, with a password to look up and a phone to find. */
const TIME_MS = 5 * 60_000;

/** Opens the sign-in page and waits until the browser comes back. */
export const browserSignIn: Interaction = async (app, wish, { host, profile, tenantId, signal }) => {
	const limit = AbortSignal.timeout(TIME_MS);
	const ended = AbortSignal.any([signal, limit]);
	let back: Back | undefined;
	const leave = () => void (back && knock(back));
	ended.addEventListener('abort', leave, { once: true });
	try {
		return await app.acquireTokenInteractive({
			...wish,
			// An account that is known is confirmed, else the user chooses one.
			...(wish.loginHint === undefined && { prompt: 'select_account' }),
			successTemplate: page(l10n.t('You are signed in. You can close this page and go back to VS Code.')),
			errorTemplate: page(l10n.t('The sign-in did not succeed. Go back to VS Code to see why.')),
			openBrowser: async (url) => {
				const { searchParams } = new URL(url);
				back = { port: new URL(searchParams.get('redirect_uri') ?? '').port, state: searchParams.get('state') ?? '' };
				if (ended.aborted || !(await host.openUrl(url))) throw gaveUp();
				if (ended.aborted) leave();
			},
		});
	} catch (error) {
		if (signal.aborted) throw cancellation(signal);
		if (limit.aborted) throw timedOut({ profile, tenantId });
		throw error;
	} finally {
		ended.removeEventListener('abort', leave);
	}
};

interface Back {
	readonly port: string;
	readonly state: string;
}

/** MSAL waits for the browser without end. Its own answer, that the user declined, lets it stop and free the port. */
function knock({ port, state }: Back): void {
	const body = new URLSearchParams({ error: 'access_denied', state }).toString();
	const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) };
	request({ host: '127.0.0.1', port, method: 'POST', headers, agent: false })
		.on('response', (response) => response.resume())
		// It has stopped by itself.
		.on('error', () => {})
		.end(body);
}

function page(text: string): string {
	const safe = text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
	return `<!doctype html><html><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>CSP Reservations</title></head><body><p>${safe}</p></body></html>`;
}
