/** Microsoft's own identity clients sign in to the sandbox: MSAL with a page or a code, @azure/identity with its credentials. */
import assert from 'node:assert/strict';
import { ClientCertificateCredential, ClientSecretCredential, DeviceCodeCredential } from '@azure/identity';
import {
	type AccountInfo,
	type AuthenticationResult,
	InteractionRequiredAuthError,
	PublicClientApplication,
	ServerError,
} from '@azure/msal-node';
import { makeAppCertificate } from '../helpers/certificates';
import { practiceAccount, SecureSandbox } from '../helpers/microsoft-identity';

const ARM = 'https://management.azure.com/.default';
const PARTNER_CENTER = 'https://api.partnercenter.microsoft.com/user_impersonation';
const GRAPH = 'https://graph.microsoft.com/User.Read';

function claimsOf(token: string): Record<string, unknown> {
	return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

describe("sandbox: sign-in with Microsoft's clients", () => {
	let secure: SecureSandbox;

	before(async () => {
		secure = await SecureSandbox.start({ customers: 30 });
	});

	after(() => secure.close());

	interface SignInWish {
		readonly account?: string;
		readonly scope?: string;
		readonly tenant?: string;
		readonly claims?: string;
		readonly filled?: Readonly<Record<string, string>>;
	}

	async function signIn(client: PublicClientApplication, wish: SignInWish = {}): Promise<AuthenticationResult> {
		const { account = 'practice.user', scope = ARM, tenant, claims, filled } = wish;
		return await client.acquireTokenInteractive({
			scopes: [scope],
			...(tenant !== undefined && { authority: `${secure.endpoints.authority}/${tenant}` }),
			...(claims !== undefined && { claims }),
			openBrowser: async (address) => void (await secure.page.signIn(address, practiceAccount(account), filled)),
		});
	}

	/** A token of a tenant without asking the user: MSAL looks for it under the tenant that the account names. */
	async function silently(client: PublicClientApplication, account: AccountInfo | null, tenant: string, scope = ARM) {
		assert.ok(account !== null);
		return await client.acquireTokenSilent({
			account: { ...account, tenantId: tenant },
			authority: `${secure.endpoints.authority}/${tenant}`,
			scopes: [scope],
		});
	}

	const newClient = () => new PublicClientApplication(secure.msal());

	async function customer(name: string): Promise<string> {
		const token = await signIn(newClient(), { scope: PARTNER_CENTER });
		return await secure.customer(name, token.accessToken);
	}

	describe('MSAL, signed in on a page', () => {
		it('gets the account, an id token and an access token that Azure takes', async () => {
			const { account, accessToken, tenantId, idTokenClaims, scopes, expiresOn } = await signIn(newClient());
			assert.equal(account?.username, 'practice.user@partner.onmicrosoft.com');
			assert.equal(account.homeAccountId.split('.')[1], secure.endpoints.partnerTenantId);
			assert.equal(tenantId, secure.endpoints.partnerTenantId);
			assert.ok(scopes.includes('https://management.azure.com/user_impersonation'));
			assert.equal(Object(idTokenClaims).preferred_username, account.username);
			assert.ok(expiresOn !== null && expiresOn.getTime() > Date.now() + 3_000_000);
			const claims = claimsOf(accessToken);
			assert.equal(claims.aud, 'https://management.azure.com');
			assert.equal(claims.idtyp, 'user');
			assert.equal(claims.appid, secure.endpoints.clientId);
			assert.deepEqual(claims.amr, ['pwd', 'mfa']);
			const answer = await secure.json<{ value: { tenantId: string }[] }>(
				`${secure.endpoints.resourceManager}/tenants?api-version=2022-12-01`,
				{ headers: { authorization: `Bearer ${accessToken}` } },
			);
			assert.equal(answer.status, 200);
		});

		it('gets tokens for every customer whom the user may enter from one sign-in, and asks for each once', async () => {
			const client = newClient();
			const { account } = await signIn(client, { scope: PARTNER_CENTER });
			const { accessToken } = await silently(client, account, secure.endpoints.partnerTenantId, PARTNER_CENTER);
			const { body } = await secure.json<{ items: { id: string; companyProfile: { companyName: string } }[] }>(
				`${secure.endpoints.partnerCenter}/v1/customers?size=500`,
				{ headers: { authorization: `Bearer ${accessToken}` } },
			);
			await secure.control('tokens', undefined, 'DELETE');
			const refused: Record<string, string> = {};
			for (const { id, companyProfile } of body.items) {
				try {
					const token = await silently(client, account, id);
					assert.equal(token.tenantId, id);
					assert.equal(claimsOf(token.accessToken).tid, id);
					assert.equal(token.fromCache, false);
					assert.equal((await silently(client, account, id)).fromCache, true);
				} catch (error) {
					if (!(error instanceof ServerError) && !(error instanceof InteractionRequiredAuthError)) throw error;
					refused[companyProfile.companyName] = /\b(?:AADSTS|Error\(s\): )(\d+)/.exec(error.message)?.[1] ?? error.message;
				}
			}
			assert.deepEqual(refused, {
				'Best For You Organics (GDAP expired)': '50020',
				'Lucerne Publishing (consent missing)': '65001',
				"Munson's Pickles and Preserves Farm (MFA demanded)": '50076',
			});
			const { total } = (await secure.control('tokens', undefined, 'GET')) as { total: number };
			assert.equal(total, 30);
		});

		it('meets the demand of a tenant by a sign-in with the claims of the refusal, and then silently', async () => {
			const tenant = await customer("Munson's Pickles");
			const client = newClient();
			const { account } = await signIn(client);
			const refusal = await silently(client, account, tenant).catch((error: unknown) => error);
			assert.ok(refusal instanceof InteractionRequiredAuthError);
			assert.equal(refusal.subError, 'basic_action');
			assert.match(refusal.claims, /capolids/);
			const again = await signIn(client, { tenant, claims: refusal.claims });
			assert.equal(again.tenantId, tenant);
			assert.equal((await silently(client, again.account, tenant, GRAPH)).tenantId, tenant);
		});

		it('gets a token with the claims that Azure demands', async () => {
			const tenant = await customer('Fabrikam');
			const client = newClient();
			const { account } = await signIn(client);
			const subscriptions = async (accessToken: string) =>
				await secure.json(`${secure.endpoints.resourceManager}/subscriptions?api-version=2022-12-01`, {
					headers: { authorization: `Bearer ${accessToken}` },
				});
			await secure.control('policies', { tenant, kind: 'claims' });
			const before = await subscriptions((await silently(client, account, tenant)).accessToken);
			assert.equal(before.status, 401);
			const challenge = /error="insufficient_claims", claims="([^"]+)"/.exec(before.headers.get('www-authenticate') ?? '')?.[1];
			const claims = Buffer.from(challenge ?? '', 'base64').toString('utf8');
			assert.ok(account !== null);
			await assert.rejects(
				client.acquireTokenSilent({
					account: { ...account, tenantId: tenant },
					authority: `${secure.endpoints.authority}/${tenant}`,
					scopes: [ARM],
					claims,
				}),
				InteractionRequiredAuthError,
			);
			const { accessToken } = await signIn(client, { tenant, claims });
			assert.equal((await subscriptions(accessToken)).status, 200);
			await secure.control(`policies/${tenant}`, undefined, 'DELETE');
		});

		it('is told when the user cancels', async () => {
			await assert.rejects(
				newClient().acquireTokenInteractive({
					scopes: [ARM],
					openBrowser: async (address) => void (await secure.page.press(await secure.page.open(address), 'cancel')),
				}),
				/access_denied.*AADSTS65004/s,
			);
		});

		it('has to sign in anew when the tokens of the user were revoked', async () => {
			const client = newClient();
			const { account } = await signIn(client, { account: 'helpdesk.agent' });
			await secure.control(`accounts/${practiceAccount('helpdesk.agent')}/revoke`);
			const tenant = await customer('Contoso');
			const refusal = await silently(client, account, tenant).catch((error: unknown) => error);
			assert.ok(refusal instanceof InteractionRequiredAuthError);
			assert.match(refusal.message, /AADSTS50173/);
			const again = await signIn(client, { account: 'helpdesk.agent' });
			assert.equal((await silently(client, again.account, tenant)).tenantId, tenant);
		});
	});

	it('MSAL, signed in by a code on another device', async () => {
		const client = newClient();
		let pages: string[] = [];
		const token = await client.acquireTokenByDeviceCode({
			scopes: [ARM],
			deviceCodeCallback: ({ verificationUri, userCode, interval }) => {
				assert.equal(interval, 1);
				void (async () => {
					const picker = await secure.page.press(await secure.page.open(verificationUri), 'next', {
						user_code: userCode.toLowerCase(),
					});
					const done = await secure.page.press(picker, 'sign-in', { account: practiceAccount('practice.user') });
					pages = [picker.html, done.html];
				})();
			},
		});
		assert.equal(token?.account?.username, practiceAccount('practice.user'));
		assert.match(pages[0] ?? '', /<legend>Account<\/legend>/);
		assert.match(pages[1] ?? '', /You are signed in/);
		const tenant = await customer('Contoso');
		assert.equal((await silently(client, token?.account ?? null, tenant)).tenantId, tenant);
	});

	describe('@azure/identity', () => {
		const options = () => ({
			authorityHost: secure.endpoints.authority,
			disableInstanceDiscovery: true,
			additionallyAllowedTenants: ['*'],
			tlsOptions: { ca: secure.ca },
			retryOptions: { maxRetries: 0 },
		});

		async function works(token: string, tenant: string): Promise<void> {
			assert.equal(claimsOf(token).tid, tenant);
			assert.equal(claimsOf(token).idtyp, 'app');
			const answer = await secure.json(`${secure.endpoints.resourceManager}/subscriptions?api-version=2022-12-01`, {
				headers: { authorization: `Bearer ${token}` },
			});
			assert.equal(answer.status, 200);
			assert.ok((Object(answer.body).value as unknown[]).length > 0);
		}

		it("ClientSecretCredential, in the partner's tenant and in a customer's", async () => {
			const { partnerTenantId, clientId } = secure.endpoints;
			const tenant = await customer('Contoso');
			const credential = new ClientSecretCredential(partnerTenantId, clientId, 'practice-secret', options());
			assert.ok((await credential.getToken(ARM)).expiresOnTimestamp > Date.now());
			await works((await credential.getToken(ARM, { tenantId: tenant })).token, tenant);
			const wrong = new ClientSecretCredential(partnerTenantId, clientId, 'practise-secret', options());
			await assert.rejects(wrong.getToken(ARM), /7000215/);
			const unknown = new ClientSecretCredential('11111111-1111-4111-8111-111111111111', clientId, 'practice-secret', options());
			await assert.rejects(unknown.getToken(ARM), /90002|endpoints_resolution_error|openid_config_error/);
		});

		it('ClientCertificateCredential, with the registered certificate only', async () => {
			const clientId = '5a5a5a5a-0000-4000-8000-000000000001';
			const [good, other] = [await makeAppCertificate('app'), await makeAppCertificate('another app')];
			const tenant = await customer('Contoso');
			const { partnerTenantId } = secure.endpoints;
			const registration = { clientId, certificates: [good.certificate], consentedIn: [partnerTenantId, tenant] };
			await secure.control('apps', registration);
			const pem = (pair: typeof good) => ({ certificate: `${pair.key}\n${pair.certificate}` });
			const credential = new ClientCertificateCredential(partnerTenantId, clientId, pem(good), options());
			await works((await credential.getToken(ARM, { tenantId: tenant })).token, tenant);
			await assert.rejects(
				new ClientCertificateCredential(partnerTenantId, clientId, pem(other), options()).getToken(ARM),
				/700027/,
			);
			await assert.rejects(credential.getToken(ARM, { tenantId: await customer('Fabrikam') }), /7000229/);
		});

		it('DeviceCodeCredential', async () => {
			const credential = new DeviceCodeCredential({
				...options(),
				tenantId: 'organizations',
				clientId: secure.endpoints.clientId,
				userPromptCallback: ({ verificationUri, userCode }) => {
					void secure.page
						.open(verificationUri)
						.then((page) => secure.page.press(page, 'next', { user_code: userCode }))
						.then((page) => secure.page.press(page, 'sign-in', { account: practiceAccount('sales.agent') }));
				},
			});
			assert.equal(claimsOf((await credential.getToken(ARM)).token).upn, practiceAccount('sales.agent'));
		});
	});
});
