/** Graph of the sandbox, as roles need it: people searched by name, and the partner's groups at home. */
import assert from 'node:assert/strict';
import { SandboxClient } from './sandbox-client';

describe('people in the sandbox', () => {
	const eventual = { ConsistencyLevel: 'eventual' };
	let sandbox: SandboxClient;
	let tenant: string;
	let helpdesk: string;

	/** Graph in a tenant, as the partner. */
	const graph = async (path: string, init: RequestInit = {}, inTenant = tenant) =>
		sandbox.send<{ value: { id: string; displayName: string }[] }>(`${sandbox.endpoints.graph}/v1.0${path}`, {
			...init,
			headers: { authorization: `Bearer ${await sandbox.token(inTenant, 'graph')}`, ...init.headers },
		});

	before(async () => {
		sandbox = await SandboxClient.start({ customers: 12 });
		tenant = await sandbox.customer('Contoso');
		const { partnerTenantId } = sandbox.endpoints;
		const groups = await graph("/groups?$filter=displayName eq 'HelpdeskAgents'", {}, partnerTenantId);
		helpdesk = groups.body.value[0]?.id ?? assert.fail('no HelpdeskAgents');
	});
	after(() => sandbox.close());

	it('searches users and groups by the start of any word, with the header that it needs', async () => {
		const search = encodeURIComponent('"displayName:van" OR "mail:van"');
		const refused = await graph(`/users?$search=${search}`);
		assert.equal(refused.status, 400);
		const { status, body } = await graph(`/users?$search=${search}`, { headers: eventual });
		assert.equal(status, 200);
		assert.deepEqual(
			body.value.map(({ displayName }) => displayName),
			['Adele Vance'],
		);
		const groups = await graph(`/groups?$search=${encodeURIComponent('"displayName:admin"')}`, { headers: eventual });
		assert.deepEqual(
			groups.body.value.map(({ displayName }) => displayName),
			['Azure Administrators'],
		);
		const wrong = await graph(`/users?$search=${encodeURIComponent('"jobTitle:x"')}`, { headers: eventual });
		assert.equal(wrong.status, 400);
		const starting = await graph("/users?$filter=startswith(displayName,'Ad') or startswith(userPrincipalName,'meg')");
		assert.deepEqual(
			starting.body.value.map(({ displayName }) => displayName),
			['Adele Vance', 'Megan Bowen'],
		);
	});

	it("knows the partner's groups in the partner's tenant only", async () => {
		const look = { method: 'POST', body: JSON.stringify({ ids: [helpdesk], types: ['group'] }) };
		assert.deepEqual((await graph('/directoryObjects/getByIds', look)).body.value, []);
		const home = await graph('/directoryObjects/getByIds', look, sandbox.endpoints.partnerTenantId);
		assert.equal(home.body.value[0]?.displayName, 'HelpdeskAgents');
	});
});
