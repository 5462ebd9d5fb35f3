/** The Support Requests page in words: the customer's list, what of it could not be read, and the request that is shown. */
import * as vscode from 'vscode';
import type { Cloud } from '../../../azure/cloud';
import { moment, number, unknown } from '../../../host/formats';
import type { Customer, Known } from '../../../reservations/model';
import type { SupportChoices, SupportRequest, SupportRequests } from '../../../reservations/support/model';
import { headerView } from '../../shared/header';
import { partState } from '../../shared/problem';
import { severityName } from '../../support/views/words';
import type { Requests, Row, SavedState } from '../messages';
import { ofRequest } from '../opened';
import { labels } from './labels';
import { type OpenedState, openedView } from './opened';
import { stateMark } from './state-mark';

export interface Input {
	readonly saved: SavedState;
	readonly known: Known<SupportRequests>;
	readonly opened: OpenedState | undefined;
	/** Others in which something is being sent, or was, since they were shown. */
	readonly left: readonly OpenedState[];
	readonly customer?: Customer | undefined;
	readonly cloud?: Cloud | undefined;
	/** Undefined while no service is up. */
	readonly choices: SupportChoices | undefined;
}

export function requestsView({ saved, known, opened, left, customer, cloud, choices }: Input): Requests {
	const { l10n } = vscode;
	const { value } = known;
	return {
		type: 'requests',
		...partState(known, l10n.t('Support requests')),
		empty: value?.requests.length === 0 ? emptyWords(value) : undefined,
		saved,
		labels: labels(),
		header: headerView({ name: l10n.t('Support Requests'), tenantId: saved.tenantId, customer, cloud }),
		warnings: [
			...(value === undefined ? [] : missing(value)),
			...left.flatMap((one) =>
				one.outcome !== undefined && 'failure' in one.outcome ? [ofRequest(one, one.outcome.failure.message)] : [],
			),
		],
		notes: [
			...left.flatMap((one) => (one.busy === undefined ? [] : [ofRequest(one, one.busy)])),
			...left.flatMap((one) => (one.outcome !== undefined && 'text' in one.outcome ? [ofRequest(one, one.outcome.text)] : [])),
			l10n.t('Microsoft keeps requests for 18 months.'),
			...(value === undefined || value.others === 0
				? []
				: [l10n.t('Left out, as they are about something else: {0}.', number(value.others))]),
		],
		columns: [l10n.t('Number'), l10n.t('Title'), l10n.t('State'), l10n.t('Severity'), l10n.t('Created'), l10n.t('Last change')],
		rows: (value?.requests ?? []).map((request) => row(request, opened, choices)),
		opened: opened && openedView(opened, choices),
	};
}

/** None is never more than none that can be seen. */
function emptyWords({ failures }: SupportRequests): string {
	const { l10n } = vscode;
	return failures.length > 0
		? l10n.t('No request could be read. That does not mean that there is none.')
		: l10n.t('There is no request about reservations that this account can see.');
}

/** What could not be read, so that requests may be missing. Sentences. */
export function missing({ failures }: SupportRequests): string[] {
	const { l10n } = vscode;
	return failures.map(({ place, failure: { message, details } }) =>
		[
			l10n.t('{0}: requests may be missing.', place.name),
			message,
			details.missingRight && l10n.t('Missing right: {0}.', details.missingRight),
			details.remedy,
		]
			.filter((one) => one !== undefined)
			.join(' '),
	);
}

function row(request: SupportRequest, opened: OpenedState | undefined, choices: SupportChoices | undefined): Row {
	const { name, subscriptionId, title, severity, createdAt, modifiedAt } = request;
	const shown = opened?.ref;
	return {
		request: { name, subscriptionId },
		number: request.number ?? name,
		title,
		state: stateMark(request),
		severity: severityName(severity, choices),
		created: createdAt === undefined ? unknown : moment(createdAt),
		modified: modifiedAt === undefined ? unknown : moment(modifiedAt),
		label: vscode.l10n.t('Show request {0}: {1}', request.number ?? name, title),
		shown: shown?.name === name && shown.subscriptionId === subscriptionId,
	};
}
