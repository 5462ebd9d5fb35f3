/** Makes one customer's Azure from the seed: always the same for the same seed, day and number. */

import { consumed } from './allowance';
import { REGIONS } from './catalog';
import type { Customer } from './customers';
import { administratorId, teamId } from './directory';
import { fraction, guidFor, Random } from './random';
import { ROLES, type RoleAssignment } from './rights';
import { type Story, Storyteller } from './scenarios';
import {
	CAPACITY_SCOPE,
	type Membership,
	managementGroupScope,
	orderScope,
	type ResourceGroup,
	reservationScope,
	Tenant,
} from './tenant';
import { DAY } from './time';

export interface WorldFacts {
	readonly seed: number;
	/** Reservations a customer has on average. */
	readonly reservations: number;
	/** Object id of the partner's AdminAgents group. */
	readonly adminAgents: string;
	/** Object id of the partner's user that every token speaks for. */
	readonly user: string;
	/** ms since the epoch */
	readonly start: number;
}

/** What the customers that a new user sees first live through; the others get theirs by chance. */
const TOLD: Readonly<Record<number, readonly Story[]>> = {
	15: ['steady', 'expiring', 'declining', 'monthly3', 'sql', 'weekdays'],
	10: ['rescoped', 'idle', 'appService', 'renewing', 'returned', 'growing'],
	14: ['split', 'noBenefit', 'cosmos', 'steady'],
	16: ['fresh', 'legacy', 'suse', 'expired', 'disk', 'pending'],
	18: ['exchange', 'html', 'redis', 'steady'],
	17: ['merge', 'redHat', 'weekdays', 'warning'],
	19: ['hybridBenefit', 'steady', 'archived', 'declining'],
	20: ['renewal', 'steady', 'expiring', 'legacy'],
	0: ['steady', 'monthly3', 'sql', 'weekdays', 'growing', 'idle', 'expiring', 'returned'],
	// Above the refund limit: what is still active is too dear to return.
	8: ['large', 'large', 'returned', 'returned', 'steady'],
};

/** Chances of the stories for everybody else. */
const BY_CHANCE: readonly (readonly [Story, number])[] = [
	['steady', 26],
	['weekdays', 10],
	['monthly3', 10],
	['declining', 7],
	['growing', 5],
	['idle', 5],
	['sql', 6],
	['expiring', 5],
	['expired', 4],
	['returned', 4],
	['legacy', 4],
	['rescoped', 2],
	['appService', 2],
	['cosmos', 2],
	['disk', 2],
	['suse', 1],
	['redis', 1],
	['redHat', 1],
	['renewing', 2],
	['archived', 1],
	['exchange', 1],
	['split', 1],
	['fresh', 1],
];
const ALL_CHANCES = BY_CHANCE.reduce((sum, [, weight]) => sum + weight, 0);

const SUBSCRIPTIONS = ['Production', 'Development', 'Shared services'] as const;
const GROUPS = [
	'rg-web-prod',
	'rg-data-prod',
	'rg-network',
	'rg-build',
	'rg-erp',
	'rg-backup',
	'rg-desktops',
	'rg-test',
] as const;
const CURRENCIES = [
	['EUR', 0.92],
	['GBP', 0.79],
	['USD', 1],
] as const;

function membershipOf(customer: Customer): Membership {
	if (customer.trouble === 'noRole' || customer.trouble === 'gdapExpired') return 'none';
	if (customer.trouble === 'guest' || customer.trouble === 'lighthouse') return customer.trouble;
	return 'foreignGroup';
}

function chosen(random: Random): Story {
	let left = random.next() * ALL_CHANCES;
	for (const [story, weight] of BY_CHANCE) {
		left -= weight;
		if (left < 0) return story;
	}
	return 'steady';
}

/** How many reservations a customer has: between a fifth and twice the average, the average over all. */
function reservationCount(customer: Customer, facts: WorldFacts): number {
	if (customer.trouble === 'noReservations') return 0;
	return Math.round(facts.reservations * (0.2 + 1.6 * fraction(facts.seed, 'count', customer.number)));
}

function tell(teller: Storyteller, customer: Customer, facts: WorldFacts): void {
	const { random, stories } = teller;
	const told = TOLD[customer.number] ?? [];
	// The first customers keep their stories at the usual average, and follow the wish for fewer or more.
	const wanted = told.length > 0 ? Math.round((told.length * facts.reservations) / 5) : reservationCount(customer, facts);
	let left = wanted;
	for (let index = 0; left > 0; index++) {
		const [size, run] = stories[told[index] ?? chosen(random)];
		if (told[index] === undefined && size > left) continue;
		run();
		left -= told[index] === undefined ? size : 1;
	}
}

function addSubscriptions(tenant: Tenant, customer: Customer, random: Random): void {
	const brand = customer.name.replace(/ \(.*\)$/, '');
	const root = tenant.tenantId;
	tenant.managementGroups.push({ name: root, displayName: 'Tenant Root Group', parent: undefined });
	for (const [name, displayName] of [
		['mg-production', 'Production'],
		['mg-non-production', 'Non-production'],
	] as const) {
		tenant.managementGroups.push({ name, displayName, parent: root });
	}
	const count = random.between(1, SUBSCRIPTIONS.length);
	for (const [index, kind] of SUBSCRIPTIONS.slice(0, count).entries()) {
		const first = random.between(0, GROUPS.length - 1);
		const location = random.pick(REGIONS.slice(0, 5)).name;
		const resourceGroups = Array.from(
			{ length: random.between(2, 5) },
			(_, offset): ResourceGroup => ({
				name: GROUPS[(first + offset) % GROUPS.length] ?? 'rg-web-prod',
				location,
				tags: { environment: kind === 'Development' ? 'development' : 'production' },
			}),
		);
		tenant.subscriptions.push({
			id: random.guid(),
			name: `${brand} ${kind}`,
			parent: index === 1 ? 'mg-non-production' : 'mg-production',
			resourceGroups,
		});
	}
}

function addRights(tenant: Tenant, customer: Customer, facts: WorldFacts): void {
	const administrator = administratorId(facts.seed, tenant.tenantId);
	const assign = (scope: string, roleId: string, principalId: string, principalType: RoleAssignment['principalType']) => {
		tenant.roleAssignments.push({
			name: guidFor(facts.seed, scope, roleId, principalId),
			scope,
			roleId,
			principalId,
			principalType,
			createdAt: facts.start - 400 * DAY,
			createdBy: administrator,
		});
	};
	const agents = (scope: string, roleId: string) => assign(scope, roleId, facts.adminAgents, 'ForeignGroup');
	assign(`/subscriptions/${tenant.subscriptions[0]?.id}`, ROLES.owner.id, administrator, 'User');
	for (const order of tenant.orders.values()) assign(orderScope(order.id), ROLES.owner.id, administrator, 'User');
	const [first] = tenant.orders.keys();
	if (first !== undefined) {
		assign(orderScope(first), ROLES.reader.id, teamId(facts.seed, tenant.tenantId, 'FinOps'), 'Group');
		// Somebody whose account was deleted since: roles stay, and name nobody.
		const former = guidFor(facts.seed, 'former employee', tenant.tenantId);
		if (customer.number % 3 === 0) assign(orderScope(first), ROLES.reservationsReader.id, former, 'User');
	}
	if (tenant.membership === 'lighthouse' || tenant.membership === 'none') return;
	const subscriptionRole = customer.trouble === 'reader' ? ROLES.reader.id : ROLES.owner.id;
	for (const { id } of tenant.subscriptions) agents(`/subscriptions/${id}`, subscriptionRole);
	agents(managementGroupScope(tenant.tenantId), ROLES.reader.id);
	if (customer.trouble === 'reader') {
		agents(CAPACITY_SCOPE, ROLES.reservationsReader.id);
		return;
	}
	for (const order of tenant.orders.values()) {
		if (customer.trouble === 'guest') assign(orderScope(order.id), ROLES.reader.id, facts.user, 'User');
		else if (customer.trouble === 'emptyList')
			for (const reservation of order.reservations) agents(reservationScope(reservation), ROLES.reader.id);
		else agents(orderScope(order.id), ROLES.owner.id);
	}
	if (customer.trouble === 'guest')
		for (const { id } of tenant.subscriptions) assign(`/subscriptions/${id}`, ROLES.reader.id, facts.user, 'User');
}

/**
 * Who owns an order that is bought while the world runs: the customer's administrator, and the partner's group at every
 * second customer. At the others (all with an odd number: Fabrikam, Northwind Traders, ...) the partner loses sight of what it
 * bought until somebody grants it access, as partners do.
 */
function newOrderOwners(customer: Customer, facts: WorldFacts): Tenant['newOrderOwners'] {
	const administrator = { principalId: administratorId(facts.seed, customer.tenantId), principalType: 'User' as const };
	const agents = { principalId: facts.adminAgents, principalType: 'ForeignGroup' as const };
	return customer.number % 2 === 0 ? [administrator, agents] : [administrator];
}

/** 48,900 of the 50,000 USD, so that every return of what is left is above the limit; the earlier half comes back in 25 days. */
function useUp(tenant: Tenant, start: number): void {
	const missing = 4_890_000 - consumed(tenant.refunds, start);
	const earlier = Math.floor(missing / 2);
	tenant.refunds.push({ at: start - 340 * DAY, pricing: earlier }, { at: start - 200 * DAY, pricing: missing - earlier });
}

/** The tenant of a customer as it was when the world began. */
export function generateTenant(customer: Customer, facts: WorldFacts): Tenant {
	const random = new Random(facts.seed, 'azure', customer.number);
	const [currency, rate] = random.pick(CURRENCIES);
	const tenant = new Tenant(customer.tenantId, customer, membershipOf(customer), currency, rate);
	tenant.newOrderOwners = newOrderOwners(customer, facts);
	addSubscriptions(tenant, customer, random);
	tell(new Storyteller(tenant, random, facts.start), customer, facts);
	addRights(tenant, customer, facts);
	if (customer.trouble === 'refundLimit') useUp(tenant, facts.start);
	return tenant;
}
