/** Numbers and dates in the user's language. Days are UTC, as Azure counts them (rules 4.5). */

const dayMs = 86_400_000;

export interface Format {
	/** For example "Feb 1, 2027". @param at ms since the epoch */
	date(at: number): string;
	/** For example "62.5%", cut as {@link shownPercent} says. @param value 0 to 100 */
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
		percent: (value) => percent.format(shownPercent(value) / 100),
		number: (value) => number.format(value),
	};
}

/**
 * A percentage with the one digit it is shown with, in every place. It is cut, not rounded: 99.97 must not read like all of
 * it, nor 79.96 like the 80 that would do; and what is more than nothing never reads 0 (rules 11: 0 and 100 say something
 * of their own).
 * @param value 0 to 100, or more
 */
export function shownPercent(value: number): number {
	// 0.7 * 10 and the like lie a hair beside the tenth that they are.
	const cut = Math.floor(value * 10 + 1e-9) / 10;
	return value > 0 ? Math.max(cut, 0.1) : cut;
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
