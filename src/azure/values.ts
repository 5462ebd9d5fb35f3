/** Plain values as the services write them: dates, amounts of money, and fields that may be null or left out. */
import * as z from 'zod/mini';

/**
 * A field that an answer may leave out or set to null (arm-contract 1, "Nulls").
 * @param schema what it is when it is there
 */
export const maybe = <S extends z.ZodMiniType>(schema: S) => z.nullish(schema);

export const text = maybe(z.string());
export const number = maybe(z.number());
export const flag = maybe(z.boolean());

/** An amount with its currency as the services write it (arm-contract 3, Price). JSON numbers: make decimals of them before any sum. */
export const price = maybe(z.looseObject({ currencyCode: text, amount: number }));
const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;
/** What nearly all are; of no month the 29th and later are sure. Lists of thousands of reservations have eight each. */
const USUAL = /^\d{4}-\d\d-(?:[01]\d|2[0-8])(?:T\d\d:\d\d:\d\d(?:\.\d+)?Z)?$/;

/**
 * Reads a date as the services write them: `2024-03-04`, or `2024-03-04T04:56:13.6635617Z` with any number of digits after
 * the point. Fields declared as one kind were seen with the other (arm-contract 11, row 11), so both are read everywhere.
 * A time without a zone is UTC.
 * @returns ms since the epoch, or undefined when there is no date or it can't be read
 */
export function parseDate(value: string | null | undefined): number | undefined {
	if (!value) return undefined;
	if (USUAL.test(value)) return known(Date.parse(value));
	const parts = DATE.exec(value.trim());
	if (!parts) return undefined;
	const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = parts;
	const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
	const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`);
	// Date.parse rolls 30 February over to March: such a date can't be read.
	return new Date(`${year}-${month}-${day}T00:00:00Z`).getUTCDate() === Number(day) ? known(at) : undefined;
}

function known(at: number): number | undefined {
	return Number.isNaN(at) ? undefined : at;
}
