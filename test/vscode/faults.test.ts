/** What the tree shows when a service fails: why, with a way to try again, and the last known state below it. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CommandContext } from '../../src/commands/context';
import type { ReservationsService } from '../../src/reservations/api';
import type { CustomerNode, FailureNode } from '../../src/tree/nodes';
import { activated, children, customers, eventually, order, reservations, spoken } from './helpers';

const faults: readonly { readonly name: string; readonly fault: object }[] = [
	{ name: '401', fault: { kind: 'unauthorized' } },
	{ name: '403', fault: { kind: 'status', status: 403 } },
	{ name: '404', fault: { kind: 'status', status: 404 } },
	{ name: '500', fault: { kind: 'status', status: 500 } },
	{ name: 'a dropped connection', fault: { kind: 'dropBefore' } },
	{ name: 'HTML', fault: { kind: 'html' } },
	{ name: 'JSON of the wrong shape', fault: { kind: 'wrongJson', variant: 'shape' } },
	{ name: 'half a body', fault: { kind: 'wrongJson', variant: 'cut' } },
	{ name: 'a next link to another host', fault: { kind: 'foreignNextLink' } },
	{ name: 'an answer above 12 MB', fault: { kind: 'huge', variant: 'error' } },
];

describe('Faults', () => {
	let context: CommandContext;
	let service: ReservationsService;
	let customer: CustomerNode;
	let names: readonly string[];
	const shown = async () => children(context, customer);
	const shownNames = async () => (await shown()).flatMap((node) => (node.kind === 'reservation' ? [node.reservation.name] : []));

	before(async () => {
		context = await activated();
		service = await context.session.service();
		const [first] = await reservations(context, 2);
		assert.ok(first !== undefined);
		customer = first.parent;
		names = await shownNames();
	});

	for (const { name, fault } of faults) {
		it(`${name}: the customer says why, keeps its reservations, and Retry heals it`, async () => {
			const { tenantId } = customer.customer;
			const end = await order(
				service,
				{ service: 'resourceManager', tenant: tenantId, path: 'microsoft.capacity/reservations' },
				fault,
			);
			try {
				await vscode.commands.executeCommand('cspReservations.refresh', customer);
				const [failure] = await shown();
				assert.equal(failure?.kind, 'failure');
				assert.ok(failure.failure.message.length > 20, failure.failure.message);
				assert.ok(spoken(context, failure).startsWith('Error: '));
				assert.deepEqual(await shownNames(), names);
				assert.match(spoken(context, customer), /refresh failed/);
				assert.equal(context.view.tree.getTreeItem(failure).contextValue, 'failure');
			} finally {
				await end();
			}
			const failure = (await shown()).find((node): node is FailureNode => node.kind === 'failure');
			await vscode.commands.executeCommand('cspReservations.retry', failure);
			assert.deepEqual(
				(await shown()).map(({ kind }) => kind),
				names.map(() => 'reservation'),
			);
			assert.doesNotMatch(spoken(context, customer), /failed/);
		});
	}

	it('a failing list of customers says why and keeps the customers', async () => {
		const before = (await customers(context)).map(({ id }) => id);
		const end = await order(service, { service: 'partnerCenter', path: '/v1/customers' }, { kind: 'status', status: 500 });
		try {
			await vscode.commands.executeCommand('cspReservations.refreshAll');
			const [failure, ...rest] = await children(context);
			assert.equal(failure?.kind, 'failure');
			assert.deepEqual(
				rest.map(({ id }) => id),
				before,
			);
			assert.match(context.view.description, /as of/);
		} finally {
			await end();
		}
		await vscode.commands.executeCommand('cspReservations.refreshAll');
		assert.deepEqual(
			(await children(context)).map(({ id }) => id),
			before,
		);
	});

	it('a throttled customer shows the seconds left', async () => {
		const { tenantId } = customer.customer;
		const end = await order(service, { service: 'resourceManager', tenant: tenantId }, { kind: 'throttle', seconds: 3 });
		const refreshed = vscode.commands.executeCommand('cspReservations.refresh', customer);
		try {
			await eventually(
				'the countdown',
				() => (/asked to wait, [123] s left/.test(spoken(context, customer)) ? true : undefined),
				5000,
			);
			assert.deepEqual(await shownNames(), names, 'what is known stays');
		} finally {
			await end();
		}
		await refreshed;
		await eventually('the end of the wait', () => (/asked to wait/.test(spoken(context, customer)) ? undefined : true));
	});

	it('a connection that can not be made leads to the welcome text, and a good one back to the customers', async () => {
		const settings = vscode.workspace.getConfiguration('cspReservations');
		// Nothing listens on the discard port.
		await settings.update('sandbox.address', 'http://127.0.0.1:9', vscode.ConfigurationTarget.Global);
		try {
			await eventually('the connection to fail', async () => {
				const roots = await context.view.tree.getChildren();
				return context.view.connectionError !== undefined && roots.length === 0 ? true : undefined;
			});
		} finally {
			await settings.update('sandbox.address', undefined, vscode.ConfigurationTarget.Global);
		}
		assert.equal(
			(
				await eventually('the customers', async () => {
					const found = await customers(context);
					return found.length > 0 ? found : undefined;
				})
			).length,
			28,
		);
		assert.equal(context.view.connectionError, undefined);
		service = await context.session.service();
	});
});
