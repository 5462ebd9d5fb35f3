/** Messages to Microsoft Support from the panel, with the service and the sandbox: none is sent twice, and none is called sent that was not. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import type { Requests, Row } from '../../src/panels/support-requests/messages';
import { created, puts, SupportServiceDesk } from '../contract/support-service-desk';
import { clearFaults, clearRequests, orderFault, until } from '../helpers/service';
import type { Panel } from '../ui/pages/vscode-outside';
import { listed, SupportPanelsDesk, toldByList } from './panels-support-desk';

describe('Messages to Microsoft Support, from the panel', () => {
	let desk: SupportServiceDesk;
	let panels: SupportPanelsDesk;
	let tenantId: string;
	/** Two that are open. */
	let first: Row['request'];
	let second: Row['request'];
	let serviceId: string;
	let topicId: string;

	before(async () => {
		desk = await SupportServiceDesk.open();
		const reservation = await desk.reservation('Contoso');
		({ tenantId } = reservation);
		const make = async () => {
			const draft = await desk.draft({ kind: 'refusal', action: 'return', refs: [reservation] });
			({ serviceId, topicId } = draft);
			return { name: created(await desk.support.create(draft)).name };
		};
		first = await make();
		second = await make();
	});
	after(() => desk?.close());
	beforeEach(async () => {
		await clearRequests(desk.desk.sandbox);
		panels = new SupportPanelsDesk(desk.window.service);
	});
	afterEach(async () => {
		panels.dispose();
		await clearFaults(desk.desk.sandbox);
	});

	const sent = () => puts(desk.desk.sandbox, 'communications');
	const order = (fault: object, method = 'PUT', times?: number) =>
		orderFault(desk.desk.sandbox, { match: { method, path: '/communications/' }, fault, times });
	const isReady = ({ opened: it }: Requests) => it?.reply !== undefined && !it.messages.loading && it.busy === undefined;
	const isShown = ({ opened: it }: Requests, { name, subscriptionId }: Row['request']) =>
		it?.request.name === name && it.request.subscriptionId === subscriptionId;
	const body = (view: Requests) => view.opened?.reply?.body;
	/** What Azure has of our words, in the order of the alphabet. */
	async function arrived(request: Row['request']): Promise<readonly string[]> {
		const texts: string[] = [];
		for await (const page of desk.support.messages({ tenantId, ...request }))
			texts.push(...page.filter(({ from }) => from === 'you').map((it) => it.body));
		return texts.sort();
	}

	async function show(panel: Panel, request: Row['request']): Promise<Requests> {
		panel.send({ type: 'show', request });
		return listed(panel, (view) => isShown(view, request) && isReady(view));
	}

	async function write(panel: Panel, text: string): Promise<void> {
		panel.send({ type: 'setReply', body: text });
		await listed(panel, (view) => body(view) === text);
	}

	it('one that is sent while another request is looked at is not in the box again, and the next one really goes out', async () => {
		const panel = await panels.list(tenantId);
		await show(panel, first);
		await write(panel, 'A: the first message.');
		await order({ kind: 'delay', ms: 500 }, 'PUT', 1);
		panel.send({ type: 'send' });
		await listed(panel, ({ opened: it }) => it?.busy !== undefined);
		await show(panel, second);
		// Meanwhile it is still under way, and says so.
		panel.send({ type: 'show', request: first });
		await listed(panel, ({ opened: it }) => it?.request.name === first.name && it.busy !== undefined);
		await show(panel, second);
		await write(panel, 'B: begun.');
		await until('the message', async () => (await arrived(first)).length === 1);
		// Whoever looks at another request hears of it, with the request that it is about.
		const elsewhere = await listed(panel, ({ notes }) => notes.some((it) => it.includes('The message was sent.')));
		assert.equal(body(elsewhere), 'B: begun.');
		assert.deepEqual(
			Object.values(elsewhere.saved.replies ?? {}).map((it) => it.body),
			['B: begun.'],
		);
		const back = await show(panel, first);
		assert.equal(body(back), '');
		assert.equal(back.opened?.result?.mark.text, 'The message was sent.');
		assert.ok(!back.notes.some((it) => it.includes('The message was sent.')), 'it is said once');
		await write(panel, 'A: the second message.');
		panel.send({ type: 'send' });
		const after = await listed(panel, (view) => isReady(view) && body(view) === '' && view.opened?.messages.items.length !== 0);
		assert.equal(after.opened?.result?.mark.text, 'The message was sent.');
		assert.deepEqual(await arrived(first), ['A: the first message.', 'A: the second message.']);
		assert.equal(await sent(), 2);
		assert.equal(body(await show(panel, second)), 'B: begun.');
	});

	it('one that fails while another request is looked at keeps its text, and says at both what became of it', async () => {
		const panel = await panels.list(tenantId);
		await show(panel, first);
		await write(panel, 'Refused.');
		await order({ kind: 'delay', ms: 300 }, 'GET');
		await order({ kind: 'status', status: 403, code: 'AuthorizationFailed', message: 'No.' }, 'PUT', 1);
		panel.send({ type: 'send' });
		await show(panel, second);
		await listed(panel, ({ warnings }) => warnings.length > 0);
		await clearFaults(desk.desk.sandbox);
		const back = await show(panel, first);
		assert.equal(body(back), 'Refused.');
		assert.match(back.opened?.result?.facts ?? '', /AuthorizationFailed/);
		assert.equal(back.opened?.reply?.warning, undefined, 'it certainly was not sent');
	});

	it('another text after one whose outcome is unknown is another message, with a warning before; the same text is only looked for', async () => {
		const { window, mend } = await desk.blindOnceSent();
		panels.dispose();
		panels = new SupportPanelsDesk(window.service);
		const panel = await panels.list(tenantId);
		await show(panel, second);
		await write(panel, 'Lost on the way back.');
		await order({ kind: 'dropAfter' }, 'PUT', 1);
		panel.send({ type: 'send' });
		const lost = await listed(panel, (view) => isReady(view) && view.opened?.result?.mark.icon === 'question');
		assert.equal(body(lost), 'Lost on the way back.');
		assert.match(lost.opened?.reply?.warning ?? '', /This text may have been sent already/);
		await write(panel, 'Something else.');
		const warned = await listed(panel, ({ opened: it }) => /a message of its own/.test(it?.reply?.warning ?? ''));
		mend();
		assert.equal(await sent(), 1);
		panel.send({ type: 'send' });
		const done = await listed(panel, (view) => isReady(view) && body(view) === '');
		assert.equal(done.opened?.result?.mark.text, 'The message was sent.');
		assert.equal(done.opened?.reply?.warning, undefined);
		assert.deepEqual((await arrived(second)).slice(-2), ['Lost on the way back.', 'Something else.']);
		assert.equal(await sent(), 2);
		// As it was before the text was changed.
		panels.dispose();
		panels = new SupportPanelsDesk(desk.window.service);
		const again = panels.restoredList(warned.saved);
		await listed(again, isReady);
		await write(again, ' Lost on the way back.\n');
		await listed(again, ({ opened: it }) => /This text may have been sent already/.test(it?.reply?.warning ?? ''));
		again.send({ type: 'send' });
		await listed(again, (view) => isReady(view) && body(view) === '');
		assert.equal(await sent(), 2);
		again.dispose();
	});

	it('a window that is left while one is sent: its text comes back with a warning, and is never sent a second time', async () => {
		const panel = await panels.list(tenantId);
		await show(panel, first);
		await write(panel, 'Left while it was sent.');
		await order({ kind: 'delay', ms: 300 }, 'PUT', 1);
		panel.send({ type: 'send' });
		const { saved } = await listed(panel, ({ saved: { replies = {} } }) =>
			Object.values(replies).some(({ tried }) => tried !== undefined),
		);
		panels.dispose();
		await until('the message', async () => (await arrived(first)).includes('Left while it was sent.'));
		panels = new SupportPanelsDesk(desk.window.service);
		const again = panels.restoredList(saved);
		const back = await listed(again, (view) => isReady(view) && body(view) !== '');
		assert.equal(body(back), 'Left while it was sent.');
		assert.match(back.opened?.reply?.warning ?? '', /This text may have been sent already/);
		again.send({ type: 'send' });
		await listed(again, (view) => isReady(view) && body(view) === '');
		assert.equal(await sent(), 1);
		again.dispose();
		// The same once more, and then another text is sent.
		panels.dispose();
		panels = new SupportPanelsDesk(desk.window.service);
		const other = panels.restoredList(saved);
		await listed(other, (view) => isReady(view) && body(view) !== '');
		await write(other, 'Left, and written anew.');
		other.send({ type: 'send' });
		await listed(other, (view) => isReady(view) && body(view) === '');
		assert.ok((await arrived(first)).includes('Left, and written anew.'));
		assert.equal(await sent(), 2);
		other.dispose();
	});

	it('are kept apart for requests of the same name in different places', async () => {
		const subscriptionId = await desk.desk.subscription(await desk.customer('Contoso'));
		const elsewhere = await desk.elsewhere();
		const twin = await desk.draft(
			{ kind: 'other', tenantId },
			{ name: first.name, subscriptionId, title: 'T', description: 'D' },
		);
		created(await elsewhere.service.support.create({ ...twin, topicId, serviceId }));
		await elsewhere.end();
		const panel = await panels.list(tenantId);
		await show(panel, first);
		await write(panel, 'For the one without a subscription.');
		panel.send({ type: 'show', request: { name: first.name, subscriptionId } });
		const other = await listed(panel, (view) => isReady(view) && view.opened?.request.subscriptionId === subscriptionId);
		assert.equal(body(other), '');
		assert.equal(body(await show(panel, first)), 'For the one without a subscription.');
	});

	it('with another connection in use than the one that is shown nothing is sent unseen, and the text stays', async () => {
		const other = await desk.elsewhere();
		const panel = await panels.list(tenantId);
		await show(panel, first);
		await write(panel, 'For the one before.');
		panels.swap(other.service);
		panel.send({ type: 'send' });
		await toldByList(panel, /Another connection is in use now\. Nothing was sent\./);
		const view = await listed(panel, (it) => isShown(it, first) && isReady(it) && !it.loading && it.rows.length > 0);
		assert.deepEqual([body(view), view.opened?.reply?.warning], ['For the one before.', undefined]);
		assert.equal(await sent(), 0);
		panel.send({ type: 'send' });
		await listed(panel, (it) => isReady(it) && body(it) === '');
		assert.equal(await sent(), 1);
		panels.dispose();
		await other.end();
	});

	it('another connection that comes up begins the list anew, and what may have been sent with the one before is kept with its warning', async () => {
		const other = await desk.elsewhere();
		const panel = await panels.list(tenantId);
		await show(panel, second);
		await write(panel, 'Under way.');
		await order({ kind: 'delay', ms: 500 }, 'PUT', 1);
		panel.send({ type: 'send' });
		await until('the message to be on its way', async () => (await sent()) === 1);
		panel.posted.length = 0;
		panels.restart(other.service);
		const view = await listed(panel, (it) => isShown(it, second) && isReady(it) && !it.loading && it.rows.length > 0);
		assert.equal(body(view), 'Under way.');
		assert.match(view.opened?.reply?.warning ?? '', /This text may have been sent already/);
		await until('the message', async () => (await arrived(second)).includes('Under way.'));
		panel.send({ type: 'send' });
		await listed(panel, (it) => isReady(it) && body(it) === '');
		assert.equal(await sent(), 1, 'found by its name, though this connection has nothing written down of it');
		panels.dispose();
		await other.end();
	});

	it('refreshing says what could not be read, whichever part it was', async () => {
		const panel = await panels.list(tenantId);
		await show(panel, first);
		panel.send({ type: 'refresh' });
		await toldByList(panel, /are up to date/);
		const breakOf = (pathPattern: string, message: string) =>
			orderFault(desk.desk.sandbox, {
				match: { method: 'GET', pathPattern },
				fault: { kind: 'status', status: 403, code: 'AuthorizationFailed', message },
			});
		for (const pattern of [
			`supportTickets/${first.name}\\?`,
			`supportTickets/${first.name}/communications\\?`,
			'^/subscriptions/.*/supportTickets',
		]) {
			await breakOf(pattern, 'No.');
			panel.posted.length = 0;
			panel.send({ type: 'refresh' });
			await listed(panel, (view) => isReady(view) && !view.loading);
			const { text } = await toldByList(panel, /./);
			assert.doesNotMatch(text, /up to date/, pattern);
			await clearFaults(desk.desk.sandbox);
		}
	});
});
