/** Starts a page that moves money: connects it to its host and draws what it posts. */
import type { TemplateResult } from 'lit';
import type * as z from 'zod/mini';
import type { Copied, QuoteState } from '../../src/panels/money/messages';
import type { Announce } from '../../src/panels/shared/messages';
import { connect } from '../shared/connect';
import { Recently } from './asking';
import type { MoneyView } from './page';
import { drawing } from './stage';

/** What every view of such a page has. */
interface View extends MoneyView {
	readonly type: string;
	readonly saved: unknown;
	readonly quote: QuoteState;
	readonly choose?: unknown;
}

/**
 * @param told the messages of the host
 * @param page draws the last view
 */
export function startMoneyPage<V extends View, Asked>(
	told: z.ZodMiniType<V | Copied | Announce>,
	page: (view: V, recently: Recently, show: () => void, ask: (message: Asked) => void) => TemplateResult,
): void {
	let shown: V | undefined;
	const show = drawing(() => {
		if (shown === undefined) return undefined;
		const { operation, confirm, choose, quote, loading } = shown;
		return {
			stage: operation === undefined ? (confirm === undefined ? 'choose' : 'confirm') : 'operation',
			page: page(shown, recently, show, host.ask),
			isBusy: loading && choose === undefined,
			ticks: quote.life !== undefined,
		};
	});
	const recently = new Recently(show);
	const host = connect<V | Copied | Announce, Asked>(told, (message) => {
		if (message.type === 'copied') recently.copied((message as Copied).what);
		else {
			shown = message as V;
			host.keep(shown.saved);
		}
		show();
	});
}
