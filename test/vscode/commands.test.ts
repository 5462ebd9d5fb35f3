/** The commands in a real VS Code: all there, and each does its work from the tree, from a panel and from the palette. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { CommandContext } from '../../src/commands/context';
import { type CommandId, commandIds } from '../../src/host/command-ids';
import { activated, children, customers, eventually, reservations } from './helpers';

const run = <T>(id: CommandId, ...args: unknown[]) => vscode.commands.executeCommand<T>(id, ...args);
const clipboard = () => vscode.env.clipboard.readText();

describe('Commands', () => {
	let context: CommandContext;
	before(async () => {
		context = await activated();
	});
	afterEach(() => vscode.commands.executeCommand('workbench.action.closeQuickOpen'));

	it('are all registered once the extension is active', async () => {
		const registered = new Set(await vscode.commands.getCommands(true));
		assert.deepEqual(
			commandIds.filter((id) => !registered.has(id)),
			[],
		);
	});

	it('copy the ids of a reservation', async () => {
		const [node] = await reservations(context, 1);
		assert.ok(node !== undefined);
		const { reservationId, orderId, tenantId } = node.reservation;
		await run('cspReservations.copyReservationId', node);
		assert.equal(await clipboard(), reservationId);
		await run('cspReservations.copyOrderId', node);
		assert.equal(await clipboard(), orderId);
		await run('cspReservations.copyResourceId', node);
		assert.equal(await clipboard(), `/providers/microsoft.capacity/reservationOrders/${orderId}/reservations/${reservationId}`);
		await run('cspReservations.copyCustomerTenantId', node.parent);
		assert.equal(await clipboard(), tenantId);
	});

	it('copy a list, one id a line, when several are selected', async () => {
		const nodes = await reservations(context, 2);
		const [clicked] = nodes;
		assert.ok(clicked !== undefined);
		await run('cspReservations.copyReservationId', clicked, [...nodes, clicked.parent]);
		assert.deepEqual(
			(await clipboard()).split('\n'),
			nodes.map(({ reservation }) => reservation.reservationId),
		);
		const other = nodes.at(-1);
		await run('cspReservations.copyReservationId', clicked, [other]);
		assert.equal(await clipboard(), clicked.reservation.reservationId, 'a click outside the selection means the clicked one');
	});

	it('copy the details for support', async () => {
		const [node] = await reservations(context, 1);
		assert.ok(node !== undefined);
		await run('cspReservations.copySupportDetails', node);
		const text = await clipboard();
		for (const fact of [
			node.reservation.reservationId,
			node.reservation.orderId,
			node.reservation.tenantId,
			node.reservation.name,
		]) {
			assert.ok(text.includes(fact), `${fact} is missing in:\n${text}`);
		}
	});

	it('act on the reservation of the active overview panel', async () => {
		const [node] = await reservations(context, 1);
		assert.ok(node !== undefined);
		await run('cspReservations.openOverview', node);
		await eventually('the panel', () => context.overviews.active);
		await vscode.env.clipboard.writeText('');
		await run('cspReservations.copyOrderId');
		assert.equal(await clipboard(), node.reservation.orderId);
		const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs).length;
		const before = tabs();
		await run('cspReservations.openOverview', node);
		assert.equal(tabs(), before, 'a second call shows the panel that is there');
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await eventually('the panel to close', () => (context.overviews.active === undefined ? true : undefined));
	});

	it('act on the reservation of the panel in front, whichever kind of panel that is', async () => {
		const [node] = await reservations(context, 1);
		assert.ok(node !== undefined);
		for (const [command, panels] of [
			['cspReservations.accessControl', context.roles],
			['cspReservations.configure', context.configurations],
			['cspReservations.return', context.returns],
		] as const) {
			await run(command, node);
			await eventually(`the panel of ${command}`, () => panels.active);
			await vscode.env.clipboard.writeText('');
			await run('cspReservations.copyReservationId');
			assert.equal(await clipboard(), node.reservation.reservationId, command);
			await vscode.commands.executeCommand('workbench.action.closeAllEditors');
			await eventually('the panel to close', () => (panels.active === undefined ? true : undefined));
		}
	});

	it('ask for a reservation when there is none at hand, and do nothing when the user gives up', async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await vscode.env.clipboard.writeText('untouched');
		const asked = run('cspReservations.copyReservationId');
		await eventually('the quick pick', async () => {
			await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
			return Promise.race([asked.then(() => true), delay(100, undefined)]);
		});
		assert.equal(await clipboard(), 'untouched');
	});

	it('pin a customer above all others, and unpin it', async () => {
		const last = (await customers(context)).at(-1);
		assert.ok(last !== undefined);
		await run('cspReservations.pinCustomer', last);
		assert.equal((await customers(context))[0]?.customer.tenantId, last.customer.tenantId);
		await run('cspReservations.unpinCustomer', last);
		assert.equal((await customers(context)).at(-1)?.customer.tenantId, last.customer.tenantId);
	});

	it('sort by expiry: soonest first within a customer', async () => {
		await run('cspReservations.sort', 'expiry');
		try {
			const found = await reservations(context, 3);
			const ends = found.map(({ reservation }) => reservation.expiresAt ?? Number.POSITIVE_INFINITY);
			assert.deepEqual(
				ends,
				[...ends].sort((a, b) => a - b),
			);
		} finally {
			await run('cspReservations.sort', 'name');
		}
	});

	it('show ended and archived reservations, and hide them again', async () => {
		const count = async () => {
			let all = 0;
			for (const customer of await customers(context)) {
				all += (await children(context, customer)).filter((node) => node.kind === 'reservation').length;
			}
			return all;
		};
		const active = await count();
		await run('cspReservations.showEnded');
		const all = await count();
		await run('cspReservations.hideEnded');
		assert.ok(all > active, `${all} with ended ones, ${active} without`);
		assert.equal(await count(), active);
	});
});
