/** Commits a quote: checks all of it again, writes it down, sends it once, and hands it over to be followed. */
import type { Transport } from '../../azure/transport';
import { beforeSending, toFailure } from '../failures';
import {
	alreadyCommitted,
	changeUnderWay,
	checkAge,
	checkCommit,
	checkOthers,
	checkUnchanged,
	givenUp,
	reservationsOf,
} from './checks';
import type { Following } from './following';
import type { Journal } from './journal';
import type { Entry } from './journal-file';
import type { Confirmation, Operation, Quote } from './model';
import { isOver, notDone, preparedLines, withOperation } from './progress';
import { type AccountAt, checkAccount } from './quoted-by';
import { readReservation, reservationsIn } from './reading';
import { send } from './sending';

export interface CommittingOptions {
	readonly transport: Transport;
	/** Name of the connection, for the journal. */
	readonly connection: string;
	readonly account: AccountAt;
	/** Name of a customer; undefined where that is not known. */
	readonly customerName: (tenantId: string) => Promise<string | undefined>;
	/** Reads a customer's reservations anew, so that views show what an operation has changed. */
	readonly reload: (tenantId: string) => Promise<void>;
	/**
	 * What is being changed of one of these reservations and not through yet, in whichever window, in a word; with a moment (ms since
	 * the epoch) also what has ended since. Undefined: nothing.
	 */
	readonly openChangeOf: (reservationIds: readonly string[], since?: number) => Promise<string | undefined>;
	/** Now, ms since the epoch. */
	readonly clock: () => number;
	readonly log: { debug(message: string): void; error(message: string): void };
	/** Fires when the service ends. */
	readonly ending: AbortSignal;
}

/** What is decided to be sent. */
interface Ready {
	readonly entry: Entry;
	/** As the service named it. */
	readonly sessionId: string;
	/** Of a return. */
	readonly reason: string;
	/** When it was decided, ms since the epoch. */
	readonly sentAt: number;
}

export class Committing {
	readonly #options: CommittingOptions;
	readonly #journal: Journal;
	readonly #following: Following;

	constructor(options: CommittingOptions, journal: Journal, following: Following) {
		this.#options = options;
		this.#journal = journal;
		this.#following = following;
	}

	/** @throws ServiceFailure, always before anything is sent: as the service's commit says */
	async commit(quote: Quote, confirmation: Confirmation): Promise<Operation> {
		return await this.#sendOnce(quote, await beforeSending(quote.tenantId, () => this.#prepare(quote, confirmation)));
	}

	/** Everything before the sending: once it resolves, the journal says that it was sent. */
	async #prepare(quote: Quote, confirmation: Confirmation): Promise<Ready> {
		const { clock, account } = this.#options;
		await this.#journal.reread();
		const customerName = (await this.#options.customerName(quote.tenantId)) ?? quote.tenantId;
		const entries = this.#journal.entries();
		const { id, sessionId, reason } = checkCommit(quote, confirmation, { customerName, now: clock(), entries });
		const committedBy = await checkAccount(account, quote);
		const readAt = clock();
		await this.#checkChanges(quote);
		const knownBefore = await this.#readAgain(quote);
		const entry: Entry = {
			operation: {
				id,
				kind: quote.kind,
				connection: this.#options.connection,
				partnerTenantId: this.#options.transport.cloud.partnerTenantId,
				tenantId: quote.tenantId,
				customerName,
				committedBy,
				reason: reason === '' ? undefined : reason,
				state: 'prepared',
				lines: preparedLines(quote),
				quote,
				preparedAt: clock(),
				correlationIds: quote.correlationId === undefined ? [] : [quote.correlationId],
			},
			trail: { knownBefore: knownBefore && [...knownBefore] },
		};
		// First to follow, then to write: a file that nobody follows is given up by the first window that sees it.
		if (!(await this.#following.take(id))) throw alreadyCommitted(quote.tenantId);
		try {
			checkAge(quote, clock());
			if (!(await this.#journal.create(entry))) throw alreadyCommitted(quote.tenantId);
		} catch (error) {
			await this.#following.leave(id);
			throw error;
		}
		await this.#checkOthersAgain(quote, id, readAt);
		return { entry, sessionId, reason, sentAt: await this.#decide(quote, id) };
	}

	/**
	 * Another window may have written down another session for the same reservation, or a change of it, at the same moment: each looks
	 * after it has written, so at least one of the two sees the other, and gives up. What was begun and has ended since the reservations
	 * were read again is not in what was read, as that may wait for one while another one is changed. Somebody else may have signed in,
	 * too, and the computer may have slept.
	 * @param readAt when reading them again began, ms since the epoch
	 */
	async #checkOthersAgain(quote: Quote, id: string, readAt: number): Promise<void> {
		try {
			await this.#journal.reread();
			checkOthers(quote, this.#journal.entries(), readAt);
			await this.#checkChanges(quote, readAt);
			await checkAccount(this.#options.account, quote);
			checkAge(quote, this.#options.clock());
		} catch (error) {
			await this.#giveUp(id, toFailure(error, quote.tenantId).message);
			throw error;
		}
	}

	/**
	 * Writes down that it is never sent. Never rejects: where the disk refuses, who looks through the journal next writes it down.
	 * @param certainty given where this window alone could send it and does not, whatever the journal has decided
	 */
	async #giveUp(id: string, why: string, certainty?: 'isCertain'): Promise<void> {
		const { clock, log } = this.#options;
		try {
			if (certainty !== undefined || (await this.#journal.decide(id, 'dropped', clock())) === 'dropped') {
				await this.#journal.update(id, (it) => notDone(it, why, clock()));
			}
		} catch (error) {
			log.error(`It could not be written down that operation ${id} is not sent: ${String(error)}`);
		}
		await this.#following.leave(id);
	}

	/** @throws ServiceFailure `Refused` when the configuration of one of the reservations is being changed, or it is split or merged */
	async #checkChanges(quote: Quote, since?: number): Promise<void> {
		const change = await this.#options.openChangeOf(reservationsOf(quote), since);
		if (change !== undefined) throw changeUnderWay(quote.tenantId, change, since !== undefined);
	}

	/** The decision to send is on the disk before anything leaves; it can be made once, by one window. @returns when, ms since the epoch */
	async #decide(quote: Quote, id: string): Promise<number> {
		const sentAt = this.#options.clock();
		try {
			if ((await this.#journal.decide(id, 'sent', sentAt)) !== 'sent') throw givenUp(quote.tenantId);
			return sentAt;
		} catch (error) {
			// Nobody else can send it, so it is certain also where the decision has got to the disk.
			await this.#giveUp(id, toFailure(error, quote.tenantId).message, 'isCertain');
			throw error;
		}
	}

	async #sendOnce(quote: Quote, { entry, sessionId, reason, sentAt }: Ready): Promise<Operation> {
		const { transport, clock, reload, log } = this.#options;
		const { id } = entry.operation;
		const { change, waitMs } = await send(transport, quote, sessionId, reason, clock);
		const answered = (it: Entry) => change(withOperation(it, { state: 'sent', sentAt }));
		const { operation } = await this.#journal.update(id, answered).catch((error: unknown) => {
			// The disk knows that it was sent: what came back is found out again by reading.
			log.error(`The answer to operation ${id} could not be written down: ${String(error)}`);
			return answered(entry);
		});
		this.#following.start(id, waitMs);
		// The end is told by the change; until then the reservations show that they are being worked on.
		if (!isOver(operation)) reload(quote.tenantId).catch((error: unknown) => log.debug(String(error)));
		return operation;
	}

	/**
	 * Reads the reservations again, and their orders.
	 * @returns ids of the reservations that there are in a return's order; without them the rest of a partial return could not be told
	 * @throws ServiceFailure `Refused` when one is not as it was quoted; whatever keeps them from being read
	 */
	async #readAgain(quote: Quote): Promise<readonly string[] | undefined> {
		const { transport, ending } = this.#options;
		const { tenantId, basis = [] } = quote;
		const options = { signal: ending };
		const [known] = await Promise.all([
			quote.kind === 'return' ? reservationsIn(transport, tenantId, quote.line.orderId, options) : undefined,
			...basis.map(async (before) => {
				const { orderId, reservationId } = before;
				checkUnchanged(quote, before, await readReservation(transport, { tenantId, orderId, reservationId }, options));
			}),
		]);
		return known;
	}
}
