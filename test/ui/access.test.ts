/** The access doctor in VS Code: for every customer with a trouble the cause, the way to mend it, and what can be done from the panel. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { paletteTitle } from '../host/manifest';
import { AccessPanel } from './helpers/access-panel';
import { accessibilityViolations } from './helpers/accessibility';
import { useBed } from './helpers/bed';
import { chooseInContextMenu, chooseInEditorTitle } from './helpers/menus';
import { takePicture } from './helpers/pictures';
import { type SecureSandbox, startSecureSandbox } from './helpers/sandbox-process';
import { completeSignIn, openSignInPage, pressSignIn } from './helpers/sign-in';
import { allCustomers, oneOfEachCustomer } from './helpers/truth';

const name = 'Practice Partner';
const command = 'Check Access…';
const lighthouse = 'Relecloud (Lighthouse only)';

interface Trouble {
	/** Names the picture. */
	readonly picture: string;
	readonly customer: string;
	/** What the panel has to find. */
	readonly finding: RegExp;
	/** Checks that fail for it, in their order. */
	readonly failed: readonly string[];
	/** A part of what the panel says to do about it. */
	readonly fix?: RegExp;
}

const troubles: readonly Trouble[] = [
	{
		picture: 'guest',
		customer: 'Lamna Healthcare (guest account)',
		finding: /^You are a guest in the customer’s tenant/,
		failed: ['Guest account'],
		fix: /Leave the customer’s organization/,
	},
	{
		picture: 'no-role',
		customer: "Margie's Travel (no GDAP role)",
		finding: /^The GDAP relationship is active, but none of your company’s security groups has a role/,
		failed: ['GDAP relationship', 'Subscriptions and your role on them', 'List of reservations'],
		fix: /security group/,
	},
	{
		picture: 'reader',
		customer: 'Proseware (reader only)',
		finding: /^You can view the reservations, but not change, exchange or return them/,
		failed: [],
		fix: /--role "Owner"/,
	},
	{
		picture: 'lighthouse',
		customer: 'Relecloud (Lighthouse only)',
		finding: /Azure Lighthouse only, and roles by Lighthouse never count/,
		failed: ['GDAP relationship', 'Azure Lighthouse', 'List of reservations'],
		fix: /az role assignment create/,
	},
	{
		picture: 'empty-list',
		customer: 'Southridge Video (empty list)',
		finding: /^Partner Center knows of \d+ orders?, but Azure shows none to you/,
		failed: ['Orders that Partner Center knows of'],
		fix: /New-AzRoleAssignment/,
	},
	{
		picture: 'refund-limit',
		customer: 'Trey Research (above refund limit)',
		finding: /^Your account can see and manage this customer’s reservations\.$/,
		failed: [],
	},
	{
		picture: 'no-reservations',
		customer: 'VanArsdel (no reservations)',
		finding: /^Your account is let in, and the customer has no reservations\.$/,
		failed: [],
	},
	{
		picture: 'no-consent',
		customer: 'Lucerne Publishing (consent missing)',
		finding: /^The application is not consented in this tenant/,
		failed: ['Sign-in for the customer’s tenant'],
		fix: /consents to the application/,
	},
	{
		picture: 'gdap-expired',
		customer: 'Best For You Organics (GDAP expired)',
		finding: /^The GDAP relationship with this customer expired on /,
		failed: ['Sign-in for the customer’s tenant', 'GDAP relationship'],
		fix: /relationship/,
	},
	{
		picture: 'throttled',
		customer: 'School of Fine Art (throttled)',
		finding: /^Your account can see and manage this customer’s reservations\.$/,
		failed: [],
	},
	{
		picture: 'mfa-demanded',
		customer: "Munson's Pickles and Preserves Farm (MFA demanded)",
		finding: /^The tenant demands multifactor authentication/,
		failed: ['Sign-in for the customer’s tenant'],
		fix: /[Ss]ign in/,
	},
];

describe('Access doctor', () => {
	let sandbox: SecureSandbox;
	const bed = useBed(async () => {
		sandbox = await startSecureSandbox('--customers', '28');
		return {
			env: sandbox.env,
			settings: {
				'cspReservations.connection': name,
				'cspReservations.connections': [sandbox.connection(name, 'browser')],
			},
			reachable: [sandbox.endpoints.authority, 'http://localhost:'],
			height: 1000,
		};
	});
	before('sign in', async () => {
		const { workbench, customers } = bed();
		await workbench.openViewContainer('CSP Reservations');
		await completeSignIn(await openSignInPage(bed(), () => pressSignIn(bed())));
		await customers.rows.first().waitFor();
	});
	after(() => sandbox?.stop());

	for (const { picture, customer, finding, failed, fix } of troubles) {
		it(`${customer}: says what is wrong and how to mend it`, async () => {
			const { workbench, customers } = bed();
			const panel = new AccessPanel(workbench);
			await workbench.runCommand('View: Close All Editors');
			await chooseInContextMenu(workbench, customers.row(customer), command);
			assert.match(await panel.finished(customer), finding);
			await takePicture(workbench, `access-${picture}`);
			assert.deepEqual(await panel.checksThat('Failed'), failed);
			if (fix !== undefined) assert.match((await workbench.panel.locator('.mending').allTextContents()).join('\n'), fix);
		});
	}

	it('a tenant that demands MFA: Sign In in the panel signs in there, and what was wrong is checked anew', async () => {
		const { workbench } = bed();
		const panel = new AccessPanel(workbench);
		const customer = "Munson's Pickles and Preserves Farm (MFA demanded)";
		const page = await openSignInPage(bed(), () => panel.button('Sign In').first().click());
		await completeSignIn(page);
		await panel.finding.filter({ hasText: 'can see and manage' }).waitFor();
		assert.match(await panel.finished(customer), /^Your account can see and manage/);
		assert.deepEqual(await panel.checksThat('Failed'), []);
	});

	it('puts the report on the clipboard, with the finding and without any token', async () => {
		const { workbench, customers } = bed();
		const panel = new AccessPanel(workbench);
		await workbench.runCommand('View: Close All Editors');
		await chooseInContextMenu(workbench, customers.row(lighthouse), command);
		const finding = await panel.finished(lighthouse);
		await panel.button('Copy Report').click();
		await panel.button('Copied').waitFor();
		const report = await workbench.clipboard();
		assert.ok(report.includes(finding) && report.includes('Access check: Relecloud'), report);
		assert.doesNotMatch(report, /eyJ[\w-]{10,}|Bearer\s/);
	});

	it('puts the command lines of a fix on the clipboard, with real ids', async () => {
		const { workbench } = bed();
		const panel = new AccessPanel(workbench);
		const copy = panel.button('Copy: Azure Lighthouse').first();
		await copy.click();
		await panel.button('Copied: Azure Lighthouse').waitFor();
		const shell = await workbench.clipboard();
		assert.match(shell, /^az login --tenant [0-9a-f-]{36}\naz role assignment create --assignee-object-id [0-9a-f-]{36} /);
		const lines = await panel.check('Azure Lighthouse').locator('pre').first().locator('.line').allTextContents();
		assert.equal(shell, lines.join('\n'));
		await copy.scrollIntoViewIfNeeded();
		await takePicture(workbench, 'access-command-lines');
	});

	for (const [theme, kind] of [
		['Dark Modern', 'vs-dark'],
		['Dark High Contrast', 'hc-black'],
		['Light High Contrast', 'hc-light'],
		['Light Modern', 'vs'],
	] as const) {
		it(`is accessible in ${theme}`, async () => {
			const { workbench } = bed();
			await workbench.setTheme(theme, kind);
			await new AccessPanel(workbench).finished(lighthouse);
			await takePicture(workbench, `access-${kind}`);
			assert.deepEqual(await accessibilityViolations(workbench), []);
		});
	}

	it('asked for again, the panel that is there checks anew', async () => {
		const { workbench, customers } = bed();
		const panel = new AccessPanel(workbench);
		const { tenantId } = await customerNamed(lighthouse);
		await sandbox.plan({ service: 'resourceManager', tenant: tenantId }, { kind: 'status', status: 500 });
		await chooseInContextMenu(workbench, customers.row(lighthouse), command);
		await panel.finding.filter({ hasNotText: 'Lighthouse' }).waitFor();
		await panel.finished(lighthouse);
		assert.notDeepEqual(await panel.checksThat('Skipped'), []);
		assert.equal(await workbench.page.locator('.tab[data-resource-name], .tabs-container .tab').count(), 1, 'one panel');
		await sandbox.repair();
		await panel.button('Check Again').click();
		await panel.finding.filter({ hasText: 'Lighthouse' }).waitFor();
	});

	it('a service that asks to wait for long is told, and nothing is blamed for it', async () => {
		const { workbench, customers } = bed();
		const panel = new AccessPanel(workbench);
		const customer = 'School of Fine Art (throttled)';
		const { tenantId } = await customerNamed(customer);
		await workbench.runCommand('View: Close All Editors');
		await sandbox.plan({ service: 'resourceManager', tenant: tenantId }, { kind: 'throttle', seconds: 3600 });
		await chooseInContextMenu(workbench, customers.row(customer), command);
		assert.match(await panel.finished(customer), /^No cause was found, but not everything could be checked: /);
		assert.deepEqual(await panel.checksThat('Failed'), []);
		await takePicture(workbench, 'access-throttled-long');
		await sandbox.repair();
	});

	it('examines a reservation from its node and from the title of its overview', async () => {
		const { workbench, customers } = bed();
		const panel = new AccessPanel(workbench);
		await workbench.runCommand('View: Close All Editors');
		const truth = (await oneOfEachCustomer(sandbox)).find(({ customer }) => customer === 'Contoso');
		assert.ok(truth !== undefined, 'Contoso has reservations');
		const { name: reservation } = truth;
		await customers.show('Contoso,');
		await customers.row(reservation).waitFor();
		await chooseInContextMenu(workbench, customers.row(reservation), command);
		assert.match(
			await panel.finished(reservation),
			/^Your account can see this reservation, manage it, exchange it and return it/,
		);
		await takePicture(workbench, 'access-reservation');
		await workbench.runCommand('View: Close All Editors');
		await customers.openOverview(customers.row(reservation));
		await chooseInEditorTitle(workbench, command);
		assert.match(await panel.finished(reservation), /exchange it and return it/);
	});

	it('asks whom to examine when it is called from the command palette', async () => {
		const { workbench } = bed();
		const panel = new AccessPanel(workbench);
		await workbench.runCommand('View: Close All Editors');
		await workbench.runCommand(paletteTitle('cspReservations.checkAccess'));
		await workbench.quickTitle.filter({ hasText: 'Check the Access to a Customer or a Reservation' }).waitFor();
		await workbench.quickInput.fill('Margie');
		await workbench.quickPickRows.filter({ hasText: "Margie's Travel" }).first().waitFor();
		await workbench.page.keyboard.press('Enter');
		assert.match(await panel.finished("Margie's Travel (no GDAP role)"), /^The GDAP relationship is active/);
	});

	it('opens the page of a fix in the browser', async () => {
		const { workbench } = bed();
		const { tenantId } = await customerNamed("Margie's Travel (no GDAP role)");
		const link = await workbench.openLink(() =>
			workbench.panel.getByRole('link', { name: 'Open partner.microsoft.com' }).first().click(),
		);
		assert.ok(
			link.startsWith(`https://partner.microsoft.com/dashboard/commerce2/customers/${tenantId}/adminrelationships`),
			link,
		);
	});

	it('can be used by keyboard alone', async () => {
		const { workbench, customers } = bed();
		const panel = new AccessPanel(workbench);
		const { keyboard } = workbench.page;
		await workbench.typeCommand('View: Close All Editors');
		await customers.row(lighthouse).click();
		await keyboard.press('Shift+F10');
		const entry = workbench.page.getByRole('menuitem', { name: command, exact: true });
		await entry.waitFor();
		await workbench.until(async () => {
			if ((await workbench.page.locator('.action-item.focused').filter({ has: entry }).count()) > 0) return true;
			await keyboard.press('ArrowDown');
			return false;
		}, `the menu entry "${command}" to be reached`);
		await keyboard.press('Enter');
		await panel.finished(lighthouse);
		const reach = (button: Locator, what: string) =>
			workbench.until(async () => {
				if ((await button.and(workbench.panel.locator(':focus')).count()) > 0) return true;
				await keyboard.press('Tab');
				return false;
			}, `${what} to get the focus`);
		await reach(panel.button('Copy Report'), 'Copy Report');
		await keyboard.press('Enter');
		await workbench.until(async () => (await workbench.clipboard()).startsWith('# Access check'), 'the report in the clipboard');
		await reach(panel.button('Copy: Azure Lighthouse').first(), 'the Copy button of a command line');
		await keyboard.press('Space');
		await workbench.until(async () => (await workbench.clipboard()).startsWith('az login'), 'the command lines in the clipboard');
	});

	it('comes back after a reload of the window, and checks anew', async () => {
		const { workbench } = bed();
		const panel = new AccessPanel(workbench);
		await workbench.reload();
		// The browser keeps no secrets over a reload: the report says just that, and blames nothing else.
		assert.equal(await panel.finished(lighthouse), 'Nobody is signed in, or the sign-in has ended.');
		assert.equal(await panel.checksThat('Failed').then((titles) => titles.length), 1);
		await takePicture(workbench, 'access-reloaded');
	});

	async function customerNamed(wanted: string): Promise<{ readonly tenantId: string }> {
		const found = (await allCustomers(sandbox)).find((customer) => customer.name === wanted);
		assert.ok(found !== undefined, `the sandbox has no customer ${wanted}`);
		return found;
	}
});
