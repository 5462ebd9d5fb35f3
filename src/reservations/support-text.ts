/** The block of facts that Microsoft Support asks for, to paste into a ticket (portal-workflow 4). */
import * as l10n from '@vscode/l10n';
import type { ServiceFailure } from '../azure/failure';
import { resourceId } from './links';
import type { Customer, Reservation } from './model';
import { unitsText } from './units';

export interface SupportFacts {
	readonly reservation: Reservation;
	/** Undefined while the list of customers is not read. */
	readonly customer: Customer | undefined;
	/** The last failed call for this reservation or its customer. */
	readonly lastFailure: ServiceFailure | undefined;
	/** Time of the copy, ms since the epoch. */
	readonly now: number;
}

/** One fact a line. Dates and times are ISO 8601 in UTC, so that no reader takes day for month. */
export function supportText({ reservation: it, customer, lastFailure, now }: SupportFacts): string {
	const { scope } = it;
	const scopeTarget = scope.managementGroupId ?? scope.resourceGroupId ?? scope.subscriptionId;
	const failure = lastFailure?.details;
	const facts: readonly (readonly [string, string | undefined])[] = [
		[l10n.t('Customer'), customer?.name],
		[l10n.t('Customer tenant ID'), it.tenantId],
		[l10n.t('Customer domain'), customer?.domain],
		[l10n.t('Reservation name'), it.name],
		[l10n.t('Reservation ID'), it.reservationId],
		[l10n.t('Reservation order ID'), it.orderId],
		[l10n.t('Resource ID'), resourceId(it)],
		[l10n.t('Product'), it.product],
		[l10n.t('SKU'), it.sku],
		[l10n.t('Region'), it.region],
		[l10n.t('Quantity'), unitsText(it.quantity)],
		[l10n.t('Term'), it.term],
		[l10n.t('Purchase date'), day(it.purchasedAt)],
		[l10n.t('Expiry date'), day(it.expiresAt)],
		[l10n.t('Review date'), day(it.reviewAt)],
		[l10n.t('Billing plan'), it.billingPlan],
		[l10n.t('Billing subscription'), it.billingScopeId],
		[
			l10n.t('Scope'),
			[scope.kind, scope.displayName, scopeTarget].filter((part) => part !== undefined && part !== '').join(', '),
		],
		[
			l10n.t('State'),
			[it.state, it.statusCode === it.state ? undefined : it.statusCode].filter((part) => part !== undefined).join(', '),
		],
		[
			l10n.t('Last failed call'),
			failure?.at === undefined
				? undefined
				: [time(failure.at), failure.status, failure.code].filter((part) => part !== undefined).join(', '),
		],
		[l10n.t('Correlation ID of the last failed call'), failure?.correlationId],
		[l10n.t('Copied at'), time(now)],
	];
	return facts
		.filter(([, value]) => value !== undefined && value !== '')
		.map(([label, value]) => `${label}: ${value}`)
		.join('\n');
}

function day(at: number | undefined): string | undefined {
	return at === undefined ? undefined : new Date(at).toISOString().slice(0, 10);
}

function time(at: number): string {
	return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
