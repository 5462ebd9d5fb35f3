/** The keeper of the Overview panels, with the real service and the sandbox over HTTP; only VS Code is stood in for. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogOutputChannel, Uri as VscodeUri, WebviewPanel } from 'vscode';
import { money } from '../../src/host/formats';
import { sandboxCloud, sandboxTokens } from '../../src/identity';
import { createOverviewPanels, type OverviewPanels } from '../../src/panels/overview';
import { HostMessage } from '../../src/panels/overview/messages';
import type { OverviewHost } from '../../src/panels/overview/panel';
import { createReservationsService } from '../../src/reservations';
import type { Change, ReservationsService } from '../../src/reservations/api';
import type { Reservation, ReservationRef } from '../../src/reservations/model';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { confirmed } from '../helpers/operations';
import { panelMessages } from '../helpers/panel-messages';
import { opened, Panel, Uri } from '../ui/pages/vscode-outside';

type MessageOf<T extends HostMessage['type']> = Extract<HostMessage, { type: T }>;

const { last, until } = panelMessages(HostMessage);

describe('Overview panels', () => {
	let sandbox: Sandbox;
	let storage: string;
	let service: ReservationsService;
	let panels: OverviewPanels;
	let reservation: Reservation;
	let log: string[];
	let ran: { id: string; ref: ReservationRef }[];
	/** What the extension's session tells its listeners. */
	let changed: (change: Change) => void;
	let listeners: Set<(change: Change) => void>;
	let running: boolean;

	async function startService(): Promise<void> {
		const cloud = sandboxCloud(sandbox.endpoints);
		const write = (message: string) => log.push(message);
		service = createReservationsService({
			cloud,
			tokens: sandboxTokens(cloud, fetch),
			fetch,
			storage,
			clock: Date.now,
			log: { debug: () => undefined, info: () => undefined, warn: write, error: write },
			locale: 'en',
		});
		service.onDidChange((change) => changed(change));
	}

	async function plan(match: object, fault: object): Promise<void> {
		const answer = await fetch(`${sandbox.endpoints.authority}/sandbox/faults`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ match, fault }),
		});
		assert.equal(answer.status, 201, await answer.text());
	}
	const repair = () => fetch(`${sandbox.endpoints.authority}/sandbox/faults`, { method: 'DELETE' });

	beforeEach(async () => {
		sandbox = await startSandbox({ port: 0, customers: 25 });
		storage = await mkdtemp(path.join(os.tmpdir(), 'panels-'));
		log = [];
		ran = [];
		opened.length = 0;
		listeners = new Set();
		changed = (change) => {
			for (const listener of [...listeners]) listener(change);
		};
		running = true;
		await startService();
		const { value: list } = await service.loadCustomers();
		for (const { tenantId } of list?.customers ?? []) {
			const found = (await service.loadReservations(tenantId)).value?.reservations.find(
				({ state, utilization, billingPlan }) =>
					state === 'Succeeded' && utilization.last7Days !== undefined && billingPlan === 'Monthly',
			);
			if (found === undefined) continue;
			reservation = found;
			break;
		}
		assert.ok(reservation !== undefined, 'the sandbox has a used reservation that is paid by the month');
		const host: OverviewHost = {
			session: {
				get current() {
					return running ? service : undefined;
				},
				service: async () => service,
				onDidChange: (listener: (change: Change) => void) => {
					listeners.add(listener);
					return { dispose: () => listeners.delete(listener) };
				},
				log: {
					warn: (message: string) => log.push(message),
					error: (message: string) => log.push(message),
				} as unknown as LogOutputChannel,
			},
			extensionUri: Uri.file('/extension') as unknown as VscodeUri,
			runCommand: async (id, ref) => {
				ran.push({ id, ref });
			},
		};
		panels = createOverviewPanels(host);
	});

	afterEach(async () => {
		panels.dispose();
		await service.dispose();
		await sandbox.close();
		await rm(storage, { recursive: true, force: true });
	});

	function open(ref: ReservationRef = reservation): Panel {
		panels.open(ref);
		const panel = opened.at(-1);
		assert.ok(panel !== undefined);
		panel.send({ type: 'ready' });
		return panel;
	}

	it('shows head and essentials of what is known in the first message, before anything is fetched', () => {
		const panel = open();
		const [first] = panel.posted.map((message) => HostMessage.parse(message));
		assert.equal(first?.type, 'overview');
		const { header, essentials } = first as MessageOf<'overview'>;
		assert.equal(header.name, reservation.name);
		assert.ok(essentials.flatMap(({ rows }) => rows).some(({ value }) => value === reservation.reservationId));
		assert.equal(panel.title, reservation.name);
	});

	it('asks for a panel that can load its own files and nothing else', () => {
		const { webview, viewType } = open();
		assert.equal(viewType, 'cspReservations.overview');
		const { enableScripts, enableCommandUris, localResourceRoots, ...rest } = webview.options as Record<string, unknown>;
		assert.deepEqual([enableScripts, enableCommandUris], [true, undefined]);
		assert.deepEqual(
			(localResourceRoots as Uri[]).map(({ path: at }) => at),
			['/extension/dist/media'],
		);
		assert.deepEqual(rest, {}, 'no retainContextWhenHidden either');
		assert.ok(!webview.html.includes(reservation.name), 'data comes by message');
	});

	it('reads order, use and history on its own', async () => {
		const panel = open();
		const payments = await until(panel, 'payments', ({ loading }) => !loading);
		assert.ok(payments.rows.length > 0 && payments.problem === undefined);
		const usage = await until(panel, 'usage', ({ loading }) => !loading);
		assert.ok(usage.points.some(({ average }) => average !== undefined));
		const history = await until(panel, 'history', ({ loading }) => !loading);
		assert.ok(history.rows.length > 0);
		const next = await until(panel, 'next', ({ loading }) => !loading);
		assert.ok(next.facts.some(({ label }) => label === 'Scheduled payments still to come, pricing currency, without tax'));
	});

	describe('what a return gives back', () => {
		const fact = ({ facts }: MessageOf<'next'>, label: RegExp) => facts.find((it) => label.test(it.label));
		const all = async () => {
			const { customers } = (await service.loadCustomers()).value ?? assert.fail('no customers');
			return customers.flatMap(({ tenantId }) => service.getReservations(tenantId).value?.reservations ?? []);
		};
		const returnable = async (fits: (it: Reservation) => boolean = ({ quantity = 0 }) => quantity > 1) =>
			(await all()).find((it) => it.state === 'Succeeded' && it.canReturn === 'offered' && fits(it)) ?? assert.fail('none');

		it('and what is left of the refund pool are told only as a quote told it, as soon as it is there', async () => {
			const reservation = await returnable();
			const panel = open(reservation);
			const before = await until(panel, 'next', ({ loading }) => !loading);
			assert.equal(before.action?.command, 'cspReservations.return');
			assert.equal(fact(before, /^Money back/), undefined);
			assert.equal(fact(before, /^Refund pool/)?.value, 'Not known');

			// Long enough that what was read for the quote has been shown before.
			await plan({ service: 'resourceManager', path: '/calculateRefund' }, { kind: 'delay', ms: 400 });
			const quote = await service.operations.quoteReturn({ ...reservation, quantity: 1 });
			const after = await until(panel, 'next', ({ action, loading }) => !loading && action === undefined);
			const amount = quote.figures?.moneyBack ?? assert.fail('no figures');
			assert.equal(fact(after, /^Money back/)?.value, `${money(amount)} for 1 of ${reservation.quantity}`);
			assert.match(fact(after, /^Money back/)?.note ?? '', /^As quoted on /);
			const { left, limit } = quote.allowance ?? assert.fail('no allowance');
			assert.equal(fact(after, /^Refund pool/)?.value, `${money(left)} of ${money(limit)} left`);
			assert.match(
				fact(after, /^Refund pool/)?.note ?? '',
				/As a quote told on .*; returns made elsewhere since then are not in it\.$/,
			);

			const customer = service.getCustomer(reservation.tenantId) ?? assert.fail('no customer');
			await service.operations.commit(quote, confirmed(quote, customer));
			panel.send({ type: 'ready' });
			const committed = await until(panel, 'next', ({ facts }) =>
				facts.some(({ note }) => note?.includes('Returned here') === true),
			);
			assert.equal(fact(committed, /^Money back/), undefined, 'it is a figure of the past');
		});

		it('is not told by a quote that Azure refuses: its words are, and a new one can be asked for', async () => {
			const { customers } = (await service.loadCustomers()).value ?? assert.fail('no customers');
			const customer = customers.find(({ name }) => name.includes('above refund limit')) ?? assert.fail('no such customer');
			for (const reservation of (await service.loadReservations(customer.tenantId)).value?.reservations ?? []) {
				const { state, canReturn, quantity } = reservation;
				if (state !== 'Succeeded' || canReturn !== 'offered' || quantity === undefined) continue;
				const quote = await service.operations.quoteReturn({ ...reservation, quantity });
				if (quote.policyErrors.length === 0) continue;
				assert.ok(quote.figures, 'the answer names amounts beside its refusal');
				const panel = open(reservation);
				const next = await until(panel, 'next', (it) => !it.loading && fact(it, /^Money back/) !== undefined);
				const { value, note = '', mark } = fact(next, /^Money back/) ?? assert.fail();
				assert.equal(value, `Azure refused the return of ${quantity} of ${quantity}`);
				assert.match(note, /RefundLimitExceeded.* As quoted on /);
				assert.ok(quote.policyErrors.every(({ explanation }) => note.includes(explanation)));
				assert.equal(mark?.tone, 'warning');
				assert.equal(next.action?.command, 'cspReservations.return');
				return;
			}
			assert.fail('no quote is above the limit');
		});

		it('of before the start is told without anybody having asked for it elsewhere', async () => {
			const reservation = await returnable();
			const { allowance } = await service.operations.quoteReturn({ ...reservation, quantity: 1 });
			await service.dispose();
			await startService();
			const panel = open(reservation);
			const { left, limit } = allowance ?? assert.fail('no allowance');
			const next = await until(panel, 'next', (it) => fact(it, /^Refund pool/)?.value !== 'Not known');
			assert.equal(fact(next, /^Refund pool/)?.value, `${money(left)} of ${money(limit)} left`);
		});

		it('is forgotten with the cache, as when somebody else signs in', async () => {
			const reservation = await returnable();
			const panel = open(reservation);
			await until(panel, 'next', ({ loading }) => !loading);
			await service.operations.quoteReturn({ ...reservation, quantity: 1 });
			await until(panel, 'next', (it) => fact(it, /^Money back/) !== undefined);
			await service.clearCache();
			const next = await until(panel, 'next', (it) => fact(it, /^Money back/) === undefined);
			assert.equal(fact(next, /^Refund pool/)?.value, 'Not known');
			assert.equal(next.action?.command, 'cspReservations.return');
			await service.loadReservations(reservation.tenantId);
			assert.equal(service.returnQuoteOf(reservation), undefined);
		});
	});

	it('shows the use by month and the resources behind a day when they are asked for', async () => {
		const panel = open();
		const daily = await until(panel, 'usage', ({ loading, points }) => !loading && points.length > 0);
		panel.send({ type: 'showUsage', grain: 'monthly' });
		await until(panel, 'usage', ({ grain, loading }) => grain === 'monthly' && !loading);
		panel.send({ type: 'showUsage', grain: 'daily' });
		const day = daily.points.findLast(({ average }) => (average ?? 0) > 0)?.at ?? 0;
		panel.send({ type: 'showDay', day });
		const resources = await until(panel, 'resources', (message) => message.day === day && !message.loading);
		assert.ok(resources.rows.length > 0, JSON.stringify(resources));
		assert.equal((await until(panel, 'announce', () => true)).text, resources.title);
		panel.send({ type: 'showDay' });
		assert.equal((await until(panel, 'resources', (message) => message.day === undefined)).rows.length, 0);
	});

	it('names the subscription that is billed, as Azure does; where it can’t be read, the id stands alone', async () => {
		const id = reservation.billingScopeId?.split('/').at(-1) ?? assert.fail('no billing subscription');
		const billed = ({ essentials }: MessageOf<'overview'>) =>
			essentials.flatMap(({ rows }) => rows).find(({ label }) => label === 'Billing subscription');
		const bareNames = service.getReservations(reservation.tenantId).value?.reservations ?? [];
		const told = bareNames.find(({ scope }) => scope.kind === 'Single' && scope.subscriptionId?.endsWith(id))?.scope.displayName;
		await plan({ service: 'resourceManager', path: `/subscriptions/${id}` }, { kind: 'status', status: 403 });
		const panel = open();
		await until(panel, 'history', ({ loading }) => !loading);
		const row = billed(last(panel, 'overview') ?? assert.fail());
		assert.deepEqual([row?.value, row?.code], [told ?? id, told === undefined]);
		await repair();
		panel.send({ type: 'refresh' });
		const name = / (Production|Development|Shared services)$/;
		const view = await until(panel, 'overview', (message) => name.test(billed(message)?.value ?? ''));
		assert.equal(billed(view)?.note, `${id} · Can’t be changed after the purchase, only by an exchange.`);
	});

	it('one part that fails leaves the others alone; Retry reads it, Refresh reads all', async () => {
		await plan(
			{ service: 'resourceManager', path: `reservationOrders/${reservation.orderId}?` },
			{ kind: 'status', status: 403 },
		);
		const panel = open();
		const failed = await until(panel, 'payments', ({ problem }) => problem !== undefined);
		assert.equal(failed.problem?.kind, 'notAllowed');
		assert.equal((await until(panel, 'history', ({ loading }) => !loading)).problem, undefined);
		await repair();
		panel.send({ type: 'retry', part: 'payments' });
		const read = await until(panel, 'payments', ({ loading, problem }) => !loading && problem === undefined);
		assert.ok(read.rows.length > 0);

		await plan({ service: 'resourceManager', path: '/revisions' }, { kind: 'status', status: 403 });
		panel.send({ type: 'refresh' });
		const stale = await until(panel, 'history', ({ problem }) => problem !== undefined);
		assert.ok(stale.rows.length > 0, 'what was there is kept');
		assert.match(stale.problem?.stale ?? '', /older/);
		const { text } = await until(panel, 'announce', (message) => message.text !== 'Read again.');
		assert.equal(text, stale.problem?.text, 'what a part failed of is said, not that all is up to date');
	});

	it('tells what is wrong with a reservation that is not there, and shows it once it is', async () => {
		const panel = open({ ...reservation, reservationId: '00000000-0000-4000-8000-000000000001' });
		const { problem, essentials } = await until(
			panel,
			'overview',
			(message) => message.problem !== undefined && !message.loading,
		);
		assert.equal(problem?.kind, 'notFound');
		assert.deepEqual(essentials, []);
		assert.equal(last(panel, 'payments'), undefined, 'nothing more is asked for');
	});

	it('a second open reveals the panel, whatever the case of the ids', () => {
		const panel = open();
		panels.open({ ...reservation, reservationId: reservation.reservationId.toUpperCase() });
		assert.deepEqual([opened.length, panel.revealed], [1, 1]);
		panel.dispose();
		panels.open(reservation);
		assert.equal(opened.length, 2, 'after it was closed there is a new one');
	});

	it('is restored from its state; a state that can not be read, or is there already, ends the panel', async () => {
		const restored = new Panel('cspReservations.overview', 'Reservation', {});
		const { tenantId, orderId, reservationId } = reservation;
		panels.restore(restored as unknown as WebviewPanel, { tenantId, orderId, reservationId });
		restored.send({ type: 'ready' });
		assert.equal((await until(restored, 'overview', ({ essentials }) => essentials.length > 0)).header.name, reservation.name);
		assert.deepEqual((restored.webview.options as { enableScripts: boolean }).enableScripts, true);
		for (const state of [
			undefined,
			null,
			'text',
			{},
			{ tenantId, orderId },
			{ tenantId, orderId, reservationId: '../..' },
			{ tenantId, orderId, reservationId },
		]) {
			const panel = new Panel('cspReservations.overview', 'Reservation', {});
			panels.restore(panel as unknown as WebviewPanel, state);
			assert.equal(panel.disposed, true, JSON.stringify(state));
		}
		assert.equal(restored.disposed, false);
	});

	it('a page that comes up again gets everything again', async () => {
		const panel = open();
		await until(panel, 'history', ({ loading }) => !loading);
		panel.posted.length = 0;
		panel.send({ type: 'ready' });
		for (const type of ['overview', 'next', 'usage', 'payments', 'history', 'resources'] as const)
			assert.ok(last(panel, type) !== undefined, type);
	});

	it('runs the commands of its buttons on its reservation and announces what was copied', async () => {
		const panel = open();
		panel.send({ type: 'command', command: 'cspReservations.copyReservationId' });
		await until(panel, 'announce', ({ text }) => text === 'Copied to the clipboard.');
		panel.send({ type: 'command', command: 'cspReservations.openInPortal' });
		panel.send({ type: 'openReservation', reservationId: '00000000-0000-4000-8000-00000000000A' });
		assert.deepEqual(
			ran.map(({ id }) => id),
			['cspReservations.copyReservationId', 'cspReservations.openInPortal'],
		);
		assert.deepEqual(ran[0]?.ref.reservationId, reservation.reservationId);
		assert.equal(opened.length, 2);
	});

	it('ignores messages it does not understand, and late ones', async () => {
		const panel = open();
		await until(panel, 'history', ({ loading }) => !loading);
		for (const message of [null, 1, 'ready', {}, { type: 'command', command: 'rm' }, { type: 'showDay', day: 'today' }])
			panel.send(message);
		assert.equal(log.filter((line) => line.includes('not understood')).length, 6);
		assert.deepEqual(ran, []);
		const count = panel.posted.length;
		panel.dispose();
		panel.send({ type: 'ready' });
		panel.send({ type: 'refresh' });
		changed({ kind: 'reservations', tenantId: reservation.tenantId });
		await sleep(50);
		assert.equal(panel.posted.length, count);
		assert.deepEqual(
			log.filter((line) => line.includes('disposed')),
			[],
		);
	});

	it('follows what the service comes to know', async () => {
		const panel = open();
		await until(panel, 'history', ({ loading }) => !loading);
		panel.posted.length = 0;
		await service.refreshReservations([reservation.tenantId]);
		const { asOf } = await until(panel, 'overview', ({ loading }) => !loading);
		assert.ok(asOf !== undefined);
	});

	it('starts over when the connection was made anew', async () => {
		const panel = open();
		await until(panel, 'history', ({ loading }) => !loading);
		panel.posted.length = 0;
		running = false;
		const before = service;
		await startService();
		running = true;
		changed({ kind: 'customers' });
		await before.dispose();
		await until(panel, 'history', ({ loading, rows }) => !loading && rows.length > 0);
		assert.equal(last(panel, 'overview')?.header.name, reservation.name);
	});

	it('knows the active panel and refreshes it', async () => {
		const active = () => panels.active?.reservationId;
		assert.equal(active(), undefined);
		const panel = open();
		assert.equal(active(), reservation.reservationId);
		await until(panel, 'history', ({ loading }) => !loading);
		panels.find()?.refresh();
		await until(panel, 'announce', ({ text }) => text === 'The reservation is up to date.');
		panel.active = false;
		assert.equal(active(), undefined);
	});
});
