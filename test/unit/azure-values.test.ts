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
