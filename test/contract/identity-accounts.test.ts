/** Two accounts of one connection, one after the other: whose tokens go out, and what is known of it. */
import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { claimsIn, Partner } from './identity-partner';

const ANN = 'practice.user@partner.onmicrosoft.com';
const BOB = 'helpdesk.agent@partner.onmicrosoft.com';

describe('identity over https: another account', () => {
	let partner: Partner;
	let tenants: string[];
	before(async () => {
		partner = await Partner.start({ customers: 30 });
		await partner.register();
		tenants = await partner.tenants();
	});
	after(() => partner.close());
	const tenant = (index: number) => tenants[index] ?? assert.fail('too few customers');

	it('signed in by another window: calls are told as those of whose token they carry, and no token of the first is used on', async () => {
		const { window, identity } = partner.open();
		await identity.signIn();
		assert.equal(claimsIn(await identity.get('resourceManager', tenant(0))).upn, ANN);
		assert.equal((await identity.callsAs(tenant(0)))?.name, ANN);

		const other = partner.open({}, window.kept);
		other.window.visits = [{ account: 'helpdesk.agent' }];
		await other.identity.signIn();
		// The token in memory is still the first one's, and so would be the call.
		assert.equal(claimsIn(await identity.get('resourceManager', tenant(0))).upn, ANN);
		assert.equal((await identity.callsAs(tenant(0)))?.name, ANN);
		assert.equal((await identity.account())?.name, BOB);

		let changes = 0;
		identity.onDidChange(() => changes++);
		assert.equal(claimsIn(await identity.get('resourceManager', tenant(1))).upn, BOB);
		assert.equal(changes, 1, 'it is told once');
		assert.equal(claimsIn(await identity.get('resourceManager', tenant(0))).upn, BOB);
		assert.equal((await identity.callsAs(tenant(0)))?.name, BOB);
	});

	it('signed in by this window: is no surprise', async () => {
		const { window, identity } = partner.open();
		await identity.signIn();
		await identity.get('resourceManager', tenant(0));
		window.visits = [{ account: 'helpdesk.agent' }];
		assert.equal((await identity.signIn()).name, BOB);
		let changes = 0;
		identity.onDidChange(() => changes++);
		assert.equal(claimsIn(await identity.get('resourceManager', tenant(0))).upn, BOB);
		assert.equal(changes, 0);
	});

	it('nobody signed in: calls are nobody’s', async () => {
		assert.equal(await partner.open().identity.callsAs(tenant(0)), undefined);
	});

	it('az login as somebody else: what is kept follows, and tokens of the first are let go', async function () {
		if (process.platform === 'win32') this.skip();
		const folder = await mkdtemp(path.join(tmpdir(), 'az-'));
		const paths = process.env.PATH;
		const logIn = async (account: string) => {
			const { window, identity } = partner.open();
			window.visits = [{ account }];
			await identity.signIn();
			for (const id of [partner.sandbox.endpoints.partnerTenantId, tenant(0), tenant(1)]) {
				const token = await identity.get('resourceManager', id);
				const answer = { accessToken: token, expires_on: claimsIn(token).exp, tokenType: 'Bearer' };
				await writeFile(path.join(folder, id), JSON.stringify(answer));
			}
		};
		try {
			// As the real one: it answers for whoever is logged in to it, by tenant.
			await writeFile(
				path.join(folder, 'az'),
				`#!/bin/sh\nwhile [ "$1" != --tenant ]; do shift; done\ncat "$(dirname "$0")/$2"\n`,
			);
			await chmod(path.join(folder, 'az'), 0o755);
			process.env.PATH = `${folder}:/bin:/usr/bin`;
			await logIn('practice.user');
			const { identity } = partner.open({ signIn: 'azureCli', clientId: undefined });
			assert.equal((await identity.signIn()).name, ANN);
			await identity.get('resourceManager', tenant(0));

			await logIn('helpdesk.agent');
			assert.equal((await identity.callsAs(tenant(0)))?.name, ANN, 'the token that is used on');
			assert.equal((await identity.callsAs(tenant(1)))?.name, BOB, 'a new one');
			assert.equal((await identity.account())?.name, BOB);
			assert.equal((await identity.callsAs(tenant(0)))?.name, BOB, 'that of the first was let go');
		} finally {
			process.env.PATH = paths;
			await rm(folder, { recursive: true, force: true });
		}
	});
});
