/** A token goes to the service it is for and to nobody else, whichever way an answer leads on and however the address is dressed. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { appliedReservationPages } from '../../src/azure/catalog';
import { allItems, listPages } from '../../src/azure/paging';
import { artifactReservations, customerPages, reservationEntitlementPages } from '../../src/azure/partner-center';
import { managementGroupPages } from '../../src/azure/subscriptions';
import type { Call, Transport } from '../../src/azure/transport';
import { sendJson, serve, type TestServer } from '../helpers/http-server';
import { CUSTOMER, cloudAt, failureOf, SUBSCRIPTION, testTransport } from '../helpers/transport';

const item = z.looseObject({ id: z.string() });
const maybeBody = z.optional(z.looseObject({}));
const get: Call = { audience: 'resourceManager', tenantId: CUSTOMER, url: '/things' };

interface Way {
	/** Sends the answer that leads on. */
	readonly answer: (response: ServerResponse, link: string) => void;
	/** What a client does that gets that answer, up to the end. */
	readonly walk: (transport: Transport) => Promise<unknown>;
}

const redirect = (status: number): Way => ({
	answer: (response, location) => response.writeHead(status, { location }).end(),
	walk: (transport) => transport.json(item, get),
});

const header = (name: string): Way => ({
	answer: (response, link) => response.writeHead(202, { [name]: link }).end(),
	walk: async (transport) => {
		const answer = await transport.send(maybeBody, { ...get, method: 'POST', body: {} });
		return await transport.send(maybeBody, { ...get, url: answer.headers.get(name) ?? '', linkedFrom: answer });
	},
});

/** Every way on which an answer leads to another call. */
const ways: Readonly<Record<string, Way>> = {
	nextLink: {
		answer: (response, nextLink) => sendJson(response, 200, { value: [], nextLink }),
		walk: (transport) => allItems(listPages(transport, item, get)),
	},
	'@nextLink': {
		answer: (response, link) => sendJson(response, 200, { value: [], '@nextLink': link }),
		walk: (transport) => allItems(managementGroupPages(transport, CUSTOMER)),
	},
	'nextLink inside properties': {
		answer: (response, nextLink) => sendJson(response, 200, { properties: { reservationOrderIds: { value: [], nextLink } } }),
		walk: (transport) => allItems(appliedReservationPages(transport, CUSTOMER, SUBSCRIPTION)),
	},
	'Partner Center’s link to the next customers': {
		answer: (response, uri) => sendJson(response, 200, { items: [], links: { next: { uri } } }),
		walk: (transport) => allItems(customerPages(transport)),
	},
	'Partner Center’s link beside a token': {
		answer: (response, uri) => sendJson(response, 200, { items: [], continuationToken: 't', links: { next: { uri } } }),
		walk: (transport) => allItems(reservationEntitlementPages(transport, CUSTOMER)),
	},
	'redirect 301': redirect(301),
	'redirect 302': redirect(302),
	'redirect 303': redirect(303),
	'redirect 307': redirect(307),
	'redirect 308': redirect(308),
	Location: header('location'),
	'Azure-AsyncOperation': header('azure-asyncoperation'),
};

/** Addresses of a foreign server, plain and dressed up as the service's own. */
function dressed(own: string, foreign: string): Readonly<Record<string, string>> {
	const [ownHost, foreignHost] = [new URL(own).host, new URL(foreign).host];
	return {
		'another port': `${foreign}/things`,
		'another scheme': `${own.replace('http:', 'https:')}/things`,
		'another name of the same machine': `${own.replace('127.0.0.1', 'localhost')}/things`,
		'the own host as a user name': `http://${ownHost}@${foreignHost}/things`,
		'the own origin as user name and password': `${own}:x@${foreignHost}/things`,
		'a user on the own host': `http://user:secret@${ownHost}/things`,
		'a user name alone on the own host': `http://user@${ownHost}/things`,
		'a backslash before the at sign': `http://${foreignHost}\\@${ownHost}/things`,
		'the own origin as the beginning of a name': `http://127.0.0.1.${foreignHost.replace('127.0.0.1', 'elsewhere.example')}/things`,
		'upper case': `HTTP://LOCALHOST:${new URL(foreign).port}/things`,
		'a dot at the end of the name': `http://localhost.:${new URL(own).port}/things`,
		'spaces around it': `  ${foreign}/things  `,
		'an address without a port': 'http://127.0.0.1/things',
		'IPv6 in place of IPv4': `http://[::ffff:127.0.0.1]:${new URL(own).port}/things`,
		data: 'data:application/json,{"value":[]}',
		file: 'file:///etc/hostname',
	};
}

describe('where tokens go, from every answer', () => {
	let own: TestServer;
	let foreign: TestServer;
	let answer: (response: ServerResponse) => void = (response) => response.end();
	before(async () => {
		own = await serve((response) => answer(response));
		foreign = await serve((response) => sendJson(response, 200, { id: 'stolen', value: [{ id: 'stolen' }], items: [] }));
	});
	after(() => Promise.all([own.close(), foreign.close()]));

	for (const [name, way] of Object.entries(ways)) {
		it(`${name}: nowhere but to the own origin`, async () => {
			for (const [dress, link] of Object.entries(dressed(own.origin, foreign.origin))) {
				answer = (response) => way.answer(response, link);
				const before = own.asked.length;
				const failure = await failureOf(way.walk(testTransport(cloudAt(own.origin))));
				assert.equal(failure.kind, 'UnexpectedAnswer', dress);
				assert.doesNotMatch(JSON.stringify([failure.message, failure.details.detail]), /secret|token-of/, dress);
				assert.equal(own.asked.length - before, 1, `${dress}: the answer was not followed`);
				assert.equal(foreign.asked.length, 0, dress);
			}
		});

		it(`${name}: on the own origin it is followed, spelled in upper case too`, async () => {
			for (const link of [own.origin, `HTTP://LOCALHOST:${new URL(own.origin).port}`]) {
				let answered = 0;
				const base = link === own.origin ? own.origin : `http://localhost:${new URL(own.origin).port}`;
				answer = (response) => {
					if (answered++ === 0) return way.answer(response, `${link}/things?page=2`);
					sendJson(response, 200, {
						id: 'last',
						value: [],
						items: [],
						properties: { reservationOrderIds: { value: [], nextLink: null } },
					});
				};
				await way.walk(testTransport(cloudAt(base)));
				const last = own.asked.at(-1);
				assert.equal(answered, 2);
				assert.equal(last?.path, '/things');
				assert.match(last.headers.authorization ?? '', /^Bearer token-of-/);
			}
		});
	}

	it('a redirect on the own origin does not lead to a foreign one in a second step', async () => {
		answer = (response) => {
			const isFirst = own.asked.at(-1)?.path === '/things';
			response.writeHead(307, { location: isFirst ? '/near' : `//${new URL(foreign.origin).host}/things` }).end();
		};
		const failure = await failureOf(testTransport(cloudAt(own.origin)).json(item, get));
		assert.equal(failure.details.detail, `redirect to another server: ${foreign.origin}`);
		assert.equal(own.asked.at(-1)?.path, '/near');
		assert.equal(foreign.asked.length, 0);
	});

	it('a link without a scheme stays a path of the own origin', async () => {
		let answered = 0;
		answer = (response) => {
			const isFirst = answered++ === 0;
			sendJson(response, 200, { value: [], nextLink: isFirst ? `//${new URL(foreign.origin).host}/things` : null });
		};
		await allItems(listPages(testTransport(cloudAt(own.origin)), item, get));
		assert.equal(foreign.asked.length, 0);
		assert.match(own.asked.at(-1)?.url ?? '', /^\/\/127\.0\.0\.1/);
	});

	it('the link of an artifact leads to Partner Center alone', async () => {
		for (const link of Object.values(dressed(own.origin, foreign.origin))) {
			const walk = artifactReservations(testTransport(cloudAt(own.origin)), CUSTOMER, link);
			assert.equal((await failureOf(walk)).kind, 'UnexpectedAnswer', link);
		}
		assert.equal(foreign.asked.length, 0);
	});

	it('a token of one service is not sent to another, also where both are ours', async () => {
		answer = (response) => sendJson(response, 200, { value: [], nextLink: `${foreign.origin}/v1/customers` });
		const cloud = { ...cloudAt(foreign.origin), resourceManager: own.origin };
		const failure = await failureOf(allItems(listPages(testTransport(cloud), item, get)));
		assert.equal(failure.details.detail, `link to another server: ${foreign.origin}`);
		assert.equal(foreign.asked.length, 0);
	});
});
