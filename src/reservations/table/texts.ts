/** The different texts of a column, each held once: looked through once for a filter, and put in order once. */

/** Code of "no text". */
export const noText = 0;

export class Texts {
	readonly #compare: (one: string, other: string) => number;
	readonly #isFoundByKey: boolean;
	readonly #codes = new Map<string, number>([['', noText]]);
	readonly #keys: string[] = [''];
	readonly #texts: string[] = [''];
	readonly #lower: string[] = [''];
	/** Codes by their texts' order, without {@link noText}; codes that are newer are still to be merged in. */
	#sorted: number[] = [];
	#ranks = new Uint32Array(1);
	#places = new Uint32Array(1);

	/**
	 * @param compare order of texts in the language
	 * @param isFoundByKey a text is also found by its key, which is a code that users know
	 */
	constructor(compare: (one: string, other: string) => number, isFoundByKey = false) {
		this.#compare = compare;
		this.#isFoundByKey = isFoundByKey;
	}

	/** @param key tells texts apart that read the same @returns its code, the same for the same key */
	add(key: string, text = key): number {
		if (text === '') return noText;
		const known = this.#codes.get(key);
		if (known !== undefined) return known;
		const code = this.#texts.push(text) - 1;
		this.#keys.push(key);
		this.#codes.set(key, code);
		return code;
	}

	/** The code of a key; undefined: it was never added, or has no text. */
	find(key: string): number | undefined {
		return this.#codes.get(key);
	}

	get size(): number {
		return this.#texts.length;
	}

	at(code: number): string {
		return this.#texts[code] ?? '';
	}

	keyAt(code: number): string {
		return this.#keys[code] ?? '';
	}

	/** Whether each code's text, or its key where that counts, has `part` in it. @param part in lower case */
	containing(part: string): Uint8Array {
		for (let code = this.#lower.length; code < this.#texts.length; code++)
			this.#lower.push((this.#isFoundByKey ? `${this.at(code)}\n${this.keyAt(code)}` : this.at(code)).toLowerCase());
		return marksOf(this.#lower, (text) => text.includes(part));
	}

	/** Whether each code's text is one of these. */
	among(wanted: ReadonlySet<string>): Uint8Array {
		return marksOf(this.#texts, (text) => wanted.has(text));
	}

	/** Rank of each code in the order of the language, the same for equal texts; that of {@link noText} means nothing. */
	ranks(): Uint32Array {
		this.#sort();
		return this.#ranks;
	}

	/** The same, but no two codes have one place: equal texts stand in the order of their keys. */
	places(): Uint32Array {
		this.#sort();
		return this.#places;
	}

	#sort(): void {
		if (this.#ranks.length === this.#texts.length) return;
		const added: number[] = [];
		for (let code = this.#sorted.length + 1; code < this.#texts.length; code++) added.push(code);
		const byText = (one: number, other: number) => this.#compare(this.at(one), this.at(other));
		const order = (one: number, other: number) => byText(one, other) || (this.keyAt(one) < this.keyAt(other) ? -1 : 1);
		added.sort(order);
		this.#sorted = merged(this.#sorted, added, order);
		this.#ranks = new Uint32Array(this.#texts.length);
		this.#places = new Uint32Array(this.#texts.length);
		let rank = 0;
		for (const [place, code] of this.#sorted.entries()) {
			const before = this.#sorted[place - 1];
			if (before !== undefined && byText(before, code) !== 0) rank = place;
			this.#ranks[code] = rank;
			this.#places[code] = place;
		}
	}
}

/** 1 for each text that fits; a plain loop, as there may be as many texts as rows. */
function marksOf(texts: readonly string[], fits: (text: string) => boolean): Uint8Array {
	const marks = new Uint8Array(texts.length);
	for (let code = 0; code < marks.length; code++) if (fits(texts[code] ?? '')) marks[code] = 1;
	return marks;
}

/** Two sorted lists as one; few new texts cost one look at each old one, not a new sort. */
function merged(old: readonly number[], added: readonly number[], order: (one: number, other: number) => number): number[] {
	const all: number[] = [];
	let from = 0;
	for (const code of added) {
		for (let next = old[from]; next !== undefined && order(next, code) <= 0; next = old[from]) {
			all.push(next);
			from++;
		}
		all.push(code);
	}
	for (; from < old.length; from++) {
		const next = old[from];
		if (next !== undefined) all.push(next);
	}
	return all;
}
