/** The Return page alone, in a browser: themes, widths, keyboard, states, policy. Needs `node esbuild.js` before. */
import './outside';
import assert from 'node:assert/strict';
import type { HostMessage, PageMessage } from '../../../src/panels/return/messages';
import type { Operation, ReturnQuote } from '../../../src/reservations/operations/model';
import * as given from './return-sample';
import * as sample from './sample';
import { itIsSoundEverywhere } from './sound';
import { onStage, type StagePage } from './stage';
import { type Theme, themes } from './themes';

type Shown = StagePage<HostMessage, PageMessage>;
type Input = given.Input;
const { view } = given;

const { customer, reservation } = sample;
const { tenantId, orderId, reservationId } = reservation;

const quoted = (quote: ReturnQuote | undefined, standing: Input['quote']['standing'], failure?: Input['quote']['failure']) =>
	view({ quote: { quote, standing, failure } });
const confirming = (change: Partial<Input['commitment']> = {}, rest: Partial<Input> = {}) =>
	view({ commitment: { stage: 'confirming', quote: given.quote, failure: undefined, operation: undefined, ...change }, ...rest });
const following = (operation: Operation, rest: Partial<Input> = {}) =>
	view({ commitment: { stage: 'following', quote: given.quote, failure: undefined, operation }, ...rest });

/** What a partner sees of each sort. */
const scenes: Readonly<Record<string, () => HostMessage[]>> = {
	quoted: () => [view()],
	asking: () => [quoted(given.quote, 'asking')],
	refused: () => [quoted(given.refused, 'current')],
	failed: () => [quoted(undefined, 'failed', given.noQuote)],
	dropped: () => [quoted(undefined, 'dropped')],
	confirming: () => [confirming()],
	running: () => [following(given.operations.running)],
	done: () => [following(given.operations.succeeded)],
	unknown: () => [following(given.operations.outcomeUnknown)],
};

describe('Return page', () => {
	const show = onStage<HostMessage, PageMessage>('return');
	const button = ({ page }: Shown, name: string) => page.getByRole('button', { name, exact: true });
	const text = async ({ page }: Shown, selector = 'main') => (await page.locator(selector).textContent()) ?? '';
	const [dark] = themes as readonly [Theme, ...Theme[]];

	itIsSoundEverywhere(show, { name: 'return', scenes, forced: 'refused' });

	it('shows money back and commitment cancelled apart, each with what it means, and no fee where none was named', async () => {
		const it = await show(dark, [view()]);
		const figures = await it.page
			.locator('.figures > div')
			.evaluateAll((all) => all.map((one) => [one.className, one.querySelector('.amount')?.textContent]));
		assert.deepEqual(figures, [
			['figure-money', 'EUR\u00a014.10'],
			['figure-commitment', 'EUR\u00a0134.30'],
			['figure-fact', 'Azure named none'],
			['figure-fact', 'EUR\u00a06,811.84'],
		]);
		const all = await text(it);
		assert.match(all, /does not go to the customer by itself/);
		assert.match(all, /2 payments end\./);
		assert.match(all, /pay-as-you-go prices/);
		assert.match(all, /can’t be undone/);
	});

	it('the allowance says in words what its bar shows', async () => {
		const it = await show(dark, [view()]);
		const bar = it.page.getByRole('img', { name: /USD\s18,400\.00 of USD\s50,000\.00 are used/ });
		const widths = await bar.locator('rect').evaluateAll((all) => all.map((one) => one.getAttribute('width')));
		assert.deepEqual(widths, ['100', '36.8', '0.5']);
		assert.match(await text(it, '.allowance'), /Used before.*18,400.*Money back of this return.*15\.02.*31,600/s);
		assert.match(await text(it, '.allowance'), /As Azure told it with this quote/);
	});

	it('keeps what a restore needs, and says nothing before it is asked', async () => {
		const it = await show(dark, [view()]);
		const { state, sent } = await it.recorded();
		assert.deepEqual(state, { tenantId, orderId, reservationId, quantity: 1, reason: 'Web front end was shut down' });
		assert.deepEqual(sent, [{ type: 'ready' }]);
	});

	it('what is typed stays while the page is drawn anew, until the host sets it', async () => {
		const it = await show(dark, [view()]);
		const quantity = it.page.getByLabel('Units to return', { exact: true });
		await quantity.fill('2');
		assert.deepEqual(await it.lastSent(), { type: 'setQuantity', quantity: 2 });
		await it.post(quoted(given.quote, 'asking'));
		assert.equal(await quantity.inputValue(), '2');
		await quantity.fill('');
		assert.deepEqual(await it.lastSent(), { type: 'setQuantity', quantity: undefined });
		await button(it, 'All: 3').click();
		assert.deepEqual(await it.lastSent(), { type: 'choose', choice: 'all' });
		await it.post(view({ quantity: 3, revision: 2 }));
		assert.equal(await quantity.inputValue(), '3');
		const reason = it.page.getByLabel('Reason');
		await reason.fill('Shut down');
		assert.deepEqual(await it.lastSent(), { type: 'setReason', reason: 'Shut down' });
		await it.post(view({ quantity: 3, revision: 2, reason: 'Shut' }));
		assert.equal(await reason.inputValue(), 'Shut down');
	});

	it('figures of an old quote are marked so, and can not be reviewed', async () => {
		const it = await show(dark, [quoted(given.quote, 'asking')]);
		assert.equal(await it.page.locator('.figures.old').count(), 1);
		assert.match(await text(it), /do not count/);
		assert.equal(await button(it, 'Review Return').getAttribute('aria-disabled'), 'true');
		const before = (await it.recorded()).sent.length;
		await button(it, 'Review Return').click({ force: true });
		assert.equal((await it.recorded()).sent.length, before);
		await it.post(view());
		assert.equal(await it.page.locator('.figures.old').count(), 0);
		await button(it, 'Review Return').click();
		assert.deepEqual(await it.lastSent(), { type: 'review' });
	});

	it('counts the age of the quote on, and what is left of it down', async () => {
		const it = await show(dark, [view()]);
		const timer = it.page.getByRole('timer');
		const seconds = async () => {
			const [, ...parts] = /(\d+):(\d+) ago · can be used for (\d+):(\d+)/.exec((await timer.textContent()) ?? '') ?? [];
			const [oldMinutes = 0, oldSeconds = 0, leftMinutes = 0, leftSeconds = 0] = parts.map(Number);
			return { old: oldMinutes * 60 + oldSeconds, left: leftMinutes * 60 + leftSeconds };
		};
		const first = await seconds();
		assert.ok(first.old >= 35 && first.left <= 445 && first.left > 300, JSON.stringify(first));
		await it.page.waitForTimeout(2500);
		const later = await seconds();
		assert.ok(later.old - first.old >= 1 && first.left - later.left >= 1, JSON.stringify({ first, later }));
		assert.ok(Math.abs(later.old + later.left - 480) <= 1);
		await button(it, 'Ask Again').click();
		assert.deepEqual(await it.lastSent(), { type: 'askQuote' });
	});

	it('explains every refusal, and offers what can be done instead, Microsoft Support included', async () => {
		const it = await show(dark, [quoted(given.refused, 'current')]);
		const items = it.page.locator('.refusals').first().getByRole('listitem');
		assert.equal(await items.count(), 2);
		assert.match((await items.nth(0).textContent()) ?? '', /50,000 USD.*RefundLimitExceeded.*savings plan/s);
		assert.match((await items.nth(1).textContent()) ?? '', /The service gave no more reason.*SelfServiceRefundNotSupported/s);
		await items.nth(0).getByRole('button', { name: 'Smaller Quantity' }).click();
		assert.equal(await it.page.evaluate('document.activeElement.id'), 'quantity');
		await items.nth(0).getByRole('button', { name: 'Exchange Instead' }).click();
		assert.deepEqual(await it.lastSent(), { type: 'instead', instead: 'exchange' });
		await items.nth(1).getByRole('button', { name: 'Open in Azure Portal' }).click();
		assert.deepEqual(await it.lastSent(), { type: 'instead', instead: 'portal' });
		await items.nth(1).getByRole('button', { name: 'New Support Request…' }).click();
		assert.deepEqual(await it.lastSent(), { type: 'instead', instead: 'support' });
		assert.equal(await button(it, 'Review Return').getAttribute('aria-disabled'), 'true');
	});

	it('a quote without an amount shows none and can not be reviewed', async () => {
		const it = await show(dark, [quoted(given.withoutAmount, 'current')]);
		assert.equal(await it.page.locator('.figures').count(), 0);
		assert.match(await text(it), /A missing amount is never read as zero/);
		assert.equal(await button(it, 'Review Return').getAttribute('aria-disabled'), 'true');
	});

	it('a failed quote can be asked for again', async () => {
		const it = await show(dark, [quoted(undefined, 'failed', given.noQuote)]);
		await button(it, 'New Support Request…').click();
		assert.deepEqual(await it.lastSent(), { type: 'instead', instead: 'support' });
		await button(it, 'Retry: Quote').click();
		assert.deepEqual(await it.lastSent(), { type: 'askQuote' });
		assert.equal(await it.page.evaluate('document.activeElement.id'), 'quote-title');
	});

	it('a quote that was dropped as somebody else signed in: from the confirmation back to why, with no figures, and asked for anew', async () => {
		const it = await show(dark, [view(), confirming()]);
		await it.post(quoted(undefined, 'dropped'));
		assert.equal(await it.page.locator('.figures').count(), 0);
		assert.match(await text(it), /Who is signed in has changed.*was dropped\. Nothing was sent\./);
		assert.equal(await button(it, 'Review Return').getAttribute('aria-disabled'), 'true');
		await button(it, 'Ask Again').click();
		assert.deepEqual(await it.lastSent(), { type: 'askQuote' });
		await it.post(view({ quantity: 0, quote: { quote: undefined, standing: 'dropped', failure: undefined } }));
		assert.equal(await button(it, 'Ask Again').count(), 0, 'there is nothing to ask about');
	});

	it('the button that returns can be used when the name fits and the quote is alive, and sends that very session', async () => {
		const it = await show(dark, [view(), confirming()]);
		assert.equal(await it.page.evaluate('document.activeElement.id'), 'confirm-title');
		const commit = button(it, 'Return 1 Unit');
		const isClosed = () => commit.getAttribute('aria-disabled');
		assert.equal(await isClosed(), 'true');
		const before = (await it.recorded()).sent.length;
		await commit.click({ force: true });
		const name = it.page.getByLabel('Type the customer’s name');
		await name.fill('Adventure Works');
		await commit.click({ force: true });
		assert.equal((await it.recorded()).sent.length, before, 'nothing is sent without the whole name');
		await name.fill(' adventure works CYCLES ');
		assert.equal(await isClosed(), 'false');
		await it.post(confirming({}, { quote: { quote: given.quote, standing: 'expired', failure: undefined } }));
		assert.equal(await isClosed(), 'true');
		assert.match(await text(it), /Nothing was sent/);
		await it.post(confirming());
		assert.equal(await name.inputValue(), ' adventure works CYCLES ', 'the same session keeps what was typed');
		await commit.click();
		assert.deepEqual(await it.lastSent(), {
			type: 'commit',
			sessionId: given.quote.sessionId,
			typedName: ' adventure works CYCLES ',
		});
		await it.post(confirming({ quote: { ...given.quote, sessionId: '11111111-33d2-4e62-9b0b-6f9f3c6f1a55' } }));
		assert.equal(await name.inputValue(), '', 'another session is confirmed anew');
	});

	it('closes the button by its own clock when the quote has come to its end', async () => {
		const it = await show(dark, [confirming({}, { now: given.quote.expiresAt - 1500 })]);
		await it.page.getByLabel('Type the customer’s name').fill(customer.name);
		assert.equal(await button(it, 'Return 1 Unit').getAttribute('aria-disabled'), 'false');
		await it.page.locator('#commit[aria-disabled="true"]').waitFor({ timeout: 5000 });
	});

	it('while it is sent nothing can be pressed', async () => {
		const it = await show(dark, [confirming({ stage: 'sending' })]);
		const before = (await it.recorded()).sent.length;
		for (const name of ['Return 1 Unit', 'Back']) await button(it, name).click({ force: true });
		assert.equal((await it.recorded()).sent.length, before);
		assert.match(await text(it), /sent once/);
	});

	it('a declined commit says that nothing was sent, and the way back is there', async () => {
		const it = await show(dark, [confirming({ failure: given.sessionExpired })]);
		assert.match(await text(it, '.problem'), /too old for Azure\. Nothing was returned/);
		await button(it, 'Back').click();
		assert.deepEqual(await it.lastSent(), { type: 'back' });
	});

	it('follows the operation step by step, with what can be done at each state', async () => {
		const it = await show(dark, [confirming(), following(given.operations.running)]);
		assert.equal(await it.page.evaluate('document.activeElement.id'), 'operation-title');
		const steps = () =>
			it.page
				.locator('.steps li')
				.evaluateAll((all) => all.map((one) => one.querySelector('.quiet')?.textContent?.split(' · ')[0]));
		assert.deepEqual(await steps(), ['Done', 'Done', 'Under way', 'Not yet']);
		await button(it, 'Look Again').click();
		assert.deepEqual(await it.lastSent(), { type: 'lookAgain' });
		assert.equal(await button(it, 'Begin Another One').count(), 0);
		await it.post(following(given.operations.outcomeUnknown));
		assert.deepEqual(await steps(), ['Done', 'Not known', 'Not known', 'Not yet']);
		assert.match(await text(it), /not sent again by itself/);
		assert.equal(await button(it, 'Begin Another One').count(), 0);
		await it.post(following(given.operations.succeeded));
		assert.deepEqual(await steps(), ['Done', 'Done', 'Done', 'Done']);
		assert.match(await text(it), new RegExp(`${given.quote.sessionId}.*${given.quote.correlationId}`, 's'));
		await button(it, `Open Overview: ${reservation.name}`).click();
		assert.deepEqual(await it.lastSent(), { type: 'openLine', line: 0 });
		await button(it, 'Copy Result').click();
		assert.deepEqual(await it.lastSent(), { type: 'copyResult' });
		await it.post({ type: 'copied', what: 'result' });
		await button(it, 'Copied').waitFor();
		await button(it, 'Begin Another One').click();
		assert.deepEqual(await it.lastSent(), { type: 'startAnew' });
	});

	it('an operation that is still open is told before another one is begun', async () => {
		const it = await show(dark, [view({ operations: [given.operations.outcomeUnknown, given.operations.succeeded] })]);
		assert.equal(await it.page.locator('.open-operations li').count(), 1);
		await button(it, `Show: Return for ${customer.name}`).click();
		assert.deepEqual(await it.lastSent(), { type: 'showOperation', id: given.quote.sessionId });
	});

	it('every control is reached with Tab, in the order of the page, and there is no trap', async () => {
		const it = await show(dark, [view()]);
		const order = await it.tabOrder();
		assert.deepEqual(order, [
			'Refresh',
			'', // the quantity, which has its label beside it
			'All: 3',
			'Unused in 7 days: 1',
			'', // the reason
			'Ask Again',
			'Review Return',
		]);
	});

	it('by keyboard alone from the quote to the commit', async () => {
		const it = await show(dark, [view()]);
		const { keyboard } = it.page;
		for (let step = 0; step < 7; step++) await keyboard.press('Tab');
		await keyboard.press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'review' });
		await it.post(confirming());
		for (let step = 0; step < 2; step++) await keyboard.press('Tab');
		await keyboard.type(customer.name);
		await keyboard.press('Tab');
		await keyboard.press('Enter');
		assert.equal((await it.lastSent())?.type, 'commit');
	});

	it('shows text as text', async () => {
		const bad = '<img src=x onerror="document.title=1">&amp;';
		const it = await show(dark, [
			view({
				reservation: { ...reservation, name: bad, product: bad },
				quote: {
					quote: { ...given.refused, policyErrors: [{ code: bad, message: bad, explanation: bad, instead: [bad] }] },
					standing: 'current',
					failure: undefined,
				},
			}),
		]);
		assert.equal(await it.page.getByRole('heading', { level: 1 }).textContent(), `Return: ${bad}`);
		assert.equal(await it.page.locator('main img').count(), 0);
	});
});
