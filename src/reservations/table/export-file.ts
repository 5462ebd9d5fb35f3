/** Writes a long text to a file as it is made: beside it first, then in its place, so that a file is whole or not there. */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Characters handed to the file at once. */
const chunkSize = 65_536;

/**
 * The text is made no faster than the disk takes it.
 * @param file absolute path; what was there before stays until all of it is written
 * @throws the file system's error, or an AbortError; then nothing was changed
 */
export async function writeFileFrom(file: string, parts: Iterable<string>, signal?: AbortSignal): Promise<void> {
	const temporary = `${file}.${crypto.randomUUID().slice(0, 8)}.tmp`;
	const source = Readable.from(chunked(parts), { objectMode: false });
	try {
		const target = createWriteStream(temporary, { flags: 'wx', flush: true });
		await (signal === undefined ? pipeline(source, target) : pipeline(source, target, { signal }));
		await rename(temporary, file);
	} catch (error) {
		await rm(temporary, { force: true });
		signal?.throwIfAborted();
		throw error;
	}
}

function* chunked(parts: Iterable<string>): Generator<string> {
	let chunk = '';
	for (const part of parts) {
		chunk += part;
		if (chunk.length < chunkSize) continue;
		yield chunk;
		chunk = '';
	}
	if (chunk !== '') yield chunk;
}
