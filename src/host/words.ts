/** A reservation's codes in words: state, scope, term, plan, renewal, offers. What is not known is shown as the service names it. */
import * as vscode from 'vscode';
import type { ActionOffer, Reservation, ReservationScope } from '../reservations/model';
import type { Renewal } from '../reservations/policy';
import { span } from './formats';

/** State of a reservation or of one of its revisions (rules 10). A cancelled one says what ended it where the service tells. */
export function stateWords(state: string, statusCode?: string): string {
	const { l10n } = vscode;
	switch (state.toLowerCase()) {
		case 'succeeded':
			return l10n.t('Active');
		case 'expiring':
			return l10n.t('Expiring');
		case 'expired':
			return l10n.t('Expired');
		case 'pending':
			return l10n.t('Pending');
		case 'pendingcapacity':
		case 'pendingresourcehold':
			return l10n.t('Capacity pending');
		case 'confirmedcapacity':
		case 'confirmedresourcehold':
			return l10n.t('Capacity confirmed');
		case 'pendingbilling':
			return l10n.t('Billing pending');
		case 'confirmedbilling':
			return l10n.t('Billing confirmed');
		case 'created':
			return l10n.t('Created');
		case 'processing':
		case 'creating':
			return l10n.t('Processing');
		case 'split':
			return l10n.t('Cancelled: split');
		case 'merged':
			return l10n.t('Cancelled: merged');
		case 'cancelled':
			return cancelledText(statusCode);
		case 'failed':
		case 'billingfailed':
			return l10n.t('Failed');
		case 'warning':
			return l10n.t('Warning');
		case 'nobenefit':
			return l10n.t('No benefit');
		default:
			return state;
	}
}

function cancelledText(statusCode: string | undefined): string {
	switch (statusCode?.toLowerCase()) {
		case 'split':
			return vscode.l10n.t('Cancelled: split');
		case 'merged':
			return vscode.l10n.t('Cancelled: merged');
		case 'exchanged':
			return vscode.l10n.t('Cancelled: exchanged');
		default:
			return vscode.l10n.t('Cancelled');
	}
}

/** What the discount is applied to (rules 5). `note`: what that kind of scope means, or the ids behind a name. */
export function scopeWords(scope: ReservationScope): { readonly value: string; readonly note?: string | undefined } {
	const { l10n } = vscode;
	const named = (kind: string, id: string | undefined, target: string | undefined) => {
		const name = scope.displayName ?? target;
		return { value: name === undefined ? kind : `${kind}: ${name}`, note: id === name ? undefined : id };
	};
	switch (scope.kind) {
		case 'Shared':
			return {
				value: l10n.t('Shared'),
				note: l10n.t('Applies to all eligible subscriptions in the customer’s billing context.'),
			};
		case 'Single':
			return named(l10n.t('Single subscription'), bareId(scope.subscriptionId), bareId(scope.subscriptionId));
		case 'ResourceGroup':
			return named(l10n.t('Single resource group'), scope.resourceGroupId, scope.resourceGroupId?.split('/').at(-1));
		case 'ManagementGroup':
			return named(
				l10n.t('Management group'),
				scope.managementGroupId?.split('/').at(-1),
				scope.managementGroupId?.split('/').at(-1),
			);
		case 'None':
			return { value: l10n.t('None') };
		default:
			return { value: scope.displayName === undefined ? scope.kind : `${scope.kind}: ${scope.displayName}` };
	}
}

/** The last segment of `/subscriptions/{id}`. */
export function bareId(id: string | undefined): string | undefined {
	return id?.split('/').at(-1);
}

/** An ISO 8601 period of years or months in words; `None` is Azure Hybrid Benefit (arm-contract 4.2). */
export function termWords(term: string): string {
	const [, count, unit] = /^P(\d+)([YM])$/i.exec(term) ?? [];
	if (count !== undefined) return span(Number(count), unit?.toUpperCase() === 'Y' ? 'year' : 'month');
	return term.toLowerCase() === 'none' ? vscode.l10n.t('No term') : term;
}

export function billingPlanWords(plan: string | undefined): string | undefined {
	switch (plan?.toLowerCase()) {
		case 'upfront':
			return vscode.l10n.t('Upfront');
		case 'monthly':
			return vscode.l10n.t('Monthly');
		default:
			return plan;
	}
}

/** What happens at expiry (rules 8). @param renewal what is known of it by the product; left out: nothing */
export function renewalWords(
	{ renewState, renew }: Pick<Reservation, 'renewState' | 'renew'>,
	renewal?: Renewal,
): { readonly value: string; readonly note?: string } {
	const { l10n } = vscode;
	if (renewState === undefined && renew === undefined) return { value: l10n.t('Not told by Azure') };
	switch ((renewState ?? (renew ? 'On' : 'Off')).toLowerCase()) {
		case 'on':
			if (renewal === 'impossible')
				return {
					value: l10n.t('On, but can’t be renewed (legacy series)'),
					note: l10n.t('Microsoft does not renew this VM series any more: the renewal will fail.'),
				};
			return { value: l10n.t('On'), note: l10n.t('A new reservation is bought at expiry. It can be switched off until then.') };
		case 'off':
			return { value: l10n.t('Off'), note: l10n.t('At expiry the resources go on at pay-as-you-go prices.') };
		case 'renewed':
			return { value: l10n.t('Renewed'), note: l10n.t('A new reservation took its place.') };
		case 'notrenewed':
			return { value: l10n.t('Not renewed') };
		case 'notapplicable':
			return { value: l10n.t('Does not apply') };
		default:
			return { value: renewState ?? '' };
	}
}

/** Whether return or exchange is offered. Absence of the flags proves nothing in most calls (recordings 9). */
export function offerWords(offer: ActionOffer): string {
	switch (offer) {
		case 'offered':
			return vscode.l10n.t('Offered by Azure for this reservation');
		case 'notOffered':
			return vscode.l10n.t('Not offered by Azure for this reservation');
		case 'unknown':
			return vscode.l10n.t('Not known: Azure has not said it yet');
	}
}

/** `On` or `Off` of virtual machines (rules 6). */
export function flexibilityWords(flexibility: string): { readonly value: string; readonly note?: string } {
	switch (flexibility.toLowerCase()) {
		case 'on':
			return { value: vscode.l10n.t('On'), note: vscode.l10n.t('The discount also applies to other sizes of the same group.') };
		case 'off':
			return { value: vscode.l10n.t('Off: capacity priority'), note: vscode.l10n.t('The discount applies to this size alone.') };
		default:
			return { value: flexibility };
	}
}
