/** The tree of customers and their reservations. It never fetches: it starts the service's loads and shows what is known. */
import * as vscode from 'vscode';
import type { Preferences } from '../host/preferences';
import type { Session } from '../host/session';
import { readSettings, type Settings } from '../host/settings';
import type { ReservationsService } from '../reservations/api';
import type { Customer, CustomerList, Known, ReservationList } from '../reservations/model';
import { isHidden, SIGN_IN_REQUIRED, type Summary, summarize } from './facts';
import { type ItemSource, itemOf, tooltipOf } from './items';
import { type LoadSource, Loads } from './loads';
import {
	type CustomerNode,
	customerNode,
	failureNode,
	moreNode,
	type NoteNode,
	noteNode,
	type ResellerNode,
	type ReservationNode,
	resellerNode,
	reservationNode,
	type TreeNode,
} from './nodes';
import { nameComparer, orderCustomers, orderReservations } from './order';
import { RefreshQueue } from './refresh-queue';

const CUSTOMERS = 'customers';
/** More reasons than this nobody reads in a tooltip. */
const REASONS = 10;
const EMPTY: Known<never> = { loading: false };

export class CustomersTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
	readonly #session: Session;
	readonly #preferences: Preferences;
	readonly #changes = new vscode.EventEmitter<TreeNode[] | undefined>();
	readonly onDidChangeTreeData = this.#changes.event;
	readonly #connection = new vscode.EventEmitter<unknown>();
	/** Fires when the connection stands (with undefined) and when it could not be made (with the error). */
	readonly onDidConnect = this.#connection.event;
	readonly #queue = new RefreshQueue<TreeNode>((nodes) => this.#changes.fire(nodes));
	readonly #loads = new Loads((key) => this.#refresh(key));
	readonly #compareNames = nameComparer(vscode.env.language);
	readonly #disposables: vscode.Disposable[];

	#settings: Settings = readSettings();
	#service: ReservationsService | undefined;
	/** The customers that VS Code was last given, by tenant id. */
	#shown = new Map<string, CustomerNode>();
	/** The groups that VS Code was last given, by the reseller's tenant id; empty while customers are not grouped. */
	#resellerNodes = new Map<string | undefined, ResellerNode>();
	/** Customers shown although they stand beyond the pages shown, because the user went to them. */
	readonly #extra = new Map<string, Customer>();
	readonly #expanded = new Set<string>();
	#pages = 1;
	/** The customers in the order of the tree, and the list that they were ordered from. */
	#ordered: { readonly from: readonly Customer[]; readonly customers: readonly Customer[] } | undefined;
	/** What VS Code was last given of a customer's row, and of what stands below it, as texts to compare; by tenant id. */
	readonly #drawnRows = new Map<string, string>();
	readonly #drawnChildren = new Map<string, string>();
	/** By tenant id; null: nothing to sum up. */
	readonly #summaries = new Map<string, Summary | null>();

	constructor(session: Session, preferences: Preferences) {
		this.#session = session;
		this.#preferences = preferences;
		this.#disposables = [
			this.#changes,
			this.#connection,
			this.#queue,
			session.onDidChange((change) => {
				if (this.#session.current !== this.#service) this.#forget();
				if (change.kind === 'customers') this.#refresh(CUSTOMERS);
				else this.#refresh(change.tenantId);
			}),
			preferences.onDidChange(() => this.redraw()),
		];
	}

	/** Draws everything anew from what is known. */
	redraw(): void {
		this.#settings = readSettings();
		this.#ordered = undefined;
		this.#summaries.clear();
		this.#queue.all();
	}

	/** Loads everything anew, after the cache was cleared or when the connection could not be made. */
	reload(): void {
		this.#forget();
		this.#queue.all();
	}

	/**
	 * Tenant ids whose reservations are worth keeping fresh: the expanded and the pinned customers, of the connection in use. Others'
	 * tenants are not asked: they are none of this account's business.
	 */
	get followed(): readonly string[] {
		const pinned = [...this.#preferences.pinned].filter((tenantId) => this.#shown.has(tenantId));
		const expanded = [...this.#expanded].filter((tenantId) => this.#service?.getCustomer(tenantId) !== undefined);
		return [...new Set([...expanded, ...pinned])];
	}

	setExpanded(node: TreeNode, expanded: boolean): void {
		if (node.kind !== 'customer') return;
		if (expanded) this.#expanded.add(node.customer.tenantId);
		else this.#expanded.delete(node.customer.tenantId);
	}

	/** Shows the next page. Gives the first customer that was not shown before. */
	showMore(): CustomerNode | undefined {
		const before = this.#shown;
		this.#pages += 1;
		const next = this.#visible(this.#service?.getCustomers().value).find((customer) => !before.has(customer.tenantId));
		this.#queue.all();
		return next === undefined ? undefined : this.#nodeOf(next);
	}

	/** Makes sure that the customer is shown, wherever it stands in the list. The view may not have been open yet. */
	async include(customer: Customer): Promise<CustomerNode> {
		const service = await this.#connect();
		if (this.#preferences.groupByReseller) {
			// The groups are not known as long as the view was not drawn over this connection.
			if (service !== undefined && !this.#shown.has(customer.tenantId)) {
				this.#resellers(service);
				this.#queue.all();
			}
			// A customer that a search found does not tell its reseller.
			return this.#nodeOf(service?.getCustomer(customer.tenantId) ?? customer);
		}
		if (!this.#shown.has(customer.tenantId)) {
			this.#extra.set(customer.tenantId, customer);
			this.#queue.all();
		}
		return this.#nodeOf(customer);
	}

	getTreeItem(node: TreeNode): vscode.TreeItem {
		const item = itemOf(node, this.#items);
		if (node.kind !== 'customer') return item;
		const { tenantId } = node.customer;
		this.#queue.tickUntil(this.#items.reservationsOf(tenantId).waitingUntil, node);
		this.#drawnRows.set(tenantId, rowAsText(item));
		return item;
	}

	/** Fills in what is needed only when the user rests on an item. */
	resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
		if (node.kind !== 'customer' && node.kind !== 'reservation') return item;
		item.tooltip = tooltipOf(node, this.#items);
		return item;
	}

	getParent(node: TreeNode): TreeNode | undefined {
		return node.parent;
	}

	getChildren(node?: TreeNode): Promise<TreeNode[]> | TreeNode[] {
		if (node === undefined) return this.#customers();
		if (node.kind === 'reseller') return this.#customersOf(node);
		return node.kind === 'customer' ? this.#reservations(node) : [];
	}

	async #customers(): Promise<TreeNode[]> {
		const service = await this.#connect();
		if (service === undefined) return [];
		const known = await this.#loads.settle(CUSTOMERS, {
			get: () => service.getCustomers(),
			load: () => service.loadCustomers(),
		});
		this.#queue.drawn();
		// VS Code asks for expanded children one at a time: start all their loads now, they run side by side.
		for (const tenantId of [...this.#expanded, ...this.#preferences.pinned]) {
			if (service.getCustomer(tenantId) !== undefined) this.#loads.start(tenantId, this.#sourceOf(service, tenantId));
		}
		const root = service.cloud.partnerTenantId;
		const list = known.value;
		// Nobody signed in and nothing known: the view's welcome text has the way in.
		if (list === undefined && known.failure?.details.code === SIGN_IN_REQUIRED) return [];
		const failed = known.failure === undefined ? [] : [failureNode(root, undefined, known.failure, list !== undefined)];
		if (list === undefined || (list.customers.length === 0 && known.loading)) {
			this.#queue.tickUntil(known.waitingUntil, undefined);
			return failed.length > 0 ? failed : [noteNode(root, undefined, 'loading', 0, known.waitingUntil)];
		}
		const notes = this.#notesOn(root, list);
		if (this.#preferences.groupByReseller) {
			this.#shown = new Map();
			return [...failed, ...notes, ...this.#resellers(service)];
		}
		this.#resellerNodes.clear();
		const visible = this.#visible(list);
		this.#shown = new Map(visible.map((customer) => [customer.tenantId, this.#nodeOf(customer)]));
		const remaining =
			list.customers.length - visible.filter(({ tenantId }) => service.getCustomer(tenantId) !== undefined).length;
		return [...failed, ...notes, ...this.#shown.values(), ...(remaining > 0 ? [moreNode(root, remaining)] : [])];
	}

	/** What the user has to know about the list as a whole. */
	#notesOn(root: string, { source, sourceFailure, customers, unresolved = [] }: CustomerList): NoteNode[] {
		return [
			...(source === 'partnerCenter' || sourceFailure === undefined
				? []
				: [{ ...noteNode(root, undefined, 'lesserSource', customers.length), failure: sourceFailure }]),
			...(unresolved.length === 0
				? []
				: [
						{
							...noteNode(root, undefined, 'unresolved', unresolved.length),
							reasons: unresolved.slice(0, REASONS).map(({ reason }) => reason),
						},
					]),
		];
	}

	/** One node for each reseller, by name; what has none comes last. */
	#resellers(service: ReservationsService): ResellerNode[] {
		const root = service.cloud.partnerTenantId;
		this.#resellerNodes = new Map(
			service
				.getCustomerGroups()
				.map(({ reseller, customers }) => [reseller?.tenantId, resellerNode(root, reseller, customers.length)] as const),
		);
		return [...this.#resellerNodes.values()];
	}

	/** The customers of a reseller, in the order of the tree. A reseller has a few hundred at most: they need no pages. */
	#customersOf(node: ResellerNode): TreeNode[] {
		const group = this.#service?.getCustomerGroups().find(({ reseller }) => reseller?.tenantId === node.reseller?.tenantId);
		const nodes = this.#inOrder(group?.customers ?? []).map((customer) => this.#nodeOf(customer));
		for (const customer of nodes) this.#shown.set(customer.customer.tenantId, customer);
		return nodes;
	}

	async #connect(): Promise<ReservationsService | undefined> {
		try {
			const service = await this.#session.service();
			if (service !== this.#service) {
				this.#forget();
				this.#service = service;
				this.#connection.fire(undefined);
			}
			return service;
		} catch (error) {
			this.#forget();
			this.#connection.fire(error);
			return undefined;
		}
	}

	/** The customers of the pages shown, and those the user went to. */
	#visible(list: CustomerList | undefined): readonly Customer[] {
		if (list === undefined) return [];
		if (this.#ordered?.from !== list.customers)
			this.#ordered = { from: list.customers, customers: this.#inOrder(list.customers) };
		const ordered = this.#ordered.customers;
		const size = this.#pages * this.#settings.pageSize;
		const page = ordered.slice(0, size);
		if (this.#extra.size === 0) return page;
		const beyond = ordered.slice(size).filter((customer) => this.#extra.has(customer.tenantId));
		const shown = new Set([...page, ...beyond].map((customer) => customer.tenantId));
		const notListedYet = [...this.#extra.values()].filter((customer) => !shown.has(customer.tenantId));
		return [...page, ...beyond, ...notListedYet];
	}

	#inOrder(customers: readonly Customer[]): Customer[] {
		return orderCustomers(customers, {
			by: this.#preferences.sort,
			pinned: this.#preferences.pinned,
			compareNames: this.#compareNames,
			summary: (tenantId) => this.#summaryOf(tenantId),
		});
	}

	async #reservations(parent: CustomerNode): Promise<TreeNode[]> {
		const service = this.#service;
		if (service === undefined) return [];
		const { tenantId } = parent.customer;
		const root = service.cloud.partnerTenantId;
		const known = await this.#loads.settle(tenantId, this.#sourceOf(service, tenantId));
		this.#drawnChildren.set(tenantId, childrenAsText(known));
		const list = known.value;
		const failed = known.failure === undefined ? [] : [failureNode(root, parent, known.failure, list !== undefined)];
		if (list === undefined) return failed.length > 0 ? failed : [noteNode(root, parent, 'loading', 0, known.waitingUntil)];
		const orders = list.entitledOrderIds?.length ?? 0;
		if (list.reservations.length === 0) return [...failed, noteNode(root, parent, orders === 0 ? 'none' : 'notVisible', orders)];
		const visible = list.reservations.filter((reservation) => this.#preferences.showEnded || !isHidden(reservation));
		if (visible.length === 0) return [...failed, noteNode(root, parent, 'hidden', list.reservations.length)];
		const ordered = orderReservations(visible, this.#preferences.sort, this.#compareNames);
		return [...failed, ...ordered.map((reservation): ReservationNode => reservationNode(parent, reservation))];
	}

	#sourceOf(service: ReservationsService, tenantId: string): LoadSource<ReservationList> {
		return { get: () => service.getReservations(tenantId), load: () => service.loadReservations(tenantId) };
	}

	/** The same node object for the same customer: VS Code finds what to refresh by identity. */
	#nodeOf(customer: Customer): CustomerNode {
		const shown = this.#shown.get(customer.tenantId);
		const parent = this.#resellerNodes.get(customer.reseller?.tenantId);
		const same =
			shown !== undefined &&
			shown.customer.name === customer.name &&
			shown.customer.domain === customer.domain &&
			shown.customer.reseller?.tenantId === customer.reseller?.tenantId &&
			shown.parent?.id === parent?.id;
		return same ? shown : customerNode(this.#service?.cloud.partnerTenantId ?? '', customer, parent);
	}

	/** Shows what changed: all customers, or one of them. */
	#refresh(key: string): void {
		this.#summaries.delete(key);
		const known = key === CUSTOMERS ? this.#service?.getCustomers() : this.#service?.getReservations(key);
		if (known?.value !== undefined || known?.waitingUntil !== undefined) this.#loads.interrupt(key);
		// A redraw would throw away the answer that VS Code waits for.
		if (key === CUSTOMERS && this.#loads.isAwaited(key)) return;
		if (key === CUSTOMERS || this.#preferences.sort !== 'name') {
			this.#ordered = undefined;
			this.#queue.allSoon();
		}
		const node = this.#shown.get(key);
		if (node === undefined || this.#isDrawn(node)) return;
		// While VS Code waits for the children there are none that it could lose by this.
		if (this.#loads.isAwaited(key)) this.#queue.now(node);
		else this.#queue.one(node);
	}

	/**
	 * VS Code shows the customer as it is now. To draw it all the same would do harm: until VS Code has asked for the children
	 * again, it hands no node to a command that is chosen on one of them.
	 */
	#isDrawn(node: CustomerNode): boolean {
		const { tenantId } = node.customer;
		if (this.#drawnRows.get(tenantId) !== rowAsText(itemOf(node, this.#items))) return false;
		const children = this.#drawnChildren.get(tenantId);
		return children === undefined || children === childrenAsText(this.#items.reservationsOf(tenantId));
	}

	#forget(): void {
		this.#loads.clear();
		this.#service = undefined;
		this.#shown = new Map();
		this.#extra.clear();
		this.#resellerNodes.clear();
		this.#summaries.clear();
		this.#drawnRows.clear();
		this.#drawnChildren.clear();
		this.#ordered = undefined;
	}

	#summaryOf(tenantId: string): Summary | undefined {
		const kept = this.#summaries.get(tenantId);
		if (kept !== undefined) return kept ?? undefined;
		const list = this.#service?.getReservations(tenantId).value;
		// An empty list says "none" only where Partner Center knows of no order either.
		const tells = list !== undefined && (list.reservations.length > 0 || (list.entitledOrderIds?.length ?? 0) === 0);
		const summary = tells ? summarize(list.reservations, this.#settings, Date.now()) : undefined;
		this.#summaries.set(tenantId, summary ?? null);
		return summary;
	}

	readonly #items: ItemSource = (() => {
		const tree = this;
		return {
			get thresholds() {
				return tree.#settings;
			},
			now: () => Date.now(),
			isPinned: (tenantId) => tree.#preferences.pinned.has(tenantId),
			reservationsOf: (tenantId) => tree.#service?.getReservations(tenantId) ?? EMPTY,
			summaryOf: (tenantId) => tree.#summaryOf(tenantId),
		};
	})();

	dispose(): void {
		vscode.Disposable.from(...this.#disposables).dispose();
	}
}

function rowAsText({ label, description, contextValue, iconPath }: vscode.TreeItem): string {
	return JSON.stringify([label, description, contextValue, iconPath]);
}

/** Everything that the rows below a customer show, and that commands on them are given. */
function childrenAsText({ value, failure, waitingUntil }: Known<ReservationList>): string {
	return JSON.stringify([value, failure?.message, failure?.details, value === undefined ? waitingUntil : undefined]);
}
