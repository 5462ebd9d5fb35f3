/** Every fault of the sandbox through the service: it says what happened, keeps what it had, and comes back. */
import assert from 'node:assert/strict';
import { type FailureKind, isServiceFailure } from '../../src/azure/failure';
import { sandboxCloud } from '../../src/identity';
import type { Reservation } from '../../src/reservations/model';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { clearFaults, orderFault, startService, type TestService, valueIn } from '../helpers/service';

/** A fault, and the kind of failure it has to become; undefined: none, the answer is good. */
const faults: readonly (readonly [name: string, fault: object, kind: FailureKind | undefined])[] = [
	['delay', { kind: 'delay', ms: 300 }, undefined],
	['401', { kind: 'unauthorized' }, 'NotAllowed'],
	[
		'401 with a claims challenge',
		{ kind: 'unauthorized', claims: '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}' },
		'NotAllowed',
	],
	['403', { kind: 'status', status: 403, code: 'AuthorizationFailed', message: 'No.' }, 'NotAllowed'],
	['404', { kind: 'status', status: 404, code: 'NotFound', message: 'No.' }, 'NotFound'],
	['429 with a long wait', { kind: 'throttle', seconds: 3600 }, 'Throttled'],
	['500', { kind: 'status', status: 500, code: 'InternalServerError', message: 'No.' }, 'Unreachable'],
	['503', { kind: 'status', status: 503, code: 'ServerTimeout', message: 'No.' }, 'Unreachable'],
	['connection cut before the work', { kind: 'dropBefore' }, 'Unreachable'],
	['connection cut after the work', { kind: 'dropAfter' }, 'Unreachable'],
	['HTML', { kind: 'html' }, 'UnexpectedAnswer'],
	['JSON of another shape', { kind: 'wrongJson', variant: 'shape' }, 'UnexpectedAnswer'],
	['JSON text', { kind: 'wrongJson', variant: 'text' }, 'UnexpectedAnswer'],
	['half a body', { kind: 'wrongJson', variant: 'cut' }, 'UnexpectedAnswer'],
	['a next page on another host', { kind: 'foreignNextLink', link: 'https://example.com/next' }, 'UnexpectedAnswer'],
	['13 MB', { kind: 'huge', variant: 'body' }, undefined],
	['the refusal of answers above 12 MB', { kind: 'huge', variant: 'error' }, 'Refused'],
];

describe('service and faults', () => {
	let sandbox: Sandbox;
	let bench: TestService;
	let reservation: Reservation;
	const unhandled: unknown[] = [];
	const note = (reason: unknown) => unhandled.push(reason);

	before(async () => {
		process.on('unhandledRejection', note);
		sandbox = await startSandbox({ port: 0, customers: 40 });
	});
	after(async () => {
		await sandbox?.close();
		process.off('unhandledRejection', note);
	});
	beforeEach(async () => {
		// Each test has its own tenants' throttling, so a service of its own.
		bench = await startService(sandboxCloud(sandbox.endpoints), { waitBudgetMs: 0 });
		const { customers } = valueIn(await bench.service.refreshCustomers());
		const plain = customers.find(({ name }) => !name.includes('(')) ?? assert.fail();
		reservation = valueIn(await bench.service.loadReservations(plain.tenantId)).reservations[0] ?? assert.fail();
	});
	afterEach(async () => {
		await clearFaults(sandbox);
		await bench.end();
		assert.deepEqual(unhandled.splice(0), []);
	});

	for (const [name, fault, kind] of faults) {
		it(`${name}: the list of customers`, async () => {
			const before = valueIn(bench.service.getCustomers());
			// Microsoft Graph would stand in where Partner Center may not be used.
			for (const service of ['partnerCenter', 'graph']) await orderFault(sandbox, { match: { service }, fault });
			const { value, failure, loading } = await bench.service.refreshCustomers();
			assert.equal(failure?.kind, kind, failure?.message);
			assert.equal(loading, false);
			assert.deepEqual(value, before, 'what was known is kept');
			if (failure) checkWords(failure);

			await clearFaults(sandbox);
			if (kind === 'Throttled') return;
			const again = await bench.service.refreshCustomers();
			assert.equal(again.failure, undefined);
			assert.deepEqual(again.value, before);
		});

		it(`${name}: the reservations of a customer`, async () => {
			const { tenantId } = reservation;
			const before = valueIn(bench.service.getReservations(tenantId));
			const asOf = bench.service.getReservations(tenantId).asOf;
			await orderFault(sandbox, { match: { service: 'resourceManager', tenant: tenantId }, fault });
			await bench.service.refreshReservations([tenantId]);
			const { value, failure, loading, ...rest } = bench.service.getReservations(tenantId);
			assert.equal(failure?.kind, kind, failure?.message);
			assert.equal(loading, false);
			assert.deepEqual(value, before, 'what was known is kept');
			if (failure) {
				checkWords(failure);
				assert.equal(failure.details.customerTenantId, tenantId);
				assert.equal(rest.asOf, asOf, 'its age stays that of what was read');
			}
			// Looking again does not start another read: that would chase its own change.
			if (failure) assert.equal((await bench.service.loadReservations(tenantId)).failure, failure);

			await clearFaults(sandbox);
			if (kind === 'Throttled') return;
			await bench.service.refreshReservations([tenantId]);
			assert.equal(bench.service.getReservations(tenantId).failure, undefined);
			assert.deepEqual(bench.service.getReservations(tenantId).value, before);
		});

		it(`${name}: one reservation, its order, history and use`, async () => {
			await orderFault(sandbox, { match: { service: 'resourceManager', tenant: reservation.tenantId }, fault });
			const reads: (readonly [string, () => Promise<unknown>])[] = [
				['reservation', () => bench.service.readReservation(reservation)],
				['order', () => bench.service.readOrder(reservation)],
				['history', () => bench.service.readHistory(reservation)],
				['use by day', () => bench.service.readUsage(reservation, 'daily')],
				['use by resource', () => bench.service.readResourceUsage(reservation, Date.now() - 3 * 86_400_000)],
			];
			for (const [what, read] of reads) {
				const outcome = await read().then(
					() => undefined,
					(error: unknown) => error,
				);
				// Only lists have a next page.
				if (name.startsWith('a next page') && ['reservation', 'order'].includes(what)) continue;
				if (kind === undefined) assert.equal(outcome, undefined, `${what}: ${String(outcome)}`);
				else assert.ok(isServiceFailure(outcome) && outcome.kind === kind, `${what}: ${String(outcome)}`);
			}
			assert.deepEqual(bench.service.getReservation(reservation)?.name, reservation.name);
			if (kind !== undefined) assert.match(bench.service.describeForSupport(reservation), /Last failed call/);
		});
	}

	it('a token that can’t be had is a failure of that customer alone', async () => {
		const { tenantId } = reservation;
		const other = valueIn(bench.service.getCustomers()).customers.findLast(({ name }) => !name.includes('(')) ?? assert.fail();
		const fresh = await startService(sandboxCloud(sandbox.endpoints));
		try {
			await orderFault(sandbox, { match: { service: 'authority', tenant: tenantId }, fault: { kind: 'status', status: 403 } });
			await fresh.service.refreshReservations([tenantId, other.tenantId]);
			assert.equal(fresh.service.getReservations(tenantId).failure?.kind, 'NotAllowed');
			assert.equal(fresh.service.getReservations(tenantId).value, undefined);
			assert.ok(valueIn(fresh.service.getReservations(other.tenantId)).reservations.length > 0);
		} finally {
			await fresh.end();
		}
	});

	it('keeps the pages that came before a fault, and says that there are more', async () => {
		const many = await startSandbox({ port: 0, customers: 1200 });
		const fresh = await startService(sandboxCloud(many.endpoints));
		try {
			const match = { service: 'partnerCenter', path: 'seekOperation' };
			await orderFault(many, { match, fault: { kind: 'delay', ms: 300 }, times: 1 });
			await orderFault(many, { match, fault: { kind: 'status', status: 500 } });
			const first = valueIn(await fresh.service.loadCustomers());
			assert.equal(first.complete, false);
			assert.equal(first.customers.length, 500);
			// Joins the read that is under way: its second page comes, its third does not.
			const later = await fresh.service.refreshCustomers();
			assert.equal(later.failure?.kind, 'Unreachable');
			assert.equal(valueIn(later).complete, false);
			assert.ok(valueIn(later).customers.length >= 500);
			await clearFaults(many);
			const all = valueIn(await fresh.service.refreshCustomers());
			assert.equal(all.complete, true);
			assert.equal(all.customers.length, 1200);
		} finally {
			await fresh.end();
			await many.close();
		}
	});
});

/** A failure says what happened in sentences and what to do next, and shows no token and no page of HTML. */
function checkWords(failure: { message: string; details: { remedy?: string | undefined; detail?: string | undefined } }): void {
	assert.match(failure.message, /^[A-Z].*\.$/);
	assert.doesNotMatch(`${failure.message} ${failure.details.detail}`, /Bearer|<html|<!doctype/i);
}
