/** How the table words codes: as everywhere else, in short. */
import * as vscode from 'vscode';
import { month } from '../../../host/formats';
import { typeWords } from '../../../host/type-words';
import { billingPlanWords, renewalWords, scopeWords, stateWords, termWords } from '../../../host/words';
import { regionName } from '../../../reservations/regions';
import type { TableWords } from '../../../reservations/table/model';

export const tableWords: TableWords = {
	state: stateWords,
	type: typeWords,
	region: regionName,
	scope: (scope) => scopeWords(scope).value,
	term: termWords,
	billingPlan: billingPlanWords,
	renewal: ({ named, willFail }) =>
		renewalWords({ renewState: named, renew: undefined }, willFail ? 'impossible' : undefined).value,
	offer: offered,
	month: (at) => month(at),
};

/** Whether the service says that it is possible. */
function offered(offer: string): string {
	const { l10n } = vscode;
	switch (offer) {
		case 'offered':
			return l10n.t('Offered');
		case 'notOffered':
			return l10n.t('Not offered');
		case 'unknown':
			return l10n.t('Not known');
		default:
			return offer;
	}
}
