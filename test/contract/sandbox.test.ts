/** The sandbox by plain HTTP: tokens, Partner Center, rights of each customer, lists, filters, use of reservations. */
import assert from 'node:assert/strict';
import { SandboxClient, text } from './sandbox-client';

interface Page<T> {
	readonly value: T[];
	readonly nextLink?: string;
	readonly summary?: Record<string, number>;
	readonly totalItems?: number;
}

interface CustomerPage {
	readonly items: { readonly id: string; readonly companyProfile: { readonly companyName: string; readonly domain: string } }[];
	readonly continuationToken?: string;
	readonly links: {
		readonly next?: { readonly uri: string; readonly headers: readonly { readonly key: string; readonly value: string }[] };
	};
}

const CAPACITY = '/providers/Microsoft.Capacity';

function orderPath({ id }: { readonly id: string }): string {
	return id.split('/reservations/')[0] ?? '';
}

describe('sandbox', () => {
	let client: SandboxClient;

	before(async () => {
		client = await SandboxClient.start();
	});

	after(() => client.close());

	describe('tokens', () => {
		const good = {
			grant_type: 'client_credentials',
			client_id: 'any',
			client_secret: 'any',
			scope: 'https://management.azure.com/.default',
		};

		it('tells its endpoints at the root of the authority', async () => {
			const { body } = await client.send(`${client.endpoints.authority}/`);
			assert.deepEqual(body, client.endpoints);
			assert.equal(new Set(Object.values(client.endpoints)).size, 6);
		});

		it('gives a token of JWT shape for a tenant, named by id or by domain', async () => {
			const tenant = await client.customer('Contoso');
			for (const name of [tenant, 'contoso.onmicrosoft.com']) {
				const { status, body, headers } = await client.requestToken(name, good);
				assert.equal(status, 200);
				assert.equal(body.token_type, 'Bearer');
				assert.equal(body.expires_in, 3599);
				assert.equal(headers.get('cache-control'), 'no-store');
				const claims = JSON.parse(Buffer.from(String(body.access_token).split('.')[1] ?? '', 'base64url').toString());
				assert.equal(claims.tid, tenant);
				assert.equal(claims.aud, 'https://management.azure.com');
				assert.ok(claims.exp * 1000 > Date.now());
			}
		});

		it("takes the sandbox's own base URLs as resources", async () => {
			const { body } = await client.requestToken(client.endpoints.partnerTenantId, {
				...good,
				scope: `${client.endpoints.partnerCenter}/.default`,
			});
			const answer = await client.send(`${client.endpoints.partnerCenter}/v1/customers?size=1`, {
				headers: { authorization: `Bearer ${body.access_token}` },
			});
			assert.equal(answer.status, 200);
		});

		it('refuses as the real authority does', async () => {
			const tenant = client.endpoints.partnerTenantId;
			const unknown = await client.requestToken('11111111-1111-4111-8111-111111111111', good);
			assert.equal(unknown.status, 400);
			assert.match(String(unknown.body.error_description), /^AADSTS90002: Tenant/);
			assert.deepEqual(unknown.body.error_codes, [90002]);
			const cases: [Record<string, string>, string][] = [
				[{ ...good, grant_type: 'password' }, 'unsupported_grant_type'],
				[{ ...good, grant_type: 'authorization_code' }, 'unauthorized_client'],
				[{ ...good, scope: 'https://vault.azure.net/.default' }, 'invalid_scope'],
				[{ ...good, scope: '' }, 'invalid_request'],
				[{ scope: good.scope }, 'invalid_request'],
			];
			for (const [fields, error] of cases) {
				const { status, body } = await client.requestToken(tenant, fields);
				assert.equal(status, 400);
				assert.equal(body.error, error);
			}
		});

		it('serves OpenID discovery', async () => {
			const tenant = client.endpoints.partnerTenantId;
			const { body } = await client.send(`${client.endpoints.authority}/${tenant}/v2.0/.well-known/openid-configuration`);
			assert.equal(body.token_endpoint, `${client.endpoints.authority}/${tenant}/oauth2/v2.0/token`);
		});

		it("answers 401 in each service's own words", async () => {
			const { resourceManager, partnerCenter, graph, partnerTenantId } = client.endpoints;
			const list = `${resourceManager}${CAPACITY}/reservations?api-version=2022-11-01`;
			const missing = await client.send(list);
			assert.equal(missing.status, 401);
			assert.match(missing.headers.get('www-authenticate') ?? '', /^Bearer authorization_uri="http:\/\/127\.0\.0\.1:/);
			assert.match(text(missing), /AuthenticationFailed/);
			const wrong = { headers: { authorization: `Bearer ${await client.token(partnerTenantId, 'graph')}` } };
			assert.match(text(await client.send(list, wrong)), /InvalidAuthenticationTokenAudience/);
			const partner = await client.send(`${partnerCenter}/v1/customers`, wrong);
			assert.equal(partner.status, 401);
			assert.equal(partner.body.code, '900420');
			assert.equal((await client.send(`${partnerCenter}/v1/customers`)).body.source, 'PartnerFD');
			assert.equal((await client.send(`${graph}/v1.0/me`, wrong)).status, 200);
			assert.equal((await client.send(`${graph}/v1.0/me`)).status, 401);
			const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
			const old = `${part({ alg: 'none' })}.${part({ tid: partnerTenantId, aud: 'https://management.azure.com', exp: 1, oid: 'x', name: 'x' })}.x`;
			assert.match(text(await client.send(list, { headers: { authorization: `Bearer ${old}` } })), /ExpiredAuthenticationToken/);
			assert.match(
				text(await client.send(list, { headers: { authorization: 'Bearer nonsense' } })),
				/InvalidAuthenticationToken"/,
			);
		});

		it("lets only the partner's tenant into Partner Center", async () => {
			const customer = await client.customer('Contoso');
			const token = await client.token(customer, 'partnerCenter');
			const { status, body } = await client.send(`${client.endpoints.partnerCenter}/v1/customers`, {
				headers: { authorization: `Bearer ${token}` },
			});
			assert.equal(status, 403);
			assert.equal(body.code, '2032');
		});
	});

	describe('Partner Center', () => {
		async function seek(size: number): Promise<{ names: string[]; last: { status: number; code: unknown } | undefined }> {
			const names: string[] = [];
			let token: string | undefined;
			for (;;) {
				const headers: Record<string, string> = token === undefined ? {} : { 'MS-ContinuationToken': token };
				const { status, body } = await client.partner<CustomerPage & { code?: string }>(
					`/customers?size=${size}${token === undefined ? '' : '&seekOperation=next'}`,
					headers,
				);
				if (status !== 200) return { names, last: { status, code: body.code } };
				names.push(...body.items.map(({ companyProfile }) => companyProfile.companyName));
				token = body.continuationToken;
				assert.equal(body.links.next?.headers[0]?.value, token);
				if (token === undefined) return { names, last: undefined };
			}
		}

		it('pages customers by continuation token, and ends a full last page with code 2000', async () => {
			const short = await seek(10);
			assert.equal(short.names.length, 25);
			assert.equal(new Set(short.names).size, 25);
			assert.equal(short.last, undefined);
			const full = await seek(5);
			assert.deepEqual(full.names, short.names);
			assert.deepEqual(full.last, { status: 400, code: '2000' });
		});

		it('filters by the start of name or domain, any case, and refuses other filters', async () => {
			const find = (filter: unknown) =>
				client.partner<CustomerPage & { code?: string }>(
					`/customers?size=0&filter=${encodeURIComponent(typeof filter === 'string' ? filter : JSON.stringify(filter))}`,
				);
			const names = async (filter: unknown) =>
				(await find(filter)).body.items.map(({ companyProfile }) => companyProfile.companyName);
			assert.deepEqual(await names({ Field: 'CompanyName', Value: 'a', Operator: 'starts_with' }), [
				'A. Datum Corporation',
				'Adventure Works',
				'Alpine Ski House',
			]);
			assert.deepEqual(await names({ Field: 'Domain', Value: 'CONTOSO', Operator: 'starts_with' }), ['Contoso']);
			assert.deepEqual(await names({ Field: 'CompanyName', Value: 'no such', Operator: 'starts_with' }), []);
			for (const filter of [
				{ Field: 'CompanyName', Value: 'a', Operator: 'substring' },
				{ Field: 'Name', Value: 'a', Operator: 'starts_with' },
				'{',
			]) {
				const { status, body } = await find(filter);
				assert.equal(status, 400);
				assert.equal(body.code, '800002');
			}
		});

		it('reads a customer, its plan, its Azure subscriptions and its reservations down to the ids that Azure knows', async () => {
			const tenant = await client.customer('A. Datum');
			const customer = await client.partner<{
				id: string;
				billingProfile: { companyName: string };
				companyProfile: { domain: string };
			}>(`/customers/${tenant}`);
			assert.equal(customer.body.billingProfile.companyName, 'A. Datum Corporation');
			assert.equal(customer.headers.get('ms-requestid')?.length, 36);
			const plans = await client.partner<{ items: { id: string; offerId: string }[] }>(`/customers/${tenant}/subscriptions`);
			const plan = plans.body.items.find(({ offerId }) => offerId.startsWith('DZH318Z0BPS6:0001'));
			assert.ok(plan !== undefined && plans.body.items.length > 1);
			const entitled = await client.partner<{ items: { id: string }[] }>(
				`/customers/${tenant}/subscriptions/${plan.id}/azureEntitlements`,
			);
			const azure = await client.azure<Page<{ subscriptionId: string }>>(tenant, '/subscriptions?api-version=2022-12-01');
			assert.deepEqual(
				entitled.body.items.map(({ id }) => id),
				azure.body.value.map(({ subscriptionId }) => subscriptionId),
			);
			const one = await client.partner(
				`/customers/${tenant}/subscriptions/${plan.id}/azureEntitlements/${entitled.body.items[0]?.id}`,
			);
			assert.equal(one.body.status, 'active');

			const reserved = await client.partner<{
				items: { expiryDate?: string; entitledArtifacts: { resourceId: string; link: { uri: string } }[] }[];
			}>(`/customers/${tenant}/entitlements?entitlementType=reservedInstance&showExpiry=true`);
			const listed = await client.reservations(tenant);
			const artifacts = reserved.body.items.flatMap(({ entitledArtifacts }) => entitledArtifacts);
			assert.deepEqual(
				artifacts.map(({ resourceId }) => resourceId).sort(),
				[...new Set(listed.map((reservation) => orderPath(reservation).split('/').at(-1)))].sort(),
			);
			assert.ok(reserved.body.items.every(({ expiryDate }) => expiryDate !== undefined));
			const ids: string[] = [];
			for (const { link } of artifacts) {
				const { body } = await client.partner<{ reservations: { reservationId: string }[] }>(link.uri);
				ids.push(...body.reservations.map(({ reservationId }) => reservationId));
			}
			assert.deepEqual(ids.sort(), listed.map(({ name }) => name).sort());
		});

		it('gives ids of the request back, and its own error body', async () => {
			const id = '0f0f0f0f-0000-4000-8000-000000000001';
			const { status, body, headers } = await client.partner(`/customers/${id}`, { 'MS-RequestId': id, 'MS-CorrelationId': id });
			assert.equal(status, 404);
			assert.deepEqual(body, { code: '60003', description: 'Tenant not found.', data: [], source: 'PartnerFD' });
			assert.equal(headers.get('ms-requestid'), id);
			assert.equal(headers.get('ms-correlationid'), id);
			assert.equal((await client.partner('/customers/nobody')).body.code, '900118');
		});
	});

	it('is the same world for the same seed, and another for another', async () => {
		const names = async (seed: number) => {
			const one = await SandboxClient.start({ seed });
			try {
				return (await one.reservations(await one.customer('Adventure Works'))).map(
					({ id, properties }) => `${id} ${properties.displayName} ${properties.expiryDateTime}`,
				);
			} finally {
				await one.close();
			}
		};
		assert.deepEqual(await names(7), await names(7));
		assert.notDeepEqual(await names(7), await names(8));
	});

	it('has 20,000 customers, every name and domain its own', async () => {
		const large = await SandboxClient.start({ customers: 20_000 });
		try {
			const names = new Set<string>();
			const domains = new Set<string>();
			let token: string | undefined;
			for (let page = 0; page < 40; page++) {
				const headers: Record<string, string> = token === undefined ? {} : { 'MS-ContinuationToken': token };
				const { body } = await large.partner<CustomerPage>(
					`/customers?size=500${token === undefined ? '' : '&seekOperation=next'}`,
					headers,
				);
				for (const { companyProfile } of body.items) {
					names.add(companyProfile.companyName);
					domains.add(companyProfile.domain);
				}
				token = body.continuationToken;
			}
			assert.equal(names.size, 20_000);
			assert.equal(domains.size, 20_000);
			assert.equal(
				(await large.partner('/customers?size=500&seekOperation=next', { 'MS-ContinuationToken': token ?? '' })).body.code,
				'2000',
			);
		} finally {
			await large.close();
		}
	});
});
