/** Changing what a reservation applies to, its name, flexibility and renewal: a request's words beside what it is (rules 5, 6, 8). */
import { isSameScope, type ScopeChoice, scopeOf } from './applied-scopes';
import { priceAt } from './catalog';
import { change, type Facts, type PurchaseTerms, type Reservation, type Scope } from './ledger';
import { Refusal } from './refusal';
import type { Tenant } from './tenant';
import { DAY } from './time';
import { type PurchaseWords, wishOf } from './wishes';

/** What is to be bought at the end of the term; what it does not say stays as it is. */
export interface RenewalWords {
	readonly sku?: { readonly name: string } | null | undefined;
	readonly location?: string | null | undefined;
	readonly properties?:
		| { readonly [K in keyof PurchaseWords['properties']]?: PurchaseWords['properties'][K] | undefined }
		| null
		| undefined;
}

/** A change in the request's words (arm-contract, Patch). */
export interface PatchWords extends ScopeChoice {
	readonly instanceFlexibility?: string | null | undefined;
	readonly name?: string | null | undefined;
	readonly renew?: boolean | null | undefined;
	readonly renewProperties?: { readonly purchaseProperties?: RenewalWords | null | undefined } | null | undefined;
	readonly reviewDateTime?: string | null | undefined;
	readonly billingScopeId?: string | null | undefined;
}

/** vCPUs that a subscription may run. The scope Single needs as much of them as is reserved, the others don't (rules 5). */
const VCPU_QUOTA = 350;
/** The price of a renewal is fixed from here to the end of the term (rules 8). */
const PRICE_KNOWN = 30 * DAY;

/** What is bought at the end of the term: what was asked for, or the same again. */
export function renewalOf({ order, renewal, quantity, displayName, scope, instanceFlexibility }: Reservation): PurchaseTerms {
	if (renewal !== undefined) return renewal;
	const { product, region, term, billingPlan, billingScopeId } = order;
	return {
		product,
		region,
		term,
		billingPlan,
		billingScopeId,
		quantity,
		displayName: `${displayName}_renewed`,
		scope,
		renew: true,
		instanceFlexibility,
	};
}

/** What a renewal will cost, in US cents. */
export function renewalPrice(reservation: Reservation, now: number): number {
	const { product, term, quantity } = renewalOf(reservation);
	const { expiresAt = Number.POSITIVE_INFINITY } = reservation.order;
	return term === 'None' ? 0 : priceAt(product, term, Math.min(now, expiresAt - PRICE_KNOWN)) * quantity;
}

/** What is charged stays the same for good (rules 5), in a renewal too (rules 8). */
function checkBillingScope({ order }: Reservation, text: string | null | undefined): void {
	const id = text?.toLowerCase().replace(/^\/subscriptions\/|\/$/g, '');
	if (id === undefined || `/subscriptions/${id}` === order.billingScopeId) return;
	throw new Refusal('BillingScopeIdCannotBeChanged', `The billing scope '${order.billingScopeId}' cannot be changed.`);
}

function nameOf({ name }: PatchWords): string | undefined {
	if (name?.trim() === '') throw new Refusal('BadRequest', 'The name of a reservation cannot be empty.');
	return name ?? undefined;
}

function reviewOf({ order }: Reservation, { reviewDateTime }: PatchWords, now: number): number | undefined {
	if (reviewDateTime == null) return undefined;
	if (order.term !== 'None') throw new Refusal('BadRequest', 'Only Azure Hybrid Benefit has a date of review.');
	const at = Date.parse(reviewDateTime);
	if (!(at > now)) throw new Refusal('BadRequest', `The date of review '${reviewDateTime}' is not a moment to come.`);
	return at;
}

function namesScope({ appliedScopeType, appliedScopes, appliedScopeProperties }: ScopeChoice): boolean {
	return (appliedScopeType ?? appliedScopes ?? appliedScopeProperties) != null;
}

/** The scope that is asked for, with room for what is reserved; the present one where none is asked for. */
function scopeWith(tenant: Tenant, reservation: Reservation, words: PatchWords): Scope {
	const { scope: present, order, quantity } = reservation;
	if (!namesScope(words)) return present;
	const scope = scopeOf(tenant, { ...words, appliedScopeType: words.appliedScopeType ?? present.type });
	if (isSameScope(scope, present)) return present;
	const vcpus = order.product.type === 'VirtualMachines' ? order.product.cores * quantity : 0;
	if (scope.type === 'Single' && vcpus > VCPU_QUOTA)
		throw new Refusal('CapacityUpdateScopesFailed', `The scope has a quota of ${VCPU_QUOTA} vCPUs, and ${vcpus} are reserved.`);
	return scope;
}

/** Capacity is held in one place only, so a larger scope can't be asked for together with it (rules 6). */
function flexibilityWith(scope: Scope, { instanceFlexibility: text }: PatchWords): 'On' | 'Off' | undefined {
	if (text == null) return undefined;
	if (text !== 'On' && text !== 'Off') throw new Refusal('BadRequest', `The instance flexibility '${text}' is not known.`);
	if (text === 'Off' && scope.type !== 'Single')
		throw new Refusal('BadRequest', 'Capacity has priority in the scope Single only; other scopes need instance flexibility.');
	return text;
}

function renewWith({ order }: Reservation, { renew }: PatchWords): boolean | undefined {
	if (renew === true && order.term === 'None') throw new Refusal('BadRequest', 'Azure Hybrid Benefit has no term to renew.');
	return renew ?? undefined;
}

/** The renewal that is asked for; undefined where the present one stays. */
function renewalWith(tenant: Tenant, reservation: Reservation, words: PatchWords, now: number): PurchaseTerms | undefined {
	const asked = words.renewProperties?.purchaseProperties;
	if (asked == null) return undefined;
	if (!(words.renew ?? reservation.renew))
		throw new Refusal('BadRequest', 'What is bought at the end of the term can be chosen together with a renewal only.');
	checkBillingScope(reservation, asked.properties?.billingScopeId);
	const present = renewalOf(reservation);
	const given = Object.fromEntries(Object.entries(asked.properties ?? {}).filter(([, value]) => value != null));
	const request: PurchaseWords = {
		sku: asked.sku ?? { name: present.product.sku },
		location: asked.location ?? present.region?.name,
		properties: {
			reservedResourceType: present.product.type,
			billingScopeId: present.billingScopeId,
			term: present.term,
			quantity: present.quantity,
			billingPlan: present.billingPlan,
			displayName: present.displayName,
			reservedResourceProperties: { instanceFlexibility: present.instanceFlexibility },
			...(namesScope(given) ? {} : { appliedScopeType: present.scope.type, appliedScopeProperties: present.scope }),
			...given,
		},
	};
	const { words: _, ...terms } = wishOf(tenant, request, now);
	return { ...terms, renew: true };
}

/**
 * What a change makes different. What it repeats of the present is no mistake as long as something else differs (recorded).
 * @throws Refusal when it can't be like that, or when nothing differs
 */
export function differences(tenant: Tenant, reservation: Reservation, words: PatchWords, now: number): Partial<Facts> {
	checkBillingScope(reservation, words.billingScopeId);
	const scope = scopeWith(tenant, reservation, words);
	const wanted: { [K in keyof Facts]?: Facts[K] | undefined } = {
		scope,
		displayName: nameOf(words),
		instanceFlexibility: flexibilityWith(scope, words),
		renew: renewWith(reservation, words),
		renewal: renewalWith(tenant, reservation, words, now),
		reviewAt: reviewOf(reservation, words, now),
	};
	const present: Partial<Facts> = { ...reservation, reviewAt: reservation.reviewAt ?? reservation.order.reviewAt };
	const different = Object.entries(wanted).filter(
		([key, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(Object(present)[key]),
	);
	if (different.length > 0) return { ...Object.fromEntries(different), ...(words.renew === false ? { renewal: undefined } : {}) };
	// Both codes are the contract's, without a word on when: the one for scopes is taken for requests of nothing but a scope.
	const others = [words.name, words.instanceFlexibility, words.renew, words.renewProperties, words.reviewDateTime];
	throw namesScope(words) && others.every((value) => value == null)
		? new Refusal('AppliedScopesSameAsExisting', 'The applied scopes are the same as the existing ones.')
		: new Refusal('PatchValuesSameAsExisting', 'The values are the same as the existing ones.');
}

/** Makes a reservation different. A new scope gives it its benefit back where the old one was gone. */
export function configure(reservation: Reservation, at: number, set: Partial<Facts>): void {
	const heals = set.scope !== undefined && reservation.displayState === 'NoBenefit';
	if (heals) reservation.displayState = undefined;
	change(reservation, at, heals ? { ...set, status: undefined } : set);
}
