/** The partner's own directory: practice accounts, the agent groups of Partner Center, and groups that are nested in them. */
import { guidFor } from './random';

/** First label of the partner's domain, and of everybody who signs in. */
export const PARTNER_DOMAIN = 'partner.onmicrosoft.com';

/** A user of the partner. Practice accounts have no password: whoever reaches the sign-in page may take one. */
export interface Account {
	readonly objectId: string;
	/** User principal name: what is typed to sign in. */
	readonly name: string;
	readonly displayName: string;
	/** What the account is for, as the sign-in page tells it. */
	readonly jobTitle: string;
	readonly isEnabled: boolean;
	/** Names of the groups that the account is in directly. */
	readonly groups: readonly string[];
}

export interface Group {
	readonly id: string;
	readonly displayName: string;
	readonly description: string;
	/** Name of the group that this one is in. */
	readonly parent: string | undefined;
}

/** Object id of the account that tokens of outside clients speak for, and who is signed in unless another one is chosen. */
export function practiceUserId(seed: number): string {
	return guidFor(seed, 'user');
}

/** Object id of the partner's group AdminAgents, the foreign group in customers' role assignments (rules 1.3). */
export function adminAgentsId(seed: number): string {
	return guidFor(seed, 'AdminAgents');
}

/** Object id of a customer's own administrator, who bought the first subscription. */
export function administratorId(seed: number, tenantId: string): string {
	return guidFor(seed, 'administrator', tenantId);
}

/** Object id of a group of a customer. */
export function teamId(seed: number, tenantId: string, name: string): string {
	return guidFor(seed, 'team', tenantId, name);
}

/** Agent groups by their fixed names (partner-center-api 13), and the security groups that GDAP roles are given to (rules 1.3). */
const GROUPS: readonly (readonly [string, string, string | undefined])[] = [
	['AdminAgents', 'Admin agents of Partner Center', undefined],
	['HelpdeskAgents', 'Helpdesk agents of Partner Center', undefined],
	['SalesAgents', 'Sales agents of Partner Center', undefined],
	['Azure Managers', "Look after the customers' Azure", 'AdminAgents'],
	['Service Desk', 'First line of support', 'HelpdeskAgents'],
	['All Company', 'Everybody', undefined],
];

const ACCOUNTS: readonly (readonly [string, string, string, string, readonly string[]])[] = [
	['user', 'practice.user', 'Practice User', 'Admin agent', ['Azure Managers', 'All Company']],
	['helpdesk agent', 'helpdesk.agent', 'Practice Helpdesk Agent', 'Helpdesk agent', ['Service Desk', 'All Company']],
	['sales agent', 'sales.agent', 'Practice Sales Agent', 'Sales agent', ['SalesAgents', 'All Company']],
	['colleague', 'colleague', 'Practice Colleague', 'No agent role', ['All Company']],
	['former agent', 'former.agent', 'Practice Former Agent', 'Admin agent, account disabled', ['AdminAgents']],
];

export class PartnerDirectory {
	readonly accounts: readonly Account[];
	readonly groups: readonly Group[];
	/** Service principals that the partner lets act for it at the customers, as automation needs it. */
	readonly #agentApps = new Set<string>();

	constructor(readonly seed: number) {
		this.groups = GROUPS.map(([displayName, description, parent]) => ({
			id: guidFor(seed, displayName),
			displayName,
			description,
			parent,
		}));
		this.accounts = ACCOUNTS.map(([key, label, displayName, jobTitle, groups]) => ({
			objectId: guidFor(seed, key),
			name: `${label}@${PARTNER_DOMAIN}`,
			displayName,
			jobTitle,
			isEnabled: key !== 'former agent',
			groups,
		}));
	}

	/** The account with this object id or name, any case. */
	account(idOrName: string): Account | undefined {
		const wanted = idOrName.toLowerCase();
		return this.accounts.find(({ objectId, name }) => objectId === wanted || name === wanted);
	}

	group(idOrName: string): Group | undefined {
		const wanted = idOrName.toLowerCase();
		return this.groups.find(({ id, displayName }) => id === wanted || displayName.toLowerCase() === wanted);
	}

	/** Lets an app act as the admin agents do. @param objectId of its service principal */
	addAgentApp(objectId: string): void {
		this.#agentApps.add(objectId);
	}

	/** Groups that somebody is in directly. */
	groupsOf(objectId: string): readonly Group[] {
		const names = this.#agentApps.has(objectId) ? ['Azure Managers'] : (this.account(objectId)?.groups ?? []);
		return names.flatMap((name) => this.group(name) ?? []);
	}

	/** Groups that somebody is in directly or through another group. */
	allGroupsOf(objectId: string): readonly Group[] {
		const found = new Set<Group>();
		const add = (group: Group | undefined) => {
			if (group === undefined || found.has(group)) return;
			found.add(group);
			if (group.parent !== undefined) add(this.group(group.parent));
		};
		for (const group of this.groupsOf(objectId)) add(group);
		return [...found];
	}

	isInGroup(objectId: string, name: string): boolean {
		return this.allGroupsOf(objectId).some(({ displayName }) => displayName === name);
	}
}
