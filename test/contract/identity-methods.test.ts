/** Signing in by device code, secret and the editor's account, with its real other side: the sandbox's authority over https. */
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { isCancelled } from '../../src/azure/failure';
import { createIdentity, forgetConnection, readConnections } from '../../src/identity';
import type { EditorSession, IdentityHost } from '../../src/identity/api';
import { APP, claimsIn, failureOf, Partner, Window } from './identity-partner';

describe('identity over https: the other methods', () => {
	let partner: Partner;
	let partnerTenant: string;
	let tenants: string[];
	before(async () => {
		partner = await Partner.start({ customers: 16 });
		partnerTenant = partner.sandbox.endpoints.partnerTenantId;
		await partner.register();
		tenants = await partner.tenants();
	});
	after(() => partner?.close());
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
			await partner.control('POST', 'apps', { clientId: APP, secrets: ['new'] });
			assert.equal((await failureOf(identity.get('graph', tenant()))).details.code, 'AADSTS7000215');
			window.clientSecret = 'new';
			await identity.signIn();
			assert.ok(await identity.get('graph', tenant()));
			assert.equal(window.timesAsked, 3);
			window.clientSecret = undefined;
			const other = partner.open({ signIn: 'clientSecret', clientId: APP });
			await assert.rejects(other.identity.signIn(), isCancelled);
			await partner.register();
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

		it('waits a minute for an editor that does not answer, and asks it again the next time', async () => {
			const { identity, window } = editor(APP);
			await identity.signIn();
			const answers = window.editorSession;
			Object.assign(window, { editorSession: () => new Promise(() => {}) });
			mock.timers.enable({ apis: ['setTimeout'] });
			try {
				// More than are asked at a time: those that hang take no turn for good.
				const asked = tenants.slice(0, 10).map((tenantId) => failureOf(identity.get('resourceManager', tenantId)));
				for (let minutes = 0; minutes < 3; minutes++) {
					await setImmediate();
					mock.timers.tick(60_000);
				}
				for (const { kind, details } of await Promise.all(asked))
					assert.deepEqual([kind, details.code], ['Unreachable', 'SignInSilent']);
			} finally {
				mock.timers.reset();
			}
			Object.assign(window, { editorSession: answers });
			assert.equal(claimsIn(await identity.get('resourceManager', tenant())).tid, tenant());
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
