/** Recorded traffic of the real service from a folder beside the checkout, and the test that an answer of ours has the same shape. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const RECORDINGS = join(__dirname, '../../../shared/recordings');
export interface Recording {
	readonly request: { readonly method: string; readonly url: string; readonly body: unknown };
	readonly response: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: unknown };
}

export function recorded(flow: string): Recording[] {
	return readdirSync(join(RECORDINGS, flow))
		.sort()
		.map((file) => JSON.parse(readFileSync(join(RECORDINGS, flow, file), 'utf8')) as Recording);
}

export function bodies<T>(flow: string): T[] {
	return recorded(flow).map(({ response }) => response.body as T);
}

export function items<T>(flow: string): T[] {
	return bodies<{ readonly value: T[] }>(flow).flatMap(({ value }) => value);
}

/** Every path in a body with the type of what is there, arrays as `[]`. */
export function shape(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
	if (Array.isArray(value)) {
		if (path !== '') found.set(path, 'array');
		for (const item of value) shape(item, `${path}[]`, found);
	} else if (typeof value === 'object' && value !== null) {
		if (path !== '') found.set(path, 'object');
		for (const [key, inner] of Object.entries(value)) shape(inner, path === '' ? key : `${path}.${key}`, found);
	} else {
		found.set(path, value === null ? 'null' : typeof value === 'string' ? kindOf(value) : typeof value);
	}
	return found;
}

/** Texts that have a format of their own. */
function kindOf(text: string): string {
	if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return 'date';
	if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.test(text)) return 'date-time';
	if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text)) return 'guid';
	return 'string';
}

function union(values: readonly unknown[]): Map<string, Set<string>> {
	const all = new Map<string, Set<string>>();
	for (const value of values) for (const [path, type] of shape(value)) all.set(path, (all.get(path) ?? new Set()).add(type));
	return all;
}

/** Paths that each of the values has. */
function always(values: readonly unknown[]): string[] {
	const shapes = values.map((value) => shape(value));
	return [...(shapes[0]?.keys() ?? [])].filter((path) => shapes.every((one) => one.has(path)));
}

/**
 * The sandbox's items have what every recorded one has, nothing that none has but for what the contract documents, and
 * the types that were recorded.
 */
export function assertSameShape(ours: readonly unknown[], theirs: readonly unknown[], documented: readonly string[] = []): void {
	assert.ok(ours.length > 0 && theirs.length > 0, `nothing to compare: ${ours.length} of ours, ${theirs.length} recorded`);
	const known = union(theirs);
	for (const value of ours) {
		const mine = shape(value);
		assert.deepEqual(
			always(theirs).filter((path) => !mine.has(path)),
			[],
			`missing in ${JSON.stringify(value)}`,
		);
		for (const [path, type] of mine) {
			if (documented.some((one) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[]`))) continue;
			const types = known.get(path);
			assert.ok(types !== undefined, `'${path}' was never recorded`);
			assert.ok(
				types.has(type) || (types.has('string') && type === 'guid') || (types.has('guid') && type === 'string'),
				`'${path}' is ${type}, recorded ${[...types]}`,
			);
		}
	}
}

/** Headers that ours has to have too; ids and numbers in them may be others. */
export function assertSameHeaders(ours: Headers, theirs: Readonly<Record<string, string>>): void {
	const mayDiffer = ['date', 'x-ms-version'];
	for (const [name, value] of Object.entries(theirs)) {
		assert.ok(ours.has(name), `no ${name}`);
		if (mayDiffer.includes(name)) continue;
		const kind = (text: string) =>
			text
				.replace(/https?:\/\/[^/]+/, '')
				.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '*')
				.replace(/^\d+$/, '#')
				.replace(/\*_\d+/, '*_#');
		assert.equal(kind(ours.get(name) ?? ''), kind(value), name);
	}
	for (const name of ['location', 'azure-asyncoperation']) assert.equal(ours.has(name), name in theirs, name);
}
