/** One contestant of the scan benchmark in a process of its own: reads all customers once and prints what that cost. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { AzureReservationAPI } from '@azure/arm-reservations';
import PQueue from 'p-queue';
import { Agent, fetch as undiciFetch } from 'undici';
import { sandboxCloud } from '../../src/identity';
import { createReservationsService } from '../../src/reservations';
import { overHttp } from '../contract/microsoft-sign-in';

/** What the parent hands over, as a JSON file. */
export interface Job {
	/**
	 * `warm`: not a contestant, but our next start on what `scan` has left on the disk. `fetch` and `http`: neither, but the calls
	 * alone, over the one road that obeys VS Code's proxies and keeps its connections, and over the one that Microsoft's client takes:
	 * what nobody can go below there.
	 */
	readonly reader: 'scan' | 'warm' | 'fetch' | 'http' | 'sdk' | 'sequential';
	/** Folder of our cache. */
	readonly storage: string;
	readonly endpoints: Parameters<typeof sandboxCloud>[0];
	/** Calls under way at once. */
	readonly concurrency: number;
	/** Tokens by audience and tenant: getting them costs all contestants the same, so nobody is charged for it. */
	readonly tokens: Readonly<Record<string, string>>;
	readonly tenantIds: readonly string[];
}

export interface Result {
	readonly wallMs: number;
	readonly cpuMs: number;
	/** Growth of the resident memory from the loaded program to its highest point, bytes. */
	readonly memory: number;
	/** What is still in use when all is read, over the loaded program: heap and buffers after a collection, bytes. */
	readonly held: number;
	readonly requests: number;
	readonly customers: number;
	readonly failed: number;
	readonly reservations: number;
}

type Read = Pick<Result, 'held' | 'requests' | 'customers' | 'failed' | 'reservations'>;

const job = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Job;
const token = (audience: string, tenantId: string) => {
	const found = job.tokens[`${audience} ${tenantId}`];
	return found === undefined ? Promise.reject(new Error('No token.')) : Promise.resolve(found);
};

/** CPU that the collections for {@link inUse} took, which is nobody's, ms. */
let collectingMs = 0;

/** Heap and buffers in use, bytes. */
function inUse(): number {
	const begun = cpuMs();
	globalThis.gc?.();
	collectingMs += cpuMs() - begun;
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/** CPU of the process so far, all threads, ms. */
function cpuMs(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

const loaded = inUse();

/** Our scan, with everything that comes with it: parsing, keeping, writing the cache. */
async function ours(): Promise<Read> {
	const agent = new Agent({ connections: job.concurrency });
	let requests = 0;
	const quiet = () => {};
	const service = createReservationsService({
		cloud: sandboxCloud(job.endpoints),
		tokens: { get: token },
		fetch: ((input: string, init: object) => {
			requests += 1;
			return undiciFetch(input, { ...init, dispatcher: agent });
		}) as unknown as typeof globalThis.fetch,
		storage: job.storage,
		clock: Date.now,
		log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
		locale: 'en',
		limits: { inFlight: job.concurrency },
	});
	let [read, failed] = [0, 0];
	if (job.reader === 'warm') {
		await service.watch.ready();
		read = service.watch.list().customersKnown;
	} else ({ read, failed } = await service.scan.start({ tenantIds: job.tenantIds }));
	finishedAt = performance.now();
	const held = inUse() - loaded;
	const counts = job.tenantIds.map((tenantId) => service.getReservations(tenantId).value?.reservations.length ?? 0);
	await service.dispose();
	return { held, requests, customers: read, failed, reservations: counts.reduce((sum, count) => sum + count, 0) };
}

let finishedAt: number | undefined;

/** As a script with Microsoft's client does it: a client a customer, all pages of its list, everything kept. */
async function sdk(concurrency: number): Promise<Read> {
	const all: unknown[] = [];
	let [requests, customers, failed] = [0, 0, 0];
	const queue = new PQueue({ concurrency });
	const readOne = async (tenantId: string) => {
		const credential = {
			getToken: async () => ({ token: await token('resourceManager', tenantId), expiresOnTimestamp: Date.now() + 3_600_000 }),
		};
		const options = { endpoint: job.endpoints.resourceManager, allowInsecureConnection: true };
		const client = overHttp(new AzureReservationAPI(credential, options), credential);
		client.pipeline.addPolicy(
			{
				name: 'count',
				sendRequest: (request, next) => {
					requests += 1;
					return next(request);
				},
			},
			{ phase: 'Sign' },
		);
		try {
			for await (const reservation of client.reservation.listAll()) all.push(reservation);
			customers += 1;
		} catch {
			failed += 1;
		}
	};
	await Promise.all(job.tenantIds.map((tenantId) => queue.add(() => readOne(tenantId))));
	finishedAt = performance.now();
	const held = inUse() - loaded;
	return { held, requests, customers, failed, reservations: all.length };
}

/** Gets an address. @returns the body of an answer with status 200 */
type Get = (url: string, authorization: string) => Promise<string>;

function getByFetch(): Get {
	const dispatcher = new Agent({ connections: job.concurrency });
	return async (url, authorization) => {
		const answer = await undiciFetch(url, { headers: { authorization }, dispatcher });
		if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
		return answer.text();
	};
}

function getByHttp(): Get {
	const agent = new http.Agent({ keepAlive: true, maxSockets: job.concurrency });
	return (url, authorization) =>
		new Promise((resolve, reject) => {
			const take = (answer: http.IncomingMessage) => {
				const parts: Buffer[] = [];
				answer.on('data', (part: Buffer) => parts.push(part)).on('error', reject);
				answer.on('end', () => {
					if (answer.statusCode === 200) resolve(Buffer.concat(parts).toString('utf8'));
					else reject(new Error(`HTTP ${answer.statusCode}`));
				});
			};
			http.get(url, { agent, headers: { authorization } }, take).on('error', reject);
		});
}

/** The calls alone: parsed, nothing kept. */
async function bare(get: Get): Promise<Read> {
	let [requests, customers, failed, reservations] = [0, 0, 0, 0];
	const queue = new PQueue({ concurrency: job.concurrency });
	const readOne = async (tenantId: string) => {
		const authorization = `Bearer ${await token('resourceManager', tenantId)}`;
		const list = `${job.endpoints.resourceManager}/providers/Microsoft.Capacity/reservations?api-version=2022-11-01`;
		for (let url: string | undefined = list; url !== undefined; ) {
			requests += 1;
			const page = JSON.parse(await get(url, authorization)) as { value?: readonly unknown[]; nextLink?: string };
			reservations += page.value?.length ?? 0;
			url = page.nextLink;
		}
		customers += 1;
	};
	const counted = (tenantId: string) =>
		readOne(tenantId).catch(() => {
			failed += 1;
		});
	await Promise.all(job.tenantIds.map((tenantId) => queue.add(() => counted(tenantId))));
	finishedAt = performance.now();
	return { held: inUse() - loaded, requests, customers, failed, reservations };
}

function reading(): Promise<Read> {
	if (job.reader === 'scan' || job.reader === 'warm') return ours();
	if (job.reader === 'fetch') return bare(getByFetch());
	if (job.reader === 'http') return bare(getByHttp());
	return sdk(job.reader === 'sdk' ? job.concurrency : 1);
}

async function main(): Promise<void> {
	const before = process.memoryUsage.rss();
	let highest = before;
	const watch = setInterval(() => {
		highest = Math.max(highest, process.memoryUsage.rss());
	}, 20);
	const cpuBefore = cpuMs() - collectingMs;
	const begun = performance.now();
	const read = await reading();
	const wallMs = (finishedAt ?? performance.now()) - begun;
	const cpu = cpuMs() - collectingMs - cpuBefore;
	clearInterval(watch);
	highest = Math.max(highest, process.memoryUsage.rss());
	const result: Result = { wallMs, cpuMs: cpu, memory: highest - before, ...read };
	process.stdout.write(`${JSON.stringify(result)}\n`);
	process.exit(0);
}

main().catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
