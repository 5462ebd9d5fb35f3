/**
 * VS Code's Microsoft account, as far as an extension sees it: the provider `microsoft` in place of the built-in one. It asks the
 * user in a dialog and gets its tokens from the authority by Microsoft's address, which leads to a sandbox in the tests.
 */
const { createHash, randomBytes } = require('node:crypto');
const vscode = require('vscode');

const AUTHORITY = 'https://login.microsoftonline.com';
/** The application that VS Code signs in with when it is asked for no other. */
const OWN_CLIENT_ID = 'aebc6443-996d-45c2-90f0-388ff96faa56';
const REDIRECT = 'http://localhost';
const ACCOUNT = 'practice.user@partner.onmicrosoft.com';

/** Refresh tokens by application: as VS Code's own provider, each application has a sign-in of its own. */
const refreshTokens = new Map();
const changes = new vscode.EventEmitter();

/** The marks that VS Code's provider takes out of the scopes. */
function wanted(scopes, claims) {
	const marked = (mark) => scopes.find((scope) => scope.startsWith(mark))?.slice(mark.length);
	return {
		tenant: marked('VSCODE_TENANT:') ?? 'organizations',
		clientId: marked('VSCODE_CLIENT_ID:') ?? OWN_CLIENT_ID,
		scope: scopes.filter((scope) => !scope.startsWith('VSCODE_')).join(' '),
		scopes,
		claims,
	};
}

async function post(path, fields) {
	const response = await fetch(`${AUTHORITY}/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams(fields).toString(),
		redirect: 'manual',
	});
	return { response, text: await response.text() };
}

async function token({ tenant, clientId, scope, scopes, claims }, fields) {
	const { response, text } = await post(`${tenant}/oauth2/v2.0/token`, {
		client_id: clientId,
		client_info: '1',
		scope: `${scope} openid profile offline_access`,
		...(claims !== undefined && { claims }),
		...fields,
	});
	const answer = JSON.parse(text);
	if (!response.ok) throw Object.assign(new Error(answer.error_description), { code: answer.error });
	refreshTokens.set(clientId, answer.refresh_token);
	const home = JSON.parse(Buffer.from(answer.client_info, 'base64url').toString());
	return {
		id: randomBytes(8).toString('hex'),
		accessToken: answer.access_token,
		idToken: answer.id_token,
		account: { id: `${home.uid}.${home.utid}`, label: ACCOUNT },
		scopes,
	};
}

/** Without a question: what the sign-in there is gives, or nothing. */
async function silently(request) {
	const refreshToken = refreshTokens.get(request.clientId);
	if (refreshToken === undefined) return [];
	try {
		return [await token(request, { grant_type: 'refresh_token', refresh_token: refreshToken })];
	} catch {
		return [];
	}
}

/** Asks in a dialog, then fills in the sign-in page as the user would. */
async function interactively(request) {
	const text = `Sign in to Microsoft as ${ACCOUNT}?`;
	const detail = `Tenant ${request.tenant}${request.claims === undefined ? '' : ', confirming who you are'}`;
	const answer = await vscode.window.showInformationMessage(text, { modal: true, detail }, 'Sign In to Microsoft');
	if (answer === undefined) throw new vscode.CancellationError();
	const verifier = randomBytes(32).toString('base64url');
	const query = new URLSearchParams({
		client_id: request.clientId,
		response_type: 'code',
		redirect_uri: REDIRECT,
		scope: `${request.scope} openid profile offline_access`,
		code_challenge: createHash('sha256').update(verifier).digest('base64url'),
		code_challenge_method: 'S256',
		...(request.claims !== undefined && { claims: request.claims }),
	});
	const page = await post(`${request.tenant}/oauth2/v2.0/authorize?${query}`, { account: ACCOUNT, action: 'sign-in' });
	const back = page.response.headers.get('location');
	if (back === null) throw new Error(/AADSTS[^<]*/.exec(page.text)?.[0] ?? 'The sign-in page said no.');
	const { searchParams } = new URL(back);
	const session = await token(request, {
		grant_type: 'authorization_code',
		code: searchParams.get('code'),
		redirect_uri: REDIRECT,
		code_verifier: verifier,
	});
	changes.fire({ added: [session], removed: [], changed: [] });
	return session;
}

/** Of a challenge the claims, in base64; the scopes come beside it. */
function challenged({ challenges, fallbackScopes }) {
	const encoded = challenges.map(({ params }) => params.claims).find((claims) => claims !== undefined);
	return wanted([...fallbackScopes], Buffer.from(encoded, 'base64').toString());
}

exports.activate = (context) => {
	const provider = {
		onDidChangeSessions: changes.event,
		getSessions: (scopes) => (scopes === undefined ? [] : silently(wanted([...scopes]))),
		createSession: (scopes) => interactively(wanted([...scopes])),
		getSessionsFromChallenges: (constraint) => silently(challenged(constraint)),
		createSessionFromChallenges: (constraint) => interactively(challenged(constraint)),
		removeSession: async () => refreshTokens.clear(),
	};
	context.subscriptions.push(
		changes,
		vscode.authentication.registerAuthenticationProvider('microsoft', 'Microsoft', provider, {
			supportsMultipleAccounts: true,
			supportsChallenges: true,
		}),
	);
};
