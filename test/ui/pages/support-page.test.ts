/** The Support Request page alone, in a browser: themes, widths, keyboard, states, policy. Needs `node esbuild.js` before. */
import './outside';
import assert from 'node:assert/strict';
import type { HostMessage, PageMessage } from '../../../src/panels/support/messages';
import { itIsSoundEverywhere } from './sound';
import { onStage, type StagePage } from './stage';
import * as given from './support-sample';
import { type Theme, themes } from './themes';

type Shown = StagePage<HostMessage, PageMessage>;
const { view, form, lists, notAllowed, prepared } = given;
const ended = (of: NonNullable<Parameters<typeof view>[0]>['sending']) => view({ sending: { stage: 'ended', ...of } });
const withoutTopics = { ...prepared, topics: { ...prepared.topics, services: [], topics: {}, failures: [notAllowed] } };

/** What a partner sees of each sort. */
const scenes: Readonly<Record<string, () => HostMessage[]>> = {
	loading: () => [view({ form: form({ draft: undefined, prepared: { loading: true } }) })],
	'not-allowed': () => [view({ form: form({ draft: undefined, prepared: { loading: false, failure: notAllowed } }) })],
	draft: () => [lists(), view()],
	'no-topics': () => [
		lists(),
		view({ form: form({ prepared: { value: withoutTopics, loading: false }, topics: { loading: false } }) }),
	],
	tried: () => [lists(), view({ form: given.tried })],
	consents: () => [lists(), view({ form: given.withConsent, notes: ['This draft was begun before and is kept.'] })],
	'not-checked': () => [lists(), view({ sending: { checkFailure: notAllowed } })],
	review: () => [lists(), view({ sending: { stage: 'review' } })],
	sending: () => [lists(), view({ sending: { stage: 'sending' } })],
	stopping: () => [lists(), view({ sending: { stage: 'sending', isStopping: true } })],
	left: () => [lists(), ended({ ended: { kind: 'left' } })],
	looking: () => [lists(), ended({ ended: { kind: 'left' }, stage: 'looking' })],
	unread: () => [lists(), ended({ ended: { kind: 'left', failure: notAllowed } })],
	absent: () => [lists(), ended({ ended: { kind: 'absent' } })],
	created: () => [lists(), ended({ ended: { kind: 'created', request: given.request, before: false } })],
	refused: () => [lists(), ended({ ended: { kind: 'failed', failure: notAllowed, isOpen: false } })],
	lost: () => [lists(), ended({ ended: { kind: 'failed', failure: given.lost, isOpen: true } })],
};

describe('Support Request page', () => {
	const show = onStage<HostMessage, PageMessage>('support');
	const [dark] = themes as readonly [Theme, ...Theme[]];
	const button = ({ page }: Shown, name: string) => page.getByRole('button', { name, exact: true });
	const focused = ({ page }: Shown) => page.evaluate('document.activeElement.id');

	itIsSoundEverywhere(show, { name: 'support', scenes, forced: 'tried' });

	it('shows what is filled in, keeps what is typed, and tells each change', async () => {
		const it = await show(dark, [lists(), view()]);
		const { page } = it;
		assert.equal(await page.getByLabel('Description', { exact: true }).inputValue(), given.draft.description);
		assert.equal(await page.getByLabel('Kind of problem').inputValue(), given.exchanges);
		assert.equal(await page.getByLabel('Country or region').inputValue(), 'DEU');
		assert.equal(await page.getByRole('radio', { checked: true }).count(), 2, 'severity and contact; nothing is consented to');
		assert.deepEqual((await it.recorded()).state, given.saved);
		const sent = async (work: Promise<unknown>) => {
			await work;
			return it.lastSent();
		};
		const title = page.getByLabel('Title', { exact: true });
		assert.deepEqual(await sent(title.fill('Mine')), { type: 'set', field: 'title', value: 'Mine' });
		await it.post(view());
		assert.equal(await title.inputValue(), 'Mine', 'typed while the host has not heard of it');
		assert.deepEqual(await sent(page.getByLabel('Time zone').selectOption('W. Europe Standard Time')), {
			type: 'set',
			field: 'timeZone',
			value: 'W. Europe Standard Time',
		});
		assert.deepEqual(await sent(page.getByRole('radio', { name: /^No: Microsoft sees/ }).check()), {
			type: 'set',
			field: 'diagnosticConsent',
			value: 'No',
		});
		const began = page.getByLabel('When the problem began');
		await began.fill('2026-11-20T10:30');
		await began.blur();
		const wanted = await page.evaluate<string>("new Date('2026-11-20T10:30').toISOString()");
		assert.deepEqual(await it.lastSent(), { type: 'set', field: 'startedAt', value: wanted });
	});

	it('by keyboard: what is wrong gets the focus, each line leads to its field, and the field says it too', async () => {
		const it = await show(dark, [lists(), view()]);
		await button(it, 'Review').press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'review' });
		await it.post(view({ form: given.tried }));
		assert.equal(await focused(it), 'faults-title');
		await it.page.keyboard.press('Tab');
		await it.page.keyboard.press('Enter');
		assert.equal(await focused(it), 'field-diagnosticConsent');
		assert.equal(await it.page.locator('#field-timeZone-help').textContent(), 'This is needed.');
		assert.equal(await it.page.locator('#field-timeZone').getAttribute('aria-invalid'), 'true');
	});

	it('a question in the description that nobody has answered is told before it is sent', async () => {
		const question = 'What happens, what is expected instead, and since when:';
		const reviewed = async (description: string) => {
			const draft = { ...given.draft, description };
			const it = await show(dark, [lists(), view({ form: form({ draft }), sending: { stage: 'review' } })]);
			return (await it.page.locator('main').textContent()) ?? '';
		};
		assert.match(await reviewed(`${question}\n\nCustomer: Contoso`), /has no answer yet/);
		assert.doesNotMatch(
			await reviewed(`${question}\nNothing is discounted since Monday.\n\nCustomer: Contoso`),
			/has no answer yet/,
		);
		assert.doesNotMatch(await reviewed(given.draft.description), /has no answer yet/);
	});

	it('reviews exactly what goes out, sends on the button alone, and not while it sends', async () => {
		const it = await show(dark, [lists(), view()]);
		await it.post(view({ sending: { stage: 'review' } }));
		assert.equal(await focused(it), 'review-title');
		assert.equal(await it.page.locator('.written').textContent(), given.draft.description);
		await button(it, 'Create Support Request').press('Space');
		assert.deepEqual(await it.lastSent(), { type: 'create' });
		await it.post(view({ sending: { stage: 'sending' } }));
		const before = (await it.recorded()).sent.length;
		await button(it, 'Create Support Request').press('Enter');
		await button(it, 'Back to the Form').press('Enter');
		assert.equal((await it.recorded()).sent.length, before);
	});

	it('while it is sent or looked for, waiting can be stopped, which says what that means; nothing else can be done', async () => {
		const it = await show(dark, [lists(), view({ sending: { stage: 'review' } })]);
		await it.post(view({ sending: { stage: 'sending' } }));
		const stop = button(it, 'Stop Waiting');
		const id = (await stop.getAttribute('aria-describedby')) ?? '';
		assert.match((await it.page.locator(`#${id}`).textContent()) ?? '', /takes nothing back\. What was sent stays sent/);
		assert.doesNotMatch((await it.page.locator('main').textContent()) ?? '', /Nothing has been sent yet/);
		await stop.press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'stop' });
		assert.equal(await focused(it), 'review-title', 'the button goes away');
		const asked = async (work: Promise<unknown>) => {
			const before = (await it.recorded()).sent.length;
			await work;
			return (await it.recorded()).sent.length - before;
		};
		await it.post(view({ sending: { stage: 'sending', isStopping: true } }));
		assert.equal(await asked(stop.press('Enter')), 0, 'once is enough');
		await it.post(ended({ ended: { kind: 'left' } }));
		await button(it, 'Look Again').press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'act', act: 'lookAgain' });
		await it.post(ended({ ended: { kind: 'left' }, stage: 'looking' }));
		assert.equal(await asked(button(it, 'Look Again').press('Enter')), 0);
		await stop.press('Space');
		assert.deepEqual(await it.lastSent(), { type: 'stop' });
		assert.equal(await focused(it), 'outcome-title');
	});

	it('by keyboard: what looking again finds brings other buttons, and none of them gets the key that asked for it', async () => {
		const it = await show(dark, [lists(), ended({ ended: { kind: 'left' } })]);
		await button(it, 'Look Again').press('Enter');
		await it.post(ended({ ended: { kind: 'left' }, stage: 'looking' }));
		await it.post(ended({ ended: { kind: 'absent' } }));
		assert.equal(await focused(it), 'outcome-title');
		await it.page.keyboard.press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'act', act: 'lookAgain' });
		await it.page.keyboard.press('Tab');
		await it.page.keyboard.press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'act', act: 'back' });
	});

	it('what came of it gets the focus; a refusal offers the text, the portal and the access check', async () => {
		const it = await show(dark, [lists(), view({ sending: { stage: 'sending' } })]);
		await it.post(ended({ ended: { kind: 'failed', failure: notAllowed, isOpen: false } }));
		assert.equal(await focused(it), 'outcome-title');
		const text = (await it.page.locator('.outcome').textContent()) ?? '';
		assert.match(text, /Nothing was sent.*Missing right: Microsoft\.Support\/supportTickets\/write.*AuthorizationFailed/s);
		for (const [name, act] of [
			['Copy as Text', 'copyText'],
			['Open in Azure Portal', 'openInPortal'],
			['Check Access', 'checkAccess'],
			['Back to the Form', 'back'],
		] as const) {
			await button(it, name).click();
			assert.deepEqual(await it.lastSent(), { type: 'act', act });
		}
		await it.post({ type: 'copied', what: 'request' });
		await button(it, 'Copied').waitFor();
	});

	it('text and portal are in reach before anything is sent; markup in what others wrote stays text', async () => {
		const nasty = { ...given.draft, title: '<img src=x onerror=alert(1)>' };
		const it = await show(dark, [lists(), view({ form: form({ draft: nasty }), sending: { stage: 'review' } })]);
		assert.equal(await it.page.locator('img').count(), 0);
		await button(it, 'Copy as Text').click();
		assert.deepEqual(await it.lastSent(), { type: 'act', act: 'copyText' });
		await button(it, 'Open in Azure Portal').click();
		assert.deepEqual(await it.lastSent(), { type: 'act', act: 'openInPortal' });
		await button(it, 'Support Requests').click();
		assert.deepEqual(await it.lastSent(), { type: 'showRequests' });
	});
});
