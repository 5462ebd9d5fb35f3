/** Levers below `{authority}/sandbox/`: practice sign-ins, apps, consents, policies, revocation, time, token requests counted. */
import { isGuid, type App as Routes } from '../http';
import type { App } from '../world/apps';
import type { PolicyKind } from '../world/policies';
import type { Authority } from './authority';
import { Refusal } from './errors';
import { signIn } from './issue';
import { flag, OrderError, order, type Plain, text, texts } from './orders';

function clientId(body: Plain): string {
	const id = text(body, 'clientId');
	if (!isGuid(id)) throw new OrderError("'clientId' has to be a GUID.");
	return id;
}

/** Secrets are not told. */
function appView({ clientId, displayName, objectId, certificates, redirectUris, isPublic, consentedIn }: App) {
	return {
		clientId,
		displayName,
		objectId,
		certificates: certificates.map(({ fingerprint256 }) => fingerprint256),
		redirectUris,
		isPublic,
		consentedIn,
	};
}

const POLICIES: readonly PolicyKind[] = ['mfa', 'block', 'claims'];

/** Adds the levers of the sign-in side to the control routes. */
export function signInControl(routes: Routes, authority: Authority): void {
	const { world } = authority;
	const tenantIn = (body: Plain) => authority.tenantNamed(text(body, 'tenant'));
	routes.onError((error, c) => {
		if (error instanceof Refusal) return c.json({ error: error.text }, 400);
		if (error instanceof OrderError || error instanceof SyntaxError) return c.json({ error: error.message }, 400);
		throw error;
	});

	routes.get('/sandbox/accounts', (c) =>
		c.json(
			world.directory.accounts.map((account) => ({
				...account,
				allGroups: world.directory.allGroupsOf(account.objectId).map(({ displayName }) => displayName),
			})),
		),
	);
	routes.post('/sandbox/accounts/:account/revoke', (c) => {
		const account = world.directory.account(c.req.param('account'));
		if (account === undefined) return c.json({ error: 'No such account.' }, 404);
		authority.refreshTokens.revoke(account.objectId);
		return c.body(null, 204);
	});

	// Practice accounts have no password, so a client on this computer may sign one in without the page.
	routes.post('/sandbox/sessions', async (c) => {
		const body = await order(c, ['account']);
		const name = body.account === undefined ? undefined : text(body, 'account');
		const account = name === undefined ? world.directory.accounts[0] : world.directory.account(name);
		const app = world.apps.find(authority.endpoints.clientId);
		if (account === undefined || app === undefined) return c.json({ error: 'No such account.' }, 404);
		const session = signIn(authority, {
			account,
			app,
			tenantId: world.partnerTenantId,
			hasMfa: true,
			claims: undefined,
		});
		return c.json({ clientId: app.clientId, refreshToken: authority.refreshTokens.issue(session) }, 201);
	});

	routes.get('/sandbox/apps', (c) => c.json(world.apps.all.map(appView)));
	routes.post('/sandbox/apps', async (c) => {
		const body = await order(c, [
			'clientId',
			'displayName',
			'secrets',
			'certificates',
			'redirectUris',
			'isPublic',
			'consentedIn',
			'isAdminAgent',
		]);
		const certificates = texts(body, 'certificates');
		let app: App;
		try {
			app = world.apps.register({
				clientId: clientId(body),
				displayName: body.displayName === undefined ? undefined : text(body, 'displayName'),
				secrets: texts(body, 'secrets'),
				certificates,
				redirectUris: texts(body, 'redirectUris'),
				isPublic: flag(body, 'isPublic'),
				consentedIn: body.consentedIn === 'all' ? 'all' : texts(body, 'consentedIn'),
			});
		} catch (error) {
			if (error instanceof OrderError || certificates === undefined) throw error;
			throw new OrderError("One of the 'certificates' is not a PEM certificate.");
		}
		if (flag(body, 'isAdminAgent') !== false) world.directory.addAgentApp(app.objectId);
		return c.json(appView(app), 201);
	});

	routes.post('/sandbox/consents', async (c) => {
		const body = await order(c, ['clientId', 'tenant', 'granted']);
		world.apps.consent(text(body, 'clientId'), tenantIn(body), flag(body, 'granted') ?? true);
		return c.body(null, 204);
	});

	routes.post('/sandbox/policies', async (c) => {
		const body = await order(c, ['tenant', 'kind', 'claims']);
		const kind = POLICIES.find((known) => known === body.kind);
		if (kind === undefined) throw new OrderError(`'kind' has to be one of ${POLICIES.join(', ')}.`);
		const claims = body.claims === undefined ? undefined : text(body, 'claims');
		if (claims !== undefined) JSON.parse(claims);
		world.policies.set(kind, tenantIn(body), claims);
		return c.body(null, 204);
	});
	routes.delete('/sandbox/policies/:tenant', (c) => {
		world.policies.lift(authority.tenantNamed(c.req.param('tenant')));
		return c.body(null, 204);
	});

	routes.post('/sandbox/clock', async (c) => {
		const { seconds } = await order(c, ['seconds']);
		if (!Number.isInteger(seconds) || Number(seconds) < 0) throw new OrderError("'seconds' has to be a whole number from 0.");
		authority.clock.advance(Number(seconds));
		world.advance(Number(seconds) * 1000);
		return c.json({ now: new Date(authority.clock.now()).toISOString() });
	});

	routes.get('/sandbox/tokens', (c) => c.json({ total: authority.tally.total, requests: authority.tally.counts }));
	routes.delete('/sandbox/tokens', (c) => {
		authority.tally.clear();
		return c.body(null, 204);
	});
}
