/** VS Code in a company's network: through a proxy with a sign-in and a private authority everything works, and else it says why. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { makeCertificates, type TestCertificates } from '../helpers/certificates';
import { startProxy, type TestProxy } from '../helpers/proxy';
import { temporaryFolder } from '../host/processes';
import { type Bed, useBed } from './helpers/bed';
import { takePicture } from './helpers/pictures';

const services = ['authority', 'partner-center', 'resource-manager', 'graph'] as const;
const credentials = { user: 'ann', password: 'p:a/s s@1' };
/** Any application gets tokens of the sandbox. */
const clientId = '11111111-2222-4333-8444-555555555555';

describe('A company’s network', () => {
	let certificates: TestCertificates;
	let authorityFile: string;
	let sandbox: Sandbox;
	let proxy: TestProxy;

	before(async () => {
		const names = services.map((service) => `${service}.csp.test`);
		certificates = await makeCertificates(names);
		authorityFile = path.join(temporaryFolder('authority'), 'authority.pem');
		await writeFile(authorityFile, certificates.authority.certificate);
		// The names are known to the proxy alone: nothing can go around it.
		sandbox = await startSandbox({ port: 0, customers: 12, tls: certificates.server, advertise: 'https://{service}.csp.test' });
		const { authority, partnerCenter, resourceManager, graph } = sandbox.listeners;
		const places = [authority, partnerCenter, resourceManager, graph].map((address) => new URL(address).host);
		proxy = await startProxy({ hosts: Object.fromEntries(names.map((name, index) => [name, places[index] ?? ''])), credentials });
	});
	beforeEach(() => proxy.clear());
	after(async () => {
		await proxy.close();
		await sandbox.close();
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

	/** Where VS Code reads the proxy. Only without the certificates of the operating system it heeds NODE_EXTRA_CA_CERTS. */
	const network = (proxyAddress: string) => ({ 'http.proxy': proxyAddress, 'http.systemCertificates': false });

	/** Signs in with a client secret, as the user does. */
	const signIn = async ({ workbench }: Bed) => {
		await workbench.openViewContainer('CSP Reservations');
		await workbench.runCommand('CSP Reservations: Sign In');
		const secret = workbench.page.locator('.quick-input-widget input[type="password"]');
		await secret.waitFor();
		await secret.fill('a secret of the application');
		await workbench.page.keyboard.press('Enter');
	};

	/** What VS Code tells in a notification that has these words. */
	const notification = ({ workbench }: Bed, words: RegExp) =>
		workbench.page.locator('.notification-list-item').filter({ hasText: words }).first();

	describe('with the proxy’s sign-in and the authority known', () => {
		const bed = useBed(() => ({
			settings: settings(),
			userSettings: network(proxy.addressWithCredentials),
			env: { NODE_EXTRA_CA_CERTS: authorityFile },
		}));

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
			const before = proxy.visits.length;
			await customers.openOverview(customers.reservations.first());
			assert.equal(proxy.count('wrong sign-in'), 0);
			assert.ok(proxy.visits.length >= before);
		});
	});

	describe('with an authority that this computer does not know', () => {
		const bed = useBed(() => ({ settings: settings(), userSettings: network(proxy.addressWithCredentials) }));

		it('says that it has to be trusted, and how', async () => {
			await signIn(bed());
			await notification(bed(), /certificate/i).waitFor();
			await takePicture(bed().workbench, 'network-unknown-authority');
		});
	});

	describe('with a wrong password for the proxy', () => {
		const bed = useBed(() => ({
			settings: settings(),
			userSettings: network(proxy.addressWithCredentials.replace(/:[^:@]*@/, ':wrong@')),
			env: { NODE_EXTRA_CA_CERTS: authorityFile },
		}));

		it('says that the proxy did not accept the sign-in', async () => {
			await signIn(bed());
			await notification(bed(), /proxy/i).waitFor();
			assert.equal(proxy.count('passed'), 0);
			await takePicture(bed().workbench, 'network-wrong-proxy-password');
		});
	});
});
