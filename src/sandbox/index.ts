/** Starts the practice backend: four loopback listeners that speak the REST of Partner Center, Azure and the token authority. */
import { TOKEN_LIFETIME } from './authority/authority';
import type { Sandbox } from './endpoints';
import { serveWorld } from './server';
import { World } from './world/world';

export { AdvertiseError, type Listeners, type Sandbox, type SandboxEndpoints } from './endpoints';

export interface SandboxOptions {
	/**
	 * Port of the authority. 0: any four free ports. Else Partner Center, Resource Manager and Graph follow on the next
	 * three ports.
	 */
	readonly port: number;
	/** Number of customers. Default 25; below 10 some troubled ones are left out, from 28 on there are those whose sign-in goes wrong. */
	readonly customers?: number | undefined;
	/** Reservations a customer has on average. Default 5. */
	readonly reservations?: number | undefined;
	/** The same seed and day give the same world. Default 7. */
	readonly seed?: number | undefined;
	/** Milliseconds that every answer of a service waits. Default 0. */
	readonly latency?: number | undefined;
	/** The world's now when it starts; its clock runs on from there. Default: the real one. */
	readonly today?: Date | undefined;
	/** Indirect resellers of the partner, at most 3; 0 makes it a direct-bill partner. Default 3. */
	readonly resellers?: number | undefined;
	/** Seconds that access tokens are good for, so that renewal can be tried. Default 3599. */
	readonly tokenLifetime?: number | undefined;
	/** PEM texts; with them all four listeners speak https. */
	readonly tls?: { readonly certificate: string; readonly key: string } | undefined;
	/**
	 * Base URLs that clients are told instead of the listeners' own, for clients that come through a proxy:
	 * `https://{service}.csp.test` with `authority`, `partner-center`, `resource-manager`, `graph` for `{service}`.
	 */
	readonly advertise?: string | undefined;
}

/**
 * Starts a sandbox on 127.0.0.1. The world is made on demand, so 20,000 customers start as fast as 25.
 * @throws Error when a port is taken or the certificate can't be used
 * @throws AdvertiseError
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
	const world = new World({
		customers: options.customers ?? 25,
		reservations: options.reservations ?? 5,
		seed: options.seed ?? 7,
		today: options.today ?? new Date(),
		resellers: options.resellers,
	});
	const { port, latency = 0, tokenLifetime = TOKEN_LIFETIME, tls, advertise } = options;
	return serveWorld(world, { port, latency, tokenLifetime, tls, advertise });
}
