/** What can be changed: scope, name, what it is optimized for, renewal; each field with what is chosen and what is to be known. */
import * as vscode from 'vscode';
import { date, number } from '../../../host/formats';
import { billingPlanWords, termWords } from '../../../host/words';
import type { ReservationConfiguration, ScopeTarget, ScopeTargets } from '../../../reservations/configuration/model';
import type { Known } from '../../../reservations/model';
import type { CatalogProduct } from '../../../reservations/operations/model';
import { legacySeriesEnd, seriesNotRenewed } from '../../../reservations/policy';
import { plansOf } from '../../exchange/draft';
import { partState } from '../../shared/problem';
import { otherProduct, sameScope, termsNow, wholeNumber, writtenScope } from '../draft';
import type { Change, Draft } from '../messages';
import { scopeNote } from './now';
import { flexibilityText, type PlaceNames } from './words';

interface Input {
	readonly seen: ReservationConfiguration;
	readonly draft: Draft;
	readonly filter: string;
	readonly targets: Known<ScopeTargets>;
	readonly products: Known<readonly CatalogProduct[]>;
}

/** More than this nobody reads; the filter is faster. A large customer has thousands of resource groups. */
const mostShown = 60;

export function changeView(input: Input): Change {
	return { scope: scopeView(input), name: nameView(input), flexibility: flexibilityView(input), renewal: renewalView(input) };
}

/** A place as the page sends it. */
const writtenTarget = ({ id }: ScopeTarget) => id ?? 'Shared';

function kindWords(kind: ScopeTarget['kind']): string {
	const { l10n } = vscode;
	switch (kind) {
		case 'Shared':
			return l10n.t('All eligible subscriptions');
		case 'ManagementGroup':
			return l10n.t('Management group');
		case 'Single':
			return l10n.t('Subscription');
		case 'ResourceGroup':
			return l10n.t('Resource group');
	}
}

/** Names of all places that are known. */
export function placeNames(targets: ScopeTargets | undefined): PlaceNames {
	return new Map((targets?.targets ?? []).map((target) => [writtenTarget(target).toLowerCase(), target.name]));
}

/** Places that Azure takes for the reservation, or may take, for a list to choose from. */
export function choosable(targets: ScopeTargets | undefined): { readonly value: string; readonly label: string }[] {
	return (targets?.targets ?? [])
		.filter(({ isAccepted, isCurrent }) => isAccepted !== false && !isCurrent)
		.map((target) => ({
			value: writtenTarget(target),
			label: target.kind === 'Shared' ? target.name : `${kindWords(target.kind)}: ${target.name}`,
		}));
}

function scopeView({ seen, draft, filter, targets }: Input): Change['scope'] {
	const { l10n } = vscode;
	const chosen = draft.scope ?? writtenScope(seen.basis.scope);
	const wanted = filter.trim().toLowerCase();
	const all = targets.value?.targets ?? [];
	const fitting = all.filter(({ name, id, subscription }) =>
		[name, id, subscription].some((text) => text?.toLowerCase().includes(wanted)),
	);
	// What is chosen keeps its place: a list that moved below the arrow keys would lead from the second scope back to the first.
	const rank = (it: ScopeTarget) => (it.isCurrent ? 0 : it.isAccepted === false ? 2 : 1);
	const ranked = fitting.toSorted((a, b) => rank(a) - rank(b));
	const shown = ranked.filter((it, place) => place < mostShown || sameScope(writtenTarget(it), chosen));
	const { problem } = partState(targets, l10n.t('Scopes'));
	return {
		loading: targets.loading,
		filter,
		targets: shown.map((target) => targetView(target, chosen)),
		count:
			shown.length < fitting.length
				? l10n.t('{0} of {1} are shown. Type more to narrow them down.', number(shown.length), number(fitting.length))
				: all.length === 1
					? l10n.t('{0} of 1 scope', number(fitting.length))
					: l10n.t('{0} of {1} scopes', number(fitting.length), number(all.length)),
		failures: (targets.value?.failures ?? []).map(({ message }) => l10n.t('Some may be missing. {0}', message)),
		problem,
	};
}

function targetView(target: ScopeTarget, chosen: string | undefined): Change['scope']['targets'][number] {
	const { l10n } = vscode;
	const { kind, name, subscription, id, isAccepted, isCurrent, reason } = target;
	const place = subscription === undefined ? id?.split('/').at(-1) : l10n.t('in {0}', subscription);
	const detail = [kindWords(kind), place === name ? undefined : place].filter((text) => text !== undefined).join(' · ');
	const isRefused = isAccepted === false && !isCurrent;
	return {
		written: writtenTarget(target),
		name,
		detail: kind === 'Shared' ? scopeNote(kind) : detail,
		chosen: sameScope(writtenTarget(target), chosen),
		current: isCurrent ? l10n.t('Scope now') : undefined,
		refused: isRefused ? (reason ?? l10n.t('Azure does not take it for this reservation.')) : undefined,
		note: isRefused ? undefined : reason,
	};
}

function nameView({ seen, draft }: Input): Change['name'] {
	const name = draft.name ?? seen.basis.name;
	return {
		value: name,
		problem: name.trim() === '' ? vscode.l10n.t('A reservation needs a name.') : undefined,
		options: [],
	};
}

function flexibilityView({ seen, draft }: Input): Change['flexibility'] {
	const { instanceFlexibility, scope } = seen.basis;
	if (instanceFlexibility === undefined) return undefined;
	const value = draft.flexibility ?? instanceFlexibility;
	const written = draft.scope ?? writtenScope(scope);
	const isSingle = written?.toLowerCase().startsWith('/subscriptions/') === true;
	return {
		value,
		help: flexibilityText(value).note,
		problem:
			value === 'Off' && !isSingle
				? vscode.l10n.t('Capacity priority needs the scope of one subscription or one resource group. Choose such a scope above.')
				: undefined,
		options: ['On', 'Off'].map((option) => ({ value: option, label: flexibilityText(option).value })),
	};
}

function renewalView({ seen, draft, products }: Input): Change['renewal'] {
	const { reservation, basis } = seen;
	// Azure Hybrid Benefit has no term (arm-contract 2.1).
	if (reservation.term === 'None') return undefined;
	const on = draft.renew ?? basis.renew;
	return {
		on,
		help: renewalHelp(on),
		terms: on ? termFields(seen, draft, products) : undefined,
		warning: renewalWarning(seen, on ? draft : {}),
		note: on ? productNote(products) : undefined,
	};
}

function renewalHelp(on: boolean | undefined): string {
	const { l10n } = vscode;
	if (on === undefined) return l10n.t('Azure does not tell whether it renews.');
	return on
		? l10n.t('At the end of the term a new reservation is bought, at the price of then. It can be turned off until then.')
		: l10n.t('It ends for good; what runs on it goes on at pay-as-you-go prices.');
}

/** The legacy series that a renewal with this product and term would be of, if it would fail for that (rules 3.11). */
function seriesOf({ reservation }: ReservationConfiguration, sku: string, term: string): string | undefined {
	const { resourceType, expiresAt } = reservation;
	return seriesNotRenewed({ resourceType, sku, term, product: sku }, expiresAt);
}

/** Said before renewal is turned on too: what is bought then has to be chosen with it. */
function renewalWarning(seen: ReservationConfiguration, { sku, term }: Draft): string | undefined {
	const now = termsNow(seen.reservation, seen.basis);
	const chosen = { sku: sku ?? now.sku, term: term ?? now.term };
	const series = seriesOf(seen, chosen.sku, chosen.term);
	return series === undefined
		? undefined
		: vscode.l10n.t(
				'Microsoft does not renew the VM series {0} for {1} since {2}: a renewal will fail unless another product is chosen for it.',
				series,
				termWords(chosen.term),
				date(legacySeriesEnd),
			);
}

function productNote({ value, loading, failure }: Input['products']): string | undefined {
	const { l10n } = vscode;
	if (loading && value === undefined) return l10n.t('The other sizes are being read…');
	return failure === undefined ? undefined : l10n.t('The other sizes could not be read: {0}', failure.message);
}

type TermView = NonNullable<NonNullable<Change['renewal']>['terms']>;

function termFields(seen: ReservationConfiguration, draft: Draft, products: Input['products']): TermView {
	const { l10n } = vscode;
	const now = termsNow(seen.reservation, seen.basis);
	const sku = draft.sku ?? now.sku;
	const term = draft.term ?? now.term;
	const plan = draft.billingPlan ?? now.billingPlan;
	const quantity = draft.quantity ?? String(now.quantity ?? '');
	const isUntold = draft.quantity === undefined && now.quantity === undefined;
	const all = products.value ?? [];
	const other = otherProduct(draft, seen, all);
	const product = other ?? all.find((it) => it.sku.toLowerCase() === sku.toLowerCase());
	const once = (own: string, others: readonly string[]) => [
		own,
		...new Set(others.filter((it) => it.toLowerCase() !== own.toLowerCase())),
	];
	// Another product is sold for its own terms alone; the one of now may be renewed as it is.
	const offered = (own: string, others: readonly string[]) => (other === undefined ? once(own, others) : others);
	const options = (values: readonly string[], words: (value: string) => string | undefined) =>
		values.map((value) => ({ value, label: words(value) ?? value }));
	const marked = (label: string, ofSku: string, ofTerm: string) =>
		seriesOf(seen, ofSku, ofTerm) === undefined ? label : l10n.t('{0} (legacy series: not renewed)', label);
	// A product that is not sold for the term gets one that it is sold for.
	const termFor = (ofSku: string) => {
		const sold = all.find((it) => it.sku === ofSku)?.terms ?? [];
		return ofSku === sku || sold.includes(term) ? term : (sold[0] ?? term);
	};
	return [
		{
			field: 'quantity',
			label: l10n.t('Units'),
			value: quantity,
			problem: isUntold || wholeNumber(quantity) >= 1 ? undefined : l10n.t('A whole number from 1.'),
			options: [],
		},
		{
			field: 'sku',
			label: l10n.t('Product'),
			value: sku,
			options: once(sku, all.map((it) => it.sku).toSorted()).map((it) => ({ value: it, label: marked(it, it, termFor(it)) })),
		},
		{
			field: 'term',
			label: l10n.t('Term'),
			value: term,
			options: options(offered(term, product?.terms ?? []), (it) => marked(termWords(it), sku, it)),
		},
		{
			field: 'billingPlan',
			label: l10n.t('Billing plan'),
			value: plan,
			options: options(
				offered(plan, product === undefined ? ['Upfront', 'Monthly'] : plansOf(product.billingPlans, term)),
				billingPlanWords,
			),
		},
	];
}
