/** The whole world: a clock, the partner, the customers, and their tenants as long as they are needed. */
import { Apps, PRACTICE_SECRET } from './apps';
import { type Customer, CustomerDirectory } from './customers';
import { type Account, adminAgentsId, PARTNER_DOMAIN, PartnerDirectory, practiceUserId } from './directory';
import { generateTenant, type WorldFacts } from './generate';
import { DEFAULT_OPERATION_SECONDS, Pace } from './pace';
import { Policies } from './policies';
import { guidFor } from './random';
import { type Relationship, relationshipWith } from './relationships';
import { Resellers } from './resellers';
import { StaffChanges } from './staff-changes';
import { SupportCatalog } from './support-catalog';
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
	/** Indirect resellers, at most three. Default 3. */
	readonly resellers?: number | undefined;
}

/** Tenants kept in memory; the others are made again when they are asked for. */
const TENANTS_KEPT = 64;

export class World {
	readonly customers: CustomerDirectory;
	readonly directory: PartnerDirectory;
	readonly apps: Apps;
	readonly policies: Policies;
	readonly resellers: Resellers;
	readonly staffChanges = new StaffChanges();
	readonly supportCatalog = new SupportCatalog();
	/** Client id of the app that is registered from the start. */
	readonly clientId: string;
	/** Tenant id of the partner. */
	readonly partnerTenantId: string;
	readonly partnerName = 'Practice Partner';
	readonly partnerDomain = PARTNER_DOMAIN;
	/** The MPA billing account that every reservation is bought under. */
	readonly billingAccountId: string;
	readonly #facts: WorldFacts;
	readonly pace: Pace;
	readonly #clock: () => number;
	readonly #startedAt: number;
	#ahead = 0;
	readonly #tenants = new Map<string, Tenant>();

	constructor(options: WorldOptions) {
		const { seed } = options;
		this.pace = new Pace(options.operationSeconds ?? DEFAULT_OPERATION_SECONDS);
		this.#clock = options.clock ?? Date.now;
		this.#startedAt = this.#clock();
		this.partnerTenantId = guidFor(seed, 'partner');
		this.billingAccountId = `/providers/Microsoft.Billing/billingAccounts/${guidFor(seed, 'account')}:${guidFor(seed, 'organization')}_2019-05-31`;
		this.customers = new CustomerDirectory(seed, options.customers);
		this.directory = new PartnerDirectory(seed);
		this.resellers = new Resellers(seed, options.resellers ?? 3);
		this.policies = new Policies(seed, this.customers);
		this.apps = new Apps(seed, this.customers);
		this.clientId = guidFor(seed, 'app');
		const app = this.apps.register({
			clientId: this.clientId,
			displayName: 'CSP Reservations (practice)',
			secrets: [PRACTICE_SECRET],
			redirectUris: ['http://localhost', 'https://vscode.dev/redirect'],
		});
		this.directory.addAgentApp(app.objectId);
		this.#facts = {
			seed,
			reservations: options.reservations,
			adminAgents: adminAgentsId(seed),
			user: practiceUserId(seed),
			start: options.today.getTime(),
		};
	}

	/** The world's time, ms since the epoch. */
	now(): number {
		return this.#facts.start + (this.#clock() - this.#startedAt) + this.#ahead;
	}

	/** Lets time pass, so that quotes run out, operations end and old returns come back without waiting. */
	advance(ms: number): void {
		this.#ahead += ms;
	}

	/** When the world began, ms since the epoch. */
	get start(): number {
		return this.#facts.start;
	}

	/** Whoever is signed in unless another account is chosen: the partner's admin agent. */
	get practiceUser(): Account {
		const account = this.directory.account(this.#facts.user);
		if (account === undefined) throw new Error('The practice user is missing.');
		return account;
	}

	/** The GDAP relationship with a customer; undefined where there never was one. */
	relationshipWith(customer: Customer): Relationship | undefined {
		return relationshipWith(customer, this.directory, this.start);
	}

	/**
	 * Whether an account can get tokens of a tenant: its own, and those of customers whom an active relationship lets its
	 * groups into. Admin agents are let in without a role too, and are then refused by Azure (rules 1.3).
	 */
	mayEnter(account: Account, tenantId: string): boolean {
		if (tenantId === this.partnerTenantId) return true;
		const customer = this.customers.find(tenantId);
		if (customer === undefined || customer.trouble === 'gdapExpired') return false;
		if (this.directory.isInGroup(account.objectId, 'AdminAgents')) return true;
		const groups = this.directory.allGroupsOf(account.objectId).map(({ id }) => id);
		return this.relationshipWith(customer)?.assignments.some(({ groupId }) => groups.includes(groupId)) ?? false;
	}

	/** Whether tokens can be had for a tenant. */
	knows(tenantId: string): boolean {
		return tenantId === this.partnerTenantId || this.customers.find(tenantId) !== undefined;
	}

	/** The Azure side of a tenant as of now. The partner's own tenant has none. */
	tenant(tenantId: string, now = this.now()): Tenant {
		const kept = this.#tenants.get(tenantId);
		const tenant = kept ?? this.#make(tenantId);
		this.#tenants.delete(tenantId);
		this.#tenants.set(tenantId, tenant);
		if (kept === undefined) this.#forget(tenantId);
		tenant.settle(now);
		return tenant;
	}

	#make(tenantId: string): Tenant {
		const customer: Customer | undefined = this.customers.find(tenantId);
		if (customer !== undefined) return generateTenant(customer, this.#facts);
		return new Tenant(tenantId, undefined, 'foreignGroup', 'USD', 1);
	}

	/** @param asked the tenant that is about to be used */
	#forget(asked: string): void {
		if (this.#tenants.size <= TENANTS_KEPT) return;
		for (const [id, tenant] of this.#tenants) {
			if (tenant.changed || id === asked) continue;
			this.#tenants.delete(id);
			return;
		}
	}
}
