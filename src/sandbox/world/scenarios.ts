/** Stories of reservations: each one buys and then lives through what its name says. */
import { HYBRID_BENEFIT, PRODUCTS, type Product, REGIONS, type Region, type Term } from './catalog';
import { merge, split } from './derivation';
import {
	type BillingPlan,
	cancel,
	change,
	EXCHANGED,
	RETURNED,
	type Reservation,
	type Scope,
	type StatusInfo,
	type UsageShape,
} from './ledger';
import { buy, buyAndWait, type Purchase } from './purchase';
import type { Random } from './random';
import type { Subscription, Tenant } from './tenant';
import { addMonths, DAY, HOUR } from './time';
import { chooseScope, displayName, resourcesOf, WORKLOADS } from './workloads';
import { cancelledCommitment, worthOf } from './worth';

interface Wish {
	readonly product?: Product;
	readonly region?: Region | undefined;
	readonly term?: Term;
	readonly plan?: BillingPlan;
	readonly name?: string;
	readonly quantity?: number;
	readonly shape?: UsageShape;
	readonly level?: number;
	readonly boughtAt?: number;
	readonly renew?: boolean;
	readonly scope?: Scope;
	readonly complete?: boolean;
}

/** Makes the reservations of one tenant. All chance comes from the one generator, so the order of calls is the world. */
export class Storyteller {
	constructor(
		readonly tenant: Tenant,
		readonly random: Random,
		readonly now: number,
	) {}

	#monthsAgo(from: number, to: number): number {
		return (
			addMonths(this.now, -this.random.between(from, to)) -
			this.random.between(0, 27) * DAY -
			this.random.between(1, 9) * HOUR -
			this.random.between(0, HOUR)
		);
	}

	#product(type: string, pattern = /./): Product {
		return this.random.pick(PRODUCTS.filter((product) => product.type === type && pattern.test(product.sku)));
	}

	/** Virtual machines of current series, in sizes that partners really buy. */
	#machine(): Product {
		return this.#product('VirtualMachines', /^Standard_([DE](2|4|8)(a|d)?s_v5|B\d+m?s|F\d+s_v2)$/);
	}

	#subscription(): Subscription {
		return this.random.pick(this.tenant.subscriptions);
	}

	#buy(wish: Wish = {}): Reservation {
		const { random, tenant, now } = this;
		const product = wish.product ?? this.#machine();
		const term = wish.term ?? (random.chance(0.4) ? 'P3Y' : 'P1Y');
		const at = wish.boughtAt ?? this.#monthsAgo(1, term === 'P3Y' ? 33 : 10);
		const region = product.global ? undefined : (wish.region ?? random.pick(REGIONS.slice(0, 9)));
		const quantity = wish.quantity ?? random.pick(product.units);
		const scope = wish.scope ?? (product.global ? { type: 'Shared' as const } : chooseScope(tenant, random));
		const workload = random.pick(WORKLOADS);
		const purchase: Purchase = {
			orderId: random.guid(),
			reservationId: random.guid(),
			product,
			region,
			term,
			billingPlan: wish.plan ?? (product.softwarePlan || term === 'None' || random.chance(0.3) ? 'Upfront' : 'Monthly'),
			billingScopeId: `/subscriptions/${this.#subscription().id}`,
			quantity,
			scope,
			at,
			displayName: wish.name ?? displayName(product, at, workload, random),
			renew: wish.renew ?? random.chance(0.4),
			usage: {
				shape: wish.shape ?? 'steady',
				level: wish.level ?? 0.86 + random.next() * 0.13,
				seed: random.between(0, 0x7fffffff),
				resources: resourcesOf(product, quantity, scope, workload, tenant, random),
			},
		};
		return wish.complete === false ? buyAndWait(tenant, purchase) : buy(tenant, purchase, now);
	}

	#later(reservation: Reservation): number {
		const from = reservation.activeFrom ?? reservation.order.requestedAt;
		return from + (0.3 + this.random.next() * 0.5) * (this.now - from);
	}

	#termEndingIn(days: number, term: Term): number {
		return addMonths(this.now + days * DAY, term === 'P3Y' ? -36 : -12);
	}

	#ended(status: StatusInfo): Reservation {
		const reservation = this.#buy({ boughtAt: this.#monthsAgo(4, 10) });
		const at = this.#later(reservation);
		if (status === RETURNED) this.#count(reservation, at);
		cancel(reservation, at, status);
		return reservation;
	}

	/** Counts a return against the customer's limit, with what it was worth on its day. */
	#count(reservation: Reservation, at: number): void {
		const { order } = reservation;
		const { billingRate, refunds } = this.tenant;
		const payments = order.payments.map((payment) =>
			payment.dueAt > at ? { ...payment, status: 'Scheduled' as const, billing: undefined } : payment,
		);
		const then = { ...reservation, order: { ...order, payments } };
		refunds.push({ at, pricing: cancelledCommitment(worthOf(then, reservation.quantity, 0, at, billingRate)).pricing });
	}

	#split(): void {
		const source = this.#buy({ quantity: 5, boughtAt: this.#monthsAgo(4, 9), scope: { type: 'Shared' }, renew: false });
		split(source, [2, 3], () => this.random.guid(), this.#later(source));
	}

	#merge(): void {
		const source = this.#buy({ quantity: 4, boughtAt: this.#monthsAgo(5, 9), scope: { type: 'Shared' }, renew: false });
		const parted = this.#later(source);
		const newId = () => this.random.guid();
		const [one, other] = split(source, [1, 3], newId, parted);
		if (one !== undefined && other !== undefined) merge([one, other], newId, parted + 3 * DAY);
	}

	#exchange(): void {
		const old = this.#ended(EXCHANGED);
		this.#buy({
			product: this.#product('VirtualMachines', /^Standard_E(4|8)as_v5$/),
			boughtAt: old.endedAt ?? this.now,
			term: 'P3Y',
		});
	}

	#renewal(): void {
		const old = this.#buy({ boughtAt: this.#termEndingIn(-this.random.between(20, 80), 'P1Y'), term: 'P1Y', renew: true });
		const renewed = this.#buy({
			product: old.order.product,
			region: old.order.region,
			boughtAt: old.order.expiresAt ?? this.now,
			term: 'P1Y',
			quantity: old.quantity,
			name: old.displayName,
		});
		old.renewDestination = renewed.id;
		renewed.renewSource = old.id;
	}

	#noBenefit(): void {
		const scope: Scope = {
			type: 'Single',
			subscriptionId: `/subscriptions/${this.random.guid()}`,
			displayName: 'Closed subscription',
		};
		const reservation = this.#buy({ scope, shape: 'idle', boughtAt: this.#monthsAgo(6, 9) });
		change(reservation, this.now - 60 * DAY, {
			status: {
				statusCode: 'NoBenefitDueToSubscriptionDeletion',
				message: 'The subscription that this reservation is scoped to was deleted. The reservation gives no benefit.',
			},
		});
		reservation.displayState = 'NoBenefit';
	}

	#warning(): void {
		const reservation = this.#buy({ plan: 'Monthly', boughtAt: this.#monthsAgo(3, 8) });
		const last = reservation.order.payments.findLast(({ status }) => status === 'Succeeded');
		if (last !== undefined) Object.assign(last, { status: 'Failed', paidAt: undefined, billing: undefined });
		change(reservation, last?.dueAt ?? this.now, {
			status: {
				statusCode: 'Warning',
				message: 'The last payment for this reservation failed. Check the payment method, or the reservation will be cancelled.',
			},
		});
		reservation.displayState = 'Warning';
	}

	#rescoped(): void {
		const reservation = this.#buy({ scope: { type: 'Shared' }, boughtAt: this.#monthsAgo(5, 9), shape: 'steady' });
		const at = this.#later(reservation);
		const subscription = this.#subscription();
		change(reservation, at, {
			scope: { type: 'Single', subscriptionId: `/subscriptions/${subscription.id}`, displayName: subscription.name },
			instanceFlexibility: 'Off',
		});
		change(reservation, at + 2 * DAY, { displayName: `${reservation.displayName} (dedicated)` });
		change(reservation, at + 9 * DAY, { scope: { type: 'Shared' }, instanceFlexibility: 'On', renew: !reservation.renew });
	}

	/** The stories by name, with the number of reservations that each adds. */
	readonly stories = {
		steady: [1, () => this.#buy()],
		monthly3: [1, () => this.#buy({ term: 'P3Y', plan: 'Monthly' })],
		weekdays: [1, () => this.#buy({ shape: 'weekdays' })],
		declining: [1, () => this.#buy({ shape: 'declining', boughtAt: this.#monthsAgo(4, 10) })],
		growing: [1, () => this.#buy({ shape: 'growing' })],
		idle: [1, () => this.#buy({ shape: 'idle', boughtAt: this.#monthsAgo(4, 10) })],
		fresh: [1, () => this.#buy({ boughtAt: this.now - this.random.between(1, 6) * HOUR })],
		expiring: [
			1,
			() => this.#buy({ boughtAt: this.#termEndingIn(this.random.between(3, 27), 'P1Y'), term: 'P1Y', renew: false }),
		],
		renewing: [1, () => this.#buy({ boughtAt: this.#termEndingIn(this.random.between(5, 28), 'P3Y'), term: 'P3Y', renew: true })],
		expired: [
			1,
			() => this.#buy({ boughtAt: this.#termEndingIn(-this.random.between(8, 120), 'P1Y'), term: 'P1Y', renew: false }),
		],
		renewal: [2, () => this.#renewal()],
		returned: [1, () => this.#ended(RETURNED)],
		archived: [
			1,
			() => {
				const one = this.#ended(RETURNED);
				change(one, one.updatedAt + DAY, { archived: true });
			},
		],
		exchange: [2, () => this.#exchange()],
		split: [3, () => this.#split()],
		merge: [4, () => this.#merge()],
		noBenefit: [1, () => this.#noBenefit()],
		warning: [1, () => this.#warning()],
		rescoped: [1, () => this.#rescoped()],
		pending: [1, () => this.#buy({ boughtAt: this.now - 10 * 60_000, complete: false })],
		legacy: [
			1,
			() =>
				this.#buy({
					product: this.#product('VirtualMachines', /_v3$|DS\d_v2|F4s$|L8s_v2|GS2/),
					term: 'P3Y',
					boughtAt: this.#monthsAgo(8, 33),
					renew: true,
				}),
		],
		sql: [1, () => this.#buy({ product: this.#product('SqlDatabases') })],
		cosmos: [1, () => this.#buy({ product: this.#product('CosmosDb'), shape: 'growing' })],
		suse: [1, () => this.#buy({ product: this.#product('SuseLinux') })],
		redHat: [1, () => this.#buy({ product: this.#product('RedHat') })],
		appService: [1, () => this.#buy({ product: this.#product('AppService') })],
		redis: [1, () => this.#buy({ product: this.#product('RedisCache'), shape: 'declining', boughtAt: this.#monthsAgo(4, 10) })],
		disk: [1, () => this.#buy({ product: this.#product('ManagedDisk'), term: 'P1Y' })],
		hybridBenefit: [
			1,
			() =>
				this.#buy({
					product: HYBRID_BENEFIT,
					term: 'None',
					plan: 'Upfront',
					name: 'SQL Server Standard, hybrid benefit',
					renew: false,
				}),
		],
		html: [1, () => this.#buy({ name: '<img src=x onerror=alert(1)> & <b>"quoted"</b>' })],
		large: [
			1,
			() =>
				this.#buy({
					product: this.#product('VirtualMachines', /^Standard_M64ms$/),
					term: 'P3Y',
					plan: 'Monthly',
					quantity: 2,
					boughtAt: this.#monthsAgo(6, 12),
				}),
		],
	} satisfies Record<string, readonly [number, () => unknown]>;
}

export type Story = keyof Storyteller['stories'];
