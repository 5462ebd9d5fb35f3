/** What a draft tells: title and text made of where the user comes from (portal-workflow 4, 7). */
import * as l10n from '@vscode/l10n';
import { isCancelled } from '../../azure/failure';
import type { ChangeRecord } from '../configuration/model';
import { toFailure } from '../failures';
import type { Customer, Reservation, ReservationRef } from '../model';
import type { Operation, OperationState } from '../operations/model';
import { refused } from '../operations/quoting';
import { longestDescription, longestTitle } from './api';
import { failureText, quoteText } from './facts';
import type { DraftFault, DraftReservation, SupportOrigin } from './model';

/** What is known in this house. */
export interface Sources {
	readonly customer: (tenantId: string) => Customer | undefined;
	/** Its name, reading the list of customers where that is not read yet. */
	readonly customerName: (tenantId: string) => Promise<string | undefined>;
	/** The reservation as it is known, else read. @throws ServiceFailure */
	readonly reservation: (ref: ReservationRef, signal: AbortSignal) => Promise<Reservation>;
	/** The block of facts of a reservation, with the last failed call. */
	readonly describe: (reservation: Reservation) => string;
	readonly operation: (id: string) => Operation | undefined;
	readonly operationText: (operation: Operation) => string;
	readonly change: (id: string) => ChangeRecord | undefined;
	readonly changeText: (change: ChangeRecord) => string;
}

/** What a request says before its user has written anything. */
export interface Story {
	readonly tenantId: string;
	readonly reservations: readonly DraftReservation[];
	readonly title: string;
	readonly description: string;
	readonly startedAt?: number | undefined;
	readonly leftOpen: readonly DraftFault[];
}

/** The part of a story that depends on its origin. */
interface Core {
	readonly tenantId: string;
	readonly refs: readonly ReservationRef[];
	readonly title: (names: string) => string;
	/** What is asked, in sentences. */
	readonly question: string;
	/** Facts beside those of the reservations. */
	readonly facts: readonly (string | undefined)[];
	readonly startedAt?: number | undefined;
}

/** @throws ServiceFailure `Refused` for an operation or a change that is not known; an AbortError when cancelled */
export async function tell(origin: SupportOrigin, sources: Sources, signal: AbortSignal): Promise<Story> {
	const core = coreOf(origin, sources);
	const tenantId = core.tenantId.toLowerCase();
	const leftOpen: DraftFault[] = [];
	// The block of facts of a reservation has the customer in it where the list is read.
	await sources.customerName(tenantId).catch(orNothing);
	const told = await Promise.all(
		core.refs.map(async (ref) => {
			try {
				const reservation = await sources.reservation({ ...ref, tenantId }, signal);
				return { ref, reservation, text: sources.describe(reservation) };
			} catch (error) {
				if (isCancelled(error)) throw error;
				const { message } = toFailure(error, tenantId);
				leftOpen.push({
					field: 'description',
					text: l10n.t('What is known of the reservation {0} could not be read. {1}', ref.reservationId, message),
				});
				return { ref, reservation: undefined, text: idsText(ref) };
			}
		}),
	);
	const names = told.map(({ ref, reservation }) => `“${reservation?.name ?? ref.reservationId}”`).join(', ');
	const parts = [core.question, ...core.facts, ...told.map(({ text }) => text), customerText(tenantId, sources, told.length > 0)];
	return {
		tenantId,
		reservations: told.map(({ ref, reservation }) => ({
			orderId: ref.orderId,
			reservationId: ref.reservationId,
			resourceType: reservation?.resourceType,
		})),
		title: cut(core.title(names), longestTitle),
		description: cut(parts.filter((part) => part).join('\n\n'), longestDescription),
		startedAt: core.startedAt,
		leftOpen,
	};
}

function coreOf(origin: SupportOrigin, sources: Sources): Core {
	switch (origin.kind) {
		case 'reservation':
			return {
				tenantId: origin.ref.tenantId,
				refs: [origin.ref],
				title: (names) => l10n.t('Question about the reservation {0}', names),
				question: l10n.t('What happens, what is expected instead, and since when:'),
				facts: [],
			};
		case 'refusal':
			return refusalCore(origin);
		case 'operation': {
			const operation = sources.operation(origin.operationId);
			if (operation === undefined) throw unknownOrigin(l10n.t('This operation is not in the journal of this computer.'));
			return operationCore(operation, sources.operationText(operation));
		}
		case 'change': {
			const change = sources.change(origin.changeId);
			if (change === undefined) throw unknownOrigin(l10n.t('This change is not in the log of this computer.'));
			return {
				tenantId: change.tenantId,
				refs: change.reservations.map((it) => ({ tenantId: change.tenantId, ...it })),
				title: (names) => withCode(l10n.t('Change of the reservation {0} does not go through', names), change.errorCode),
				question: l10n.t(
					'A change of the configuration did not come about as it was wished for. Please tell why, and what can be done.',
				),
				facts: [sources.changeText(change)],
				startedAt: change.sentAt,
			};
		}
		case 'access':
			return {
				tenantId: origin.tenantId,
				refs: origin.ref === undefined ? [] : [origin.ref],
				title: (names) =>
					withCode(
						names === '' ? l10n.t('No access to the customer’s reservations') : l10n.t('No access to the reservation {0}', names),
						origin.failure?.details.code,
					),
				question: l10n.t(
					'As the customer’s partner we are not allowed to see or to manage this. Please tell which right is missing.',
				),
				facts: [origin.failure && failureText(origin.failure), origin.report],
				startedAt: origin.failure?.details.at,
			};
		case 'purchase':
			return {
				tenantId: origin.tenantId,
				refs: [],
				title: () => withCode(l10n.t('Purchase of a reservation does not go through'), origin.failure?.details.code),
				question: l10n.t('A reservation can’t be bought for the customer. Please tell what stands against it.'),
				facts: [origin.what, origin.failure && failureText(origin.failure)],
				startedAt: origin.failure?.details.at,
			};
		default:
			return {
				tenantId: origin.tenantId,
				refs: [],
				title: () => withCode(l10n.t('Question about a customer’s reservations'), origin.failure?.details.code),
				question: l10n.t('What happens, what is expected instead, and since when:'),
				facts: [origin.failure && failureText(origin.failure)],
				startedAt: origin.failure?.details.at,
			};
	}
}

function refusalCore({ action, refs, quote, failure }: SupportOrigin & { readonly kind: 'refusal' }): Core {
	const code = quote?.policyErrors.find((it) => it.code !== undefined)?.code ?? failure?.details.code;
	const isReturn = action === 'return';
	return {
		tenantId: refs[0]?.tenantId ?? quote?.tenantId ?? '',
		refs,
		title: (names) =>
			withCode(
				isReturn
					? l10n.t('Return of the reservation {0} is refused', names)
					: l10n.t('Exchange of the reservation {0} is refused', names),
				code,
			),
		question: isReturn
			? l10n.t(
					'A reservation can’t be returned: the quote is refused. Nothing was sent. Please tell why, and return it if that is possible.',
				)
			: l10n.t(
					'A reservation can’t be exchanged: the quote is refused. Nothing was sent. Please tell why, and what has to be done.',
				),
		facts: [failure && failureText(failure), quote && quoteText(quote)],
		startedAt: failure?.details.at ?? quote?.quotedAt,
	};
}

function operationCore(operation: Operation, text: string): Core {
	const { tenantId, kind, state, lines, sentAt, preparedAt } = operation;
	const ids = lines.flatMap(({ direction, orderId, reservationId }) =>
		direction === 'return' && orderId !== undefined && reservationId !== undefined ? [{ tenantId, orderId, reservationId }] : [],
	);
	const code = lines.find(({ error }) => error?.code !== undefined)?.error?.code;
	return {
		tenantId,
		refs: ids,
		title: (names) =>
			withCode(
				kind === 'return'
					? l10n.t('Return of the reservation {0}: {1}', names, stateWords(state))
					: l10n.t('Exchange of the reservation {0}: {1}', names, stateWords(state)),
				code,
			),
		question:
			state === 'outcomeUnknown' || state === 'sent'
				? l10n.t(
						'It was sent to Azure, and it can’t be told whether it was carried out. Please tell what became of it. It was not sent again.',
					)
				: l10n.t('It did not end as it was confirmed. Please tell why, and what has to be done.'),
		facts: [text],
		startedAt: sentAt ?? preparedAt,
	};
}

function stateWords(state: OperationState): string {
	switch (state) {
		case 'partial':
			return l10n.t('carried out in part');
		case 'outcomeUnknown':
		case 'sent':
			return l10n.t('outcome unknown');
		case 'running':
			return l10n.t('does not end');
		case 'succeeded':
			return l10n.t('question after it succeeded');
		default:
			return l10n.t('failed');
	}
}

/** What stands in the block of a reservation already need not be told twice. */
function customerText(tenantId: string, { customer }: Sources, isTold: boolean): string | undefined {
	if (isTold) return undefined;
	const { name, domain } = customer(tenantId) ?? {};
	return [
		name && `${l10n.t('Customer')}: ${name}`,
		`${l10n.t('Customer tenant ID')}: ${tenantId}`,
		domain && `${l10n.t('Customer domain')}: ${domain}`,
	]
		.filter((it) => it)
		.join('\n');
}

function idsText({ tenantId, orderId, reservationId }: ReservationRef): string {
	return [
		`${l10n.t('Customer tenant ID')}: ${tenantId}`,
		`${l10n.t('Reservation ID')}: ${reservationId}`,
		`${l10n.t('Reservation order ID')}: ${orderId}`,
	].join('\n');
}

/** The tenant id says enough where no name can be had. */
function orNothing(error: unknown): undefined {
	if (isCancelled(error)) throw error;
	return undefined;
}

function unknownOrigin(message: string) {
	return refused('', message, l10n.t('Start the request from the reservation.'));
}

function withCode(title: string, code: string | undefined): string {
	return code === undefined ? title : `${title} (${code})`;
}

function cut(text: string, longest: number): string {
	return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
