/** The requests that Microsoft has of a customer: those about reservations, wherever they are, and what is said in them. */
import { randomBytes } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { isCancelled, type ServiceFailure } from '../../azure/failure';
import { allItems } from '../../azure/paging';
import { ticketPages } from '../../azure/support';
import type { Communication, SupportTicket } from '../../azure/support-shapes';
import { parseDate } from '../../azure/values';
import { toFailure } from '../failures';
import { plainText } from './html-text';
import type { RequestPlace, SupportMessage, SupportRequest, SupportRequests } from './model';
import { billedPlaces, type CustomersReservations, withoutSubscription } from './places';

/** Most requests of a page; more pages follow. */
const top = 100;

/** What the names of our own requests begin with. */
const namePrefix = 'csp-reservations-';

/** No one else has it: that is how a request is known to be of one draft. @param now ms since the epoch */
export function newName(now: number): string {
	return `${namePrefix}${new Date(now).toISOString().slice(0, 10)}-${randomBytes(8).toString('hex')}`;
}

/** @throws an AbortError when cancelled; nothing else */
export async function listRequests(
	{ transport, reservationsOf }: CustomersReservations,
	tenantId: string,
	signal: AbortSignal,
): Promise<SupportRequests> {
	const { reservations, failure } = await reservationsOf(tenantId, signal);
	const places = [withoutSubscription(), ...billedPlaces(reservations)];
	const failures: { readonly place: RequestPlace; readonly failure: ServiceFailure }[] = [];
	if (failure !== undefined) failures.push({ place: { name: l10n.t('Subscriptions that reservations are billed to') }, failure });
	const found = await Promise.all(
		places.map(async (place) => {
			try {
				const tickets = await allItems<SupportTicket>(ticketPages(transport, tenantId, place, { top, signal }));
				return tickets.map((ticket) => requestFrom(tenantId, place.subscriptionId, ticket));
			} catch (error) {
				if (isCancelled(error)) throw error;
				failures.push({ place, failure: toFailure(error, tenantId) });
				return [];
			}
		}),
	);
	const all = found.flat();
	const ids = reservations.flatMap(({ orderId, reservationId }) => [orderId, reservationId]);
	const requests = all.filter((request) => isAboutReservations(request, ids));
	return {
		requests: requests.sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0)),
		others: all.length - requests.length,
		failures,
	};
}

/** By Microsoft's words, by ours, or by an id of a reservation in its text. */
function isAboutReservations({ name, topic, title, description }: SupportRequest, ids: readonly string[]): boolean {
	const text = `${topic ?? ''} ${title} ${description}`.toLowerCase();
	return name.startsWith(namePrefix) || /reservation/.test(text) || ids.some((id) => text.includes(id.toLowerCase()));
}

export function requestFrom(tenantId: string, subscriptionId: string | undefined, ticket: SupportTicket): SupportRequest {
	const it = ticket.properties;
	const status = it.status ?? '';
	return {
		tenantId,
		subscriptionId,
		name: ticket.name ?? ticket.id.split('/').at(-1) ?? '',
		number: it.supportTicketId ?? undefined,
		title: it.title ?? '',
		description: plainText(it.description ?? ''),
		service: it.serviceDisplayName ?? undefined,
		topic: it.problemClassificationDisplayName ?? undefined,
		severity: it.severity ?? '',
		status,
		isOpen: !/^closed$/i.test(status),
		createdAt: parseDate(it.createdDate),
		modifiedAt: parseDate(it.modifiedDate),
		engineer: it.supportEngineer?.emailAddress || undefined,
		answerBy: parseDate(it.serviceLevelAgreement?.expirationTime),
		answerMinutes: it.serviceLevelAgreement?.slaMinutes ?? undefined,
		contactEmail: it.contactDetails?.primaryEmailAddress ?? undefined,
		plan: it.supportPlanDisplayName ?? it.supportPlanType ?? undefined,
	};
}

export function messageFrom({ id, name, properties }: Communication): SupportMessage {
	const { communicationDirection, sender, subject, body, createdDate } = properties;
	return {
		name: name ?? id.split('/').at(-1) ?? '',
		// `inbound` is the direction of Microsoft's words in the contract's examples.
		from: /^inbound$/i.test(communicationDirection ?? '') ? 'microsoft' : 'you',
		sender: sender ?? undefined,
		subject: plainText(subject ?? ''),
		body: plainText(body ?? ''),
		at: parseDate(createdDate),
	};
}
