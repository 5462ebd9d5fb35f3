/** Something is being sent or looked for, in words: what it means to wait no longer. */
import * as vscode from 'vscode';
import type { Waiting } from '../messages';
import type { SendingState } from './form';

/** @param text what it is waited for */
export function waitingView(text: string, { isStopping, stage }: SendingState): Waiting {
	const { l10n } = vscode;
	return {
		text: isStopping ? l10n.t('Stopping…') : text,
		note:
			stage === 'looking'
				? l10n.t('Looking sends nothing.')
				: l10n.t(
						'Stop Waiting takes nothing back. What was sent stays sent, and can be looked for again; what was not sent by then is not sent.',
					),
		stopping: isStopping,
	};
}
