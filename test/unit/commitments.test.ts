/** What orders still owe: which payments count, exact sums, and the book that holds them. */
import assert from 'node:assert/strict';
import Big from 'big.js';
import fc from 'fast-check';
import { ServiceFailure } from '../../src/azure/failure';
import { CommitmentBook, freshForMs } from '../../src/reservations/commitments/book';
import { ExactSum } from '../../src/reservations/commitments/exact-sum';
import type { OrderSchedule } from '../../src/reservations/commitments/model';
import { scheduleOf } from '../../src/reservations/commitments/schedule';
import type { Money, Payment, ReservationOrder } from '../../src/reservations/model';
import { cpuMs } from '../helpers/cpu-time';
import { guid, World } from '../helpers/table-world';
import { DAY, NOW, sampleReservation } from './reservations-samples';

const usd = (amount: string): Money => ({ amount, currency: 'USD' });
const payment = (status: string, pricing = usd('10.5'), dueAt = NOW): Payment => ({
	status,
	pricing,
	dueAt,
});

function order(payments: readonly Payment[], total: Money | undefined = usd('126')): ReservationOrder {
	const [tenantId, orderId] = [guid('1', 1), guid('2', 1)];
	return { tenantId, orderId, name: 'VM_RI', state: 'Succeeded', term: 'P1Y', reservationIds: [guid('3', 1)], total, payments };
}

const owed = (payments: readonly Payment[], total?: Money) => scheduleOf(order(payments, total));

describe('Commitment of an order', () => {
	it('is what is scheduled: not what is paid or cancelled; what failed or is pending is told apart', () => {
		const { payments, currency, gap, unsettled } = owed([
			payment('Succeeded'),
			payment('Completed'),
			payment('Cancelled'),
			payment('Failed'),
			payment('Pending'),
			payment('scheduled', usd('1.25'), NOW - 40 * DAY),
			{ ...payment('Scheduled', usd('2')), dueAt: undefined },
		]);
		assert.deepEqual(payments, [
			{ dueDay: Math.floor(NOW / DAY) - 40, amount: 1.25 },
			{ dueDay: undefined, amount: 2 },
		]);
		assert.deepEqual([currency, gap, unsettled], ['USD', undefined, 2]);
	});

	it('is 0 where everything is paid, and where it costs nothing', () => {
		const upfront = owed([payment('Succeeded', usd('900'))]);
		assert.deepEqual([upfront.payments, upfront.currency, upfront.gap], [[], 'USD', undefined]);
		const free = owed([], usd('0'));
		assert.deepEqual([free.payments, free.currency, free.gap], [[], 'USD', undefined]);
	});

	it('names the total of the whole order only where its payments bear it out', () => {
		const paid = [payment('Succeeded', usd('0.1')), payment('Scheduled', usd('0.2'))];
		assert.equal(owed(paid, usd('0.3')).total, 0.3);
		assert.equal(owed(paid, usd('0.31')).total, undefined);
		assert.equal(owed(paid, { amount: '0.3', currency: 'EUR' }).total, undefined);
		for (const status of ['Cancelled', 'Failed', 'Pending', 'OnHold'])
			assert.equal(owed([...paid, payment(status, usd('0'))], usd('0.3')).total, undefined, status);
		assert.equal(scheduleOf({ ...order(paid), total: undefined }).total, undefined);
		const book = new CommitmentBook();
		const ref = { tenantId: guid('1', 1), orderId: guid('2', 1) };
		book.put(ref, owed(paid, usd('0.3')), NOW);
		assert.deepEqual(book.get(ref)?.total, usd('0.3'));
		book.put(ref, owed(paid, usd('0.4')), NOW);
		assert.equal(book.get(ref)?.total, undefined);
	});

	it('has no figure where its meaning is not sure', () => {
		const gapOf = (payments: readonly Payment[], total?: Money) => owed(payments, total).gap;
		assert.equal(scheduleOf({ ...order([]), total: undefined }).gap, 'noSchedule');
		assert.equal(gapOf([]), 'noSchedule');
		assert.equal(gapOf([payment('Scheduled'), payment('OnHold')]), 'unknownStatus');
		assert.equal(gapOf([payment('Scheduled'), { ...payment('Scheduled'), pricing: undefined }]), 'noAmount');
		assert.equal(gapOf([payment('Scheduled'), payment('Scheduled', { amount: '1', currency: 'EUR' })]), 'severalCurrencies');
		assert.equal(
			scheduleOf({ ...order([{ ...payment('Succeeded'), pricing: undefined }]), total: undefined }).gap,
			'noAmount',
			'nothing is owed, but in no currency',
		);
		for (const status of ['Scheduled', 'OnHold']) {
			const { payments, currency } = owed([payment(status), payment('OnHold')]);
			assert.deepEqual([payments, currency], [[], undefined]);
		}
	});
});

describe('Exact sum', () => {
	it('is the decimal sum of what JSON said, whatever the amounts are', () => {
		const amount = fc.oneof(
			fc.integer({ min: -1_000_000, max: 100_000_000 }).map((cents) => cents / 100),
			fc.double({ noNaN: true, noDefaultInfinity: true }),
			fc.integer({ min: 8e9, max: 9e9 }),
		);
		fc.assert(
			fc.property(fc.array(amount, { maxLength: 40 }), (amounts) => {
				const sum = new ExactSum();
				for (const one of amounts) sum.add(one);
				assert.equal(sum.amount, amounts.reduce((all, one) => all.plus(one), new Big(0)).toFixed());
			}),
		);
	});
});

describe('Book of commitments', () => {
	const ref = { tenantId: guid('1', 1), orderId: guid('2', 1) };
	const schedule = (count: number, more: Partial<OrderSchedule> = {}): OrderSchedule => ({
		currency: 'USD',
		payments: Array.from({ length: count }, (_, place) => ({ dueDay: 20_000 + place, amount: (place + 1) / 10 })),
		gap: undefined,
		unsettled: 0,
		reservations: 1,
		...more,
	});

	it('keeps what was known when an order could not be read, and says both', () => {
		const book = new CommitmentBook();
		assert.equal(book.get(ref), undefined);
		book.fail(ref, new ServiceFailure('Unreachable', 'No answer.'));
		assert.deepEqual(
			[book.get(ref)?.left, book.get(ref)?.asOf, book.get(ref)?.failure?.kind],
			[undefined, undefined, 'Unreachable'],
		);
		book.put(ref, schedule(2, { reservations: 3, unsettled: 1 }), NOW);
		const known = {
			asOf: NOW,
			left: usd('0.3'),
			total: undefined,
			gap: undefined,
			unsettled: 1,
			reservations: 3,
			failure: undefined,
		};
		assert.deepEqual(book.get(ref), known);
		const failure = new ServiceFailure('Throttled', 'Wait.');
		book.fail(ref, failure);
		assert.deepEqual(book.get(ref), { ...known, failure });
		assert.equal(book.isFresh(0, NOW, freshForMs), false);
		book.put(ref, schedule(0, { currency: undefined, gap: 'noSchedule' }), NOW);
		assert.deepEqual([book.get(ref)?.left, book.get(ref)?.gap], [undefined, 'noSchedule']);
		book.forget(ref.tenantId);
		assert.equal(book.get(ref), undefined);
	});

	it('takes nothing of before once it was cleared, also of customers that it had nothing of', () => {
		const book = new CommitmentBook();
		const generation = book.generation(ref.tenantId);
		book.clear();
		assert.notEqual(book.generation(ref.tenantId), generation);
		book.restore(ref, schedule(1), NOW);
		assert.equal(book.get(ref), undefined);
		book.put(ref, schedule(1), NOW);
		assert.ok(book.get(ref));
	});

	it('is fresh for an hour, and an age in the future is no age but for a clock that was set right', () => {
		const book = new CommitmentBook();
		book.put(ref, schedule(1), NOW);
		assert.equal(book.isFresh(0, NOW + freshForMs - 1, freshForMs), true);
		assert.equal(book.isFresh(0, NOW + freshForMs, freshForMs), false);
		assert.equal(book.isFresh(0, NOW - 1000, freshForMs), true);
		assert.equal(book.isFresh(0, NOW - 60_000, freshForMs), false);
	});

	it('holds every order as it was put in last, whatever came before', () => {
		const step = fc.record({ order: fc.nat(6), count: fc.nat(5), isForgotten: fc.boolean() });
		fc.assert(
			fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
				const book = new CommitmentBook();
				const last = new Map<number, number>();
				for (const { order: number, count, isForgotten } of steps) {
					const one = { tenantId: guid('1', number % 2), orderId: guid('2', number) };
					if (isForgotten) {
						book.forget(one.tenantId);
						for (const other of last.keys()) if (other % 2 === number % 2) last.delete(other);
					} else {
						book.put(one, schedule(count), NOW);
						last.set(number, count);
					}
					for (let other = 0; other <= 6; other++) {
						const its = last.get(other);
						const left = book.get({ tenantId: guid('1', other % 2), orderId: guid('2', other) })?.left?.amount;
						const sum =
							its === undefined ? undefined : schedule(its).payments.reduce((all, { amount }) => all.plus(amount), new Big(0));
						assert.equal(left, sum?.toFixed());
					}
				}
			}),
		);
	});

	it('says which orders have payments that came due since they were read', () => {
		const world = new World();
		world.setCustomers({ tenantId: ref.tenantId, name: 'Contoso', domain: '' });
		world.setReservations(ref.tenantId, [sampleReservation(ref)]);
		const at = (dueDay: number) => schedule(1, { payments: [{ dueDay, amount: 1 }] });
		const today = Math.floor(NOW / DAY);
		const dueSince = (dueDay: number, asOf: number) => {
			world.book.put(ref, at(dueDay), asOf);
			return world.table.query({}).commitments().dueSince;
		};
		assert.equal(dueSince(today, NOW - 3 * DAY), 1);
		assert.equal(dueSince(today + 1, NOW - 3 * DAY), 0);
		assert.equal(dueSince(today - 5, NOW - 3 * DAY), 0, 'overdue already when it was read');
		assert.equal(dueSince(today, NOW), 0);
	});

	it('sums 100,000 orders with 36 payments each at once', function () {
		this.timeout(60_000);
		const world = new World();
		const { book } = world;
		const customers = Array.from({ length: 5000 }, (_, place) => ({
			tenantId: guid('1', place),
			name: `C ${place}`,
			domain: '',
		}));
		world.setCustomers(...customers);
		let made = 0;
		for (const { tenantId } of customers) {
			const own = Array.from({ length: 20 }, () => {
				made += 1;
				return sampleReservation({ tenantId, orderId: guid('2', made), reservationId: guid('3', made) });
			});
			world.setReservations(tenantId, own);
			for (const { orderId } of own) book.put({ tenantId, orderId }, schedule(36), NOW);
		}
		const view = world.table.query({});
		assert.equal(view.commitments().totals[0]?.left.amount, new Big('66.6').times(100_000).toFixed());
		const times = [1, 2, 3].map(() => {
			book.put({ tenantId: guid('1', 0), orderId: guid('2', 1) }, schedule(36), NOW);
			return cpuMs(() => {
				view.commitments();
				view.commitmentByMonth('USD', 24);
			});
		});
		// It takes about 100 ms; decimals one by one take seconds.
		assert.ok(Math.min(...times) < 1000, times.join());
	});
});
