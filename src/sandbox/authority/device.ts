/** Sign-in on another device (RFC 8628): the app's request for a code, and the page where a person types it. */
import type { App as Routes } from '../http';
import type { Authority } from './authority';
import { filledForm, tenantName } from './authorize';
import { DEVICE_INTERVAL, DEVICE_LIFETIME, type DeviceSignIn } from './codes';
import { Refusal, refuse } from './errors';
import { signIn } from './issue';
import { endPage, pickerPage, userCodePage } from './pages';
import { readScopes } from './scopes';

export function deviceRoutes(routes: Routes, authority: Authority): void {
	const { world, endpoints, deviceCodes } = authority;
	const page = `${endpoints.authority}/devicelogin`;

	routes.post('/:tenant/oauth2/v2.0/devicecode', async (c) => {
		const form = await c.req.parseBody();
		const text = (name: string) => (typeof form[name] === 'string' && form[name] !== '' ? form[name] : undefined);
		const tenant = c.req.param('tenant');
		const tenantId = authority.tenantOrAny(tenant);
		const clientId = text('client_id');
		if (clientId === undefined) throw refuse.missing('client_id');
		const app = world.apps.find(clientId);
		if (app === undefined) throw refuse.app(clientId, tenant);
		if (!app.isPublic) throw refuse.noCredential();
		const scope = text('scope');
		if (scope === undefined) throw refuse.missing('scope');
		readScopes(scope, endpoints);
		const { userCode, deviceCode } = deviceCodes.issue({ clientId: app.clientId, tenantId, scope, claims: text('claims') });
		return c.json({
			user_code: userCode,
			device_code: deviceCode,
			verification_uri: page,
			expires_in: DEVICE_LIFETIME,
			interval: DEVICE_INTERVAL,
			message: `To sign in, use a web browser to open the page ${page} and enter the code ${userCode} to authenticate.`,
		});
	});

	const picker = (waiting: DeviceSignIn, chosen: string | undefined, refusal: Refusal | undefined) => ({
		accounts: world.directory.accounts,
		chosen,
		appName: world.apps.find(waiting.clientId)?.displayName ?? waiting.clientId,
		tenantName: tenantName(authority, waiting.tenantId),
		refusal,
		hidden: { user_code: waiting.userCode },
	});

	for (const path of ['/devicelogin', '/:tenant/oauth2/deviceauth']) {
		routes.get(path, (c) => userCodePage(c, c.req.query('otc') ?? '', undefined));
		routes.post(path, async (c) => {
			const { action, account, hasMfa, userCode } = await filledForm(c, authority);
			const waiting = deviceCodes.typed(userCode);
			if (waiting === undefined)
				return await userCodePage(c, userCode, 'AADSTS70018: That code did not work. Check the code and try again.');
			if (action === 'cancel') {
				waiting.outcome = 'declined';
				return await endPage(c, 'You cancelled the sign-in', 'Nobody was signed in. You can close this page.');
			}
			const app = world.apps.find(waiting.clientId);
			if (account === undefined || app === undefined) return await pickerPage(c, picker(waiting, undefined, undefined));
			const tenantId = waiting.tenantId ?? world.partnerTenantId;
			try {
				const session = signIn(authority, { account, app, tenantId, hasMfa, claims: waiting.claims });
				waiting.outcome = { session, tenantId };
			} catch (error) {
				if (error instanceof Refusal) return await pickerPage(c, picker(waiting, account.name, error));
				throw error;
			}
			return await endPage(
				c,
				'You are signed in',
				`You have signed in to ${app.displayName} on your device. You can close this page.`,
			);
		});
	}
}
