/** Connections in VS Code: switching, setting one up step by step, wrong ones, lists of customers, and customers by reseller. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { paletteTitle } from '../host/manifest';
import { temporaryFolder } from '../host/processes';
import type { Workbench } from '../host/workbench';
import { AccessPanel } from './helpers/access-panel';
import { useBed } from './helpers/bed';
import { chooseInViewTitle } from './helpers/menus';
import { takePicture } from './helpers/pictures';
import { type SecureSandbox, startSecureSandbox } from './helpers/sandbox-process';
import { machineSettings } from './helpers/settings-file';
import { cancelSignIn, completeSignIn, openOutside, openSignInPage, pressSignIn } from './helpers/sign-in';
import { allCustomers } from './helpers/truth';

const partner = 'Practice Partner';
const stranger = '00000000-0000-4000-8000-000000000001';

/** The open quick input: its title with the step, and what it says is wrong. */
const quickTitle = ({ page }: Workbench) => page.locator('.quick-input-title');
const quickMessage = ({ page }: Workbench) => page.locator('.quick-input-message');

describe('Switching connections', () => {
	let sandbox: SecureSandbox;
	const bed = useBed(async () => {
		sandbox = await startSecureSandbox('--customers', '12');
		const good = sandbox.connection(partner, 'browser');
		const endpoints = good.endpoints as Record<string, string>;
		return {
			env: sandbox.env,
			settings: {
				'cspReservations.sandbox.customers': 6,
				'cspReservations.connections': [
					good,
					{ ...good, name: 'Plain', endpoints: { ...endpoints, resourceManager: 'http://arm.example.com' } },
					{ ...good, name: 'Deep', endpoints: { ...endpoints, graph: `${endpoints.graph}/v1.0` } },
					{ ...good, name: 'Wrong client', clientId: stranger },
					{ ...good, name: 'Wrong tenant', tenantId: stranger },
					{ name: 'Half', cloud: 'azure' },
				],
			},
			reachable: [sandbox.endpoints.authority, 'http://localhost:'],
		};
	});
	before('open the view', () => bed().customers.open());
	after(() => sandbox?.stop());

	const open = async (way: 'status bar' | 'command palette' | 'view') => {
		const { workbench } = bed();
		// A quick pick that opens while VS Code still gives the focus back after another one is closed by that.
		await workbench.until(async () => {
			if (way === 'status bar') await workbench.statusBarEntry('CSP Reservations:').click();
			else if (way === 'view') await chooseInViewTitle(workbench, 'Customers', 'Switch Connection…');
			else await workbench.runCommand(paletteTitle('cspReservations.switchConnection'));
			const title = quickTitle(workbench).filter({ hasText: 'Switch Connection' });
			return title.waitFor({ timeout: 5000 }).then(
				() => true,
				() => false,
			);
		}, 'the list of connections');
	};
	const switchTo = async (label: string, way: Parameters<typeof open>[0] = 'command palette') => {
		const { workbench } = bed();
		await open(way);
		await workbench.quickPickRows.filter({ hasText: label }).first().click();
		await workbench.statusBarEntry(`CSP Reservations: ${label}`).waitFor();
	};
	const sideBar = () => bed().workbench.page.locator('.sidebar');

	it('says in the status bar that the data is practice data', async () => {
		const { workbench } = bed();
		const entry = workbench.statusBarEntry('CSP Reservations: Sandbox');
		await entry.waitFor();
		assert.equal(await entry.locator('.codicon-beaker').count(), 1);
		assert.match((await entry.locator('a').getAttribute('aria-label')) ?? '', /practice data/);
	});

	it('lists the sandbox, the connections, and what is wrong with the others', async () => {
		const { workbench } = bed();
		await open('status bar');
		const rows = await workbench.quickPickRows.allInnerTexts();
		const has = (...parts: readonly string[]) => rows.some((row) => parts.every((part) => row.includes(part)));
		assert.ok(has('Sandbox', 'practice data', 'in use'), rows.join('\n'));
		assert.ok(has(partner, sandbox.endpoints.partnerTenantId, 'sign-in in the browser'), rows.join('\n'));
		assert.ok(has('can’t be used', '“Plain”: endpoints.resourceManager has to begin with https://'), rows.join('\n'));
		assert.ok(has('can’t be used', '“Deep”: endpoints.graph has to be an address without a path'), rows.join('\n'));
		assert.ok(has('can’t be used', '“Half”: tenantId has to be a GUID'), rows.join('\n'));
		await takePicture(workbench, 'connections-switch');
		await workbench.page.keyboard.press('Escape');
	});

	it('goes to another connection and back to the sandbox, and shows the customers of each', async () => {
		const { workbench, customers } = bed();
		assert.equal(await customers.customers.count(), 6);
		await switchTo(partner, 'status bar');
		await sideBar().getByText('Nobody is signed in').waitFor();
		assert.equal(await workbench.statusBarEntry(`CSP Reservations: ${partner}`).locator('.codicon-cloud').count(), 1);
		await completeSignIn(await openSignInPage(bed(), () => pressSignIn(bed())));
		await workbench.until(async () => (await customers.customers.count()) === 12, 'the customers of the partner');
		await switchTo('Sandbox', 'view');
		await workbench.until(async () => (await customers.customers.count()) === 6, 'the customers of the sandbox');
		await switchTo(partner);
		await workbench.until(async () => (await customers.customers.count()) === 12, 'the customers, without a sign-in');
		assert.equal((await machineSettings(bed().host))['cspReservations.connection'], partner);
	});

	it('a wrong client id is told where one signs in', async () => {
		await switchTo('Wrong client');
		const page = await openOutside(bed(), () => pressSignIn(bed()));
		await page.getByText(/AADSTS700016/).waitFor();
		await page.close();
		await cancelSignIn(bed());
		await sideBar().getByRole('button', { name: 'Sign In' }).waitFor();
	});

	it('a wrong tenant is told where one signs in', async () => {
		await switchTo('Wrong tenant');
		const page = await openOutside(bed(), () => pressSignIn(bed()));
		await page.getByText(/AADSTS90002/).waitFor();
		await page.close();
		await cancelSignIn(bed());
		await sideBar().getByRole('button', { name: 'Sign In' }).waitFor();
	});

	it('goes to the setting of an entry that can not be used', async () => {
		const { workbench } = bed();
		await open('command palette');
		await workbench.quickPickRows.filter({ hasText: '“Plain”' }).first().click();
		await workbench.page.locator('.settings-editor').getByText('Connections').first().waitFor();
		await workbench.runCommand('View: Close All Editors');
	});
});

describe('Setting up a connection', () => {
	let sandbox: SecureSandbox;
	const bed = useBed(async () => {
		sandbox = await startSecureSandbox('--customers', '3');
		return {
			settings: {
				'cspReservations.sandbox.customers': 3,
				'cspReservations.connections': [sandbox.connection(partner, 'browser')],
			},
		};
	});
	before('open the view', () => bed().customers.open());
	after(() => sandbox?.stop());

	const tenant = '11111111-2222-4333-8444-555555555555';
	const client = '66666666-7777-4888-8999-aaaaaaaaaaaa';
	const begin = async () => {
		const { workbench } = bed();
		await workbench.typeCommand(paletteTitle('cspReservations.setUpConnection'));
		await quickTitle(workbench).filter({ hasText: 'Set Up Connection (1/' }).waitFor();
	};
	/** Types into the open question and presses Enter; an empty text chooses what is active. */
	const answer = async (text: string, next: string) => {
		const { workbench } = bed();
		if (text !== '') await workbench.page.keyboard.type(text);
		await workbench.page.keyboard.press('Enter');
		await quickTitle(workbench).filter({ hasText: next }).waitFor();
	};
	const saved = async () =>
		(await machineSettings(bed().host))['cspReservations.connections'] as readonly Record<string, string>[];

	it('sign-in in the browser: step by step with the keyboard, until it asks for a sign-in', async () => {
		const { workbench } = bed();
		const { keyboard } = workbench.page;
		await begin();
		await takePicture(workbench, 'connections-set-up-cloud');
		await answer('', '(2/');
		await takePicture(workbench, 'connections-set-up-method');
		await answer('sign-in in the browser', '(3/6)');
		await takePicture(workbench, 'connections-set-up-registration');
		await keyboard.type('Copy what');
		await keyboard.press('Enter');
		await workbench.quickPickRows.filter({ hasText: 'on the clipboard' }).waitFor();
		assert.match(await workbench.clipboard(), /redirect URI http:\/\/localhost/);
		for (let index = 0; index < 'Copy what'.length; index++) await keyboard.press('Backspace');
		await keyboard.type('I have one');
		await answer('', '(4/6)');
		await answer('not an id', '(4/6)');
		await quickMessage(workbench).filter({ hasText: 'This is not an ID' }).waitFor();
		await takePicture(workbench, 'connections-set-up-wrong-id');
		await keyboard.press('Control+A');
		await answer(client.toUpperCase(), '(5/6)');
		await answer(tenant, '(6/6)');
		await answer(partner.toUpperCase(), '(6/6)');
		await quickMessage(workbench).filter({ hasText: 'There is a connection of this name already.' }).waitFor();
		await keyboard.press('Control+A');
		await keyboard.type('Contoso Cloud Partners');
		const signInPage = openOutside(bed(), () => keyboard.press('Enter'));
		await workbench.statusBarEntry('CSP Reservations: Contoso Cloud Partners').waitFor();
		await workbench.until(async () => (await saved()).length === 2, 'the connection to be saved');
		assert.deepEqual((await saved())[1], {
			name: 'Contoso Cloud Partners',
			cloud: 'azure',
			tenantId: tenant,
			signIn: 'browser',
			clientId: client,
		});
		const page = await signInPage;
		const asked = new URL(page.url());
		assert.equal(asked.origin, 'https://login.microsoftonline.com');
		assert.equal(asked.searchParams.get('client_id'), client);
		assert.ok(asked.pathname.startsWith(`/${tenant}/`), asked.pathname);
		await page.close();
		await cancelSignIn(bed());
	});

	it('Back goes to the question before, which still has its answer; Escape saves nothing', async () => {
		const { workbench } = bed();
		const { keyboard } = workbench.page;
		const before = await saved();
		await begin();
		await answer('US Government', '(2/');
		await answer('client secret', '(3/');
		await answer('I have one', '(4/');
		await answer(client, '(5/');
		await workbench.page.locator('.quick-input-titlebar .codicon-quick-input-back').click();
		await quickTitle(workbench).filter({ hasText: '(4/' }).waitFor();
		assert.equal(await workbench.quickInput.inputValue(), client);
		await keyboard.press('Control+Alt+Minus');
		await quickTitle(workbench).filter({ hasText: '(3/' }).waitFor();
		await keyboard.press('Control+Alt+Minus');
		await quickTitle(workbench).filter({ hasText: '(2/' }).waitFor();
		await workbench.quickPickRows.and(workbench.page.locator('.focused')).filter({ hasText: 'client secret' }).waitFor();
		await workbench.leaveQuickInput();
		assert.deepEqual(await saved(), before);
	});

	it('VS Code’s Microsoft account: what to register has the address that VS Code is answered at', async () => {
		const { workbench } = bed();
		await begin();
		await answer('public cloud', '(2/');
		await answer('Microsoft account of', '(3/');
		await workbench.page.keyboard.type('Copy what');
		await workbench.page.keyboard.press('Enter');
		await workbench.quickPickRows.filter({ hasText: 'on the clipboard' }).waitFor();
		assert.match(await workbench.clipboard(), /redirect URIs http:\/\/localhost and https:\/\/vscode\.dev\/redirect\./);
		await workbench.leaveQuickInput();
	});

	it('client secret: saves no secret, then asks for it', async () => {
		const { workbench } = bed();
		const { keyboard } = workbench.page;
		await begin();
		await answer('public cloud', '(2/');
		await answer('client secret', '(3/');
		await answer('I have one', '(4/');
		await answer(client, '(5/');
		await answer(tenant, '(6/6)');
		await keyboard.type('Automation');
		await keyboard.press('Enter');
		await quickTitle(workbench).filter({ hasText: 'Client Secret of “Automation”' }).waitFor();
		assert.equal(await workbench.page.locator('.quick-input-widget input[type="password"]').count(), 1);
		await takePicture(workbench, 'connections-secret');
		await keyboard.press('Escape');
		await workbench.until(async () => (await saved()).length === 3, 'the connection to be saved');
		assert.deepEqual((await saved())[2], {
			name: 'Automation',
			cloud: 'azure',
			tenantId: tenant,
			signIn: 'clientSecret',
			clientId: client,
		});
		await workbench.statusBarEntry('CSP Reservations: Automation').waitFor();
	});
});

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
