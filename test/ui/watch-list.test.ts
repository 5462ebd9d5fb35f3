/** Show Watch List in VS Code: what it says before anything is known, each sort with its rows, the way to an Overview, allowances, thousands. */
import assert from 'node:assert/strict';
import { paletteTitle } from '../host/manifest';
import { useBed } from './helpers/bed';
import { mouse } from './helpers/hands';
import { chooseInContextMenu } from './helpers/menus';
import { MoneyPanel } from './helpers/money-panel';
import { takePicture } from './helpers/pictures';
import { QuickFlow } from './helpers/quick-flow';
import { type SandboxProcess, startSandboxProcess } from './helpers/sandbox-process';
import { changeMachineSettings } from './helpers/settings-file';
import { read, tenantOf } from './helpers/truth';

const customers = 25;
/** One of its reservations has no benefit; with 20 reservations on average it has something of every other sort too. */
const customer = 'Alpine Ski House';
const day = 86_400_000;

interface Held {
	readonly properties: {
		readonly displayName: string;
		readonly displayProvisioningState: string;
		readonly provisioningState: string;
		readonly archived?: boolean;
		readonly expiryDate?: string;
		readonly capabilities?: string;
		readonly reservedResourceType: string;
		readonly utilization?: { readonly aggregates?: readonly { readonly grain: number; readonly value: number }[] };
	};
}

describe('Watch list', function () {
	this.timeout(120_000);
	let sandbox: SandboxProcess;
	let held: readonly Held[];
	const bed = useBed(async () => {
		sandbox = await startSandboxProcess('--customers', String(customers), '--reservations', '20');
		const path = '/providers/Microsoft.Capacity/reservations?api-version=2022-11-01';
		const url = `${sandbox.endpoints.resourceManager}${path}`;
		const answer = await read<{ value: readonly Held[] }>(sandbox, url, await tenantOf(sandbox, customer));
		held = answer.value.filter(({ properties: it }) => it.provisioningState === 'Succeeded' && it.archived !== true);
		return { settings: { ...sandbox.settings, 'cspReservations.dailyDigest': false }, height: 1000 };
	});
	before('open the view', () => bed().customers.open());
	after(() => sandbox?.stop());

	const show = () => bed().workbench.runCommand(paletteTitle('cspReservations.showWatchList'));
	/** Names of those that a rule of the service is about, in the order of the alphabet. */
	const namesOf = (holds: (it: Held['properties']) => boolean) =>
		held
			.map(({ properties }) => properties)
			.filter(holds)
			.map(({ displayName }) => displayName)
			.sort();

	it('says of how many customers something is known when nothing needs a look', async () => {
		await show();
		await new QuickFlow(bed().workbench, 'mouse').notice(
			`Nothing needs a look at 0 of ${customers} customers; of the others nothing is known yet.`,
		);
	});

	it('tells what there is with its counts, then all of what is chosen, with a way back, and opens the Overview of a row', async () => {
		const { workbench, customers: view } = bed();
		await new QuickFlow(workbench, 'mouse').clearNotices();
		await view.show(customer);
		await view.reservations.first().waitFor();
		await show();
		const flow = new QuickFlow(workbench, 'keyboard');
		await flow.row('No Benefit').waitFor();
		await takePicture(workbench, 'watch-list-sorts');
		const sorts = (await flow.texts()).split('\n');
		const ends = ({ expiryDate }: Held['properties']) => Date.parse(expiryDate ?? '') - Date.now();
		const isWithin = (days: number) => (it: Held['properties']) => ends(it) > 0 && ends(it) <= days * day;
		const use = ({ utilization }: Held['properties'], over: number) =>
			utilization?.aggregates?.find(({ grain }) => grain === over)?.value ?? 100;
		const withoutBenefit = ({ displayProvisioningState }: Held['properties']) => displayProvisioningState === 'NoBenefit';
		const isLow = (it: Held['properties']) => !withoutBenefit(it) && use(it, 7) < 80;
		const isLasting = (it: Held['properties']) => isLow(it) && use(it, 30) < 80;
		const expected: readonly (readonly [title: string, words: RegExp, names: readonly string[]])[] = [
			['No Benefit', /Nothing gets its discount/, namesOf(withoutBenefit)],
			...[7, 30, 60, 90].map(
				(days) =>
					[
						`Expiring within ${days} days`,
						/Ends on .+, (is renewed|is not renewed|can’t be renewed)/,
						namesOf(isWithin(days)),
					] as const,
			),
			['Low use, lasting (over 30 days)', /Used: 7 days .+, 30 days /, namesOf(isLasting)],
			['Low use, lately (over 7 days only)', /Used: 7 days .+, 30 days /, namesOf((it) => isLow(it) && !isLasting(it))],
		];
		assert.ok(expected.filter(([, , names]) => names.length > 0).length >= 4, 'there is something of most sorts');
		assert.ok(sorts.some((sort) => /^Legacy series that can’t be renewed, \d/.test(sort)));
		assert.ok(
			sorts.some((sort) => /^Exchange cut-off, Feb 1, 2027: free exchange ends for \d+ reservations \(\d+ units\)/.test(sort)),
		);
		for (const [title, words, names] of expected) {
			const sort = sorts.find((one) => one.startsWith(title));
			if (names.length === 0) {
				assert.equal(sort, undefined);
				continue;
			}
			assert.match(sort ?? '', new RegExp(`, ${names.length}(, of them without renewal: \\d+)?$`), sorts.join('\n'));
			await flow.choose(title);
			await flow.at(`Watch List: ${title}`);
			await flow.row(customer).waitFor();
			const rows = (await flow.texts()).split('\n');
			assert.equal(rows.length, names.length, rows.join('\n'));
			assert.ok(rows.every((row) => words.test(row) && row.includes(customer)));
			assert.deepEqual(
				names.filter((name) => !rows.some((row) => row.includes(name))),
				[],
			);
			await flow.back();
			await flow.row('No Benefit').waitFor();
			assert.match((await flow.row(title).getAttribute('class')) ?? '', /\bfocused\b/, 'it is back at where it came from');
		}
		const [name = ''] = namesOf(isLasting);
		await flow.choose('Low use, lasting');
		await flow.at('Watch List: Low use');
		await takePicture(workbench, 'watch-list-low-use');
		await workbench.page.keyboard.type(name);
		await flow.choose('Used: 7 days');
		await view.overviewOf(name);
	});

	it('says what a quote told of the refund allowance, of when, and what is not in it; choosing it leads to the operations', async () => {
		const { workbench, customers: view } = bed();
		const name = namesOf(
			({ capabilities = '', reservedResourceType }) =>
				capabilities.includes('ApiReturnEnabled') && reservedResourceType === 'VirtualMachines',
		)[0];
		assert.ok(name !== undefined, 'something can be returned');
		await workbench.runCommand('View: Close All Editors');
		await chooseInContextMenu(workbench, view.row(name), 'Return…');
		const panel = new MoneyPanel(workbench, mouse());
		await panel.opened(`Return: ${name}`);
		await workbench.panel.getByText('Commitment cancelled').first().waitFor();

		await show();
		const flow = new QuickFlow(workbench, 'mouse');
		await flow.choose('Refund allowances, as far as they are known');
		const allowance = flow.row('returns made elsewhere since then are not in it');
		await allowance.waitFor();
		await takePicture(workbench, 'watch-list-allowances');
		assert.match(
			(await allowance.getAttribute('aria-label')) ?? '',
			new RegExp(`${customer}.* used, .* left of .*50,000.*Partly known: as a quote told on`),
		);
		await allowance.click();
		await workbench.page.locator('.sidebar .pane-header[aria-label^="Operations"][aria-expanded="true"]').waitFor();
	});
});

/** So many rows that a list must not be cut, nor take long. */
describe('Watch list of thousands', function () {
	this.timeout(180_000);
	const many = 300;
	let sandbox: SandboxProcess;
	const bed = useBed(async () => {
		sandbox = await startSandboxProcess('--customers', String(many), '--reservations', '20');
		return { settings: { ...sandbox.settings, 'cspReservations.dailyDigest': false } };
	});
	before('open the view', () => bed().customers.open());
	after(() => sandbox?.stop());

	/** How many the first step says that a sort has. */
	const countIn = (text: string, pattern: RegExp) => Number((pattern.exec(text)?.[1] ?? '').replaceAll(',', ''));

	it('has every row in reach: the last one by the End key, any by typing', async () => {
		const { workbench } = bed();
		const flow = new QuickFlow(workbench, 'mouse');
		await workbench.runCommand(paletteTitle('cspReservations.scanAll'));
		await flow.notice(new RegExp(`of ${many} customers read`));
		await flow.clearNotices();
		await workbench.runCommand(paletteTitle('cspReservations.showWatchList'));
		await flow.row('Exchange cut-off').waitFor();
		await takePicture(workbench, 'watch-list-thousands');
		const sorts = await flow.texts();
		for (const title of ['Legacy series', 'Low use, lasting', 'Expiring within 90 days']) assert.match(sorts, new RegExp(title));
		const touched = countIn(sorts, /Exchange cut-off, [^:]+: free exchange ends for ([\d,]+) reservations/);
		assert.ok(touched > 1000, `${touched} reservations`);
		const started = Date.now();
		await flow.choose('Exchange cut-off');
		await flow.at('Watch List: Exchange cut-off');
		await flow.row('Exchanges are limited in').waitFor();
		console.log(`      ${touched} rows came up in ${Date.now() - started} ms`);
		await workbench.page.keyboard.press('Control+End');
		await workbench.until(async () => {
			const last = workbench.quickPickRows.and(workbench.page.locator(`[aria-posinset="${touched}"]`));
			return (await last.count()) > 0;
		}, `row ${touched} of ${touched}`);
		const last = workbench.page.locator(`.quick-input-list .monaco-list-row[aria-posinset="${touched}"]`);
		assert.equal(await last.getAttribute('aria-setsize'), String(touched));
		const words = (await last.getAttribute('aria-label')) ?? '';
		const [name = '', whose = ''] = words.split(', ').flatMap((part) => part.split(' · '));
		assert.ok(name !== '' && whose !== '', words);
		await takePicture(workbench, 'watch-list-last-row');
		await workbench.quickInput.fill(whose);
		await flow.row(name).waitFor();
		await workbench.page.keyboard.press('Escape');
	});

	it('follows the settings at once: badge and list', async () => {
		const { workbench } = bed();
		const flow = new QuickFlow(workbench, 'mouse');
		await workbench.page.keyboard.press('Escape');
		const badge = workbench.page.locator('.activitybar .badge-content', { hasText: /\d/ }).first();
		const before = await badge.textContent();
		await changeMachineSettings(bed().host, { 'cspReservations.expiringWithinDays': 7 });
		await workbench.until(async () => (await badge.textContent()) !== before, 'the badge to change');
		await workbench.runCommand(paletteTitle('cspReservations.showWatchList'));
		await flow.row('Expiring within 7 days').waitFor();
		const sorts = await flow.texts();
		const without = /Expiring within 7 days, [\d,]+, of them without renewal: ([\d,]+)/.exec(sorts)?.[1];
		assert.equal(await badge.textContent(), without);
		await workbench.page.keyboard.press('Escape');
	});
});
