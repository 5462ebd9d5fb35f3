/** Pages: links followed as they come, to the end, once each, and never to another server. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { appliedReservationPages } from '../../src/azure/catalog';
import { allItems, listPages } from '../../src/azure/paging';
import { customerPages, customersStartingWith, reservationEntitlementPages } from '../../src/azure/partner-center';
import { managementGroupPages } from '../../src/azure/subscriptions';
import type { Call, Transport } from '../../src/azure/transport';
import { sendJson, serve, type TestServer, useServers } from '../helpers/http-server';
import { CUSTOMER, cloudAt, failureOf, SUBSCRIPTION, testTransport } from '../helpers/transport';

const item = z.looseObject({ id: z.string() });
const first: Call = { audience: 'resourceManager', tenantId: CUSTOMER, url: '/things', query: { 'api-version': '1' } };
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);

describe('paging', () => {
	const start = useServers();

	it('follows nextLink as it came, without adding to its query, and ends at null, empty or nothing', async () => {
		for (const end of [null, '', undefined]) {
			const server: TestServer = await start((response, asked) => {
				const page = Number(asked.query.get('page') ?? 0);
				const nextLink = page === 2 ? end : `${server.origin}/things?page=${page + 1}&token=a%2Bb%20c`;
				sendJson(response, 200, { value: [{ id: `${page}a` }, { id: `${page}b` }], nextLink });
			});
			const items = await allItems(listPages(testTransport(cloudAt(server.origin)), item, first));
			assert.deepEqual(ids(items), ['0a', '0b', '1a', '1b', '2a', '2b']);
			assert.deepEqual(
				server.asked.map(({ url }) => url),
				['/things?api-version=1', '/things?page=1&token=a%2Bb%20c', '/things?page=2&token=a%2Bb%20c'],
			);
		}
	});

	it('asks for the next page only when it is wanted', async () => {
		const server: TestServer = await start((response) =>
			sendJson(response, 200, { value: [{ id: 'a' }], nextLink: `${server.origin}/more` }),
		);
		for await (const page of listPages(testTransport(cloudAt(server.origin)), item, first)) {
			assert.deepEqual(ids(page.items), ['a']);
			break;
		}
		assert.equal(server.asked.length, 1);
	});

	it('reads the link of management groups and the one inside appliedReservations', async () => {
		const server: TestServer = await start((response, { path, query }) => {
			const more = query.has('page') ? null : `${server.origin}${path}?page=2`;
			if (path.includes('managementGroups')) sendJson(response, 200, { value: [{ id: `${path}${more}` }], '@nextLink': more });
			else sendJson(response, 200, { properties: { reservationOrderIds: { value: [`order ${more}`], nextLink: more } } });
		});
		const transport = testTransport(cloudAt(server.origin));
		assert.equal((await allItems(managementGroupPages(transport, CUSTOMER))).length, 2);
		assert.equal((await allItems(appliedReservationPages(transport, CUSTOMER, SUBSCRIPTION))).length, 2);
	});

	it('keeps what came before a foreign link and sends nothing there', async () => {
		const foreign = await start((response) => sendJson(response, 200, { value: [{ id: 'foreign' }] }));
		const own = await start((response) =>
			sendJson(
				response,
				200,
				{ value: [{ id: 'own' }], nextLink: `${foreign.origin}/things` },
				{ 'x-ms-correlation-request-id': 'c-7' },
			),
		);
		const seen: string[] = [];
		const failure = await failureOf(
			(async () => {
				for await (const page of listPages(testTransport(cloudAt(own.origin)), item, first)) seen.push(...ids(page.items));
			})(),
		);
		assert.equal(failure.kind, 'UnexpectedAnswer');
		assert.equal(failure.details.correlationId, 'c-7', 'the id of the answer that had the link');
		assert.deepEqual(seen, ['own']);
		assert.equal(foreign.asked.length, 0);
	});

	it('says so when the list is no list', async () => {
		const bodies: [body: unknown, detail: string][] = [
			['An error', 'answer: expected object, got string'],
			[[{ id: 'a' }], 'answer: expected object, got array'],
			[{ value: 'a' }, 'value: expected array, got string'],
			[{ value: null }, 'value: expected array, got null'],
			[{}, 'value: expected array, got nothing'],
			[{ value: [{ id: 'a' }, { id: 7 }] }, 'value[1].id: expected string, got number'],
		];
		for (const [body, detail] of bodies) {
			const server = await start((response) => sendJson(response, 200, body));
			const failure = await failureOf(allItems(listPages(testTransport(cloudAt(server.origin)), item, first)));
			assert.equal(failure.kind, 'UnexpectedAnswer');
			assert.equal(failure.details.detail, detail);
		}
	});

	it('ends every walk: with all pages, or with UnexpectedAnswer where links go in a circle', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.option(fc.nat(7), { nil: null }), { minLength: 8, maxLength: 8 }), async (links) => {
				// A service whose page n links to page links[n]: any graph, circles included.
				let calls = 0;
				const transport = {
					cloud: cloudAt('http://127.0.0.1:1'),
					json: async (_: unknown, { url }: Call) => {
						assert.ok(++calls <= links.length + 1, 'it goes on and on');
						const next = links[Number(url.slice(1)) || 0];
						return { value: [{ id: url }], nextLink: next === null || next === undefined ? null : `/${next}` };
					},
					unusable: (call: Call, detail: string) => testTransport(cloudAt('http://127.0.0.1:1')).unusable(call, detail, {}),
				} as unknown as Transport;
				let place: number | null | undefined = 0;
				const visited = new Set<number>();
				while (place !== null && place !== undefined && !visited.has(place)) {
					visited.add(place);
					place = links[place];
				}
				const walk = allItems(listPages(transport, item, { ...first, url: '/0' }));
				if (place === null || place === undefined) assert.equal((await walk).length, visited.size);
				else assert.match((await failureOf(walk)).details.detail ?? '', /circle/);
			}),
		);
	});

	describe('of Partner Center', () => {
		const customer = (id: string) => ({ id, companyProfile: { tenantId: id, domain: `${id}.example`, companyName: id } });

		for (const place of ['body', 'links'] as const) {
			it(`seeks the next customers with the token of the ${place}`, async () => {
				const server = await start((response, { headers }) => {
					const page = Number(headers['ms-continuationtoken'] ?? 0);
					const token = page < 2 ? String(page + 1) : '';
					const next = {
						uri: '/customers?seekOperation=Next',
						method: 'GET',
						headers: [{ key: 'MS-ContinuationToken', value: token }],
					};
					sendJson(response, 200, {
						items: [customer(`c${page}`)],
						...(place === 'body' ? { continuationToken: token } : { links: { self: {}, ...(token && { next }) } }),
					});
				});
				const items = await allItems(customerPages(testTransport(cloudAt(server.origin))));
				assert.deepEqual(ids(items), ['c0', 'c1', 'c2']);
				assert.equal(server.asked[0]?.url, '/v1/customers?size=500');
				assert.equal(server.asked[0]?.headers['ms-continuationtoken'], undefined);
				assert.equal(server.asked[1]?.url, '/v1/customers?size=500&seekOperation=next');
				assert.equal(server.asked[2]?.headers['ms-continuationtoken'], '2');
			});
		}

		it('refuses a next link to another server, with a token beside it or not', async () => {
			const foreign = await start((response) => sendJson(response, 200, { items: [] }));
			for (const continuationToken of ['t', undefined]) {
				const next = { uri: `${foreign.origin}/v1/customers`, method: 'GET', headers: [] };
				const server = await start((response) =>
					sendJson(response, 200, { items: [customer('c')], continuationToken, links: { next } }),
				);
				const failure = await failureOf(allItems(customerPages(testTransport(cloudAt(server.origin)))));
				assert.equal(failure.kind, 'UnexpectedAnswer');
				assert.equal(failure.details.detail, `link to another server: ${foreign.origin}`);
				assert.equal(server.asked.length, 1);
			}
			assert.equal(foreign.asked.length, 0);
		});

		it('follows the link where customers come with a link and no token', async () => {
			const server = await start((response, { query }) =>
				sendJson(response, 200, {
					items: [customer(`c${query.get('page')}`)],
					...(!query.has('page') && { links: { next: { uri: '/customers?page=2' } } }),
				}),
			);
			assert.deepEqual(ids(await allItems(customerPages(testTransport(cloudAt(server.origin))))), ['cnull', 'c2']);
			assert.equal(server.asked[1]?.url, '/v1/customers?page=2');
		});

		it('takes HTTP 400 with code 2000 for the end, but not on the first page and not with another code', async () => {
			const run = async (end: { at: number; code: unknown }) => {
				const server = await start((response, _, number) => {
					if (number === end.at) sendJson(response, 400, { code: end.code, description: 'Bad argument', source: 'PartnerFD' });
					else sendJson(response, 200, { items: [customer(`c${number}`)], continuationToken: `t${number}` });
				});
				return allItems(customerPages(testTransport(cloudAt(server.origin))));
			};
			assert.deepEqual(ids(await run({ at: 2, code: 2000 })), ['c0', 'c1']);
			assert.deepEqual(ids(await run({ at: 1, code: '2000' })), ['c0']);
			assert.equal((await failureOf(run({ at: 0, code: '2000' }))).kind, 'Refused');
			assert.equal((await failureOf(run({ at: 1, code: '2001' }))).kind, 'Refused');
		});

		it('goes on with one token for the whole walk, and stops when the same page comes again', async () => {
			const walking = await start((response, _, number) =>
				sendJson(response, 200, { items: [customer(`c${number}`)], ...(number < 3 && { continuationToken: 'same' }) }),
			);
			assert.equal((await allItems(customerPages(testTransport(cloudAt(walking.origin))))).length, 4);
			const circling = await start((response) => sendJson(response, 200, { items: [customer('c')], continuationToken: 'same' }));
			const failure = await failureOf(allItems(customerPages(testTransport(cloudAt(circling.origin)))));
			assert.match(failure.details.detail ?? '', /circle/);
			assert.equal(circling.asked.length, 2);
		});

		it('searches with a filter that survives any text', async () => {
			await fc.assert(
				fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (value) => {
					const server = await serve((response) => sendJson(response, 200, { items: [] }));
					try {
						await allItems(customersStartingWith(testTransport(cloudAt(server.origin)), 'Domain', value));
						assert.equal(server.asked[0]?.query.get('size'), '0');
						assert.deepEqual(JSON.parse(server.asked[0]?.query.get('filter') ?? ''), {
							Field: 'Domain',
							Value: value,
							Operator: 'starts_with',
						});
					} finally {
						await server.close();
					}
				}),
				{ numRuns: 30 },
			);
		});

		it('follows the links of other collections below /v1 and sends no header but the token', async () => {
			const server = await start((response, { query }) => {
				const next = {
					uri: `/customers/${CUSTOMER}/entitlements?page=2`,
					method: 'GET',
					headers: [
						{ key: 'MS-ContinuationToken', value: 't1' },
						{ key: 'Authorization', value: 'Bearer stolen' },
					],
				};
				sendJson(response, 200, { items: [{ productId: 'p' }], ...(!query.has('page') && { links: { next } }) });
			});
			const items = await allItems(reservationEntitlementPages(testTransport(cloudAt(server.origin)), CUSTOMER));
			assert.equal(items.length, 2);
			assert.equal(
				server.asked[0]?.url,
				`/v1/customers/${CUSTOMER}/entitlements?entitlementType=reservedInstance&showExpiry=true`,
			);
			assert.equal(server.asked[1]?.url, `/v1/customers/${CUSTOMER}/entitlements?page=2`);
			assert.equal(server.asked[1]?.headers['ms-continuationtoken'], 't1');
			assert.match(server.asked[1]?.headers.authorization ?? '', /^Bearer token-of-partnerCenter/);
			assert.equal(server.asked.length, 2);
		});
	});
});
