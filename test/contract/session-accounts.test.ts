/** What a window does when somebody else signs in to its connection elsewhere: the session over the real identity, service and sandbox. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../../src/host/session';
import type { ReservationsService } from '../../src/reservations/api';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { Computer } from '../helpers/computer';
import { until, valueIn } from '../helpers/service';

const ANN = 'practice.user@partner.onmicrosoft.com';
const BOB = 'helpdesk.agent@partner.onmicrosoft.com';

describe('session: another account', function () {
	if (process.platform === 'win32') return;
	this.timeout(30_000);
	let sandbox: Sandbox;
	let computer: Computer;
	const window = (memory?: Map<string, unknown>) => computer.window(memory);

	/** Whoever follows has followed by then. */
	const settled = () => sleep(100);

	/** The service of a window once it has taken the place of another one, which it does by itself. */
	async function another(session: Session, before: ReservationsService): Promise<ReservationsService> {
		await until('another service', () => session.current !== undefined && session.current !== before);
		return session.service();
	}

	before(async () => {
		sandbox = await startSandbox({ port: 0, customers: 12 });
		computer = await Computer.start(sandbox, ['practice.user', 'helpdesk.agent']);
	});
	beforeEach(() => computer.logIn('practice.user'));
	afterEach(() => computer.clear());
	after(async () => {
		await computer.end();
		await sandbox.close();
	});

	it('in another window: this one drops what the first has read, and goes on as the other', async () => {
		const [first, second] = [window(), window()];
		assert.equal((await first.signIn({}))?.name, ANN);
		const service = await first.service();
		assert.ok(valueIn(await service.loadCustomers()).customers.length > 0);
		let told = 0;
		first.onDidChange(() => told++);

		await computer.logIn('helpdesk.agent');
		assert.equal((await second.signIn({}))?.name, BOB);
		const again = await another(first, service);
		assert.ok(told > 0, 'the view asks anew');
		assert.equal(again.getCustomers().value, undefined, 'nothing of the other account is shown');
		assert.equal((await (await first.connection()).identity?.callsAs(sandbox.endpoints.partnerTenantId))?.name, BOB);
		const { storage } = first.started ?? assert.fail('not started');
		await assert.rejects(readFile(path.join(storage.fsPath, 'customers.json')), { code: 'ENOENT' });
	});

	it('in this window: the connection goes on, with another service that has nothing of what the other has read', async () => {
		const session = window();
		await session.signIn({});
		const [service, connection] = [await session.service(), await session.connection()];
		await service.refreshCustomers();
		assert.equal(await service.scan.save(), undefined);
		let heard = 0;
		connection.identity?.onDidChange(() => heard++);
		const shownBy: unknown[] = [];
		session.onDidChange(() => shownBy.push(session.current));
		await computer.logIn('helpdesk.agent');
		await session.signIn({});
		const again = await session.service();
		assert.notEqual(again, service);
		assert.equal(await session.connection(), connection);
		const letGo = shownBy.indexOf(undefined);
		assert.ok(letGo >= 0 && !shownBy.includes(service, letGo), 'views let go of the one before');
		assert.equal(shownBy.at(-1), again, 'and begin anew with the other, though nobody has asked for it');
		assert.equal(again.getCustomers().value, undefined);
		const { customers } = valueIn(await again.loadCustomers());
		assert.ok(customers.length > 0, 'the sign-in holds');
		const before = heard;
		await session.signIn({});
		assert.ok(heard > before, 'who listens to the connection still does');
	});

	it('the same account again: nothing is lost', async () => {
		const [first, second] = [window(), window()];
		await first.signIn({});
		const service = await first.service();
		await service.loadCustomers();
		await second.signIn({});
		await settled();
		assert.equal(first.current, service);
		assert.ok(service.getCustomers().value);
	});

	it('signed out in another window: this one is too', async () => {
		const [first, second] = [window(), window()];
		await first.signIn({});
		const service = await first.service();
		await second.signOut();
		await another(first, service);
		assert.equal(await (await first.connection()).identity?.account(), undefined);
	});

	it('signing out in this window is no news to it: what was read stays readable', async () => {
		const session = window();
		await session.signIn({});
		const service = await session.service();
		await service.loadCustomers();
		await session.signOut();
		await settled();
		assert.equal(session.current, service);
		assert.ok(service.getCustomers().value);
	});

	describe('after a sign-out in one window', () => {
		/** Two windows of Ann, who signs out in the first; the second has started anew since and shows what she has read. */
		async function signedOut(): Promise<readonly [Session, Session]> {
			const [first, second] = [window(), window()];
			await first.signIn({});
			valueIn(await (await first.service()).refreshCustomers());
			const service = await second.service();
			valueIn(await service.refreshCustomers());
			assert.equal(await service.scan.save(), undefined);
			await first.signOut();
			assert.ok((await (await another(second, service)).loadCustomers()).value, 'what was read stays readable');
			return [first, second];
		}

		const nameIn = async (session: Session) => (await (await session.connection()).identity?.account())?.name;

		async function dropped(session: Session, before: ReservationsService): Promise<void> {
			const again = await another(session, before);
			assert.equal(await nameIn(session), BOB);
			assert.equal(again.getCustomers().value, undefined);
			const { storage } = session.started ?? assert.fail('not started');
			await assert.rejects(readFile(path.join(storage.fsPath, 'customers.json')), { code: 'ENOENT' });
		}

		it('the other drops what the first has read once somebody else signs in where the first signed out', async () => {
			const [first, second] = await signedOut();
			const before = await second.service();
			await computer.logIn('helpdesk.agent');
			await first.signIn({});
			await dropped(second, before);
		});

		it('so does the one that signed out, when somebody else signs in elsewhere', async () => {
			const [first, second] = await signedOut();
			const before = await first.service();
			await computer.logIn('helpdesk.agent');
			await second.signIn({});
			await dropped(first, before);
		});

		it('the same account again: both go on with what it has read', async () => {
			const [first, second] = await signedOut();
			const before = await second.service();
			await first.signIn({});
			assert.ok((await (await another(second, before)).loadCustomers()).value);
			assert.ok((await first.service()).getCustomers().value);
			assert.equal(await nameIn(second), ANN);
		});
	});

	it('what a window writes at its end is dropped too, when the other has noted already who is signed in', async () => {
		const memory = new Map<string, unknown>();
		const [first, second] = [window(memory), window(memory)];
		await first.signIn({});
		valueIn(await (await second.service()).refreshCustomers());
		const { storage } = second.started ?? assert.fail('not started');
		const file = path.join(storage.fsPath, 'customers.json');
		await second.end();
		await computer.logIn('helpdesk.agent');
		await first.signIn({});
		// As if the second had been slower to end than the first was to sign in.
		await writeFile(file, 'of the one before');
		await second.service();
		await assert.rejects(readFile(file), { code: 'ENOENT' });
	});

	it('the end of a window waits for the connection that a restart is just ending', async () => {
		const session = window();
		await session.signIn({});
		valueIn(await (await session.service()).refreshCustomers());
		const { storage } = session.started ?? assert.fail('not started');
		void session.restart();
		await session.end();
		assert.match(await readFile(path.join(storage.fsPath, 'customers.json'), 'utf8'), /"customers":/);
	});
});
