/** The Exchange panels with a desk whose answers the test gives one by one: the binding quote, its confirmation, and what becomes of it. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebviewPanel } from 'vscode';
import { isNewOrders } from '../../src/host/new-order-access';
import type { Operation, OperationLine } from '../../src/reservations/operations/model';
import * as given from '../ui/pages/exchange-sample';
import { sessionExpired } from '../ui/pages/return-sample';
import { customer, reservation } from '../ui/pages/sample';
import { env, Panel } from '../ui/pages/vscode-outside';
import { alive, announced, last, savedOf, shown, useExchangeBench } from './panels-exchange-bench';

const { tenantId } = customer;
const { orderId, reservationId } = reservation;

describe('Exchange panels, from the quote on', () => {
	const bench = useExchangeBench();

	it('asks for a binding quote of the whole choice, and any change makes it old', async () => {
		const panel = await bench.quoted();
		const { wanted } = await bench.desk.exchangeQuotes.nth(1);
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
		const panel = await bench.chosen();
		panel.send({ type: 'askQuote' });
		const asked = await bench.desk.exchangeQuotes.nth(1);
		panel.send({ type: 'setLine', line: 1, field: 'quantity', value: '5' });
		assert.equal(asked.signal?.aborted, true);
		asked.give(alive());
		await sleep(20);
		assert.notEqual(last(panel, 'exchange')?.quote.standing, 'current');
	});

	it('an incomplete choice is not quoted, and says what is missing', async () => {
		const panel = await bench.chosen();
		panel.send({ type: 'setLine', line: 1, field: 'name', value: 'no spaces please' });
		const { choose } = await shown(panel, (view) => view.choose?.lines[0]?.nameProblem !== undefined);
		assert.match(choose?.cannotAsk ?? '', /does not fit/);
		panel.send({ type: 'askQuote' });
		await sleep(20);
		assert.equal(bench.desk.exchangeQuotes.all.length, 0);
	});

	it('the confirmation names what can’t be changed later: scope, charged subscription, size flexibility', async () => {
		const named = `/subscriptions/${given.subscription}`;
		const unnamed = '/subscriptions/0b0b0b0b-9f5b-4f2e-93a5-0e7a4f6b8d21';
		const { scope } = reservation;
		bench.desk.reservations = given.reservations.map((one) =>
			one === reservation
				? { ...one, scope: { ...scope, kind: 'Single', subscriptionId: named, displayName: 'Production' } }
				: one,
		);
		const bought = { ...given.purchase, commitment: { amount: '4618.80', currency: 'EUR' } };
		const group = '/providers/Microsoft.Management/managementGroups/finance';
		const panel = await bench.confirming(
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
		const panel = await bench.confirming();
		for (let press = 0; press < 2; press++)
			panel.send({ type: 'commit', sessionId: given.quote.sessionId, typedName: customer.name });
		const commit = await bench.desk.commits.nth(1);
		assert.deepEqual(commit.wanted.confirmation, {
			sessionId: given.quote.sessionId,
			typedCustomerName: customer.name,
			reason: undefined,
		});
		panel.send({ type: 'setLine', line: 1, field: 'quantity', value: '9' });
		assert.equal(savedOf(panel).purchases[0]?.quantity, 1, 'nothing is changed while it is sent');
		commit.give(given.operations.refunding);
		await shown(panel, (view) => view.operation !== undefined);
		assert.equal(bench.desk.commits.all.length, 1);
		bench.desk.change(given.operations.buying);
		await shown(panel, (view) => view.operation?.steps.findIndex(({ current }) => current) === 3);
		const [bought] = given.operations.succeeded.lines.filter(({ direction }) => direction === 'purchase');
		bench.desk.closed.add(bought?.orderId ?? '');
		bench.desk.change(given.operations.succeeded);
		const { operation } = await shown(panel, (view) => view.operation?.grantAccess !== undefined);
		assert.equal(operation?.checkAccess, 'Check Access');
		assert.equal(operation?.grantAccess?.label, 'Grant AdminAgents Access');
		panel.send({ type: 'checkAccess' });
		assert.deepEqual(bench.ran.at(-1), {
			id: 'cspReservations.checkAccess',
			subject: { tenantId, orderId: bought?.orderId, reservationId: bought?.reservationId },
		});
		panel.send({ type: 'grantAccess' });
		await shown(panel, () => JSON.stringify(bench.ran.at(-1)).includes('grantAdminAgents'));
		const handed = bench.ran.at(-1)?.subject;
		assert.ok(isNewOrders(handed), 'nothing is asked any more');
		assert.deepEqual(
			handed.orders.map(({ orderId }) => orderId),
			[bought?.orderId],
		);
		bench.desk.openAll();
		await shown(panel, (view) => view.operation?.canStartAnew === true && view.operation.grantAccess === undefined);
		panel.send({ type: 'openLine', line: 1 });
		assert.match(JSON.stringify(bench.ran.at(-1)), /openOverview.*d4e8f1a3/);
		panel.send({ type: 'startAnew' });
		await shown(panel, (view) => view.choose !== undefined);
		assert.deepEqual(savedOf(panel).purchases, []);
	});

	describe('the steps of an exchange never say more than its lines', () => {
		const stepsOf = async (operation: Operation) => {
			bench.desk.journal.push({ ...operation, id: 'shown' });
			const panel = new Panel('cspReservations.exchange', 'Exchange', {});
			bench.panels.restore(panel as unknown as WebviewPanel, { tenantId, returns: [], purchases: [], operation: 'shown' });
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
		const panel = await bench.confirming();
		panel.send({ type: 'commit', sessionId: given.quote.sessionId, typedName: customer.name });
		(await bench.desk.commits.nth(1)).fail(sessionExpired);
		await shown(panel, (view) => view.confirm?.problem !== undefined && view.quote.standing === 'expired');
		panel.send({ type: 'back' });
		assert.equal(last(panel, 'exchange')?.choose?.lines.length, 1);
	});

	it('copies the choice as a request, with the quote as long as it counts', async () => {
		const panel = await bench.quoted();
		panel.send({ type: 'copyRequest' });
		await announced(panel, /clipboard/);
		const text = env.clipboard.text ?? '';
		assert.match(text, new RegExp(`${customer.name} \\(${tenantId}\\)`));
		assert.match(text, /3 of 3 × VM_RI_D4s_v5_Web-Frontend.*used 66\.2% in 7 days/);
		assert.match(text, /1 × Reserved VM Instance, Standard_D4s_v5 \(West Europe\); 3 years, Monthly/);
		assert.match(text, /new commitment: EUR\s4,618\.80/);
		assert.match(text, /Nothing has been exchanged yet/);
		panel.send({ type: 'setGiving', reservationId, quantity: 1 });
		panel.send({ type: 'copyRequest' });
		for (const started = Date.now(); env.clipboard.text === text && Date.now() - started < 30_000; ) await sleep(5);
		assert.doesNotMatch(env.clipboard.text ?? '', /4,618\.80/, 'an old quote is not passed on');
	});
});
