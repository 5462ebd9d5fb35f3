/** The Configuration page in words, for each thing that a partner meets. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { addsUp, changeOf, quantitiesOf } from '../../src/panels/configuration/draft';
import { HostMessage, PageMessage, SavedState } from '../../src/panels/configuration/messages';
import { partOf } from '../../src/panels/configuration/parts';
import * as given from '../ui/pages/configuration-sample';
import { hybridBenefit, resources } from '../ui/pages/sample';

const { view, basis, configured, renewing, staging } = given;

const fact = (shown: ReturnType<typeof view>, label: string) => shown.now.find((row) => row.label === label);

describe('Configuration views', () => {
	it('every view is a message that the page takes', () => {
		const views = [
			view(),
			view({ known: { loading: true }, seen: undefined }),
			view({ review: given.reviews.scope }),
			view({ saved: { task: 'split', split: given.split }, review: given.reviews.split }),
			view({ saved: { task: 'merge', other: given.otherId }, review: given.reviews.merge }),
			view({ outcome: given.outcome({ record: given.splitRecord('succeeded') }), changes: [given.splitRecord('succeeded')] }),
		];
		for (const one of views) assert.deepEqual(HostMessage.safeParse(one).error, undefined);
	});

	it('shows each part as it is, with what it means', () => {
		const shown = view();
		assert.equal(fact(shown, 'Scope')?.value, 'Single subscription: Adventure Works Production');
		assert.equal(fact(shown, 'Optimize for')?.value, 'Instance size flexibility');
		assert.match(fact(shown, 'Automatic renewal')?.note ?? '', /pay-as-you-go/);
		assert.equal(fact(shown, 'What the renewal buys'), undefined);
		assert.ok(shown.now.every(({ note }) => note !== undefined && note !== ''));
		assert.match(shown.promise, /No change on this page has a price or makes a new invoice, and the end date stays/);
	});

	it('tells what a renewal buys, what it costs in which currency, and from when that is locked', () => {
		const shown = view({ known: { value: renewing, loading: false }, seen: renewing });
		assert.equal(
			fact(shown, 'What the renewal buys')?.value,
			'2 × Standard_D4s_v5 · 1 year · Monthly · Single subscription: Adventure Works Production',
		);
		assert.match(fact(shown, 'Price of the renewal')?.value ?? '', /EUR\s1,893\.12 · USD\s2,012\.40/);
		assert.match(fact(shown, 'Price of the renewal')?.note ?? '', /locked on Dec 31, 2026/);
		const locked = { ...renewing, renewalPrice: { ...renewing.renewalPrice, isLocked: true } };
		assert.match(
			fact(view({ known: { value: locked, loading: false } }), 'Price of the renewal')?.note ?? '',
			/Locked since Dec 31, 2026/,
		);
		const unknown = { ...renewing, renewalPrice: undefined };
		assert.equal(fact(view({ known: { value: unknown, loading: false } }), 'Price of the renewal')?.value, 'Not known yet');
	});

	it('tells what has ended from what has not begun where there is nothing to renew', () => {
		const note = (state: string) => {
			const value = { ...renewing, reservation: { ...renewing.reservation, state, provisioningState: state } };
			return fact(view({ known: { value, loading: false }, seen: value }), 'Automatic renewal')?.note ?? '';
		};
		for (const state of ['Expired', 'Cancelled']) assert.match(note(state), /has ended/);
		for (const state of ['PendingBilling', 'Creating']) assert.match(note(state), /not active: there is nothing to renew yet/);
		assert.match(note('Succeeded'), /Bought again on/);
	});

	it('lists the scopes: the one of now first, those that Azure refuses last and with the reason', () => {
		const { scope } = view().change ?? assert.fail('it can be changed');
		assert.equal(scope.targets[0]?.name, 'Adventure Works Production');
		assert.equal(scope.targets[0]?.current, 'Scope now');
		assert.equal(scope.targets[0]?.chosen, true);
		const last = scope.targets.at(-1);
		assert.equal(last?.name, 'Adventure Works Old Offer');
		assert.match(last?.refused ?? '', /You have to be Owner/);
		const unsure = scope.targets.find(({ name }) => name === 'Europe');
		assert.equal(unsure?.refused, undefined);
		assert.match(unsure?.note ?? '', /did not say/);
	});

	it('finds scopes by any part of their name, ID or subscription, and cuts long lists', () => {
		const names = (filter: string) => view({ filter }).change?.scope.targets.map(({ name }) => name);
		assert.deepEqual(names('STAGING'), ['Adventure Works Staging']);
		assert.deepEqual(names('production'), ['Adventure Works Production', 'rg-web-prod']);
		assert.deepEqual(names('no such'), []);
		const many = Array.from({ length: 100 }, (_, index) => ({
			...(given.targets[5] ?? assert.fail()),
			name: `rg-${index}`,
			id: `/subscriptions/x/resourceGroups/rg-${index}`,
		}));
		const long = view({ targets: { value: { targets: many, failures: [] }, loading: false } }).change?.scope;
		assert.equal(long?.targets.length, 60);
		assert.match(long?.count ?? '', /^60 of 100 are shown/);
	});

	it('says what is missing when scopes could not be read', () => {
		const some = view({ targets: { value: { targets: given.targets, failures: [given.noScopes] }, loading: false } });
		assert.match(some.change?.scope.failures[0] ?? '', /Some may be missing/);
		const none = view({ targets: { loading: false, failure: given.noScopes } });
		assert.equal(none.change?.scope.problem?.kind, 'notAllowed');
	});

	it('capacity priority needs a single scope, the chosen one counts', () => {
		const problem = (scope: string) => view({ saved: { draft: { flexibility: 'Off', scope } } }).change?.flexibility?.problem;
		assert.match(problem('Shared') ?? '', /Capacity priority needs the scope/);
		assert.equal(problem(staging), undefined);
		assert.match(fact(view(), 'Optimize for')?.note ?? '', /same group/);
	});

	it('Azure Hybrid Benefit has nothing to renew and nothing to optimize', () => {
		const hybrid = {
			reservation: hybridBenefit,
			basis: { ...basis, instanceFlexibility: undefined, scope: { kind: 'Shared' }, quantity: 8 },
		};
		const { change } = view({ known: { value: hybrid, loading: false }, seen: hybrid });
		assert.equal(change?.renewal, undefined);
		assert.equal(change?.flexibility, undefined);
	});

	it('a renewal offers the products, terms and plans of the catalog, the one of now among them', () => {
		const { renewal } = view({ saved: { draft: { renew: true } } }).change ?? assert.fail();
		const options = (field: string) => renewal?.terms?.find((it) => it.field === field)?.options.map(({ value }) => value);
		assert.deepEqual(options('sku'), ['Standard_D4s_v5', 'Standard_D8s_v5', 'Standard_E4s_v5', 'Standard_L8s_v3']);
		assert.deepEqual(options('term'), ['P3Y', 'P1Y']);
		assert.deepEqual(options('billingPlan'), ['Monthly', 'Upfront']);
		assert.equal(view().change?.renewal?.terms, undefined);
	});

	describe('a legacy series', () => {
		const products = [
			...given.products,
			{ ...(given.products[0] ?? assert.fail()), sku: 'Standard_F4', name: 'F4', isLegacy: true, legacyTerms: ['P1Y'] },
		];
		const renewal = (draft: object, seen = given.legacy.seen) =>
			view({ known: { value: seen, loading: false }, seen, saved: { draft }, products: { value: products, loading: false } })
				.change?.renewal ?? assert.fail();
		const labels = (draft: object, field: string) =>
			renewal(draft)
				.terms?.find((it) => it.field === field)
				?.options.map(({ label }) => label);

		it('is told as one whose renewal fails, also before that is turned on', () => {
			for (const draft of [{}, { renew: true }, { renew: true, sku: 'Standard_D4s_v3', term: 'P1Y' }]) {
				assert.match(
					renewal(draft).warning ?? '',
					/does not renew the VM series Dsv3 for (3 years|1 year) since.*2026: a renewal will fail/,
				);
			}
			assert.equal(renewal({ renew: true, sku: 'Standard_D8s_v5' }).warning, undefined);
			assert.equal(renewal({}, given.configured).warning, undefined);
		});

		it('is marked among the products and terms, where it is one for the term', () => {
			const mark = ' (legacy series: not renewed)';
			assert.deepEqual(labels({ renew: true }, 'sku'), [
				`Standard_D4s_v3${mark}`,
				...['Standard_D4s_v5', 'Standard_D8s_v5', 'Standard_E4s_v5', 'Standard_F4', 'Standard_L8s_v3'],
			]);
			assert.ok(labels({ renew: true, term: 'P1Y' }, 'sku')?.includes(`Standard_F4${mark}`));
			assert.deepEqual(labels({ renew: true, sku: 'Standard_F4', term: 'P3Y' }, 'term')?.toSorted(), [
				`1 year${mark}`,
				'3 years',
			]);
			assert.match(renewal({ renew: true, sku: 'Standard_F4', term: 'P1Y' }).warning ?? '', /series F for 1 year/);
			assert.equal(renewal({ renew: true, sku: 'Standard_F4', term: 'P3Y' }).warning, undefined);
		});
	});

	it('what has ended can only be archived', () => {
		const shown = view({ known: { value: given.ended, loading: false }, seen: given.ended });
		assert.equal(shown.change, undefined);
		assert.equal(shown.archive?.label, 'Archive');
		assert.ok(shown.tasks.filter(({ task }) => task !== 'change').every(({ unavailable }) => unavailable !== undefined));
		assert.equal(view().archive, undefined);
	});

	it('one unit can not be split', () => {
		const one = { ...configured, basis: { ...basis, quantity: 1 } };
		assert.match(view({ seen: one }).tasks[1]?.unavailable ?? '', /nothing to split/);
	});

	describe('split', () => {
		const sum = (one: string, other: string) =>
			view({
				saved: {
					task: 'split',
					split: [
						{ quantity: one, scope: '' },
						{ quantity: other, scope: '' },
					],
				},
			}).split;

		it('checks live whether the parts add up', () => {
			assert.equal(sum('', '')?.isWrong, false);
			assert.match(sum('', '')?.sum.text ?? '', /have to add up to 3/);
			assert.match(sum('1', '1')?.sum.text ?? '', /1 \+ 1 = 2, but it has 3 units/);
			assert.match(sum('1', '2')?.sum.text ?? '', /it adds up/);
			for (const wrong of ['0', '-1', '1.5', '1e0', 'x', '']) assert.equal(sum(wrong, '3')?.isWrong, true, wrong);
		});

		it('says what becomes of the IDs and of a renewal that is set', () => {
			const texts = view({ saved: { task: 'split' }, seen: renewing }).split?.notes.join(' ') ?? '';
			assert.match(texts, /new IDs/);
			assert.match(texts, /is cancelled by the split/);
			assert.match(texts, /can’t be undone/);
		});

		it('is done only with the scopes that were wished for its parts', () => {
			const part = (state: { busy: boolean; done?: boolean }) => ({ scope: 'Shared', state, record: undefined });
			const told = (...parts: ReturnType<typeof part>[]) =>
				view({ outcome: given.outcome({ record: given.splitRecord('succeeded'), parts }) }).result?.state.text;
			assert.equal(told(), 'Done');
			assert.equal(told(part({ busy: false, done: true }), part({ busy: true })), 'Azure works on it');
			assert.equal(told(part({ busy: false, done: true }), part({ busy: false })), 'Done in part');
			assert.equal(told(part({ busy: false, done: true })), 'Done');
		});

		it('tells each part with the scope that it gets', () => {
			const rows = view({ saved: { task: 'split', split: given.split }, review: given.reviews.split }).review?.rows;
			assert.deepEqual(
				rows?.map(({ after }) => after),
				['Ends: split', '1 unit, then the scope: Adventure Works Staging', '2 units, the same scope'],
			);
		});

		it('knows the parts by their quantity, whatever order Azure names them in', () => {
			const results = [{ reservationId: 'b' }, { reservationId: 'a' }];
			const sizes = (a: number | undefined, b: number | undefined) => (it: { reservationId: string }) =>
				it.reservationId === 'a' ? a : b;
			assert.equal(partOf(0, results, [1, 2], sizes(1, 2))?.reservationId, 'a');
			assert.equal(partOf(0, results, [1, 2], sizes(2, 1))?.reservationId, 'b');
			assert.equal(partOf(1, results, [1, 2], sizes(2, undefined))?.reservationId, 'a');
			assert.equal(partOf(1, results, [1, 2], sizes(undefined, 1))?.reservationId, 'a');
			assert.equal(partOf(0, results, [1, 2], sizes(undefined, undefined)), undefined);
			assert.equal(partOf(0, results, [2, 2], sizes(undefined, undefined))?.reservationId, 'a');
			assert.equal(partOf(0, results.slice(1), [1, 2], sizes(1, 2)), undefined);
		});
	});

	it('merge: those that can be merged first, the rest with the reasons', () => {
		const { merge } = view({ saved: { task: 'merge' } });
		assert.deepEqual(
			merge?.candidates.map(({ reasons }) => reasons.length),
			[0, 1],
		);
		assert.match(view({ saved: { task: 'merge' }, candidates: { value: [], loading: false } }).merge?.empty ?? '', /no other/);
	});

	describe('preview', () => {
		it('tells before and after, who loses the discount first, and can be applied', () => {
			const { review } = view({ review: given.reviews.scope });
			assert.equal(review?.rows[0]?.after, 'Single subscription: Adventure Works Staging');
			assert.deepEqual(
				review?.notes.map(({ mark }) => mark.tone),
				['warning'],
				'that it has no price is said in the head',
			);
			assert.deepEqual(
				review?.usage?.groups.map(({ mark }) => mark.text),
				['Lose the discount: 2', 'Keep the discount: 1'],
			);
			assert.equal(review?.notYet, undefined);
			assert.equal(review?.apply, 'Apply');
		});

		it('one hour of use and one scope are told in the singular', () => {
			const inside = [1, 1.02, 1.5].map((usedHours) => ({ ...(resources[0] ?? assert.fail()), resourceName: 'web', usedHours }));
			const usage = { day: Date.UTC(2026, 10, 22), inside, outside: [], unclear: [] };
			const { seen } = given.reviews.scope;
			assert.ok(seen?.kind === 'change');
			const { review } = view({
				review: given.review({ ...given.reviews.scope, seen: { ...seen, preview: { ...seen.preview, usage } } }),
			});
			assert.deepEqual(review?.usage?.groups[0]?.resources, ['web, 1 hour', 'web, 1 hour', 'web, 1.5 hours']);
			const countOf = (count: number) =>
				view({ targets: { value: { targets: given.targets.slice(0, count), failures: [] }, loading: false } }).change?.scope
					.count;
			assert.deepEqual([countOf(1), countOf(2)], ['1 of 1 scope', '2 of 2 scopes']);
		});

		it('can not be applied while it is asked for, when it failed, has blockers or changes nothing, or when the ground moved', () => {
			const reason = (change: Parameters<typeof given.review>[0]) =>
				view({ review: given.review({ ...given.reviews.scope, ...change }) }).review?.notYet;
			assert.match(reason({ isAsking: true }) ?? '', /under way/);
			assert.match(reason({ seen: undefined, failure: given.noScopes }) ?? '', /preview is needed/);
			assert.match(view({ review: given.reviews.blocked }).review?.notYet ?? '', /can’t be done/);
			assert.match(view({ review: given.reviews.scope, isMoved: true }).review?.notYet ?? '', /changed meanwhile/);
			const same = { ...given.scopePreview, differences: [] };
			assert.match(reason({ seen: { kind: 'change', change: {}, preview: same } }) ?? '', /like this already/);
		});
	});

	it('what somebody else changed is told field by field', () => {
		const other = { ...configured, basis: { ...basis, name: 'VM_RI_Web', scope: { kind: 'Shared' }, etag: 15 } };
		const { moved } = view({ isMoved: true, known: { value: other, loading: false } });
		assert.deepEqual(
			moved?.rows.map(({ label, after }) => `${label}: ${after}`),
			['Scope: Shared', 'Name: VM_RI_Web'],
		);
		assert.match(view({ isMoved: true }).moved?.text ?? '', /not shown here/);
	});

	describe('result', () => {
		const result = (change: Parameters<typeof given.outcome>[0]) => view({ outcome: given.outcome(change) }).result;

		it('done, refused, unchanged and unknown, each with what can be done', () => {
			assert.equal(result({ record: given.record('succeeded') })?.state.text, 'Done');
			const refused = result({ failure: given.movedOn });
			assert.equal(refused?.state.text, 'Refused');
			assert.equal(refused?.close, 'Back to My Choice');
			assert.equal(result({ unchanged: 'It is already as it was to become.' })?.state.text, 'Unchanged');
			const unknown = result({ record: given.record('outcomeUnknown') });
			assert.equal(unknown?.canLook, true);
			assert.match(unknown?.explanations.join() ?? '', /not sent again/);
			assert.equal(result({ record: given.record('outcomeUnknown'), isLooking: true })?.canLook, false);
			assert.equal(result({ isSending: true, doing: given.reviews.scope.seen })?.rows.length, 1);
			assert.equal(result({ record: given.record('running') })?.close, undefined);
		});

		it('the last changes name the reservations that came of them; an ID stands where a name is not known or tells nothing', () => {
			const [one = '', other = ''] = given.partIds;
			const labels = (names: Readonly<Record<string, string>>) => {
				const { changes } = given.view({ changes: [given.splitRecord('succeeded')], nameOf: (id) => names[id] });
				return changes[0]?.links.map(({ label }) => label);
			};
			assert.deepEqual(labels({ [one]: 'Web', [other]: 'Batch' }), ['Open Overview: Web', 'Open Overview: Batch']);
			assert.deepEqual(labels({ [one]: 'Web', [other]: 'Web' }), [
				`Open Overview: Web (${one})`,
				`Open Overview: Web (${other})`,
			]);
			assert.deepEqual(labels({ [one]: 'Web' }), ['Open Overview: Web', `Open Overview: ${other}`]);
		});

		it('a split leads to its parts and tells how the scope of each stands', () => {
			const record = given.splitRecord('succeeded');
			const refOfPart = (index: number) => ({ ...given.ref, reservationId: given.partIds[index] ?? '' });
			const part = (change: object) => ({ scope: staging, state: { busy: false }, record: undefined, ...change });
			const steps = (change: object) =>
				result({ record, refOfPart, parts: [part(change), { ...part({}), scope: '' }] })?.steps ?? [];
			assert.deepEqual(
				result({ record, refOfPart })?.links.map(({ label }) => label),
				['Open Overview of Part 1', 'Open Overview of Part 2'],
			);
			assert.equal(steps({}).length, 2);
			assert.equal(steps({})[1]?.retry?.label, 'Set Scope of Part 1');
			assert.equal(steps({ state: { busy: true } })[1]?.mark.text, 'Under way');
			assert.equal(steps({ state: { busy: false, failure: given.movedOn } })[1]?.retry?.label, 'Try Again: Scope of Part 1');
			assert.equal(steps({ record: given.record('succeeded') })[1]?.retry, undefined);
			assert.equal(steps({ record: given.record('failed') })[1]?.retry?.part, 0);
			const whole = (change: object, isGoingOn = false) => result({ record, refOfPart, isGoingOn, parts: [part(change)] });
			assert.equal(whole({})?.state.text, 'Done in part');
			assert.equal(whole({ record: given.record('failed') })?.state.text, 'Done in part');
			assert.equal(whole({ record: given.record('succeeded') })?.state.text, 'Done');
			const unknown = whole({ record: given.record('outcomeUnknown') });
			assert.deepEqual([unknown?.state.text, unknown?.canLook], ['Not known whether it was done', true]);
			// Between the split and the scopes that were applied with it nothing is missing, and nothing can be sent a second time.
			const goingOn = whole({}, true);
			assert.deepEqual(
				[goingOn?.state.text, goingOn?.busy, goingOn?.close, goingOn?.steps[1]?.retry],
				['Azure works on it', true, undefined, undefined],
			);
		});
	});

	it('only the last change can be undone, and a split not at all', () => {
		const older = given.record('succeeded', { id: '11111111-33d2-4e62-9b0b-6f9f3c6f1a55', sentAt: 1 });
		const undos = (changes: Parameters<typeof view>[0] & object) => view(changes).changes.map(({ undo }) => undo?.name);
		assert.deepEqual(undos({ changes: [given.record('succeeded'), older] }), [
			'Undo: Scope: Single subscription: Adventure Works Production → Shared',
			undefined,
		]);
		assert.deepEqual(
			undos({ changes: [given.record('notDone'), older] }).map((it) => it !== undefined),
			[false, true],
		);
		assert.deepEqual(undos({ changes: [given.splitRecord('succeeded')] }), [undefined]);
		const foreign = given.record('succeeded', { reservations: [] });
		assert.deepEqual(view({ changes: [foreign] }).changes, []);
	});
});

describe('Configuration draft', () => {
	it('what is chosen as it is already is not sent', () => {
		const scope = basis.scope.subscriptionId?.toUpperCase() ?? '';
		assert.equal(changeOf({ scope, name: ` ${basis.name} `, flexibility: 'On', renew: false }, configured), undefined);
		assert.equal(changeOf({}, configured), undefined);
		assert.equal(changeOf({ archived: false }, configured), undefined);
	});

	it('only what differs is sent, terms only while renewal is on', () => {
		assert.deepEqual(changeOf({ scope: staging, name: 'Web' }, configured), {
			scope: { kind: 'Single', subscriptionId: staging },
			name: 'Web',
		});
		assert.deepEqual(changeOf({ renew: true }, configured), { renewal: { on: true } });
		assert.deepEqual(changeOf({ renew: true, quantity: '5', term: 'P3Y' }, configured), {
			renewal: { on: true, terms: { quantity: 5 } },
		});
		assert.deepEqual(changeOf({ renew: false, quantity: '5' }, renewing), { renewal: { on: false } });
		assert.deepEqual(changeOf({ quantity: 'x' }, renewing)?.renewal?.terms, { quantity: Number.NaN });
		assert.deepEqual(changeOf({ archived: true, name: 'Web' }, configured), { archived: true });
	});

	it('the parts of a split are whole numbers that add up', () => {
		const parts = (...all: string[]) => quantitiesOf(all.map((quantity) => ({ quantity, scope: '' })));
		assert.ok(addsUp(parts('1', '2'), 3));
		for (const wrong of [
			['0', '3'],
			['1', '1'],
			['', '3'],
			['-1', '4'],
			['1.5', '1.5'],
		])
			assert.ok(!addsUp(parts(...wrong), 3));
	});

	it('messages that are no messages are not taken', () => {
		for (const bad of [null, {}, { type: 'apply' }, { type: 'setPart', part: 2, quantity: '1' }, { type: 'undo', id: 'x' }])
			assert.equal(PageMessage.safeParse(bad).success, false, JSON.stringify(bad));
		assert.equal(PageMessage.safeParse({ type: 'setName', name: 'x'.repeat(301) }).success, false);
		assert.equal(SavedState.safeParse({ ...given.ref, split: [{ quantity: '1', scope: '' }] }).success, false);
	});
});
