/** Reads customers that the user pastes or imports: one a line, or the columns of a CSV file such as Partner Center exports. */
import * as l10n from '@vscode/l10n';
import { isDomain } from '../../azure/authority';
import { isGuid } from '../../azure/ids';
import type { EnteredCustomer } from '../model';

/** What is wrong with a line, in a sentence. */
export interface LineProblem {
	/** From 1. */
	readonly line: number;
	readonly text: string;
	readonly problem: string;
}

export interface ParsedList {
	readonly entries: readonly EnteredCustomer[];
	readonly problems: readonly LineProblem[];
}

/** Where a header says that things are. */
interface Columns {
	readonly name: number;
}

/** Longest file that is read: a partner with 20,000 customers has about 2 MB. */
const maxCharacters = 10_000_000;

/**
 * Reads a list of customers. A line holds a tenant id or a domain and may hold a name, in any order, parted by commas,
 * semicolons or tabs, with quotes where a name holds one of these. Empty lines, lines that begin with `#` and a header are
 * left out. Where a line has a tenant id and a domain, the id counts. No line is left out silently.
 */
export function parseCustomerList(text: string): ParsedList {
	const entries: EnteredCustomer[] = [];
	const problems: LineProblem[] = [];
	const lineOf = new Map<string, number>();
	let columns: Columns | undefined;
	let isFirst = true;
	if (text.length > maxCharacters) {
		return { entries, problems: [{ line: 1, text: '', problem: l10n.t('The list is too long. Nothing of it was read.') }] };
	}
	for (const [index, raw] of text
		.replace(/^\uFEFF/, '')
		.split(/\r\n|\n|\r/)
		.entries()) {
		const line = index + 1;
		const content = raw.trim();
		if (content === '' || content.startsWith('#')) continue;
		const cells = cellsOf(content);
		const problem = (words: string) => problems.push({ line, text: content.slice(0, 200), problem: words });
		const header = isFirst ? headerOf(cells) : undefined;
		isFirst = false;
		if (header !== undefined) {
			columns = header;
			continue;
		}
		const tenant = (cells.find(isGuid) ?? cells.find(isDomain))?.toLowerCase();
		if (tenant === undefined) {
			problem(l10n.t('No tenant ID and no domain in this line.'));
			continue;
		}
		const before = lineOf.get(tenant);
		if (before !== undefined) {
			problem(l10n.t('The same customer as in line {0}.', before));
			continue;
		}
		lineOf.set(tenant, line);
		const named = columns === undefined ? undefined : cells[columns.name];
		const name = named ?? cells.find((cell) => cell !== '' && !isGuid(cell) && !isDomain(cell));
		// A line that is shorter than the header may have the domain where the name should be.
		entries.push(name === undefined || name === '' || name.toLowerCase() === tenant ? { tenant } : { tenant, name });
	}
	return { entries, problems };
}

/** A first line without any id or domain that has words of a header in it. */
function headerOf(cells: readonly string[]): Columns | undefined {
	if (cells.some((cell) => isGuid(cell) || isDomain(cell))) return undefined;
	const isHeader = cells.some((cell) => /\b(tenant|microsoft id|customer id|domain)\b/i.test(cell));
	if (!isHeader) return undefined;
	const isName = (cell: string) => /\b(name|company|customer)\b/i.test(cell) && !/\b(domain|id)\b/i.test(cell);
	return { name: cells.findIndex(isName) };
}

/** The cells of a line, parted by the separator that occurs first outside of quotes. */
function cellsOf(line: string): string[] {
	const separator = /[,;\t]/.exec(line.replace(/"(?:[^"]|"")*"/g, ''))?.[0];
	if (separator === undefined) return [unquoted(line)];
	const cells: string[] = [];
	let cell = '';
	let isQuoted = false;
	for (const character of line) {
		if (character === '"') isQuoted = !isQuoted;
		if (character === separator && !isQuoted) {
			cells.push(unquoted(cell));
			cell = '';
		} else {
			cell += character;
		}
	}
	return [...cells, unquoted(cell)];
}

function unquoted(cell: string): string {
	const trimmed = cell.trim();
	const inner = /^"(.*)"$/s.exec(trimmed)?.[1];
	return inner === undefined ? trimmed : inner.replaceAll('""', '"').trim();
}
