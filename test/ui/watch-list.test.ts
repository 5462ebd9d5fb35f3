/** Show Watch List in VS Code: what it says before anything is known, each group of a customer, the way to an Overview, allowances. */
import assert from 'node:assert/strict';
import { paletteTitle } from '../host/manifest';
import { useBed } from './helpers/bed';
import { mouse } from './helpers/hands';
import { chooseInContextMenu } from './helpers/menus';
import { MoneyPanel } from './helpers/money-panel';
import { takePicture } from './helpers/pictures';
import { QuickFlow } from './helpers/quick-flow';
import { type SandboxProcess, startSandboxProcess } from './helpers/sandbox-process';
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

	it('lists what of a customer needs a look, the worst first, and opens the Overview of what is chosen', async () => {
		const { workbench, customers: view } = bed();
		await new QuickFlow(workbench, 'mouse').clearNotices();
		await view.expand(view.row(customer));
		await view.reservations.first().waitFor();
		await show();
		const flow = new QuickFlow(workbench, 'keyboard');
		await flow.row(customer).waitFor();
		await takePicture(workbench, 'watch-list-groups');
		const rows = (await flow.texts()).split('\n');
		const ends = ({ expiryDate }: Held['properties']) => Date.parse(expiryDate ?? '');
		const isSoon = (it: Held['properties']) => ends(it) > Date.now() && ends(it) <= Date.now() + 90 * day;
		const use = ({ utilization }: Held['properties']) => utilization?.aggregates?.find(({ grain }) => grain === 7)?.value;
		const withoutBenefit = ({ displayProvisioningState }: Held['properties']) => displayProvisioningState === 'NoBenefit';
		const isLow = (it: Held['properties']) => !withoutBenefit(it) && (use(it) ?? 100) < 80;
		const groups: readonly (readonly [words: RegExp, names: readonly string[]])[] = [
			[/Nothing gets its discount/, namesOf(withoutBenefit)],
			[/Ends on .+, (is renewed|is not renewed|can’t be renewed)/, namesOf(isSoon)],
			[/The VM series .+ is not renewed any more/, []],
			[/Used: 7 days .+, 30 days /, namesOf(isLow)],
		];
		const told = groups.map(([words]) => rows.filter((row) => words.test(row)));
		for (const [place, [words, names]] of groups.entries()) {
			const own = told[place] ?? [];
			assert.ok(own.length > 0, `${words} is among:\n${rows.join('\n')}`);
			assert.ok(
				own.every((row) => row.includes(customer)),
				'each says whose it is',
			);
			// What is of an old series the price list of Microsoft says, not the reservation.
			if (names.length > 0) {
				assert.equal(own.length, names.length, own.join('\n'));
				assert.deepEqual(
					names.filter((name) => !own.some((row) => row.includes(name))),
					[],
				);
			}
		}
		assert.deepEqual(told.flat(), rows.slice(0, told.flat().length), 'group after group, nothing between them');

		const [name = ''] = namesOf(isLow);
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
		await flow.row('Refund allowances, as far as they are known').waitFor();
		const allowance = flow.row('returns made elsewhere since then are not in it');
		await takePicture(workbench, 'watch-list-allowances');
		assert.match(
			(await allowance.getAttribute('aria-label')) ?? '',
			new RegExp(`${customer}.* of .*50,000.* left.*As a quote told on`),
		);
		await allowance.click();
		await workbench.page.locator('.sidebar .pane-header[aria-label^="Operations"][aria-expanded="true"]').waitFor();
	});
});
