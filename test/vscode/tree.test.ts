/** The tree in a real VS Code: what the sandbox has is what the tree shows, and nothing is ever just empty. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { CommandContext } from '../../src/commands/context';
import { activated, ask, children, customers, eventually, patch, reservations, spoken } from './helpers';

interface CustomersAnswer {
	readonly items: readonly { readonly companyProfile: { readonly tenantId: string; readonly companyName: string } }[];
}

interface ReservationsAnswer {
	readonly value: readonly { readonly id: string; readonly properties: { readonly displayName: string } }[];
}

describe('Tree of customers', () => {
	let context: CommandContext;
	before(async () => {
		context = await activated();
	});

	it('lists the customers of Partner Center, by name', async () => {
		const service = await context.session.service();
		const { items } = await ask<CustomersAnswer>(
			service,
			'partnerCenter',
			service.cloud.partnerTenantId,
			'/v1/customers?size=500',
		);
		const shown = await customers(context);
		assert.deepEqual(
			shown.map(({ customer }) => customer.tenantId).sort(),
			items.map(({ companyProfile }) => companyProfile.tenantId.toLowerCase()).sort(),
		);
		const names = shown.map(({ customer }) => customer.name);
		assert.deepEqual(
			names,
			[...names].sort(new Intl.Collator(vscode.env.language, { numeric: true, sensitivity: 'base' }).compare),
		);
	});

	it('lists below a customer the reservations that Azure lists in its tenant', async () => {
		const service = await context.session.service();
		const [first] = await reservations(context, 2);
		assert.ok(first !== undefined);
		// The sandbox names reservations after the minute of their purchase: what is kept from a minute ago may differ.
		await vscode.commands.executeCommand('cspReservations.refresh', first.parent);
		await vscode.commands.executeCommand('cspReservations.showEnded');
		const shown = await children(context, first.parent);
		await vscode.commands.executeCommand('cspReservations.hideEnded');
		const path = '/providers/Microsoft.Capacity/reservations?api-version=2022-11-01';
		const { value } = await ask<ReservationsAnswer>(service, 'resourceManager', first.reservation.tenantId, path);
		assert.deepEqual(
			shown.map((node) => (node.kind === 'reservation' ? node.reservation.name : node.kind)).sort(),
			value.map(({ properties }) => properties.displayName).sort(),
		);
	});

	it('never shows an empty customer: a note or a failure says why there is nothing', async () => {
		const kinds = new Set<string>();
		for (const customer of await customers(context)) {
			const nodes = await children(context, customer);
			assert.ok(nodes.length > 0, `${customer.customer.name} shows nothing`);
			for (const node of nodes) kinds.add(node.kind === 'note' ? node.note : node.kind);
		}
		for (const kind of ['reservation', 'failure', 'notVisible'])
			assert.ok(kinds.has(kind), `${kind} is missing among ${[...kinds].join(', ')}`);
	});

	it('gives every node an id of its own and words for a screen reader', async () => {
		const ids = new Set<string>();
		for (const customer of await customers(context)) {
			for (const node of [customer, ...(await children(context, customer))]) {
				assert.ok(!ids.has(node.id), `${node.id} twice`);
				ids.add(node.id);
				assert.equal(context.view.tree.getTreeItem(node).id, node.id);
				const words = spoken(context, node);
				assert.ok(words.length > 0, node.id);
				if (node.kind === 'reservation') {
					assert.ok(words.startsWith(node.reservation.name), words);
					assert.ok(words.includes(`quantity ${node.reservation.quantity}`), words);
				}
			}
		}
	});

	it('opens a reservation on Enter or click, and makes its tooltip only when the pointer rests on it', async () => {
		const [node] = await reservations(context, 1);
		assert.ok(node !== undefined);
		const item = context.view.tree.getTreeItem(node);
		assert.equal(item.command?.command, 'cspReservations.openOverview');
		assert.ok(item.command.arguments?.[0] === node, 'the command opens this reservation');
		assert.equal(context.view.tree.getTreeItem(node.parent).command, undefined, 'a customer opens by itself');
		assert.equal(item.tooltip, undefined);
		const { tooltip } = context.view.tree.resolveTreeItem(item, node);
		assert.ok(tooltip instanceof vscode.MarkdownString);
		assert.ok(!tooltip.isTrusted, 'no command links');
		assert.ok(!tooltip.supportHtml);
	});

	it('says that the data is practice data', async () => {
		await customers(context);
		const { cloud } = await context.session.service();
		assert.equal(cloud.isSandbox, true);
		assert.match(context.view.description, /Sandbox · practice data/);
	});

	it('shows a page of customers and the next one on request', async () => {
		const settings = vscode.workspace.getConfiguration('cspReservations');
		await settings.update('tree.pageSize', 20, vscode.ConfigurationTarget.Global);
		try {
			const nodes = await eventually('a page of 20', async () => {
				const roots = await children(context);
				return roots.filter((node) => node.kind === 'customer').length === 20 ? roots : undefined;
			});
			const more = nodes.at(-1);
			assert.equal(more?.kind, 'more');
			assert.equal(more.remaining, 8);
			await vscode.commands.executeCommand('cspReservations.showMore');
			assert.equal((await customers(context)).length, 28);
		} finally {
			await settings.update('tree.pageSize', undefined, vscode.ConfigurationTarget.Global);
		}
	});

	it('Refresh of a reservation reads that one alone, and shows what has changed', async () => {
		const service = await context.session.service();
		const [node] = await reservations(context, 2);
		assert.ok(node !== undefined);
		const { tenantId, orderId, reservationId, name } = node.reservation;
		const path = `/providers/Microsoft.Capacity/reservationOrders/${orderId}/reservations/${reservationId}?api-version=2022-11-01`;
		const other = `${name} (renamed outside)`;
		await patch(service, tenantId, path, { properties: { name: other } });
		await eventually('the new name in Azure', async () => {
			const { properties } = await ask<{ properties: { displayName: string } }>(service, 'resourceManager', tenantId, path);
			return properties.displayName === other ? true : undefined;
		});
		assert.equal(service.getReservation(node.reservation)?.name, name, 'nothing was read yet');

		const log = `${service.cloud.authority}/sandbox/requests`;
		await fetch(log, { method: 'DELETE' });
		await vscode.commands.executeCommand('cspReservations.refresh', node);
		const asked = (await (await fetch(log)).json()) as readonly { readonly method: string; readonly path: string }[];
		assert.deepEqual(
			asked.filter(({ path: at }) => /capacity/i.test(at)).map(({ method, path: at }) => `${method} ${at}`.toLowerCase()),
			[`get ${path.split('?')[0]}`.toLowerCase()],
		);
		const shown = (await children(context, node.parent)).filter((child) => child.kind === 'reservation');
		const item = shown.find((child) => child.reservation.reservationId === reservationId) ?? assert.fail('it is gone');
		assert.equal(context.view.tree.getTreeItem(item).label, other);
		await patch(service, tenantId, path, { properties: { name } });
	});

	it('reveals a customer and a reservation', async () => {
		const [node] = await reservations(context, 1);
		assert.ok(node !== undefined);
		await context.view.reveal(node.parent.customer);
		await eventually('the customer', () => context.view.selection.find(({ id }) => id === node.parent.id));
		await context.view.reveal(node.parent.customer, node.reservation);
		await eventually('the reservation', () => context.view.selection.find(({ id }) => id === node.id));
	});

	it('what is selected is what copy and open mean from the palette, where no panel is in front', async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		const [node] = await reservations(context, 1);
		assert.ok(node !== undefined);
		const { reservation, parent } = node;
		await context.view.reveal(parent.customer, reservation);
		await eventually('the selection', () => context.view.selection.find(({ id }) => id === node.id));
		await vscode.env.clipboard.writeText('');
		await vscode.commands.executeCommand('cspReservations.copyReservationId');
		assert.equal(await vscode.env.clipboard.readText(), reservation.reservationId);
		await vscode.commands.executeCommand('cspReservations.copyCustomerTenantId');
		assert.equal(await vscode.env.clipboard.readText(), reservation.tenantId);
		await vscode.commands.executeCommand('cspReservations.copySupportDetails');
		assert.ok((await vscode.env.clipboard.readText()).includes(reservation.reservationId));
		await vscode.commands.executeCommand('cspReservations.openOverview');
		const shown = await eventually('the panel', () => context.overviews.active);
		assert.equal(shown.reservationId, reservation.reservationId);
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await eventually('the panel to close', () => (context.overviews.active === undefined ? true : undefined));

		await context.view.reveal(parent.customer);
		await eventually('the customer', () => context.view.selection.find(({ id }) => id === parent.id));
		await vscode.env.clipboard.writeText('');
		await vscode.commands.executeCommand('cspReservations.copyCustomerTenantId');
		assert.equal(await vscode.env.clipboard.readText(), reservation.tenantId);
		// What is not seen is not meant.
		await vscode.commands.executeCommand('workbench.view.explorer');
		await eventually('another view', () => (context.view.selection.length === 0 ? true : undefined));
	});

	it('what is selected is not meant where a panel is in front: what that is about is, else the list of all asks', async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		const [node] = await reservations(context, 1);
		assert.ok(node !== undefined);
		const others = await Promise.all((await customers(context)).map((customer) => children(context, customer)));
		const other = others
			.flat()
			.filter((it) => it.kind === 'reservation')
			.find(({ reservation: { tenantId } }) => tenantId !== node.reservation.tenantId);
		assert.ok(other !== undefined);
		const { tenantId, orderId, reservationId } = other.reservation;
		const ref = { tenantId, orderId, reservationId };
		await context.view.reveal(node.parent.customer, node.reservation);
		await eventually('the selection', () => context.view.selection.find(({ id }) => id === node.id));

		/** @returns what came to the clipboard, once the list was closed where it asks */
		const copied = async (command: 'copyReservationId' | 'copyCustomerTenantId') => {
			await vscode.env.clipboard.writeText('nothing');
			const asked = vscode.commands.executeCommand(`cspReservations.${command}`);
			await eventually(`the end of ${command}`, async () => {
				await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
				return Promise.race([asked.then(() => true), delay(100, undefined)]);
			});
			assert.ok(context.view.selection.length > 0, 'the row is selected all the time');
			return vscode.env.clipboard.readText();
		};
		const { portfolio, exchanges, support, supportRequests, access } = context;
		for (const [panels, open, copies] of [
			[portfolio, () => portfolio.open({}), ['nothing', 'nothing']],
			[exchanges, () => exchanges.open({ tenantId }), ['nothing', tenantId]],
			[supportRequests, () => supportRequests.open({ tenantId }), ['nothing', tenantId]],
			[support, () => support.open({ tenantId, origin: { kind: 'reservation', ref } }), [reservationId, tenantId]],
			[access, () => access.open({ kind: 'reservation', ...ref }), [reservationId, tenantId]],
			[access, () => access.open({ kind: 'connection' }), ['nothing', 'nothing']],
		] as const) {
			await open();
			await eventually('the panel', () => panels.active);
			assert.deepEqual([await copied('copyReservationId'), await copied('copyCustomerTenantId')], copies);
			await vscode.commands.executeCommand('workbench.action.closeAllEditors');
			await eventually('the panel to close', () => (panels.active === undefined ? true : undefined));
		}
		assert.equal(await copied('copyReservationId'), node.reservation.reservationId);
	});

	it('reveals a customer over a connection that the view has not used yet', async () => {
		const [node] = await reservations(context, 1);
		assert.ok(node !== undefined);
		await vscode.commands.executeCommand('workbench.action.closeSidebar');
		await context.session.restart();
		const service = await context.session.service();
		await service.loadCustomers();
		await context.view.reveal(node.parent.customer);
		await eventually('the customer', () => context.view.selection.find(({ id }) => id === node.parent.id));
	});

	it('finds customers and reservations by any part of a name or id', async () => {
		const service = await context.session.service();
		const [node] = await reservations(context, 1);
		assert.ok(node !== undefined);
		const { reservation, parent } = node;
		for (const text of [reservation.reservationId, reservation.orderId.slice(0, 13).toUpperCase(), reservation.name]) {
			const { hits } = service.search(text, 100);
			assert.ok(
				hits.some((hit) => hit.reservation?.reservationId === reservation.reservationId),
				text,
			);
		}
		for (const text of [parent.customer.tenantId, parent.customer.domain, parent.customer.name.slice(1)]) {
			const { hits } = service.search(text, 100);
			assert.ok(
				hits.some((hit) => hit.reservation === undefined && hit.customer.tenantId === parent.customer.tenantId),
				text,
			);
		}
	});
});
