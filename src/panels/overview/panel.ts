/** One Overview panel: reads the parts of its reservation, posts them to the page, and does what the page asks for. */
import * as vscode from 'vscode';
import type { Session } from '../../host/session';
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
import { overviewHtml } from './html';
import { type HostMessage, PageMessage } from './messages';
import { Part } from './part';
import { historyView } from './views/history';
import { nextView } from './views/next';
import { overviewView } from './views/overview';
import { paymentsView } from './views/payments';
import { resourcesView } from './views/resources';
import { usageView } from './views/usage';

/** What a panel needs of its surroundings. */
interface PanelHost {
	readonly session: Session;
	readonly extensionUri: vscode.Uri;
	/** Runs a command on the reservation of this panel; what it gives is awaited and ignored. */
	runCommand(id: string): unknown;
	/** Shows another reservation. */
	open(ref: ReservationRef): void;
	/** Called once, when the panel is gone. */
	closed(): void;
}

export class OverviewPanel {
	readonly ref: ReservationRef;
	readonly #panel: vscode.WebviewPanel;
	readonly #host: PanelHost;
	readonly #reservation: Part<Reservation>;
	readonly #order: Part<ReservationOrder>;
	readonly #history: Part<readonly HistoryEntry[]>;
	readonly #usage: Readonly<Record<UsageGrain, Part<readonly UsagePoint[]>>>;
	/** The resources behind the days that were looked at. */
	readonly #days = new Map<number, Part<readonly ResourceUsage[]>>();
	#service: ReservationsService | undefined;
	#grain: UsageGrain = 'daily';
	#day: number | undefined;
	/** Tells the reservation that the other parts were read for from a later state of it. */
	#fingerprint: string | undefined;
	#pageReady = false;
	#disposed = false;

	constructor(panel: vscode.WebviewPanel, ref: ReservationRef, host: PanelHost) {
		this.#panel = panel;
		this.ref = ref;
		this.#host = host;
		const { session } = host;
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
		const usage = (grain: UsageGrain) =>
			part(
				(service, signal) => service.readUsage(ref, grain, signal),
				() => {
					this.#postUsage();
					this.#postNext();
				},
			);
		this.#usage = { daily: usage('daily'), monthly: usage('monthly') };

		panel.iconPath = new vscode.ThemeIcon('graph');
		panel.onDidDispose(() => this.#ended());
		panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
		panel.webview.html = overviewHtml(panel.webview, host.extensionUri, panel.title);
		this.#start();
	}

	get isActive(): boolean {
		return this.#panel.active;
	}

	reveal(): void {
		this.#panel.reveal();
	}

	dispose(): void {
		this.#panel.dispose();
	}

	/** Reads everything that is shown anew. */
	refresh(): void {
		this.#say(
			this.#refreshAll(),
			() => this.#reservation.known.failure?.message ?? vscode.l10n.t('The reservation is up to date.'),
		);
	}

	/** Shows what the service came to know. */
	follow(change: Change): void {
		if (this.#host.session.current !== this.#service) {
			this.#start();
			return;
		}
		if (change.kind === 'customers' || change.tenantId.toLowerCase() === this.ref.tenantId.toLowerCase())
			this.#reservationChanged();
	}

	#start(): void {
		for (const part of this.#parts()) part.cancel();
		this.#service = this.#host.session.current;
		this.#fingerprint = undefined;
		this.#reservationChanged();
		void this.#reservation.read();
	}

	/**
	 * Starts or refreshes the customer's list, which carries what a single read never does (use, offers of return and
	 * exchange: recordings 9), and asks for the one reservation only when the list does not have it.
	 */
	async #readReservation(service: ReservationsService, signal: AbortSignal): Promise<Reservation> {
		const anew = this.#service === service && this.#current() !== undefined && this.#reservation.known.asOf !== undefined;
		this.#service = service;
		this.#reservationChanged();
		const { tenantId } = this.ref;
		if (service.getCustomer(tenantId) === undefined) void service.loadCustomers(signal).catch(() => undefined);
		if (anew) await service.refreshReservations([tenantId], signal);
		else await service.loadReservations(tenantId, signal);
		const list = service.getReservations(tenantId);
		const found = service.getReservation(this.ref);
		if (found === undefined && list.failure !== undefined) throw list.failure;
		return found ?? (await service.readReservation(this.ref, signal));
	}

	/** The newest that is known of the reservation: the customer's list first, which is refreshed by others too. */
	#current(): Reservation | undefined {
		return this.#service?.getReservation(this.ref) ?? this.#reservation.known.value;
	}

	#reservationChanged(): void {
		const reservation = this.#current();
		if (reservation !== undefined) {
			this.#panel.title = reservation.name;
			const { etag, updatedAt, state, quantity } = reservation;
			const fingerprint = [etag, updatedAt, state, quantity].join();
			if (this.#fingerprint === undefined) {
				for (const part of [this.#order, this.#history, this.#usage[this.#grain]]) part.ensure();
			} else if (this.#fingerprint !== fingerprint) {
				for (const part of [this.#order, this.#history]) void part.read();
			}
			this.#fingerprint = fingerprint;
		}
		this.#postOverview();
		this.#postNext();
		this.#postUsage();
	}

	async #refreshAll(): Promise<void> {
		const known = this.#parts().filter((part) => part.known.value !== undefined || part.known.failure !== undefined);
		await Promise.all([this.#reservation, ...known.filter((part) => part !== this.#reservation)].map((part) => part.read()));
	}

	#parts(): readonly Part<unknown>[] {
		return [this.#reservation, this.#order, this.#history, this.#usage.daily, this.#usage.monthly, ...this.#days.values()];
	}

	#receive(raw: unknown): void {
		if (this.#disposed) return;
		const parsed = PageMessage.safeParse(raw);
		if (!parsed.success) {
			this.#host.session.log.warn('Overview: a message of the page was not understood and was ignored.');
			return;
		}
		const message = parsed.data;
		switch (message.type) {
			case 'ready':
				this.#pageReady = true;
				this.#postAll();
				break;
			case 'command':
				this.#run(message.command);
				break;
			case 'refresh':
				this.refresh();
				break;
			case 'retry':
				this.#retry(message.part);
				break;
			case 'showUsage':
				this.#grain = message.grain;
				if (message.grain === 'monthly') this.#day = undefined;
				this.#usage[message.grain].ensure();
				this.#postUsage();
				this.#postResources();
				break;
			case 'showDay':
				this.#showDay(message.day);
				break;
			case 'openReservation':
				this.#host.open({ ...this.ref, reservationId: message.reservationId.toLowerCase() });
				break;
		}
	}

	#run(command: string): void {
		const done = Promise.resolve(this.#host.runCommand(command));
		if (command.startsWith('cspReservations.copy')) this.#say(done, () => vscode.l10n.t('Copied to the clipboard.'));
		else done.catch((error: unknown) => this.#host.session.log.error(`Overview: ${command} failed: ${String(error)}`));
	}

	#retry(name: 'overview' | 'payments' | 'usage' | 'resources' | 'history'): void {
		const part = {
			overview: this.#reservation,
			payments: this.#order,
			usage: this.#usage[this.#grain],
			resources: this.#day === undefined ? undefined : this.#days.get(this.#day),
			history: this.#history,
		}[name];
		if (part !== undefined) this.#say(part.read(), () => part.known.failure?.message ?? vscode.l10n.t('Read again.'));
	}

	#showDay(day: number | undefined): void {
		this.#day = day;
		if (day !== undefined) {
			let part = this.#days.get(day);
			if (part === undefined) {
				part = new Part<readonly ResourceUsage[]>(
					async (signal) => (await this.#host.session.service()).readResourceUsage(this.ref, day, signal),
					() => this.#postResources(),
				);
				this.#days.set(day, part);
			}
			if (part.known.value === undefined && !part.known.loading) {
				this.#say(part.read(), () => this.#resources().empty ?? this.#resources().problem?.title ?? this.#resources().title);
			}
		}
		this.#postUsage();
		this.#postResources();
	}

	/** Lets the page's live region tell the end of something the user asked for. */
	#say(work: Promise<unknown>, text: () => string): void {
		work
			.then(() => this.#post({ type: 'announce', text: text() }))
			.catch((error: unknown) => this.#host.session.log.error(`Overview: ${String(error)}`));
	}

	#postAll(): void {
		this.#postOverview();
		this.#postNext();
		this.#postUsage();
		this.#postPayments();
		this.#postHistory();
		this.#postResources();
	}

	#postOverview(): void {
		const list = this.#service?.getReservations(this.ref.tenantId);
		const inList = this.#service?.getReservation(this.ref) !== undefined;
		const own = this.#reservation.known;
		this.#post(
			overviewView({
				ref: this.ref,
				reservation: this.#current(),
				customer: this.#service?.getCustomer(this.ref.tenantId),
				cloud: this.#service?.cloud,
				loading: own.loading || list?.loading === true,
				asOf: inList ? list?.asOf : own.asOf,
				failure: inList ? list?.failure : (own.failure ?? list?.failure),
				now: Date.now(),
			}),
		);
	}

	#postNext(): void {
		const reservation = this.#current();
		if (reservation === undefined) return;
		const advice = this.#service?.advise(reservation, this.#usage.daily.known.value) ?? [];
		this.#post(
			nextView({ reservation, advice, order: this.#order.known, usageLoading: this.#usage.daily.known.loading, now: Date.now() }),
		);
	}

	#postPayments(): void {
		if (this.#current() !== undefined) this.#post(paymentsView(this.#order.known));
	}

	#postUsage(): void {
		const reservation = this.#current();
		if (reservation === undefined) return;
		this.#post(
			usageView({ reservation, grain: this.#grain, usage: this.#usage[this.#grain].known, selected: this.#day, now: Date.now() }),
		);
	}

	#resources() {
		const known = this.#day === undefined ? undefined : this.#days.get(this.#day)?.known;
		const point = this.#usage.daily.known.value?.find(({ at }) => at === this.#day);
		return resourcesView({ day: this.#day, usage: known ?? { loading: false }, point });
	}

	#postResources(): void {
		this.#post(this.#resources());
	}

	#postHistory(): void {
		if (this.#current() !== undefined) this.#post(historyView(this.#history.known));
	}

	/** A page that is hidden or not there yet gets nothing: it asks for everything when it says that it is ready. */
	#post(message: HostMessage): void {
		if (this.#disposed || !this.#pageReady) return;
		void this.#panel.webview.postMessage(message);
	}

	#ended(): void {
		this.#disposed = true;
		for (const part of this.#parts()) part.cancel();
		this.#host.closed();
	}
}
