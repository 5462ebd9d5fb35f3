/** Asks Azure what a return would give back. Commits nothing. */
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { customerOf, nameOf } from './customer';
import { quantity, refOf, reservationIds } from './input';
import { returnText } from './quote-text';
import { cut } from './text';
import { tool } from './tool';

export const quoteReturn = tool(z.strictObject({ ...reservationIds, quantity }), {
	announce(ids, service) {
		const { l10n } = vscode;
		const customer = nameOf(service, ids.customerTenantId);
		const name = service?.getReservation(refOf(ids))?.name ?? ids.reservationId;
		return {
			reading: l10n.t('Asking Azure for a quote: return of {0} × {1} of {2}', ids.quantity, name, customer),
			confirm: {
				title: l10n.t('Ask Azure for a quote of a return?'),
				message: l10n.t(
					'Azure is asked, in the tenant of {0}, what returning {1} × {2} would give back. Nothing is returned.',
					customer,
					ids.quantity,
					name,
				),
			},
		};
	},
	async run({ quantity: units, ...ids }, call) {
		const { service, signal, most } = call;
		const ref = refOf(ids);
		const customer = await customerOf(call, ref.tenantId);
		const quote = await service.operations.quoteReturn({ ...ref, quantity: units }, signal);
		return cut(returnText(quote, customer.name), most);
	},
});
