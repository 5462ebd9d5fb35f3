/** How each node of the tree looks and what it says to a screen reader. */
import * as vscode from 'vscode';
import type { ServiceFailure } from '../azure/failure';
import { contextValueOf } from '../host/context-values';
import { customerCount, orderCount } from '../host/counts';
import { number, shortMoment } from '../host/formats';
import { escapeMarkdown } from '../host/markup';
import type { Known, ReservationList } from '../reservations/model';
import type { Thresholds } from '../reservations/watch/model';
import { isExpiring, isHidden, isLittleUsed, isTroubled, SIGN_IN_REQUIRED, type Summary } from './facts';
import type { CustomerNode, FailureNode, MoreNode, NoteNode, ResellerNode, ReservationNode, TreeNode } from './nodes';
import { line, reservationFacts, reservationSpeech, reservationText, staleText, summaryText, waitingText } from './text';

/** What the items are made from beside the nodes. */
export interface ItemSource {
	readonly thresholds: Thresholds;
	now(): number;
	isPinned(tenantId: string): boolean;
	reservationsOf(tenantId: string): Known<ReservationList>;
	summaryOf(tenantId: string): Summary | undefined;
}

const warning = new vscode.ThemeColor('list.warningForeground');
const error = new vscode.ThemeColor('list.errorForeground');

/** The item of a node. Reservations and customers get their tooltip later, by {@link tooltipOf}. */
export function itemOf(node: TreeNode, source: ItemSource): vscode.TreeItem {
	switch (node.kind) {
		case 'reseller':
			return resellerItem(node);
		case 'customer':
			return customerItem(node, source);
		case 'reservation':
			return reservationItem(node, source);
		case 'failure':
			return failureItem(node);
		case 'note':
			return noteItem(node, source.now());
		case 'more':
			return moreItem(node);
	}
}

function resellerItem({ id, reseller, count }: ResellerNode): vscode.TreeItem {
	const name = reseller?.name ?? vscode.l10n.t('Without a reseller');
	const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
	item.id = id;
	item.contextValue = 'reseller';
	item.iconPath = new vscode.ThemeIcon(reseller === undefined ? 'home' : 'briefcase');
	item.description = customerCount(count);
	item.tooltip = reseller === undefined ? name : new vscode.MarkdownString(`${escapeMarkdown(name)}\n\n${reseller.tenantId}`);
	item.accessibilityInformation = { label: vscode.l10n.t('Reseller {0}, {1}', name, item.description) };
	return item;
}

function customerItem(node: CustomerNode, source: ItemSource): vscode.TreeItem {
	const { customer } = node;
	const known = source.reservationsOf(customer.tenantId);
	const summary = source.summaryOf(customer.tenantId);
	const pinned = source.isPinned(customer.tenantId);
	const now = source.now();
	const item = new vscode.TreeItem(customer.name, vscode.TreeItemCollapsibleState.Collapsed);
	item.id = node.id;
	item.contextValue = pinned ? 'customer;pinned' : 'customer;unpinned';
	const notVisible = known.value?.reservations.length === 0 ? (known.value.entitledOrderIds?.length ?? 0) : 0;
	item.description =
		line([
			notVisible > 0 ? notVisibleText(notVisible) : summary === undefined ? undefined : summaryText(summary),
			waitingText(known.waitingUntil, now),
			known.failure === undefined
				? undefined
				: known.value === undefined
					? vscode.l10n.t('could not be read')
					: vscode.l10n.t('refresh failed'),
			staleText(known, now),
		]) ||
		customer.domain ||
		customer.tenantId;
	if (known.failure !== undefined) item.iconPath = new vscode.ThemeIcon('warning', error);
	else if (notVisible > 0 || (summary?.troubled ?? 0) > 0) item.iconPath = new vscode.ThemeIcon('warning', warning);
	else item.iconPath = new vscode.ThemeIcon(pinned ? 'pinned' : 'organization');
	item.accessibilityInformation = {
		label: [customer.name, pinned ? vscode.l10n.t('pinned') : undefined, item.description]
			.filter((part) => part !== undefined)
			.join(', '),
	};
	return item;
}

function notVisibleText(orders: number): string {
	return vscode.l10n.t('{0} not visible', orderCount(orders));
}

function reservationItem(node: ReservationNode, source: ItemSource): vscode.TreeItem {
	const { reservation } = node;
	const now = source.now();
	const item = new vscode.TreeItem(reservation.name, vscode.TreeItemCollapsibleState.None);
	item.id = node.id;
	item.contextValue = contextValueOf(reservation);
	item.description = reservationText(reservation, source.thresholds, now);
	item.iconPath = reservationIcon(node, source.thresholds, now);
	item.accessibilityInformation = { label: reservationSpeech(reservation, now) };
	// On the item from the start: one that is filled in on opening is lost when the tree refreshes under the click.
	// VS Code runs it on Enter and on a click, but not while the arrow keys move through the tree.
	item.command = { command: 'cspReservations.openOverview', title: vscode.l10n.t('Open Overview'), arguments: [node] };
	return item;
}

/** Every mark is also said in words beside the name: never by icon or colour alone. */
function reservationIcon({ reservation }: ReservationNode, thresholds: Thresholds, now: number): vscode.ThemeIcon {
	const state = reservation.state.toLowerCase();
	if (state === 'failed') return new vscode.ThemeIcon('error', error);
	if (isHidden(reservation)) return new vscode.ThemeIcon(reservation.archived ? 'archive' : 'circle-slash');
	if (isTroubled(reservation)) return new vscode.ThemeIcon('warning', warning);
	if (state === 'pending' || state === 'processing') return new vscode.ThemeIcon('sync');
	if (isExpiring(reservation, thresholds, now)) return new vscode.ThemeIcon('watch', warning);
	if (isLittleUsed(reservation, thresholds)) return new vscode.ThemeIcon('arrow-down', warning);
	return new vscode.ThemeIcon('pass');
}

/** Codes of failures that the user mends by signing in (identity/api.ts). */
const signInCodes: ReadonlySet<string> = new Set([SIGN_IN_REQUIRED, 'InteractionRequired', 'MfaRequired']);

function wantsSignIn({ details }: ServiceFailure): boolean {
	return details.code !== undefined && signInCodes.has(details.code);
}

function failureItem(node: FailureNode): vscode.TreeItem {
	const { failure } = node;
	const item = new vscode.TreeItem(failure.message);
	item.id = node.id;
	item.contextValue = wantsSignIn(failure) ? 'failure;signIn' : 'failure';
	item.iconPath = new vscode.ThemeIcon('error', error);
	item.description = node.keeps ? vscode.l10n.t('the last known state is shown') : (failure.details.remedy ?? '');
	const rows = [
		failure.message,
		failure.details.remedy,
		failure.details.correlationId === undefined ? undefined : vscode.l10n.t('Correlation ID: {0}', failure.details.correlationId),
	];
	item.tooltip = new vscode.MarkdownString(
		rows
			.filter((row) => row !== undefined)
			.map(escapeMarkdown)
			.join('\n\n'),
	);
	item.accessibilityInformation = { label: vscode.l10n.t('Error: {0} {1}', failure.message, item.description) };
	return item;
}

function noteItem(node: NoteNode, now: number): vscode.TreeItem {
	const { label, icon, text } = noteWords(node, now);
	const item = new vscode.TreeItem(label);
	item.id = node.id;
	item.contextValue = `note;${node.note}`;
	item.iconPath = icon;
	item.description = text.short;
	item.tooltip = new vscode.MarkdownString(escapeMarkdown(text.long));
	item.accessibilityInformation = { label: `${label}. ${text.long}` };
	return item;
}

interface NoteWords {
	readonly label: string;
	readonly icon: vscode.ThemeIcon;
	readonly text: { readonly short: string; readonly long: string };
}

function noteWords(node: NoteNode, now: number): NoteWords {
	switch (node.note) {
		case 'none':
			return {
				label: vscode.l10n.t('No reservations visible to this account'),
				icon: new vscode.ThemeIcon('info'),
				text: {
					short: '',
					long: vscode.l10n.t(
						'Azure shows none to this account. There may be others that it has no right to see: that needs Owner or Reader on the reservation order, or Reservations Reader for the customer’s tenant.',
					),
				},
			};
		case 'notVisible':
			return {
				label: vscode.l10n.t('No right to see the reservations'),
				icon: new vscode.ThemeIcon('warning', warning),
				text: {
					short: vscode.l10n.t('Partner Center lists {0}', orderCount(node.count)),
					// rules 1.3 and 1.4: rights come from Azure roles on the order, never from Lighthouse or billing roles.
					long: vscode.l10n.t(
						'Azure shows none to this account, but Partner Center lists reservation orders for this customer (number: {0}). Seeing them needs Owner or Reader on the reservation order, or Reservations Reader for the customer’s tenant. Admin agents get it through a granular delegated admin (GDAP) relationship whose security group is a member of AdminAgents. Roles given by Azure Lighthouse do not count.',
						number(node.count),
					),
				},
			};
		case 'hidden':
			return {
				label: vscode.l10n.t('No active reservations'),
				icon: new vscode.ThemeIcon('info'),
				text: {
					short: vscode.l10n.t('{0} ended or archived', number(node.count)),
					long: vscode.l10n.t(
						'Ended or archived reservations are not shown (number: {0}). "Show Ended and Archived" shows them.',
						number(node.count),
					),
				},
			};
		case 'lesserSource':
			return {
				label: vscode.l10n.t('Not the list of Partner Center'),
				icon: new vscode.ThemeIcon('warning', warning),
				text: {
					short: node.failure?.message ?? '',
					long: [
						vscode.l10n.t(
							'Partner Center could not be asked for the customers. These are the ones of Microsoft Graph, or of your own list (number: {0}).',
							number(node.count),
						),
						node.failure?.message,
						node.failure?.details.remedy,
					]
						.filter((part) => part !== undefined)
						.join(' '),
				},
			};
		case 'unresolved':
			return {
				label:
					node.count === 1
						? vscode.l10n.t('1 entry of your list leads to no tenant')
						: vscode.l10n.t('{0} entries of your list lead to no tenant', number(node.count)),
				icon: new vscode.ThemeIcon('warning', warning),
				text: {
					short: node.reasons?.[0] ?? '',
					long: [...(node.reasons ?? []), vscode.l10n.t('The setting “cspReservations.customers” has the list.')].join(' '),
				},
			};
		case 'loading': {
			const waiting = waitingText(node.waitingUntil, now);
			return {
				label: vscode.l10n.t('Loading…'),
				icon: new vscode.ThemeIcon(waiting === undefined ? 'loading~spin' : 'watch'),
				text: {
					short: waiting ?? '',
					long:
						waiting === undefined
							? vscode.l10n.t('The service has not answered yet.')
							: vscode.l10n.t('The service is busy and asked to wait. It is tried again by itself.'),
				},
			};
		}
	}
}

function moreItem(node: MoreNode): vscode.TreeItem {
	const label = vscode.l10n.t('Show More… ({0} more)', number(node.remaining));
	const item = new vscode.TreeItem(label);
	item.id = node.id;
	item.contextValue = 'more';
	item.iconPath = new vscode.ThemeIcon('ellipsis');
	item.command = { command: 'cspReservations.showMore', title: label };
	item.accessibilityInformation = { label: vscode.l10n.t('Show more customers, {0} more', number(node.remaining)) };
	return item;
}

/** All facts of a customer or a reservation, made when the pointer rests on it. Holds no link and no command. */
export function tooltipOf(node: CustomerNode | ReservationNode, source: ItemSource): vscode.MarkdownString {
	const now = source.now();
	const { customer } = node.kind === 'customer' ? node : node.parent;
	const known = source.reservationsOf(customer.tenantId);
	const summary = source.summaryOf(customer.tenantId);
	const age = known.asOf === undefined ? undefined : shortMoment(known.asOf, now);
	const read = age === undefined ? [] : [[vscode.l10n.t('Read'), age] as const];
	const facts: readonly (readonly [string, string])[] =
		node.kind === 'reservation'
			? [...reservationFacts(node.reservation, now), [vscode.l10n.t('Customer'), customer.name], ...read]
			: [
					[vscode.l10n.t('Domain'), customer.domain],
					[vscode.l10n.t('Tenant ID'), customer.tenantId],
					[vscode.l10n.t('Reservations'), summary === undefined ? vscode.l10n.t('not read yet') : summaryText(summary)],
					...(summary === undefined ? [] : [[vscode.l10n.t('Ended or archived'), number(summary.hidden)] as const]),
					...read,
					...(known.failure === undefined ? [] : [[vscode.l10n.t('Last error'), known.failure.message] as const]),
				];
	const title = node.kind === 'reservation' ? node.reservation.name : customer.name;
	const rows = facts.map(([label, value]) => `- ${escapeMarkdown(label)}: ${escapeMarkdown(value)}`);
	return new vscode.MarkdownString(`**${escapeMarkdown(title)}**\n\n${rows.join('\n')}`);
}
