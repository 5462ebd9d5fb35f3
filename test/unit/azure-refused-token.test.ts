/** A token that a service does not accept, without saying what it wants instead: another one, got silently, once, and for reads alone. */
import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import type { TokenRequest, TokenSource } from '../../src/azure/cloud';
import { ServiceFailure } from '../../src/azure/failure';
import type { Call } from '../../src/azure/transport';
import { sendJson, useServers } from '../helpers/http-server';
import { CUSTOMER, cloudAt, failureOf, PARTNER, SUBSCRIPTION, testTransport } from '../helpers/transport';

const anything = z.looseObject({});
const get: Call = { audience: 'resourceManager', tenantId: CUSTOMER, url: '/things' };
const HEADER = 'x-ms-authorization-auxiliary';

/** Gives `old` until it is told that this was refused, then `new`. `asked` has what each one asked with. */
function renewable(): TokenSource & { readonly asked: readonly TokenRequest[] } {
	const asked: TokenRequest[] = [];
	let current = 'old';
	return {
		asked,
		get: async (_audience, _tenant, request = {}) => {
			asked.push(request);
			if (request.refused === current) current = 'new';
			return current;
		},
	};
}

describe('a token that is refused', () => {
	const start = useServers();
	/** Accepts the new token only. */
	const strict = () =>
		start((response, { headers }) => sendJson(response, headers.authorization === 'Bearer new' ? 200 : 401, { done: true }));

	it('is replaced once, and the read is sent again under a new id', async () => {
		const server = await strict();
		const tokens = renewable();
		const transport = testTransport(cloudAt(server.origin), { tokens });
		assert.deepEqual(await transport.json(anything, get), { done: true });
		assert.deepEqual(
			server.asked.map(({ headers }) => headers.authorization),
			['Bearer old', 'Bearer new'],
		);
		const ids = server.asked.map(({ headers }) => headers['x-ms-client-request-id']);
		assert.equal(new Set(ids).size, 2);
		assert.deepEqual(
			tokens.asked.map(({ refused }) => refused),
			[undefined, 'old'],
		);
		assert.deepEqual(transport.waits, []);
		await transport.json(anything, get);
		assert.equal(server.asked.length, 3, 'from then on the new one is used');
	});

	it('replaces it for a POST that changes nothing, too', async () => {
		const server = await strict();
		await testTransport(cloudAt(server.origin), { tokens: renewable() }).json(anything, { ...get, method: 'POST', safe: true });
		assert.equal(server.asked.length, 2);
	});

	it('tells a second refusal', async () => {
		const server = await start((response) => sendJson(response, 401, { error: { code: 'No', message: 'No.' } }));
		const failure = await failureOf(testTransport(cloudAt(server.origin), { tokens: renewable() }).json(anything, get));
		assert.equal(failure.kind, 'NotAllowed');
		assert.equal(failure.details.code, 'No');
		assert.match(failure.details.remedy ?? '', /^Sign in again/);
		assert.equal(server.asked.length, 2);
	});

	it('tells the refusal at once where there is no other token', async () => {
		const server = await strict();
		const failure = await failureOf(testTransport(cloudAt(server.origin)).json(anything, get));
		assert.equal(failure.details.status, 401);
		assert.equal(server.asked.length, 1);
	});

	it('says why there is no other token, where the user has to help', async () => {
		const server = await strict();
		const tokens: TokenSource = {
			get: async (_audience, _tenant, request) => {
				if (request?.refused === undefined) return 'old';
				throw new ServiceFailure('NotAllowed', 'Sign in first.', { code: 'SignInRequired' });
			},
		};
		const failure = await failureOf(testTransport(cloudAt(server.origin), { tokens }).json(anything, get));
		assert.equal(failure.details.code, 'SignInRequired');
		assert.equal(failure.details.customerTenantId, CUSTOMER);
		assert.equal(server.asked.length, 1);
	});

	for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
		for (const committing of [true, false]) {
			it(`a ${method} that ${committing ? 'commits' : 'changes something'} is not sent again; the next call has another token`, async () => {
				const server = await strict();
				const tokens = renewable();
				const transport = testTransport(cloudAt(server.origin), { tokens });
				const change: Call = { ...get, method, committing, body: {} };
				const failure = await failureOf(transport.json(anything, change));
				assert.equal(failure.kind, 'NotAllowed');
				assert.equal(failure.details.sent, 'no');
				assert.match(failure.details.remedy ?? '', /^Do it again: the sign-in is renewed first\. Where that does not help/);
				assert.equal(server.asked.length, 1);
				assert.equal(tokens.asked.length, 1);
				await transport.json(anything, change);
				assert.deepEqual(
					server.asked.map(({ headers }) => headers.authorization),
					['Bearer old', 'Bearer new'],
				);
			});
		}
	}

	it('a change is sent once even where the token is refused twice', async () => {
		const server = await start((response) => sendJson(response, 401, {}));
		const transport = testTransport(cloudAt(server.origin), { tokens: renewable() });
		const change: Call = { ...get, method: 'POST', committing: true, body: {} };
		for (const sent of [1, 2, 3]) {
			await failureOf(transport.json(anything, change));
			assert.equal(server.asked.length, sent);
		}
	});

	it('is not replaced where the sign-in lacks a factor: a new token would lack it too', async () => {
		const server = await start((response) => sendJson(response, 401, { code: '400' }, { isMfaCompliant: 'false' }));
		const tokens = renewable();
		const customers: Call = { audience: 'partnerCenter', tenantId: PARTNER, url: '/v1/customers' };
		const failure = await failureOf(testTransport(cloudAt(server.origin), { tokens }).json(anything, customers));
		assert.equal(failure.details.code, 'MfaRequired');
		assert.equal(server.asked.length, 1);
		assert.equal(tokens.asked.length, 1);
	});

	it('the partner’s token beside the customer’s is replaced with it: Azure refuses both for one', async () => {
		const server = await start((response, { headers }) =>
			sendJson(response, headers[HEADER] === `Bearer new ${PARTNER}` ? 200 : 401, {}),
		);
		const tokens: TokenSource = {
			get: async (_audience, tenantId, request) =>
				request?.refused === `old ${PARTNER}` && tenantId === PARTNER ? `new ${PARTNER}` : `old ${tenantId}`,
		};
		const url = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Support/supportTickets`;
		await testTransport(cloudAt(server.origin), { tokens }).json(anything, { ...get, url, auxiliaryTenantId: PARTNER });
		assert.equal(server.asked.length, 2);
		assert.equal(server.asked[1]?.headers.authorization, `Bearer old ${CUSTOMER}`);
	});
});
