/** Failures and ages in words: what every part of the page shows beside or instead of its content. */
import * as vscode from 'vscode';
import type { ServiceFailure } from '../../azure/failure';
import { moment } from '../../host/formats';
import type { Known } from '../../reservations/model';
import type { Mark, Problem } from './messages';

interface PartState {
	readonly loading: boolean;
	readonly asOf?: string | undefined;
	readonly problem?: Problem | undefined;
}

/**
 * What is common to all parts.
 * @param known what is known of the part
 * @param name the part's title, which its Retry button is named after
 */
export function partState(
	known: Pick<Known<unknown>, 'value' | 'asOf' | 'loading' | 'failure' | 'waitingUntil'>,
	name: string,
): PartState {
	return {
		loading: known.loading,
		asOf: known.value === undefined || known.asOf === undefined ? undefined : vscode.l10n.t('As of {0}', moment(known.asOf)),
		problem:
			known.failure === undefined ? undefined : problem(known.failure, name, known.value === undefined ? undefined : known.asOf),
	};
}

interface FailedResult {
	readonly mark: Mark;
	readonly remedy: string | undefined;
	/** Code, HTTP status, correlation id. */
	readonly facts: string | undefined;
}

/** What was tried and failed, in words: what is not known to have failed is told from what has. */
export function failedResult(failure: ServiceFailure): FailedResult {
	const isUnknown = failure.kind === 'OutcomeUnknown';
	return {
		mark: { icon: isUnknown ? 'question' : 'error', tone: isUnknown ? 'warning' : 'bad', text: failure.message },
		remedy: remedy(failure),
		facts: facts(failure),
	};
}

function problem(failure: ServiceFailure, name: string, staleSince: number | undefined): Problem {
	return {
		...titled(failure, name),
		text: failure.message,
		remedy: remedy(failure),
		facts: facts(failure),
		stale: staleSince === undefined ? undefined : vscode.l10n.t('What is shown is older: as of {0}.', moment(staleSince)),
		retryLabel: vscode.l10n.t('Retry: {0}', name),
	};
}

function titled({ kind }: ServiceFailure, name: string): Pick<Problem, 'kind' | 'title'> {
	const { l10n } = vscode;
	switch (kind) {
		case 'NotAllowed':
			return { kind: 'notAllowed', title: l10n.t('{0}: not allowed with this account', name) };
		case 'NotFound':
			return { kind: 'notFound', title: l10n.t('{0}: not found', name) };
		case 'Throttled':
			return { kind: 'throttled', title: l10n.t('{0}: the service asked to wait', name) };
		case 'Unreachable':
			return { kind: 'failed', title: l10n.t('{0}: the service did not answer', name) };
		default:
			return { kind: 'failed', title: l10n.t('{0}: could not be read', name) };
	}
}

function remedy({ details }: ServiceFailure): string | undefined {
	const right = details.missingRight === undefined ? undefined : vscode.l10n.t('Missing right: {0}.', details.missingRight);
	const texts = [right, details.remedy].filter((text) => text !== undefined);
	return texts.length > 0 ? texts.join(' ') : undefined;
}

function facts({ details }: ServiceFailure): string | undefined {
	const known = [
		details.code,
		details.status === undefined ? undefined : `HTTP ${details.status}`,
		details.correlationId === undefined ? undefined : vscode.l10n.t('correlation ID {0}', details.correlationId),
		details.at === undefined
			? undefined
			: vscode.l10n.t('{0} UTC', new Date(details.at).toISOString().slice(0, 19).replace('T', ' ')),
	].filter((fact) => fact !== undefined);
	return known.length > 0 ? known.join(' · ') : undefined;
}
