/** Support requests as partners meet them: a draft, what is wrong with it, what came of it, a list, a request with messages. */
import { ServiceFailure } from '../../../src/azure/failure';
import type { FormState, SendingState } from '../../../src/panels/support/views/form';
import { choicesView, type Input, supportView } from '../../../src/panels/support/views/support';
import type { OpenedState } from '../../../src/panels/support-requests/views/opened';
import { type Input as ListInput, requestsView } from '../../../src/panels/support-requests/views/requests';
import { supportChoices } from '../../../src/reservations/support/choices';
import type { PreparedDraft, SupportDraft, SupportRequest, SupportRequests } from '../../../src/reservations/support/model';
import { cloud, customer, now, reservation } from './sample';

const { tenantId, orderId, reservationId } = reservation;
export const subscriptionId = '5cc1a2f4-9f5b-4f2e-93a5-0e7a4f6b8d21';
export const choices = supportChoices('en', now);

const service = (id: number) => `/providers/Microsoft.Support/services/bbbbbbbb-0000-4000-8000-00000000000${id}`;
export const billing = service(1);
export const exchanges = `${billing}/problemClassifications/cccccccc-0000-4000-8000-000000000001`;
const consent = { type: 'VirtualMachineMemoryDump', description: 'May Microsoft read the memory of the virtual machine?' };

export const draft: SupportDraft = {
	origin: 'refusal',
	reservations: [{ orderId, reservationId, resourceType: 'VirtualMachines' }],
	name: 'csp-reservations-2026-11-23-0123456789abcdef',
	tenantId,
	serviceId: billing,
	topicId: exchanges,
	title: `Return of the reservation “${reservation.name}” is refused (RefundLimitExceeded)`,
	description: [
		`Customer: ${customer.name}`,
		`Customer tenant ID: ${tenantId}`,
		`Reservation ID: ${reservationId}`,
		`Resource ID: /providers/microsoft.capacity/reservationOrders/${orderId}/reservations/${reservationId}`,
		'',
		'RefundLimitExceeded: The refund is above the limit.',
		'Money back: 14.10 EUR',
	].join('\n'),
	severity: 'minimal',
	consents: {},
	startedAt: now - 600_000,
	contact: {
		firstName: 'Megan',
		lastName: 'Bowen',
		method: 'email',
		email: 'megan.bowen@contoso-partner.onmicrosoft.com',
		additionalEmails: [],
		phone: '',
		timeZone: '',
		country: 'DEU',
		language: 'en-us',
	},
};

const topic = (id: string, name: string, consents: readonly (typeof consent)[] = []) => ({
	id,
	name,
	isAboutReservations: true,
	consents,
});
const topics = [topic(exchanges, 'Reservation Management / Exchanges and Refunds'), topic(`${exchanges}2`, 'Other', [consent])];

export const prepared: PreparedDraft = {
	draft,
	places: [{ name: 'Without a subscription' }, { name: 'Adventure Works production', subscriptionId }],
	topics: {
		services: [
			{ id: billing, name: 'Billing', needsSubscription: false },
			{ id: service(2), name: 'Virtual Machine running Windows', needsSubscription: true },
		],
		topics: { [billing]: topics },
		proposed: { serviceId: billing, topicId: exchanges },
		failures: [],
	},
	leftOpen: [{ field: 'timeZone', text: 'Your time zone has no name that Azure support knows. Choose it.' }],
};

export const notAllowed = new ServiceFailure('NotAllowed', 'Your account may not make support requests here. Nothing was sent.', {
	code: 'AuthorizationFailed',
	status: 403,
	correlationId: '6a0a4f0a-7f0e-4cf1-9a0c-0f1e2d3c4b5a',
	at: now,
	missingRight: 'Microsoft.Support/supportTickets/write',
	remedy: 'Ask for Support Request Contributor, or copy the request as text and make it in the Azure portal.',
});
export const lost = new ServiceFailure('OutcomeUnknown', 'No answer came: it is not known whether the request was made.', {
	at: now,
	remedy: 'Look again before you send another one.',
});

export function form(changes: Partial<FormState> = {}): FormState {
	return {
		draft,
		prepared: { value: prepared, loading: false },
		topics: { value: topics, loading: false },
		topic: topics.find(({ id }) => id === (changes.draft ?? draft).topicId),
		faults: [],
		shownFaults: [],
		tried: false,
		revision: 0,
		attempts: 0,
		...changes,
	};
}

const faults = [
	{ field: 'diagnosticConsent', text: 'Say whether Microsoft may collect diagnostic data of the resources.' },
	{ field: 'timeZone', text: 'This is needed.' },
] as const;
export const tried = form({ faults, shownFaults: faults, tried: true, attempts: 1 });
export const withConsent = form({ draft: { ...draft, topicId: `${exchanges}2` } });

export const saved: Input['saved'] = {
	tenantId,
	origin: { kind: 'refusal', action: 'return', refs: [{ tenantId, orderId, reservationId }] },
	draft,
	stage: 'write',
};

export function view(changes: Partial<Omit<Input, 'sending'>> & { readonly sending?: Partial<SendingState> } = {}) {
	return supportView({
		saved,
		form: form(),
		reservation,
		customer,
		cloud,
		choices,
		notes: [],
		...changes,
		sending: { stage: 'write', ended: undefined, checkFailure: undefined, isStopping: false, ...changes.sending },
	});
}
export const lists = () => choicesView(choices);

export const request: SupportRequest = {
	tenantId,
	name: draft.name,
	number: '2611230040001234',
	title: draft.title,
	description: draft.description,
	service: 'Billing',
	topic: 'Reservation Management / Exchanges and Refunds',
	severity: 'Minimal',
	status: 'Open',
	isOpen: true,
	createdAt: now - 3_600_000,
	modifiedAt: now,
	engineer: 'engineer@support.example',
	answerBy: now + 8 * 3_600_000,
	plan: 'Cloud Solution Provider',
};
const closed: SupportRequest = {
	...request,
	name: 'older',
	number: '2601010040000001',
	title: 'Billing question',
	status: 'Closed',
	isOpen: false,
};
export const all: SupportRequests = { requests: [request, closed], others: 2, failures: [] };
export const none: SupportRequests = { requests: [], others: 0, failures: [] };
export const partly: SupportRequests = {
	...all,
	failures: [{ place: { name: 'Adventure Works production', subscriptionId }, failure: notAllowed }],
};

const messages = [
	{
		name: 'b',
		from: 'microsoft',
		sender: 'engineer@support.example',
		subject: 'Your request',
		body: 'We look at it.\n<b>Patience</b>',
		at: now,
	},
	{
		name: 'a',
		from: 'you',
		sender: 'megan.bowen@contoso-partner.onmicrosoft.com',
		subject: 'More facts',
		body: 'See above.',
		at: now - 60_000,
	},
] as const;

export function opened(changes: Partial<OpenedState> = {}): OpenedState {
	return {
		ref: { tenantId, name: request.name },
		request: { value: request, loading: false },
		messages: { items: messages, loading: false, isComplete: false },
		reply: { name: 'reply', subject: 'Re: your request', body: '' },
		faults: [],
		severity: 'minimal',
		isClosing: false,
		busy: undefined,
		outcome: undefined,
		revision: 0,
		...changes,
	};
}
export const openedClosed = opened({ request: { value: closed, loading: false }, ref: { tenantId, name: closed.name } });

export function list(changes: Partial<ListInput> = {}) {
	return requestsView({
		saved: { tenantId },
		known: { value: all, asOf: now, loading: false },
		opened: undefined,
		left: [],
		customer,
		cloud,
		choices,
		...changes,
	});
}
