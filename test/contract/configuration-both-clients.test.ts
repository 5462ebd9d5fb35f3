/** Every change made by the service is seen by Microsoft's own client, and every change made by it is seen by the service. */
import assert from 'node:assert/strict';
import { AzureReservationAPI, type Patch } from '@azure/arm-reservations';
import type { TokenCredential } from '@azure/core-auth';
import type { ConfigurationService } from '../../src/reservations/configuration/api';
import type { ChangeRecord, ConfigurationChange, ScopeChoice } from '../../src/reservations/configuration/model';
import type { Customer, Reservation, ReservationRef } from '../../src/reservations/model';
import { Desk } from '../helpers/operations';
import { valueIn } from '../helpers/service';
import { unitsOf } from '../helpers/units';
import { overHttp } from './microsoft-sign-in';

/** What both have to agree on. Ids in lower case. */
interface Seen {
	readonly scope: string;
	readonly name: string;
	readonly flexibility: string | undefined;
	readonly quantity: number;
	readonly state: string;
	readonly archived: boolean;
	/** Units, term and plan of the next purchase; undefined: it is not renewed. */
	readonly renewal: string | undefined;
}

interface Wish {
	readonly what: string;
	readonly change: ConfigurationChange;
	readonly patch: Patch;
}

describe("the service and Microsoft's client change the same reservations", () => {
	let desk: Desk;
	let configuration: ConfigurationService;
	let customer: Customer;
	let client: AzureReservationAPI;
	let reservation: Reservation;

	before(async () => {
		desk = await Desk.open({ customers: 20, reservations: 12 });
		({ configuration } = desk.first.service);
		customer = await desk.customer('Contoso');
		const credential: TokenCredential = {
			getToken: async () => ({ token: await desk.token(customer.tenantId), expiresOnTimestamp: Date.now() + 600_000 }),
		};
		const endpoint = desk.cloud.resourceManager;
		client = overHttp(new AzureReservationAPI(credential, { endpoint, allowInsecureConnection: true }), credential);
		const all = await desk.reservations(customer, 'VirtualMachines', 2);
		reservation = all.toSorted((a, b) => unitsOf(a) - unitsOf(b))[0] ?? assert.fail('no machines of several units');
	});
	after(() => desk?.close());

	async function byService(ref: ReservationRef): Promise<Seen> {
		const { basis, reservation: now } = await configuration.read(ref);
		const { kind, subscriptionId, resourceGroupId, managementGroupId } = basis.scope;
		return {
			scope: (kind === 'Shared' ? kind : (resourceGroupId ?? managementGroupId ?? subscriptionId ?? '')).toLowerCase(),
			name: basis.name,
			flexibility: basis.instanceFlexibility,
			quantity: unitsOf(basis),
			state: now.provisioningState,
			archived: basis.archived,
			renewal: basis.renew ? written(basis.renewal ?? now) : undefined,
		};
	}

	async function byClient({ orderId, reservationId }: ReservationRef): Promise<Seen> {
		const { properties = {} } = await client.reservation.get(orderId, reservationId, { expand: 'renewProperties' });
		const { subscriptionId, resourceGroupId, managementGroupId } = properties.appliedScopeProperties ?? {};
		const next = properties.renewProperties?.purchaseProperties;
		return {
			scope: (
				resourceGroupId ??
				managementGroupId ??
				subscriptionId ??
				properties.appliedScopes?.[0] ??
				properties.appliedScopeType ??
				''
			).toLowerCase(),
			name: properties.displayName ?? '',
			flexibility: properties.instanceFlexibility,
			quantity: properties.quantity ?? 0,
			state: properties.provisioningState ?? '',
			archived: properties.archived === true,
			renewal: properties.renew === true ? written(next ?? properties) : undefined,
		};
	}

	const written = ({
		quantity,
		term,
		billingPlan,
	}: {
		readonly quantity?: number | undefined;
		readonly term?: string | undefined;
		readonly billingPlan?: string | undefined;
	}) => [quantity, term, billingPlan].join(' ');

	/** @returns what both see of it, once they agree */
	async function agreed(ref: ReservationRef): Promise<Seen> {
		const [one, other] = await Promise.all([byService(ref), byClient(ref)]);
		assert.deepEqual(one, other);
		return one;
	}

	async function change(ref: ReservationRef, wish: ConfigurationChange): Promise<ChangeRecord> {
		const result = await configuration.change(ref, wish, (await configuration.read(ref)).basis);
		assert.ok(result.outcome === 'sent', JSON.stringify(result));
		assert.equal(result.record.state, 'succeeded', result.record.explanation);
		return result.record;
	}

	/** Places of three kinds, each as the service and as the client name it. */
	async function scopes(): Promise<Wish[]> {
		const { targets } = await configuration.scopeTargets([reservation]);
		const place = (kind: string): ScopeChoice =>
			targets.find((it) => it.kind === kind && it.isAccepted === true)?.scope ?? assert.fail(`no ${kind} is accepted`);
		const [single, group, management] = [place('Single'), place('ResourceGroup'), place('ManagementGroup')];
		assert.ok(single.kind === 'Single' && group.kind === 'Single' && management.kind === 'ManagementGroup');
		const { managementGroupId } = management;
		const words = { tenantId: customer.tenantId, managementGroupId };
		return [
			{
				what: 'one subscription',
				change: { scope: single },
				patch: { appliedScopeType: 'Single', appliedScopes: [single.subscriptionId] },
			},
			{
				what: 'one resource group',
				change: { scope: group },
				patch: { appliedScopeType: 'Single', appliedScopes: [group.resourceGroupId ?? ''] },
			},
			{
				what: 'a management group',
				change: { scope: management },
				patch: { appliedScopeType: 'ManagementGroup', appliedScopeProperties: words },
			},
			{ what: 'shared', change: { scope: { kind: 'Shared' } }, patch: { appliedScopeType: 'Shared' } },
		];
	}

	it('the scope, of all four kinds, in both directions', async () => {
		await client.reservation.update(reservation.orderId, reservation.reservationId, { name: 'To begin with' });
		const all = await scopes();
		const [first] = all;
		assert.ok(first !== undefined);
		// Each is given by the one and then, after the next, by the other.
		for (const [index, { what, change: wish, patch }] of [...all, ...all].entries()) {
			const before = (await agreed(reservation)).scope;
			if (index < all.length) {
				const { basis } = await configuration.read(reservation);
				const { outcome } = await configuration.change(reservation, wish, basis);
				const expected = before === scopeIn(wish) ? 'unchanged' : 'sent';
				assert.equal(outcome, expected, what);
			} else {
				await client.reservation.update(reservation.orderId, reservation.reservationId, patch);
			}
			assert.equal((await agreed(reservation)).scope, scopeIn(wish), what);
		}
	});

	function scopeIn({ scope }: ConfigurationChange): string {
		if (scope?.kind === 'Single') return (scope.resourceGroupId ?? scope.subscriptionId).toLowerCase();
		return scope?.kind === 'ManagementGroup' ? scope.managementGroupId.toLowerCase() : 'shared';
	}

	it('the name, in both directions', async () => {
		await change(reservation, { name: 'By the service' });
		assert.equal((await agreed(reservation)).name, 'By the service');
		await client.reservation.update(reservation.orderId, reservation.reservationId, { name: 'By the client' });
		assert.equal((await agreed(reservation)).name, 'By the client');
	});

	it('instance size flexibility and capacity priority, in both directions', async () => {
		const [single] = await scopes();
		assert.ok(single !== undefined);
		await change(reservation, { ...single.change, instanceFlexibility: 'Off' });
		assert.equal((await agreed(reservation)).flexibility, 'Off');
		const { orderId, reservationId } = reservation;
		await client.reservation.update(orderId, reservationId, { instanceFlexibility: 'On' });
		assert.equal((await agreed(reservation)).flexibility, 'On');
		await client.reservation.update(orderId, reservationId, { instanceFlexibility: 'Off' });
		await change(reservation, { instanceFlexibility: 'On' });
		assert.equal((await agreed(reservation)).flexibility, 'On');
	});

	it('the renewal, off, on for the same, and on for something else, in both directions', async () => {
		const { orderId, reservationId } = reservation;
		const same = written(reservation);
		if ((await agreed(reservation)).renewal !== undefined) await change(reservation, { renewal: { on: false } });
		assert.equal((await agreed(reservation)).renewal, undefined);
		await client.reservation.update(orderId, reservationId, { renew: true });
		assert.equal((await agreed(reservation)).renewal, same);
		const terms = { quantity: unitsOf(reservation) + 3, billingPlan: 'Upfront' } as const;
		await change(reservation, { renewal: { on: true, terms } });
		assert.equal((await agreed(reservation)).renewal, `${terms.quantity} ${reservation.term} Upfront`);
		const { basis } = await configuration.read(reservation);
		assert.ok(basis.renewal !== undefined);
		await client.reservation.update(orderId, reservationId, {
			renewProperties: {
				purchaseProperties: {
					sku: { name: basis.renewal.sku },
					location: reservation.region,
					reservedResourceType: reservation.resourceType,
					billingScopeId: reservation.billingScopeId ?? '',
					term: 'P3Y',
					billingPlan: 'Monthly',
					quantity: 1,
					displayName: 'Next, by the client',
					appliedScopeType: 'Shared',
				},
			},
		});
		assert.equal((await agreed(reservation)).renewal, '1 P3Y Monthly');
		await client.reservation.update(orderId, reservationId, { renew: false });
		assert.equal((await agreed(reservation)).renewal, undefined);
		await change(reservation, { renewal: { on: true } });
		assert.equal((await agreed(reservation)).renewal, same);
	});

	/** The active ones of the order that came of this, as both see them, the smaller first. */
	async function cameOf({ orderId, reservationId }: ReservationRef): Promise<ReservationRef[]> {
		const found: { readonly ref: ReservationRef; readonly quantity: number }[] = [];
		for await (const { id = '', properties } of client.reservation.list(orderId)) {
			const [, own = ''] = /reservations\/([^/]+)/i.exec(id) ?? [];
			if (properties?.provisioningState !== 'Succeeded' || own.toLowerCase() === reservationId) continue;
			const ref = { tenantId: customer.tenantId, orderId, reservationId: own.toLowerCase() };
			found.push({ ref, quantity: (await agreed(ref)).quantity });
		}
		return found.toSorted((a, b) => a.quantity - b.quantity).map(({ ref }) => ref);
	}

	it('a split by the one is merged by the other, in both directions, and ids lead on', async () => {
		const { orderId } = reservation;
		const quantity = unitsOf(reservation);
		const { basis } = await configuration.read(reservation);
		const record = await configuration.split(reservation, [1, quantity - 1], basis);
		assert.equal(record.state, 'succeeded', record.explanation);
		assert.equal((await agreed(reservation)).state, 'Cancelled');
		const parts = await cameOf(reservation);
		const idsOf = (refs: readonly { readonly reservationId: string }[]) => refs.map((it) => it.reservationId).sort();
		const own = idsOf(parts).filter((id) => idsOf(record.results ?? []).includes(id));
		assert.equal(own.length, 2, 'the client lists both parts');
		const sources = own.map((id) => `/providers/Microsoft.Capacity/reservationOrders/${orderId}/reservations/${id}`);
		await client.reservation.merge(orderId, { sources }, { updateIntervalInMs: 20 });
		const [whole] = (await cameOf(reservation)).filter(({ reservationId }) => !idsOf(parts).includes(reservationId));
		assert.ok(whole !== undefined, 'the service reads what the client has merged');
		assert.equal((await agreed(whole)).quantity, quantity);
		await client.reservation.split(
			orderId,
			{
				quantities: [1, quantity - 1],
				reservationId: `${sources[0]?.split('/reservations/')[0]}/reservations/${whole.reservationId}`,
			},
			{ updateIntervalInMs: 20 },
		);
		const [again] = await cameOf(whole);
		assert.ok(again !== undefined);
		const candidates = await configuration.mergeCandidates(again);
		const [other] = candidates.filter(({ reasons }) => reasons.length === 0);
		assert.ok(other !== undefined, 'the service offers what the client has split off');
		const items = await Promise.all(
			[again, other.reservation].map(async (ref) => ({ ref, basis: (await configuration.read(ref)).basis })),
		);
		const merged = await configuration.merge(items);
		assert.equal(merged.state, 'succeeded', merged.explanation);
		const [last] = merged.results ?? [];
		assert.ok(last !== undefined);
		const end = await agreed({ tenantId: customer.tenantId, ...last });
		assert.deepEqual([end.state, end.renewal], ['Succeeded', undefined]);
		assert.equal(
			end.quantity,
			items.reduce((sum, it) => sum + unitsOf(it.basis), 0),
		);
	});

	it('what has ended is archived and shown again, in both directions', async () => {
		await desk.first.service.refreshReservations([customer.tenantId]);
		const { reservations } = valueIn(desk.first.service.getReservations(customer.tenantId));
		const ended = reservations.find(({ state, archived }) => ['Expired', 'Cancelled'].includes(state) && !archived);
		assert.ok(ended, 'no reservation has ended');
		await change(ended, { archived: true });
		assert.equal((await agreed(ended)).archived, true);
		await client.reservation.unarchive(ended.orderId, ended.reservationId);
		assert.equal((await agreed(ended)).archived, false);
		await client.reservation.archive(ended.orderId, ended.reservationId);
		assert.equal((await agreed(ended)).archived, true);
		await change(ended, { archived: false });
		assert.equal((await agreed(ended)).archived, false);
	});
});
