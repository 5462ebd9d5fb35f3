/** Tokens that can't be had, that are challenged, and sign-ins without multifactor authentication. */
import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { ServiceFailure } from '../../src/azure/failure';
import type { Call } from '../../src/azure/transport';
import { sendJson, useServers } from '../helpers/http-server';
import { CUSTOMER, cloudAt, failureOf, PARTNER, testTransport, tokensByClaims, wantsClaims } from '../helpers/transport';

const anything = z.looseObject({});
const get: Call = { audience: 'resourceManager', tenantId: CUSTOMER, url: '/things' };

describe('transport: sign-in', () => {
	const start = useServers();

	describe('tokens', () => {
		const claims = '{"access_token":{"nbf":{"value":"1"}}}';

		it('answers a claims challenge with one better token', async () => {
			const server = await start(wantsClaims(claims));
			const tokens = tokensByClaims();
			const transport = testTransport(cloudAt(server.origin), { tokens });
			await transport.json(anything, get);
			assert.deepEqual(tokens.asked, [undefined, claims]);
			assert.deepEqual(transport.waits, []);
		});

		it('asks once more only, then says NotAllowed with the claims', async () => {
			const server = await start(wantsClaims(claims));
			const failure = await failureOf(testTransport(cloudAt(server.origin)).json(anything, get));
			assert.equal(failure.kind, 'NotAllowed');
			assert.equal(failure.details.claims, claims);
			assert.equal(server.asked.length, 2);
		});

		it('passes on why there is no token, and names the customer', async () => {
			const server = await start((response) => sendJson(response, 200, {}));
			const refusing = testTransport(cloudAt(server.origin), {
				tokens: { get: () => Promise.reject(new ServiceFailure('NotAllowed', 'No token.', { code: 'AADSTS50020' })) },
			});
			const failure = await failureOf(refusing.json(anything, get));
			assert.equal(failure.kind, 'NotAllowed');
			assert.equal(failure.details.code, 'AADSTS50020');
			assert.equal(failure.details.customerTenantId, CUSTOMER);
			const broken = testTransport(cloudAt(server.origin), { tokens: { get: () => Promise.reject(new Error('keychain')) } });
			assert.equal((await failureOf(broken.json(anything, get))).kind, 'NotAllowed');
			assert.equal(server.asked.length, 0);
		});

		it('tries again for a token when the authority could not be reached', async () => {
			const server = await start((response) => sendJson(response, 200, {}));
			let calls = 0;
			const transport = testTransport(cloudAt(server.origin), {
				tokens: {
					get: async () => {
						if (calls++ === 0) throw new ServiceFailure('Unreachable', 'No authority.');
						return 'token';
					},
				},
			});
			await transport.json(anything, get);
			assert.equal(calls, 2);
		});
	});

	describe('multifactor authentication in Partner Center', () => {
		const customers: Call = { audience: 'partnerCenter', tenantId: PARTNER, url: '/v1/customers' };

		it('is asked about with every call of Partner Center and with no other', async () => {
			const server = await start((response) => sendJson(response, 200, {}));
			const transport = testTransport(cloudAt(server.origin));
			await transport.json(anything, customers);
			await transport.json(anything, get);
			assert.deepEqual(
				server.asked.map(({ headers }) => headers.validatemfa),
				['true', undefined],
			);
		});

		const missing: [what: string, status: number, headers: Record<string, string>, body: unknown][] = [
			['a header', 401, { isMfaCompliant: 'false' }, { code: '400', description: 'Access denied.' }],
			['a header of a 403', 403, { ismfacompliant: 'False' }, { code: '2032', description: 'Access denied.' }],
			['the words of the body', 401, {}, { code: 'x', description: 'MFA required for this call.' }],
			['the challenge', 401, { 'www-authenticate': 'Bearer error_description="Multi-factor authentication"' }, {}],
		];
		for (const [what, status, headers, body] of missing) {
			it(`is missing by ${what}: NotAllowed, with what to do`, async () => {
				const server = await start((response) => sendJson(response, status, body, headers));
				const failure = await failureOf(testTransport(cloudAt(server.origin)).json(anything, customers));
				assert.equal(failure.kind, 'NotAllowed');
				assert.equal(failure.details.code, 'MfaRequired');
				assert.equal(failure.details.status, status);
				assert.equal(failure.details.detail, (body as { description?: string }).description);
				assert.match(failure.message, /multifactor authentication/);
				assert.match(failure.details.remedy ?? '', /^Sign in again with multifactor authentication/);
				assert.equal(server.asked.length, 1);
			});
		}

		it('is not what is missing in a refusal that does not say so, nor in Azure', async () => {
			const refused = async (call: Call, headers: Record<string, string>, status = 401) => {
				const server = await start((response) => sendJson(response, status, { description: 'No.' }, headers));
				return (await failureOf(testTransport(cloudAt(server.origin)).json(anything, call))).details.code;
			};
			assert.equal(await refused(customers, {}), undefined);
			assert.equal(await refused(customers, { isMfaCompliant: 'true' }), undefined);
			assert.equal(await refused(customers, { isMfaCompliant: 'false' }, 404), undefined);
			assert.equal(await refused(get, { isMfaCompliant: 'false' }), undefined);
		});

		it('does not take good data away: an application alone has no multifactor authentication', async () => {
			const server = await start((response) => sendJson(response, 200, { items: [] }, { isMfaCompliant: 'false' }));
			assert.deepEqual(await testTransport(cloudAt(server.origin)).json(anything, customers), { items: [] });
		});
	});
});
