/** Asks Azure what an exchange would give back and commit to. Commits nothing. */
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { PurchaseLine } from '../reservations/operations/model';
import { customerOf, nameOf } from './customer';
import { guid, quantity, refOf } from './input';
import { exchangeText } from './quote-text';
import { cut } from './text';
import { tool } from './tool';

/** A code of the catalog: nothing else becomes part of a request. */
const catalogCode = z.string().check(z.regex(/^[\w.-]{1,100}$/, 'has to be a code as Azure writes it: letters, digits, . _ -'));
/** Lines of each side: an exchange that a person looks through has few. */
const lines = <T extends z.ZodMiniType>(line: T) => z.array(line).check(z.minLength(1), z.maxLength(10));

const purchase = z.strictObject({
	sku: catalogCode,
	resourceType: catalogCode,
	region: z.optional(catalogCode),
	term: z.enum(['P1Y', 'P3Y', 'P5Y']),
	billingPlan: z.enum(['Upfront', 'Monthly']),
	quantity,
	billingSubscriptionId: guid,
	scopeSubscriptionId: z.optional(guid),
});

const input = z.strictObject({
	customerTenantId: guid,
	returns: lines(z.strictObject({ reservationOrderId: guid, reservationId: guid, quantity })),
	purchases: lines(purchase),
});

export const quoteExchange = tool(input, {
	announce({ customerTenantId, returns, purchases }, service) {
		const { l10n } = vscode;
		const customer = nameOf(service, customerTenantId);
		const given = returns.map((line) => {
			const name = service?.getReservation(refOf({ customerTenantId, ...line }))?.name ?? line.reservationId;
			return `${line.quantity} × ${name}`;
		});
		const bought = purchases.map((line) => `${line.quantity} × ${line.sku}, ${line.term}`);
		return {
			reading: l10n.t('Asking Azure for a quote: exchange of reservations of {0}', customer),
			confirm: {
				title: l10n.t('Ask Azure for a quote of an exchange?'),
				message: l10n.t(
					'Azure is asked, in the tenant of {0}, what exchanging {1} for {2} would mean. Nothing is exchanged.',
					customer,
					given.join('; '),
					bought.join('; '),
				),
			},
		};
	},
	async run({ customerTenantId, returns, purchases }, call) {
		const { service, signal, most } = call;
		const customer = await customerOf(call, customerTenantId);
		const request = {
			tenantId: customerTenantId,
			returns: returns.map((line) => ({ ...refOf({ customerTenantId, ...line }), quantity: line.quantity })),
			purchases: purchases.map(purchaseLine),
		};
		const quote = await service.operations.quoteExchange(request, signal);
		return cut(exchangeText(quote, customer.name), most);
	},
});

/** Scope, name and renewal do not change the figures: they are chosen when the exchange is made. */
function purchaseLine({ billingSubscriptionId, scopeSubscriptionId, ...line }: z.output<typeof purchase>): PurchaseLine {
	return {
		...line,
		name: line.sku,
		billingScopeId: `/subscriptions/${billingSubscriptionId}`,
		scope:
			scopeSubscriptionId === undefined
				? { kind: 'Shared' }
				: { kind: 'Single', subscriptionId: `/subscriptions/${scopeSubscriptionId}` },
		renew: false,
	};
}
