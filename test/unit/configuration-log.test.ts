/** The log of changes: files that come back as they were written, and what each sight makes of a change. */
import assert from 'node:assert/strict';
import { ServiceFailure } from '../../src/azure/failure';
import type { ChangeRecord, ConfigurationField } from '../../src/reservations/configuration/model';
import {
	isOver,
	notAnswered,
	replacementSeen,
	taken,
	updateSeen,
	withResults,
} from '../../src/reservations/configuration/progress';
import { basisOf, inheritedTerms } from '../../src/reservations/configuration/reading';
import { fileText, parseFile } from '../../src/reservations/configuration/record-file';
import { successorsIn, undoing } from '../../src/reservations/configuration/undo';
import type { Reservation } from '../../src/reservations/model';
import { NOW, sampleReservation } from './reservations-samples';

const ID = 'abababab-0000-4000-8000-00000000000a';
const PART = '30000000-0000-4000-8000-00000000000a';
const early = { isSettled: false };
const late = { isSettled: true };

function sample(changes: Partial<ChangeRecord> = {}): ChangeRecord {
	const reservation = sampleReservation();
	const before = basisOf(reservation);
	const { tenantId, orderId, reservationId } = reservation;
	return {
		id: ID,
		kind: 'update',
		connection: 'Test',
		partnerTenantId: 'partner',
		tenantId,
		customerName: 'Contoso',
		changedBy: 'agent@partner.example',
		reservations: [{ orderId, reservationId, before }],
		fields: ['name'],
		after: { ...before, name: 'New' },
		state: 'sent',
		sentAt: NOW,
		correlationIds: [],
		...changes,
	};
}

const seen = (changes: Partial<Reservation> = {}) => {
	const reservation = sampleReservation(changes);
	return { reservation, basis: basisOf(reservation) };
};

describe('files of the log of changes', () => {
	it('come back as they were written', () => {
		const terms = inheritedTerms(sampleReservation());
		const before = { ...basisOf(sampleReservation()), renewal: terms };
		const { reservations } = sample();
		const record = sample({
			reservations: reservations.map((it) => ({ ...it, before })),
			fields: ['scope', 'renewal'],
			quantities: [1, 9],
			results: [{ orderId: 'a', reservationId: 'b' }],
		});
		assert.deepEqual(parseFile(ID, fileText(record)), JSON.parse(JSON.stringify(record)));
	});

	it('are not half understood', () => {
		const file = JSON.parse(fileText(sample())) as { version: number; change: Record<string, unknown> };
		const broken = (change: object) => JSON.stringify({ ...file, change: { ...file.change, ...change } });
		assert.throws(() => parseFile(ID, JSON.stringify({ ...file, version: 2 })), /version/);
		assert.throws(() => parseFile(ID, JSON.stringify({ ...file, more: 1 })));
		assert.throws(() => parseFile(ID, broken({ state: 'done' })), /state/);
		assert.throws(() => parseFile(ID, broken({ fields: ['price'] })), /fields/);
		assert.throws(() => parseFile(ID, broken({ reservations: [{}] })), /reservations/);
		assert.throws(() => parseFile(PART, fileText(sample())), /another change/);
		assert.throws(() => parseFile(ID, '{"version":1,'));
	});
});

describe('what reading makes of a change', () => {
	it('done, not done, unknown, running', () => {
		const done = updateSeen(sample(), seen({ name: 'New', etag: 6 }), early, NOW);
		assert.deepEqual([done.state, done.after?.etag], ['succeeded', 6]);
		assert.match(done.explanation ?? '', /answer was lost/);
		assert.equal(updateSeen(taken(sample(), NOW), seen({ name: 'New' }), early, NOW).explanation, undefined);
		assert.equal(updateSeen(sample(), seen(), early, NOW).state, 'outcomeUnknown');
		assert.equal(updateSeen(sample(), seen(), late, NOW).state, 'notDone');
		assert.equal(updateSeen(taken(sample(), NOW), seen(), early, NOW).state, 'running');
		assert.equal(updateSeen(taken(sample(), NOW), seen(), late, NOW).state, 'outcomeUnknown');
		assert.equal(updateSeen(sample(), seen({ name: 'Third' }), late, NOW).state, 'outcomeUnknown');
		const working = { state: 'Processing', provisioningState: 'Pending' };
		assert.equal(updateSeen(sample(), seen(working), late, NOW).state, 'running');
		const gone = { state: 'Cancelled', provisioningState: 'Cancelled' };
		assert.equal(updateSeen(sample(), seen(gone), late, NOW).state, 'outcomeUnknown');
	});

	it('terms of a renewal count only while it is on', () => {
		const terms = inheritedTerms(sampleReservation());
		const { reservations } = sample();
		const before = { ...basisOf(sampleReservation({ renew: true })), renewal: terms && { ...terms, quantity: 1 } };
		const after = { ...before, renewal: terms };
		const fields: readonly ConfigurationField[] = ['renewal'];
		const record = sample({ fields, after, reservations: reservations.map((it) => ({ ...it, before })) });
		const now = (renew: boolean, renewal: typeof terms) => ({
			reservation: sampleReservation({ renew }),
			basis: { ...basisOf(sampleReservation({ renew })), renewal },
		});
		assert.equal(updateSeen(record, now(true, terms), early, NOW).state, 'succeeded');
		assert.equal(updateSeen(record, now(false, undefined), early, NOW).state, 'outcomeUnknown');
	});

	it('splits: the old one tells what it became', () => {
		const { reservations, ...rest } = sample();
		const split: ChangeRecord = { ...rest, reservations, kind: 'split', fields: [], after: undefined, quantities: [4, 6] };
		const old = sampleReservation({ state: 'Cancelled', provisioningState: 'Cancelled', statusCode: 'Split' });
		const part = sampleReservation({ reservationId: PART, quantity: 4 });
		const done = replacementSeen(split, [{ ...old, became: [PART] }, part], early, NOW);
		assert.deepEqual([done.state, done.results?.map(({ reservationId }) => reservationId)], ['succeeded', [PART]]);
		assert.equal(replacementSeen(split, [old], early, NOW).state, 'running');
		assert.equal(replacementSeen(withResults(split, [old, part]), [old, part], early, NOW).state, 'succeeded');
		assert.equal(replacementSeen(split, [sampleReservation()], late, NOW).state, 'notDone');
		assert.equal(replacementSeen(split, [], late, NOW).state, 'outcomeUnknown');
		const returned = { ...old, statusCode: undefined };
		assert.equal(replacementSeen(split, [returned], late, NOW).state, 'outcomeUnknown');
		const [successor] = successorsIn([done], old);
		assert.equal(successor?.reservationId, PART);
	});

	it('a failure tells whether it may have been done', () => {
		const no = notAnswered(sample(), new ServiceFailure('Refused', 'No.', { sent: 'no', code: 'X', correlationId: 'c' }), NOW);
		assert.deepEqual([no.state, no.errorCode, no.correlationIds, isOver(no)], ['notDone', 'X', ['c'], true]);
		const maybe = notAnswered(sample(), new ServiceFailure('OutcomeUnknown', 'Lost.', { sent: 'maybe' }), NOW);
		assert.deepEqual([maybe.state, isOver(maybe)], ['outcomeUnknown', false]);
	});
});

describe('putting a change back', () => {
	it('asks for what was before, of the last change that succeeded', () => {
		const record = sample({ state: 'succeeded', fields: ['name', 'renew'] });
		assert.deepEqual(undoing(record, [record]).change, { name: 'VM_RI_Web', renewal: { on: false } });
		const later = sample({ id: PART, sentAt: NOW + 1, state: 'succeeded' });
		assert.throws(() => undoing(record, [record, later]), /changed again since/);
		assert.doesNotThrow(() => undoing(record, [record, { ...later, state: 'notDone' }]));
		assert.throws(() => undoing(sample(), []), /succeeded/);
		assert.throws(() => undoing(sample({ state: 'succeeded', kind: 'split' }), []), /can’t be put back/);
	});

	it('guesses nothing that Azure did not tell', () => {
		const untold = (fields: readonly ConfigurationField[]) => {
			const { reservations } = sample();
			const before = basisOf(sampleReservation({ renew: undefined, instanceFlexibility: undefined }));
			const record = sample({ state: 'succeeded', fields, reservations: reservations.map((it) => ({ ...it, before })) });
			return () => undoing(record, [record]);
		};
		// Switched off by mistake it would lapse.
		assert.throws(untold(['renew']), /did not tell whether the reservation was renewed before\. Nothing was/);
		assert.throws(untold(['renew', 'renewal']), /did not tell whether/);
		assert.throws(untold(['renewal']), /did not tell whether/);
		assert.throws(untold(['instanceFlexibility']), /did not tell what the reservation was optimized for/);
		assert.deepEqual(untold(['name'])().change, { name: 'VM_RI_Web' });
	});
});
