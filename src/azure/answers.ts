/** Reads answers: at most so many bytes, JSON, of the expected shape. What is wrong is told by its place, never by the body. */
import type * as z from 'zod/mini';
import { fits } from './fit';

/** An answer that can't be used; `message` says where and why, in words fit for `FailureDetails.detail`. */
export class UnreadableAnswer extends Error {}

/** Leaves out the byte order mark that Partner Center begins with. */
const utf8 = new TextDecoder();

/**
 * Reads the body as text.
 * @param limit most bytes to read; the rest is not fetched
 * @throws UnreadableAnswer when there is more; whatever the connection throws when it breaks
 */
export async function readText(response: Response, limit: number): Promise<string> {
	const tooLarge = () => new UnreadableAnswer(`more than ${Math.floor(limit / 1024 / 1024)} MB`);
	if (Number(response.headers.get('content-length') ?? 0) > limit) {
		await response.body?.cancel();
		throw tooLarge();
	}
	const reader = response.body?.getReader();
	if (reader === undefined) return '';
	const parts: Uint8Array[] = [];
	let bytes = 0;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) break;
		bytes += value.byteLength;
		if (bytes > limit) {
			await reader.cancel();
			throw tooLarge();
		}
		parts.push(value);
	}
	const [first] = parts;
	return utf8.decode(parts.length === 1 ? first : Buffer.concat(parts));
}

/**
 * Parses JSON of a shape. No text at all is `undefined`, for a shape that may be.
 * @param contentType told when the text is not JSON
 * @throws UnreadableAnswer
 */
export function parseAnswer<S extends z.ZodMiniType>(schema: S, text: string, contentType: string | null): z.infer<S> {
	const json = text === '' && schema.safeParse(undefined).success ? { value: undefined } : parseJson(text);
	if (json === undefined) throw new UnreadableAnswer(`not JSON: ${contentType ?? 'no content type'}, ${firstWords(text)}`);
	// A parse leaves out a key of this name, which a look would let pass.
	if (!text.includes('__proto__') && fits(schema, json.value)) return json.value as z.infer<S>;
	const result = schema.safeParse(json.value);
	if (result.success) return result.data;
	throw new UnreadableAnswer(
		result.error.issues
			.slice(0, 3)
			.map((issue) => describe(issue, json.value))
			.join('; '),
	);
}

/** @returns the value in a box (it may be null), or undefined when the text is not JSON */
export function parseJson(text: string): { readonly value: unknown } | undefined {
	try {
		return { value: JSON.parse(text) as unknown };
	} catch {
		return undefined;
	}
}

/** Enough of a page to tell a sign-in page from a proxy's error, without quoting it. */
export function firstWords(text: string): string {
	const words = text
		.slice(0, 2000)
		.replace(/<(script|style)\b.*?<\/\1\s*>|<[^>]*>/gis, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	return words === '' ? 'empty' : `"${words.slice(0, 60)}${words.length > 60 ? '…' : ''}"`;
}

/** For example `value[3].properties.quantity: expected number, got string`. */
function describe(issue: z.core.$ZodIssue, answer: unknown): string {
	const place = issue.path.reduce<string>(
		(path, key) => `${path}${typeof key === 'number' ? `[${key}]` : `${path && '.'}${String(key)}`}`,
		'',
	);
	const expected = issue.code === 'invalid_type' ? issue.expected : issue.code.replaceAll('_', ' ');
	const found = issue.path.reduce<unknown>(
		(value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key],
		answer,
	);
	return `${place || 'answer'}: expected ${expected}, got ${kindOf(found)}`;
}

function kindOf(value: unknown): string {
	if (value === null) return 'null';
	if (value === undefined) return 'nothing';
	return Array.isArray(value) ? 'array' : typeof value;
}
