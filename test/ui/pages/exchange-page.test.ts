/** The Exchange page alone, in a browser: themes, widths, keyboard, states, policy. Needs `node esbuild.js` before. */
import './outside';
import assert from 'node:assert/strict';
import { newOrders } from '../../../src/host/new-order-access';
import type { Reckoning } from '../../../src/panels/exchange/calculator';
import { emptyDraft } from '../../../src/panels/exchange/draft';
import type { HostMessage, PageMessage } from '../../../src/panels/exchange/messages';
import type { Reservation } from '../../../src/reservations/model';
import type { Operation } from '../../../src/reservations/operations/model';
import * as given from './exchange-sample';
import { noQuote } from './return-sample';
import * as sample from './sample';
import { itIsSoundEverywhere } from './sound';
import { onStage, type StagePage } from './stage';
import { type Theme, themes } from './themes';

type Shown = StagePage<HostMessage, PageMessage>;
type Input = given.Input;

const { customer, reservation, now } = sample;
const { view, filter, d4, covered, short } = given;

const noQuoteYet: Input['quote'] = { quote: undefined, standing: 'none', failure: undefined };
const empty = () =>
	view({
		draft: emptyDraft,
		request: undefined,
		suggestions: [],
		reckoning: { kind: 'nothing' },
		quote: noQuoteYet,
		catalog: { loading: false },
		catalogNotAsked: 'Enter the billing subscription to see the products.',
	});
const reckoned = (reckoning: Reckoning) => view({ reckoning, quote: noQuoteYet });
const confirming = (change: Partial<Input['commitment']> = {}, rest: Partial<Input> = {}) =>
	view({ commitment: { stage: 'confirming', quote: given.quote, failure: undefined, operation: undefined, ...change }, ...rest });
const following = (operation: Operation, more: Parameters<typeof view>[0] = {}) =>
	view({ commitment: { stage: 'following', quote: given.quote, failure: undefined, operation }, ...more });

/** What a partner sees of each sort. */
const scenes: Readonly<Record<string, () => HostMessage[]>> = {
	empty: () => [empty()],
	chosen: () => [view()],
	short: () => [reckoned(short)],
	refused: () => [view({ quote: { quote: given.refused, standing: 'current', failure: undefined } })],
	confirming: () => [confirming()],
	buying: () => [following(given.operations.buying)],
	partial: () => [following(given.operations.partial)],
	done: () => [following(given.operations.succeeded)],
};

describe('Exchange page', () => {
	const show = onStage<HostMessage, PageMessage>('exchange');
	const button = ({ page }: Shown, name: string) => page.getByRole('button', { name, exact: true });
	const text = async ({ page }: Shown, selector = 'main') => (await page.locator(selector).textContent()) ?? '';
	const region = ({ page }: Shown, name: string) => page.getByRole('region', { name, exact: true });
	const [dark] = themes as readonly [Theme, ...Theme[]];

	itIsSoundEverywhere(show, { name: 'exchange', scenes, forced: 'chosen' });

	it('what is being typed stays when the host sets other fields, and gives way when it sets this one', async () => {
		const it = await show(dark, [view()]);
		const search = it.page.getByLabel('Name or size');
		await search.fill('D8');
		await it.post(view({ revision: 7 }));
		assert.equal(await search.inputValue(), 'D8', 'the host has not heard of it yet');
		await it.post(view({ revision: 7, filter: { ...filter, text: 'D8s' } }));
		await it.post(view({ revision: 8 }));
		assert.equal(await search.inputValue(), '', 'Reset empties it');
	});

	it('offers what can be exchanged and says of the rest why not', async () => {
		const it = await show(dark, [empty()]);
		const box = (name: string) => it.page.getByRole('checkbox', { name: `Give back ${name}` });
		assert.equal(await box(given.suse.name).isDisabled(), true);
		assert.match(await text(it), /this kind of product can’t be exchanged/);
		assert.equal(await box(sample.hybridBenefit.name).isDisabled(), true);
		assert.equal(await box(sample.exchanged.name).count(), 1, 'the reservation of the same name that has ended is not there');
		await box(reservation.name).check();
		assert.deepEqual(await it.lastSent(), { type: 'pick', reservationId: reservation.reservationId, chosen: true });
	});

	it('takes quantities, and what the user types stays while the page is drawn anew', async () => {
		const it = await show(dark, [view()]);
		const units = it.page.getByLabel(`Units of ${reservation.name} to give back`);
		assert.equal(await units.inputValue(), '3');
		await units.fill('1');
		assert.deepEqual(await it.lastSent(), { type: 'setGiving', reservationId: reservation.reservationId, quantity: 1 });
		const one = { ...given.draft, returns: given.draft.returns.map((it) => ({ ...it, quantity: 1 })) };
		await it.post(view({ draft: one }));
		assert.equal(await units.inputValue(), '1');
		await button(it, 'Unused in 7 Days').click();
		assert.deepEqual(await it.lastSent(), { type: 'fill', fill: 'unused' });
		await it.post(view({ revision: 2 }));
		assert.equal(await units.inputValue(), '3');
	});

	it('the units of a reservation stay with it when a refresh puts rows above it, takes them away or ranks them anew', async () => {
		const named = (name: string, more: Partial<Reservation> = {}): Reservation => ({
			...reservation,
			...{ name, quantity: 9, reservationId: `11111111-1111-4111-8111-${name.toLowerCase().padStart(12, '0')}` },
			...more,
		});
		const [a, b, above] = [named('B1'), named('C1'), named('A1')];
		const returns = [a, b].map(({ reservationId, orderId }, index) => ({
			orderId,
			reservationId,
			quantity: index === 0 ? 2 : 5,
		}));
		const known = (...reservations: Reservation[]) =>
			view({ draft: { returns, purchases: [] }, known: { value: { reservations }, asOf: now, loading: false } });
		const it = await show(dark, [known(a, b)]);
		const field = ({ name }: Reservation) => it.page.getByLabel(`Units of ${name} to give back`);
		const box = ({ name }: Reservation) => it.page.getByRole('checkbox', { name: `Give back ${name}` });
		const holds = async (what: string) => {
			assert.deepEqual([await field(a).inputValue(), await field(b).inputValue()], ['2', '5'], what);
			assert.deepEqual([await box(a).isChecked(), await box(b).isChecked()], [true, true], what);
		};
		await holds('at first');
		await it.post(known(above, a, b));
		await holds('a row above');
		assert.equal(await box(above).isChecked(), false);
		await it.post(known(a, b));
		await holds('the row is gone');
		const notOffered = { ...a, canExchange: 'notOffered' } as const;
		await it.post(known(above, notOffered, b));
		await holds('the first one is ranked last');
		await it.post(known(above, a, b));
		await field(a).focus();
		await field(a).press('End');
		await it.page.keyboard.press('Backspace');
		await it.post(known(above, notOffered, b));
		await it.page.keyboard.type('3');
		assert.deepEqual(
			[await field(a).inputValue(), await field(b).inputValue()],
			['3', '5'],
			'who types goes on in the same field',
		);
		assert.deepEqual(await it.lastSent(), { type: 'setGiving', reservationId: a.reservationId, quantity: 3 });
	});

	it('narrows the products, adds one, and explains what would fit the use', async () => {
		const it = await show(dark, [view()]);
		await it.page.getByLabel('Name or size').fill('D8s');
		assert.deepEqual(await it.lastSent(), { type: 'filter', filter: { text: 'D8s' } });
		await it.post(view({ filter: { ...filter, text: 'D8s' } }));
		const products = region(it, 'Products').locator('tbody tr');
		assert.equal(await products.count(), 1);
		await button(it, 'Add Reserved VM Instance, Standard_D8s_v5').click();
		assert.deepEqual(await it.lastSent(), { type: 'add', sku: 'Standard_D8s_v5', region: 'westeurope', quantity: 1 });
		const suggestions = await text(it, '.suggestions');
		// 79.4 % of 3 units of ratio 2 are 4.8 units of the group: 3 × D4s (6), 5 × D2s, 2 × D8s (8).
		assert.match(suggestions, /3 × Reserved VM Instance, Standard_D4s_v5.*79\.4%.*group: 4\.8; /s);
		assert.match(suggestions, /5 × Reserved VM Instance, Standard_D2s_v5/);
		assert.match(suggestions, /2 × Reserved VM Instance, Standard_D8s_v5/);
		await button(it, 'Add 5 × Reserved VM Instance, Standard_D2s_v5').click();
		assert.deepEqual(
			await it.lastSent(),
			{ type: 'add', sku: 'Standard_D2s_v5', region: 'westeurope', quantity: 5 },
			'what the button says, whatever the list is by then',
		);
	});

	it('every field of a line says which line and which field it is', async () => {
		const it = await show(dark, [view()]);
		const line = it.page.locator('.line');
		const set = async (field: PageMessage & { type: 'setLine' }) => assert.deepEqual(await it.lastSent(), field);
		await line.getByLabel('Quantity').fill('4');
		await set({ type: 'setLine', line: 1, field: 'quantity', value: '4' });
		await line.getByLabel('Term').selectOption('P1Y');
		await set({ type: 'setLine', line: 1, field: 'term', value: 'P1Y' });
		await line.getByLabel('Billing plan').selectOption('Upfront');
		await set({ type: 'setLine', line: 1, field: 'billingPlan', value: 'Upfront' });
		await line.getByLabel('Scope').selectOption({ label: 'Subscription: Adventure Works Production' });
		await set({ type: 'setLine', line: 1, field: 'scope', value: '/subscriptions/8d2b41c0-6a7e-4f8d-8a43-54f0d2a7c911' });
		await line.getByLabel('Renew automatically').check();
		await set({ type: 'setLine', line: 1, field: 'renew', value: 'true' });
		await line.getByLabel('Instance size flexibility').selectOption('Off');
		await set({ type: 'setLine', line: 1, field: 'flexibility', value: 'Off' });
		await line.getByLabel('Name', { exact: true }).fill('Web');
		await set({ type: 'setLine', line: 1, field: 'name', value: 'Web' });
		await button(it, 'Remove Reserved VM Instance, Standard_D4s_v5').click();
		assert.deepEqual(await it.lastSent(), { type: 'removeLine', line: 1 });
		assert.equal(await it.page.evaluate('document.activeElement.id'), 'buy-title');
	});

	it('the calculator says how much is missing, or that it is covered', async () => {
		const it = await show(dark, [reckoned(short)]);
		const verdict = () => text(it, '.verdict');
		assert.match(await verdict(), /You need EUR\s214\.07 more\./);
		await it.post(reckoned(covered));
		assert.match(await verdict(), /Covered, with EUR\s4,215\.90 above the remaining commitment/);
		await it.post(reckoned({ kind: 'currencies', currencies: ['EUR', 'USD'] }));
		assert.match(await verdict(), /EUR and USD, and different currencies are never added/);
		await it.post(reckoned({ kind: 'incomplete', returns: 1, purchases: 0 }));
		assert.match(await verdict(), /some amounts are not known/);
	});

	it('shows the binding quote side by side, and the totals with their meaning', async () => {
		const it = await show(dark, [view()]);
		const sides = await it.page
			.locator('.sides table')
			.evaluateAll((tables) =>
				tables.map((one) =>
					[...one.querySelectorAll('tbody tr > *')].map(({ textContent }) => textContent?.replaceAll('\u00a0', ' ')),
				),
			);
		assert.deepEqual(sides, [
			[reservation.name, '3', 'EUR 42.30', 'EUR 402.90'],
			['Standard_D4s_v5 · West Europe', '2', '3 years · Monthly', 'EUR 4,618.80'],
		]);
		assert.match(await text(it, '#page'), /Commitment totals, not the next charge\./);
		await button(it, 'Review Exchange').click();
		assert.deepEqual(await it.lastSent(), { type: 'review' });
	});

	it('an old quote is greyed and can not be reviewed; a failed one can be asked for again', async () => {
		const it = await show(dark, [view({ quote: { quote: given.quote, standing: 'changed', failure: undefined } })]);
		assert.equal(await it.page.locator('.sides.old').count(), 1);
		assert.equal(await button(it, 'Review Exchange').getAttribute('aria-disabled'), 'true');
		await button(it, 'Get Binding Quote').click();
		assert.deepEqual(await it.lastSent(), { type: 'askQuote' });
		await it.post(view({ quote: { quote: undefined, standing: 'failed', failure: noQuote } }));
		await button(it, 'Retry: Quote').click();
		assert.deepEqual(await it.lastSent(), { type: 'askQuote' });
	});

	it('a quote that was dropped as somebody else signed in says so, and is asked for anew where there is something to ask about', async () => {
		const quote = { quote: undefined, standing: 'dropped', failure: undefined } as const;
		const it = await show(dark, [view({ quote })]);
		assert.equal(await it.page.locator('.sides').count(), 0);
		assert.match(await text(it, '#page'), /Who is signed in has changed.*was dropped\. Nothing was sent\./);
		await button(it, 'Ask Again').click();
		assert.deepEqual(await it.lastSent(), { type: 'askQuote' });
		await it.post(view({ quote, request: undefined }));
		assert.equal(await button(it, 'Ask Again').count(), 0);
	});

	it('a refusal leads to what can be changed', async () => {
		const it = await show(dark, [view({ quote: { quote: given.refused, standing: 'current', failure: undefined } })]);
		await button(it, 'Bigger Purchase').click();
		assert.equal(await it.page.evaluate('document.activeElement.id'), 'buy-title');
		await button(it, 'Smaller Quantity').click();
		assert.equal(await it.page.evaluate('document.activeElement.id'), 'give-title');
		assert.equal(await button(it, 'Review Exchange').getAttribute('aria-disabled'), 'true');
	});

	it('without a choice nothing can be quoted, and it says why', async () => {
		const it = await show(dark, [empty()]);
		const before = (await it.recorded()).sent.length;
		await button(it, 'Get Binding Quote').click({ force: true });
		await button(it, 'Review Exchange').click({ force: true });
		assert.equal((await it.recorded()).sent.length, before);
		assert.match(await text(it), /Choose what to give back first\./);
	});

	it('keeps the whole choice for a restore, copies it as a request, and forgets it', async () => {
		const it = await show(dark, [view()]);
		assert.deepEqual((await it.recorded()).state, JSON.parse(JSON.stringify(view().saved)));
		await button(it, 'Copy as Request').click();
		assert.deepEqual(await it.lastSent(), { type: 'copyRequest' });
		await it.post({ type: 'copied', what: 'request' });
		await button(it, 'Copied').waitFor();
		await button(it, 'Reset').click();
		assert.deepEqual(await it.lastSent(), { type: 'reset' });
	});

	it('the confirmation lists both sides line by line, and sends that very session once the name fits', async () => {
		const it = await show(dark, [view(), confirming()]);
		const summary = await text(it, '.summary');
		assert.match(summary, new RegExp(`Give back 3 of “${reservation.name}”`));
		assert.match(summary, /Buy 2 × Standard_D4s_v5 \(West Europe\).*3 years, Monthly, scope shared, does not renew/);
		assert.equal(await it.page.locator('.sides').count(), 1);
		const commit = button(it, 'Exchange 3 Units');
		assert.equal(await commit.getAttribute('aria-disabled'), 'true');
		await it.page.getByLabel('Type the customer’s name').fill(customer.name);
		await commit.click();
		assert.deepEqual(await it.lastSent(), { type: 'commit', sessionId: given.quote.sessionId, typedName: customer.name });
	});

	it('follows the exchange by step and line, and tells of the access to the new orders', async () => {
		const it = await show(dark, [following(given.operations.refunding)]);
		const steps = () =>
			it.page
				.locator('.steps li')
				.evaluateAll((all) => all.map((one) => one.querySelector('.quiet')?.textContent?.split(' · ')[0]));
		const statuses = () =>
			it.page.locator('.operation tbody tr').evaluateAll((all) => all.map((row) => row.children[3]?.textContent?.trim()));
		assert.deepEqual(await steps(), ['Done', 'Done', 'Under way', 'Not yet', 'Not yet']);
		await it.post(following(given.operations.buying));
		assert.deepEqual(await steps(), ['Done', 'Done', 'Done', 'Under way', 'Not yet']);
		assert.deepEqual(await statuses(), ['Done', 'Pending']);
		await it.post(following(given.operations.partial));
		assert.deepEqual(await steps(), ['Done', 'Done', 'Done', 'Failed', 'Not reached']);
		assert.match(await text(it), /No capacity in this region/);
		await it.post(following(given.operations.succeeded));
		assert.match(await text(it), /New orders start with their own access/);
		await button(it, 'Check Access').click();
		assert.deepEqual(await it.lastSent(), { type: 'checkAccess' });
		const { tenantId } = given.operations.succeeded;
		const missing = newOrders(tenantId, [{ tenantId }]);
		await it.post(following(given.operations.succeeded, { missing }));
		await button(it, 'Grant AdminAgents Access').click();
		assert.deepEqual(await it.lastSent(), { type: 'grantAccess' });
		await it.assertSound();
		await it.page.getByRole('button', { name: /Open Overview: 2 × Standard_D4s_v5/ }).click();
		assert.deepEqual(await it.lastSent(), { type: 'openLine', line: 1 });
	});

	it('every control is reached with Tab, in the order of the steps, and there is no trap', async () => {
		const it = await show(dark, [view()]);
		const order = (await it.tabOrder()).filter((name) => name !== '');
		const wanted = [
			'Refresh',
			`Give back ${reservation.name}`,
			'Unused in 7 Days',
			'Products',
			'Get Binding Quote',
			'Review Exchange',
			'Reset',
		];
		const places = wanted.map((name) => order.indexOf(name));
		assert.ok(!places.includes(-1), order.join(' | '));
		assert.deepEqual(
			places,
			[...places].sort((a, b) => a - b),
		);
	});

	it('by keyboard alone from the choice to its removal', async () => {
		const it = await show(dark, [view()]);
		await it.page.getByRole('checkbox', { name: `Give back ${reservation.name}` }).focus();
		await it.page.keyboard.press('Space');
		assert.deepEqual(await it.lastSent(), { type: 'pick', reservationId: reservation.reservationId, chosen: false });
		await it.page.keyboard.press('Tab');
		await it.page.keyboard.press('ArrowDown');
		assert.deepEqual(await it.lastSent(), { type: 'setGiving', reservationId: reservation.reservationId, quantity: 2 });
	});

	it('shows text as text', async () => {
		const bad = '<img src=x onerror="document.title=1">&amp;';
		const it = await show(dark, [
			view({
				known: { value: { reservations: [{ ...reservation, name: bad, product: bad }] }, asOf: now, loading: false },
				catalog: { value: [{ ...d4, name: bad }], loading: false },
			}),
		]);
		assert.equal(await it.page.getByRole('checkbox', { name: `Give back ${bad}` }).count(), 1);
		assert.equal(await it.page.locator('main img').count(), 0);
	});

	it('a message that is not understood changes nothing', async () => {
		const it = await show(dark, [view()]);
		const before = await it.page.locator('main').innerHTML();
		for (const message of [null, 7, { type: 'exchange' }, { ...view(), quote: { standing: 'yes' } }])
			await it.post(message as unknown as HostMessage);
		assert.equal(await it.page.locator('main').innerHTML(), before);
	});
});
