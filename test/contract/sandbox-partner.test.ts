/** What the sandbox tells of the partner: who may use Partner Center, profiles, resellers, consent; Graph's directories and GDAP. */
import assert from 'node:assert/strict';
import { PublicClientApplication } from '@azure/msal-node';
import { practiceAccount, SecureSandbox } from '../helpers/microsoft-identity';

const PARTNER_CENTER = 'https://api.partnercenter.microsoft.com/user_impersonation';
const GRAPH = 'https://graph.microsoft.com/.default';
const ARM = 'https://management.azure.com/.default';

interface GraphList {
	readonly value: Record<string, unknown>[];
	readonly '@odata.nextLink'?: string;
	readonly '@odata.context': string;
}

/** A signed-in user, or an app, in one tenant. */
interface Somebody {
	graph<T = GraphList>(path: string, body?: unknown): Promise<{ status: number; body: T }>;
	partner<T = { items: Record<string, unknown>[]; code?: string }>(
		path: string,
		init?: { method?: string; body?: string; headers?: Record<string, string> },
	): Promise<{ status: number; headers: Headers; body: T }>;
	azure(path: string): Promise<number>;
}

describe('sandbox: the partner', () => {
	let secure: SecureSandbox;
	let user: Somebody;

	before(async () => {
		secure = await SecureSandbox.start({ customers: 30 });
		user = await somebody('practice.user');
	});

	after(() => secure.close());

	async function somebody(account: string, tenant = secure.endpoints.partnerTenantId, filled: Record<string, string> = {}) {
		const client = new PublicClientApplication(secure.msal());
		const signedIn = await client.acquireTokenInteractive({
			scopes: [GRAPH],
			openBrowser: async (address) => void (await secure.page.signIn(address, practiceAccount(account), filled)),
		});
		assert.ok(signedIn.account !== null);
		const inTenant = { ...signedIn.account, tenantId: tenant };
		return withTokens(
			async (scope) =>
				(
					await client.acquireTokenSilent({
						account: inTenant,
						authority: `${secure.endpoints.authority}/${tenant}`,
						scopes: [scope],
					})
				).accessToken,
		);
	}

	/** An outside client, registered nowhere. */
	function outsider(tenant = secure.endpoints.partnerTenantId): Somebody {
		return withTokens(async (scope) => {
			const { body } = await secure.json<{ access_token: string }>(`${secure.endpoints.authority}/${tenant}/oauth2/v2.0/token`, {
				method: 'POST',
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
				body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'any', scope }).toString(),
			});
			return body.access_token;
		});
	}

	function withTokens(token: (scope: string) => Promise<string>): Somebody {
		const bearer = async (scope: string) => ({ authorization: `Bearer ${await token(scope)}` });
		const { graph, partnerCenter, resourceManager } = secure.endpoints;
		return {
			graph: async (path, body) =>
				await secure.json(path.startsWith('http') ? path : `${graph}/v1.0${path}`, {
					headers: await bearer(GRAPH),
					...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
				}),
			partner: async (path, { headers, ...init } = {}) =>
				await secure.json(`${partnerCenter}/v1${path}`, { ...init, headers: { ...(await bearer(PARTNER_CENTER)), ...headers } }),
			azure: async (path) => (await secure.json(`${resourceManager}${path}`, { headers: await bearer(ARM) })).status,
		};
	}

	async function customer(name: string): Promise<string> {
		const filter = encodeURIComponent(JSON.stringify({ Field: 'CompanyName', Value: name, Operator: 'starts_with' }));
		const { body } = await user.partner(`/customers?size=0&filter=${filter}`);
		return String(body.items[0]?.id);
	}

	describe('Partner Center', () => {
		it('tells that the sign-in was multifactor, and refuses one that was not', async () => {
			const validate = { headers: { ValidateMfa: 'true' } };
			const good = await user.partner('/customers?size=1', validate);
			assert.equal(good.status, 200);
			assert.equal(good.headers.get('isMfaCompliant'), 'true');
			assert.equal((await user.partner('/customers?size=1')).headers.get('isMfaCompliant'), null);
			const weak = await somebody('practice.user', undefined, { mfa: 'off' });
			const refused = await weak.partner('/customers?size=1', validate);
			assert.equal(refused.status, 401);
			assert.equal(refused.headers.get('isMfaCompliant'), 'false');
		});

		it('lets agents in, and nobody else', async () => {
			for (const agent of ['helpdesk.agent', 'sales.agent'])
				assert.equal((await (await somebody(agent)).partner('/customers?size=1')).status, 200, agent);
			const colleague = await (await somebody('colleague')).partner('/customers?size=1');
			assert.equal(colleague.status, 403);
			assert.equal(colleague.body.code, '900308');
		});

		it('wants a user where the contract says so, and an app is enough elsewhere', async () => {
			const app = outsider();
			const contoso = await customer('Contoso');
			const relationships = '/relationships?relationship_type=IsIndirectCloudSolutionProviderOf';
			for (const path of [
				relationships,
				`/customers/${contoso}/relationships`,
				'/profiles/organization',
				'/profiles/mpn',
				'/profiles/support',
			]) {
				const refused = await app.partner(path);
				assert.equal(refused.status, 403, path);
				assert.equal(refused.body.code, '900329');
				assert.equal((await user.partner(path)).status, 200, path);
			}
			for (const path of ['/customers', `/customers/${contoso}`, `/customers/${contoso}/entitlements`, '/profiles/legalbusiness'])
				assert.equal((await app.partner(path)).status, 200, path);
		});

		it('knows the resellers and whose customer each is', async () => {
			const relationships = await user.partner('/relationships?relationship_type=IsIndirectCloudSolutionProviderOf');
			const resellers = relationships.body.items;
			assert.equal(resellers.length, 3);
			assert.deepEqual((await user.partner('/relationships?relationship_type=IsIndirectResellerOf')).body.items, []);
			assert.equal((await user.partner('/relationships?relationship_type=Other')).body.code, '800002');
			const all = (await user.partner('/customers?size=500')).body.items.map(({ id }) => String(id));
			let left = all.length;
			for (const { id, mpnId } of resellers) {
				const filter = encodeURIComponent(JSON.stringify({ Field: 'IndirectReseller', Value: id, Operator: 'starts_with' }));
				const { items } = (await user.partner(`/customers?size=0&filter=${filter}`)).body;
				assert.ok(items.length > 3);
				left -= items.length;
				const one = await user.partner<{ associatedPartnerId?: string }>(`/customers/${items[0]?.id}`);
				assert.equal(one.body.associatedPartnerId, id);
				const [of] = (await user.partner(`/customers/${items[0]?.id}/relationships`)).body.items;
				assert.equal(of?.mpnId, mpnId);
				assert.equal((await user.partner<{ mpnId: string }>(`/profiles/mpn?mpnId=${mpnId}`)).body.mpnId, mpnId);
			}
			assert.ok(left > 3 && left < all.length / 2);
			assert.equal((await user.partner('/profiles/mpn?mpnId=1')).body.code, '3000');
		});

		it('gives consent for the app that asks, by an admin agent only', async () => {
			const tenant = await customer('Lucerne');
			const { clientId } = secure.endpoints;
			const consent = (applicationId: string) => ({
				method: 'POST',
				body: JSON.stringify({
					applicationId,
					displayName: 'Ours',
					applicationGrants: [{ enterpriseApplicationId: '797f4846-ba00-4fd7-ba43-dac1f8f63013', scope: 'user_impersonation' }],
				}),
			});
			const path = `/customers/${tenant}/applicationconsents`;
			await assert.rejects(somebody('practice.user', tenant).then((one) => one.azure('/subscriptions?api-version=2022-12-01')));
			assert.equal((await (await somebody('helpdesk.agent')).partner(path, consent(clientId))).body.code, '900150');
			assert.equal((await user.partner(path, consent('5a5a5a5a-0000-4000-8000-000000000001'))).body.code, '900308');
			assert.equal((await user.partner(path, { method: 'POST', body: '{}' })).body.code, '800002');
			assert.equal((await user.partner(path, consent(clientId))).status, 201);
			assert.equal(await (await somebody('practice.user', tenant)).azure('/subscriptions?api-version=2022-12-01'), 200);
			assert.equal((await user.partner(`${path}/${clientId}`, { method: 'DELETE' })).status, 204);
			await assert.rejects(somebody('practice.user', tenant).then((one) => one.azure('/subscriptions?api-version=2022-12-01')));
		});

		it('can be that of a direct-bill partner', async () => {
			const direct = await SecureSandbox.start({ resellers: 0 });
			try {
				const client = new PublicClientApplication(direct.msal());
				const { accessToken } = await client.acquireTokenInteractive({
					scopes: [PARTNER_CENTER],
					openBrowser: async (address) => void (await direct.page.signIn(address, practiceAccount('practice.user'))),
				});
				const { body } = await direct.json(
					`${direct.endpoints.partnerCenter}/v1/relationships?relationship_type=IsIndirectCloudSolutionProviderOf`,
					{ headers: { authorization: `Bearer ${accessToken}` } },
				);
				assert.deepEqual(body.items, []);
			} finally {
				await direct.close();
			}
		});
	});

	describe('Azure', () => {
		it('gives rights to admin agents only', async () => {
			const contoso = await customer('Contoso');
			const orders = '/providers/Microsoft.Capacity/reservationOrders?api-version=2022-11-01';
			const admin = await somebody('practice.user', contoso);
			const list = await secure.json<{ value: { name: string }[] }>(`${secure.endpoints.resourceManager}${orders}`, {
				headers: { authorization: await bearerOf(contoso) },
			});
			const order = `/providers/Microsoft.Capacity/reservationOrders/${list.body.value[0]?.name}?api-version=2022-11-01`;
			assert.equal(await admin.azure(order), 200);
			assert.equal(await (await somebody('helpdesk.agent', contoso)).azure(order), 403);
		});

		async function bearerOf(tenant: string): Promise<string> {
			const { body } = await secure.json(`${secure.endpoints.authority}/${tenant}/oauth2/v2.0/token`, {
				method: 'POST',
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
				body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'any', scope: ARM }).toString(),
			});
			return `Bearer ${body.access_token}`;
		}
	});

	describe('Graph', () => {
		it('tells the groups of the user, nested ones too, page by page', async () => {
			const names = ({ body }: { body: GraphList }) => body.value.map(({ displayName }) => displayName);
			assert.deepEqual(names(await user.graph('/me/memberOf')), ['Azure Managers', 'All Company']);
			const all = ['Azure Managers', 'AdminAgents', 'All Company'];
			assert.deepEqual(names(await user.graph('/me/transitiveMemberOf/microsoft.graph.group?$select=displayName')), all);
			const pages: unknown[] = [];
			let next: string | undefined = '/me/transitiveMemberOf?$top=2&$select=id,displayName';
			while (next !== undefined) {
				const { body }: { body: GraphList } = await user.graph(next);
				pages.push(...body.value);
				next = body['@odata.nextLink'];
			}
			assert.deepEqual(
				pages.map((group) => Object.keys(Object(group))),
				Array.from({ length: 3 }, () => ['@odata.type', 'id', 'displayName']),
			);
			const helpdesk = await somebody('helpdesk.agent');
			assert.deepEqual(names(await helpdesk.graph('/me/transitiveMemberOf')), ['Service Desk', 'HelpdeskAgents', 'All Company']);
			assert.deepEqual(names(await (await somebody('colleague')).graph('/me/transitiveMemberOf')), ['All Company']);
		});

		it('knows who is a guest of a customer, and whom it does not know', async () => {
			const guest = await (await somebody('practice.user', await customer('Lamna Healthcare (guest'))).graph<
				Record<string, string>
			>('/me');
			assert.equal(guest.body.userType, 'Guest');
			assert.match(guest.body.userPrincipalName ?? '', /^practice\.user_partner\.onmicrosoft\.com#EXT#@/);
			const contoso = await somebody('practice.user', await customer('Contoso'));
			const unknown = await contoso.graph<{ error: { code: string } }>('/me');
			assert.equal(unknown.status, 404);
			assert.equal(unknown.body.error.code, 'Request_ResourceNotFound');
			const home = await user.graph<Record<string, string>>('/me?$select=userType,displayName');
			assert.equal(home.body.userType, 'Member');
			assert.equal(home.body.id, undefined);
		});

		it("finds users and groups of a customer by id and name, and leaves the partner's out", async () => {
			const tenant = await customer('Contoso');
			const contoso = await somebody('practice.user', tenant);
			const { body } = await contoso.graph('/users');
			const [first] = body.value;
			assert.equal((await contoso.graph<{ displayName: string }>(`/users/${first?.id}`)).body.displayName, first?.displayName);
			const starting = await contoso.graph(`/users?$filter=${encodeURIComponent("startswith(displayName,'alex')")}`);
			assert.deepEqual(
				starting.body.value.map(({ displayName }) => displayName),
				['Alex Wilber'],
			);
			const named = await contoso.graph(`/groups?$filter=${encodeURIComponent("displayName eq 'FinOps'")}`);
			assert.equal(named.body.value.length, 1);
			const group = String(named.body.value[0]?.id);
			assert.equal((await contoso.graph(`/groups/${group}`)).status, 200);
			const agents = (await user.graph(`/groups?$filter=${encodeURIComponent("displayName eq 'AdminAgents'")}`)).body.value[0]
				?.id;
			assert.equal((await contoso.graph(`/groups/${agents}`)).status, 404);
			const found = await contoso.graph('/directoryObjects/getByIds', {
				ids: [first?.id, group, agents],
				types: ['user', 'group'],
			});
			assert.deepEqual(
				found.body.value.map((one) => one['@odata.type']),
				['#microsoft.graph.user', '#microsoft.graph.group'],
			);
			assert.equal((await contoso.graph('/directoryObjects/getByIds', { ids: [] })).status, 400);
			assert.equal((await contoso.graph(`/users?$filter=${encodeURIComponent("city eq 'Rome'")}`)).status, 400);
			assert.equal((await contoso.graph('/users?$top=0')).status, 400);
			const noRole = await somebody('practice.user', await customer("Margie's Travel"));
			assert.equal((await noRole.graph('/users')).status, 403);
		});

		it('has relationships that agree with what is wrong with each customer', async () => {
			const base = '/tenantRelationships/delegatedAdminRelationships';
			const groups = (await user.graph('/groups')).body.value;
			const nameOf = (id: unknown) => groups.find((group) => group.id === id)?.displayName;
			const told = async (name: string) => {
				const filter = encodeURIComponent(`customer/tenantId eq '${await customer(name)}'`);
				const [relationship] = (await user.graph(`${base}?$filter=${filter}`)).body.value;
				if (relationship === undefined) return undefined;
				const assignments = (await user.graph(`${base}/${relationship.id}/accessAssignments`)).body.value;
				const isOver = Date.parse(String(relationship.endDateTime)) < Date.now();
				return [
					relationship.status,
					isOver,
					...assignments.map(({ accessContainer }) => nameOf(Object(accessContainer).accessContainerId)),
				];
			};
			assert.deepEqual(await told('Contoso'), ['active', false, 'Azure Managers', 'Service Desk']);
			assert.deepEqual(await told("Margie's Travel (no GDAP"), ['active', false]);
			assert.equal(await told('Relecloud (Lighthouse'), undefined);
			assert.deepEqual(await told('Best For You Organics (GDAP'), ['expired', true, 'Azure Managers', 'Service Desk']);
			const statuses = async (filter: string) =>
				(await user.graph(`${base}?$filter=${encodeURIComponent(filter)}`)).body.value.length;
			assert.equal(await statuses("status eq 'expired'"), 1);
			assert.equal(await statuses(`endDateTime lt ${new Date().toISOString()}`), 1);
			assert.equal(await statuses("status eq 'active'"), 28);
		});

		it('lists customers and contracts of the partner to its agents', async () => {
			const first = await user.graph('/tenantRelationships/delegatedAdminCustomers?$top=20');
			assert.equal(first.body.value.length, 20);
			assert.ok(first.body['@odata.nextLink']?.startsWith(`${secure.endpoints.graph}/v1.0/tenantRelationships/`));
			assert.equal((await user.graph(first.body['@odata.nextLink'] ?? '')).body.value.length, 9);
			assert.equal((await user.graph('/contracts')).body.value.length, 30);
			assert.equal((await (await somebody('colleague')).graph('/contracts')).status, 403);
			const inCustomer = await somebody('practice.user', await customer('Contoso'));
			assert.equal((await inCustomer.graph('/tenantRelationships/delegatedAdminCustomers')).status, 403);
		});

		it('does not know who an app is', async () => {
			const { partnerTenantId, clientId, authority, graph } = secure.endpoints;
			const { body } = await secure.json(`${authority}/${partnerTenantId}/oauth2/v2.0/token`, {
				method: 'POST',
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
				body: new URLSearchParams({
					grant_type: 'client_credentials',
					client_id: clientId,
					client_secret: 'practice-secret',
					scope: GRAPH,
				}).toString(),
			});
			const me = await secure.json(`${graph}/v1.0/me`, { headers: { authorization: `Bearer ${body.access_token}` } });
			assert.equal(me.status, 400);
			assert.equal((await outsider().graph('/me')).status, 200);
		});
	});
});
