/** Explains one reservation: facts, order and payments, advice, and what can be done with it. */
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { isCancelled, isServiceFailure } from '../azure/failure';
import { customerOf, nameOf } from './customer';
import { explanation } from './explain-text';
import { refOf, reservationIds } from './input';
import { cut } from './text';
import { tool } from './tool';

export const explain = tool(z.strictObject(reservationIds), {
	announce(ids, service) {
		const name = service?.getReservation(refOf(ids))?.name ?? ids.reservationId;
		const customer = nameOf(service, ids.customerTenantId);
		return { reading: vscode.l10n.t('Reading the reservation {0} of {1}, its order and its use', name, customer) };
	},
	async run(ids, call) {
		const { service, signal, now, most } = call;
		const ref = refOf(ids);
		const customer = await customerOf(call, ref.tenantId);
		const [reservation, order, usage] = await Promise.all([
			service.readReservation(ref, signal),
			part(service.readOrder(ref, signal)),
			part(service.readUsage(ref, 'daily', signal)),
		]);
		const advice = service.advise(reservation, 'failure' in usage ? undefined : usage.value);
		const open = service.operations.operations().filter(({ state, setAside, lines }) => {
			const isOpen = ['prepared', 'sent', 'running', 'outcomeUnknown'].includes(state) && setAside === undefined;
			return isOpen && lines.some(({ reservationId }) => reservationId?.toLowerCase() === ref.reservationId);
		});
		return cut(explanation({ customer: customer.name, reservation, order, usage, advice, open, now }), most);
	},
});

/** What the account may not read of it must not hide the rest. */
async function part<T>(work: Promise<T>) {
	try {
		return { value: await work };
	} catch (error) {
		if (isCancelled(error) || !isServiceFailure(error)) throw error;
		return { failure: error };
	}
}
