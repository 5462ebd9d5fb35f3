/** Every other way of signing in, with its real other side: the sandbox's authority over https, a CLI, a machine's endpoint. */
import assert from 'node:assert/strict';
import { createHash, createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isCancelled } from '../../src/azure/failure';
import { createIdentity, forgetConnection, readConnections } from '../../src/identity';
import type { EditorSession, IdentityHost } from '../../src/identity/api';
import { type Certificate, makeAppCertificate } from '../helpers/certificates';
import { sendJson, serve } from '../helpers/http-server';
import { claimsIn, failureOf, Partner, Window } from './identity-partner';

const APP = '77777777-0000-0000-0000-000000000001';

describe('identity over https: the other methods', () => {
	let partner: Partner;
	let partnerTenant: string;
	let tenants: string[];
	let folder: string;
	let certificate: Certificate;
	before(async () => {
		partner = await Partner.start({ customers: 16 });
		partnerTenant = partner.sandbox.endpoints.partnerTenantId;
		folder = await mkdtemp(path.join(tmpdir(), 'csp-identity-'));
		certificate = await makeAppCertificate('csp-reservations');
		await partner.control('POST', 'apps', { clientId: APP, secrets: ['right'], certificates: [certificate.certificate] });
		const { window, identity } = partner.open({ signIn: 'clientSecret', clientId: APP });
		window.clientSecret = 'right';
		await identity.signIn();
		const customers = await partner.customers(await identity.get('partnerCenter', partnerTenant));
		tenants = customers.filter(({ name }) => !name.includes('(')).map(({ id }) => id);
	});
	after(async () => {
		await partner.close();
		await rm(folder, { recursive: true });
	});
	const tenant = () => tenants[0] ?? '';

	describe('deviceCode', () => {
		it('shows the code, waits for it to be used, and has tokens for three customers from it', async () => {
			const { window, identity } = partner.open({ signIn: 'deviceCode' });
			let gone = false;
			const show = window.showDeviceCode.bind(window);
			window.showDeviceCode = async (code, signal?: AbortSignal) => {
				signal?.addEventListener('abort', () => {
					gone = true;
				});
				await show(code);
			};
			const account = await identity.signIn();
			assert.deepEqual(account, { name: 'practice.user@partner.onmicrosoft.com', tenantId: partnerTenant, kind: 'user' });
			const [code] = window.codes;
			assert.match(code?.userCode ?? '', /^[A-Z0-9]{9}$/);
			assert.equal(code?.verificationUri, `${partner.sandbox.endpoints.authority}/devicelogin`);
			const minutes = ((code?.expiresAt ?? 0) - Date.now()) / 60_000;
			assert.ok(minutes > 13 && minutes < 16, `${minutes} minutes`);
			assert.ok(gone, 'the code is still shown');
			assert.deepEqual(window.pages, ['You are signed in']);
			for (const one of tenants.slice(0, 3)) assert.equal(claimsIn(await identity.get('resourceManager', one)).tid, one);
			assert.ok(!window.lines.join('\n').includes(code?.userCode ?? '-'));
			await identity.signOut();
			assert.equal(window.kept.size, 0);
		});

		it('ends when the user gives up: here, on the page, or in the window with the code', async () => {
			const declined = partner.open({ signIn: 'deviceCode' });
			declined.window.visits = [{ action: 'cancel' }];
			await assert.rejects(declined.identity.signIn(), isCancelled);

			const dismissed = partner.open({ signIn: 'deviceCode' });
			dismissed.window.showDeviceCode = async () => {
				throw new DOMException('dismissed', 'AbortError');
			};
			await assert.rejects(dismissed.identity.signIn(), isCancelled);

			const left = partner.open({ signIn: 'deviceCode' });
			left.window.visits = [];
			const leaving = new AbortController();
			const waiting = left.identity.signIn({ signal: leaving.signal });
			while (left.window.codes.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
			leaving.abort();
			await assert.rejects(waiting, isCancelled);
			for (const { window } of [declined, dismissed, left]) assert.equal(window.kept.size, 0);
		});

		it('says what is wrong with the app registration', async () => {
			const { identity } = partner.open({ signIn: 'deviceCode', clientId: '99999999-0000-0000-0000-000000000000' });
			assert.equal((await failureOf(identity.signIn())).details.code, 'AADSTS700016');
			const confidential = '77777777-0000-0000-0000-000000000002';
			await partner.control('POST', 'apps', { clientId: confidential, secrets: ['right'], isPublic: false });
			const failure = await failureOf(partner.open({ signIn: 'deviceCode', clientId: confidential }).identity.signIn());
			assert.equal(failure.details.code, 'AADSTS7000218');
			assert.match(failure.details.remedy ?? '', /Allow public client flows/);
			const nowhere = partner.open({ signIn: 'deviceCode', tenantId: '00000000-0000-0000-0000-000000000000' });
			assert.equal((await failureOf(nowhere.identity.signIn())).details.code, 'AADSTS90002');
		});
	});

	describe('renewal', () => {
		it('gets a new token silently when the old one is about to end', async () => {
			const brief = await Partner.start({ customers: 3, tokenLifetime: 4 });
			try {
				for (const signIn of ['browser', 'clientSecret']) {
					const { window, identity } = brief.open({ signIn });
					window.clientSecret = 'practice-secret';
					await identity.signIn();
					const first = await identity.get('resourceManager', brief.sandbox.endpoints.partnerTenantId);
					assert.equal(await identity.get('resourceManager', brief.sandbox.endpoints.partnerTenantId), first);
					// Half of its life, with the libraries counting in whole seconds.
					await new Promise((resolve) => setTimeout(resolve, 2_600));
					const second = await identity.get('resourceManager', brief.sandbox.endpoints.partnerTenantId);
					assert.ok(Number(claimsIn(second).exp) > Number(claimsIn(first).exp));
					assert.ok(window.opened.length <= 1);
				}
			} finally {
				await brief.close();
			}
		});
	});

	describe('clientSecret', () => {
		it('asks for the secret once, keeps it in the secret store alone, and forgets it at the sign-out', async () => {
			const { window, identity } = partner.open({ signIn: 'clientSecret', clientId: APP });
			window.clientSecret = 'right';
			const account = await identity.signIn();
			assert.deepEqual(account, { name: APP, tenantId: partnerTenant, kind: 'application' });
			await partner.tokenRequests();
			await Promise.all(Array.from({ length: 100 }, (_, call) => identity.get('graph', tenants[call % 3] ?? '')));
			assert.equal(await partner.tokenRequests(), 3);
			assert.equal(window.timesAsked, 1);
			const again = partner.open({ signIn: 'clientSecret', clientId: APP }, window.kept);
			assert.equal(claimsIn(await again.identity.get('graph', tenant())).appid, APP);
			assert.equal(again.window.timesAsked, 0);
			assert.doesNotMatch(window.lines.join('\n'), /right|eyJ/);
			await identity.signOut();
			assert.equal(window.kept.size, 0);
		});

		it('does not keep a wrong one, says so, and asks again', async () => {
			const { window, identity } = partner.open({ signIn: 'clientSecret', clientId: APP });
			window.clientSecret = 'wrong';
			const failure = await failureOf(identity.signIn());
			assert.equal(failure.details.code, 'AADSTS7000215');
			assert.match(failure.message, /client secret is wrong/);
			assert.doesNotMatch(JSON.stringify(failure.details) + failure.message, /"wrong"/);
			assert.equal(window.kept.size, 0);
			window.clientSecret = 'right';
			await identity.signIn();
			// The app got another secret since.
			await partner.control('POST', 'apps', { clientId: APP, secrets: ['new'], certificates: [certificate.certificate] });
			assert.equal((await failureOf(identity.get('graph', tenant()))).details.code, 'AADSTS7000215');
			window.clientSecret = 'new';
			await identity.signIn();
			assert.ok(await identity.get('graph', tenant()));
			assert.equal(window.timesAsked, 3);
			window.clientSecret = undefined;
			const other = partner.open({ signIn: 'clientSecret', clientId: APP });
			await assert.rejects(other.identity.signIn(), isCancelled);
			await partner.control('POST', 'apps', { clientId: APP, secrets: ['right'], certificates: [certificate.certificate] });
		});

		it('has another token for one that a service refused, though its library still has that in memory', async () => {
			const { window, identity } = partner.open({ signIn: 'clientSecret', clientId: APP });
			window.clientSecret = 'right';
			await identity.signIn();
			const refused = await identity.get('graph', tenant());
			await partner.tokenRequests();
			const other = await identity.get('graph', tenant(), { refused });
			assert.notEqual(other, refused);
			assert.equal(await partner.tokenRequests(), 1);
			assert.equal(await identity.get('graph', tenant(), { refused }), other);
			assert.equal(await partner.tokenRequests(), 0);
			assert.equal(window.timesAsked, 1, 'the user is not asked');
		});

		it('says what is wrong with the network at the first sign-in too, in place of the library’s words', async () => {
			const { window } = partner.open({ signIn: 'clientSecret', clientId: APP });
			window.clientSecret = 'right';
			const cause = Object.assign(new Error('self-signed certificate'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' });
			const untrusted = Object.create(window, {
				fetch: { value: async () => Promise.reject(new TypeError('fetch failed', { cause })) },
			}) as IdentityHost;
			const profile = partner.profile({ signIn: 'clientSecret', clientId: APP });
			const failure = await failureOf(createIdentity(profile, untrusted).signIn());
			assert.equal(failure.kind, 'Unreachable');
			assert.equal(failure.details.detail, 'SELF_SIGNED_CERT_IN_CHAIN');
		});

		it('says which tenant has not consented to the application', async () => {
			await partner.control('POST', 'consents', { clientId: APP, tenant: tenants[4], granted: false });
			const { window, identity } = partner.open({ signIn: 'clientSecret', clientId: APP });
			window.clientSecret = 'right';
			await identity.signIn();
			const failure = await failureOf(identity.get('resourceManager', tenants[4] ?? ''));
			assert.equal(failure.details.code, 'ConsentRequired');
			assert.match(failure.details.remedy ?? '', new RegExp(`/${tenants[4]}/adminconsent\\?client_id=${APP}`));
		});

		it('serves while the machine has no place for secrets', async () => {
			const { window, identity } = partner.open({ signIn: 'clientSecret', clientId: APP });
			window.clientSecret = 'right';
			Object.assign(window.secrets, {
				get: () => Promise.reject(new Error('no keyring')),
				store: () => Promise.reject(new Error('no keyring')),
			});
			await identity.signIn();
			assert.ok(await identity.get('graph', tenant()));
			assert.match(window.lines.join('\n'), /keeps no secrets/);
			await identity.signOut();
			assert.equal(await identity.account(), undefined);
		});

		it('signs out while a question is open, and says when the secret store does not let go', async () => {
			const { window, identity } = partner.open({ signIn: 'clientSecret', clientId: APP });
			window.askClientSecret = () => new Promise(() => {});
			const asking = identity.signIn();
			asking.catch(() => {});
			await new Promise((resolve) => setTimeout(resolve, 50));
			await identity.signOut();
			await assert.rejects(asking, isCancelled);

			window.askClientSecret = async () => 'right';
			await identity.signIn();
			window.secrets.delete = () => Promise.reject(new Error('locked'));
			assert.match((await failureOf(identity.signOut())).message, /You are not signed out/);
			assert.notEqual(await identity.account(), undefined);
		});

		it('forgets a connection that is not in the settings any more', async () => {
			const { window, identity } = partner.open({ signIn: 'clientSecret', clientId: APP });
			window.clientSecret = 'right';
			await identity.signIn();
			assert.equal(window.kept.size, 1);
			await forgetConnection(window.secrets, 'Practice');
			assert.equal(window.kept.size, 0);
		});
	});

	describe('clientCertificate', () => {
		const pem = async (name: string, text: string) => {
			const file = path.join(folder, name);
			await writeFile(file, text);
			return file;
		};
		const open = (certificatePath: string) => partner.open({ signIn: 'clientCertificate', clientId: APP, certificatePath });

		it('signs with the key of the file', async () => {
			const { identity } = open(await pem('right.pem', `${certificate.key}\n${certificate.certificate}\n`));
			assert.deepEqual(await identity.signIn(), { name: APP, tenantId: partnerTenant, kind: 'application' });
			const token = claimsIn(await identity.get('resourceManager', tenant()));
			assert.equal(token.tid, tenant());
			assert.equal(token.appidacr, '2');
		});

		it('says what is wrong with the file', async () => {
			const other = await makeAppCertificate('another');
			const unreadable = await pem('unreadable.pem', '');
			await rm(unreadable);
			const files: [text: string | undefined, expected: RegExp][] = [
				[undefined, /is not there/],
				['', /no certificate/],
				[certificate.certificate, /no private key/],
				[certificate.key, /no certificate/],
				[`${certificate.certificate}\n${other.key}`, /no private key of its certificate/],
			];
			for (const [text, expected] of files) {
				const file = text === undefined ? path.join(folder, 'none.pem') : await pem('some.pem', text);
				const failure = await failureOf(open(file).identity.signIn());
				assert.equal(failure.kind, 'NotAllowed');
				assert.equal(failure.details.code, 'Certificate');
				assert.match(failure.message, expected);
				assert.ok(failure.message.includes(file));
				assert.ok(failure.details.remedy);
				assert.doesNotMatch(JSON.stringify(failure.details), /PRIVATE|MII/);
			}
			const directory = await failureOf(open(folder).identity.signIn());
			assert.match(directory.message, /can’t be read/);
			const stranger = await failureOf(open(await pem('other.pem', `${other.certificate}\n${other.key}`)).identity.signIn());
			assert.equal(stranger.details.code, 'AADSTS700027');
			assert.match(stranger.message, /does not belong to the application/);
		});
	});

	describe('workloadIdentity', () => {
		const before = process.env.AZURE_FEDERATED_TOKEN_FILE;
		afterEach(() => {
			if (before === undefined) delete process.env.AZURE_FEDERATED_TOKEN_FILE;
			else process.env.AZURE_FEDERATED_TOKEN_FILE = before;
		});

		it('exchanges the token that the machine’s file holds', async () => {
			const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
			const x5t = createHash('sha256').update(new X509Certificate(certificate.certificate).raw).digest('base64url');
			const now = Math.floor(Date.now() / 1000);
			const aud = `${partner.sandbox.endpoints.authority}/${partnerTenant}/v2.0`;
			const signed = `${part({ alg: 'RS256', 'x5t#S256': x5t })}.${part({ iss: APP, sub: APP, aud, exp: now + 600 })}`;
			const signature = sign('sha256', Buffer.from(signed), createPrivateKey(certificate.key)).toString('base64url');
			const file = path.join(folder, 'token');
			await writeFile(file, `${signed}.${signature}`);
			process.env.AZURE_FEDERATED_TOKEN_FILE = file;
			const { window, identity } = partner.open({ signIn: 'workloadIdentity', clientId: APP });
			assert.deepEqual(await identity.signIn(), { name: APP, tenantId: partnerTenant, kind: 'application' });
			assert.ok(await identity.get('graph', partnerTenant));
			assert.ok(![...window.kept.values()].join().includes(signature));
		});

		it('says so when there is none', async () => {
			delete process.env.AZURE_FEDERATED_TOKEN_FILE;
			const open = () => partner.open({ signIn: 'workloadIdentity', clientId: APP }).identity.signIn();
			for (const file of [undefined, path.join(folder, 'no-such-token')]) {
				if (file !== undefined) process.env.AZURE_FEDERATED_TOKEN_FILE = file;
				const failure = await failureOf(open());
				assert.equal(failure.details.code, 'NoWorkloadIdentity');
				assert.match(failure.details.remedy ?? '', /AZURE_FEDERATED_TOKEN_FILE/);
			}
		});
	});

	describe('managedIdentity', () => {
		it('asks the machine’s endpoint, for its own tenant only', async () => {
			const { window: issuing, identity: issuer } = partner.open({ signIn: 'clientSecret', clientId: APP });
			issuing.clientSecret = 'right';
			await issuer.signIn();
			const token = await issuer.get('resourceManager', partnerTenant);
			const machine = await serve((response) =>
				sendJson(response, 200, {
					access_token: token,
					expires_on: `${Number(claimsIn(token).exp)}`,
					resource: 'x',
					token_type: 'Bearer',
				}),
			);
			Object.assign(process.env, { IDENTITY_ENDPOINT: `${machine.origin}/msi/token`, IDENTITY_HEADER: 'machine-header' });
			try {
				const { window, identity } = partner.open({ signIn: 'managedIdentity', clientId: APP });
				assert.deepEqual(await identity.signIn(), { name: APP, tenantId: partnerTenant, kind: 'application' });
				assert.equal(await identity.get('resourceManager', partnerTenant), token);
				assert.equal(machine.asked[0]?.headers['x-identity-header'], 'machine-header');
				assert.equal(machine.asked[0]?.query.get('resource'), partner.sandbox.endpoints.resourceManager);
				const failure = await failureOf(identity.get('resourceManager', tenant()));
				assert.match(failure.message, /own tenant only/);
				assert.doesNotMatch(window.lines.join('\n'), /eyJ|machine-header/);
			} finally {
				await machine.close();
			}
			const failure = await failureOf(partner.open({ signIn: 'managedIdentity', clientId: APP }).identity.signIn());
			delete process.env.IDENTITY_ENDPOINT;
			delete process.env.IDENTITY_HEADER;
			assert.equal(failure.details.code, 'NoManagedIdentity');
			assert.match(failure.details.detail ?? '', /did not answer/);
		});
	});

	describe('azureCli', () => {
		const paths = process.env.PATH;
		afterEach(() => {
			process.env.PATH = paths;
		});
		/** A CLI that answers as told, in a folder of its own that is the only one on the path. */
		const cli = async (script: string | undefined) => {
			const bin = await mkdtemp(path.join(folder, 'bin-'));
			if (script !== undefined) {
				await writeFile(path.join(bin, 'az'), `#!/bin/sh\n${script}\n`);
				await chmod(path.join(bin, 'az'), 0o755);
			}
			process.env.PATH = `${bin}:/bin`;
			return bin;
		};

		it('takes the tokens of the CLI, and the user it is signed in as', async function () {
			if (process.platform === 'win32') this.skip();
			const { window: issuing, identity: issuer } = partner.open();
			await issuer.signIn();
			assert.equal(issuing.opened.length, 1);
			const token = await issuer.get('resourceManager', partnerTenant);
			const answer = JSON.stringify({ accessToken: token, expires_on: claimsIn(token).exp, tokenType: 'Bearer' });
			const bin = await cli(`echo "$@" >> "$(dirname "$0")/asked"; echo '${answer}'`);
			const { window, identity } = partner.open({ signIn: 'azureCli', clientId: undefined });
			assert.deepEqual(await identity.signIn(), {
				name: 'practice.user@partner.onmicrosoft.com',
				tenantId: partnerTenant,
				kind: 'user',
			});
			await Promise.all([identity.get('resourceManager', tenant()), identity.get('resourceManager', tenant())]);
			const { readFile } = await import('node:fs/promises');
			const asked = (await readFile(path.join(bin, 'asked'), 'utf8')).trim().split('\n');
			assert.equal(asked.length, 2);
			assert.match(asked[1] ?? '', new RegExp(`get-access-token .*--tenant ${tenant()}`));
			const challenged = await failureOf(identity.get('resourceManager', tenant(), { claims: '{"access_token":{}}' }));
			assert.equal(challenged.details.code, 'InteractionRequired');
			assert.match(challenged.details.remedy ?? '', /az login --tenant/);
			assert.doesNotMatch(window.lines.join('\n'), /eyJ/);
		});

		it('says when it is missing or nobody is signed in to it, and passes Entra’s refusals on', async function () {
			if (process.platform === 'win32') this.skip();
			const signIn = () => failureOf(partner.open({ signIn: 'azureCli', clientId: undefined }).identity.signIn());
			await cli(undefined);
			assert.equal((await signIn()).details.code, 'AzureCliMissing');
			await cli(`echo "ERROR: Please run 'az login' to setup account." >&2; exit 1`);
			const failure = await signIn();
			assert.equal(failure.details.code, 'SignInRequired');
			assert.match(failure.details.remedy ?? '', /az login --tenant/);
			await cli(`echo "AADSTS50020: User account does not exist in tenant." >&2; exit 1`);
			assert.equal((await signIn()).details.code, 'AADSTS50020');
		});
	});

	describe('vscode', () => {
		/** The editor's own account: its tokens come from the sandbox. */
		const editor = (clientId: string | undefined) => {
			const [profile] = readConnections([
				{
					name: 'Editor',
					cloud: 'azure',
					tenantId: partnerTenant,
					signIn: 'vscode',
					...(clientId !== undefined && { clientId }),
				},
			]).profiles;
			assert.ok(profile);
			const window = new Window(partner, new Map());
			const asked: Parameters<IdentityHost['editorSession']>[] = [];
			const account = { id: `aaaaaaaa-0000-0000-0000-000000000001.${partnerTenant}`, label: 'ann@contoso.com' };
			const session = async (...request: Parameters<IdentityHost['editorSession']>): Promise<EditorSession | undefined> => {
				asked.push(request);
				const [, scopes, { interactive }] = request;
				const tenantId = scopes.find((scope) => scope.startsWith('VSCODE_TENANT:'))?.slice('VSCODE_TENANT:'.length);
				if (tenantId === tenants[1] && !interactive) return undefined;
				if (scopes[0]?.includes('partnercenter') && clientId === undefined) return undefined;
				const response = await partner.fetch(`${partner.sandbox.endpoints.authority}/${tenantId}/oauth2/v2.0/token`, {
					method: 'POST',
					body: new URLSearchParams({
						grant_type: 'client_credentials',
						client_id: 'editor',
						client_secret: 'x',
						scope: scopes[0] ?? '',
					}),
				});
				const { access_token } = (await response.json()) as { access_token: string };
				return { accessToken: access_token, account };
			};
			return { identity: createIdentity(profile, Object.assign(window, { editorSession: session })), asked, window, account };
		};

		it('asks the editor by tenant and application, and stays with the account that signed in', async () => {
			const { identity, asked, account, window } = editor(APP);
			assert.deepEqual(await identity.signIn(), { name: 'ann@contoso.com', tenantId: partnerTenant, kind: 'user' });
			assert.deepEqual(asked[0]?.slice(0, 2), [
				'microsoft',
				['https://api.partnercenter.microsoft.com/.default', `VSCODE_TENANT:${partnerTenant}`, `VSCODE_CLIENT_ID:${APP}`],
			]);
			assert.equal(asked[0]?.[2].interactive, true);
			assert.equal(claimsIn(await identity.get('resourceManager', tenant())).tid, tenant());
			assert.deepEqual(asked[1]?.[2], { interactive: false, claims: undefined, account });
			await identity.get('resourceManager', tenant());
			assert.equal(asked.length, 2);
			assert.equal((await failureOf(identity.get('resourceManager', tenants[1] ?? ''))).details.code, 'InteractionRequired');
			assert.ok(![...window.kept.values()].join().includes('eyJ'));
			await identity.signOut();
			assert.equal(window.kept.size, 0);
			assert.equal((await failureOf(identity.get('resourceManager', tenant()))).details.code, 'SignInRequired');
		});

		it('answers a challenge with one question that carries the claims', async () => {
			const { identity, asked } = editor(APP);
			await identity.signIn();
			const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
			const calls = Array.from({ length: 5 }, () => identity.get('resourceManager', tenants[1] ?? '', { claims }));
			assert.equal(new Set(await Promise.all(calls)).size, 1);
			const questions = asked.filter(([, , { interactive }]) => interactive).slice(1);
			assert.equal(questions.length, 1);
			assert.equal(questions[0]?.[2].claims, claims);
		});

		it('is an AbortError when the user closes the editor’s question', async () => {
			for (const answer of [async () => undefined, () => Promise.reject(new Error('User did not consent to login.'))]) {
				const { identity, window } = editor(APP);
				Object.assign(window, { editorSession: answer });
				await assert.rejects(identity.signIn(), isCancelled);
			}
		});

		it('serves for Azure alone without an application of one’s own, and says so at Partner Center', async () => {
			const { identity, asked } = editor(undefined);
			await identity.signIn();
			assert.deepEqual(asked[0]?.[1], ['https://management.azure.com/.default', `VSCODE_TENANT:${partnerTenant}`]);
			assert.ok(await identity.get('resourceManager', tenant()));
			const failure = await failureOf(identity.get('partnerCenter', partnerTenant));
			assert.equal(failure.details.code, 'ClientIdRequired');
			assert.match(failure.details.remedy ?? '', /clientId/);
		});
	});
});
