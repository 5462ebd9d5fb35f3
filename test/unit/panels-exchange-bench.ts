/** Exchange panels over a desk whose answers the test gives one by one: what their pages were told, and what they ran. */
import assert from 'node:assert/strict';
import type { Uri as VscodeUri } from 'vscode';
import { createExchangePanels, type ExchangePanels } from '../../src/panels/exchange';
import { type Exchange, HostMessage, type SavedState } from '../../src/panels/exchange/messages';
import type { ExchangeQuote } from '../../src/reservations/operations/model';
import { panelMessages } from '../helpers/panel-messages';
import * as given from '../ui/pages/exchange-sample';
import { customer, reservation } from '../ui/pages/sample';
import { env, opened, type Panel, Uri } from '../ui/pages/vscode-outside';
import { HandedDesk, HandedSession } from './panels-return-desk';

const { last, until } = panelMessages(HostMessage);

export { last };

const { tenantId } = customer;
const { orderId, reservationId } = reservation;

/** A quote that is alive now. */
export const alive = (change: Partial<ExchangeQuote> = {}): ExchangeQuote => ({
	...given.quote,
	quotedAt: Date.now(),
	expiresAt: Date.now() + 60_000,
	...change,
});

export const shown = (panel: Panel, fits: (view: Exchange) => boolean) => until(panel, 'exchange', fits);
export const announced = (panel: Panel, text: RegExp) => until(panel, 'announce', (message) => text.test(message.text));
export const savedOf = (panel: Panel): SavedState => last(panel, 'exchange')?.saved ?? assert.fail('nothing was shown');

/** For a `describe`: panels of their own for each test. */
export function useExchangeBench(): ExchangeBench {
	const bench = new ExchangeBench();
	beforeEach(() => bench.begin());
	afterEach(() => bench.panels.dispose());
	return bench;
}

class ExchangeBench {
	declare desk: HandedDesk;
	declare session: HandedSession;
	declare panels: ExchangePanels;
	/** Commands that were run, the oldest first. */
	declare ran: { id: string; subject: object }[];

	begin(): void {
		this.desk = new HandedDesk(given.reservations);
		this.session = new HandedSession(this.desk);
		this.ran = [];
		opened.length = 0;
		env.clipboard.text = undefined;
		env.language = 'en';
		this.panels = createExchangePanels({
			session: this.session,
			extensionUri: Uri.file('/extension') as unknown as VscodeUri,
			runCommand: async (id, subject) => this.ran.push({ id, subject }),
		});
	}

	/** A panel with one reservation chosen, whose page is there. */
	open(): Panel {
		this.panels.open({ tenantId, selected: [{ tenantId, orderId, reservationId }] });
		const panel = opened.at(-1) ?? assert.fail('no panel was opened');
		panel.send({ type: 'ready' });
		return panel;
	}

	/** A panel with one reservation given back and one product bought. */
	async chosen(): Promise<Panel> {
		const panel = this.open();
		(await this.desk.catalogs.nth(1)).give(given.catalog);
		await shown(panel, ({ choose }) => (choose?.products.rows.length ?? 0) > 0);
		panel.send({ type: 'add', sku: 'Standard_D4s_v5', region: 'westeurope', quantity: 1 });
		await shown(panel, ({ choose }) => choose?.lines.length === 1);
		return panel;
	}

	/** The same with a binding quote. */
	async quoted(quote = alive()): Promise<Panel> {
		const panel = await this.chosen();
		panel.send({ type: 'askQuote' });
		(await this.desk.exchangeQuotes.nth(1)).give(quote);
		await shown(panel, (view) => view.quote.standing === 'current');
		return panel;
	}

	/** A panel whose quote is to be confirmed. */
	async confirming(quote = alive()): Promise<Panel> {
		const panel = await this.quoted(quote);
		panel.send({ type: 'review' });
		await shown(panel, ({ confirm }) => confirm !== undefined);
		return panel;
	}
}
