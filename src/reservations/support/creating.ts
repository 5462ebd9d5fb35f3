/** Makes a request: how it is sent and read, and what the user can do where the API does not let a partner make one. */
import * as l10n from '@vscode/l10n';
import { ServiceFailure } from '../../azure/failure';
import { checkTicketName, createTicket, getTicket } from '../../azure/support';
import type { SupportTicket, TicketRequest } from '../../azure/support-shapes';
import type { Transport } from '../../azure/transport';
import type { Delivery } from './delivering';
import { sentDescription } from './draft-text';
import type { SupportDraft } from './model';

/** @param draft without faults */
export function ticketDelivery(transport: Transport, draft: SupportDraft): Delivery<SupportTicket> {
	const { name: id, tenantId } = draft;
	const place = { subscriptionId: draft.subscriptionId };
	return {
		id,
		tenantId,
		subscriptionId: draft.subscriptionId,
		send: (name) => createTicket(transport, tenantId, place, name, ticketOf(draft)),
		read: (name, signal) => getTicket(transport, tenantId, place, name, { signal }),
		isFree: async (name, signal) => (await checkTicketName(transport, tenantId, place, name, { signal })).nameAvailable !== false,
		// The text ends with the draft's name, which nobody else has.
		isOurs: ({ properties }) => properties.description?.includes(id) === true,
	};
}

function ticketOf(draft: SupportDraft): TicketRequest {
	const { title, serviceId, topicId, severity, diagnosticConsent = 'No', consents, startedAt, contact } = draft;
	const phone = contact.phone.trim();
	const asked = Object.entries(consents).map(([type, userConsent]) => ({ type, userConsent }));
	return {
		title: title.trim(),
		description: sentDescription(draft),
		serviceId,
		problemClassificationId: topicId,
		severity,
		advancedDiagnosticConsent: diagnosticConsent,
		problemStartTime: startedAt === undefined ? undefined : new Date(startedAt).toISOString(),
		secondaryConsent: asked.length === 0 ? undefined : asked,
		contactDetails: {
			firstName: contact.firstName.trim(),
			lastName: contact.lastName.trim(),
			preferredContactMethod: contact.method,
			primaryEmailAddress: contact.email,
			additionalEmailAddresses: contact.additionalEmails.length === 0 ? undefined : contact.additionalEmails,
			phoneNumber: phone === '' ? undefined : phone,
			preferredTimeZone: contact.timeZone,
			country: contact.country,
			preferredSupportLanguage: contact.language,
		},
	};
}

/** Names the other ways where the API is closed to this partner: they are open to all (arm-pitfalls 44). */
export function withOtherWays(failure: ServiceFailure): ServiceFailure {
	const isClosed = failure.kind === 'NotAllowed' || failure.details.code === 'InvalidSupportPlan';
	if (!isClosed) return failure;
	const beside = l10n.t(
		'Azure takes requests on behalf of a customer only with a sign-in of your company’s own tenant beside, and none could be had.',
	);
	// Why there is none follows: what to do next speaks of it.
	const message = failure.details.lacksAuxiliaryToken
		? [beside, l10n.t('Nothing was sent.'), failure.message].join(' ')
		: failure.message;
	const other = l10n.t('Or copy the request as text, and paste it in the Azure portal or in Partner Center.');
	const remedy = [failure.details.remedy, other].filter((it) => it !== undefined).join(' ');
	return new ServiceFailure(failure.kind, message, { ...failure.details, remedy });
}
