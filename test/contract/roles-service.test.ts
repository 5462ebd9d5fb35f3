/** Access control through the service against the sandbox, over real HTTP: who is there, giving, taking, and every guard. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { pause } from '../../src/azure/gate';
import { withoutAdminAgents } from '../../src/host/new-order-access';
import type { Customer } from '../../src/reservations/model';
import type { Operation } from '../../src/reservations/operations/model';
import type { RolesService } from '../../src/reservations/roles/api';
import type { GrantPlace, Member, Principal } from '../../src/reservations/roles/model';
import { Desk } from '../helpers/operations';
import { clearFaults, clearRequests, orderFault } from '../helpers/service';
import { failureOf } from '../helpers/transport';
import { userTokens } from '../helpers/user-tokens';
import { lever, lines, nobody, roleNamed, sentTo, targetOf } from './roles-desk';

describe('access control', () => {
	let desk: Desk;
	let roles: RolesService;
	let customer: Customer;
	let target: Awaited<ReturnType<typeof targetOf>>;
	let agents: Principal;
	let helpdesk: Principal;
	const waits: number[] = [];

	before(async () => {
		const sleep = async (ms: number) => {
			waits.push(ms);
			await pause(Math.min(ms, 5));
		};
		desk = await Desk.open({ customers: 20, reservations: 12 }, { sleep });
		({ roles } = desk.first.service);
		customer = await desk.customer('Contoso');
		const groups = await roles.partnerGroups();
		agents = groups.find(({ name }) => name === 'AdminAgents') ?? assert.fail();
		helpdesk = groups.find(({ name }) => name === 'HelpdeskAgents') ?? assert.fail();
	});
	after(() => desk?.close());
	beforeEach(async () => {
		await clearFaults(desk.sandbox);
		await clearRequests(desk.sandbox);
		target = await targetOf(desk, customer);
		waits.length = 0;
	});

	async function wish(role: string, principal: Principal, place: GrantPlace = 'order') {
		return { target, place, roleId: (await roleNamed(desk, target, role)).id, principal };
	}

	async function member(id: string): Promise<Member> {
		return (await roles.read(target)).members.find(({ principal }) => principal.id === id) ?? assert.fail(`no ${id}`);
	}

	async function person(words: string): Promise<Principal> {
		const { principals, failures } = await roles.search(customer.tenantId, words);
		assert.deepEqual(failures, []);
		return principals[0] ?? assert.fail(`nobody is called ${words}`);
	}

	it('tells who has which role: the partner’s groups by their names, people of the customer, and what they can do', async () => {
		const read = await roles.read(target);
		assert.deepEqual(read.notRead, []);
		assert.equal(read.orderFailure ?? read.reservationFailure, undefined);
		const { principal, abilities, isYou, roles: held } = await member(agents.id);
		assert.equal(principal.partnerGroup, 'AdminAgents');
		assert.equal(principal.kind, 'foreignGroup');
		assert.deepEqual(abilities, { view: true, manage: true, money: 'yes', delegate: true });
		assert.equal(isYou, true, 'the practice user is in it, through another group');
		assert.ok(
			held.every(({ roleName }) => roleName === 'Owner'),
			lines(read).join(),
		);
		assert.equal(read.canDelegate, true);
	});

	it('names roles by what the tenant says, also one whose id no document knows', async () => {
		const names = (await roles.rolesAt(target, 'order')).map(({ name }) => name);
		assert.deepEqual(names.slice(0, 4), [
			'Owner',
			'Reservations Administrator',
			'Reservations Contributor',
			'Reservations Reader',
		]);
		assert.ok(!names.includes('Cost Management Reader'), 'of no use on reservations');
	});

	it('gives and takes a role, and says what its holder can’t do', async () => {
		const reader = await person('Adele');
		assert.equal(reader.kind, 'person');
		const preview = await roles.previewGrant(await wish('Reservations Reader', reader));
		assert.equal(preview.already, undefined);
		assert.match(preview.notes.join(' '), /can’t exchange or return/);
		const given = await roles.grant(await wish('Reservations Reader', reader), []);
		assert.equal(given.outcome, 'granted');
		const { roles: held, shortfall } = await member(reader.id);
		assert.equal(shortfall, 'viewOnly');
		assert.deepEqual(
			held.map(({ place, roleName }) => [place, roleName]),
			[['order', 'Reservations Reader']],
		);
		const again = await roles.grant(await wish('Reservations Reader', reader), []);
		assert.deepEqual([again.outcome, again.assignmentId], ['there', given.assignmentId]);
		assert.equal((await sentTo(desk.sandbox, 'PUT')).length, 1, 'what is there is not sent again');
		assert.match((await roles.previewGrant(await wish('Reservations Reader', reader))).already ?? '', /already/);
		assert.equal((await roles.revoke(target, given.assignmentId, [])).outcome, 'revoked');
		assert.equal((await roles.revoke(target, given.assignmentId, [])).outcome, 'gone');
		assert.equal((await sentTo(desk.sandbox, 'DELETE')).length, 1);
	});

	it('a role on the reservation alone does not reach exchange and return, and says so', async () => {
		const adele = await person('Adele');
		const preview = await roles.previewGrant(await wish('Owner', adele, 'reservation'));
		assert.match(preview.notes.join(' '), /need the role on the reservation order/);
		const { assignmentId } = await roles.grant(await wish('Owner', adele, 'reservation'), []);
		assert.match(assignmentId, /\/reservations\//i);
		const { abilities, shortfall } = await member(adele.id);
		assert.equal(abilities.money, 'no');
		assert.equal(abilities.manage, true);
		assert.equal(shortfall, 'reservationOnly');
		assert.equal((await roles.revoke(target, assignmentId, [])).outcome, 'revoked');
	});

	it('another grant under another name counts as there, also when Azure says so first', async () => {
		const megan = await person('Megan');
		const role = await roleNamed(desk, target, 'Reader');
		const scope = `/providers/Microsoft.Capacity/reservationOrders/${target.orderId}`;
		await lever(desk.sandbox, 'POST', 'grants', { tenant: customer.tenantId, scope, role: role.id, principal: megan.id });
		assert.equal((await roles.grant(await wish('Reader', megan), [])).outcome, 'there');
		assert.equal((await sentTo(desk.sandbox, 'PUT')).length, 0);
		const fault = { kind: 'status', status: 409, code: 'RoleAssignmentExists', message: 'It exists.' };
		await orderFault(desk.sandbox, { match: { method: 'PUT' }, fault, times: 1 });
		assert.equal((await roles.grant(await wish('Reservations Reader', megan), [])).outcome, 'there');
	});

	it('who is gone is told by the id, and owns nothing', async () => {
		const { id } = await lever(desk.sandbox, 'POST', 'people', {
			tenant: customer.tenantId,
			kind: 'user',
			displayName: 'Short Stay',
		});
		const principal = await person('Short');
		assert.equal(principal.id, id);
		await roles.grant(await wish('Owner', principal), []);
		await lever(desk.sandbox, 'DELETE', `people/${customer.tenantId}/${id}`);
		const left = await member(principal.id);
		assert.deepEqual([left.principal.kind, left.principal.name], ['unknown', undefined]);
		const [own] = (await member(agents.id)).roles;
		const { concerns } = await roles.previewRevoke(target, own?.assignmentId ?? '');
		const isLast = concerns.some((it) => it.id === 'lastOwner');
		const owners = (await roles.read(target)).members.filter(
			(it) => it.abilities.money === 'yes' && it.principal.kind !== 'unknown',
		);
		assert.equal(isLast, owners.length === 1);
	});

	it('a newcomer whose kind is not told is tried again under the same name until Azure knows it', async () => {
		const adele = await person('Adele');
		const fault = { kind: 'status', status: 400, code: 'PrincipalNotFound', message: 'Principal does not exist.' };
		await orderFault(desk.sandbox, { match: { method: 'PUT' }, fault, times: 2 });
		assert.equal((await roles.grant(await wish('Reservations Contributor', adele), [])).outcome, 'granted');
		const sent = await sentTo(desk.sandbox, 'PUT');
		assert.equal(sent.length, 3);
		assert.equal(new Set(sent).size, 1, 'always the same name');
		assert.deepEqual(waits.slice(0, 2), [5_000, 10_000]);
	});

	it('a principal that stays unknown is told, with what to do, and the tries have an end', async () => {
		const failure = await failureOf(roles.grant(await wish('Reader', { id: nobody, kind: 'unknown' }), []));
		assert.deepEqual([failure.kind, failure.details.code], ['Refused', 'PrincipalNotFound']);
		assert.match(failure.details.remedy ?? '', /object ID/);
		assert.equal((await sentTo(desk.sandbox, 'PUT')).length, 6);
	});

	for (const kind of ['dropAfter', 'dropBefore'] as const) {
		it(`a lost answer (${kind}) is found out by reading, and nothing is sent a second time`, async () => {
			const nestor = await person('Nestor');
			const role = kind === 'dropAfter' ? 'Reader' : 'Contributor';
			await orderFault(desk.sandbox, { match: { method: 'PUT' }, fault: { kind }, times: 1 });
			const work = roles.grant(await wish(role, nestor), []);
			if (kind === 'dropAfter') assert.equal((await work).outcome, 'granted');
			else assert.equal((await failureOf(work)).kind, 'OutcomeUnknown');
			assert.equal((await sentTo(desk.sandbox, 'PUT')).length, 1);
			await clearFaults(desk.sandbox);
			const { outcome } = await roles.grant(await wish(role, nestor), []);
			assert.equal(outcome, kind === 'dropAfter' ? 'there' : 'granted');
			const held = (await member(nestor.id)).roles.filter(({ roleName }) => roleName === role);
			assert.equal(held.length, 1);
			await orderFault(desk.sandbox, { match: { method: 'DELETE' }, fault: { kind }, times: 1 });
			const taking = roles.revoke(target, held[0]?.assignmentId ?? '', []);
			if (kind === 'dropAfter') assert.equal((await taking).outcome, 'revoked');
			else assert.equal((await failureOf(taking)).kind, 'OutcomeUnknown');
			assert.equal((await sentTo(desk.sandbox, 'DELETE')).length, 1);
		});
	}

	it('all reservations of a customer: has to be confirmed, and takes a right that owners of orders do not have', async () => {
		const whole = await wish('Reservations Reader', helpdesk, 'tenant');
		assert.deepEqual(
			(await roles.previewGrant(whole)).concerns.map(({ id }) => id),
			['tenantWide'],
		);
		const unconfirmed = await failureOf(roles.grant(whole, []));
		assert.equal(unconfirmed.kind, 'Refused');
		assert.match(unconfirmed.message, /all reservations.*Nothing was changed/);
		assert.equal((await sentTo(desk.sandbox, 'PUT')).length, 0);
		const notAllowed = await failureOf(roles.grant(whole, ['tenantWide']));
		assert.equal(notAllowed.kind, 'NotAllowed');
		assert.match(`${notAllowed.details.missingRight} ${notAllowed.details.remedy}`, /User Access Administrator/);
	});

	it('the last owner, and yourself: warned with what is lost, and only done when it is confirmed', async () => {
		const order = (await member(agents.id)).roles.find(({ place }) => place === 'order') ?? assert.fail();
		for (const other of (await roles.read(target)).members) {
			for (const role of other.roles) {
				const isOwner = role.abilities?.money === 'yes' && role.place === 'order';
				if (isOwner && other.principal.id !== agents.id) await roles.revoke(target, role.assignmentId, []);
			}
		}
		const { concerns } = await roles.previewRevoke(target, order.assignmentId);
		assert.deepEqual(
			concerns.map(({ id }) => id),
			['lastOwner', 'yourself'],
		);
		assert.match(concerns[1]?.text ?? '', /exchange and return/);
		for (const confirmed of [[], ['lastOwner'], ['yourself']] as const) {
			assert.equal((await failureOf(roles.revoke(target, order.assignmentId, confirmed))).kind, 'Refused');
		}
		assert.equal(await roles.adminAgentsMayExchange(target), true);
		assert.equal((await roles.revoke(target, order.assignmentId, ['lastOwner', 'yourself'])).outcome, 'revoked');
		const failure = await failureOf(roles.read(target));
		assert.equal(failure.kind, 'NotAllowed');
	});

	it('a colleague with another group sees that AdminAgents lack an order, as after an exchange, and gives it back at once', async () => {
		const bellows = await desk.customer('Bellows');
		const theirs = await targetOf(desk, bellows);
		const owner = await roleNamed(desk, theirs, 'Owner');
		await roles.grant({ target: theirs, place: 'order', roleId: owner.id, principal: helpdesk }, []);
		const tokens = await userTokens(desk.sandbox, desk.cloud, { account: 'helpdesk.agent' });
		const colleague = await desk.window({ tokens });
		const own = colleague.service.roles;
		const before = (await own.read(theirs)).members.find(({ principal }) => principal.id === agents.id);
		assert.equal(before?.isYou, false);
		const bought = { direction: 'purchase', orderId: theirs.orderId } as Operation['lines'][number];
		const exchange = { kind: 'exchange', tenantId: theirs.tenantId, lines: [bought] } as const;
		const missing = () => withoutAdminAgents(own, exchange, AbortSignal.timeout(10_000));
		assert.equal(await missing(), undefined);
		const { concerns } = await own.previewRevoke(theirs, before?.roles[0]?.assignmentId ?? '');
		assert.deepEqual(concerns, [], 'neither the last owner nor yourself');
		for (const role of before?.roles ?? []) await own.revoke(theirs, role.assignmentId, []);
		const found = (await missing()) ?? assert.fail('it is missing now');
		assert.deepEqual(found.orders, [{ tenantId: theirs.tenantId, orderId: theirs.orderId }]);
		await own.grantAll(found.orders, { roleName: 'Owner', principal: agents });
		assert.equal(await missing(), undefined);
		assert.equal(await own.adminAgentsMayExchange(theirs), true);
	});

	it('refuses what makes no sense, and sends nothing', async () => {
		const adele = await person('Adele');
		const good = await wish('Reader', adele);
		const bad = [
			{ ...good, roleId: 'Owner' },
			{ ...good, roleId: nobody },
			{ ...good, principal: { ...adele, id: 'adele@contoso.com' } },
			{ ...good, target: { ...target, orderId: 'x' } },
			{ ...good, target: { ...target, tenantId: '../x' } },
			{ ...good, place: 'reservation' as const, target: { tenantId: target.tenantId, orderId: target.orderId } },
		];
		for (const one of bad) {
			for (const work of [roles.grant(one, []), roles.previewGrant(one)]) {
				const { kind, message } = await failureOf(work);
				assert.equal(kind, 'Refused', message);
				assert.match(message, /Nothing was changed/);
			}
		}
		const order = `/providers/Microsoft.Capacity/reservationOrders/${target.orderId}`;
		for (const id of ['', order, `${order}/../x/providers/Microsoft.Authorization/roleAssignments/${nobody}`]) {
			assert.equal((await failureOf(roles.revoke(target, id, []))).kind, 'Refused');
		}
		const unknown = `${order}/providers/Microsoft.Authorization/roleAssignments/${nobody}`;
		assert.equal((await roles.revoke(target, unknown, [])).outcome, 'gone');
		assert.equal((await sentTo(desk.sandbox, 'PUT')).length + (await sentTo(desk.sandbox, 'DELETE')).length, 0);
	});

	it('no right to read and no right to give say which right is missing', async () => {
		const margies = await desk.customer('Margie');
		const failure = await failureOf(roles.read({ ...target, tenantId: margies.tenantId }));
		assert.equal(failure.kind, 'NotAllowed');
		assert.match(failure.details.missingRight ?? '', /roleAssignments\/read/i);
		const proseware = await desk.customer('Proseware');
		const theirs = await targetOf(desk, proseware);
		const read = await roles.read(theirs);
		assert.equal(read.canDelegate, false);
		const role = await roleNamed(desk, theirs, 'Owner');
		const refused = await failureOf(roles.grant({ target: theirs, place: 'order', roleId: role.id, principal: agents }, []));
		assert.equal(refused.kind, 'NotAllowed');
		assert.match(refused.details.missingRight ?? '', /roleAssignments\/write/i);
		assert.match(refused.details.remedy ?? '', /Owner, User Access Administrator/);
	});

	it('searches people and groups, by object id too; what can’t be searched is told', async () => {
		const found = await roles.search(customer.tenantId, 'fin');
		assert.deepEqual(
			found.principals.map(({ kind, name }) => `${kind} ${name}`).sort(),
			['group FinOps', 'group Finance'].sort(),
		);
		const adele = await person('Adele');
		assert.equal((await person(adele.id)).name, adele.name);
		const unknown = await roles.search(customer.tenantId, nobody);
		assert.deepEqual(
			unknown.principals.map(({ id, kind }) => [id, kind]),
			[[nobody, 'unknown']],
		);
		assert.deepEqual((await roles.search(customer.tenantId, 'a')).principals, [], 'too short to choose from');
		const margies = await desk.customer('Margie');
		const { principals, failures } = await roles.search(margies.tenantId, 'Adele');
		assert.deepEqual(principals, []);
		assert.ok(failures.length > 0 && failures.every(({ kind }) => kind === 'NotAllowed'));
	});

	it('names that can’t be read leave the roles readable', async () => {
		await orderFault(desk.sandbox, { match: { service: 'graph', path: 'getByIds' }, fault: { kind: 'status', status: 403 } });
		const other = (await desk.reservations(customer)).find(({ orderId }) => orderId !== target.orderId) ?? assert.fail();
		const { members, notRead } = await roles.read(other);
		assert.ok(members.some(({ principal }) => principal.partnerGroup === 'AdminAgents'));
		assert.equal(notRead.length, 1);
	});

	it('two groups named AdminAgents: none is taken for the partner’s, as anybody who may make groups can name one so', async () => {
		const { partnerTenantId } = desk.sandbox.endpoints;
		const stranger = { tenant: partnerTenantId, kind: 'group', displayName: 'AdminAgents' };
		const { id } = await lever(desk.sandbox, 'POST', 'people', stranger);
		const window = await desk.window();
		try {
			const failure = await failureOf(window.service.roles.partnerGroups());
			assert.equal(failure.kind, 'Refused');
			assert.match(failure.message, /several groups named AdminAgents.*Nothing was changed/);
			assert.match(failure.details.remedy ?? '', /object ID/);
		} finally {
			await desk.leave(window);
			await lever(desk.sandbox, 'DELETE', `people/${partnerTenantId}/${id}`);
		}
	});
});
