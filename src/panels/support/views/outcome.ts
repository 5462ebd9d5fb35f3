/** What came of the sending: the number of the request, or why there is none, and what can be done now. */
import * as vscode from 'vscode';
import { moment } from '../../../host/formats';
import type { SupportChoices, SupportRequest } from '../../../reservations/support/model';
import { failedResult } from '../../shared/problem';
import type { Act, Outcome } from '../messages';
import type { Ended } from '../sending';
import type { SendingState } from './form';
import { waitingView } from './waiting';
import { severityName } from './words';

type Button = Outcome['buttons'][number];

export function outcomeView(ended: Ended, sending: SendingState, choices: SupportChoices | undefined): Outcome {
	const { l10n } = vscode;
	const waiting = sending.stage === 'looking' ? waitingView(l10n.t('Looking what became of it…'), sending) : undefined;
	if (ended.kind === 'failed') return { ...failed(ended), waiting };
	const { notes, ...said } = inWords(ended, choices);
	const { failure } = ended;
	if (failure === undefined) return { ...said, notes, waiting };
	const { remedy, facts } = failedResult(failure);
	const why = [l10n.t('It could not be read just now: {0}', failure.message), ...(remedy === undefined ? [] : [remedy])];
	return { ...said, notes: [...notes, ...why], code: facts, waiting };
}

function inWords(ended: Exclude<Ended, { kind: 'failed' }>, choices: SupportChoices | undefined): Outcome {
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
				mark: {
					icon: 'question',
					tone: 'warning',
					text: l10n.t('What became of it was not known yet when this window was left or another connection was chosen.'),
				},
				notes: [l10n.t('Look what became of it: that sends nothing.')],
				facts: [],
				buttons: buttons('lookAgain', 'copyText', 'openInPortal', 'back'),
			};
		case 'absent':
			return {
				mark: { icon: 'info', tone: 'info', text: l10n.t('Azure has no request of this draft.') },
				notes: [
					l10n.t(
						'It was most likely not sent. If it was sent with another connection, it may still come: look again with that one, or in some minutes.',
					),
					l10n.t(
						'You can send it from the form. With the same subscription it has the same name, so that Microsoft refuses a second request.',
					),
				],
				facts: [],
				buttons: buttons('back', 'lookAgain', 'copyText', 'openInPortal'),
			};
	}
}

function failed({ failure, isOpen }: Extract<Ended, { kind: 'failed' }>): Outcome {
	const { l10n } = vscode;
	const { mark, remedy, facts } = failedResult(failure);
	const isRight = failure.kind === 'NotAllowed' || failure.details.code === 'InvalidSupportPlan';
	return {
		mark,
		notes: [
			// Where the service could not even be asked, its failure says nothing of that.
			...(isOpen || failure.details.sent !== undefined ? [] : [l10n.t('Nothing was sent.')]),
			...(remedy === undefined ? [] : [remedy]),
			...(isOpen ? [l10n.t('Send Again uses the same name, so that Microsoft refuses a second request.')] : []),
		],
		facts: [],
		code: facts,
		buttons: isOpen
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
