/** The quick pick over all customers and reservations: what the search shows, and what commands ask with. */
import * as vscode from 'vscode';
import { isCancelled } from '../azure/failure';
import { date, number } from '../host/formats';
import { escapeIcons } from '../host/markup';
import { stateWords } from '../host/words';
import type { ReservationsService } from '../reservations/api';
import type { Customer, SearchHit } from '../reservations/model';
import { regionName } from '../reservations/regions';
import { shortSku } from '../tree/facts';
import { line } from '../tree/text';
import type { CommandContext } from './context';
import { LiveItems } from './live-items';

/** More than this nobody reads; typing on is faster. */
const LIMIT = 100;
/** Partner Center is asked once the typing pauses for so many ms; what is known is searched at every keystroke. */
const PAUSE = 300;
/** Customers whose reservations are loaded between two updates of the list. */
const BATCH = 25;

/** While customers come in, the list is drawn at most so often (ms). */
const REDRAW = 150;

type Kind = 'all' | 'customers' | 'reservations';

export interface Picked extends SearchHit {
	/** The button "Show in Tree" was used instead of Enter. */
	readonly inTree: boolean;
}

interface HitItem extends vscode.QuickPickItem {
	readonly hit?: SearchHit;
	readonly loadRest?: true;
}

/**
 * Lets the user find a customer or a reservation.
 * @param kind what may be picked
 * @param title of the quick pick
 * @returns undefined when the user gave up
 * @throws ServiceFailure when there is no connection
 */
export async function pickFromAll(context: CommandContext, kind: Kind, title: string): Promise<Picked | undefined> {
	return new AllPick(context, kind, title).run();
}

class AllPick {
	readonly #context: CommandContext;
	readonly #kind: Kind;
	readonly #title: string;
	readonly #pick = vscode.window.createQuickPick<HitItem>();
	readonly #showInTree: vscode.QuickInputButton = {
		iconPath: new vscode.ThemeIcon('list-tree'),
		tooltip: vscode.l10n.t('Show in Tree'),
	};
	readonly #stop: vscode.QuickInputButton = {
		iconPath: new vscode.ThemeIcon('debug-stop'),
		tooltip: vscode.l10n.t('Stop Loading'),
	};
	readonly #list = new LiveItems(this.#pick, {
		keyOf: (item) => (item.loadRest === true ? 'rest' : keyOf(item.hit)),
		free: () => this.#showLate(),
	});
	/** Tells what was picked. */
	readonly #picked = Promise.withResolvers<Picked | undefined>();
	#service: ReservationsService | undefined;
	/** What the list shows, as text. */
	#drawn = '';
	/** The list is to be shown anew once VS Code shows the last one; `keepChoice` as in {@link #show}. */
	#late: { readonly keepChoice: boolean } | undefined;
	/** Customers that Partner Center found for the present text and that are not in the list yet. */
	#found: readonly Customer[] = [];
	#pause: NodeJS.Timeout | undefined;
	#redraw: NodeJS.Timeout | undefined;
	#asking: AbortController | undefined;
	#loadingRest: AbortController | undefined;

	constructor(context: CommandContext, kind: Kind, title: string) {
		this.#context = context;
		this.#kind = kind;
		this.#title = title;
		this.#pick.title = title;
		this.#pick.placeholder =
			kind === 'customers'
				? vscode.l10n.t('Customer name, domain or tenant ID')
				: vscode.l10n.t('Customer name, domain or tenant ID; reservation name, reservation ID or order ID');
		// The service has searched already, in ids too: VS Code must not filter a second time.
		this.#pick.matchOnDescription = true;
		this.#pick.matchOnDetail = true;
	}

	async run(): Promise<Picked | undefined> {
		const { promise, resolve, reject } = this.#picked;
		const listeners = [
			this.#pick.onDidChangeValue(() => this.#typed()),
			this.#pick.onDidChangeActive(() => this.#list.focusChanged()),
			this.#pick.onDidAccept(() => this.#list.choose(this.#pick.selectedItems[0], (item) => this.#accepted(item))),
			this.#pick.onDidTriggerItemButton(({ item }) =>
				this.#list.choose(item, ({ hit }) => hit !== undefined && resolve({ ...hit, inTree: true })),
			),
			this.#pick.onDidTriggerButton(() => this.#loadingRest?.abort()),
			this.#pick.onDidHide(() => resolve(undefined)),
			this.#context.session.onDidChange(() => this.#showSoon()),
		];
		this.#pick.busy = true;
		this.#pick.show();
		void this.#connect().catch(reject);
		try {
			return await promise;
		} finally {
			clearTimeout(this.#pause);
			clearTimeout(this.#redraw);
			this.#asking?.abort();
			this.#loadingRest?.abort();
			this.#service = undefined;
			vscode.Disposable.from(...listeners, this.#pick).dispose();
		}
	}

	#accepted({ hit, loadRest }: HitItem): void {
		if (loadRest === true) void this.#loadRest();
		else if (hit !== undefined) this.#picked.resolve({ ...hit, inTree: false });
	}

	async #connect(): Promise<void> {
		const service = await this.#context.session.service();
		this.#service = service;
		const { value, failure } = await service.loadCustomers();
		// An empty list would say that there are none.
		if (value === undefined && failure !== undefined) throw failure;
		this.#show('keepChoice');
		this.#setBusy();
	}

	#typed(): void {
		this.#found = [];
		this.#show();
		this.#asking?.abort();
		clearTimeout(this.#pause);
		const text = this.#pick.value.trim();
		const list = this.#service?.getCustomers().value;
		if (text === '' || list?.complete === true) this.#setBusy();
		else this.#pause = setTimeout(() => void this.#askPartnerCenter(text), PAUSE);
	}

	/** While the list of customers is still coming in, Partner Center finds those that are not in it yet. */
	async #askPartnerCenter(text: string): Promise<void> {
		const service = this.#service;
		if (service === undefined) return;
		const asking = new AbortController();
		this.#asking = asking;
		this.#setBusy();
		try {
			const found = await service.findCustomers(text, asking.signal);
			if (asking.signal.aborted) return;
			this.#found = found;
			this.#show();
		} catch (error) {
			// What is known is still searched; the list of customers itself shows why Partner Center does not answer.
			if (!isCancelled(error)) this.#context.log.warn(`Searching customers in Partner Center failed: ${String(error)}`);
		} finally {
			if (this.#asking === asking) this.#asking = undefined;
			this.#setBusy();
		}
	}

	#setBusy(): void {
		const listed = this.#service?.getCustomers();
		this.#pick.busy = listed === undefined || listed.loading || this.#asking !== undefined || this.#loadingRest !== undefined;
	}

	/** Something was read from the network. */
	#showSoon(): void {
		this.#redraw ??= setTimeout(() => {
			this.#redraw = undefined;
			// The connection was changed under the open list: what it shows is not there any more.
			if (this.#service !== undefined && this.#context.session.current !== this.#service) this.#pick.hide();
			else this.#show('keepChoice');
			this.#setBusy();
		}, REDRAW);
	}

	/** @param choice the chosen item stays chosen, so that news from the network does not move it below the Enter key */
	#show(choice?: 'keepChoice'): void {
		const service = this.#service;
		if (service === undefined) return;
		if (this.#list.isBusy) {
			this.#late = { keepChoice: choice === 'keepChoice' && this.#late?.keepChoice !== false };
			return;
		}
		const text = this.#pick.value.trim();
		const result =
			text === '' ? { hits: this.#suggestions(service), more: false, customersNotLoaded: 0 } : service.search(text, LIMIT);
		const known = new Set(result.hits.map(({ customer }) => customer.tenantId));
		const hits = [
			...result.hits,
			...this.#found.filter(({ tenantId }) => !known.has(tenantId)).map((customer): SearchHit => ({ customer })),
		];
		const customers = this.#kind === 'reservations' ? [] : hits.filter(({ reservation }) => reservation === undefined);
		const reservations = this.#kind === 'customers' ? [] : hits.filter(({ reservation }) => reservation !== undefined);
		const items = [
			...section(
				vscode.l10n.t('Customers'),
				customers.map((hit) => this.#itemOf(hit)),
			),
			...section(
				vscode.l10n.t('Reservations'),
				reservations.map((hit) => this.#itemOf(hit)),
			),
			...(this.#kind === 'customers' ? [] : this.#restItems(result.customersNotLoaded)),
		];
		this.#draw(items, choice);
		if (result.more) this.#pick.title = vscode.l10n.t('{0} (more than {1} found, type on to narrow)', this.#title, number(LIMIT));
		else if (this.#loadingRest === undefined) this.#pick.title = this.#title;
	}

	/** VS Code takes the focus from a list that is drawn anew for a moment: one that is the same is left alone. */
	#draw(items: readonly HitItem[], choice: 'keepChoice' | undefined): void {
		const drawn = JSON.stringify(items.map(({ label, description, detail }) => [label, description, detail]));
		if (drawn === this.#drawn) return;
		this.#drawn = drawn;
		const [active] = this.#pick.activeItems;
		const again = items.find((item) => item.hit !== undefined && keyOf(item.hit) === keyOf(active?.hit));
		this.#list.set(items, choice === 'keepChoice' ? again : undefined);
	}

	/** VS Code shows the last list now; it is the last one that there is, unless something came meanwhile. */
	#showLate(): void {
		const late = this.#late;
		this.#late = undefined;
		if (late !== undefined) this.#show(late.keepChoice ? 'keepChoice' : undefined);
	}

	/** Before anything is typed: what the user works with, which is the pinned and the expanded customers. */
	#suggestions(service: ReservationsService): readonly SearchHit[] {
		const { pinned } = this.#context.preferences;
		const followed = new Set([...pinned, ...this.#context.view.tree.followed]);
		const customers = [...followed].map((tenantId) => service.getCustomer(tenantId)).filter((customer) => customer !== undefined);
		const reservations = customers.flatMap((customer) =>
			(service.getReservations(customer.tenantId).value?.reservations ?? []).map(
				(reservation): SearchHit => ({ customer, reservation }),
			),
		);
		return [...customers.map((customer): SearchHit => ({ customer })), ...reservations.slice(0, LIMIT)];
	}

	#itemOf(hit: SearchHit): HitItem {
		const { customer, reservation } = hit;
		if (reservation === undefined) {
			return {
				label: `$(organization) ${escapeIcons(customer.name)}`,
				description: escapeIcons(line([customer.domain, customer.tenantId])),
				alwaysShow: true,
				hit,
			};
		}
		return {
			label: `$(bookmark) ${escapeIcons(reservation.name)}`,
			description: escapeIcons(
				line([
					customer.name,
					stateWords(reservation.state),
					shortSku(reservation.sku),
					regionName(reservation.region),
					date(reservation.expiresAt),
				]),
			),
			detail: vscode.l10n.t('{0} in order {1}', reservation.reservationId, reservation.orderId),
			alwaysShow: true,
			buttons: this.#kind === 'all' ? [this.#showInTree] : [],
			hit,
		};
	}

	/** What the search can't see yet, and the way to it. */
	#restItems(notLoaded: number): HitItem[] {
		if (notLoaded === 0 || this.#loadingRest !== undefined) return [];
		const label =
			notLoaded === 1
				? vscode.l10n.t('1 customer not loaded yet: load and search it')
				: vscode.l10n.t('{0} customers not loaded yet: load and search them', number(notLoaded));
		return [
			{ label: vscode.l10n.t('Not searched'), kind: vscode.QuickPickItemKind.Separator },
			{ label: `$(cloud-download) ${label}`, alwaysShow: true, loadRest: true },
		];
	}

	/** Loads the reservations of all customers, a batch at a time, while the search goes on. Ends with the quick pick. */
	async #loadRest(): Promise<void> {
		const service = this.#service;
		if (service === undefined || this.#loadingRest !== undefined) return;
		const stop = new AbortController();
		this.#loadingRest = stop;
		this.#pick.buttons = [this.#stop];
		this.#pick.ignoreFocusOut = true;
		this.#setBusy();
		try {
			const missing = (service.getCustomers().value?.customers ?? []).filter(
				({ tenantId }) => service.getReservations(tenantId).value === undefined,
			);
			for (let at = 0; at < missing.length && !stop.signal.aborted; at += BATCH) {
				this.#pick.title = vscode.l10n.t('{0} (loading customers: {1} of {2})', this.#title, number(at), number(missing.length));
				await Promise.all(missing.slice(at, at + BATCH).map(({ tenantId }) => service.loadReservations(tenantId, stop.signal)));
				this.#show('keepChoice');
			}
		} catch (error) {
			if (!isCancelled(error)) this.#context.log.error(error instanceof Error ? error : String(error));
		} finally {
			this.#loadingRest = undefined;
			this.#pick.buttons = [];
			this.#pick.ignoreFocusOut = false;
			this.#pick.title = this.#title;
			this.#setBusy();
			this.#show('keepChoice');
		}
	}
}

function section(label: string, items: readonly HitItem[]): HitItem[] {
	return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function keyOf(hit: SearchHit | undefined): string | undefined {
	return hit === undefined ? undefined : (hit.reservation?.reservationId ?? hit.customer.tenantId);
}
