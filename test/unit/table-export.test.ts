/** The table as a file: the portal's columns first, nothing a spreadsheet takes for a formula, whole or not there. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { publicClouds } from '../../src/azure/clouds';
import { ServiceFailure } from '../../src/azure/failure';
import type { OrderCommitment } from '../../src/reservations/commitments/model';
import { csvLine } from '../../src/reservations/csv';
import type { Reservation } from '../../src/reservations/model';
import { csvText, jsonText, markdownText } from '../../src/reservations/table/export';
import { writeFileFrom } from '../../src/reservations/table/export-file';
import type { TableRow } from '../../src/reservations/table/model';
import { DAY, NOW, sampleReservation } from './reservations-samples';

const context = { cloud: { ...publicClouds.azure, partnerTenantId: '10000000-0000-4000-8000-0000000000ff' }, now: NOW };
const row = (changes: Partial<Reservation> = {}, name = 'Contoso', commitment?: OrderCommitment): TableRow => ({
	commitment,
	customer: {
		tenantId: '10000000-0000-4000-8000-000000000001',
		name,
		domain: 'contoso.example',
		reseller: { tenantId: '10000000-0000-4000-8000-000000000009', name: 'Wide World' },
	},
	reservation: sampleReservation(changes),
	asOf: NOW - DAY,
});
const all = (parts: Iterable<string>) => [...parts].join('');

/** Reads CSV as RFC 4180 says, written for the test alone. */
function parsed(text: string): string[][] {
	const rows: string[][] = [[]];
	for (let at = 0; at < text.length; ) {
		const [whole = '', quoted, plain = '', end = ''] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/.exec(text.slice(at)) ?? [];
		assert.ok(whole !== '' || end !== '' || at === text.length, `not CSV from ${at} on`);
		rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
		at += whole.length;
		if (end === '\r\n' && at < text.length) rows.push([]);
	}
	return rows;
}

describe('Export of the table', () => {
	it('CSV: begins with the 18 columns of the portal, then ours', () => {
		const text = all(csvText([row()], context));
		assert.equal(text[0], '\uFEFF');
		const [names = [], cells = []] = parsed(text.slice(1));
		assert.deepEqual(names.slice(0, 18), [
			'Name',
			'Reservation Id',
			'Reservation order Id',
			'Status',
			'Expiration date',
			'Purchase date',
			'Term',
			'Scope',
			'Scope subscription',
			'Scope resource group',
			'Type',
			'Product name',
			'Region',
			'Quantity',
			'Utilization % 1 Day',
			'Utilization % 7 Day',
			'Utilization % 30 Day',
			'Deep link to reservation',
		]);
		assert.equal(names[18], 'Customer');
		assert.equal(cells.length, names.length);
		const of = (name: string) => cells[names.indexOf(name)];
		assert.equal(of('Name'), 'VM_RI_Web');
		assert.equal(of('Product name'), 'Reserved VM Instance, Standard_D4s_v5, UK South, 3 Years');
		assert.equal(of('Expiration date'), '2028-01-10');
		assert.equal(of('Utilization % 30 Day'), '97');
		assert.match(of('Deep link to reservation') ?? '', /^https:\/\/portal\.azure\.com\/#@10000000-.*\/overview$/);
		assert.equal(of('Customer'), 'Contoso');
		assert.equal(of('Reseller'), 'Wide World');
		assert.equal(of('Data as of'), '2026-11-22T12:00:00.000Z');
	});

	it('what Azure does not tell is empty in CSV, and not there in JSON', () => {
		const untold = row({ quantity: undefined, renew: undefined, renewState: undefined });
		const [names = [], cells = []] = parsed(all(csvText([untold], context)).slice(1));
		for (const name of ['Quantity', 'Renewal']) assert.equal(cells[names.indexOf(name)], '', name);
		const { reservations } = JSON.parse(all(jsonText([untold], context))) as { reservations: { reservation: object }[] };
		for (const name of ['quantity', 'renew', 'renewState']) assert.ok(!(name in (reservations[0]?.reservation ?? {})), name);
	});

	const isFormula = (text: string) => /^[=+@\t\r\n＝＋－＠]/.test(text) || /^-(?!\d+(\.\d+)?$)/.test(text);
	const part = fc.oneof(
		fc.string(),
		fc.string({ unit: 'binary' }),
		fc.constantFrom('=1+1', '-2+3', '@SUM(A1)', '\t=1', '＝1', '-5', '+1', '"=1', ' =1', ';', '\t', '|', '\n', ';"', ';""', '; '),
	);
	const text = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(''));

	it('CSV: a cell is never a formula, and what is no formula is read back as it was', () => {
		fc.assert(
			fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (cells) => {
				// A line of one empty cell reads as no line.
				const [read = []] = parsed(csvLine(['x', ...cells]));
				for (const [place, cell] of cells.entries()) {
					const got = read[place + 1] ?? '';
					assert.ok(!isFormula(got), JSON.stringify(got));
					// Nothing is changed but for apostrophes before what would be one.
					let at = 0;
					for (const character of got) {
						if (character === cell.slice(at, at + character.length)) at += character.length;
						else assert.equal(character, "'", JSON.stringify([cell, got]));
					}
					assert.equal(at, cell.length);
				}
			}),
		);
	});

	it('CSV: nor is it one where other characters separate cells, as in many countries', () => {
		const begin = (cell: string) => cell.replace(/^[ \u00A0"]*/, '');
		fc.assert(
			fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (cells) => {
				const line = csvLine(['x', ...cells]);
				// Quotes within a cell mean nothing there: they hold no line end either.
				for (const separator of [';', '\t', '|'])
					for (const cell of line.split(/[\r\n]/).flatMap((its) => its.split(separator)))
						assert.ok(!/^[=+\-@＝＋－＠]/.test(begin(cell)), JSON.stringify([separator, cell, line]));
			}),
			{ numRuns: 500 },
		);
		assert.equal(csvLine(['b;=1+1', 'c\t=1+1', 'd|"@x"']), `"b;'=1+1","c\t'=1+1","d|'""@x"""\r\n`);
		assert.equal(csvLine(['a;b', 'Web-1 + 2', 'x=1', -5, 'Fabrikam, Inc.']), '"a;b",Web-1 + 2,x=1,-5,"Fabrikam, Inc."\r\n');
	});

	it('CSV: names with commas, quotes, line ends and formulas stay in their cell', () => {
		const name = '=HYPERLINK("https://evil.example","a, b")\nnext';
		const [names = [], cells = [], ...more] = parsed(all(csvText([row({ name }, '+Contoso "A"')], context)).slice(1));
		assert.deepEqual(more, []);
		assert.equal(cells[0], `'${name}`);
		assert.equal(cells[names.indexOf('Customer')], `'+Contoso "A"`);
	});

	it('has what the order still owes with its currency; nothing where it is not known', () => {
		const failure = new ServiceFailure('Unreachable', 'No answer.');
		const known = { asOf: NOW, gap: undefined, unsettled: 0, reservations: 2, failure: undefined };
		const rows = [
			row({}, 'A', { ...known, left: { amount: '1234.5', currency: 'EUR' } }),
			row({}, 'B', { ...known, left: { amount: '0', currency: 'USD' }, failure }),
			row({}, 'C', { ...known, left: undefined, gap: 'noSchedule' }),
			row({}, 'D', { ...known, asOf: undefined, left: undefined, failure }),
			row({}, 'E'),
		];
		const [names = [], ...lines] = parsed(all(csvText(rows, context)).slice(1));
		const columns = ['Commitment left of order', 'Commitment currency', 'Reservations of order', 'Commitment as of'];
		assert.deepEqual(
			lines.map((line) => columns.map((name) => line[names.indexOf(name)])),
			[
				['1234.5', 'EUR', '2', '2026-11-23T12:00:00.000Z'],
				['0', 'USD', '2', '2026-11-23T12:00:00.000Z'],
				['', '', '', ''],
				['', '', '', ''],
				['', '', '', ''],
			],
		);
		const { reservations } = JSON.parse(all(jsonText(rows, context))) as {
			reservations: readonly { orderCommitment?: { left?: object; gap?: string; failure?: string } }[];
		};
		assert.deepEqual(
			reservations.map(({ orderCommitment: it }) => [it?.left, it?.gap, it?.failure]),
			[
				[{ amount: '1234.5', currency: 'EUR' }, undefined, undefined],
				[{ amount: '0', currency: 'USD' }, undefined, 'No answer.'],
				[undefined, 'noSchedule', undefined],
				[undefined, undefined, 'No answer.'],
				[undefined, undefined, undefined],
			],
		);
	});

	it('has days left of active reservations alone', () => {
		const [names = [], ...lines] = parsed(
			all(csvText([row(), row({ state: 'Cancelled' }), row({ archived: true })], context)).slice(1),
		);
		assert.deepEqual(
			lines.map((line) => line[names.indexOf('Days left')]),
			['413', '', ''],
		);
	});

	it('says of a renewal that is on and will fail what Azure does not say', () => {
		const legacy = { sku: 'Standard_D2s_v3', renew: true, renewState: 'On' };
		const rows = [row(legacy), row({ renew: true, renewState: 'On' }), row({ ...legacy, renew: false, renewState: 'Off' })];
		const [names = [], ...lines] = parsed(all(csvText(rows, context)).slice(1));
		assert.deepEqual(
			lines.map((line) => line[names.indexOf('Renewal')]),
			["On, but can't be renewed (legacy series)", 'On', 'Off'],
		);
		const { reservations } = JSON.parse(
			all(jsonText([...rows, row({ state: 'Expired', ...legacy, renewState: 'Renewed' })], context)),
		) as { reservations: readonly { renewalAtEnd?: string; reservation: { renewState: string } }[] };
		assert.deepEqual(
			reservations.map(({ renewalAtEnd, reservation }) => [renewalAtEnd, reservation.renewState]),
			[
				['impossible', 'On'],
				['on', 'On'],
				['impossible', 'Off'],
				[undefined, 'Renewed'],
			],
		);
	});

	it('JSON: everything of each reservation, one a line', () => {
		const text = all(jsonText([row(), row({ expiresAt: undefined })], context));
		const { exportedAt, reservations } = JSON.parse(text) as {
			exportedAt: string;
			reservations: readonly {
				customer: { name: string };
				reservation: { expiresAt?: string; quantity: number };
				asOf: string;
			}[];
		};
		assert.equal(exportedAt, '2026-11-23T12:00:00.000Z');
		assert.deepEqual(
			reservations.map(({ reservation }) => reservation.expiresAt),
			['2028-01-10T00:00:00.000Z', undefined],
		);
		assert.equal(reservations[0]?.customer.name, 'Contoso');
		assert.deepEqual(JSON.parse(all(jsonText([], context))).reservations, []);
	});

	it('Markdown: the shown columns, and names that stay text', () => {
		const columns = [
			{ title: 'Customer', textOf: ({ customer }: TableRow) => customer.name },
			{ title: 'Quantity', textOf: ({ reservation }: TableRow) => String(reservation.quantity) },
		];
		const text = all(markdownText([row(), row({}, 'a | <b> [c](https://d)\nend')], columns, 'Reservations'));
		assert.equal(
			text,
			[
				'# Reservations',
				'',
				'| Customer | Quantity |',
				'| --- | --- |',
				'| Contoso | 10 |',
				'| a \\| \\<b\\> \\[c\\](https://d) end | 10 |',
				'',
			].join('\n'),
		);
	});

	describe('to a file', () => {
		let folder = '';
		beforeEach(() => {
			folder = mkdtempSync(path.join(tmpdir(), 'table-export-'));
		});
		afterEach(() => rmSync(folder, { recursive: true }));

		it('writes long texts whole and leaves nothing beside', async () => {
			const file = path.join(folder, 'all.csv');
			const rows = Array.from({ length: 5000 }, (_, place) => row({ name: `Größe ${place}` }));
			await writeFileFrom(file, csvText(rows, context));
			assert.equal(readFileSync(file, 'utf8'), all(csvText(rows, context)));
			assert.deepEqual(readdirSync(folder), ['all.csv']);
		});

		it('keeps the file of before when making the text fails or is cancelled', async () => {
			const file = path.join(folder, 'all.csv');
			writeFileSync(file, 'before');
			function* broken() {
				yield 'x'.repeat(200_000);
				throw new Error('made no more');
			}
			await assert.rejects(writeFileFrom(file, broken()), /made no more/);
			const stop = new AbortController();
			function* endless() {
				for (let count = 0; ; count++) {
					if (count === 50) stop.abort();
					yield 'x'.repeat(70_000);
				}
			}
			await assert.rejects(writeFileFrom(file, endless(), stop.signal), { name: 'AbortError' });
			await assert.rejects(writeFileFrom(path.join(folder, 'none', 'all.csv'), ['x']), { code: 'ENOENT' });
			assert.equal(readFileSync(file, 'utf8'), 'before');
			assert.deepEqual(readdirSync(folder), ['all.csv']);
		});
	});
});
