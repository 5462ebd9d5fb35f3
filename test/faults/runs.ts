/** Runs operations that go wrong, recovers them in another window or process, and compares the journal with the ledger. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import PQueue from 'p-queue';
import { pause } from '../../src/azure/gate';
import type { Customer, Reservation } from '../../src/reservations/model';
import type { Operation, Quote } from '../../src/reservations/operations/model';
import type { Pace } from '../../src/reservations/operations/pace';
import { isOver } from '../../src/reservations/operations/progress';
import { confirmed, Desk } from '../helpers/operations';
import { orderFault, startService, type TestService, until, valueIn } from '../helpers/service';
import { unitsOf } from '../helpers/units';
import { type Cut, chooseCut, type Kill, type Random, randomOf } from './cuts';
import { type Before, reservationIds, type Truth, truthOf } from './ledger';
import type { Job } from './window';

/** Fast, but slower than a busy computer: a commit has to have arrived long before it is taken as never sent. */
const pace: Partial<Pace> = {
	shortestMs: 25,
	longestMs: 60,
	settledMs: 2_000,
	watchMs: 50,
	heartbeatMs: 100,
	leaseMs: 900,
};
/** Seconds that an exchange takes in the practice backend. */
const operationSeconds = 1;
/** Runs at once; two processors are busy with three. */
const lanes = 5;
/** Longest time until a journal says an end, ms: wrong answers to polls may ask for some seconds each. */
const patienceMs = 60_000;
/** Runs on one practice backend: it keeps what happened to 64 customers, and its log is read after each run. */
const batch = 50;

export interface Report {
	readonly runs: number;
	/** Runs by what went wrong in them. */
	readonly cuts: ReadonlyMap<string, number>;
	/** Runs by how they ended in the journal. */
	readonly ends: ReadonlyMap<string, number>;
	/** Runs whose process was killed. */
	readonly killed: number;
	/** Sessions that were sent twice, or moved money twice. */
	readonly twice: readonly string[];
	/** Journal entries that say something else than the ledger after recovery, or are still open. */
	readonly contradictions: readonly string[];
	/** Commits that arrived and that the journal knows nothing of. */
	readonly lost: readonly string[];
}

interface Counts {
	readonly cuts: Map<string, number>;
	readonly ends: Map<string, number>;
	killed: number;
	readonly twice: string[];
	readonly contradictions: string[];
	readonly lost: string[];
}

/** @param told one line a run, for progress */
export async function runFaults(runs: number, seed: number, told: (line: string) => void = () => {}): Promise<Report> {
	const work = await mkdtemp(path.join(tmpdir(), 'csp-faults-'));
	const counts: Counts = { cuts: new Map(), ends: new Map(), killed: 0, twice: [], contradictions: [], lost: [] };
	try {
		const program = await bundleWindow(work);
		for (let done = 0; done < runs; done += batch) {
			const numbers = Array.from({ length: Math.min(batch, runs - done) }, (_, index) => done + index);
			await runBatch(numbers, { seed, program, work, counts, told });
		}
	} finally {
		await rm(work, { recursive: true, force: true });
	}
	return { runs, ...counts };
}

interface Batch {
	readonly seed: number;
	readonly program: string;
	readonly work: string;
	readonly counts: Counts;
	readonly told: (line: string) => void;
}

/** Some runs on a practice backend of their own; each run has a customer that no other one uses. */
async function runBatch(numbers: readonly number[], { seed, program, work, counts, told }: Batch): Promise<void> {
	const desk = await Desk.open({ customers: numbers.length * 2 + 30, operationSeconds, seed: 7 + (numbers[0] ?? 0) });
	try {
		const customers = await customersOf(desk);
		const queue = new PQueue({ concurrency: lanes });
		await queue.addAll(
			numbers.map((number) => async () => {
				const random = randomOf(seed * 1_000_003 + number);
				told(`run ${number}: ${await new Run(desk, program, work, number, random, counts).go(customers)}`);
			}),
		);
	} finally {
		await desk.close();
	}
}

/** The window as one file, so that its process is there at once. */
async function bundleWindow(folder: string): Promise<string> {
	const outfile = path.join(folder, 'window.cjs');
	await build({
		entryPoints: [path.join(__dirname, 'window.ts')],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		logLevel: 'error',
	});
	return outfile;
}

/** Customers without a trouble of their own, which have it in brackets. */
async function customersOf(desk: Desk): Promise<Customer[]> {
	const { customers } = valueIn(await desk.first.service.refreshCustomers());
	// The windows of the runs find the customers' names there, so that they need not list them all.
	await until('the list is on the disk', () => existsSync(path.join(desk.first.storage, 'customers.json')));
	return customers.filter(({ name }) => !name.includes('('));
}

function count(counts: Map<string, number>, key: string): void {
	counts.set(key, (counts.get(key) ?? 0) + 1);
}

interface Quoted {
	readonly customer: Customer;
	readonly before: Before;
	readonly quote: Quote;
	readonly knownBefore: readonly string[];
}

class Run {
	readonly #name: string;

	constructor(
		readonly desk: Desk,
		readonly program: string,
		readonly work: string,
		number: number,
		readonly random: Random,
		readonly counts: Counts,
	) {
		this.#name = `run ${number}`;
	}

	/** @returns what happened, in a line */
	async go(customers: Customer[]): Promise<string> {
		const { random, counts } = this;
		const cut = chooseCut(random);
		const isExchange = random() < 0.5;
		const isWatched = random() < 0.4;
		const isRival = random() < 0.15;
		const quoted = await this.#quoted(customers, isExchange);
		const storage = await mkdtemp(path.join(this.work, 'storage-'));
		await cp(path.join(this.desk.first.storage, 'customers.json'), path.join(storage, 'customers.json'), { force: true });
		const open = () => startService(this.desk.cloud, { storage, pace });
		// In some runs another window is open while the first one dies, and in some it wants the same commit at the same moment.
		const watching = isWatched || isRival ? await open() : undefined;
		await watching?.service.operations.recover();
		// A process takes a moment to start: the rival comes at any time around its commit.
		const rival = isRival ? pause(random() * 400).then(() => this.#commitIn(watching, quoted)) : undefined;
		const ending = await this.#commit(cut, quoted, storage, open);
		await rival;
		const recovering = watching ?? (await open());
		await recovering.service.operations.recover();
		const operation = await this.#outcome(recovering);
		const truth = await truthOf(this.desk, quoted.before, 1, quoted.knownBefore);
		this.#judge(operation, truth, recovering);
		await recovering.service.dispose();
		await rm(storage, { recursive: true, force: true });
		count(counts.cuts, cut.step);
		count(counts.ends, operation?.state ?? 'nothing was written');
		const windows = [isWatched && 'watched', isRival && 'rival'].filter((it) => it !== false).join(' ');
		return [
			isExchange ? 'exchange' : 'return',
			cut.step,
			ending,
			windows,
			operation?.state ?? 'no entry',
			operation?.explanation?.slice(0, 150),
		].join('; ');
	}

	/** A quote of a customer that no run has used. */
	async #quoted(customers: Customer[], isExchange: boolean): Promise<Quoted> {
		const { operations } = this.desk;
		for (let customer = customers.shift(); customer !== undefined; customer = customers.shift()) {
			const [reservation] = await this.desk.reservations(customer).catch((): Reservation[] => []);
			if (reservation === undefined) continue;
			const { tenantId, orderId, reservationId } = reservation;
			const line = { tenantId, orderId, reservationId, quantity: 1 };
			const quote = isExchange
				? await operations.quoteExchange({
						tenantId,
						returns: [line],
						purchases: [await this.desk.toBuy(customer, { quantity: 40 })],
					})
				: await operations.quoteReturn(line);
			if (quote.blockers.length > 0) continue;
			const before = { tenantId, orderId, reservationId, quantity: unitsOf(reservation) };
			return { customer, before, quote, knownBefore: await reservationIds(this.desk, before) };
		}
		throw new Error('The practice backend has no customer left to quote for.');
	}

	/** Commits, with what goes wrong. @returns how the window ended */
	async #commit(cut: Cut, quoted: Quoted, storage: string, open: () => Promise<TestService>): Promise<string> {
		if (cut.bend !== undefined) {
			const { at, fault, times } = cut.bend;
			const tenant = quoted.before.tenantId;
			const commits = { tenant, method: 'POST', pathPattern: '/(return|exchange)\\?' };
			const reads = { tenant, method: 'GET', pathPattern: '/(operationResults|reservationOrders)/' };
			if (at === 'polls') {
				// Reads before the commit are not to be hit: they are ordered once it has arrived.
				const window = await open();
				const commit = this.#commitIn(window, quoted);
				await commit;
				await orderFault(this.desk.sandbox, { match: reads, fault, times });
				await settle(window);
				return 'closed';
			}
			await orderFault(this.desk.sandbox, { match: at === 'commit' ? commits : reads, fault, times });
			const window = await open();
			await this.#commitIn(window, quoted);
			await window.service.dispose();
			return 'closed';
		}
		return this.#commitInProcess(quoted, storage, cut.kill);
	}

	async #commitIn(window: TestService | undefined, { quote, customer }: Quoted): Promise<void> {
		// A refusal is a good end too: what counts is what the journal and the ledger say.
		await window?.service.operations.commit(quote, confirmed(quote, customer)).catch(() => {});
	}

	async #commitInProcess({ quote, customer }: Quoted, storage: string, kill: Kill | undefined): Promise<string> {
		const job: Job = { cloud: this.desk.cloud, storage, quote, confirmation: confirmed(quote, customer), pace, kill };
		const file = path.join(storage, 'job.json');
		await writeFile(file, JSON.stringify(job));
		const child = spawn(process.execPath, [this.program, file], { stdio: ['ignore', 'pipe', 'pipe'] });
		let said = '';
		child.stdout.on('data', (chunk: Buffer) => {
			said += chunk.toString();
		});
		let failed = '';
		child.stderr.on('data', (chunk: Buffer) => {
			failed += chunk.toString();
		});
		const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
		if (signal === 'SIGKILL') {
			this.counts.killed += 1;
			return `killed: ${said.trim()}`;
		}
		// A rival had the commit: the process was told so.
		if (code === 3 && failed.startsWith('ServiceFailure: ')) return 'refused';
		if (code !== 0) throw new Error(`${this.#name}: the window ended with ${code}: ${failed}`);
		return 'ended';
	}

	/** What the journal says once it says an end. */
	async #outcome(window: TestService): Promise<Operation | undefined> {
		const { operations } = window.service;
		for (const end = Date.now() + patienceMs; !operations.operations().every(isOver) && Date.now() < end; ) await pause(20);
		return operations.operations()[0];
	}

	#judge(operation: Operation | undefined, truth: Truth, window: TestService): void {
		const { twice, contradictions, lost } = this.counts;
		const name = this.#name;
		if (truth.commits > 1) twice.push(`${name}: ${truth.commits} commits arrived`);
		if (truth.oddity !== undefined) twice.push(`${name}: ${truth.oddity}`);
		for (const { file, reason } of window.service.operations.unreadableFiles()) {
			contradictions.push(`${name}: ${path.basename(file)} can't be read: ${reason}`);
		}
		if (operation === undefined) {
			if (truth.commits > 0 || truth.isDone) lost.push(`${name}: a commit arrived, and the journal has nothing`);
			return;
		}
		const says = operation.state;
		const isRight = says === 'succeeded' ? truth.isDone : says === 'notDone' ? !truth.isDone : false;
		if (!isRight) contradictions.push(`${name}: the journal says ${says}, the ledger ${truth.isDone ? 'done' : 'not done'}`);
		const rest = operation.lines[0]?.rest?.reservationId;
		if (operation.kind === 'return' && says === 'succeeded' && rest !== truth.rest) {
			contradictions.push(`${name}: the rest is ${truth.rest}, the journal says ${rest}`);
		}
	}
}

/** Lets a window follow for a moment, then closes it. */
async function settle(window: TestService): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, 150));
	await window.service.dispose();
}
