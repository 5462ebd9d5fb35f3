/** The essentials of a reservation: what it is, what it applies to, how it is billed, when it ends, its ids. */
import * as vscode from 'vscode';
import { date, number, unknown } from '../../../host/formats';
import { bareId, billingPlanWords, flexibilityWords, offerWords, renewalWords, scopeWords, termWords } from '../../../host/words';
import { resourceId } from '../../../reservations/links';
import type { Reservation, ReservationRef } from '../../../reservations/model';
import type { EssentialRow, Overview, PageCommand } from '../messages';

type Detail = Partial<Omit<EssentialRow, 'label' | 'value'>>;

function row(label: string, value: string | undefined, detail: Detail = {}): EssentialRow {
	return { label, value: value ?? unknown, code: false, actions: [], reservations: [], ...detail };
}

/** @param successors what took its place by a return or an exchange, in another order perhaps */
export function essentials(reservation: Reservation, successors: readonly ReservationRef[] = []): Overview['essentials'] {
	return [
		whatItIs(reservation),
		whatItAppliesTo(reservation),
		billing(reservation),
		endAndOffers(reservation),
		ids(reservation, successors),
	];
}

function whatItIs(reservation: Reservation): Overview['essentials'][number] {
	const { t } = vscode.l10n;
	return {
		title: t('Product'),
		rows: [
			row(t('Product'), reservation.product),
			row(t('SKU'), reservation.sku),
			row(t('Type'), reservation.resourceType),
			row(t('Region'), reservation.region),
			row(t('Quantity'), number(reservation.quantity)),
			row(t('Term'), termWords(reservation.term)),
		],
	};
}

function whatItAppliesTo({ scope, instanceFlexibility }: Reservation): Overview['essentials'][number] {
	const { t } = vscode.l10n;
	const words = scopeWords(scope);
	const rows = [row(t('Scope'), words.value, { note: words.note })];
	if (instanceFlexibility !== undefined) {
		const flexibility = flexibilityWords(instanceFlexibility);
		rows.push(row(t('Instance size flexibility'), flexibility.value, { note: flexibility.note }));
	}
	return { title: t('Applies to'), rows };
}

function billing(reservation: Reservation): Overview['essentials'][number] {
	const { t } = vscode.l10n;
	const billed = bareId(reservation.billingScopeId);
	return {
		title: t('Billing'),
		rows: [
			row(t('Billing plan'), billingPlanWords(reservation.billingPlan)),
			billed === undefined
				? row(t('Billing subscription'), undefined)
				: row(t('Billing subscription'), billed, {
						code: true,
						note: t('Cannot be changed after the purchase, only by an exchange.'),
					}),
			row(t('Purchased'), date(reservation.purchasedAt)),
			row(t('Benefit starts'), date(reservation.benefitStartsAt ?? reservation.effectiveAt)),
		],
	};
}

function endAndOffers(reservation: Reservation): Overview['essentials'][number] {
	const { t } = vscode.l10n;
	const renewal = renewalWords(reservation);
	// Azure Hybrid Benefit has a date to review it instead of an end (arm-contract 2.1).
	const end =
		reservation.expiresAt === undefined && reservation.reviewAt !== undefined
			? row(t('To be reviewed'), date(reservation.reviewAt))
			: row(t('Expires'), date(reservation.expiresAt));
	return {
		title: t('End and options'),
		rows: [
			end,
			row(t('Renewal'), renewal.value, { note: renewal.note }),
			row(t('Return'), offerWords(reservation.canReturn)),
			row(t('Exchange'), offerWords(reservation.canExchange)),
			row(t('Archived'), reservation.archived ? t('Yes') : t('No')),
		],
	};
}

function ids(reservation: Reservation, successors: readonly ReservationRef[]): Overview['essentials'][number] {
	const { t } = vscode.l10n;
	const copy = (command: PageCommand, label: string) => ({ command, label, icon: 'copy' });
	const related = (label: string, reservations: readonly { readonly reservationId: string; readonly orderId?: string }[]) =>
		reservations.length === 0
			? []
			: [row(label, '', { reservations: reservations.map((it) => ({ ...it, label: it.reservationId })) })];
	const sameOrder = (ids: readonly string[] | undefined) => (ids ?? []).map((reservationId) => ({ reservationId }));
	const elsewhere = successors
		.filter(({ reservationId }) => reservation.became?.includes(reservationId) !== true)
		.map(({ orderId, reservationId }) => ({ orderId, reservationId }));
	return {
		title: t('Properties'),
		rows: [
			row(t('Reservation ID'), reservation.reservationId, {
				code: true,
				actions: [copy('cspReservations.copyReservationId', t('Copy Reservation ID'))],
			}),
			row(t('Reservation order ID'), reservation.orderId, {
				code: true,
				actions: [
					copy('cspReservations.copyOrderId', t('Copy Reservation Order ID')),
					{ command: 'cspReservations.openOrderInPortal', label: t('Open the order in Azure Portal'), icon: 'link-external' },
				],
			}),
			row(t('Resource ID'), resourceId(reservation), {
				code: true,
				actions: [copy('cspReservations.copyResourceId', t('Copy Resource ID'))],
			}),
			row(t('Customer tenant ID'), reservation.tenantId, {
				code: true,
				actions: [
					copy('cspReservations.copyCustomerTenantId', t('Copy Customer Tenant ID')),
					{
						command: 'cspReservations.openCustomerInPortal',
						label: t("Open the customer's reservations in Azure Portal"),
						icon: 'link-external',
					},
				],
			}),
			...related(t('Came from'), sameOrder(reservation.cameFrom)),
			...related(t('Became'), [...sameOrder(reservation.became), ...elsewhere]),
		],
	};
}
