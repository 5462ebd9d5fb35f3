/** The products that can be bought, narrowed by the filter, and what would fit the use of what is given back. */
import * as vscode from 'vscode';
import { list, number, percent } from '../../../host/formats';
import { typeWords } from '../../../host/type-words';
import { billingPlanWords, termWords } from '../../../host/words';
import type { Known, Reservation } from '../../../reservations/model';
import type { CatalogProduct } from '../../../reservations/operations/model';
import { exchangeableFor } from '../../../reservations/policy';
import { regionName } from '../../../reservations/regions';
import { partState } from '../../shared/problem';
import { plansOf } from '../draft';
import type { Filter, Products } from '../messages';
import { type Place, subscriptionGuid } from '../scopes';
import { isForSale, type Suggestion } from '../suggestions';

/** Products that are shown at once: more of them are found by narrowing the search. */
const SHOWN = 25;

interface Input {
	readonly filter: Filter;
	readonly catalog: Known<readonly CatalogProduct[]>;
	readonly suggestions: readonly Suggestion[];
	/** All that the customer has, for the regions and kinds that make sense. */
	readonly reservations: readonly Reservation[];
	readonly chosen: readonly Reservation[];
	readonly places: readonly Place[];
	/** Why the catalog is not read. */
	readonly notAsked: string | undefined;
}

export function productsView(input: Input): Products {
	const { l10n } = vscode;
	const { filter, catalog, chosen, reservations, places } = input;
	const found = matching(catalog.value ?? [], filter);
	const any = { value: '', label: l10n.t('Any') };
	const subscriptions = places
		.filter(({ kind }) => kind === 'subscription')
		.map(({ id, name }) => ({ value: subscriptionGuid(id) ?? id, label: name }));
	return {
		filter,
		subscriptions,
		resourceTypes: kinds(chosen, reservations, filter).map((value) => ({ value, label: typeWords(value) })),
		regions: regionsOf(reservations),
		terms: [any, ...['P1Y', 'P3Y', 'P5Y'].map((value) => ({ value, label: termWords(value) }))],
		plans: [any, ...['Monthly', 'Upfront'].map((value) => ({ value, label: billingPlanWords(value) ?? value }))],
		loading: catalog.loading,
		problem: partState(catalog, l10n.t('Products')).problem,
		summary: input.notAsked ?? summary(catalog, found.length),
		columns: [l10n.t('Product'), l10n.t('Terms and billing plans'), l10n.t('Choose')],
		rows: found.slice(0, SHOWN).map(row),
		suggestions: input.suggestions.map(suggestion),
	};
}

/** Where the customer has reservations. */
function regionsOf(reservations: readonly Reservation[]): Products['regions'] {
	const codes = new Set(reservations.map(({ region }) => region).filter((region) => region !== ''));
	return Array.from(codes, (value) => ({ value, label: regionName(value) })).sort((one, other) =>
		one.label.localeCompare(other.label),
	);
}

/** The kinds that what is chosen can be exchanged for; without a choice, all that the customer has. */
function kinds(chosen: readonly Reservation[], reservations: readonly Reservation[], filter: Filter): string[] {
	const [first] = chosen;
	const all = first === undefined ? reservations.map(({ resourceType }) => resourceType) : exchangeableFor(first.resourceType);
	return [...new Set([...all, ...(filter.resourceType === '' ? [] : [filter.resourceType])])];
}

function matching(products: readonly CatalogProduct[], { text, term, billingPlan }: Filter): CatalogProduct[] {
	const words = text
		.toLowerCase()
		.split(/\s+/)
		.filter((word) => word !== '');
	return products.filter(({ sku, name, flexibilityGroup, terms, billingPlans }) => {
		const all = [sku, name, flexibilityGroup ?? ''].join(' ').toLowerCase();
		if (!words.every((word) => all.includes(word))) return false;
		const fitting = term === '' ? terms : terms.filter((one) => one === term);
		return fitting.some((one) => billingPlan === '' || plansOf(billingPlans, one).includes(billingPlan));
	});
}

function summary({ value, loading }: Known<readonly CatalogProduct[]>, found: number): string {
	const { l10n } = vscode;
	if (value === undefined) return loading ? l10n.t('Reading the products…') : '';
	if (found === 0) return l10n.t('No product fits. Narrow less, or choose another region.');
	return found > SHOWN
		? l10n.t('{0} products fit; the first {1} are shown. Narrow the search to see others.', number(found), number(SHOWN))
		: found === 1
			? l10n.t('1 product fits.')
			: l10n.t('{0} products fit.', number(found));
}

function row(product: CatalogProduct): Products['rows'][number] {
	const { l10n } = vscode;
	const { sku, region, name, cores, flexibilityGroup, ratio, terms, billingPlans } = product;
	const details = [
		name === sku ? undefined : sku,
		region === undefined ? undefined : regionName(region),
		cores === undefined ? undefined : l10n.t('{0} vCPUs', number(cores)),
		flexibilityGroup === undefined ? undefined : l10n.t('group {0}, ratio {1}', flexibilityGroup, number(ratio, 2)),
	].filter((detail) => detail !== undefined);
	return {
		sku,
		region,
		name,
		details: details.join(' · '),
		terms: terms
			.map((term) => `${termWords(term)}: ${list(plansOf(billingPlans, term).map((plan) => billingPlanWords(plan) ?? plan))}`)
			.join(' · '),
		legacy: legacyWords(product),
		addLabel: l10n.t('Add {0}', named(product)),
	};
}

/** The catalog gives all sizes of a series one name: alone it would not say which is meant. */
function named({ sku, name }: CatalogProduct): string {
	return name.toLowerCase().includes(sku.toLowerCase()) ? name : `${sku} (${name})`;
}

/** rules 3.11 */
function legacyWords(product: CatalogProduct): string | undefined {
	const { l10n } = vscode;
	if (!product.isLegacy) return undefined;
	const terms = product.legacyTerms ?? product.terms;
	return isForSale(product)
		? l10n.t('Legacy series: not sold any more for {0}.', list(terms.map(termWords)))
		: l10n.t('Legacy series: not sold any more.');
}

/** Says how it was worked out, as a suggestion that can't be followed is worth nothing. */
function suggestion({ product, quantity, from }: Suggestion): Products['suggestions'][number] {
	const { l10n } = vscode;
	const reckoning = l10n.t(
		'The last {0} days used {1} of “{2}”. In use of what would be given back, in units of its group: {3}; this size counts {4} each.',
		number(from.days),
		percent(from.used),
		from.name,
		number(from.needed, 1),
		number(from.ratio, 2),
	);
	const legacy = legacyWords(product);
	return {
		title: l10n.t('{0} × {1}', number(quantity), named(product)),
		text: legacy === undefined ? reckoning : `${reckoning} ${legacy}`,
		add: l10n.t('Add {0} × {1}', number(quantity), named(product)),
		...{ sku: product.sku, region: product.region, quantity },
	};
}
