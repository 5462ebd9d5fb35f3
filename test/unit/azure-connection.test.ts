/** Faults of the network: found wherever they hide in an error, each with its sentence, next step, and whether the call had left. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import fc from 'fast-check';
import type { CallFacts } from '../../src/azure/call';
import { connectionFault, type Fault, isPassing } from '../../src/azure/connection';
import { tooLate, unreachable } from '../../src/azure/unreachable';

const facts: CallFacts = {
	audience: 'resourceManager',
	host: 'management.azure.com',
	path: '/things',
	changes: false,
	committing: false,
	customerTenantId: 'customer',
	correlationId: 'c-1',
	at: 5,
};

const withCode = (code: string, syscall?: string) => Object.assign(new Error(`it failed: ${code}`), { code, syscall });
const fetchFailed = (cause: unknown) => new TypeError('fetch failed', { cause });

const faults: readonly (readonly [error: Error, fault: Fault, sent: 'no' | 'maybe', passing: boolean])[] = [
	[withCode('ENOTFOUND', 'getaddrinfo'), 'name', 'no', true],
	[withCode('EAI_AGAIN', 'getaddrinfo'), 'name', 'no', true],
	[withCode('EAI_SYSTEM', 'getaddrinfo'), 'name', 'no', true],
	[withCode('ENETUNREACH', 'connect'), 'network', 'no', true],
	[withCode('EHOSTUNREACH', 'read'), 'network', 'maybe', true],
	[withCode('ECONNREFUSED', 'connect'), 'refused', 'no', true],
	[withCode('ETIMEDOUT', 'connect'), 'connect', 'no', true],
	[withCode('ETIMEDOUT', 'read'), 'silence', 'maybe', true],
	[withCode('UND_ERR_CONNECT_TIMEOUT'), 'connect', 'no', true],
	[withCode('UND_ERR_HEADERS_TIMEOUT'), 'silence', 'maybe', true],
	[withCode('ECONNRESET', 'read'), 'broken', 'maybe', true],
	[withCode('UND_ERR_SOCKET'), 'broken', 'maybe', true],
	[withCode('SELF_SIGNED_CERT_IN_CHAIN'), 'untrusted', 'no', false],
	[withCode('DEPTH_ZERO_SELF_SIGNED_CERT'), 'untrusted', 'no', false],
	[withCode('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'untrusted', 'no', false],
	[withCode('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'), 'untrusted', 'no', false],
	[withCode('CERT_HAS_EXPIRED'), 'dated', 'no', false],
	[withCode('CERT_NOT_YET_VALID'), 'dated', 'no', false],
	[withCode('ERR_TLS_CERT_ALTNAME_INVALID'), 'otherName', 'no', false],
	[withCode('CERT_REVOKED'), 'certificate', 'no', false],
	[withCode('ERROR_IN_CERT_NOT_AFTER_FIELD'), 'certificate', 'no', false],
	[withCode('UNABLE_TO_GET_CRL'), 'certificate', 'no', false],
	[withCode('EPROTO'), 'encryption', 'maybe', true],
	[withCode('ERR_SSL_WRONG_VERSION_NUMBER'), 'encryption', 'maybe', true],
	[new Error('Proxy response (407) !== 200 when HTTP Tunneling'), 'proxySignIn', 'no', false],
	[new Error('Proxy response (403) !== 200 when HTTP Tunneling'), 'proxyRefused', 'no', false],
	[new Error('net::ERR_NAME_NOT_RESOLVED'), 'name', 'no', true],
	[new Error('net::ERR_INTERNET_DISCONNECTED'), 'network', 'maybe', true],
	[new Error('net::ERR_CERT_AUTHORITY_INVALID'), 'untrusted', 'no', false],
	[new Error('net::ERR_CERT_WEAK_KEY'), 'certificate', 'no', false],
	[new Error('net::ERR_SSL_PROTOCOL_ERROR'), 'encryption', 'maybe', true],
	[new Error('net::ERR_TUNNEL_CONNECTION_FAILED'), 'proxyRefused', 'no', false],
	[new Error('net::ERR_PROXY_AUTH_UNSUPPORTED'), 'proxySignIn', 'no', false],
	[new Error('net::ERR_PROXY_CONNECTION_FAILED'), 'proxy', 'no', true],
	[withCode('SOMETHING_NEW'), 'unknown', 'maybe', true],
	[new Error('who knows'), 'unknown', 'maybe', true],
];

describe('faults of the network', () => {
	for (const [error, fault, sent, passing] of faults) {
		it(`${error.message}: ${fault}`, () => {
			const found = connectionFault(fetchFailed(error));
			assert.deepEqual({ fault: found.fault, sent: found.sent, passing: isPassing(found) }, { fault, sent, passing });
		});
	}

	it('says each in its own sentence, with a next step, and with the code for support', () => {
		const sentences = new Map<string, Fault>();
		for (const [error, fault] of faults) {
			const failure = unreachable(facts, fetchFailed(error));
			assert.equal(failure.kind, 'Unreachable');
			assert.match(failure.message, /Azure/);
			assert.match(failure.message, /The data was not read\.$/);
			assert.ok(failure.details.remedy);
			assert.equal(failure.details.correlationId, 'c-1');
			assert.equal(failure.details.sent, undefined, 'reading changes nothing');
			const said = sentences.get(failure.message.replace(/ \(HTTP \d+\)/, ''));
			assert.ok(said === undefined || said === fault, failure.message);
			sentences.set(failure.message.replace(/ \(HTTP \d+\)/, ''), fault);
		}
		assert.equal(new Set(sentences.values()).size, new Set(faults.map(([, fault]) => fault)).size);
		assert.equal(unreachable(facts, fetchFailed(withCode('ECONNREFUSED'))).details.code, 'ECONNREFUSED');
	});

	it('names VS Code’s settings where they help', () => {
		const remedy = (error: Error) => unreachable(facts, fetchFailed(error)).details.remedy ?? '';
		const untrusted = remedy(withCode('SELF_SIGNED_CERT_IN_CHAIN'));
		assert.match(untrusted, /http\.systemCertificates/);
		assert.match(untrusted, /NODE_EXTRA_CA_CERTS/);
		assert.match(remedy(withCode('ENOTFOUND')), /http\.proxy/);
		assert.match(remedy(withCode('ECONNREFUSED')), /http\.proxy.*management\.azure\.com/);
		const signIn = remedy(new Error('Proxy response (407) !== 200 when HTTP Tunneling'));
		assert.match(signIn, /http\.proxy/);
		assert.match(signIn, /http\.proxyKerberosServicePrincipal/);
		assert.match(remedy(new Error('Proxy response (403) !== 200 when HTTP Tunneling')), /management\.azure\.com/);
		assert.equal(
			unreachable(facts, fetchFailed(new Error('Proxy response (503) !== 200 when HTTP Tunneling'))).details.status,
			503,
		);
	});

	it('says of a change whether it had left, and of money that the end is not known', () => {
		const change = { ...facts, changes: true };
		const money = { ...change, committing: true };
		for (const [error, , sent] of faults) {
			const failure = unreachable(change, fetchFailed(error));
			assert.equal(failure.details.sent, sent);
			assert.match(failure.message, sent === 'no' ? /Nothing was changed\.$/ : /Check whether the change was made/);
			assert.equal(unreachable(money, fetchFailed(error)).kind, sent === 'no' ? 'Unreachable' : 'OutcomeUnknown');
		}
		const late = tooLate(money, undefined, 30_000);
		assert.equal(late.kind, 'OutcomeUnknown');
		assert.match(late.message, /did not answer within 30 seconds/);
		assert.match(late.details.remedy ?? '', /Do not repeat it/);
	});

	it('looks through the causes, however deep, and never for ever', () => {
		fc.assert(
			fc.property(fc.constantFrom(...faults), fc.nat(8), (expected, depth) => {
				const [error, fault] = expected;
				let wrapped: Error = error;
				for (let level = 0; level < depth; level++) wrapped = new Error(`level ${level}`, { cause: wrapped });
				assert.equal(connectionFault(wrapped).fault, fault);
			}),
		);
		const circle = new Error('round');
		circle.cause = circle;
		assert.equal(connectionFault(circle).fault, 'unknown');
		assert.equal(connectionFault('text').fault, 'unknown');
		assert.equal(connectionFault(undefined).fault, 'unknown');
	});

	it('finds the proxy’s answer below the cancelling that VS Code’s own fetch wraps it in', () => {
		const tunnel = new DOMException('Proxy response (407) ?.== 200 when HTTP Tunneling', 'AbortError');
		const found = connectionFault(
			fetchFailed(Object.assign(new Error('Request was cancelled.', { cause: tunnel }), { code: 0 })),
		);
		assert.deepEqual([found.fault, found.proxyStatus, found.sent], ['proxySignIn', 407, 'no']);
	});

	it('takes the word of the address that tells more where several were tried', () => {
		const both = new AggregateError([withCode('ENETUNREACH', 'connect'), withCode('ECONNREFUSED', 'connect')]);
		assert.equal(connectionFault(fetchFailed(both)).fault, 'refused');
		const none = new AggregateError([withCode('ENETUNREACH', 'connect'), withCode('EHOSTUNREACH', 'connect')]);
		assert.deepEqual(connectionFault(fetchFailed(none)), {
			fault: 'network',
			code: 'ENETUNREACH',
			proxyStatus: undefined,
			sent: 'no',
		});
	});

	it('knows the errors of this very Node', async () => {
		const failed = async (url: string) => {
			try {
				await fetch(url);
			} catch (error) {
				return connectionFault(error);
			}
			throw new Error('It did not fail.');
		};
		assert.equal((await failed('http://no-such-host.invalid/')).fault, 'name');
		const listening = (server: Server) =>
			new Promise<string>((resolve) => {
				server.listen(0, '127.0.0.1', () => resolve(`127.0.0.1:${(server.address() as { port: number }).port}`));
			});
		const mute = createServer((socket) => socket.destroy());
		const address = await listening(mute);
		assert.equal((await failed(`http://${address}/`)).fault, 'broken');
		const handshake = await failed(`https://${address}/`);
		assert.deepEqual([handshake.fault, handshake.sent], ['broken', 'no'], 'it ended before TLS was there');
		const plain = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
		assert.equal((await failed(`https://${await listening(plain)}/`)).fault, 'encryption');
		plain.close();
		await new Promise((resolve) => mute.close(resolve));
		assert.equal((await failed(`http://${address}/`)).fault, 'refused');
	});
});
