/** What the tests inside VS Code share: the activated extension, its tree, and the sandbox's own answers over REST. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { CommandContext } from '../../src/commands/context';
import type { ReservationsService } from '../../src/reservations/api';
import type { CustomerNode, ReservationNode, TreeNode } from '../../src/tree/nodes';

/** Activates the extension as VS Code does and gives what it offers to tests. */
export async function activated(): Promise<CommandContext> {
	const extension = vscode.extensions.getExtension<CommandContext | undefined>('csp-reservations.csp-reservations');
	assert.ok(extension !== undefined, 'the extension is not installed');
	const context = await extension.activate();
	assert.ok(context !== undefined, 'VS Code is not in test mode');
	return context;
}

/** Waits until `get` gives something, and gives that. Fails after `timeout` ms. */
export async function eventually<T>(
	what: string,
	get: () => T | undefined | Promise<T | undefined>,
	timeout = 60_000,
): Promise<T> {
	const end = Date.now() + timeout;
	for (;;) {
		const value = await get();
		if (value !== undefined) return value;
		assert.ok(Date.now() < end, `waited ${timeout} ms for ${what}`);
		await delay(50);
	}
}

/** The children of a node (or the roots) once nothing of them is loading. */
export async function children({ view }: CommandContext, node?: TreeNode): Promise<readonly TreeNode[]> {
	return eventually('the tree', async () => {
		const nodes = await view.tree.getChildren(node);
		return nodes.some((child) => child.kind === 'note' && child.note === 'loading') ? undefined : nodes;
	});
}

/** The customers of the tree, all pages of the list read. */
export async function customers(context: CommandContext): Promise<readonly CustomerNode[]> {
	const service = await context.session.service();
	await children(context);
	await eventually('all customers', () => (service.getCustomers().loading ? undefined : true));
	return (await children(context)).filter((node) => node.kind === 'customer');
}

/** The first customers that show at least so many reservations. */
export async function reservations(context: CommandContext, atLeast: number): Promise<readonly ReservationNode[]> {
	for (const customer of await customers(context)) {
		const found = (await children(context, customer)).filter((node) => node.kind === 'reservation');
		if (found.length >= atLeast) return found;
	}
	return assert.fail(`no customer shows ${atLeast} reservations`);
}

/** Asks the sandbox itself, over REST, as an outside client would. */
export async function ask<T>(
	service: ReservationsService,
	base: 'partnerCenter' | 'resourceManager',
	tenantId: string,
	path: string,
): Promise<T> {
	const response = await call(service, base, tenantId, path);
	assert.equal(response.status, 200, path);
	return (await response.json()) as T;
}

/** Changes something in the sandbox, as an outside client would. */
export async function patch(service: ReservationsService, tenantId: string, path: string, body: object): Promise<void> {
	const response = await call(service, 'resourceManager', tenantId, path, {
		method: 'PATCH',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	assert.ok(response.ok, `${path}: ${response.status}`);
}

async function call(
	{ cloud }: ReservationsService,
	base: 'partnerCenter' | 'resourceManager',
	tenantId: string,
	path: string,
	init: RequestInit = {},
): Promise<Response> {
	const form = new URLSearchParams({
		grant_type: 'client_credentials',
		client_id: 'test',
		client_secret: 'any',
		scope: `${cloud[base]}/.default`,
	});
	const answer = await fetch(`${cloud.authority}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body: form });
	const { access_token: token } = (await answer.json()) as { access_token: string };
	return fetch(`${cloud[base]}${path}`, {
		...init,
		headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...(init.headers as object) },
	});
}

/** Orders a fault from the sandbox. Gives the function that takes it back. */
export async function order({ cloud }: ReservationsService, match: object, fault: object): Promise<() => Promise<void>> {
	const address = `${cloud.authority}/sandbox/faults`;
	const response = await fetch(address, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ match, fault }),
	});
	assert.equal(response.status, 201, await response.clone().text());
	const { id } = (await response.json()) as { id: string };
	return async () => {
		assert.equal((await fetch(`${address}/${id}`, { method: 'DELETE' })).status, 204);
	};
}

/** What a screen reader says of a node. */
export function spoken({ view }: CommandContext, node: TreeNode): string {
	return view.tree.getTreeItem(node).accessibilityInformation?.label ?? '';
}
