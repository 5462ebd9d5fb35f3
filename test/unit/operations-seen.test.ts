/** What each sight makes of an operation, and the table that operations are exported as. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ExchangeOperation } from '../../src/azure/exchanges';
import { reservationsTakenBy } from '../../src/reservations/operations/checks';
import { operationText } from '../../src/reservations/operations/describe';
import { exchangeNotFound, exchangeSeen, type Standing } from '../../src/reservations/operations/exchange-progress';
import { asCsv } from '../../src/reservations/operations/export';
import { type Entry, fileText, parseFile } from '../../src/reservations/operations/journal-file';
import type { Quote } from '../../src/reservations/operations/model';
import { isLeftToAsk, nextLook, usualPace } from '../../src/reservations/operations/pace';
import { isOver, withOperation } from '../../src/reservations/operations/progress';
import { type ReturnSeen, returnSeen } from '../../src/reservations/operations/return-progress';
import { checkSetAside, setAside } from '../../src/reservations/operations/set-aside';
import { sampleEntry, samplePurchase, sampleQuote, sampleSession } from '../helpers/operations-samples';
import { CUSTOMER, ORDER, RESERVATION } from '../helpers/transport';

const idOf = (reservationId: string) => `/providers/Microsoft.Capacity/reservationOrders/${ORDER}/reservations/${reservationId}`;

describe('what is seen of an operation', () => {
	const patience = fc.record({ isSettled: fc.boolean(), isOverdue: fc.boolean() });
	const state = fc.constantFrom('Succeeded', 'Pending', 'Cancelled', 'Failed', 'Expired', 'Processing', 'Anything');
	const appeared = fc.array(
		fc.record({ orderId: fc.constant(ORDER), reservationId: fc.uuid(), quantity: fc.integer({ min: 1, max: 3 }) }),
		{ maxLength: 2 },
	);
	const otherCauses = ['Split', 'Merged', 'Exchanged', 'Expired', 'PaymentInstrumentError', 'Anything'];
	const statusCode = fc.constantFrom(...otherCauses, 'None', 'Succeeded', undefined);
	const orderState = fc.constantFrom('Succeeded', 'Pending', 'Cancelled', undefined);
	const seen: fc.Arbitrary<ReturnSeen> = fc
		.record({ provisioningState: state, statusCode, quantity: fc.integer({ min: 1, max: 3 }), appeared, orderState })
		.map((it) => ({ ...it, isActive: it.provisioningState === 'Succeeded' }));
	const sent = (isAnswered: boolean, quantity = 1) =>
		withOperation(sampleEntry(sampleQuote(quantity)), {
			state: 'sent',
			sentAt: 3_000,
			answeredAt: isAnswered ? 4_000 : undefined,
		});

	it('of a return: an end has its time, and what Azure took on is never told as not done', () => {
		fc.assert(
			fc.property(seen, patience, fc.boolean(), fc.integer({ min: 1, max: 3 }), (it, patient, isAnswered, quantity) => {
				const { operation } = returnSeen(sent(isAnswered, quantity), it, patient, 9_000);
				assert.equal(operation.endedAt !== undefined, isOver(operation));
				if (isAnswered) assert.notEqual(operation.state, 'notDone');
				// Nothing is given up while it could still begin.
				if (!patient.isSettled) assert.notEqual(operation.state, 'notDone');
				// An order that is not at rest may be worked on though its reservation is as before.
				if (it.orderState !== 'Succeeded') assert.notEqual(operation.state, 'notDone');
				// What is cancelled was not left alone, and what is as before was not returned.
				if (it.provisioningState === 'Cancelled') assert.notEqual(operation.state, 'notDone');
				if (it.isActive && it.quantity === 3) assert.notEqual(operation.state, 'succeeded');
				// Nobody knows whose doing the end is of one that was split, exchanged, or may have ended for another reason.
				if (!isAnswered && !it.isActive && otherCauses.includes(it.statusCode ?? ''))
					assert.notEqual(operation.state, 'succeeded');
				if (!it.isActive && it.statusCode === 'Exchanged') assert.notEqual(operation.state, 'succeeded');
				if (operation.state === 'outcomeUnknown') assert.ok(operation.explanation);
			}),
		);
	});

	it('of a return of which it was not told how many units there were, or are: never told as done or not done', () => {
		fc.assert(
			fc.property(seen, patience, fc.boolean(), (it, patient, isAnswered) => {
				const entry = sent(isAnswered);
				const [basis] = entry.operation.quote.basis ?? [];
				const quote = { ...entry.operation.quote, basis: [{ ...(basis ?? assert.fail()), quantity: undefined }] };
				assert.equal(returnSeen(withOperation(entry, { quote }), it, patient, 9_000).operation.state, 'outcomeUnknown');
				if (!it.isActive) return;
				const { state } = returnSeen(entry, { ...it, quantity: undefined }, patient, 9_000).operation;
				assert.ok(state !== 'succeeded' && state !== 'notDone', state);
			}),
		);
		const text = fileText(sampleEntry()).replaceAll('"quantity": 3', '"quantity": 0');
		assert.equal(parseFile(sampleSession, text).operation.quote.basis?.[0]?.quantity, undefined, 'as earlier files have it');
	});

	it('of a partial return: its rest is waited for, but not for ever', () => {
		const ended: ReturnSeen = {
			provisioningState: 'Cancelled',
			statusCode: undefined,
			quantity: 3,
			isActive: false,
			orderState: 'Succeeded',
			appeared: [],
		};
		const rest = { orderId: ORDER, reservationId: 'ffffffff-0000-4000-8000-000000000000', quantity: 2 };
		const soon = { isSettled: false, isOverdue: false };
		assert.equal(returnSeen(sent(true), ended, soon, 9_000).operation.state, 'running');
		const { operation } = returnSeen(sent(true), { ...ended, appeared: [rest] }, soon, 9_000);
		assert.equal(operation.state, 'succeeded');
		assert.equal(operation.lines[0]?.rest?.reservationId, rest.reservationId);
		assert.equal(returnSeen(sent(true), ended, { ...soon, isSettled: true }, 9_000).operation.state, 'succeeded');
		assert.equal(returnSeen(sent(true, 3), ended, soon, 9_000).operation.state, 'succeeded', 'all of it leaves no rest');
	});

	it('of an exchange: its own end counts where nothing was returned, and unknown words mean that it runs', () => {
		const status = fc.oneof(
			fc.constantFrom('Succeeded', 'Failed', 'Cancelled', 'PendingRefunds', 'PendingPurchases'),
			fc.string(),
		);
		fc.assert(
			fc.property(status, (word) => {
				const asBefore = new Map([[RESERVATION, 'asBefore' as const]]);
				const { operation } = exchangeSeen(sent(false), { status: word }, { isOverdue: false }, 9_000, asBefore);
				const isEnd = /^(succeeded|failed|cancell?ed)$/i.test(word);
				assert.equal(isOver(operation), isEnd);
				assert.equal(operation.state === 'succeeded', /^succeeded$/i.test(word));
			}),
		);
	});

	describe('of an exchange of two reservations that Azure has ended without saying what became of them', () => {
		const OTHER = 'eeeeeeee-0000-4000-8000-00000000000b';
		const line = (reservationId: string, quantity: number) => ({ tenantId: CUSTOMER, orderId: ORDER, reservationId, quantity });
		const { basis = [], ...base } = sampleQuote();
		const [web] = basis;
		const quoteOf = (quantity: number): Quote => ({
			...base,
			kind: 'exchange',
			basis: [...basis, { ...(web ?? assert.fail()), reservationId: OTHER, name: 'Other' }],
			returns: [line(RESERVATION, quantity), line(OTHER, 1)],
			purchases: [samplePurchase],
			totals: undefined,
		});
		const begun = (quantity = 3) => withOperation(sampleEntry(quoteOf(quantity)), { state: 'running', answeredAt: 4_000 });
		const patience = { isOverdue: false };
		const look = (entry: Entry, seen: ExchangeOperation, one?: Standing, other?: Standing) => {
			const standings = new Map([
				[RESERVATION, one],
				[OTHER, other],
			]);
			return exchangeSeen(entry, seen, patience, 9_000, standings);
		};
		const statuses = ({ operation }: Entry) => operation.lines.map(({ status }) => status);

		it('one is cancelled, the other as before: the one is returned, the other is free again, what was bought is not known', () => {
			const seen = look(begun(), { status: 'Failed' }, 'cancelled', 'asBefore');
			const { operation } = seen;
			assert.deepEqual([operation.state, operation.endedAt], ['outcomeUnknown', undefined]);
			assert.deepEqual(statuses(seen), ['Succeeded', 'NotDone', 'Pending']);
			assert.match(operation.explanation ?? '', /Returned, as the reservation shows: 3 × Web\..*who else may return it/);
			assert.match(operation.explanation ?? '', /Not returned, as the reservation shows: 1 × Other\..*Not known: 3 × New/);
			assert.deepEqual(reservationsTakenBy(operation), [RESERVATION]);
			assert.match(operationText(operation), /3 × Web; Succeeded \(read from the reservation\)/);
			assert.deepEqual(parseFile(sampleSession, fileText(seen)), JSON.parse(JSON.stringify(seen)));
		});

		it('what was read stays when the other is returned by itself later, until Azure says what became of it', () => {
			const first = look(begun(), { status: 'Failed' }, 'cancelled', 'asBefore');
			assert.deepEqual(statuses(look(first, { status: 'Failed' }, undefined, 'cancelled')), ['Succeeded', 'NotDone', 'Pending']);
			const pending = { reservationsToExchange: [{ reservationId: idOf(OTHER), status: 'Pending' }] };
			assert.deepEqual(statuses(look(first, { status: 'Failed', properties: pending })), ['Succeeded', 'NotDone', 'Pending']);
			const told = {
				reservationsToExchange: [{ reservationId: idOf(RESERVATION), status: 'Failed' }],
				reservationsToPurchase: [{ status: 'Failed' }],
			};
			const ended = look(first, { status: 'Failed', properties: told });
			assert.deepEqual([ended.operation.state, statuses(ended)], ['failed', ['Failed', 'NotDone', 'Failed']]);
			assert.deepEqual(reservationsTakenBy(ended.operation), []);
			// It runs after all: nothing of it is free.
			const runs = look(first, { status: 'PendingRefunds' });
			assert.deepEqual(statuses(runs), ['Pending', 'Pending', 'Pending']);
			assert.deepEqual(reservationsTakenBy(runs.operation), [RESERVATION, OTHER]);
		});

		it('ends in part once Azure tells of the purchases', () => {
			const { operation } = look(
				begun(),
				{ status: 'Failed', properties: { reservationsToPurchase: [{ status: 'Failed' }] } },
				'cancelled',
				'asBefore',
			);
			assert.equal(operation.state, 'partial');
			assert.match(operation.explanation ?? '', /Returned, as the reservation shows: 3 × Web.*Not bought \(Failed\)/);
		});

		it('is not told by a cancelled reservation of which a part was to go, nor by one that shows anything else', () => {
			assert.deepEqual(statuses(look(begun(2), { status: 'Failed' }, 'cancelled', 'asBefore')), [
				'Pending',
				'NotDone',
				'Pending',
			]);
			assert.deepEqual(statuses(look(begun(), { status: 'Failed' }, 'otherwise', undefined)), ['Pending', 'Pending', 'Pending']);
			const { operation } = look(begun(), { status: 'Failed' }, 'otherwise', undefined);
			assert.deepEqual(reservationsTakenBy(operation), [RESERVATION, OTHER]);
		});

		it('blocks nothing while it runs that it would not have blocked, and nothing once it is over', () => {
			assert.deepEqual(reservationsTakenBy(begun().operation), [RESERVATION, OTHER]);
			const { operation } = look(begun(), { status: 'Failed' }, 'asBefore', 'asBefore');
			assert.equal(operation.state, 'failed');
			assert.deepEqual(reservationsTakenBy(operation), []);
			// Who read the reservations before it ended has not seen what it did to those that it touched.
			const { operation: good } = look(begun(), { status: 'Succeeded' });
			assert.deepEqual(reservationsTakenBy(good, 8_999), [RESERVATION, OTHER]);
			assert.deepEqual(reservationsTakenBy(good, 9_000), []);
			assert.deepEqual(reservationsTakenBy(operation, 8_999), []);
		});
	});

	it('set aside: still unknown, over, and kept by every later look; only what is unknown can be', () => {
		for (const state of ['sent', 'running', 'succeeded', 'partial', 'failed', 'notDone'] as const) {
			const entry = withOperation(sampleEntry(), { state });
			assert.equal(setAside(entry, 9_000, 'agent'), entry);
			assert.throws(() => checkSetAside(entry.operation, { isSettled: true }), /Only an operation whose outcome is not known/);
		}
		const unknown = withOperation(sampleEntry(), { state: 'outcomeUnknown' });
		assert.throws(() => checkSetAside(unknown.operation, { isSettled: false }), /few minutes ago.*Nothing was changed/);
		assert.doesNotThrow(() => checkSetAside(unknown.operation, { isSettled: true }));
		const aside = setAside(unknown, 9_000, 'agent@partner.example');
		const { operation } = aside;
		assert.deepEqual([operation.state, operation.endedAt, isOver(operation)], ['outcomeUnknown', undefined, true]);
		assert.throws(() => checkSetAside(operation, { isSettled: true }), /Only an operation/);
		assert.deepEqual(reservationsTakenBy(operation), []);
		assert.deepEqual(parseFile(sampleSession, fileText(aside)), JSON.parse(JSON.stringify(aside)));
		assert.match(operationText(operation), /Set aside, outcome not known: 1970-01-01T00:00:09\.000Z, agent@partner\.example/);
		const [names = [], cells = []] = parseCsv(asCsv([operation], []).slice(1));
		const cell = (name: string) => cells[names.indexOf(name)];
		assert.deepEqual(
			[cell('state'), cell('setAside'), cell('setAsideBy')],
			['outcomeUnknown', '1970-01-01T00:00:09.000Z', 'agent@partner.example'],
		);
	});

	it('of an exchange that nobody knows: not done only when unanswered, untouched and over', () => {
		for (const isAnswered of [true, false]) {
			for (const isUntouched of [true, false, undefined]) {
				for (const isSettled of [true, false]) {
					const { operation } = exchangeNotFound(sent(isAnswered), isUntouched, { isSettled, isOverdue: false }, 9_000);
					assert.equal(operation.state === 'notDone', !isAnswered && isUntouched === true && isSettled);
				}
			}
		}
	});

	it('ended without telling all: it is looked for some hundred times in its day, not each minute, and never sooner than asked', () => {
		let looks = 0;
		let age = 0;
		for (; !isLeftToAsk(usualPace, { endAgeMs: age }); looks++) {
			const wait = nextLook(usualPace, undefined, looks, { isOverdue: false, endAgeMs: age });
			assert.ok(wait >= 5_000 && wait <= 15 * 60_000 && (age < 20_000 || wait <= age / 4), `${wait} ms after ${age} ms`);
			age += wait;
		}
		assert.ok(looks > 60 && looks < 150, `${looks} looks`);
		assert.ok(age > 24 * 60 * 60_000 && age < 25 * 60 * 60_000);
		assert.equal(nextLook(usualPace, 60_000, 0, { isOverdue: true, endAgeMs: 0 }), 60_000);
	});

	it('is looked for at most every 5 s, at least once a minute, and when the service says', () => {
		fc.assert(
			fc.property(fc.option(fc.integer({ min: 0, max: 600_000 }), { nil: undefined }), fc.nat(100), (asked, unchanged) => {
				const wait = nextLook(usualPace, asked, unchanged);
				assert.ok(wait >= 5_000 && wait >= (asked ?? 0) && wait <= Math.max(60_000, asked ?? 0));
			}),
		);
	});
});

describe('the exported table', () => {
	it('has one row a line, whatever is in the words, and no formula', () => {
		fc.assert(
			fc.property(fc.string(), fc.constantFrom('=', '+', '-', '@', '\t', '\r', ''), (words, first) => {
				const entry = withOperation(sampleEntry(), { customerName: first + words, reason: '=1+1' });
				const csv = asCsv([entry.operation], []);
				const rows = parseCsv(csv.slice(1));
				assert.equal(rows.length, 2);
				const [names, cells] = [rows[0] ?? [], rows[1] ?? []];
				assert.equal(cells.length, names.length);
				const name = cells[names.indexOf('customer')] ?? '';
				// Quotes alone come in: at the start, and behind what separates cells elsewhere.
				assert.equal(name.replaceAll("'", ''), (first + words).replaceAll("'", ''));
				for (const cell of cells) assert.ok(!/^[=+\-@\t\r]/.test(cell) || /^-?\d+(\.\d+)?$/.test(cell), cell);
				assert.equal(cells[names.indexOf('amount')], '1.83');
			}),
		);
	});
});

/** RFC 4180, as any other program reads it. */
function parseCsv(csv: string): string[][] {
	const rows: string[][] = [];
	const cell = /("(?:[^"]|"")*"|[^,\r\n"]*)(,|\r\n)/y;
	let row: string[] = [];
	for (let match = cell.exec(csv); match !== null; match = cell.lastIndex < csv.length ? cell.exec(csv) : null) {
		const [, raw = '', end] = match;
		row.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
		if (end === ',') continue;
		rows.push(row);
		row = [];
	}
	return rows;
}
