/** Splits and merges through the service against the sandbox, over real HTTP: validated, sent once, and old ids lead on. */
import assert from 'node:assert/strict';
import type { ConfigurationService } from '../../src/reservations/configuration/api';
import type { ChangeRecord } from '../../src/reservations/configuration/model';
import type { Customer, Reservation, ReservationRef } from '../../src/reservations/model';
import { Desk } from '../helpers/operations';
import { clearFaults, clearRequests, orderFault, requestsOf, until } from '../helpers/service';
import { failureOf } from '../helpers/transport';
import { unitsOf } from '../helpers/units';

describe('split and merge', () => {
	let desk: Desk;
	let configuration: ConfigurationService;
	let customer: Customer;

	before(async () => {
		desk = await Desk.open({ customers: 20, reservations: 12 });
		({ configuration } = desk.first.service);
		customer = await desk.customer('Contoso');
	});
	after(() => desk?.close());
	beforeEach(() => clearRequests(desk.sandbox));
	afterEach(() => clearFaults(desk.sandbox));

	async function sent(): Promise<number> {
		return (await requestsOf(desk.sandbox)).filter(({ path }) => /\/(split|merge)$/i.test(path)).length;
	}

	async function basisOf(ref: ReservationRef) {
		return (await configuration.read(ref)).basis;
	}

	async function split(reservation: Reservation, quantities: readonly number[]): Promise<ChangeRecord> {
		return configuration.split(reservation, quantities, await basisOf(reservation));
	}

	async function merge(refs: readonly ReservationRef[]): Promise<ChangeRecord> {
		return configuration.merge(await Promise.all(refs.map(async (ref) => ({ ref, basis: await basisOf(ref) }))));
	}

	function partsOf(record: ChangeRecord): readonly ReservationRef[] {
		assert.equal(record.state, 'succeeded', record.explanation);
		return (record.results ?? []).map((ids) => ({ tenantId: record.tenantId, ...ids }));
	}

	it('splits into two and merges them again: one call each, new ids, and the old ones lead to them', async () => {
		const reservation = await desk.reservation(customer, 'VirtualMachines', 3);
		const rest = unitsOf(reservation) - 1;
		const preview = await configuration.previewSplit(reservation, [1, rest]);
		assert.deepEqual(preview.blockers, []);
		assert.equal(
			preview.notes.some(({ id }) => id === 'replacement.renewal'),
			reservation.renew,
		);
		const record = await split(reservation, [1, rest]);
		const parts = partsOf(record);
		assert.equal(parts.length, 2);
		assert.equal(await sent(), 1);
		const read = await Promise.all(parts.map((ref) => desk.first.service.readReservation(ref)));
		assert.deepEqual(read.map(({ quantity }) => quantity).sort(), [1, rest].sort());
		assert.ok(read.every(({ expiresAt, renew }) => expiresAt === reservation.expiresAt && !renew));
		assert.deepEqual(desk.operations.successorsOf(reservation), parts);
		await until('the list shows a part', () => parts.every((part) => desk.first.service.getReservation(part) !== undefined));

		const [one, other] = parts;
		assert.ok(one && other);
		const candidates = await configuration.mergeCandidates(one);
		assert.deepEqual(candidates.find((it) => it.reservation.reservationId === other.reservationId)?.reasons, []);
		const old = candidates.find((it) => it.reservation.reservationId === reservation.reservationId);
		assert.match(old?.reasons.join(' ') ?? '', /not active/);
		assert.deepEqual((await configuration.previewMerge(parts)).quantities, [unitsOf(reservation)]);
		const whole = partsOf(await merge(parts));
		assert.equal(whole.length, 1);
		assert.equal(await sent(), 2);
		assert.deepEqual(desk.operations.successorsOf(one), whole);
		assert.match((await failureOf(configuration.undo(record.id))).message, /Merge the new reservations|can’t be put back/);
		assert.match(configuration.describeChange(record), new RegExp(parts[1]?.reservationId ?? '?'));
	});

	it('forgets what the order owes: it is of other reservations now', async () => {
		const reservation = await desk.reservation(customer, 'VirtualMachines', 3);
		const { commitments } = desk.first.service;
		const known = async () => {
			await commitments.read({ orders: [reservation] });
			return commitments.get(reservation) ?? assert.fail('nothing was read');
		};
		const before = await known();
		const parts = partsOf(await split(reservation, [1, unitsOf(reservation) - 1]));
		await until('it is forgotten with the split', () => commitments.get(reservation) === undefined);
		const inParts = await known();
		assert.deepEqual([inParts.left, inParts.reservations], [before.left, before.reservations + 2]);
		partsOf(await merge(parts));
		await until('it is forgotten with the merge', () => commitments.get(reservation) === undefined);
		const whole = await known();
		assert.deepEqual([whole.left, whole.reservations], [before.left, before.reservations + 3]);
	});

	it('refuses what does not add up or does not fit, before anything is sent', async () => {
		const [reservation, other] = await desk.reservations(customer, 'VirtualMachines', 3);
		assert.ok(reservation && other);
		for (const quantities of [
			[unitsOf(reservation)],
			[0, unitsOf(reservation)],
			[1.5, unitsOf(reservation) - 1.5],
			[1, unitsOf(reservation)],
			[1, 1, unitsOf(reservation) - 2],
		]) {
			const failure = await failureOf(split(reservation, quantities));
			assert.equal(failure.kind, 'Refused', quantities.join());
			assert.match(failure.message, /Nothing was sent/);
		}
		for (const refs of [[reservation], [reservation, reservation], [reservation, other]]) {
			assert.equal((await failureOf(merge(refs))).kind, 'Refused');
		}
		const failure = await failureOf(configuration.split(reservation, [1, 2], { ...(await basisOf(reservation)), etag: -1 }));
		assert.match(failure.message, /has changed since you saw it/);
		assert.equal(await sent(), 0);
	});

	it('is followed to its end when Azure takes it on and does it later', async () => {
		const reservation = await desk.reservation(customer, 'VirtualMachines', 3);
		await orderFault(desk.sandbox, { match: { method: 'POST', path: '/split' }, fault: { kind: 'accepted' } });
		const parts = partsOf(await split(reservation, [1, unitsOf(reservation) - 1]));
		await orderFault(desk.sandbox, { match: { method: 'POST', path: '/merge' }, fault: { kind: 'accepted' } });
		const whole = partsOf(await merge(parts));
		assert.equal(whole.length, 1);
		assert.equal(await sent(), 2);
	});

	it('a lost answer is found out by reading, and nothing is sent twice', async () => {
		const reservation = await desk.reservation(customer, 'VirtualMachines', 3);
		await orderFault(desk.sandbox, { match: { method: 'POST', path: '/split' }, fault: { kind: 'dropAfter' }, times: 1 });
		const record = await split(reservation, [1, unitsOf(reservation) - 1]);
		assert.equal(partsOf(record).length, 2);
		assert.match(record.explanation ?? '', /answer was lost/);
		assert.equal(await sent(), 1);
	});

	it('what the service declines is not done, in the words of its code', async () => {
		const reservation = await desk.reservation(customer, 'VirtualMachines', 3);
		const fault = { kind: 'status', status: 400, code: 'OperationCannotBePerformedInCurrentState', message: 'Busy' };
		await orderFault(desk.sandbox, { match: { method: 'POST', path: '/split' }, fault, times: 1 });
		const record = await split(reservation, [1, unitsOf(reservation) - 1]);
		assert.equal(record.state, 'notDone');
		assert.equal(record.errorCode, 'OperationCannotBePerformedInCurrentState');
		assert.match(record.explanation ?? '', /working on the reservation.*Nothing was changed.*Busy/);
		assert.deepEqual(configuration.successorsOf(reservation), []);
	});
});
