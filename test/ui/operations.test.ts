/** Money through windows that die and windows that compete: a commit is sent once, found again, followed and told. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { root, temporaryFolder } from '../host/processes';
import { startVSCodeServer, type VSCodeHost } from '../host/vscode-server';
import { Workbench } from '../host/workbench';
import { sharedBrowser } from './helpers/bed';
import { chooseInContextMenu } from './helpers/menus';
import { takePicture, takePictureOfFailure } from './helpers/pictures';
import { type SandboxProcess, startSandboxProcess } from './helpers/sandbox-process';

/** How long a window may take to come up, quote, and commit, on a machine that does other things too. */
const patienceMs = 120_000;

/** Longer than any window takes to come up: the sandbox's clock is put on when the time has come. */
const operationSeconds = 180;

const windowModule = path.join(root, 'test/ui/windows/confirm.js');

interface Ready {
	readonly pid: number;
	readonly customer: string;
}

interface JournalFile {
	readonly operation: { readonly quote: object; readonly state: string; readonly setAside?: unknown };
}

describe('Operations', function () {
	this.timeout(400_000);
	let sandbox: SandboxProcess;
	let host: VSCodeHost;
	let folder: string;
	const windows: Workbench[] = [];

	beforeEach('start VS Code', async () => {
		sandbox = await startSandboxProcess('--customers', '12', '--operation-seconds', String(operationSeconds));
		folder = temporaryFolder('windows');
		await mkdir(folder, { recursive: true });
		host = await startVSCodeServer({ settings: sandbox.settings, env: { OPERATIONS_FOLDER: folder } });
	});

	afterEach('end VS Code', async function () {
		if (this.currentTest?.state === 'failed') {
			for (const workbench of windows)
				console.log(`      picture: ${await takePictureOfFailure(workbench, this.currentTest.fullTitle())}`);
		}
		await Promise.all(windows.splice(0).map((workbench) => workbench.close()));
		await host?.stop();
		await sandbox?.stop();
	});

	/** Opens a window whose extension host runs the module. */
	async function openWindow(): Promise<Workbench> {
		const workbench = await Workbench.load(await sharedBrowser(), host.address({ extension: root, tests: windowModule }));
		windows.push(workbench);
		return workbench;
	}

	async function take<T>(name: string): Promise<T> {
		const end = Date.now() + patienceMs;
		for (;;) {
			const text = await readFile(path.join(folder, name), 'utf8').catch(() => undefined);
			if (text !== undefined) return JSON.parse(text) as T;
			const failed = await readFile(path.join(folder, 'failed.json'), 'utf8').catch(() => undefined);
			assert.equal(failed, undefined, `a window could not go on while ${name} was waited for`);
			assert.ok(Date.now() < end, `waited ${patienceMs / 1000} s for ${name}`);
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	}

	/** Put in place whole: the windows look for it all the time. */
	async function go(): Promise<void> {
		const file = path.join(folder, 'go.json');
		await writeFile(`${file}.new`, 'true');
		await rename(`${file}.new`, file);
	}

	/** What is under way comes to its end. */
	async function finish(): Promise<void> {
		await sandbox.control('POST', 'clock', { seconds: operationSeconds });
	}

	/** How often the sandbox was asked to exchange something. */
	const commitsSent = () => sandbox.requests('POST', /\/exchange$/i);

	it('a commit whose extension host is killed is found again, followed and told, and never sent again', async () => {
		const workbench = await openWindow();
		const { pid, customer } = await take<Ready>('ready-1.json');
		await go();
		await workbench.until(async () => (await commitsSent()) === 1, 'the commit to be sent');
		process.kill(pid, 'SIGKILL');

		await workbench.page.goto(host.address({ extension: root }));
		// Nobody has opened a view: the journal alone brings the extension back to it.
		await workbench.statusBarEntry('1 operation under way').waitFor();
		await workbench.statusBarEntry('1 operation under way').click();
		const row = workbench.row('Operations', new RegExp(`^Exchange for ${literally(customer)}, `));
		await row.waitFor();
		await takePicture(workbench, 'operations-under-way');
		await finish();
		const told = `Exchange for ${customer} is done`;
		const end = Date.now() + patienceMs;
		while ((await countNotices(workbench, told)) === 0) {
			assert.ok(Date.now() < end, `waited ${patienceMs / 1000} s for ${told}`);
			await workbench.page.waitForTimeout(500);
		}
		const notice = noticesOf(workbench).filter({ hasText: told });
		assert.match((await notice.textContent()) ?? '', /New order: /, 'the access on the new order is told');
		await workbench.statusBarEntry('operation under way').waitFor({ state: 'hidden' });
		await workbench.row('Operations', new RegExp(`^Exchange for ${literally(customer)}, done, `)).waitFor();
		await takePicture(workbench, 'operations-done');
		assert.equal(await commitsSent(), 1);

		await notice.hover();
		await notice.getByRole('button', { name: 'Show Details' }).click();
		await workbench.page.locator('.tab', { hasText: `Exchange for ${customer}` }).waitFor();

		// Told once: a window that comes later has nothing to tell.
		await workbench.page.goto(host.address({ extension: root }));
		await workbench.openViewContainer('CSP Reservations');
		await workbench.row('Operations', new RegExp(`^Exchange for ${literally(customer)}, done, `)).waitFor();
		await workbench.runCommand('Notifications: Show Notifications');
		await workbench.page.waitForTimeout(4000);
		assert.equal(await noticesOf(workbench).filter({ hasText: 'is done' }).count(), 0);
	});

	it('what stays unknown is set aside, once the user has read what may be true', async () => {
		const workbench = await openWindow();
		const { customer } = await take<Ready>('ready-1.json');
		await go();
		await take('result-1.json');
		// An hour ago Azure took an exchange on of which it knows nothing any more.
		const names = await readdir(host.dataFolder, { recursive: true });
		const name = names.find((it) => /[\\/]journal[\\/][^\\/]+\.json$/.test(it)) ?? assert.fail('no journal');
		const file = JSON.parse(await readFile(path.join(host.dataFolder, name), 'utf8')) as JournalFile;
		const id = randomUUID();
		const at = Date.now() - 3_600_000;
		// The view has room for a few rows: what was written down last stands first.
		const times = { preparedAt: Date.now(), sentAt: at, answeredAt: at };
		const { quote } = file.operation;
		const operation = { ...file.operation, ...times, id, state: 'outcomeUnknown', quote: { ...quote, sessionId: id } };
		const other = path.join(host.dataFolder, path.dirname(name), `${id}.json`);
		await writeFile(other, JSON.stringify({ ...file, operation, trail: {} }));
		// A window that is driven by tests shows no dialogs.
		await workbench.page.goto(host.address({ extension: root }));
		await workbench.statusBarEntry('1 outcome not known').waitFor();
		await workbench.statusBarEntry('1 outcome not known').click();
		const row = workbench.row('Operations', new RegExp(`^Exchange for ${literally(customer)}, outcome not known, `));
		await row.waitFor();
		const dialog = workbench.page.locator('.monaco-dialog-box');
		const setAside = async (answer: string) => {
			await chooseInContextMenu(workbench, row, 'Set Aside…');
			await dialog.getByText(`Set aside: Exchange for ${customer}? It is not known whether it was done.`).waitFor();
			const detail = (await dialog.textContent()) ?? '';
			assert.match(detail, /others bought in their place.*Azure took it on.*in the Azure portal.*it is done twice/s);
			await takePicture(workbench, 'operations-set-aside');
			await dialog.getByRole('button', { name: answer }).click();
			await dialog.waitFor({ state: 'detached' });
		};
		await setAside('Cancel');
		const kept = async () => (JSON.parse(await readFile(other, 'utf8')) as JournalFile).operation;
		assert.equal((await kept()).setAside, undefined);
		await setAside('I Have Looked: Set It Aside');
		// What is settled goes below what is not, where the view has no room for it.
		await row.waitFor({ state: 'detached' });
		await workbench.statusBarEntry('outcome not known').waitFor({ state: 'hidden' });
		const { state, setAside: mark } = await kept();
		assert.equal(state, 'outcomeUnknown');
		assert.ok(mark);
		assert.equal(await commitsSent(), 1, 'nothing is sent by it');
	});

	it('two windows that confirm one quote commit it once', async () => {
		const first = await openWindow();
		await take<Ready>('ready-1.json');
		const second = await openWindow();
		await take<Ready>('ready-2.json');
		await go();
		type Result = { readonly state?: string; readonly kind?: string; readonly message?: string };
		const results = [await take<Result>('result-1.json'), await take<Result>('result-2.json')];
		const committed = results.filter(({ state }) => state !== undefined);
		const refused = results.filter(({ kind }) => kind === 'Refused');
		assert.equal(committed.length, 1, JSON.stringify(results));
		assert.equal(refused.length, 1, JSON.stringify(results));
		assert.equal(await commitsSent(), 1);
		for (const workbench of [first, second]) await workbench.statusBarEntry('1 operation under way').waitFor();
		await finish();
		for (const workbench of [first, second]) {
			await workbench.statusBarEntry('operation under way').waitFor({ state: 'hidden', timeout: patienceMs });
		}
		// Whoever tells, the other one does not.
		const told = async () => {
			const counts = await Promise.all([first, second].map((workbench) => countNotices(workbench, 'is done')));
			return counts.reduce((sum, count) => sum + count, 0);
		};
		await first.until(async () => (await told()) > 0, 'a window to tell the outcome');
		await first.page.waitForTimeout(4000);
		assert.equal(await told(), 1);
	});
});

/** VS Code shows no toasts while it is driven by tests; its list of notifications has them all. */
/** How many notifications say this. The list of them closes when its last one goes, as that of a progress does. */
async function countNotices(workbench: Workbench, text: string): Promise<number> {
	const notices = noticesOf(workbench);
	if ((await notices.count()) === 0) await workbench.runCommand('Notifications: Show Notifications');
	return notices.filter({ hasText: text }).count();
}

function noticesOf({ page }: Workbench): Locator {
	return page.locator('.notifications-center .notification-list-item');
}

function literally(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
