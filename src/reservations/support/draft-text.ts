/** A draft as plain text, with Microsoft's form questions about reservations (rules 9): for the portal, Partner Center or a mail. */
import * as l10n from '@vscode/l10n';
import { severityName } from './choices';
import { time } from './facts';
import type { DraftReservation, SupportDraft } from './model';

/** Names of what the draft knows by its id. */
interface DraftNames {
	readonly customer?: string | undefined;
	readonly service?: string | undefined;
	readonly topic?: string | undefined;
}

export function draftText(draft: SupportDraft, { customer, service, topic }: DraftNames): string {
	const { contact, tenantId, subscriptionId } = draft;
	const facts = lines([
		[l10n.t('Title'), draft.title],
		[l10n.t('Customer'), customer],
		[l10n.t('Customer tenant ID'), tenantId],
		[l10n.t('Subscription'), subscriptionId ?? l10n.t('None')],
		[l10n.t('Service'), service],
		[l10n.t('Problem'), topic],
		[l10n.t('Severity'), severityName(draft.severity)],
		// The plan's own name in the portal's list (rules 9).
		[l10n.t('Support plan'), 'Cloud Solution Provider'],
		[l10n.t('Diagnostic data may be collected'), consentText(draft.diagnosticConsent)],
	]);
	const person = lines([
		[l10n.t('Contact'), [contact.firstName, contact.lastName].filter((it) => it !== '').join(' ')],
		[l10n.t('Preferred way'), contact.method === 'phone' ? l10n.t('Phone') : l10n.t('Email')],
		[l10n.t('Email'), contact.email],
		[l10n.t('Copies to'), contact.additionalEmails.join(', ')],
		[l10n.t('Phone'), contact.phone],
		[l10n.t('Time zone'), contact.timeZone],
		[l10n.t('Country'), contact.country],
		[l10n.t('Language'), contact.language],
	]);
	return [facts, questions(draft), sentDescription(draft), person].join('\n\n');
}

/** The text as it is sent: with the line that the request is found again by. */
export function sentDescription({ description, name }: Pick<SupportDraft, 'description' | 'name'>): string {
	return `${description.trimEnd()}\n\n${l10n.t('Reference: {0}', name)}`;
}

/** The questions of Microsoft's forms, with the answers that are known. */
function questions({ origin, reservations, startedAt }: SupportDraft): string {
	const open = l10n.t('(please fill in)');
	const all = (values: readonly string[]) => [...new Set(values)].join(', ') || open;
	return [
		[l10n.t('When did the problem start?'), time(startedAt) ?? open],
		[l10n.t('Type of reservation'), reservations.length === 0 ? open : all(reservations.map(typeText))],
		[l10n.t('Reservation order ID'), all(reservations.map(({ orderId }) => orderId))],
		[l10n.t('Reservation ID'), all(reservations.map(({ reservationId }) => reservationId))],
		...(origin === 'access'
			? [
					[l10n.t('Current owner'), open],
					[l10n.t('New owner'), open],
				]
			: []),
		...(origin === 'purchase'
			? [
					[l10n.t('Your role on the subscription'), open],
					[l10n.t('Error message or screenshot'), l10n.t('see the details')],
				]
			: []),
	]
		.map(([question, answer]) => `${question}: ${answer}`)
		.join('\n');
}

/** The form knows four types by their names, and calls the rest other. */
function typeText({ resourceType }: DraftReservation): string {
	const named: Readonly<Record<string, string>> = {
		virtualmachines: 'Virtual Instance',
		sqldatabases: 'SQL database',
		cosmosdb: 'Cosmos DB',
		suselinux: 'SUSE Software',
	};
	if (resourceType === undefined) return l10n.t('(please fill in)');
	return named[resourceType.toLowerCase()] ?? l10n.t('other ({0})', resourceType);
}

function consentText(consent: 'Yes' | 'No' | undefined): string {
	if (consent === undefined) return l10n.t('(please fill in)');
	return consent === 'Yes' ? l10n.t('Yes') : l10n.t('No');
}

function lines(facts: readonly (readonly [string, string | undefined])[]): string {
	return facts
		.filter(([, value]) => value !== undefined && value !== '')
		.map(([name, value]) => `${name}: ${value}`)
		.join('\n');
}
