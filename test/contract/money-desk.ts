/** What the tests of money share: a sandbox whose clock stands still until it is moved, and the calls of a return, an exchange, a purchase. */
import assert from 'node:assert/strict';
import type { SandboxOptions } from '../../src/sandbox/index';
import { type Answer, type ReservationBody, SandboxClient } from './sandbox-client';

export const CAPACITY = '/providers/Microsoft.Capacity';
export const SECOND = 1000;
export const DAY = 86_400 * SECOND;
/** Seconds that an exchange takes here; nothing goes on unless the clock is moved. */
export const EXCHANGE_SECONDS = 100;

export interface Price {
	readonly currencyCode: string;
	readonly amount: number;
}

export interface RefundBody {
	readonly id: string;
	readonly properties: {
		readonly sessionId: string;
		readonly quantity: number;
		readonly billingRefundAmount: Price;
		readonly pricingRefundAmount: Price;
		readonly policyResult: {
			readonly properties: {
				readonly consumedRefundsTotal: Price;
				readonly maxRefundLimit: Price;
				readonly policyErrors: { readonly code: string; readonly message?: string }[];
			};
		};
		readonly billingInformation: BillingBody & {
			readonly billingPlan: string;
			readonly completedTransactions: number;
			readonly totalTransactions: number;
		};
	};
}

interface BillingBody {
	readonly billingCurrencyTotalPaidAmount: Price;
	readonly billingCurrencyProratedAmount: Price;
	readonly billingCurrencyRemainingCommitmentAmount: Price;
}

export interface ExchangeBody {
	readonly sessionId: string;
	readonly netPayable: Price;
	readonly refundsTotal: Price;
	readonly purchasesTotal: Price;
	readonly policyResult: { readonly policyErrors: { readonly code: string; readonly message?: string }[] | null };
	readonly reservationsToPurchase: {
		readonly billingCurrencyTotal: Price;
		readonly reservationOrderId?: string;
		readonly reservationId?: string;
		readonly status?: string;
	}[];
	readonly savingsPlansToPurchase: {
		readonly billingCurrencyTotal: Price;
		readonly savingsPlanOrderId?: string;
		readonly savingsPlanId?: string;
		readonly status?: string;
	}[];
	readonly reservationsToExchange: {
		readonly reservationId: string;
		readonly quantity: number;
		readonly billingRefundAmount: Price;
		readonly billingInformation: BillingBody;
		readonly status?: string;
	}[];
}

export interface OperationBody {
	readonly id: string;
	readonly name: string;
	readonly status: string;
	readonly properties?: ExchangeBody;
	readonly error?: { readonly code: string; readonly message: string };
}

export interface OrderBody {
	readonly id: string;
	readonly etag: number;
	readonly properties: {
		readonly originalQuantity: number;
		readonly provisioningState: string;
		readonly createdDateTime?: string;
		readonly benefitStartTime?: string;
		readonly expiryDateTime?: string;
		readonly reservations: { readonly id: string }[];
		readonly planInformation?: {
			readonly pricingCurrencyTotal: Price;
			readonly nextPaymentDueDate: string | null;
			readonly transactions: {
				readonly dueDate: string;
				readonly status: string;
				readonly pricingCurrencyTotal: Price;
				readonly billingCurrencyTotal?: Price;
			}[];
		};
	};
}

/** Whole cents: amounts are read as they were written and never added as floats. */
export function cents({ amount }: Price): number {
	const whole = Math.round(amount * 100);
	assert.equal(amount, whole / 100, `${amount} has more than two digits`);
	return whole;
}

export function sum(prices: readonly Price[]): number {
	return prices.reduce((total, price) => total + cents(price), 0);
}

/** Path of the order that a reservation or order id is in. */
export function orderOf(id: string): string {
	return id.split('/reservations/')[0] ?? '';
}

export function errorCode(answer: Answer): unknown {
	return Object(answer.body.error).code;
}

/** `status code` of an answer. */
export function outcome(answer: Answer): string {
	return `${answer.status} ${String(errorCode(answer))}`;
}

export interface ToBuy {
	readonly sku?: string;
	readonly type?: string;
	readonly location?: string;
	readonly term?: string;
	readonly quantity?: number;
	readonly plan?: string;
	readonly more?: Readonly<Record<string, unknown>>;
}

/** One customer of a sandbox, seen by somebody who moves money there. */
export class MoneyDesk {
	#subscription: Promise<string> | undefined;

	constructor(
		readonly client: SandboxClient,
		readonly clock: { at: number },
		readonly tenant: string,
	) {}

	/** A sandbox with the desk at its first customer, Contoso. */
	static async start(options: Partial<SandboxOptions> = {}): Promise<MoneyDesk> {
		const clock = { at: 0 };
		const client = await SandboxClient.start({ operationSeconds: EXCHANGE_SECONDS, clock: () => clock.at, ...options });
		return new MoneyDesk(client, clock, await client.customer('Contoso'));
	}

	close(): Promise<void> {
		return this.client.close();
	}

	/** The desk at another customer of the same sandbox. */
	async at(customer: string): Promise<MoneyDesk> {
		return new MoneyDesk(this.client, this.clock, await this.client.customer(customer));
	}

	/** Lets the world's time go on. */
	pass(ms: number): void {
		this.clock.at += ms;
	}

	get<T = Record<string, unknown>>(path: string): Promise<Answer<T>> {
		return this.client.azure<T>(this.tenant, path);
	}

	send<T = Record<string, unknown>>(path: string, body: unknown, method = 'POST'): Promise<Answer<T>> {
		return this.client.azure<T>(this.tenant, path, {
			method,
			headers: { 'content-type': 'application/json' },
			body: typeof body === 'string' ? body : JSON.stringify(body),
		});
	}

	/** What is active, of a type, with at least so many units. */
	async active(type = 'VirtualMachines', atLeast = 1): Promise<ReservationBody[]> {
		const all = await this.client.reservations(this.tenant, '?selectedState=Succeeded');
		return all.filter(({ properties }) => properties.reservedResourceType === type && properties.quantity >= atLeast);
	}

	/** The first that is active. @throws when there is none */
	async one(type = 'VirtualMachines', atLeast = 1): Promise<ReservationBody> {
		const [first] = await this.active(type, atLeast);
		return first ?? assert.fail(`no ${type} with ${atLeast} units`);
	}

	async reservation(id: string): Promise<ReservationBody> {
		return (await this.get<ReservationBody>(id)).body;
	}

	/** An order with its schedule. */
	async order(id: string): Promise<OrderBody> {
		const { status, body } = await this.get<OrderBody>(`${orderOf(id)}?$expand=schedule`);
		assert.equal(status, 200, JSON.stringify(body));
		return body;
	}

	calculateRefund<T = RefundBody>({ id }: { readonly id: string }, quantity: number): Promise<Answer<T>> {
		return this.send<T>(`${orderOf(id)}/calculateRefund`, {
			id: orderOf(id),
			properties: { scope: 'Reservation', reservationToReturn: { reservationId: id, quantity } },
		});
	}

	giveBack<T = RefundBody>({ id }: { readonly id: string }, quantity: number, sessionId: string): Promise<Answer<T>> {
		return this.send<T>(`${orderOf(id)}/return`, {
			properties: { sessionId, scope: 'Reservation', returnReason: 'test', reservationToReturn: { reservationId: id, quantity } },
		});
	}

	subscription(): Promise<string> {
		this.#subscription ??= this.get<{ value: { subscriptionId: string }[] }>('/subscriptions?api-version=2022-12-01').then(
			({ body }) => body.value[0]?.subscriptionId ?? '',
		);
		return this.#subscription;
	}

	/** A PurchaseRequest. */
	async toBuy(wanted: ToBuy = {}): Promise<Record<string, unknown> & { properties: Record<string, unknown> }> {
		return {
			sku: { name: wanted.sku ?? 'Standard_E8s_v5' },
			location: wanted.location ?? 'westeurope',
			properties: {
				reservedResourceType: wanted.type ?? 'VirtualMachines',
				billingScopeId: await this.subscription(),
				term: wanted.term ?? 'P3Y',
				quantity: wanted.quantity ?? 5,
				billingPlan: wanted.plan ?? 'Monthly',
				displayName: 'Bought by a test',
				appliedScopeType: 'Shared',
				renew: false,
				...wanted.more,
			},
		};
	}

	/** Buys, and waits for the end of it. */
	async buy(wanted: ToBuy): Promise<ReservationBody> {
		const request = await this.toBuy(wanted);
		const price = await this.send<{ properties: { reservationOrderId: string } }>(`${CAPACITY}/calculatePrice`, request);
		const order = `${CAPACITY}/reservationOrders/${price.body.properties.reservationOrderId}`;
		const { status, body } = await this.send<OrderBody>(order, request, 'PUT');
		assert.equal(status, 202, JSON.stringify(body));
		this.pass(EXCHANGE_SECONDS * SECOND);
		return this.reservation(body.properties.reservations[0]?.id ?? '');
	}

	async calculateExchange(
		returns: readonly (readonly [{ readonly id: string }, number])[],
		purchases: readonly ToBuy[],
		more: Readonly<Record<string, unknown>> = {},
	): Promise<Answer> {
		return this.send(`${CAPACITY}/calculateExchange`, {
			properties: {
				reservationsToExchange: returns.map(([{ id }, quantity]) => ({ reservationId: id, quantity })),
				reservationsToPurchase: await Promise.all(purchases.map((one) => this.toBuy(one))),
				...more,
			},
		});
	}

	exchange(sessionId: string): Promise<Answer> {
		return this.send(`${CAPACITY}/exchange`, { properties: { sessionId } });
	}

	poll(answer: Answer): Promise<Answer<OperationBody>> {
		return this.get<OperationBody>(answer.headers.get('azure-asyncoperation') ?? assert.fail('no operation to poll'));
	}

	/** Moves the clock past the end of the operation, and reads what came of it. */
	async end(answer: Answer): Promise<OperationBody> {
		assert.equal(answer.status, 202, JSON.stringify(answer.body));
		this.pass(EXCHANGE_SECONDS * SECOND);
		return (await this.poll(answer)).body;
	}

	/** The quote of an exchange. @throws when there is none */
	async quote(...asked: Parameters<MoneyDesk['calculateExchange']>): Promise<ExchangeBody> {
		const { properties, error } = await this.end(await this.calculateExchange(...asked));
		return properties ?? assert.fail(JSON.stringify(error));
	}
}
