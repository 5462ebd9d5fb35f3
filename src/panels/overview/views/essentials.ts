/** The essentials of a reservation: what it is, what it applies to, how it is billed, when it ends, its ids. */
import * as vscode from 'vscode';
import { date, number, unknown } from '../../../host/formats';
import { typeWords } from '../../../host/type-words';
import { bareId, billingPlanWords, flexibilityWords, offerWords, renewalWords, scopeWords, termWords } from '../../../host/words';
import { resourceId } from '../../../reservations/links';
import type { Reservation, ReservationRef } from '../../../reservations/model';
import { renewalOf } from '../../../reservations/policy';
import { regionName } from '../../../reservations/regions';
import { benefitStart } from '../../../reservations/states';
import type { EssentialRow, Overview, PageCommand } from '../messages';

type Detail = Partial<Omit<EssentialRow, 'label' | 'value'>>;

function row(label: string, value: string | undefined, detail: Detail = {}): EssentialRow {
	return { label, value: value ?? unknown, code: false, actions: [], reservations: [], ...detail };
}

/** What is known of names behind ids; never a guess. */
export interface EssentialNames {
	/** Of the subscription that is billed. */
	readonly billedSubscription?: string | undefined;
	/** Of a reservation of the same customer. */
	reservation(reservationId: string): string | undefined;
}

const noNames: EssentialNames = { reservation: () => undefined };

/** @param successors what took its place by a return or an exchange, in another order perhaps */
export function essentials(
	reservation: Reservation,
	successors: readonly ReservationRef[] = [],
	names: EssentialNames = noNames,
): Overview['essentials'] {
	return [
		whatItIs(reservation),
		whatItAppliesTo(reservation),
		billing(reservation, names),
		endAndOffers(reservation),
		ids(reservation, successors, names),
	];
}

function whatItIs(reservation: Reservation): Overview['essentials'][number] {
	const { l10n } = vscode;
	return {
		title: l10n.t('Product'),
		rows: [
			row(l10n.t('Product'), reservation.product),
			row(l10n.t('SKU'), reservation.sku),
			row(l10n.t('Type'), typeWords(reservation.resourceType)),
			row(l10n.t('Region'), regionName(reservation.region)),
			row(l10n.t('Quantity'), number(reservation.quantity)),
			row(l10n.t('Term'), termWords(reservation.term)),
		],
	};
}

function whatItAppliesTo({ scope, instanceFlexibility }: Reservation): Overview['essentials'][number] {
	const { l10n } = vscode;
	const words = scopeWords(scope);
	const rows = [row(l10n.t('Scope'), words.value, { note: words.note })];
	if (instanceFlexibility !== undefined) {
		const flexibility = flexibilityWords(instanceFlexibility);
		rows.push(row(l10n.t('Instance size flexibility'), flexibility.value, { note: flexibility.note }));
	}
	return { title: l10n.t('Applies to'), rows };
}

/** As the portal does: by its name, with the id below. */
function billedTo(id: string | undefined, name: string | undefined): EssentialRow {
	const { l10n } = vscode;
	const label = l10n.t('Billing subscription');
	if (id === undefined) return row(label, undefined);
	const note = l10n.t('Can’t be changed after the purchase, only by an exchange.');
	return name === undefined ? row(label, id, { code: true, note }) : row(label, name, { note: `${id} · ${note}` });
}

function billing(reservation: Reservation, { billedSubscription }: EssentialNames): Overview['essentials'][number] {
	const { l10n } = vscode;
	return {
		title: l10n.t('Billing'),
		rows: [
			row(l10n.t('Billing plan'), billingPlanWords(reservation.billingPlan)),
			billedTo(bareId(reservation.billingScopeId), billedSubscription),
			row(l10n.t('Purchased'), date(reservation.purchasedAt)),
			row(l10n.t('Benefit starts'), date(benefitStart(reservation))),
		],
	};
}

function endAndOffers(reservation: Reservation): Overview['essentials'][number] {
	const { l10n } = vscode;
	const renewal = renewalWords(reservation, renewalOf(reservation));
	// Azure Hybrid Benefit has a date to review it instead of an end (arm-contract 2.1).
	const end =
		reservation.expiresAt === undefined && reservation.reviewAt !== undefined
			? row(l10n.t('To be reviewed'), date(reservation.reviewAt))
			: row(l10n.t('Expires'), date(reservation.expiresAt));
	return {
		title: l10n.t('End and options'),
		rows: [
			end,
			row(l10n.t('Renewal'), renewal.value, { note: renewal.note }),
			row(l10n.t('Return'), offerWords(reservation.canReturn)),
			row(l10n.t('Exchange'), offerWords(reservation.canExchange)),
			row(l10n.t('Archived'), reservation.archived ? l10n.t('Yes') : l10n.t('No')),
		],
	};
}

function ids(
	reservation: Reservation,
	successors: readonly ReservationRef[],
	names: EssentialNames,
): Overview['essentials'][number] {
	const { l10n } = vscode;
	const copy = (command: PageCommand, label: string) => ({ command, label, icon: 'copy' });
	const related = (label: string, reservations: readonly { readonly reservationId: string; readonly orderId?: string }[]) =>
		reservations.length === 0
			? []
			: [row(label, '', { reservations: reservations.map((it) => ({ ...it, label: nameAndId(it.reservationId) })) })];
	// Earlier invoices and tickets have the id alone.
	const nameAndId = (id: string) => [names.reservation(id), id].filter((it) => it !== undefined).join(' · ');
	const sameOrder = (ids: readonly string[] | undefined) => (ids ?? []).map((reservationId) => ({ reservationId }));
	const elsewhere = successors
		.filter(({ reservationId }) => reservation.became?.includes(reservationId) !== true)
		.map(({ orderId, reservationId }) => ({ orderId, reservationId }));
	return {
		title: l10n.t('Properties'),
		rows: [
			row(l10n.t('Reservation ID'), reservation.reservationId, {
				code: true,
				actions: [copy('cspReservations.copyReservationId', l10n.t('Copy Reservation ID'))],
			}),
			row(l10n.t('Reservation order ID'), reservation.orderId, {
				code: true,
				actions: [
					copy('cspReservations.copyOrderId', l10n.t('Copy Reservation Order ID')),
					{
						command: 'cspReservations.openOrderInPortal',
						label: l10n.t('Open Reservation Order in Azure Portal'),
						icon: 'link-external',
					},
				],
			}),
			row(l10n.t('Resource ID'), resourceId(reservation), {
				code: true,
				actions: [copy('cspReservations.copyResourceId', l10n.t('Copy Resource ID'))],
			}),
			row(l10n.t('Customer tenant ID'), reservation.tenantId, {
				code: true,
				actions: [
					copy('cspReservations.copyCustomerTenantId', l10n.t('Copy Customer Tenant ID')),
					{
						command: 'cspReservations.openCustomerInPortal',
						label: l10n.t('Open Customer’s Reservations in Azure Portal'),
						icon: 'link-external',
					},
				],
			}),
			...related(l10n.t('Came from'), sameOrder(reservation.cameFrom)),
			...related(l10n.t('Became'), [...sameOrder(reservation.became), ...elsewhere]),
		],
	};
}
