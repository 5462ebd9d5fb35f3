/** The panels of support requests with the service and the sandbox, over HTTP: draft, faults, reload, sending, list, messages. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import type { SupportSubject } from '../../src/panels/support';
import type { Reservation } from '../../src/reservations/model';
import { puts } from '../contract/support-service-desk';
import { clearFaults, orderFault } from '../helpers/service';
import { env, opened, openedOutside } from '../ui/pages/vscode-outside';
import { about, copied, field, fill, listed, SupportPanelsDesk, shown, told, useSupportBench } from './panels-support-desk';

describe('Panels of support requests with the sandbox', () => {
	const bench = useSupportBench();
	let reservation: Reservation;

	before(async () => {
		reservation = await bench.desk.reservation('Contoso');
	});

	const open = (subject = about(reservation)) => bench.panels.open(subject);
	const filled = () => bench.panels.filled(about(reservation));

	it('fills in what is known, says what is wrong only where the user was, and everywhere once he wants to go on', async () => {
		const panel = await open();
		const view = await shown(panel, (it) => it.form !== undefined);
		assert.match(panel.title, new RegExp(`^Support Request: ${reservation.name}`));
		assert.match(field(view, 'description').value, new RegExp(reservation.reservationId));
		assert.equal(field(view, 'firstName').value, 'Practice');
		assert.deepEqual([view.form?.faults, field(view, 'diagnosticConsent').fault], [[], undefined]);
		panel.send({ type: 'set', field: 'email', value: 'nobody' });
		assert.match(field(await shown(panel, (it) => field(it, 'email').fault !== undefined), 'email').fault ?? '', /nobody/);
		panel.send({ type: 'review' });
		const tried = await shown(panel, (it) => (it.form?.attempts ?? 0) > 0);
		assert.ok(tried.form?.faults.some((fault) => fault.field === 'diagnosticConsent'));
		assert.match(field(tried, 'diagnosticConsent').fault ?? '', /diagnostic data/);
		assert.equal(tried.review, undefined);
	});

	it('keeps what was typed over a reload, with its faults and its name', async () => {
		const panel = await filled();
		panel.send({ type: 'set', field: 'title', value: 'My own title' });
		panel.send({ type: 'set', field: 'phone', value: 'call me' });
		const { saved } = await shown(panel, (it) => field(it, 'phone').fault !== undefined);
		bench.panels.dispose();
		bench.panels = new SupportPanelsDesk(bench.desk.window.service);
		const again = bench.panels.restored(saved);
		const view = await shown(again, ({ loading, form }) => !loading && form !== undefined);
		assert.deepEqual([field(view, 'title').value, field(view, 'phone').value], ['My own title', 'call me']);
		assert.match(field(view, 'phone').fault ?? '', /call me/);
		assert.equal(view.saved.draft?.name, saved.draft?.name);
		// Of the chosen topic nothing is lost either, as its list is read anew.
		assert.equal(view.saved.draft?.topicId, saved.draft?.topicId);
		again.dispose();
	});

	it('sends exactly what was reviewed, once, and leads to the request', async () => {
		const panel = await filled();
		panel.send({ type: 'create' });
		panel.send({ type: 'review' });
		const { review } = await shown(panel, (it) => it.review !== undefined);
		const row = (label: string) => review?.rows.find((one) => one.label === label)?.value;
		assert.match(row('Kind of problem') ?? '', /Reservation Management/);
		assert.deepEqual([row('Country or region'), row('Email address')], ['Germany', 'support@partner.onmicrosoft.com']);
		assert.equal(await puts(bench.desk.desk.sandbox), 0, 'nothing is sent before the review');
		panel.send({ type: 'create' });
		panel.send({ type: 'create' });
		const done = await shown(panel, (it) => it.outcome !== undefined);
		const fact = (label: string) => done.outcome?.facts.find((one) => one.label === label)?.value;
		assert.match(fact('Number') ?? '', /^\d{10,}$/);
		assert.equal(fact('State'), 'Open');
		assert.equal(await puts(bench.desk.desk.sandbox), 1);
		panel.send({ type: 'act', act: 'showRequest' });
		assert.deepEqual(bench.panels.shownRequests, [{ tenantId: reservation.tenantId, shown: done.saved.made }]);
		// After a reload the request is read, not made again.
		bench.panels.dispose();
		bench.panels = new SupportPanelsDesk(bench.desk.window.service);
		const again = bench.panels.restored(done.saved);
		const read = await shown(again, (it) => (it.outcome?.facts.length ?? 0) > 0);
		assert.equal(read.outcome?.facts[0]?.value, fact('Number'));
		assert.equal(await puts(bench.desk.desk.sandbox), 1);
		again.send({ type: 'act', act: 'discard' });
		const anew = await shown(again, ({ form, loading }) => form !== undefined && !loading);
		assert.notEqual(anew.saved.draft?.name, done.saved.draft?.name);
	});

	it('a window that is left while it is sent: looks what became of it and sends nothing more', async () => {
		const panel = await filled();
		panel.send({ type: 'review' });
		const { saved } = await shown(panel, (it) => it.review !== undefined);
		panel.send({ type: 'create' });
		await shown(panel, (it) => it.outcome !== undefined);
		bench.panels.dispose();
		bench.panels = new SupportPanelsDesk(bench.desk.window.service);
		const again = bench.panels.restored({ ...saved, stage: 'sent' });
		const left = await shown(again, (it) => it.outcome !== undefined);
		assert.match(left.outcome?.mark.text ?? '', /not known yet when this window was left/);
		again.send({ type: 'act', act: 'lookAgain' });
		const found = await shown(again, (it) => (it.outcome?.facts.length ?? 0) > 0);
		assert.match(found.outcome?.mark.text ?? '', /earlier try/);
		assert.equal(await puts(bench.desk.desk.sandbox), 1);
	});

	it('no support plan: nothing is lost, and the text and the portal in the customer’s tenant are offered', async () => {
		const customer = await bench.desk.customer('Fourth Coffee');
		const panel = await open({ tenantId: customer.tenantId, origin: { kind: 'other', tenantId: customer.tenantId } });
		const view = await shown(panel, (it) => (field(it, 'serviceId').options?.length ?? 0) > 0);
		panel.send({ type: 'set', field: 'serviceId', value: field(view, 'serviceId').options?.[0]?.value });
		const topics = await shown(panel, (it) => (field(it, 'topicId').options?.length ?? 0) > 0);
		fill(panel, field(topics, 'topicId').options?.[0]?.value ?? '');
		panel.send({ type: 'set', field: 'title', value: 'A question' });
		panel.send({ type: 'set', field: 'description', value: 'What is owed?' });
		panel.send({ type: 'review' });
		await shown(panel, (it) => it.review !== undefined);
		panel.send({ type: 'create' });
		const { outcome } = await shown(panel, (it) => it.outcome !== undefined);
		assert.match(outcome?.code ?? '', /InvalidSupportPlan/);
		assert.deepEqual(
			outcome?.buttons.map(({ act }) => act),
			['copyText', 'openInPortal', 'checkAccess', 'back'],
		);
		panel.send({ type: 'act', act: 'copyText' });
		await copied(panel);
		assert.match(env.clipboard.text ?? '', /What is owed\?/);
		panel.send({ type: 'act', act: 'openInPortal' });
		await told(panel, /was opened in the browser/);
		assert.match(openedOutside[0] ?? '', new RegExp(customer.tenantId));
		panel.send({ type: 'act', act: 'back' });
		const back = await shown(panel, (it) => it.form !== undefined);
		assert.equal(field(back, 'title').value, 'A question');
		panel.send({ type: 'act', act: 'checkAccess' });
		assert.deepEqual(bench.panels.ran, [{ id: 'cspReservations.checkAccess', subject: { tenantId: customer.tenantId } }]);
	});

	it('topics that can’t be read: says so at the field, keeps the draft, and reads them at the next try', async () => {
		await orderFault(bench.desk.desk.sandbox, {
			match: { path: 'problemClassifications' },
			fault: { kind: 'status', status: 500 },
		});
		const other = await bench.desk.another();
		bench.panels.dispose();
		bench.panels = new SupportPanelsDesk(other.service);
		const panel = await open();
		const view = await shown(panel, (it) => field(it, 'serviceId').problem !== undefined);
		assert.match(field(view, 'description').value, new RegExp(reservation.reservationId));
		panel.send({ type: 'set', field: 'title', value: 'Kept' });
		await clearFaults(bench.desk.desk.sandbox);
		panel.send({ type: 'refresh' });
		const read = await shown(panel, (it) => it.form !== undefined && field(it, 'serviceId').problem === undefined && !it.loading);
		assert.equal(field(read, 'title').value, 'Kept');
	});

	it('opened again: one panel a subject; with other facts the draft begins anew unless it was touched', async () => {
		const panel = await open();
		const { tenantId, orderId, reservationId } = reservation;
		const refused: SupportSubject = {
			tenantId,
			origin: { kind: 'refusal', action: 'return', refs: [{ tenantId, orderId, reservationId }], quote: undefined },
		};
		bench.panels.drafts.open(refused);
		assert.deepEqual([opened.length, panel.revealed], [1, 1]);
		await shown(panel, (it) => it.saved.origin.kind === 'refusal' && it.form !== undefined && !it.loading);
		panel.send({ type: 'set', field: 'title', value: 'Typed' });
		bench.panels.drafts.open({ ...about(reservation), origin: { ...refused.origin } });
		const kept = await shown(panel, (it) => it.notes.length > 0);
		assert.equal(field(kept, 'title').value, 'Typed');
	});

	it('lists the customer’s requests, shows one with its messages, replies once, and closes it', async () => {
		const panel = await bench.panels.list(reservation.tenantId);
		const list = await listed(panel, ({ loading, rows }) => !loading && rows.length > 0);
		const row = list.rows.find(({ state }) => state.text === 'Open') ?? assert.fail('one is open');
		panel.send({ type: 'show', request: row.request });
		await listed(panel, ({ opened: it }) => it?.reply !== undefined && !it.messages.loading);
		panel.send({ type: 'send' });
		assert.ok((await listed(panel, ({ opened: it }) => (it?.reply?.faults.length ?? 0) > 0)).opened);
		panel.send({ type: 'setReply', body: 'Is there any news?' });
		const typed = await listed(panel, ({ opened: it }) => it?.reply?.body === 'Is there any news?');
		assert.equal(Object.values(typed.saved.replies ?? {})[0]?.body, 'Is there any news?');
		panel.send({ type: 'send' });
		panel.send({ type: 'send' });
		const sent = await listed(
			panel,
			({ opened: it }) => it?.messages.items.some(({ body }) => body.includes('Is there any news?')) === true,
		);
		assert.equal(sent.opened?.reply?.body, '');
		assert.equal(await puts(bench.desk.desk.sandbox, 'communications'), 1);
		panel.send({ type: 'close' });
		panel.send({ type: 'askClose', on: true });
		await listed(panel, ({ opened: it }) => it?.lifecycle === 'closing');
		panel.send({ type: 'close' });
		await listed(
			panel,
			({ opened: it, rows }) => it?.lifecycle === 'closed' && rows.some(({ state }) => state.text === 'Closed'),
		);
		panel.send({ type: 'reopen' });
		const refused = await listed(panel, ({ opened: it }) => it?.busy === undefined && it?.result?.facts !== undefined);
		assert.match(refused.opened?.result?.facts ?? '', /UpdateOperationDenied/, 'Microsoft does not open it again');
		panel.send({ type: 'hide' });
		await listed(panel, ({ opened: it }) => it === undefined);
	});

	it('a place that can’t be read is told beside what can be, and none is “none that this account can see”', async () => {
		await orderFault(bench.desk.desk.sandbox, {
			match: { method: 'GET', pathPattern: '^/subscriptions/.*/supportTickets' },
			fault: { kind: 'status', status: 403, code: 'AuthorizationFailed', message: 'No.' },
		});
		bench.panels.requests.open({ tenantId: reservation.tenantId });
		const panel = opened.at(-1) ?? assert.fail('no panel');
		panel.send({ type: 'ready' });
		const view = await listed(panel, ({ loading, warnings }) => !loading && warnings.length > 0);
		assert.match(view.warnings[0] ?? '', /requests may be missing/);
		await clearFaults(bench.desk.desk.sandbox);
		const other = await bench.desk.customer('Trey');
		bench.panels.requests.open({ tenantId: other.tenantId });
		const empty = opened.at(-1) ?? assert.fail('no panel');
		empty.send({ type: 'ready' });
		assert.match((await listed(empty, (it) => it.empty !== undefined)).empty ?? '', /that this account can see/);
	});
});
