/** What one Return panel knows and does: quantity and reason, the live quote for them, and the way to its end. */
import * as vscode from 'vscode';
import type { NewOrders } from '../../host/new-order-access';
import type { Change } from '../../reservations/api';
import type { ReservationRef } from '../../reservations/model';
import type { ReturnLine, ReturnQuote } from '../../reservations/operations/model';
import { isActive } from '../../reservations/states';
import type { MoneyDesk } from '../money/desk';
import { Flow } from '../money/flow';
import { NewOrderAccess } from '../money/new-order-access';
import { isQuantity, unusedUnits } from '../money/quantities';
import type { PageTalk } from '../shared/page';
import { refOf } from '../shared/reservation-panels';
import type { PanelSession } from '../shared/session';
import type { Choice, HostMessage, SavedState } from './messages';
import { notYet, returnView } from './views/return';

export class ReturnContent {
	readonly flow: Flow<ReturnLine, ReturnQuote>;
	readonly #ref: ReservationRef;
	readonly #page: PageTalk<HostMessage>;
	/** Of an exchange of the customer, which this panel shows as well. */
	readonly #access: NewOrderAccess;
	/** As entered: undefined before the first choice, NaN when it is not a number. */
	#quantity: number | undefined;
	#reason: string;
	/** Counts how often the fields were set from here. */
	#revision = 0;

	constructor(saved: SavedState, session: PanelSession<MoneyDesk>, page: PageTalk<HostMessage>) {
		this.#ref = refOf(saved);
		this.#page = page;
		this.#quantity = saved.quantity;
		this.#reason = saved.reason ?? '';
		this.flow = new Flow<ReturnLine, ReturnQuote>({
			session,
			tenantId: saved.tenantId,
			operation: saved.operation,
			ask: (desk, line, signal) => desk.operations.quoteReturn(line, signal),
			changed: () => this.post(),
			grounded: () => this.#grounded(),
			restarted: () => this.#restarted(),
			cleared: () => this.#clear(),
			page,
		});
		this.#access = new NewOrderAccess({ desk: () => this.flow.ground.service(), changed: () => this.post() });
	}

	/** What is entered as the reason, for the confirmation. */
	get reason(): string {
		return this.#reason.trim();
	}

	/** Why the quote can't be reviewed yet; undefined: it can. */
	get notYet(): string | undefined {
		return notYet(this.flow.quote, this.#reason);
	}

	/** New orders that AdminAgents have no access to. */
	get missing(): NewOrders | undefined {
		return this.#access.missing;
	}

	/** Shows what is known and reads what is not. */
	start(): void {
		this.post();
		this.flow.ground.start();
	}

	follow(change: Change): void {
		this.flow.ground.follow(change);
	}

	/** Reads the customer's reservations anew, and asks for a new quote. @returns what to tell once that is done */
	async refresh(): Promise<string> {
		const { ground, quote } = this.flow;
		await ground.refresh();
		// Another quote than the one that is being confirmed would seem to be its.
		if (this.flow.isChoosing) await quote.ask();
		return ground.failure?.message ?? quote.failure?.message ?? vscode.l10n.t('The reservation is up to date.');
	}

	/** Takes a quantity as it was typed; the quote follows. Undefined: not a number. */
	setQuantity(quantity: number | undefined): void {
		if (!this.flow.isChoosing) return;
		this.#quantity = quantity ?? Number.NaN;
		this.flow.quote.want(this.#line);
	}

	/** Sets the quantity to all, or to what the last 7 days did not use. */
	choose(choice: Choice): void {
		const reservation = this.#reservation;
		const quantity = choice === 'all' ? reservation?.quantity : this.#unused;
		if (quantity === undefined || quantity < 1) return;
		this.#revision++;
		this.setQuantity(quantity);
	}

	/** Takes the reason as it was typed. */
	setReason(reason: string): void {
		if (!this.flow.isChoosing) return;
		this.#reason = reason;
		this.post();
	}

	/** Gives up what is being read and forgets what was. */
	forget(): void {
		this.flow.forget();
		this.#access.forget();
	}

	/** Everything that is known. */
	post(): void {
		const { flow } = this;
		const { ground } = flow;
		this.#access.follow(flow.isChoosing ? undefined : flow.commitment.operation);
		const reservation = this.#reservation;
		const { loading, value, failure } = ground.known;
		const isRead = !loading && (value !== undefined || failure !== undefined);
		// A tab that came back with the window may have its title of somebody else.
		if (reservation !== undefined || isRead) this.#page.named(reservation?.name);
		this.#page.post(
			returnView({
				saved: {
					...this.#ref,
					quantity: Number.isInteger(this.#quantity) ? this.#quantity : undefined,
					reason: this.#reason === '' ? undefined : this.#reason,
					operation: flow.operationId,
				},
				reservation,
				customer: ground.customer,
				customerName: ground.customerName,
				cloud: ground.desk?.cloud,
				known: ground.known,
				revision: this.#revision,
				quantity: this.#quantity,
				unused: this.#unused,
				reason: this.#reason,
				quote: flow.quote,
				commitment: flow.commitment,
				operations: ground.operations,
				looking: flow.isLooking,
				lookFailure: flow.lookFailure,
				missing: this.missing,
				now: Date.now(),
			}),
		);
	}

	get #reservation() {
		return this.flow.ground.reservation(this.#ref);
	}

	get #unused(): number | undefined {
		const reservation = this.#reservation;
		return reservation === undefined ? undefined : unusedUnits(reservation.quantity, reservation.utilization.last7Days);
	}

	/** The first quote comes by itself, for all of it or for what was kept over a reload. */
	#grounded(): void {
		const reservation = this.#reservation;
		const { standing } = this.flow.quote;
		const isNone = standing === 'none' || standing === 'dropped';
		const isFirst = isNone && this.flow.isChoosing && this.flow.operationId === undefined;
		if (reservation === undefined || !isFirst || !isActive(reservation)) {
			this.post();
			return;
		}
		if (this.#quantity === undefined) {
			this.#quantity = reservation.quantity;
			this.#revision++;
		}
		// Who has signed in since a quote was dropped reads that first.
		if (standing === 'none') this.flow.quote.want(this.#line);
		else this.flow.quote.wantLater(this.#line);
	}

	/** What is chosen, as it can be asked about. */
	get #line(): ReturnLine | undefined {
		const quantity = this.#quantity;
		return isQuantity(quantity, this.#reservation?.quantity) ? { ...this.#ref, quantity } : undefined;
	}

	#restarted(): void {
		this.#page.named(undefined);
		this.#access.forget();
	}

	#clear(): void {
		this.#quantity = undefined;
		this.#reason = '';
		this.#revision++;
	}
}
