/** Reads what a lever of the sandbox is told, strictly, so that a slip in a test does not pass as an order. */
import type { Ctx } from '../http';

/** What was ordered can't be understood; the message says what is wrong with it. */
export class OrderError extends Error {}

export type Plain = Readonly<Record<string, unknown>>;

/** The body of an order. @throws OrderError when it has something that is not known */
export async function order(c: Ctx, known: readonly string[]): Promise<Plain> {
	const body: unknown = await c.req.json();
	if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new OrderError('The body has to be an object.');
	for (const name of Object.keys(body)) if (!known.includes(name)) throw new OrderError(`'${name}' is not known.`);
	return { ...body };
}

export function text(body: Plain, name: string): string {
	const value = body[name];
	if (typeof value !== 'string' || value === '') throw new OrderError(`'${name}' has to be a text.`);
	return value;
}

export function texts(body: Plain, name: string): readonly string[] | undefined {
	const value: unknown = body[name];
	if (value === undefined) return undefined;
	if (!Array.isArray(value) || !value.every((one): one is string => typeof one === 'string'))
		throw new OrderError(`'${name}' has to be a list of texts.`);
	return value;
}

export function flag(body: Plain, name: string): boolean | undefined {
	const value = body[name];
	if (value !== undefined && typeof value !== 'boolean') throw new OrderError(`'${name}' has to be true or false.`);
	return value;
}
