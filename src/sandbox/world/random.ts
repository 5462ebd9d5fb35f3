/** Chance that can be repeated: hashes and a generator that give the same numbers for the same seed on every machine. */

/** Mixes numbers and texts into 32 bits. */
export function hash(...parts: readonly (number | string)[]): number {
	let value = 0x811c9dc5;
	for (const part of parts) {
		if (typeof part === 'number') {
			value = Math.imul(value ^ part, 0x01000193);
			value = Math.imul(value ^ (part / 0x100000000), 0x85ebca6b);
		} else {
			for (let index = 0; index < part.length; index++) value = Math.imul(value ^ part.charCodeAt(index), 0x01000193);
		}
		value ^= value >>> 15;
	}
	value = Math.imul(value ^ (value >>> 16), 0x7feb352d);
	value = Math.imul(value ^ (value >>> 15), 0x846ca68b);
	return (value ^ (value >>> 16)) >>> 0;
}

/** A number from 0 up to 1 for these parts. */
export function fraction(...parts: readonly (number | string)[]): number {
	return hash(...parts) / 0x100000000;
}

/** A version 4 GUID in lower case for these parts. */
export function guidFor(...parts: readonly (number | string)[]): string {
	const hex = [1, 2, 3, 4]
		.map((word) =>
			hash(word, ...parts)
				.toString(16)
				.padStart(8, '0'),
		)
		.join('');
	const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4];
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A stream of numbers from one seed. */
export class Random {
	#state: number;

	constructor(...parts: readonly (number | string)[]) {
		this.#state = hash(...parts);
	}

	/** From 0 up to 1. */
	next(): number {
		this.#state = (this.#state + 0x6d2b79f5) | 0;
		let value = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
		value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
		return ((value ^ (value >>> 14)) >>> 0) / 0x100000000;
	}

	/** A whole number from `from` to `to`, both included. */
	between(from: number, to: number): number {
		return from + Math.floor(this.next() * (to - from + 1));
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	/** One of the items. */
	pick<T>(items: readonly T[]): T {
		const item = items[Math.floor(this.next() * items.length)];
		if (item === undefined) throw new RangeError('Nothing to pick from.');
		return item;
	}

	guid(): string {
		return guidFor(this.#state, this.next());
	}
}
