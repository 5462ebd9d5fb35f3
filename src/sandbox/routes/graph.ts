/** Microsoft Graph: who is signed in. The rest of it is not needed yet and answers 404 like any unknown path. */
import { Hono } from 'hono';
import type { Env } from '../http';
import type { World } from '../world/world';

export function graphRoutes(world: World): Hono<Env> {
	const app = new Hono<Env>();
	app.get('/v1.0/me', (c) => {
		const { objectId, name } = c.get('caller');
		return c.json({
			'@odata.context': `${new URL(c.req.url).origin}/v1.0/$metadata#users/$entity`,
			id: objectId,
			displayName: 'Practice User',
			userPrincipalName: name,
		});
	});
	app.get('/v1.0/organization', (c) => {
		const { tenantId } = c.get('caller');
		const customer = world.customers.find(tenantId);
		return c.json({
			'@odata.context': `${new URL(c.req.url).origin}/v1.0/$metadata#organization`,
			value: [
				{
					id: tenantId,
					displayName: customer?.name ?? world.partnerName,
					verifiedDomains: [{ name: customer?.domain ?? 'partner.onmicrosoft.com', isDefault: true, isInitial: true }],
				},
			],
		});
	});
	return app;
}
