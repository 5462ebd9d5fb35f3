/** Any sequence of splits, merges, new scopes, new names and partial returns: ledger and service agree on what there is. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ConfigurationChange } from '../../src/reservations/configuration/model';
import type { Customer, ReservationRef } from '../../src/reservations/model';
import { isActive } from '../../src/reservations/states';
import { confirmed, Desk, reached } from '../helpers/operations';
import { testFetch, until, valueIn } from '../helpers/service';
import { unitsOf } from '../helpers/units';

const moves = 50;
const which = fc.nat({ max: 1000 });
const move = fc.oneof(
	fc.record({ kind: fc.constant('split' as const), which, part: fc.integer({ min: 1, max: 99 }) }),
	fc.record({ kind: fc.constant('merge' as const), which }),
	fc.record({ kind: fc.constant('scope' as const), which, isShared: fc.boolean() }),
	fc.record({ kind: fc.constant('name' as const), which, name: fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,30}$/) }),
	fc.record({ kind: fc.constant('return' as const), which }),
);
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

/** What a reservation is to be, by what was done with it. */
interface Held {
	readonly ref: ReservationRef;
	readonly quantity: number;
	readonly name: string;
	readonly expiresAt: number | undefined;
	/** `Shared` or the id of a subscription, lower case. */
	readonly scope: string;
}

interface Listed {
	readonly id: string;
	readonly properties: {
		readonly displayName: string;
		readonly quantity: number;
		readonly provisioningState: string;
		readonly reservedResourceType: string;
		readonly expiryDateTime?: string;
		readonly userFriendlyAppliedScopeType: string;
		readonly appliedScopeProperties?: { readonly subscriptionId?: string } | null;
	};
}

class Portfolio {
	#held = new Map<string, Held>();
	#done = { split: 0, merge: 0, scope: 0, name: 0, return: 0 };

	constructor(
		readonly desk: Desk,
		readonly customer: Customer,
		readonly subscription: string,
	) {}

	get done() {
		return this.#done;
	}

	/** What the ledger has, asked for over its REST. */
	async ledger(): Promise<Map<string, Held>> {
		const { tenantId } = this.customer;
		const answer = await testFetch(
			`${this.desk.cloud.resourceManager}/providers/Microsoft.Capacity/reservations?api-version=2022-11-01`,
			{ headers: { authorization: `Bearer ${await this.desk.token(tenantId)}` } },
		);
		const { value } = (await answer.json()) as { readonly value: readonly Listed[] };
		const machines = value.filter(
			({ properties }) => properties.provisioningState === 'Succeeded' && properties.reservedResourceType === 'VirtualMachines',
		);
		return new Map(
			machines.map(({ id, properties }) => {
				const [, orderId = '', reservationId = ''] = /reservationOrders\/([^/]+)\/reservations\/([^/]+)/i.exec(id) ?? [];
				const ref = { tenantId, orderId: orderId.toLowerCase(), reservationId: reservationId.toLowerCase() };
				const scope = properties.appliedScopeProperties?.subscriptionId ?? properties.userFriendlyAppliedScopeType;
				const expiresAt = properties.expiryDateTime === undefined ? undefined : Date.parse(properties.expiryDateTime);
				const { displayName: name, quantity } = properties;
				return [ref.reservationId, { ref, quantity, name, expiresAt, scope: scope.toLowerCase() }];
			}),
		);
	}

	/** What the service has, which is what the tree shows. */
	service(): Map<string, Held> {
		const { reservations } = valueIn(this.desk.first.service.getReservations(this.customer.tenantId));
		const machines = reservations.filter((it) => isActive(it) && it.resourceType === 'VirtualMachines');
		return new Map(
			machines.map(({ tenantId, orderId, reservationId, quantity, name, expiresAt, scope }) => [
				reservationId,
				{
					ref: { tenantId, orderId, reservationId },
					quantity: unitsOf({ quantity }),
					name,
					expiresAt,
					scope: (scope.subscriptionId ?? scope.kind).toLowerCase(),
				},
			]),
		);
	}

	async begin(): Promise<void> {
		await this.desk.first.service.refreshReservations([this.customer.tenantId]);
		this.#held = await this.ledger();
		assert.ok(this.#held.size > 0);
	}

	async make(one: Move): Promise<void> {
		const all = [...this.#held.values()];
		const held = all[one.which % all.length];
		if (held === undefined) return;
		const { configuration } = this.desk.first.service;
		switch (one.kind) {
			case 'split': {
				if (held.quantity < 2) return;
				const first = Math.min(held.quantity - 1, Math.max(1, Math.round((held.quantity * one.part) / 100)));
				const quantities = [first, held.quantity - first];
				const record = await configuration.split(held.ref, quantities, (await configuration.read(held.ref)).basis);
				assert.equal(record.state, 'succeeded', record.explanation);
				this.#held.delete(held.ref.reservationId);
				const parts = await Promise.all((record.results ?? []).map((ids) => this.#readPart(held, ids)));
				assert.deepEqual(parts.map(({ quantity }) => quantity).sort(), [...quantities].sort());
				break;
			}
			case 'merge': {
				const others = (await configuration.mergeCandidates(held.ref)).filter(({ reasons }) => reasons.length === 0);
				const [other] = others.flatMap(({ reservation }) => this.#held.get(reservation.reservationId) ?? []);
				if (other === undefined) return;
				const items = await Promise.all(
					[held, other].map(async ({ ref }) => ({ ref, basis: (await configuration.read(ref)).basis })),
				);
				const record = await configuration.merge(items);
				assert.equal(record.state, 'succeeded', record.explanation);
				for (const { ref } of [held, other]) this.#held.delete(ref.reservationId);
				const [whole] = await Promise.all((record.results ?? []).map((ids) => this.#readPart(held, ids)));
				assert.equal(whole?.quantity, held.quantity + other.quantity);
				break;
			}
			case 'scope': {
				const scope = one.isShared
					? ({ kind: 'Shared' } as const)
					: ({ kind: 'Single', subscriptionId: this.subscription } as const);
				const to = one.isShared ? 'shared' : this.subscription.toLowerCase();
				await this.#change(held, { scope }, { ...held, scope: to });
				break;
			}
			case 'name':
				await this.#change(held, { name: one.name }, { ...held, name: one.name });
				break;
			case 'return':
				await this.#giveBack(held);
		}
		this.#done[one.kind] += 1;
	}

	async agree(): Promise<void> {
		const ledger = await this.ledger();
		const plain = (held: ReadonlyMap<string, Held>) => [...held].sort(([a], [b]) => a.localeCompare(b));
		assert.deepEqual(plain(ledger), plain(this.#held), 'the ledger has what was done');
		const same = () => {
			try {
				assert.deepEqual(plain(this.service()), plain(ledger));
				return true;
			} catch {
				return false;
			}
		};
		await until('the service to show what the ledger has', same).catch(() =>
			assert.deepEqual(plain(this.service()), plain(ledger), 'the service shows what the ledger has'),
		);
	}

	async #readPart(
		from: Held,
		{ orderId, reservationId }: { readonly orderId: string; readonly reservationId: string },
	): Promise<Held> {
		const ref = { tenantId: from.ref.tenantId, orderId, reservationId };
		const { quantity, name, expiresAt } = await this.desk.first.service.readReservation(ref);
		assert.equal(expiresAt, from.expiresAt, 'the end date stays');
		assert.equal(orderId, from.ref.orderId, 'the order stays');
		const held = { ref, quantity: unitsOf({ quantity }), name, expiresAt, scope: from.scope };
		this.#held.set(reservationId, held);
		return held;
	}

	async #change({ ref }: Held, change: ConfigurationChange, after: Held): Promise<void> {
		const { configuration } = this.desk.first.service;
		const result = await configuration.change(ref, change, (await configuration.read(ref)).basis);
		if (result.outcome === 'sent') assert.equal(result.record.state, 'succeeded', result.record.explanation);
		this.#held.set(ref.reservationId, after);
	}

	/** One unit. What the policy refuses changes nothing. */
	async #giveBack(held: Held): Promise<void> {
		const { operations } = this.desk;
		const quote = await operations.quoteReturn({ ...held.ref, quantity: 1 });
		if (quote.blockers.length > 0 || quote.policyErrors.length > 0) return;
		const { id } = await operations.commit(quote, confirmed(quote, this.customer));
		const ended = await reached(operations, id, 'succeeded');
		const [line] = ended.lines;
		this.#held.delete(held.ref.reservationId);
		if (held.quantity === 1) return;
		assert.ok(line?.rest !== undefined, 'the rest is told');
		const rest = await this.#readPart(held, line.rest);
		assert.equal(rest.quantity, held.quantity - 1);
	}
}

describe('sequences of changes', () => {
	it(`${moves} splits, merges, scopes, names and partial returns in any order keep quantities, end dates and ids`, async function () {
		this.timeout(280_000);
		const total: Record<string, number> = {};
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 10_000 }),
				fc.array(move, { minLength: moves, maxLength: moves }),
				async (seed, sequence) => {
					const desk = await Desk.open({ customers: 2, reservations: 8, seed, operationSeconds: 0 });
					try {
						const customer = await desk.customer('Contoso');
						const portfolio = new Portfolio(desk, customer, `/subscriptions/${await desk.subscription(customer)}`);
						await portfolio.begin();
						for (const [index, one] of sequence.entries()) {
							await portfolio.make(one);
							if (index % 10 === 9) await portfolio.agree();
						}
						for (const [kind, count] of Object.entries(portfolio.done)) total[kind] = (total[kind] ?? 0) + count;
					} finally {
						await desk.close();
					}
				},
			),
			{ numRuns: 4, endOnFailure: true },
		);
		console.log(`      ${JSON.stringify(total)}`);
		assert.ok(Object.values(total).every((count) => count > 0) && Object.keys(total).length === 5);
	});
});
