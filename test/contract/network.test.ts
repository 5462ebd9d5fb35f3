/** The network as companies have it: a proxy with a sign-in, an authority of their own, names that only the proxy finds. */
import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { Agent, type Dispatcher, ProxyAgent, fetch as undiciFetch } from 'undici';
import * as z from 'zod/mini';
import { isServiceFailure, type ServiceFailure } from '../../src/azure/failure';
import type { Call } from '../../src/azure/transport';
import { sandboxCloud } from '../../src/identity';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { makeCertificates, type TestCertificates } from '../helpers/certificates';
import { basic, startProxy, type TestProxy } from '../helpers/proxy';
import { startService } from '../helpers/service';
import { CUSTOMER, cloudAt, failureOf, testTransport } from '../helpers/transport';

const credentials = { user: 'ann@contoso', password: 'p:a/s s@1' };
const names = ['authority', 'partner-center', 'resource-manager', 'graph'].map((service) => `${service}.csp.test`);
const anything = z.looseObject({});
const get: Call = { audience: 'resourceManager', tenantId: CUSTOMER, url: '/things' };

/** A fetch over a dispatcher of undici. */
const fetchOver =
	(dispatcher: Dispatcher): typeof globalThis.fetch =>
	(input, init) =>
		undiciFetch(input as Parameters<typeof undiciFetch>[0], {
			...(init as Parameters<typeof undiciFetch>[1]),
			dispatcher,
		}) as unknown as Promise<Response>;

const hostAndPort = (address: string) => new URL(address).host;

describe('network of a company', () => {
	let certificates: TestCertificates;
	let sandbox: Sandbox;
	let proxy: TestProxy;
	const dispatchers: Dispatcher[] = [];

	/** A fetch that goes through the proxy, trusting what it is told to. */
	const through = (to: { ca?: string; token?: string; uri?: string } = {}) => {
		const { ca = certificates.authority.certificate, token = basic(credentials), uri = proxy.address } = to;
		const dispatcher = new ProxyAgent({
			uri,
			...(token !== '' && { token }),
			...(ca !== '' && { requestTls: { ca } }),
		});
		dispatchers.push(dispatcher);
		return fetchOver(dispatcher);
	};

	before(async () => {
		certificates = await makeCertificates(names);
		sandbox = await startSandbox({ port: 0, customers: 12, tls: certificates.server, advertise: 'https://{service}.csp.test' });
		const { authority, partnerCenter, resourceManager, graph } = sandbox.listeners;
		const places = [authority, partnerCenter, resourceManager, graph].map(hostAndPort);
		proxy = await startProxy({ hosts: Object.fromEntries(names.map((name, index) => [name, places[index] ?? ''])), credentials });
	});
	beforeEach(() => proxy.clear());
	after(async () => {
		await Promise.all(dispatchers.map((dispatcher) => dispatcher.destroy()));
		await proxy.close();
		await sandbox.close();
	});

	/** Loads the customers. @returns what the list says went wrong, and every line of the log */
	const customersOver = async (fetch: typeof globalThis.fetch, tries = 1) => {
		const test = await startService(sandboxCloud(sandbox.endpoints), { fetch, tries });
		try {
			const known = await test.service.loadCustomers().catch((error: unknown) => {
				if (isServiceFailure(error)) return { failure: error };
				throw error;
			});
			return { failure: known.failure, lines: test.lines.join('\n') };
		} finally {
			await test.end();
		}
	};

	const failureOver = async (fetch: typeof globalThis.fetch, tries = 1): Promise<ServiceFailure> => {
		const { failure } = await customersOver(fetch, tries);
		assert.ok(failure !== undefined, 'it failed');
		return failure;
	};

	it('the whole service works through the proxy, and nothing goes around it', async () => {
		const fetch = through();
		const test = await startService(sandboxCloud(sandbox.endpoints), { fetch });
		try {
			const customers = (await test.service.loadCustomers()).value?.customers ?? [];
			assert.ok(customers.length > 0);
			let reservations = 0;
			for (const { tenantId } of customers.slice(0, 4)) {
				reservations += (await test.service.loadReservations(tenantId)).value?.reservations.length ?? 0;
			}
			assert.ok(reservations > 0);
			for (const name of ['authority.csp.test', 'partner-center.csp.test', 'resource-manager.csp.test']) {
				assert.ok(proxy.count('passed', name) > 0, name);
			}
			assert.equal(proxy.count('passed'), proxy.visits.length);
			// The names are known to the proxy alone, so there is no way around it.
			const around = await failureOver(fetchOver(new Agent()));
			assert.match(around.message, /the address of authority\.csp\.test was not found/);
		} finally {
			await test.end();
		}
	});

	it('a certificate of an unknown authority: said so, with the way to trust it, and not tried again', async () => {
		const failure = await failureOver(through({ ca: '' }), 4);
		assert.equal(failure.kind, 'Unreachable');
		assert.match(failure.message, /certificate is signed by an unknown authority/);
		assert.match(failure.details.code ?? '', /SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET_ISSUER)/);
		assert.match(failure.details.remedy ?? '', /http\.systemCertificates.*NODE_EXTRA_CA_CERTS/);
		assert.equal(proxy.visits.length, 1);
	});

	it('a wrong sign-in to the proxy, or none: said so, not tried again, and no password in the log', async () => {
		for (const token of [basic({ ...credentials, password: 'wrong' }), '']) {
			proxy.clear();
			const { failure, lines } = await customersOver(through({ token }), 4);
			assert.match(failure?.message ?? '', /The proxy on the way to Microsoft Entra ID did not accept the sign-in/);
			assert.match(failure?.details.remedy ?? '', /http\.proxy/);
			assert.deepEqual(
				proxy.visits.map(({ end }) => end),
				[token === '' ? 'no sign-in' : 'wrong sign-in'],
			);
			assert.doesNotMatch(`${lines}${failure?.message}${failure?.details.detail}`, /wrong|Basic|p:a/);
		}
	});

	describe('on the way to a service', () => {
		const servers: Server[] = [];
		const listen = async (certificate: { certificate: string; key: string }, listener: RequestListener) => {
			const server = createServer({ cert: certificate.certificate, key: certificate.key }, listener);
			servers.push(server);
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			return `127.0.0.1:${(server.address() as AddressInfo).port}`;
		};
		const proxies: TestProxy[] = [];
		const open = async (hosts: Readonly<Record<string, string>>) => {
			const opened = await startProxy({ hosts });
			proxies.push(opened);
			return opened;
		};
		afterEach(async () => {
			await Promise.all(proxies.splice(0).map((opened) => opened.close()));
			for (const server of servers.splice(0)) {
				server.close();
				server.closeAllConnections();
			}
		});

		const cloud = cloudAt('https://resource-manager.csp.test');
		const transportOver = (fetch: typeof globalThis.fetch, timeoutMs = 5_000) =>
			testTransport(cloud, { fetch, limits: { timeoutMs, tries: 1 } });

		it('a host that the proxy does not let through is named', async () => {
			const { address } = await open({});
			const failure = await failureOf(transportOver(through({ uri: address, token: '' })).json(anything, get));
			assert.match(failure.message, /The proxy on the way to Azure did not let the call through \(HTTP 502\)/);
			assert.match(failure.details.remedy ?? '', /resource-manager\.csp\.test.*http\.proxy/);
			assert.equal(failure.details.status, 502);
		});

		it('a proxy that is not there: the connection was refused', async () => {
			const gone = await startProxy({ hosts: {} });
			await gone.close();
			const failure = await failureOf(transportOver(through({ uri: gone.address, token: '' })).json(anything, get));
			assert.match(failure.message, /the connection was refused/);
			assert.match(failure.details.remedy ?? '', /http\.proxy/);
		});

		it('a certificate for another name, or out of its time', async () => {
			const other = await makeCertificates(['other.test']);
			const wrongName = await open({
				'resource-manager.csp.test': await listen(other.server, (_, response) => response.end('{}')),
			});
			const fetch = through({ uri: wrongName.address, token: '', ca: other.authority.certificate });
			const elsewhere = await failureOf(transportOver(fetch).json(anything, get));
			assert.match(elsewhere.message, /Something else answers in place of Azure.*not for resource-manager\.csp\.test/);

			const old = await generate([{ name: 'commonName', value: 'resource-manager.csp.test' }], {
				keyType: 'ec',
				curve: 'P-256',
				algorithm: 'sha256',
				notBeforeDate: new Date(Date.now() - 2 * 86_400_000),
				notAfterDate: new Date(Date.now() - 86_400_000),
			});
			const place = await listen({ certificate: old.cert, key: old.private }, (_, response) => response.end('{}'));
			const expired = await open({ 'resource-manager.csp.test': place });
			const dated = await failureOf(
				transportOver(through({ uri: expired.address, token: '', ca: old.cert })).json(anything, get),
			);
			assert.equal(dated.details.code, 'CERT_HAS_EXPIRED');
			assert.match(dated.message, /has expired or is not valid yet/);
			assert.match(dated.details.remedy ?? '', /date and time/);
		});

		it('a change is told as not sent where the way was closed, and as perhaps done where it had left', async () => {
			let arrived = 0;
			const place = await listen(certificates.server, (request, response) => {
				arrived++;
				if (request.url === '/drop') response.destroy();
			});
			const { address } = await open({ 'resource-manager.csp.test': place });
			const money: Call = { ...get, method: 'POST', body: {}, committing: true };
			const ends = async (fetch: typeof globalThis.fetch, call: Call, timeoutMs?: number) => {
				const { kind, details } = await failureOf(transportOver(fetch, timeoutMs).json(anything, call));
				return [kind, details.sent, arrived];
			};
			assert.deepEqual(await ends(through({ uri: address, token: '', ca: '' }), money), ['Unreachable', 'no', 0]);
			assert.deepEqual(await ends(through({ token: '' }), money), ['Unreachable', 'no', 0]);
			const open2 = through({ uri: address, token: '' });
			assert.deepEqual(await ends(open2, { ...money, url: '/drop' }), ['OutcomeUnknown', 'maybe', 1]);
			assert.deepEqual(await ends(open2, { ...money, url: '/silent' }, 300), ['OutcomeUnknown', 'maybe', 2]);
		});

		it('a page of the firewall in place of an answer is told by its first words', async () => {
			const place = await listen(certificates.server, (_, response) => {
				response.writeHead(403, { 'content-type': 'text/html' }).end('<html>Blocked by the firewall of Contoso</html>');
			});
			const { address } = await open({ 'resource-manager.csp.test': place });
			const failure = await failureOf(transportOver(through({ uri: address, token: '' })).json(anything, get));
			assert.equal(failure.details.detail, 'not JSON: "Blocked by the firewall of Contoso"');
		});

		it('requests without encryption pass with their whole address, and need the sign-in too', async () => {
			const dispatcher = (token: string) => {
				const made = new ProxyAgent({ uri: proxy.address, proxyTunnel: false, ...(token !== '' && { token }) });
				dispatchers.push(made);
				return fetchOver(made);
			};
			const visit = async (token: string) => {
				const transport = testTransport(cloudAt('http://nowhere.csp.test'), { fetch: dispatcher(token), limits: { tries: 1 } });
				return (await failureOf(transport.json(anything, get))).details.status;
			};
			// Node's fetch hides the answer 407 itself.
			assert.equal(await visit(''), undefined);
			assert.equal(await visit(basic(credentials)), 502);
			assert.deepEqual(
				proxy.visits.map(({ kind, end }) => [kind, end]),
				[
					['request', 'no sign-in'],
					['request', 'unknown host'],
				],
			);
		});
	});
});
