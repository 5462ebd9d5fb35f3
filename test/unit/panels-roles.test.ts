/** The Access Control panels with the service and the sandbox, over HTTP: list, form, guards, failures, a reload of the window. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import type { WebviewPanel } from 'vscode';
import { pause } from '../../src/azure/gate';
import { createRolesPanels, type RolesPanels } from '../../src/panels/roles';
import { HostMessage, type Roles } from '../../src/panels/roles/messages';
import type { Customer, Reservation } from '../../src/reservations/model';
import { sentTo } from '../contract/roles-desk';
import { Desk } from '../helpers/operations';
import { panelHost, ReplaceableSession } from '../helpers/panel-host';
import { panelMessages } from '../helpers/panel-messages';
import { clearFaults, clearRequests, orderFault } from '../helpers/service';
import { opened, Panel } from '../ui/pages/vscode-outside';

const { until } = panelMessages(HostMessage);

describe('Access Control panels with the sandbox', () => {
	let desk: Desk;
	let customers: Customer[];
	let panels: RolesPanels;
	let session: ReplaceableSession;
	let ran: string[];

	before(async () => {
		desk = await Desk.open({ customers: 40, reservations: 6 }, { sleep: (ms) => pause(Math.min(ms, 5)) });
		const { service } = desk.first;
		await service.refreshCustomers();
		customers = (service.getCustomers().value?.customers ?? []).filter(({ name }) => !/\(/.test(name));
	});
	after(() => desk?.close());
	beforeEach(() => {
		const { service } = desk.first;
		ran = [];
		opened.length = 0;
		session = new ReplaceableSession(service);
		panels = createRolesPanels({ ...panelHost(service), session, runCommand: (id) => ran.push(id) });
	});
	afterEach(async () => {
		panels.dispose();
		await clearFaults(desk.sandbox);
	});

	const shown = (panel: Panel, fits: (view: Roles) => boolean) => until(panel, 'roles', fits);

	/** A panel on a reservation that no test has used. */
	async function open(of?: Reservation): Promise<{ panel: Panel; reservation: Reservation }> {
		const customer = of === undefined ? (customers.shift() ?? assert.fail('no customer is left')) : undefined;
		const reservation = of ?? (await desk.reservation(customer ?? assert.fail()));
		panels.open(reservation);
		const panel = opened.at(-1) ?? assert.fail('no panel');
		panel.send({ type: 'ready' });
		await shown(panel, ({ loading, members, grant }) => !loading && members.length > 0 && (grant?.role.options.length ?? 0) > 1);
		return { panel, reservation };
	}

	async function choose(panel: Panel, roleName: string, words: string): Promise<void> {
		const { grant } = await shown(panel, (it) => it.grant !== undefined && it.grant.role.options.length > 1);
		const role = grant?.role.options.find(({ label }) => label === roleName) ?? assert.fail(`no role ${roleName}`);
		panel.send({ type: 'setRole', role: role.value });
		panel.send({ type: 'setWords', words });
		const isFound = ({ grant: form }: Roles) => form?.searching === false && form.choices.length > 2;
		const found = await shown(panel, isFound);
		panel.send({ type: 'choosePrincipal', id: found.grant?.choices[0]?.id });
	}
	const canGrant = ({ grant, busy }: Roles) => busy === undefined && grant?.review.notYet === undefined;

	it('shows who is there, gives a role, shows it, removes it', async () => {
		const { panel, reservation } = await open();
		assert.equal(panel.title, `Access Control: ${reservation.name}`);
		await choose(panel, 'Reservations Reader', 'adele');
		const ready = await shown(panel, canGrant);
		assert.match(
			ready.grant?.review.sentence ?? '',
			/“Adele Vance” gets the role “Reservations Reader” on the reservation order/,
		);
		panel.send({ type: 'grant' });
		const given = await shown(
			panel,
			(it) => it.result !== undefined && !it.loading && it.members.some(({ name }) => name === 'Adele Vance'),
		);
		assert.match(given.result?.mark.text ?? '', /“Adele Vance” has the role/);
		assert.equal(given.saved.draft?.principal, undefined, 'the next one begins with nobody');
		const adele = given.members.find(({ name }) => name === 'Adele Vance');
		assert.equal(adele?.shortfall?.text, 'Can view, can’t exchange or return');
		panel.send({ type: 'askRemoval', assignmentId: adele?.order[0]?.assignmentId });
		const asked = await shown(panel, ({ removal }) => removal !== undefined && removal.review.notYet === undefined);
		assert.match(asked.removal?.review.sentence ?? '', /“Adele Vance” loses the role “Reservations Reader”/);
		panel.send({ type: 'remove' });
		await shown(panel, (it) => !it.loading && it.removal === undefined && !it.members.some(({ name }) => name === 'Adele Vance'));
	});

	it('a failure keeps the form, and says what to do', async () => {
		const { panel } = await open();
		await choose(panel, 'Owner', 'megan');
		await shown(panel, canGrant);
		const fault = { kind: 'status', status: 403, code: 'AuthorizationFailed', message: 'No.' };
		await orderFault(desk.sandbox, { match: { method: 'PUT' }, fault, times: 1 });
		panel.send({ type: 'grant' });
		const { result, saved, grant } = await shown(panel, (it) => it.result !== undefined && it.busy === undefined && !it.loading);
		assert.match(result?.mark.text ?? '', /not allowed.*Nothing was changed/);
		assert.match(result?.remedy ?? '', /Owner, User Access Administrator or Reservations Administrator/);
		assert.equal(saved.draft?.principal?.name, 'Megan Bowen');
		assert.equal(grant?.words, 'megan');
		await shown(panel, canGrant);
		panel.send({ type: 'grant' });
		await shown(panel, (it) => it.result?.mark.tone === 'good');
	});

	it('what was filled in is there again after a reload, and goes on', async () => {
		const { panel } = await open();
		await choose(panel, 'Reservations Reader', 'adele');
		const { saved } = await shown(panel, canGrant);
		panel.dispose();
		const restored = new Panel('cspReservations.roles', '', {});
		panels.restore(restored as unknown as WebviewPanel, structuredClone(saved));
		restored.send({ type: 'ready' });
		const again = await shown(restored, (it) => canGrant(it) && it.grant?.searching === false && it.grant.choices.length > 2);
		assert.deepEqual(again.saved, saved);
		assert.equal(
			again.grant?.choices.some(({ name, chosen }) => name === 'Adele Vance' && chosen),
			true,
		);
		restored.send({ type: 'grant' });
		await shown(restored, (it) => it.result?.mark.tone === 'good');
	});

	it('yourself and the last owner: nothing is sent before both are confirmed, and what is confirmed counts for that alone', async () => {
		const { panel } = await open();
		const { members } = await shown(panel, ({ loading }) => !loading);
		const agents = members.find(({ name }) => name === 'AdminAgents') ?? assert.fail();
		for (const other of members.filter((it) => it !== agents)) {
			for (const { assignmentId, remove } of [...other.order, ...other.reservation]) {
				if (remove === undefined) continue;
				panel.send({ type: 'askRemoval', assignmentId });
				await shown(panel, ({ removal }) => removal?.assignmentId === assignmentId && removal.review.notYet === undefined);
				panel.send({ type: 'remove' });
				await shown(panel, ({ removal, loading }) => removal === undefined && !loading);
			}
		}
		const assignmentId = agents.order[0]?.assignmentId;
		panel.send({ type: 'askRemoval', assignmentId });
		const { removal } = await shown(panel, (it) => (it.removal?.review.concerns.length ?? 0) > 0);
		assert.deepEqual(
			removal?.review.concerns.map(({ id }) => id),
			['lastOwner', 'yourself'],
		);
		panel.send({ type: 'remove' });
		panel.send({ type: 'confirm', of: 'removal', concern: 'lastOwner', on: true });
		await shown(panel, (it) => it.removal?.review.concerns[0]?.confirmed === true && it.removal.review.notYet !== undefined);
		panel.send({ type: 'cancelRemoval' });
		panel.send({ type: 'askRemoval', assignmentId });
		const anew = await shown(panel, (it) => (it.removal?.review.concerns.length ?? 0) === 2);
		assert.ok(anew.removal?.review.concerns.every(({ confirmed }) => !confirmed));
		for (const concern of ['lastOwner', 'yourself']) panel.send({ type: 'confirm', of: 'removal', concern, on: true });
		await shown(panel, (it) => it.removal !== undefined && it.removal.review.notYet === undefined);
		panel.send({ type: 'remove' });
		const gone = await shown(panel, (it) => it.problem !== undefined && !it.loading);
		assert.equal(gone.problem?.kind, 'notAllowed', 'you can’t even read it any more');
		assert.match(gone.problem?.remedy ?? '', /Missing right/);
	});

	it('no right to read: the problem with its right; the access check is one click away', async () => {
		const margies = await desk.customer('Margie');
		const ref = { tenantId: margies.tenantId, orderId: crypto.randomUUID(), reservationId: crypto.randomUUID() };
		panels.open(ref);
		const panel = opened.at(-1) ?? assert.fail();
		panel.send({ type: 'ready' });
		const { problem, members, grant } = await shown(panel, (it) => it.problem !== undefined);
		assert.deepEqual([problem?.kind, members.length, grant], ['notAllowed', 0, undefined]);
		panel.send({ type: 'checkAccess' });
		assert.deepEqual(ran, ['cspReservations.checkAccess']);
	});

	it('an id that nobody offered is not taken, and a message that makes no sense is ignored', async () => {
		const { panel } = await open();
		panel.send({ type: 'choosePrincipal', id: crypto.randomUUID() });
		panel.send({ type: 'grant' });
		panel.send({ type: 'remove' });
		panel.send({ type: 'setPlace', place: 'everywhere' });
		panel.send({ type: 'setWords', words: 'x'.repeat(400) });
		panel.send({ type: 'setWords', words: 'x' });
		const { grant, busy } = await shown(panel, (it) => it.grant?.words === 'x');
		assert.deepEqual([grant?.chosen, grant?.place.value, busy], [undefined, 'order', undefined]);
	});

	describe('another connection', () => {
		it('in the place of the one that something was looked at with: nothing is sent with it, and it is said', async () => {
			const { panel } = await open();
			await choose(panel, 'Reservations Reader', 'adele');
			await shown(panel, canGrant);
			await clearRequests(desk.sandbox);
			const { service } = await desk.window();
			session.swap(service);
			panel.send({ type: 'grant' });
			const { result, saved } = await shown(panel, (it) => it.result !== undefined && it.busy === undefined && !it.loading);
			assert.match(result?.mark.text ?? '', /Another connection is in use now\. Nothing was sent\./);
			assert.equal(saved.draft?.principal?.name, 'Adele Vance');
			assert.deepEqual(await sentTo(desk.sandbox, 'PUT'), []);
			panel.send({ type: 'dismiss' });
			await shown(panel, canGrant);
			panel.send({ type: 'grant' });
			await shown(panel, (it) => it.result?.mark.tone === 'good');
		});

		it('begins anew: what was asked about and what came of the last try goes, what is filled in stays', async () => {
			const { panel } = await open();
			await choose(panel, 'Owner', 'megan');
			await shown(panel, canGrant);
			const fault = { kind: 'status', status: 403, code: 'AuthorizationFailed', message: 'No.' };
			await orderFault(desk.sandbox, { match: { method: 'PUT' }, fault, times: 1 });
			panel.send({ type: 'grant' });
			const { members } = await shown(panel, (it) => it.result !== undefined && it.busy === undefined && !it.loading);
			const [role] = members.flatMap(({ order }) => order);
			panel.send({ type: 'askRemoval', assignmentId: role?.assignmentId });
			await shown(panel, ({ removal }) => removal !== undefined);
			const { service } = await desk.window();
			const before = panel.posted.length;
			session.restart(service);
			const [first] = panel.posted.slice(before).filter((it) => Object(it).type === 'roles');
			assert.deepEqual([Object(first).result, Object(first).removal, Object(first).members], [undefined, undefined, []]);
			const { saved } = await shown(panel, canGrant);
			assert.equal(saved.draft?.principal?.name, 'Megan Bowen');
		});
	});

	it('what a command gives meanwhile is shown', async () => {
		const { panel, reservation } = await open();
		const { roles } = desk.first.service;
		const helpdesk = (await roles.partnerGroups())[1] ?? assert.fail();
		await roles.grantAll([reservation], { roleName: 'Reader', principal: helpdesk });
		await shown(panel, ({ members }) => members.some(({ name }) => name === 'HelpdeskAgents'));
	});
});
