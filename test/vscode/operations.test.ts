/** Returns and exchanges in a real VS Code, by the service of the running extension: listed, followed, told, and gone on with. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CommandContext } from '../../src/commands/context';
import type { CommandId } from '../../src/host/command-ids';
import type { Operations } from '../../src/host/operations';
import type { Customer, Reservation } from '../../src/reservations/model';
import type { Operation, ReturnQuote } from '../../src/reservations/operations/model';
import { operationNode } from '../../src/tree/operations-nodes';
import { unitsOf } from '../helpers/units';
import { activated, customers, eventually, reservations } from './helpers';

const run = <T>(id: CommandId, ...args: unknown[]) => vscode.commands.executeCommand<T>(id, ...args);

/** Several times what a return takes in the sandbox. */
const ENDING = 60_000;

interface Returnable {
	readonly customer: Customer;
	readonly reservation: Reservation;
	readonly quote: ReturnQuote;
}

describe('Operations', function () {
	this.timeout(120_000);
	let context: CommandContext;
	let operations: Operations;
	before(async () => {
		context = await activated();
		({ operations } = await context.operations.desk());
	});
	afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

	/** The first reservation of which the service lets one unit go. */
	async function returnable(): Promise<Returnable> {
		const service = await context.session.service();
		for (const { customer } of await customers(context)) {
			const { value } = await service.loadReservations(customer.tenantId);
			for (const reservation of value?.reservations ?? []) {
				if (reservation.state !== 'Succeeded' || unitsOf(reservation) < 2) continue;
				const { tenantId, orderId, reservationId } = reservation;
				const quote = await service.operations.quoteReturn({ tenantId, orderId, reservationId, quantity: 1 });
				if (quote.blockers.length === 0) return { customer, reservation, quote };
			}
		}
		return assert.fail('no reservation can be returned');
	}

	async function ended(id: string): Promise<Operation> {
		return eventually(
			'the end of the operation',
			() => {
				const operation = operations.find(id);
				return operation?.endedAt === undefined ? undefined : operation;
			},
			ENDING,
		);
	}

	describe('a return', () => {
		let it0: Returnable;
		let operation: Operation;
		before(async () => {
			it0 = await returnable();
			const service = await context.session.service();
			operation = await service.operations.commit(it0.quote, {
				sessionId: it0.quote.sessionId ?? '',
				typedCustomerName: it0.customer.name,
				reason: 'Not used any more',
			});
		});

		it('is counted and listed while it is under way, and settled when it has ended', async () => {
			assert.equal(operations.counts.open, 1, operation.state);
			assert.equal(operations.all[0]?.id, operation.id);
			const last = await ended(operation.id);
			assert.equal(last.state, 'succeeded', last.explanation);
			assert.deepEqual(operations.counts, { open: 0, unknown: 0, notLookedAt: 0 });
		});

		it('is told once', async () => {
			const last = await ended(operation.id);
			await eventually('the message', () => (operations.wasTold(last) ? true : undefined));
			assert.equal(await operations.claimTelling(last), false);
		});

		it('leaves the customer with what is left, and the old id leads there', async () => {
			const service = await context.session.service();
			await ended(operation.id);
			const { tenantId } = it0.customer;
			const left = await eventually('the reservation with the rest', () => {
				const [successor] = service.operations.successorsOf(it0.reservation);
				return service.getReservation(successor ?? it0.reservation);
			});
			assert.equal(left.quantity, unitsOf(it0.reservation) - 1);
			assert.equal(left.tenantId, tenantId);
		});

		it('can be read, copied and found in the tree', async () => {
			const last = await ended(operation.id);
			const node = operationNode(last);
			await run('cspReservations.copyOperationDetails', node);
			const copied = await vscode.env.clipboard.readText();
			assert.ok(copied.includes(operation.id) && copied.includes(it0.customer.name), copied);
			await run('cspReservations.showOperation', { operationId: operation.id });
			const document = await eventually('the details', () => vscode.window.activeTextEditor?.document);
			assert.equal(document.uri.scheme, 'csp-reservations-operation');
			assert.equal(document.getText(), copied);
			await run('cspReservations.revealReservation', node);
			await eventually('the selection', () => {
				const [selected] = context.view.selection;
				return selected?.kind === 'reservation' && selected.reservation.tenantId === it0.customer.tenantId ? true : undefined;
			});
		});

		it('is written down on this computer, and lists nothing secret', async () => {
			const service = await context.session.service();
			const exported = service.operations.exportOperations('json');
			assert.ok(exported.includes(operation.id));
			assert.doesNotMatch(exported, /bearer|eyJ[\w-]{10,}\./i);
			assert.ok(service.operations.exportOperations('csv').split('\n').length > 1);
		});
	});

	it('Exchange of reservations of two customers is refused in words', async () => {
		const nodes = await reservations(context, 1);
		const [first] = nodes;
		assert.ok(first !== undefined);
		const others = [];
		for (const customer of await customers(context)) {
			const service = await context.session.service();
			const { value } = await service.loadReservations(customer.customer.tenantId);
			const reservation = value?.reservations.find(({ state }) => state === 'Succeeded');
			if (reservation === undefined || customer.customer.tenantId === first.reservation.tenantId) continue;
			others.push((await context.view.tree.getChildren(customer)).find(({ kind }) => kind === 'reservation'));
			break;
		}
		const before = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length;
		await run('cspReservations.exchange', first, [first, ...others]);
		assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, before, 'no panel was opened');
	});
});
