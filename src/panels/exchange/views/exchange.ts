/** The Exchange page in words: the choice with its calculator, the binding quote, the confirmation, what became of it. */
import * as vscode from 'vscode';
import type { Cloud } from '../../../azure/cloud';
import type { ServiceFailure } from '../../../azure/failure';
import { number } from '../../../host/formats';
import type { NewOrders } from '../../../host/new-order-access';
import type { Advice, Customer, Known, Reservation, ReservationList } from '../../../reservations/model';
import { canBeCommitted } from '../../../reservations/operations/committable';
import type { CatalogProduct, ExchangeQuote, ExchangeRequest, Operation } from '../../../reservations/operations/model';
import type { Commitment } from '../../money/commitment';
import type { LiveQuote } from '../../money/live-quote';
import type { Confirm } from '../../money/messages';
import { confirmView } from '../../money/views/confirm';
import { openOperations, operationView } from '../../money/views/operation';
import { blockers, quoteState, refusals } from '../../money/views/quote';
import { headerView } from '../../shared/header';
import { partState } from '../../shared/problem';
import type { Reckoning } from '../calculator';
import type { Draft } from '../draft';
import type { Priced } from '../figures';
import type { Choose, DraftPurchase, Exchange, Filter, SavedState } from '../messages';
import { placesOf } from '../scopes';
import type { Suggestion } from '../suggestions';
import { boughtWords } from './bought';
import { calculatorView } from './calculator';
import { productsView } from './catalog';
import { comparison, totals } from './comparison';
import { labels } from './labels';
import { lineView } from './purchases';
import { rows, whyNot } from './returns';
import { warnings } from './warnings';

interface Input {
	readonly saved: SavedState;
	readonly customer?: Customer | undefined;
	/** What has to be typed to confirm. */
	readonly customerName: string;
	readonly cloud?: Cloud | undefined;
	readonly known: Known<ReservationList>;
	readonly revision: number;
	readonly draft: Draft;
	readonly filter: Filter;
	readonly catalog: Known<readonly CatalogProduct[]>;
	readonly catalogNotAsked: string | undefined;
	readonly suggestions: readonly Suggestion[];
	/** The choice as it would be quoted; undefined while it is not complete. */
	readonly request: ExchangeRequest | undefined;
	readonly reckoning: Reckoning;
	/** When the oldest of the figures was told, ms since the epoch. */
	readonly figuresAsOf?: number | undefined;
	readonly figuresLoading: boolean;
	readonly figuresFailure?: ServiceFailure | undefined;
	priceOf(line: DraftPurchase): Priced | undefined;
	advise(reservation: Reservation): readonly Advice[];
	readonly quote: Pick<LiveQuote<unknown, ExchangeQuote>, 'quote' | 'standing' | 'failure'>;
	readonly commitment: Pick<Commitment, 'stage' | 'quote' | 'failure' | 'operation'>;
	readonly operations: readonly Operation[];
	readonly looking: boolean;
	readonly lookFailure?: ServiceFailure | undefined;
	/** New orders that AdminAgents have no access to. */
	readonly missing?: NewOrders | undefined;
	/** ms since the epoch */
	readonly now: number;
}

export function exchangeView(input: Input): Exchange {
	const { l10n } = vscode;
	const { saved, customer, cloud, known, commitment, quote } = input;
	const { stage, operation } = commitment;
	const shown = commitment.quote?.kind === 'exchange' ? commitment.quote : quote.quote;
	return {
		type: 'exchange',
		...partState(known, l10n.t('Reservations')),
		saved,
		labels: labels(),
		header: headerView({ name: l10n.t('Exchange'), tenantId: saved.tenantId, customer, cloud }),
		open: stage === 'choosing' ? openOperations(input.operations) : [],
		quote: quoteState(quote, input.now),
		comparison: shown === undefined || stage === 'following' ? undefined : comparison(shown, (id) => nameOf(input, id)),
		choose: stage === 'choosing' && known.value !== undefined ? chooseView(input) : undefined,
		confirm: confirmation(input),
		operation:
			stage === 'following' && operation !== undefined
				? operationView({ operation, looking: input.looking, failure: input.lookFailure, missing: input.missing })
				: undefined,
	};
}

function chooseView(input: Input): Choose {
	const { l10n } = vscode;
	const { draft, known, quote } = input;
	const reservations = known.value?.reservations ?? [];
	const places = placesOf(reservations);
	const chosen = chosenOf(input);
	const table = rows(reservations, draft, input.advise);
	const shown = quote.quote;
	return {
		revision: input.revision,
		rows: table,
		none: table.length === 0 ? l10n.t('None of the reservations that this account can see can be exchanged.') : undefined,
		columns: [
			l10n.t('Reservation'),
			l10n.t('State'),
			l10n.t('Quantity'),
			l10n.t('Used, 7 and 30 days'),
			l10n.t('Expires'),
			l10n.t('Units to give back'),
		],
		products: productsView({
			filter: input.filter,
			catalog: input.catalog,
			suggestions: input.suggestions,
			reservations,
			chosen: chosen.map(({ reservation }) => reservation),
			places,
			notAsked: input.catalogNotAsked,
		}),
		lines: draft.purchases.map((one) => lineView(one, input.priceOf(one), input.figuresLoading, places)),
		noLines: draft.purchases.length === 0 ? l10n.t('Nothing is bought yet. Add a product.') : undefined,
		calculator: calculatorView(input.reckoning, {
			loading: input.figuresLoading,
			failure: input.figuresFailure,
			asOf: input.figuresAsOf,
		}),
		warnings: warnings(chosen, draft.purchases, input.now),
		cannotAsk: cannotAsk(input),
		refusals: shown === undefined ? [] : refusals(shown.policyErrors),
		blockers: shown === undefined ? [] : blockers(shown),
		review: l10n.t('Review Exchange'),
		notYet: notYet(quote),
	};
}

function chosenOf({ draft, known }: Input): { readonly reservation: Reservation; readonly quantity: number | undefined }[] {
	const all = known.value?.reservations ?? [];
	return draft.returns.flatMap(({ reservationId, quantity }) => {
		const reservation = all.find((one) => one.reservationId === reservationId);
		return reservation === undefined ? [] : [{ reservation, quantity }];
	});
}

function nameOf({ known }: Input, reservationId: string): string {
	return known.value?.reservations.find((one) => one.reservationId === reservationId)?.name ?? reservationId;
}

/** Why there is nothing yet that the service could quote. */
function cannotAsk(input: Input): string | undefined {
	const { l10n } = vscode;
	const { draft, request } = input;
	if (draft.returns.length === 0) return l10n.t('Choose what to give back first.');
	if (draft.purchases.length === 0) return l10n.t('Choose what to buy first.');
	if (chosenOf(input).length < draft.returns.length)
		return l10n.t('Something that was chosen to be given back is not there any more. Leave it out.');
	if (chosenOf(input).some(({ reservation }) => whyNot(reservation) !== undefined))
		return l10n.t('Something that was chosen can’t be exchanged. Leave it out.');
	return request === undefined ? l10n.t('A field is not filled in, or what it holds does not fit.') : undefined;
}

/** What is missing before the quote can be reviewed, if anything is. */
export function notYet({ standing, quote }: Input['quote']): string | undefined {
	const { l10n } = vscode;
	if (standing !== 'current' || quote === undefined)
		return standing === 'asking' ? l10n.t('The quote is under way.') : l10n.t('A binding quote is needed first.');
	return canBeCommitted(quote) ? undefined : l10n.t('This quote can’t be committed.');
}

function confirmation(input: Input): Confirm | undefined {
	const { l10n } = vscode;
	return confirmView(input.commitment, (quote) => {
		const exchange = quote.kind === 'exchange' ? quote : undefined;
		const places = placesOf(input.known.value?.reservations ?? []);
		const units = (exchange?.returns ?? []).reduce((sum, { quantity }) => sum + quantity, 0);
		return {
			title: l10n.t('Confirm the exchange'),
			lines: [
				...(exchange?.returns ?? []).map(({ reservationId, quantity }) =>
					l10n.t('Give back {0} of “{1}” ({2}).', number(quantity), nameOf(input, reservationId), reservationId),
				),
				...(exchange?.purchases ?? []).map((bought) => boughtWords(bought, places)),
			],
			figures: exchange === undefined ? [] : totals(exchange),
			warnings: [
				l10n.t('An exchange can’t be undone. What is given back ends; to have it again it would have to be bought again.'),
				l10n.t('The new terms start today and are a new commitment of the partner to Microsoft.'),
				l10n.t(
					'Returns are worked off before purchases. Should a purchase fail after the returns, the operation says so, line by line.',
				),
				l10n.t('The workloads run on. What the new reservations do not cover is charged at pay-as-you-go prices.'),
			],
			customerName: input.customerName,
			commit: units === 1 ? l10n.t('Exchange 1 Unit') : l10n.t('Exchange {0} Units', number(units)),
		};
	});
}
