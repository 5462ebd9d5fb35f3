/** Four listeners on the loopback, and what every request goes through: log, latency, faults, sign-in, headers. */
import type { Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { accessLevers } from './authority/access-levers';
import { Authority } from './authority/authority';
import { signInControl } from './authority/control';
import { authorityRoutes } from './authority/routes';
import { advertised, type Listeners, type Sandbox, type SandboxEndpoints } from './endpoints';
import { bend, type Fault, FaultError, Faults, faultAnswer, type Seen } from './faults';
import { Answer, type Env, isGuid, type Service, serviceError } from './http';
import { RateLimits } from './rate-limits';
import { graphRoutes } from './routes/graph';
import { partnerCenterRoutes } from './routes/partner-center';
import { resourceManagerRoutes } from './routes/resource-manager';
import { authenticate, auxiliaryTenants, claimsOf } from './tokens';
import { removePlace } from './world/removed-places';
import type { World } from './world/world';

const HOST = '127.0.0.1';
const SERVICES: readonly Service[] = ['authority', 'partnerCenter', 'resourceManager', 'graph'];
/** Requests that the log keeps. */
const LOG_LENGTH = 20_000;

interface Logged extends Seen {
	readonly at: string;
	/** Kind of the fault that was given. */
	fault?: Fault['kind'];
	/** 0: the connection was cut. */
	status: number;
}

/** Azure compares paths without case, and takes a doubled slash for one. */
function foldedPath(request: Request): string {
	return pathOf(request.url)
		.toLowerCase()
		.replace(/\/{2,}/g, '/');
}

function pathOf(url: string): string {
	const start = url.indexOf('/', url.indexOf('//') + 2);
	const end = url.indexOf('?', start);
	return url.slice(start, end < 0 ? undefined : end);
}

function queryOf(url: string): string {
	const start = url.indexOf('?');
	return start < 0 ? '' : url.slice(start);
}

function tenantOf(service: Service, path: string, authorization: string | undefined): string | undefined {
	const inPath =
		service === 'authority'
			? /^\/([^/]+)/.exec(path)?.[1]
			: service === 'partnerCenter'
				? /^\/v1\/customers\/([^/]+)/i.exec(path)?.[1]
				: undefined;
	return inPath !== undefined && isGuid(inPath) ? inPath.toLowerCase() : claimsOf(authorization)?.tid?.toLowerCase();
}

function sleep(ms: number): Promise<void> {
	return ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve();
}

/** Orders faults and reads the log: `{authority}/sandbox/faults` and `{authority}/sandbox/requests`; and the levers of sign-in. */
function controlRoutes(faults: Faults, log: Logged[], authority: Authority): Hono<Env> {
	const app = new Hono<Env>();
	signInControl(app, authority);
	accessLevers(app, authority);
	app.get('/sandbox/faults', (c) => c.json(faults.list()));
	app.post('/sandbox/faults', async (c) => {
		try {
			return c.json({ id: faults.add(await c.req.json()) }, 201);
		} catch (error) {
			if (error instanceof FaultError || error instanceof SyntaxError) return c.json({ error: error.message }, 400);
			throw error;
		}
	});
	app.delete('/sandbox/faults/:id?', (c) =>
		faults.remove(c.req.param('id')) ? c.body(null, 204) : c.json({ error: 'No such fault.' }, 404),
	);
	app.delete('/sandbox/places/:tenant', (c) => {
		const tenant = authority.world.tenant(authority.tenantNamed(c.req.param('tenant')));
		return removePlace(tenant, c.req.query('id') ?? '', authority.world.now())
			? c.body(null, 204)
			: c.json({ error: 'No such subscription or resource group, or the last one.' }, 404);
	});
	app.get('/sandbox/requests', (c) => c.json(log));
	app.delete('/sandbox/requests', (c) => {
		log.length = 0;
		return c.body(null, 204);
	});
	return app;
}

function serviceApp(service: Service, authority: Authority): Hono<Env> {
	const { world, endpoints } = authority;
	const app = new Hono<Env>({ getPath: foldedPath });
	app.onError((error, c) => {
		if (error instanceof Answer) return c.json(error.body, error.status, { ...error.headers });
		console.error(error);
		const { body } = serviceError(service, 500, 'InternalServerError', 'Encountered internal server error.');
		return c.json(body, 500);
	});
	app.notFound((c) => {
		const { body } = serviceError(service, 404, 'NotFound', `No service answers ${c.req.method} '${pathOf(c.req.url)}'.`);
		return c.json(body, 404);
	});
	if (service === 'authority') return app.route('/', authorityRoutes(authority));
	app.use('*', async (c, next) => {
		c.set('caller', authenticate(c, service, authority));
		c.set('auxiliaryTenants', service === 'resourceManager' ? auxiliaryTenants(c, authority) : []);
		await next();
	});
	if (service === 'partnerCenter') return app.route('/', partnerCenterRoutes(world));
	if (service === 'graph') return app.route('/', graphRoutes(world, endpoints));
	return app.route('/', resourceManagerRoutes(world, endpoints.resourceManager));
}

/** Headers that every answer of a service carries; ids of the request are given back. */
function withHeaders(service: Service, request: Request, answer: Response, limits: RateLimits, seen: Seen): Response {
	const { headers } = answer;
	const echo = (name: string, otherwise?: string) => {
		const value = request.headers.get(name) ?? otherwise;
		if (value !== undefined) headers.set(name, value);
	};
	if (service === 'partnerCenter') {
		echo('MS-RequestId', crypto.randomUUID());
		echo('MS-CorrelationId', crypto.randomUUID());
		headers.set('MS-ServerId', 'sandbox');
	} else if (service === 'graph') {
		headers.set('request-id', crypto.randomUUID());
		echo('client-request-id');
	} else if (service === 'resourceManager') {
		headers.set('x-ms-request-id', crypto.randomUUID());
		echo('x-ms-correlation-request-id', crypto.randomUUID());
		echo('x-ms-client-request-id');
		headers.set('x-ms-version', '1.0.2251.115');
		headers.set('cache-control', 'no-cache');
		limits.tell(headers, seen);
	}
	if (headers.get('content-type') === 'application/json') headers.set('content-type', 'application/json; charset=utf-8');
	return answer;
}

interface Workshop {
	readonly faults: Faults;
	readonly log: Logged[];
	readonly control: Hono<Env>;
	readonly limits: RateLimits;
	readonly latency: number;
}

function handler(service: Service, app: Hono<Env>, { faults, log, control, limits, latency }: Workshop) {
	return async (request: Request, env: HttpBindings): Promise<Response> => {
		const path = pathOf(request.url);
		if (service === 'authority' && path.startsWith('/sandbox/')) return control.fetch(request, env);
		const seen: Seen = {
			service,
			method: request.method,
			path,
			query: queryOf(request.url),
			tenant: tenantOf(service, path, request.headers.get('authorization') ?? undefined),
		};
		const logged: Logged = { at: new Date().toISOString(), ...seen, status: 0 };
		if (log.push(logged) > LOG_LENGTH) log.splice(0, LOG_LENGTH / 10);
		await sleep(latency);
		const fault = faults.take(seen);
		if (fault !== undefined) logged.fault = fault.kind;
		if (fault?.kind === 'delay') await sleep(fault.ms ?? 1000);
		if (fault?.kind === 'hang') {
			await new Promise((resolve) => env.incoming.socket.once('close', resolve));
			return RESPONSE_ALREADY_SENT;
		}
		const cut = () => {
			env.incoming.socket.destroy();
			return RESPONSE_ALREADY_SENT;
		};
		if (fault?.kind === 'dropBefore') return cut();
		let answer = fault === undefined ? undefined : faultAnswer(fault, seen);
		answer ??=
			(service === 'resourceManager' ? limits.refuse(seen) : undefined) ??
			(await app.fetch(request, fault?.kind === 'accepted' ? { ...env, accepted: true } : env));
		if (fault?.kind === 'dropAfter') return cut();
		if (fault !== undefined && answer.ok) answer = await bend(fault, seen, answer);
		logged.status = answer.status;
		return withHeaders(service, request, answer, limits, seen);
	};
}

function listen(server: Server, port: number): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, HOST, () => {
			server.off('error', reject);
			resolve((server.address() as AddressInfo).port);
		});
	});
}

function close(server: Server): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}

/** How the listeners are set up. */
export interface Serving {
	readonly port: number;
	readonly latency: number;
	/** Seconds that access tokens are good for. */
	readonly tokenLifetime: number;
	/** PEM texts; with them the listeners speak https. */
	readonly tls?: { readonly certificate: string; readonly key: string } | undefined;
	/** Other base URLs than the listeners' own: `https://{service}.csp.test`. */
	readonly advertise?: string | undefined;
}

function newServer(fetch: (request: Request, env: HttpBindings) => unknown, { tls }: Serving): Server {
	return createAdaptorServer({
		hostname: HOST,
		fetch: (request, env) => fetch(request, env as HttpBindings),
		overrideGlobalObjects: false,
		...(tls !== undefined && {
			createServer: createSecureServer,
			serverOptions: { cert: tls.certificate, key: tls.key },
		}),
	}) as Server;
}

/**
 * Starts the four listeners for a world.
 * @throws Error when a port is taken or the certificate can't be used
 * @throws AdvertiseError
 */
export async function serveWorld(world: World, serving: Serving): Promise<Sandbox> {
	const handlers = new Map<Service, (request: Request, env: HttpBindings) => Promise<Response>>();
	const servers: Server[] = [];
	const scheme = serving.tls === undefined ? 'http' : 'https';
	const start = async (service: Service): Promise<string> => {
		const server = newServer((request, env) => handlers.get(service)?.(request, env), serving);
		const port = serving.port === 0 ? 0 : serving.port + servers.length;
		servers.push(server);
		return `${scheme}://${HOST}:${await listen(server, port)}`;
	};
	let listeners: Listeners;
	let endpoints: SandboxEndpoints;
	try {
		listeners = {
			authority: await start('authority'),
			partnerCenter: await start('partnerCenter'),
			resourceManager: await start('resourceManager'),
			graph: await start('graph'),
		};
		const { authority, partnerCenter, resourceManager, graph } = advertised(serving.advertise, listeners);
		const { partnerTenantId } = world;
		endpoints = { partnerCenter, resourceManager, graph, authority, partnerTenantId, clientId: world.clientId };
	} catch (error) {
		await Promise.all(servers.map(close));
		throw error;
	}
	const authority = new Authority(world, endpoints, serving.tokenLifetime);
	const faults = new Faults();
	const log: Logged[] = [];
	const workshop: Workshop = {
		faults,
		log,
		control: controlRoutes(faults, log, authority),
		limits: new RateLimits(world),
		latency: serving.latency,
	};
	for (const service of SERVICES) handlers.set(service, handler(service, serviceApp(service, authority), workshop));
	return { endpoints, listeners, close: async () => void (await Promise.all(servers.map(close))) };
}
