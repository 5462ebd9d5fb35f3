/** Frame of a page that moves money: head, open operations, and the stage that it is at. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Confirm, Header, OpenOperation, OperationView, QuoteState } from '../../src/panels/money/messages';
import type { Problem } from '../../src/panels/shared/messages';
import { busy, icon, mark, problem } from '../shared/pieces';
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
	return html`
		${head(view, ask)}
		<div class="parts">${openOperations(view.open, view.labels, ask)} ${stage(view, stages, ask)}</div>
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

function head({ header, loading, asOf, problem: failure, labels }: MoneyView, ask: Ask) {
	const refresh = () => {
		if (!loading) ask({ type: 'refresh' });
	};
	return html`<header class="head">
		<p class="customer">${icon('organization')}<span>${header.customer}</span></p>
		<h1 id="title" tabindex="-1">${header.name}</h1>
		<div class="marks">
			${header.sandbox === undefined ? nothing : html`<span class="sandbox">${icon('beaker')}<span>${header.sandbox}</span></span>`}
			${header.marks.map(mark)}
			<span class="age">
				${loading ? busy(labels.loading) : asOf === undefined ? nothing : html`<span class="quiet">${asOf}</span>`}
				<button type="button" class="tool refresh" aria-disabled=${loading ? 'true' : 'false'} @click=${refresh}>${icon('refresh')}<span>${labels.refresh}</span></button>
			</span>
		</div>
		${failure === undefined ? nothing : problem(failure, 'title', { label: labels.retry, run: refresh })}
	</header>`;
}
