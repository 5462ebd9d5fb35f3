/** The Return and the Exchange panels with the service and the sandbox, over HTTP: from the choice to the end of the operation. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { createExchangePanels, type ExchangePanels } from '../../src/panels/exchange';
import { type Exchange, HostMessage as ExchangeMessage } from '../../src/panels/exchange/messages';
import { createReturnPanels, type ReturnPanels } from '../../src/panels/return';
import { HostMessage as ReturnMessage } from '../../src/panels/return/messages';
import type { Customer, Reservation } from '../../src/reservations/model';
import { Desk } from '../helpers/operations';
import { panelHost } from '../helpers/panel-host';
import { panelMessages } from '../helpers/panel-messages';
import { clearFaults, clearRequests, orderFault } from '../helpers/service';
import { env, opened, type Panel } from '../ui/pages/vscode-outside';

const returns = panelMessages(ReturnMessage);
const exchanges = panelMessages(ExchangeMessage);

describe('Money panels with the sandbox', () => {
	let desk: Desk;
	let customers: Customer[];
	let returnPanels: ReturnPanels;
	let exchangePanels: ExchangePanels;

	before(async () => {
		desk = await Desk.open({ customers: 40, reservations: 12 });
		const { service } = desk.first;
		await service.refreshCustomers();
		customers = (service.getCustomers().value?.customers ?? []).filter(({ name }) => !/\(/.test(name));
		const host = {
			...panelHost(service),
			runCommand: () => undefined,
			openExchange: () => undefined,
		};
		returnPanels = createReturnPanels(host);
		exchangePanels = createExchangePanels(host);
	});
	after(async () => {
		returnPanels?.dispose();
		exchangePanels?.dispose();
		await desk?.close();
	});
	beforeEach(() => clearRequests(desk.sandbox));
	afterEach(() => clearFaults(desk.sandbox));

	/** A customer that no test has used, with a reservation of virtual machines of several units. */
	async function owner(): Promise<{ customer: Customer; reservation: Reservation }> {
		for (let customer = customers.shift(); customer !== undefined; customer = customers.shift()) {
			const [reservation] = await desk.reservations(customer, 'VirtualMachines', 2);
			if (reservation !== undefined) return { customer, reservation };
		}
		return assert.fail('no customer is left');
	}

	const openReturn = (reservation: Reservation): Panel => {
		returnPanels.open(reservation);
		const panel = opened.at(-1) ?? assert.fail('no panel');
		panel.send({ type: 'ready' });
		return panel;
	};

	async function confirmedReturn(): Promise<{ panel: Panel; customer: Customer; reservation: Reservation }> {
		const { customer, reservation } = await owner();
		const panel = openReturn(reservation);
		panel.send({ type: 'setReason', reason: 'Not needed any more' });
		panel.send({ type: 'setQuantity', quantity: 1 });
		await returns.until(
			panel,
			'return',
			({ quote, choose }) =>
				quote.standing === 'current' && choose?.notYet === undefined && choose?.figuresTitle.includes(' 1 of ') === true,
		);
		panel.send({ type: 'review' });
		const { confirm } = await returns.until(panel, 'return', (view) => view.confirm !== undefined);
		panel.send({ type: 'commit', sessionId: confirm?.sessionId, typedName: customer.name });
		return { panel, customer, reservation };
	}

	it('returns one unit: quote, confirmation, one commit, the end, the rest under its new id', async () => {
		const { panel, reservation } = await confirmedReturn();
		const { operation } = await returns.until(panel, 'return', (view) => view.operation?.canStartAnew === true);
		assert.equal(operation?.state.text, 'Done');
		assert.equal(await desk.commits(), 1);
		assert.ok(
			operation?.rows[0]?.ids.some((id) => id.startsWith('The rest goes on as reservation')),
			operation?.rows[0]?.ids.join(),
		);
		assert.equal(operation?.rows[0]?.what.includes(reservation.name), true);
		panel.send({ type: 'copyResult' });
		await returns.until(panel, 'announce', ({ text }) => text.includes('clipboard'));
		assert.match(env.clipboard.text ?? '', new RegExp(operation?.id ?? 'no id'));
	});

	it('a lost answer is found out and never sent again', async () => {
		await orderFault(desk.sandbox, { match: { method: 'POST', path: '/return' }, fault: { kind: 'dropAfter' }, times: 1 });
		const { panel } = await confirmedReturn();
		const { operation } = await returns.until(
			panel,
			'return',
			(view) => view.operation !== undefined && ['Done', 'Not known whether it was done'].includes(view.operation.state.text),
		);
		assert.ok(operation !== undefined);
		assert.equal(await desk.commits(), 1);
	});

	it('a customer above the limit is refused with its reasons, and can not go on', async () => {
		const above = await desk.customer('refund limit').catch(() => undefined);
		if (above === undefined) return assert.fail('the sandbox has a customer above the refund limit');
		const reservation = await desk.reservation(above);
		const panel = openReturn(reservation);
		panel.send({ type: 'setReason', reason: 'Not needed any more' });
		const { choose } = await returns.until(panel, 'return', (view) => (view.choose?.refusals.length ?? 0) > 0);
		assert.match(choose?.refusals[0]?.facts ?? '', /RefundLimitExceeded/);
		assert.ok(choose?.refusals[0]?.buttons.some(({ instead }) => instead === 'exchange'));
		assert.deepEqual(
			choose?.blockers.filter((text) => choose.refusals.some(({ title }) => text.startsWith(title))),
			[],
		);
		panel.send({ type: 'review' });
		assert.equal(returns.last(panel, 'return')?.confirm, undefined);
	});

	it('exchanges: products of the catalog, calculator and binding quote agree, one commit, new orders', async () => {
		const { customer, reservation } = await owner();
		const { tenantId } = customer;
		exchangePanels.open({ tenantId, selected: [reservation] });
		const panel = opened.at(-1) ?? assert.fail('no panel');
		panel.send({ type: 'ready' });
		const until = (fits: (view: Exchange) => boolean) => exchanges.until(panel, 'exchange', fits);
		const { saved } = await until((view) => view.saved.filter?.resourceType === 'VirtualMachines');
		panel.send({ type: 'filter', filter: { ...saved.filter, region: 'westeurope', text: 'Standard_E8s_v5', term: 'P3Y' } });
		const { choose } = await until((view) => view.choose?.products.rows[0]?.sku === 'Standard_E8s_v5');
		const product = choose?.products.rows[0];
		panel.send({ type: 'add', sku: product?.sku, region: product?.region, quantity: 1 });
		panel.send({ type: 'setLine', line: 1, field: 'quantity', value: '20' });
		await until((view) => view.choose?.calculator.verdict.text.startsWith('Covered') === true);
		const reckoned = exchanges.last(panel, 'exchange')?.choose?.calculator.figures ?? [];
		panel.send({ type: 'askQuote' });
		const quoted = await until((view) => view.quote.standing === 'current');
		assert.equal(quoted.choose?.notYet, undefined, quoted.choose?.blockers.join());
		const totals = new Map(quoted.comparison?.totals.map(({ label, value }) => [label, value]));
		for (const label of ['New commitment', 'Money back', 'Commitment cancelled'])
			assert.equal(totals.get(label), reckoned.find((figure) => figure.label === label)?.value, label);
		panel.send({ type: 'review' });
		const { confirm } = await until((view) => view.confirm !== undefined);
		panel.send({ type: 'commit', sessionId: confirm?.sessionId, typedName: customer.name.toUpperCase() });
		const { operation } = await until((view) => view.operation?.canStartAnew === true);
		assert.equal(operation?.state.text, 'Done');
		assert.equal(await desk.commits(), 1);
		assert.ok(operation?.rows.some(({ direction, ids }) => direction === 'Purchase' && ids.length === 2));
	});

	it('a purchase that is too small is short in the calculator, and refused by the quote', async () => {
		const { customer, reservation } = await owner();
		exchangePanels.open({ tenantId: customer.tenantId, selected: [reservation] });
		const panel = opened.at(-1) ?? assert.fail('no panel');
		panel.send({ type: 'ready' });
		const until = (fits: (view: Exchange) => boolean) => exchanges.until(panel, 'exchange', fits);
		const { saved } = await until((view) => view.saved.filter?.resourceType === 'VirtualMachines');
		panel.send({ type: 'filter', filter: { ...saved.filter, region: 'westeurope', text: 'Standard_D2as_v5', term: 'P1Y' } });
		const { choose } = await until((view) => view.choose?.products.rows.some(({ legacy }) => legacy === undefined) ?? false);
		const cheap = choose?.products.rows[0];
		panel.send({ type: 'add', sku: cheap?.sku, region: cheap?.region, quantity: 1 });
		const short = await until((view) => /^(You need|Covered|It reaches)/.test(view.choose?.calculator.verdict.text ?? ''));
		assert.match(short.choose?.calculator.verdict.text ?? '', /^You need [A-Z]{3}\s[\d,.]+ more\.$/);
		panel.send({ type: 'askQuote' });
		const { choose: refused } = await until((view) => (view.choose?.refusals.length ?? 0) > 0);
		assert.match(refused?.refusals[0]?.facts ?? '', /NewCommitmentTooLow/);
		assert.notEqual(refused?.notYet, undefined);
	});
});
