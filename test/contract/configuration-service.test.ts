/** Configuration through the service against the sandbox, over real HTTP: targets, previews, changes of every field, many at once, and back. */
import assert from 'node:assert/strict';
import type { ConfigurationService } from '../../src/reservations/configuration/api';
import type { ChangeRecord, ChangeResult, ConfigurationChange } from '../../src/reservations/configuration/model';
import type { Customer, Reservation } from '../../src/reservations/model';
import { confirmed, Desk } from '../helpers/operations';
import { clearRequests, requestsOf, until, valueIn } from '../helpers/service';
import { failureOf } from '../helpers/transport';
import { unitsOf } from '../helpers/units';

describe('configuration', () => {
	let desk: Desk;
	let configuration: ConfigurationService;
	let customer: Customer;

	before(async () => {
		desk = await Desk.open({ customers: 20, reservations: 12 }, { account: async () => 'agent@partner.example' });
		({ configuration } = desk.first.service);
		customer = await desk.customer('Contoso');
	});
	after(() => desk?.close());
	beforeEach(() => clearRequests(desk.sandbox));

	/** Changes that the sandbox was asked for: archive, split and merge are POSTs, what only asks is not counted. */
	async function sent(): Promise<number> {
		const isChange = ({ method, path }: { method: string; path: string }) =>
			method === 'PATCH' || (method === 'POST' && /\/(un)?archive$|\/split$|\/merge$/i.test(path));
		return (await requestsOf(desk.sandbox)).filter(isChange).length;
	}

	async function change(reservation: Reservation, wish: ConfigurationChange): Promise<ChangeResult> {
		return configuration.change(reservation, wish, (await configuration.read(reservation)).basis);
	}

	/** A small reservation of virtual machines: a single scope needs vCPU quota. */
	async function small(): Promise<Reservation> {
		const all = await desk.reservations(customer);
		return [...all].sort((a, b) => unitsOf(a) - unitsOf(b))[0] ?? assert.fail('no reservation');
	}

	function recordOf(result: ChangeResult): ChangeRecord {
		assert.ok(result.outcome === 'sent', JSON.stringify(result));
		assert.equal(result.record.state, 'succeeded', result.record.explanation);
		return result.record;
	}

	it('lists where it can be applied to, and goes there and back', async () => {
		const reservation = await small();
		const { targets, failures } = await configuration.scopeTargets([reservation]);
		assert.deepEqual(failures, []);
		const kinds = new Set(targets.map(({ kind }) => kind));
		assert.deepEqual([...kinds].sort(), ['ManagementGroup', 'ResourceGroup', 'Shared', 'Single']);
		assert.equal(targets.filter(({ isCurrent }) => isCurrent).length, 1);
		assert.ok(targets.every(({ isAccepted, reason }) => isAccepted === true || reason !== undefined));
		const wanted = ['Single', 'ResourceGroup', 'ManagementGroup', 'Shared'];
		for (const kind of wanted) {
			const target = targets.find((it) => it.kind === kind && it.isAccepted === true);
			assert.ok(target, `no ${kind} is accepted`);
			const result = await change(reservation, { scope: target.scope });
			if (result.outcome === 'unchanged') continue;
			const record = recordOf(result);
			assert.equal(record.after?.scope.kind, kind);
			const { targets: now } = await configuration.scopeTargets([reservation]);
			assert.deepEqual(
				now.filter(({ isCurrent }) => isCurrent).map(({ id, name }) => id ?? name),
				[target.id ?? target.name],
			);
		}
	});

	it('several reservations: a place counts when all of them may go there, and they are of one customer', async () => {
		const [one, other] = await desk.reservations(customer);
		assert.ok(one && other);
		const { targets } = await configuration.scopeTargets([one, other]);
		assert.ok(targets.some(({ kind, isAccepted }) => kind === 'Single' && isAccepted === true));
		const stranger = { ...other, tenantId: (await desk.customer('Fabrikam')).tenantId };
		assert.equal((await failureOf(configuration.scopeTargets([one, stranger]))).kind, 'Refused');
		assert.equal((await failureOf(configuration.scopeTargets([]))).kind, 'Refused');
	});

	it('previews without changing: fields, notes, and who keeps the discount', async () => {
		const reservation = await small();
		const subscriptionId = `/subscriptions/${await desk.subscription(customer)}`;
		const preview = await configuration.preview(reservation, { scope: { kind: 'Single', subscriptionId }, name: 'Previewed' });
		assert.deepEqual(preview.blockers, []);
		assert.ok(preview.differences.some(({ field, after }) => field === 'name' && after === 'Previewed'));
		assert.ok(preview.notes.some(({ id, text }) => id === 'noPrice' && /end date/.test(text)));
		assert.ok(preview.usage, 'the usage is known');
		assert.equal(await sent(), 0);
		const nothing = await configuration.preview(reservation, { name: reservation.name });
		assert.deepEqual([nothing.differences, nothing.notes], [[], []]);
	});

	it('name, flexibility and renewal: only what differs is sent, and the lists and the log show it', async () => {
		const reservation = await small();
		const told: string[] = [];
		const stop = configuration.onDidChangeRecord(({ state }) => told.push(state));
		const named = recordOf(await change(reservation, { name: 'Renamed by a test' }));
		stop();
		assert.deepEqual([told[0], told.at(-1)], ['sent', 'succeeded']);
		assert.deepEqual(named.fields, ['name']);
		assert.equal(named.customerName, customer.name);
		assert.equal(named.changedBy, 'agent@partner.example');
		assert.ok(named.correlationIds.length > 0);
		await until('the list has the name', () => desk.first.service.getReservation(reservation)?.name === 'Renamed by a test');
		assert.equal(configuration.changes()[0]?.id, named.id);
		const text = configuration.describeChange(named);
		for (const part of [customer.name, 'Renamed by a test', reservation.reservationId, named.correlationIds[0] ?? '?']) {
			assert.ok(text.includes(part), `${part} is not in:\n${text}`);
		}
		assert.doesNotMatch(text, /undefined|NaN|\[object/);

		const { basis } = await configuration.read(reservation);
		const wasOn = basis.renew;
		if (wasOn) recordOf(await change(reservation, { renewal: { on: false } }));
		recordOf(await change(reservation, { renewal: { on: true } }));
		const terms = { quantity: 7, billingPlan: 'Upfront', name: 'Next' } as const;
		const set = recordOf(await change(reservation, { renewal: { on: true, terms } }));
		const renewed = await configuration.read(reservation);
		assert.deepEqual(set.after, renewed.basis);
		assert.equal(renewed.basis.renewal?.quantity, 7);
		assert.ok(renewed.renewalPrice?.billing);
		const off = recordOf(await change(reservation, { renewal: { on: false } }));
		assert.equal(off.after?.renew, false);
	});

	it('sends nothing where nothing differs, where it is not possible, or where it has changed since', async () => {
		const reservation = await small();
		const { basis } = await configuration.read(reservation);
		const same = await configuration.change(reservation, { name: basis.name, renewal: { on: basis.renew === true } }, basis);
		assert.ok(same.outcome === 'unchanged' && /already as it was to become/.test(same.explanation));
		for (const wish of [
			{ name: ' ' },
			{ archived: true },
			{ archived: true, name: 'Both' },
			{ scope: { kind: 'Single', subscriptionId: 'nonsense' } },
			{ renewal: { on: true, terms: { quantity: 0 } } },
			{ renewal: { on: false, terms: { quantity: 2 } } },
		] satisfies ConfigurationChange[]) {
			const failure = await failureOf(configuration.change(reservation, wish, basis));
			assert.equal(failure.kind, 'Refused', JSON.stringify(wish));
			assert.match(failure.message, /Nothing was sent/);
		}
		assert.equal(await sent(), 0);
		recordOf(await change(reservation, { name: 'Changed meanwhile' }));
		const failure = await failureOf(configuration.change(reservation, { renewal: { on: !basis.renew } }, basis));
		assert.equal(failure.kind, 'Refused');
		assert.match(failure.message, /Changed meanwhile/);
		assert.equal(await sent(), 1);
	});

	it('capacity priority is for single scopes of virtual machines', async () => {
		const reservation = await small();
		const { basis } = await configuration.read(reservation);
		if (basis.scope.kind !== 'Shared') recordOf(await change(reservation, { scope: { kind: 'Shared' } }));
		const wish = { instanceFlexibility: basis.instanceFlexibility === 'Off' ? 'On' : 'Off' } as const;
		if (wish.instanceFlexibility === 'Off') {
			assert.match((await failureOf(change(reservation, wish))).message, /Capacity priority is possible only/);
		}
		const subscriptionId = `/subscriptions/${await desk.subscription(customer)}`;
		const record = recordOf(await change(reservation, { ...wish, scope: { kind: 'Single', subscriptionId } }));
		assert.equal(record.after?.instanceFlexibility, wish.instanceFlexibility);
		recordOf(await change(reservation, { instanceFlexibility: 'On', scope: { kind: 'Shared' } }));
	});

	it('archives what has ended, and takes it back', async () => {
		const { reservations } = valueIn(desk.first.service.getReservations(customer.tenantId));
		const ended = reservations.find(({ state, archived }) => ['Expired', 'Cancelled'].includes(state) && !archived);
		assert.ok(ended, 'no reservation has ended');
		const archived = recordOf(await change(ended, { archived: true }));
		assert.deepEqual([archived.kind, archived.after?.archived], ['archive', true]);
		const back = recordOf(await configuration.undo(archived.id));
		assert.deepEqual([back.kind, back.undoes, back.after?.archived], ['unarchive', archived.id, false]);
		assert.match((await failureOf(change(ended, { name: 'Too late' }))).message, /not active/);
	});

	it('puts the last change back, once, and only as long as nothing has changed since', async () => {
		const reservation = await small();
		const { basis } = await configuration.read(reservation);
		const first = recordOf(await change(reservation, { name: 'One', renewal: { on: !basis.renew } }));
		const undone = recordOf(await configuration.undo(first.id));
		const now = (await configuration.read(reservation)).basis;
		assert.deepEqual([now.name, now.renew], [basis.name, basis.renew]);
		assert.equal(undone.undoes, first.id);
		assert.match((await failureOf(configuration.undo(first.id))).message, /changed again since/);
		const second = recordOf(await change(reservation, { name: 'Two' }));
		const token = await desk.token(customer.tenantId);
		const id = `/providers/Microsoft.Capacity/reservationOrders/${reservation.orderId}/reservations/${reservation.reservationId}`;
		await fetch(`${desk.cloud.resourceManager}${id}?api-version=2022-11-01`, {
			method: 'PATCH',
			headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
			body: JSON.stringify({ properties: { name: 'By somebody else' } }),
		});
		assert.match((await failureOf(configuration.undo(second.id))).message, /By somebody else/);
		assert.equal((await failureOf(configuration.undo('abababab-0000-4000-8000-00000000000a'))).kind, 'NotFound');
	});

	it('puts a scope and the terms of a renewal back', async () => {
		const reservation = await small();
		recordOf(await change(reservation, { name: 'To be put back', renewal: { on: true, terms: { quantity: 4 } } }));
		const { basis } = await configuration.read(reservation);
		const { targets } = await configuration.scopeTargets([reservation]);
		const target = targets.find(({ isAccepted, isCurrent }) => isAccepted === true && !isCurrent);
		const wish = { scope: target?.scope, renewal: { on: true, terms: { quantity: 5 } } };
		const record = recordOf(await change(reservation, wish));
		assert.deepEqual(record.fields, ['scope', 'renewal']);
		recordOf(await configuration.undo(record.id));
		const now = (await configuration.read(reservation)).basis;
		assert.deepEqual({ ...now, etag: 0 }, { ...basis, etag: 0 });
	});

	it('changes many: each has its own result, and one failure does not stop the others', async () => {
		const all = (await desk.reservations(customer)).slice(0, 3);
		assert.ok(all.length >= 2, 'too few reservations');
		const [stale] = all;
		const items = await Promise.all(
			all.map(async (ref) => {
				const { basis } = await configuration.read(ref);
				return { ref, basis: ref === stale ? { ...basis, etag: -1 } : basis };
			}),
		);
		const told: boolean[] = [];
		const lines = await configuration.changeAll(items, { name: 'All alike' }, undefined, ({ failure }) =>
			told.push(failure === undefined),
		);
		assert.equal(told.length, all.length);
		assert.deepEqual(
			lines.map(({ ref }) => ref.reservationId),
			all.map(({ reservationId }) => reservationId),
		);
		assert.equal(lines[0]?.failure?.kind, 'Refused');
		for (const { result } of lines.slice(1)) assert.equal(result?.outcome, 'sent');
		const cancelled = AbortSignal.abort();
		const none = await configuration.changeAll(items, { name: 'Never' }, cancelled);
		assert.ok(none.every(({ isCancelled }) => isCancelled));
	});

	it('does not touch a reservation whose return is not through', async () => {
		const stranger = await desk.customer('Fabrikam');
		const [reservation] = await desk.reservations(stranger, 'VirtualMachines', 2);
		assert.ok(reservation, 'nothing to return');
		const quote = await desk.operations.quoteReturn({ ...reservation, quantity: 1 });
		assert.deepEqual(quote.blockers, []);
		const { basis } = await configuration.read(reservation);
		await desk.operations.commit(quote, confirmed(quote, stranger));
		const failure = await failureOf(configuration.change(reservation, { name: 'Meanwhile' }, basis));
		assert.equal(failure.kind, 'Refused');
		assert.equal(await sent(), 0);
	});
});
