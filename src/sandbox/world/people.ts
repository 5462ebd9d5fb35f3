/** Users and groups of every tenant, as Microsoft Graph knows them: the partner's own, the customers', and guests. */
import type { Customer } from './customers';
import { administratorId, teamId } from './directory';
import { guidFor, hash } from './random';
import type { World } from './world';

export interface Person {
	readonly id: string;
	readonly displayName: string;
	readonly userPrincipalName: string;
	readonly mail: string | null;
	readonly jobTitle: string | null;
	readonly accountEnabled: boolean;
	readonly userType: 'Member' | 'Guest';
}

export interface Team {
	readonly id: string;
	readonly displayName: string;
	readonly description: string;
}

export interface People {
	readonly users: readonly Person[];
	readonly groups: readonly Team[];
}

/** Microsoft's own sample people, with what they do at a customer. */
const STAFF = [
	['Adele Vance', 'Cloud architect'],
	['Megan Bowen', 'Finance manager'],
	['Nestor Wilke', 'Director of IT'],
	['Lynne Robbins', 'Cost analyst'],
	['Pradeep Gupta', 'Database administrator'],
	['Isaiah Langer', 'Operations engineer'],
] as const;
const TEAMS = [
	['Azure Administrators', 'Look after the subscriptions'],
	['FinOps', 'Watch what the cloud costs'],
	['Finance', 'Pay the bills'],
] as const;

function member(id: string, displayName: string, jobTitle: string, domain: string): Person {
	const userPrincipalName = `${displayName.toLowerCase().replaceAll(' ', '.')}@${domain}`;
	return { id, displayName, userPrincipalName, mail: userPrincipalName, jobTitle, accountEnabled: true, userType: 'Member' };
}

function peopleOfPartner({ directory, partnerTenantId }: World): People {
	return {
		users: directory.accounts.map(({ objectId, name, displayName, jobTitle, isEnabled }) => ({
			id: objectId,
			displayName,
			userPrincipalName: name,
			mail: hash(partnerTenantId, name) % 5 === 0 ? null : name,
			jobTitle,
			accountEnabled: isEnabled,
			userType: 'Member',
		})),
		groups: directory.groups,
	};
}

/** Users of the partner are in a customer's tenant only as guests; GDAP and its groups leave no trace there (rules 1.3). */
function peopleOfCustomer({ tenantId, domain, trouble, number }: Customer, world: World): People {
	const { seed } = world.directory;
	const staff = STAFF.slice(0, 3 + (number % 4)).map(([name, jobTitle]) =>
		member(guidFor(seed, 'person', tenantId, name), name, jobTitle, domain),
	);
	const { practiceUser } = world;
	const guest: Person = {
		id: practiceUser.objectId,
		displayName: practiceUser.displayName,
		userPrincipalName: `${practiceUser.name.replace('@', '_')}#EXT#@${domain}`,
		mail: practiceUser.name,
		jobTitle: null,
		accountEnabled: true,
		userType: 'Guest',
	};
	return {
		users: [
			member(administratorId(seed, tenantId), 'Alex Wilber', 'Administrator', domain),
			...staff,
			...(trouble === 'guest' ? [guest] : []),
		],
		groups: TEAMS.map(([displayName, description]) => ({
			id: teamId(seed, tenantId, displayName),
			displayName,
			description,
		})),
	};
}

/** Everybody in a tenant. */
export function peopleOf(world: World, tenantId: string): People {
	const customer = world.customers.find(tenantId);
	const { users, groups } = customer === undefined ? peopleOfPartner(world) : peopleOfCustomer(customer, world);
	const { staffChanges } = world;
	const domain = customer?.domain ?? world.partnerDomain;
	const joined = staffChanges.joinedIn(tenantId);
	const stays = ({ id }: { readonly id: string }) => !staffChanges.hasLeft(tenantId, id);
	return {
		users: [
			...users,
			...joined.filter(({ kind }) => kind === 'user').map(({ id, displayName }) => member(id, displayName, 'New', domain)),
		].filter(stays),
		groups: [
			...groups,
			...joined.filter(({ kind }) => kind === 'group').map(({ id, displayName }) => ({ id, displayName, description: 'New' })),
		].filter(stays),
	};
}
