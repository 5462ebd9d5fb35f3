/** The way of a draft to Microsoft, from the panel, with the service and the sandbox: looking, stopping, no connection, another connection. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import type { Support } from '../../src/panels/support/messages';
import type { Reservation } from '../../src/reservations/model';
import { puts } from '../contract/support-service-desk';
import { clearFaults, orderFault, type TestService, until } from '../helpers/service';
import { openedOutside, type Panel } from '../ui/pages/vscode-outside';
import { about, field, SupportPanelsDesk, shown, told, useSupportBench } from './panels-support-desk';

describe('Sending a support request, from the panel', () => {
	const bench = useSupportBench();
	let reservation: Reservation;
	let other: TestService;

	before(async () => {
		reservation = await bench.desk.reservation('Contoso');
		other = await bench.desk.elsewhere();
	});
	after(() => other?.end());

	const sent = () => puts(bench.desk.desk.sandbox);
	const order = (method: string, fault: object, times?: number) =>
		orderFault(bench.desk.desk.sandbox, { match: { method, path: 'supportTickets/csp' }, fault, times });
	const reviewed = () => bench.panels.reviewed(about(reservation));
	const acts = ({ outcome }: Support) => outcome?.buttons.map(({ act }) => act) ?? [];
	const says = (panel: Panel, text: RegExp) =>
		shown(panel, ({ outcome }) => text.test([outcome?.mark.text, ...(outcome?.notes ?? [])].join(' ')));
	const isAnew = ({ form, loading, outcome, review }: Support) =>
		form !== undefined && !loading && outcome === undefined && review === undefined;

	/** A draft that was sent, and that nobody knows the outcome of. */
	async function lost(): Promise<Panel> {
		const panel = await reviewed();
		await order('PUT', { kind: 'dropBefore' }, 1);
		panel.send({ type: 'create' });
		await shown(panel, (view) => acts(view).includes('sendAgain'));
		return panel;
	}

	it('looking again sends nothing, also where nothing of the draft was ever sent', async () => {
		const panel = await reviewed();
		const { saved } = await shown(panel, ({ review }) => review !== undefined);
		bench.panels.dispose();
		// The window was reloaded while it was looked whether it can be sent.
		bench.panels = new SupportPanelsDesk(bench.desk.window.service);
		const again = bench.panels.restored({ ...saved, stage: 'sent' });
		await says(again, /not known/);
		await order('GET', { kind: 'status', status: 500 }, 1);
		again.send({ type: 'act', act: 'lookAgain' });
		const unread = await shown(again, ({ outcome }) => outcome?.code?.includes('500') === true);
		assert.match(unread.outcome?.mark.text ?? '', /not known/, 'it is as unknown as before');
		assert.ok(acts(unread).includes('lookAgain'));
		again.send({ type: 'act', act: 'lookAgain' });
		const absent = await says(again, /Azure has no request of this draft/);
		await told(again, /Azure has no request of this draft/);
		assert.equal(absent.outcome?.code, undefined);
		assert.equal(await sent(), 0);
		// A page that asks for more than it shows gets nothing either.
		again.send({ type: 'create' });
		again.send({ type: 'act', act: 'sendAgain' });
		again.send({ type: 'act', act: 'back' });
		const back = await shown(again, isAnew);
		assert.equal(back.saved.draft?.name, saved.draft?.name);
		assert.equal(await sent(), 0);
		again.send({ type: 'review' });
		await shown(again, ({ review }) => review !== undefined);
		again.send({ type: 'create' });
		await says(again, /was created/);
		assert.equal(await sent(), 1);
		again.dispose();
	});

	it('after a lost answer it looks without sending, and only “Send Again” sends', async () => {
		const panel = await lost();
		panel.send({ type: 'act', act: 'lookAgain' });
		await says(panel, /still can’t be told/);
		assert.equal(await sent(), 1);
		panel.send({ type: 'act', act: 'sendAgain' });
		await says(panel, /was created/);
		assert.equal(await sent(), 2);
	});

	it('a request with an unknown outcome is not given up for a draft from another place', async () => {
		const panel = await lost();
		const { saved } = await shown(panel, (view) => acts(view).includes('sendAgain'));
		const { tenantId } = reservation;
		bench.panels.drafts.open({ tenantId, origin: { kind: 'refusal', action: 'return', refs: [reservation], quote: undefined } });
		const kept = await shown(panel, ({ notes }) => notes.length > 0);
		assert.equal(kept.saved.draft?.name, saved.draft?.name);
		assert.ok(acts(kept).includes('lookAgain'));
	});

	it('stopped before it is sent: nothing is, it is said, and the review is there again', async () => {
		const panel = await reviewed();
		await order('GET', { kind: 'delay', ms: 2000 }, 1);
		panel.send({ type: 'create' });
		const sending = await shown(panel, ({ review }) => review?.waiting !== undefined);
		assert.match(sending.review?.waiting?.note ?? '', /What was sent stays sent/);
		assert.doesNotMatch(sending.review?.sentence ?? '', /Nothing has been sent yet/);
		panel.send({ type: 'stop' });
		const stopped = await shown(panel, ({ review }) => review !== undefined && review.waiting === undefined);
		assert.match(stopped.notes.join(' '), /before anything was sent/);
		await told(panel, /before anything was sent/);
		assert.equal(stopped.saved.stage, 'review');
		assert.equal(await sent(), 0);
		panel.send({ type: 'create' });
		const made = await says(panel, /was created/);
		assert.deepEqual(made.notes, []);
		assert.equal(await sent(), 1);
	});

	it('stopped after it was sent: it stays sent, and is found by looking again', async () => {
		const panel = await reviewed();
		await orderFault(bench.desk.desk.sandbox, {
			match: { method: 'GET', path: 'operationsStatus' },
			fault: { kind: 'delay', ms: 2000 },
		});
		panel.send({ type: 'create' });
		await until('the request', async () => (await sent()) === 1);
		panel.send({ type: 'stop' });
		const running = await says(panel, /still works on it/);
		assert.equal(running.saved.stage, 'sent');
		await clearFaults(bench.desk.desk.sandbox);
		await until('it to be there', async () => {
			panel.send({ type: 'act', act: 'lookAgain' });
			const view = await shown(panel, ({ outcome }) => outcome !== undefined && outcome.waiting === undefined);
			return /made by an earlier try/.test(view.outcome?.mark.text ?? '');
		});
		assert.equal(await sent(), 1);
	});

	it('stopped while it is looked for: what is known is as before', async () => {
		const panel = await lost();
		await order('GET', { kind: 'delay', ms: 2000 }, 1);
		panel.send({ type: 'act', act: 'lookAgain' });
		const looking = await shown(panel, ({ outcome }) => outcome?.waiting !== undefined);
		assert.match(looking.outcome?.waiting?.text ?? '', /Looking/);
		panel.send({ type: 'stop' });
		const stopped = await shown(panel, ({ outcome }) => outcome !== undefined && outcome.waiting === undefined);
		assert.ok(acts(stopped).includes('lookAgain'));
		assert.equal(await sent(), 1);
	});

	it('without a connection after a reload it says why the request can’t be read, and that it was made', async () => {
		const panel = await reviewed();
		panel.send({ type: 'create' });
		const { saved } = await says(panel, /was created/);
		bench.panels.dispose();
		bench.panels = new SupportPanelsDesk(bench.desk.window.service, new Error('Nobody is signed in.'));
		const again = bench.panels.restored(saved);
		const view = await says(again, /Nobody is signed in\./);
		assert.match(view.outcome?.mark.text ?? '', /was created/);
		again.send({ type: 'act', act: 'openInPortal' });
		await told(again, /Nobody is signed in\./);
		assert.equal(openedOutside.length, 0);
		again.send({ type: 'refresh' });
		await told(again, /Nobody is signed in\./);
		// Once there is one, it is read.
		bench.panels.dispose();
		bench.panels = new SupportPanelsDesk(bench.desk.window.service);
		const later = bench.panels.restored(saved);
		assert.ok((await shown(later, ({ outcome }) => (outcome?.facts.length ?? 0) > 0)).outcome);
		for (const one of [again, later]) one.dispose();
	});

	it('without a connection nothing is sent, and the draft is there again after a reload', async () => {
		const panel = await reviewed();
		const { saved } = await shown(panel, ({ review }) => review !== undefined);
		bench.panels.dispose();
		bench.panels = new SupportPanelsDesk(bench.desk.window.service, new Error('Nobody is signed in.'));
		const again = bench.panels.restored(saved);
		again.send({ type: 'create' });
		const view = await says(again, /Nobody is signed in\./);
		assert.deepEqual(acts(view), ['back', 'copyText', 'openInPortal']);
		assert.equal(view.saved.stage, 'write');
		assert.equal(await sent(), 0);
		again.dispose();
	});

	it('another connection: what was made with the one before is not shown as made with this one', async () => {
		const panel = await reviewed();
		panel.send({ type: 'create' });
		const { saved } = await says(panel, /was created/);
		bench.panels.session.restart(other.service);
		const view = await shown(panel, (it) => isAnew(it) && it.saved.draft !== undefined);
		assert.notEqual(view.saved.draft?.name, saved.draft?.name, 'that one is used up');
		assert.equal(view.saved.made, undefined);
	});

	it('another connection: a failure of the one before goes, and what was written stays', async () => {
		const panel = await reviewed();
		await order('PUT', { kind: 'status', status: 403, code: 'AuthorizationFailed', message: 'No.' }, 1);
		panel.send({ type: 'create' });
		const { saved } = await shown(panel, ({ outcome }) => outcome !== undefined);
		bench.panels.session.restart(other.service);
		const view = await shown(panel, isAnew);
		assert.equal(view.saved.draft?.name, saved.draft?.name);
		assert.equal(field(view, 'title').value, saved.draft?.title);
	});

	it('another connection: what may have been sent with the one before is only looked for', async () => {
		const panel = await lost();
		bench.panels.session.restart(other.service);
		const left = await says(panel, /not known/);
		assert.deepEqual(acts(left), ['lookAgain', 'copyText', 'openInPortal', 'back']);
		panel.send({ type: 'act', act: 'lookAgain' });
		await says(panel, /Azure has no request of this draft.*another connection/);
		assert.equal(await sent(), 1);
	});

	it('another connection: what nobody has written into is filled in anew; else it is said that it is of the one before', async () => {
		const { panels } = bench;
		const panel = await panels.open(about(reservation));
		const { saved } = await shown(panel, isAnew);
		panels.session.restart(other.service);
		const anew = await shown(panel, (view) => isAnew(view) && view.saved.draft?.name !== saved.draft?.name);
		assert.deepEqual(anew.notes, []);
		panel.send({ type: 'set', field: 'title', value: 'Mine' });
		panels.session.restart(bench.desk.window.service);
		const kept = await shown(panel, (view) => isAnew(view) && view.notes.length > 0);
		assert.deepEqual([kept.saved.draft?.name, field(kept, 'title').value], [anew.saved.draft?.name, 'Mine']);
		assert.match(kept.notes.join(' '), /filled in with the one before is kept.*whom Microsoft turns to/);
		await told(panel, /whom Microsoft turns to/);
	});

	it('another connection: what was reviewed before is not sent with it unseen', async () => {
		const panel = await reviewed();
		bench.panels.session.swap(other.service);
		panel.send({ type: 'create' });
		const view = await shown(panel, isAnew);
		assert.match(view.notes.join(' '), /Another connection is in use/);
		await told(panel, /Nothing was sent/);
		assert.equal(await sent(), 0);
	});
});
