/** The Portfolio panel with the service and the sandbox, over HTTP: what a scan fills it with, and what of it could not be read or compared. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { pause } from '../../src/azure/gate';
import type { CustomerScan } from '../../src/reservations/scan/model';
import { clearFaults, until as itCame, orderFault, startService } from '../helpers/service';
import { chooser, commandsRun, notices, warnings } from '../ui/pages/vscode-outside';
import { items, PortfolioBench, portfolio, send, until, usePortfolioBench } from './panels-portfolio-bench';

/** What the steps of a customer that could not be read lead to. */
const steps: ReadonlyMap<string, string> = new Map([
	['Show Details', 'cspReservations.showFailure'],
	['Check Access', 'cspReservations.checkAccess'],
]);

describe('Scan in the Portfolio panel with the sandbox', () => {
	const given = usePortfolioBench();

	it('begins empty, and a scan fills it; what could not be read is told by cause and tried again', async () => {
		const panel = await given.bench.open();
		const { empty, itemCount, totals } = await portfolio(panel, () => true);
		assert.deepEqual([itemCount, totals], [0, '']);
		assert.match(empty ?? '', /No reservation is known yet/);
		send(panel, { type: 'scan' });
		const scan = await until(panel, 'scan', ({ running, problems }) => !running && problems.length > 0);
		assert.match(scan.text ?? '', /^Scanned: 40 of 40 customers · \d+ could not be read/);
		const filled = await portfolio(panel, (view) => view.itemCount > 100);
		assert.match(filled.totals, /^\d+ of \d+ reservations · \d+ customers · quantity/);
		assert.ok(
			filled.ages.some(({ text }) => /^\d+ customers could not be read: their reservations are missing here$/.test(text)),
			'says whose reservations are missing',
		);
		assert.equal(items(panel).items.length, 80);
		const [cause] = scan.problems;
		const { service } = given.desk.first;
		const codeOf = ({ failure }: CustomerScan) => `${failure?.kind} ${failure?.details.code ?? ''}`;
		const failed = service.scan.failures();
		const ofCause = failed.filter((it) => codeOf(it) === cause?.cause).map(({ tenantId }) => tenantId);
		const others = failed.filter((it) => codeOf(it) !== cause?.cause).map(({ tenantId }) => tenantId);
		assert.ok(ofCause.length > 0 && others.length > 0);
		const shown: string[] = [];
		commandsRun.length = 0;
		for (const step of ['Show Details', 'Check Access']) {
			chooser.choose = (rows) => {
				if (shown.length === 0) shown.push(...rows.map(({ label, detail }) => `${label}: ${detail}`));
				return rows.find(({ label }) => label === step) ?? rows[0];
			};
			send(panel, { type: 'showFailed', cause: cause?.cause ?? assert.fail() });
			await itCame(step, () => commandsRun.length > 0 && commandsRun.at(-1)?.[0] === steps.get(step));
		}
		chooser.choose = () => undefined;
		const named = failed.filter(({ tenantId }) => ofCause.includes(tenantId));
		const words = named.map(({ tenantId, failure }) => `${service.getCustomer(tenantId)?.name}: ${failure?.message}`);
		assert.deepEqual(shown, words.sort(), 'each is named with its reason');
		assert.ok(named.some(({ failure }) => failure === commandsRun[0]?.[1]));
		assert.ok(ofCause.some((tenantId) => isDeepStrictEqual(commandsRun[1]?.[1], { tenantId })));
		// What the scan itself changed has been told by then.
		await pause(250);
		const tried = new Set<string>();
		const stop = service.onDidChange((change) => {
			if (change.kind === 'reservations') tried.add(change.tenantId);
		});
		send(panel, { type: 'retry', cause: cause?.cause ?? assert.fail() });
		await until(panel, 'scan', ({ running }) => running);
		const after = await until(panel, 'scan', ({ running }) => !running);
		await itCame('the changes of those', () => tried.size >= ofCause.length);
		stop();
		assert.deepEqual([...tried].sort(), ofCause.sort(), 'only those of the cause are tried again');
		assert.match(after.text ?? '', /^Scanned: 40 of 40 customers/, 'the others are still counted');
		const still = service.scan.failures().map(({ tenantId }) => tenantId);
		assert.deepEqual(
			others.filter((tenantId) => !still.includes(tenantId)),
			[],
		);
	});

	it('a list that has emptied since the page was drawn is not opened: it says so', async () => {
		const panel = await given.bench.scanned();
		let opened = 0;
		chooser.choose = () => {
			opened++;
			return undefined;
		};
		assert.deepEqual(given.desk.first.service.scan.notCompared(), []);
		const words = 'No customer is in this list any more.';
		const cause = 'NotAllowed GoneMeanwhile';
		for (const message of [
			{ type: 'showFailed', cause },
			{ type: 'showCompared', list: 'notCompared' },
		] as const) {
			notices.told.length = 0;
			send(panel, message);
			await itCame('the sentence', () => opened > 0 || notices.told.length > 0);
			assert.deepEqual([opened, notices.told], [0, [words]]);
		}
		send(panel, { type: 'retry', cause });
		await until(panel, 'announce', ({ text }) => text === words);
		chooser.choose = () => undefined;
	});

	it('who could not be read, or not be compared, while all were compared is compared when tried again', async () => {
		const panel = await given.bench.scanned();
		const { sandbox, first } = given.desk;
		const { service } = first;
		const read = service
			.getCustomers()
			.value?.customers.filter(({ tenantId }) => (service.getReservations(tenantId).value?.reservations.length ?? 0) > 0);
		const [{ tenantId } = assert.fail('nobody was read'), { tenantId: other } = assert.fail()] = read ?? [];
		const refusal = { kind: 'status', status: 503 };
		await orderFault(sandbox, { match: { service: 'resourceManager', tenant: tenantId }, fault: refusal });
		await orderFault(sandbox, {
			match: { service: 'partnerCenter', path: `/customers/${other}/entitlements` },
			fault: { kind: 'status', status: 403 },
		});
		await service.scan.start({ tenantIds: [tenantId, other], compare: 'all', maxAgeMs: 0 });
		await clearFaults(sandbox);
		const told = await until(panel, 'scan', ({ running, compared }) => !running && compared.some(({ retryLabel }) => retryLabel));
		assert.equal(
			told.compared.find(({ list }) => list === 'notCompared')?.retryLabel,
			'Retry: Could not be compared with Partner Center: 1 customer',
		);
		const isCompared = (id: string) => service.getReservations(id).value?.comparedAt !== undefined;
		assert.deepEqual([isCompared(tenantId), isCompared(other)], [false, false]);
		send(panel, { type: 'retryCompared' });
		await itCame('the comparison of one', () => isCompared(other));
		await until(panel, 'scan', ({ running, compared }) => !running && !compared.some(({ list }) => list === 'notCompared'));
		const failure = service.scan.customer(tenantId)?.failure;
		send(panel, { type: 'retry', cause: `${failure?.kind} ${failure?.details.code ?? ''}` });
		await itCame('the comparison of the other', () => isCompared(tenantId));
	});

	it('asks for a comparison, and lists the orders found with the way to their customer', async () => {
		const panel = await given.bench.scanned();
		const { service } = given.desk.first;
		const hidden = service.scan.hiddenOrders();
		const [one] = hidden;
		assert.ok(one !== undefined, 'a customer of whom Azure shows nothing');
		const { compared } = await until(panel, 'scan', (view) => view.compared.length > 0);
		assert.deepEqual(
			compared.map(({ list }) => list),
			['hiddenOrders'],
		);
		send(panel, { type: 'compare' });
		await itCame('the question', () => given.bench.ran.length > 0);
		assert.deepEqual(given.bench.ran, [['cspReservations.compareOrders']]);
		const name = service.getCustomer(one.tenantId)?.name;
		let listed: readonly { label: string; detail?: string }[] = [];
		chooser.choose = (rows) => {
			if (listed.length === 0) listed = rows;
			return rows.find(({ label }) => label === name || label === 'Check Access');
		};
		commandsRun.length = 0;
		send(panel, { type: 'showCompared', list: 'hiddenOrders' });
		await itCame('Check Access', () => commandsRun.length > 0);
		chooser.choose = () => undefined;
		assert.deepEqual(commandsRun, [['cspReservations.checkAccess', { tenantId: one.tenantId }]]);
		assert.equal(listed.length, hidden.length);
		assert.equal(listed.find(({ label }) => label === name)?.detail, one.orderIds.join(', '));
	});

	it('says at the end of a scan that nothing could be saved, and saves it with the next one', async () => {
		const folder = await mkdtemp(path.join(tmpdir(), 'csp-full-'));
		const inTheWay = path.join(folder, 'storage');
		await writeFile(inTheWay, '');
		const bench = await startService(given.desk.first.service.cloud, { storage: inTheWay });
		try {
			given.bench.dispose();
			given.bench = new PortfolioBench(bench.service);
			warnings.length = 0;
			const panel = await given.bench.scanned();
			await itCame('the warning', () => warnings.length > 0);
			assert.match(warnings.join(), /^What was read could not be saved on this computer: it is there until VS Code closes\. \(E/);
			await rm(inTheWay);
			send(panel, { type: 'scan' });
			await itCame('the file', async () => (await readdir(inTheWay).catch((): string[] => [])).includes('reservations.log'));
			assert.equal(warnings.length, 1);
		} finally {
			await bench.end();
			await rm(folder, { recursive: true, force: true });
		}
	});
});
