/** What came of the sending: the number of the request, or why there is none, and what can be done now. */
import * as vscode from 'vscode';
import type { ServiceFailure } from '../../../azure/failure';
import { moment } from '../../../host/formats';
import type { SupportChoices, SupportRequest } from '../../../reservations/support/model';
import { failedResult } from '../../shared/problem';
import type { Act, Outcome } from '../messages';
import type { Ended } from '../sending';
import { severityName } from './words';

type Button = Outcome['buttons'][number];

export function outcomeView(ended: Ended, choices: SupportChoices | undefined): Outcome {
	const { l10n } = vscode;
	switch (ended.kind) {
		case 'created':
			return {
				mark: {
					icon: 'pass',
					tone: 'good',
					text: ended.before
						? l10n.t('The request is there: it was made by an earlier try. Nothing was sent again.')
						: l10n.t('The request was created. Microsoft answers the contact that it names.'),
				},
				notes: [],
				facts: requestFacts(ended.request, choices),
				buttons: buttons('showRequest', 'copyText', 'discard'),
			};
		case 'running':
			return {
				mark: { icon: 'sync', tone: 'info', text: l10n.t('Microsoft took it on and still works on it.') },
				notes: [l10n.t('Look again in a moment: that sends nothing.')],
				facts: [],
				buttons: buttons('lookAgain', 'copyText', 'openInPortal'),
			};
		case 'left':
			return {
				mark: { icon: 'question', tone: 'warning', text: l10n.t('It was being sent when this window was left.') },
				notes: [l10n.t('Look what became of it. It is not sent a second time while that is not known.')],
				facts: [],
				buttons: buttons('lookAgain', 'copyText', 'openInPortal', 'back'),
			};
		case 'failed':
			return failed(ended.failure);
	}
}

function failed(failure: ServiceFailure): Outcome {
	const { l10n } = vscode;
	const isUnknown = failure.kind === 'OutcomeUnknown';
	const { mark, remedy, facts } = failedResult(failure);
	const isRight = failure.kind === 'NotAllowed' || failure.details.code === 'InvalidSupportPlan';
	return {
		mark,
		notes: [
			...(remedy === undefined ? [] : [remedy]),
			...(isUnknown ? [l10n.t('Send Again uses the same name, so that Microsoft refuses a second request.')] : []),
		],
		facts: [],
		code: facts,
		buttons: isUnknown
			? buttons('lookAgain', 'sendAgain', 'copyText', 'openInPortal')
			: isRight
				? buttons('copyText', 'openInPortal', 'checkAccess', 'back')
				: buttons('back', 'copyText', 'openInPortal'),
	};
}

/** What Microsoft says of a request that was made. */
function requestFacts(request: SupportRequest | undefined, choices: SupportChoices | undefined): Outcome['facts'] {
	const { l10n } = vscode;
	if (request === undefined) return [];
	const { number, status, severity, title, answerBy } = request;
	const rows: readonly (readonly [string, string | undefined])[] = [
		[l10n.t('Number'), number],
		[l10n.t('State'), status],
		[l10n.t('Title'), title],
		[l10n.t('Severity'), severityName(severity, choices)],
		[l10n.t('First answer promised by'), answerBy === undefined ? undefined : moment(answerBy)],
	];
	return rows.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}

function buttons(...acts: readonly Act[]): Button[] {
	const { l10n } = vscode;
	const known: Readonly<Record<Act, Omit<Button, 'act' | 'primary'>>> = {
		showRequest: { label: l10n.t('Show Request'), icon: 'comment-discussion' },
		lookAgain: { label: l10n.t('Look Again'), icon: 'refresh' },
		sendAgain: { label: l10n.t('Send Again'), icon: 'send' },
		copyText: { label: l10n.t('Copy as Text'), icon: 'copy' },
		openInPortal: { label: l10n.t('Open in Azure Portal'), icon: 'link-external' },
		checkAccess: { label: l10n.t('Check Access'), icon: 'shield' },
		back: { label: l10n.t('Back to the Form'), icon: 'edit' },
		discard: { label: l10n.t('Write Another Request'), icon: 'add' },
	};
	return acts.map((act, index) => ({ act, ...known[act], primary: index === 0 }));
}
