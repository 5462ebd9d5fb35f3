/** Messages to Microsoft's engineer: how one is sent and read, and changes of the request itself. */
import { createHash } from 'node:crypto';
import { isServiceFailure } from '../../azure/failure';
import { createCommunication, getCommunication, getTicket, updateTicket } from '../../azure/support';
import type { Communication, SupportTicket, TicketChange } from '../../azure/support-shapes';
import type { Transport } from '../../azure/transport';
import type { Delivery } from './delivering';
import type { SupportReply, SupportRequestRef } from './model';

/**
 * The name that it is sent under is of the message and its text. So what is found under it says this very text, and the same text can't
 * be sent twice; another text is another message, which is never taken for sent because the one before it was.
 * @param reply without faults
 */
export function replyDelivery(transport: Transport, ref: SupportRequestRef, reply: SupportReply): Delivery<Communication> {
	const { tenantId, name: ticket } = ref;
	const properties = { subject: reply.subject.trim(), body: reply.body.trim(), sender: reply.sender };
	const digest = createHash('sha256').update(JSON.stringify(properties)).digest('hex').slice(0, 12);
	return {
		id: `${reply.name}-${digest}`,
		tenantId,
		subscriptionId: ref.subscriptionId,
		send: (name) => createCommunication(transport, tenantId, ref, ticket, name, properties),
		read: (name, signal) => getCommunication(transport, tenantId, ref, ticket, name, { signal }),
		// Nobody else has the name: what can't be read under it is not there.
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
