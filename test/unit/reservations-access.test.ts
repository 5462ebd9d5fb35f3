/** The access doctor where the sandbox has no such case: odd relationships, odd roles, refusals of Graph, links and words. */
import assert from 'node:assert/strict';
import type { TokenSource } from '../../src/azure/cloud';
import { ServiceFailure } from '../../src/azure/failure';
import type { AccessReport } from '../../src/reservations/access';
import { limitsOf } from '../../src/reservations/access/limits';
import { type Asked, sendJson, serve, type TestServer } from '../helpers/http-server';
import { startService, type TestService } from '../helpers/service';
import { CUSTOMER, cloudAt, ORDER, PARTNER, RESERVATION, SUBSCRIPTION } from '../helpers/transport';

const DAY = 86_400_000;
const USER = 'f0000000-0000-4000-8000-000000000001';
const ADMIN_AGENTS = 'f0000000-0000-4000-8000-000000000002';
const MANAGERS = 'f0000000-0000-4000-8000-000000000003';
const ROLE = 'f0000000-0000-4000-8000-000000000004';
const CLIENT = 'f0000000-0000-4000-8000-000000000005';
const orderScope = `/providers/Microsoft.Capacity/reservationOrders/${ORDER}`;
const group = (id: string, displayName: string | null) => ({ '@odata.type': '#microsoft.graph.group', id, displayName });
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();
const relationship = (changes: object = {}) => ({
	id: 'relationship-1',
	displayName: 'Azure',
	status: 'active',
	endDateTime: inDays(200),
	customer: { tenantId: CUSTOMER },
	...changes,
});

type Route = (asked: Asked) => readonly [status: number, body: unknown];
const ok =
	(body: unknown): Route =>
	() => [200, body];
const refused: Route = () => [403, { error: { code: 'Authorization_RequestDenied', message: 'Insufficient privileges.' } }];

describe('reservations: access doctor', () => {
	let server: TestServer;
	let bench: TestService;
	let routes: Record<string, Route>;
	let tokens: TokenSource;

	/** One customer with one reservation, where nothing is wrong. */
	beforeEach(async () => {
		tokens = { get: async (_, tenantId) => `token.of.${tenantId}` };
		const relationships = '/v1.0/tenantRelationships/delegatedAdminRelationships';
		routes = {
			'/v1.0/me': ({ headers }) =>
				headers.authorization?.endsWith(PARTNER)
					? [200, { id: USER, userPrincipalName: 'ann@partner.example' }]
					: [404, { error: { code: 'Request_ResourceNotFound' } }],
			'/v1.0/me/transitiveMemberOf': ok({ value: [group(MANAGERS, 'Azure Managers'), group(ADMIN_AGENTS, 'AdminAgents')] }),
			[relationships]: ok({ value: [relationship()] }),
			[`${relationships}/relationship-1/accessAssignments`]: ok({
				value: [
					{
						id: 'a',
						status: 'active',
						accessContainer: { accessContainerId: MANAGERS.toUpperCase(), accessContainerType: 'securityGroup' },
						accessDetails: { unifiedRoles: [{ roleDefinitionId: ROLE }] },
					},
				],
			}),
			'/v1.0/directoryRoleTemplates': ok({ value: [{ id: ROLE, displayName: 'Directory Readers' }] }),
			[`/v1/customers/${CUSTOMER}`]: ok({ id: CUSTOMER, relationshipToPartner: 'reseller', allowDelegatedAccess: false }),
			[`/v1/customers/${CUSTOMER}/entitlements`]: ok({ items: [] }),
			'/tenants': ok({ value: [{ tenantId: CUSTOMER, tenantCategory: 'ProjectedBy' }] }),
			'/subscriptions': ok({ value: [{ id: `/subscriptions/${SUBSCRIPTION}`, displayName: 'Production' }] }),
			[`/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleAssignments`]: ok({
				value: [assignment(ADMIN_AGENTS, `/subscriptions/${SUBSCRIPTION}`)],
			}),
			[`${orderScope}/providers/Microsoft.Authorization/roleAssignments`]: ok({
				value: [assignment(ADMIN_AGENTS, orderScope), assignment(USER.replace('f', 'e'), orderScope)],
			}),
			[`/providers/Microsoft.Authorization/roleDefinitions/${ROLE}`]: role('Owner', ['*']),
			'/providers/Microsoft.Capacity/reservations': ok({
				value: [
					{
						id: `${orderScope}/reservations/${RESERVATION}`,
						properties: { displayName: 'One', displayProvisioningState: 'Succeeded' },
					},
				],
			}),
		};
		server = await serve((response, asked) => {
			const key = Object.keys(routes).find((path) => path.toLowerCase() === asked.path.toLowerCase());
			sendJson(response, ...(routes[key ?? '']?.(asked) ?? [404, { error: { code: 'NotFound', message: asked.path } }]));
		});
		bench = await start();
	});
	afterEach(async () => {
		await bench.end();
		await server.close();
	});

	function assignment(principalId: string, scope: string) {
		const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${ROLE}`;
		return { id: `${scope}/x`, properties: { scope, principalId, principalType: 'ForeignGroup', roleDefinitionId } };
	}
	function role(roleName: string, actions: readonly string[], notActions: readonly string[] = []): Route {
		return ok({ id: ROLE, properties: { roleName, permissions: [{ actions, notActions }] } });
	}
	const relationshipsAre = (...value: readonly object[]) => {
		routes['/v1.0/tenantRelationships/delegatedAdminRelationships'] = ok({ value });
	};
	async function start(): Promise<TestService> {
		const cloud = { ...cloudAt(server.origin), authority: 'https://login.example', portal: 'https://portal.example' };
		return startService(cloud, { tokens: { get: (...args) => tokens.get(...args) }, clientId: CLIENT });
	}
	async function examined() {
		let last: AccessReport | undefined;
		for await (const report of bench.service.checkAccess({ kind: 'customer', tenantId: CUSTOMER.toUpperCase() })) last = report;
		assert.ok(last);
		const { checks, verdict } = last;
		const check = (id: string) => checks.find((one) => one.id === id) ?? assert.fail(id);
		return { last, verdict, check, state: (id: string) => check(id).state };
	}

	it('finds nothing wrong where nothing is wrong, and names groups and roles', async () => {
		const { verdict, check, last } = await examined();
		assert.match(verdict ?? '', /can see and manage/);
		assert.deepEqual([...new Set(last.checks.map(({ state }) => state))], ['passed'], JSON.stringify(last.checks, null, 1));
		assert.deepEqual(
			check('relationship').evidence.find(({ label }) => label.startsWith('Security group')),
			{ label: 'Security group Azure Managers', value: 'Directory Readers' },
		);
		assert.equal(last.title, CUSTOMER);
	});

	it('GDAP: ends soon, waits for approval, was terminated, never was, is of the old kind', async () => {
		relationshipsAre(relationship({ endDateTime: inDays(5) }));
		let found = await examined();
		assert.equal(found.state('relationship'), 'warning');
		assert.match(found.verdict ?? '', /can see and manage.*One remark: The GDAP relationship ends on .* in 5 days/);

		routes['/providers/Microsoft.Capacity/reservations'] = refused;
		for (const [value, words] of [
			[[relationship({ status: 'approvalPending' })], /waits for the customer’s approval/],
			[[relationship({ status: 'terminated' })], /not active: terminated/],
			[
				[
					relationship({ status: 'expired', endDateTime: inDays(-400) }),
					relationship({ status: 'expired', endDateTime: '2026-01-02T00:00:00Z' }),
				],
				/expired on Jan 2, 2026/,
			],
			[[], /There is no GDAP relationship/],
		] as const) {
			relationshipsAre(...value);
			found = await examined();
			assert.match(found.verdict ?? '', words);
			const link = found.check('relationship').fixes.find((fix) => fix.link)?.link;
			assert.ok(link?.startsWith(`https://partner.example/dashboard/commerce2/customers/${CUSTOMER}/adminrelationships`), link);
		}
		routes[`/v1/customers/${CUSTOMER}`] = ok({ id: CUSTOMER, allowDelegatedAccess: true });
		found = await examined();
		assert.deepEqual([found.state('relationship'), /DAP/.test(found.check('relationship').result)], ['warning', true]);
	});

	it('a refusal of Graph is not taken for a missing right', async () => {
		for (const path of Object.keys(routes)) if (path.startsWith('/v1.0/')) routes[path] = refused;
		const { verdict, check, state } = await examined();
		for (const id of ['guest', 'relationship', 'agentGroups', 'orderRoles']) assert.equal(state(id), 'skipped', id);
		assert.match(check('relationship').fixes[0]?.text ?? '', /DelegatedAdminRelationship\.Read\.All/);
		assert.match(verdict ?? '', /^No cause was found/);
		routes['/tenants'] = ok({ value: [{ tenantId: CUSTOMER.toUpperCase(), tenantCategory: 'Home' }] });
		const second = await examined();
		assert.equal(second.state('guest'), 'warning');
		assert.match(second.verdict ?? '', /probably a guest/);
	});

	it('groups without names: it can’t be told who is an Admin agent', async () => {
		routes['/v1.0/me/transitiveMemberOf'] = ok({ value: [group(MANAGERS, null), group(ADMIN_AGENTS, null)] });
		const { state } = await examined();
		assert.equal(state('agentGroups'), 'skipped');
		assert.equal(state('orderRoles'), 'passed', 'ids are enough for roles');
		assert.match((await bench.service.whoAmI()).notRead.join(' '), /names of your groups/);
	});

	it('roles are judged by what the tenant says of them', async () => {
		const path = `/providers/Microsoft.Authorization/roleDefinitions/${ROLE}`;
		for (const [name, actions, notActions, state, words] of [
			['reservations administrator', ['Microsoft.Capacity/*'], [], 'passed', /exchange and return/],
			['Contributor', ['*'], ['Microsoft.Authorization/*/Write'], 'warning', /only Owner and Reservations Administrator/],
			[
				'Custom',
				['microsoft.capacity/reservationorders/*'],
				['Microsoft.Capacity/reservationOrders/return/action'],
				'warning',
				/view/,
			],
			['Reader', ['*/read'], [], 'warning', /view/],
			['Key Vault Reader', ['Microsoft.KeyVault/*/read'], [], 'warning', /no role to exchange and return/],
		] as const) {
			routes[path] = role(name, actions, notActions);
			const { check } = await examined();
			assert.equal(check('orderRoles').state, state, name);
			assert.match(check('orderRoles').result, words, name);
		}
	});

	it('a sign-in that fails is told by its reason, with the link to consent', async () => {
		const link = `https://login.example/${CUSTOMER}/adminconsent?client_id=${CLIENT}`;
		for (const [code, detail, words, mends] of [
			['ConsentRequired', undefined, /not consented/, link],
			['invalid_grant', 'AADSTS65001: The user or administrator has not consented.', /not consented/, link],
			['InteractionRequired', undefined, /multifactor/, 'cspReservations.signIn'],
			['AADSTS53003', undefined, /Conditional Access/, undefined],
			['AADSTS50020', undefined, /does not let your account in/, undefined],
			['SignInRequired', undefined, /Nobody is signed in/, 'cspReservations.signIn'],
			['AADSTS999', undefined, /Something new/, 'cspReservations.signIn'],
		] as const) {
			tokens = {
				get: async (audience, tenantId) => {
					if (audience !== 'resourceManager') return `token.of.${tenantId}`;
					throw new ServiceFailure('NotAllowed', 'Something new happened.', { code, detail });
				},
			};
			const { verdict, check, state } = await examined();
			assert.match(verdict ?? '', words, code);
			const { fixes, evidence } = check('tenantToken');
			assert.equal(
				evidence.find(({ label }) => label === 'Failure')?.value,
				'Something new happened.',
				'in words, not as a kind',
			);
			if (mends !== undefined)
				assert.ok(
					fixes.some(({ link: page, command }) => page === mends || command === mends),
					code,
				);
			assert.deepEqual([state('subscriptions'), state('entitlements')], ['skipped', 'skipped']);
			assert.doesNotMatch(check('orderRoles').result, /Not checked.*Not checked/);
		}
	});

	it('nothing of an answer gets into a command line but ids', async () => {
		const evil = `/subscriptions/${SUBSCRIPTION}"; rm -rf ~; echo "`;
		routes['/subscriptions'] = ok({ value: [{ id: evil, subscriptionId: SUBSCRIPTION, displayName: '$(evil)' }] });
		routes[`/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleAssignments`] = ok({ value: [] });
		const { check } = await examined();
		const shell = check('subscriptions')
			.fixes.map((fix) => fix.shell)
			.join('\n');
		assert.ok(shell.includes(`--scope "/subscriptions/${SUBSCRIPTION}"`));
		assert.doesNotMatch(shell, /rm|evil/);
	});

	it('the report holds names as text, and says what it is about', () => {
		const text = bench.service.reportText({
			subject: { kind: 'reservation', tenantId: CUSTOMER, orderId: ORDER, reservationId: RESERVATION },
			title: '<img src=x> [link](https://x.example) `code`\n# no heading',
			startedAt: Date.UTC(2026, 10, 23, 12),
			checks: [
				{
					id: 'x',
					title: '*Bold*',
					state: 'failed',
					result: 'No.',
					evidence: [{ label: 'A', value: 'b|c' }],
					fixes: [{ text: 'Do it.', shell: 'az login', link: 'https://portal.example/' }],
				},
			],
		});
		assert.match(text, /^# Access check: \\<img src=x\\> \\\[link\\\]\(https:\/\/x\.example\) \\`code\\` \\# no heading\n/);
		assert.match(text, /## Failed: \\\*Bold\\\*/);
		assert.match(text, /- Started: 2026-11-23T12:00:00Z/);
		assert.match(text, /```\naz login\n```/);
		for (const id of [CUSTOMER, ORDER, RESERVATION, 'https://portal.example/']) assert.ok(text.includes(id));
	});

	it('limits follow the roles and the kind of partner', () => {
		assert.deepEqual(limitsOf({}), []);
		assert.equal(limitsOf({ partnerKind: 'directBill', agentGroups: ['AdminAgents', 'SalesAgents'] }).length, 3);
		assert.equal(limitsOf({ agentGroups: ['SalesAgents'] }).length, 2);
		assert.equal(limitsOf({ agentGroups: ['HelpdeskAgents'] }).length, 3);
		assert.equal(limitsOf({ partnerKind: 'indirectReseller', agentGroups: [] }).length, 3);
	});
});
