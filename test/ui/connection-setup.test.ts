/** A connection set up in VS Code, step by step. */
import assert from 'node:assert/strict';
import { paletteTitle } from '../host/manifest';
import { useBed } from './helpers/bed';
import { takePicture } from './helpers/pictures';
import { type SecureSandbox, startSecureSandbox } from './helpers/sandbox-process';
import { machineSettings } from './helpers/settings-file';
import { cancelSignIn, openOutside } from './helpers/sign-in';

const partner = 'Practice Partner';

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
		await workbench.quickTitle.filter({ hasText: 'Set Up Connection (1/' }).waitFor();
	};
	/** Types into the open question and presses Enter; an empty text chooses what is active. */
	const answer = async (text: string, next: string) => {
		const { workbench } = bed();
		if (text !== '') await workbench.page.keyboard.type(text);
		await workbench.page.keyboard.press('Enter');
		await workbench.quickTitle.filter({ hasText: next }).waitFor();
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
		await workbench.quickMessage.filter({ hasText: 'This is not an ID' }).waitFor();
		await takePicture(workbench, 'connections-set-up-wrong-id');
		await keyboard.press('Control+A');
		await answer(client.toUpperCase(), '(5/6)');
		await answer(tenant, '(6/6)');
		await answer(partner.toUpperCase(), '(6/6)');
		await workbench.quickMessage.filter({ hasText: 'There is a connection of this name already.' }).waitFor();
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
		await workbench.quickTitle.filter({ hasText: '(4/' }).waitFor();
		assert.equal(await workbench.quickInput.inputValue(), client);
		await keyboard.press('Control+Alt+Minus');
		await workbench.quickTitle.filter({ hasText: '(3/' }).waitFor();
		await keyboard.press('Control+Alt+Minus');
		await workbench.quickTitle.filter({ hasText: '(2/' }).waitFor();
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
		await workbench.quickTitle.filter({ hasText: 'Client Secret of “Automation”' }).waitFor();
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
