/** The scan of all customers beside Microsoft's client, a loop, and what arithmetic allows: one sandbox, a fresh process a contestant. */
import { rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import PQueue from 'p-queue';
import { allItems } from '../../src/azure/paging';
import { customerPages } from '../../src/azure/partner-center';
import { createTransport } from '../../src/azure/transport';
import { sandboxCloud, sandboxTokens } from '../../src/identity';
import { run, temporaryFolder } from '../host/processes';
import { type SandboxProcess, startSandboxProcess } from '../ui/helpers/sandbox-process';
import { megabytes } from './measure';
import type { Job, Result } from './portfolio-reader';

/** Calls under way at once, for everybody: ours holds itself to it (performance 5). */
const concurrency = 5;
const reservationsEach = 5;
/** Customers that the loop is measured with; for more it is worked out. */
const loopUpTo = 100;
/** Of a hundred customers, how many answer 429 once, with a wait of a second. */
const throttledPercent = 2;

export interface Case {
	readonly customers: number;
	readonly latency: number;
	readonly isThrottled: boolean;
}

/** Everything, or what takes a minute. */
export function cases(isQuick: boolean): readonly Case[] {
	const [counts, latencies] = isQuick
		? [[100, 500], [20]]
		: [
				[100, 1_000, 5_000],
				[20, 50, 100],
			];
	return counts.flatMap((customers) =>
		latencies.flatMap((latency) => [false, true].map((isThrottled) => ({ customers, latency, isThrottled }))),
	);
}

interface Line {
	readonly who: string;
	readonly wallMs: number;
	readonly result?: Result | undefined;
}

/** @returns false when a goal was missed */
export async function measurePortfolio(all: readonly Case[], say: (line: string) => void): Promise<boolean> {
	const [cpu] = os.cpus();
	say(
		`${cpu?.model.trim() ?? 'unknown processor'}, ${os.cpus().length} cores, Node ${process.versions.node}; load ${os.loadavg()[0]?.toFixed(1)}`,
	);
	say(
		`${concurrency} calls at once, about ${reservationsEach} reservations a customer; tokens are had before and cost nobody.\n`,
	);
	say('Memory: growth of the process at its highest, collected or not; held: what is in use at the end, after a collection.\n');
	say('| customers | latency | 429s | who | wall | CPU | memory | held | requests | read | failed | reservations |');
	say('| --------- | ------- | ---- | --- | ---- | --- | ------ | ---- | -------- | ---- | ------ | ------------ |');
	const folder = temporaryFolder('bench-portfolio');
	const program = path.join(folder, 'reader.cjs');
	await build({
		entryPoints: [path.join(__dirname, 'portfolio-reader.ts')],
		...{ outfile: program, bundle: true, platform: 'node', format: 'cjs', target: 'node22', logLevel: 'error', minify: true },
	});
	let isMet = true;
	for (const one of all) {
		const { lines, missed } = await measureCase(one, folder, program);
		for (const line of lines) say(cells(one, line));
		for (const what of missed) say(`|  |  |  | MISSED: ${what} |`);
		isMet &&= missed.length === 0;
	}
	return isMet;
}

async function measureCase(
	one: Case,
	folder: string,
	program: string,
): Promise<{ lines: readonly Line[]; missed: readonly string[] }> {
	const { customers, latency } = one;
	const flags = { customers, reservations: reservationsEach, latency };
	const sandbox = await startSandboxProcess(...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]));
	try {
		const { tenantIds, tokens } = await prepare(sandbox);
		const storage = path.join(folder, 'storage');
		await rm(storage, { recursive: true, force: true });
		const measure = async (reader: Job['reader']) => {
			await sandbox.repair();
			if (one.isThrottled) await throttle(sandbox, tenantIds);
			const file = path.join(folder, 'job.json');
			const job: Job = { reader, endpoints: sandbox.endpoints, concurrency, tokens, tenantIds, storage };
			await writeFile(file, JSON.stringify(job));
			return JSON.parse(await run(process.execPath, ['--expose-gc', program, file])) as Result;
		};
		const [ours, warm] = [await measure('scan'), await measure('warm')];
		const sdk = await measure('sdk');
		// They try nothing again, so they have no line where calls are throttled.
		const bare = one.isThrottled ? [] : [await measure('fetch'), await measure('http')];
		const loop = customers <= loopUpTo ? await measure('sequential') : undefined;
		const boundMs = (ours.requests * latency) / concurrency;
		const lines: readonly Line[] = [
			{ who: 'arithmetic', wallMs: boundMs },
			{ who: 'our scan', wallMs: ours.wallMs, result: ours },
			{ who: '@azure/arm-reservations', wallMs: sdk.wallMs, result: sdk },
			loop === undefined
				? { who: 'loop (worked out)', wallMs: customers * latency }
				: { who: 'loop', wallMs: loop.wallMs, result: loop },
			...bare.map((result, place) => {
				const road = place === 0 ? 'fetch' : 'node:http';
				return { who: `${road} alone, nothing kept`, wallMs: result.wallMs, result };
			}),
			{ who: 'our next start, watch list included', wallMs: warm.wallMs, result: warm },
		];
		return { lines, missed: [...missedBy(one, boundMs, ours, sdk), ...missedAtStart(warm)] };
	} finally {
		await sandbox.stop();
	}
}

/** The goals hold where a start of a second and a wait of a second for one customer are not most of it. */
function missedBy({ customers, latency, isThrottled }: Case, boundMs: number, ours: Result, sdk: Result): readonly string[] {
	const missed: string[] = [];
	if (customers < 1_000) return missed;
	if (!isThrottled && latency >= 50 && ours.wallMs > 1.15 * boundMs)
		missed.push(`wall ${(ours.wallMs / boundMs).toFixed(2)} × arithmetic, goal 1.15`);
	if (ours.cpuMs > 0.5 * sdk.cpuMs) missed.push(`CPU ${(ours.cpuMs / sdk.cpuMs).toFixed(2)} × client's, goal 0.5`);
	if (ours.memory > sdk.memory / 3) missed.push(`memory ${(ours.memory / sdk.memory).toFixed(2)} × client's, goal 0.33`);
	return missed;
}

/** What 5,000 customers may take to be in memory at the next start, ms; fewer may take as long. */
const nextStartMs = 300;

function missedAtStart({ wallMs, customers }: Result): readonly string[] {
	const isMet = customers > 5_000 || wallMs <= nextStartMs;
	return isMet ? [] : [`next start ${Math.round(wallMs)} ms, goal ${nextStartMs} ms`];
}

async function prepare({ endpoints, fetch }: SandboxProcess): Promise<Pick<Job, 'tenantIds' | 'tokens'>> {
	const cloud = sandboxCloud(endpoints);
	const source = sandboxTokens(cloud, fetch);
	const transport = createTransport({
		cloud,
		tokens: source,
		fetch,
		clock: Date.now,
		log: { debug: () => {}, warn: () => {} },
	});
	// Those with a trouble, which have it in brackets, would be another kind of work.
	const tenantIds = (await allItems(customerPages(transport)))
		.filter(({ companyProfile }) => !companyProfile?.companyName?.includes('('))
		.map(({ companyProfile }) => String(companyProfile?.tenantId));
	const partner = await source.get('partnerCenter', endpoints.partnerTenantId);
	const tokens: Record<string, string> = { [`partnerCenter ${endpoints.partnerTenantId}`]: partner };
	const queue = new PQueue({ concurrency: 40 });
	const getOne = async (tenantId: string) => {
		// Of some customers the sandbox gives no token: they fail for everybody.
		const token = await source.get('resourceManager', tenantId).catch(() => undefined);
		if (token !== undefined) tokens[`resourceManager ${tenantId}`] = token;
	};
	await Promise.all(tenantIds.map((tenantId) => queue.add(() => getOne(tenantId))));
	return { tenantIds, tokens };
}

async function throttle(sandbox: SandboxProcess, tenantIds: readonly string[]): Promise<void> {
	const every = Math.round(100 / throttledPercent);
	for (let index = every - 1; index < tenantIds.length; index += every) {
		const match = { service: 'resourceManager', tenant: tenantIds[index] };
		await sandbox.control('POST', 'faults', { match, fault: { kind: 'throttle', seconds: 1 }, times: 1 });
	}
}

function cells({ customers, latency, isThrottled }: Case, { who, wallMs, result }: Line): string {
	const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
	const measured =
		result === undefined
			? ['', '', '', '', '', '', '']
			: [
					seconds(result.cpuMs),
					megabytes(result.memory),
					megabytes(result.held),
					...[result.requests, result.customers, result.failed, result.reservations].map(String),
				];
	const cells = [
		String(customers),
		`${latency} ms`,
		isThrottled ? `${throttledPercent} %` : 'none',
		who,
		seconds(wallMs),
		...measured,
	];
	return `| ${cells.join(' | ')} |`;
}
