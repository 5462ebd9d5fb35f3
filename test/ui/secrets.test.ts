/** Nothing that a sign-in is made of gets out: a whole day's work, then a search through all that was written, shown and copied. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { nameOf } from '../host/customers-view';
import { paletteTitle } from '../host/manifest';
import { type Bed, logOf, useBed } from './helpers/bed';
import { BrowserSecrets, browserStorage } from './helpers/browser-storage';
import { pressInRow } from './helpers/menus';
import { type SecureSandbox, startSecureSandbox } from './helpers/sandbox-process';
import { filesBelow, type Place, SecretSearch } from './helpers/secret-search';
import { completeSignIn, openSignInPage, pressSignIn } from './helpers/sign-in';
import { hearWebviews } from './helpers/webview-messages';

const name = 'Practice Partner';
const extensionId = 'csp-reservations.csp-reservations';
/** Seconds; a token is renewed after half of it. */
const tokenLifetime = 16;
const reservationsPath = '/providers/microsoft.capacity/reservations';

interface Way {
	readonly method: 'browser' | 'clientSecret';
	/** Makes the sandbox ready for it. @returns what differs in the entry of the connection, and what must not get out */
	prepare(sandbox: SecureSandbox): Promise<{ readonly entry: object; readonly secret?: string }>;
	signIn(bed: Bed, secret: string | undefined): Promise<void>;
	/** The parts of what VS Code keeps that are secret. */
	keptSecrets(kept: Readonly<Record<string, unknown>>): readonly (readonly [what: string, value: string])[];
}

const ways: readonly Way[] = [
	{
		method: 'browser',
		prepare: async () => ({ entry: {} }),
		signIn: async (bed) => completeSignIn(await openSignInPage(bed, () => pressSignIn(bed))),
		keptSecrets: ({ session }) => {
			const { RefreshToken } = JSON.parse(String(session)) as { RefreshToken: Record<string, { secret: string }> };
			return Object.values(RefreshToken).map(({ secret }) => ['the refresh token', secret]);
		},
	},
	{
		method: 'clientSecret',
		async prepare(sandbox) {
			const clientId = randomUUID();
			// As Entra makes them: with characters that other texts have to write in another way.
			const secret = `Q8~${randomBytes(27).toString('base64')}`;
			await sandbox.control('POST', 'apps', { clientId, displayName: 'Automation', secrets: [secret], isPublic: false });
			return { entry: { clientId }, secret };
		},
		async signIn(bed, secret = '') {
			const { workbench } = bed;
			await pressSignIn(bed);
			await workbench.page.locator('.quick-input-widget input[type="password"]').fill(secret);
			await workbench.page.keyboard.press('Enter');
		},
		keptSecrets: ({ clientSecret }) => [['the client secret', String(clientSecret)]],
	},
];

for (const { method, prepare, signIn, keptSecrets } of ways) {
	describe(`Secrets of the sign-in method ${method}`, () => {
		const search = new SecretSearch();
		const copied: Place[] = [];
		let sandbox: SecureSandbox;
		let secret: string | undefined;
		let secrets: BrowserSecrets;
		let messages: readonly string[];
		let reservation: string;
		const bed = useBed(async () => {
			sandbox = await startSecureSandbox('--customers', '12', '--token-lifetime', String(tokenLifetime));
			const prepared = await prepare(sandbox);
			secret = prepared.secret;
			if (secret !== undefined) search.know('the client secret', secret);
			return {
				env: sandbox.env,
				logLevel: 'trace',
				settings: {
					'cspReservations.connection': name,
					'cspReservations.connections': [{ ...sandbox.connection(name, method), ...prepared.entry }],
				},
				reachable: [sandbox.endpoints.authority, 'http://localhost:'],
			};
		});
		before('watch the browser', async () => {
			const { workbench } = bed();
			search.watch(workbench.context);
			secrets = await BrowserSecrets.keptBy(workbench);
			messages = await hearWebviews(workbench);
		});
		after(() => sandbox?.stop());

		/** Waits for a text on the clipboard, and keeps it for the search. */
		const copiedText = async (what: string, holds: (text: string) => boolean) => {
			const { workbench } = bed();
			await workbench.until(async () => holds(await workbench.clipboard()), `${what} in the clipboard`);
			copied.push({ where: `clipboard: ${what}`, text: await workbench.clipboard() });
		};
		/** Token requests that were granted so far for the customers and the partner, by tenant and service. */
		const granted = async () => {
			const { requests } = (await sandbox.control('GET', 'tokens')) as {
				requests: readonly { tenant: string; audience: string; grant: string; granted: number }[];
			};
			return requests;
		};

		it('the search finds secrets where there are some', async () => {
			const { host } = bed();
			const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: randomUUID(), client_secret: 'any' });
			form.set('scope', `${sandbox.endpoints.graph}/.default`);
			const { authority, partnerTenantId } = sandbox.endpoints;
			const answer = await sandbox.fetch(`${authority}/${partnerTenantId}/oauth2/v2.0/token`, { method: 'POST', body: form });
			const { access_token } = (await answer.json()) as { access_token: string };
			const file = path.join(host.dataFolder, 'data/planted.log');
			await writeFile(file, `2026-01-01 [trace] sent Authorization: Bearer ${access_token}\n`);
			const found = search.in(await filesBelow(host.dataFolder));
			await rm(file);
			assert.deepEqual(
				found.map(({ what, where }) => `${what} in ${where}`),
				['a token', 'the beginning of a token', 'a bearer token'].map((what) => `${what} in data/planted.log`),
			);
		});

		it('signs in, and VS Code keeps the secret, sealed', async () => {
			const { workbench, customers } = bed();
			await workbench.openViewContainer('CSP Reservations');
			await signIn(bed(), secret);
			await customers.rows.first().waitFor();
			reservation = await nameOf(await customers.firstReservation());
			await workbench.until(async () => (await secrets.of(extensionId)).length > 0, 'the secret to be kept');
			const [kept = '', ...others] = await secrets.of(extensionId);
			assert.deepEqual(others, [], 'one entry for the connection');
			const found = keptSecrets(JSON.parse(kept));
			assert.equal(found.length, 1);
			for (const [what, value] of found) search.know(what, value);
		});

		it('shows an overview, a day of its use, and copies details for support', async () => {
			const { workbench, customers } = bed();
			await customers.openOverview(customers.row(reservation));
			const { panel } = workbench;
			await panel
				.locator('details > summary')
				.filter({ hasText: /numbers/i })
				.first()
				.click();
			await panel.locator('td button.link, th button.link').first().click();
			await panel.locator('#resources-title').waitFor();
			await workbench.until(async () => (await panel.locator('[aria-busy="true"]').count()) === 0, 'the day to be loaded');
			await workbench.runCommand(paletteTitle('cspReservations.copySupportDetails'));
			await copiedText('details for support', (text) => text.includes(reservation));
		});

		it('checks the access, and copies the report', async () => {
			const { workbench } = bed();
			await workbench.runCommand(paletteTitle('cspReservations.checkAccess'));
			const copy = workbench.panel.getByRole('button', { name: 'Copy Report' });
			await copy.waitFor();
			await workbench.until(async () => (await workbench.panel.locator('[aria-busy="true"]').count()) === 0, 'the checks to end');
			await copy.click();
			await copiedText('access report', (text) => text.startsWith('# Access check'));
			await workbench.runCommand(paletteTitle('cspReservations.whoAmI'));
			await workbench.panel.getByText(sandbox.endpoints.partnerTenantId).first().waitFor();
		});

		for (const status of [401, 403, 500]) {
			it(`fails with ${status}, and copies the details of the failure`, async () => {
				const { workbench, customers } = bed();
				await sandbox.plan({ service: 'resourceManager', path: reservationsPath }, { kind: 'status', status });
				await workbench.runCommand(paletteTitle('cspReservations.refreshAll'));
				const error = customers.errors.first();
				await error.waitFor();
				const dialog = workbench.page.locator('.monaco-dialog-box');
				// VS Code hands no node to a command of a row that is being drawn anew.
				await workbench.until(async () => {
					await pressInRow(workbench, error, 'Show Details');
					return dialog.waitFor({ timeout: 3000 }).then(
						() => true,
						() => false,
					);
				}, 'the details of the failure');
				await dialog.getByRole('button', { name: 'Copy Details' }).click();
				await copiedText(`failure ${status}`, (text) => text.includes(`HTTP status: ${status}`));
				await sandbox.repair();
				await workbench.runCommand(paletteTitle('cspReservations.refreshAll'));
				await error.waitFor({ state: 'detached' });
			});
		}

		it('renews tokens', async () => {
			const { workbench } = bed();
			const before = await granted();
			await workbench.page.waitForTimeout((tokenLifetime / 2) * 1000);
			await workbench.runCommand(paletteTitle('cspReservations.refreshAll'));
			await workbench.until(async () => {
				const now = await granted();
				return before.some((one) => now.some((other) => sameRequest(one, other) && other.granted > one.granted));
			}, 'another token for the same service and tenant');
		});

		it('signs out, and nothing of it is kept any more', async () => {
			const { workbench, customers } = bed();
			await workbench.runCommand(paletteTitle('cspReservations.signOut'));
			await customers.errors.first().waitFor();
			await workbench.until(async () => (await secrets.of(extensionId)).length === 0, 'the secret to be gone');
		});

		it('no file, no message, no copied text and nothing in the browser has a secret in it', async () => {
			const { host, workbench } = bed();
			// What is searched has to be there: all that was done has left its traces.
			await workbench.until(
				async () => (await logOf(host)).some((line) => line.includes('Signed out of')),
				'the log to be written to the end',
			);
			const log = (await logOf(host)).join('\n');
			assert.match(log, /\[debug\] GET \S+ 200/, 'the log has every call');
			assert.match(log, /\[debug\] POST \S+\/oauth2\/v2\.0\/token 200/, 'the log has the token requests');
			const said = messages.join('\n');
			for (const type of ['ready', 'overview', 'usage', 'showDay', 'resources', 'copyReport', 'access', 'who']) {
				assert.ok(said.includes(`"type":"${type}"`), `a message "${type}" was heard`);
			}
			assert.equal(copied.length, 5);
			if (method === 'browser') {
				assert.equal(search.count('an authorization code'), 1);
				assert.equal(search.challenges, 1);
			}
			const files = await filesBelow(host.dataFolder);
			assert.ok(
				files.some(({ where }) => where.includes('globalStorage') && where.includes('csp-reservations')),
				'the cache is there',
			);
			assert.ok(
				files.some(({ where, text }) => where.endsWith('remoteexthost.log') && text.includes('[trace]')),
				'the extension host logs everything',
			);
			const kept = await browserStorage(workbench);
			for (const store of ['localStorage', 'IndexedDB'])
				assert.ok(
					kept.some(({ where }) => where.startsWith(store)),
					store,
				);
			const found = search.in([
				...files,
				...kept,
				...copied,
				...messages.map((text, index) => ({ where: `webview message ${index}`, text })),
				...workbench.openedLinks.map((text) => ({ where: 'opened link', text })),
				...workbench.consoleErrors.map((text) => ({ where: 'console', text })),
			]);
			assert.deepEqual(found, []);
		});
	});
}

interface TokenRequest {
	readonly tenant: string;
	readonly audience: string;
	readonly grant: string;
}

function sameRequest(one: TokenRequest, other: TokenRequest): boolean {
	return one.tenant === other.tenant && one.audience === other.audience && one.grant === other.grant;
}
