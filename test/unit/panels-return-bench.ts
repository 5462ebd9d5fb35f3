/** Return panels over a desk whose answers the test gives one by one: what their pages were told, and what they ran. */
import assert from 'node:assert/strict';
import type { Uri as VscodeUri } from 'vscode';
import { createReturnPanels, type ReturnPanels } from '../../src/panels/return';
import { HostMessage, type Return } from '../../src/panels/return/messages';
import type { ReservationRef } from '../../src/reservations/model';
import type { ReturnQuote } from '../../src/reservations/operations/model';
import { panelMessages } from '../helpers/panel-messages';
import * as given from '../ui/pages/return-sample';
import { customer, exchanged, reservation } from '../ui/pages/sample';
import { env, opened, type Panel, Uri } from '../ui/pages/vscode-outside';
import { HandedDesk, HandedSession } from './panels-return-desk';

const { last, until } = panelMessages(HostMessage);

export { last };

const { tenantId, orderId, reservationId } = reservation;
export const ref = { tenantId, orderId, reservationId };

/** A quote that is alive now, for so many units. */
export const quoteOf = (quantity: number, change: Partial<ReturnQuote> = {}): ReturnQuote => ({
	...given.quote,
	sessionId: `7f0d6c3e-33d2-4e62-9b0b-6f9f3c6f1a${String(quantity).padStart(2, '0')}`,
	line: { ...ref, quantity },
	quotedAt: Date.now(),
	expiresAt: Date.now() + 60_000,
	...change,
});

export const shown = (panel: Panel, fits: (view: Return) => boolean) => until(panel, 'return', fits);
export const announced = (panel: Panel, text: RegExp) => until(panel, 'announce', (message) => text.test(message.text));
/** Confirms what the page shows, or something else. */
export const send = (panel: Panel, change: { sessionId?: string; typedName?: string } = {}) =>
	panel.send({ type: 'commit', sessionId: quoteOf(1).sessionId, typedName: customer.name, ...change });

/** For a `describe`: panels of their own for each test. */
export function useReturnBench(): ReturnBench {
	const bench = new ReturnBench();
	beforeEach(() => bench.begin());
	afterEach(() => bench.panels.dispose());
	return bench;
}

class ReturnBench {
	declare desk: HandedDesk;
	declare session: HandedSession;
	declare panels: ReturnPanels;
	/** Commands that were run, the oldest first. */
	declare ran: { id: string; ref: unknown }[];
	/** Reservations that the Exchange panel was asked for. */
	declare exchanges: ReservationRef[];

	begin(): void {
		this.desk = new HandedDesk([reservation, exchanged]);
		this.session = new HandedSession(this.desk);
		this.ran = [];
		this.exchanges = [];
		opened.length = 0;
		env.clipboard.text = undefined;
		this.panels = createReturnPanels({
			session: this.session,
			extensionUri: Uri.file('/extension') as unknown as VscodeUri,
			runCommand: async (id, subject) => this.ran.push({ id, ref: subject }),
			openExchange: (subject) => this.exchanges.push(subject),
		});
	}

	/** A panel whose page is there. */
	open(subject: ReservationRef = ref): Panel {
		this.panels.open(subject);
		const panel = opened.at(-1) ?? assert.fail('no panel was opened');
		panel.send({ type: 'ready' });
		return panel;
	}

	/** A panel with a quote of one unit and a reason. */
	async quoted(quote = quoteOf(1)): Promise<Panel> {
		const panel = this.open();
		await this.desk.returnQuotes.nth(1);
		panel.send({ type: 'setReason', reason: 'Shut down' });
		panel.send({ type: 'setQuantity', quantity: 1 });
		(await this.desk.returnQuotes.nth(2)).give(quote);
		await shown(panel, (view) => view.quote.standing === 'current');
		return panel;
	}

	/** A panel whose quote is to be confirmed. */
	async confirming(quote = quoteOf(1)): Promise<Panel> {
		const panel = await this.quoted(quote);
		panel.send({ type: 'review' });
		await shown(panel, ({ confirm }) => confirm !== undefined);
		return panel;
	}
}
