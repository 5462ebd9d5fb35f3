/** What the tests of access control share: calls of the sandbox's own levers, and counts of what was sent to it. */
import assert from 'node:assert/strict';
import type { Customer } from '../../src/reservations/model';
import type { Role, RoleAssignments, RoleTarget } from '../../src/reservations/roles/model';
import type { Sandbox } from '../../src/sandbox';
import type { Desk } from '../helpers/operations';
import { requestsOf, testFetch } from '../helpers/service';

export const nobody = '0f0f0f0f-0000-4000-8000-000000000009';

/** A lever of the sandbox: people that come and go, roles that the customer's own administrator gives. */
export async function lever(sandbox: Sandbox, method: string, path: string, body?: object): Promise<Record<string, string>> {
	const answer = await testFetch(`${sandbox.endpoints.authority}/sandbox/${path}`, {
		method,
		headers: { 'content-type': 'application/json' },
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	const text = await answer.text();
	assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
	return text === '' ? {} : (JSON.parse(text) as Record<string, string>);
}

/** Assignments that the sandbox was asked to make or to take since its log was cleared. */
export async function sentTo(sandbox: Sandbox, method: 'PUT' | 'DELETE'): Promise<readonly string[]> {
	const isIt = (one: { method: string; path: string }) => one.method === method && /roleassignments/i.test(one.path);
	return (await requestsOf(sandbox)).filter(isIt).map(({ path }) => path);
}

export async function targetOf(desk: Desk, customer: Customer): Promise<RoleTarget & { readonly reservationId: string }> {
	const { tenantId, orderId, reservationId } = await desk.reservation(customer);
	return { tenantId, orderId, reservationId };
}

export async function roleNamed(desk: Desk, target: RoleTarget, name: string): Promise<Role> {
	const roles = await desk.first.service.roles.rolesAt(target, 'order');
	return roles.find((role) => role.name === name) ?? assert.fail(`no role ${name}`);
}

/** Who holds which role where, in one line each. */
export function lines({ members }: RoleAssignments): string[] {
	return members.flatMap(({ principal, roles }) =>
		roles.map(({ roleName, place }) => `${principal.name ?? principal.id}: ${roleName} on ${place}`),
	);
}
