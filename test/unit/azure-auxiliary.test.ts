/** The partner's own token beside the customer's: it goes to Microsoft.Support and nowhere else. */
import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import type { TokenSource } from '../../src/azure/cloud';
import type { Call } from '../../src/azure/transport';
import { sendJson, useServers } from '../helpers/http-server';
import { CUSTOMER, cloudAt, failureOf, PARTNER, SUBSCRIPTION, testTransport } from '../helpers/transport';

const anything = z.looseObject({});
const HEADER = 'x-ms-authorization-auxiliary';
const support: Call = {
	audience: 'resourceManager',
	tenantId: CUSTOMER,
	url: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Support/supportTickets/one`,
	method: 'PUT',
	committing: true,
	auxiliaryTenantId: PARTNER,
	body: {},
};

describe('a second token', () => {
	const start = useServers();

	it('goes along to Microsoft.Support, with a subscription and without', async () => {
		const server = await start((response) => sendJson(response, 200, {}));
		const transport = testTransport(cloudAt(server.origin));
		await transport.json(anything, support);
		await transport.json(anything, { ...support, url: '/providers/microsoft.support/supportTickets/one' });
		for (const { headers } of server.asked) {
			assert.equal(headers.authorization, `Bearer token-of-resourceManager-${CUSTOMER}`);
			assert.equal(headers[HEADER], `Bearer token-of-resourceManager-${PARTNER}`);
		}
		assert.equal(server.asked.length, 2);
		assert.ok(transport.lines.every((line) => !line.includes('token-of')));
	});

	it('stays at home where it is the same tenant, or none is asked for', async () => {
		const server = await start((response) => sendJson(response, 200, {}));
		const transport = testTransport(cloudAt(server.origin));
		await transport.json(anything, { ...support, tenantId: PARTNER.toUpperCase() });
		await transport.json(anything, { ...support, auxiliaryTenantId: undefined });
		assert.deepEqual(
			server.asked.map(({ headers }) => headers[HEADER]),
			[undefined, undefined],
		);
	});

	it('is never shown to anything else', async () => {
		const server = await start((response) => sendJson(response, 200, {}));
		const transport = testTransport(cloudAt(server.origin));
		const others: Partial<Call>[] = [
			{ url: '/providers/Microsoft.Capacity/exchange' },
			{ url: '/providers/Microsoft.Capacity/x/providers/Microsoft.Support/supportTickets/one' },
			{ url: '/providers/Microsoft.Supporter/supportTickets/one' },
			{ url: '/providers/Microsoft.Support/../Microsoft.Capacity/exchange' },
			{ audience: 'graph' },
			{ audience: 'partnerCenter' },
		];
		for (const other of others) await assert.rejects(transport.json(anything, { ...support, ...other }), TypeError);
		assert.equal(server.asked.length, 0);
	});

	it('does not follow a redirect or a link to another server', async () => {
		const elsewhere = await start((response) => sendJson(response, 200, {}));
		const server = await start((response) => void response.writeHead(307, { location: `${elsewhere.origin}/` }).end());
		const transport = testTransport(cloudAt(server.origin));
		assert.equal(
			(await failureOf(transport.json(anything, { ...support, method: 'GET', body: undefined }))).kind,
			'UnexpectedAnswer',
		);
		const url = `${elsewhere.origin}/providers/Microsoft.Support/supportTickets/one`;
		assert.equal((await failureOf(transport.json(anything, { ...support, url }))).kind, 'UnexpectedAnswer');
		assert.equal(elsewhere.asked.length, 0);
	});

	it('that can not be had means that nothing is sent', async () => {
		const server = await start((response) => sendJson(response, 200, {}));
		const tokens: TokenSource = {
			get: async (_, tenantId) => {
				if (tenantId === PARTNER) throw new Error('no');
				return 'own';
			},
		};
		const failure = await failureOf(testTransport(cloudAt(server.origin), { tokens }).json(anything, support));
		assert.deepEqual([failure.kind, failure.details.sent], ['NotAllowed', 'no']);
		assert.equal(server.asked.length, 0);
	});
});
