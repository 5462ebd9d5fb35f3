/** The Overview page alone, in a browser: themes, widths, keyboard, states, policy. Needs `node esbuild.js` before. */
import './outside';
import assert from 'node:assert/strict';
import type { HostMessage, PageMessage } from '../../../src/panels/overview/messages';
import { historyView } from '../../../src/panels/overview/views/history';
import { nextView } from '../../../src/panels/overview/views/next';
import { overviewView } from '../../../src/panels/overview/views/overview';
import { paymentsView } from '../../../src/panels/overview/views/payments';
import { resourcesView } from '../../../src/panels/overview/views/resources';
import { usageView } from '../../../src/panels/overview/views/usage';
import type { Known, Reservation } from '../../../src/reservations/model';
import * as sample from './sample';
import { itIsSoundEverywhere } from './sound';
import { onStage } from './stage';
import { type Theme, themes } from './themes';

const { now, reservation } = sample;
const chosenDay = Date.UTC(2026, 10, 20);
const known = <T>(value: T): Known<T> => ({ value, asOf: now, loading: false });
const loading: Known<never> = { loading: true };

const overview = (subject: Reservation = reservation) =>
	overviewView({
		ref: subject,
		reservation: subject,
		customer: sample.customer,
		cloud: sample.cloud,
		loading: false,
		asOf: now,
		now,
	});

const usage = (selected?: number) => usageView({ reservation, grain: 'daily', usage: known(sample.dailyUsage), selected, now });

/** A reservation with all its parts, a day chosen. */
function everything(): HostMessage[] {
	return [
		overview(),
		nextView({
			returnQuote: undefined,
			allowance: undefined,
			reservation,
			advice: sample.adviceOn(reservation, sample.dailyUsage),
			order: known(sample.order),
			usageLoading: false,
			now,
		}),
		usage(chosenDay),
		resourcesView({
			day: chosenDay,
			usage: known(sample.resources),
			point: sample.dailyUsage.find(({ at }) => at === chosenDay),
		}),
		paymentsView(known(sample.order)),
		historyView(known(sample.history)),
	];
}

/** Parts that load, are empty, are not allowed, failed with something older to show. */
function troubled(): HostMessage[] {
	const subject = sample.hybridBenefit;
	return [
		overview(subject),
		nextView({
			returnQuote: undefined,
			allowance: undefined,
			reservation: subject,
			advice: sample.adviceOn(subject),
			order: loading,
			usageLoading: false,
			now,
		}),
		usageView({ reservation: subject, grain: 'daily', usage: known([]), now }),
		resourcesView({ day: undefined, usage: { loading: false }, point: undefined }),
		paymentsView({ loading: false, failure: sample.notAllowed }),
		historyView({ ...known(sample.history.slice(0, 2)), failure: sample.unreachable }),
	];
}

describe('Overview page', () => {
	const onPage = onStage<HostMessage, PageMessage>('overview');

	/** Also waits for the chart, whose code comes after the first content. */
	const show: typeof onPage = async (theme, messages, options) => {
		const shown = await onPage(theme, messages, options);
		if (messages.some((message) => message.type === 'usage' && message.points.length > 0))
			await shown.page.locator('use-chart svg').waitFor();
		return shown;
	};

	const [dark] = themes as readonly [Theme, ...Theme[]];

	itIsSoundEverywhere(show, {
		name: 'overview',
		scenes: { full: everything, troubled },
		forced: 'full',
		drawn: async ({ page }, scene) => scene === 'full' && page.locator('use-chart svg').waitFor(),
	});

	it('the bars stand out in forced colours', async () => {
		const it = await show(dark, everything(), { forcedColors: 'active' });
		const bars = await it.page.evaluate<string[]>(
			"[...document.querySelectorAll('.bar')].map((bar) => getComputedStyle(bar).fill)",
		);
		const background = await it.page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
		assert.ok(bars.length > 20 && !bars.includes(background));
	});

	it('shows head and essentials before anything is fetched, and keeps its state for a restore', async () => {
		const it = await show(dark, [overview()]);
		assert.equal(await it.page.getByRole('heading', { level: 1 }).textContent(), reservation.name);
		assert.ok((await it.page.locator('#essentials').textContent())?.includes(reservation.reservationId));
		assert.equal(await it.page.locator('#payments').getAttribute('aria-busy'), 'true');
		const { state, sent } = await it.recorded();
		assert.deepEqual(state, {
			tenantId: reservation.tenantId,
			orderId: reservation.orderId,
			reservationId: reservation.reservationId,
		});
		assert.deepEqual(sent, [{ type: 'ready' }]);
	});

	it('shows text as text', async () => {
		const name = '<img src=x onerror="document.title=1">&amp;';
		const it = await show(dark, [overview({ ...reservation, name, product: '<b>bold</b>' })]);
		assert.equal(await it.page.getByRole('heading', { level: 1 }).textContent(), name);
		assert.equal(await it.page.locator('main img, main b').count(), 0);
	});

	it('asks for what is clicked', async () => {
		const it = await show(dark, everything());
		const click = async (name: string) => it.page.getByRole('button', { name, exact: true }).first().click();
		await click('Manage in Azure Portal');
		assert.deepEqual(await it.lastSent(), { type: 'command', command: 'cspReservations.openInPortal' });
		await click('Ask What a Return Gives Back…');
		assert.deepEqual(await it.lastSent(), { type: 'command', command: 'cspReservations.return' });
		await click('Copy Resource ID');
		assert.deepEqual(await it.lastSent(), { type: 'command', command: 'cspReservations.copyResourceId' });
		await click('By month');
		assert.deepEqual(await it.lastSent(), { type: 'showUsage', grain: 'monthly' });
		await click('Refresh');
		assert.deepEqual(await it.lastSent(), { type: 'refresh' });
		await it.page
			.locator('#essentials')
			.getByRole('button', { name: reservation.cameFrom?.[0] ?? '' })
			.click();
		assert.deepEqual(await it.lastSent(), { type: 'openReservation', reservationId: reservation.cameFrom?.[0] });
	});

	it('an action that the state forbids can be reached, tells why, and does nothing', async () => {
		const it = await show(dark, [overview({ ...reservation, state: 'Expired', provisioningState: 'Expired' })]);
		const before = (await it.recorded()).sent.length;
		const button = it.page.getByRole('button', { name: 'Return…', exact: true });
		const reason = await it.page.locator(`#${await button.getAttribute('aria-describedby')}`).textContent();
		assert.equal(reason, 'Return is not possible in its state: Expired.');
		await button.focus();
		await it.page.keyboard.press('Enter');
		assert.equal((await it.recorded()).sent.length, before);
	});

	it('a day is chosen by mouse and by keyboard', async () => {
		const it = await show(dark, [overview(), usage()]);
		const days = it.page.getByRole('option');
		assert.equal(await days.count(), sample.dailyUsage.length + 2, 'the two days without data have their place');
		await days.nth(3).click();
		assert.deepEqual(await it.lastSent(), { type: 'showDay', day: Date.UTC(2026, 9, 28) });
		await it.page.getByRole('listbox').focus();
		await it.page.keyboard.press('End');
		await it.page.keyboard.press('ArrowLeft');
		await it.page.keyboard.press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'showDay', day: Date.UTC(2026, 10, 22) });
		await it.post(usage(Date.UTC(2026, 10, 22)));
		assert.equal(await days.nth(28).getAttribute('aria-selected'), 'true');
	});

	it('the same numbers are in a table, from which a day can be chosen as well', async () => {
		const it = await show(dark, [overview(), usage()]);
		await it.page.getByText('The same in numbers').click();
		const rows = it.page.locator('#usage details tbody tr');
		assert.equal(await rows.count(), 30);
		assert.match((await rows.nth(9).textContent()) ?? '', /Nov 3, 2026\s*No data/);
		await rows.nth(0).getByRole('button').click();
		assert.deepEqual(await it.lastSent(), { type: 'showDay', day: Date.UTC(2026, 9, 25) });
	});

	it('side by side at its narrowest: a table scrolls in its own part, and the history has room for what changed', async () => {
		const it = await show(dark, everything(), { viewport: { width: 920, height: 800 } });
		await it.page.getByText('The same in numbers').click();
		await it.assertSound();
		assert.equal(
			await it.page.evaluate(
				"document.querySelector('#usage').getBoundingClientRect().right < document.querySelector('#essentials').getBoundingClientRect().left",
			),
			true,
			'two columns',
		);
		assert.equal(
			await it.page.evaluate(
				"(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)(document.querySelector('#history .table'))",
			),
			true,
			'the history is seen whole',
		);
	});

	it('states of a purchase are told in words', () => {
		const states = [
			'PendingCapacity',
			'ConfirmedCapacity',
			'PendingBilling',
			'ConfirmedBilling',
			'PendingResourceHold',
			'Created',
		];
		const { rows } = historyView(known(states.map((state, index) => ({ revision: String(index), state }))));
		assert.deepEqual(
			rows.map(({ state }) => state.text),
			['Capacity pending', 'Capacity confirmed', 'Billing pending', 'Billing confirmed', 'Capacity pending', 'Created'],
		);
		assert.ok(rows.every(({ state }) => state.icon !== 'question'));
	});

	it('Retry asks for its part alone and does not lose the focus', async () => {
		const it = await show(dark, troubled());
		await it.page.getByRole('button', { name: 'Retry: Payments' }).click();
		assert.deepEqual(await it.lastSent(), { type: 'retry', part: 'payments' });
		assert.equal(await it.page.evaluate('document.activeElement.id'), 'payments-title');
	});

	it('the live region says what the host announces', async () => {
		const it = await show(dark, [overview(), { type: 'announce', text: 'Copied to the clipboard.' }]);
		await it.page.getByRole('status').filter({ hasText: 'Copied to the clipboard.' }).waitFor({ state: 'attached' });
	});

	it('every control is reached with Tab, in the order of the page, and there is no trap', async () => {
		const it = await show(dark, everything());
		const seen = await it.tabOrder();
		const order = ['Refresh', 'Manage in Azure Portal', 'Copy Reservation ID', 'Return…', 'By month', 'Copy Resource ID'].map(
			(name) => seen.indexOf(name),
		);
		assert.ok(!order.includes(-1), `missing in ${seen.join(' | ')}`);
		assert.deepEqual(
			[...order].sort((a, b) => a - b),
			order,
		);
	});

	it('a message that is not understood changes nothing', async () => {
		const it = await show(dark, [overview()]);
		const before = await it.page.locator('main').innerHTML();
		for (const message of [null, 7, 'text', { type: 'overview' }, { type: 'nothing' }, { ...overview(), header: { name: 1 } }]) {
			await it.post(message as unknown as HostMessage);
		}
		assert.equal(await it.page.locator('main').innerHTML(), before);
	});

	it('first content after the data (printed, not judged)', async () => {
		const times: number[] = [];
		for (let run = 0; run < 5; run++) {
			const it = await show(dark, []);
			times.push(await it.post(overview()));
			assert.ok((await it.page.locator('#essentials dl').count()) > 0);
			await it.close();
		}
		times.sort((a, b) => a - b);
		console.log(
			`      message to painted essentials: median ${times[2]?.toFixed(1)} ms of ${times.map((time) => time.toFixed(1)).join(', ')}`,
		);
	});
});
