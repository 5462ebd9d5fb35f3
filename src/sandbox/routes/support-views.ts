/** How Microsoft.Support tells of requests, messages and operations (arm-contract 9). */
import type { Communication, SupportOperation, Ticket } from '../world/support';
import { slaMinutes } from '../world/support';
import { classificationIdOf, type SupportService, serviceIdOf } from '../world/support-catalog';

const MINUTE = 60_000;

/** To the second, as the examples have it. */
function moment(at: number): string {
	return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

export function serviceView(service: SupportService) {
	const { id, displayName, resourceTypes } = service;
	return { id: serviceIdOf(service), name: id, type: 'Microsoft.Support/services', properties: { displayName, resourceTypes } };
}

export function classificationView(service: SupportService, classification: SupportService['classifications'][number]) {
	const { id, displayName, consent } = classification;
	return {
		id: classificationIdOf(service, classification),
		name: id,
		type: 'Microsoft.Support/problemClassifications',
		properties: { displayName, ...(consent !== undefined && { secondaryConsentEnabled: [consent] }) },
	};
}

function ticketId({ base, name }: Ticket): string {
	return `${base}/providers/Microsoft.Support/supportTickets/${name}`;
}

export function ticketView(ticket: Ticket) {
	const { service, classification, plan, createdAt, modifiedAt, severity } = ticket;
	const minutes = slaMinutes(severity);
	return {
		id: ticketId(ticket),
		name: ticket.name,
		type: 'Microsoft.Support/supportTickets',
		properties: {
			...ticket.others,
			supportTicketId: ticket.number,
			title: ticket.title,
			description: ticket.description,
			serviceId: serviceIdOf(service),
			serviceDisplayName: service.displayName,
			problemClassificationId: classificationIdOf(service, classification),
			problemClassificationDisplayName: classification.displayName,
			severity,
			advancedDiagnosticConsent: ticket.advancedDiagnosticConsent,
			secondaryConsent: ticket.secondaryConsent,
			contactDetails: ticket.contact,
			serviceLevelAgreement: {
				startTime: moment(createdAt),
				expirationTime: moment(createdAt + minutes * MINUTE),
				slaMinutes: minutes,
			},
			supportEngineer: { emailAddress: ticket.engineer ?? null },
			supportPlanType: plan.type,
			supportPlanDisplayName: plan.displayName,
			supportPlanId: plan.id,
			status: ticket.status,
			isTemporaryTicket: 'No',
			createdDate: moment(createdAt),
			modifiedDate: moment(modifiedAt),
		},
	};
}

export function communicationView(ticket: Ticket, communication: Communication) {
	const { name, direction, sender, subject, body, createdAt } = communication;
	return {
		id: `${ticketId(ticket)}/communications/${name}`,
		name,
		type: 'Microsoft.Support/communications',
		properties: {
			communicationType: 'web',
			communicationDirection: direction,
			sender,
			subject,
			body,
			createdDate: moment(createdAt),
		},
	};
}

/** What an operation makes, once it is made. */
export function resultView({ result }: SupportOperation) {
	const made = result();
	if (made === undefined) return undefined;
	return made.communication === undefined ? ticketView(made.ticket) : communicationView(made.ticket, made.communication);
}

/** An operation as Azure tells of it: always HTTP 200, with the reason in the body where it came to nothing. */
export function statusView(operation: SupportOperation, now: number) {
	const { id, base, startedAt, endsAt, error } = operation;
	const common = { id: `${base}/providers/Microsoft.Support/operationsStatus/${id}`, name: id, startTime: moment(startedAt) };
	if (now < endsAt) return { ...common, status: 'InProgress' };
	const ended = { ...common, endTime: moment(endsAt) };
	if (error !== undefined) return { ...ended, status: 'Failed', error };
	// Without what was made: a ticket has a status of its own, which Microsoft's client would take for the operation's.
	return { ...ended, status: 'Succeeded' };
}
