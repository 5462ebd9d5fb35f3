/** Inputs of tools: the shapes that several have, and what is said of an input that does not fit. In English: a model reads it. */
import * as z from 'zod/mini';
import type { ReservationRef } from '../reservations/model';

/** An id as Azure writes it, in any case; handed on in lower case. */
export const guid = z
	.string()
	.check(z.regex(/^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/), z.toLowerCase());

/** Most entries of a list that one result shows. */
export const limit = z._default(z.int().check(z.gte(1), z.lte(50)), 20);

/** Units of a reservation. The service knows how many there are; this keeps nonsense away. */
export const quantity = z.int().check(z.gte(1), z.lte(100_000));

/** Points at one reservation, by the ids that the lists give. */
export const reservationIds = { customerTenantId: guid, reservationOrderId: guid, reservationId: guid };

export interface Ids {
	readonly customerTenantId: string;
	readonly reservationOrderId: string;
	readonly reservationId: string;
}

export function refOf({ customerTenantId, reservationOrderId, reservationId }: Ids): ReservationRef {
	return { tenantId: customerTenantId, orderId: reservationOrderId, reservationId };
}

/** @throws Error that says what is wrong with the input and how it has to be */
export function parseInput<Input extends z.ZodMiniType>(input: Input, raw: unknown): z.output<Input> {
	const parsed = input.safeParse(raw ?? {}, { reportInput: true });
	if (parsed.success) return parsed.data;
	const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${problemOf(issue)}`);
	throw new Error(`Nothing was read: the input does not fit. ${problems.join('; ')}. Correct it and call the tool again.`);
}

function problemOf(issue: z.core.$ZodIssue): string {
	switch (issue.code) {
		case 'invalid_type':
			return issue.input === undefined ? `is missing (${issue.expected})` : `has to be of type ${issue.expected}`;
		case 'invalid_format':
			return 'has to be a GUID as cspReservations_findReservations gives it, for example 00000000-0000-0000-0000-000000000000';
		case 'too_small':
			return `is less than ${issue.minimum}`;
		case 'too_big':
			return `is more than ${issue.maximum}`;
		case 'invalid_value':
			return `has to be one of ${issue.values.join(', ')}`;
		case 'unrecognized_keys':
			return 'has properties that are not declared';
		default:
			return issue.message;
	}
}
