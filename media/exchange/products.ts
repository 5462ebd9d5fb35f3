/** Step 2: products found in the catalog, suggestions that fit the use, and the lines that are bought. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Choose, Filter, Line, LineField, Products } from '../../src/panels/exchange/messages';
import { field, once, select, textIn } from '../money/fields';
import { busy, icon, keepSpace, problem, table } from '../shared/pieces';
import type { Ask, Labels } from './asking';

export function products({ products: given, lines, noLines, revision }: Choose, labels: Labels, ask: Ask) {
	return html`<section class="part" aria-labelledby="buy-title">
		<div class="part-head"><h2 id="buy-title" tabindex="-1">${labels.buy}</h2></div>
		${finder(given, revision, labels, ask)} ${found(given, labels, ask)} ${suggestions(given, labels, ask)}
		<h3>${labels.purchases}</h3>
		${noLines === undefined ? nothing : html`<p class="empty">${icon('info')}<span>${noLines}</span></p>`}
		${repeat(
			lines,
			({ line }) => line,
			(line) => lineForm(line, revision, labels, ask),
		)}
	</section>`;
}

function finder(
	{ filter, subscriptions, resourceTypes, regions, terms, plans }: Products,
	revision: number,
	labels: Labels,
	ask: Ask,
) {
	const set = (change: Partial<Filter>) => ask({ type: 'filter', filter: change });
	return html`<div class="fields" role="search" aria-label=${labels.catalogFilter}>
		${select({ id: 'type', label: labels.resourceType, options: resourceTypes, value: filter.resourceType, choose: (resourceType) => set({ resourceType }) })}
		${field(
			{ id: 'region', label: labels.region, help: labels.regionHelp },
			html`<input id="region" type="text" list="regions" autocomplete="off" spellcheck="false" aria-describedby="region-help" .value=${once(revision, filter.region)} @change=${(event: Event) => set({ region: textIn(event) })} />
				<datalist id="regions">${regions.map(({ value, label }) => html`<option value=${value}>${label}</option>`)}</datalist>`,
		)}
		${select({ id: 'term', label: labels.term, options: terms, value: filter.term, choose: (term) => set({ term }) })}
		${select({ id: 'plan', label: labels.billingPlan, options: plans, value: filter.billingPlan, choose: (plan) => set({ billingPlan: plan === 'Upfront' || plan === 'Monthly' ? plan : '' }) })}
		${field(
			{ id: 'search', label: labels.search },
			html`<input id="search" type="search" spellcheck="false" .value=${once(revision, filter.text)} @input=${(event: Event) => set({ text: textIn(event) })} />`,
		)}
		${field(
			{ id: 'subscription', label: labels.subscription, help: labels.subscriptionHelp },
			html`<input id="subscription" class="code wide" type="text" list="subscriptions" autocomplete="off" spellcheck="false" aria-describedby="subscription-help" .value=${once(revision, filter.subscription)} @change=${(event: Event) => set({ subscription: textIn(event) })} />
				<datalist id="subscriptions">${subscriptions.map(({ value, label }) => html`<option value=${value}>${label}</option>`)}</datalist>`,
		)}
	</div>`;
}

function found({ loading, problem: failure, summary, columns, rows }: Products, labels: Labels, ask: Ask) {
	return html`<h3 id="products-title" tabindex="-1">${labels.products}</h3>
		${failure === undefined ? nothing : problem(failure, 'products-title', { label: labels.retry, run: () => ask({ type: 'retryCatalog' }) })}
		${loading ? busy(summary === '' ? labels.loading : summary) : summary === '' ? nothing : html`<p class="quiet">${summary}</p>`}
		${
			rows.length === 0
				? nothing
				: table({
						caption: labels.products,
						captionHidden: true,
						columns,
						keys: rows.map(({ sku, region }) => `${sku} ${region}`),
						rows: rows.map(({ sku, region, name, details, terms, legacy, addLabel }) => [
							html`<strong>${name}</strong><span class="note">${details}</span>${legacy === undefined ? nothing : html`<span class="note wrong">${legacy}</span>`}`,
							terms,
							html`<vscode-button secondary aria-label=${addLabel} @click=${() => ask({ type: 'add', sku, region, quantity: 1 })} @keydown=${keepSpace}>${icon('add')}${labels.add}</vscode-button>`,
						]),
					})
		}`;
}

function suggestions({ suggestions: given }: Products, labels: Labels, ask: Ask) {
	if (given.length === 0) return nothing;
	return html`<h3>${labels.suggestions}</h3>
		<ul class="suggestions">
			${given.map(
				({ title, text, add, sku, region, quantity }) =>
					html`<li>
						<div><strong>${title}</strong><span class="note">${text}</span></div>
						<vscode-button secondary aria-label=${add} @click=${() => ask({ type: 'add', sku, region, quantity })} @keydown=${keepSpace}>${icon('add')}${labels.add}</vscode-button>
					</li>`,
			)}
		</ul>`;
}

function lineForm(given: Line, revision: number, labels: Labels, ask: Ask) {
	const { line } = given;
	const id = (name: string) => `line-${line}-${name}`;
	const set = (name: LineField) => (value: string) => ask({ type: 'setLine', line, field: name, value });
	const typed = (name: LineField) => (event: Event) => set(name)(textIn(event));
	const remove = () => {
		document.getElementById('buy-title')?.focus();
		ask({ type: 'removeLine', line });
	};
	return html`<div class="line" role="group" aria-labelledby=${id('title')}>
		<div class="line-head">
			<h4 id=${id('title')}>${given.title}</h4>
			<span class="quiet">${given.details}</span>
			<button type="button" class="tool" aria-label=${given.removeLabel} @click=${remove}>${icon('trash')}<span>${labels.remove}</span></button>
		</div>
		<div class="fields">
			${field(
				{ id: id('quantity'), label: labels.quantity, problem: given.quantityProblem },
				html`<input id=${id('quantity')} type="number" min="1" step="1" aria-describedby="${id('quantity')}-help" aria-invalid=${String(given.quantityProblem !== undefined)} .value=${once(revision, given.quantity)} @input=${typed('quantity')} />`,
			)}
			${select({ id: id('term'), label: labels.term, options: given.terms, value: given.term, choose: set('term') })}
			${select({ id: id('plan'), label: labels.billingPlan, options: given.plans, value: given.billingPlan, choose: set('billingPlan') })}
			${select({ id: id('scope'), label: labels.scope, options: given.scopes, value: given.scope, choose: set('scope') })}
			${given.flexibility === undefined ? nothing : select({ id: id('flexibility'), label: labels.flexibility, options: given.flexibilities, value: given.flexibility, choose: set('flexibility') })}
			${field(
				{ id: id('name'), label: labels.name, problem: given.nameProblem },
				html`<input id=${id('name')} class="wide" type="text" maxlength="64" spellcheck="false" aria-describedby="${id('name')}-help" aria-invalid=${String(given.nameProblem !== undefined)} .value=${once(revision, given.name)} @input=${typed('name')} />`,
			)}
			${field(
				{ id: id('billed'), label: labels.billed },
				html`<input id=${id('billed')} class="code wide" type="text" list="subscriptions" autocomplete="off" spellcheck="false" .value=${once(revision, given.subscription)} @change=${typed('subscription')} />`,
			)}
			<div class="field renewal">
				<label for=${id('renew')}><input id=${id('renew')} type="checkbox" aria-describedby="${id('renew')}-help" .checked=${once(revision, given.renew)} @change=${(event: Event) => set('renew')(String((event.target as HTMLInputElement).checked))} />${labels.renewal}</label>
				<p id="${id('renew')}-help" class="note">${labels.renewalHelp}</p>
			</div>
		</div>
		<p class="price"><span class="amount">${given.price}</span>${given.priceNote === undefined ? nothing : html`<span class="note">${given.priceNote}</span>`}</p>
	</div>`;
}
