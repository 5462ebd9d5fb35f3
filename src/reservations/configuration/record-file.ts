/** The shape of a change's file. Read strictly, so that no half-understood file is acted on. */
import * as z from 'zod/mini';
import { unitsFrom } from '../units';
import type { ChangeRecord } from './model';

/** Raised when the shape below changes in a way that older versions can't read. */
const version = 1;

const text = z.optional(z.string());
const time = z.optional(z.number());
const flexibility = z.optional(z.enum(['On', 'Off']));

const scope = z.looseObject({
	kind: z.string(),
	displayName: text,
	subscriptionId: text,
	resourceGroupId: text,
	managementGroupId: text,
});
const choice = z.discriminatedUnion('kind', [
	z.looseObject({ kind: z.literal('Shared') }),
	z.looseObject({ kind: z.literal('Single'), subscriptionId: z.string(), resourceGroupId: text }),
	z.looseObject({ kind: z.literal('ManagementGroup'), managementGroupId: z.string() }),
]);
const renewal = z.looseObject({
	sku: z.string(),
	resourceType: z.string(),
	region: text,
	term: z.string(),
	billingPlan: z.enum(['Upfront', 'Monthly']),
	quantity: z.number(),
	name: z.string(),
	billingScopeId: z.string(),
	scope: choice,
	instanceFlexibility: flexibility,
});
const configuration = z.looseObject({
	name: z.string(),
	scope,
	instanceFlexibility: text,
	renew: z.optional(z.boolean()),
	renewal: z.optional(renewal),
	archived: z.boolean(),
	quantity: z.pipe(
		z.optional(z.number()),
		z.transform((told: number | undefined) => unitsFrom(told)),
	),
	provisioningState: z.string(),
	etag: z.optional(z.number()),
});
const ids = { orderId: z.string(), reservationId: z.string() };

const record = z.looseObject({
	id: z.string(),
	kind: z.enum(['update', 'archive', 'unarchive', 'split', 'merge']),
	connection: z.string(),
	partnerTenantId: z.string(),
	tenantId: z.string(),
	customerName: z.string(),
	changedBy: text,
	reservations: z.array(z.looseObject({ ...ids, before: configuration })),
	fields: z.array(z.enum(['scope', 'name', 'instanceFlexibility', 'renew', 'renewal', 'archived'])),
	after: z.optional(configuration),
	quantities: z.optional(z.array(z.number())),
	results: z.optional(z.array(z.looseObject(ids))),
	undoes: text,
	state: z.enum(['sent', 'running', 'succeeded', 'failed', 'outcomeUnknown', 'notDone']),
	errorCode: text,
	explanation: text,
	sentAt: z.number(),
	answeredAt: time,
	lastLookedAt: time,
	endedAt: time,
	correlationIds: z.array(z.string()),
});
const file = z.strictObject({ version: z.literal(version), change: record });

/** The text of a change's file. */
export function fileText(change: ChangeRecord): string {
	return `${JSON.stringify({ version, change }, undefined, '\t')}\n`;
}

/**
 * Reads a file's text.
 * @param id that the file is named by
 * @throws Error that says where and what is wrong
 */
export function parseFile(id: string, content: string): ChangeRecord {
	const result = file.safeParse(JSON.parse(content));
	if (!result.success) {
		const [issue] = result.error.issues;
		throw new Error(`${issue?.path.join('.') || 'file'}: ${issue?.message ?? 'not understood'}`);
	}
	const { change } = result.data;
	if (change.id !== id) throw new Error('the file has the name of another change');
	return change;
}
