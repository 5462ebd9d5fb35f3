/** The access panels: with a doctor whose reports the test hands out one by one, and with the service's own; VS Code is stood in for. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogOutputChannel, Uri as VscodeUri, WebviewPanel } from 'vscode';
import { ServiceFailure } from '../../src/azure/failure';
import { sandboxCloud } from '../../src/identity';
import { type AccessPanels, createAccessPanels } from '../../src/panels/access';
import type { AccessDoctor } from '../../src/panels/access/doctor';
import { HostMessage } from '../../src/panels/access/messages';
import type { AccessHost } from '../../src/panels/access/panel';
import type { AccessReport, AccessSubject, WhoAmI } from '../../src/reservations/access';
import type { Change } from '../../src/reservations/api';
import type { Customer } from '../../src/reservations/model';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { panelMessages } from '../helpers/panel-messages';
import { startService, type TestService } from '../helpers/service';
import * as samples from '../ui/pages/access-sample';
import { cloud, customer, reservation } from '../ui/pages/sample';
import { browserOpens, env, opened, openedOutside, Panel, Uri } from '../ui/pages/vscode-outside';

const { last, until } = panelMessages(HostMessage);

/** One check under way, whose reports the test gives. */
class Run {
	readonly #reports = new TransformStream<AccessReport, AccessReport>();
	readonly #writer = this.#reports.writable.getWriter();

	constructor(
		readonly subject: AccessSubject,
		readonly signal: AbortSignal,
	) {
		this.#writer.closed.catch(() => undefined);
		signal.addEventListener('abort', () => this.fail(signal.reason as Error));
	}

	async *reports(): AsyncIterable<AccessReport> {
		for await (const report of this.#reports.readable) yield report;
	}

	give(report: AccessReport): void {
		this.#writer.write(report).catch(() => undefined);
	}

	end(): void {
		this.#writer.close().catch(() => undefined);
	}

	fail(error: Error): void {
		this.#writer.abort(error).catch(() => undefined);
	}
}

class HandedDoctor implements AccessDoctor {
	readonly cloud = cloud;
	readonly runs: Run[] = [];
	known: Customer | undefined = customer;
	who: () => Promise<WhoAmI> = async () => samples.whoAmI;

	getCustomer(tenantId: string): Customer | undefined {
		return tenantId === this.known?.tenantId ? this.known : undefined;
	}

	getReservation(): typeof reservation {
		return reservation;
	}

	checkAccess(subject: AccessSubject, signal: AbortSignal): AsyncIterable<AccessReport> {
		const run = new Run(subject, signal);
		this.runs.push(run);
		return run.reports();
	}

	whoAmI(): Promise<WhoAmI> {
		return this.who();
	}

	reportText({ title, verdict }: AccessReport): string {
		return `${title}: ${verdict}`;
	}

	/** The check that was begun last, once it is. */
	async run(count = 1): Promise<Run> {
		for (const started = Date.now(); Date.now() - started < 5000; await sleep(5)) {
			const run = this.runs[count - 1];
			if (run !== undefined) return run;
		}
		throw new Error(`Only ${this.runs.length} checks were begun.`);
	}
}

describe('Access panels', () => {
	let doctor: HandedDoctor;
	/** Takes the place of {@link doctor} where the service's own is wanted. */
	let real: AccessDoctor | undefined;
	/** Whether the connection is up, and why it can't be made. */
	let connected: boolean;
	let refused: Error | undefined;
	let listeners: Set<(change: Change) => void>;
	let log: string[];
	let ran: { id: string; subject: AccessSubject }[];
	/** Who signs in; undefined when the user gives up. */
	let account: string | undefined;
	let panels: AccessPanels;

	const changed = (change: Change) => {
		for (const listener of [...listeners]) listener(change);
	};

	beforeEach(() => {
		doctor = new HandedDoctor();
		real = undefined;
		connected = false;
		refused = undefined;
		listeners = new Set();
		log = [];
		ran = [];
		account = undefined;
		opened.length = 0;
		openedOutside.length = 0;
		browserOpens.yes = true;
		env.clipboard.text = undefined;
		const write = (message: string) => log.push(message);
		const host: AccessHost = {
			session: {
				get current() {
					return connected ? (real ?? doctor) : undefined;
				},
				service: async () => {
					if (refused !== undefined) throw refused;
					connected = true;
					return real ?? doctor;
				},
				onDidChange: (listener: (change: Change) => void) => {
					listeners.add(listener);
					return { dispose: () => listeners.delete(listener) };
				},
				log: { warn: write, error: write } as unknown as LogOutputChannel,
			},
			extensionUri: Uri.file('/extension') as unknown as VscodeUri,
			runCommand: async (id, subject) => {
				ran.push({ id, subject });
				return account;
			},
		};
		panels = createAccessPanels(host);
	});

	afterEach(() => panels.dispose());

	function open(subject: AccessSubject = samples.ofCustomer): Panel {
		panels.open(subject);
		const panel = opened.at(-1);
		assert.ok(panel !== undefined);
		panel.send({ type: 'ready' });
		return panel;
	}

	/** A panel that shows the finished report of the troubled customer. */
	async function openFinished(): Promise<Panel> {
		const panel = open();
		const run = await doctor.run();
		run.give(samples.troubled);
		run.end();
		await until(panel, 'access', ({ running, checks }) => !running && checks.length > 0);
		return panel;
	}

	const announced = (panel: Panel, text: string | RegExp) =>
		until(panel, 'announce', (message) => (typeof text === 'string' ? message.text === text : text.test(message.text)));

	it('shows what is examined at once, then every state of the report, then the finding', async () => {
		const panel = open();
		const first = last(panel, 'access');
		assert.deepEqual([first?.running, first?.subject, first?.checks], [true, samples.ofCustomer, []]);
		const run = await doctor.run();
		assert.deepEqual(run.subject, samples.ofCustomer);
		for (const [report, texts] of [
			[samples.waiting, ['Waiting', 'Waiting', 'Waiting', 'Waiting']],
			[samples.halfway, ['Passed', 'Warning', 'Checking', 'Waiting']],
			[samples.troubled, ['Passed', 'Warning', 'Failed', 'Skipped']],
		] as const) {
			run.give(report);
			await until(panel, 'access', ({ checks }) => checks.map(({ state }) => state.text).join() === texts.join());
		}
		assert.equal(last(panel, 'announce'), undefined, 'nothing is said before the end');
		run.end();
		await announced(panel, samples.troubled.verdict ?? '');
		assert.equal(last(panel, 'access')?.running, false);
		assert.equal(panel.title, `Access: ${customer.name}`);
	});

	it('checks anew when it is asked for again, and after somebody has signed in from it, but not when the user gave up', async () => {
		const panel = await openFinished();
		panels.open(samples.ofCustomer);
		assert.equal(opened.length, 1, 'the panel that is there is shown');
		await until(panel, 'access', ({ running }) => running);
		const again = await doctor.run(2);
		again.give(samples.troubled);
		again.end();
		await until(panel, 'access', ({ running }) => !running);
		panel.send({ type: 'command', command: 'cspReservations.signIn' });
		await new Promise((resolve) => setImmediate(resolve));
		assert.equal(last(panel, 'access')?.running, false);
		account = 'practice.user';
		panel.send({ type: 'command', command: 'cspReservations.signIn' });
		await until(panel, 'access', ({ running }) => running);
	});

	it('asks for a panel that can load its own files and nothing else', () => {
		const { webview, viewType } = open();
		assert.equal(viewType, 'cspReservations.access');
		const { enableScripts, localResourceRoots, ...rest } = webview.options as Record<string, unknown>;
		assert.equal(enableScripts, true);
		assert.deepEqual(
			(localResourceRoots as Uri[]).map(({ path }) => path),
			['/extension/dist/media'],
		);
		assert.deepEqual(rest, {});
		assert.ok(webview.html.includes('access.js') && !webview.html.includes(customer.name), 'data comes by message');
	});

	it('reads who the connection speaks for beside its check, and again when that failed', async () => {
		doctor.who = async () => Promise.reject(new ServiceFailure('Unreachable', 'Microsoft Graph did not answer.'));
		const panel = open(samples.ofConnection);
		const failed = await until(panel, 'who', ({ problem }) => problem !== undefined);
		assert.match(failed.problem?.text ?? '', /Graph did not answer/);
		assert.equal(last(panel, 'access')?.problem, undefined, 'the check goes on');
		doctor.who = async () => samples.whoAmI;
		panel.send({ type: 'retryWho' });
		const read = await until(panel, 'who', ({ loading, rows }) => !loading && rows.length > 0);
		assert.deepEqual(read.limits, samples.whoAmI.limits);
		await announced(panel, 'Read again.');
	});

	it('asks nobody who I am for a customer or a reservation', async () => {
		doctor.who = async () => assert.fail('asked');
		const panel = await openFinished();
		assert.equal(last(panel, 'who'), undefined);
	});

	it('Stop ends the work and keeps what was found; Check Again begins anew', async () => {
		const panel = open();
		const run = await doctor.run();
		run.give(samples.halfway);
		await until(panel, 'access', ({ checks }) => checks.length > 0);
		panel.send({ type: 'stop' });
		assert.equal(run.signal.aborted, true);
		const stopped = await until(panel, 'access', ({ running }) => !running);
		assert.equal(stopped.problem, undefined, 'to stop is no failure');
		assert.deepEqual(
			stopped.checks.map(({ state }) => state.text),
			['Passed', 'Warning', 'Not checked', 'Not checked'],
		);
		await announced(panel, 'The check was stopped.');
		panel.send({ type: 'checkAgain' });
		await announced(panel, 'Checking access…');
		const second = await doctor.run(2);
		second.give(samples.troubled);
		second.end();
		await announced(panel, samples.troubled.verdict ?? '');
	});

	it('a second Check Again gives up the first; what comes late of that changes nothing', async () => {
		const panel = open();
		const first = await doctor.run();
		panel.send({ type: 'checkAgain' });
		const second = await doctor.run(2);
		assert.equal(first.signal.aborted, true);
		second.give(samples.troubled);
		second.end();
		await until(panel, 'access', ({ running }) => !running);
		first.give(samples.halfway);
		await sleep(20);
		assert.equal(last(panel, 'access')?.checks[2]?.state.text, 'Failed');
	});

	it('closing the panel ends the work', async () => {
		const panel = open();
		const run = await doctor.run();
		panel.dispose();
		assert.equal(run.signal.aborted, true);
		const count = panel.posted.length;
		panel.send({ type: 'ready' });
		panel.send({ type: 'checkAgain' });
		changed({ kind: 'customers' });
		await sleep(20);
		assert.equal(panel.posted.length, count);
		assert.deepEqual([doctor.runs.length, log], [1, []]);
	});

	it('without a connection it says why, and Retry checks once there is one', async () => {
		refused = samples.noConnection;
		const panel = open(samples.ofConnection);
		const failed = await until(panel, 'access', ({ problem }) => problem !== undefined);
		assert.equal(failed.problem?.kind, 'notAllowed');
		assert.deepEqual(
			failed.remedies.map(({ command }) => command),
			['cspReservations.signIn', 'cspReservations.setUpConnection'],
		);
		await announced(panel, samples.noConnection.message);
		refused = undefined;
		panel.send({ type: 'checkAgain' });
		await doctor.run();
		assert.equal(last(panel, 'access')?.problem, undefined);
	});

	it('checks by itself once the connection it missed comes up, and after another one took its place', async () => {
		refused = new Error('connect ECONNREFUSED');
		const panel = open();
		await until(panel, 'access', ({ problem }) => problem !== undefined);
		refused = undefined;
		connected = true;
		changed({ kind: 'customers' });
		const first = await doctor.run();
		const before = doctor;
		doctor = new HandedDoctor();
		changed({ kind: 'customers' });
		assert.equal(first.signal.aborted, true);
		await doctor.run();
		assert.equal(before.runs.length, 1);
		changed({ kind: 'customers' });
		await sleep(20);
		assert.equal(doctor.runs.length, 1, 'other changes begin nothing');
	});

	it('a doctor that breaks off is a failure with what was found until then', async () => {
		const panel = open();
		const run = await doctor.run();
		run.give(samples.halfway);
		await until(panel, 'access', ({ checks }) => checks.length > 0);
		run.fail(new TypeError('a fault of our own'));
		const { problem, checks } = await until(panel, 'access', (message) => message.problem !== undefined);
		assert.equal(problem?.text, 'a fault of our own');
		assert.equal(checks.length, 4);
	});

	it('takes the name of the customer when it comes to be known', async () => {
		doctor.known = undefined;
		const panel = open();
		await doctor.run();
		assert.equal(panel.title, `Access: Customer ${customer.tenantId}`);
		doctor.known = customer;
		changed({ kind: 'reservations', tenantId: '00000000-0000-4000-8000-000000000001' });
		assert.equal(panel.title, `Access: Customer ${customer.tenantId}`, 'of another customer');
		changed({ kind: 'customers' });
		assert.equal(panel.title, `Access: ${customer.name}`);
		assert.ok(last(panel, 'access')?.header.place.includes(customer.domain));
	});

	it('copies the report and the command line of a fix, and says so', async () => {
		const panel = await openFinished();
		panel.send({ type: 'copyReport' });
		await announced(panel, 'The report is on the clipboard.');
		assert.equal(env.clipboard.text, `${customer.name}: ${samples.troubled.verdict}`);
		assert.equal(last(panel, 'copied')?.of, undefined);
		panel.send({ type: 'copyShell', check: 'subscriptions', fix: 0 });
		await announced(panel, 'The command line is on the clipboard.');
		assert.equal(env.clipboard.text, samples.grantRole);
		assert.deepEqual(last(panel, 'copied')?.of, { check: 'subscriptions', fix: 0 });
	});

	it('there is nothing to copy before there is a report', async () => {
		const panel = open();
		await doctor.run();
		panel.send({ type: 'copyReport' });
		await sleep(20);
		assert.deepEqual([env.clipboard.text, last(panel, 'copied')], [undefined, undefined]);
	});

	it('opens the link of a fix when its site is known, and no other', async () => {
		const panel = await openFinished();
		panel.send({ type: 'openLink', check: 'subscriptions', fix: 1 });
		await announced(panel, 'learn.microsoft.com was opened in the browser.');
		assert.deepEqual(openedOutside, ['https://learn.microsoft.com/partner-center/customers/reinstate-csp']);
		panel.send({ type: 'openLink', check: 'subscriptions', fix: 2 });
		await announced(panel, /was not opened, as it does not lead to a site of Microsoft/);
		assert.equal(openedOutside.length, 1);
		assert.ok(log.some((line) => line.includes('blog.example.com')));
	});

	it('says when the browser did not open', async () => {
		browserOpens.yes = false;
		const panel = await openFinished();
		panel.send({ type: 'openLink', check: 'gdap', fix: 0 });
		await announced(panel, 'partner.microsoft.com was not opened.');
	});

	it('a fix that is not there does nothing and says so', async () => {
		const panel = await openFinished();
		for (const message of [
			{ type: 'openLink', check: 'subscriptions', fix: 0 },
			{ type: 'openLink', check: 'subscriptions', fix: 99 },
			{ type: 'copyShell', check: 'nothing', fix: 0 },
		]) {
			panel.posted.length = 0;
			panel.send(message);
			await announced(panel, /Nothing was done/);
		}
		assert.deepEqual([openedOutside, env.clipboard.text], [[], undefined]);
	});

	it('runs allowed commands on its subject; anything else is ignored and logged', async () => {
		const panel = await openFinished();
		panel.send({ type: 'command', command: 'cspReservations.signIn' });
		panel.send({ type: 'command', command: 'cspReservations.openInPartnerCenter' });
		assert.deepEqual(ran, [
			{ id: 'cspReservations.signIn', subject: samples.ofCustomer },
			{ id: 'cspReservations.openInPartnerCenter', subject: samples.ofCustomer },
		]);
		for (const message of [null, 'ready', {}, { type: 'command', command: 'cspReservations.clearCache' }, { type: 'openLink' }])
			panel.send(message);
		assert.equal(log.filter((line) => line.includes('not understood')).length, 5);
		assert.equal(ran.length, 2);
	});

	it('a second open reveals the panel, whatever the case of the ids; each subject has its own', () => {
		const panel = open(samples.ofReservation);
		panels.open({ ...samples.ofReservation, tenantId: customer.tenantId.toUpperCase() } as AccessSubject);
		assert.deepEqual([opened.length, panel.revealed], [1, 1]);
		open(samples.ofCustomer);
		open(samples.ofConnection);
		assert.equal(opened.length, 3);
	});

	it('is restored from its state and checks anew; a state that can not be read, or is there already, ends the panel', async () => {
		const restored = new Panel('cspReservations.access', 'Access', {});
		panels.restore(restored as unknown as WebviewPanel, structuredClone(samples.ofReservation));
		restored.send({ type: 'ready' });
		assert.deepEqual((await doctor.run()).subject, samples.ofReservation);
		assert.equal(last(restored, 'access')?.header.name, reservation.name);
		for (const state of [undefined, null, 'text', {}, { kind: 'customer' }, samples.ofReservation]) {
			const panel = new Panel('cspReservations.access', 'Access', {});
			panels.restore(panel as unknown as WebviewPanel, state);
			assert.equal(panel.disposed, true, JSON.stringify(state));
		}
		assert.equal(restored.disposed, false);
	});

	it('a page that comes up again gets everything again, and nothing is checked for it', async () => {
		const panel = open(samples.ofConnection);
		const run = await doctor.run();
		run.give(samples.connection);
		run.end();
		await until(panel, 'access', ({ running }) => !running);
		panel.posted.length = 0;
		panel.send({ type: 'ready' });
		assert.equal(last(panel, 'access')?.checks.length, samples.connection.checks.length);
		assert.ok((last(panel, 'who')?.rows.length ?? 0) > 0);
		assert.equal(doctor.runs.length, 1);
	});

	it('knows what the active panel examines', () => {
		assert.equal(panels.active, undefined);
		const panel = open();
		assert.deepEqual(panels.active, samples.ofCustomer);
		panel.active = false;
		assert.equal(panels.active, undefined);
	});

	describe('with the service and the sandbox over HTTP', () => {
		let sandbox: Sandbox;
		let bench: TestService;

		before(async () => {
			sandbox = await startSandbox({ port: 0, customers: 25 });
			bench = await startService(sandboxCloud(sandbox.endpoints));
			await bench.service.loadCustomers();
		});
		after(async () => {
			await bench?.end();
			await sandbox?.close();
		});
		beforeEach(() => {
			real = bench.service;
		});

		const ended = (panel: Panel) => until(panel, 'access', ({ running, checks }) => !running && checks.length > 0);

		it('examines the connection: who it speaks for, every check settled, a finding, a report to copy', async () => {
			const panel = open(samples.ofConnection);
			const { checks, verdict, header, problem } = await ended(panel);
			assert.equal(problem, undefined);
			assert.match(header.sandbox ?? '', /practice data/);
			const unsettled = checks.filter(({ state }) => ['Waiting', 'Checking', 'Not checked'].includes(state.text));
			assert.deepEqual(unsettled, []);
			assert.ok((verdict?.mark.text.length ?? 0) > 0 && (verdict?.summary?.length ?? 0) > 0);
			const who = await until(panel, 'who', ({ loading }) => !loading);
			assert.ok(who.rows.some(({ value }) => value === bench.service.cloud.partnerTenantId));
			panel.send({ type: 'copyReport' });
			await announced(panel, 'The report is on the clipboard.');
			for (const { title } of checks) assert.ok(env.clipboard.text?.includes(title), title);
		});

		it('examines every customer, and shows each fix that the doctor gives with its command line, command and link', async () => {
			const { service } = bench;
			let given: AccessReport | undefined;
			real = {
				cloud: service.cloud,
				getCustomer: (tenantId) => service.getCustomer(tenantId),
				getReservation: (ref) => service.getReservation(ref),
				whoAmI: (signal) => service.whoAmI(signal),
				reportText: (report) => service.reportText(report),
				async *checkAccess(subject, signal) {
					for await (const report of service.checkAccess(subject, signal)) {
						given = report;
						yield report;
					}
				},
			};
			const customers = service.getCustomers().value?.customers ?? [];
			assert.ok(customers.length >= 25);
			let fixes = 0;
			for (const { tenantId, name } of customers) {
				const panel = open({ kind: 'customer', tenantId });
				const { checks, verdict } = await ended(panel);
				assert.equal(verdict?.mark.text, given?.verdict, name);
				for (const [index, check] of checks.entries()) {
					const shown = check.fixes.map((fix) => [fix.shell, fix.command?.command, fix.link?.address ?? fix.otherLink]);
					assert.deepEqual(
						shown,
						given?.checks[index]?.fixes.map(({ shell, command, link }) => [shell, command, link]),
						`${name}: ${check.title}`,
					);
					fixes += shown.length;
					for (const { otherLink } of check.fixes)
						assert.ok(otherLink?.startsWith(service.cloud.authority) ?? true, 'only the sandbox has no known site');
				}
				panel.dispose();
			}
			assert.ok(fixes > 0, 'some customers of the sandbox are in trouble');
		});
	});
});
