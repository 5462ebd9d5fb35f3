/** Messages to Microsoft's engineer: how one is sent and read, and changes of the request itself. */
import { isServiceFailure } from '../../azure/failure';
import { createCommunication, getCommunication, getTicket, updateTicket } from '../../azure/support';
import type { Communication, SupportTicket, TicketChange } from '../../azure/support-shapes';
import type { Transport } from '../../azure/transport';
import type { Delivery } from './delivering';
import type { SupportReply, SupportRequestRef } from './model';

/** @param reply without faults */
export function replyDelivery(transport: Transport, ref: SupportRequestRef, reply: SupportReply): Delivery<Communication> {
	const { tenantId, name: ticket } = ref;
	const properties = { subject: reply.subject.trim(), body: reply.body.trim(), sender: reply.sender };
	return {
		id: reply.name,
		tenantId,
		subscriptionId: ref.subscriptionId,
		send: (name) => createCommunication(transport, tenantId, ref, ticket, name, properties),
		read: (name, signal) => getCommunication(transport, tenantId, ref, ticket, name, { signal }),
		// The name is picked at random within the request: what can't be read under it is not there.
		isFree: async () => true,
		isOurs: () => true,
	};
}

/**
 * Changes a request, once. After a lost answer it is read.
 * @throws ServiceFailure; `OutcomeUnknown` where it does not show the change
 */
export async function changeTicket(transport: Transport, ref: SupportRequestRef, change: TicketChange): Promise<SupportTicket> {
	const { tenantId, name } = ref;
	try {
		return await updateTicket(transport, tenantId, ref, name, change);
	} catch (error) {
		if (!isServiceFailure(error) || error.kind !== 'OutcomeUnknown') throw error;
		const ticket = await getTicket(transport, tenantId, ref, name).catch(() => undefined);
		if (ticket !== undefined && shows(ticket, change)) return ticket;
		throw error;
	}
}

function shows({ properties }: SupportTicket, { severity, status }: TicketChange): boolean {
	const isAsWished = (wished: string | undefined, shown: string | null | undefined) =>
		wished === undefined || wished.toLowerCase() === shown?.toLowerCase();
	return isAsWished(severity, properties.severity) && isAsWished(status, properties.status);
}
