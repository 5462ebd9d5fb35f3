/** A scope that somebody deletes after it was chosen: refused, nothing is changed, and the words say what is gone. */
import assert from 'node:assert/strict';
import type { ConfigurationService } from '../../src/reservations/configuration/api';
import type { ScopeTarget } from '../../src/reservations/configuration/model';
import type { Customer, Reservation } from '../../src/reservations/model';
import { Desk } from '../helpers/operations';
import { orderFault, testFetch, valueIn } from '../helpers/service';

describe('scopes that are gone', () => {
	let desk: Desk;
	let configuration: ConfigurationService;
	let customer: Customer;
	let reservation: Reservation;

	/** Customers whose places are still all there. */
	let untouched: Customer[];

	before(async () => {
		desk = await Desk.open({ customers: 20, reservations: 12 });
		({ configuration } = desk.first.service);
		untouched = [...valueIn(await desk.first.service.refreshCustomers()).customers];
	});
	after(() => desk?.close());

	// The last subscription can't be deleted: each test has a customer with more of them.
	beforeEach(async () => {
		for (;;) {
			customer = untouched.shift() ?? assert.fail('no customer with several subscriptions');
			const [first] = await desk.reservations(customer).catch(() => []);
			if (first === undefined) continue;
			reservation = first;
			const single = (await targets()).filter(({ kind, isAccepted }) => kind === 'Single' && isAccepted === true);
			if (single.length > 1) break;
		}
		await give({ kind: 'Shared' });
	});

	async function give(scope: ScopeTarget['scope']) {
		const { basis } = await configuration.read(reservation);
		return configuration.change(reservation, { scope }, basis);
	}

	async function targets(): Promise<readonly ScopeTarget[]> {
		return (await configuration.scopeTargets([reservation])).targets;
	}

	async function accepted(kind: ScopeTarget['kind']): Promise<ScopeTarget> {
		const found = (await targets()).find((it) => it.kind === kind && it.isAccepted === true && !it.isCurrent);
		return found ?? assert.fail(`no ${kind} is accepted`);
	}

	async function remove({ id }: ScopeTarget): Promise<void> {
		const query = new URLSearchParams({ id: id ?? '' });
		const address = `${desk.sandbox.endpoints.authority}/sandbox/places/${customer.tenantId}?${query}`;
		const response = await testFetch(address, { method: 'DELETE' });
		assert.equal(response.status, 204, await response.text());
	}

	for (const [kind, words] of [
		['ResourceGroup', 'The resource group'],
		['Single', 'The subscription'],
	] as const) {
		it(`${words.toLowerCase()} that was chosen`, async () => {
			const target = await accepted(kind);
			const { basis } = await configuration.read(reservation);
			await remove(target);
			const result = await give(target.scope);
			assert.ok(result.outcome === 'sent');
			const { state, explanation = '', errorCode } = result.record;
			assert.deepEqual([state, errorCode], ['notDone', 'AppliedScopesNotAssociatedWithCommerceAccount']);
			assert.equal(
				explanation.split(', or')[0],
				`${words} ${target.id?.split('/').at(-1)} is gone`,
				'what is gone, not the reservation',
			);
			assert.match(explanation, /Nothing was changed/);
			assert.deepEqual((await configuration.read(reservation)).basis, basis);
			assert.ok((await targets()).every(({ id }) => id !== target.id));
		});
	}

	it('the resource group of a subscription that went with it: the subscription is named', async () => {
		const target = await accepted('ResourceGroup');
		const subscription = target.id?.split('/resourceGroups/')[0] ?? '';
		await remove({ ...target, id: subscription });
		const result = await give(target.scope);
		assert.ok(result.outcome === 'sent');
		assert.ok(
			result.record.explanation?.startsWith(`The subscription ${subscription.split('/').at(-1)} is gone`),
			result.record.explanation,
		);
	});

	it('a refusal for another reason keeps its words', async () => {
		const target = await accepted('Single');
		const { basis } = await configuration.read(reservation);
		await orderFault(desk.sandbox, {
			match: { service: 'resourceManager', method: 'PATCH', path: reservation.reservationId },
			fault: { kind: 'status', status: 400, code: 'CapacityUpdateScopesFailed', message: 'No.' },
			times: 1,
		});
		const result = await configuration.change(reservation, { scope: target.scope }, basis);
		assert.ok(result.outcome === 'sent');
		assert.match(result.record.explanation ?? '', /could not move what is reserved/);
	});

	it('what is applied there gives no benefit from then on', async () => {
		const target = await accepted('Single');
		await give(target.scope);
		await remove(target);
		await desk.first.service.refreshReservations([customer.tenantId]);
		const now = desk.first.service.getReservation(reservation);
		assert.equal(now?.statusCode, 'NoBenefitDueToSubscriptionDeletion');
		const healed = await give({ kind: 'Shared' });
		assert.ok(healed.outcome === 'sent' && healed.record.state === 'succeeded');
	});
});
