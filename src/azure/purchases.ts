/** Buying a reservation: the request in the contract's words, and what it would cost (arm-contract 2.9). */
import * as z from 'zod/mini';
import { armCall } from './resource-manager';
import type { Answer, CallOptions, Transport } from './transport';
import { maybe, price, text } from './values';

const API_VERSION = '2022-11-01';

/** PurchaseRequest of the contract. Ids are full ids, for example `/subscriptions/{id}`. */
export interface PurchaseRequest {
	readonly sku: { readonly name: string };
	/** Left out for products without a region. */
	readonly location?: string | undefined;
	readonly properties: {
		readonly reservedResourceType: string;
		readonly billingScopeId: string;
		readonly term: string;
		readonly billingPlan: string;
		readonly quantity: number;
		readonly displayName: string;
		readonly appliedScopeType: string;
		readonly appliedScopeProperties?:
			| {
					readonly tenantId?: string | undefined;
					readonly subscriptionId?: string | undefined;
					readonly resourceGroupId?: string | undefined;
					readonly managementGroupId?: string | undefined;
			  }
			| undefined;
		readonly renew: boolean;
		readonly reservedResourceProperties?: { readonly instanceFlexibility: string } | undefined;
	};
}

const calculatedPrice = z.looseObject({
	properties: z.looseObject({
		// The totals without a currency are 0.0 in what was recorded, so they are not read (arm-contract 2.9).
		billingCurrencyTotal: price,
		pricingCurrencyTotal: price,
		paymentSchedule: maybe(
			z.array(z.looseObject({ dueDate: text, billingCurrencyTotal: price, pricingCurrencyTotal: price, status: text })),
		),
		reservationOrderId: text,
		skuTitle: text,
	}),
});
/** The price of a purchase; amounts without tax. */
export type CalculatedPrice = z.infer<typeof calculatedPrice>;

/** What a purchase would cost. Buys nothing. @throws ServiceFailure */
export function calculatePrice(
	transport: Transport,
	tenantId: string,
	request: PurchaseRequest,
	options: CallOptions = {},
): Promise<Answer<CalculatedPrice>> {
	return transport.send(calculatedPrice, {
		...armCall(tenantId, '/providers/Microsoft.Capacity/calculatePrice', API_VERSION, options),
		method: 'POST',
		safe: true,
		body: request,
	});
}
