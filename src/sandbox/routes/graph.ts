/** Microsoft Graph v1.0: who is signed in, the directory of a tenant, and the partner's relationships with customers. */
import { Hono } from 'hono';
import type { SandboxEndpoints } from '../endpoints';
import type { Env } from '../http';
import type { World } from '../world/world';
import { directoryRoutes } from './graph-directory';
import { partnerRoutes } from './graph-partner';

export function graphRoutes(world: World, endpoints: SandboxEndpoints): Hono<Env> {
	const app = new Hono<Env>();
	const graph = { world, origin: endpoints.graph };
	directoryRoutes(app, graph);
	partnerRoutes(app, graph);
	return app;
}
