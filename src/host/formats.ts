/** Numbers, money, dates and spans of time in the user's language. */
import * as vscode from 'vscode';
import { shownPercent } from '../reservations/format';
import type { Money } from '../reservations/model';

export const DAY = 86_400_000;
/** What stands for a value that is not known. */
export const unknown = '–';

/** Formatters take long to make and a tree has thousands of figures: each is made once. */
const dates = kept(
	(language, style: 'medium' | 'full') => new Intl.DateTimeFormat(language, { dateStyle: style, timeZone: 'UTC' }),
);
const months = kept(
	(language, style: 'short' | 'long') => new Intl.DateTimeFormat(language, { month: style, year: 'numeric', timeZone: 'UTC' }),
);
const numbers = kept((language, digits: number) => new Intl.NumberFormat(language, { maximumFractionDigits: digits }));
const percentages = kept((language, style: 'percent') => new Intl.NumberFormat(language, { style, maximumFractionDigits: 1 }));
const spans = kept(
	(language, unit: 'day' | 'month' | 'year') => new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }),
);

const localTimes = kept(
	(language, style: 'hour' | 'day') =>
		new Intl.DateTimeFormat(language, style === 'hour' ? { timeStyle: 'short' } : { day: 'numeric', month: 'short' }),
);

function kept<K extends string | number, F>(make: (language: string, key: K) => F): (key: K) => F {
	const made = new Map<string, F>();
	return (key) => {
		const { language } = vscode.env;
		const name = `${language} ${key}`;
		const known = made.get(name) ?? make(language, key);
		made.set(name, known);
		return known;
	};
}

/** A date of the service: those are days in UTC. Undefined: a dash. */
export function date(at: number | undefined, style: 'medium' | 'full' = 'medium'): string {
	return at === undefined ? unknown : dates(style).format(at);
}

/** Day and month alone, for the axis of a chart. */
export function shortDay(at: number): string {
	return new Intl.DateTimeFormat(vscode.env.language, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(at);
}

/** Month and year. */
export function month(at: number, style: 'short' | 'long' = 'long'): string {
	return months(style).format(at);
}

/** A moment in the user's own time zone. */
export function moment(at: number): string {
	return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** A moment in the user's own time zone, in short: the time of today, else the day and the time. Both in ms since the epoch. */
export function shortMoment(at: number, now: number): string {
	const time = localTimes('hour').format(at);
	return new Date(at).toDateString() === new Date(now).toDateString() ? time : `${localTimes('day').format(at)}, ${time}`;
}

export function number(value: number | undefined, fractionDigits = 0): string {
	return value === undefined ? unknown : numbers(fractionDigits).format(value);
}

/** Percent with one digit from a value between 0 and 100; what is above 100 stays (arm-pitfalls 24). */
export function percent(value: number | undefined): string {
	return value === undefined ? unknown : percentages('percent').format(shownPercent(value) / 100);
}

/** A number of days, months or years in words. */
export function span(count: number, unit: 'day' | 'month' | 'year'): string {
	return spans(unit).format(count);
}

export function list(items: readonly string[]): string {
	return new Intl.ListFormat(vscode.env.language, { type: 'conjunction' }).format(items);
}

/** An amount with its currency as a code, as two dollars may stand side by side. All decimals the service gave are shown. */
export function money({ amount, currency }: Money): string {
	const decimals = amount.split('.')[1]?.replace(/0+$/, '').length ?? 0;
	try {
		const usual = new Intl.NumberFormat(vscode.env.language, { style: 'currency', currency, currencyDisplay: 'code' });
		const digits = usual.resolvedOptions().maximumFractionDigits ?? 2;
		if (decimals <= digits) return usual.format(amount as Intl.StringNumericLiteral);
		return new Intl.NumberFormat(vscode.env.language, {
			style: 'currency',
			currency,
			currencyDisplay: 'code',
			maximumFractionDigits: decimals,
		}).format(amount as Intl.StringNumericLiteral);
	} catch {
		// Not a currency code that Intl knows the form of.
		return `${amount} ${currency}`;
	}
}

/** Start of the UTC day of a moment. */
export function startOfDay(at: number): number {
	return Math.floor(at / DAY) * DAY;
}
