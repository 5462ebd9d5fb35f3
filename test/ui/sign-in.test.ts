/** Signing in for real: the browser's sign-in page, the redirect to this computer, and every customer's tenant with that one sign-in. */
import assert from 'node:assert/strict';
import { paletteTitle } from '../host/manifest';
import { useBed } from './helpers/bed';
import { takePicture } from './helpers/pictures';
import { type SecureSandbox, startSecureSandbox } from './helpers/sandbox-process';
import { completeSignIn, declineSignIn, openSignInPage, pressSignIn } from './helpers/sign-in';

const name = 'Practice Partner';

describe('Signing in with the browser', () => {
	let sandbox: SecureSandbox;
	const bed = useBed(async () => {
		sandbox = await startSecureSandbox('--customers', '12');
		return {
			env: sandbox.env,
			settings: {
				'cspReservations.connection': name,
				'cspReservations.connections': [sandbox.connection(name, 'browser')],
			},
			reachable: [sandbox.endpoints.authority, 'http://localhost:'],
		};
	});
	after(() => sandbox?.stop());

	it('says that nobody is signed in, and offers to', async () => {
		const { workbench } = bed();
		await workbench.openViewContainer('CSP Reservations');
		await workbench.page.locator('.sidebar').getByText('Nobody is signed in').waitFor();
		await workbench.statusBarEntry(name).waitFor();
		await takePicture(workbench, 'signed-out');
	});

	it('cancelled at the sign-in page: nothing is signed in, and it can be tried again', async () => {
		const { workbench } = bed();
		const page = await openSignInPage(bed(), () => pressSignIn(bed()));
		await declineSignIn(page);
		// The window was in the background, where VS Code shows no notification by itself.
		await workbench.runCommand('Notifications: Show Notifications');
		await workbench.page.locator('.notifications-center').getByText('The sign-in was cancelled').waitFor();
		await workbench.page.keyboard.press('Escape');
		await workbench.page.locator('.sidebar').getByRole('button', { name: 'Sign In' }).waitFor();
	});

	it('one sign-in, and the customers and their reservations are there', async () => {
		const { workbench, customers } = bed();
		const page = await openSignInPage(bed(), () => pressSignIn(bed()));
		const asked = new URL(page.url());
		assert.equal(asked.origin, new URL(sandbox.endpoints.authority).origin);
		assert.equal(asked.searchParams.get('code_challenge_method'), 'S256');
		assert.ok((asked.searchParams.get('state') ?? '').length >= 16, 'a state that can not be guessed');
		assert.match(asked.searchParams.get('redirect_uri') ?? '', /^http:\/\/localhost:\d+/);
		await completeSignIn(page);
		await customers.rows.first().waitFor();
		const reservation = await customers.firstReservation();
		assert.ok((await reservation.count()) > 0);
		await takePicture(workbench, 'signed-in');
	});

	it('says who is signed in', async () => {
		const { workbench } = bed();
		await workbench.runCommand(paletteTitle('cspReservations.whoAmI'));
		await workbench.panel.getByText('practice.user@').first().waitFor();
		await workbench.panel.getByText('AdminAgents').first().waitFor();
		await takePicture(workbench, 'who-am-i');
	});

	it('signs out, keeps what was read, and asks for a sign-in again', async () => {
		const { workbench, customers } = bed();
		const before = await customers.customers.count();
		await workbench.runCommand(paletteTitle('cspReservations.signOut'));
		await customers.errors.first().waitFor();
		assert.equal(await customers.customers.count(), before, 'the customers stay');
	});

	it('somebody else signs in: what the one before has read is gone, from an open Overview too', async () => {
		const { workbench, customers } = bed();
		const { panel } = workbench;
		await customers.openOverview(customers.reservations.first());
		const essentials = panel.getByRole('heading', { name: 'Essentials' });
		await essentials.waitFor();
		const page = await openSignInPage(bed(), () => workbench.runCommand(paletteTitle('cspReservations.signIn')));
		await completeSignIn(page, 'colleague');
		await essentials.waitFor({ state: 'detached' });
		await panel.locator('.problem').first().waitFor();
		await workbench.until(async () => (await customers.reservations.count()) === 0, 'the reservations to go from the tree');
		await takePicture(workbench, 'signed-in-as-another');
	});
});
