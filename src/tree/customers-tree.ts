/** The tree of customers and their reservations. It never fetches: it starts the service's loads and shows what is known. */
import * as vscode from 'vscode';
import type { Preferences } from '../host/preferences';
import type { Session } from '../host/session';
import { readSettings, type Settings } from '../host/settings';
import type { ReservationsService } from '../reservations/api';
import type { Customer, CustomerList, Known, ReservationList } from '../reservations/model';
import { CustomerPages } from './customer-pages';
import { Drawn } from './drawn';
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
/** What is asked for so soon (ms) after the customers were given belongs to the drawing of the whole tree. */
const DRAWING = 1000;
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
	readonly #queue = new RefreshQueue<TreeNode>(
		(nodes) => this.#draw(nodes),
		() => this.#isListDrawn(),
	);
	readonly #loads = new Loads((key) => this.#refresh(key));
	readonly #compareNames = nameComparer(vscode.env.language);
	readonly #disposables: vscode.Disposable[];

	#settings: Settings = readSettings();
	#service: ReservationsService | undefined;
	/** The customers that VS Code was last given, by tenant id. */
	#shown = new Map<string, CustomerNode>();
	/** The groups that VS Code was last given, by the reseller's tenant id; empty while customers are not grouped. */
	#resellerNodes = new Map<string | undefined, ResellerNode>();
	readonly #pages = new CustomerPages((customers) => this.#inOrder(customers));
	readonly #expanded = new Set<string>();
	readonly #drawn = new Drawn();
	/** When VS Code was last given the customers, ms since the epoch. */
	#listedAt = 0;
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
		this.#pages.reorder();
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
		this.#pages.add();
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
			this.#pages.include(customer);
			this.#queue.all();
		}
		return this.#nodeOf(customer);
	}

	getTreeItem(node: TreeNode): vscode.TreeItem {
		const item = itemOf(node, this.#items);
		if (node.kind !== 'customer') return item;
		const { tenantId } = node.customer;
		this.#queue.tickUntil(this.#items.reservationsOf(tenantId).waitingUntil, node);
		this.#drawn.setRow(tenantId, item);
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
		this.#listedAt = Date.now();
		this.#drawn.setList(this.#listAsText(service, known));
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

	#visible(list: CustomerList | undefined): readonly Customer[] {
		return list === undefined ? [] : this.#pages.visible(list.customers, this.#settings.pageSize);
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
		const source = this.#sourceOf(service, tenantId);
		// VS Code lays nothing out until all that are open have their children: with one that takes its time, all of them would wait.
		if (Date.now() - this.#listedAt < DRAWING) this.#loads.startWithoutWaiting(tenantId, source);
		const known = await this.#loads.settle(tenantId, source);
		this.#drawn.setChildren(tenantId, known);
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
			this.#pages.reorder();
			this.#queue.allSoon();
		}
		const node = this.#shown.get(key);
		if (node === undefined || this.#isDrawn(node)) return;
		// While VS Code waits for the children there are none that it could lose by this.
		if (this.#loads.isAwaited(key)) this.#queue.now(node);
		else this.#queue.one(node);
	}

	/** Draws these nodes, or everything. */
	#draw(nodes: TreeNode[] | undefined): void {
		// Whoever waits for one customer would keep the whole tree waiting.
		if (nodes === undefined) this.#loads.interruptAllBut(CUSTOMERS);
		this.#changes.fire(nodes);
	}

	#isDrawn(node: CustomerNode): boolean {
		const { tenantId } = node.customer;
		return this.#drawn.isCustomer(tenantId, itemOf(node, this.#items), this.#items.reservationsOf(tenantId));
	}

	#isListDrawn(): boolean {
		const service = this.#service;
		return service !== undefined && this.#drawn.isList(this.#listAsText(service, service.getCustomers()));
	}

	/** What decides which rows of customers there are, and in which order; undefined: that takes too long to find out. */
	#listAsText(service: ReservationsService, { value, failure, loading, waitingUntil }: Known<CustomerList>): string | undefined {
		const { groupByReseller, sort } = this.#preferences;
		if (groupByReseller && sort !== 'name') return undefined;
		const failed = [failure?.message, failure?.details];
		if (value === undefined) return JSON.stringify([...failed, loading, waitingUntil]);
		const { source, sourceFailure, customers, unresolved } = value;
		const isComing = customers.length === 0 && loading;
		const rows = groupByReseller
			? service.getCustomerGroups().map((group) => [group.reseller, group.customers.map(nameOf)])
			: this.#visible(value).map(nameOf);
		return JSON.stringify([...failed, source, sourceFailure?.message, unresolved, customers.length, isComing, rows]);
	}

	#forget(): void {
		this.#loads.clear();
		this.#service = undefined;
		this.#shown = new Map();
		this.#pages.forget();
		this.#resellerNodes.clear();
		this.#summaries.clear();
		this.#drawn.clear();
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

function nameOf({ tenantId, name, domain }: Customer): readonly (string | undefined)[] {
	return [tenantId, name, domain];
}
