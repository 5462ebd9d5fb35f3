/** The whole world: a clock, the partner, the customers, and their tenants as long as they are needed. */
import type { Caller } from '../http';
import { type Customer, CustomerDirectory } from './customers';
import { generateTenant, type WorldFacts } from './generate';
import { DEFAULT_OPERATION_SECONDS, Pace } from './pace';
import { guidFor } from './random';
import { Tenant } from './tenant';

export interface WorldOptions {
	readonly customers: number;
	readonly reservations: number;
	readonly seed: number;
	readonly today: Date;
	/** Seconds that an exchange takes; the other operations are as much quicker or slower. Default 24. */
	readonly operationSeconds?: number | undefined;
	/** What makes the world's time go on, ms. Default: the real clock. */
	readonly clock?: (() => number) | undefined;
}

/** Tenants kept in memory; the others are made again when they are asked for. */
const TENANTS_KEPT = 64;

export class World {
	readonly customers: CustomerDirectory;
	/** Tenant id of the partner. */
	readonly partnerTenantId: string;
	readonly partnerName = 'Practice Partner';
	/** The MPA billing account that every reservation is bought under. */
	readonly billingAccountId: string;
	readonly #facts: WorldFacts;
	readonly pace: Pace;
	readonly #clock: () => number;
	readonly #startedAt: number;
	readonly #tenants = new Map<string, Tenant>();

	constructor(options: WorldOptions) {
		const { seed } = options;
		this.pace = new Pace(options.operationSeconds ?? DEFAULT_OPERATION_SECONDS);
		this.#clock = options.clock ?? Date.now;
		this.#startedAt = this.#clock();
		this.partnerTenantId = guidFor(seed, 'partner');
		this.billingAccountId = `/providers/Microsoft.Billing/billingAccounts/${guidFor(seed, 'account')}:${guidFor(seed, 'organization')}_2019-05-31`;
		this.customers = new CustomerDirectory(seed, options.customers);
		this.#facts = {
			seed,
			reservations: options.reservations,
			adminAgents: guidFor(seed, 'AdminAgents'),
			user: guidFor(seed, 'user'),
			start: options.today.getTime(),
		};
	}

	/** The world's time, ms since the epoch. */
	now(): number {
		return this.#facts.start + (this.#clock() - this.#startedAt);
	}

	/** Whoever tokens of a tenant speak for: the partner's user, under the same object id everywhere. */
	callerIn(tenantId: string): Caller {
		return { tenantId, objectId: this.#facts.user, name: 'practice.user@partner.onmicrosoft.com' };
	}

	/** Whether tokens can be had for a tenant. */
	knows(tenantId: string): boolean {
		return tenantId === this.partnerTenantId || this.customers.find(tenantId) !== undefined;
	}

	/** The Azure side of a tenant as of now. The partner's own tenant has none. */
	tenant(tenantId: string): Tenant {
		const kept = this.#tenants.get(tenantId);
		const tenant = kept ?? this.#make(tenantId);
		this.#tenants.delete(tenantId);
		this.#tenants.set(tenantId, tenant);
		if (kept === undefined) this.#forget();
		tenant.settle(this.now());
		return tenant;
	}

	#make(tenantId: string): Tenant {
		const customer: Customer | undefined = this.customers.find(tenantId);
		if (customer !== undefined) return generateTenant(customer, this.#facts);
		return new Tenant(tenantId, undefined, 'foreignGroup', 'USD', 1, this.#facts.adminAgents);
	}

	#forget(): void {
		if (this.#tenants.size <= TENANTS_KEPT) return;
		for (const [id, tenant] of this.#tenants) {
			if (tenant.changed) continue;
			this.#tenants.delete(id);
			return;
		}
	}
}
