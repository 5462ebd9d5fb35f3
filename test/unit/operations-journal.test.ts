/** The journal on a real disk: exclusive, never half written, never going back; and what each sight makes of an operation. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { ExchangeOperation } from '../../src/azure/exchanges';
import { reservationsTakenBy } from '../../src/reservations/operations/checks';
import { operationText } from '../../src/reservations/operations/describe';
import { exchangeNotFound, exchangeSeen, type Standing } from '../../src/reservations/operations/exchange-progress';
import { asCsv } from '../../src/reservations/operations/export';
import { lockFile } from '../../src/reservations/operations/file-lock';
import { createOnce, replace } from '../../src/reservations/operations/files';
import { Journal } from '../../src/reservations/operations/journal';
import { type Entry, fileText, isSessionName, parseFile } from '../../src/reservations/operations/journal-file';
import { Lease } from '../../src/reservations/operations/lease';
import type { Quote } from '../../src/reservations/operations/model';
import { isLeftToAsk, nextLook, usualPace } from '../../src/reservations/operations/pace';
import { isOver, withOperation } from '../../src/reservations/operations/progress';
import { type ReturnSeen, returnSeen } from '../../src/reservations/operations/return-progress';
import { checkSetAside, setAside } from '../../src/reservations/operations/set-aside';
import { sampleEntry, samplePurchase, sampleQuote, sampleSession } from '../helpers/operations-samples';
import { CUSTOMER, ORDER, RESERVATION } from '../helpers/transport';

const idOf = (reservationId: string) => `/providers/Microsoft.Capacity/reservationOrders/${ORDER}/reservations/${reservationId}`;

describe('the journal', () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'csp-journal-'));
	});
	afterEach(() => rm(folder, { recursive: true, force: true }));

	function open(told: Entry[] = []): Journal {
		return new Journal({ folder, onChange: (entry) => told.push(entry), log: { warn: () => {} } });
	}

	it('lets one of many write a session down', async () => {
		const created = await Promise.all(Array.from({ length: 20 }, () => open().create(sampleEntry())));
		assert.equal(created.filter((it) => it).length, 1);
		assert.deepEqual(await readdir(folder), [`${sampleSession}.json`]);
	});

	it('decides once, for all', async () => {
		await open().create(sampleEntry());
		const wishes = Array.from({ length: 20 }, (_, index) => (index % 2 ? 'sent' : 'dropped'));
		const decided = await Promise.all(wishes.map((wish) => open().decide(sampleSession, wish as 'sent' | 'dropped', 3_000)));
		assert.equal(new Set(decided).size, 1);
	});

	it('knows from the decision alone that something was sent', async () => {
		const journal = open();
		await journal.create(sampleEntry());
		assert.equal(await journal.decide(sampleSession, 'sent', 3_000), 'sent');
		const other = open();
		await other.reread();
		const { state, sentAt } = other.entry(sampleSession)?.operation ?? assert.fail();
		assert.deepEqual({ state, sentAt }, { state: 'sent', sentAt: 3_000 });
	});

	it('tells each change to all windows once, and reads nothing twice', async () => {
		const told: Entry[] = [];
		const [one, other] = [open(), open(told)];
		await one.create(sampleEntry());
		await other.reread();
		await other.reread();
		assert.equal(told.length, 1);
		await one.update(sampleSession, (entry) => withOperation(entry, { step: 'Pending' }));
		await Promise.all([other.reread(), other.reread()]);
		assert.deepEqual(
			told.map(({ operation }) => operation.step),
			[undefined, 'Pending'],
		);
	});

	it('keeps an end, whoever writes later', async () => {
		const [one, late] = [open(), open()];
		await one.create(sampleEntry());
		await late.reread();
		await one.update(sampleSession, (entry) => withOperation(entry, { state: 'succeeded', endedAt: 9 }));
		const after = await late.update(sampleSession, (entry) => withOperation(entry, { state: 'running' }));
		assert.equal(after.operation.state, 'succeeded');
		assert.match(await readFile(path.join(folder, `${sampleSession}.json`), 'utf8'), /"succeeded"/);
	});

	it('loses no change of many at once', async () => {
		const journal = open();
		await journal.create(sampleEntry());
		const ids = Array.from({ length: 25 }, (_, index) => String(index));
		await Promise.all(
			ids.map((id) =>
				journal.update(sampleSession, (entry) =>
					withOperation(entry, { correlationIds: [...entry.operation.correlationIds, id] }),
				),
			),
		);
		assert.deepEqual(
			parseFile(sampleSession, await readFile(path.join(folder, `${sampleSession}.json`), 'utf8')).operation.correlationIds,
			ids,
		);
	});

	it('loses no change of several windows at once, and no reader ever sees half a file', async () => {
		const windows = Array.from({ length: 4 }, () => open());
		await windows[0]?.create(sampleEntry());
		const ids = Array.from({ length: 40 }, (_, index) => String(index));
		let isWriting = true;
		const reading = async () => {
			while (isWriting) parseFile(sampleSession, await readFile(path.join(folder, `${sampleSession}.json`), 'utf8'));
		};
		const readers = [reading(), reading()];
		const changes = ids.map((id, index) => {
			const window = windows[index % windows.length] ?? assert.fail();
			return window.update(sampleSession, (entry) =>
				withOperation(entry, { correlationIds: [...entry.operation.correlationIds, id] }),
			);
		});
		await Promise.all(changes);
		isWriting = false;
		await Promise.all(readers);
		const { operation } = parseFile(sampleSession, await readFile(path.join(folder, `${sampleSession}.json`), 'utf8'));
		assert.deepEqual([...operation.correlationIds].sort(), [...ids].sort());
		assert.deepEqual(await readdir(folder), [`${sampleSession}.json`]);
	});

	it('keeps that Azure has answered, and the end, when another window writes down a look that began before', async () => {
		for (let round = 0; round < 20; round++) {
			const [sender, looker] = [open(), open()];
			const id = `${round}`.padStart(8, '0') + sampleSession.slice(8);
			const { operation, trail } = sampleEntry();
			await sender.create({ operation: { ...operation, id, state: 'sent' }, trail });
			await looker.reread();
			await Promise.all([
				sender.update(id, (entry) => withOperation(entry, { state: 'running', answeredAt: 4_000 })),
				looker.update(id, (entry) => withOperation(entry, { state: 'outcomeUnknown', lastLookedAt: 3_999 })),
			]);
			const both = parseFile(id, await readFile(path.join(folder, `${id}.json`), 'utf8'));
			assert.equal(both.operation.answeredAt, 4_000);
			await Promise.all([
				sender.update(id, (entry) => withOperation(entry, { state: 'succeeded', endedAt: 9_000 })),
				looker.update(id, (entry) => withOperation(entry, { state: 'running' })),
			]);
			const ended = parseFile(id, await readFile(path.join(folder, `${id}.json`), 'utf8'));
			assert.equal(ended.operation.state, 'succeeded');
		}
	});

	it('goes on where a window died while it wrote, and one that was taken for dead too early writes over nothing', async () => {
		const file = path.join(folder, `${sampleSession}.lock`);
		const old = new Date(Date.now() - 60_000);
		const journal = open();
		await journal.create(sampleEntry());
		await writeFile(file, 'a dead window');
		const started = Date.now();
		await journal.update(sampleSession, (entry) => withOperation(entry, { step: 'Pending' }));
		const tookMs = Date.now() - started;
		assert.ok(tookMs > 1_000 && tookMs < 6_000, `${tookMs} ms`);

		const slow = (await lockFile(file)) ?? assert.fail();
		await utimes(file, old, old);
		const other = (await lockFile(file)) ?? assert.fail();
		assert.deepEqual([await slow.isHeld(), await other.isHeld()], [false, true]);
		await slow.release();
		assert.equal(await other.isHeld(), true, 'it is not the slow one’s to take away');
		const target = path.join(folder, 'target');
		await writeFile(target, 'of the other');
		assert.equal(await replace(target, 'of the slow one', slow.isHeld), false);
		assert.equal(await readFile(target, 'utf8'), 'of the other');
		await other.release();
		assert.deepEqual((await readdir(folder)).sort(), [`${sampleSession}.json`, 'target']);
	});

	it('leaves no file where it could not write, and takes no draft for a file', async () => {
		await writeFile(path.join(folder, `${sampleSession}.json.x.draft`), '{"half');
		const journal = open();
		await journal.reread();
		assert.deepEqual(journal.entries(), []);
		assert.deepEqual(journal.unreadable(), []);
		await assert.rejects(createOnce(path.join(folder, 'missing', 'file'), 'text'));
	});

	it('writes what it reads, for every operation', () => {
		const entry = sampleEntry();
		assert.deepEqual(parseFile(sampleSession, fileText(entry)), JSON.parse(JSON.stringify(entry)));
		for (const bad of ['amount', 'state', 'quote', 'preparedAt']) {
			const file = JSON.parse(fileText(entry)) as { operation: Record<string, unknown> };
			if (bad === 'amount')
				Object.assign(file.operation, { lines: [{ ...entry.operation.lines[0], amount: { amount: 1.83, currency: 'GBP' } }] });
			else file.operation[bad] = 'nonsense';
			assert.throws(() => parseFile(sampleSession, JSON.stringify(file)), Error, bad);
		}
		assert.throws(() => parseFile('another-session', fileText(entry)), /another session/);
	});

	it('takes only names that are safe on every disk', () => {
		for (const good of [sampleSession, sampleSession.toUpperCase()]) assert.ok(isSessionName(good));
		for (const bad of [
			'',
			'con',
			'../../../x',
			'a/b/c/d/e/f',
			'a\\b\\c\\d\\e',
			'x'.repeat(200),
			'null\0null',
			'-rf-rf-rf',
			'.hidden-file',
		])
			assert.ok(!isSessionName(bad), bad);
	});

	it('gives the lease to one, and to another one when it is old', async () => {
		const file = path.join(folder, 'lease');
		const leases = Array.from({ length: 8 }, (_, index) => new Lease(file, `window ${index}`, 150));
		const got = await Promise.all(leases.map((lease) => lease.acquire()));
		assert.equal(got.filter((it) => it).length, 1);
		const holder = leases[got.indexOf(true)] ?? assert.fail();
		assert.equal(await holder.renew(), true);
		await new Promise((resolve) => setTimeout(resolve, 200));
		const others = leases.filter((lease) => lease !== holder);
		const taken = await Promise.all(others.map((lease) => lease.acquire()));
		assert.equal(taken.filter((it) => it).length, 1);
		assert.equal(await holder.renew(), false);
		await holder.release();
		assert.ok((await readdir(folder)).includes('lease'), 'it is not the holder’s to take away');
	});
});

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
