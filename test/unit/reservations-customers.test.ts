/** Where customers come from: Partner Center, else Microsoft Graph, else what the user entered; and who is whose reseller. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { TokenSource } from '../../src/azure/cloud';
import { ServiceFailure } from '../../src/azure/failure';
import { parseCustomerList } from '../../src/reservations/customers/parse-list';
import { groupByReseller } from '../../src/reservations/customers/resellers';
import { formatFor } from '../../src/reservations/format';
import type { Customer, EnteredCustomer } from '../../src/reservations/model';
import { type Asked, sendJson, serve, type TestServer } from '../helpers/http-server';
import { startService, type TestService, type TestServiceOptions, until, valueIn } from '../helpers/service';
import { cloudAt } from '../helpers/transport';

const guidOf = (number: number) => `${number.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
const [A, B, C, D, R] = [1, 2, 3, 4, 99].map(guidOf) as [string, string, string, string, string];
const company = (tenantId: string, companyName: string, domain: string) => ({
	id: tenantId,
	companyProfile: { tenantId: tenantId.toUpperCase(), companyName, domain },
});

type Route = (asked: Asked) => [status: number, body: unknown];
const tokens: TokenSource = { get: async () => 'token' };

describe('reservations: sources of customers', () => {
	let server: TestServer;
	let routes: Record<string, Route>;
	const services: TestService[] = [];

	beforeEach(async () => {
		routes = {
			'/v1/customers': () => [200, { items: [company(A, 'Adatum', 'adatum.example'), company(B, 'Bellows', 'bellows.example')] }],
			'/v1/relationships': () => [200, { items: [] }],
			'/v1.0/tenantRelationships/delegatedAdminCustomers': () => [200, { value: [{ tenantId: C, displayName: 'Contoso' }] }],
			'/v1.0/contracts': () => [
				200,
				{
					value: [
						{ customerId: C, displayName: 'Contoso Ltd', defaultDomainName: 'contoso.example' },
						{ customerId: D, displayName: 'Datum', defaultDomainName: 'datum.example' },
					],
				},
			],
		};
		server = await serve((response: ServerResponse, asked) => {
			const domain = /^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/.exec(asked.path)?.[1];
			const route = domain === undefined ? routes[asked.path] : (routes[domain] ?? (() => [400, { error: 'invalid_tenant' }]));
			sendJson(response, ...(route?.(asked) ?? [404, { error: { code: 'NotFound' } }]));
		});
	});
	afterEach(async () => {
		for (const one of services.splice(0)) await one.end();
		await server.close();
	});

	async function start(options: Omit<TestServiceOptions, 'tokens'> & { tokens?: TokenSource } = {}): Promise<TestService> {
		const one = await startService(cloudAt(server.origin), { tokens, ...options });
		services.push(one);
		return one;
	}
	async function again(one: TestService, options: TestServiceOptions = {}): Promise<TestService> {
		await one.service.dispose();
		return start({ ...options, storage: one.storage });
	}
	const refuse = (code: string) => () => [403, { code, description: 'Access denied.' }] as [number, unknown];
	const names = (customers: readonly Customer[]) => customers.map(({ name }) => name);

	it('is Partner Center as long as it answers', async () => {
		const { service } = await start();
		const list = valueIn(await service.refreshCustomers());
		assert.deepEqual([list.source, list.sourceFailure, list.complete], ['partnerCenter', undefined, true]);
		assert.deepEqual(names(list.customers), ['Adatum', 'Bellows']);
		assert.ok(!server.asked.some(({ path }) => path.startsWith('/v1.0/')));
	});

	it('is Microsoft Graph where Partner Center may not be used: both lists, each customer once, and why', async () => {
		routes['/v1/customers'] = refuse('900329');
		const { service } = await start();
		const { value: list, failure } = await service.refreshCustomers();
		assert.equal(failure, undefined);
		assert.equal(list?.source, 'graph');
		assert.equal(list.sourceFailure?.details.code, '900329');
		assert.deepEqual(
			list.customers.map(({ tenantId, name, domain }) => [tenantId, name, domain]),
			[
				[C, 'Contoso', 'contoso.example'],
				[D, 'Datum', 'datum.example'],
			],
		);
		assert.deepEqual(names(await service.findCustomers('DAT')), ['Datum']);
	});

	it('goes on with one of Graph’s lists when the other is refused', async () => {
		routes['/v1/customers'] = refuse('2032');
		routes['/v1.0/tenantRelationships/delegatedAdminCustomers'] = () => [403, { error: { code: 'Forbidden' } }];
		assert.deepEqual(names(valueIn(await (await start()).service.refreshCustomers()).customers), ['Contoso Ltd', 'Datum']);
		routes['/v1.0/tenantRelationships/delegatedAdminCustomers'] = () => [200, { value: [{ tenantId: C, displayName: '' }] }];
		routes['/v1.0/contracts'] = () => [403, { error: { code: 'Forbidden' } }];
		assert.deepEqual(names(valueIn(await (await start()).service.refreshCustomers()).customers), [C]);
	});

	it('does not take a lesser source for a fault that passes', async () => {
		routes['/v1/customers'] = () => [503, {}];
		const { service } = await start();
		const known = await service.refreshCustomers();
		assert.equal(known.failure?.kind, 'Unreachable');
		assert.equal(known.value, undefined);
		assert.ok(!server.asked.some(({ path }) => path.startsWith('/v1.0/')));
	});

	it('fails with Partner Center’s refusal when nothing else names a customer', async () => {
		routes['/v1/customers'] = refuse('2032');
		for (const path of ['/v1.0/tenantRelationships/delegatedAdminCustomers', '/v1.0/contracts'])
			routes[path] = () => [403, { error: { code: 'Forbidden' } }];
		const known = await (await start()).service.refreshCustomers();
		assert.deepEqual([known.failure?.kind, known.failure?.details.code], ['NotAllowed', '2032']);
	});

	it('keeps the customers of the better source readable, with the time they were last named, also over a restart', async () => {
		let now = Date.UTC(2026, 10, 1);
		const clock = () => now;
		const first = await start({ clock });
		await first.service.refreshCustomers();
		routes['/v1/customers'] = refuse('900309');
		now += 3_600_000;
		const list = valueIn(await first.service.refreshCustomers());
		assert.deepEqual(names(list.customers), ['Contoso', 'Datum', 'Adatum', 'Bellows']);
		const old = list.customers.find(({ tenantId }) => tenantId === A);
		assert.deepEqual([old?.source, old?.lastSeenAt], ['partnerCenter', Date.UTC(2026, 10, 1)]);
		assert.equal(first.service.getCustomer(A)?.name, 'Adatum');

		const second = await again(first, { clock });
		const cached = valueIn(await second.service.loadCustomers());
		assert.deepEqual(cached.customers, list.customers);
		assert.equal(cached.source, 'graph');
		assert.equal(cached.sourceFailure?.details.code, '900309');
		now += 3_600_000;
		const later = valueIn(await second.service.refreshCustomers());
		assert.equal(later.customers.find(({ tenantId }) => tenantId === A)?.lastSeenAt, Date.UTC(2026, 10, 1));

		routes['/v1/customers'] = () => [200, { items: [company(B, 'Bellows', '')] }];
		assert.deepEqual(names(valueIn(await second.service.refreshCustomers()).customers), ['Bellows']);
	});

	describe('entered by the user', () => {
		const customerList: readonly EnteredCustomer[] = [
			{ tenant: A.toUpperCase(), name: 'Mine' },
			{ tenant: 'Wingtip.example', name: 'Wingtip Toys' },
			{ tenant: guidOf(7) },
			{ tenant: 'gone.example' },
			{ tenant: 'not a domain' },
			{ tenant: guidOf(8), name: 'Wingtip again' },
		];
		const wingtip: Route = () => [200, { issuer: `https://sts.example/${guidOf(8)}/v2.0` }];

		it('are listed beside those of Partner Center, each once; those that lead nowhere are told', async () => {
			routes['wingtip.example'] = wingtip;
			const { service } = await start({ customerList });
			const list = valueIn(await service.refreshCustomers());
			assert.deepEqual(
				list.customers.map(({ tenantId, name, domain, source }) => [tenantId, name, domain, source]),
				[
					[A, 'Adatum', 'adatum.example', undefined],
					[B, 'Bellows', 'bellows.example', undefined],
					[guidOf(8), 'Wingtip Toys', 'wingtip.example', 'list'],
					[guidOf(7), guidOf(7), '', 'list'],
				],
			);
			assert.deepEqual(
				list.unresolved?.map(({ tenant }) => tenant),
				['gone.example', 'not a domain'],
			);
			for (const { tenant, reason } of list.unresolved ?? []) assert.ok(reason.includes(tenant), reason);
			assert.ok(server.asked.filter(({ path }) => path.includes('openid')).every(({ headers }) => !headers.authorization));
		});

		it('stand alone where nothing else may be used', async () => {
			routes['/v1/customers'] = refuse('2032');
			for (const path of ['/v1.0/tenantRelationships/delegatedAdminCustomers', '/v1.0/contracts'])
				routes[path] = () => [403, { error: { code: 'Forbidden' } }];
			routes['wingtip.example'] = wingtip;
			const { value: list, failure } = await (await start({ customerList })).service.refreshCustomers();
			assert.equal(failure, undefined);
			assert.deepEqual([list?.source, list?.sourceFailure?.details.code], ['list', '2032']);
			assert.deepEqual(names(list?.customers ?? []), ['Mine', 'Wingtip Toys', guidOf(7)]);
		});

		it('are shown while Partner Center is out of reach or nobody is signed in, beside the failure', async () => {
			routes['/v1/customers'] = () => [503, {}];
			const known = await (await start({ customerList })).service.refreshCustomers();
			assert.equal(known.failure?.kind, 'Unreachable');
			assert.ok(names(valueIn(known).customers).includes('Mine'));

			const signedOut: TokenSource = {
				get: () => Promise.reject(new ServiceFailure('NotAllowed', 'Nobody is signed in.', { code: 'SignInRequired' })),
			};
			const out = await (await start({ customerList, tokens: signedOut })).service.refreshCustomers();
			assert.equal(out.failure?.details.code, 'SignInRequired');
			assert.deepEqual([valueIn(out).source, names(valueIn(out).customers).includes('Mine')], ['list', true]);
			assert.ok(!server.asked.some(({ path }) => path.startsWith('/v1.0/')));
		});

		it('stay when the authority does not answer, and go when they are taken off the list', async () => {
			routes['wingtip.example'] = wingtip;
			const first = await start({ customerList });
			await first.service.refreshCustomers();
			await first.service.refreshCustomers();
			assert.equal(server.asked.filter(({ path }) => path.startsWith('/wingtip.example/')).length, 1, 'once a session');
			routes['wingtip.example'] = () => [503, {}];
			const second = await again(first, { customerList });
			const after = valueIn(await second.service.refreshCustomers());
			assert.ok(after.customers.some(({ tenantId }) => tenantId === guidOf(8)));
			const shorter = await again(second, { customerList: [{ tenant: guidOf(7) }] });
			await shorter.service.loadCustomers();
			await until('the list of today', () => shorter.service.getCustomers().value?.customers.length === 3);
		});
	});

	it('reads the resellers of an indirect provider behind the list, and keeps them on disk', async () => {
		const hold = Promise.withResolvers<void>();
		routes['/v1/relationships'] = ({ query }) => [
			200,
			{ items: query.get('relationship_type') === 'IsIndirectCloudSolutionProviderOf' ? [{ id: R, name: 'Reseller' }] : [] },
		];
		const all = routes['/v1/customers'];
		routes['/v1/customers'] = (asked) =>
			asked.query.get('filter')?.includes(R)
				? [200, { items: [company(B, 'Bellows', 'bellows.example')] }]
				: (all?.(asked) ?? [404, {}]);
		await server.close();
		const answers = routes;
		server = await serve(async (response, asked) => {
			if (asked.path === '/v1/relationships') await hold.promise;
			sendJson(response, ...(answers[asked.path]?.(asked) ?? [404, {}]));
		});
		const one = await start();
		const list = valueIn(await one.service.refreshCustomers());
		assert.equal(one.service.getCustomers().loading, false);
		assert.ok(list.customers.every(({ reseller }) => reseller === undefined));
		hold.resolve();
		await until('the reseller', () => one.service.getCustomer(B)?.reseller?.name === 'Reseller');
		assert.deepEqual(
			one.service.getCustomerGroups().map(({ reseller, customers }) => [reseller?.name, names(customers)]),
			[
				['Reseller', ['Bellows']],
				[undefined, ['Adatum']],
			],
		);
		const asked = server.asked.length;
		await one.service.refreshCustomers();
		assert.equal(one.service.getCustomer(B)?.reseller?.tenantId, R);
		assert.equal(server.asked.length, asked + 1, 'resellers are not read again at once');
		const two = await again(one);
		await two.service.loadCustomers();
		assert.equal(two.service.getCustomer(B)?.reseller?.name, 'Reseller');
	});

	it('groups by reseller in the order of names, the others last', () => {
		const of = (name: string, reseller?: string): Customer => ({
			tenantId: name,
			name,
			domain: '',
			reseller: reseller === undefined ? undefined : { tenantId: reseller, name: reseller },
		});
		const groups = groupByReseller([of('1', 'Zoo'), of('2'), of('3', 'ähnlich'), of('4', 'Zoo')], formatFor('de'));
		assert.deepEqual(
			groups.map(({ reseller, customers }) => [reseller?.name, names(customers)]),
			[
				['ähnlich', ['3']],
				['Zoo', ['1', '4']],
				[undefined, ['2']],
			],
		);
		assert.deepEqual(groupByReseller([], formatFor('no_locale')), []);
	});
});

describe('reservations: list of customers to import', () => {
	it('reads ids and domains with and without names, parted by comma, semicolon or tab', () => {
		const { entries, problems } = parseCustomerList(
			[
				'# our customers',
				A.toUpperCase(),
				'',
				`${B}, "Bellows, ""the"" College"`,
				`Contoso Ltd;contoso.example`,
				`datum.example\tDatum`,
				`Fabrikam,${D},fabrikam.example`,
			].join('\r\n'),
		);
		assert.deepEqual(problems, []);
		assert.deepEqual(entries, [
			{ tenant: A },
			{ tenant: B, name: 'Bellows, "the" College' },
			{ tenant: 'contoso.example', name: 'Contoso Ltd' },
			{ tenant: 'datum.example', name: 'Datum' },
			{ tenant: D, name: 'Fabrikam' },
		]);
	});

	it('reads an export with a header', () => {
		const text = `\uFEFF"Microsoft ID","Company name","Primary domain name","Relationship"\n"${A}","Adatum","adatum.example","Reseller"\n"${B}","","b.example","Reseller"`;
		assert.deepEqual(parseCustomerList(text), { entries: [{ tenant: A, name: 'Adatum' }, { tenant: B }], problems: [] });
		const other = parseCustomerList(`Relationship,Customer,Tenant\nReseller,Adatum,${A}`);
		assert.deepEqual(other, { entries: [{ tenant: A, name: 'Adatum' }], problems: [] });
	});

	it('tells every line that it can’t use, with its number', () => {
		const { entries, problems } = parseCustomerList(`Contoso\n${A}\nnonsense, more\n${A.toUpperCase()},again\n12345-678\n`);
		assert.deepEqual(entries, [{ tenant: A }]);
		assert.deepEqual(
			problems.map(({ line, text }) => [line, text]),
			[
				[1, 'Contoso'],
				[3, 'nonsense, more'],
				[4, `${A.toUpperCase()},again`],
				[5, '12345-678'],
			],
		);
		assert.match(problems[2]?.problem ?? '', /line 2/);
		assert.deepEqual(parseCustomerList(''), { entries: [], problems: [] });
	});
});
