/** What holds for the messages between any page and its host, as tests to be declared inside a `describe`. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type * as z from 'zod/mini';

interface Protocol<Told extends { readonly type: string }, Asked extends object> {
	readonly HostMessage: z.ZodMiniType<Told>;
	readonly PageMessage: z.ZodMiniType<Asked>;
	readonly SavedState: z.ZodMiniType;
	/** Messages of every kind that the host posts. */
	readonly hostMessages: readonly Told[];
	/** Anything that the page may ask for. */
	readonly pageMessage: fc.Arbitrary<Asked>;
}

export function itIsAStrictProtocol<Told extends { readonly type: string }, Asked extends object>({
	HostMessage,
	PageMessage,
	SavedState,
	hostMessages,
	pageMessage,
}: Protocol<Told, Asked>): void {
	it('what the page may send comes through unchanged', () => {
		fc.assert(
			fc.property(pageMessage, (message) => assert.deepEqual(PageMessage.parse(structuredClone(message)), { ...message })),
		);
	});

	it('what the host sends comes through unchanged', () => {
		for (const message of hostMessages) assert.deepEqual(HostMessage.parse(structuredClone(message)), message);
	});

	it('anything else is refused without throwing', () => {
		fc.assert(
			fc.property(fc.anything({ maxDepth: 4 }), (value) => {
				for (const schema of [HostMessage, PageMessage, SavedState]) assert.equal(schema.safeParse(value).success, false);
			}),
			{ numRuns: 1000 },
		);
	});

	it('a message of the host with one bent leaf is refused, or is still a message', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...hostMessages),
				fc.nat(),
				fc.oneof(fc.anything({ maxDepth: 1 }), fc.string()),
				(message, at, by) => {
					const parsed = HostMessage.safeParse(bend(message, at, by));
					if (parsed.success) assert.ok(hostMessages.some(({ type }) => type === parsed.data.type));
				},
			),
			{ numRuns: 1000 },
		);
	});
}

/** The same value with one of its leaves, chosen by `at`, replaced. */
function bend(value: unknown, at: number, by: unknown): unknown {
	const text = JSON.stringify(value);
	let leaf = 0;
	const count = (_: string, inner: unknown) => {
		if (typeof inner !== 'object' || inner === null) leaf++;
		return inner;
	};
	JSON.parse(text, count);
	const chosen = at % leaf;
	leaf = 0;
	return JSON.parse(text, (_, inner: unknown) =>
		typeof inner !== 'object' || inner === null ? (leaf++ === chosen ? by : inner) : inner,
	);
}
