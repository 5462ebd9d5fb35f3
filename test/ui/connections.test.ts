/** Connections in VS Code: the list of them, switching, and wrong ones. */
import assert from 'node:assert/strict';
import { paletteTitle } from '../host/manifest';
import { useBed } from './helpers/bed';
import { chooseInViewTitle } from './helpers/menus';
import { takePicture } from './helpers/pictures';
import { type SecureSandbox, startSecureSandbox } from './helpers/sandbox-process';
import { machineSettings } from './helpers/settings-file';
import { cancelSignIn, completeSignIn, openOutside, openSignInPage, pressSignIn } from './helpers/sign-in';

const partner = 'Practice Partner';
const stranger = '00000000-0000-4000-8000-000000000001';

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
			const title = workbench.quickTitle.filter({ hasText: 'Switch Connection' });
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
