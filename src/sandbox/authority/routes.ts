/** The routes of `{authority}`: discovery of the sandbox, discovery of the authority, sign-in pages, tokens. */
import { Hono } from 'hono';
import type { Env } from '../http';
import type { Authority } from './authority';
import { authorizeRoutes } from './authorize';
import { deviceRoutes } from './device';
import { discoveryRoutes } from './discovery';
import { grantTokens } from './token-endpoint';

export function authorityRoutes(authority: Authority): Hono<Env> {
	const app = new Hono<Env>();
	app.get('/', (c) => c.json(authority.endpoints));
	discoveryRoutes(app, authority);
	app.post('/:tenant/oauth2/v2.0/token', async (c) =>
		c.json(await grantTokens(c, authority), 200, { 'cache-control': 'no-store', pragma: 'no-cache' }),
	);
	authorizeRoutes(app, authority);
	deviceRoutes(app, authority);
	return app;
}
