/** Signing in with the browser, over https to the sandbox's authority: one sign-in, tokens for every tenant, nothing left after. */
import assert from 'node:assert/strict';
import { isCancelled } from '../../src/azure/failure';
import type { Identity } from '../../src/identity/api';
import { claimsIn, failureOf, Partner } from './identity-partner';

describe('identity over https: browser', () => {
	let partner: Partner;
	let partnerTenant: string;
	let tenants: string[];
	before(async () => {
		partner = await Partner.start({ customers: 30 });
		partnerTenant = partner.sandbox.endpoints.partnerTenantId;
		const { identity } = partner.open();
		await identity.signIn();
		const customers = await partner.customers(await identity.get('partnerCenter', partnerTenant));
		tenants = customers.filter(({ name }) => !name.includes('(')).map(({ id }) => id);
		assert.ok(tenants.length >= 10);
	});
	after(() => partner.close());

	const signedIn = async (...open: Parameters<Partner['open']>) => {
		const opened = partner.open(...open);
		await opened.identity.signIn();
		await partner.tokenRequests();
		return opened;
	};

	it('signs in once and has tokens for Partner Center and for three customers', async () => {
		const { window, identity } = partner.open();
		assert.equal(await identity.account(), undefined);
		const account = await identity.signIn();
		assert.deepEqual(account, { name: 'practice.user@partner.onmicrosoft.com', tenantId: partnerTenant, kind: 'user' });
		assert.deepEqual(await identity.account(), account);
		assert.deepEqual(window.pages, ['You are signed in. You can close this page and go back to VS Code.']);
		const { partnerCenter, resourceManager } = partner.sandbox.endpoints;
		const { status } = await partner.ask(`${partnerCenter}/v1/customers`, await identity.get('partnerCenter', partnerTenant));
		assert.equal(status, 200);
		for (const tenant of tenants.slice(0, 3)) {
			const token = await identity.get('resourceManager', tenant.toUpperCase());
			assert.equal(claimsIn(token).tid, tenant);
			const answer = await partner.ask(`${resourceManager}/subscriptions?api-version=2022-12-01`, token);
			assert.equal(answer.status, 200);
		}
		assert.equal(window.opened.length, 1);
	});

	it('asks the authority with PKCE and a state, and for an account to choose', async () => {
		const { window } = await signedIn();
		const { searchParams, pathname } = new URL(window.opened[0] ?? '');
		assert.equal(pathname, `/${partnerTenant}/oauth2/v2.0/authorize`);
		assert.equal(searchParams.get('code_challenge_method'), 'S256');
		assert.equal(searchParams.get('prompt'), 'select_account');
		assert.match(searchParams.get('redirect_uri') ?? '', /^http:\/\/localhost:\d+$/);
		assert.ok(searchParams.get('state'));
		assert.match(searchParams.get('scope') ?? '', /\/\.default/);
	});

	it('makes ten token requests of a hundred first calls for ten tenants', async () => {
		const { identity } = await signedIn();
		const asked = Array.from({ length: 100 }, (_, call) => identity.get('resourceManager', tenants[call % 10] ?? ''));
		const tokens = await Promise.all(asked);
		assert.equal(new Set(tokens).size, 10);
		assert.equal(await partner.tokenRequests(), 10);
		await Promise.all(tenants.slice(0, 10).map((tenant) => identity.get('resourceManager', tenant)));
		assert.equal(await partner.tokenRequests(), 0);
	});

	it('lets callers leave without ending the request for the others', async () => {
		const { identity } = await signedIn();
		const leaving = new AbortController();
		const left = identity.get('graph', tenants[0] ?? '', { signal: leaving.signal });
		const staying = identity.get('graph', tenants[0] ?? '');
		leaving.abort();
		await assert.rejects(left, isCancelled);
		assert.ok(await staying);
		assert.equal(await partner.tokenRequests(), 1);
	});

	it('goes on after a reload without asking, also in two windows at a time', async () => {
		const { window, identity } = await signedIn();
		const again = partner.open({}, window.kept);
		assert.deepEqual(await again.identity.account(), await identity.account());
		const [first, second] = [identity, again.identity].map((one) =>
			tenants.slice(0, 4).map((tenant) => one.get('graph', tenant)),
		);
		assert.equal((await Promise.all([...(first ?? []), ...(second ?? [])])).length, 8);
		assert.equal(again.window.opened.length, 0);
		await identity.signOut();
		assert.equal((await failureOf(again.identity.get('graph', tenants[9] ?? ''))).details.code, 'SignInRequired');
		assert.equal(window.kept.size, 0);
	});

	it('leaves nothing in the secret store after a sign-out, whatever is still under way', async () => {
		const { window, identity } = await signedIn();
		let changes = 0;
		const end = identity.onDidChange(() => changes++);
		const late = tenants.map((tenant) => identity.get('resourceManager', tenant).catch(() => {}));
		await identity.signOut();
		await Promise.all(late);
		assert.equal(window.kept.size, 0);
		assert.equal(await identity.account(), undefined);
		assert.equal((await failureOf(identity.get('partnerCenter', partnerTenant))).details.code, 'SignInRequired');
		assert.equal(changes, 1);
		end();
		await identity.signIn();
		assert.equal(changes, 1);
	});

	it('keeps account and refresh token only, and little of them, and lets none of it into the log', async () => {
		const { window, identity } = await signedIn();
		const tokens = await Promise.all(tenants.slice(0, 10).map((tenant) => identity.get('resourceManager', tenant)));
		const [kept = ''] = window.kept.values();
		for (const token of tokens) assert.ok(!kept.includes(token));
		assert.ok(kept.length < 6_000, `${kept.length} characters`);
		const { session } = JSON.parse(kept) as { session: string };
		const { RefreshToken } = JSON.parse(session) as { RefreshToken: Record<string, { secret: string }> };
		const [refreshToken] = Object.values(RefreshToken);
		assert.ok(refreshToken?.secret);
		const log = window.lines.join('\n');
		assert.match(log, /POST 127\.0\.0\.1:\d+\/[0-9a-f-]+\/oauth2\/v2\.0\/token 200/);
		for (const secret of [...tokens, refreshToken.secret]) assert.ok(!log.includes(secret));
		assert.doesNotMatch(log, /eyJ|code=|state=|secret=/);
	});

	it('does not send what it kept to another authority or application that the connection was changed to', async () => {
		const { window } = await signedIn();
		const other = partner.open({ clientId: '99999999-0000-0000-0000-000000000000' }, window.kept);
		assert.equal(await other.identity.account(), undefined);
		assert.equal((await failureOf(other.identity.get('graph', partnerTenant))).details.code, 'SignInRequired');
		assert.equal(await partner.tokenRequests(), 0);
	});

	it('says what stands in the way in a customer’s tenant, one customer at a time', async () => {
		const { identity } = await signedIn();
		const token = await identity.get('partnerCenter', partnerTenant);
		const customers = await partner.customers(token);
		const tenant = (name: string) => customers.find((customer) => customer.name.includes(name))?.id ?? '';
		const noConsent = await failureOf(identity.get('resourceManager', tenant('consent missing')));
		assert.equal(noConsent.details.code, 'ConsentRequired');
		const { authority, clientId } = partner.sandbox.endpoints;
		const link = `${authority}/${tenant('consent missing')}/adminconsent?client_id=${clientId}`;
		assert.ok(noConsent.details.remedy?.includes(link), noConsent.details.remedy);
		assert.match(noConsent.details.correlationId ?? '', /^[0-9a-f-]{36}$/);
		assert.equal(noConsent.details.customerTenantId, tenant('consent missing'));
		const gone = await failureOf(identity.get('resourceManager', tenant('GDAP expired')));
		assert.equal(gone.details.code, 'AADSTS50020');
		assert.match(gone.details.remedy ?? '', /GDAP/);
		const nowhere = await failureOf(identity.get('resourceManager', '00000000-0000-0000-0000-000000000000'));
		assert.equal(nowhere.details.code, 'AADSTS90002');
	});

	it('signs in to a tenant that wants MFA there, and the others go on', async () => {
		const { window, identity } = partner.open();
		window.visits = [{ mfa: false }, {}];
		await identity.signIn();
		// Partner Center lets nobody in without MFA; whoever has it can tell which tenant it is.
		const colleague = await signedIn();
		const customers = await partner.customers(await colleague.identity.get('partnerCenter', partnerTenant));
		const tenant = customers.find(({ name }) => name.includes('MFA demanded'))?.id ?? '';
		const failure = await failureOf(identity.get('resourceManager', tenant));
		assert.equal(failure.details.code, 'InteractionRequired');
		const account = await identity.signIn({ tenantId: tenant });
		assert.equal(account.tenantId, partnerTenant);
		assert.equal(new URL(window.opened[1] ?? '').searchParams.get('login_hint'), account.name);
		assert.equal(claimsIn(await identity.get('resourceManager', tenant)).tid, tenant);
		assert.ok(await identity.get('resourceManager', tenants[0] ?? ''));
	});

	it('does not let somebody else confirm the sign-in of a connection', async () => {
		const { window, identity } = await signedIn();
		window.visits = [{ account: 'helpdesk.agent' }];
		const failure = await failureOf(identity.signIn({ tenantId: tenants[0] }));
		assert.equal(failure.details.code, 'OtherAccount');
		assert.match(failure.message, /helpdesk\.agent@.*practice\.user@/);
		assert.equal((await identity.account())?.name, 'practice.user@partner.onmicrosoft.com');
		assert.equal(claimsIn(await identity.get('graph', tenants[1] ?? '')).upn, 'practice.user@partner.onmicrosoft.com');
		// Signing in to the connection itself may change who uses it.
		assert.equal((await identity.signIn()).name, 'helpdesk.agent@partner.onmicrosoft.com');
	});

	it('wants a new sign-in when the refresh tokens were revoked', async () => {
		const { identity } = await signedIn();
		await partner.control('POST', 'accounts/practice.user@partner.onmicrosoft.com/revoke');
		const failure = await failureOf(identity.get('resourceManager', tenants[0] ?? ''));
		assert.equal(failure.details.code, 'SignInRequired');
		assert.match(failure.message, /has ended/);
		assert.match(failure.details.detail ?? '', /^AADSTS50173: /);
		await new Promise((resolve) => setTimeout(resolve, 5));
		await identity.signIn();
		assert.ok(await identity.get('resourceManager', tenants[0] ?? ''));
	});

	it('shares one sign-in among callers, and takes it back when the last has left', async () => {
		const { window, identity } = partner.open();
		const [one, two] = await Promise.all([identity.signIn(), identity.signIn()]);
		assert.deepEqual(one, two);
		assert.equal(window.opened.length, 1);

		const unanswered = partner.open();
		unanswered.window.visits = [];
		const leaving = new AbortController();
		const left = unanswered.identity.signIn({ signal: leaving.signal });
		while (unanswered.window.opened.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
		leaving.abort();
		await assert.rejects(left, isCancelled);
		const redirect = new URL(new URL(unanswered.window.opened[0] ?? '').searchParams.get('redirect_uri') ?? '');
		await portIsFree(Number(redirect.port));
		assert.equal(unanswered.window.kept.size, 0);
	});

	it('is an AbortError when the user does not open the page or gives up there', async () => {
		const { window, identity } = partner.open();
		window.openUrl = async () => false;
		await assert.rejects(identity.signIn(), isCancelled);
		const other = partner.open();
		other.window.visits = [{ action: 'cancel' }];
		const failure = await failureOf(other.identity.signIn());
		assert.equal(failure.details.code, 'SignInDeclined');
		assert.equal(other.window.kept.size, 0);
	});

	it('says what is wrong with the app registration', async () => {
		const { window, identity } = partner.open({ clientId: '99999999-0000-0000-0000-000000000000' });
		const leaving = new AbortController();
		const asking = identity.signIn({ signal: leaving.signal });
		asking.catch(() => {});
		while (window.pages.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
		// The authority tells only the page, so nothing comes back to the app.
		assert.match(window.pages[0] ?? '', /^AADSTS700016/);
		leaving.abort();
		await assert.rejects(asking, isCancelled);
	});

	it('says that the clock is wrong when a new token has ended already', async () => {
		const { window, identity } = await signedIn();
		window.clock = () => Date.now() + 2 * 3_600_000;
		const failure = await failureOf(identity.get('graph', tenants[0] ?? ''));
		assert.equal(failure.details.code, 'WrongClock');
		assert.match(failure.message, /clock of this computer is wrong/);
		window.clock = () => Date.now() - 2 * 3_600_000;
		assert.equal((await failureOf(identity.get('graph', tenants[0] ?? ''))).details.code, 'WrongClock');
	});

	describe('when the authority is in trouble', () => {
		afterEach(() => partner.control('DELETE', 'faults'));
		const fault = (order: object) =>
			partner.control('POST', 'faults', { match: { service: 'authority', path: '/token' }, ...order });
		let identity: Identity;
		before(async () => {
			identity = (await signedIn()).identity;
		});

		it('asks once more after a fault, and remembers none', async () => {
			await fault({ fault: { kind: 'status', status: 503 }, times: 1 });
			assert.equal((await failureOf(identity.get('graph', tenants[0] ?? ''))).kind, 'Unreachable');
			assert.ok(await identity.get('graph', tenants[0] ?? ''));
			await fault({ fault: { kind: 'dropBefore' }, times: 1 });
			assert.ok(await identity.get('graph', tenants[1] ?? ''));
			await fault({ fault: { kind: 'dropBefore' }, times: 2 });
			const silent = await failureOf(identity.get('graph', tenants[2] ?? ''));
			assert.equal(silent.kind, 'Unreachable');
			assert.match(silent.message, /^127\.0\.0\.1:\d+ gave no token/);
			assert.ok(silent.details.detail);
		});

		it('says Throttled with the wait, and UnexpectedAnswer to a page of somebody else', async () => {
			await fault({ fault: { kind: 'throttle', seconds: 7 }, times: 1 });
			const throttled = await failureOf(identity.get('graph', tenants[3] ?? ''));
			assert.equal(throttled.kind, 'Throttled');
			assert.equal(throttled.details.waitSeconds, 7);
			await fault({ fault: { kind: 'html' }, times: 1 });
			assert.equal((await failureOf(identity.get('graph', tenants[3] ?? ''))).kind, 'UnexpectedAnswer');
			assert.ok(await identity.get('graph', tenants[3] ?? ''));
		});
	});
});

/** Waits until nobody listens on a port of this machine; fails after a second. */
async function portIsFree(port: number): Promise<void> {
	for (let tries = 0; tries < 100; tries++) {
		const answers = await fetch(`http://127.0.0.1:${port}/favicon.ico`).then(
			() => true,
			() => false,
		);
		if (!answers) return;
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	assert.fail(`Somebody still listens on ${port}.`);
}
