/** Lines of a CSV file (RFC 4180) whose cells no spreadsheet takes for a formula. */

/**
 * Where a spreadsheet may begin a cell that it takes for a formula, also in full-width characters: at the start of the text, and in
 * it behind whatever separates cells or lines where the comma does not, as in many countries; quotes there count for nothing then.
 */
const formulaStart = /(?<=^|[;|\t\r\n])(?=[ \u00A0"]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])|^(?=[\t\r\n])/g;
const plainNumber = /^-?\d+(\.\d+)?$/;
/** Has to stand in quotes: for a reader that goes by other separators, too. */
const separating = /[",;|\t\r\n']/;

/** Spreadsheets know UTF-8 by it; the first characters of a file. */
export const byteOrderMark = '\uFEFF';

/** @param cells undefined: an empty cell @returns the line with its end */
export function csvLine(cells: readonly (string | number | undefined)[]): string {
	return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number | undefined): string {
	const text = String(value ?? '');
	const harmless = plainNumber.test(text) ? text : text.replace(formulaStart, "'");
	return separating.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
