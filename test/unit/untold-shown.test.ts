/** What Azure leaves out, in lists, sums and changes: units that are not told are no figure, and a renewal that is not told is not off. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { unitCount, unitSum } from '../../src/host/counts';
import { differences, renewalText, rowsOf } from '../../src/panels/configuration/views/words';
import { rows as returnRows } from '../../src/panels/exchange/views/returns';
import { exportedColumns } from '../../src/panels/portfolio/views/exported-columns';
import { tableWords } from '../../src/panels/portfolio/views/words';
import { changeText } from '../../src/reservations/configuration/describe';
import { basisOf } from '../../src/reservations/configuration/reading';
import { allDifferences, differencesIn, differencesOf } from '../../src/reservations/configuration/words';
import { renewalKey, renewalSetting, settingOf } from '../../src/reservations/table/endings';
import { sumOfUnits, type UnitSum } from '../../src/reservations/units';
import { returnText } from '../../src/tools/quote-text';
import { sampleQuote } from '../helpers/operations-samples';
import { guid, World } from '../helpers/table-world';
import * as given from '../ui/pages/configuration-sample';
import * as portfolio from '../ui/pages/portfolio-sample';
import { reservation } from '../ui/pages/sample';
import { env } from '../ui/pages/vscode-outside';
import { change } from './change-samples';
import { DAY, NOW, sampleReservation } from './reservations-samples';

const customer = { tenantId: guid('1', 1), name: 'Contoso', domain: 'contoso.example' };
const untold = { quantity: undefined, renew: undefined, renewState: undefined };

/** One customer with reservations of these units, all of which end in 40 days. */
function worldOf(...quantities: readonly (number | undefined)[]): World {
	const world = new World(tableWords);
	const reservations = quantities.map((quantity, place) =>
		sampleReservation({
			...{ tenantId: customer.tenantId, orderId: guid('2', 1), reservationId: guid('3', place), expiresAt: NOW + 40 * DAY },
			...(quantity === undefined ? untold : { quantity }),
		}),
	);
	world.setCustomers(customer);
	world.setReservations(customer.tenantId, reservations);
	return world;
}

describe('what Azure does not tell, in the Portfolio', () => {
	beforeEach(() => {
		env.language = 'en';
	});

	it('units are a dash, and sums say of how many they are not known', () => {
		const shown = (...quantities: readonly (number | undefined)[]) => {
			const { table } = worldOf(...quantities);
			const [{ totals }, { items }, { charts }] = portfolio.shown({ table, query: { groupBy: 'customer' } });
			const [group, row] = items;
			return {
				totals,
				group: group?.kind === 'group' ? group.detail : undefined,
				cell: row?.kind === 'row' ? row.cells[portfolio.columnPlace('quantity')] : undefined,
				month: charts[0]?.rows.find((it) => it[1] !== '0')?.at(-1),
			};
		};
		assert.deepEqual(shown(undefined, 3, 4), {
			totals: '3 of 3 reservations · 1 customer · quantity 7, unknown for 1 reservation',
			group: '3 reservations, quantity 7, unknown for 1 reservation',
			cell: '–',
			month: '7, unknown for 1 reservation',
		});
		assert.deepEqual(shown(undefined, undefined), {
			totals: '2 of 2 reservations · 1 customer · quantity unknown',
			group: '2 reservations, quantity unknown',
			cell: '–',
			month: 'unknown',
		});
		assert.equal(unitSum({ units: 0, untold: 0 }), '0');
		const told = (sum: UnitSum) => unitSum(sum, unitCount);
		assert.deepEqual(
			[told({ units: 1, untold: 0 }), told({ units: 12, untold: 2 }), told({ units: 0, untold: 1 })],
			['1 unit', '12 units, unknown for 2 reservations', 'an unknown number of units'],
		);
		assert.equal(sumOfUnits([1, undefined, 2]), undefined, 'a sum with an unknown part is no figure');
		assert.equal(sumOfUnits([1, 2]), 3);
	});

	it('units that are not told come last, whichever way they are sorted, and are within no bounds', () => {
		const { table } = worldOf(undefined, 3, 4);
		const places = (descending: boolean) =>
			table
				.query({ sort: { column: 'quantity', descending } })
				.rows(0, 3)
				.map((row) => row.reservation.quantity);
		assert.deepEqual(places(false), [3, 4, undefined]);
		assert.deepEqual(places(true), [4, 3, undefined]);
		assert.equal(table.query({ filters: [{ column: 'quantity', min: 0, max: 9 }] }).total, 2);
	});

	it('the renewal has one word in cell, filter, search, order and mail, and another one than what is off', () => {
		const { table } = worldOf(undefined, 3);
		const word = 'Not told by Azure';
		const [, { items }, { fields, charts }] = portfolio.shown({ table, query: { sort: { column: 'renewal' } } });
		const cells = items.map((item) => (item.kind === 'row' ? item.cells[portfolio.columnPlace('renewal')] : undefined));
		assert.deepEqual(cells, [word, 'Off']);
		const options = fields.find(({ column }) => column === 'renewal')?.options ?? [];
		assert.deepEqual(
			options.map(({ text }) => text),
			[word, 'Off'],
		);
		const found = (key: string | undefined) =>
			table.query({ filters: [{ column: 'renewal', oneOf: [key ?? assert.fail()] }] }).ids(0, 9);
		assert.deepEqual(found(options[0]?.value), [guid('3', 0)]);
		assert.deepEqual(found('Off'), [guid('3', 1)]);
		assert.deepEqual(table.query({ text: 'told azure' }).ids(0, 9), [guid('3', 0)]);
		const [row] = table.query({}).rows(0, 1);
		const [renewal, quantity] = exportedColumns(['renewal', 'quantity'], NOW).map(({ textOf }) => row && textOf(row));
		assert.deepEqual([renewal, quantity].toSorted(), [word, '–'].toSorted());
		assert.deepEqual(charts[0]?.legend[0]?.text, 'Does not renew, or not told by Azure');
		const setting = renewalSetting({ renew: undefined, renewState: undefined }, 'unknown');
		assert.deepEqual(settingOf(renewalKey(setting)), setting);
	});
});

describe('what Azure does not tell, in changes', () => {
	const untoldBasis = { ...given.basis, quantity: undefined, renew: undefined };
	const untoldReservation = { ...reservation, ...untold };
	const seen = { reservation: untoldReservation, basis: untoldBasis };
	const preview = { sources: [given.configured, seen], quantities: [undefined], notes: [], blockers: [] };

	it('what a renewal buys is not told where the renewal is not: neither nothing nor off', () => {
		const after = { ...untoldBasis, renew: true };
		assert.deepEqual(rowsOf(['renew', 'renewal'], untoldBasis, after, new Map()), [
			{ label: 'Automatic renewal', before: 'Not told by Azure', after: 'On' },
			{ label: 'What the renewal buys', before: 'Not told by Azure', after: 'The same again: an unknown number of units' },
		]);
		assert.deepEqual(
			differencesIn(['renew', 'renewal'], untoldBasis, { ...untoldBasis, renew: false }).map((it) => [it.before, it.after]),
			[
				['Not told by Azure', 'Off'],
				['Not told by Azure', 'Off'],
			],
		);
		assert.equal(renewalText({ ...given.basis, quantity: 1 }), 'The same again: 1 unit');
	});

	it('a merge with unknown units has no sum', () => {
		const wish = { kind: 'merge', other: given.ref } as const;
		const shown = given.view({ review: given.review({ wish, seen: { ...wish, preview } }) });
		assert.deepEqual(
			shown.review?.rows.map(({ before, after }) => [before, after]),
			['3 units', 'an unknown number of units'].map((before) => [
				before,
				'Ends; a new reservation takes its place: an unknown number of units',
			]),
		);
		const candidates = { value: [{ reservation: untoldReservation, reasons: [] }], loading: false };
		const { merge } = given.view({ saved: { task: 'merge' }, candidates });
		assert.match(merge?.candidates[0]?.detail ?? '', /^an unknown number of units · /);
		const before = basisOf(sampleReservation({ quantity: undefined }));
		const merged = change({
			...{ kind: 'merge', fields: [], after: undefined },
			reservations: [3, undefined].map((quantity) => ({ orderId: 'o', reservationId: 'r', before: { ...before, quantity } })),
		});
		assert.deepEqual(
			differencesOf(merged).map((it) => [it.before, it.after]),
			[['3 + not told by Azure', 'not told by Azure']],
		);
		assert.match(changeText(merged), /, quantity not told by Azure, /);
		assert.deepEqual(allDifferences(before, before), []);
		assert.deepEqual(
			differences(before, { ...before, quantity: 2 }, new Map()).map((it) => [it.label, it.before, it.after]),
			[['Quantity', '–', '2']],
		);
	});

	it('it can’t be split, and the renewal proposes no units', () => {
		const shown = given.view({
			...{ known: { value: seen, loading: false }, seen },
			saved: { task: 'split', draft: { renew: true }, split: given.split },
		});
		const why = 'Azure does not tell how many units it has.';
		assert.equal(shown.tasks.find(({ task }) => task === 'split')?.unavailable, why);
		const { change: form } = given.view({ known: { value: seen, loading: false }, seen, saved: { draft: { renew: true } } });
		const units = form?.renewal?.terms?.find(({ field }) => field === 'quantity');
		assert.deepEqual([units?.value, units?.problem], ['', undefined], 'what nobody typed is not wrong');
	});

	it('it can’t be chosen for an exchange, and has no figure there', () => {
		const draft = { purchases: [], returns: [{ ...given.ref, quantity: 1 }] };
		const [row] = returnRows([untoldReservation], draft, () => []);
		const why = 'Azure does not tell how many units it has: none can be given back.';
		assert.deepEqual([row?.quantity, row?.most, row?.unused, row?.problem, row?.whyNot], ['–', undefined, undefined, why, why]);
	});

	it('an assistant is not told 0 or undefined units', () => {
		const quote = sampleQuote();
		const basis = quote.basis?.map((it) => ({ ...it, quantity: undefined }));
		assert.match(returnText({ ...quote, basis }, 'Contoso'), /it has unknown number/);
	});
});
