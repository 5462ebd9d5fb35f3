/** What one Overview panel knows of its reservation: reads the parts, follows the service, and words them for the page. */
import * as vscode from 'vscode';
import type { Change, ReservationsService } from '../../reservations/api';
import type {
	HistoryEntry,
	Reservation,
	ReservationOrder,
	ReservationRef,
	ResourceUsage,
	UsageGrain,
	UsagePoint,
} from '../../reservations/model';
import { placesOf, subscriptionGuid } from '../exchange/scopes';
import type { PageTalk } from '../shared/page';
import { Part } from '../shared/part';
import type { PanelSession } from '../shared/session';
import type { HostMessage, PartName } from './messages';
import type { EssentialNames } from './views/essentials';
import { historyView } from './views/history';
import { nextView } from './views/next';
import { overviewView } from './views/overview';
import { paymentsView } from './views/payments';
import { resourcesView } from './views/resources';
import { usageView } from './views/usage';

export class OverviewContent {
	readonly #ref: ReservationRef;
	readonly #session: PanelSession<ReservationsService>;
	readonly #page: PageTalk<HostMessage>;
	readonly #reservation: Part<Reservation>;
	readonly #order: Part<ReservationOrder>;
	readonly #history: Part<readonly HistoryEntry[]>;
	/** Name of the subscription that is billed; without it its id is shown. */
	readonly #billed: Part<string | undefined>;
	readonly #usage: Readonly<Record<UsageGrain, Part<readonly UsagePoint[]>>>;
	/** The resources behind the days that were looked at. */
	readonly #days = new Map<number, Part<readonly ResourceUsage[]>>();
	#service: ReservationsService | undefined;
	#grain: UsageGrain = 'daily';
	#day: number | undefined;
	/** Tells the reservation that the other parts were read for from a later state of it. */
	#fingerprint: string | undefined;
	/** The next read of the reservation goes to the network even if something is cached. */
	#anew = false;

	constructor(ref: ReservationRef, session: PanelSession<ReservationsService>, page: PageTalk<HostMessage>) {
		this.#ref = ref;
		this.#session = session;
		this.#page = page;
		const part = <T>(read: (service: ReservationsService, signal: AbortSignal) => Promise<T>, changed: () => void) =>
			new Part<T>(async (signal) => read(await session.service(), signal), changed);
		this.#reservation = part(
			(service, signal) => this.#readReservation(service, signal),
			() => this.#reservationChanged(),
		);
		this.#order = part(
			(service, signal) => service.readOrder(ref, signal),
			() => {
				this.#postPayments();
				this.#postNext();
			},
		);
		this.#history = part(
			(service, signal) => service.readHistory(ref, signal),
			() => this.#postHistory(),
		);
		this.#billed = part(
			async (service, signal) => {
				const id = this.#current()?.billingScopeId;
				return id === undefined ? undefined : service.readSubscriptionName(ref.tenantId, id, signal);
			},
			() => this.#postOverview(),
		);
		const usage = (grain: UsageGrain) =>
			part(
				(service, signal) => service.readUsage(ref, grain, signal),
				() => {
					this.#postUsage();
					this.#postNext();
				},
			);
		this.#usage = { daily: usage('daily'), monthly: usage('monthly') };
	}

	/** Shows what is known and reads what is not; also after the connection was made anew. */
	start(): void {
		this.forget();
		this.#service = this.#session.current;
		this.#fingerprint = undefined;
		this.#reservationChanged();
		void this.#reservation.read();
	}

	/** Shows what the service came to know. */
	follow(change: Change): void {
		const { current } = this.#session;
		const restarted = this.#service !== undefined && current !== this.#service;
		const cameUp = this.#service === undefined && current !== undefined && !this.#reservation.known.loading;
		if (restarted) this.#beginAnew();
		else if (cameUp) this.start();
		else if (change.kind === 'customers' || change.tenantId.toLowerCase() === this.#ref.tenantId.toLowerCase())
			this.#reservationChanged();
	}

	/** What the connection before has told is not for this one, whose account may be another one: neither the title nor a part of the page. */
	#beginAnew(): void {
		this.#day = undefined;
		this.#page.named(undefined);
		this.start();
		this.#postResources();
	}

	/** Reads everything that is shown anew. @returns what to tell once that is done */
	async refresh(): Promise<string> {
		this.#anew = true;
		const shown = this.#parts().filter(({ known }) => known.value !== undefined || known.failure !== undefined);
		await Promise.all([...new Set([this.#reservation, ...shown])].map((part) => part.read()));
		// Where the subscription's name can't be read, its id is shown: nothing is missing.
		const told = shown.filter((part) => part !== this.#billed);
		const failure = this.#failure() ?? told.map(({ known }) => known.failure).find((it) => it !== undefined);
		return failure?.message ?? vscode.l10n.t('The reservation is up to date.');
	}

	/** Reads one part anew. @returns what to tell once that is done */
	async retry(name: PartName): Promise<string | undefined> {
		if (name === 'overview') this.#anew = true;
		const part = {
			overview: this.#reservation,
			payments: this.#order,
			usage: this.#usage[this.#grain],
			resources: this.#day === undefined ? undefined : this.#days.get(this.#day),
			history: this.#history,
		}[name];
		await part?.read();
		return part?.known.failure?.message ?? vscode.l10n.t('Read again.');
	}

	showUsage(grain: UsageGrain): void {
		this.#grain = grain;
		if (grain === 'monthly') this.#day = undefined;
		this.#usage[grain].ensure();
		this.#postUsage();
		this.#postResources();
	}

	/**
	 * Shows the resources behind a day, or none.
	 * @param day start of the day, ms since the epoch, UTC
	 * @returns what to tell once they are there
	 */
	async showDay(day: number | undefined): Promise<string | undefined> {
		this.#day = day;
		this.#postUsage();
		this.#postResources();
		if (day === undefined) return undefined;
		let part = this.#days.get(day);
		if (part === undefined) {
			part = new Part<readonly ResourceUsage[]>(
				async (signal) => (await this.#session.service()).readResourceUsage(this.#ref, day, signal),
				() => this.#postResources(),
			);
			this.#days.set(day, part);
		}
		if (part.known.value === undefined) await part.read();
		if (this.#day !== day) return undefined;
		const { title, empty, problem } = this.#resources();
		return problem?.title ?? empty ?? title;
	}

	/** Everything that is known: for a page that has just come up. */
	postAll(): void {
		this.#postOverview();
		this.#postNext();
		this.#postUsage();
		this.#postPayments();
		this.#postHistory();
		this.#postResources();
	}

	/** Gives up what is being read and forgets what was. */
	forget(): void {
		for (const part of this.#parts()) part.forget();
		this.#days.clear();
	}

	#parts(): readonly Part<unknown>[] {
		return [
			this.#reservation,
			this.#order,
			this.#history,
			this.#billed,
			this.#usage.daily,
			this.#usage.monthly,
			...this.#days.values(),
		];
	}

	/**
	 * Loads or refreshes the customer's list, which carries what a single read never does (use, offers of return and
	 * exchange: recordings 9), and asks for the one reservation only when the list does not have it.
	 */
	async #readReservation(service: ReservationsService, signal: AbortSignal): Promise<Reservation> {
		const anew = this.#anew && this.#service === service;
		this.#anew = false;
		this.#service = service;
		this.#reservationChanged();
		// What quotes told of the refund pool before VS Code was closed.
		void service.watch.ready().then(() => this.#postNext());
		const { tenantId } = this.#ref;
		// Only for the customer's name; what goes wrong there is shown by the list of customers.
		if (service.getCustomer(tenantId) === undefined) void service.loadCustomers(signal).catch(() => undefined);
		if (anew) await service.refreshReservations([tenantId], signal);
		else await service.loadReservations(tenantId, signal);
		const list = service.getReservations(tenantId);
		const found = service.getReservation(this.#ref);
		if (found === undefined && list.failure !== undefined) throw list.failure;
		return found ?? (await service.readReservation(this.#ref, signal));
	}

	/** The newest that is known of the reservation: the customer's list first, which is refreshed by others too. */
	#current(): Reservation | undefined {
		return this.#service?.getReservation(this.#ref) ?? this.#reservation.known.value;
	}

	#inList(): boolean {
		return this.#service?.getReservation(this.#ref) !== undefined;
	}

	#failure() {
		const list = this.#service?.getReservations(this.#ref.tenantId);
		const own = this.#reservation.known;
		return this.#inList() ? list?.failure : (own.failure ?? (own.value === undefined ? list?.failure : undefined));
	}

	#reservationChanged(): void {
		const reservation = this.#current();
		if (reservation !== undefined) {
			this.#page.named(reservation.name);
			const { etag, updatedAt, state, quantity } = reservation;
			const fingerprint = [etag, updatedAt, state, quantity].join();
			const before = this.#fingerprint;
			this.#fingerprint = fingerprint;
			if (before === undefined)
				for (const part of [this.#order, this.#history, this.#usage[this.#grain], this.#billed]) part.ensure();
			else if (before !== fingerprint) for (const part of [this.#order, this.#history]) void part.read();
		}
		this.#postOverview();
		this.#postNext();
		this.#postUsage();
	}

	#postOverview(): void {
		const list = this.#service?.getReservations(this.#ref.tenantId);
		const own = this.#reservation.known;
		const loading = own.loading || list?.loading === true;
		// A tab that came back with the window may have its title of somebody else.
		if (this.#current() === undefined && !loading && this.#failure() !== undefined) this.#page.named(undefined);
		this.#page.post(
			overviewView({
				ref: this.#ref,
				reservation: this.#current(),
				successors: this.#service?.operations.successorsOf(this.#ref),
				names: this.#names(list?.value?.reservations ?? []),
				customer: this.#service?.getCustomer(this.#ref.tenantId),
				cloud: this.#service?.cloud,
				loading,
				asOf: this.#inList() ? list?.asOf : own.asOf,
				failure: this.#failure(),
				now: Date.now(),
			}),
		);
	}

	/** Names of what stands on the page by its id. @param others the customer's reservations */
	#names(others: readonly Reservation[]): EssentialNames {
		const billed = subscriptionGuid(this.#current()?.billingScopeId);
		// Where the subscription can't be read, a reservation that applies to it may tell its name.
		const place = placesOf(others).find(
			({ id, name }) => subscriptionGuid(id) === billed && subscriptionGuid(name) === undefined,
		);
		return {
			billedSubscription: this.#billed.known.value ?? (billed === undefined ? undefined : place?.name),
			reservation: (reservationId) => others.find((it) => it.reservationId === reservationId.toLowerCase())?.name,
		};
	}

	#postNext(): void {
		const reservation = this.#current();
		if (reservation === undefined) return;
		const { value: usage, loading: usageLoading } = this.#usage.daily.known;
		const advice = this.#service?.advise(reservation, usage) ?? [];
		this.#page.post(
			nextView({
				reservation,
				advice,
				order: this.#order.known,
				usageLoading,
				returnQuote: this.#service?.returnQuoteOf(reservation),
				allowance: this.#service?.watch.allowance(reservation.tenantId),
				now: Date.now(),
			}),
		);
	}

	#postPayments(): void {
		if (this.#current() !== undefined) this.#page.post(paymentsView(this.#order.known));
	}

	#postUsage(): void {
		const reservation = this.#current();
		if (reservation === undefined) return;
		const usage = this.#usage[this.#grain].known;
		this.#page.post(usageView({ reservation, grain: this.#grain, usage, selected: this.#day, now: Date.now() }));
	}

	#resources() {
		const known = this.#day === undefined ? undefined : this.#days.get(this.#day)?.known;
		const point = this.#usage.daily.known.value?.find(({ at }) => at === this.#day);
		return resourcesView({ day: this.#day, usage: known ?? { loading: false }, point });
	}

	#postResources(): void {
		this.#page.post(this.#resources());
	}

	#postHistory(): void {
		if (this.#current() !== undefined) this.#page.post(historyView(this.#history.known));
	}
}
