/** VS Code in a company’s network: through a proxy with a sign-in and a private authority everything works, and else it says why. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { generate } from 'selfsigned';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { makeCertificates } from '../helpers/certificates';
import { startProxy, type TestProxy } from '../helpers/proxy';
import { temporaryFolder } from '../host/processes';
import { type Bed, useBed } from './helpers/bed';
import { takePicture } from './helpers/pictures';

const names = ['authority', 'partner-center', 'resource-manager', 'graph'].map((service) => `${service}.csp.test`);
const credentials = { user: 'ann', password: 'p:a/s s@1' };
/** Any application gets tokens of the sandbox. */
const clientId = '11111111-2222-4333-8444-555555555555';

describe('A company’s network', () => {
	let authorityFile: string;
	let sandbox: Sandbox;
	let proxy: TestProxy;
	let inspector: Inspector;
	let hosts: Readonly<Record<string, string>>;

	before(async () => {
		const certificates = await makeCertificates(names);
		authorityFile = path.join(temporaryFolder('authority'), 'authority.pem');
		await writeFile(authorityFile, certificates.authority.certificate);
		// The names are known to the proxy alone: nothing can go around it.
		sandbox = await startSandbox({ port: 0, customers: 12, tls: certificates.server, advertise: 'https://{service}.csp.test' });
		const { authority, partnerCenter, resourceManager, graph } = sandbox.listeners;
		const places = [authority, partnerCenter, resourceManager, graph].map((address) => new URL(address).host);
		hosts = Object.fromEntries(names.map((name, index) => [name, places[index] ?? '']));
		proxy = await startProxy({ hosts, credentials });
		inspector = await startInspector();
	});
	beforeEach(() => proxy.clear());
	after(async () => {
		await proxy.close();
		await sandbox.close();
		inspector.close();
	});

	/** Settings that make the extension use the sandbox behind the proxy. */
	const settings = () => {
		const { partnerCenter, resourceManager, graph, authority, partnerTenantId } = sandbox.endpoints;
		return {
			'cspReservations.connection': 'Contoso',
			'cspReservations.connections': [
				{
					name: 'Contoso',
					cloud: 'custom',
					tenantId: partnerTenantId,
					signIn: 'clientSecret',
					clientId,
					endpoints: { partnerCenter, resourceManager, graph, authority },
				},
			],
		};
	};

	/** Signs in with a client secret, as the user does. */
	const signIn = async ({ workbench }: Bed) => {
		await workbench.openViewContainer('CSP Reservations');
		await workbench.runCommand('CSP Reservations: Sign In');
		const secret = workbench.page.locator('.quick-input-widget input[type="password"]');
		await secret.waitFor();
		await secret.fill('a secret of the application');
		await workbench.page.keyboard.press('Enter');
	};

	const bed = useBed(() => ({
		settings: settings(),
		// Only without the certificates of the operating system VS Code heeds NODE_EXTRA_CA_CERTS.
		userSettings: { 'http.proxy': proxy.addressWithCredentials, 'http.systemCertificates': false },
		env: { NODE_EXTRA_CA_CERTS: authorityFile },
	}));

	/** Reads the customers anew. */
	const refresh = () => bed().workbench.runCommand('CSP Reservations: Refresh All');

	it('signs in and loads the tree through the proxy', async () => {
		await signIn(bed());
		await bed().customers.rows.first().waitFor();
		await bed().customers.firstReservation();
		for (const service of ['authority', 'partner-center', 'resource-manager']) {
			assert.ok(proxy.count('passed', `${service}.csp.test`) > 0, service);
		}
		await takePicture(bed().workbench, 'network-through-proxy');
	});

	it('shows a reservation through the proxy', async () => {
		const { customers } = bed();
		proxy.change({});
		await customers.openOverview(customers.reservations.first());
		assert.ok(proxy.count('passed', 'resource-manager.csp.test') > 0);
	});

	it('says that the proxy does not accept the sign-in any more', async () => {
		proxy.change({ credentials: { ...credentials, password: 'another one' } });
		await refresh();
		await bed().customers.errors.filter({ hasText: /proxy/i }).first().waitFor();
		assert.ok(proxy.count('wrong sign-in') > 0);
		assert.equal(proxy.count('passed'), 0);
		await takePicture(bed().workbench, 'network-proxy-sign-in');
	});

	it('says that a certificate is signed by an unknown authority when the proxy begins to look into connections', async () => {
		proxy.change({ credentials, hosts: Object.fromEntries(names.map((name) => [name, inspector.address])) });
		await refresh();
		await bed()
			.customers.errors.filter({ hasText: /unknown authority/ })
			.first()
			.waitFor();
		assert.equal(inspector.read(), 0, 'nothing was sent to whom is not trusted');
		await takePicture(bed().workbench, 'network-unknown-authority');
	});

	it('goes on when the network is as it was', async () => {
		proxy.change({ credentials, hosts });
		await refresh();
		await bed().customers.errors.first().waitFor({ state: 'detached' });
		assert.ok(proxy.count('passed', 'partner-center.csp.test') > 0);
	});
});

interface Inspector {
	/** `127.0.0.1:PORT` */
	readonly address: string;
	/** How many requests it could read. */
	read(): number;
	close(): void;
}

/** What stands between in a company that looks into connections: it answers for every name, with a certificate of its own. */
async function startInspector(): Promise<Inspector> {
	const own = await generate([{ name: 'commonName', value: 'Inspection of Contoso' }], { keyType: 'ec', algorithm: 'sha256' });
	let read = 0;
	const server = createServer({ cert: own.cert, key: own.private }, (_, response) => {
		read++;
		response.end('{}');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return { address: `127.0.0.1:${port}`, read: () => read, close: () => server.close() };
}
