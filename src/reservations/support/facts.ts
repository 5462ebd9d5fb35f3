/** What went wrong, one fact a line, in the service's own words where it said any: codes, ids, figures and times in UTC. */
import * as l10n from '@vscode/l10n';
import type { ServiceFailure } from '../../azure/failure';
import { quoteFacts } from '../operations/describe';
import type { Quote, ReturnLine } from '../operations/model';

type Fact = readonly [string, string | undefined];

/** A call that failed. Holds what the service said and never what was sent: no token can be in it. */
export function failureText({ message, details }: ServiceFailure): string {
	return lines([
		[l10n.t('Failure'), message],
		[l10n.t('HTTP status'), details.status?.toString()],
		[l10n.t('Code'), details.code],
		[l10n.t('Azure says'), details.detail],
		[l10n.t('Missing right'), details.missingRight],
		[l10n.t('Correlation ID'), details.correlationId],
		[l10n.t('Time (UTC)'), time(details.at)],
	]);
}

/** A quote that the service gave, with what it said against it. */
export function quoteText(quote: Quote): string {
	const returned = quote.kind === 'return' ? [quote.line] : quote.returns;
	const bought = quote.kind === 'return' ? [] : quote.purchases;
	return lines([
		[l10n.t('Session ID'), quote.sessionId],
		[l10n.t('Quoted'), time(quote.quotedAt)],
		[l10n.t('Correlation ID'), quote.correlationId],
		...returned.map((line): Fact => [l10n.t('Returned'), returnedText(quote, line)]),
		...bought.map(
			({ quantity, sku, region, term, billingPlan }): Fact => [
				l10n.t('Bought'),
				[`${quantity} × ${sku}`, region, term, billingPlan].filter((it) => it).join(', '),
			],
		),
		...quoteFacts(quote),
		...quote.policyErrors.map(
			({ code, message, explanation }): Fact => [
				l10n.t('Refused by Azure'),
				// Where the service gave a code alone there is nothing of its own to tell.
				[code, message ?? (code === undefined ? explanation : undefined)].filter((it) => it).join(': '),
			],
		),
	]);
}

function returnedText({ basis }: Quote, { orderId, reservationId, quantity }: ReturnLine): string {
	const { name } = basis?.find((it) => it.reservationId === reservationId) ?? {};
	const what = `${quantity} × ${name ?? l10n.t('reservation')}`;
	return l10n.t('{0}, order {1}, reservation {2}', what, orderId, reservationId);
}

function lines(facts: readonly Fact[]): string {
	return facts
		.filter(([, value]) => value !== undefined && value !== '')
		.map(([name, value]) => `${name}: ${value}`)
		.join('\n');
}

/** ISO 8601 in UTC, so that no reader takes day for month. */
export function time(at: number | undefined): string | undefined {
	return at === undefined ? undefined : `${new Date(at).toISOString().slice(0, 19)}Z`;
}
