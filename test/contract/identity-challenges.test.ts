/** Claims challenges over https: one question to the user, shared by everybody who waits, and never asked twice. */
import assert from 'node:assert/strict';
import { isServiceFailure } from '../../src/azure/failure';
import { subscriptionPages } from '../../src/azure/subscriptions';
import { createTransport } from '../../src/azure/transport';
import { claimsIn, failureOf, Partner } from './identity-partner';

const CLAIMS = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';

describe('identity over https: claims challenges', () => {
	let partner: Partner;
	let tenants: string[];
	before(async () => {
		partner = await Partner.start({ customers: 12 });
		const { identity } = partner.open();
		await identity.signIn();
		const token = await identity.get('partnerCenter', partner.sandbox.endpoints.partnerTenantId);
		tenants = (await partner.customers(token)).filter(({ name }) => !name.includes('(')).map(({ id }) => id);
	});
	after(() => partner.close());
	const [tenant, other] = [() => tenants[0] ?? '', () => tenants[1] ?? ''];

	const signedIn = async () => {
		const opened = partner.open();
		await opened.identity.signIn();
		await opened.identity.get('resourceManager', tenant());
		opened.window.opened.length = 0;
		await partner.tokenRequests();
		return opened;
	};
	const demandsMet = (token: string) => claimsIn(token).met;

	it('asks the user once with those claims; all who wait get the token', async () => {
		const { window, identity } = await signedIn();
		const challenged = Array.from({ length: 20 }, () => identity.get('resourceManager', tenant(), { claims: CLAIMS }));
		const tokens = new Set(await Promise.all(challenged));
		assert.equal(window.opened.length, 1);
		assert.equal(tokens.size, 1);
		assert.deepEqual(demandsMet([...tokens][0] ?? ''), ['acrs=c1']);
		const asked = new URL(window.opened[0] ?? '').searchParams;
		assert.match(asked.get('claims') ?? '', /"acrs":\{"essential":true,"value":"c1"\}/);
		assert.equal(asked.get('prompt'), null);
		// A call that was sent before comes back with the same challenge later.
		assert.ok(tokens.has(await identity.get('resourceManager', tenant(), { claims: CLAIMS })));
		assert.ok(tokens.has(await identity.get('resourceManager', tenant())));
		assert.equal(window.opened.length, 1);
	});

	it('answers a challenge of another tenant from the same sign-in', async () => {
		const { window, identity } = await signedIn();
		const both = [tenant(), other()].map((one) => identity.get('resourceManager', one, { claims: CLAIMS }));
		for (const token of await Promise.all(both)) assert.deepEqual(demandsMet(token), ['acrs=c1']);
		assert.equal(window.opened.length, 1);
	});

	it('does not ask at all where the authority is content with the sign-in there is', async () => {
		const { window, identity } = await signedIn();
		const now = Math.floor(Date.now() / 1000);
		const claims = JSON.stringify({ access_token: { nbf: { essential: true, value: String(now) } } });
		assert.ok(await identity.get('resourceManager', tenant(), { claims }));
		assert.equal(window.opened.length, 0);
		assert.equal(await partner.tokenRequests(), 1);
	});

	it('does not ask again when the user gave up, until the user signs in', async () => {
		const { window, identity } = await signedIn();
		let times = 0;
		window.openUrl = async () => {
			times++;
			return false;
		};
		const ask = (one: string) => identity.get('resourceManager', one, { claims: CLAIMS });
		const outcomes = await Promise.allSettled([ask(tenant()), ask(tenant()), ask(other())]);
		await assert.rejects(ask(tenant()));
		for (const outcome of outcomes) {
			assert.equal(outcome.status, 'rejected');
			const failure: unknown = outcome.status === 'rejected' && outcome.reason;
			assert.ok(isServiceFailure(failure), String(failure));
			assert.equal(failure.kind, 'NotAllowed');
			assert.equal(failure.details.code, 'InteractionRequired');
			assert.match(failure.details.remedy ?? '', /Sign in to this tenant/);
		}
		assert.equal(times, 1);
		// Other tenants go on as before.
		assert.ok(await identity.get('graph', other()));
	});

	it('takes Cancel on the sign-in page for a challenge that was given up', async () => {
		const { window, identity } = await signedIn();
		window.visits = [{ action: 'cancel' }];
		const ask = () => failureOf(identity.get('resourceManager', tenant(), { claims: CLAIMS }));
		assert.equal((await ask()).details.code, 'InteractionRequired');
		assert.equal((await ask()).details.code, 'InteractionRequired');
		assert.equal(window.opened.length, 1);
	});

	it('asks with the claims that were given up once the user signs in to that tenant, and not again', async () => {
		const { window, identity } = await signedIn();
		const { openUrl } = window;
		window.openUrl = async () => false;
		await assert.rejects(identity.get('resourceManager', tenant(), { claims: CLAIMS }));
		window.openUrl = openUrl;
		await identity.signIn({ tenantId: tenant() });
		assert.deepEqual(demandsMet(await identity.get('resourceManager', tenant())), ['acrs=c1']);
		assert.ok(await identity.get('resourceManager', tenant(), { claims: CLAIMS }));
		assert.equal(window.opened.length, 1);
	});

	it('takes the question back when everybody has left, and asks whoever comes next', async () => {
		const { window, identity } = await signedIn();
		window.visits = [];
		const leaving = new AbortController();
		const left = identity.get('resourceManager', tenant(), { claims: CLAIMS, signal: leaving.signal });
		while (window.opened.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
		leaving.abort();
		await assert.rejects(left, { name: 'AbortError' });
		window.visits = [{}];
		assert.deepEqual(demandsMet(await identity.get('resourceManager', tenant(), { claims: CLAIMS })), ['acrs=c1']);
		assert.equal(window.opened.length, 2);
	});

	it('lets the calls of the clients through: Azure challenges, the user confirms once, all calls succeed', async () => {
		const { window, identity } = await signedIn();
		await partner.control('POST', 'policies', { tenant: tenant(), kind: 'claims' });
		const transport = createTransport({
			cloud: identity.profile.cloud,
			tokens: identity,
			fetch: partner.fetch,
			clock: Date.now,
			log: window.log,
		});
		const calls = Array.from({ length: 12 }, () => subscriptionPages(transport, tenant()).next());
		for (const { value } of await Promise.all(calls)) assert.ok(value);
		assert.equal(window.opened.length, 1);
		await partner.control('DELETE', `policies/${tenant()}`);
	});

	it('passes claims on for an application, which nobody can be asked for', async () => {
		const { window, identity } = partner.open({ signIn: 'clientSecret' });
		window.clientSecret = 'practice-secret';
		await identity.signIn();
		assert.deepEqual(demandsMet(await identity.get('resourceManager', tenant(), { claims: CLAIMS })), ['acrs=c1']);
		assert.equal(window.opened.length, 0);
	});
});
