/** Why a confirmation was not taken, in words. In all of them nothing was sent. */
import * as vscode from 'vscode';
import type { Refusal } from '../commitment';

export function refusalWords(refusal: Refusal): string {
	const { t } = vscode.l10n;
	switch (refusal) {
		case 'otherQuote':
			return t('The page showed another quote than the one that is held. Nothing was sent. Ask for a new quote.');
		case 'blocked':
			return t('This quote can not be committed. Nothing was sent.');
		case 'expired':
			return t('The quote has to be asked for again. Nothing was sent.');
		case 'name':
			return t('The name that was typed is not the customer’s. Nothing was sent.');
	}
}
