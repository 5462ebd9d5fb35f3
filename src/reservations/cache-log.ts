/**
 * A file of entries by key to which changes are appended, a line each; of two lines with one key the later holds. One write for
 * thousands of entries, one read for all of them. Every line has a checksum, so that whatever a crash, a full disk or another
 * program made of the file, an entry is either as it was written or not there.
 */
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import writeFileAtomic from 'write-file-atomic';

/** A file is made anew when more than half of it is outdated, but not while it is small, bytes. */
const smallBytes = 1_000_000;
const newLine = 0x0a;
const space = 0x20;
/** Length of the checksum at the start of a line. */
const sumLength = 8;

interface LogOptions {
	readonly file: string;
	/** Lines of another kind, of an older version for example, count as not there. Without spaces. */
	readonly kind: string;
	/** Told how many lines were damaged, once a reading. */
	readonly onDamage: (lines: number) => void;
}

/** All writes have to wait for each other; reads may come at any time. Two windows may append at once. */
export class CacheLog {
	readonly #options: LogOptions;
	/** Length of the line that holds, by key; undefined: the file was not looked at. */
	#lengths: Map<string, number> | undefined;
	#size = 0;
	/** Of them, bytes of lines that hold. */
	#live = 0;

	constructor(options: LogOptions) {
		this.#options = options;
	}

	/** What holds, by key, as text in UTF-8. Empty where there is no file. @throws when the file can't be read */
	async read(): Promise<ReadonlyMap<string, Buffer>> {
		const content = await this.#content();
		const entries = new Map<string, Buffer>();
		const lengths = new Map<string, number>();
		let damaged = 0;
		for (const line of linesOf(content)) {
			const entry = entryOf(line, this.#options.kind);
			if (entry === 'damaged') damaged += 1;
			if (typeof entry === 'string') continue;
			entries.set(entry.key, entry.text);
			lengths.set(entry.key, line.length);
		}
		this.#lengths = lengths;
		this.#size = content.length;
		this.#live = sumOf(lengths.values());
		if (damaged > 0) this.#options.onDamage(damaged);
		return entries;
	}

	/** Adds entries, at the end. @throws when the disk refuses; what was there before stays good */
	async append(entries: ReadonlyMap<string, string>): Promise<void> {
		if (this.#lengths === undefined) await this.read();
		const lines = Array.from(entries, ([key, text]) => [key, this.#line(key, text)] as const);
		// It begins with a line break: the line before may have been cut off.
		const content = Buffer.from(`\n${lines.map(([, line]) => line).join('')}`);
		await mkdir(path.dirname(this.#options.file), { recursive: true });
		const file = await open(this.#options.file, 'a', 0o600);
		try {
			await file.appendFile(content);
		} finally {
			await file.close();
		}
		this.#size += content.length;
		for (const [key, line] of lines) {
			const length = Buffer.byteLength(line);
			this.#live += length - (this.#lengths?.get(key) ?? 0);
			this.#lengths?.set(key, length);
		}
		if (this.#size > smallBytes && this.#size > 2 * this.#live) await this.keepOnly(() => true);
	}

	/** Makes the file anew with the entries that hold and whose key is wanted; in one step, so that there is always a whole file. */
	async keepOnly(isWanted: (key: string) => boolean): Promise<void> {
		const wanted = [...(await this.read())].filter(([key]) => isWanted(key));
		const lines = wanted.map(([key, text]) => [key, Buffer.from(this.#line(key, text.toString()))] as const);
		const content = Buffer.concat(lines.map(([, line]) => line));
		await writeFileAtomic(this.#options.file, content, { fsync: false, mode: 0o600 });
		this.#lengths = new Map(lines.map(([key, line]) => [key, line.length]));
		this.#size = content.length;
		this.#live = content.length;
	}

	async clear(): Promise<void> {
		this.#lengths = undefined;
		await rm(this.#options.file, { force: true });
	}

	async #content(): Promise<Buffer> {
		try {
			return await readFile(this.#options.file);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
			throw error;
		}
	}

	/** `checksum kind key text`. Keys are encoded, so that none has a space or a line break; JSON has no line breaks. */
	#line(key: string, text: string): string {
		const rest = `${this.#options.kind} ${encodeURIComponent(key)} ${text}`;
		return `${checksum(rest)} ${rest}\n`;
	}
}

function sumOf(lengths: Iterable<number>): number {
	let sum = 0;
	for (const length of lengths) sum += length;
	return sum;
}

/** @param content text counts as UTF-8 */
function checksum(content: Buffer | string): string {
	return crc32(content).toString(16).padStart(sumLength, '0');
}

/** Lines without their end; empty ones are left out. */
function* linesOf(content: Buffer): Iterable<Buffer> {
	for (let start = 0; start < content.length; ) {
		const found = content.indexOf(newLine, start);
		const end = found < 0 ? content.length : found;
		if (end > start) yield content.subarray(start, end);
		start = end + 1;
	}
}

function entryOf(line: Buffer, kind: string): { readonly key: string; readonly text: Buffer } | 'damaged' | 'other' {
	const rest = line.subarray(sumLength + 1);
	if (line[sumLength] !== space || line.toString('latin1', 0, sumLength) !== checksum(rest)) return 'damaged';
	const kindEnd = rest.indexOf(space);
	if (rest.toString('utf8', 0, kindEnd) !== kind) return 'other';
	const keyEnd = rest.indexOf(space, kindEnd + 1);
	return { key: decodeURIComponent(rest.toString('utf8', kindEnd + 1, keyEnd)), text: rest.subarray(keyEnd + 1) };
}
