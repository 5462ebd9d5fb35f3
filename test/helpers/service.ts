/** The whole service for tests: over undici and real HTTP, with a cache folder of its own that is deleted at the end. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Agent, fetch as undiciFetch } from 'undici';
import type { Cloud, TokenSource } from '../../src/azure/cloud';
import { sandboxTokens } from '../../src/identity';
import { createReservationsService } from '../../src/reservations';
import type { Change, ReservationsService } from '../../src/reservations/api';
import type { Known } from '../../src/reservations/model';
import type { ServiceOptions } from '../../src/reservations/options';
import type { Sandbox } from '../../src/sandbox';

const agent = new Agent({ keepAliveTimeout: 5_000, connections: 8 });
export const testFetch: typeof globalThis.fetch = (input, init) =>
	undiciFetch(input as Parameters<typeof undiciFetch>[0], {
		...(init as Parameters<typeof undiciFetch>[1]),
		dispatcher: agent,
	}) as unknown as Promise<Response>;

export interface TestService {
	readonly service: ReservationsService;
	readonly storage: string;
	/** Every change told so far. */
	readonly changes: readonly Change[];
	/** Every line logged so far. */
	readonly lines: readonly string[];
	/** The same storage in another service, as after a reload of the window. */
	again(): Promise<TestService>;
	/** Ends it and deletes its storage. */
	end(): Promise<void>;
}

export interface TestServiceOptions {
	/** The network. Default: {@link testFetch}. */
	readonly fetch?: typeof globalThis.fetch;
	readonly tokens?: TokenSource;
	readonly clock?: () => number;
	readonly storage?: string;
	/** Tries of one call. Default 1: a test of a failure need not wait for the repeats. */
	readonly tries?: number;
	readonly waitBudgetMs?: number;
	/** Longest wait for one answer, ms. */
	readonly timeoutMs?: number;
	readonly locale?: string;
	readonly customerList?: ServiceOptions['customerList'];
	readonly clientId?: string;
	readonly account?: ServiceOptions['account'];
	readonly pace?: ServiceOptions['pace'];
	readonly sleep?: ServiceOptions['sleep'];
	readonly thresholds?: ServiceOptions['thresholds'];
}

export async function startService(cloud: Cloud, options: TestServiceOptions = {}): Promise<TestService> {
	const storage = options.storage ?? (await mkdtemp(path.join(tmpdir(), 'csp-reservations-')));
	const changes: Change[] = [];
	const lines: string[] = [];
	const log = (line: string) => lines.push(line);
	const { fetch = testFetch } = options;
	const service = createReservationsService({
		cloud,
		tokens: options.tokens ?? sandboxTokens(cloud, fetch),
		fetch,
		storage,
		clock: options.clock ?? Date.now,
		log: { debug: log, info: log, warn: log, error: log },
		locale: options.locale ?? 'en',
		customerList: options.customerList,
		clientId: options.clientId,
		account: options.account,
		pace: options.pace,
		sleep: options.sleep,
		thresholds: options.thresholds,
		limits: { tries: options.tries ?? 1, waitBudgetMs: options.waitBudgetMs ?? 60_000, timeoutMs: options.timeoutMs ?? 30_000 },
	});
	service.onDidChange((change) => changes.push(change));
	const end = async () => {
		await service.dispose();
		await rm(storage, { recursive: true, force: true });
	};
	const again = async () => {
		await service.dispose();
		return startService(cloud, { ...options, storage });
	};
	return { service, storage, changes, lines, again, end };
}

/** Waits until the condition holds. @throws Error after some seconds */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
	const end = Date.now() + 30_000;
	while (!(await condition())) {
		if (Date.now() > end) throw new Error(`Did not come: ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

/** The value of something known. @throws Error when there is none */
export function valueIn<T>(known: Known<T>): T {
	if (known.value === undefined) throw known.failure ?? new Error('Nothing is known.');
	return known.value;
}

/** Orders a fault of the sandbox: `{ match, fault, times }`. */
export async function orderFault(sandbox: Sandbox, order: object): Promise<void> {
	const response = await testFetch(`${sandbox.endpoints.authority}/sandbox/faults`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(order),
	});
	if (!response.ok) throw new Error(await response.text());
}

/** Takes all faults back. */
export async function clearFaults(sandbox: Sandbox): Promise<void> {
	await testFetch(`${sandbox.endpoints.authority}/sandbox/faults`, { method: 'DELETE' });
}

/** What the sandbox was asked since {@link clearRequests}: method, path and query. */
export async function requestsOf(sandbox: Sandbox): Promise<readonly { method: string; path: string; query: string }[]> {
	const response = await testFetch(`${sandbox.endpoints.authority}/sandbox/requests`);
	return (await response.json()) as { method: string; path: string; query: string }[];
}

export async function clearRequests(sandbox: Sandbox): Promise<void> {
	await testFetch(`${sandbox.endpoints.authority}/sandbox/requests`, { method: 'DELETE' });
}
