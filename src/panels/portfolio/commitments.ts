/** Commitments in the Portfolio panel: read when the user asks, told as it goes on, and ended with the panel. */
import * as vscode from 'vscode';
import { isCancelled } from '../../azure/failure';
import { orderCount } from '../../host/counts';
import { number } from '../../host/formats';
import type { ReadRequest } from '../../reservations/commitments/model';
import type { TableView } from '../../reservations/table/api';
import type { PageTalk } from '../shared/page';
import { failedFor } from './causes';
import type { PortfolioDesk } from './desk';
import type { HostMessage } from './messages';
import type { Selection } from './selection';
import { commitmentsView } from './views/commitments';

/** While orders are being read the page is told so often, ms. */
const tellMs = 500;
/** A selection that is being extended changes with every key. */
const selectMs = 150;

/** What is shown at the moment. */
interface Shown {
	readonly desk: PortfolioDesk | undefined;
	readonly view: TableView | undefined;
	readonly selection: Selection;
}

interface Parts {
	readonly shown: Shown;
	readonly page: PageTalk<HostMessage>;
	/** Shows the rows in view anew: their amounts have come. */
	readonly redraw: () => void;
}

export class PortfolioCommitments {
	readonly #parts: Parts;
	/** Of the chart, as the user chose it: an ISO 4217 code. */
	#currency: string | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#selecting: ReturnType<typeof setTimeout> | undefined;
	#closing = new AbortController();

	/** @param currency of the chart, where the user has chosen one before */
	constructor(parts: Parts, currency: string | undefined) {
		this.#parts = parts;
		this.#currency = currency;
	}

	get currency(): string | undefined {
		return this.#currency;
	}

	/** Tells the page of another service. @returns ends it, and what it reads for this panel: nobody sees any more how it goes on */
	follow(desk: PortfolioDesk): () => void {
		const closing = new AbortController();
		this.#closing = closing;
		const stop = desk.commitments.onDidChange(() => this.#tellSoon());
		return () => {
			stop();
			clearTimeout(this.#timer);
			clearTimeout(this.#selecting);
			this.#timer = undefined;
			closing.abort();
		};
	}

	post(): void {
		const { page, shown } = this.#parts;
		const { view, selection, desk } = shown;
		if (view === undefined) return;
		const selected = selection.size === 0 ? undefined : selection.ids;
		page.post(commitmentsView({ view, selected, state: desk?.commitments.state(), currency: this.#currency }));
	}

	/** The calls that reading takes are those of what is selected now: told once the selection is at rest. */
	selectionChanged(): void {
		clearTimeout(this.#selecting);
		this.#selecting = setTimeout(() => this.post(), selectMs);
	}

	/** @param currency undefined: the one that most orders have */
	setCurrency(currency: string | undefined): void {
		this.#currency = currency;
		this.post();
	}

	/** Reads the orders of what is selected, else of what is shown: those that are not fresh, or all where all are. */
	async read(): Promise<string | undefined> {
		const { view, selection } = this.#parts.shown;
		if (view === undefined) return vscode.l10n.t('There is no connection yet. Nothing was read.');
		const only = selection.size === 0 ? undefined : selection.ids;
		const { orders, fresh } = view.commitments(only);
		return this.#read({ orders: view.orders(only), maxAgeMs: fresh === orders ? 0 : undefined });
	}

	stop(): void {
		this.#parts.shown.desk?.commitments.cancel();
	}

	/** Tries those orders again that failed for this cause. */
	async retry(cause: string): Promise<string | undefined> {
		const orders = failedFor(this.#parts.shown.desk?.commitments, cause);
		return orders.length === 0 ? undefined : this.#read({ orders, maxAgeMs: 0 });
	}

	async #read(request: ReadRequest): Promise<string | undefined> {
		const work = this.#parts.shown.desk?.commitments.read(request, this.#closing.signal);
		this.post();
		const state = await work?.catch((error: unknown) => {
			// The panel is gone, or shows another connection.
			if (isCancelled(error)) return undefined;
			throw error;
		});
		this.#parts.redraw();
		this.post();
		if (state === undefined) return undefined;
		return vscode.l10n.t(
			'{0} read, {1} could not be read, {2} not tried.',
			orderCount(state.read),
			number(state.failed),
			number(state.notTried),
		);
	}

	#tellSoon(): void {
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			// A page that is hidden asks for everything when it is shown again.
			if (!this.#parts.page.isVisible) return;
			this.#parts.redraw();
			this.post();
		}, tellMs);
	}
}
