/** Support requests of the sandbox by plain HTTP: plans, checks, rights, operations, requests without a subscription. */
import assert from 'node:assert/strict';
import type { Answer } from './sandbox-client';
import { CONTACT, type Named, SupportDeskOfTests } from './support-desk';

interface ErrorBody {
	readonly code: string;
	readonly message: string;
	readonly details?: readonly { readonly target: string; readonly message: string }[];
}

function errorOf(answer: Answer): ErrorBody {
	return answer.body.error as ErrorBody;
}

describe('support requests of the sandbox', () => {
	let desk: SupportDeskOfTests;

	beforeEach(async () => {
		desk = await SupportDeskOfTests.open();
	});
	afterEach(() => desk.close());

	const create = (name: string, wish: object = desk.wish(), how?: Parameters<SupportDeskOfTests['send']>[3]) =>
		desk.send('PUT', `supportTickets/${name}`, wish, how);

	/** Creates a request and waits for its end. */
	const made = async (name: string, how?: Parameters<SupportDeskOfTests['send']>[3], wish: object = desk.wish()) => {
		const accepted = await create(name, wish, how);
		assert.equal(accepted.status, 202, JSON.stringify(accepted.body));
		await desk.wait(5);
		return accepted;
	};

	it('are accepted first and made later, with both addresses', async () => {
		const accepted = await create('One_1');
		assert.equal(accepted.status, 202);
		assert.equal(accepted.body as unknown, '');
		assert.ok(Number(accepted.headers.get('retry-after')) >= 0);
		const url = accepted.headers.get('azure-asyncoperation') ?? '';
		assert.match(
			url,
			/\/subscriptions\/[0-9a-f-]{36}\/providers\/Microsoft\.Support\/operationsStatus\/[0-9a-f-]{36}\?api-version=2024-04-01$/,
		);
		const running = await desk.follow(accepted);
		assert.deepEqual([running.status, running.body.status], [200, 'InProgress']);
		assert.equal((await desk.follow(accepted, 'location')).status, 202);
		assert.equal((await desk.send('GET', 'supportTickets/one_1')).status, 404);
		assert.equal((await create('One_1')).status, 409);

		await desk.wait(5);
		const ended = await desk.follow(accepted);
		assert.deepEqual([ended.body.status, ended.body.properties], ['Succeeded', undefined]);
		const result = await desk.follow(accepted, 'location');
		const read = await desk.send('GET', 'supportTickets/one_1');
		assert.deepEqual([result.status, result.body], [200, read.body]);
		assert.equal(read.body.name, 'One_1');
		assert.equal((await create('ONE_1')).status, 409);
	});

	it("need a token of the partner's own tenant beside the customer's", async () => {
		const { sandbox, tenant } = desk;
		const beside = async (...tokens: string[]) => ({
			headers: { 'x-ms-authorization-auxiliary': tokens.map((token) => `Bearer ${token}`).join(', ') },
		});
		const home = await sandbox.token(sandbox.endpoints.partnerTenantId);
		const graph = await sandbox.token(sandbox.endpoints.partnerTenantId, 'graph');
		const other = await sandbox.token(await sandbox.customer('Fabrikam'));
		const outcomes = async (name: string, how: Awaited<ReturnType<typeof beside>>) => {
			const { body } = await desk.follow(await made(name, how));
			return [body.status, (body.error as ErrorBody | undefined)?.code];
		};
		const refused = await made('alone', { headers: {} });
		const status = await desk.follow(refused);
		assert.deepEqual([status.status, status.body.status], [200, 'Failed']);
		assert.equal(errorOf(status).code, 'InvalidSupportPlan');
		assert.match(errorOf(status).message, /^Your support plan type is CSP\. To create and update support tickets/);
		assert.equal((await desk.follow(refused, 'location')).status, 400);
		assert.deepEqual(await outcomes('same', await beside(await sandbox.token(tenant))), ['Failed', 'InvalidSupportPlan']);
		assert.deepEqual(await outcomes('other', await beside(other)), ['Failed', 'InvalidSupportPlan']);
		assert.deepEqual(await outcomes('two', await beside(other, home)), ['Succeeded', undefined]);

		// One bad token spoils the request, whatever is asked.
		for (const bad of ['x', graph]) assert.equal((await create('bad', desk.wish(), await beside(home, bad))).status, 401);
		const services = await sandbox.azure(
			tenant,
			'/providers/Microsoft.Support/services?api-version=2024-04-01',
			await beside('x'),
		);
		assert.equal(services.status, 401);
		assert.equal((await create('bad', desk.wish(), await beside(home, home, home, home))).status, 400);
		await desk.wait(4000);
		const late = await sandbox.requestToken(tenant, {
			grant_type: 'client_credentials',
			client_id: 'tests',
			client_secret: 'any',
			scope: 'https://management.azure.com/.default',
		});
		const expired = await create('late', desk.wish(), {
			headers: { ...(await beside(home)).headers, authorization: `Bearer ${String(late.body.access_token)}` },
		});
		assert.deepEqual([expired.status, errorOf(expired).code], [401, 'ExpiredAuthenticationToken']);
	});

	it('of a customer whom the plan does not cover are refused at the end, and so are changes', async () => {
		const other = await SupportDeskOfTests.open('Fourth Coffee');
		try {
			const accepted = await other.send('PUT', 'supportTickets/plan', other.wish());
			assert.equal(accepted.status, 202);
			await other.wait(5);
			assert.match(errorOf(await other.follow(accepted)).message, /^Your support plan type is Basic/);
		} finally {
			await other.close();
		}
		await made('mine');
		const change = await desk.send('PATCH', 'supportTickets/mine', { status: 'closed' }, { headers: {} });
		assert.deepEqual([change.status, errorOf(change).code], [400, 'InvalidSupportPlan']);
		const message = { properties: { subject: 's', body: 'b', sender: CONTACT.primaryEmailAddress } };
		const said = await desk.send('PUT', 'supportTickets/mine/communications/a', message, { headers: {} });
		await desk.wait(5);
		assert.equal(errorOf(await desk.follow(said)).code, 'InvalidSupportPlan');
		assert.equal((await desk.send('GET', 'supportTickets/mine/communications/a')).status, 404);
	});

	it('are checked field by field', async () => {
		const wrong: [object, object, string][] = [
			[{ title: ' ' }, {}, 'title'],
			[{ title: 'x'.repeat(251) }, {}, 'title'],
			[{ description: 'x'.repeat(10_001) }, {}, 'description'],
			[{ severity: 'urgent' }, {}, 'severity'],
			[{ advancedDiagnosticConsent: undefined }, {}, 'advancedDiagnosticConsent'],
			[{ advancedDiagnosticConsent: 'Perhaps' }, {}, 'advancedDiagnosticConsent'],
			[{ problemStartTime: 'yesterday' }, {}, 'problemStartTime'],
			[{ serviceId: '/providers/Microsoft.Support/services/x' }, {}, 'serviceId'],
			[{ problemClassificationId: `${desk.service.id}/problemClassifications/x` }, {}, 'problemClassificationId'],
			[{ contactDetails: undefined }, {}, 'contactDetails'],
			[{}, { firstName: '' }, 'contactDetails.firstName'],
			[{}, { primaryEmailAddress: 'nobody' }, 'contactDetails.primaryEmailAddress'],
			[{}, { additionalEmailAddresses: ['a@b.example', 'c'] }, 'contactDetails.additionalEmailAddresses'],
			[{}, { preferredContactMethod: 'fax' }, 'contactDetails.preferredContactMethod'],
			[{}, { preferredContactMethod: 'phone' }, 'contactDetails.phoneNumber'],
			[{}, { phoneNumber: 'call me' }, 'contactDetails.phoneNumber'],
			[{}, { country: 'DE' }, 'contactDetails.country'],
			[{}, { country: 'XXX' }, 'contactDetails.country'],
			[{}, { preferredTimeZone: 'Europe/Berlin' }, 'contactDetails.preferredTimeZone'],
			[{}, { preferredSupportLanguage: 'nl-NL' }, 'contactDetails.preferredSupportLanguage'],
		];
		for (const [more, contact, target] of wrong) {
			const answer = await create('wrong', desk.wish(more, contact));
			assert.deepEqual([answer.status, errorOf(answer).code], [400, 'InvalidParameterValue'], target);
			assert.deepEqual(
				errorOf(answer).details?.map((one) => one.target),
				[target],
			);
		}
		const shape = await create('wrong', { title: 'Not in properties' });
		assert.deepEqual([shape.status, errorOf(shape).code], [400, 'JsonDeserializationError']);
		const name = await create('not%20a%20name');
		assert.equal(errorOf(name).details?.[0]?.target, 'name');
		const several = await create('wrong', desk.wish({ title: '', severity: '' }));
		assert.equal(errorOf(several).details?.length, 2);
	});

	it('can not be about what was withdrawn, and about some things only with a further consent', async () => {
		const { sandbox, classification } = desk;
		const gone = await sandbox.send(`${sandbox.endpoints.authority}/sandbox/problem-classifications/${classification.name}`, {
			method: 'DELETE',
		});
		assert.equal(gone.status, 204);
		const listed = await desk.send<{ value: Named[] }>('GET', `services/${desk.service.name}/problemClassifications`, undefined, {
			base: '',
		});
		assert.ok(!listed.body.value.some(({ id }) => id === classification.id));
		const refused = await create('withdrawn');
		assert.match(errorOf(refused).details?.[0]?.message ?? '', /no longer available/);

		const services = await desk.send<{ value: Named[] }>('GET', 'services', undefined, { base: '' });
		const bricks = services.body.value.find(({ properties }) => properties.displayName === 'Azure Databricks');
		const topics = await desk.send<{ value: Named[] }>('GET', `services/${bricks?.name}/problemClassifications`, undefined, {
			base: '',
		});
		const [topic] = topics.body.value;
		assert.deepEqual(
			(topic?.properties.secondaryConsentEnabled as { type: string }[] | undefined)?.map(({ type }) => type),
			['DatabricksConsent'],
		);
		const about = { serviceId: bricks?.id, problemClassificationId: topic?.id };
		assert.equal(errorOf(await create('bricks', desk.wish(about))).details?.[0]?.target, 'secondaryConsent');
		const secondaryConsent = [{ type: 'DatabricksConsent', userConsent: 'No' }];
		assert.equal((await create('bricks', desk.wish({ ...about, secondaryConsent }))).status, 202);
		// What belongs to another service is not taken either.
		assert.equal((await create('mixed', desk.wish({ problemClassificationId: topic?.id }))).status, 400);
		const tenantWide = await create('bricks', desk.wish({ ...about, secondaryConsent }), { base: '' });
		assert.match(errorOf(tenantWide).details?.[0]?.message ?? '', /needs a subscription/);
	});

	it('without a subscription stand apart from the others', async () => {
		const base = '';
		const accepted = await made('tenant-wide', { base });
		assert.match(accepted.headers.get('location') ?? '', /^http:\/\/[^/]+\/providers\/Microsoft\.Support\/operationResults\//);
		assert.equal((await desk.follow(accepted)).body.status, 'Succeeded');
		const { body } = await desk.send('GET', 'supportTickets/tenant-wide', undefined, { base });
		assert.equal(body.id, '/providers/Microsoft.Support/supportTickets/tenant-wide');
		assert.equal((await desk.send('GET', 'supportTickets/tenant-wide')).status, 404);
		const listed = await desk.send<{ value: Named[] }>('GET', 'supportTickets', undefined, { base });
		assert.deepEqual(
			listed.body.value.map(({ name }) => name),
			['tenant-wide'],
		);
		const check = { name: 'tenant-wide', type: 'Microsoft.Support/supportTickets' };
		const [here, there] = [
			await desk.send('POST', 'checkNameAvailability', check, { base }),
			await desk.send('POST', 'checkNameAvailability', check),
		];
		assert.deepEqual([here.body.nameAvailable, there.body.nameAvailable], [false, true]);
		const message = { properties: { subject: 'Hello', body: 'Anybody there?', sender: CONTACT.primaryEmailAddress } };
		assert.equal((await desk.send('PUT', 'supportTickets/tenant-wide/communications/hello', message, { base })).status, 202);
		const patched = await desk.send('PATCH', 'supportTickets/tenant-wide', { severity: 'critical' }, { base });
		assert.equal(patched.status, 200);
	});

	it('are found by their topic, and messages by their day', async () => {
		await made('found');
		const listed = async (filter: string) =>
			(await desk.send<{ value: Named[] }>('GET', `supportTickets?$filter=${encodeURIComponent(filter)}`)).body.value.length;
		const { service, classification } = desk;
		assert.equal(await listed(`ServiceId eq '${service.name}'`), 1);
		assert.equal(await listed(`ServiceId eq '${service.id}' and ProblemClassificationId eq '${classification.name}'`), 1);
		assert.equal(await listed("ProblemClassificationId eq 'another'"), 0);
		await desk.wait(60);
		const path = 'supportTickets/found/communications';
		const messages = async (query: string) => desk.send<{ value: Named[] }>('GET', `${path}?${query}`);
		assert.equal((await messages(`$filter=${encodeURIComponent('createdDate ge 2026-11-23T00:00:00Z')}`)).body.value.length, 1);
		assert.equal((await messages(`$filter=${encodeURIComponent('createdDate gt 2026-12-23')}`)).body.value.length, 0);
		assert.equal((await messages('$top=11')).status, 400);
		assert.equal((await messages(`$filter=${encodeURIComponent("sender eq 'x'")}`)).status, 400);
	});

	it('are changed with the fields at the root', async () => {
		await made('root');
		const wrapped = await desk.send('PATCH', 'supportTickets/root', { properties: { status: 'closed' } });
		assert.deepEqual([wrapped.status, errorOf(wrapped).code], [400, 'JsonDeserializationError']);
		const wrong = await desk.send('PATCH', 'supportTickets/root', { status: 'done' });
		assert.equal(errorOf(wrong).details?.[0]?.target, 'status');
		const phone = await desk.send('PATCH', 'supportTickets/root', { contactDetails: { primaryEmailAddress: 'x' } });
		assert.equal(errorOf(phone).details?.[0]?.target, 'contactDetails.primaryEmailAddress');
		const read = await desk.send<{ properties: { status: string } }>('GET', 'supportTickets/root');
		assert.equal(read.body.properties.status, 'Open');
	});

	it('and messages of apps name their sender; a closed request is not answered any more', async () => {
		await made('talk');
		const path = 'supportTickets/talk/communications';
		const nobody = await desk.send('PUT', `${path}/a`, { properties: { subject: 's', body: 'b' } });
		assert.equal(errorOf(nobody).details?.[0]?.target, 'sender');
		await desk.send('PATCH', 'supportTickets/talk', { status: 'closed' });
		await desk.wait(600);
		const listed = await desk.send<{ value: Named[] }>('GET', path);
		assert.deepEqual(listed.body.value, []);
		const said = await desk.send('PUT', `${path}/a`, {
			properties: { subject: 's', body: 'b', sender: CONTACT.primaryEmailAddress },
		});
		assert.equal(errorOf(said).code, 'UpdateOperationDenied');
	});

	it('take a role on the subscription: readers read them, guests and Lighthouse see no more than their roles', async () => {
		for (const [customer, list, put] of [
			['Proseware', 200, 403],
			['Lamna Healthcare', 200, 403],
			['Relecloud', 200, 403],
		] as const) {
			const other = await SupportDeskOfTests.open(customer);
			try {
				assert.equal((await other.send('GET', 'supportTickets')).status, list, customer);
				const refused = await other.send('PUT', 'supportTickets/x', other.wish());
				assert.equal(refused.status, put, customer);
				assert.match(
					errorOf(refused).message,
					/perform action 'Microsoft\.Support\/supportTickets\/write' over scope '\/subscriptions\//,
				);
				assert.equal((await other.send('PUT', 'supportTickets/x', other.wish(), { base: '' })).status, 403, customer);
			} finally {
				await other.close();
			}
		}
	});

	it('are lost and cut like everything else: after a cut the request is there all the same', async () => {
		await desk.sandbox.fault({ match: { method: 'PUT', path: 'supportTickets' }, fault: { kind: 'dropAfter' }, times: 1 });
		await assert.rejects(create('cut'));
		await desk.wait(5);
		assert.equal((await desk.send('GET', 'supportTickets/cut')).status, 200);
	});

	it("show the partner's own support contact in Partner Center", async () => {
		const sandbox = desk.sandbox;
		const session = await sandbox.send(`${sandbox.endpoints.authority}/sandbox/sessions`, { method: 'POST', body: '{}' });
		const token = await sandbox.requestToken(sandbox.endpoints.partnerTenantId, {
			grant_type: 'refresh_token',
			client_id: String(session.body.clientId),
			refresh_token: String(session.body.refreshToken),
			scope: 'https://api.partnercenter.microsoft.com/.default',
		});
		const headers = { authorization: `Bearer ${String(token.body.access_token)}` };
		const { status, body } = await sandbox.partner('/profiles/support', headers);
		assert.equal(status, 200);
		assert.equal(body.email, 'support@partner.onmicrosoft.com');
		assert.equal(body.telephone, '49890000001');
	});
});
