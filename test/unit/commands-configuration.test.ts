/** The quick picks and results of configuration from plain values: what is offered, what is shown, and that every reservation is told. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ServiceFailure } from '../../src/azure/failure';
import { previewItems, sentence } from '../../src/commands/configuration/preview-step';
import { renewalStep, renewalTermStep } from '../../src/commands/configuration/renewal-step';
import { accountOf, accountText, summaryOf } from '../../src/commands/configuration/results';
import { targetItems } from '../../src/commands/configuration/scope-step';
import type { Wish } from '../../src/commands/configuration/wish';
import type {
	BatchLine,
	ChangeRecord,
	ChangeState,
	ConfigurationPreview,
	ScopeTarget,
} from '../../src/reservations/configuration/model';
import { basisOf } from '../../src/reservations/configuration/reading';
import type { Reservation } from '../../src/reservations/model';
import { boxes, picks } from '../ui/pages/vscode-outside';
import { change } from './change-samples';
import { sampleReservation } from './reservations-samples';

const SUBSCRIPTION = '/subscriptions/40000000-0000-4000-8000-000000000004';

const target = (some: Partial<ScopeTarget>): ScopeTarget => ({
	scope: { kind: 'Single', subscriptionId: SUBSCRIPTION },
	kind: 'Single',
	name: 'Production',
	id: SUBSCRIPTION,
	isAccepted: true,
	isCurrent: false,
	...some,
});

const reservation = (index: number): Reservation =>
	sampleReservation({ name: `r-${index}`, reservationId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` });

const preview = (some: Partial<ConfigurationPreview> = {}): ConfigurationPreview => ({
	ref: reservation(0),
	basis: basisOf(reservation(0)),
	after: basisOf(reservation(0)),
	differences: [{ field: 'name', label: 'Name', before: 'old', after: 'new' }],
	notes: [],
	blockers: [],
	...some,
});

describe('Configuration: places to choose from', () => {
	it('what is not accepted or is the scope already can’t be chosen, and says why', () => {
		const items = targetItems([
			target({ kind: 'Shared', name: 'Shared', scope: { kind: 'Shared' }, isCurrent: true }),
			target({}),
			target({ name: 'Other', isAccepted: false, reason: 'You have to be Owner.' }),
			target({ name: 'Unknown', isAccepted: undefined, reason: 'Azure did not say.' }),
			target({ kind: 'ResourceGroup', name: 'web', subscription: 'Production' }),
		]).filter(({ value }) => value !== undefined);
		assert.deepEqual(
			items.map(({ label, reason }) => [label.trim(), reason]),
			[
				['$(check) Shared', 'It is applied there already.'],
				['$(key) Production', undefined],
				['$(circle-slash) Other', 'You have to be Owner.'],
				['$(key) Unknown', undefined],
				['$(folder) web', undefined],
			],
		);
		assert.equal(items[2]?.detail, 'You have to be Owner.');
		assert.match(items[2]?.description ?? '', /not possible/, 'not by an icon alone');
		assert.match(items[4]?.description ?? '', /resource group in Production/);
	});
});

describe('Configuration: renewal', () => {
	const place = { title: 'Change Renewal', step: 1, totalSteps: 2, shown: () => {} };
	const on = reservation(0);
	const wishOf = (): Wish => ({ change: {}, seen: new Map() });

	/** Chooses in the list for these. @returns what is wished for, and what the list said is so already */
	async function chosen(reservations: readonly Reservation[], label: string) {
		const wish = wishOf();
		const move = renewalStep(place, { reservations }, wish, () => {});
		await new Promise(setImmediate);
		const pick = picks.at(-1) ?? assert.fail('no list');
		const now = pick.items.filter(({ description }) => description === 'now').map(({ label: text }) => text);
		const whole = pick.items.find((item) => item.label.endsWith(label)) ?? assert.fail(label);
		pick.choose(whole.label);
		pick.close();
		await move;
		return { change: wish.change, now };
	}

	it('what Azure does not tell can be set either way: it is not off', async () => {
		const untold = { ...on, renew: undefined };
		assert.deepEqual(await chosen([untold], 'Do Not Renew'), { change: { renewal: { on: false } }, now: [] });
		assert.deepEqual(await chosen([untold], 'Renew Automatically'), { change: { renewal: { on: true } }, now: [] });
		assert.deepEqual(await chosen([{ ...on, renew: false }, untold], 'Do Not Renew'), {
			change: { renewal: { on: false } },
			now: [],
		});
	});

	it('what is so already can’t be chosen', async () => {
		assert.deepEqual(await chosen([{ ...on, renew: false }], 'Do Not Renew'), { change: {}, now: ['$(check) Do Not Renew'] });
		assert.deepEqual(await chosen([{ ...on, renew: true }], 'Renew Automatically'), {
			change: {},
			now: ['$(check) Renew Automatically'],
		});
	});

	it('says of legacy series that a renewal will fail, whatever turns it on', async () => {
		const legacy = { ...on, sku: 'Standard_D2s_v3', renew: false };
		const partly = { ...on, sku: 'Standard_F4', term: 'P1Y', renew: false };
		const details = async (step: (wish: Wish) => Promise<unknown>) => {
			const move = step(wishOf());
			await new Promise(setImmediate);
			const pick = picks.at(-1) ?? assert.fail('no list');
			const told = pick.items.filter(({ detail }) => /will fail/.test(detail ?? ''));
			pick.close();
			await move;
			return told.map(({ label, detail }) => [label.replace(/^\$\([\w-]+\) /, ''), detail]);
		};
		const kinds = (...reservations: Reservation[]) => details((wish) => renewalStep(place, { reservations }, wish, () => {}));
		const all = ['Renew Automatically', 'Other Quantity…', 'Other Billing Plan…'];
		const one = 'It will fail: Microsoft does not renew the VM series Dsv3 for 3 years any more.';
		assert.deepEqual(
			await kinds(legacy),
			all.map((label) => [label, one]),
		);
		const some = 'It will fail for 2 of 3: Microsoft does not renew their VM series any more.';
		assert.deepEqual(
			await kinds(on, legacy, partly),
			all.map((label) => [label, some]),
		);
		assert.deepEqual(await kinds(on), []);
		const terms = (reservation: Reservation) =>
			details((wish) => renewalTermStep(place, 'term', { reservations: [reservation] }, wish));
		assert.deepEqual(
			(await terms(partly)).map(([label]) => label),
			['1 year'],
		);
		assert.deepEqual(await terms(on), []);
	});

	it('proposes the units of now, and none where Azure does not tell them', async () => {
		for (const quantity of [10, undefined]) {
			const wish = wishOf();
			const move = renewalTermStep(place, 'quantity', { reservations: [{ ...on, quantity }] }, wish);
			const box = boxes.at(-1) ?? assert.fail('no box');
			assert.equal(box.value, String(quantity ?? ''));
			box.accept();
			assert.equal(box.validationMessage === undefined, quantity !== undefined, 'nothing is sent that nobody typed');
			box.close();
			await move;
		}
	});
});

describe('Configuration: preview', () => {
	it('can be gone on with only when something changes', () => {
		const goes = (some: Partial<ConfigurationPreview>) =>
			previewItems([{ reservation: reservation(0), preview: preview(some) }], 'Go').some(({ value }) => value === true);
		assert.equal(goes({}), true);
		assert.equal(goes({ differences: [] }), false);
		assert.equal(goes({ blockers: ['It is not active.'] }), false);
		assert.equal(previewItems([{ reservation: reservation(0), problem: 'Not allowed.' }], 'Go')[0]?.value, undefined);
	});

	it('of many names every reservation once, with what becomes of it', () => {
		const items = previewItems(
			[
				{ reservation: reservation(1), preview: preview() },
				{ reservation: reservation(2), preview: preview({ differences: [] }) },
				{ reservation: reservation(3), preview: preview({ blockers: ['It has ended.'] }) },
				{ reservation: reservation(4), problem: 'Not allowed.' },
			],
			'Go',
		);
		const text = items.map(({ label, description, detail }) => [label, description, detail].join(' ')).join('\n');
		for (const name of ['r-1', 'r-2', 'r-3', 'r-4']) assert.equal(text.split(name).length, 2, name);
		assert.match(text, /Go 1 of 4 reservations/);
		assert.match(text, /r-3: It has ended\./);
		assert.match(text, /r-4: Not allowed\./);
	});

	it('names the chosen scope where the service knows its id alone', () => {
		const differences = [{ field: 'scope', label: 'Scope', before: 'Shared', after: 'Subscription 4000' }] as const;
		const items = previewItems([{ reservation: reservation(0), preview: preview({ differences }) }], 'Go', 'Subscription Prod');
		assert.ok(items.some(({ label }) => label.includes('Scope: Shared → Subscription Prod')));
	});

	it('a sentence loses no word, however long it is', () => {
		fc.assert(
			fc.property(fc.array(fc.stringMatching(/^[a-z]{1,20}$/), { minLength: 1, maxLength: 60 }), (words) => {
				const read = sentence('info', words.join(' ')).flatMap(({ label, detail }) => [label, detail ?? '']);
				assert.equal(read.filter((line) => line !== '').join(' '), `$(info) ${words.join(' ')}`);
			}),
		);
	});
});

describe('Configuration: results of many', () => {
	const states: readonly ChangeState[] = ['sent', 'running', 'succeeded', 'failed', 'outcomeUnknown', 'notDone'];
	const line = fc.oneof(
		fc.constant<Partial<BatchLine>>({ isCancelled: true }),
		fc.constant<Partial<BatchLine>>({ failure: new ServiceFailure('Refused', 'It has changed. Nothing was sent.') }),
		fc.constant<Partial<BatchLine>>({
			result: { outcome: 'unchanged', explanation: 'It is so already.', basis: basisOf(reservation(0)) },
		}),
		fc
			.constantFrom(...states)
			.map(
				(state): Partial<BatchLine> => ({ result: { outcome: 'sent', record: change({ state, explanation: `is ${state}` }) } }),
			),
	);
	const differencesOf = (_: ChangeRecord) => [{ field: 'name', label: 'Name', before: 'a', after: 'b' }] as const;

	it('every reservation is on one side, counted, and told with its reason', () => {
		fc.assert(
			fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), (some) => {
				const all = some.map((_, index) => reservation(index));
				const lines = some.map((it, index): BatchLine => ({ ref: reservation(index), isCancelled: false, ...it }));
				const account = accountOf(lines, all);
				assert.equal(
					Object.values(account).reduce((sum, rows) => sum + rows.length, 0),
					all.length,
				);
				const counts = [...summaryOf(account).matchAll(/\d+/g)].map(([digits]) => Number(digits));
				assert.equal(counts[1], all.length);
				assert.equal(counts.reduce((sum, count) => sum + count, 0) - all.length, all.length, summaryOf(account));
				const text = accountText('Title', account, differencesOf);
				for (const { reservationId } of all) assert.equal(text.split(reservationId).length, 2);
				for (const { result, failure } of lines) {
					if (failure !== undefined) assert.ok(text.includes(failure.message));
					if (result?.outcome === 'sent' && result.record.state !== 'succeeded')
						assert.ok(text.includes(`is ${result.record.state}`));
				}
			}),
		);
	});

	it('what the service gives no line for was not begun', () => {
		assert.equal(accountOf([], [reservation(1)]).cancelled.length, 1);
	});
});
