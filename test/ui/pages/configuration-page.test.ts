/** The Configuration page alone, in a browser: themes, widths, keyboard, states, policy. Needs `node esbuild.js` before. */
import './outside';
import assert from 'node:assert/strict';
import type { HostMessage, PageMessage } from '../../../src/panels/configuration/messages';
import * as given from './configuration-sample';
import { reservation } from './sample';
import { itIsSoundEverywhere } from './sound';
import { onStage, type StagePage } from './stage';
import { type Theme, themes } from './themes';

type Shown = StagePage<HostMessage, PageMessage>;
const { view, basis, configured, renewing, staging } = given;

const refOfPart = (index: number) => ({ ...given.ref, reservationId: given.partIds[index] ?? '' });
const splitDone = given.outcome({
	record: given.splitRecord('succeeded'),
	refOfPart,
	parts: [
		{ scope: staging, state: { busy: false }, record: given.record('succeeded') },
		{ scope: 'Shared', state: { busy: false, failure: given.movedOn }, record: undefined },
	],
});
const moved = {
	isMoved: true,
	known: { value: { ...configured, basis: { ...basis, name: 'VM_RI_Web', etag: 15 } }, loading: false },
	review: given.reviews.scope,
	saved: { draft: { scope: staging } },
};

/** What a partner sees of each sort. */
const scenes: Readonly<Record<string, () => HostMessage[]>> = {
	loading: () => [view({ known: { loading: true }, seen: undefined })],
	now: () => [view({ changes: [given.record('succeeded')] })],
	scope: () => [view({ saved: { draft: { scope: staging } }, review: given.reviews.scope })],
	'scopes-unread': () => [view({ targets: { loading: false, failure: given.noScopes } })],
	blocked: () => [view({ saved: { draft: { flexibility: 'Off', scope: 'Shared' } }, review: given.reviews.blocked })],
	renewal: () => [view({ known: { value: renewing, loading: false }, seen: renewing, changes: [] })],
	'renewal-legacy': () => [view({ ...given.legacy, saved: { draft: { renew: true } } })],
	moved: () => [view(moved)],
	ended: () => [view({ known: { value: given.ended, loading: false }, seen: given.ended })],
	split: () => [view({ saved: { task: 'split', split: given.split }, review: given.reviews.split })],
	'split-wrong': () => [
		view({
			saved: {
				task: 'split',
				split: [
					{ quantity: '1', scope: '' },
					{ quantity: '1', scope: '' },
				],
			},
		}),
	],
	merge: () => [view({ saved: { task: 'merge', other: given.otherId }, review: given.reviews.merge })],
	sending: () => [view({ outcome: given.outcome({ isSending: true, doing: given.reviews.scope.seen }) })],
	done: () => [view({ outcome: given.outcome({ record: given.record('succeeded') }), changes: [given.record('succeeded')] })],
	unchanged: () => [view({ outcome: given.outcome({ unchanged: 'It is already as it was to become. Nothing was sent.' }) })],
	refused: () => [view({ outcome: given.outcome({ failure: given.movedOn }) })],
	unknown: () => [view({ outcome: given.outcome({ record: given.record('outcomeUnknown') }) })],
	'split-done': () => [view({ outcome: splitDone, changes: [given.splitRecord('succeeded')] })],
};

describe('Configuration page', () => {
	const show = onStage<HostMessage, PageMessage>('configuration');
	const button = ({ page }: Shown, name: string) => page.getByRole('button', { name, exact: true });
	const text = async ({ page }: Shown, selector = 'main') => (await page.locator(selector).textContent()) ?? '';
	const focused = ({ page }: Shown) => page.evaluate('document.activeElement.id');
	const [dark] = themes as readonly [Theme, ...Theme[]];

	itIsSoundEverywhere(show, { name: 'configuration', scenes, forced: 'blocked' });

	it('says once that there is no price, no invoice and no other end, and keeps what a restore needs', async () => {
		const it = await show(dark, [view({ saved: { draft: { scope: staging }, task: 'change' } })]);
		const all = await text(it);
		assert.equal(all.match(/makes a new invoice/g)?.length, 1);
		const { state, sent } = await it.recorded();
		assert.deepEqual(state, { ...given.ref, task: 'change', draft: { scope: staging }, split: given.unsplit });
		assert.deepEqual(sent, [{ type: 'ready' }]);
	});

	it('scopes: an accepted one can be chosen, a refused one not, and tells why', async () => {
		const it = await show(dark, [view()]);
		await it.page.getByRole('radio', { name: 'Adventure Works Staging' }).check();
		assert.deepEqual(await it.lastSent(), { type: 'setScope', scope: staging });
		const refused = it.page.getByRole('radio', { name: 'Adventure Works Old Offer' });
		assert.equal(await refused.isDisabled(), true);
		assert.match(await text(it, '.target.refused'), /You have to be Owner/);
		assert.match(await text(it, '.target:has(.current)'), /Adventure Works Production.*Scope now/s);
		await it.page.getByLabel('Find a scope').fill('rg-');
		assert.deepEqual(await it.lastSent(), { type: 'setFilter', filter: 'rg-' });
	});

	it('what a renewal buys stands in one row, beside the side bar of a small screen, too', async () => {
		const given = [view({ known: { value: renewing, loading: false }, seen: renewing })];
		const { page } = await show(dark, given, { viewport: { width: 920, height: 800 } });
		const tops: unknown[] = [];
		for (const label of ['Units', 'Product', 'Term', 'Billing plan'])
			tops.push(Math.round((await page.locator('.field > label', { hasText: label }).boundingBox())?.y ?? Number.NaN));
		assert.equal(new Set(tops).size, 1, String(tops));
		const renewal = await page.locator('#renew-help').boundingBox();
		assert.ok((renewal?.y ?? Number.NaN) + (renewal?.height ?? 0) < Number(tops[0]));
	});

	it('a renewal that will fail is said to, as soon as it is there to be turned on', async () => {
		const it = await show(dark, [view(given.legacy)]);
		const warning = it.page.getByRole('status').filter({ hasText: 'does not renew the VM series Dsv3' });
		assert.equal(await warning.isVisible(), true);
		await it.post(view({ ...given.legacy, saved: { draft: { renew: true, sku: 'Standard_D4s_v5' } } }));
		await warning.waitFor({ state: 'detached' });
	});

	it('each other field asks for its own change', async () => {
		const it = await show(dark, [view({ known: { value: renewing, loading: false }, seen: renewing })]);
		const { page } = it;
		const sent = async (work: Promise<unknown>) => {
			await work;
			return it.lastSent();
		};
		assert.deepEqual(await sent(page.getByLabel('Name', { exact: true }).fill('Web')), { type: 'setName', name: 'Web' });
		assert.deepEqual(await sent(page.getByLabel('Optimize for').selectOption('Off')), {
			type: 'setFlexibility',
			flexibility: 'Off',
		});
		assert.deepEqual(await sent(page.getByLabel('Units', { exact: true }).fill('7')), {
			type: 'setTerm',
			field: 'quantity',
			value: '7',
		});
		assert.deepEqual(await sent(page.getByLabel('Product', { exact: true }).selectOption('Standard_E4s_v5')), {
			type: 'setTerm',
			field: 'sku',
			value: 'Standard_E4s_v5',
		});
		assert.deepEqual(await sent(page.getByLabel('Automatic renewal').selectOption('off')), { type: 'setRenew', renew: false });
	});

	it('what is typed stays while the page is drawn anew, until the host sets it', async () => {
		const it = await show(dark, [view()]);
		const name = it.page.getByLabel('Name', { exact: true });
		await name.fill('Web and API');
		await it.post(view({ saved: { draft: { name: 'Web' } } }));
		assert.equal(await name.inputValue(), 'Web and API');
		await it.post(view({ revision: 2 }));
		assert.equal(await name.inputValue(), basis.name);
	});

	it('shows before and after, who loses the discount, and applies that very preview', async () => {
		const it = await show(dark, [view({ review: given.reviews.scope })]);
		const cells = await it.page
			.getByRole('table', { name: 'What is sent: Before, After' })
			.locator('tbody th, tbody td')
			.allTextContents();
		assert.deepEqual(cells, [
			'Scope',
			'Single subscription: Adventure Works Production',
			'Single subscription: Adventure Works Staging',
		]);
		assert.match(await text(it, '.usage'), /Lose the discount: 2.*vm-web-02.*vm-batch-07.*Keep the discount: 1.*vm-web-01/s);
		await button(it, 'Apply').click();
		assert.deepEqual(await it.lastSent(), { type: 'apply', number: 1 });
		await button(it, 'Discard My Choice').click();
		assert.deepEqual(await it.lastSent(), { type: 'reset' });
		assert.equal(await focused(it), 'task-title');
	});

	it('what can not be done is told, and Apply does nothing', async () => {
		const it = await show(dark, [view({ review: given.reviews.blocked })]);
		assert.match(await text(it, '.refusals'), /Capacity priority is possible only/);
		const before = (await it.recorded()).sent.length;
		await button(it, 'Apply').click({ force: true });
		assert.equal((await it.recorded()).sent.length, before);
	});

	it('a change from elsewhere shows what differs, and goes on only when the user says so', async () => {
		const it = await show(dark, [view(moved)]);
		assert.match(await text(it, '.moved'), /Nothing was overwritten.*Name.*VM_RI_D4s_v5_Web-Frontend.*VM_RI_Web/s);
		assert.equal(await button(it, 'Apply').getAttribute('aria-disabled'), 'true');
		assert.equal(await it.page.getByRole('radio', { name: 'Adventure Works Staging' }).isChecked(), true, 'the choice is kept');
		await button(it, 'Go On With What It Is Now').click();
		assert.deepEqual(await it.lastSent(), { type: 'useNow' });
	});

	it('split: checks the sum, gives each part a scope, and can be switched to by keyboard', async () => {
		const it = await show(dark, [view()]);
		await button(it, 'Split').focus();
		await it.page.keyboard.press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'setTask', task: 'split' });
		await it.post(...(scenes['split-wrong']?.() ?? []));
		assert.match(await text(it, '#sum'), /1 \+ 1 = 2, but it has 3 units/);
		assert.equal(await it.page.getByLabel('Units of part 1').getAttribute('aria-invalid'), 'true');
		await it.page.getByLabel('Units of part 2').fill('2');
		assert.deepEqual(await it.lastSent(), { type: 'setPart', part: 1, quantity: '2' });
		await it.page.getByLabel('Scope of part 1 after the split').selectOption(staging);
		assert.deepEqual(await it.lastSent(), { type: 'setPartScope', part: 0, scope: staging });
		await it.post(...(scenes.split?.() ?? []));
		await it.page.locator('.review').getByText('Split', { exact: true }).click();
		assert.deepEqual(await it.lastSent(), { type: 'apply', number: 1 });
	});

	it('merge: chooses one of the order, the others tell why not', async () => {
		const it = await show(dark, [view({ saved: { task: 'merge' } })]);
		await it.page.getByRole('radio', { name: 'VM_RI_D4s_v5_Batch' }).check();
		assert.deepEqual(await it.lastSent(), { type: 'chooseOther', reservationId: given.otherId });
		assert.equal(await it.page.getByRole('radio', { name: 'VM_RI_D4s_v5_Shared' }).isDisabled(), true);
		assert.match(await text(it, '.target.refused'), /other properties: scope/);
	});

	it('the result takes the focus, leads on, and the way back is there', async () => {
		const it = await show(dark, [view({ review: given.reviews.scope })]);
		await it.post(...(scenes.sending?.() ?? []));
		assert.equal(await focused(it), 'operation-title');
		assert.equal(await button(it, 'Apply').count(), 0, 'nothing is applied twice');
		await it.post(...(scenes.unknown?.() ?? []));
		await button(it, 'Look Again').click();
		assert.deepEqual(await it.lastSent(), { type: 'lookAgain' });
		await it.post(...(scenes['split-done']?.() ?? []));
		assert.equal(await text(it, '.operation .state'), 'Done in part', 'a scope of a part is missing');
		await it.page.locator('.operation').getByRole('button', { name: 'Open Overview of Part 2', exact: true }).click();
		assert.deepEqual(await it.lastSent(), { type: 'openReservation', reservationId: given.partIds[1] });
		await button(it, 'Try Again: Scope of Part 2').click();
		assert.deepEqual(await it.lastSent(), { type: 'retryPart', part: 1 });
		await button(it, 'Change Something Else').click();
		assert.deepEqual(await it.lastSent(), { type: 'another' });
		assert.equal(await focused(it), 'title');
	});

	it('undoes the last change', async () => {
		const record = given.record('succeeded');
		const it = await show(dark, [view({ changes: [record] })]);
		await button(it, 'Undo: Scope: Single subscription: Adventure Works Production → Shared').click();
		assert.deepEqual(await it.lastSent(), { type: 'undo', id: record.id });
	});

	it('every control is reached with Tab, in the order of the page, and there is no trap', async () => {
		const it = await show(dark, [view({ review: given.reviews.scope, changes: [given.record('succeeded')] })]);
		const order = (await it.tabOrder()).map((name) => name.split('\n')[0]);
		assert.deepEqual(order, [
			'Refresh',
			'Change',
			'Split',
			'Merge',
			'', // finds a scope; its label is beside it, as of all fields
			'Scope',
			'', // the scopes: one stop
			'', // name
			'Instance size flexibility',
			'On',
			'What is sent: Before, After',
			'Apply',
			'Discard My Choice',
			'Undo: Scope: Single subscription: Adventure Works Production → Shared',
		]);
	});

	it('by keyboard alone from the scope to Apply', async () => {
		const it = await show(dark, [view()]);
		const { keyboard } = it.page;
		for (let step = 0; step < 7; step++) await keyboard.press('Tab');
		// Each press leads on to another scope, as the host answers each: none of them leads back.
		const chosen: string[] = [];
		while (chosen.at(-1) !== staging) {
			await keyboard.press('ArrowDown');
			const sent = await it.lastSent();
			assert.ok(sent?.type === 'setScope' && !chosen.includes(sent.scope), `after ${chosen.join(', ')}: ${JSON.stringify(sent)}`);
			chosen.push(sent.scope);
			await it.post(view({ saved: { draft: { scope: sent.scope } }, review: given.reviews.scope }));
		}
		assert.ok(chosen.length > 1);
		assert.equal(await it.page.getByRole('radio', { name: 'Adventure Works Staging' }).isChecked(), true);
		for (let step = 0; step < 5; step++) await keyboard.press('Tab');
		await keyboard.press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'apply', number: 1 });
	});

	it('a choice that is discarded is not shown as chosen any more', async () => {
		const it = await show(dark, [view()]);
		const isChecked = (name: string) => it.page.getByRole('radio', { name, exact: true }).isChecked();
		await it.page.getByRole('radio', { name: 'Shared', exact: true }).check();
		await it.post(view({ saved: { draft: { scope: 'Shared' } }, review: given.reviews.scope }));
		assert.deepEqual([await isChecked('Shared'), await isChecked('Adventure Works Production')], [true, false]);
		await button(it, 'Discard My Choice').click();
		assert.deepEqual(await it.lastSent(), { type: 'reset' });
		await it.post(view());
		assert.deepEqual([await isChecked('Shared'), await isChecked('Adventure Works Production')], [false, true]);
	});

	it('what has ended offers the archive, whatever was done with it here before', async () => {
		const ended = {
			...given.configured,
			reservation: { ...given.configured.reservation, state: 'Cancelled', provisioningState: 'Cancelled', statusCode: 'Split' },
		};
		const it = await show(dark, [view({ known: { value: ended, loading: false }, seen: ended, saved: { task: 'split' } })]);
		assert.equal(await button(it, 'Split').getAttribute('aria-pressed'), 'false');
		await button(it, 'Archive').waitFor();
		assert.doesNotMatch(await text(it), /end date stays/);
	});

	it('what is no message of the host is not drawn', async () => {
		const it = await show(dark, [view()]);
		const before = await text(it);
		await it.page.evaluate("window.postMessage({ type: 'configuration', now: '<b>' }, '*')");
		await it.page.evaluate("window.postMessage('anything', '*')");
		await it.page.waitForTimeout(100);
		assert.equal(await text(it), before);
	});

	it('shows text as text', async () => {
		const bad = '<img src=x onerror="document.title=1">&amp;';
		const named = { reservation: { ...reservation, name: bad }, basis: { ...basis, name: bad } };
		const it = await show(dark, [
			view({
				known: { value: named, loading: false },
				seen: named,
				targets: { value: { targets: given.targets.map((it) => ({ ...it, name: bad })), failures: [] }, loading: false },
				review: given.review({
					...given.reviews.scope,
					seen: {
						kind: 'change',
						change: {},
						preview: {
							...given.scopePreview,
							blockers: [bad],
							notes: [{ id: bad, severity: 'info', text: bad }],
							differences: [{ field: 'name', label: bad, before: bad, after: bad }],
						},
					},
				}),
			}),
		]);
		assert.equal(await it.page.getByRole('heading', { level: 1 }).textContent(), `Configuration: ${bad}`);
		assert.equal(await it.page.locator('main img').count(), 0);
	});
});
