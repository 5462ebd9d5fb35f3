/** The sandbox's authority by plain HTTP: discovery, pages, codes, refresh tokens, device codes, and every refusal. */
import assert from 'node:assert/strict';
import { createHash, createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { serve, type TestServer } from '../helpers/http-server';
import { practiceAccount } from '../helpers/microsoft-identity';
import { type Shown, SignInPage } from '../helpers/sign-in-page';
import { type Answer, SandboxClient } from './sandbox-client';

const ARM = 'https://management.azure.com/.default openid profile offline_access';
const VERIFIER = 'a-verifier-that-is-long-enough-for-rfc-7636-0123456789';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

function claimsOf(token: unknown): Record<string, unknown> {
	return JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString('utf8'));
}

/** Error code, number and suberror of a refusal. */
function told({ status, body }: Answer): string {
	const [number] = (body.error_codes ?? []) as number[];
	return [status, body.error, number, ...(body.suberror === undefined ? [] : [body.suberror])].join(' ');
}

describe('sandbox: authority', () => {
	let client: SandboxClient;
	let app: TestServer;
	let redirectUri: string;
	const page = new SignInPage((address, init) => fetch(address, init));

	before(async () => {
		client = await SandboxClient.start({ customers: 28 });
		app = await serve((response) => void response.end('You can close this page.'));
		redirectUri = app.origin.replace('127.0.0.1', 'localhost');
	});

	after(async () => {
		await client.close();
		await app.close();
	});

	const authority = () => client.endpoints.authority;
	const control = async (path: string, body?: unknown, method = 'POST') =>
		await client.send(`${authority()}/sandbox/${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });

	function address(tenant = 'organizations', more: Record<string, string | undefined> = {}): string {
		const wanted = Object.entries({
			client_id: client.endpoints.clientId,
			response_type: 'code',
			redirect_uri: redirectUri,
			scope: ARM,
			state: 'the state',
			code_challenge: CHALLENGE,
			code_challenge_method: 'S256',
			...more,
		}).filter((entry): entry is [string, string] => entry[1] !== undefined);
		return `${authority()}/${tenant}/oauth2/v2.0/authorize?${new URLSearchParams(wanted)}`;
	}

	/** What the app was told. */
	const answerOf = ({ address: url }: Shown) => new URL(url).searchParams;

	async function code(tenant = 'organizations', more: Record<string, string | undefined> = {}): Promise<string> {
		const answer = answerOf(await page.signIn(address(tenant, more), practiceAccount('practice.user')));
		return answer.get('code') ?? '';
	}

	const redeem = async (fields: Record<string, string>, tenant = 'organizations') =>
		await client.requestToken(tenant, {
			grant_type: 'authorization_code',
			client_id: client.endpoints.clientId,
			redirect_uri: redirectUri,
			code_verifier: VERIFIER,
			...fields,
		});
	const refresh = async (token: unknown, tenant: string, more: Record<string, string> = {}) =>
		await client.requestToken(tenant, {
			grant_type: 'refresh_token',
			client_id: client.endpoints.clientId,
			refresh_token: String(token),
			scope: ARM,
			...more,
		});
	/** Tokens of a user who signed in. */
	const signedIn = async (account = 'practice.user', filled: Record<string, string> = {}) => {
		const shown = await page.signIn(address(), practiceAccount(account), filled);
		return (await redeem({ code: answerOf(shown).get('code') ?? '' })).body;
	};

	describe('discovery', () => {
		it('describes every tenant, by id, by domain and for whoever signs in', async () => {
			const { partnerTenantId } = client.endpoints;
			const of = async (tenant: string) =>
				(await client.send(`${authority()}/${tenant}/v2.0/.well-known/openid-configuration`)).body;
			for (const tenant of [partnerTenantId, 'partner.onmicrosoft.com']) {
				const { issuer, device_authorization_endpoint } = await of(tenant);
				assert.equal(issuer, `${authority()}/${partnerTenantId}/v2.0`);
				assert.equal(device_authorization_endpoint, `${authority()}/${partnerTenantId}/oauth2/v2.0/devicecode`);
			}
			for (const tenant of ['organizations', 'common']) {
				const { issuer, authorization_endpoint } = await of(tenant);
				assert.equal(issuer, `${authority()}/{tenantid}/v2.0`);
				assert.equal(authorization_endpoint, `${authority()}/${tenant}/oauth2/v2.0/authorize`);
			}
		});

		it('knows its own instance and no other', async () => {
			const ask = async (host: string) =>
				await client.send(
					`${authority()}/common/discovery/instance?api-version=1.1&authorization_endpoint=${encodeURIComponent(`${host}/common/oauth2/v2.0/authorize`)}`,
				);
			const own = await ask(authority());
			assert.equal(own.body.tenant_discovery_endpoint, `${authority()}/common/v2.0/.well-known/openid-configuration`);
			const other = await ask('https://login.elsewhere.example');
			assert.equal(other.status, 400);
			assert.equal(other.body.error, 'invalid_instance');
		});

		it('signs id tokens with a key that it publishes', async () => {
			const { id_token } = (await redeem({ code: await code('organizations', { nonce: 'n-1' }) })).body;
			const keys = await client.send<{ keys: (JsonWebKey & { kid: string })[] }>(`${authority()}/common/discovery/v2.0/keys`);
			const [head = '', body = '', signature = ''] = String(id_token).split('.');
			const { kid, alg } = JSON.parse(Buffer.from(head, 'base64url').toString('utf8'));
			const key = keys.body.keys.find((one) => one.kid === kid);
			assert.ok(key !== undefined && alg === 'RS256');
			const publicKey = createPublicKey({ key, format: 'jwk' });
			assert.ok(verify('sha256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url')));
			const { nonce, aud, iss, tid } = claimsOf(id_token);
			assert.deepEqual([nonce, aud, iss], ['n-1', client.endpoints.clientId, `${authority()}/${tid}/v2.0`]);
		});
	});

	describe('sign-in page', () => {
		it('is a form that can be used by keyboard, with the hinted account chosen', async () => {
			const { html, status } = await page.open(address('organizations', { login_hint: practiceAccount('sales.agent') }));
			assert.equal(status, 200);
			assert.match(html, /<html lang="en">/);
			assert.equal(html.match(/<input type="radio" name="account"/g)?.length, 5);
			assert.match(html, /value="sales\.agent@partner\.onmicrosoft\.com" checked autofocus/);
			assert.ok(html.indexOf('Sign in</button>') < html.indexOf('Cancel</button>'));
		});

		it('shows names as text, whatever they hold', async () => {
			const clientId = '5a5a5a5a-0000-4000-8000-0000000000aa';
			await control('apps', { clientId, displayName: '<script>alert(1)</script>' });
			const { html } = await page.open(address('organizations', { client_id: clientId }));
			assert.ok(html.includes('&lt;script&gt;alert(1)&lt;/script&gt;') && !html.includes('<script>alert'));
		});

		it('answers in the query, in the fragment, or by a form', async () => {
			const user = practiceAccount('practice.user');
			const query = answerOf(await page.signIn(address(), user));
			assert.ok(query.get('code') !== null);
			assert.equal(query.get('state'), 'the state');
			const fragment = new URL((await page.signIn(address('organizations', { response_mode: 'fragment' }), user)).address);
			assert.equal(fragment.search, '');
			assert.ok(new URLSearchParams(fragment.hash.slice(1)).get('code') !== null);
			await page.signIn(address('organizations', { response_mode: 'form_post' }), user);
			const posted = app.asked.at(-1);
			assert.equal(posted?.method, 'POST');
			const sent = new URLSearchParams(posted?.body);
			assert.equal(sent.get('state'), 'the state');
			assert.equal((await redeem({ code: sent.get('code') ?? '' })).status, 200);
		});

		it("never answers an address that is not the app's", async () => {
			const wrong: Record<string, string | undefined>[] = [
				{ redirect_uri: 'https://elsewhere.example/' },
				{ redirect_uri: 'http://127.0.0.1:8080/' },
				{ redirect_uri: 'http://localhost.elsewhere.example/' },
				{ redirect_uri: 'https://vscode.dev/redirect/more' },
				{ redirect_uri: undefined },
			];
			for (const more of wrong) {
				const { status, html, address: shown } = await page.open(address('organizations', more));
				assert.equal(status, 400);
				assert.match(html, /AADSTS50011/);
				assert.ok(shown.startsWith(authority()));
			}
			assert.match(
				(await page.open(address('organizations', { client_id: '11111111-1111-4111-8111-111111111111' }))).html,
				/AADSTS700016/,
			);
			assert.match((await page.open(address('nobody.example'))).html, /AADSTS90002/);
			const good = await page.open(address('organizations', { redirect_uri: `${redirectUri}/some/path?x=1`, prompt: 'none' }));
			assert.equal(answerOf(good).get('x'), '1');
		});

		it('tells the app of other mistakes', async () => {
			const mistakes: [Record<string, string | undefined>, string, string][] = [
				[{ code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request', 'AADSTS50147'],
				[{ code_challenge_method: 'plain' }, 'invalid_request', 'AADSTS50147'],
				[{ response_type: 'token' }, 'unsupported_response_type', 'AADSTS70005'],
				[{ scope: 'https://vault.azure.net/.default' }, 'invalid_scope', 'AADSTS70011'],
				[{ scope: 'https://management.azure.com/.default https://graph.microsoft.com/.default' }, 'invalid_scope', 'AADSTS28000'],
				[{ prompt: 'none' }, 'login_required', 'AADSTS50058'],
				[{ claims: '{' }, 'invalid_request', 'AADSTS50148'],
			];
			for (const [more, error, number] of mistakes) {
				const answer = answerOf(await page.open(address('organizations', more)));
				assert.equal(answer.get('error'), error);
				assert.ok(answer.get('error_description')?.startsWith(number), number);
				assert.equal(answer.get('state'), 'the state');
				assert.equal(answer.get('code'), null);
			}
		});

		it('lets nobody in who may not enter, and offers another account', async () => {
			const contoso = await client.customer('Contoso');
			const cases: [string, string, RegExp][] = [
				['organizations', 'former.agent', /AADSTS50057/],
				[contoso, 'sales.agent', /AADSTS50020/],
				[contoso, 'colleague', /AADSTS50020/],
				[await client.customer('Best For You'), 'practice.user', /AADSTS50020/],
			];
			for (const [tenant, account, expected] of cases) {
				const refused = await page.signIn(address(tenant), practiceAccount(account));
				assert.match(refused.html, expected);
				assert.match(refused.html, /role="alert"/);
				assert.ok(refused.html.includes(`value="${practiceAccount(account)}" checked`));
			}
			await control('policies', { tenant: contoso, kind: 'block' });
			const blocked = await page.signIn(address(contoso), practiceAccount('practice.user'));
			assert.match(blocked.html, /AADSTS53003/);
			await control(`policies/${contoso}`, undefined, 'DELETE');
			const retried = await page.press(blocked, 'sign-in');
			assert.ok(answerOf(retried).get('code') !== null);
		});

		it('asks for consent when the app wants that, and takes a no', async () => {
			const asked = await page.signIn(address('organizations', { prompt: 'consent' }), practiceAccount('practice.user'));
			assert.match(asked.html, /Permissions requested/);
			const declined = answerOf(await page.press(asked, 'decline'));
			assert.equal(declined.get('error'), 'access_denied');
			assert.match(declined.get('error_description') ?? '', /^AADSTS65004/);
			const accepted = answerOf(await page.press(asked, 'accept'));
			assert.equal((await redeem({ code: accepted.get('code') ?? '' })).status, 200);
			const cancelled = answerOf(await page.press(await page.open(address()), 'cancel'));
			assert.equal(cancelled.get('error_subcode'), 'cancel');
		});
	});

	describe('authorization codes', () => {
		it('are good once, for their app, address and verifier, for ten minutes', async () => {
			assert.equal(told(await redeem({ code: await code(), code_verifier: 'another' })), '400 invalid_grant 501481');
			assert.equal(told(await redeem({ code: await code(), redirect_uri: 'http://localhost:1' })), '400 invalid_grant 500112');
			const once = await code();
			assert.equal((await redeem({ code: once })).status, 200);
			assert.equal(told(await redeem({ code: once })), '400 invalid_grant 54005');
			assert.equal(told(await redeem({ code: 'nonsense' })), '400 invalid_grant 9002313 bad_token');
			const late = await code();
			await control('clock', { seconds: 601 });
			assert.equal(told(await redeem({ code: late })), '400 invalid_grant 70008');
		});

		it('need the secret of an app that is not public, and no PKCE then', async () => {
			const clientId = '5a5a5a5a-0000-4000-8000-0000000000bb';
			await control('apps', { clientId, isPublic: false, secrets: ['s3cret'] });
			const own = { client_id: clientId, code_challenge: undefined, code_challenge_method: undefined };
			const fields = { client_id: clientId, code_verifier: '' };
			const first = await code('organizations', own);
			assert.equal(told(await redeem({ ...fields, code: first })), '401 invalid_client 7000218');
			assert.equal(told(await redeem({ ...fields, code: first, client_secret: 'wrong' })), '401 invalid_client 7000215');
			assert.equal((await redeem({ ...fields, code: first, client_secret: 's3cret' })).status, 200);
		});
	});

	describe('refresh tokens', () => {
		it('serve every tenant and service, roll on, and stay good', async () => {
			const { refresh_token } = await signedIn();
			const tenant = await client.customer('Contoso');
			const first = await refresh(refresh_token, tenant);
			assert.equal(claimsOf(first.body.access_token).tid, tenant);
			assert.equal(claimsOf(first.body.id_token).tid, tenant);
			assert.notEqual(first.body.refresh_token, refresh_token);
			const graph = await refresh(first.body.refresh_token, 'organizations', { scope: 'User.Read' });
			assert.equal(claimsOf(graph.body.access_token).aud, 'https://graph.microsoft.com');
			assert.equal((await refresh(refresh_token, tenant)).status, 200);
		});

		it('are refused with the reason', async () => {
			const { refresh_token } = await signedIn();
			const of = async (name: string) => await client.customer(name);
			const contoso = await of('Contoso');
			const other = { client_id: '5a5a5a5a-0000-4000-8000-0000000000aa' };
			const unknown = { client_id: '11111111-1111-4111-8111-111111111111' };
			assert.equal(told(await refresh('nonsense', contoso)), '400 invalid_grant 9002313 bad_token');
			assert.equal(told(await refresh(refresh_token, contoso, other)), '400 invalid_grant 9002313 bad_token');
			assert.equal(told(await refresh(refresh_token, contoso, unknown)), '400 unauthorized_client 700016');
			assert.equal(told(await refresh(refresh_token, 'nobody.example')), '400 invalid_request 90002');
			assert.equal(told(await refresh(refresh_token, await of('Best For You'))), '400 invalid_grant 50020');
			assert.equal(told(await refresh(refresh_token, await of('Lucerne'))), '400 invalid_grant 65001 consent_required');
			const mfa = await refresh(refresh_token, await of("Munson's"));
			assert.equal(told(mfa), '400 invalid_grant 50076 basic_action');
			assert.match(String(mfa.body.claims), /"capolids":\{"essential":true,"values":\["[0-9a-f-]{36}"\]/);
			await control('policies', { tenant: contoso, kind: 'block' });
			assert.equal(told(await refresh(refresh_token, contoso)), '400 invalid_grant 53003 message_only');
			await control(`policies/${contoso}`, undefined, 'DELETE');
			await control('consents', { clientId: client.endpoints.clientId, tenant: contoso, granted: false });
			assert.equal(told(await refresh(refresh_token, contoso)), '400 invalid_grant 65001 consent_required');
			await control('consents', { clientId: client.endpoints.clientId, tenant: contoso });
			assert.equal((await refresh(refresh_token, contoso)).status, 200);
		});

		it('meet a demand for a newer token without the user, and no other demand', async () => {
			const { refresh_token } = await signedIn();
			const tenant = await client.customer('Fabrikam');
			const claims = (name: string, value: string) => JSON.stringify({ access_token: { [name]: { essential: true, value } } });
			const now = String(claimsOf((await refresh(refresh_token, tenant)).body.access_token).iat);
			assert.equal((await refresh(refresh_token, tenant, { claims: claims('nbf', now) })).status, 200);
			assert.equal(
				told(await refresh(refresh_token, tenant, { claims: claims('acrs', 'c2') })),
				'400 invalid_grant 50076 basic_action',
			);
			assert.equal(told(await refresh(refresh_token, tenant, { claims: 'no JSON' })), '400 invalid_request 50148');
		});
	});

	describe('admin consent', () => {
		it('of the page lets the app into the tenant', async () => {
			const tenant = await client.customer('Lucerne');
			const { refresh_token } = await signedIn();
			const wish = `${authority()}/${tenant}/adminconsent?client_id=${client.endpoints.clientId}&redirect_uri=${encodeURIComponent(redirectUri)}`;
			const declined = answerOf(await page.press(await page.open(wish), 'decline'));
			assert.equal(declined.get('error'), 'access_denied');
			assert.equal((await refresh(refresh_token, tenant)).status, 400);
			const accepted = answerOf(await page.press(await page.open(wish), 'accept'));
			assert.equal(accepted.get('admin_consent'), 'True');
			assert.equal(accepted.get('tenant'), tenant);
			assert.equal((await refresh(refresh_token, tenant)).status, 200);
		});

		it('is needed by outside clients as well', async () => {
			const tenant = await client.customer('Lucerne');
			const fields = {
				grant_type: 'client_credentials',
				client_id: '22222222-2222-4222-8222-222222222222',
				client_secret: 'any',
				scope: 'https://management.azure.com/.default',
			};
			assert.equal(told(await client.requestToken(tenant, fields)), '400 unauthorized_client 7000229');
			await control('consents', { clientId: fields.client_id, tenant });
			assert.equal((await client.requestToken(tenant, fields)).status, 200);
		});
	});

	describe('device codes', () => {
		const device = 'urn:ietf:params:oauth:grant-type:device_code';
		const start = async (fields: Record<string, string> = {}) =>
			await client.send<Record<string, string>>(`${authority()}/organizations/oauth2/v2.0/devicecode`, {
				method: 'POST',
				body: new URLSearchParams({ client_id: client.endpoints.clientId, scope: ARM, ...fields }),
			});
		const poll = async (deviceCode: string | undefined) =>
			await client.requestToken('organizations', {
				grant_type: device,
				client_id: client.endpoints.clientId,
				device_code: deviceCode ?? '',
			});

		it('wait for the user, and are good once', async () => {
			const { body } = await start();
			assert.match(body.message ?? '', new RegExp(`${body.verification_uri}.*${body.user_code}`));
			assert.equal(told(await poll(body.device_code)), '400 authorization_pending 70016');
			assert.equal(told(await poll(body.device_code)), '400 slow_down 70016');
			const wrong = await page.press(await page.open(body.verification_uri ?? ''), 'next', { user_code: 'WRONG' });
			assert.match(wrong.html, /role="alert">AADSTS70018/);
			const picker = await page.press(wrong, 'next', { user_code: body.user_code ?? '' });
			const disabled = await page.press(picker, 'sign-in', { account: practiceAccount('former.agent') });
			assert.match(disabled.html, /AADSTS50057/);
			await page.press(disabled, 'sign-in', { account: practiceAccount('practice.user') });
			const tokens = await poll(body.device_code);
			assert.equal(claimsOf(tokens.body.access_token).upn, practiceAccount('practice.user'));
			assert.equal(told(await poll(body.device_code)), '400 bad_verification_code 70019');
		});

		it('end by a no of the user, and by time', async () => {
			const [declined, late] = [(await start()).body, (await start()).body];
			const picker = await page.press(await page.open(declined.verification_uri ?? ''), 'next', {
				user_code: declined.user_code ?? '',
			});
			assert.match((await page.press(picker, 'cancel')).html, /cancelled/);
			assert.equal(told(await poll(declined.device_code)), '400 authorization_declined 65004');
			await control('clock', { seconds: 901 });
			assert.equal(told(await poll(late.device_code)), '400 expired_token 70020');
			assert.equal(told(await start({ client_id: '11111111-1111-4111-8111-111111111111' })), '400 unauthorized_client 700016');
		});
	});

	it('counts token requests by tenant, service and grant', async () => {
		const tenant = await client.customer('Contoso');
		const { refresh_token } = await signedIn();
		await control('tokens', undefined, 'DELETE');
		await refresh(refresh_token, tenant);
		await refresh(refresh_token, tenant);
		await refresh(refresh_token, await client.customer('Best For You'));
		const { body } = await control('tokens', undefined, 'GET');
		assert.equal(body.total, 3);
		const [counted] = body.requests as unknown[];
		assert.deepEqual(counted, { tenant, audience: 'resourceManager', grant: 'refresh_token', granted: 2, refused: 0 });
	});

	it('answers as asked for a lifetime of tokens, which then end', async () => {
		const short = await SandboxClient.start({ tokenLifetime: 60 });
		try {
			const { partnerTenantId } = short.endpoints;
			const { body } = await short.requestToken(partnerTenantId, {
				grant_type: 'client_credentials',
				client_id: 'any',
				scope: 'https://graph.microsoft.com/.default',
			});
			assert.equal(body.expires_in, 60);
			const me = async () =>
				(await short.send(`${short.endpoints.graph}/v1.0/me`, { headers: { authorization: `Bearer ${body.access_token}` } }))
					.status;
			assert.equal(await me(), 200);
			await short.send(`${short.endpoints.authority}/sandbox/clock`, { method: 'POST', body: '{"seconds":61}' });
			assert.equal(await me(), 401);
		} finally {
			await short.close();
		}
	});

	it('says what is wrong with an order', async () => {
		const wrong: [string, unknown, RegExp][] = [
			['apps', { clientId: 'x' }, /'clientId' has to be a GUID/],
			['apps', { clientId: client.endpoints.clientId, certificates: ['x'] }, /not a PEM certificate/],
			['apps', { id: 'x' }, /'id' is not known/],
			['policies', { tenant: client.endpoints.partnerTenantId, kind: 'x' }, /'kind' has to be one of mfa, block, claims/],
			['policies', { tenant: 'nobody.example', kind: 'mfa' }, /'nobody\.example' not found/],
			['clock', { seconds: -1 }, /'seconds'/],
			['consents', [], /has to be an object/],
		];
		for (const [path, body, expected] of wrong) {
			const answer = await control(path, body);
			assert.equal(answer.status, 400);
			assert.match(String(answer.body.error), expected);
		}
		assert.equal((await control('accounts/nobody/revoke')).status, 404);
	});

	// The last one: after it, the tokens that the other tests share have expired.
	describe('in the long run', () => {
		it('ends refresh tokens by revocation of the user, and by 90 days without use', async () => {
			const [user, agent] = [await signedIn(), await signedIn('helpdesk.agent')];
			await control(`accounts/${practiceAccount('practice.user')}/revoke`);
			const home = client.endpoints.partnerTenantId;
			assert.equal(told(await refresh(user.refresh_token, home)), '400 invalid_grant 50173 bad_token');
			await control('clock', { seconds: 89 * 86_400 });
			const rolled = await refresh(agent.refresh_token, home);
			await control('clock', { seconds: 2 * 86_400 });
			assert.equal(told(await refresh(agent.refresh_token, home)), '400 invalid_grant 700082 bad_token');
			assert.equal((await refresh(rolled.body.refresh_token, home)).status, 200);
			const expired = await client.azure(home, '/subscriptions?api-version=2022-12-01', {
				headers: { authorization: `Bearer ${agent.access_token}` },
			});
			assert.equal(expired.status, 401);
		});
	});
});
