/** Numbers and dates in the user's language. Days are UTC, as Azure counts them (rules 4.5). */

const dayMs = 86_400_000;

export interface Format {
	/** For example "Feb 1, 2027". @param at ms since the epoch */
	date(at: number): string;
	/** For example "62.5%". @param value 0 to 100 */
	percent(value: number): string;
	number(value: number): string;
	/** Order of names, for `sort`. */
	compare(one: string, other: string): number;
}

/** @param locale BCP 47 name; an unknown one falls back to English */
export function formatFor(locale: string): Format {
	const locales = isKnownLocale(locale) ? [locale, 'en'] : ['en'];
	const date = new Intl.DateTimeFormat(locales, { dateStyle: 'medium', timeZone: 'UTC' });
	const percent = new Intl.NumberFormat(locales, { style: 'percent', maximumFractionDigits: 1 });
	const number = new Intl.NumberFormat(locales);
	const { compare } = new Intl.Collator(locales);
	return {
		compare,
		date: (at) => date.format(at),
		percent: (value) => percent.format(value / 100),
		number: (value) => number.format(value),
	};
}

/** Whole days from one moment to another, rounded up: a reservation that ends this evening has 1 day left. */
export function daysBetween(from: number, to: number): number {
	return Math.ceil((to - from) / dayMs);
}

function isKnownLocale(locale: string): boolean {
	try {
		return Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0;
	} catch {
		return false;
	}
}
