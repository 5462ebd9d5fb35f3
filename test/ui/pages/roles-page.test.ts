/** The Access Control page alone, in a browser: themes, widths, keyboard, states, policy. Needs `node esbuild.js` before. */
import './outside';
import assert from 'node:assert/strict';
import type { HostMessage, PageMessage } from '../../../src/panels/roles/messages';
import type { FormState } from '../../../src/panels/roles/views/grant';
import * as given from './roles-sample';
import { itIsSoundEverywhere } from './sound';
import { onStage, type StagePage } from './stage';
import { type Theme, themes } from './themes';

type Shown = StagePage<HostMessage, PageMessage>;
const { view, form, intents, filled, found, everybody, agentsRole, notAllowed } = given;

const removing = (intent: keyof typeof intents) => ({
	removal: { assignmentId: agentsRole.assignmentId, intent: intents[intent] },
});
const filledForm = (intent: keyof typeof intents) => form({ draft: filled, hits: found, intent: intents[intent] });

/** What a partner sees of each sort. */
const scenes: Readonly<Record<string, () => HostMessage[]>> = {
	loading: () => [view({ known: { loading: true } })],
	everybody: () => [view()],
	empty: () => [view({ known: { value: { ...everybody, members: [] }, loading: false } })],
	'not-allowed': () => [view({ known: { loading: false, failure: notAllowed } })],
	stale: () => [view({ known: { value: everybody, asOf: 0, loading: false, failure: notAllowed } })],
	'order-unread': () => [
		view({
			known: {
				value: { ...everybody, orderFailure: notAllowed, notRead: ['Not all names could be read.'], canDelegate: false },
				loading: false,
			},
		}),
	],
	filled: () => [view({ form: filledForm('ready') })],
	asking: () => [view({ form: filledForm('asking') })],
	there: () => [view({ form: filledForm('there') })],
	failed: () => [view({ form: filledForm('failed') })],
	'tenant-wide': () => [
		view({ form: form({ draft: { ...filled, place: 'tenant' }, place: 'tenant', intent: intents.tenantWide }) }),
	],
	searching: () => [view({ form: form({ draft: { words: 'ade' }, isSearching: true }) })],
	'not-searched': () => [
		view({
			form: form({
				draft: { words: 'ade' },
				hits: { value: { principals: [], failures: [notAllowed] }, loading: false },
				roles: { loading: false, failure: notAllowed },
			}),
		}),
	],
	'last-owner': () => [view(removing('lastOwner'))],
	sending: () => [view({ busy: 'Adding the role assignment…', form: filledForm('ready') })],
	given: () => [
		view({ outcome: { result: { outcome: 'granted', assignmentId: '', text: '“Adele Vance” has the role “Owner” now.' } } }),
	],
	'gone-already': () => [
		view({
			outcome: { result: { outcome: 'gone', assignmentId: '', text: 'The role was removed already. Nothing was changed.' } },
		}),
	],
	refused: () => [view({ outcome: { failure: notAllowed }, form: filledForm('ready') })],
};

describe('Access Control page', () => {
	const show = onStage<HostMessage, PageMessage>('roles');
	const [dark] = themes as readonly [Theme, ...Theme[]];
	const button = ({ page }: Shown, name: string) => page.getByRole('button', { name, exact: true });
	const text = async ({ page }: Shown, selector = 'main') => (await page.locator(selector).textContent()) ?? '';
	const focused = ({ page }: Shown) => page.evaluate('document.activeElement.id');

	itIsSoundEverywhere(show, { name: 'roles', scenes, forced: 'last-owner' });

	it('shows the order and the reservation side by side, and who can’t exchange', async () => {
		const it = await show(dark, [view()]);
		const headings = await it.page.locator('#members thead th').allTextContents();
		assert.deepEqual(headings, ['Name', 'On the reservation order', 'On the reservation', 'Can do with it']);
		const row = async (name: string) => {
			const cells = await it.page.locator('#members tbody tr', { hasText: name }).locator('th, td').allTextContents();
			return cells.map((cell) => cell.replace(/\s+/g, ' ').trim());
		};
		const [who, order, reservation, can] = await row('AdminAgents');
		assert.match(who ?? '', /AdminAgents You are in it Partner group of your company/);
		assert.match(order ?? '', /^Owner Since .* Remove…$/);
		assert.match(reservation ?? '', /^Owner Inherited from the order$/);
		assert.match(can ?? '', /Exchange and return/);
		const [, adeleOrder, , adeleCan] = await row('Adele Vance');
		assert.equal(adeleOrder, 'No role');
		assert.match(adeleCan ?? '', /Can’t exchange or return: that takes the role on the order/);
		assert.match((await row('FinOps')).join(), /Inherited: all reservations of the customer.*Can view, can’t exchange or return/);
		assert.match((await row('aaaaaaaa-0000-4000-8000-000000000007')).join(), /Deleted, or of another directory/);
	});

	it('keeps what a restore needs, what is typed included', async () => {
		const it = await show(dark, [view({ form: filledForm('ready') })]);
		assert.deepEqual((await it.recorded()).state, { ...given.ref, draft: filled });
		assert.equal(await it.page.getByLabel('Member', { exact: true }).inputValue(), 'ade');
		const words = it.page.getByLabel('Member', { exact: true });
		await words.fill('adele v');
		await it.post(view({ form: filledForm('ready') }));
		assert.equal(await words.inputValue(), 'adele v', 'typed while the host has not heard of it');
	});

	it('whom one searched for stands first, and stays chosen when others are found', async () => {
		const searched = (words: string, hits: FormState['hits'], chosen = filled.principal) =>
			view({ form: form({ draft: { ...filled, words, principal: chosen }, hits }) });
		const it = await show(dark, [searched('ade', found)]);
		const radios = it.page.getByRole('radio');
		assert.match((await it.page.locator('.target label').first().textContent()) ?? '', /Adele Vance/);
		assert.equal(await radios.first().isChecked(), true);
		await it.page.getByRole('radio', { name: 'HelpdeskAgents' }).check();
		await it.post(searched('', undefined, given.helpdesk));
		assert.equal(await it.page.getByRole('radio', { name: 'HelpdeskAgents' }).isChecked(), true);
		await it.post(searched('ade', found));
		assert.deepEqual(
			[await it.page.getByRole('radio', { name: 'Adele Vance' }).isChecked(), await it.page.locator('input:checked').count()],
			[true, 1],
		);
	});

	it('Tab goes from the search to the first that was found, and the arrow keys to the others', async () => {
		const searched = (words: string, hits: FormState['hits']) => view({ form: form({ draft: { words }, hits }) });
		const it = await show(dark, [searched('', undefined)]);
		await it.post(searched('ade', found));
		await it.page.getByLabel('Member', { exact: true }).focus();
		await it.page.keyboard.press('Tab');
		await it.page.keyboard.press('Space');
		assert.equal(await it.page.getByRole('radio', { name: 'Adele Vance' }).isChecked(), true);
		await it.page.keyboard.press('ArrowDown');
		assert.equal(await it.page.getByRole('radio', { name: 'AdminAgents' }).isChecked(), true);
	});

	it('each field asks for its own change', async () => {
		const it = await show(dark, [view({ form: form({ draft: { words: 'ade' }, hits: found }) })]);
		const { page } = it;
		const sent = async (work: Promise<unknown>) => {
			await work;
			return it.lastSent();
		};
		assert.deepEqual(await sent(page.getByLabel('Scope', { exact: true }).selectOption('reservation')), {
			type: 'setPlace',
			place: 'reservation',
		});
		const role = given.roles[2]?.id ?? '';
		assert.deepEqual(await sent(page.getByLabel('Role', { exact: true }).selectOption(role)), { type: 'setRole', role });
		assert.deepEqual(await sent(page.getByLabel('Member', { exact: true }).fill('meg')), { type: 'setWords', words: 'meg' });
		assert.deepEqual(await sent(page.getByRole('radio', { name: 'Adele Vance' }).check()), {
			type: 'choosePrincipal',
			id: given.adele.id,
		});
	});

	it('gives only what can be given, and says why not', async () => {
		const it = await show(dark, [view()]);
		const before = (await it.recorded()).sent.length;
		await button(it, 'Add Role Assignment').press('Enter');
		assert.equal((await it.recorded()).sent.length, before, 'nothing is chosen');
		assert.equal(await text(it, '#grant-not-yet'), 'Choose a role.');
		await it.post(view({ form: filledForm('there') }));
		assert.equal(await text(it, '#grant-not-yet'), 'There is nothing to do.');
		await it.post(view({ form: filledForm('ready') }));
		await button(it, 'Add Role Assignment').press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'grant' });
		assert.match(await text(it, '.grant .sentence'), /“Adele Vance” gets the role “Owner”/);
	});

	it('by keyboard: Remove… leads to the question, what has to be confirmed to its boxes, and giving up leads back', async () => {
		const it = await show(dark, [view()]);
		const { page } = it;
		const remove = button(it, 'Remove the role Owner of AdminAgents');
		await remove.focus();
		await page.keyboard.press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'askRemoval', assignmentId: agentsRole.assignmentId });
		await it.post(view(removing('lastOwner')));
		assert.equal(await focused(it), 'removal-title');
		assert.equal(await text(it, '#removal-not-yet'), 'Confirm first what is marked above.');
		const boxes = page.locator('.removal input[type=checkbox]');
		assert.deepEqual([await boxes.nth(0).isChecked(), await boxes.nth(1).isChecked()], [true, false]);
		await page.keyboard.press('Tab');
		await page.keyboard.press('Tab');
		await page.keyboard.press('Space');
		assert.deepEqual(await it.lastSent(), { type: 'confirm', of: 'removal', concern: 'yourself', on: true });
		await it.post(view(removing('ready')));
		await button(it, 'Remove Role Assignment').press('Space');
		assert.deepEqual(await it.lastSent(), { type: 'remove' });
		await page.locator('.removal').getByRole('button', { name: 'Discard My Choice' }).press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'cancelRemoval' });
		await it.post(view());
		assert.equal(await focused(it), 'members-title');
	});

	it('a list that is read anew leaves the focus with the member it was on', async () => {
		const it = await show(dark, [view()]);
		const { page } = it;
		const remove = page.getByRole('button', { name: /^Remove the role Owner of Adele Vance/ });
		const atAdele = () => remove.evaluate((button) => button === button.ownerDocument.activeElement);
		await remove.focus();
		const { members } = everybody;
		const shown = (all: typeof members) => view({ known: { value: { ...everybody, members: all }, loading: false } });
		await it.post(shown(members.slice(1)));
		assert.equal(await atAdele(), true, 'the first one is gone');
		await it.post(shown([...members].reverse()));
		assert.equal(await atAdele(), true, 'in another order');
	});

	it('a result gets the focus, a failure has its next step, and the form keeps what it holds', async () => {
		const it = await show(dark, [view({ form: filledForm('ready') })]);
		await it.post(view({ outcome: { failure: notAllowed }, form: filledForm('ready') }));
		assert.equal(await focused(it), 'result-title');
		const all = await text(it, '.result');
		assert.match(all, /Nothing was changed.*Missing right: .*roleAssignments\/write.*AuthorizationFailed/s);
		assert.equal(await it.page.getByLabel('Member', { exact: true }).inputValue(), 'ade');
		await button(it, 'Close').click();
		assert.deepEqual(await it.lastSent(), { type: 'dismiss' });
	});

	it('no right to read: says which, and leads to the access check', async () => {
		const it = await show(dark, [view({ known: { loading: false, failure: notAllowed } })]);
		assert.match(await text(it), /Role assignments: not allowed with this account/);
		await button(it, 'Check Access…').click();
		assert.deepEqual(await it.lastSent(), { type: 'checkAccess' });
		await button(it, 'Retry: Role assignments').click();
		assert.deepEqual(await it.lastSent(), { type: 'refresh' });
	});

	it('markup in names stays text', async () => {
		const nasty = { ...given.adele, name: '<img src=x onerror=alert(1)>' };
		const members = everybody.members.map((it) => (it.principal.id === nasty.id ? { ...it, principal: nasty } : it));
		const it = await show(dark, [view({ known: { value: { ...everybody, members }, loading: false } })]);
		assert.match(await text(it), /<img src=x onerror=alert\(1\)>/);
		assert.equal(await it.page.locator('img').count(), 0);
	});
});
