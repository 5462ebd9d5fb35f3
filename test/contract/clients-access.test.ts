/** The clients of roles and of Graph's people against the sandbox: give, find, take back, and say who somebody is. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as authorization from '../../src/azure/authorization';
import { groupsNamedPages } from '../../src/azure/graph';
import { directoryObjects, groupSearchPages, userSearchPages } from '../../src/azure/graph-people';
import { parseOrderId } from '../../src/azure/ids';
import { allItems } from '../../src/azure/paging';
import { createTransport, type Transport } from '../../src/azure/transport';
import { sandboxCloud, sandboxTokens } from '../../src/identity';
import { failureOf } from '../helpers/transport';
import { SandboxClient } from './sandbox-client';

const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

describe('clients of roles and people', () => {
	let sandbox: SandboxClient;
	let transport: Transport;
	let tenantId: string;
	let scope: string;

	beforeEach(async () => {
		sandbox = await SandboxClient.start({ customers: 12 });
		const cloud = sandboxCloud(sandbox.endpoints);
		const log = { debug: () => {}, warn: () => {} };
		const tokens = sandboxTokens(cloud, fetch);
		transport = createTransport({ cloud, tokens, fetch, clock: Date.now, log, limits: { waitBudgetMs: 0, tries: 1 } });
		tenantId = await sandbox.customer('Contoso');
		const [reservation] = await sandbox.reservations(tenantId);
		scope = `/providers/Microsoft.Capacity/reservationOrders/${parseOrderId(reservation?.id ?? '')}`;
	});
	afterEach(() => sandbox.close());

	const search = async (words: string) => (await allItems(userSearchPages(transport, tenantId, words)))[0] ?? assert.fail(words);
	const assignments = (filter?: string) => allItems(authorization.roleAssignmentPages(transport, tenantId, scope, { filter }));

	it('give a role once under the name of the caller, read it and take it back', async () => {
		const { id: principalId } = await search('adele');
		const grant = {
			scope,
			name: randomUUID(),
			roleDefinitionId: READER,
			principalId,
			principalType: 'User',
			description: 'For reports',
		};
		const first = await authorization.giveRole(transport, tenantId, grant);
		assert.equal(first.isNew, true);
		assert.equal(first.assignment.properties.description, 'For reports');
		const again = await authorization.giveRole(transport, tenantId, grant);
		assert.deepEqual([again.isNew, again.assignment.id], [false, first.assignment.id]);
		assert.equal(first.assignment.id, authorization.roleAssignmentId(scope, grant.name));
		assert.equal(
			(await authorization.getRoleAssignment(transport, tenantId, first.assignment.id)).properties.principalId,
			principalId,
		);
		assert.equal((await assignments(`principalId eq '${principalId}'`)).length, 1);

		const other = await failureOf(authorization.giveRole(transport, tenantId, { ...grant, name: randomUUID() }));
		assert.deepEqual([other.kind, other.details.code, other.details.sent], ['Refused', 'RoleAssignmentExists', 'no']);
		assert.match(other.details.remedy ?? '', /there already/);

		assert.equal((await authorization.removeRoleAssignment(transport, tenantId, first.assignment.id))?.name, grant.name);
		assert.equal(await authorization.removeRoleAssignment(transport, tenantId, first.assignment.id), undefined);
		const gone = await failureOf(authorization.getRoleAssignment(transport, tenantId, first.assignment.id));
		assert.equal(gone.kind, 'NotFound');
		assert.match(gone.details.remedy ?? '', /removed the role assignment/);
	});

	it('after a lost answer give the same assignment and no second one', async () => {
		const { id: principalId } = await search('megan');
		const grant = { scope, name: randomUUID(), roleDefinitionId: READER, principalId };
		await sandbox.fault({ match: { method: 'PUT', path: 'roleAssignments' }, fault: { kind: 'dropAfter' }, times: 1 });
		const lost = await failureOf(authorization.giveRole(transport, tenantId, grant));
		assert.equal(lost.kind, 'OutcomeUnknown');
		assert.match(lost.details.remedy ?? '', /safe to do it again/);
		assert.equal((await authorization.giveRole(transport, tenantId, grant)).isNew, false);
		assert.equal((await assignments(`principalId eq '${principalId}'`)).length, 1);

		await sandbox.fault({ match: { method: 'DELETE', path: 'roleAssignments' }, fault: { kind: 'dropAfter' }, times: 1 });
		const id = authorization.roleAssignmentId(scope, grant.name);
		assert.equal((await failureOf(authorization.removeRoleAssignment(transport, tenantId, id))).kind, 'OutcomeUnknown');
		assert.equal(await authorization.removeRoleAssignment(transport, tenantId, id), undefined);
	});

	it('say what is missing: the principal, or the right to give', async () => {
		const grant = { scope, name: randomUUID(), roleDefinitionId: READER, principalId: randomUUID() };
		const nobody = await failureOf(authorization.giveRole(transport, tenantId, grant));
		assert.deepEqual([nobody.kind, nobody.details.code], ['Refused', 'PrincipalNotFound']);
		assert.match(nobody.details.remedy ?? '', /object ID/);
		const above = await failureOf(
			authorization.giveRole(transport, tenantId, { ...grant, scope: '/providers/Microsoft.Capacity' }),
		);
		assert.equal(above.kind, 'NotAllowed');
		assert.match(above.details.missingRight ?? '', /roleAssignments\/write on/);
	});

	it('never send anything but whole ids', async () => {
		const bad = [
			'x',
			'',
			`${scope}/providers/Microsoft.Authorization/roleAssignments/..`,
			scope,
			`${scope}?/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`,
		];
		for (const id of bad) await assert.rejects(authorization.removeRoleAssignment(transport, tenantId, id), TypeError, id);
		assert.throws(() => authorization.roleAssignmentId(scope, '../x'), TypeError);
	});

	it("find the partner's group, give it a role, and know that the customer's Graph does not", async () => {
		const { partnerTenantId } = sandbox.endpoints;
		const [agents] = await allItems(groupsNamedPages(transport, partnerTenantId, 'HelpdeskAgents'));
		const principalId = agents?.id ?? assert.fail('no group');
		const grant = { scope, name: randomUUID(), roleDefinitionId: READER, principalId, principalType: 'ForeignGroup' };
		const { assignment } = await authorization.giveRole(transport, tenantId, grant);
		assert.equal(assignment.properties.principalType, 'ForeignGroup');
		assert.deepEqual(await directoryObjects(transport, tenantId, [principalId]), []);
		const [home] = await directoryObjects(transport, partnerTenantId, [principalId]);
		assert.equal(home?.displayName, 'HelpdeskAgents');
	});

	it('search users and groups, whatever is typed, and name all principals of a list', async () => {
		assert.equal((await search('VANCE')).displayName, 'Adele Vance');
		assert.deepEqual(await allItems(userSearchPages(transport, tenantId, 'a"b\\c OR (x)')), []);
		const groups = await allItems(groupSearchPages(transport, tenantId, 'finops'));
		assert.deepEqual(
			groups.map(({ displayName }) => displayName),
			['FinOps'],
		);
		const ids = (await assignments('atScope()')).map(({ properties }) => properties.principalId);
		const known = await directoryObjects(transport, tenantId, ids);
		assert.deepEqual(known.map((one) => `${one['@odata.type']} ${one.displayName}`).toSorted(), [
			'#microsoft.graph.group FinOps',
			'#microsoft.graph.user Alex Wilber',
		]);
		// The foreign group and somebody who was deleted are not among them.
		assert.equal(new Set(ids).size, 4);
	});
});
