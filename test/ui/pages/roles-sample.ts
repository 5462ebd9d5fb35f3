/** Access control as partners meet it: who has which role, what the form holds, what has to be confirmed, and the page that shows it. */
import { ServiceFailure } from '../../../src/azure/failure';
import type { FormState, IntentState } from '../../../src/panels/roles/views/grant';
import { type Input, rolesView } from '../../../src/panels/roles/views/roles';
import type { Abilities } from '../../../src/reservations/roles/abilities';
import { memberOf } from '../../../src/reservations/roles/listing';
import type { HeldRole, Place, Principal, Role, RoleAssignments } from '../../../src/reservations/roles/model';
import { scopeOf } from '../../../src/reservations/roles/places';
import { cloud, customer, now, reservation } from './sample';

const { tenantId, orderId, reservationId } = reservation;
export const ref = { tenantId, orderId, reservationId };

const owner: Abilities = { view: true, manage: true, money: 'yes', delegate: true };
const contributor: Abilities = { view: true, manage: true, money: 'unsure', delegate: false };
const reader: Abilities = { view: true, manage: false, money: 'no', delegate: false };

const id = (number: number) => `aaaaaaaa-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const agents: Principal = {
	id: id(1),
	kind: 'foreignGroup',
	type: 'ForeignGroup',
	name: 'AdminAgents',
	detail: 'Your company’s admin agents',
	home: 'partner',
	partnerGroup: 'AdminAgents',
};
export const helpdesk: Principal = { ...agents, id: id(2), name: 'HelpdeskAgents', partnerGroup: 'HelpdeskAgents' };
export const adele: Principal = {
	id: id(3),
	kind: 'person',
	type: 'User',
	name: 'Adele Vance',
	detail: 'adele.vance@adventure-works.onmicrosoft.com',
	home: 'customer',
};
const finOps: Principal = {
	id: id(4),
	kind: 'group',
	type: 'Group',
	name: 'FinOps',
	detail: 'Watch what the cloud costs',
	home: 'customer',
};
const guest: Principal = { ...adele, id: id(5), name: 'Practice User', isGuest: true };
const automation: Principal = { id: id(6), kind: 'app', type: 'ServicePrincipal', name: 'Cost automation', home: 'customer' };
const left: Principal = { id: id(7), kind: 'unknown', type: 'User' };

let count = 0;
function held(principal: Principal, roleName: string | undefined, abilities: Abilities | undefined, place: Place): HeldRole {
	const scope = place === 'above' ? '' : scopeOf(ref, place);
	return {
		assignmentId: `${scope}/providers/Microsoft.Authorization/roleAssignments/${id(100 + count++)}`,
		principalId: principal.id,
		principalType: principal.type,
		roleId: id(50),
		roleName,
		abilities,
		place,
		scope,
		since: now,
	};
}

const own = new Set([agents.id]);
const member = (principal: Principal, ...roles: HeldRole[]) => memberOf(principal, roles, own);
export const agentsRole = held(agents, 'Owner', owner, 'order');

export const everybody: RoleAssignments = {
	target: ref,
	members: [
		member(agents, agentsRole),
		member(automation, held(automation, 'Reservations Contributor', contributor, 'tenant')),
		member(adele, held(adele, 'Owner', owner, 'reservation')),
		member(finOps, held(finOps, 'Reservations Reader', reader, 'tenant'), held(finOps, 'Reader', reader, 'order')),
		member(guest, held(guest, 'Reader', reader, 'order')),
		member(left, held(left, undefined, undefined, 'above')),
	],
	notRead: [],
	canDelegate: true,
};

export const roles: readonly Role[] = [
	{ id: id(50), name: 'Owner', abilities: owner },
	{ id: id(51), name: 'Reservations Contributor', abilities: contributor },
	{ id: id(52), name: 'Reservations Reader', abilities: reader },
];

export const notAllowed = new ServiceFailure(
	'NotAllowed',
	'Your account is not allowed to do this in Azure. Nothing was changed.',
	{
		code: 'AuthorizationFailed',
		status: 403,
		correlationId: '6a0a4f0a-7f0e-4cf1-9a0c-0f1e2d3c4b5a',
		at: now,
		missingRight: `Microsoft.Authorization/roleAssignments/write on ${scopeOf(ref, 'order')}`,
		remedy:
			'To give and take roles takes Owner, User Access Administrator or Reservations Administrator on the reservation order.',
	},
);

const idle: IntentState = { preview: undefined, failure: undefined, isAsking: false, confirmed: [], isReady: false };

export const intents = {
	asking: { ...idle, isAsking: true },
	ready: { ...idle, preview: { notes: ['Whoever has “Owner” can assign roles to others too.'], concerns: [] }, isReady: true },
	there: { ...idle, preview: { already: '“Adele Vance” has the role “Owner” there already.', notes: [], concerns: [] } },
	failed: { ...idle, failure: notAllowed },
	tenantWide: {
		...idle,
		preview: {
			notes: [],
			concerns: [{ id: 'tenantWide', text: 'This assigns the role on all reservations in the customer’s directory.' }],
		},
	},
	lastOwner: {
		...idle,
		preview: {
			notes: [],
			concerns: [
				{
					id: 'lastOwner',
					text: 'This is the last owner of the order: afterwards nobody there may exchange, return or assign roles.',
				},
				{ id: 'yourself', text: 'You have this role yourself. Afterwards you can’t do this any more: exchange and return.' },
			],
		},
		confirmed: ['lastOwner'],
	},
} as const satisfies Readonly<Record<string, IntentState>>;

export function form(changes: Partial<FormState> = {}): FormState {
	const { draft = {} } = changes;
	const role = roles.find((one) => one.id === draft.role);
	return {
		draft,
		place: draft.place ?? 'order',
		roles: { value: roles, loading: false },
		role,
		groups: { value: [agents, helpdesk], loading: false },
		hits: undefined,
		isSearching: false,
		wish:
			role === undefined || draft.principal === undefined
				? undefined
				: { target: ref, place: 'order', roleId: role.id, principal: draft.principal },
		revision: 0,
		intent: idle,
		...changes,
	};
}

/** Adele is to become an owner. */
export const filled: FormState['draft'] = {
	role: id(50),
	words: 'ade',
	principal: { id: adele.id, kind: 'person', type: 'User', name: 'Adele Vance', detail: adele.detail },
};
export const found: FormState['hits'] = { value: { principals: [adele], failures: [] }, loading: false };

export function view(changes: Partial<Input> = {}) {
	return rolesView({
		ref,
		known: { value: everybody, asOf: now, loading: false },
		reservation,
		customer,
		cloud,
		form: form(),
		removal: { assignmentId: undefined, intent: idle },
		outcome: undefined,
		busy: undefined,
		...changes,
	});
}
