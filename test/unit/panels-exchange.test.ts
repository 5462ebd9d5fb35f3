/** The Exchange panels with a desk whose answers the test gives one by one; VS Code is stood in for. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Uri as VscodeUri, WebviewPanel } from 'vscode';
import { moment } from '../../src/host/formats';
import { isNewOrders } from '../../src/host/new-order-access';
import { createExchangePanels, type ExchangePanels } from '../../src/panels/exchange';
import { type Exchange, HostMessage, type SavedState } from '../../src/panels/exchange/messages';
import type { ExchangeQuote, Operation, OperationLine, ReturnQuote } from '../../src/reservations/operations/model';
import { panelMessages } from '../helpers/panel-messages';
import * as given from '../ui/pages/exchange-sample';
import { sessionExpired } from '../ui/pages/return-sample';
import { customer, reservation, unreachable } from '../ui/pages/sample';
import { env, opened, Panel, Uri } from '../ui/pages/vscode-outside';
import { HandedDesk, HandedSession } from './panels-return-desk';

const { last, until } = panelMessages(HostMessage);
const { tenantId } = customer;
const { orderId, reservationId } = reservation;
const selected = [{ tenantId, orderId, reservationId }];
const sku = 'Standard_D4s_v5';

const alive = (change: Partial<ExchangeQuote> = {}): ExchangeQuote => ({
	...given.quote,
	quotedAt: Date.now(),
	expiresAt: Date.now() + 60_000,
	...change,
});

describe('Exchange panels', () => {
	let desk: HandedDesk;
	let session: HandedSession;
	let panels: ExchangePanels;
	let ran: { id: string; subject: object }[];

	beforeEach(() => {
		desk = new HandedDesk(given.reservations);
		session = new HandedSession(desk);
		ran = [];
		opened.length = 0;
		env.clipboard.text = undefined;
		env.language = 'en';
		panels = createExchangePanels({
			session,
			extensionUri: Uri.file('/extension') as unknown as VscodeUri,
			runCommand: async (id, subject) => ran.push({ id, subject }),
		});
	});
	afterEach(() => {
		mock.restoreAll();
		panels.dispose();
	});

	const open = (): Panel => {
		panels.open({ tenantId, selected });
		const panel = opened.at(-1);
		if (panel === undefined) throw new Error('No panel was opened.');
		panel.send({ type: 'ready' });
		return panel;
	};
	const shown = (panel: Panel, fits: (view: Exchange) => boolean) => until(panel, 'exchange', fits);
	const announced = (panel: Panel, text: RegExp) => until(panel, 'announce', (message) => text.test(message.text));
	/** A panel with one reservation given back and one product bought. */
	const chosen = async (): Promise<Panel> => {
		const panel = open();
		(await desk.catalogs.nth(1)).give(given.catalog);
		await shown(panel, ({ choose }) => (choose?.products.rows.length ?? 0) > 0);
		panel.send({ type: 'add', sku, region: 'westeurope' });
		await shown(panel, ({ choose }) => choose?.lines.length === 1);
		return panel;
	};
	const quoted = async (quote = alive()): Promise<Panel> => {
		const panel = await chosen();
		panel.send({ type: 'askQuote' });
		(await desk.exchangeQuotes.nth(1)).give(quote);
		await shown(panel, (view) => view.quote.standing === 'current');
		return panel;
	};
	const confirming = async (quote = alive()): Promise<Panel> => {
		const panel = await quoted(quote);
		panel.send({ type: 'review' });
		await shown(panel, ({ confirm }) => confirm !== undefined);
		return panel;
	};
	const savedOf = (panel: Panel): SavedState => {
		const saved = last(panel, 'exchange')?.saved;
		if (saved === undefined) throw new Error('Nothing was shown.');
		return saved;
	};

	it('opens with what was selected, and reads the products that it can be exchanged for', async () => {
		const panel = open();
		const { wanted } = await desk.catalogs.nth(1);
		assert.deepEqual(wanted, { subscription: given.subscription, resourceType: 'VirtualMachines', region: 'westeurope' });
		const { choose } = await shown(panel, (view) => view.choose?.rows.some((row) => row.chosen) === true);
		assert.deepEqual(
			choose?.rows.map(({ name, chosen: is }) => [name, is]),
			[
				[given.sql.name, false],
				[reservation.name, true],
				['AHB_SQL_Finance', false],
				['SUSE_HPC', false],
			],
		);
		assert.deepEqual(
			choose?.products.resourceTypes.map(({ value }) => value),
			['VirtualMachines', 'DedicatedHost', 'AVS', 'NutanixBareMetal'],
		);
	});

	it('one panel a customer; opened again it chooses the others too, and never what can not be exchanged', async () => {
		const panel = open();
		await desk.catalogs.nth(1);
		panels.open({ tenantId: tenantId.toUpperCase(), selected: [given.sql, given.suse] });
		assert.deepEqual([opened.length, panel.revealed], [1, 1]);
		assert.deepEqual(
			savedOf(panel).returns.map((one) => one.reservationId),
			[reservationId, given.sql.reservationId],
		);
		panel.send({ type: 'pick', reservationId: given.suse.reservationId, chosen: true });
		assert.equal(savedOf(panel).returns.length, 2);
		assert.deepEqual(panels.active, { tenantId });
	});

	it('works out on the service’s figures whether it is enough, live', async () => {
		const panel = await chosen();
		const verdict = () => last(panel, 'exchange')?.choose?.calculator.verdict.text ?? '';
		assert.match(verdict(), /Asking Azure/);
		const worth = await desk.returnQuotes.nth(1);
		assert.equal(worth.wanted.quantity, 3);
		worth.give({ ...given.worth, figures: given.quote.returns[0]?.figures } as ReturnQuote);
		const price = await desk.prices.nth(1);
		assert.deepEqual([price.wanted.sku, price.wanted.quantity, price.wanted.term], [sku, 1, 'P3Y']);
		price.give({ commitment: { amount: '188.83', currency: 'EUR' } });
		await shown(panel, () => /You need EUR\s214\.07 more/.test(verdict()));
		panel.send({ type: 'setLine', line: 1, field: 'quantity', value: '3' });
		(await desk.prices.nth(2)).give({ commitment: { amount: '566.49', currency: 'EUR' } });
		await shown(panel, () => /Covered, with EUR\s163\.59/.test(verdict()));
		panel.send({ type: 'setLine', line: 1, field: 'quantity', value: '1' });
		await shown(panel, () => /You need EUR\s214\.07 more/.test(verdict()));
		await sleep(500);
		assert.equal(desk.prices.all.length, 2, 'what is known is not asked for again');
	});

	it('figures that can not be had are told, and asked for again', async () => {
		const panel = await chosen();
		(await desk.prices.nth(1)).fail(unreachable);
		(await desk.returnQuotes.nth(1)).give(given.worth);
		const { choose } = await shown(panel, (view) => view.choose?.calculator.problem !== undefined);
		assert.match(choose?.calculator.verdict.text ?? '', /some amounts are not known/);
		panel.send({ type: 'retryFigures' });
		(await desk.prices.nth(2)).give({ commitment: { amount: '5000', currency: 'EUR' } });
		await shown(panel, (view) => /Covered/.test(view.choose?.calculator.verdict.text ?? ''));
	});

	it('figures have their age, beside them and in what is copied, and old ones are asked for again when the page is shown again', async () => {
		const { now } = Date;
		const start = now();
		// From the beginning of a minute, so that what is told within the test is of the same one.
		let at = Math.ceil(start / 60_000) * 60_000;
		mock.method(Date, 'now', () => at + now() - start);
		const panel = await chosen();
		const figures = { ...given.worth, figures: given.quote.returns[0]?.figures } as ReturnQuote;
		const told = Date.now();
		(await desk.returnQuotes.nth(1)).give(figures);
		(await desk.prices.nth(1)).give({ commitment: { amount: '5000', currency: 'EUR' } });
		const { choose } = await shown(panel, (view) => /Covered/.test(view.choose?.calculator.verdict.text ?? ''));
		assert.equal(choose?.calculator.asOf, `As of ${moment(told)}`);
		assert.match(choose?.lines[0]?.priceNote ?? '', new RegExp(`As of ${moment(told)}`));
		panel.send({ type: 'ready' });
		await sleep(50);
		assert.deepEqual([desk.returnQuotes.all.length, desk.prices.all.length], [1, 1], 'they are new');
		at += 86_400_000;
		panel.send({ type: 'copyRequest' });
		await announced(panel, /clipboard/);
		assert.ok(
			env.clipboard.text?.includes(`commitment EUR\u00a05,000.00 without tax, as of ${moment(told)}`),
			env.clipboard.text,
		);
		panel.send({ type: 'ready' });
		await shown(panel, (view) => /Asking Azure/.test(view.choose?.calculator.verdict.text ?? ''));
		assert.equal(last(panel, 'exchange')?.choose?.calculator.asOf, undefined, 'figures that are not there have no age');
		(await desk.returnQuotes.nth(2)).give(figures);
		(await desk.prices.nth(2)).give({ commitment: { amount: '100', currency: 'EUR' } });
		const anew = await shown(panel, (view) => /You need/.test(view.choose?.calculator.verdict.text ?? ''));
		assert.equal(anew.choose?.calculator.asOf, `As of ${moment(told + 86_400_000)}`);
	});

	it('fills quantities by what was not used, and leaves out what was used in full', async () => {
		const panel = open();
		await desk.catalogs.nth(1);
		panel.send({ type: 'pick', reservationId: given.sql.reservationId, chosen: true });
		panel.send({ type: 'fill', fill: 'unused' });
		await announced(panel, /Left out, as no whole unit was unused: 1/);
		env.language = 'ar-EG';
		panel.send({ type: 'pick', reservationId: given.sql.reservationId, chosen: true });
		panel.send({ type: 'fill', fill: 'unused' });
		await announced(panel, /Left out, as no whole unit was unused: \u0661/);
		env.language = 'en';
		assert.deepEqual(savedOf(panel).returns, [{ orderId, reservationId, quantity: 1 }]);
		panel.send({ type: 'fill', fill: 'all' });
		assert.equal(savedOf(panel).returns[0]?.quantity, 3);
	});

	it('asks for a binding quote of the whole choice, and any change makes it old', async () => {
		const panel = await quoted();
		const { wanted } = await desk.exchangeQuotes.nth(1);
		assert.deepEqual(wanted.returns, [{ tenantId, orderId, reservationId, quantity: 3 }]);
		assert.deepEqual(
			wanted.purchases.map(({ billingScopeId, scope, renew, term, billingPlan }) => ({
				billingScopeId,
				scope,
				renew,
				term,
				billingPlan,
			})),
			[
				{
					billingScopeId: `/subscriptions/${given.subscription}`,
					scope: { kind: 'Shared' },
					renew: false,
					term: 'P3Y',
					billingPlan: 'Monthly',
				},
			],
		);
		for (const change of [
			{ type: 'setGiving', reservationId, quantity: 2 },
			{ type: 'setLine', line: 1, field: 'renew', value: 'true' },
			{ type: 'removeLine', line: 1 },
		]) {
			panel.send(change);
			assert.notEqual(last(panel, 'exchange')?.quote.standing, 'current', JSON.stringify(change));
			panel.send({ type: 'review' });
			assert.equal(last(panel, 'exchange')?.confirm, undefined);
		}
	});

	it('a change while the quote is under way gives it up', async () => {
		const panel = await chosen();
		panel.send({ type: 'askQuote' });
		const asked = await desk.exchangeQuotes.nth(1);
		panel.send({ type: 'setLine', line: 1, field: 'quantity', value: '5' });
		assert.equal(asked.signal?.aborted, true);
		asked.give(alive());
		await sleep(20);
		assert.notEqual(last(panel, 'exchange')?.quote.standing, 'current');
	});

	it('an incomplete choice is not quoted, and says what is missing', async () => {
		const panel = await chosen();
		panel.send({ type: 'setLine', line: 1, field: 'name', value: 'no spaces please' });
		const { choose } = await shown(panel, (view) => view.choose?.lines[0]?.nameProblem !== undefined);
		assert.match(choose?.cannotAsk ?? '', /does not fit/);
		panel.send({ type: 'askQuote' });
		await sleep(20);
		assert.equal(desk.exchangeQuotes.all.length, 0);
	});

	it('the confirmation names what can’t be changed later: scope, charged subscription, size flexibility', async () => {
		const named = `/subscriptions/${given.subscription}`;
		const unnamed = '/subscriptions/0b0b0b0b-9f5b-4f2e-93a5-0e7a4f6b8d21';
		const { scope } = reservation;
		desk.reservations = given.reservations.map((one) =>
			one === reservation
				? { ...one, scope: { ...scope, kind: 'Single', subscriptionId: named, displayName: 'Production' } }
				: one,
		);
		const bought = { ...given.purchase, commitment: { amount: '4618.80', currency: 'EUR' } };
		const group = '/providers/Microsoft.Management/managementGroups/finance';
		const panel = await confirming(
			alive({
				purchases: [
					{ ...bought, scope: { kind: 'Single', subscriptionId: named }, instanceFlexibility: 'Off' },
					{ ...bought, scope: { kind: 'Single', subscriptionId: unnamed, resourceGroupId: `${unnamed}/resourceGroups/web` } },
					{ ...bought, scope: { kind: 'ManagementGroup', managementGroupId: group }, billingScopeId: unnamed },
					{ ...bought, scope: { kind: 'Shared' }, instanceFlexibility: undefined },
				],
			}),
		);
		const [, ...lines] = last(panel, 'exchange')?.confirm?.lines ?? [];
		const production = `“Production” (${given.subscription})`;
		const bare = unnamed.replace('/subscriptions/', '');
		assert.deepEqual(
			lines.map((line) => line.replace(/^.*Monthly, /, '')),
			[
				`scope single: subscription ${production}, does not renew, charged to subscription ${production}, size flexibility Off: capacity priority.`,
				`scope single: resource group web in subscription ${bare}, does not renew, charged to subscription ${production}, size flexibility On.`,
				`scope management group: finance, does not renew, charged to subscription ${bare}, size flexibility On.`,
				`scope shared, does not renew, charged to subscription ${production}.`,
			],
		);
	});

	it('sends the confirmed session once and follows it by step and line', async () => {
		const panel = await confirming();
		for (let press = 0; press < 2; press++)
			panel.send({ type: 'commit', sessionId: given.quote.sessionId, typedName: customer.name });
		const commit = await desk.commits.nth(1);
		assert.deepEqual(commit.wanted.confirmation, {
			sessionId: given.quote.sessionId,
			typedCustomerName: customer.name,
			reason: undefined,
		});
		panel.send({ type: 'setLine', line: 1, field: 'quantity', value: '9' });
		assert.equal(savedOf(panel).purchases[0]?.quantity, 1, 'nothing is changed while it is sent');
		commit.give(given.operations.refunding);
		await shown(panel, (view) => view.operation !== undefined);
		assert.equal(desk.commits.all.length, 1);
		desk.change(given.operations.buying);
		await shown(panel, (view) => view.operation?.steps.findIndex(({ current }) => current) === 3);
		const [bought] = given.operations.succeeded.lines.filter(({ direction }) => direction === 'purchase');
		desk.closed.add(bought?.orderId ?? '');
		desk.change(given.operations.succeeded);
		const { operation } = await shown(panel, (view) => view.operation?.grantAccess !== undefined);
		assert.equal(operation?.checkAccess, 'Check Access');
		assert.equal(operation?.grantAccess?.label, 'Grant AdminAgents Access');
		panel.send({ type: 'checkAccess' });
		assert.deepEqual(ran.at(-1), {
			id: 'cspReservations.checkAccess',
			subject: { tenantId, orderId: bought?.orderId, reservationId: bought?.reservationId },
		});
		panel.send({ type: 'grantAccess' });
		await shown(panel, () => JSON.stringify(ran.at(-1)).includes('grantAdminAgents'));
		const handed = ran.at(-1)?.subject;
		assert.ok(isNewOrders(handed), 'nothing is asked any more');
		assert.deepEqual(
			handed.orders.map(({ orderId }) => orderId),
			[bought?.orderId],
		);
		desk.openAll();
		await shown(panel, (view) => view.operation?.canStartAnew === true && view.operation.grantAccess === undefined);
		panel.send({ type: 'openLine', line: 1 });
		assert.match(JSON.stringify(ran.at(-1)), /openOverview.*d4e8f1a3/);
		panel.send({ type: 'startAnew' });
		await shown(panel, (view) => view.choose !== undefined);
		assert.deepEqual(savedOf(panel).purchases, []);
	});

	describe('the steps of an exchange never say more than its lines', () => {
		const stepsOf = async (operation: Operation) => {
			desk.journal.push({ ...operation, id: 'shown' });
			const panel = new Panel('cspReservations.exchange', 'Exchange', {});
			panels.restore(panel as unknown as WebviewPanel, { tenantId, returns: [], purchases: [], operation: 'shown' });
			panel.send({ type: 'ready' });
			const view = await shown(panel, (it) => it.operation !== undefined);
			return view.operation?.steps ?? [];
		};
		const { refunding } = given.operations;
		const [back, buy] = refunding.lines as [OperationLine, OperationLine];
		const lines = (returns: readonly string[], purchases: readonly string[]) => [
			...returns.map((status) => ({ ...back, status })),
			...purchases.map((status) => ({ ...buy, status })),
		];
		const cases: readonly [what: string, operation: Partial<Operation>, marks: string][] = [
			[
				'nothing was carried out',
				{ state: 'failed', step: 'Failed', lines: lines(['NotDone', 'NotDone'], ['NotDone']) },
				'Done, Done, Not done, Not reached, Not reached',
			],
			[
				'all was tried and all failed',
				{ state: 'failed', step: 'Failed', lines: lines(['Failed'], ['Failed']) },
				'Done, Done, Failed, Failed, Not reached',
			],
			[
				'given back in part, nothing bought',
				{ state: 'partial', step: 'Failed', lines: lines(['Succeeded', 'Failed'], ['Cancelled']) },
				'Done, Done, Done in part, Not reached, Not reached',
			],
			[
				'bought in part',
				{ state: 'partial', step: 'Failed', lines: lines(['Succeeded'], ['Succeeded', 'Failed']) },
				'Done, Done, Done, Done in part, Not reached',
			],
			[
				'one of two is given back, and Azure works on the other',
				{ lines: lines(['Succeeded', 'Pending'], ['Pending']) },
				'Done, Done, Under way, Not yet, Not yet',
			],
			[
				'the rows say that all was given back, what was bought is not known',
				{ state: 'outcomeUnknown', lines: lines(['Succeeded', 'Succeeded'], ['Pending']) },
				'Done, Done, Done, Not known, Not yet',
			],
			[
				'Azure took it on, and nothing else is known',
				{ state: 'outcomeUnknown', lines: lines(['Succeeded', 'Pending'], ['Pending']) },
				'Done, Done, Not known, Not known, Not yet',
			],
			['no answer came', { state: 'outcomeUnknown', answeredAt: undefined }, 'Done, Not known, Not known, Not known, Not yet'],
			[
				'it was sent and declined',
				{ state: 'notDone', answeredAt: undefined, lines: lines(['NotDone'], ['NotDone']) },
				'Done, Ended here: it was not done, Not reached, Not reached, Not reached',
			],
		];
		for (const [what, change, marks] of cases)
			it(what, async () => {
				const steps = await stepsOf({ ...refunding, ...change });
				assert.equal(steps.map(({ mark }) => mark.text).join(', '), marks);
			});

		it('when Azure took it on is told of no other step', async () => {
			const steps = await stepsOf(given.operations.succeeded);
			assert.deepEqual(
				steps.map(({ note }) => note !== undefined),
				[true, true, false, false, true],
			);
		});
	});

	it('a refusal of the service to commit leads back to the choice, which is kept', async () => {
		const panel = await confirming();
		panel.send({ type: 'commit', sessionId: given.quote.sessionId, typedName: customer.name });
		(await desk.commits.nth(1)).fail(sessionExpired);
		await shown(panel, (view) => view.confirm?.problem !== undefined && view.quote.standing === 'expired');
		panel.send({ type: 'back' });
		assert.equal(last(panel, 'exchange')?.choose?.lines.length, 1);
	});

	it('copies the choice as a request, with the quote as long as it counts', async () => {
		const panel = await quoted();
		panel.send({ type: 'copyRequest' });
		await announced(panel, /clipboard/);
		const text = env.clipboard.text ?? '';
		assert.match(text, new RegExp(`${customer.name} \\(${tenantId}\\)`));
		assert.match(text, /3 of 3 × VM_RI_D4s_v5_Web-Frontend.*used 66\.2% in 7 days/);
		assert.match(text, /1 × Reserved VM Instance, Standard_D4s_v5 \(westeurope\); 3 years, Monthly/);
		assert.match(text, /new commitment: EUR\s4,618\.80/);
		assert.match(text, /Nothing has been exchanged yet/);
		panel.send({ type: 'setGiving', reservationId, quantity: 1 });
		panel.send({ type: 'copyRequest' });
		for (const started = Date.now(); env.clipboard.text === text && Date.now() - started < 30_000; ) await sleep(5);
		assert.doesNotMatch(env.clipboard.text ?? '', /4,618\.80/, 'an old quote is not passed on');
	});

	it('the draft is there again after a reload, figures are asked for anew, and Reset forgets it', async () => {
		const panel = await chosen();
		const kept = structuredClone(savedOf(panel));
		panel.dispose();
		const restored = new Panel('cspReservations.exchange', 'Exchange', {});
		panels.restore(restored as unknown as WebviewPanel, kept);
		restored.send({ type: 'ready' });
		await shown(restored, ({ choose }) => choose?.lines.length === 1);
		assert.deepEqual(JSON.parse(JSON.stringify(savedOf(restored))), JSON.parse(JSON.stringify(kept)));
		(await desk.prices.nth(1)).give({ commitment: { amount: '5000', currency: 'EUR' } });
		restored.send({ type: 'reset' });
		assert.deepEqual([savedOf(restored).returns, savedOf(restored).purchases], [[], []]);
		for (const state of [undefined, { tenantId }, { tenantId: 'x', returns: [], purchases: [] }]) {
			const bad = new Panel('cspReservations.exchange', 'Exchange', {});
			panels.restore(bad as unknown as WebviewPanel, state);
			assert.equal(bad.disposed, true);
		}
	});

	it('another filter reads another catalog, and gives up the one before', async () => {
		const panel = open();
		const first = await desk.catalogs.nth(1);
		const filter = savedOf(panel).filter;
		panel.send({ type: 'filter', filter: { ...filter, region: 'northeurope' } });
		assert.equal(first.signal?.aborted, true);
		assert.equal((await desk.catalogs.nth(2)).wanted.region, 'northeurope');
		panel.send({ type: 'filter', filter: { ...filter, region: 'northeurope', text: 'D8s' } });
		await sleep(20);
		assert.equal(desk.catalogs.all.length, 2, 'a search within it reads nothing');
		panel.send({ type: 'filter', filter: { ...filter, subscription: 'not an id' } });
		assert.match(last(panel, 'exchange')?.choose?.products.summary ?? '', /not an ID/);
	});

	it('of the filter only what is changed is told: what was changed a moment before stays', async () => {
		const panel = open();
		await desk.catalogs.nth(1);
		panel.send({ type: 'filter', filter: { region: 'North Europe' } });
		panel.send({ type: 'filter', filter: { text: 'D8s' } });
		panel.send({ type: 'filter', filter: { region: undefined } });
		const { region, text, subscription } = savedOf(panel).filter ?? {};
		assert.deepEqual([region, text, subscription], ['northeurope', 'D8s', given.subscription]);
	});

	it('a catalog that can not be read is a problem with Retry', async () => {
		const panel = open();
		(await desk.catalogs.nth(1)).fail(unreachable);
		await shown(panel, ({ choose }) => choose?.products.problem !== undefined);
		panel.send({ type: 'retryCatalog' });
		(await desk.catalogs.nth(2)).give(given.catalog);
		await shown(panel, ({ choose }) => choose?.products.problem === undefined && choose?.products.rows.length === 6);
	});

	it('what is closed asks for nothing more', async () => {
		const panel = await chosen();
		const worth = await desk.returnQuotes.nth(1);
		panel.dispose();
		assert.equal(worth.signal?.aborted, true);
		assert.equal(desk.listeners.size, 0);
		assert.deepEqual(session.logged, []);
	});
});
