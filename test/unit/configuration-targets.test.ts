/** The places that a reservation can be applied to, over HTTP: with reasons where Azure does not take them, and told where it is silent. */
import assert from 'node:assert/strict';
import { configurationFrom } from '../../src/reservations/configuration/reading';
import { readScopeTargets } from '../../src/reservations/configuration/scope-targets';
import { sendJson, useServers } from '../helpers/http-server';
import { CUSTOMER, cloudAt, ORDER, OTHER_CUSTOMER, RESERVATION, SUBSCRIPTION, testTransport } from '../helpers/transport';
import { NOW } from './reservations-samples';

const SECOND = 'eeeeeeee-0000-4000-8000-000000000007';
const DISABLED = 'eeeeeeee-0000-4000-8000-000000000008';
const DELEGATED = 'eeeeeeee-0000-4000-8000-000000000009';
const MANAGEMENT = '/providers/Microsoft.Management/managementGroups/root';
const group = (subscription: string) => `/subscriptions/${subscription}/resourceGroups/web`;

function current(name: string, reservationId = RESERVATION) {
	const body = {
		id: `/providers/Microsoft.Capacity/reservationOrders/${ORDER}/reservations/${reservationId}`,
		properties: { displayName: name, provisioningState: 'Succeeded', appliedScopeType: 'Shared', quantity: 1 },
	};
	return configurationFrom(CUSTOMER, body, NOW) ?? assert.fail();
}

describe('scope targets', () => {
	const serve = useServers();

	/** @param valid what `availableScopes` says of an id; undefined: it leaves it out */
	async function start(valid: (scope: string, path: string) => boolean | undefined) {
		const server = await serve((response, { method, path, body }) => {
			if (method === 'POST') {
				const { scopes } = (JSON.parse(body) as { properties: { scopes: string[] } }).properties;
				const said = scopes.map((scope) => ({ scope, valid: valid(scope, path) })).filter((it) => it.valid !== undefined);
				return sendJson(response, 200, { properties: { scopes: said } });
			}
			if (path === '/subscriptions') {
				const value = [
					{ id: `/subscriptions/${SUBSCRIPTION}`, displayName: 'One', state: 'Enabled', tenantId: CUSTOMER },
					{ id: `/subscriptions/${SECOND}`, displayName: 'Two', state: 'Enabled' },
					{ id: `/subscriptions/${DISABLED}`, displayName: 'Old', state: 'Disabled' },
					{ id: `/subscriptions/${DELEGATED}`, displayName: 'Theirs', state: 'Enabled', tenantId: OTHER_CUSTOMER },
				];
				return sendJson(response, 200, { value });
			}
			if (path === `/subscriptions/${SUBSCRIPTION}/resourcegroups`) {
				return sendJson(response, 200, { value: [{ id: group(SUBSCRIPTION), name: 'web' }] });
			}
			if (/managementGroups$/.test(path)) {
				return sendJson(response, 200, { value: [{ id: MANAGEMENT, name: 'root', properties: { displayName: 'Root' } }] });
			}
			sendJson(response, 403, { error: { code: 'AuthorizationFailed', message: 'no' } });
		});
		return { transport: testTransport(cloudAt(server.origin)), server };
	}

	it('what is taken, what is not and why, and what could not be read', async () => {
		const { transport, server } = await start((scope) => (scope === MANAGEMENT ? undefined : !scope.includes(SECOND)));
		const { targets, failures } = await readScopeTargets(transport, [current('Web')], {});
		assert.deepEqual(
			targets.map(({ kind, name, isAccepted, isCurrent }) => [kind, name, isAccepted, isCurrent]),
			[
				['Shared', 'Shared', true, true],
				['ManagementGroup', 'Root', undefined, false],
				['Single', 'One', true, false],
				['ResourceGroup', 'web', true, false],
				['Single', 'Two', false, false],
				['Single', 'Old', false, false],
			],
		);
		assert.match(targets[1]?.reason ?? '', /did not say/);
		assert.equal(targets[3]?.subscription, 'One');
		assert.match(targets[4]?.reason ?? '', /Owner of the subscription/);
		assert.match(targets[5]?.reason ?? '', /state is Disabled/);
		assert.deepEqual(
			failures.map(({ kind }) => kind),
			['NotAllowed'],
		);
		assert.ok(server.asked.every(({ body }) => !body.includes(DISABLED) && !body.includes(DELEGATED)));
	});

	it('of several reservations the reason names those that can’t go there', async () => {
		const { transport } = await start((_, path) => path.includes(RESERVATION));
		const { targets } = await readScopeTargets(transport, [current('Web'), current('Data', SECOND)], {});
		const one = targets.find(({ name }) => name === 'One');
		assert.equal(one?.isAccepted, false);
		assert.match(one?.reason ?? '', /for Data\./);
		assert.doesNotMatch(one?.reason ?? '', /Web/);
	});
});
