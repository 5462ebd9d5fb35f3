/** Exactly what will be sent, line by line. */
import * as vscode from 'vscode';
import { list } from '../../../host/formats';
import type { Choice, SupportChoices, SupportDraft } from '../../../reservations/support/model';
import type { Review } from '../messages';
import type { FormState, SendingState } from './form';
import { waitingView } from './waiting';
import { consentNames, fieldNames, severityName, utc } from './words';

export function reviewView(
	{ prepared, topic }: FormState,
	draft: SupportDraft,
	sending: SendingState,
	choices: SupportChoices | undefined,
): Review {
	const { l10n } = vscode;
	const isSending = sending.stage === 'sending';
	const names = fieldNames();
	const { contact: it } = draft;
	const service = prepared.value?.topics.services.find(({ id }) => id === draft.serviceId);
	const place = prepared.value?.places.find(({ subscriptionId }) => subscriptionId === draft.subscriptionId);
	const chosen = (from: readonly Choice[] | undefined, value: string) => from?.find((one) => one.value === value)?.name ?? value;
	const rows: readonly (readonly [string, string])[] = [
		[names.serviceId, service?.name ?? draft.serviceId],
		[names.topicId, topic?.name ?? draft.topicId],
		[names.subscriptionId, [place?.name, draft.subscriptionId].filter((one) => one !== undefined).join(' · ')],
		[names.title, draft.title],
		[names.startedAt, draft.startedAt === undefined ? '' : utc(draft.startedAt)],
		[names.severity, severityName(draft.severity, choices)],
		[names.diagnosticConsent, draft.diagnosticConsent === undefined ? '' : consentNames()[draft.diagnosticConsent]],
		...(topic?.consents ?? []).map(({ type, description }): [string, string] => {
			const answer = draft.consents[type];
			return [description, answer === undefined ? '' : consentNames()[answer]];
		}),
		[l10n.t('Contact'), `${it.firstName} ${it.lastName}`.trim()],
		[names.method, it.method === 'phone' ? l10n.t('Phone') : l10n.t('Email')],
		[names.email, it.email],
		[names.additionalEmails, list(it.additionalEmails)],
		[names.phone, it.phone],
		[names.country, chosen(choices?.countries, it.country)],
		[names.timeZone, chosen(choices?.timeZones, it.timeZone)],
		[names.language, chosen(choices?.languages, it.language)],
		[l10n.t('Name of the request'), draft.name],
	];
	return {
		title: l10n.t('What will be sent'),
		sentence: [
			...(isSending ? [] : [l10n.t('Nothing has been sent yet.')]),
			l10n.t('This goes to Microsoft Support, once, in the customer’s directory.'),
			...(isUnanswered(draft.description)
				? [
						l10n.t(
							'The question at the top of the description has no answer yet: say in the form what happens, or Microsoft has to ask.',
						),
					]
				: []),
		].join(' '),
		rows: rows.filter(([, value]) => value !== '').map(([label, value]) => ({ label, value })),
		description: draft.description,
		act: l10n.t('Create Support Request'),
		waiting: isSending
			? waitingView(l10n.t('Sending it to Microsoft Support, and waiting for the number of the request…'), sending)
			: undefined,
	};
}

/** The draft that nothing is known of begins with a question, which ends with a colon; its answer belongs below it, before the facts. */
const isUnanswered = (description: string) => /^[^\n]+:\n\s*\n/.test(description);
