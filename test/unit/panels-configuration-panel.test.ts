/** The Configuration panels with a desk in memory: what is sent, what is kept, and what somebody else does meanwhile. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Uri as VscodeUri, WebviewPanel } from 'vscode';
import { ServiceFailure } from '../../src/azure/failure';
import { type ConfigurationPanels, createConfigurationPanels } from '../../src/panels/configuration';
import { type Configuration, HostMessage } from '../../src/panels/configuration/messages';
import type { ChangeRecord } from '../../src/reservations/configuration/model';
import type { ReservationRef } from '../../src/reservations/model';
import { panelMessages } from '../helpers/panel-messages';
import { noScopes, partIds, ref, staging } from '../ui/pages/configuration-sample';
import { opened, Panel, Uri } from '../ui/pages/vscode-outside';
import { MemoryDesk, MemorySession } from './panels-configuration-desk';

const { until } = panelMessages(HostMessage);
const { reservationId } = ref;

describe('Configuration panels', () => {
	let desk: MemoryDesk;
	let session: MemorySession;
	let panels: ConfigurationPanels;
	let ran: { id: string; ref: ReservationRef }[];
	let claimed: Pick<ChangeRecord, 'id' | 'state'>[];

	beforeEach(() => {
		desk = new MemoryDesk();
		session = new MemorySession(desk);
		ran = [];
		claimed = [];
		opened.length = 0;
		panels = createConfigurationPanels({
			session,
			extensionUri: Uri.file('/extension') as unknown as VscodeUri,
			runCommand: async (id, subject) => ran.push({ id, ref: subject }),
			claimTelling: async ({ id, state }) => claimed.push({ id, state }),
		});
	});
	afterEach(() => panels.dispose());

	const shown = (panel: Panel, fits: (view: Configuration) => boolean) => until(panel, 'configuration', fits);
	const open = async (): Promise<Panel> => {
		panels.open(ref);
		const panel = opened.at(-1) ?? assert.fail('a panel was opened');
		panel.send({ type: 'ready' });
		await shown(panel, ({ now, loading }) => now.length > 0 && !loading);
		return panel;
	};
	const canApply = ({ review }: Configuration) => review !== undefined && review.notYet === undefined;
	const apply = async (panel: Panel) => {
		const { review } = await shown(panel, canApply);
		panel.send({ type: 'apply', number: review?.number });
	};

	it('sends what was previewed, once, and shows the result and the change', async () => {
		const panel = await open();
		panel.send({ type: 'setName', name: 'Web' });
		await apply(panel);
		const { result, now, changes, saved } = await shown(panel, (it) => it.result?.close !== undefined && !it.loading);
		assert.equal(result?.state.text, 'Done');
		assert.deepEqual(desk.sent, [{ id: reservationId, change: { name: 'Web' } }]);
		assert.equal(now.find(({ label }) => label === 'Name')?.value, 'Web');
		assert.match(changes[0]?.undo?.name ?? '', /→ Web$/);
		assert.deepEqual(saved.draft, {});
		assert.equal(panel.title, 'Configuration: Web');
		panel.send({ type: 'another' });
		await shown(panel, (it) => it.result === undefined && it.review === undefined);
	});

	it('does not send another preview than the page showed', async () => {
		const panel = await open();
		panel.send({ type: 'setName', name: 'Web' });
		const { review } = await shown(panel, canApply);
		panel.send({ type: 'setName', name: 'Other' });
		panel.send({ type: 'apply', number: review?.number });
		await until(panel, 'announce', ({ text }) => /another preview/.test(text));
		assert.deepEqual(desk.sent, []);
	});

	it('a change from elsewhere is taken over while nothing is chosen', async () => {
		const panel = await open();
		desk.changeElsewhere({ name: 'Theirs' });
		session.changed({ kind: 'reservations', tenantId: ref.tenantId });
		const { moved } = await shown(panel, ({ now }) => now.some(({ value }) => value === 'Theirs'));
		assert.equal(moved, undefined);
	});

	it('a change from elsewhere stops what is chosen, overwrites nothing, and the choice is kept', async () => {
		const panel = await open();
		panel.send({ type: 'setName', name: 'Mine' });
		await shown(panel, canApply);
		desk.changeElsewhere({ name: 'Theirs' });
		session.changed({ kind: 'reservations', tenantId: ref.tenantId });
		const { moved, saved } = await shown(panel, (it) => it.moved !== undefined);
		assert.deepEqual(moved?.rows, [{ label: 'Name', before: 'VM_RI_D4s_v5_Web-Frontend', after: 'Theirs' }]);
		assert.equal(saved.draft?.name, 'Mine');
		panel.send({ type: 'useNow' });
		await apply(panel);
		await shown(panel, (it) => it.result?.state.text === 'Done');
		assert.deepEqual(desk.sent, [{ id: reservationId, change: { name: 'Mine' } }]);
	});

	it('one that was not noticed is refused by the service, and then shown', async () => {
		const panel = await open();
		panel.send({ type: 'setName', name: 'Mine' });
		await shown(panel, canApply);
		desk.changeElsewhere({ name: 'Theirs' });
		await apply(panel);
		const { result, moved, saved } = await shown(panel, (it) => it.moved !== undefined && it.result?.close !== undefined);
		assert.equal(result?.state.text, 'Refused');
		assert.equal(moved?.rows[0]?.after, 'Theirs');
		assert.equal(saved.draft?.name, 'Mine');
		assert.deepEqual(desk.sent, []);
	});

	it('one that Azure refuses keeps the choice', async () => {
		const panel = await open();
		desk.becomes = 'notDone';
		panel.send({ type: 'setName', name: 'Mine' });
		await apply(panel);
		const { result, saved, moved } = await shown(panel, (it) => it.result?.close !== undefined && !it.loading);
		assert.equal(result?.state.text, 'Not done');
		assert.equal(saved.draft?.name, 'Mine');
		assert.equal(moved, undefined);
	});

	it('scopes that can not be read are read again when the user asks, not with every letter', async () => {
		desk.noTargets = noScopes;
		const panel = await open();
		await shown(panel, (it) => it.change?.scope.problem !== undefined);
		for (const name of ['M', 'Mi', 'Min', 'Mine']) panel.send({ type: 'setName', name });
		await shown(panel, canApply);
		assert.equal(desk.targetReads, 1);
		desk.noTargets = undefined;
		panel.send({ type: 'refresh' });
		await shown(panel, (it) => (it.change?.scope.targets.length ?? 0) > 0);
		assert.equal(desk.targetReads, 2);
	});

	it('a refresh tells what could not be read, whichever part it was', async () => {
		const panel = await open();
		panel.send({ type: 'refresh' });
		await until(panel, 'announce', ({ text }) => /is up to date/.test(text));
		panel.posted.length = 0;
		desk.noTargets = noScopes;
		panel.send({ type: 'refresh' });
		const { text } = await until(panel, 'announce', () => true);
		assert.equal(text, noScopes.message);
	});

	it('a preview that finds another reservation than was read makes that known', async () => {
		const panel = await open();
		desk.changeElsewhere({ name: 'Theirs' });
		panel.send({ type: 'setName', name: 'Mine' });
		await shown(panel, (it) => it.moved !== undefined);
	});

	it('splits and gives the right part its scope, whatever order the parts are named in', async () => {
		const panel = await open();
		panel.send({ type: 'setTask', task: 'split' });
		panel.send({ type: 'setPart', part: 0, quantity: '1' });
		panel.send({ type: 'setPart', part: 1, quantity: '1' });
		const wrong = await shown(panel, ({ split }) => split?.isWrong === true);
		assert.equal(wrong.review, undefined);
		panel.send({ type: 'setPart', part: 1, quantity: '2' });
		panel.send({ type: 'setPartScope', part: 0, scope: staging });
		await apply(panel);
		const { result } = await shown(panel, (it) => it.result?.steps[1]?.mark.text === 'Done');
		await until(panel, 'announce', ({ text }) => /^Split of .+ is done\.$/.test(text));
		const states = panel.posted.map((message) => (message as Configuration).result?.state.text);
		assert.ok(states.includes('Azure works on it'));
		assert.ok(!states.includes('Done in part'), 'what is about to be sent is not missing');
		assert.deepEqual(desk.sent, [
			{ id: reservationId, change: [1, 2] },
			{ id: partIds[1], change: { scope: { kind: 'Single', subscriptionId: staging } } },
		]);
		const first = result?.links.find(({ label }) => label === 'Open Overview of Part 1');
		assert.equal(first?.reservationId, partIds[1]);
		panel.send({ type: 'openReservation', reservationId: partIds[1] });
		assert.deepEqual(ran, [{ id: 'cspReservations.openOverview', ref: { ...ref, reservationId: partIds[1] } }]);
		panel.send({ type: 'openReservation', reservationId: '00000000-2a80-4c1c-9a8b-4a6f0f1f7c22' });
		assert.equal(ran.length, 1, 'only what came of a change can be opened');
	});

	it('a part of a split whose scope could not be set is told, and told again when it is tried again', async () => {
		const panel = await open();
		panel.send({ type: 'setTask', task: 'split' });
		panel.send({ type: 'setPart', part: 0, quantity: '1' });
		panel.send({ type: 'setPart', part: 1, quantity: '2' });
		panel.send({ type: 'setPartScope', part: 0, scope: staging });
		desk.noChange = new ServiceFailure('NotAllowed', 'You may not set this scope.', { sent: 'no' });
		await apply(panel);
		await shown(panel, (it) => it.result?.state.text === 'Done in part');
		await until(panel, 'announce', ({ text }) => text === 'You may not set this scope.');
		panel.posted.length = 0;
		panel.send({ type: 'retryPart', part: 0 });
		await until(panel, 'announce', ({ text }) => text === 'You may not set this scope.');
		panel.send({ type: 'lookAgain' });
		await until(panel, 'announce', ({ text }) => text === 'Looked again.');
	});

	it('after a reload the scope of a part that was not sent waits for the user', async () => {
		const record = await desk.configuration.split(ref, [1, 2], desk.held.get(reservationId) ?? assert.fail());
		desk.sent.splice(0);
		const panel = new Panel('cspReservations.configuration', '', undefined);
		const outcome = { changeId: record.id, scopes: [staging, ''] };
		panels.restore(panel as unknown as WebviewPanel, { ...ref, task: 'split', outcome });
		panel.send({ type: 'ready' });
		await shown(panel, (it) => it.result?.steps[1]?.retry?.label === 'Set Scope of Part 1');
		assert.equal(desk.sent.length, 0);
		panel.send({ type: 'retryPart', part: 0 });
		await shown(panel, (it) => it.result?.steps[1]?.mark.text === 'Done');
		assert.equal(desk.sent[0]?.id, partIds[1]);
	});

	it('merges with one of the order, and leads to what came of it', async () => {
		const panel = await open();
		panel.send({ type: 'setTask', task: 'merge' });
		const { merge } = await shown(panel, (it) => it.merge?.loading === false && it.merge.candidates.length > 0);
		panel.send({ type: 'chooseOther', reservationId: merge?.candidates[0]?.reservationId });
		await apply(panel);
		const { result } = await shown(panel, (it) => it.result?.state.text === 'Done');
		assert.equal(result?.title, 'Merge');
		assert.equal(desk.merged[0]?.length, 2);
		assert.deepEqual(
			result?.links.map((link) => link.reservationId),
			partIds,
		);
	});

	it('a change that ends later is told, and the reservation is read again', async () => {
		const panel = await open();
		desk.changeElsewhere({ name: 'At last' });
		desk.tell({ kind: 'update', state: 'succeeded', endedAt: Date.now() });
		await until(panel, 'announce', ({ text }) => /^Change of .+: done$/.test(text));
		await shown(panel, ({ now }) => now.some(({ value }) => value === 'At last'));
	});

	it('an end that the page shows is not told by a notification too; one that it can not show is', async () => {
		const panel = await open();
		desk.tell({ state: 'running' });
		assert.deepEqual(claimed, []);
		panel.visible = false;
		desk.tell({ state: 'failed', endedAt: Date.now() });
		panel.visible = true;
		desk.tell({ state: 'succeeded', endedAt: Date.now() });
		assert.deepEqual(claimed, [{ id: desk.log[0]?.id, state: 'succeeded' }]);
	});

	it('another product of the renewal brings a term and a plan that it is sold for', async () => {
		const panel = await open();
		panel.send({ type: 'setRenew', renew: true });
		await shown(panel, ({ change }) => (change?.renewal?.terms?.length ?? 0) > 0);
		panel.send({ type: 'setTerm', field: 'sku', value: 'Standard_L8s_v3' });
		const { change, saved } = await shown(panel, (it) => it.saved.draft?.term !== undefined);
		const offered = (name: string) => {
			const { value, options } = change?.renewal?.terms?.find(({ field }) => field === name) ?? assert.fail();
			return [value, options.map((option) => option.value)];
		};
		assert.deepEqual(offered('term'), ['P1Y', ['P1Y']]);
		assert.deepEqual(offered('billingPlan'), ['Upfront', ['Upfront']]);
		assert.deepEqual([saved.draft?.term, saved.draft?.billingPlan], ['P1Y', 'Upfront']);
	});

	it('keeps what was chosen over a reload; a state that can not be read ends the panel', async () => {
		const panel = new Panel('cspReservations.configuration', '', undefined);
		panels.restore(panel as unknown as WebviewPanel, { ...ref, draft: { name: 'Kept' } });
		panel.send({ type: 'ready' });
		const { change } = await shown(panel, canApply);
		assert.equal(change?.name.value, 'Kept');
		const broken = new Panel('cspReservations.configuration', '', undefined);
		panels.restore(broken as unknown as WebviewPanel, { tenantId: 'x' });
		assert.equal(broken.disposed, true);
	});

	it('a refused undo says why and keeps what is chosen', async () => {
		const panel = await open();
		panel.send({ type: 'setName', name: 'Mine' });
		panel.send({ type: 'undo', id: '11111111-33d2-4e62-9b0b-6f9f3c6f1a55' });
		const { result, saved } = await shown(panel, (it) => it.result?.state.text === 'Refused');
		assert.match(result?.explanations[0] ?? '', /changed again since/);
		assert.equal(saved.draft?.name, 'Mine');
	});

	/** Another connection takes the place of the one that is up. */
	function restart(other: MemoryDesk): void {
		session.desk = other;
		session.current = other;
		session.changed({ kind: 'customers' });
	}

	it('another connection: the scopes of a split that runs wait for the user', async () => {
		const panel = await open();
		desk.splits = 'running';
		panel.send({ type: 'setTask', task: 'split' });
		panel.send({ type: 'setPart', part: 0, quantity: '1' });
		panel.send({ type: 'setPart', part: 1, quantity: '2' });
		panel.send({ type: 'setPartScope', part: 0, scope: staging });
		await apply(panel);
		await shown(panel, (it) => it.result?.state.text === 'Azure works on it' && !it.loading);
		await until(panel, 'announce', ({ text }) => /still under way/.test(text));
		const other = desk.another();
		restart(other);
		await shown(panel, (it) => it.result !== undefined && it.now.length > 0 && !it.loading);
		other.end(other.log[0] ?? assert.fail());
		const { result } = await shown(panel, (it) => it.result?.steps[1]?.retry !== undefined);
		assert.equal(result?.steps[1]?.retry?.label, 'Set Scope of Part 1');
		await sleep(50);
		assert.deepEqual(other.sent, []);
	});

	it('another connection: what became of the last try with the one before goes, and the choice is kept', async () => {
		const panel = await open();
		panel.send({ type: 'setName', name: 'Mine' });
		await shown(panel, canApply);
		desk.changeElsewhere({ name: 'Theirs' });
		await apply(panel);
		await shown(panel, (it) => it.result?.state.text === 'Refused' && !it.loading);
		restart(new MemoryDesk());
		const { saved, result } = await shown(panel, (it) => canApply(it) && it.moved === undefined);
		assert.deepEqual([result, saved.draft?.name], [undefined, 'Mine']);
	});

	it('another connection: nothing is sent with it that was looked at with the one before', async () => {
		const panel = await open();
		panel.send({ type: 'setName', name: 'Mine' });
		const { review } = await shown(panel, canApply);
		const other = new MemoryDesk();
		session.desk = other;
		panel.send({ type: 'apply', number: review?.number });
		await until(panel, 'announce', ({ text }) => /Another connection is in use now\. Nothing was sent\./.test(text));
		assert.deepEqual([desk.sent, other.sent], [[], []]);
	});

	it('another connection starts anew', async () => {
		const panel = await open();
		const other = new MemoryDesk();
		other.changeElsewhere({ name: 'In the other cloud' });
		restart(other);
		await shown(panel, ({ now }) => now.some(({ value }) => value === 'In the other cloud'));
	});

	it('what is no message of the page is ignored and noted', async () => {
		const panel = await open();
		for (const bad of [undefined, { type: 'apply' }, { type: 'setPart', part: 7, quantity: '1' }, { type: 'format' }])
			panel.send(bad);
		assert.equal(session.logged.length, 4);
		assert.deepEqual(desk.sent, []);
	});
});
