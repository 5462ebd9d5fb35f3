/** The confirmation: exactly this session's figures, what follows, and the name that has to be typed. */
import * as vscode from 'vscode';
import type { Quote } from '../../../reservations/operations/model';
import { partState } from '../../shared/problem';
import type { Commitment } from '../commitment';
import type { Confirm, Figure } from '../messages';

/** What the panel knows of the quote that is confirmed. */
interface Told {
	readonly title: string;
	readonly lines: readonly string[];
	readonly figures: readonly Figure[];
	readonly warnings: readonly string[];
	readonly customerName: string;
	readonly reason?: string | undefined;
	readonly commit: string;
}

/** @returns undefined while nothing is to be confirmed */
export function confirmView(
	{ stage, quote, failure }: Pick<Commitment, 'stage' | 'quote' | 'failure'>,
	told: (quote: Quote) => Told,
): Confirm | undefined {
	if (quote?.sessionId === undefined || (stage !== 'confirming' && stage !== 'sending')) return undefined;
	const { l10n } = vscode;
	const { title, lines, figures, warnings, customerName, reason, commit } = told(quote);
	return {
		sessionId: quote.sessionId,
		title,
		lines: [...lines],
		figures: [...figures],
		warnings: [...warnings],
		customerName,
		nameHint: l10n.t('To go on, type: {0}', customerName),
		reason: reason === undefined ? undefined : l10n.t('Reason: {0}', reason),
		commit,
		sending: stage === 'sending',
		sendingText: l10n.t('Sending. This can’t be cancelled any more; it is written in the journal and is sent once.'),
		problem: partState({ loading: false, failure }, l10n.t('Nothing was sent')).problem,
	};
}
