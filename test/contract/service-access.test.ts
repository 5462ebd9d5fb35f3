/** The access doctor against the sandbox: the right cause and a way to mend it for every customer with a trouble. */
import assert from 'node:assert/strict';
import type { Cloud, TokenSource } from '../../src/azure/cloud';
import { sandboxCloud } from '../../src/identity';
import type { AccessCheck, AccessFix, AccessReport, AccessSubject } from '../../src/reservations/access';
import { isKnownHost } from '../../src/reservations/links';
import type { Customer, ReservationRef } from '../../src/reservations/model';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import {
	clearFaults,
	orderFault,
	startService,
	type TestService,
	type TestServiceOptions,
	testFetch,
	until,
} from '../helpers/service';
import { type SignInOptions, userTokens } from '../helpers/user-tokens';

/** The last report, and what was told on the way. */
async function examined(bench: TestService, subject: AccessSubject, signal?: AbortSignal, told?: (report: AccessReport) => void) {
	const reports: AccessReport[] = [];
	for await (const report of bench.service.checkAccess(subject, signal)) {
		reports.push(report);
		told?.(report);
	}
	const last = reports.at(-1) ?? assert.fail('no report');
	const check = (id: string): AccessCheck => last.checks.find((one) => one.id === id) ?? assert.fail(`no check ${id}`);
	const states = Object.fromEntries(last.checks.map(({ id, state }) => [id, state]));
	return { reports, last, check, states, verdict: last.verdict ?? '', fixes: last.checks.flatMap(({ fixes }) => fixes) };
}

const shells = (fixes: readonly AccessFix[]) => fixes.flatMap(({ shell }) => shell?.split('\n') ?? []);

describe('access doctor', () => {
	let sandbox: Sandbox;
	let cloud: Cloud;
	let admin: TestService;
	let customers: readonly Customer[];
	let adminAgents: string;
	const others: TestService[] = [];

	before(async () => {
		sandbox = await startSandbox({ port: 0, customers: 30 });
		cloud = sandboxCloud(sandbox.endpoints);
		admin = await startService(cloud, { tokens: await userTokens(sandbox, cloud) });
		customers = (await admin.service.refreshCustomers()).value?.customers ?? assert.fail();
		const { check } = await examined(admin, { kind: 'connection' });
		adminAgents = check('agentGroups').evidence.find(({ label }) => label === 'Object ID of AdminAgents')?.value ?? assert.fail();
	});
	after(async () => {
		await admin?.end();
		await sandbox?.close();
	});
	afterEach(async () => {
		await clearFaults(sandbox);
		for (const one of others.splice(0)) await one.end();
	});

	async function signedIn(signIn: SignInOptions, options: TestServiceOptions = {}): Promise<TestService> {
		return serviceWith(await userTokens(sandbox, cloud, signIn), options);
	}
	async function serviceWith(tokens: TokenSource, options: TestServiceOptions = {}): Promise<TestService> {
		const one = await startService(cloud, { ...options, tokens });
		others.push(one);
		return one;
	}
	function customer(part: string): { kind: 'customer'; tenantId: string } {
		const found = customers.find(({ name }) => name.includes(part)) ?? assert.fail(`no customer called ${part}`);
		return { kind: 'customer', tenantId: found.tenantId };
	}
	const healthy = () => customer('Contoso');
	async function reservationOf(part: string): Promise<ReservationRef & { kind: 'reservation' }> {
		const { tenantId } = customer(part);
		const { value } = await admin.service.loadReservations(tenantId);
		const { orderId, reservationId } = value?.reservations[0] ?? assert.fail(`no reservation of ${part}`);
		return { kind: 'reservation', tenantId, orderId, reservationId };
	}

	describe('of a customer', () => {
		/** What is wrong, the verdict, checks with their states, and what the fixes have to contain. */
		const troubles: readonly {
			readonly part: string;
			readonly verdict: RegExp;
			readonly states: Readonly<Record<string, AccessCheck['state']>>;
			readonly fix?: (fixes: readonly AccessFix[], tenantId: string) => boolean;
		}[] = [
			{
				part: 'guest account',
				verdict: /^You are a guest in the customer’s tenant/,
				states: { guest: 'failed', reservations: 'passed', orderRoles: 'warning', tenantToken: 'passed' },
				fix: (fixes) =>
					fixes.some(({ link }) => link === 'https://myaccount.microsoft.com/organizations') &&
					shells(fixes).some((line) => /--assignee-principal-type User .*reservationOrders/.test(line)),
			},
			{
				part: 'no GDAP role',
				verdict: /^The GDAP relationship is active, but none of your company’s security groups has a role/,
				states: { relationship: 'failed', reservations: 'failed', guest: 'passed', agentGroups: 'passed', lighthouse: 'skipped' },
				fix: (fixes, tenantId) =>
					fixes.some(({ link }) =>
						link?.startsWith(`https://partner.microsoft.com/dashboard/commerce2/customers/${tenantId}/adminrelationships/`),
					),
			},
			{
				part: 'GDAP expired',
				verdict: /^The GDAP relationship with this customer expired on /,
				states: { tenantToken: 'failed', relationship: 'failed', reseller: 'passed', guest: 'skipped', orderRoles: 'skipped' },
				fix: (fixes, tenantId) => fixes.some(({ link }) => link?.endsWith(`/customers/${tenantId}/adminrelationships`)),
			},
			{
				part: 'Lighthouse only',
				verdict: /Azure Lighthouse only, and roles by Lighthouse never count/,
				states: { lighthouse: 'failed', relationship: 'failed', subscriptions: 'warning', reservations: 'failed' },
				fix: (fixes) =>
					shells(fixes).some((line) => line.includes('"/providers/Microsoft.Capacity"') && line.includes(adminAgents)),
			},
			{
				part: 'reader only',
				verdict: /^You can view the reservations, but not change, exchange or return them/,
				states: { reservations: 'passed', orderRoles: 'warning', relationship: 'passed', guest: 'passed' },
				fix: (fixes) =>
					shells(fixes).some((line) => /--assignee-principal-type ForeignGroup --role "Owner" .*reservationOrders/.test(line)),
			},
			{
				part: 'empty list',
				verdict: /^Partner Center knows of \d+ orders?, but Azure shows none to you/,
				states: { entitlements: 'failed', reservations: 'passed', orderRoles: 'skipped' },
				fix: (fixes) =>
					shells(fixes).filter((line) => line.startsWith('New-AzRoleAssignment') && line.includes(adminAgents)).length > 1,
			},
			{
				part: 'consent missing',
				verdict: /^The application is not consented in this tenant/,
				states: { tenantToken: 'failed', relationship: 'passed', reservations: 'skipped' },
				fix: (fixes) => fixes.some(({ text }) => /consents to the application/.test(text)),
			},
			{
				part: 'MFA demanded',
				verdict: /^The tenant demands multifactor authentication/,
				states: { tenantToken: 'failed', relationship: 'passed', reservations: 'skipped' },
				fix: (fixes) => fixes.some(({ command }) => command === 'cspReservations.signIn'),
			},
			{
				part: '(throttled)',
				verdict: /^No cause was found, but not everything could be checked: .*fewer requests/,
				states: { tenantToken: 'passed', reservations: 'skipped', lighthouse: 'skipped' },
			},
			{
				part: 'no reservations',
				verdict: /^Your account is let in, and the customer has no reservations\.$/,
				states: { reservations: 'passed', entitlements: 'passed' },
			},
			{
				part: 'above refund limit',
				verdict: /^Your account can see and manage this customer’s reservations\.$/,
				states: { reservations: 'passed', entitlements: 'passed', orderRoles: 'passed', relationship: 'passed' },
			},
		];

		for (const { part, verdict, states, fix } of troubles) {
			it(`${part}: names the cause and how to mend it`, async () => {
				const subject = customer(part);
				// A sandbox customer is throttled for its first calls only: by then another test may have made them.
				if (part === '(throttled)')
					await orderFault(sandbox, {
						match: { service: 'resourceManager', tenant: subject.tenantId },
						fault: { kind: 'throttle', seconds: 3600 },
					});
				const bench = part === '(throttled)' ? await signedIn({}, { waitBudgetMs: 0 }) : admin;
				const found = await examined(bench, subject);
				assert.match(found.verdict, verdict);
				for (const [id, state] of Object.entries(states))
					assert.equal(found.states[id], state, `${id}: ${found.check(id).result}`);
				if (fix) assert.ok(fix(found.fixes, subject.tenantId), JSON.stringify(found.fixes, null, 1));
				wellFormed(found.last);
			});
		}

		it('no trouble: everything passes', async () => {
			const { verdict, states, last } = await examined(admin, healthy());
			assert.equal(verdict, 'Your account can see and manage this customer’s reservations.');
			assert.deepEqual(new Set(Object.values(states)), new Set(['passed']));
			assert.equal(last.title, 'Contoso');
			wellFormed(last);
		});

		it('a customer of somebody else: no reseller relationship', async () => {
			const { verdict, states } = await examined(admin, { kind: 'customer', tenantId: cloud.partnerTenantId });
			assert.equal(states.reseller, 'failed');
			assert.match(verdict, /no reseller relationship/);
		});

		it('agents who are no admin agents: the group that they lack, and commands for the group that they have', async () => {
			const helpdesk = await examined(await signedIn({ account: 'helpdesk.agent' }), healthy());
			assert.equal(helpdesk.states.agentGroups, 'warning');
			assert.equal(helpdesk.states.entitlements, 'failed');
			const commands = shells(helpdesk.check('entitlements').fixes);
			assert.ok(commands.length > 2 && commands.every((line) => !line.includes(adminAgents)));
			assert.match(helpdesk.check('entitlements').fixes[0]?.text ?? '', /HelpdeskAgents/);

			const sales = await examined(await signedIn({ account: 'sales.agent' }), healthy());
			assert.deepEqual([sales.states.tenantToken, sales.states.relationship], ['failed', 'failed']);
			assert.match(sales.verdict, /security groups that you are in none of/);

			const colleague = await examined(await signedIn({ account: 'colleague' }), healthy());
			assert.match(colleague.verdict, /in none of the agent groups/);
		});

		it('a customer that is throttled for a moment is waited for', async () => {
			const patient = await signedIn({}, { tries: 6 });
			const { verdict } = await examined(patient, customer('(throttled)'));
			assert.match(verdict, /can see and manage/);
		});

		for (const service of ['graph', 'partnerCenter', 'resourceManager'] as const) {
			for (const [name, fault] of [
				['is out of order', { kind: 'status', status: 500 }],
				['answers HTML', { kind: 'html' }],
				['cuts the connection', { kind: 'dropBefore' }],
			] as const) {
				it(`when ${service} ${name} the rest is examined, and nothing is blamed for it`, async () => {
					await orderFault(sandbox, { match: { service }, fault });
					const { last, states } = await examined(admin, healthy());
					assert.ok(!Object.values(states).includes('failed'), JSON.stringify(states));
					assert.ok(Object.values(states).includes('skipped') && Object.values(states).includes('passed'));
					assert.ok(last.endedAt !== undefined && last.verdict);
					wellFormed(last);
				});
			}
		}
	});

	describe('of a reservation', () => {
		it('Owner on the order: can exchange and return', async () => {
			const { verdict, check } = await examined(admin, await reservationOf('Contoso'));
			assert.match(verdict, /exchange it and return it/);
			assert.equal(check('orderRole').state, 'passed');
			assert.ok(check('orderRole').evidence.some(({ value }) => value === 'Owner (exchange and return)'));
			assert.equal(check('reservationRole').state, 'passed');
		});

		it('Reader: can view only', async () => {
			const subject = await reservationOf('reader only');
			const { verdict, check } = await examined(admin, subject);
			assert.match(verdict, /lets you view only/);
			assert.deepEqual(
				shells(check('orderRole').fixes).filter((line) => line.startsWith('az role')),
				[
					`az role assignment create --assignee-object-id ${adminAgents} --assignee-principal-type ForeignGroup --role "Owner" --scope "/providers/Microsoft.Capacity/reservationOrders/${subject.orderId}"`,
				],
			);
		});

		it('a role on the reservation only: can’t exchange', async () => {
			const { tenantId } = customer('empty list');
			const orderId = (await admin.service.loadReservations(tenantId)).value?.entitledOrderIds?.[0] ?? assert.fail();
			const reservationId = await firstReservationOf(tenantId, orderId);
			const { check } = await examined(admin, { kind: 'reservation', tenantId, orderId, reservationId });
			assert.equal(check('reservation').state, 'passed');
			assert.match(check('orderRole').result, /on the reservation only/);
			assert.equal(check('orderRole').state, 'failed');
			assert.equal(check('reservationRole').state, 'warning');
		});

		it('one that is gone', async () => {
			const { tenantId, orderId } = await reservationOf('Contoso');
			const { verdict } = await examined(admin, { kind: 'reservation', tenantId, orderId, reservationId: orderId });
			assert.match(verdict, /no such reservation/);
		});

		async function firstReservationOf(tenantId: string, orderId: string): Promise<string> {
			const tokens = await userTokens(sandbox, cloud);
			const headers = { authorization: `Bearer ${await tokens.get('partnerCenter', cloud.partnerTenantId)}` };
			const read = async (uri: string) =>
				(await testFetch(`${cloud.partnerCenter}/v1${uri}`, { headers })).json() as Promise<never>;
			type Entitlements = { items: { entitledArtifacts: { resourceId: string; link: { uri: string } }[] }[] };
			const { items }: Entitlements = await read(`/customers/${tenantId}/entitlements?entitlementType=reservedInstance`);
			const artifact = items.flatMap((it) => it.entitledArtifacts).find(({ resourceId }) => resourceId === orderId);
			type Artifact = Partial<Record<'reservations' | 'virtualMachineReservations', { reservationId: string }[]>>;
			const { reservations, virtualMachineReservations }: Artifact = await read(artifact?.link.uri ?? assert.fail());
			return (reservations ?? virtualMachineReservations)?.[0]?.reservationId ?? assert.fail('no reservation');
		}
	});

	describe('of the connection', () => {
		it('works for an admin agent', async () => {
			const { verdict, states, check } = await examined(admin, { kind: 'connection' });
			assert.match(verdict, /^The connection works/);
			assert.deepEqual(new Set(Object.values(states)), new Set(['passed']));
			assert.match(check('partnerKind').result, /Indirect provider/);
		});

		it('without multifactor authentication', async () => {
			const { verdict, check, fixes } = await examined(await signedIn({ hasMfa: false }), { kind: 'connection' });
			assert.match(verdict, /multifactor authentication/);
			assert.equal(check('customers').state, 'failed');
			assert.ok(fixes.some(({ command }) => command === 'cspReservations.signIn'));
		});

		it('blocked by Conditional Access, an application where a user is wanted, no agent at all', async () => {
			for (const [code, words] of [
				['900309', /Conditional Access policy/],
				['900329', /an application alone/],
			] as const) {
				await orderFault(sandbox, {
					match: { service: 'partnerCenter', path: '/v1/customers' },
					fault: { kind: 'status', status: 403, code, message: 'No.' },
				});
				assert.match((await examined(admin, { kind: 'connection' })).verdict, words);
				await clearFaults(sandbox);
			}
			const { verdict, states } = await examined(await signedIn({ account: 'colleague' }), { kind: 'connection' });
			assert.match(verdict, /in none of the agent groups/);
			assert.equal(states.tenantToken, 'skipped');
		});
	});

	describe('on its way', () => {
		it('tells every change: each check waits, runs or is skipped, and ends, in its place', async () => {
			const { reports } = await examined(admin, healthy());
			const order = reports[0]?.checks.map(({ id }) => id) ?? [];
			assert.deepEqual(
				order,
				'tenantToken guest relationship reseller agentGroups subscriptions lighthouse reservations entitlements orderRoles'.split(
					' ',
				),
			);
			assert.ok(reports[0]?.checks.every(({ state, result }) => state === 'waiting' && result === ''));
			for (const report of reports)
				assert.deepEqual(
					report.checks.map(({ id }) => id),
					order,
				);
			for (const id of order) {
				const states = reports.map(({ checks }) => checks.find((one) => one.id === id)?.state);
				assert.deepEqual(
					states.filter((state, index) => state !== states[index - 1]),
					['waiting', 'running', 'passed'],
					id,
				);
			}
			assert.ok(reports.slice(0, -1).every(({ endedAt, verdict }) => endedAt === undefined && verdict === undefined));
			const together = Math.max(...reports.map(({ checks }) => checks.filter(({ state }) => state === 'running').length));
			assert.ok(together > 2, 'independent checks run side by side');
		});

		it('ends when it is stopped, with what was found until then', async () => {
			await orderFault(sandbox, { match: { service: 'resourceManager' }, fault: { kind: 'delay', ms: 30_000 } });
			const controller = new AbortController();
			let stoppedAt = Number.NaN;
			const { last, states } = await examined(admin, healthy(), controller.signal, ({ checks }) => {
				if (controller.signal.aborted || !checks.some(({ id, state }) => id === 'relationship' && state === 'passed')) return;
				stoppedAt = performance.now();
				controller.abort();
			});
			assert.ok(performance.now() - stoppedAt < 15_000);
			assert.equal(states.relationship, 'passed');
			assert.equal(states.reservations, 'skipped');
			assert.ok(last.checks.every(({ state }) => state !== 'running' && state !== 'waiting'));
			assert.equal(last.verdict, undefined);
			assert.ok(last.endedAt);
			const stopped = await examined(admin, healthy(), AbortSignal.abort());
			assert.ok(Object.values(stopped.states).every((state) => state === 'skipped'));
		});

		it('stops reading when nobody listens any more', async () => {
			await orderFault(sandbox, { match: { service: 'resourceManager' }, fault: { kind: 'delay', ms: 20_000 } });
			const bench = await signedIn({});
			for await (const report of bench.service.checkAccess(healthy()))
				if (report.checks.some(({ state }) => state === 'passed')) break;
			const lines = bench.lines.length;
			const ended = performance.now();
			await bench.service.dispose();
			assert.ok(performance.now() - ended < 10_000);
			await new Promise((resolve) => setTimeout(resolve, 100));
			assert.ok(bench.lines.length - lines < 10);
		});
	});

	it('reports as text: ids, correlation ids, times in UTC, commands; no tokens, nothing that renders', async () => {
		const { last } = await examined(admin, customer('no GDAP role'));
		const text = admin.service.reportText(last);
		for (const part of [
			customer('no GDAP role').tenantId,
			'Margie',
			'Correlation ID',
			last.verdict ?? '',
			'Failed: GDAP relationship',
		])
			assert.ok(text.includes(part), `${part} is not in:\n${text}`);
		assert.match(text, /Started: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/);
		assert.doesNotMatch(text, /eyJ|Bearer|undefined|NaN|\[object/);
	});

	describe('who am I', () => {
		it('is the account with its roles, also through nested groups', async () => {
			const who = await admin.service.whoAmI();
			const { limits, ...rest } = who;
			assert.deepEqual(rest, {
				userName: 'practice.user@partner.onmicrosoft.com',
				displayName: 'Practice User',
				partnerTenantId: cloud.partnerTenantId,
				partnerName: 'Practice Partner',
				agentGroups: ['AdminAgents'],
				partnerKind: 'indirectProvider',
				notRead: [],
			});
			assert.ok(limits.some((sentence) => /guest/.test(sentence)));
		});

		it('tells what each role can’t do', async () => {
			const helpdesk = await (await signedIn({ account: 'helpdesk.agent' })).service.whoAmI();
			assert.deepEqual(helpdesk.agentGroups, ['HelpdeskAgents']);
			assert.ok(helpdesk.limits.some((sentence) => /buy/.test(sentence)));
			const nobody = await (await signedIn({ account: 'colleague' })).service.whoAmI();
			assert.deepEqual(nobody.agentGroups, []);
			assert.equal(nobody.limits.length, 1);
		});

		it('tells what can’t be read, and gives the rest', async () => {
			await orderFault(sandbox, { match: { service: 'graph' }, fault: { kind: 'status', status: 403, code: 'Forbidden' } });
			const who = await admin.service.whoAmI();
			assert.deepEqual([who.userName, who.agentGroups], [undefined, undefined]);
			assert.deepEqual([who.partnerName, who.partnerKind], ['Practice Partner', 'indirectProvider']);
			assert.equal(who.notRead.length, 2);
			assert.doesNotMatch(who.notRead.join(' '), /undefined/);
		});
	});

	it('finds out which customer belongs to which reseller', async () => {
		const bench = await signedIn({});
		await bench.service.refreshCustomers();
		await until('the resellers', () => bench.service.getCustomerGroups().length > 1);
		const groups = bench.service.getCustomerGroups();
		assert.equal(groups.filter(({ reseller }) => reseller !== undefined).length, 3);
		assert.equal(
			groups.reduce((sum, group) => sum + group.customers.length, 0),
			customers.length,
		);
		assert.equal(groups.at(-1)?.reseller, undefined);
	});

	/** Sentences, links that the product opens, commands with ids only, no token. */
	function wellFormed(report: AccessReport): void {
		for (const { id, result, evidence, fixes, state } of report.checks) {
			assert.match(result, /[.:…]$|\.\s?$/, `${id}: ${result}`);
			for (const { label, value } of evidence) assert.ok(label !== '' && value !== '', `${id}: ${label}`);
			if (state === 'failed') assert.ok(fixes.length > 0, `${id} tells no way to mend it`);
			for (const { text, link, shell, command } of fixes) {
				assert.ok(text !== '', id);
				if (link !== undefined) assert.ok(isKnownHost(link, cloud), link);
				if (command !== undefined) assert.match(command, /^cspReservations\.\w+$/);
				for (const line of shell?.split('\n') ?? [])
					assert.match(line, /^(az|Connect-AzAccount|New-AzRoleAssignment) [\w\-./ "]+$/);
			}
		}
		assert.doesNotMatch(JSON.stringify(report), /eyJ[\w-]+\.|Bearer|undefined|NaN|\[object/);
	}
});
