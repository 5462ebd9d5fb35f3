/** What the user sees of the watch list without asking: the badge against Azure's own answers, and the digest day by day. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import type { Cloud } from '../../src/azure/cloud';
import { sandboxCloud, sandboxTokens } from '../../src/identity';
import { legacySeriesEnd, legacySeriesOf } from '../../src/reservations/policy';
import type { WatchList } from '../../src/reservations/watch/model';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { badgeOf } from '../../src/watch/badge';
import { Digest } from '../../src/watch/digest';
import { digestWords } from '../../src/watch/digest-words';
import { startService, type TestService, testFetch, valueIn } from '../helpers/service';
import { commandsRun, notices, settings, Uri } from '../ui/pages/vscode-outside';

const dayMs = 86_400_000;
const now = Date.UTC(2026, 10, 23, 12);
const ref = { tenantId: 't', orderId: 'o', reservationId: 'r' };
const nothing: WatchList = {
	items: [],
	ending: [],
	endingSoon: { days: 30, reservations: 0, withoutRenewal: 0 },
	exchangeCutOff: { at: Date.UTC(2027, 1, 1), days: 70, reservations: 0, units: { units: 0, untold: 0 } },
	hiddenOrders: [],
	customersKnown: 3,
	customersUnknown: 0,
	oldestAsOf: now,
};

describe('Badge of the watch list', () => {
	it('counts what ends soon without renewal, and says of whom that is known', () => {
		const with3 = { ...nothing, endingSoon: { days: 45, reservations: 9, withoutRenewal: 3 } };
		assert.equal(badgeOf(nothing), undefined);
		assert.equal(badgeOf({ ...nothing, endingSoon: { days: 30, reservations: 5, withoutRenewal: 0 } }), undefined);
		assert.deepEqual(badgeOf(with3), { value: 3, tooltip: '3 reservations end within 45 days and will not be renewed' });
		assert.deepEqual(badgeOf({ ...with3, customersUnknown: 997 }), {
			value: 3,
			tooltip: '3 reservations end within 45 days and will not be renewed (known of 3 of 1,000 customers)',
		});
		assert.equal(
			badgeOf({ ...nothing, endingSoon: { days: 1, reservations: 1, withoutRenewal: 1 } })?.tooltip,
			'1 reservation ends within 1 day and will not be renewed',
		);
	});

	it('is the number that Azure’s own answers come to', async () => {
		const sandbox = await startSandbox({ port: 0, customers: 30 });
		const cloud = sandboxCloud(sandbox.endpoints);
		const bench = await startService(cloud);
		try {
			await readAll(bench);
			let truth = 0;
			for (const { tenantId } of valueIn(bench.service.getCustomers()).customers) truth += await endingIn30Days(cloud, tenantId);
			assert.ok(truth > 0);
			assert.equal(badgeOf(bench.service.watch.list())?.value, truth);
		} finally {
			await bench.end();
			await sandbox.close();
		}
	});
});

/** Who was asked to wait the first time is read the second time. */
async function readAll({ service }: TestService): Promise<void> {
	await service.scan.start();
	await service.scan.start();
}

interface ListAnswer {
	readonly nextLink?: string | null;
	readonly value: readonly {
		readonly sku: { readonly name: string };
		readonly properties: Readonly<Record<'reservedResourceType' | 'term' | 'provisioningState' | 'expiryDate', string>> & {
			readonly archived?: boolean;
			readonly renew?: boolean;
		};
	}[];
}

/** Straight from the REST of Azure: in force, ends within 30 days, and renewal is off or can't be. 0 for whom nothing may be read. */
async function endingIn30Days(cloud: Cloud, tenantId: string): Promise<number> {
	const token = await sandboxTokens(cloud, testFetch)
		.get('resourceManager', tenantId)
		.catch(() => undefined);
	if (token === undefined) return 0;
	let url: string | null | undefined =
		`${cloud.resourceManager}/providers/Microsoft.Capacity/reservations?api-version=2022-11-01`;
	let count = 0;
	while (url) {
		const response = await testFetch(url, { headers: { authorization: `Bearer ${token}` } });
		if (!response.ok) return count;
		const page = (await response.json()) as ListAnswer;
		for (const { sku, properties: it } of page.value) {
			const ends = Date.parse(it.expiryDate);
			// Azure Hybrid Benefit has no end.
			const isSoon = ends > Date.now() && ends <= Date.now() + 30 * dayMs;
			if (it.provisioningState !== 'Succeeded' || it.archived === true || !isSoon) continue;
			const product = { sku: sku.name, resourceType: it.reservedResourceType, term: it.term, product: '' };
			if (it.renew !== true || (legacySeriesOf(product) !== undefined && ends > legacySeriesEnd)) count += 1;
		}
		url = page.nextLink;
	}
	return count;
}

describe('Words of the digest', () => {
	it('name what needs a decision, of when the oldest data is, and of whom nothing is known', () => {
		assert.equal(digestWords(nothing, now), undefined);
		assert.equal(digestWords({ ...nothing, customersUnknown: 5 }, now), undefined);
		const legacy = { kind: 'legacySeries', ...ref, series: 'Dsv3', expiresAt: now + dayMs } as const;
		const low = { kind: 'lowUse', ...ref, last7Days: 1, last30Days: 2, isLasting: true } as const;
		const full: WatchList = {
			...nothing,
			items: [
				{ kind: 'noBenefit', ...ref, statusCode: undefined, statusMessage: undefined },
				{ ...legacy, renewalWillFail: true },
				{ ...legacy, renewalWillFail: false },
				low,
				low,
				{ kind: 'exchangeCutOff', ...ref, days: 20, finalExchangesLeft: undefined },
			],
			endingSoon: { days: 30, reservations: 9, withoutRenewal: 4 },
			hiddenOrders: [{ tenantId: 't', orderIds: ['a', 'b'], comparedAt: now }],
		};
		assert.equal(
			digestWords(full, now),
			'Reservations that need a look: ending within 30 days without renewal: 4 · of a legacy series, whose automatic renewal will fail: 1 · without any benefit: 1 · little used: 2 · with one last exchange from Feb 1, 2027 on: 1. Orders that Partner Center lists and Azure does not show to this account: 2.',
		);
		const old = digestWords({ ...full, oldestAsOf: now - 3 * dayMs, customersUnknown: 7 }, now) ?? '';
		assert.match(old, /The oldest data is of Nov 20, 2026.*Nothing is known of 7 of 10 customers: run Scan All Customers\.$/);
		// After the day nobody can decide before it any more.
		const past = { ...nothing, items: [{ kind: 'exchangeCutOff', ...ref, days: 0, finalExchangesLeft: 2 } as const] };
		assert.equal(digestWords(past, now), undefined);
		assert.match(digestWords({ ...nothing, hiddenOrders: full.hiddenOrders }, now) ?? '', /^Orders that .+: 2\.$/);
	});
});

describe('Digest of the day', () => {
	let sandbox: Sandbox;
	let bench: TestService;
	let at: number;
	const memory = new Map<string, unknown>();
	const memento = {
		get: <T>(key: string) => structuredClone(memory.get(key)) as T | undefined,
		update: async (key: string, value: unknown) => void memory.set(key, structuredClone(value)),
	};
	const logged: string[] = [];
	const session: { started: { service: TestService['service']; storage: Uri } | undefined; log: object } = {
		started: undefined,
		log: { error: (line: unknown) => logged.push(String(line)) },
	};
	const digest = () => new Digest(session as never, memento as never, () => at);
	const connect = (name: string) => {
		session.started = { service: bench.service, storage: new Uri(`/storage/${name}`) };
	};
	const told = () => notices.told.splice(0);

	before(async () => {
		sandbox = await startSandbox({ port: 0, customers: 20 });
	});
	after(() => sandbox?.close());
	beforeEach(async () => {
		memory.clear();
		settings.clear();
		told();
		notices.press = undefined;
		at = Date.now();
		bench = await startService(sandboxCloud(sandbox.endpoints));
		connect('connection-a');
	});
	afterEach(() => bench.end());

	it('is told once a day and connection, the next day with the age of the data', async () => {
		await bench.service.scan.start();
		await digest().tell('look');
		const [first = '', ...more] = told();
		assert.match(first, /^Practice data: Reservations that need a look: /);
		assert.doesNotMatch(first, /oldest data/);
		assert.deepEqual(more, []);
		await digest().tell('look');
		await digest().tell('scan');
		assert.deepEqual(told(), []);
		connect('sandbox-20-5-7');
		await digest().tell('look');
		assert.equal(told().length, 1, 'another connection has a digest of its own');
		connect('connection-a');
		await digest().tell('look');
		assert.deepEqual(told(), []);
		at += dayMs;
		await digest().tell('look');
		assert.match(told().join(), /The oldest data is of /);
	});

	it('is told again on the same day only after a scan that found more', async () => {
		await digest().tell('look');
		assert.deepEqual(told(), [], 'nothing is known, so there is nothing to say');
		const { customers } = valueIn(await bench.service.loadCustomers());
		for (const { tenantId } of customers) {
			await bench.service.loadReservations(tenantId);
			if (digestWords(bench.service.watch.list(), at) !== undefined) break;
		}
		await digest().tell('look');
		assert.match(told().join(), /Nothing is known of \d+ of 20 customers/);
		await bench.service.scan.start();
		await digest().tell('look');
		assert.deepEqual(told(), [], 'looking alone tells nothing twice');
		await digest().tell('scan');
		assert.equal(told().length, 1);
		await digest().tell('scan');
		assert.deepEqual(told(), []);
	});

	it('is told by itself at the end of a scan, once', async () => {
		await readAll(bench);
		const own = digest();
		own.follow();
		await bench.service.scan.start();
		for (const started = Date.now(); notices.told.length === 0 && Date.now() - started < 30_000; )
			await new Promise((resolve) => setTimeout(resolve, 20));
		assert.equal(told().length, 1);
		await bench.service.scan.start();
		await new Promise((resolve) => setTimeout(resolve, 200));
		assert.deepEqual(told(), []);
		own.dispose();
	});

	it('leads to the watch list of the connection in use', async () => {
		await bench.service.scan.start();
		notices.press = 'Show';
		commandsRun.length = 0;
		await digest().tell('look');
		assert.deepEqual(commandsRun, [['cspReservations.showWatchList']]);
	});

	it('that nobody waits for is silent when the connection ends, and logs what went wrong', async () => {
		logged.length = 0;
		const failing = async (error: unknown) => {
			const watch = { ready: () => Promise.reject(error) };
			const service = { watch, scan: bench.service.scan } as unknown as TestService['service'];
			session.started = { service, storage: new Uri('/storage/failing') };
			digest().tellBehind('look');
			await new Promise((resolve) => setTimeout(resolve, 20));
		};
		await failing(new DOMException('ended', 'AbortError'));
		assert.deepEqual(logged, []);
		await failing(new Error('broken'));
		assert.deepEqual(logged, ['Error: broken']);
	});

	it('is silent where it is turned off, also by its own button', async () => {
		await bench.service.scan.start();
		settings.set('cspReservations.dailyDigest', false);
		await digest().tell('look');
		await digest().tell('scan');
		assert.deepEqual(told(), []);
		settings.clear();
		notices.press = 'Don’t Show Again';
		await digest().tell('look');
		assert.equal(told().length, 1);
		assert.equal(settings.get('cspReservations.dailyDigest'), false);
		at += dayMs;
		await digest().tell('look');
		assert.deepEqual(told(), []);
	});
});
