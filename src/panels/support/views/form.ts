/** The form in words: what it is about, the problem, whom Microsoft turns to, and what is wrong with each field. */
import * as vscode from 'vscode';
import { number } from '../../../host/formats';
import { longestDescription, longestTitle } from '../../../reservations/support/api';
import type { DraftField, SupportChoices, SupportDraft } from '../../../reservations/support/model';
import { partState } from '../../shared/problem';
import type { DraftForm } from '../form';
import type { Consent, Field, Form } from '../messages';
import type { Sending } from '../sending';
import { consentNames, fieldNames, severityName, utc } from './words';

/** What of the draft is shown. */
export type FormState = Pick<
	DraftForm,
	'draft' | 'prepared' | 'topics' | 'topic' | 'faults' | 'shownFaults' | 'tried' | 'revision' | 'attempts'
>;
export type SendingState = Pick<Sending, 'stage' | 'ended' | 'checkFailure' | 'isStopping'>;

export function formView(form: FormState, draft: SupportDraft, sending: SendingState, choices: SupportChoices | undefined): Form {
	const { l10n } = vscode;
	const fields = new Fields(form);
	return {
		revision: form.revision,
		attempts: form.attempts,
		faults: form.tried ? form.faults.map(({ field, text }) => ({ field, text: named(field, text) })) : [],
		checking: sending.stage === 'checking' ? l10n.t('Looking whether it can be sent…') : undefined,
		problem: partState({ loading: false, failure: sending.checkFailure }, l10n.t('Support request')).problem,
		groups: [
			{ id: 'about', title: l10n.t('What it is about'), fields: about(form, draft, fields) },
			{
				id: 'problem',
				title: l10n.t('The problem'),
				fields: problem(draft, choices, fields),
				consents: consents(form, draft),
			},
			{
				id: 'contact',
				title: l10n.t('Whom Microsoft turns to'),
				note: l10n.t('Your own data, not the customer’s: Microsoft answers the partner.'),
				fields: contact(draft, fields),
			},
		],
	};
}

/** The consents of a topic are named by their own words. */
function named(field: DraftField, text: string): string {
	return field === 'consents' ? text : `${fieldNames()[field]}: ${text}`;
}

/** Adds to each field what is wrong with it, or why it was left open. */
class Fields {
	readonly #names = fieldNames();

	constructor(readonly form: FormState) {}

	of(name: Field['name'], control: Field['control'], value: string, more: Partial<Field> = {}): Field {
		const { shownFaults, prepared } = this.form;
		const find = (faults: readonly { readonly field: DraftField; readonly text: string }[]) =>
			faults.find(({ field }) => field === name)?.text;
		const open = value === '' ? find(prepared.value?.leftOpen ?? []) : undefined;
		return { name, control, label: this.#names[name], value, fault: find(shownFaults), ...more, help: open ?? more.help };
	}
}

function about({ prepared, topics, topic }: FormState, draft: SupportDraft, fields: Fields): Field[] {
	const { l10n } = vscode;
	const services = prepared.value?.topics.services ?? [];
	const known = prepared.value?.topics.topics ?? {};
	const service = services.find(({ id }) => id === draft.serviceId);
	const failure = prepared.failure ?? prepared.value?.topics.failures[0];
	const isProposed = draft.topicId !== '' && prepared.value?.topics.proposed?.topicId === draft.topicId;
	return [
		fields.of('serviceId', 'list', draft.serviceId, {
			options: services.map(({ id, name }) => ({
				value: id,
				label: name,
				group: known[id] === undefined ? l10n.t('Other services') : l10n.t('Reservations belong to these'),
			})),
			loading: prepared.loading,
			problem: partState({ loading: false, failure }, l10n.t('Services')).problem,
			help: service === undefined ? l10n.t('Read from Microsoft Support as it is today.') : placeNeed(service.needsSubscription),
		}),
		fields.of('topicId', 'list', draft.topicId, {
			options: (topics.value ?? []).map(({ id, name }) => ({ value: id, label: name })),
			loading: topics.loading,
			problem: partState(topics, l10n.t('Kinds of problems')).problem,
			help: isProposed
				? l10n.t('Chosen by where you come from. Choose another one where it does not fit.')
				: topic === undefined && draft.serviceId === ''
					? l10n.t('Choose the service first.')
					: undefined,
		}),
		fields.of('subscriptionId', 'list', draft.subscriptionId ?? '', {
			options: (prepared.value?.places ?? []).map(({ subscriptionId, name }) => ({
				value: subscriptionId ?? '',
				label: subscriptionId === undefined ? name : `${name} · ${subscriptionId}`,
			})),
			help:
				draft.subscriptionId === undefined
					? undefined
					: l10n.t('To make a request takes Owner, Contributor or Support Request Contributor on the subscription.'),
		}),
	];
}

function placeNeed(needsSubscription: boolean): string {
	const { l10n } = vscode;
	return needsSubscription
		? l10n.t('A request about this service needs a subscription of the customer.')
		: l10n.t('A request about this service needs no subscription.');
}

function problem(draft: SupportDraft, choices: SupportChoices | undefined, fields: Fields): Field[] {
	const { l10n } = vscode;
	const { startedAt } = draft;
	const severities = choices?.severities ?? [];
	return [
		fields.of('title', 'text', draft.title, { help: l10n.t('At most {0} characters.', number(longestTitle)) }),
		fields.of('description', 'area', draft.description, {
			help: l10n.t(
				'{0} of {1} characters. Everything that is known is filled in; add what you have tried, and what you expect.',
				number(draft.description.length),
				number(longestDescription),
			),
		}),
		fields.of('startedAt', 'time', startedAt === undefined ? '' : new Date(startedAt).toISOString(), {
			help: startedAt === undefined ? l10n.t('In your local time.') : l10n.t('In your local time. Sent as {0}.', utc(startedAt)),
		}),
		fields.of('severity', 'radios', draft.severity, {
			options: [
				...severities.map(({ value, name, detail }) => ({ value, label: name, detail })),
				...(severities.some(({ value }) => value === draft.severity)
					? []
					: [{ value: draft.severity, label: severityName(draft.severity, choices) }]),
			],
		}),
		fields.of('diagnosticConsent', 'radios', draft.diagnosticConsent ?? '', {
			options: yesNo({
				yes: l10n.t('Yes: Microsoft may collect advanced diagnostic data of the customer’s resources.'),
				no: l10n.t('No: Microsoft sees what this request says. Billing questions rarely take more.'),
			}),
		}),
	];
}

function yesNo({ yes, no }: { readonly yes: string; readonly no: string }) {
	return [
		{ value: 'Yes', label: yes },
		{ value: 'No', label: no },
	];
}

/** What a topic asks to consent to beside the usual. */
function consents({ topic, shownFaults }: FormState, draft: SupportDraft): Consent[] {
	const [fault] = shownFaults.filter(({ field }) => field === 'consents');
	return (topic?.consents ?? []).map(({ type, description }) => ({
		type,
		text: description,
		value: draft.consents[type],
		fault: draft.consents[type] === undefined ? fault?.text : undefined,
		options: yesNo({ yes: consentNames().Yes, no: consentNames().No }),
	}));
}

function contact({ contact: it }: SupportDraft, fields: Fields): Field[] {
	const { l10n } = vscode;
	return [
		fields.of('firstName', 'text', it.firstName),
		fields.of('lastName', 'text', it.lastName),
		fields.of('email', 'email', it.email),
		fields.of('additionalEmails', 'text', it.additionalEmails.join(', '), {
			help: l10n.t('Are sent copies. Several are separated by commas.'),
		}),
		fields.of('method', 'radios', it.method, {
			options: [
				{ value: 'email', label: l10n.t('Email') },
				{ value: 'phone', label: l10n.t('Phone') },
			],
		}),
		fields.of('phone', 'tel', it.phone, { help: l10n.t('With the country’s code, for example +49 30 1234567.') }),
		fields.of('country', 'list', it.country, { choices: 'countries' }),
		fields.of('timeZone', 'list', it.timeZone, { choices: 'timeZones' }),
		fields.of('language', 'list', it.language, { choices: 'languages' }),
	];
}
