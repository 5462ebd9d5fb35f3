/** Roles of the sandbox, given and taken back by Microsoft's own client and by plain HTTP, and what follows from that elsewhere. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { AuthorizationManagementClient, type RoleAssignment } from '@azure/arm-authorization';
import { sandboxCloud } from '../../src/identity';
import { userTokens } from '../helpers/user-tokens';
import { credentialIn, overHttp } from './microsoft-sign-in';
import { type Answer, type ReservationBody, SandboxClient } from './sandbox-client';

const OWNER = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const ADMINISTRATOR = 'a8889054-8d42-49c9-bc1c-52486c10e7cd';
const RESERVATIONS_READER = '582fc458-8989-419f-a480-75249bc5db7e';
const ROLES = '/providers/Microsoft.Authorization/roleDefinitions';

/** What Microsoft's clients fail with. */
interface ClientError {
	readonly statusCode?: number;
	readonly code?: string;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
	const found: T[] = [];
	for await (const item of items) found.push(item);
	return found;
}

function code(answer: Answer): unknown {
	return (answer.body.error as { code?: unknown } | undefined)?.code;
}

function message(answer: Answer): string {
	return String((answer.body.error as { message?: unknown } | undefined)?.message);
}

function isRefused(status: number, wanted: string): (error: ClientError) => boolean {
	return (error) => {
		assert.equal(error.statusCode, status);
		assert.equal(error.code, wanted);
		return true;
	};
}

describe('roles of the sandbox', () => {
	let sandbox: SandboxClient;
	let tenant: string;
	let reservation: ReservationBody;
	let orderId: string;
	/** Of an order, without its leading slash, as Microsoft's client wants it. */
	let scope: string;
	let helpdesk: string;
	let people: { id: string; displayName: string }[];

	const client = () => {
		const credential = credentialIn(sandbox, tenant);
		const options = { endpoint: sandbox.endpoints.resourceManager, allowInsecureConnection: true };
		return overHttp(new AuthorizationManagementClient(credential, '', options), credential);
	};

	const lever = (method: string, path: string, body?: object) =>
		sandbox.send(`${sandbox.endpoints.authority}/sandbox/${path}`, {
			method,
			body: body === undefined ? null : JSON.stringify(body),
		});

	/** Any request below a scope's Microsoft.Authorization. */
	const send = (at: string, method = 'GET', body?: object, inTenant = tenant) =>
		sandbox.azure(inTenant, `${at.includes('?') ? `${at}&` : `${at}?`}api-version=2022-04-01`, {
			method,
			...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
		});

	const assign = (at: string, role: string, principalId: string, more: object = {}, inTenant = tenant) =>
		send(
			`${at}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`,
			'PUT',
			{ properties: { roleDefinitionId: `${ROLES}/${role}`, principalId, ...more } },
			inTenant,
		);

	/** Graph in a tenant, as the partner. */
	const graph = async (path: string, init: RequestInit = {}, inTenant = tenant) =>
		sandbox.send<{ value: { id: string; displayName: string }[] }>(`${sandbox.endpoints.graph}/v1.0${path}`, {
			...init,
			headers: { authorization: `Bearer ${await sandbox.token(inTenant, 'graph')}`, ...init.headers },
		});

	const subscriptions = async () => {
		const { body } = await sandbox.azure<{ value: { id: string }[] }>(tenant, '/subscriptions?api-version=2022-12-01');
		return body.value;
	};

	/** A request of a practice account in the customer's tenant. */
	const asAccount = async (account: string, path: string, init: RequestInit = {}) => {
		const tokens = await userTokens(sandbox.sandbox, sandboxCloud(sandbox.endpoints), { account });
		return sandbox.azure<{ value?: { id: string }[] }>(tenant, path, {
			...init,
			headers: { authorization: `Bearer ${await tokens.get('resourceManager', tenant)}`, ...init.headers },
		});
	};

	beforeEach(async () => {
		sandbox = await SandboxClient.start({ customers: 30 });
		tenant = await sandbox.customer('Contoso');
		const found = (await sandbox.reservations(tenant, '?selectedState=Succeeded')).find(
			({ properties }) => properties.quantity > 1,
		);
		reservation = found ?? assert.fail('no reservation');
		orderId = /reservationorders\/([^/]+)/i.exec(reservation.id)?.[1] ?? '';
		scope = `providers/Microsoft.Capacity/reservationOrders/${orderId}`;
		const { partnerTenantId } = sandbox.endpoints;
		const groups = await graph("/groups?$filter=displayName eq 'HelpdeskAgents'", {}, partnerTenantId);
		helpdesk = groups.body.value[0]?.id ?? assert.fail('no HelpdeskAgents');
		people = (await graph('/users')).body.value;
	});
	afterEach(() => sandbox.close());

	it('are given, read, listed by principal and taken back by @azure/arm-authorization', async () => {
		const { roleAssignments } = client();
		const [person] = people;
		const name = randomUUID();
		const wish = { roleDefinitionId: `${ROLES}/${RESERVATIONS_READER}`, principalId: person?.id ?? '' };
		const made: RoleAssignment = await roleAssignments.create(scope, name, { ...wish, description: 'Looks at costs' });
		assert.equal(made.id, `/${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`);
		assert.equal(made.scope, `/${scope}`);
		assert.equal(made.principalType, 'User');
		assert.equal(made.description, 'Looks at costs');
		assert.equal((await roleAssignments.get(scope, name)).principalId, person?.id);

		const filters = [
			`principalId eq '${person?.id}'`,
			`assignedTo('${person?.id}')`,
			`atScope() and principalId eq '${person?.id}'`,
		];
		for (const filter of filters) {
			const listed = await all(roleAssignments.listForScope(scope, { filter }));
			assert.ok(listed.some((one) => one.name === name) && listed.every(({ principalId }) => principalId === person?.id), filter);
		}
		const onReservation = await all(roleAssignments.listForScope(reservation.id.slice(1), { filter: 'atScope()' }));
		assert.ok(onReservation.some((one) => one.name === name));

		assert.equal((await roleAssignments.delete(scope, name)).name, name);
		await assert.rejects(roleAssignments.get(scope, name), isRefused(404, 'RoleAssignmentNotFound'));
		// 204 when it is gone already.
		assert.equal((await roleAssignments.delete(scope, name))?.name, undefined);
	});

	it('are made once: the same name again is an update, another name for the same is refused', async () => {
		const principalId = people[0]?.id ?? '';
		const path = `/${scope}/providers/Microsoft.Authorization/roleAssignments`;
		const body = { properties: { roleDefinitionId: `${ROLES}/${READER}`, principalId } };
		const name = randomUUID();
		assert.equal((await send(`${path}/${name}`, 'PUT', body)).status, 201);
		const again = await send(`${path}/${name}`, 'PUT', { properties: { ...body.properties, description: 'Again' } });
		assert.equal(again.status, 200);
		const listed = await send(`${path}?$filter=principalId eq '${principalId}'`);
		const named = (listed.body.value as { name: string; properties: { description: string } }[]).filter(
			(one) => one.name === name,
		);
		assert.deepEqual(
			named.map(({ properties }) => properties.description),
			['Again'],
		);

		const twice = await send(`${path}/${randomUUID()}`, 'PUT', body);
		assert.deepEqual([twice.status, code(twice)], [409, 'RoleAssignmentExists']);
		assert.ok(message(twice).includes(name.replaceAll('-', '')));
		const other = await send(`${path}/${name}`, 'PUT', { properties: { ...body.properties, principalId: people[1]?.id } });
		assert.deepEqual([other.status, code(other)], [400, 'RoleAssignmentUpdateNotPermitted']);
	});

	it('are refused for what is wrong, in the words of Azure', async () => {
		const principalId = people[0]?.id ?? '';
		const { roleAssignments } = client();
		const order = `/${scope}`;
		const wrong: [Promise<Answer>, number, string][] = [
			[assign(order, READER, randomUUID()), 400, 'PrincipalNotFound'],
			[assign(order, READER, 'nobody'), 400, 'InvalidPrincipalId'],
			[assign(order, READER, principalId, { principalType: 'Group' }), 400, 'UnmatchedPrincipalType'],
			[assign(order, READER, principalId, { condition: 'x' }), 400, 'BadRequestFormat'],
			[assign(order, randomUUID(), principalId), 404, 'RoleDefinitionDoesNotExist'],
			[send(`${order}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`, 'PUT', {}), 400, 'BadRequestFormat'],
		];
		for (const [work, status, expected] of wrong) {
			const answer = await work;
			assert.deepEqual([answer.status, code(answer)], [status, expected]);
		}
		await assert.rejects(
			roleAssignments.create(scope, 'first', { roleDefinitionId: `${ROLES}/${READER}`, principalId }),
			isRefused(400, 'InvalidRoleAssignmentId'),
		);
		// A role of Microsoft.Capacity is not defined below a subscription.
		const [subscription] = await subscriptions();
		const elsewhere = await assign(subscription?.id ?? '', RESERVATIONS_READER, principalId);
		assert.equal(code(elsewhere), 'RoleDefinitionDoesNotExist');
	});

	it('of the whole tenant take more than the ownership of an order', async () => {
		const answer = await assign('/providers/Microsoft.Capacity', READER, people[0]?.id ?? '');
		assert.deepEqual([answer.status, code(answer)], [403, 'AuthorizationFailed']);
		assert.match(
			message(answer),
			/perform action 'Microsoft\.Authorization\/roleAssignments\/write' over scope '\/providers\/microsoft\.capacity\/providers\/Microsoft\.Authorization\/roleAssignments\//,
		);
	});

	it('of the whole tenant are given by whoever has elevated access, and reach every order', async () => {
		const elevated = { tenant, scope: '/', role: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', principal: 'AdminAgents' };
		assert.equal((await lever('POST', 'grants', elevated)).status, 201);
		const seen = async () =>
			(await asAccount('helpdesk.agent', '/providers/Microsoft.Capacity/reservationOrders')).body.value?.length;
		assert.equal(await seen(), 0);
		const everywhere = '/providers/Microsoft.Capacity';
		const given = await assign(everywhere, RESERVATIONS_READER, helpdesk, { principalType: 'ForeignGroup' });
		assert.equal(given.status, 201);
		const { body } = await sandbox.azure<{ value: unknown[] }>(tenant, `${everywhere}/reservationOrders`);
		assert.equal(await seen(), body.value.length);
		const inherited = await all(client().roleAssignments.listForScope(scope, { filter: 'atScope()' }));
		assert.ok(inherited.some(({ id }) => id === given.body.id));
		assert.equal((await send(String(given.body.id), 'DELETE')).status, 200);
		assert.equal(await seen(), 0);
	});

	it('decide who may exchange: ownership of the order and of the subscription that is billed', async () => {
		const { body } = await sandbox.azure<{ properties: { billingScopeId: string } }>(tenant, reservation.id);
		const billingScopeId = body.properties.billingScopeId;
		const exchange = () =>
			asAccount('helpdesk.agent', '/providers/Microsoft.Capacity/calculateExchange', {
				method: 'POST',
				body: JSON.stringify({
					properties: {
						reservationsToExchange: [{ reservationId: reservation.id, quantity: 1 }],
						reservationsToPurchase: [
							{
								sku: { name: 'Standard_D4s_v5' },
								location: 'westeurope',
								properties: {
									reservedResourceType: 'VirtualMachines',
									billingScopeId,
									term: 'P3Y',
									billingPlan: 'Upfront',
									quantity: 5,
									displayName: 'New',
									appliedScopeType: 'Shared',
								},
							},
						],
					},
				}),
			});
		assert.equal((await exchange()).status, 403);
		const owned = await assign(`/${scope}`, OWNER, helpdesk);
		assert.equal((await exchange()).status, 403);
		const billed = await assign(billingScopeId, OWNER, helpdesk);
		assert.equal(billed.status, 201);
		assert.equal((await exchange()).status, 202);
		await send(String(owned.body.id), 'DELETE');
		assert.equal((await exchange()).status, 403);
	});

	it('go to newcomers at once only if their type is told, and stay when the account is deleted', async () => {
		const { body } = await lever('POST', 'people', { tenant, kind: 'user', displayName: 'Nina Newcomer' });
		const id = String(body.id);
		assert.equal((await graph(`/users/${id}`)).status, 200);
		const early = await assign(`/${scope}`, READER, id);
		assert.deepEqual([early.status, code(early)], [400, 'PrincipalNotFound']);
		assert.match(message(early), /replication delay/);
		assert.equal((await assign(`/${scope}`, READER, id, { principalType: 'User' })).status, 201);
		await lever('POST', 'clock', { seconds: 121 });
		const late = await assign(`/${scope}`, RESERVATIONS_READER, id);
		assert.equal(late.status, 201);

		assert.equal((await lever('DELETE', `people/${tenant}/${id}`)).status, 204);
		const { status, body: found } = await graph('/directoryObjects/getByIds', {
			method: 'POST',
			body: JSON.stringify({ ids: [id] }),
		});
		assert.deepEqual([status, found.value], [200, []]);
		const left = await all(client().roleAssignments.listForScope(scope, { filter: `principalId eq '${id}'` }));
		assert.equal(left.length, 2);
		const gone = await assign(`/${scope}`, ADMINISTRATOR, id, { principalType: 'User' });
		assert.equal(code(gone), 'PrincipalNotFound');
	});

	it('let a foreign group in, and out again, in every other answer', async () => {
		const orders = '/providers/Microsoft.Capacity/reservationOrders';
		const path = reservation.id;
		const refund = `/${scope}/calculateRefund`;
		const rename = (name: string) => ({ method: 'PATCH', body: JSON.stringify({ properties: { name } }) });
		const returning = {
			method: 'POST',
			body: JSON.stringify({
				id: `/${scope}`,
				properties: { scope: 'Reservation', reservationToReturn: { reservationId: reservation.id, quantity: 1 } },
			}),
		};
		const statuses = async () => {
			const listed = await asAccount('helpdesk.agent', orders);
			return [
				listed.body.value?.some(({ id }) => id.toLowerCase() === `/${scope}`.toLowerCase()),
				(await asAccount('helpdesk.agent', path)).status,
				(await asAccount('helpdesk.agent', path, rename(`By the helpdesk, ${randomUUID()}`))).status,
				(await asAccount('helpdesk.agent', refund, returning)).status,
			];
		};
		assert.deepEqual(await statuses(), [false, 403, 403, 403]);

		const { roleAssignments } = client();
		const give = async (role: string) => {
			const name = randomUUID();
			const wish = { roleDefinitionId: `${ROLES}/${role}`, principalId: helpdesk, principalType: 'ForeignGroup' };
			assert.equal((await roleAssignments.create(scope, name, wish)).principalType, 'ForeignGroup');
			return name;
		};
		const reader = await give(READER);
		assert.deepEqual(await statuses(), [true, 200, 403, 403]);
		const contributor = (
			await all(client().roleDefinitions.list(scope, { filter: "roleName eq 'Reservations Contributor'" }))
		)[0];
		const manage = await give(contributor?.name ?? '');
		// Contributors manage, but returns are for owners and administrators.
		assert.deepEqual(await statuses(), [true, 200, 200, 403]);
		await roleAssignments.delete(scope, manage);
		const owner = await give(OWNER);
		assert.deepEqual(await statuses(), [true, 200, 200, 200]);
		for (const name of [reader, owner]) await roleAssignments.delete(scope, name);
		assert.deepEqual(await statuses(), [false, 403, 403, 403]);
	});

	it('on a reservation alone do not reach its order', async () => {
		const wish = { roleDefinitionId: `${ROLES}/${OWNER}`, principalId: helpdesk };
		await client().roleAssignments.create(reservation.id.slice(1), randomUUID(), wish);
		assert.equal((await asAccount('helpdesk.agent', reservation.id)).status, 200);
		assert.equal((await asAccount('helpdesk.agent', `/${scope}`)).status, 403);
	});

	it('can be taken from oneself: the last owner of an order may go, the last one of a subscription may not', async () => {
		const { roleAssignments } = client();
		const owners = async (at: string) =>
			(await all(roleAssignments.listForScope(at))).filter(
				({ roleDefinitionId, scope: where }) => roleDefinitionId?.endsWith(OWNER) && where === `/${at}`,
			);
		for (const { id } of await subscriptions()) {
			const at = id.slice(1);
			const [last, ...others] = (await owners(at)).toSorted((a) => (a.principalType === 'ForeignGroup' ? -1 : 1));
			for (const { name } of others) await roleAssignments.delete(at, name ?? '');
			const refused = await send(`${last?.id}`, 'DELETE');
			assert.equal(refused.status, 400);
			assert.equal(message(refused), 'Cannot delete the last RBAC admin assignment');
		}

		for (const { name } of (await owners(scope)).toSorted((a) => (a.principalType === 'ForeignGroup' ? 1 : -1)))
			await roleAssignments.delete(scope, name ?? '');
		assert.equal((await sandbox.azure(tenant, `/${scope}`)).status, 403);
		// The customer's administrator can let the partner in again.
		const granted = await lever('POST', 'grants', { tenant, scope: `/${scope}`, role: OWNER, principal: 'AdminAgents' });
		assert.equal(granted.status, 201);
		assert.equal((await sandbox.azure(tenant, `/${scope}`)).status, 200);
		await lever('DELETE', 'grants', { tenant, scope: `/${scope}`, name: granted.body.name });
		assert.equal((await sandbox.azure(tenant, `/${scope}`)).status, 403);
	});

	it('of a guest: Reader shows, Owner lets return', async () => {
		tenant = await sandbox.customer('Lamna Healthcare');
		const [first] = await sandbox.reservations(tenant, '?selectedState=Succeeded');
		const order = (first?.id ?? '').replace(/\/reservations\/.*$/i, '');
		const quote = () =>
			sandbox.azure(tenant, `${order}/calculateRefund`, {
				method: 'POST',
				body: JSON.stringify({
					id: order,
					properties: { scope: 'Reservation', reservationToReturn: { reservationId: first?.id, quantity: 1 } },
				}),
			});
		assert.equal((await quote()).status, 403);
		const accounts = await sandbox.send<{ objectId: string }[]>(`${sandbox.endpoints.authority}/sandbox/accounts`);
		const guest = accounts.body[0]?.objectId ?? '';
		assert.equal((await assign(order, OWNER, guest)).status, 403);
		// The admin agents' group does not help a guest; ownership of its own does.
		await lever('POST', 'grants', { tenant, scope: order, role: OWNER, principal: 'AdminAgents' });
		assert.equal((await quote()).status, 403);
		assert.equal((await lever('POST', 'grants', { tenant, scope: order, role: OWNER, principal: guest })).status, 201);
		assert.equal((await quote()).status, 200);
	});

	it('are throttled, broken and cut like everything else', async () => {
		const fault = { match: { method: 'PUT', path: 'roleAssignments' }, fault: { kind: 'status', status: 503 }, times: 1 };
		await sandbox.fault(fault);
		assert.equal((await assign(`/${scope}`, READER, people[0]?.id ?? '')).status, 503);
		assert.equal((await assign(`/${scope}`, READER, people[0]?.id ?? '')).status, 201);
	});
});
