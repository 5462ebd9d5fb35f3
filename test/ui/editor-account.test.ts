/** Signing in with VS Code's Microsoft account: its question, tokens of every customer's tenant without another one, and its ends. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { publicClouds } from '../../src/azure/clouds';
import { nameOf } from '../host/customers-view';
import { paletteTitle } from '../host/manifest';
import { type Bed, useBed } from './helpers/bed';
import { builtInExtensionsWithTestAccount } from './helpers/editor-account';
import { editorsOwnClientId, type MicrosoftAddresses, startMicrosoftAddresses } from './helpers/microsoft-addresses';
import { takePicture } from './helpers/pictures';
import { type SandboxProcess, startSandboxProcess } from './helpers/sandbox-process';
import { pressSignIn } from './helpers/sign-in';
import { tenantOf } from './helpers/truth';

const name = 'Contoso';
const account = 'practice.user@partner.onmicrosoft.com';

/** A VS Code whose Microsoft account is the tests', and a sandbox behind Microsoft's addresses. @param clientId of the connection */
function useEditorAccount(clientId: string | undefined, more: Readonly<Record<string, unknown>> = {}) {
	let sandbox: SandboxProcess;
	let microsoft: MicrosoftAddresses;
	const bed = useBed(async () => {
		sandbox = await startSandboxProcess('--customers', '12');
		for (const id of [editorsOwnClientId, clientId]) {
			if (id !== undefined) await sandbox.control('POST', 'apps', { clientId: id });
		}
		microsoft = await startMicrosoftAddresses(sandbox);
		const tenantId = sandbox.endpoints.partnerTenantId;
		return {
			builtInExtensions: await builtInExtensionsWithTestAccount(),
			env: microsoft.env,
			userSettings: microsoft.userSettings,
			settings: {
				'cspReservations.connection': name,
				'cspReservations.connections': [
					{ name, cloud: 'azure', tenantId, signIn: 'vscode', ...(clientId !== undefined && { clientId }) },
				],
				...more,
			},
		};
	});
	after('end the services', async () => {
		await microsoft?.close();
		await sandbox?.stop();
	});
	return { bed, sandbox: () => sandbox, microsoft: () => microsoft };
}

/** A question of VS Code or of its Microsoft account. */
function question({ workbench }: Bed, text: string | RegExp) {
	return workbench.page.locator('.monaco-dialog-box').filter({ hasText: text });
}

/**
 * Presses Sign In in the view until VS Code asks whether the extension may: a press that comes while the question before is just
 * being closed shares its end.
 */
async function askForSignIn(bed: Bed): Promise<void> {
	await bed.workbench.until(async () => {
		await pressSignIn(bed);
		const asked = question(bed, 'wants to sign in using Microsoft').waitFor({ timeout: 3000 });
		return await asked.then(
			() => true,
			() => false,
		);
	}, 'VS Code to ask');
}

const allow = (bed: Bed) =>
	question(bed, 'wants to sign in using Microsoft').getByRole('button', { name: 'Allow', exact: true }).click();
const confirm = (bed: Bed) =>
	question(bed, 'Sign in to Microsoft as').getByRole('button', { name: 'Sign In to Microsoft' }).click();

/** Each token went to the service that it is for, and to no other. */
function assertTokensWentHome({ visits }: MicrosoftAddresses): void {
	const strays = visits.filter(({ service, token }) => {
		if (token === undefined) return false;
		return service === 'authority' || token.aud !== publicClouds.azure.resources[service];
	});
	assert.deepEqual(strays, []);
	assert.ok(visits.some(({ token }) => token !== undefined));
}

const tokenRequests = ({ visits }: MicrosoftAddresses) => visits.filter(({ path }) => path.endsWith('/oauth2/v2.0/token'));

describe('VS Code’s Microsoft account, with an application of the partner', () => {
	const clientId = randomUUID();
	const { bed, sandbox, microsoft } = useEditorAccount(clientId);

	it('VS Code’s question declined: nobody is signed in, and the view says so', async () => {
		const { workbench } = bed();
		await workbench.openViewContainer('CSP Reservations');
		await workbench.page.locator('.sidebar').getByText('Nobody is signed in').waitFor();
		await askForSignIn(bed());
		await question(bed(), 'wants to sign in using Microsoft').getByRole('button', { name: 'Cancel' }).click();
		await workbench.page.locator('.sidebar').getByText('Nobody is signed in').waitFor();
		assert.deepEqual(tokenRequests(microsoft()), []);
	});

	it('the sign-in declined: nobody is signed in, and nothing is shown as an error', async () => {
		const { workbench } = bed();
		await askForSignIn(bed());
		await allow(bed());
		await takePicture(workbench, 'editor-account-question');
		await question(bed(), 'Sign in to Microsoft as').getByRole('button', { name: 'Cancel' }).click();
		await workbench.page.locator('.sidebar').getByText('Nobody is signed in').waitFor();
		assert.equal(await workbench.notifications.count(), 0);
		assert.deepEqual(tokenRequests(microsoft()), []);
	});

	it('one question, and the customers and their reservations are there', async () => {
		const { workbench, customers } = bed();
		await askForSignIn(bed());
		await allow(bed());
		await confirm(bed());
		await customers.rows.first().waitFor();
		await customers.firstReservation();
		await takePicture(workbench, 'editor-account-signed-in');
		const requests = tokenRequests(microsoft());
		const [first, ...later] = requests.map(({ path, form }) => ({
			tenant: path.split('/')[1],
			grant: form.get('grant_type'),
			resource: form.get('scope')?.split('/.default')[0],
			clientId: form.get('client_id'),
		}));
		const { partnerTenantId } = sandbox().endpoints;
		const { partnerCenter, resourceManager } = publicClouds.azure.resources;
		assert.deepEqual(first, { tenant: partnerTenantId, grant: 'authorization_code', resource: partnerCenter, clientId });
		assert.ok(
			later.every(({ grant }) => grant === 'refresh_token'),
			'everything else without a question',
		);
		assert.ok(later.some(({ tenant, resource }) => tenant !== partnerTenantId && resource === resourceManager));
		assert.ok(requests.every(({ form }) => form.get('client_id') === clientId));
		assertTokensWentHome(microsoft());
	});

	it('shows another customer without a question', async () => {
		const { customers, workbench } = bed();
		const [visits, children] = [microsoft().visits.length, await customers.children.count()];
		const closed = customers.customers.and(workbench.page.locator('[aria-expanded="false"]')).first();
		// By its name: once it is open, the first closed one is another.
		await customers.show(await nameOf(closed));
		await workbench.until(async () => (await customers.reservations.count()) > children, 'its reservations');
		assert.ok(
			microsoft()
				.visits.slice(visits)
				.some(({ service, token }) => service === 'resourceManager' && token !== undefined),
		);
		assert.equal(await question(bed(), /./).count(), 0);
	});

	it('says who is signed in', async () => {
		const { workbench } = bed();
		await workbench.runCommand(paletteTitle('cspReservations.whoAmI'));
		await workbench.panel.getByText(account).first().waitFor();
	});

	it('a challenge of a customer’s tenant: one question that carries the claims', async () => {
		const { workbench, customers } = bed();
		const row = customers.customers.first();
		const tenant = await tenantOf(sandbox(), await nameOf(row));
		await sandbox().control('POST', 'policies', { tenant, kind: 'claims' });
		const before = microsoft().visits.length;
		await workbench.runCommand(paletteTitle('cspReservations.refreshAll'));
		const asked = question(bed(), 'wants to sign in using Microsoft');
		await asked.getByText(`The tenant ${tenant} wants you to confirm your sign-in`).waitFor();
		await takePicture(workbench, 'editor-account-challenge');
		await allow(bed());
		await question(bed(), 'confirming who you are').waitFor();
		await confirm(bed());
		await workbench.until(async () => {
			const calls = microsoft()
				.visits.slice(before)
				.filter(({ service, token }) => service === 'resourceManager' && token?.tid === tenant);
			return calls.length >= 2 && (await customers.errors.count()) === 0;
		}, 'the reservations to be read after the challenge');
		const signIns = tokenRequests(microsoft()).filter(({ form }) => form.get('grant_type') === 'authorization_code');
		assert.equal(signIns.length, 2, 'the first one and this one');
		assert.equal(await question(bed(), /./).count(), 0);
		await sandbox().control('DELETE', `policies/${tenant}`);
	});

	it('signs out of the extension, and the view asks for a sign-in again', async () => {
		const { workbench, customers } = bed();
		const before = microsoft().visits.length;
		await workbench.runCommand(paletteTitle('cspReservations.signOut'));
		await customers.errors.filter({ hasText: 'Nobody is signed in' }).first().waitFor();
		assert.deepEqual(microsoft().visits.slice(before), [], 'nothing is asked for any more');
	});

	it('signs in again without a question: VS Code still has the account', async () => {
		const { workbench, customers } = bed();
		const before = microsoft().visits.length;
		await workbench.runCommand(paletteTitle('cspReservations.signIn'));
		await customers.errors.first().waitFor({ state: 'detached' });
		assert.ok(
			microsoft()
				.visits.slice(before)
				.some(({ service }) => service === 'partnerCenter'),
		);
	});
});

describe('VS Code’s Microsoft account, with its own application', () => {
	const { bed, microsoft, sandbox } = useEditorAccount(undefined);

	it('Partner Center is not for it: the customers come from Microsoft Graph, and the tree says so', async () => {
		const { workbench, customers } = bed();
		await workbench.openViewContainer('CSP Reservations');
		await askForSignIn(bed());
		await allow(bed());
		await confirm(bed());
		await customers.customers.first().waitFor();
		await customers.rows.filter({ hasText: 'Not the list of Partner Center' }).first().waitFor();
		await customers.firstReservation();
		await takePicture(workbench, 'editor-account-graph');
		const { visits } = microsoft();
		assert.deepEqual(
			visits.filter(({ service }) => service === 'partnerCenter'),
			[],
		);
		assert.ok(visits.some(({ service, token }) => service === 'graph' && token?.tid === sandbox().endpoints.partnerTenantId));
		assert.ok(visits.every(({ token }) => token === undefined || token.appid === editorsOwnClientId));
		assertTokensWentHome(microsoft());
	});

	it('says what it takes to use Partner Center', async () => {
		const note = bed().customers.rows.filter({ hasText: 'Not the list of Partner Center' }).first();
		const said = (await note.getAttribute('aria-label')) ?? '';
		assert.match(said, /VS Code’s own application may not use Partner Center/);
		assert.match(said, /Register an application in your tenant and set its clientId in the connection “Contoso”/);
	});
});
