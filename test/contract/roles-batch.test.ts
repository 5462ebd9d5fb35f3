/** One role on many orders through the service: a line each, nothing twice, cancelled and gone on with, and what goes wrong on the way. */
import assert from 'node:assert/strict';
import { pause } from '../../src/azure/gate';
import { orderResourceId } from '../../src/azure/ids';
import type { RolesService } from '../../src/reservations/roles/api';
import type { BatchWish, GrantLine, Principal } from '../../src/reservations/roles/model';
import { Desk } from '../helpers/operations';
import { clearFaults, clearRequests, orderFault, requestsOf, startService, testFetch } from '../helpers/service';
import { lever, nobody, sentTo } from './roles-desk';

describe('access control of many orders', () => {
	let desk: Desk;
	let roles: RolesService;
	let tenantId: string;
	let helpdesk: Principal;
	/** Orders of a customer, 200 of them. */
	let orders: readonly string[];

	before(async function () {
		this.timeout(60_000);
		desk = await Desk.open({ customers: 12, reservations: 260 }, { sleep: (ms) => pause(Math.min(ms, 5)) });
		({ roles } = desk.first.service);
		({ tenantId } = await desk.customer('Contoso'));
		helpdesk = (await roles.partnerGroups()).find(({ name }) => name === 'HelpdeskAgents') ?? assert.fail();
		await desk.first.service.refreshReservations([tenantId]);
		const all = desk.first.service.getReservations(tenantId).value?.reservations ?? [];
		orders = [...new Set(all.map(({ orderId }) => orderId))].slice(0, 200);
		assert.equal(orders.length, 200);
	});
	after(() => desk?.close());
	beforeEach(async () => {
		await clearFaults(desk.sandbox);
		await clearRequests(desk.sandbox);
	});

	const wish = (roleName: string): BatchWish => ({ roleName, principal: helpdesk });
	const targets = () => orders.map((orderId) => ({ tenantId, orderId }));

	function counts(lines: readonly GrantLine[]): Record<string, number> {
		return Object.fromEntries([...Map.groupBy(lines, ({ outcome }) => outcome)].map(([key, some]) => [key, some.length]));
	}

	/** Assignments of a role to the group on each order, as the sandbox lists them. */
	async function onOrders(roleId: string): Promise<number[]> {
		const token = await desk.token(tenantId);
		const read = async (orderId: string) => {
			const path = `${orderResourceId(orderId)}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`;
			const answer = await testFetch(`${desk.cloud.resourceManager}${path}`, {
				headers: { authorization: `Bearer ${token}` },
			});
			const { value } = (await answer.json()) as {
				value: { properties: { principalId: string; roleDefinitionId: string; scope: string } }[];
			};
			return value.filter(
				({ properties }) =>
					properties.principalId === helpdesk.id &&
					properties.roleDefinitionId.endsWith(roleId) &&
					properties.scope.toLowerCase() === orderResourceId(orderId).toLowerCase(),
			).length;
		};
		const found: number[] = [];
		for (const orderId of orders) found.push(await read(orderId));
		return found;
	}

	async function roleId(name: string): Promise<string> {
		const all = await roles.rolesAt({ tenantId, orderId: orders[0] ?? '' }, 'order');
		return all.find((role) => role.name === name)?.id ?? assert.fail(name);
	}

	it('200 orders, twice: each has its line, the second time all is there, and nothing was given twice', async () => {
		const seen: GrantLine[] = [];
		const totals = new Set<number>();
		const lines = await roles.grantAll(targets(), wish('Reservations Reader'), undefined, (line, count) => {
			seen.push(line);
			totals.add(count);
		});
		assert.deepEqual(counts(lines), { granted: 200 });
		assert.deepEqual(
			lines.map(({ orderId }) => orderId),
			orders,
		);
		assert.deepEqual([seen.length, [...totals]], [200, [200]]);
		assert.equal((await sentTo(desk.sandbox, 'PUT')).length, 200);
		const definitions = (await requestsOf(desk.sandbox)).filter(({ path }) => /roledefinitions/i.test(path));
		assert.equal(definitions.length, 1, 'the role is looked up once for a customer');
		assert.deepEqual(counts(await roles.grantAll(targets(), wish('Reservations Reader'))), { there: 200 });
		assert.equal((await sentTo(desk.sandbox, 'PUT')).length, 200);
		assert.ok((await onOrders(await roleId('Reservations Reader'))).every((count) => count === 1));
	}).timeout(60_000);

	it('cancelled: what was not begun is told so, and going on gives only the rest', async () => {
		const stop = new AbortController();
		let done = 0;
		const lines = await roles.grantAll(targets(), wish('Reader'), stop.signal, ({ outcome }) => {
			if (outcome === 'granted' && ++done === 50) stop.abort();
		});
		const first = counts(lines);
		assert.equal(lines.length, 200);
		assert.ok((first.granted ?? 0) >= 50 && (first.granted ?? 0) < 60, JSON.stringify(first));
		assert.equal((first.granted ?? 0) + (first.cancelled ?? 0), 200);
		const sent = (await sentTo(desk.sandbox, 'PUT')).length;
		assert.equal(sent, first.granted, 'nothing is sent that is not accounted for');
		const rest = counts(await roles.grantAll(targets(), wish('Reader')));
		assert.deepEqual(rest, { there: sent, granted: 200 - sent });
		assert.ok((await onOrders(await roleId('Reader'))).every((count) => count === 1));
	}).timeout(60_000);

	it('two windows at once, with answers that are lost on the way: nothing is given twice', async () => {
		const other = await startService(desk.cloud, { sleep: (ms) => pause(Math.min(ms, 5)) });
		try {
			await orderFault(desk.sandbox, { match: { method: 'PUT' }, fault: { kind: 'dropAfter' }, times: 20 });
			await orderFault(desk.sandbox, { match: { method: 'PUT' }, fault: { kind: 'dropBefore' }, times: 20 });
			const both = await Promise.all([
				roles.grantAll(targets(), wish('Contributor')),
				other.service.roles.grantAll(targets(), wish('Contributor')),
			]);
			for (const lines of both)
				assert.ok(lines.every(({ failure }) => failure === undefined || failure.kind === 'OutcomeUnknown'));
			const last = await roles.grantAll(targets(), wish('Contributor'));
			assert.ok(last.every(({ outcome }) => outcome === 'granted' || outcome === 'there'));
			assert.ok((await onOrders(await roleId('Contributor'))).every((count) => count === 1));
		} finally {
			await other.end();
		}
	}).timeout(90_000);

	it('customers stand for their orders in force; one without access is told, the others go on', async () => {
		const margies = await desk.customer('Margie');
		const vanArsdel = await desk.customer('VanArsdel');
		const [fabrikam] = [await desk.customer('Fabrikam')];
		const some = [margies, fabrikam, vanArsdel].map((it) => ({ tenantId: it.tenantId }));
		const lines = await roles.grantAll(some, { roleName: 'Owner', principal: helpdesk });
		const of = (id: string) => lines.filter((line) => line.tenantId === id);
		assert.deepEqual(
			of(margies.tenantId).map(({ outcome, failure }) => [outcome, failure?.kind]),
			[['failed', 'NotAllowed']],
		);
		assert.deepEqual(
			of(vanArsdel.tenantId).map(({ outcome, failure }) => [outcome, failure?.kind]),
			[['failed', 'Refused']],
		);
		assert.ok(of(fabrikam.tenantId).length > 100);
		assert.ok(of(fabrikam.tenantId).every(({ outcome }) => outcome === 'granted'));
	}).timeout(60_000);

	it('every bad order, role and principal has its line, and nothing is sent for it', async () => {
		const [good = ''] = orders;
		const bad = await roles.grantAll(
			[
				{ tenantId, orderId: 'x' },
				{ tenantId, orderId: nobody },
			],
			wish('Owner'),
		);
		assert.deepEqual(
			bad.map(({ outcome }) => outcome),
			['failed', 'failed'],
		);
		const [noRole] = await roles.grantAll([{ tenantId, orderId: good }], wish('Owner of Everything'));
		assert.match(noRole?.failure?.message ?? '', /“Owner of Everything” does not exist/);
		const principal = { id: 'AdminAgents' };
		const [noId] = await roles.grantAll([{ tenantId, orderId: good }], { roleName: 'Owner', principal });
		assert.match(noId?.failure?.message ?? '', /“AdminAgents” is not an ID/);
		assert.equal((await sentTo(desk.sandbox, 'PUT')).length, 0);
		assert.deepEqual(await roles.grantAll([], wish('Owner')), []);
	});

	it('the same order twice has one line', async () => {
		const [orderId = ''] = orders;
		const same = [orderId, orderId.toUpperCase()].map((id) => ({ tenantId, orderId: id }));
		assert.equal((await roles.grantAll(same, wish('Owner'))).length, 1);
	});

	it('a wait that Azure asks for is a line with its wait, and the rest goes on', async () => {
		const { id } = await lever(desk.sandbox, 'POST', 'people', { tenant: tenantId, kind: 'group', displayName: 'Auditors' });
		const principal = { id: id ?? '', type: 'Group', name: 'Auditors' };
		const first = targets().slice(0, 10);
		await orderFault(desk.sandbox, { match: { method: 'PUT' }, fault: { kind: 'throttle', seconds: 1 }, times: 2 });
		const lines = await roles.grantAll(first, { roleName: 'Reader', principal });
		const failed = lines.filter(({ outcome }) => outcome === 'failed');
		assert.ok(failed.length > 0 && failed.every(({ failure }) => failure?.kind === 'Throttled'), JSON.stringify(counts(lines)));
		assert.deepEqual(counts(await roles.grantAll(first, { roleName: 'Reader', principal })), {
			there: 10 - failed.length,
			granted: failed.length,
		});
	});
});
