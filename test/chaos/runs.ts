/** Scans that are disturbed in every way at once, cancelled, and resumed on a damaged cache; each run checks that nobody got lost. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pause } from '../../src/azure/gate';
import { sandboxCloud } from '../../src/identity';
import type { Reservation } from '../../src/reservations/model';
import type { ScanState } from '../../src/reservations/scan/model';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { type Random, randomOf } from '../faults/cuts';
import { clearFaults, startService, type TestService, testFetch } from '../helpers/service';
import { flickering, orderAll } from './faults';

/** Time goes so much faster, so that waits that the services ask for are short. */
const haste = 20;
const dayMs = 86_400_000;
/** Customers whose answer is held against the sandbox's own, each run. */
const compared = 60;
/** Longest time, ms, from the end of a cancelled scan to that of its reads. */
const quietMs = 2_000;

export interface ChaosReport {
	readonly runs: number;
	/** Customers by what became of them at the end of a run. */
	readonly ends: ReadonlyMap<string, number>;
	/** Faults ordered by kind. */
	readonly faults: ReadonlyMap<string, number>;
	/** What must not be, in sentences. */
	readonly violations: readonly string[];
}

interface Run {
	readonly seed: number;
	readonly customers: number;
	readonly random: Random;
	readonly sandbox: Sandbox;
	readonly note: (violation: string) => void;
}

/** @param told one line a run */
export async function runChaos(
	runs: number,
	seed: number,
	customers: number,
	told: (line: string) => void = () => {},
): Promise<ChaosReport> {
	const [ends, faults] = [new Map<string, number>(), new Map<string, number>()];
	const violations: string[] = [];
	const add = (map: Map<string, number>, name: string, by: number) => map.set(name, (map.get(name) ?? 0) + by);
	for (let number = seed; number < seed + runs; number++) {
		const note = (violation: string) => violations.push(`seed ${number}: ${violation}`);
		const onRejection = (reason: unknown) => note(`unhandled rejection: ${String(reason)}`);
		process.on('unhandledRejection', onRejection);
		const sandbox = await startSandbox({ port: 0, customers, reservations: 3, seed: number });
		const begun = Date.now();
		try {
			const end = await oneRun({ seed: number, customers, random: randomOf(number), sandbox, note }, faults, add);
			for (const state of ['fresh', 'read', 'failed', 'notTried'] as const) add(ends, state, end[state]);
			told(`seed ${number}: ${end.fresh} fresh, ${end.read} read, ${end.failed} failed, ${Date.now() - begun} ms`);
		} finally {
			await sandbox.close();
			process.off('unhandledRejection', onRejection);
		}
	}
	return { runs, ends, faults, violations };
}

async function oneRun(
	run: Run,
	faults: Map<string, number>,
	add: (map: Map<string, number>, name: string, by: number) => void,
): Promise<ScanState> {
	const { sandbox, random } = run;
	const storage = await mkdtemp(path.join(tmpdir(), 'csp-chaos-'));
	const time = new FastTime();
	const start = (folder = storage) =>
		startService(sandboxCloud(sandbox.endpoints), {
			storage: folder,
			fetch: flickering(random, 5),
			tries: 3,
			waitBudgetMs: 10_000,
			clock: time.now,
			sleep: (ms, signal) => pause(ms / haste, signal),
		});
	const everybody = await truthOfCustomers(sandbox);
	for (const [kind, count] of await orderAll(sandbox, everybody, random)) add(faults, kind, count);
	try {
		let bench = await start();
		// Cancelled somewhere on the way, with the clock set to another day before that.
		const [setClockAt, stopAt] = [random() * 0.3, 0.3 + random() * 0.5];
		const stopped = await scanUntil(bench, run.customers * setClockAt, run.customers * stopAt, () =>
			time.shift(pickShift(random)),
		);
		await untilQuiet(bench);
		checkReported(run, bench, stopped, 'cancelled');
		const before = knownOf(bench);
		await bench.service.dispose();

		bench = await start();
		await bench.service.watch.ready();
		checkSame(run, before, knownOf(bench, before.keys()), 'what was read is not what is found on the disk');
		await bench.service.dispose();
		const damaged = await damage(storage, random);
		bench = await start();
		await bench.service.watch.ready();
		for (const tenantId of damaged)
			if (bench.service.getReservations(tenantId).value !== undefined) run.note(`a damaged file was taken for good: ${tenantId}`);
		const end = await bench.service.scan.start();
		checkReported(run, bench, end, 'done');
		await clearFaults(sandbox);
		await checkTruth(run, bench);
		const last = knownOf(bench);
		await bench.service.dispose();
		bench = await start();
		await bench.service.watch.ready();
		checkSame(run, last, knownOf(bench, last.keys()), 'the end is not what is found on the disk');
		await bench.service.dispose();
		await scanOnFullDisk(run, start);
		return end;
	} finally {
		await rm(storage, { recursive: true, force: true });
	}
}

/** A clock that is fast and can be set. */
class FastTime {
	readonly #begun = Date.now();
	#shift = 0;
	readonly now = () => Date.now() + (Date.now() - this.#begun) * (haste - 1) + this.#shift;

	shift(by: number): void {
		this.#shift += by;
	}
}

function pickShift(random: Random): number {
	return (random() < 0.5 ? -1 : 1) * Math.floor(random() * 3) * dayMs;
}

async function scanUntil({ service }: TestService, some: number, most: number, onSome: () => void): Promise<ScanState> {
	let isSome = false;
	const stop = service.scan.onDidChange(({ fresh, read, failed }) => {
		if (fresh + read + failed >= some && !isSome) {
			isSome = true;
			onSome();
		}
		if (fresh + read + failed >= most) service.scan.cancel();
	});
	try {
		// Where not even the list of customers could be read there is nothing to cancel: it is tried again, as a user would.
		for (let tries = 1; ; tries++) {
			const end = await service.scan.start();
			if (end.total > 0 || tries === 5) return end;
		}
	} finally {
		stop();
	}
}

/** A read that is cancelled ends a moment after the scan that wanted it; one that does not is noted by the check. */
async function untilQuiet({ service }: TestService): Promise<void> {
	const isReading = () =>
		(service.getCustomers().value?.customers ?? []).some(({ tenantId }) => service.getReservations(tenantId).loading);
	for (const end = Date.now() + quietMs; isReading() && Date.now() < end; ) await delay(10);
}

/** Every customer is in exactly one state, and that state is true. */
function checkReported({ note }: Run, { service }: TestService, state: ScanState, phase: ScanState['phase']): void {
	if (state.phase !== phase) note(`the scan ended as ${state.phase}, not as ${phase}`);
	const { total, fresh, read, failed, waiting, notTried } = state;
	if (fresh + read + failed + waiting + notTried !== total || waiting !== 0) note(`counts: ${JSON.stringify(state)}`);
	if (phase === 'done' && notTried > 0) note(`${notTried} not tried though the scan is done`);
	const seen = { fresh: 0, read: 0, failed: 0, waiting: 0, notTried: 0 };
	for (const { tenantId } of service.getCustomers().value?.customers ?? []) {
		const one = service.scan.customer(tenantId);
		if (one === undefined) {
			note(`silently missing: ${tenantId}`);
			continue;
		}
		seen[one.state] += 1;
		const { value, failure, loading } = service.getReservations(tenantId);
		if (loading) note(`still loading: ${tenantId}`);
		if ((one.state === 'read' || one.state === 'fresh') && (value === undefined || failure !== undefined))
			note(`told as ${one.state}, but nothing is known: ${tenantId}`);
		if (one.state === 'failed' && (failure === undefined || one.failure !== failure))
			note(`failed without its cause: ${tenantId}`);
	}
	// Who has vanished from the list since it was read stays counted.
	for (const name of ['fresh', 'read', 'failed'] as const)
		if (seen[name] > state[name]) note(`${seen[name]} ${name}, told ${state[name]}`);
	if (state.causes.reduce((sum, { count }) => sum + count, 0) !== failed) note('the causes do not add up');
}

type Known = ReadonlyMap<string, { readonly asOf: number | undefined; readonly text: string }>;

/** @param tenantIds of whom; undefined: of all in the list of customers */
function knownOf({ service }: TestService, tenantIds?: Iterable<string>): Known {
	const known = new Map<string, { asOf: number | undefined; text: string }>();
	const listed = (service.getCustomers().value?.customers ?? []).map(({ tenantId }) => tenantId);
	for (const tenantId of tenantIds ?? listed) {
		const { value, asOf } = service.getReservations(tenantId);
		if (value !== undefined) known.set(tenantId, { asOf, text: JSON.stringify(value) });
	}
	return known;
}

function checkSame({ note }: Run, before: Known, after: Known, what: string): void {
	for (const [tenantId, { asOf, text }] of before) {
		const found = after.get(tenantId);
		if (found?.asOf !== asOf || found?.text !== text) note(`${what}: ${tenantId}`);
	}
}

/** Changes entries in the middle, makes some of an older version, and cuts the file off. @returns tenant ids of the entries */
async function damage(storage: string, random: Random): Promise<readonly string[]> {
	const file = path.join(storage, 'reservations.log');
	const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
	const tenantOf = (line: string) => line.split(' ')[2] ?? '';
	const chosen = new Set(Array.from({ length: 9 }, () => tenantOf(lines[Math.floor(random() * lines.length)] ?? '')));
	const last = lines.at(-1) ?? '';
	const changed = lines.map((line, index) => {
		if (!chosen.has(tenantOf(line))) return line;
		const [sum = '', kind = '', ...rest] = line.split(' ');
		return index % 2 ? line.replace('"asOf":', '"asOf":1') : [sum, kind.replace(/^\d+/, '1'), ...rest].join(' ');
	});
	// The disk was full, or the power went: the last entry is there in part.
	await writeFile(file, changed.join('\n').slice(0, -Math.ceil(last.length / 2)));
	return [...chosen, tenantOf(last)];
}

/** Tenant ids of all customers, asked without our own client. */
async function truthOfCustomers(sandbox: Sandbox): Promise<readonly string[]> {
	const { partnerCenter, partnerTenantId } = sandbox.endpoints;
	const body = await ask(
		sandbox,
		`${partnerCenter}/v1/customers?size=5000`,
		partnerTenantId,
		'https://api.partnercenter.microsoft.com',
	);
	return (body.items as readonly { companyProfile: { tenantId: string } }[]).map(({ companyProfile }) => companyProfile.tenantId);
}

async function ask(sandbox: Sandbox, url: string, tenantId: string, resource: string): Promise<Record<string, unknown>> {
	const form = { grant_type: 'client_credentials', client_id: 'chaos', client_secret: 'chaos', scope: `${resource}/.default` };
	const answer = await testFetch(`${sandbox.endpoints.authority}/${tenantId}/oauth2/v2.0/token`, {
		method: 'POST',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams(form).toString(),
	});
	const { access_token } = (await answer.json()) as { access_token: string };
	const response = await testFetch(url, { headers: { authorization: `Bearer ${access_token}` } });
	return (await response.json()) as Record<string, unknown>;
}

/** What is told as read is what Azure has. */
async function checkTruth({ sandbox, random, note }: Run, { service }: TestService): Promise<void> {
	const read = (service.getCustomers().value?.customers ?? []).filter(({ tenantId }) => {
		const state = service.scan.customer(tenantId)?.state;
		return state === 'read' || state === 'fresh';
	});
	for (let count = 0; count < compared && read.length > 0; count++) {
		const { tenantId } = read[Math.floor(random() * read.length)] ?? { tenantId: '' };
		const url = `${sandbox.endpoints.resourceManager}/providers/Microsoft.Capacity/reservations?api-version=2022-11-01`;
		const body = await ask(sandbox, url, tenantId, 'https://management.azure.com');
		const truth = (body.value as readonly { id: string }[] | undefined)?.map(({ id }) => id.split('/').at(-1)?.toLowerCase());
		const ours = service.getReservations(tenantId).value?.reservations.map(({ reservationId }: Reservation) => reservationId);
		if (truth !== undefined && truth.sort().join() !== [...(ours ?? [])].sort().join()) note(`not what Azure has: ${tenantId}`);
	}
}

/** A disk that takes nothing: everything is read and shown all the same. */
async function scanOnFullDisk(run: Run, start: (folder: string) => Promise<TestService>): Promise<void> {
	const inTheWay = path.join(await mkdtemp(path.join(tmpdir(), 'csp-full-')), 'file');
	await writeFile(inTheWay, '');
	const bench = await start(path.join(inTheWay, 'storage'));
	try {
		const tenantIds = (await truthOfCustomers(run.sandbox)).slice(0, 30);
		const end = await bench.service.scan.start({ tenantIds });
		if (end.phase !== 'done' || end.read + end.failed !== end.total) run.note(`full disk: ${JSON.stringify(end)}`);
		await bench.service.dispose();
		if (!bench.lines.some((line) => /could not be written/.test(line))) run.note('nobody told that the disk takes nothing');
	} finally {
		await rm(path.dirname(inTheWay), { recursive: true, force: true });
	}
}
