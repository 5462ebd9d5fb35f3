/** Command line flags of the test bed's programs: a wrong one gives one clear line and exit code 2. */
import { parseArgs } from 'node:util';

/** What a flag takes: nothing, or a whole number in a range, one of some words, or any text. */
export type Flag =
	| { readonly kind: 'switch' }
	| { readonly kind: 'text' }
	| { readonly kind: 'integer'; readonly minimum: number; readonly maximum: number }
	| { readonly kind: 'choice'; readonly choices: readonly string[] };

type Value<F extends Flag> = F extends { kind: 'switch' } ? boolean : F extends { kind: 'integer' } ? number : string;

/** Undefined: not given. */
export type Flags<T extends Readonly<Record<string, Flag>>> = { readonly [K in keyof T]: Value<T[K]> | undefined };

/**
 * Reads the flags of this process. Ends it with exit code 2 and one line on stderr when they are wrong.
 * @param command how the program is called, for that line
 */
export function readFlags<const T extends Readonly<Record<string, Flag>>>(command: string, table: T): Flags<T> {
	const args = process.argv.slice(2);
	if (args.includes('--help')) {
		console.log([`${command}:`, ...Object.entries(table).map(([name, flag]) => `  --${name}${takes(flag)}`)].join('\n'));
		process.exit(0);
	}
	try {
		return parseFlags(args, table);
	} catch (error) {
		console.error(`${command}: ${error instanceof Error ? error.message : String(error)} --help lists the flags.`);
		process.exit(2);
	}
}

function takes(flag: Flag): string {
	if (flag.kind === 'switch') return '';
	if (flag.kind === 'text') return ' TEXT';
	return flag.kind === 'choice' ? ` ${flag.choices.join(' | ')}` : ` ${flag.minimum}..${flag.maximum}`;
}

/** @throws Error that says in a sentence which flag is wrong */
function parseFlags<const T extends Readonly<Record<string, Flag>>>(args: readonly string[], table: T): Flags<T> {
	const options = Object.fromEntries(
		Object.entries(table).map(([name, flag]) => [
			name,
			{ type: flag.kind === 'switch' ? ('boolean' as const) : ('string' as const) },
		]),
	);
	const { values, tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
	for (const token of tokens) {
		if (token.kind === 'positional') throw new Error(`"${token.value}" is not a flag.`);
		if (token.kind === 'option' && table[token.name] === undefined) throw new Error(`${token.rawName} is not known.`);
	}
	return Object.fromEntries(Object.entries(table).map(([name, flag]) => [name, check(name, flag, values[name])])) as Flags<T>;
}

function check(name: string, flag: Flag, value: unknown): boolean | number | string | undefined {
	if (value === undefined) return undefined;
	if (flag.kind === 'switch') {
		if (value !== true) throw new Error(`--${name} takes no value.`);
		return true;
	}
	if (typeof value !== 'string') throw new Error(`--${name} needs a value.`);
	if (flag.kind === 'text') return value;
	if (flag.kind === 'choice') {
		if (!flag.choices.includes(value))
			throw new Error(`--${name} is "${value}", but has to be one of ${flag.choices.join(', ')}.`);
		return value;
	}
	const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
	if (!(number >= flag.minimum && number <= flag.maximum)) {
		throw new Error(`--${name} is "${value}", but has to be a whole number from ${flag.minimum} to ${flag.maximum}.`);
	}
	return number;
}
