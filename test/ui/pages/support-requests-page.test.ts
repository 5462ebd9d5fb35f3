/** The Support Requests page alone, in a browser: themes, widths, keyboard, states, policy. Needs `node esbuild.js` before. */
import './outside';
import assert from 'node:assert/strict';
import type { HostMessage, PageMessage } from '../../../src/panels/support-requests/messages';
import { itIsSoundEverywhere } from './sound';
import { onStage, type StagePage } from './stage';
import * as given from './support-sample';
import { type Theme, themes } from './themes';

type Shown = StagePage<HostMessage, PageMessage>;
const { list, opened, notAllowed } = given;

/** What a partner sees of each sort. */
const scenes: Readonly<Record<string, () => HostMessage[]>> = {
	loading: () => [list({ known: { loading: true } })],
	all: () => [list()],
	none: () => [list({ known: { value: given.none, loading: false } })],
	partly: () => [list({ known: { value: given.partly, loading: false } })],
	failed: () => [list({ known: { loading: false, failure: notAllowed } })],
	opened: () => [list({ opened: opened() })],
	closed: () => [list({ opened: given.openedClosed })],
	closing: () => [list({ opened: opened({ isClosing: true, severity: 'moderate' }) })],
	sent: () => [list({ opened: opened({ outcome: { text: 'The message was sent.' } }) })],
	refused: () => [list({ opened: opened({ outcome: { failure: notAllowed }, faults: ['Message: This is needed.'] }) })],
	unsure: () => [
		list({
			opened: opened({
				outcome: { failure: given.lost },
				reply: { name: 'reply', subject: 'Re', body: 'News?', tried: ['News?'] },
				revision: 1,
			}),
			left: [opened({ outcome: { text: 'The message was sent.' } }), { ...given.openedClosed, busy: 'Sending the message…' }],
		}),
	],
	unread: () => [
		list({
			opened: opened({
				request: { loading: false, failure: notAllowed },
				messages: { items: [], loading: false, isComplete: false, failure: notAllowed },
			}),
		}),
	],
};

describe('Support Requests page', () => {
	const show = onStage<HostMessage, PageMessage>('supportRequests');
	const [dark] = themes as readonly [Theme, ...Theme[]];
	const button = ({ page }: Shown, name: string | RegExp) =>
		page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
	const focused = ({ page }: Shown) => page.evaluate('document.activeElement.id');

	itIsSoundEverywhere(show, { name: 'support-requests', scenes, forced: 'closing' });

	it('by keyboard: a number opens its request, which gets the focus, and the way back leads to the number', async () => {
		const it = await show(dark, [list()]);
		const number = button(it, /^Show request 2611230040001234/);
		await number.focus();
		await it.page.keyboard.press('Enter');
		const { name } = given.request;
		assert.deepEqual(await it.lastSent(), { type: 'show', request: { name } });
		await it.post(list({ opened: opened() }));
		assert.equal(await focused(it), 'opened-title');
		await button(it, 'Back to the List').press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'hide' });
		assert.equal(await it.page.evaluate('document.activeElement.dataset.request'), `/${name}`);
	});

	it('what is typed for one request does not stand in the box of another', async () => {
		const reply = (body: string) => ({ name: 'reply', subject: 'Re', body });
		const it = await show(dark, [list({ opened: opened({ reply: reply('Of the first.') }) })]);
		const box = it.page.getByLabel('Message to Microsoft');
		assert.equal(await box.inputValue(), 'Of the first.');
		const { subscriptionId } = given;
		const second = { tenantId: given.request.tenantId, name: given.request.name, subscriptionId };
		await it.post(list({ opened: opened({ ref: second, reply: reply('Of the second.') }) }));
		assert.equal(await box.inputValue(), 'Of the second.');
		assert.equal(await focused(it), 'opened-title');
	});

	it('what may have been sent already is said at the button that sends', async () => {
		const reply = { name: 'reply', subject: 'Re', body: 'Sent?', tried: ['Sent?'] };
		const it = await show(dark, [list({ opened: opened({ reply }) })]);
		const described = async () => {
			const ids = (await button(it, 'Send Message').getAttribute('aria-describedby')) ?? '';
			return it.page
				.locator(
					ids
						.split(' ')
						.map((id) => `#${id}`)
						.join(','),
				)
				.allTextContents();
		};
		assert.ok((await described()).some((text) => /This text may have been sent already/.test(text)));
		await it.post(list({ opened: opened({ reply: { ...reply, body: 'Another' } }) }));
		assert.ok((await described()).some((text) => /a message of its own/.test(text)));
		await it.post(list({ opened: opened({ reply, busy: 'Sending the message…' }) }));
		assert.ok(!(await described()).some((text) => /may have been sent/.test(text)));
	});

	it('messages come newest last, as text and never as markup, with sender and time', async () => {
		const it = await show(dark, [list({ opened: opened() })]);
		const messages = await it.page.locator('.message').allTextContents();
		assert.match(messages[0] ?? '', /Your company.*megan\.bowen.*See above\./s);
		assert.match(messages[1] ?? '', /Microsoft.*engineer@support\.example.*<b>Patience<\/b>/s);
		await button(it, 'Show Earlier Messages').click();
		assert.deepEqual(await it.lastSent(), { type: 'earlier' });
	});

	it('a message that is typed for one request is not in the field of another one', async () => {
		const it = await show(dark, [list({ opened: opened() })]);
		const reply = it.page.getByLabel('Message to Microsoft');
		await reply.fill('For the first one');
		const typed = { name: 'reply', subject: 'Re: your request', body: 'For the first one' };
		await it.post(list({ opened: opened({ reply: typed }) }));
		const other = {
			ref: { tenantId: given.request.tenantId, name: 'another' },
			request: { value: { ...given.request, name: 'another' }, loading: false },
		};
		await it.post(list({ opened: opened(other) }));
		assert.equal(await reply.inputValue(), '');
		await it.post(list({ opened: opened({ reply: typed }) }));
		assert.equal(await reply.inputValue(), 'For the first one');
	});

	it('replies, changes the severity and asks before it closes; nothing of it while something is sent', async () => {
		const it = await show(dark, [list({ opened: opened() })]);
		const { page } = it;
		const reply = page.getByLabel('Message to Microsoft');
		await reply.fill('Any news?');
		assert.deepEqual(await it.lastSent(), { type: 'setReply', body: 'Any news?' });
		await it.post(list({ opened: opened() }));
		assert.equal(await reply.inputValue(), 'Any news?', 'typed while the host has not heard of it');
		await button(it, 'Send Message').press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'send' });
		assert.equal(await button(it, 'Change Severity').getAttribute('aria-disabled'), 'true', 'it is the same');
		await page.getByLabel('Severity', { exact: true }).selectOption('moderate');
		assert.deepEqual(await it.lastSent(), { type: 'setSeverity', severity: 'moderate' });
		await it.post(list({ opened: opened({ severity: 'moderate' }) }));
		await button(it, 'Change Severity').press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'changeSeverity' });
		await button(it, 'Close Request…').press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'askClose', on: true });
		await it.post(list({ opened: opened({ isClosing: true }) }));
		assert.equal(await focused(it), 'closing-title');
		await button(it, 'Close the Request').press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'close' });
		await it.post(list({ opened: opened({ busy: 'Closing the request…' }) }));
		const before = (await it.recorded()).sent.length;
		for (const name of ['Send Message', 'Change Severity', 'Close Request…']) await button(it, name).press('Enter');
		assert.equal((await it.recorded()).sent.length, before);
		await it.post(list({ opened: given.openedClosed }));
		assert.equal(await button(it, 'Send Message').getAttribute('aria-disabled'), 'true');
		await button(it, 'Open Again').click();
		assert.deepEqual(await it.lastSent(), { type: 'reopen' });
	});

	it('what could not be read is told beside what could', async () => {
		const it = await show(dark, [list({ known: { value: given.partly, loading: false } })]);
		const text = (await it.page.locator('#requests').textContent()) ?? '';
		assert.match(text, /Adventure Works production: requests may be missing.*2611230040001234.*something else: 2/s);
	});
});
