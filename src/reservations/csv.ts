/** Lines of a CSV file (RFC 4180) whose cells no spreadsheet takes for a formula. */

/** A cell that a spreadsheet would take for a formula, also in full-width characters; a plain number is none. */
const formula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const plainNumber = /^-?\d+(\.\d+)?$/;

/** Spreadsheets know UTF-8 by it; the first characters of a file. */
export const byteOrderMark = '\uFEFF';

/** @param cells undefined: an empty cell @returns the line with its end */
export function csvLine(cells: readonly (string | number | undefined)[]): string {
	return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number | undefined): string {
	const text = String(value ?? '');
	const harmless = formula.test(text) && !plainNumber.test(text) ? `'${text}` : text;
	return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
