/** Frame of a page that moves money: head, open operations, and the stage that it is at. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Confirm, OpenOperation, OperationView, QuoteState } from '../../src/panels/money/messages';
import type { Header, Problem } from '../../src/panels/shared/messages';
import { head } from '../shared/head';
import { icon } from '../shared/pieces';
import type { Ask, MoneyLabels, Recently } from './asking';
import { confirmation } from './confirm';
import { loadingPart, openOperations, operation } from './operation';

/** What both pages are told. */
export interface MoneyView {
	readonly header: Header;
	readonly loading: boolean;
	readonly asOf?: string | undefined;
	readonly problem?: Problem | undefined;
	readonly empty?: string | undefined;
	readonly open: readonly OpenOperation[];
	readonly confirm?: Confirm | undefined;
	readonly operation?: OperationView | undefined;
	readonly labels: MoneyLabels;
}

interface Stages {
	/** The choice; undefined while there is nothing to choose from. */
	readonly choose: TemplateResult | undefined;
	/** How the quote stands. */
	readonly quote: QuoteState | undefined;
	readonly recently: Recently;
	/** What else belongs to the summary of the confirmation. */
	readonly summary?: unknown;
	show(): void;
}

export function moneyPage(view: MoneyView, stages: Stages, ask: Ask) {
	const { labels } = view;
	const refresh = () => ask({ type: 'refresh' });
	return html`
		${head(view, labels, { refresh, retry: { label: labels.retry, run: refresh } })}
		<div class="parts">${openOperations(view.open, labels, ask)} ${stage(view, stages, ask)}</div>
	`;
}

function stage(view: MoneyView, { choose, quote, recently, summary, show }: Stages, ask: Ask) {
	const { labels } = view;
	if (view.operation !== undefined) return operation(view.operation, labels, recently, ask);
	if (view.confirm !== undefined && quote !== undefined) return confirmation(view.confirm, quote, labels, ask, show, summary);
	if (choose !== undefined) return choose;
	if (view.loading) return loadingPart(labels);
	return view.empty === undefined ? nothing : html`<p class="part empty">${icon('info')}<span>${view.empty}</span></p>`;
}
