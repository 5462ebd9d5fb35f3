/** The recorded changes of reservations, replayed over HTTP: the service sends what was sent, and reads what came of it. */
import assert from 'node:assert/strict';
import type { ReservationRef } from '../../src/reservations/model';
import { sendJson, useServers } from '../helpers/http-server';
import { hasRecordings, type Recording, readRecordings } from '../helpers/recordings';
import { startService, type TestService } from '../helpers/service';
import { CUSTOMER, cloudAt } from '../helpers/transport';

const REAL_ORIGIN = 'https://management.azure.com';

interface Step extends Recording {
	readonly request: Recording['request'] & { readonly body: unknown };
	readonly response: Recording['response'] & { readonly headers: Readonly<Record<string, string>> };
}

interface Body {
	readonly id: string;
	readonly etag: number;
	readonly properties: Record<string, unknown>;
}

describe('recorded changes of reservations', () => {
	const serve = useServers();
	let bench: TestService | undefined;
	let steps: Step[];

	before(async function () {
		if (!hasRecordings) this.skip();
		steps = (await readRecordings()) as Step[];
	});
	afterEach(() => bench?.end());

	const stepOf = (flow: string, index: number) =>
		steps.filter(({ name }) => name.startsWith(`${flow}/`))[index] ?? assert.fail(`${flow} ${index} was not recorded`);

	/** Answers one recorded call; everything else with what the reservations are then, by the end of their path. */
	async function replay(step: Step, bodies: (isSent: boolean) => readonly Body[]) {
		const sent: unknown[] = [];
		const server = await serve((response, { method, path, body }) => {
			const isStep = method === step.request.method && path.toLowerCase() === pathOf(step).toLowerCase();
			if (isStep) {
				sent.push(body === '' ? null : JSON.parse(body));
				const location = step.response.headers.location?.replaceAll(REAL_ORIGIN, server.origin);
				const headers = { 'content-type': 'application/json; charset=utf-8', ...(location !== undefined && { location }) };
				response.writeHead(step.response.status, step.response.body === null ? {} : headers);
				return void response.end(step.response.body === null ? '' : JSON.stringify(step.response.body));
			}
			const all = bodies(sent.length > 0);
			if (method === 'GET' && path.endsWith('/reservations')) return sendJson(response, 200, { value: all });
			const one = all.find(({ id }) => id.toLowerCase() === path.toLowerCase());
			if (method === 'GET' && one !== undefined) return sendJson(response, 200, one);
			return sendJson(response, 404, { error: { code: 'NotRecorded', message: `${method} ${path}` } });
		});
		bench = await startService(cloudAt(server.origin), {
			tokens: { get: async () => 'token' },
			sleep: async () => {},
			account: async () => 'agent@partner.example',
		});
		return { configuration: bench.service.configuration, sent };
	}

	/** A recorded answer as the reservation was before: with other properties and an earlier etag. */
	function earlier(step: Step, changes: Record<string, unknown>): Body {
		const { etag, properties, ...rest } = step.response.body as Body;
		return { ...rest, etag: etag - 2, properties: { ...properties, ...changes } };
	}

	const renewing = { renew: true, userFriendlyRenewState: 'On' };
	const applied = { appliedScopeProperties: { subscriptionId: '/subscriptions/00000000-0000-0000-0000-000000000001' } };

	it('a scope and a renewal: shared, and one subscription with capacity priority', async () => {
		const shared = stepOf('update_reservation', 0);
		const single = earlier(shared, {
			...renewing,
			...applied,
			appliedScopeType: 'Single',
			userFriendlyAppliedScopeType: 'Single',
		});
		const ref = refOf(single.id);
		const first = await replay(shared, (isSent) => [isSent ? (shared.response.body as Body) : single]);
		const { basis } = await first.configuration.read(ref);
		const result = await first.configuration.change(ref, { scope: { kind: 'Shared' }, renewal: { on: false } }, basis);
		assert.deepEqual(first.sent, [shared.request.body]);
		assert.ok(result.outcome === 'sent' && result.record.state === 'succeeded', JSON.stringify(result));
		assert.equal(result.record.after?.etag, 111);
		assert.equal(result.record.changedBy, 'agent@partner.example');
		assert.deepEqual(result.record.fields, ['scope', 'renew']);
		await bench?.end();

		const capacity = stepOf('update_reservation', 1);
		const flexible = {
			...renewing,
			instanceFlexibility: 'On',
			appliedScopeType: 'Shared',
			userFriendlyAppliedScopeType: 'Shared',
		};
		const before = earlier(capacity, { ...flexible, appliedScopeProperties: null });
		const second = await replay(capacity, (isSent) => [isSent ? (capacity.response.body as Body) : before]);
		const [subscriptionId = ''] = (capacity.request.body as { properties: { appliedScopes: string[] } }).properties.appliedScopes;
		const change = { scope: { kind: 'Single', subscriptionId }, instanceFlexibility: 'Off', renewal: { on: false } } as const;
		const changed = await second.configuration.change(ref, change, (await second.configuration.read(ref)).basis);
		assert.deepEqual(second.sent, [capacity.request.body]);
		assert.ok(changed.outcome === 'sent' && changed.record.state === 'succeeded', JSON.stringify(changed));
		assert.equal(changed.record.after?.scope.displayName, 'PayG-UK-03-09-2021');
	});

	it('a name, which is answered as the display name', async () => {
		const step = stepOf('update_reservation', 2);
		const before = earlier(step, { ...renewing, displayName: 'Before' });
		const { configuration, sent } = await replay(step, (isSent) => [isSent ? (step.response.body as Body) : before]);
		const { basis } = await configuration.read(refOf(before.id));
		const result = await configuration.change(refOf(before.id), { name: ' NewRIName ', renewal: { on: false } }, basis);
		assert.deepEqual(sent, [step.request.body]);
		assert.ok(result.outcome === 'sent' && result.record.after?.name === 'NewRIName');
	});

	it('a renewal with other terms, which are read back with their price', async () => {
		const step = stepOf('update_reservation', 3);
		const read = stepOf('update_reservation', 4);
		const before = earlier(step, { renew: false, userFriendlyRenewState: 'Off' });
		const { configuration, sent } = await replay(step, (isSent) => [isSent ? (read.response.body as Body) : before]);
		const { basis } = await configuration.read(refOf(before.id));
		const wanted = (step.request.body as RenewalBody).properties.renewProperties.purchaseProperties;
		const { quantity, displayName, billingScopeId } = wanted.properties;
		const terms = {
			sku: wanted.sku.name,
			region: wanted.location,
			quantity,
			name: displayName,
			billingScopeId,
			scope: { kind: 'Shared' },
			instanceFlexibility: 'On',
		} as const;
		const result = await configuration.change(refOf(before.id), { renewal: { on: true, terms } }, basis);
		assert.deepEqual(sent, [step.request.body]);
		assert.ok(result.outcome === 'sent' && result.record.state === 'succeeded', JSON.stringify(result));
		const { renewalPrice, basis: now } = await configuration.read(refOf(before.id));
		assert.deepEqual(renewalPrice?.billing, { amount: '109.8', currency: 'GBP' });
		assert.deepEqual(result.record.after, now);
		assert.equal(now.renewal?.sku, 'Standard_B1ls');
	});

	it('a split and the merge of its parts: revisions lead to the new reservations', async () => {
		const source = stepOf('split_and_merge', 0).response.body as Body;
		const split = stepOf('split_and_merge', 1);
		const afterSplit = stepOf('split_and_merge', 2).response.body as readonly Body[];
		const ref = refOf(source.id);
		const first = await replay(split, (isSent) => (isSent ? afterSplit : [source]));
		const record = await first.configuration.split(ref, [1, 1], (await first.configuration.read(ref)).basis);
		assert.deepEqual(first.sent, [split.request.body]);
		assert.equal(record.state, 'succeeded', record.explanation);
		const parts = afterSplit.map(({ id }) => refOf(id)).filter(({ reservationId }) => reservationId !== ref.reservationId);
		assert.deepEqual(first.configuration.successorsOf(ref), parts);
		assert.deepEqual(bench?.service.operations.successorsOf(ref), parts);
		await bench?.end();

		const merge = stepOf('split_and_merge', 3);
		const afterMerge = stepOf('split_and_merge', 4).response.body as readonly Body[];
		const second = await replay(merge, (isSent) => (isSent ? afterMerge : afterSplit));
		const items = await Promise.all(
			parts.map(async (part) => ({ ref: part, basis: (await second.configuration.read(part)).basis })),
		);
		const merged = await second.configuration.merge(items);
		assert.deepEqual(lower(second.sent), lower([merge.request.body]));
		assert.equal(merged.state, 'succeeded', merged.explanation);
		const [whole] = merged.results ?? [];
		const succeeded = afterMerge.find(({ properties }) => properties.provisioningState === 'Succeeded');
		assert.equal(whole?.reservationId, refOf(succeeded?.id ?? '').reservationId);
	});

	it('archiving, and taking it back', async () => {
		for (const archived of [true, false]) {
			const step = stepOf('archive_unarchive_reservation', archived ? 0 : 1);
			const id = pathOf(step).replace(/\/(un)?archive$/, '');
			const body = (is: boolean): Body => ({
				id,
				etag: is ? 7 : 6,
				properties: { displayName: 'Old', provisioningState: 'Cancelled', quantity: 1, archived: is, appliedScopeType: 'Shared' },
			});
			const { configuration, sent } = await replay(step, (isSent) => [body(isSent === archived)]);
			const { basis } = await configuration.read(refOf(id));
			const result = await configuration.change(refOf(id), { archived }, basis);
			assert.deepEqual(sent, [null]);
			assert.ok(result.outcome === 'sent' && result.record.state === 'succeeded', JSON.stringify(result));
			assert.equal(result.record.kind, archived ? 'archive' : 'unarchive');
			await bench?.end();
		}
	});

	it('the scopes that it may be applied to', async () => {
		const step = stepOf('reservation_available_scope', 0);
		const id = pathOf(step).replace(/\/availableScopes$/i, '');
		const subscription = '/subscriptions/00000000-0000-0000-0000-000000000000';
		const sent: unknown[] = [];
		const server = await serve((response, { method, path, body }) => {
			if (method === 'POST') {
				assert.equal(path.toLowerCase(), pathOf(step).toLowerCase());
				sent.push(JSON.parse(body));
				return sendJson(response, 200, step.response.body);
			}
			if (path === '/subscriptions')
				return sendJson(response, 200, { value: [{ id: subscription, displayName: 'One', state: 'Enabled' }] });
			if (path.toLowerCase() === id.toLowerCase()) {
				const properties = { displayName: 'Any', provisioningState: 'Succeeded', appliedScopeType: 'Shared', quantity: 1 };
				return sendJson(response, 200, { id, properties });
			}
			return sendJson(response, 200, { value: [] });
		});
		bench = await startService(cloudAt(server.origin), { tokens: { get: async () => 'token' } });
		const { targets, failures } = await bench.service.configuration.scopeTargets([refOf(id)]);
		assert.deepEqual(sent, [step.request.body]);
		assert.deepEqual(failures, []);
		assert.deepEqual(
			targets.map(({ name, isAccepted, isCurrent }) => [name, isAccepted, isCurrent]),
			[
				['Shared', true, true],
				['One', true, false],
			],
		);
	});
});

interface RenewalBody {
	readonly properties: {
		readonly renewProperties: {
			readonly purchaseProperties: {
				readonly sku: { readonly name: string };
				readonly location: string;
				readonly properties: { readonly quantity: number; readonly displayName: string; readonly billingScopeId: string };
			};
		};
	};
}

function pathOf({ request }: Step): string {
	return new URL(request.url).pathname;
}

function refOf(id: string): ReservationRef {
	const [, orderId = '', reservationId = ''] = /reservationOrders\/([^/]+)\/reservations\/([^/]+)/i.exec(id) ?? [];
	return { tenantId: CUSTOMER, orderId, reservationId };
}

/** The recorder wrote ids in two cases (recordings 11). */
function lower(value: unknown): unknown {
	return JSON.parse(JSON.stringify(value).toLowerCase());
}
