/** The access panels with a doctor whose reports the test hands out one by one; VS Code is stood in for. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebviewPanel } from 'vscode';
import { ServiceFailure } from '../../src/azure/failure';
import type { AccessSubject } from '../../src/reservations/access';
import * as samples from '../ui/pages/access-sample';
import { customer, reservation } from '../ui/pages/sample';
import { browserOpens, env, opened, openedOutside, Panel, type Uri } from '../ui/pages/vscode-outside';
import { AccessDesk, announced, HandedDoctor, last, until } from './panels-access-desk';

describe('Access panels', () => {
	let desk: AccessDesk;
	beforeEach(() => {
		desk = new AccessDesk();
	});
	afterEach(() => desk.panels.dispose());

	it('shows what is examined at once, then every state of the report, then the finding', async () => {
		const panel = desk.open();
		const first = last(panel, 'access');
		assert.deepEqual([first?.running, first?.subject, first?.checks], [true, samples.ofCustomer, []]);
		const run = await desk.doctor.run();
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
		const panel = await desk.openFinished();
		desk.panels.open(samples.ofCustomer);
		assert.equal(opened.length, 1, 'the panel that is there is shown');
		await until(panel, 'access', ({ running }) => running);
		const again = await desk.doctor.run(2);
		again.give(samples.troubled);
		again.end();
		await until(panel, 'access', ({ running }) => !running);
		panel.send({ type: 'command', command: 'cspReservations.signIn' });
		await new Promise((resolve) => setImmediate(resolve));
		assert.equal(last(panel, 'access')?.running, false);
		desk.account = 'practice.user';
		panel.send({ type: 'command', command: 'cspReservations.signIn' });
		await until(panel, 'access', ({ running }) => running);
	});

	it('asks for a panel that can load its own files and nothing else', () => {
		const { webview, viewType } = desk.open();
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
		desk.doctor.who = async () => Promise.reject(new ServiceFailure('Unreachable', 'Microsoft Graph did not answer.'));
		const panel = desk.open(samples.ofConnection);
		const failed = await until(panel, 'who', ({ problem }) => problem !== undefined);
		assert.match(failed.problem?.text ?? '', /Graph did not answer/);
		assert.equal(last(panel, 'access')?.problem, undefined, 'the check goes on');
		desk.doctor.who = async () => samples.whoAmI;
		panel.send({ type: 'retryWho' });
		const read = await until(panel, 'who', ({ loading, rows }) => !loading && rows.length > 0);
		assert.deepEqual(read.limits, samples.whoAmI.limits);
		await announced(panel, 'Read again.');
	});

	it('asks nobody who I am for a customer or a reservation', async () => {
		desk.doctor.who = async () => assert.fail('asked');
		const panel = await desk.openFinished();
		assert.equal(last(panel, 'who'), undefined);
	});

	it('Stop ends the work and keeps what was found; Check Again begins anew', async () => {
		const panel = desk.open();
		const run = await desk.doctor.run();
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
		const second = await desk.doctor.run(2);
		second.give(samples.troubled);
		second.end();
		await announced(panel, samples.troubled.verdict ?? '');
	});

	it('a second Check Again gives up the first; what comes late of that changes nothing', async () => {
		const panel = desk.open();
		const first = await desk.doctor.run();
		panel.send({ type: 'checkAgain' });
		const second = await desk.doctor.run(2);
		assert.equal(first.signal.aborted, true);
		second.give(samples.troubled);
		second.end();
		await until(panel, 'access', ({ running }) => !running);
		first.give(samples.halfway);
		await sleep(20);
		assert.equal(last(panel, 'access')?.checks[2]?.state.text, 'Failed');
	});

	it('closing the panel ends the work', async () => {
		const panel = desk.open();
		const run = await desk.doctor.run();
		panel.dispose();
		assert.equal(run.signal.aborted, true);
		const count = panel.posted.length;
		panel.send({ type: 'ready' });
		panel.send({ type: 'checkAgain' });
		desk.changed({ kind: 'customers' });
		await sleep(20);
		assert.equal(panel.posted.length, count);
		assert.deepEqual([desk.doctor.runs.length, desk.log], [1, []]);
	});

	it('without a connection it says why, and Retry checks once there is one', async () => {
		desk.refused = samples.noConnection;
		const panel = desk.open(samples.ofConnection);
		const failed = await until(panel, 'access', ({ problem }) => problem !== undefined);
		assert.equal(failed.problem?.kind, 'notAllowed');
		assert.deepEqual(
			failed.remedies.map(({ command }) => command),
			['cspReservations.signIn', 'cspReservations.setUpConnection'],
		);
		await announced(panel, samples.noConnection.message);
		desk.refused = undefined;
		panel.send({ type: 'checkAgain' });
		await desk.doctor.run();
		assert.equal(last(panel, 'access')?.problem, undefined);
	});

	it('checks by itself once the connection it missed comes up, and after another one took its place', async () => {
		desk.refused = new Error('connect ECONNREFUSED');
		const panel = desk.open();
		await until(panel, 'access', ({ problem }) => problem !== undefined);
		desk.refused = undefined;
		desk.connected = true;
		desk.changed({ kind: 'customers' });
		const first = await desk.doctor.run();
		const before = desk.doctor;
		desk.doctor = new HandedDoctor();
		desk.changed({ kind: 'customers' });
		assert.equal(first.signal.aborted, true);
		await desk.doctor.run();
		assert.equal(before.runs.length, 1);
		desk.changed({ kind: 'customers' });
		await sleep(20);
		assert.equal(desk.doctor.runs.length, 1, 'other changes begin nothing');
	});

	it('a doctor that breaks off is a failure with what was found until then', async () => {
		const panel = desk.open();
		const run = await desk.doctor.run();
		run.give(samples.halfway);
		await until(panel, 'access', ({ checks }) => checks.length > 0);
		run.fail(new TypeError('a fault of our own'));
		const { problem, checks } = await until(panel, 'access', (message) => message.problem !== undefined);
		assert.equal(problem?.text, 'a fault of our own');
		assert.equal(checks.length, 4);
	});

	it('takes the name of the customer when it comes to be known', async () => {
		desk.doctor.known = undefined;
		const panel = desk.open();
		await desk.doctor.run();
		assert.equal(panel.title, `Access: Customer ${customer.tenantId}`);
		desk.doctor.known = customer;
		desk.changed({ kind: 'reservations', tenantId: '00000000-0000-4000-8000-000000000001' });
		assert.equal(panel.title, `Access: Customer ${customer.tenantId}`, 'of another customer');
		desk.changed({ kind: 'customers' });
		assert.equal(panel.title, `Access: ${customer.name}`);
		assert.ok(last(panel, 'access')?.header.place.includes(customer.domain));
	});

	it('copies the report and the command line of a fix, and says so', async () => {
		const panel = await desk.openFinished();
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
		const panel = desk.open();
		await desk.doctor.run();
		panel.send({ type: 'copyReport' });
		await sleep(20);
		assert.deepEqual([env.clipboard.text, last(panel, 'copied')], [undefined, undefined]);
	});

	it('opens the link of a fix when its site is known, and no other', async () => {
		const panel = await desk.openFinished();
		panel.send({ type: 'openLink', check: 'subscriptions', fix: 1 });
		await announced(panel, 'learn.microsoft.com was opened in the browser.');
		assert.deepEqual(openedOutside, ['https://learn.microsoft.com/partner-center/customers/reinstate-csp']);
		panel.send({ type: 'openLink', check: 'subscriptions', fix: 2 });
		await announced(panel, /was not opened, as it does not lead to a site of Microsoft/);
		assert.equal(openedOutside.length, 1);
		assert.ok(desk.log.some((line) => line.includes('blog.example.com')));
	});

	it('says when the browser did not open', async () => {
		browserOpens.yes = false;
		const panel = await desk.openFinished();
		panel.send({ type: 'openLink', check: 'gdap', fix: 0 });
		await announced(panel, 'partner.microsoft.com was not opened.');
	});

	it('a fix that is not there does nothing and says so', async () => {
		const panel = await desk.openFinished();
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
		const panel = await desk.openFinished();
		panel.send({ type: 'command', command: 'cspReservations.signIn' });
		panel.send({ type: 'command', command: 'cspReservations.openInPartnerCenter' });
		assert.deepEqual(desk.ran, [
			{ id: 'cspReservations.signIn', subject: samples.ofCustomer },
			{ id: 'cspReservations.openInPartnerCenter', subject: samples.ofCustomer },
		]);
		for (const message of [null, 'ready', {}, { type: 'command', command: 'cspReservations.clearCache' }, { type: 'openLink' }])
			panel.send(message);
		assert.equal(desk.log.filter((line) => line.includes('not understood')).length, 5);
		assert.equal(desk.ran.length, 2);
	});

	it('a second open reveals the panel, whatever the case of the ids; each subject has its own', () => {
		const panel = desk.open(samples.ofReservation);
		desk.panels.open({ ...samples.ofReservation, tenantId: customer.tenantId.toUpperCase() } as AccessSubject);
		assert.deepEqual([opened.length, panel.revealed], [1, 1]);
		desk.open(samples.ofCustomer);
		desk.open(samples.ofConnection);
		assert.equal(opened.length, 3);
	});

	it('is restored from its state and checks anew; a state that can not be read, or is there already, ends the panel', async () => {
		const restored = new Panel('cspReservations.access', 'Access', {});
		desk.panels.restore(restored as unknown as WebviewPanel, structuredClone(samples.ofReservation));
		restored.send({ type: 'ready' });
		assert.deepEqual((await desk.doctor.run()).subject, samples.ofReservation);
		assert.equal(last(restored, 'access')?.header.name, reservation.name);
		for (const state of [undefined, null, 'text', {}, { kind: 'customer' }, samples.ofReservation]) {
			const panel = new Panel('cspReservations.access', 'Access', {});
			desk.panels.restore(panel as unknown as WebviewPanel, state);
			assert.equal(panel.disposed, true, JSON.stringify(state));
		}
		assert.equal(restored.disposed, false);
	});

	it('a page that comes up again gets everything again, and nothing is checked for it', async () => {
		const panel = desk.open(samples.ofConnection);
		const run = await desk.doctor.run();
		run.give(samples.connection);
		run.end();
		await until(panel, 'access', ({ running }) => !running);
		panel.posted.length = 0;
		panel.send({ type: 'ready' });
		assert.equal(last(panel, 'access')?.checks.length, samples.connection.checks.length);
		assert.ok((last(panel, 'who')?.rows.length ?? 0) > 0);
		assert.equal(desk.doctor.runs.length, 1);
	});

	it('knows what the active panel examines', () => {
		assert.equal(desk.panels.active, undefined);
		const panel = desk.open();
		assert.deepEqual(desk.panels.active, samples.ofCustomer);
		panel.active = false;
		assert.equal(desk.panels.active, undefined);
	});
});
