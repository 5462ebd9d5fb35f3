/** Tenants that want more than a sign-in: a claims challenge, multifactor authentication, consent; what each leads the user to. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { paletteTitle } from '../host/manifest';
import { useBed } from './helpers/bed';
import { pressInRow } from './helpers/menus';
import { takePicture } from './helpers/pictures';
import { type SecureSandbox, startSecureSandbox } from './helpers/sandbox-process';
import { completeSignIn, declineSignIn, openSignInPage, pressSignIn } from './helpers/sign-in';
import { oneOfEachCustomer, type Truth, tenantOf } from './helpers/truth';

const name = 'Practice Partner';
const demandsMfa = "Munson's Pickles and Preserves Farm (MFA demanded)";
const lacksConsent = 'Lucerne Publishing (consent missing)';

describe('A tenant that wants more than a sign-in', () => {
	let sandbox: SecureSandbox;
	let challenged: Truth;
	let givenUp: Truth;
	const bed = useBed(async () => {
		sandbox = await startSecureSandbox('--customers', '28');
		const [first, second] = (await oneOfEachCustomer(sandbox)).filter(({ customer }) => !customer.includes('('));
		assert.ok(first !== undefined && second !== undefined, 'two customers without trouble');
		[challenged, givenUp] = [first, second];
		return {
			env: sandbox.env,
			height: 1300,
			settings: {
				'cspReservations.connection': name,
				'cspReservations.connections': [sandbox.connection(name, 'browser')],
			},
			reachable: [sandbox.endpoints.authority, 'http://localhost:'],
		};
	});
	before('sign in', async () => {
		await bed().workbench.openViewContainer('CSP Reservations');
		await completeSignIn(await openSignInPage(bed(), () => pressSignIn(bed())));
		await bed().customers.rows.first().waitFor();
	});
	after(() => sandbox?.stop());

	/** Sign-in pages that were opened, by the paths of their tenants, since the last call. */
	let seen = 0;
	const openedFor = () => {
		const links = bed().workbench.openedLinks.map((link) => new URL(link).pathname.split('/')[1]);
		const news = links.slice(seen);
		seen = links.length;
		return news;
	};
	beforeEach(openedFor);

	/** Makes Azure demand an authentication context there. A sign-in that met one before needs no page for it in another tenant. */
	const demand = (tenant: string, context: string) => {
		const claims = JSON.stringify({ access_token: { acrs: { essential: true, value: context } } });
		return sandbox.control('POST', 'policies', { tenant, kind: 'claims', claims });
	};
	/** Reservations below the customer's row, which is open. */
	const shown = async (customer: string) => {
		const rows = await bed().customers.rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
		const from = rows.findIndex((label) => label.startsWith(customer));
		return rows.slice(from + 1).findIndex((label) => !label.includes('quantity '));
	};
	const press = (row: Locator, action: string) => pressInRow(bed().workbench, row, action);
	/** Closes the customer's row, so that the next one stands where it can be seen. */
	const collapse = async (customer: string) => {
		await bed().customers.row(customer).click();
		await bed().workbench.page.keyboard.press('ArrowLeft');
	};

	it('a claims challenge: opening the customer leads to one sign-in page, then its reservations are there', async () => {
		const { customers } = bed();
		const { tenantId, customer } = challenged;
		await demand(tenantId, 'c1');
		const page = await openSignInPage(bed(), () => customers.show(customer));
		const asked = new URL(page.url());
		assert.equal(asked.pathname.split('/')[1], tenantId);
		assert.match(asked.searchParams.get('claims') ?? '', /"acrs":\{"essential":true,"value":"c1"\}/);
		await completeSignIn(page);
		await customers.row(challenged.name).waitFor();
		assert.equal(await customers.errors.count(), 0);
		await press(customers.row(customer), 'Refresh');
		await customers.openOverview(customers.row(challenged.name));
		assert.deepEqual(openedFor(), [tenantId], 'one page, however many calls');
		await collapse(customer);
	});

	it('given up: the node says what to do, and Retry does not ask again', async () => {
		const { customers, workbench } = bed();
		const { tenantId, customer } = givenUp;
		await demand(tenantId, 'c2');
		await declineSignIn(await openSignInPage(bed(), () => customers.show(customer)));
		const error = customers.errors.first();
		await error.waitFor();
		const said = (await error.getAttribute('aria-label')) ?? '';
		assert.match(said, /The sign-in that .* asks for was not finished/);
		assert.match(said, /Sign in to this tenant, then try again/);
		await takePicture(workbench, 'challenge-given-up');
		await press(error, 'Retry');
		await error.waitFor();
		assert.deepEqual(openedFor(), [tenantId]);
	});

	it('Sign In on that node leads to one page, which meets the challenge', async () => {
		const { customers } = bed();
		const page = await openSignInPage(bed(), () => press(customers.errors.first(), 'Sign In'));
		assert.match(new URL(page.url()).searchParams.get('claims') ?? '', /"acrs"/);
		await completeSignIn(page);
		await customers.row(givenUp.name).waitFor();
		assert.equal(await customers.errors.count(), 0);
		assert.deepEqual(openedFor(), [givenUp.tenantId]);
		await collapse(givenUp.customer);
	});

	it('multifactor authentication: the node says so and offers Sign In; after one page the reservations are there', async () => {
		const { customers, workbench } = bed();
		const tenant = await tenantOf(sandbox, demandsMfa);
		await customers.show(demandsMfa);
		const error = customers.errors.first();
		await error.waitFor();
		assert.match((await error.getAttribute('aria-label')) ?? '', /wants you to confirm your sign-in, for example with MFA/);
		await takePicture(workbench, 'challenge-mfa');
		await completeSignIn(await openSignInPage(bed(), () => press(error, 'Sign In')));
		await workbench.until(async () => (await shown(demandsMfa)) > 0, 'the reservations');
		assert.equal(await customers.errors.count(), 0);
		assert.deepEqual(openedFor(), [tenant]);
		await collapse(demandsMfa);
	});

	it('consent missing: details and access check have the link for an administrator, and once it is given all is there', async () => {
		const { customers, workbench } = bed();
		const tenant = await tenantOf(sandbox, lacksConsent);
		const { authority, clientId } = sandbox.endpoints;
		const link = `${authority}/${tenant}/adminconsent?client_id=${clientId}`;
		await customers.show(lacksConsent);
		const error = customers.errors.first();
		await error.waitFor();
		await press(error, 'Show Details');
		const dialog = workbench.page.locator('.monaco-dialog-box');
		await dialog.getByText(link).waitFor();
		await takePicture(workbench, 'challenge-consent');
		await workbench.page.keyboard.press('Escape');
		await dialog.waitFor({ state: 'detached' });
		await workbench.runCommand('View: Close All Editors');
		await workbench.runCommand(paletteTitle('cspReservations.checkAccess'));
		await workbench.quickInput.fill(tenant);
		await workbench.quickPickRows.filter({ hasText: lacksConsent }).first().click();
		await workbench.panel.getByText('The application is not consented in this tenant').first().waitFor();
		await workbench.panel.locator(`[title=${JSON.stringify(link)}]`).waitFor();
		const consent = await workbench.context.newPage();
		await consent.goto(link);
		await consent.getByRole('button', { name: 'Accept' }).click();
		await consent.getByText('Consent given').waitFor();
		await consent.close();
		await press(error, 'Retry');
		await workbench.until(async () => (await shown(lacksConsent)) > 0, 'the reservations');
		assert.equal(await customers.errors.count(), 0);
	});
});
