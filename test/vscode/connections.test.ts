/** Connections in a real VS Code without a sign-in: wrong settings are told with a remedy, and each change starts what it names. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isServiceFailure, type ServiceFailure } from '../../src/azure/failure';
import type { CommandContext } from '../../src/commands/context';
import type { CommandId } from '../../src/host/command-ids';
import { activated, children, customers, eventually } from './helpers';

const run = <T>(id: CommandId, ...args: unknown[]) => vscode.commands.executeCommand<T>(id, ...args);
const tenantId = '11111111-2222-4333-8444-555555555555';
const clientId = '66666666-7777-4888-8999-aaaaaaaaaaaa';
const good = { name: 'Contoso Partners', cloud: 'azure', tenantId, signIn: 'browser', clientId };

describe('Connections', () => {
	let context: CommandContext;
	const settings = () => vscode.workspace.getConfiguration('cspReservations');
	const set = (key: string, value: unknown) => settings().update(key, value, vscode.ConfigurationTarget.Global);

	before(async () => {
		context = await activated();
	});
	afterEach(async () => {
		for (const key of ['connection', 'connections', 'customers']) await set(key, undefined);
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		assert.ok((await customers(context)).length > 0, 'the sandbox is back');
	});

	// Each start of the sandbox makes a world of its own minute: what is kept of the ones before is not for the next suite.
	after(() => run('cspReservations.clearCache'));

	/** Why the connection of this name can't be made; the tree shows nothing meanwhile. */
	async function refused(connection: string, connections: readonly object[] = []): Promise<ServiceFailure> {
		await set('connections', connections);
		await set('connection', connection);
		const failure = await eventually('the failure', async () => {
			assert.deepEqual(await context.view.tree.getChildren(), [], 'nothing of another connection is shown');
			const error = context.view.connectionError;
			return isServiceFailure(error) && error.message.includes(connection) ? error : undefined;
		});
		assert.equal(failure.kind, 'Refused');
		assert.match(failure.message, /Nothing was connected\./);
		assert.match(failure.details.remedy ?? '', /Choose another connection, or set this one up again\./);
		return failure;
	}

	it('one that is not there: says so, and what to do', async () => {
		const { message, details } = await refused('Nowhere', [good]);
		assert.equal(message, 'There is no connection “Nowhere” in the settings. Nothing was connected.');
		assert.equal(details.remedy, 'Choose another connection, or set this one up again.');
	});

	for (const [name, entry, problem] of [
		['without a client id', { ...good, clientId: undefined }, 'clientId has to be the application ID of your app registration'],
		['of an unknown cloud', { ...good, cloud: 'azureChina' }, 'cloud has to be one of azure, azureUSGovernment, custom'],
		['with a secret beside it', { ...good, tenantId: 'contoso' }, 'tenantId has to be a GUID'],
		[
			'over plain http',
			{
				...good,
				cloud: 'custom',
				endpoints: {
					partnerCenter: 'http://partner.example.com',
					resourceManager: 'https://arm.example.com',
					graph: 'https://graph.example.com/v1.0',
					authority: 'https://user:secret@login.example.com',
				},
			},
			'endpoints.partnerCenter has to begin with https://',
		],
	] as const) {
		it(`one ${name}: says what is wrong with this entry, and with no other`, async () => {
			const { message, details } = await refused(good.name, [{ name: 'Half' }, entry]);
			assert.match(message, /^The connection “Contoso Partners” can’t be used as it stands in the settings\./);
			const { remedy = '' } = details;
			assert.ok(remedy.includes(`“Contoso Partners”: ${problem}`), remedy);
			assert.ok(!remedy.includes('Half'), remedy);
			assert.ok(!remedy.includes('secret@'), 'no credentials in what is said');
		});
	}

	it('a complete one of which nobody is signed in: connects, shows nobody’s customers, and says that one has to sign in', async () => {
		await set('connections', [good]);
		await set('connection', good.name);
		const service = await eventually('the connection', async () => {
			const current = await context.session.service().catch(() => undefined);
			return current?.cloud.partnerTenantId === tenantId ? current : undefined;
		});
		assert.equal(service.cloud.isSandbox, false);
		assert.deepEqual(await children(context), []);
		assert.equal(service.getCustomers().failure?.details.code, 'SignInRequired');
		assert.match(context.view.description, /^Azure/);
	});

	it('the sandbox needs no sign-in, and signing out of it does nothing', async () => {
		const before = (await customers(context)).length;
		await run('cspReservations.signOut');
		assert.equal((await customers(context)).length, before);
	});

	it('customers by reseller: each once, below its reseller, with words for a screen reader', async () => {
		const all = await customers(context);
		await run('cspReservations.groupByReseller');
		try {
			const groups = await eventually('the groups', async () => {
				const roots = await children(context);
				return roots.filter(({ kind }) => kind === 'reseller').length > 1 ? roots : undefined;
			});
			const grouped: string[] = [];
			for (const group of groups) {
				assert.equal(group.kind, 'reseller');
				const inside = await children(context, group);
				const { label = '' } = context.view.tree.getTreeItem(group).accessibilityInformation ?? {};
				const count = inside.length === 1 ? '1 customer' : `${inside.length} customers`;
				assert.ok(label.startsWith('Reseller ') && label.endsWith(`, ${count}`), label);
				for (const node of inside) {
					assert.equal(node.kind, 'customer');
					assert.equal(context.view.tree.getParent(node)?.id, group.id);
					grouped.push(node.customer.tenantId);
				}
			}
			assert.deepEqual(grouped.sort(), all.map(({ customer }) => customer.tenantId).sort());
		} finally {
			await run('cspReservations.ungroup');
		}
	});

	it('reveals a customer in its group over a connection whose view was never open', async () => {
		const wanted = await eventually(
			'a customer with a reseller',
			async () => (await customers(context)).find(({ customer }) => customer.reseller !== undefined)?.customer,
		);
		await run('cspReservations.groupByReseller');
		try {
			await vscode.commands.executeCommand('workbench.action.closeSidebar');
			await context.session.restart();
			const service = await context.session.service();
			await service.loadCustomers();
			await context.view.reveal(wanted);
			const selected = await eventually('the customer', () =>
				context.view.selection.find((node) => node.kind === 'customer' && node.customer.tenantId === wanted.tenantId),
			);
			assert.equal(selected.parent?.kind, 'reseller');
		} finally {
			await run('cspReservations.ungroup');
		}
	});

	it('entries of the list that lead to no tenant are told one by one', async () => {
		await set('customers', [{ tenant: 'not a tenant' }, { tenant: tenantId, name: 'Entered' }]);
		const note = await eventually('the note', async () =>
			(await children(context)).find((node) => node.kind === 'note' && node.note === 'unresolved'),
		);
		const item = context.view.tree.getTreeItem(note);
		assert.equal(item.label, '1 entry of your list leads to no tenant');
		assert.match(item.accessibilityInformation?.label ?? '', /“not a tenant” is neither a tenant ID nor a domain/);
		assert.ok((await customers(context)).some(({ customer }) => customer.name === 'Entered'));
	});

	it('the connection and its list are of this computer: no workspace sets them', () => {
		for (const key of ['connection', 'connections', 'customers'])
			assert.equal(settings().inspect(key)?.workspaceValue, undefined, key);
	});
});
