/** The view "Customers": the tree with its progress, its description line, its welcome texts, and the way to a node. */
import * as vscode from 'vscode';
import type { Preferences, SortOrder } from '../host/preferences';
import type { Session } from '../host/session';
import type { Customer, Reservation } from '../reservations/model';
import { CustomersTree } from './customers-tree';
import { isHidden, SIGN_IN_REQUIRED } from './facts';
import { type CustomerNode, customerOf, reservationNode, type TreeNode } from './nodes';
import { line, staleText, waitingText } from './text';

const VIEW = 'cspReservations.customers';
/** The figures depend on the date, and what is shown grows old: drawn anew so often (ms), without asking the network. */
const REDRAW_EVERY = 15 * 60 * 1000;

export class CustomersView implements vscode.Disposable {
	readonly tree: CustomersTree;
	readonly #session: Session;
	readonly #preferences: Preferences;
	readonly #view: vscode.TreeView<TreeNode>;
	readonly #disposables: vscode.Disposable[];
	readonly #redraw: NodeJS.Timeout;
	#countdown: NodeJS.Timeout | undefined;
	#connectionError: unknown;
	#told: string | undefined;
	#busy: { readonly end: () => void } | undefined;

	constructor(session: Session, preferences: Preferences) {
		this.#session = session;
		this.#preferences = preferences;
		this.tree = new CustomersTree(session, preferences);
		this.#view = vscode.window.createTreeView(VIEW, {
			treeDataProvider: this.tree,
			canSelectMany: true,
			showCollapseAll: true,
		});
		this.#disposables = [
			this.tree,
			this.#view,
			this.#view.onDidExpandElement(({ element }) => this.tree.setExpanded(element, true)),
			this.#view.onDidCollapseElement(({ element }) => this.tree.setExpanded(element, false)),
			this.tree.onDidConnect((error) => this.#connected(error)),
			session.onDidChange(() => this.#describe()),
			preferences.onDidChange(() => this.#describe()),
		];
		this.#redraw = setInterval(() => {
			if (this.#view.visible) this.tree.redraw();
		}, REDRAW_EVERY);
		this.#describe();
	}

	/** Why the connection could not be made; undefined while it stands. */
	get connectionError(): unknown {
		return this.#connectionError;
	}

	/** What is selected in the tree, as long as it is seen: what nobody sees is not meant. */
	get selection(): readonly TreeNode[] {
		return this.#view.visible ? this.#view.selection : [];
	}

	/** The figure at the icon of the view; undefined: none. */
	setBadge(badge: vscode.ViewBadge | undefined): void {
		this.#view.badge = badge;
	}

	/** The line beside the title of the view. */
	get description(): string {
		return this.#view.description ?? '';
	}

	/**
	 * Reads from the network what these nodes show, and nothing else.
	 * @param nodes empty: the list of customers, and the reservations of all expanded and pinned customers
	 */
	async refresh(nodes: readonly TreeNode[] = []): Promise<void> {
		if (this.#session.current === undefined) return this.tree.reload();
		await this.#whileBusy(async () => {
			const service = await this.#session.service();
			const all = nodes.length === 0 || nodes.some((node) => node.kind !== 'reservation' && customerOf(node) === undefined);
			const reservations = all ? [] : nodes.filter((node) => node.kind === 'reservation');
			const tenantIds = all
				? this.tree.followed
				: nodes.filter((node) => node.kind !== 'reservation').map((node) => customerOf(node)?.tenantId);
			const unique = [...new Set(tenantIds.filter((tenantId) => tenantId !== undefined))];
			await Promise.all([
				all ? service.refreshCustomers() : undefined,
				unique.length > 0 ? service.refreshReservations(unique) : undefined,
				...reservations.map((node) => service.readReservation(node.reservation)),
			]);
		});
	}

	/** Selects the customer, or one of its reservations, wherever it stands, and opens what lies around it. */
	async reveal(customer: Customer, reservation?: Reservation): Promise<void> {
		if (reservation !== undefined && isHidden(reservation) && !this.#preferences.showEnded) {
			await this.#preferences.setShowEnded(true);
		}
		const parent = await this.tree.include(customer);
		const node = reservation === undefined ? parent : reservationNode(parent, reservation);
		await this.#view.reveal(node, { select: true, focus: true, expand: reservation === undefined });
	}

	/** Shows the next page of customers and goes to its first one, so that the keyboard goes on from there. */
	async showMore(): Promise<void> {
		const first: CustomerNode | undefined = this.tree.showMore();
		if (first !== undefined) await this.#view.reveal(first, { select: true, focus: true });
	}

	#connected(error: unknown): void {
		this.#connectionError = error;
		if (error !== undefined) this.#session.log.error(error instanceof Error ? error : String(error));
		this.#describe();
	}

	/** Which welcome text an empty view shows. */
	#tellConnection(signedOut: boolean): void {
		const state = this.#connectionError !== undefined ? 'failed' : signedOut ? 'signedOut' : 'ready';
		if (state === this.#told) return;
		this.#told = state;
		void vscode.commands.executeCommand('setContext', 'cspReservations.connection', state);
	}

	/** The line beside the title, and the bar below it while something is being read. */
	#describe(): void {
		const service = this.#session.current;
		const customers = service?.getCustomers();
		const connected = service !== undefined || this.#connectionError !== undefined;
		if (connected) this.#tellConnection(customers?.failure?.details.code === SIGN_IN_REQUIRED);
		const now = Date.now();
		this.#view.description = line([
			service === undefined
				? undefined
				: service.cloud.isSandbox
					? vscode.l10n.t('{0} · practice data', service.cloud.name)
					: service.cloud.name,
			sortText(this.#preferences.sort),
			waitingText(customers?.waitingUntil, now),
			customers === undefined ? undefined : staleText(customers, now),
		]);
		clearTimeout(this.#countdown);
		if ((customers?.waitingUntil ?? 0) > now) this.#countdown = setTimeout(() => this.#describe(), 1000);
		if (customers?.loading === true) this.#startBusy();
		else this.#endBusy();
	}

	#startBusy(): void {
		if (this.#busy !== undefined) return;
		const { promise, resolve } = Promise.withResolvers<void>();
		this.#busy = { end: resolve };
		void vscode.window.withProgress({ location: { viewId: VIEW } }, () => promise);
	}

	#endBusy(): void {
		this.#busy?.end();
		this.#busy = undefined;
	}

	async #whileBusy(work: () => Promise<void>): Promise<void> {
		await vscode.window.withProgress({ location: { viewId: VIEW } }, work);
	}

	dispose(): void {
		clearInterval(this.#redraw);
		clearTimeout(this.#countdown);
		this.#endBusy();
		vscode.Disposable.from(...this.#disposables).dispose();
	}
}

/** The order of the tree in words. */
function sortText(sort: SortOrder): string {
	switch (sort) {
		case 'name':
			return vscode.l10n.t('by name');
		case 'expiry':
			return vscode.l10n.t('by expiry');
		case 'use':
			return vscode.l10n.t('by use');
	}
}
