/** Reports of the access doctor as partners meet them: a connection with limits, a customer without rights, a check half done. */
import { ServiceFailure } from '../../../src/azure/failure';
import type { AccessCheck, AccessReport, AccessSubject, WhoAmI } from '../../../src/reservations/access';
import { cloud, customer, now, reservation } from './sample';

const correlation = { label: 'Correlation ID', value: '4b1d8b8a-2f58-4d7f-8d4e-5c35f1b8b001' };
const adminAgents = '5d1f9a34-8f0b-4ad2-9d39-0d7c1f2a6b11';

export const ofConnection: AccessSubject = { kind: 'connection' };
export const ofCustomer: AccessSubject = { kind: 'customer', tenantId: customer.tenantId };
export const ofReservation: AccessSubject = {
	kind: 'reservation',
	tenantId: reservation.tenantId,
	orderId: reservation.orderId,
	reservationId: reservation.reservationId,
};

export const whoAmI: WhoAmI = {
	userName: 'megan.bowen@contoso-partner.onmicrosoft.com',
	displayName: 'Megan Bowen',
	partnerTenantId: cloud.partnerTenantId,
	partnerName: 'Contoso Cloud Partners',
	agentGroups: ['HelpdeskAgents', 'SalesAgents'],
	partnerKind: undefined,
	limits: [
		'Helpdesk and Sales agents need explicit access to the Azure subscription to buy, exchange or return reservations.',
		'Only an Admin agent can let a customer buy reservations.',
	],
	notRead: ['The kind of partner: Partner Center did not allow its relationships to be read.'],
};

const check = (id: string, title: string, change: Partial<AccessCheck> = {}): AccessCheck => ({
	id,
	title,
	state: 'waiting',
	result: '',
	evidence: [],
	fixes: [],
	...change,
});

/** The fix with everything a fix may have, in the order that a page shows it. */
export const grantRole = `az login --tenant ${customer.tenantId}
az role assignment create --assignee-object-id ${adminAgents} --assignee-principal-type ForeignGroup --role Owner --scope /subscriptions/5cc1a2f4-9f5b-4f2e-93a5-0e7a4f6b8d21`;

/** The account may sign in, but its group holds no role: the cause, something skipped for it, and a warning beside it. */
export const troubled: AccessReport = {
	subject: ofCustomer,
	title: customer.name,
	startedAt: now - 4200,
	endedAt: now,
	verdict: 'AdminAgents has no role in any subscription of this customer, so Azure shows none of its reservations.',
	checks: [
		check('token', 'Sign-in to the customer’s tenant', {
			state: 'passed',
			result: 'Microsoft Entra ID issued a token for this tenant.',
			evidence: [
				{ label: 'Tenant ID', value: customer.tenantId },
				{ label: 'Audience', value: 'https://management.azure.com' },
			],
		}),
		check('gdap', 'Granular delegated admin privileges (GDAP)', {
			state: 'warning',
			result: 'The relationship “Reservations 2026” is active and ends in 12 days. It does not renew by itself.',
			evidence: [
				{ label: 'Status', value: 'active' },
				{ label: 'Ends', value: '2026-12-05T00:00:00Z' },
				{ label: 'Roles', value: 'Directory Readers, Service Support Administrator' },
			],
			fixes: [
				{
					text: 'Ask the customer for a new relationship, or extend this one, before it ends. An Admin agent can request it.',
					link: `https://partner.microsoft.com/en-us/dashboard/commerce2/customers/${customer.tenantId}/adminrelationships`,
				},
			],
		}),
		check('subscriptions', 'Role on the customer’s subscriptions', {
			state: 'failed',
			result: 'No subscription is visible to this account. AdminAgents holds no role in this tenant.',
			evidence: [
				{ label: 'HTTP status', value: '200' },
				{ label: 'Subscriptions', value: '0' },
				{ label: 'AdminAgents', value: adminAgents },
				correlation,
			],
			fixes: [
				{
					text: 'An owner in the customer’s tenant gives AdminAgents the role back with Azure CLI:',
					shell: grantRole,
				},
				{
					text: 'Or sign in with an account that holds a role there.',
					command: 'cspReservations.signIn',
					link: 'https://learn.microsoft.com/partner-center/customers/reinstate-csp',
				},
				{ text: 'Somebody describes another way here.', link: 'https://blog.example.com/csp-roles' },
				{ text: 'This one would run something else.', command: 'workbench.action.terminal.new' },
			],
		}),
		check('list', 'List of reservations', {
			state: 'skipped',
			result: 'Not examined: without a role on a subscription nothing can be visible.',
		}),
	],
};

/** Everything is as it should be. */
export const healthy: AccessReport = {
	...troubled,
	verdict: undefined,
	checks: troubled.checks.map(({ id, title }) => check(id, title, { state: 'passed', result: 'As it should be.' })),
};

/** Half way: two are done, one runs, one waits. */
export const halfway: AccessReport = {
	...troubled,
	endedAt: undefined,
	verdict: undefined,
	checks: [
		...troubled.checks.slice(0, 2),
		check('subscriptions', 'Role on the customer’s subscriptions', { state: 'running' }),
		check('list', 'List of reservations'),
	],
};

/** Nothing is begun. */
export const waiting: AccessReport = {
	...halfway,
	checks: troubled.checks.map(({ id, title }) => check(id, title)),
};

/** The report of a connection that works. */
export const connection: AccessReport = {
	...healthy,
	subject: ofConnection,
	title: 'Connection to Azure',
	checks: [
		check('signIn', 'Sign-in to Partner Center', { state: 'passed', result: 'Signed in with multi-factor authentication.' }),
		check('customers', 'Customers of Partner Center', {
			state: 'passed',
			result: '214 customers can be read.',
			evidence: [{ label: 'HTTP status', value: '200' }],
		}),
		check('groups', 'Agent groups', {
			state: 'warning',
			result: 'The account is in HelpdeskAgents and SalesAgents, not in AdminAgents.',
			fixes: [{ text: 'Ask a Global Administrator of your own tenant to make this account an Admin agent.' }],
		}),
	],
	verdict: 'The connection works. Exchange and return need an Admin agent, or a role on each customer’s subscription.',
};

/** No connection can be made. */
export const noConnection = new ServiceFailure('NotAllowed', 'Nobody is signed in, so nothing was checked.', {
	at: now,
	remedy: 'Sign in with the account of the partner, or set up the connection anew.',
});
