/** The access page alone, in a browser: themes, widths, keyboard, states, policy. Needs `node esbuild.js` before. */
import './outside';
import assert from 'node:assert/strict';
import type { HostMessage, PageMessage } from '../../../src/panels/access/messages';
import { accessView } from '../../../src/panels/access/views/report';
import { whoView } from '../../../src/panels/access/views/who';
import type { AccessReport } from '../../../src/reservations/access';
import * as doctor from './access-sample';
import * as sample from './sample';
import { itIsSoundEverywhere } from './sound';
import { onStage, type StagePage } from './stage';
import { type Theme, themes } from './themes';

type Shown = StagePage<HostMessage, PageMessage>;

const { customer, cloud } = sample;
const azure = { ...cloud, isSandbox: false, name: 'Azure' };

const report = (given: AccessReport, change: Partial<Parameters<typeof accessView>[0]> = {}) =>
	accessView({ subject: given.subject, cloud, customer, report: given, running: false, stopped: false, ...change });

/** What a partner sees of each sort: a customer in trouble, a check under way, a connection, no connection. */
const scenes: Readonly<Record<string, () => HostMessage[]>> = {
	troubled: () => [report(doctor.troubled)],
	halfway: () => [report(doctor.halfway, { running: true })],
	connection: () => [
		report(doctor.connection, { cloud: azure, customer: undefined }),
		whoView({ value: doctor.whoAmI, asOf: sample.now, loading: false }),
	],
	failed: () => [
		accessView({ subject: doctor.ofConnection, running: false, stopped: false, failure: doctor.noConnection }),
		whoView({ loading: false, failure: doctor.noConnection }),
	],
};

describe('Access page', () => {
	const show = onStage<HostMessage, PageMessage>('access');
	const button = ({ page }: Shown, name: string) => page.getByRole('button', { name, exact: true });
	const check = ({ page }: Shown, id: string) => page.locator(`[data-check="${id}"]`);
	const [dark] = themes as readonly [Theme, ...Theme[]];

	itIsSoundEverywhere(show, { name: 'access', scenes, forced: 'troubled' });

	it('says name, place, finding and counts, and keeps its subject for a restore', async () => {
		const it = await show(dark, [report(doctor.troubled)]);
		assert.equal(await it.page.getByRole('heading', { level: 1 }).textContent(), customer.name);
		assert.match((await it.page.locator('header').textContent()) ?? '', new RegExp(`${customer.domain}.*Sandbox`, 's'));
		const finding = (await it.page.getByRole('region', { name: 'Finding' }).textContent()) ?? '';
		assert.match(finding, /AdminAgents has no role/);
		assert.match(finding, /1 failed · 1 warning · 1 passed · 1 skipped/);
		const { state, sent } = await it.recorded();
		assert.deepEqual(state, doctor.ofCustomer);
		assert.deepEqual(sent, [{ type: 'ready' }]);
	});

	it('lists the checks in order, each with its state in words', async () => {
		const it = await show(dark, [report(doctor.halfway, { running: true })]);
		const items = it.page
			.getByRole('list')
			.first()
			.getByRole('listitem')
			.filter({ has: it.page.getByRole('heading', { level: 3 }) });
		const texts = await items.evaluateAll((rows) =>
			rows.map((row) => [...row.querySelectorAll('h3, .state')].map(({ textContent }) => textContent)),
		);
		assert.deepEqual(
			texts,
			doctor.halfway.checks.map(({ title }, index) => [title, ['Passed', 'Warning', 'Checking', 'Waiting'][index]]),
		);
	});

	it('headings go down one step at a time', async () => {
		const it = await show(dark, scenes.connection?.() ?? []);
		await it.post(report(doctor.troubled));
		const levels = await it.page.locator('h1, h2, h3, h4').evaluateAll((all) => all.map(({ tagName }) => Number(tagName[1])));
		assert.equal(levels[0], 1);
		for (const [index, level] of levels.entries()) assert.ok(level <= (levels[index - 1] ?? 0) + 1, levels.join());
	});

	it('shows what a failed check was read from at once, what a passed one was read from when asked', async () => {
		const it = await show(dark, [report(doctor.troubled)]);
		assert.equal(await check(it, 'subscriptions').getByText('Correlation ID').isVisible(), true);
		const passed = check(it, 'token').getByText('Audience');
		assert.equal(await passed.isVisible(), false);
		await check(it, 'token').getByText('What this was read from').click();
		assert.equal(await passed.isVisible(), true);
		await it.post(report(doctor.troubled));
		assert.equal(await passed.isVisible(), true, 'what the user opened stays open');
	});

	it('asks for what is clicked, by its place and never by its content', async () => {
		const it = await show(dark, [report(doctor.troubled)]);
		await button(it, 'Check Again').click();
		assert.deepEqual(await it.lastSent(), { type: 'checkAgain' });
		await button(it, 'Copy Report').click();
		assert.deepEqual(await it.lastSent(), { type: 'copyReport' });
		await button(it, 'Copy: Role on the customer’s subscriptions').click();
		assert.deepEqual(await it.lastSent(), { type: 'copyShell', check: 'subscriptions', fix: 0 });
		await check(it, 'subscriptions').getByRole('link', { name: 'Open learn.microsoft.com' }).click();
		assert.deepEqual(await it.lastSent(), { type: 'openLink', check: 'subscriptions', fix: 1 });
		await button(it, 'Sign In').click();
		assert.deepEqual(await it.lastSent(), { type: 'command', command: 'cspReservations.signIn' });
	});

	it('shows an unknown site as text and offers no command that is not allowed', async () => {
		const it = await show(dark, [report(doctor.troubled)]);
		const fixes = check(it, 'subscriptions').locator('.mending li');
		assert.match((await fixes.nth(2).textContent()) ?? '', /https:\/\/blog\.example\.com/);
		assert.equal(await fixes.nth(2).locator('vscode-button, a').count(), 0);
		assert.equal(await fixes.nth(3).locator('vscode-button, a').count(), 0);
		assert.equal(await it.page.locator('main a').count(), 0, 'the page opens nothing by itself');
	});

	it('a button says that its text was copied, and stops saying so', async () => {
		const it = await show(dark, [report(doctor.troubled), { type: 'copied', of: { check: 'subscriptions', fix: 0 } }]);
		await button(it, 'Copied: Role on the customer’s subscriptions').waitFor();
		assert.equal(await button(it, 'Copy Report').count(), 1);
		await it.post({ type: 'copied' });
		await button(it, 'Copied').waitFor();
		await button(it, 'Copy Report').waitFor({ timeout: 6000 });
	});

	it('offers Stop while it runs, and gives the focus back when it is gone', async () => {
		const it = await show(dark, [report(doctor.halfway, { running: true })]);
		assert.equal(await button(it, 'Check Again').getAttribute('aria-disabled'), 'true');
		const before = (await it.recorded()).sent.length;
		await button(it, 'Check Again').click({ force: true });
		assert.equal((await it.recorded()).sent.length, before, 'nothing is begun twice');
		await button(it, 'Stop').focus();
		await it.page.keyboard.press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'stop' });
		await it.post(report(doctor.halfway, { stopped: true }));
		assert.equal(await it.page.evaluate('document.activeElement.id'), 'again');
		assert.equal(await button(it, 'Stop').count(), 0);
		assert.equal(await check(it, 'list').locator('.state').textContent(), 'Not checked');
	});

	it('turns the sign of what runs, and not when motion is to be reduced', async () => {
		const turning = async (it: Shown) =>
			it.page.evaluate<string>(
				`getComputedStyle(document.querySelector('[data-check="subscriptions"] > .codicon')).animationName`,
			);
		const scene = [report(doctor.halfway, { running: true })];
		assert.equal(await turning(await show(dark, scene)), 'turn');
		assert.equal(await turning(await show(dark, scene, { reducedMotion: 'reduce' })), 'none');
	});

	it('without a connection it says why, tries again, and offers what helps', async () => {
		const it = await show(dark, scenes.failed?.() ?? []);
		assert.match((await it.page.locator('main').textContent()) ?? '', /Nobody is signed in/);
		assert.equal(await button(it, 'Check Again').count(), 0, 'Retry is said once');
		await button(it, 'Retry: Access check').click();
		assert.deepEqual(await it.lastSent(), { type: 'checkAgain' });
		assert.equal(await it.page.evaluate('document.activeElement.id'), 'title');
		await button(it, 'Set Up Connection').click();
		assert.deepEqual(await it.lastSent(), { type: 'command', command: 'cspReservations.setUpConnection' });
	});

	it('who I am can be read again when that alone failed', async () => {
		const it = await show(dark, [report(doctor.connection), whoView({ loading: false, failure: doctor.noConnection })]);
		await button(it, 'Retry: Who am I').click();
		assert.deepEqual(await it.lastSent(), { type: 'retryWho' });
	});

	it('shows text as text', async () => {
		const bad = '<img src=x onerror="document.title=1">&amp;';
		const [first] = doctor.troubled.checks;
		const told = {
			...doctor.troubled,
			verdict: bad,
			checks: [
				{
					...first,
					id: bad,
					title: bad,
					state: 'failed' as const,
					result: bad,
					evidence: [{ label: bad, value: bad }],
					fixes: [{ text: bad, shell: bad }],
				},
			],
		};
		const it = await show(dark, [report(told, { customer: { ...customer, name: bad } })]);
		assert.equal(await it.page.getByRole('heading', { level: 1 }).textContent(), bad);
		assert.equal(await it.page.locator('main img').count(), 0);
	});

	it('the live region says what the host announces', async () => {
		const it = await show(dark, [report(doctor.troubled), { type: 'announce', text: 'AdminAgents has no role.' }]);
		await it.page.getByRole('status').filter({ hasText: 'AdminAgents has no role.' }).waitFor({ state: 'attached' });
	});

	it('every control is reached with Tab, in the order of the page, and there is no trap', async () => {
		const it = await show(dark, [report(doctor.troubled, { running: true })]);
		const seen = await it.tabOrder();
		const wanted = [
			'Check Again',
			'Copy Report',
			'Stop',
			'Open partner.microsoft.com',
			'Copy: Role on the customer’s subscriptions',
			'Command line: Role on the customer’s subscriptions',
			'Sign In',
			'Open learn.microsoft.com',
		];
		assert.deepEqual(
			seen.filter((name) => !name.startsWith('What this was read from')),
			wanted,
		);
		assert.equal(seen.length, wanted.length + 3, 'and what each was read from');
	});

	it('a message that is not understood changes nothing', async () => {
		const it = await show(dark, [report(doctor.troubled)]);
		const before = await it.page.locator('main').innerHTML();
		for (const message of [
			null,
			7,
			'text',
			{ type: 'access' },
			{ type: 'nothing' },
			{ ...report(doctor.troubled), checks: [{ id: 1 }] },
		])
			await it.post(message as unknown as HostMessage);
		assert.equal(await it.page.locator('main').innerHTML(), before);
	});
});
