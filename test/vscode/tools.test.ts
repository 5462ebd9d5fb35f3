/** The tools of an assistant, called as VS Code calls them: what they give, what they refuse, and that none commits anything. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CommandContext } from '../../src/commands/context';
import type { ReservationsService } from '../../src/reservations/api';
import type { Customer, Reservation } from '../../src/reservations/model';
import { type ToolName, toolNames } from '../../src/tools/names';
import { unitsOf } from '../helpers/units';
import { activated, customers, reservations } from './helpers';

/** Every call that may go out while tools are used, beside reading. */
const quoting = /\/(calculaterefund|calculateexchange)$/i;

async function call(name: ToolName, input: object, token?: vscode.CancellationToken): Promise<string> {
	const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined }, token);
	assert.ok(content.every((part) => part instanceof vscode.LanguageModelTextPart));
	return content.map((part) => (part as vscode.LanguageModelTextPart).value).join('');
}

const idsOf = ({ tenantId, orderId, reservationId }: Reservation) => ({
	customerTenantId: tenantId,
	reservationOrderId: orderId,
	reservationId,
});

describe('Tools', function () {
	this.timeout(120_000);
	let context: CommandContext;
	let service: ReservationsService;
	let all: readonly Customer[];
	let customer: Customer;
	let reservation: Reservation;
	/** Operations in the journal before the tools were used. */
	let committed: number;

	/** The requests that Azure was sent since the start of these tests. */
	async function requests(): Promise<readonly { readonly service: string; readonly method: string; readonly path: string }[]> {
		return (await fetch(`${service.cloud.authority}/sandbox/requests`)).json() as Promise<never>;
	}

	before(async () => {
		context = await activated();
		service = await context.session.service();
		all = (await customers(context)).map((node) => node.customer);
		const shown = (await reservations(context, 3)).map((node) => node.reservation);
		const found =
			shown.find((it) => it.state === 'Succeeded' && it.resourceType === 'VirtualMachines' && unitsOf(it) > 1) ?? shown[0];
		assert.ok(found !== undefined);
		reservation = found;
		customer = service.getCustomer(found.tenantId) ?? assert.fail('the customer is not known');
		committed = service.operations.operations().length;
		await fetch(`${service.cloud.authority}/sandbox/requests`, { method: 'DELETE' });
	});

	after(async () => {
		const changing = (await requests()).filter(({ service: name, method }) => name !== 'authority' && method !== 'GET');
		assert.ok(
			changing.some(({ path }) => quoting.test(path)),
			'no quote was asked for',
		);
		assert.deepEqual(
			changing.filter(({ path }) => !quoting.test(path)),
			[],
			'more than quotes was sent',
		);
		assert.equal(service.operations.operations().length, committed, 'an operation was committed');
	});

	it('are there for every assistant, with their inputs', () => {
		for (const name of toolNames) {
			const tool = vscode.lm.tools.find((it) => it.name === name);
			assert.ok(tool !== undefined, `${name} is not registered`);
			assert.ok(tool.description.length > 100 && tool.inputSchema !== undefined, name);
		}
	});

	it('find customers by name, and the reservations of one, no more than asked for', async () => {
		const byName = await call('cspReservations_findReservations', { query: customer.name });
		assert.ok(byName.includes(`Customer ${JSON.stringify(customer.name)}`), byName);
		assert.ok(byName.includes(customer.tenantId));
		const asked = { customerTenantId: customer.tenantId.toUpperCase(), includeEnded: true };
		const total = (await service.loadReservations(customer.tenantId)).value?.reservations.length ?? 0;
		const every = await call('cspReservations_findReservations', { ...asked, limit: 50 });
		assert.ok(every.startsWith(`Reservations: ${total} found, ${Math.min(total, 50)} shown.`), every.slice(0, 200));
		assert.ok(every.includes(`reservationId ${reservation.reservationId}`));
		const few = await call('cspReservations_findReservations', { ...asked, limit: 1 });
		assert.ok(few.startsWith(`Reservations: ${total} found, 1 shown. Ask for less`), few.slice(0, 200));
		assert.equal(few.split('\n- ').length, 2);
	});

	it('explain a reservation with its order', async () => {
		const text = await call('cspReservations_explainReservation', idsOf(reservation));
		assert.ok(text.startsWith(`Reservation ${JSON.stringify(reservation.name)} of customer`), text.slice(0, 200));
		assert.match(text, /Total of the order, pricing currency, without tax: [\d.]+ [A-Z]{3}/);
		assert.match(text, /## Advice[\s\S]*## What can be done/);
		assert.ok(text.length <= 12_000);
		assert.doesNotMatch(text, /eyJ|Bearer/);
	});

	it('list what ends soon and what is used little, of one customer and of all', async () => {
		const everybody = await call('cspReservations_expiringReservations', { withinDays: 90, readAll: true, limit: 5 });
		assert.match(everybody, /^Reservations that end within 90 days: \d+ found, [1-5] shown\./);
		assert.match(everybody, new RegExp(`Read now or in the last minutes: \\d+ of ${all.length} customers\\.`));
		// The customers of the sandbox that refuse are told, not left out.
		assert.match(everybody, /Could not be read: \d+ customers \(.*AuthorizationFailed/);
		assert.match(everybody, /\n- Ends \d{4}-\d\d-\d\d \(\d+ days left\), is (not )?renewed|can’t be renewed/);
		const low = await call('cspReservations_lowUseReservations', {});
		assert.match(low, /^Reservations with low use or no benefit: \d+ found, [1-9]\d* shown\./);
		const ofOne = await call('cspReservations_lowUseReservations', { customerTenantId: customer.tenantId });
		assert.ok(ofOne.includes(`Customer: ${JSON.stringify(customer.name)}. Read from Azure at 20`), ofOne);
	});

	it('quote a return, with money back and cancelled commitment apart', async () => {
		const text = await call('cspReservations_quoteReturn', { ...idsOf(reservation), quantity: 1 });
		assert.match(text, /nothing was returned or committed/);
		assert.match(text, /Money back \(comes back to the partner\), billing currency, without tax: [\d.]+ [A-Z]{3}/);
		assert.match(text, /Commitment cancelled \(.*\), billing currency: /);
		await assert.rejects(call('cspReservations_quoteReturn', { ...idsOf(reservation), quantity: 99_999 }), /Refused.*less than/);
	});

	it('quote an exchange', async () => {
		const { customerTenantId, ...line } = idsOf(reservation);
		const text = await call('cspReservations_quoteExchange', {
			customerTenantId,
			returns: [{ ...line, quantity: 1 }],
			purchases: [
				{
					...{ sku: reservation.sku, resourceType: reservation.resourceType, region: reservation.region, quantity: 5 },
					...{ term: 'P3Y', billingPlan: 'Monthly', billingSubscriptionId: reservation.billingScopeId?.split('/').at(-1) },
				},
			],
		});
		assert.match(text, /nothing was exchanged or committed/);
		assert.match(text, /New commitment over the whole term: [\d.]+ [A-Z]{3}/);
		assert.match(text, /not the next charge\): -?[\d.]+ [A-Z]{3}/);
	});

	it('refuse what is not declared, a foreign tenant, and say which right is missing', async () => {
		await assert.rejects(call('cspReservations_findReservations', {}), /needs a query, a customerTenantId, or both/);
		await assert.rejects(
			call('cspReservations_explainReservation', { ...idsOf(reservation), reservationId: 'Web' }),
			/has to be a GUID/,
		);
		const foreign = { customerTenantId: '12345678-1234-4234-8234-123456789012' };
		await assert.rejects(call('cspReservations_findReservations', foreign), /no customer of this connection/);
		assert.ok(!(await requests()).some(({ path }) => path.includes(foreign.customerTenantId)), 'a foreign tenant was asked');
		const noRole = all.find(({ name }) => name.includes('no GDAP role')) ?? assert.fail('no such customer');
		const refusal = call('cspReservations_findReservations', { customerTenantId: noRole.tenantId });
		await assert.rejects(refusal, /NotAllowed: ".*"\nMissing right: ".+"\nWhat the user can do: ".+"/);
	});

	it('end when they are cancelled', async () => {
		const source = new vscode.CancellationTokenSource();
		source.cancel();
		await assert.rejects(call('cspReservations_explainReservation', idsOf(reservation), source.token), /cancel/i);
	});
});
