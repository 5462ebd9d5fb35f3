/** Lists that come in pages: reads them by following the links of the answers, and never goes in a circle. */
import * as z from 'zod/mini';
import type { Call, Transport } from './transport';
import { text } from './values';

/** One page of a list. */
export interface Page<T> {
	readonly items: readonly T[];
}

/** The usual list answer of Azure: `value` and `nextLink`; management groups call the link `@nextLink` (arm-contract 10). */
export const listOf = <S extends z.ZodMiniType>(item: S) =>
	z.looseObject({ value: z.array(item), nextLink: text, '@nextLink': text });

/**
 * Reads a list page by page.
 * @param first the call for the first page; the next ones follow the links of the answers
 * @throws ServiceFailure; `UnexpectedAnswer` when a link comes twice or leaves the service's origin
 */
export async function* listPages<S extends z.ZodMiniType>(
	transport: Transport,
	item: S,
	first: Call,
): AsyncGenerator<Page<z.infer<S>>> {
	for await (const body of linkedPages(transport, listOf(item), first, (answer) => answer.nextLink ?? answer['@nextLink'])) {
		yield { items: body.value };
	}
}

/**
 * Reads answers that link to each other.
 * @param nextLink where an answer keeps the link to the next one; nothing or empty text ends the list
 */
export async function* linkedPages<S extends z.ZodMiniType<object>>(
	transport: Transport,
	schema: S,
	first: Call,
	nextLink: (answer: z.infer<S>) => string | null | undefined,
): AsyncGenerator<z.infer<S>> {
	const seen = new Set<string>();
	for (let call = first; ; ) {
		const answer = await transport.json(schema, call);
		yield answer;
		const link = nextLink(answer);
		if (!link) return;
		if (seen.has(link)) throw transport.unusable(call, 'the list of pages goes in a circle', answer);
		seen.add(link);
		// The link carries its own query (arm-contract 2, "Paging"); whether it stays on the origin, the transport checks.
		call = { ...call, url: link, linkedFrom: answer, query: undefined };
	}
}

/** All items of a list that is short enough to be wanted whole. */
export async function allItems<T>(pages: AsyncIterable<Page<T>>): Promise<T[]> {
	const items: T[] = [];
	for await (const page of pages) for (const item of page.items) items.push(item);
	return items;
}
