/** The Portfolio panel: what it does when its page asks. */
import * as vscode from 'vscode';
import { customerCount } from '../../host/counts';
import { noneAnyMoreWords, notComparedWords, showFailedCustomers } from '../../host/failed-customers';
import { number } from '../../host/formats';
import { showHiddenOrders } from '../../host/hidden-orders';
import { unsavedWords } from '../../host/unsaved';
import type { CustomerScan, ScanRequest } from '../../reservations/scan/model';
import type { PageTalk } from '../shared/page';
import { refOf } from '../shared/reservation-panels';
import type { PanelHost } from '../shared/session';
import { failedFor } from './causes';
import { PortfolioContent } from './content';
import type { PortfolioDesk } from './desk';
import type { Action, HostMessage, PageMessage, SavedState, Scan } from './messages';
import { SavedViews } from './saved-views';
import { selectedWords } from './views/portfolio';

/** What the panel needs of the rest of the extension. */
export interface PortfolioHost extends PanelHost<PortfolioDesk> {
	/** Where views that have a name are kept. */
	readonly memory: vscode.Memento;
	/** Runs a command of the extension, as from a tree: on one, or on it and all that are selected. */
	runCommand(id: string, ...args: readonly unknown[]): unknown;
}

export class PortfolioPanel {
	readonly subject: SavedState;
	readonly content: PortfolioContent;
	readonly #page: PageTalk<HostMessage>;
	readonly #host: PortfolioHost;
	readonly #views: SavedViews;

	constructor(saved: SavedState, page: PageTalk<HostMessage>, host: PortfolioHost) {
		this.subject = saved;
		this.#views = new SavedViews(host.memory);
		this.content = new PortfolioContent(saved, { session: host.session, page, views: this.#views });
		this.#page = page;
		this.#host = host;
	}

	receive(message: PageMessage): void {
		const { content } = this;
		const page = this.#page;
		switch (message.type) {
			case 'ready':
				content.tellAll();
				break;
			case 'window':
				content.setWindow(message);
				break;
			case 'at':
				content.setAt(message.item);
				break;
			case 'setText':
				content.ask({ text: message.text });
				break;
			case 'setFilter':
				content.setFilter(message.filter);
				break;
			case 'clearFilters':
				content.clearFilters();
				break;
			case 'setSort':
				content.setSort(message.column);
				break;
			case 'setGrouping':
				content.ask({ groupBy: message.by });
				break;
			case 'setShowEnded':
				content.ask({ hideEnded: !message.on });
				break;
			case 'setColumns':
				content.setColumns(message.columns);
				break;
			case 'toggleGroup':
				content.toggleGroup(message.key);
				break;
			case 'select':
				this.#select(message);
				break;
			case 'selectAll':
				this.#selectAll(message.on);
				break;
			case 'open':
				page.tell(this.#open(message.id));
				break;
			case 'act':
				page.tell(this.#act(message.command));
				break;
			case 'export':
				page.tell(Promise.resolve(this.#host.runCommand('cspReservations.exportPortfolio')).then(() => undefined));
				break;
			case 'saveView':
				page.tell(this.#saveView());
				break;
			case 'openView':
				content.openView(message.name);
				break;
			case 'deleteView':
				page.tell(this.#deleteView(message.name));
				break;
			case 'scan':
				page.tell(this.#scan());
				break;
			case 'stopScan':
				content.desk?.scan.cancel();
				break;
			case 'compare':
				page.tell(Promise.resolve(this.#host.runCommand('cspReservations.compareOrders')).then(() => undefined));
				break;
			case 'showCompared':
				page.tell(this.#showCompared(message.list));
				break;
			case 'retryCompared':
				page.tell(this.#retryCompared());
				break;
			case 'retry':
				page.tell(this.#retry(message.cause));
				break;
			case 'showFailed':
				page.tell(this.#showFailed(message.cause));
				break;
			case 'readCommitments':
				page.tell(content.commitments.read());
				break;
			case 'stopCommitments':
				content.commitments.stop();
				break;
			case 'retryCommitments':
				page.tell(content.commitments.retry(message.cause));
				break;
			case 'setCurrency':
				content.setCurrency(message.currency);
				break;
		}
	}

	#select({ how, id, from }: Extract<PageMessage, { type: 'select' }>): void {
		const { content } = this;
		const { selection, view } = content;
		const reservationId = id.toLowerCase();
		if (how === 'only') selection.only(reservationId);
		else if (how === 'toggle') selection.toggle(reservationId);
		else if (view !== undefined) selection.range(view, (from ?? id).toLowerCase(), reservationId);
		content.post();
		content.commitments.selectionChanged();
	}

	#selectAll(on: boolean): void {
		const { content } = this;
		const { selection, view } = content;
		if (on && view !== undefined) selection.all(view);
		else selection.clear();
		content.post();
		content.commitments.selectionChanged();
		this.#page.say(selectedWords(selection.size));
	}

	async #open(id: string): Promise<undefined> {
		const row = this.content.rowOf(id.toLowerCase());
		if (row !== undefined) await this.#host.runCommand('cspReservations.openOverview', refOf(row.reservation));
	}

	/** Hands over what is selected as the tree does: one of them, and all. */
	async #act(command: Action): Promise<string | undefined> {
		const refs = Array.from(this.content.selected, ({ reservation }) => refOf(reservation));
		const [first] = refs;
		if (first === undefined) return selectedWords(0);
		await this.#host.runCommand(command, first, refs);
		return command.startsWith('cspReservations.copy') ? vscode.l10n.t('Copied to the clipboard.') : undefined;
	}

	async #saveView(): Promise<string | undefined> {
		const { l10n } = vscode;
		const { names } = this.#views;
		const name = await vscode.window.showInputBox({
			title: l10n.t('Save View'),
			prompt: l10n.t('Name of the view: search, filters, order, groups and columns are kept under it on this computer.'),
			validateInput: (value) => {
				if (value.trim() === '') return l10n.t('A view needs a name.');
				if (!names.includes(value.trim())) return undefined;
				return { message: l10n.t('Takes the place of the view of this name.'), severity: vscode.InputBoxValidationSeverity.Info };
			},
		});
		if (name === undefined) return undefined;
		await this.#views.save(name.trim(), this.content.state);
		this.content.named(name.trim());
		return l10n.t('View saved: {0}', name.trim());
	}

	async #deleteView(name: string): Promise<string> {
		await this.#views.remove(name);
		this.content.named(undefined);
		return vscode.l10n.t('View deleted: {0}', name);
	}

	async #scan(some?: Pick<ScanRequest, 'tenantIds' | 'compare'>): Promise<string | undefined> {
		const { desk } = this.content;
		if (desk === undefined) return vscode.l10n.t('There is no connection yet. Nothing was read.');
		const work = desk.scan.start(some === undefined ? {} : { ...some, maxAgeMs: 0 });
		this.content.postScan();
		const { read, failed } = await work;
		this.content.post();
		const unsaved = await desk.scan.save();
		if (unsaved !== undefined) void vscode.window.showWarningMessage(unsavedWords(unsaved));
		return vscode.l10n.t('{0} read, {1} could not be read.', customerCount(read), number(failed));
	}

	/** Tries those again that failed for this cause; who was to be compared is compared. @returns what to tell */
	async #retry(cause: string): Promise<string | undefined> {
		return this.#again(failedFor(this.content.desk?.scan, cause), 'empty');
	}

	async #retryCompared(): Promise<string | undefined> {
		return this.#again(this.content.desk?.scan.notCompared() ?? [], 'all');
	}

	async #again(customers: readonly CustomerScan[], compare: 'empty' | 'all'): Promise<string | undefined> {
		const tenantIds = customers.map(({ tenantId }) => tenantId);
		return tenantIds.length === 0 ? noneAnyMoreWords() : this.#scan({ tenantIds, compare });
	}

	async #showFailed(cause: string): Promise<undefined> {
		const { desk } = this.content;
		if (desk !== undefined) await showFailedCustomers(desk, failedFor(desk.scan, cause));
	}

	async #showCompared(list: Scan['compared'][number]['list']): Promise<undefined> {
		const { desk } = this.content;
		if (desk === undefined) return;
		if (list === 'hiddenOrders') await showHiddenOrders(desk);
		else await showFailedCustomers(desk, desk.scan.notCompared(), notComparedWords());
	}
}
