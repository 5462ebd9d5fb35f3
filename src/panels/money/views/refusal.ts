/** Why a confirmation was not taken, in words. In all of them nothing was sent. */
import * as vscode from 'vscode';
import type { Refusal } from '../commitment';

export function refusalWords(refusal: Refusal): string {
	const { l10n } = vscode;
	switch (refusal) {
		case 'otherQuote':
			return l10n.t('The page showed another quote than the one that is held. Nothing was sent. Ask for a new quote.');
		case 'blocked':
			return l10n.t('This quote can’t be committed. Nothing was sent.');
		case 'expired':
			return l10n.t('The quote has to be asked for again. Nothing was sent.');
		case 'name':
			return l10n.t('The name that was typed is not the customer’s. Nothing was sent.');
	}
}
