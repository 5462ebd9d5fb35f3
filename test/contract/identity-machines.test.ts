/** Signing in without a person, by what a machine has: a certificate, a workload's or a managed identity, the Azure CLI; each with its real other side. */
import assert from 'node:assert/strict';
import { createHash, createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Certificate, makeAppCertificate } from '../helpers/certificates';
import { sendJson, serve } from '../helpers/http-server';
import { APP, claimsIn, failureOf, Partner } from './identity-partner';

describe('identity over https: what a machine has', () => {
	let partner: Partner;
	let partnerTenant: string;
	let tenants: string[];
	let folder: string;
	let certificate: Certificate;
	before(async () => {
		partner = await Partner.start({ customers: 16 });
		partnerTenant = partner.sandbox.endpoints.partnerTenantId;
		folder = await mkdtemp(path.join(tmpdir(), 'csp-identity-'));
		certificate = await makeAppCertificate('csp-reservations');
		await partner.register(certificate.certificate);
		tenants = await partner.tenants();
	});
	after(async () => {
		await partner.close();
		await rm(folder, { recursive: true });
	});
	const tenant = () => tenants[0] ?? '';

	describe('clientCertificate', () => {
		const pem = async (name: string, text: string) => {
			const file = path.join(folder, name);
			await writeFile(file, text);
			return file;
		};
		const open = (certificatePath: string) => partner.open({ signIn: 'clientCertificate', clientId: APP, certificatePath });

		it('signs with the key of the file', async () => {
			const { identity } = open(await pem('right.pem', `${certificate.key}\n${certificate.certificate}\n`));
			assert.deepEqual(await identity.signIn(), { name: APP, tenantId: partnerTenant, kind: 'application' });
			const token = claimsIn(await identity.get('resourceManager', tenant()));
			assert.equal(token.tid, tenant());
			assert.equal(token.appidacr, '2');
		});

		it('says what is wrong with the file', async () => {
			const other = await makeAppCertificate('another');
			const unreadable = await pem('unreadable.pem', '');
			await rm(unreadable);
			const files: [text: string | undefined, expected: RegExp][] = [
				[undefined, /is not there/],
				['', /no certificate/],
				[certificate.certificate, /no private key/],
				[certificate.key, /no certificate/],
				[`${certificate.certificate}\n${other.key}`, /no private key of its certificate/],
			];
			for (const [text, expected] of files) {
				const file = text === undefined ? path.join(folder, 'none.pem') : await pem('some.pem', text);
				const failure = await failureOf(open(file).identity.signIn());
				assert.equal(failure.kind, 'NotAllowed');
				assert.equal(failure.details.code, 'Certificate');
				assert.match(failure.message, expected);
				assert.ok(failure.message.includes(file));
				assert.ok(failure.details.remedy);
				assert.doesNotMatch(JSON.stringify(failure.details), /PRIVATE|MII/);
			}
			const directory = await failureOf(open(folder).identity.signIn());
			assert.match(directory.message, /can’t be read/);
			const stranger = await failureOf(open(await pem('other.pem', `${other.certificate}\n${other.key}`)).identity.signIn());
			assert.equal(stranger.details.code, 'AADSTS700027');
			assert.match(stranger.message, /does not belong to the application/);
		});
	});

	describe('workloadIdentity', () => {
		const before = process.env.AZURE_FEDERATED_TOKEN_FILE;
		afterEach(() => {
			if (before === undefined) delete process.env.AZURE_FEDERATED_TOKEN_FILE;
			else process.env.AZURE_FEDERATED_TOKEN_FILE = before;
		});

		it('exchanges the token that the machine’s file holds', async () => {
			const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
			const x5t = createHash('sha256').update(new X509Certificate(certificate.certificate).raw).digest('base64url');
			const now = Math.floor(Date.now() / 1000);
			const aud = `${partner.sandbox.endpoints.authority}/${partnerTenant}/v2.0`;
			const signed = `${part({ alg: 'RS256', 'x5t#S256': x5t })}.${part({ iss: APP, sub: APP, aud, exp: now + 600 })}`;
			const signature = sign('sha256', Buffer.from(signed), createPrivateKey(certificate.key)).toString('base64url');
			const file = path.join(folder, 'token');
			await writeFile(file, `${signed}.${signature}`);
			process.env.AZURE_FEDERATED_TOKEN_FILE = file;
			const { window, identity } = partner.open({ signIn: 'workloadIdentity', clientId: APP });
			assert.deepEqual(await identity.signIn(), { name: APP, tenantId: partnerTenant, kind: 'application' });
			assert.ok(await identity.get('graph', partnerTenant));
			assert.ok(![...window.kept.values()].join().includes(signature));
		});

		it('says so when there is none', async () => {
			delete process.env.AZURE_FEDERATED_TOKEN_FILE;
			const open = () => partner.open({ signIn: 'workloadIdentity', clientId: APP }).identity.signIn();
			for (const file of [undefined, path.join(folder, 'no-such-token')]) {
				if (file !== undefined) process.env.AZURE_FEDERATED_TOKEN_FILE = file;
				const failure = await failureOf(open());
				assert.equal(failure.details.code, 'NoWorkloadIdentity');
				assert.match(failure.details.remedy ?? '', /AZURE_FEDERATED_TOKEN_FILE/);
			}
		});
	});

	describe('managedIdentity', () => {
		it('asks the machine’s endpoint, for its own tenant only', async () => {
			const { window: issuing, identity: issuer } = partner.open({ signIn: 'clientSecret', clientId: APP });
			issuing.clientSecret = 'right';
			await issuer.signIn();
			const token = await issuer.get('resourceManager', partnerTenant);
			const machine = await serve((response) =>
				sendJson(response, 200, {
					access_token: token,
					expires_on: `${Number(claimsIn(token).exp)}`,
					resource: 'x',
					token_type: 'Bearer',
				}),
			);
			Object.assign(process.env, { IDENTITY_ENDPOINT: `${machine.origin}/msi/token`, IDENTITY_HEADER: 'machine-header' });
			try {
				const { window, identity } = partner.open({ signIn: 'managedIdentity', clientId: APP });
				assert.deepEqual(await identity.signIn(), { name: APP, tenantId: partnerTenant, kind: 'application' });
				assert.equal(await identity.get('resourceManager', partnerTenant), token);
				assert.equal(machine.asked[0]?.headers['x-identity-header'], 'machine-header');
				assert.equal(machine.asked[0]?.query.get('resource'), partner.sandbox.endpoints.resourceManager);
				const failure = await failureOf(identity.get('resourceManager', tenant()));
				assert.match(failure.message, /own tenant only/);
				assert.doesNotMatch(window.lines.join('\n'), /eyJ|machine-header/);
			} finally {
				await machine.close();
			}
			const failure = await failureOf(partner.open({ signIn: 'managedIdentity', clientId: APP }).identity.signIn());
			delete process.env.IDENTITY_ENDPOINT;
			delete process.env.IDENTITY_HEADER;
			assert.equal(failure.details.code, 'NoManagedIdentity');
			assert.match(failure.details.detail ?? '', /did not answer/);
		});
	});

	describe('azureCli', () => {
		const paths = process.env.PATH;
		afterEach(() => {
			process.env.PATH = paths;
		});
		/** A CLI that answers as told, in a folder of its own that is the only one on the path. */
		const cli = async (script: string | undefined) => {
			const bin = await mkdtemp(path.join(folder, 'bin-'));
			if (script !== undefined) {
				await writeFile(path.join(bin, 'az'), `#!/bin/sh\n${script}\n`);
				await chmod(path.join(bin, 'az'), 0o755);
			}
			process.env.PATH = `${bin}:/bin`;
			return bin;
		};

		it('takes the tokens of the CLI, and the user it is signed in as', async function () {
			if (process.platform === 'win32') this.skip();
			const { window: issuing, identity: issuer } = partner.open();
			await issuer.signIn();
			assert.equal(issuing.opened.length, 1);
			const token = await issuer.get('resourceManager', partnerTenant);
			const answer = JSON.stringify({ accessToken: token, expires_on: claimsIn(token).exp, tokenType: 'Bearer' });
			const bin = await cli(`echo "$@" >> "$(dirname "$0")/asked"; echo '${answer}'`);
			const { window, identity } = partner.open({ signIn: 'azureCli', clientId: undefined });
			assert.deepEqual(await identity.signIn(), {
				name: 'practice.user@partner.onmicrosoft.com',
				tenantId: partnerTenant,
				kind: 'user',
			});
			await Promise.all([identity.get('resourceManager', tenant()), identity.get('resourceManager', tenant())]);
			const { readFile } = await import('node:fs/promises');
			const asked = (await readFile(path.join(bin, 'asked'), 'utf8')).trim().split('\n');
			assert.equal(asked.length, 2);
			assert.match(asked[1] ?? '', new RegExp(`get-access-token .*--tenant ${tenant()}`));
			const challenged = await failureOf(identity.get('resourceManager', tenant(), { claims: '{"access_token":{}}' }));
			assert.equal(challenged.details.code, 'InteractionRequired');
			assert.match(challenged.details.remedy ?? '', /az login --tenant/);
			assert.doesNotMatch(window.lines.join('\n'), /eyJ/);
		});

		it('says when it is missing or nobody is signed in to it, and passes Entra’s refusals on', async function () {
			if (process.platform === 'win32') this.skip();
			const signIn = () => failureOf(partner.open({ signIn: 'azureCli', clientId: undefined }).identity.signIn());
			await cli(undefined);
			assert.equal((await signIn()).details.code, 'AzureCliMissing');
			await cli(`echo "ERROR: Please run 'az login' to setup account." >&2; exit 1`);
			const failure = await signIn();
			assert.equal(failure.details.code, 'SignInRequired');
			assert.match(failure.details.remedy ?? '', /az login --tenant/);
			await cli(`echo "AADSTS50020: User account does not exist in tenant." >&2; exit 1`);
			assert.equal((await signIn()).details.code, 'AADSTS50020');
		});
	});
});
