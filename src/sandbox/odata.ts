/** The small part of OData that Azure's lists understand: a real parser for `$filter`, and `$orderby`. */

export type Value = string | number | boolean;

/** A comparison, or a call such as `atScope()` or `startsWith(displayName,'A')`. */
export type Leaf =
	| { readonly kind: 'compare'; readonly property: string; readonly operator: string; readonly value: Value }
	| { readonly kind: 'call'; readonly name: string; readonly property?: string; readonly argument: Value | undefined };

export type Filter = Leaf | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter };

/** A filter or an order that can't be understood; the message says where. */
export class ODataError extends Error {}

type Token = { readonly kind: 'word' | 'text' | 'symbol'; readonly text: string };

const TOKEN = /\s*(?:(?<symbol>[()])|'(?<text>(?:[^']|'')*)'|(?<word>[^\s()']+))/y;

function tokens(source: string): Token[] {
	const found: Token[] = [];
	TOKEN.lastIndex = 0;
	const end = source.trimEnd().length;
	while (TOKEN.lastIndex < end) {
		const at = TOKEN.lastIndex;
		const groups = TOKEN.exec(source)?.groups;
		if (groups === undefined) throw new ODataError(`Syntax error at position ${at} in '${source}'.`);
		if (groups.symbol !== undefined) found.push({ kind: 'symbol', text: groups.symbol });
		else if (groups.text !== undefined) found.push({ kind: 'text', text: groups.text.replaceAll("''", "'") });
		else found.push({ kind: 'word', text: groups.word ?? '' });
	}
	return found;
}

const OPERATORS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];

class Parser {
	readonly #tokens: Token[];
	#next = 0;

	constructor(readonly source: string) {
		this.#tokens = tokens(source);
	}

	parse(): Filter {
		const filter = this.#or();
		if (this.#next < this.#tokens.length) this.#fail();
		return filter;
	}

	#fail(): never {
		const token = this.#tokens[this.#next];
		throw new ODataError(
			token === undefined
				? `Expression expected at the end of '${this.source}'.`
				: `Syntax error at '${token.text}' in '${this.source}'.`,
		);
	}

	#isWord(text: string): boolean {
		const token = this.#tokens[this.#next];
		return token?.kind === 'word' && token.text.toLowerCase() === text;
	}

	#isSymbol(text: string): boolean {
		const token = this.#tokens[this.#next];
		return token?.kind === 'symbol' && token.text === text;
	}

	#take(kind: Token['kind']): string {
		const token = this.#tokens[this.#next];
		if (token?.kind !== kind) return this.#fail();
		this.#next++;
		return token.text;
	}

	#or(): Filter {
		let left = this.#and();
		while (this.#isWord('or')) {
			this.#next++;
			left = { kind: 'or', left, right: this.#and() };
		}
		return left;
	}

	#and(): Filter {
		let left = this.#term();
		while (this.#isWord('and')) {
			this.#next++;
			left = { kind: 'and', left, right: this.#term() };
		}
		return left;
	}

	#term(): Filter {
		if (this.#isSymbol('(')) {
			this.#next++;
			const inner = this.#or();
			this.#close();
			return inner;
		}
		const property = this.#take('word');
		if (this.#isSymbol('(')) return this.#call(property);
		const operator = this.#take('word').toLowerCase();
		if (!OPERATORS.includes(operator)) {
			this.#next--;
			this.#fail();
		}
		return { kind: 'compare', property, operator, value: this.#value() };
	}

	#call(name: string): Filter {
		this.#next++;
		const property = this.#callProperty();
		const argument = this.#isSymbol(')') ? undefined : this.#value();
		this.#close();
		return { kind: 'call', name, ...(property !== undefined && { property }), argument };
	}

	/** The property that a call is about: a word with a comma behind it. */
	#callProperty(): string | undefined {
		const token = this.#tokens[this.#next];
		if (token?.kind !== 'word' || !/^[^,]+,$/.test(token.text)) return undefined;
		this.#next++;
		return token.text.slice(0, -1);
	}

	#close(): void {
		if (!this.#isSymbol(')')) this.#fail();
		this.#next++;
	}

	#value(): Value {
		if (this.#tokens[this.#next]?.kind === 'text') return this.#take('text');
		const word = this.#take('word');
		if (word === 'true' || word === 'false') return word === 'true';
		if (/^-?\d+(\.\d+)?$/.test(word)) return Number(word);
		if (/^\d{4}-\d{2}-\d{2}/.test(word)) return word;
		this.#next--;
		return this.#fail();
	}
}

/**
 * Reads a `$filter`.
 * @throws ODataError
 */
export function parseFilter(source: string): Filter {
	return new Parser(source).parse();
}

/**
 * Tells whether something passes a filter.
 * @param test answers a single comparison or call; throws ODataError for what it does not know
 */
export function passes(filter: Filter, test: (leaf: Leaf) => boolean): boolean {
	switch (filter.kind) {
		case 'and':
			return passes(filter.left, test) && passes(filter.right, test);
		case 'or':
			return passes(filter.left, test) || passes(filter.right, test);
		default:
			return test(filter);
	}
}

/** All comparisons and calls of a filter, so that what is unknown is refused even where no item is tested. */
export function leaves(filter: Filter): Leaf[] {
	if ('left' in filter) return [...leaves(filter.left), ...leaves(filter.right)];
	return [filter];
}

/** Reads a `$orderby` of one property. @throws ODataError */
export function parseOrder(source: string): { readonly property: string; readonly descending: boolean } {
	const [property, direction = 'asc', ...rest] = source.trim().split(/\s+/);
	if (property === undefined || property === '' || rest.length > 0 || !/^(asc|desc)$/i.test(direction))
		throw new ODataError(`The order '${source}' is not valid.`);
	return { property, descending: direction.toLowerCase() === 'desc' };
}
