/** What the user chose to be different, as the service takes it. What is chosen as it is already counts as not chosen. */
import type {
	Configuration,
	ConfigurationChange,
	RenewalTerms,
	ReservationConfiguration,
} from '../../reservations/configuration/model';
import type { Reservation } from '../../reservations/model';
import type { CatalogProduct } from '../../reservations/operations/model';
import { plansOf } from '../exchange/draft';
import { scopeOf } from '../exchange/scopes';
import type { Draft, SplitPart, TermField } from './messages';

/** A scope as the page sends it: `Shared`, or the full id of the place. Undefined: it names none that can be chosen. */
export function writtenScope({
	kind,
	subscriptionId,
	resourceGroupId,
	managementGroupId,
}: Configuration['scope']): string | undefined {
	return kind === 'Shared' ? 'Shared' : (resourceGroupId ?? managementGroupId ?? subscriptionId);
}

/** Ids come in any case. */
export const sameScope = (one: string | undefined, other: string | undefined) => one?.toLowerCase() === other?.toLowerCase();

/** What a renewal buys now, as far as it can be shown in fields. */
export type ShownTerms = Pick<RenewalTerms, 'term' | 'sku'> & {
	/** Undefined: not told. */
	readonly quantity: number | undefined;
	readonly billingPlan: string;
};

export function termsNow(reservation: Reservation, { renewal }: Configuration): ShownTerms {
	const { quantity, term, sku, billingPlan } = renewal ?? reservation;
	return { quantity, term, sku, billingPlan: billingPlan ?? '' };
}

/** A whole number as it was typed; NaN: it is none. */
export function wholeNumber(typed: string): number {
	return /^\d{1,9}$/.test(typed.trim()) ? Number(typed) : Number.NaN;
}

/**
 * The change that the draft stands for.
 * @returns undefined when nothing is to be different
 */
export function changeOf(draft: Draft, { reservation, basis }: ReservationConfiguration): ConfigurationChange | undefined {
	if (draft.archived !== undefined) return draft.archived === basis.archived ? undefined : { archived: draft.archived };
	const scope = draft.scope === undefined || sameScope(draft.scope, writtenScope(basis.scope)) ? undefined : scopeOf(draft.scope);
	const change: ConfigurationChange = {
		...(scope !== undefined && { scope }),
		...(draft.name !== undefined && draft.name.trim() !== basis.name && { name: draft.name }),
		...(draft.flexibility !== undefined &&
			draft.flexibility !== basis.instanceFlexibility && { instanceFlexibility: draft.flexibility }),
		...renewalOf(draft, reservation, basis),
	};
	return Object.keys(change).length === 0 ? undefined : change;
}

function renewalOf(draft: Draft, reservation: Reservation, basis: Configuration): Pick<ConfigurationChange, 'renewal'> {
	const on = draft.renew ?? basis.renew;
	// Where Azure does not tell, what the user chose is sent.
	if (!on) return draft.renew === false && basis.renew !== false ? { renewal: { on: false } } : {};
	const now = termsNow(reservation, basis);
	const quantity = draft.quantity === undefined ? now.quantity : wholeNumber(draft.quantity);
	const terms: Partial<RenewalTerms> = {
		...(quantity !== undefined && quantity !== now.quantity && { quantity }),
		...(draft.term !== undefined && draft.term !== now.term && { term: draft.term }),
		...(draft.billingPlan !== undefined && draft.billingPlan !== now.billingPlan && { billingPlan: draft.billingPlan }),
		...(draft.sku !== undefined && draft.sku !== now.sku && { sku: draft.sku }),
	};
	const isSet = Object.keys(terms).length > 0;
	if (basis.renew && !isSet) return {};
	return { renewal: { on: true, ...(isSet && { terms }) } };
}

/** The draft with one field of the renewal's purchase set. */
export function withTerm(draft: Draft, field: TermField, value: string): Draft {
	if (field !== 'billingPlan') return { ...draft, [field]: value };
	return value === 'Upfront' || value === 'Monthly' ? { ...draft, billingPlan: value } : draft;
}

/** The product that the draft chose for the renewal, if it is another one than now. */
export function otherProduct(
	{ sku }: Draft,
	{ reservation, basis }: ReservationConfiguration,
	products: readonly CatalogProduct[],
): CatalogProduct | undefined {
	const wanted = sku?.toLowerCase();
	if (wanted === termsNow(reservation, basis).sku.toLowerCase()) return undefined;
	return products.find((it) => it.sku.toLowerCase() === wanted);
}

/** The draft with a term and a billing plan that the chosen product is sold for: what it lacks is replaced by what it has. */
export function fitted(draft: Draft, seen: ReservationConfiguration, products: readonly CatalogProduct[]): Draft {
	const product = otherProduct(draft, seen, products);
	if (product === undefined) return draft;
	const now = termsNow(seen.reservation, seen.basis);
	const [firstTerm = now.term] = product.terms;
	const term = product.terms.find((it) => it === (draft.term ?? now.term)) ?? firstTerm;
	const plans = plansOf(product.billingPlans, term);
	const plan = plans.find((it) => it === (draft.billingPlan ?? now.billingPlan)) ?? plans[0] ?? 'Upfront';
	return { ...draft, term, billingPlan: plan };
}

/** Units of the parts of a split; NaN: what was typed is no whole number. */
export function quantitiesOf(parts: readonly SplitPart[]): readonly number[] {
	return parts.map(({ quantity }) => wholeNumber(quantity));
}

/** The parts can be split off like this (rules 7). @param whole undefined: not told */
export function addsUp(quantities: readonly number[], whole: number | undefined): boolean {
	return quantities.every((it) => it >= 1) && quantities.reduce((sum, it) => sum + it, 0) === whole;
}
