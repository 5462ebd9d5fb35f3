/** Bodies of the calls that move money, read and checked; and who may send them. */
import * as z from 'zod/mini';
import { armError, type Ctx } from '../http';
import { type Order, type Reservation, stateAt } from '../world/ledger';
import { Refusal } from '../world/refusal';
import { orderScope, reservationScope, type Tenant } from '../world/tenant';
import { type Asked, forbidden } from './azure';
import { orderNamed, reservationNamed } from './capacity';

export const text = z.nullish(z.string());

export const scopeWords = z.object({
	tenantId: text,
	managementGroupId: text,
	subscriptionId: text,
	resourceGroupId: text,
	displayName: text,
});

const toReturn = z.object({ reservationId: z.string(), quantity: z.number() });

/** PurchaseRequest (arm-contract 3). */
export const purchaseRequest = z.object({
	sku: z.object({ name: z.string() }),
	location: text,
	properties: z.object({
		reservedResourceType: z.string(),
		billingScopeId: z.string(),
		term: z.string(),
		quantity: z.number(),
		billingPlan: text,
		displayName: text,
		appliedScopeType: text,
		appliedScopes: z.nullish(z.array(z.string())),
		appliedScopeProperties: z.nullish(scopeWords),
		renew: z.nullish(z.boolean()),
		reservedResourceProperties: z.nullish(z.object({ instanceFlexibility: text })),
		reviewDateTime: text,
	}),
});

const savingsPlanRequest = z.object({
	sku: z.object({ name: z.string() }),
	properties: z.object({
		billingScopeId: z.string(),
		term: z.string(),
		commitment: z.object({ amount: z.number(), currencyCode: z.string(), grain: text }),
		displayName: text,
		billingPlan: text,
		appliedScopeType: text,
		appliedScopeProperties: z.nullish(scopeWords),
	}),
});

export const calculateExchangeRequest = z.object({
	properties: z.object({
		reservationsToExchange: z.nullish(z.array(toReturn)),
		reservationsToPurchase: z.nullish(z.array(purchaseRequest)),
		savingsPlansToPurchase: z.nullish(z.array(savingsPlanRequest)),
	}),
});

export const exchangeRequest = z.object({ properties: z.object({ sessionId: z.string() }) });

/** The id that clients repeat here is not looked at: Microsoft's own example has another one than its path. */
export const calculateRefundRequest = z.object({
	properties: z.object({ scope: z.string(), reservationToReturn: toReturn }),
});

export const returnRequest = z.object({
	properties: z.object({
		sessionId: z.string(),
		scope: z.string(),
		reservationToReturn: toReturn,
		returnReason: z.string().check(z.minLength(1)),
	}),
});

/** The body in its contract's shape. @throws Answer 400 that names the first field that is wrong */
export async function readBody<T>(c: Ctx, schema: z.ZodMiniType<T>): Promise<T> {
	const body: unknown = await c.req.json().catch(() => undefined);
	const result = schema.safeParse(body);
	if (result.success) return result.data;
	const [issue] = result.error.issues;
	const where = issue === undefined || issue.path.length === 0 ? 'body' : issue.path.join('.');
	throw armError(400, 'InvalidRequestContent', `The request content was invalid at '${where}': ${issue?.message}.`);
}

/** @throws Answer 403 unless the caller may return or exchange what is in the order */
export function requireMoneyRight({ tenant, caller }: Asked, action: string, { id }: Order): void {
	if (!tenant.canMoveMoney(caller, action, id)) throw forbidden(caller, action, orderScope(id));
}

/** What a full reservation id names. @throws Answer 400, 404 */
export function reservationWithId(tenant: Tenant, id: string): Reservation {
	const match = /^\/providers\/microsoft\.capacity\/reservationorders\/([^/]+)\/reservations\/([^/]+)\/?$/i.exec(id);
	if (match === null) throw armError(400, 'InvalidReservationId', `The reservation id '${id}' is not valid.`);
	const [, orderId = '', reservationId = ''] = match;
	return reservationNamed(orderNamed(tenant, orderId), reservationId);
}

/** @param done what can be done with active reservations only, for the message. @throws Answer 400 */
export function requireActive(reservation: Reservation, now: number, done: string): void {
	const state = stateAt(reservation, now);
	if (state === 'Succeeded') return;
	throw armError(
		400,
		'OperationCannotBePerformedInCurrentState',
		`The reservation '${reservationScope(reservation)}' is in state '${state}'. Only what is active can be ${done}.`,
	);
}

/** Only what is active can go back, and only as much as there is. @throws Answer 400 */
export function checkReturnable(reservation: Reservation, quantity: number, now: number): void {
	requireActive(reservation, now, 'returned or exchanged');
	if (!Number.isInteger(quantity) || quantity < 1 || quantity > reservation.quantity)
		throw armError(
			400,
			'InvalidRefundQuantity',
			`The quantity ${quantity} is not valid. It has to be a whole number from 1 to ${reservation.quantity}.`,
		);
}

/** The answer to a session that can't be committed: unknown, used, too old. The words are those of the purchase (arm-pitfalls 1). */
export function sessionTimedOut(call: string, next: string) {
	return armError(400, 'BadRequest', `Session timed out - Call ${call} again and provide the new ${next}`);
}

/** Runs a check of something to buy. @throws Answer 400 with the contract's code when it can't be bought */
export function orRefuse<T>(check: () => T): T {
	try {
		return check();
	} catch (error) {
		if (error instanceof Refusal) throw armError(400, error.code, error.message);
		throw error;
	}
}
