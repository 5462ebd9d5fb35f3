/** Azure's budget of calls for each tenant: 12,000 reads and 1,200 writes an hour (recordings 16), told in every answer. */
import { throttled } from './faults';
import type { World } from './world/world';

interface Seen {
	readonly method: string;
	readonly path: string;
	readonly tenant: string | undefined;
}

const BUDGET = { reads: 12_000, writes: 1_200 } as const;
const WINDOW = 3_600_000;

/** A throttled customer answers 429 to this many calls, then recovers. */
const REFUSED_CALLS = 3;
const REFUSED_WAIT_SECONDS = 2;

interface Window {
	readonly until: number;
	left: number;
}

export class RateLimits {
	readonly #windows = new Map<string, Window>();
	readonly #refused = new Map<string, number>();

	constructor(readonly world: World) {}

	/** The 429 of a tenant that has used up its budget or is throttled by nature; undefined when the call may go on. */
	refuse(seen: Seen): Response | undefined {
		const { tenant } = seen;
		if (tenant === undefined) return undefined;
		const refused = this.#refused.get(tenant) ?? 0;
		if (refused < REFUSED_CALLS && this.world.customers.find(tenant)?.trouble === 'throttled') {
			this.#refused.set(tenant, refused + 1);
			return throttled('resourceManager', seen.path, REFUSED_WAIT_SECONDS);
		}
		const window = this.#window(seen, tenant);
		window.left -= 1;
		if (window.left >= 0) return undefined;
		return throttled('resourceManager', seen.path, Math.ceil((window.until - Date.now()) / 1000));
	}

	/** Says how many calls are left. */
	tell(headers: Headers, seen: Seen): void {
		const { tenant } = seen;
		if (tenant === undefined || headers.has('x-ms-ratelimit-remaining-tenant-reads')) return;
		headers.set(`x-ms-ratelimit-remaining-${this.#kind(seen)}`, String(Math.max(0, this.#window(seen, tenant).left)));
	}

	#kind({ method, path }: Seen): string {
		return `${/^\/subscriptions\/[^/]/i.test(path) ? 'subscription' : 'tenant'}-${method === 'GET' ? 'reads' : 'writes'}`;
	}

	#window(seen: Seen, tenant: string): Window {
		const kind = this.#kind(seen);
		const key = `${tenant} ${kind}`;
		const kept = this.#windows.get(key);
		if (kept !== undefined && kept.until > Date.now()) return kept;
		const fresh = { until: Date.now() + WINDOW, left: kind.endsWith('reads') ? BUDGET.reads : BUDGET.writes };
		this.#windows.set(key, fresh);
		return fresh;
	}
}
