/**
 * A look at whether a value fits a schema just as it is. A parse copies every object on its way; of thousands of answers of which
 * all are as expected that is most of the work. What the look has no answer for, and whatever does not fit, is the schema's to parse.
 */
import type * as z from 'zod/mini';

type Look = (value: unknown) => boolean;
type Schema = z.core.$ZodType;

/** Also of the parts of schemas: some lists are given a schema anew with every call, their items are not. */
const looks = new WeakMap<Schema, Look | 'none'>();

/**
 * @param schema of JSON; objects that keep what they don't know, arrays, texts, numbers, flags, and what may be left out or null
 * @param value parsed from JSON
 * @returns true when a parse would succeed and give a value equal to this one; false proves nothing
 */
export function fits(schema: Schema, value: unknown): boolean {
	return lookFor(schema)?.(value) ?? false;
}

/** @returns undefined where a parse may do more than look */
function lookFor(schema: Schema): Look | undefined {
	const known = looks.get(schema);
	if (known !== undefined) return known === 'none' ? undefined : known;
	// A schema that is a part of itself would have no end: it finds this in its place.
	looks.set(schema, 'none');
	const look = newLook(schema);
	if (look !== undefined) looks.set(schema, look);
	return look;
}

function newLook(schema: Schema): Look | undefined {
	const { def } = (schema as z.core.$ZodTypes)._zod;
	if ((def.checks?.length ?? 0) > 0) return undefined;
	switch (def.type) {
		case 'string':
			return isPlain(def) ? (value) => typeof value === 'string' : undefined;
		case 'number':
			return isPlain(def) ? Number.isFinite : undefined;
		case 'boolean':
			return isPlain(def) ? (value) => typeof value === 'boolean' : undefined;
		case 'unknown':
			// A field that may hold anything has to be there.
			return (value) => value !== undefined;
		case 'optional': {
			const inner = lookFor(def.innerType);
			return inner && ((value) => value === undefined || inner(value));
		}
		case 'nullable': {
			const inner = lookFor(def.innerType);
			return inner && ((value) => value === null || inner(value));
		}
		case 'array': {
			const item = lookFor(def.element);
			return item && ((value) => Array.isArray(value) && value.every(item));
		}
		case 'object':
			return lookForObject(def);
		default:
			return undefined;
	}
}

/** A format or a conversion makes a parse more than a look at the type. */
function isPlain(def: object): boolean {
	return !('format' in def) && !('coerce' in def && def.coerce === true);
}

function lookForObject({ shape, catchall }: z.core.$ZodObjectDef): Look | undefined {
	// Without this a parse leaves out what the schema does not name.
	if (catchall?._zod.def.type !== 'unknown') return undefined;
	const fields: (readonly [string, Look])[] = [];
	for (const [name, schema] of Object.entries(shape)) {
		const look = lookFor(schema);
		if (look === undefined) return undefined;
		fields.push([name, look]);
	}
	return (value) => {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
		for (const [name, look] of fields) if (!look((value as Readonly<Record<string, unknown>>)[name])) return false;
		return true;
	};
}
