/** Lists of customers: imported ones, those of Microsoft Graph, and customers by reseller. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { paletteTitle } from '../host/manifest';
import { temporaryFolder } from '../host/processes';
import { AccessPanel } from './helpers/access-panel';
import { useBed } from './helpers/bed';
import { chooseInViewTitle } from './helpers/menus';
import { takePicture } from './helpers/pictures';
import { type SecureSandbox, startSecureSandbox } from './helpers/sandbox-process';
import { machineSettings } from './helpers/settings-file';
import { completeSignIn, openSignInPage, pressSignIn } from './helpers/sign-in';
import { allCustomers } from './helpers/truth';

const partner = 'Practice Partner';
const stranger = '00000000-0000-4000-8000-000000000001';

describe('Lists of customers', () => {
	let sandbox: SecureSandbox;
	let listed: readonly { readonly tenantId: string; readonly name: string }[];
	const file = path.join(temporaryFolder('lists'), 'customers.csv');
	const bed = useBed(async () => {
		sandbox = await startSecureSandbox('--customers', '12');
		listed = await allCustomers(sandbox);
		return {
			env: sandbox.env,
			settings: {
				'cspReservations.connection': partner,
				'cspReservations.connections': [sandbox.connection(partner, 'browser')],
			},
			userSettings: { 'files.simpleDialog.enable': true },
			reachable: [sandbox.endpoints.authority, 'http://localhost:'],
		};
	});
	before('sign in', async () => {
		const { workbench, customers } = bed();
		await workbench.openViewContainer('CSP Reservations');
		await completeSignIn(await openSignInPage(bed(), () => pressSignIn(bed())));
		await workbench.until(async () => (await customers.customers.count()) === 12, 'the customers');
	});
	after(() => sandbox?.stop());

	const dialog = () => bed().workbench.page.locator('.monaco-dialog-box');
	const savedCustomers = async () =>
		(await machineSettings(bed().host))['cspReservations.customers'] as readonly object[] | undefined;
	const importFrom = async (source: string) => {
		const { workbench } = bed();
		await workbench.runCommand(paletteTitle('cspReservations.importCustomers'));
		await workbench.quickPickRows.filter({ hasText: source }).click();
	};
	const copy = (text: string) => bed().workbench.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);

	it('from the clipboard: tells line by line what is left out, and Cancel imports nothing', async () => {
		const { workbench } = bed();
		await copy(`Name;Tenant ID\nFabrikam Foreign;${stranger}\nonly a name\nnowhere.example.org\n${stranger}`);
		await importFrom('From the Clipboard');
		await dialog().getByText('Add 2 customers to your list?').waitFor();
		const detail = (await dialog().textContent()) ?? '';
		assert.ok(detail.includes('Line 3: No tenant ID and no domain in this line.'), detail);
		assert.ok(detail.includes('Line 5: The same customer as in line 2.'), detail);
		await takePicture(workbench, 'customers-import');
		await dialog().getByRole('button', { name: 'Cancel' }).click();
		assert.equal(await savedCustomers(), undefined);
	});

	it('imported, they stand among the others, and what leads to no tenant is told', async () => {
		const { workbench, customers } = bed();
		await importFrom('From the Clipboard');
		await dialog().getByRole('button', { name: 'Import' }).click();
		await workbench.statusBarEntry('Your list has 2 customers now').waitFor();
		await customers.row('Fabrikam Foreign').waitFor();
		const note = customers.row('1 entry of your list leads to no tenant');
		await note.waitFor();
		assert.deepEqual(await savedCustomers(), [{ tenant: stranger, name: 'Fabrikam Foreign' }, { tenant: 'nowhere.example.org' }]);
		await takePicture(workbench, 'customers-unresolved');
	});

	it('nothing that can be read: says so, and imports nothing', async () => {
		const { workbench } = bed();
		await copy('nothing\nto see');
		await importFrom('From the Clipboard');
		// The window was in the background while the user signed in: VS Code shows no notification by itself.
		await workbench.runCommand('Notifications: Show Notifications');
		await workbench.page
			.locator('.notifications-center', { hasText: 'Nothing was imported. Line 1: No tenant ID and no domain' })
			.waitFor();
		assert.equal((await savedCustomers())?.length, 2);
		await workbench.runCommand('Notifications: Clear All Notifications');
	});

	it('from a file that a spreadsheet wrote, and an entry that is there gets the new name', async () => {
		const { workbench, customers } = bed();
		const text = `Company name\tTenant ID\nMüller & Söhne\t${stranger}\n`;
		await writeFile(file, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]));
		await importFrom('From a File');
		// VS Code looks the path up while it is typed, and ignores Enter until it has.
		await workbench.until(async () => {
			if ((await workbench.quickInput.count()) > 0 && (await workbench.quickInput.isVisible())) {
				await workbench.quickInput.fill(file);
				await workbench.page.keyboard.press('Enter');
			}
			const question = dialog().getByText('Add 1 customer to your list?');
			return question.waitFor({ timeout: 3000 }).then(
				() => true,
				() => false,
			);
		}, 'the question about the file');
		await dialog().getByRole('button', { name: 'Import' }).click();
		await customers.row('Müller & Söhne').waitFor();
		assert.deepEqual(await savedCustomers(), [{ tenant: 'nowhere.example.org' }, { tenant: stranger, name: 'Müller & Söhne' }]);
	});

	it('Partner Center refuses: the customers of Microsoft Graph are shown, with the reason', async () => {
		const { workbench, customers } = bed();
		await sandbox.plan({ service: 'partnerCenter', path: '/v1/customers' }, { kind: 'status', status: 403 });
		await workbench.runCommand(paletteTitle('cspReservations.clearCache'));
		const note = customers.row('Not the list of Partner Center');
		await note.waitFor();
		await customers.row('Contoso,').waitFor();
		await customers.row('Müller & Söhne').waitFor();
		await takePicture(workbench, 'customers-graph');
		await sandbox.repair();
		await workbench.runCommand(paletteTitle('cspReservations.refreshAll'));
		await note.waitFor({ state: 'detached' });
	});

	it('groups customers by reseller: every customer once, by name, and says how many', async () => {
		const { workbench, customers } = bed();
		await chooseInViewTitle(workbench, 'Customers', 'Group Customers by Reseller');
		await customers.row('Reseller Adatum Cloud Services').waitFor();
		const labels = await Promise.all((await customers.customers.all()).map((row) => row.getAttribute('aria-label')));
		assert.deepEqual(
			labels.map((label) => label?.replace(/, \d+ customers?$/, '')),
			[
				'Reseller Adatum Cloud Services',
				'Reseller Tailspin IT Partners',
				'Reseller Wide World Managed Services',
				'Reseller Without a reseller',
			],
		);
		const counts = labels.map((label) => Number(/(\d+) customer/.exec(label ?? '')?.[1]));
		assert.equal(
			counts.reduce((all, count) => all + count, 0),
			listed.length + 1,
		);
		await customers.show('Reseller Adatum');
		await customers.children.first().waitFor();
		assert.equal(await customers.children.count(), counts[0]);
		await takePicture(workbench, 'customers-grouped');
	});

	it('finds a customer in a closed group', async () => {
		const { workbench, customers } = bed();
		await customers.row('Reseller Adatum').click();
		await workbench.page.keyboard.press('ArrowLeft');
		await workbench.runCommand(paletteTitle('cspReservations.search'));
		await workbench.quickInput.fill('Contoso');
		await workbench.quickPickRows.filter({ hasText: 'contoso.onmicrosoft.com' }).first().waitFor();
		await workbench.page.keyboard.press('Enter');
		await workbench.until(
			async () =>
				/^Contoso,/.test((await workbench.page.locator('.sidebar .monaco-list-row.focused').getAttribute('aria-label')) ?? ''),
			'Contoso to be selected in its group',
		);
	});

	it('sorts and refreshes while grouped', async () => {
		const { workbench, customers } = bed();
		await customers.show('Contoso,');
		const reservation = workbench.page.locator('.sidebar [role="treeitem"][aria-level="3"]').first();
		await reservation.waitFor();
		await workbench.runCommand(paletteTitle('cspReservations.sort'));
		await workbench.quickPickRows
			.filter({ hasText: /expiry/i })
			.first()
			.click();
		await workbench.page.locator('.sidebar .pane-header', { hasText: 'by expiry' }).waitFor();
		const before = await customers.rows.count();
		await workbench.runCommand(paletteTitle('cspReservations.refreshAll'));
		await workbench.until(async () => (await customers.rows.count()) === before, 'the same rows');
		await reservation.waitFor();
		await workbench.runCommand(paletteTitle('cspReservations.sort'));
		await workbench.quickPickRows.filter({ hasText: /name/i }).first().click();
		await workbench.page.locator('.sidebar .pane-header', { hasText: 'by name' }).waitFor();
	});

	it('shows them without groups again', async () => {
		const { workbench, customers } = bed();
		await chooseInViewTitle(workbench, 'Customers', 'Show Customers Without Groups');
		await customers.row('Reseller').waitFor({ state: 'detached' });
		await customers.row('Contoso').waitFor();
	});

	it('an account without any agent role: the reason and the way to check it', async () => {
		const { workbench, customers } = bed();
		await workbench.runCommand(paletteTitle('cspReservations.signOut'));
		const page = await openSignInPage(bed(), () => workbench.runCommand(paletteTitle('cspReservations.signIn')));
		await completeSignIn(page, 'colleague');
		await workbench.statusBarEntry('Signed in as colleague@').waitFor();
		await workbench.until(async () => (await customers.customers.count()) <= 2, 'what the account before has read to be gone');
		await takePicture(workbench, 'customers-colleague');
		await workbench.runCommand(paletteTitle('cspReservations.whoAmI'));
		const finding = await new AccessPanel(workbench).finished('Practice Partner');
		assert.match(finding, /in none of the agent groups/);
		await takePicture(workbench, 'access-colleague');
	});
});
