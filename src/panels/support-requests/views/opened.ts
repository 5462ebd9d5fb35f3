/** One support request in words: its facts, its messages, the reply, and what became of what was done. */
import * as vscode from 'vscode';
import { moment, unknown } from '../../../host/formats';
import type { SupportChoices, SupportMessage, SupportRequest } from '../../../reservations/support/model';
import { failedResult, partState } from '../../shared/problem';
import { severityName } from '../../support/views/words';
import type { Message, Opened, Result } from '../messages';
import type { OpenedRequest } from '../opened';
import { stateMark } from './state-mark';

/** What of the request is shown. */
export type OpenedState = Pick<
	OpenedRequest,
	'ref' | 'request' | 'messages' | 'reply' | 'faults' | 'severity' | 'isClosing' | 'busy' | 'outcome' | 'revision'
>;

export function openedView(opened: OpenedState, choices: SupportChoices | undefined): Opened {
	const { l10n } = vscode;
	const { ref, request, messages, isClosing, busy, outcome } = opened;
	const { value } = request;
	return {
		request: { name: ref.name, subscriptionId: ref.subscriptionId },
		title: value === undefined ? l10n.t('Support request {0}', ref.name) : value.title,
		...partState(request, l10n.t('Support request')),
		state: value && stateMark(value),
		facts: value === undefined ? [] : facts(value, choices),
		description: value?.description,
		messages: {
			loading: messages.loading,
			problem: partState({ loading: false, failure: messages.failure, value: messages.items[0] }, l10n.t('Messages')).problem,
			empty:
				messages.items.length === 0 && !messages.loading && messages.failure === undefined
					? l10n.t('Nothing was written since the request was made.')
					: undefined,
			items: messages.items.map(message).reverse(),
			hasEarlier: !messages.isComplete && messages.items.length > 0,
		},
		reply: reply(opened),
		severity: value?.isOpen === true ? severity(opened, choices) : undefined,
		lifecycle: value === undefined ? 'none' : !value.isOpen ? 'closed' : isClosing ? 'closing' : 'open',
		closingText: l10n.t('Microsoft ends its work on a request that is closed. It may refuse to open it again later.'),
		busy,
		result: outcome && resultView(outcome),
	};
}

function facts(request: SupportRequest, choices: SupportChoices | undefined): Opened['facts'] {
	const { l10n } = vscode;
	const time = (at: number | undefined) => (at === undefined ? undefined : moment(at));
	const rows: readonly (readonly [string, string | undefined])[] = [
		[l10n.t('Number'), request.number],
		[l10n.t('Severity'), severityName(request.severity, choices)],
		[l10n.t('Service'), request.service],
		[l10n.t('Kind of problem'), request.topic],
		[l10n.t('Created'), time(request.createdAt)],
		[l10n.t('Last change'), time(request.modifiedAt)],
		[l10n.t('First answer promised by'), time(request.answerBy)],
		[l10n.t('Engineer'), request.engineer ?? l10n.t('Nobody yet')],
		[l10n.t('Support plan'), request.plan],
		[l10n.t('Subscription'), request.subscriptionId ?? l10n.t('None')],
	];
	return rows.flatMap(([label, value]) => (value === undefined || value === '' ? [] : [{ label, value }]));
}

function message({ from, sender, at, subject, body }: SupportMessage): Message {
	const { l10n } = vscode;
	return {
		mark:
			from === 'microsoft'
				? { icon: 'briefcase', tone: 'info', text: l10n.t('Microsoft') }
				: { icon: 'account', tone: 'none', text: l10n.t('Your company') },
		sender,
		at: at === undefined ? unknown : moment(at),
		subject,
		body,
	};
}

function reply({ request, reply: given, revision, faults, busy }: OpenedState): Opened['reply'] {
	const { l10n } = vscode;
	const { value } = request;
	if (value === undefined || given === undefined) return undefined;
	return {
		revision,
		body: given.body,
		faults: [...faults],
		warning: busy === undefined ? warning(given) : undefined,
		notYet: value.isOpen ? undefined : l10n.t('The request is closed. Open it again to write to Microsoft.'),
	};
}

/** A second message can't be taken back: what may have been sent already is said before. */
function warning({ body, tried = [] }: NonNullable<OpenedState['reply']>): string | undefined {
	const { l10n } = vscode;
	if (tried.length === 0) return undefined;
	return tried.includes(body.trim())
		? l10n.t(
				'This text may have been sent already. Send Message looks for it, and never sends it a second time; change it to send it as another message.',
			)
		: l10n.t(
				'What was written here before may have been sent already: look at the messages first. What is written here now is sent as a message of its own.',
			);
}

function severity({ request, severity: chosen }: OpenedState, choices: SupportChoices | undefined): Opened['severity'] {
	const { l10n } = vscode;
	const now = request.value?.severity.toLowerCase() ?? '';
	const options = (choices?.severities ?? []).map(({ value, name }) => ({ value, label: name }));
	return {
		value: chosen ?? now,
		options: options.some(({ value }) => value === now) ? options : [...options, { value: now, label: now }],
		help:
			request.value?.engineer === undefined
				? l10n.t('Microsoft lets it be changed until an engineer works on the request.')
				: l10n.t('An engineer works on the request: ask for another severity in a message.'),
		notYet: chosen === undefined || chosen === now ? l10n.t('It has this severity already.') : undefined,
	};
}

function resultView(outcome: NonNullable<OpenedState['outcome']>): Result {
	if ('text' in outcome) return { mark: { icon: 'pass', tone: 'good', text: outcome.text } };
	return failedResult(outcome.failure);
}
