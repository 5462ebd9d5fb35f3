/** Operations are the partner's, whatever its connection is called: sessions over the real identity, service and sandbox, and the files on the disk. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { recordPlaces } from '../../src/connections/record-places';
import { Operations } from '../../src/host/operations';
import type { Session } from '../../src/host/session';
import type { ReservationsService } from '../../src/reservations/api';
import { fileText } from '../../src/reservations/operations/journal-file';
import type { Operation, ReturnQuote } from '../../src/reservations/operations/model';
import { withOperation } from '../../src/reservations/operations/progress';
import { isActive } from '../../src/reservations/states';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { Computer } from '../helpers/computer';
import { isCommit } from '../helpers/operations';
import { sampleEntry } from '../helpers/operations-samples';
import { clearFaults, clearRequests, orderFault, requestsOf, until, valueIn } from '../helpers/service';
import { failureOf } from '../helpers/transport';
import { unitsOf } from '../helpers/units';

describe('session: records of operations', function () {
	if (process.platform === 'win32') return;
	this.timeout(60_000);
	let sandbox: Sandbox;
	let computer: Computer;
	let session: Session;

	beforeEach(async () => {
		sandbox = await startSandbox({ port: 0, customers: 12, reservations: 12, operationSeconds: 1 });
		computer = await Computer.start(sandbox, ['practice.user']);
		await computer.logIn('practice.user');
		session = computer.window();
		await session.signIn({});
	});
	afterEach(async () => {
		await clearFaults(sandbox);
		await computer.end();
		await sandbox.close();
	});

	/** The connection of this name, with its sign-in, in use. */
	async function under(name: string, others: readonly string[] = []): Promise<ReservationsService> {
		computer.connect(name, others);
		await session.restart();
		await session.signIn({});
		const service = await session.service();
		await service.operations.recover();
		return service;
	}

	interface Quoted {
		readonly quote: ReturnQuote;
		readonly confirmation: { readonly sessionId: string; readonly typedCustomerName: string; readonly reason: string };
	}

	/** A quote for one unit; of the reservation of another quote where one is given. */
	async function quoted(service: ReservationsService, of?: ReturnQuote): Promise<Quoted> {
		const { customers } = valueIn(await service.loadCustomers());
		const customer = customers.find(({ name }) => name.startsWith('Contoso')) ?? assert.fail('no Contoso');
		await computer.admit(customer.tenantId);
		const all = valueIn(await service.loadReservations(customer.tenantId)).reservations;
		const found = all.find(
			(it) => isActive(it) && it.resourceType === 'VirtualMachines' && unitsOf(it) > 2 && it.canReturn === 'offered',
		);
		const { tenantId, orderId, reservationId } = of?.line ?? found ?? assert.fail('nothing to return');
		const quote = await service.operations.quoteReturn({ tenantId, orderId, reservationId, quantity: 1 });
		return { quote, confirmation: { sessionId: quote.sessionId ?? '', typedCustomerName: customer.name, reason: 'test' } };
	}

	/** Committed with a lost answer: what became of it is not known for a while. */
	async function unknown(service: ReservationsService): Promise<{ operation: Operation; quote: ReturnQuote }> {
		const { quote, confirmation } = await quoted(service);
		await orderFault(sandbox, { match: { method: 'POST', path: '/return' }, fault: { kind: 'dropBefore' }, times: 1 });
		const operation = await service.operations.commit(quote, confirmation);
		assert.equal(operation.state, 'outcomeUnknown');
		return { operation, quote };
	}

	const commits = async () => (await requestsOf(sandbox)).filter(isCommit).length;
	const foldersWith = async (kind: string) => {
		const found: string[] = [];
		for (const name of await readdir(computer.storage)) {
			if ((await readdir(path.join(computer.storage, name))).includes(kind)) found.push(name);
		}
		return found;
	};

	it('another name: what was begun is found again, followed, and told once', async () => {
		const service = await session.service();
		const { quote, confirmation } = await quoted(service);
		const { id } = await service.operations.commit(quote, confirmation);
		const renamed = await under('Renamed');
		const shown = renamed.operations.operation(id) ?? assert.fail('lost sight of');
		assert.equal(shown.connection, 'CLI', 'the name of then');
		await until('its end', () => renamed.operations.operation(id)?.state === 'succeeded');
		const host = new Operations(session);
		await until('the journal', () => host.known);
		const ended = host.find(id) ?? assert.fail();
		assert.equal(await host.claimTelling(ended), true);
		host.dispose();
		await under('Once More');
		const again = new Operations(session);
		await until('the journal', () => again.known);
		assert.equal(again.wasTold(again.find(id) ?? assert.fail()), true);
		again.dispose();
		assert.equal((await foldersWith('journal')).length, 1);
		assert.equal(await commits(), 1);
	});

	it('two connections to one partner: neither a session nor a reservation that is not through is sent a second time', async () => {
		computer.connect('CLI', ['Second']);
		const { quote: first } = await unknown(await session.service());
		await clearRequests(sandbox);
		const second = await under('Second', ['CLI']);
		const { quote, confirmation } = await quoted(second, first);
		assert.match(
			(await failureOf(second.operations.commit(quote, confirmation))).message,
			/Another return.*is not through.*Nothing was sent/,
		);
		const same = { ...confirmation, sessionId: first.sessionId ?? '' };
		assert.match((await failureOf(second.operations.commit(first, same))).message, /committed already/);
		assert.equal(await commits(), 0);
	});

	describe('in a folder of before, one for each name', () => {
		const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
		const folderOf = (name: string, at = sandbox.endpoints.resourceManager) =>
			path.join(computer.storage, `connection-${digest(`${name}\n${at}`)}-${sandbox.endpoints.partnerTenantId}`);
		const file = (folder: string, id: string) => path.join(folder, 'journal', `${id}.json`);

		/** As an earlier version would have left it: the files of the shared folder in the folder of the connection's name. */
		async function leftBefore(name: string): Promise<{ id: string; quote: ReturnQuote; folder: string }> {
			const { operation, quote } = await unknown(await session.service());
			await session.end();
			const [shared] = await foldersWith('journal');
			const text = await readFile(file(path.join(computer.storage, shared ?? assert.fail()), operation.id), 'utf8');
			const entry = JSON.parse(text) as { operation: object };
			const folder = folderOf(name);
			await mkdir(path.join(folder, 'journal'), { recursive: true });
			await writeFile(
				file(folder, operation.id),
				JSON.stringify({ ...entry, operation: { ...entry.operation, connection: name } }),
			);
			await writeFile(path.join(folder, 'journal', `${operation.id}.decision`), `sent ${new Date().toISOString()}\n`);
			await computer.forget(shared ?? '');
			return { id: operation.id, quote, folder };
		}

		for (const name of ['CLI', 'Its Name of Then']) {
			it(`“${name}”: it is read and changed where it is, and holds for what is begun now`, async () => {
				const { id, quote: first, folder } = await leftBefore(name);
				await clearRequests(sandbox);
				const service = await under('CLI');
				assert.equal(service.operations.operation(id)?.state, 'outcomeUnknown');
				const { quote, confirmation } = await quoted(service, first);
				assert.match((await failureOf(service.operations.commit(quote, confirmation))).message, /is not through/);
				const same = { ...confirmation, sessionId: first.sessionId ?? '' };
				assert.match((await failureOf(service.operations.commit(first, same))).message, /committed already/);
				assert.equal(await commits(), 0);
				const { lastLookedAt } = await service.operations.look(id);
				const kept = JSON.parse(await readFile(file(folder, id), 'utf8')) as { operation: Operation };
				assert.equal(kept.operation.lastLookedAt, lastLookedAt, 'it is written where it was');
				assert.ok((lastLookedAt ?? 0) > 0);
				const [shared = ''] = (await readdir(computer.storage)).filter((one) => one.startsWith('partner-'));
				const names = await readdir(path.join(computer.storage, shared, 'journal')).catch((): string[] => []);
				assert.ok(!names.includes(`${id}.json`), 'it is not moved');
			});
		}

		it('a file that can’t be read keeps its session from being sent', async () => {
			const service = await session.service();
			const { quote, confirmation } = await quoted(service);
			const folder = folderOf('CLI');
			await mkdir(path.join(folder, 'journal'), { recursive: true });
			await writeFile(file(folder, (quote.sessionId ?? '').toLowerCase()), 'damaged');
			// The folder is there from the start of a service on.
			const again = await under('CLI');
			assert.equal(again.operations.unreadableFiles().length, 1);
			assert.match((await failureOf(again.operations.commit(quote, confirmation))).message, /committed already/);
			assert.equal(await commits(), 0);
		});

		it('a folder that the disk does not let in is not passed over: nothing is begun without it', async () => {
			const service = await session.service();
			const { quote, confirmation } = await quoted(service);
			const folder = folderOf('Its Name of Then');
			await mkdir(folder, { recursive: true });
			// Leads to itself.
			await symlink('journal', path.join(folder, 'journal'));
			computer.connect('CLI', []);
			await session.restart();
			await session.signIn({});
			const again = await session.service();
			const { kind, message, details } = await failureOf(again.operations.commit(quote, confirmation));
			assert.deepEqual([kind, details.sent], ['Refused', 'no']);
			assert.match(message, /disk of this computer refused.*ELOOP.*Nothing was sent/);
			assert.match(details.detail ?? '', /journal/);
			assert.match(details.remedy ?? '', /Make room on the disk/);
			const { basis } = await again.configuration.read(quote.line);
			const change = again.configuration.change(quote.line, { name: 'Other' }, basis);
			assert.match((await failureOf(change)).message, /disk of this computer refused.*Nothing was sent/);
			assert.equal(await commits(), 0);
			const lost = path.join(computer.storage, 'lost');
			await symlink('lost', lost);
			await assert.rejects(recordPlaces(lost, 'CLI', again.cloud), /ELOOP/);
		});

		it('nothing of another cloud or another partner is taken for its own', async () => {
			const { cloud } = await session.service();
			const other = folderOf('Elsewhere', 'https://management.example');
			const partner = `${folderOf('CLI').slice(0, -36)}99999999-0000-4000-8000-000000000000`;
			const entry = (connection: string) => fileText(withOperation(sampleEntry(), { connection }));
			for (const [folder, name] of [
				[other, 'Elsewhere'],
				[partner, 'CLI'],
			] as const) {
				await mkdir(path.join(folder, 'journal'), { recursive: true });
				await writeFile(file(folder, sampleEntry().operation.id), entry(name));
			}
			const { older } = await recordPlaces(computer.storage, 'CLI', cloud);
			assert.ok(!older.includes(path.basename(other)) && !older.includes(path.basename(partner)), older.join());
			const places = await recordPlaces(computer.storage, 'CLI', { ...cloud, resourceManager: 'https://management.example' });
			assert.ok(places.older.includes(path.basename(other)), 'there it is its own');
			assert.deepEqual((await under('CLI')).operations.operations(), []);
		});
	});
});
