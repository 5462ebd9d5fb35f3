/** What is wrong with a draft or a message: each fault a sentence, by its field. */
import * as l10n from '@vscode/l10n';
import { isGuid } from '../../azure/ids';
import { longestDescription, longestTitle } from './api';
import { isSupportLanguage, severities } from './choices';
import { isCountry } from './countries';
import type { DraftContact, DraftFault, DraftField, SupportDraft, SupportReply, SupportTopics } from './model';
import { isTimeZone } from './time-zones';

/** What can be said without asking anybody. @param now ms since the epoch */
export function draftFaults(draft: SupportDraft, now: number): readonly DraftFault[] {
	const { title, description, serviceId, topicId, severity, diagnosticConsent, startedAt, subscriptionId, contact } = draft;
	const isOfService = topicId.toLowerCase().startsWith(`${serviceId.toLowerCase()}/`);
	return found([
		['subscriptionId', subscriptionId !== undefined && !isGuid(subscriptionId) && l10n.t('Choose one of the subscriptions.')],
		['serviceId', serviceId === '' && l10n.t('Choose the service that the request is about.')],
		['topicId', topicId === '' && l10n.t('Choose what the problem is about.')],
		['topicId', topicId !== '' && serviceId !== '' && !isOfService && l10n.t('Choose a problem of the chosen service.')],
		['title', textFault(title, longestTitle)],
		['description', textFault(description, longestDescription)],
		['severity', !severities.includes(severity) && l10n.t('Choose one of the severities.')],
		[
			'diagnosticConsent',
			diagnosticConsent === undefined && l10n.t('Say whether Microsoft may collect diagnostic data of the resources.'),
		],
		['startedAt', startedAt !== undefined && !(startedAt <= now) && l10n.t('The problem can’t have begun in the future.')],
		...contactFaults(contact),
	]);
}

function contactFaults(contact: DraftContact): readonly Found[] {
	const { firstName, lastName, method, email, additionalEmails, phone, timeZone, country, language } = contact;
	const wrongCopy = additionalEmails.find((it) => !isMail(it));
	return [
		['firstName', textFault(firstName, longestTitle)],
		['lastName', textFault(lastName, longestTitle)],
		['method', method !== 'email' && method !== 'phone' && l10n.t('Choose email or phone.')],
		['email', textFault(email, longestTitle) || (!isMail(email) && notAMail(email))],
		['additionalEmails', wrongCopy !== undefined && notAMail(wrongCopy)],
		['phone', method === 'phone' && phone.trim() === '' && l10n.t('To be called you have to give a phone number.')],
		['phone', phone.trim() !== '' && !isPhone(phone) && l10n.t('“{0}” is not a phone number.', phone.slice(0, 60))],
		['timeZone', textFault(timeZone, longestTitle) || (!isTimeZone(timeZone) && l10n.t('Choose one of the time zones.'))],
		['country', !isCountry(country) && l10n.t('Choose a country.')],
		['language', !isSupportLanguage(language) && l10n.t('Choose one of the languages that Azure support speaks.')],
	];
}

/** What can be said only of the topics as they are now. */
export function topicFaults(
	{ serviceId, topicId, subscriptionId, consents }: SupportDraft,
	{ services, topics }: Pick<SupportTopics, 'services' | 'topics'>,
): readonly DraftFault[] {
	const service = services.find(({ id }) => isSame(id, serviceId));
	if (service === undefined) return found([['serviceId', l10n.t('The service can’t be chosen any more. Choose another one.')]]);
	const topic = topics[service.id]?.find(({ id }) => isSame(id, topicId));
	const open = topic?.consents.find(({ type }) => consents[type] === undefined);
	return found([
		[
			'topicId',
			topic === undefined && l10n.t('Microsoft has withdrawn this problem from its list meanwhile. Choose another one.'),
		],
		[
			'subscriptionId',
			service.needsSubscription &&
				subscriptionId === undefined &&
				l10n.t('A request about “{0}” needs a subscription. Choose one.', service.name),
		],
		['consents', open !== undefined && l10n.t('Agree or decline: {0}', open.description)],
	]);
}

/** Sentences. */
export function replyFaults({ subject, body }: SupportReply): readonly string[] {
	const parts: readonly (readonly [string, string | false])[] = [
		[l10n.t('Subject'), textFault(subject, longestTitle)],
		[l10n.t('Message'), textFault(body, longestDescription)],
	];
	return parts.flatMap(([name, fault]) => (fault === false ? [] : [`${name}: ${fault}`]));
}

type Found = readonly [DraftField, string | false];

function found(faults: readonly Found[]): readonly DraftFault[] {
	return faults.flatMap(([field, text]) => (text === false ? [] : [{ field, text }]));
}

function textFault(text: string, longest: number): string | false {
	if (text.trim() === '') return l10n.t('This is needed.');
	return text.length > longest && l10n.t('{0} characters are too many: {1} fit.', text.length, longest);
}

function notAMail(text: string): string {
	return l10n.t('“{0}” is not an email address.', text.slice(0, 60));
}

function isMail(text: string): boolean {
	return /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/.test(text);
}

function isPhone(text: string): boolean {
	return /^\+?[\d\s()./-]+$/.test(text.trim()) && (text.match(/\d/g)?.length ?? 0) >= 5;
}

/** Ids of Azure are the same in any case. */
function isSame(one: string, other: string): boolean {
	return one.toLowerCase() === other.toLowerCase();
}
