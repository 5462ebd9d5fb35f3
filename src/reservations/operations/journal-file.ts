/** The shape of a journal file: an operation, and what following it takes. Read strictly, so that no half-understood file is acted on. */
import * as z from 'zod/mini';
import { unitsFrom } from '../units';
import type { Operation } from './model';

/** Raised when the shape below changes in a way that older versions can't read. */
const version = 1;

const text = z.optional(z.string());
const time = z.optional(z.number());
/** Decimal text with its currency; nothing else is an amount. */
const money = z.object({ amount: z.string().check(z.regex(/^-?\d+(\.\d+)?$/)), currency: z.string() });
const amount = z.optional(money);

const policyError = z.looseObject({ code: text, message: text, explanation: z.string(), instead: z.array(z.string()) });
const basis = z.looseObject({
	orderId: z.string(),
	reservationId: z.string(),
	name: z.string(),
	quantity: z.pipe(
		z.optional(z.number()),
		z.transform((told: number | undefined) => unitsFrom(told)),
	),
	provisioningState: z.string(),
	etag: z.optional(z.number()),
});
const quoteBase = {
	sessionId: text,
	tenantId: z.string(),
	quotedAt: z.number(),
	expiresAt: z.number(),
	policyErrors: z.array(policyError),
	blockers: z.array(z.string()),
	correlationId: text,
	quotedBy: text,
	basis: z.optional(z.array(basis)),
};
const figures = z.optional(
	z.looseObject({
		moneyBack: money,
		moneyBackPricing: amount,
		commitmentCancelled: amount,
		paidInTotal: amount,
		paidTransactions: z.optional(z.number()),
		transactions: z.optional(z.number()),
		fee: amount,
	}),
);
const returnLine = { tenantId: z.string(), orderId: z.string(), reservationId: z.string(), quantity: z.number() };

const returnQuote = z.looseObject({
	...quoteBase,
	kind: z.literal('return'),
	line: z.looseObject(returnLine),
	figures,
	allowance: z.optional(z.looseObject({ consumed: money, limit: money, left: money })),
});

const scope = z.discriminatedUnion('kind', [
	z.looseObject({ kind: z.literal('Shared') }),
	z.looseObject({ kind: z.literal('Single'), subscriptionId: z.string(), resourceGroupId: text }),
	z.looseObject({ kind: z.literal('ManagementGroup'), managementGroupId: z.string() }),
]);
const exchangeQuote = z.looseObject({
	...quoteBase,
	kind: z.literal('exchange'),
	returns: z.array(z.looseObject({ ...returnLine, figures })),
	purchases: z.array(
		z.looseObject({
			sku: z.string(),
			resourceType: z.string(),
			region: text,
			term: z.string(),
			billingPlan: z.enum(['Upfront', 'Monthly']),
			quantity: z.number(),
			name: z.string(),
			billingScopeId: z.string(),
			scope,
			renew: z.boolean(),
			instanceFlexibility: z.optional(z.enum(['On', 'Off'])),
			commitment: amount,
		}),
	),
	totals: z.optional(
		z.looseObject({ returned: money, purchased: money, net: money, moneyBack: money, commitmentCancelled: money }),
	),
});

const line = z.looseObject({
	direction: z.enum(['return', 'purchase']),
	what: z.string(),
	quantity: z.number(),
	status: z.string(),
	isRead: z.optional(z.boolean()),
	amount,
	orderId: text,
	reservationId: text,
	rest: z.optional(z.object({ orderId: z.string(), reservationId: z.string() })),
	error: z.optional(z.looseObject({ code: text, message: text })),
});

const operation = z.looseObject({
	id: z.string(),
	kind: z.enum(['return', 'exchange']),
	connection: z.string(),
	partnerTenantId: z.string(),
	tenantId: z.string(),
	customerName: z.string(),
	committedBy: text,
	reason: text,
	state: z.enum(['prepared', 'sent', 'running', 'succeeded', 'partial', 'failed', 'outcomeUnknown', 'notDone']),
	step: text,
	lines: z.array(line),
	quote: z.discriminatedUnion('kind', [returnQuote, exchangeQuote]),
	preparedAt: z.number(),
	sentAt: time,
	answeredAt: time,
	lastLookedAt: time,
	endedAt: time,
	explanation: text,
	setAside: z.optional(z.object({ at: z.number(), by: text })),
	correlationIds: z.array(z.string()),
});

const trail = z.object({
	/** Where the service said that the operation is. */
	operationUrl: text,
	/** Reservations of the orders before the commit: what is new afterwards came of it. Missing: could not be read. */
	knownBefore: z.optional(z.array(z.string())),
	/** When it was first seen that the service has ended an exchange without telling what became of each line, ms since the epoch. */
	endSeenAt: time,
});
/** What following an operation takes beside the operation itself. */
export type Trail = z.infer<typeof trail>;

const file = z.object({ version: z.literal(version), operation, trail });

/** An operation of the journal. */
export interface Entry {
	readonly operation: Operation;
	readonly trail: Trail;
}

/** The text of an entry's file. */
export function fileText({ operation, trail }: Entry): string {
	return `${JSON.stringify({ version, operation, trail }, undefined, '\t')}\n`;
}

/**
 * Reads a file's text.
 * @param id session id that the file is named by
 * @throws Error that says where and what is wrong
 */
export function parseFile(id: string, content: string): Entry {
	const result = file.safeParse(JSON.parse(content));
	if (!result.success) {
		const [issue] = result.error.issues;
		throw new Error(`${issue?.path.join('.') || 'file'}: ${issue?.message ?? 'not understood'}`);
	}
	const { operation, trail } = result.data;
	if (operation.id !== id) throw new Error('the file has the name of another session');
	return { operation, trail };
}

/** True for a session id that can name a file on every system, and be part of an address. Those on record are GUIDs. */
export function isSessionName(sessionId: string): boolean {
	return /^[A-Za-z0-9][A-Za-z0-9-]{7,99}$/.test(sessionId);
}
