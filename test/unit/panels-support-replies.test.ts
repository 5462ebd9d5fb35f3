/** Messages to Microsoft Support from the panel, with the service and the sandbox: none is sent twice, and none is called sent that was not. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import type { Requests, Row } from '../../src/panels/support-requests/messages';
import { created, puts } from '../contract/support-service-desk';
import { clearFaults, orderFault, until } from '../helpers/service';
import type { Panel } from '../ui/pages/vscode-outside';
import { listed, SupportPanelsDesk, toldByList, useSupportBench } from './panels-support-desk';

describe('Messages to Microsoft Support, from the panel', () => {
	const bench = useSupportBench();
	let tenantId: string;
	/** Two that are open. */
	let first: Row['request'];
	let second: Row['request'];
	let serviceId: string;
	let topicId: string;

	before(async () => {
		const reservation = await bench.desk.reservation('Contoso');
		({ tenantId } = reservation);
		const make = async () => {
			const draft = await bench.desk.draft({ kind: 'refusal', action: 'return', refs: [reservation] });
			({ serviceId, topicId } = draft);
			return { name: created(await bench.desk.support.create(draft)).name };
		};
		first = await make();
		second = await make();
	});

	const sent = () => puts(bench.desk.desk.sandbox, 'communications');
	const order = (fault: object, method = 'PUT', times?: number) =>
		orderFault(bench.desk.desk.sandbox, { match: { method, path: '/communications/' }, fault, times });
	const isReady = ({ opened: it }: Requests) => it?.reply !== undefined && !it.messages.loading && it.busy === undefined;
	const isShown = ({ opened: it }: Requests, { name, subscriptionId }: Row['request']) =>
		it?.request.name === name && it.request.subscriptionId === subscriptionId;
	const body = (view: Requests) => view.opened?.reply?.body;
	/** What Azure has of our words, in the order of the alphabet. */
	async function arrived(request: Row['request']): Promise<readonly string[]> {
		const texts: string[] = [];
		for await (const page of bench.desk.support.messages({ tenantId, ...request }))
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
		const panel = await bench.panels.list(tenantId);
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
		const panel = await bench.panels.list(tenantId);
		await show(panel, first);
		await write(panel, 'Refused.');
		await order({ kind: 'delay', ms: 300 }, 'GET');
		await order({ kind: 'status', status: 403, code: 'AuthorizationFailed', message: 'No.' }, 'PUT', 1);
		panel.send({ type: 'send' });
		await show(panel, second);
		await listed(panel, ({ warnings }) => warnings.length > 0);
		await clearFaults(bench.desk.desk.sandbox);
		const back = await show(panel, first);
		assert.equal(body(back), 'Refused.');
		assert.match(back.opened?.result?.facts ?? '', /AuthorizationFailed/);
		assert.equal(back.opened?.reply?.warning, undefined, 'it certainly was not sent');
	});

	it('another text after one whose outcome is unknown is another message, with a warning before; the same text is only looked for', async () => {
		const { window, mend } = await bench.desk.blindOnceSent();
		bench.panels.dispose();
		bench.panels = new SupportPanelsDesk(window.service);
		const panel = await bench.panels.list(tenantId);
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
		bench.panels.dispose();
		bench.panels = new SupportPanelsDesk(bench.desk.window.service);
		const again = bench.panels.restoredList(warned.saved);
		await listed(again, isReady);
		await write(again, ' Lost on the way back.\n');
		await listed(again, ({ opened: it }) => /This text may have been sent already/.test(it?.reply?.warning ?? ''));
		again.send({ type: 'send' });
		await listed(again, (view) => isReady(view) && body(view) === '');
		assert.equal(await sent(), 2);
		again.dispose();
	});

	it('a window that is left while one is sent: its text comes back with a warning, and is never sent a second time', async () => {
		const panel = await bench.panels.list(tenantId);
		await show(panel, first);
		await write(panel, 'Left while it was sent.');
		await order({ kind: 'delay', ms: 300 }, 'PUT', 1);
		panel.send({ type: 'send' });
		const { saved } = await listed(panel, ({ saved: { replies = {} } }) =>
			Object.values(replies).some(({ tried }) => tried !== undefined),
		);
		bench.panels.dispose();
		await until('the message', async () => (await arrived(first)).includes('Left while it was sent.'));
		bench.panels = new SupportPanelsDesk(bench.desk.window.service);
		const again = bench.panels.restoredList(saved);
		const back = await listed(again, (view) => isReady(view) && body(view) !== '');
		assert.equal(body(back), 'Left while it was sent.');
		assert.match(back.opened?.reply?.warning ?? '', /This text may have been sent already/);
		again.send({ type: 'send' });
		await listed(again, (view) => isReady(view) && body(view) === '');
		assert.equal(await sent(), 1);
		again.dispose();
		// The same once more, and then another text is sent.
		bench.panels.dispose();
		bench.panels = new SupportPanelsDesk(bench.desk.window.service);
		const other = bench.panels.restoredList(saved);
		await listed(other, (view) => isReady(view) && body(view) !== '');
		await write(other, 'Left, and written anew.');
		other.send({ type: 'send' });
		await listed(other, (view) => isReady(view) && body(view) === '');
		assert.ok((await arrived(first)).includes('Left, and written anew.'));
		assert.equal(await sent(), 2);
		other.dispose();
	});

	it('are kept apart for requests of the same name in different places', async () => {
		const subscriptionId = await bench.desk.desk.subscription(await bench.desk.customer('Contoso'));
		const elsewhere = await bench.desk.elsewhere();
		const twin = await bench.desk.draft(
			{ kind: 'other', tenantId },
			{ name: first.name, subscriptionId, title: 'T', description: 'D' },
		);
		created(await elsewhere.service.support.create({ ...twin, topicId, serviceId }));
		await elsewhere.end();
		const panel = await bench.panels.list(tenantId);
		await show(panel, first);
		await write(panel, 'For the one without a subscription.');
		panel.send({ type: 'show', request: { name: first.name, subscriptionId } });
		const other = await listed(panel, (view) => isReady(view) && view.opened?.request.subscriptionId === subscriptionId);
		assert.equal(body(other), '');
		assert.equal(body(await show(panel, first)), 'For the one without a subscription.');
	});

	it('with another connection in use than the one that is shown nothing is sent unseen, and the text stays', async () => {
		const other = await bench.desk.elsewhere();
		const panel = await bench.panels.list(tenantId);
		await show(panel, first);
		await write(panel, 'For the one before.');
		bench.panels.session.swap(other.service);
		panel.send({ type: 'send' });
		await toldByList(panel, /Another connection is in use now\. Nothing was sent\./);
		const view = await listed(panel, (it) => isShown(it, first) && isReady(it) && !it.loading && it.rows.length > 0);
		assert.deepEqual([body(view), view.opened?.reply?.warning], ['For the one before.', undefined]);
		assert.equal(await sent(), 0);
		panel.send({ type: 'send' });
		await listed(panel, (it) => isReady(it) && body(it) === '');
		assert.equal(await sent(), 1);
		bench.panels.dispose();
		await other.end();
	});

	it('another connection that comes up begins the list anew, and what may have been sent with the one before is kept with its warning', async () => {
		const other = await bench.desk.elsewhere();
		const panel = await bench.panels.list(tenantId);
		await show(panel, second);
		await write(panel, 'Under way.');
		await order({ kind: 'delay', ms: 500 }, 'PUT', 1);
		panel.send({ type: 'send' });
		await until('the message to be on its way', async () => (await sent()) === 1);
		panel.posted.length = 0;
		bench.panels.session.restart(other.service);
		const told = panel.posted.filter((it) => Object(it).type === 'requests');
		assert.ok(told.length > 0 && told.every((it) => Object(it).opened?.request.name === second.name), 'it stays open');
		const view = await listed(panel, (it) => isShown(it, second) && isReady(it) && !it.loading && it.rows.length > 0);
		assert.equal(body(view), 'Under way.');
		assert.match(view.opened?.reply?.warning ?? '', /This text may have been sent already/);
		await until('the message', async () => (await arrived(second)).includes('Under way.'));
		panel.send({ type: 'send' });
		await listed(panel, (it) => isReady(it) && body(it) === '');
		assert.equal(await sent(), 1, 'found by its name, though this connection has nothing written down of it');
		bench.panels.dispose();
		await other.end();
	});

	it('refreshing says what could not be read, whichever part it was', async () => {
		const panel = await bench.panels.list(tenantId);
		await show(panel, first);
		panel.send({ type: 'refresh' });
		await toldByList(panel, /are up to date/);
		const breakOf = (pathPattern: string, message: string) =>
			orderFault(bench.desk.desk.sandbox, {
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
			if (pattern.includes(first.name)) {
				panel.posted.length = 0;
				panel.send({ type: 'again' });
				assert.doesNotMatch((await toldByList(panel, /./)).text, /Read again/, pattern);
			}
			await clearFaults(bench.desk.desk.sandbox);
		}
		panel.send({ type: 'again' });
		await toldByList(panel, /^Read again\.$/);
	});

	it('earlier messages: how many are shown is told once they are there', async () => {
		const ref = { tenantId, ...second };
		const request = await bench.desk.support.request(ref);
		for (let count = 0; count < 11; count++)
			await bench.desk.support.reply(ref, { ...bench.desk.support.prepareReply(request), body: `Message ${count}.` });
		const panel = await bench.panels.list(tenantId);
		const { opened } = await show(panel, second);
		assert.equal(opened?.messages.hasEarlier, true);
		const before = opened?.messages.items.length ?? 0;
		panel.send({ type: 'earlier' });
		const after = await listed(panel, (view) => isReady(view) && (view.opened?.messages.items.length ?? 0) > before);
		const { text } = await toldByList(panel, /^Messages that are shown/);
		assert.ok(text.includes(String(after.opened?.messages.items.length)), text);
	});
});
