/** Panels that are open while somebody else signs in: the session over the real identity, service and sandbox, and what the pages are told. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebviewPanel } from 'vscode';
import type { Session } from '../../src/host/session';
import { createConfigurationPanels } from '../../src/panels/configuration';
import { createExchangePanels } from '../../src/panels/exchange';
import { HostMessage as ExchangeMessage } from '../../src/panels/exchange/messages';
import { createOverviewPanels } from '../../src/panels/overview';
import { HostMessage as OverviewMessage } from '../../src/panels/overview/messages';
import { createReturnPanels } from '../../src/panels/return';
import { HostMessage as ReturnMessage } from '../../src/panels/return/messages';
import { createRolesPanels } from '../../src/panels/roles';
import { createSupportPanels } from '../../src/panels/support';
import { createRequestsPanels } from '../../src/panels/support-requests';
import type { Customer, Reservation } from '../../src/reservations/model';
import { isActive } from '../../src/reservations/states';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { Computer } from '../helpers/computer';
import { isCommit } from '../helpers/operations';
import { panelMessages } from '../helpers/panel-messages';
import { clearFaults, clearRequests, orderFault, requestsOf, until, valueIn } from '../helpers/service';
import { unitsOf } from '../helpers/units';
import { opened, Panel, Uri } from '../ui/pages/vscode-outside';
import { lever } from './roles-desk';

/** The built-in role Owner, by its id. */
const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';

const returns = panelMessages(ReturnMessage);
const exchanges = panelMessages(ExchangeMessage);
const overviews = panelMessages(OverviewMessage);

describe('panels: another account', function () {
	if (process.platform === 'win32') return;
	this.timeout(60_000);
	let sandbox: Sandbox;
	let computer: Computer;
	let session: Session;
	let customer: Customer;
	let reservation: Reservation;
	let panels: { dispose(): void }[];

	beforeEach(async () => {
		panels = [];
		sandbox = await startSandbox({ port: 0, customers: 12, reservations: 12, operationSeconds: 1 });
		computer = await Computer.start(sandbox, ['practice.user', 'helpdesk.agent', 'colleague']);
		await computer.logIn('practice.user');
		session = computer.window();
		await session.signIn({});
		const service = await session.service();
		const { customers } = valueIn(await service.loadCustomers());
		customer = customers.find(({ name }) => name.startsWith('Contoso')) ?? assert.fail('no Contoso');
		await computer.admit(customer.tenantId);
		const all = valueIn(await service.loadReservations(customer.tenantId)).reservations;
		const found = all.find(
			(it) => isActive(it) && it.resourceType === 'VirtualMachines' && unitsOf(it) > 2 && it.canReturn === 'offered',
		);
		reservation = found ?? assert.fail('nothing to return');
		// Helpdesk agents may do at this customer what admin agents may.
		const grant = { tenant: customer.tenantId, scope: '/providers/Microsoft.Capacity', role: owner, principal: 'HelpdeskAgents' };
		await lever(sandbox, 'POST', 'grants', grant);
		await clearRequests(sandbox);
	});
	afterEach(async () => {
		for (const one of panels) one.dispose();
		await computer.end();
		await sandbox.close();
	});

	const host = () => ({
		session,
		extensionUri: Uri.file('/extension') as never,
		runCommand: () => undefined,
		openExchange: () => undefined,
		claimTelling: async () => undefined,
		showRequests: () => undefined,
	});

	function shown<P extends { dispose(): void; open(subject: never): unknown }>(made: P, subject: object): Panel {
		panels.push(made);
		made.open(subject as never);
		const panel = opened.at(-1) ?? assert.fail('no panel');
		panel.send({ type: 'ready' });
		return panel;
	}

	/** Somebody else signs in, in this window. */
	async function signIn(name: 'helpdesk.agent' | 'colleague'): Promise<void> {
		await computer.logIn(name);
		await session.signIn({});
	}

	const delayed = (path: string) => orderFault(sandbox, { match: { path }, fault: { kind: 'delay', ms: 700 } });
	const asked = async (path: string) => (await requestsOf(sandbox)).filter((one) => one.path.endsWith(path)).length;

	/** Every quote that the page was told as one that counts, by when it was told. */
	const current = (panel: Panel) => panel.posted.filter((it) => Object(it).quote?.standing === 'current').length;

	const ways = {
		'in this window': () => signIn('helpdesk.agent'),
		'in another window': async () => {
			await computer.logIn('helpdesk.agent');
			await computer.window().signIn({});
		},
	};
	for (const [where, signInThere] of Object.entries(ways))
		it(`${where}: a quote of a return that is under way is dropped, the page says why, and what to do`, async () => {
			await delayed('calculateRefund');
			const panel = shown(createReturnPanels(host()), reservation);
			await returns.until(panel, 'return', ({ quote }) => quote.standing === 'asking');
			for (const started = Date.now(); (await asked('/calculateRefund')) === 0; await sleep(20))
				assert.ok(Date.now() - started < 9_000);
			await signInThere();
			const { quote, choose } = await returns.until(
				panel,
				'return',
				(view) => view.quote.standing === 'dropped' && view.choose !== undefined,
			);
			assert.match(quote.text ?? '', /signed in has changed.*dropped\. Nothing was sent\. Ask for a new quote/);
			assert.deepEqual(choose?.figures, []);
			panel.send({ type: 'review' });
			await sleep(1_000);
			assert.equal(current(panel), 0);
			assert.equal(returns.last(panel, 'return')?.confirm, undefined);
			assert.equal((await session.service()).watch.allowance(customer.tenantId), undefined, 'nothing is counted for the other');
			assert.equal(await asked('/calculateRefund'), 1, 'nothing is asked for by itself');
			await clearFaults(sandbox);
			panel.send({ type: 'askQuote' });
			await returns.until(panel, 'return', (view) => view.quote.standing === 'current');
			panel.send({ type: 'setReason', reason: 'Not needed' });
			panel.send({ type: 'review' });
			const { confirm } = await returns.until(panel, 'return', (view) => view.confirm !== undefined);
			panel.send({ type: 'commit', sessionId: confirm?.sessionId, typedName: customer.name });
			await returns.until(panel, 'return', (view) => view.operation?.state.text === 'Done');
			const [operation] = (await session.service()).operations.operations();
			assert.equal(operation?.committedBy, 'helpdesk.agent@partner.onmicrosoft.com');
			assert.equal((await requestsOf(sandbox)).filter(isCommit).length, 1);
		});

	it('a quote of a return that is being confirmed: no confirmation any more, and nothing is sent', async () => {
		const panel = shown(createReturnPanels(host()), reservation);
		panel.send({ type: 'setReason', reason: 'Not needed' });
		await returns.until(panel, 'return', ({ quote, choose }) => quote.standing === 'current' && choose?.notYet === undefined);
		panel.send({ type: 'review' });
		const { confirm } = await returns.until(panel, 'return', (view) => view.confirm !== undefined);
		const before = panel.posted.length;
		await signIn('helpdesk.agent');
		panel.send({ type: 'commit', sessionId: confirm?.sessionId, typedName: customer.name });
		await returns.until(panel, 'return', (view) => view.quote.standing === 'dropped' && view.confirm === undefined);
		assert.ok(
			panel.posted.slice(before).some((it) => /dropped\. Nothing was sent/.test(String(Object(it).text))),
			'it is announced',
		);
		panel.send({ type: 'commit', sessionId: confirm?.sessionId, typedName: customer.name });
		await sleep(300);
		assert.equal((await requestsOf(sandbox)).filter(isCommit).length, 0);
	});

	it('a quote of an exchange that is under way: the same', async () => {
		const panel = shown(createExchangePanels(host()), { tenantId: customer.tenantId, selected: [reservation] });
		const { saved } = await exchanges.until(panel, 'exchange', (view) => view.saved.filter?.resourceType === 'VirtualMachines');
		panel.send({ type: 'filter', filter: { ...saved.filter, region: 'westeurope', text: 'Standard_E8s_v5', term: 'P3Y' } });
		const { choose } = await exchanges.until(
			panel,
			'exchange',
			(view) => view.choose?.products.rows[0]?.sku === 'Standard_E8s_v5',
		);
		const [product] = choose?.products.rows ?? [];
		panel.send({ type: 'add', sku: product?.sku, region: product?.region, quantity: 1 });
		await exchanges.until(panel, 'exchange', (view) => view.choose?.cannotAsk === undefined && view.choose !== undefined);
		await delayed('operationResults');
		panel.send({ type: 'askQuote' });
		await exchanges.until(panel, 'exchange', ({ quote }) => quote.standing === 'asking');
		for (const started = Date.now(); (await asked('/calculateExchange')) === 0; await sleep(20))
			assert.ok(Date.now() - started < 9_000);
		await signIn('helpdesk.agent');
		const { quote } = await exchanges.until(panel, 'exchange', (view) => view.quote.standing === 'dropped');
		assert.match(quote.text ?? '', /dropped\. Nothing was sent/);
		await sleep(2_000);
		assert.equal(current(panel), 0);
		assert.equal(exchanges.last(panel, 'exchange')?.comparison, undefined);
	});

	it('an Overview of what the other may not see: neither title nor page has anything of it', async () => {
		const { current } = session;
		let before: number | undefined;
		// Told of before the panel is: what was read for the one who was there may still come until then.
		const listening = session.onDidChange(() => {
			if (session.current !== current) before ??= panel.posted.length;
		});
		const panel = shown(createOverviewPanels(host()), reservation);
		await overviews.until(panel, 'history', ({ rows }) => rows.length > 0);
		const { points } = await overviews.until(panel, 'usage', (usage) => usage.points.length > 0);
		panel.send({ type: 'showDay', day: points.at(-1)?.at });
		await overviews.until(panel, 'resources', ({ loading, day }) => day !== undefined && !loading);
		assert.equal(panel.title, reservation.name);
		await signIn('colleague');
		const view = await overviews.until(panel, 'overview', ({ problem, loading }) => problem !== undefined && !loading);
		listening.dispose();
		assert.deepEqual(view.essentials, []);
		assert.equal(panel.title, 'Reservation');
		assert.ok(before !== undefined);
		const told = panel.posted.slice(before).map((it) => JSON.stringify(it));
		assert.ok(!told.some((text) => text.includes(reservation.name) || text.includes(customer.name)), 'nothing of it is told');
		assert.equal(overviews.last(panel, 'resources')?.day, undefined, 'the resources behind a day are taken away');
	});

	/** The message that shows all of a page. */
	const view = (panel: Panel, type: string) => Object(panel.posted.findLast((it) => Object(it).type === type));
	const ids = () => ({ tenantId: customer.tenantId, orderId: reservation.orderId, reservationId: reservation.reservationId });
	const others = {
		Configuration: { make: () => createConfigurationPanels(host()), type: 'configuration', subject: ids },
		'Access Control': { make: () => createRolesPanels(host()), type: 'roles', subject: ids },
		'Support Request': {
			make: () => createSupportPanels(host()),
			type: 'support',
			subject: () => ({ tenantId: customer.tenantId, origin: { kind: 'reservation', ref: ids() } }),
		},
		'Support Requests': {
			make: () => createRequestsPanels(host()),
			type: 'requests',
			subject: () => ({ tenantId: customer.tenantId }),
		},
	} as const;
	for (const [name, { make, type, subject }] of Object.entries(others))
		it(`${name} of what the other may not see: neither title nor page has anything of it`, async () => {
			const { current } = session;
			let before: number | undefined;
			const listening = session.onDidChange(() => {
				if (session.current !== current) before ??= panel.posted.length;
			});
			const panel = shown(make(), subject());
			const isTold = (it: unknown) => [reservation.name, customer.name].some((text) => JSON.stringify(it).includes(text));
			await until('what the first may see', () => !view(panel, type).loading && isTold(view(panel, type)));
			assert.ok(panel.title.startsWith(`${name}: `), panel.title);
			await signIn('colleague');
			await until('what the other may see', () => before !== undefined && view(panel, type).loading === false);
			listening.dispose();
			assert.equal(panel.title, name);
			assert.deepEqual(panel.posted.slice(before).filter(isTold), [], 'nothing of it is told');
		});

	it('tabs that come back with the window after another account has signed in: their titles follow', async () => {
		await signIn('colleague');
		const kinds = {
			...others,
			Reservation: { make: () => createOverviewPanels(host()), type: 'overview', subject: ids },
			Return: { make: () => createReturnPanels(host()), type: 'return', subject: ids },
		};
		const restored = Object.entries(kinds).map(([title, { make, type, subject }]) => {
			const made: { dispose(): void; restore(panel: WebviewPanel, state: unknown): void } = make();
			panels.push(made);
			const panel = new Panel(`cspReservations.${type}`, reservation.name, {});
			made.restore(panel as unknown as WebviewPanel, subject());
			panel.send({ type: 'ready' });
			assert.equal(panel.title, reservation.name, 'as long as nothing is known');
			return { title, panel };
		});
		for (const { title, panel } of restored) await until(title, () => panel.title === title);
	});

	it('a Return panel of what the other may not see: its title follows too', async () => {
		const panel = shown(createReturnPanels(host()), reservation);
		await returns.until(panel, 'return', ({ quote }) => quote.standing === 'current');
		assert.ok(panel.title.includes(reservation.name));
		await signIn('colleague');
		await returns.until(panel, 'return', ({ loading, choose }) => !loading && choose === undefined);
		assert.ok(!panel.title.includes(reservation.name), panel.title);
	});
});
