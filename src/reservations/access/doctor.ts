/** The access doctor: which checks belong to a connection, a customer and a reservation, in the order in which they are shown. */
import * as l10n from '@vscode/l10n';
import type { AccessReport, AccessSubject } from '../access';
import type { Format } from '../format';
import type { Customer, Reservation, ReservationRef } from '../model';
import type { Context } from './context';
import { CustomerFacts } from './customer-facts';
import { type Check, examine } from './examination';
import { unknown } from './finding';
import { checkEntitlements, checkReservations } from './list-checks';
import { checkAgentGroups, checkCustomers, checkPartnerKind } from './partner-checks';
import { PartnerFacts, type Reading } from './partner-facts';
import { checkRelationship } from './relationship-check';
import { checkOrderRole, checkOrderRoles, checkReservation, checkReservationRole } from './role-checks';
import { checkLighthouse, checkSubscriptions } from './subscription-checks';
import { checkGuest, checkReseller } from './tenant-checks';
import { checkToken } from './token-check';

/** What the doctor needs of the service. */
export interface Practice extends Omit<Reading, 'signal'> {
	readonly clientId: string | undefined;
	readonly format: Format;
	readonly clock: () => number;
	/** A customer to try the sign-in with. */
	readonly firstCustomer: (signal: AbortSignal) => Promise<Customer | undefined>;
	readonly customer: (tenantId: string) => Customer | undefined;
	readonly reservation: (ref: ReservationRef) => Reservation | undefined;
}

/** @returns reports as {@link examine} gives them; failed reads are findings, and a cancelled examination just ends */
export function checkAccess(practice: Practice, subject: AccessSubject, signal: AbortSignal): AsyncGenerator<AccessReport> {
	const { transport, tokens, clientId, format, clock } = practice;
	const abort = new AbortController();
	const reading = { transport, tokens, signal: abort.signal };
	const partner = new PartnerFacts(reading);
	const context: Context = { cloud: transport.cloud, reading, partner, clientId, format, now: clock() };
	const [title, checks] = plan(practice, context, subject);
	return examine({ subject, title, checks, abort, clock, signal });
}

function plan(practice: Practice, context: Context, subject: AccessSubject): [title: string, checks: readonly Check[]] {
	if (subject.kind === 'connection') return [context.cloud.name, connectionChecks(context, practice.firstCustomer)];
	const tenantId = subject.tenantId.toLowerCase();
	const facts = new CustomerFacts(context.reading, context.partner, tenantId);
	const customer = practice.customer(tenantId)?.name ?? tenantId;
	if (subject.kind === 'customer') return [customer, [...customerChecks(context, facts), orderRoles(context, facts)]];
	const ref = { tenantId, orderId: subject.orderId.toLowerCase(), reservationId: subject.reservationId.toLowerCase() };
	const name = practice.reservation(ref)?.name ?? ref.reservationId;
	return [`${name}, ${customer}`, [...customerChecks(context, facts), ...reservationChecks(context, facts, ref)]];
}

function connectionChecks(context: Context, firstCustomer: Practice['firstCustomer']): readonly Check[] {
	const { partnerTenantId } = context.cloud;
	return [
		{
			id: 'signIn',
			title: l10n.t('Sign-in for Partner Center'),
			run: () => checkToken(context, 'partnerCenter', partnerTenantId, l10n.t('You are signed in to Partner Center.')),
		},
		{ id: 'customers', title: l10n.t('Customers in Partner Center'), needs: ['signIn'], run: () => checkCustomers(context) },
		{
			id: 'graph',
			title: l10n.t('Sign-in for Microsoft Graph'),
			run: () => checkToken(context, 'graph', partnerTenantId, l10n.t('You are signed in to Microsoft Graph.')),
		},
		{ id: 'agentGroups', title: l10n.t('Agent roles'), needs: ['graph'], run: () => checkAgentGroups(context) },
		{ id: 'partnerKind', title: l10n.t('Kind of partner'), needs: ['signIn'], run: () => checkPartnerKind(context) },
		{
			id: 'tenantToken',
			title: l10n.t('Sign-in for customers’ tenants'),
			run: async () => {
				const customer = await firstCustomer(context.reading.signal);
				if (customer === undefined) return unknown(l10n.t('No customer is known to try it with.'));
				const { tenantId, name } = customer;
				return checkToken(context, 'resourceManager', tenantId, l10n.t('You are let into the tenant of “{0}”.', name));
			},
		},
	];
}

function customerChecks(context: Context, facts: CustomerFacts): readonly Check[] {
	const { tenantId } = facts;
	return [
		{
			id: 'tenantToken',
			title: l10n.t('Sign-in for the customer’s tenant'),
			run: () => checkToken(context, 'resourceManager', tenantId, l10n.t('You are let into the customer’s tenant.')),
		},
		{ id: 'guest', title: l10n.t('Guest account'), needs: ['tenantToken'], run: () => checkGuest(context, facts) },
		{ id: 'relationship', title: l10n.t('GDAP relationship'), run: () => checkRelationship(context, facts) },
		{ id: 'reseller', title: l10n.t('Reseller relationship'), run: () => checkReseller(context, facts) },
		{ id: 'agentGroups', title: l10n.t('Agent roles'), run: () => checkAgentGroups(context) },
		{
			id: 'subscriptions',
			title: l10n.t('Subscriptions and your role on them'),
			needs: ['tenantToken'],
			run: () => checkSubscriptions(context, facts),
		},
		{ id: 'lighthouse', title: l10n.t('Azure Lighthouse'), needs: ['subscriptions'], run: () => checkLighthouse(context, facts) },
		{
			id: 'reservations',
			title: l10n.t('List of reservations'),
			needs: ['tenantToken'],
			run: () => checkReservations(context, facts),
		},
		{
			id: 'entitlements',
			title: l10n.t('Orders that Partner Center knows of'),
			needs: ['reservations'],
			run: () => checkEntitlements(context, facts),
		},
	];
}

function orderRoles(context: Context, facts: CustomerFacts): Check {
	return {
		id: 'orderRoles',
		title: l10n.t('Roles on the reservation orders'),
		needs: ['reservations'],
		run: () => checkOrderRoles(context, facts),
	};
}

function reservationChecks(context: Context, facts: CustomerFacts, ref: ReservationRef): readonly Check[] {
	const needs = ['tenantToken'];
	return [
		{ id: 'reservation', title: l10n.t('The reservation'), needs, run: () => checkReservation(context, facts, ref) },
		{ id: 'orderRole', title: l10n.t('Role on its order'), needs, run: () => checkOrderRole(context, facts, ref) },
		{
			id: 'reservationRole',
			title: l10n.t('Role on the reservation alone'),
			needs,
			run: () => checkReservationRole(context, facts, ref),
		},
	];
}
