/** Dates as the services write them. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseDate } from '../../src/azure/values';

describe('dates of the services', () => {
	it('reads a day, a 7-digit time, and a time without a zone as UTC', () => {
		assert.equal(parseDate('2024-03-04'), Date.UTC(2024, 2, 4));
		assert.equal(parseDate('2024-03-04T04:56:13.6635617Z'), Date.UTC(2024, 2, 4, 4, 56, 13, 663));
		assert.equal(parseDate('2024-03-04T04:56:13'), Date.UTC(2024, 2, 4, 4, 56, 13));
		assert.equal(parseDate('2024-03-04T04:56Z'), Date.UTC(2024, 2, 4, 4, 56));
		assert.equal(parseDate('2024-03-04T04:56:13+0200'), Date.UTC(2024, 2, 4, 2, 56, 13));
		assert.equal(parseDate(' 2024-03-04T04:56:13.1+02:00 '), Date.UTC(2024, 2, 4, 2, 56, 13, 100));
	});

	it('gives nothing for what is no date', () => {
		for (const text of [
			undefined,
			null,
			'',
			'soon',
			'2024-13-01',
			'2024-02-30',
			'2024-02-30T10:00:00Z',
			'04/03/2024',
			'2024-03-04T25:00:00Z',
		]) {
			assert.equal(parseDate(text), undefined, String(text));
		}
	});

	it('reads all ways to write a moment alike', () => {
		const part = (from: number, to: number) => fc.integer({ min: from, max: to }).map((it) => String(it).padStart(2, '0'));
		const parts = fc.tuple(fc.integer({ min: 1900, max: 2200 }), part(0, 13), part(0, 32), part(0, 25), part(0, 60));
		fc.assert(
			fc.property(parts, fc.nat(9_999_999), ([year, month, day, hour, minute], rest) => {
				const written = `${year}-${month}-${day}T${hour}:${minute}:13.${rest}`;
				// What ends with a zone other than Z is read part by part.
				assert.equal(parseDate(`${written}Z`), parseDate(`${written}+00:00`), written);
				assert.equal(parseDate(`${year}-${month}-${day}`), parseDate(` ${year}-${month}-${day}`));
			}),
			{ numRuns: 1000 },
		);
	});

	it('reads back every moment that was written with 7 digits', () => {
		const moments = fc.date({ min: new Date(Date.UTC(1900, 0, 1)), max: new Date(Date.UTC(9999, 11, 31)), noInvalidDate: true });
		fc.assert(
			fc.property(moments, fc.nat(9999), (moment, rest) => {
				const written = moment.toISOString().replace('Z', `${String(rest).padStart(4, '0')}Z`);
				assert.equal(parseDate(written), moment.getTime());
			}),
		);
	});
});
