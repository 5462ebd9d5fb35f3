/** The Return page in words: what is chosen, what the service quotes for it, the confirmation, and what became of it. */
import * as vscode from 'vscode';
import type { Cloud } from '../../../azure/cloud';
import type { ServiceFailure } from '../../../azure/failure';
import { unitCount } from '../../../host/counts';
import { date, number, percent, unknown } from '../../../host/formats';
import type { NewOrders } from '../../../host/new-order-access';
import { billingPlanWords, offerWords, termWords } from '../../../host/words';
import type { Customer, Known, Reservation, ReservationList } from '../../../reservations/model';
import { canBeCommitted } from '../../../reservations/operations/committable';
import type { Operation, ReturnQuote } from '../../../reservations/operations/model';
import { isNotReturnable } from '../../../reservations/policy';
import { isActive } from '../../../reservations/states';
import type { Commitment } from '../../money/commitment';
import type { LiveQuote } from '../../money/live-quote';
import type { Confirm } from '../../money/messages';
import { isQuantity } from '../../money/quantities';
import { confirmView } from '../../money/views/confirm';
import { returnFigures } from '../../money/views/figures';
import { openOperations, operationView } from '../../money/views/operation';
import { blockers, quoteState, refusals } from '../../money/views/quote';
import { stateMark } from '../../overview/state-mark';
import { headerView } from '../../shared/header';
import type { Mark } from '../../shared/messages';
import { partState } from '../../shared/problem';
import type { Choose, Return, SavedState } from '../messages';
import { allowanceView } from './allowance';
import { labels } from './labels';

interface Input {
	readonly saved: SavedState;
	readonly reservation?: Reservation | undefined;
	readonly customer?: Customer | undefined;
	/** What has to be typed to confirm. */
	readonly customerName: string;
	readonly cloud?: Cloud | undefined;
	readonly known: Known<ReservationList>;
	readonly revision: number;
	/** As entered; NaN: not a number. */
	readonly quantity: number | undefined;
	/** Units that the last 7 days did not use. */
	readonly unused: number | undefined;
	readonly reason: string;
	readonly quote: Pick<LiveQuote<unknown, ReturnQuote>, 'quote' | 'standing' | 'failure'>;
	readonly commitment: Pick<Commitment, 'stage' | 'quote' | 'failure' | 'operation'>;
	readonly operations: readonly Operation[];
	readonly looking: boolean;
	readonly lookFailure?: ServiceFailure | undefined;
	/** New orders that AdminAgents have no access to. */
	readonly missing?: NewOrders | undefined;
	/** ms since the epoch */
	readonly now: number;
}

export function returnView(input: Input): Return {
	const { l10n } = vscode;
	const { saved, reservation, customer, cloud, known, commitment } = input;
	const { stage, operation } = commitment;
	const missing = reservation === undefined && !known.loading && known.failure === undefined && known.value !== undefined;
	return {
		type: 'return',
		...partState({ ...known, value: reservation }, l10n.t('Reservation')),
		empty: missing
			? l10n.t('This reservation is not among those that this account can see. It may have been replaced by another one.')
			: undefined,
		saved,
		labels: labels(),
		header: headerView({
			name: l10n.t('Return: {0}', reservation?.name ?? saved.reservationId),
			tenantId: saved.tenantId,
			customer,
			cloud,
			marks: reservation === undefined ? [] : [stateMark(reservation.state, reservation.statusCode)],
		}),
		open: stage === 'choosing' ? openOperations(input.operations) : [],
		quote: quoteState(input.quote, input.now),
		choose: stage === 'choosing' && reservation !== undefined ? chooseView(input, reservation) : undefined,
		confirm: reservation === undefined ? undefined : confirmation(input, reservation),
		operation:
			stage === 'following' && operation !== undefined
				? operationView({ operation, looking: input.looking, failure: input.lookFailure, missing: input.missing })
				: undefined,
	};
}

function chooseView(input: Input, reservation: Reservation): Choose {
	const { l10n } = vscode;
	const { quantity, quote, reason } = input;
	const shown = quote.quote;
	return {
		revision: input.revision,
		facts: reservationFacts(reservation),
		quantity: quantity === undefined || Number.isNaN(quantity) ? '' : String(quantity),
		most: reservation.quantity,
		choices: choices(input, reservation),
		useNote: useNote(reservation, input.unused),
		quantityProblem:
			quantity === undefined || isQuantity(quantity, reservation.quantity)
				? undefined
				: (unitsUntold(reservation) ?? l10n.t('A whole number from 1 to {0}.', number(reservation.quantity))),
		canAsk: isActive(reservation) && isQuantity(quantity, reservation.quantity),
		reason,
		impossible: impossible(reservation),
		figures: shown?.figures === undefined ? [] : returnFigures(shown.figures),
		figuresTitle:
			shown === undefined
				? l10n.t('Quote')
				: l10n.t('Quote for {0} of {1}', number(shown.line.quantity), unitCount(reservation.quantity)),
		allowance: shown === undefined ? undefined : allowanceView(shown),
		refusals: shown === undefined ? [] : refusals(shown.policyErrors),
		blockers: shown === undefined ? [] : blockers(shown),
		consequences: consequences(reservation, shown?.line.quantity ?? quantity),
		review: l10n.t('Review Return'),
		notYet: notYet(quote, reason),
	};
}

function reservationFacts(reservation: Reservation): Choose['facts'] {
	const { l10n } = vscode;
	const { last7Days, last30Days } = reservation.utilization;
	return [
		{ label: l10n.t('Product'), value: reservation.product },
		{ label: l10n.t('Quantity'), value: number(reservation.quantity) },
		{
			label: l10n.t('Term and billing plan'),
			value: `${termWords(reservation.term)} · ${billingPlanWords(reservation.billingPlan) ?? unknown}`,
		},
		{ label: l10n.t('Expires'), value: date(reservation.expiresAt) },
		{
			label: l10n.t('Used, 7 and 30 days'),
			value: `${percent(last7Days)} · ${percent(last30Days)}`,
		},
		{ label: l10n.t('Return'), value: offerWords(reservation.canReturn) },
	];
}

function choices({ quantity, unused }: Input, reservation: Reservation): Choose['choices'] {
	const { l10n } = vscode;
	const all = reservation.quantity;
	return [
		{
			choice: 'all',
			label: all === undefined ? l10n.t('All') : l10n.t('All: {0}', number(all)),
			chosen: all !== undefined && quantity === all,
			unavailable: unitsUntold(reservation),
		},
		{
			choice: 'unused',
			label: unused === undefined ? l10n.t('Unused in 7 days') : l10n.t('Unused in 7 days: {0}', number(unused)),
			chosen: unused !== undefined && unused > 0 && quantity === unused && quantity !== all,
			unavailable:
				unused === undefined
					? (unitsUntold(reservation) ?? l10n.t('Azure has no use of the last 7 days for this reservation yet.'))
					: unused < 1
						? l10n.t('No whole unit was unused in the last 7 days.')
						: undefined,
		},
	];
}

function useNote(reservation: Reservation, unused: number | undefined): string | undefined {
	const { last7Days } = reservation.utilization;
	if (unused === undefined || last7Days === undefined) return undefined;
	return vscode.l10n.t(
		'The last 7 days used {0} of {1} on average; not needed, in whole units: {2}. The newest hours may still be missing.',
		percent(last7Days),
		unitCount(reservation.quantity),
		number(unused),
	);
}

/** Why nothing of it can be returned: the service refuses a quantity that can't be held against what there is. */
function unitsUntold({ quantity }: Reservation): string | undefined {
	return quantity === undefined ? vscode.l10n.t('Azure does not tell how many units it has: none can be returned.') : undefined;
}

/** Said before anything is asked; the service's own quote has the last word where it is not certain. */
function impossible(reservation: Reservation): string | undefined {
	const { l10n } = vscode;
	if (!isActive(reservation)) return l10n.t('Only an active reservation can be returned. This one is not.');
	// rules 4.6
	if (isNotReturnable(reservation)) return l10n.t('Microsoft documents that this kind of product can’t be returned.');
	const untold = unitsUntold(reservation);
	if (untold !== undefined) return untold;
	if (reservation.canReturn === 'notOffered')
		return l10n.t('Azure does not offer the return of this reservation. A quote tells more.');
	return undefined;
}

function consequences(reservation: Reservation, quantity: number | undefined): Mark[] {
	const { l10n } = vscode;
	const isPart = quantity !== undefined && reservation.quantity !== undefined && quantity < reservation.quantity;
	const marks: Mark[] = [
		{
			icon: 'server',
			tone: 'info',
			text: l10n.t('The workloads run on. What the returned units covered is charged at pay-as-you-go prices from then on.'),
		},
		{
			icon: 'warning',
			tone: 'warning',
			text: l10n.t(
				'A return can’t be undone. To have the reservation again it has to be bought again, at the price of that day.',
			),
		},
	];
	if (isPart)
		marks.push({
			icon: 'references',
			tone: 'info',
			text: l10n.t('A part is returned: the reservation ends and the rest goes on as a new one with a new ID.'),
		});
	return marks;
}

/** What is missing before the quote can be reviewed, if anything is. */
export function notYet({ standing, quote }: Input['quote'], reason: string): string | undefined {
	const { l10n } = vscode;
	if (standing !== 'current' || quote === undefined)
		return standing === 'asking' ? l10n.t('The quote is under way.') : l10n.t('A quote is needed first.');
	if (!canBeCommitted(quote)) return l10n.t('This quote can’t be committed.');
	return reason.trim() === '' ? l10n.t('Enter a reason.') : undefined;
}

function confirmation(input: Input, reservation: Reservation): Confirm | undefined {
	const { l10n } = vscode;
	return confirmView(input.commitment, (quote) => {
		const { figures, quantity } =
			quote.kind === 'return' ? { figures: quote.figures, quantity: quote.line.quantity } : { figures: undefined, quantity: 0 };
		return {
			title: l10n.t('Confirm the return'),
			lines: [
				l10n.t('Return {0} of {1} of “{2}”.', unitCount(quantity), number(reservation.quantity), reservation.name),
				l10n.t('{0}, order {1}', reservation.product, reservation.orderId),
			],
			figures: figures === undefined ? [] : returnFigures(figures),
			warnings: consequences(reservation, quantity).map(({ text }) => text),
			customerName: input.customerName,
			reason: input.reason.trim(),
			commit: quantity === 1 ? l10n.t('Return 1 Unit') : l10n.t('Return {0} Units', number(quantity)),
		};
	});
}
