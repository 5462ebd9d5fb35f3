/** What is read about the partner: who is signed in, the agent groups of Partner Center, and what kind of partner it is. */
import type { TokenSource } from '../../azure/cloud';
import { getGroup, getMe, getOrganization, groupsNamedPages, membershipPages, roleTemplatePages } from '../../azure/graph';
import { allItems } from '../../azure/paging';
import { getOrganizationProfile, type RelationshipType, relationshipPages } from '../../azure/partner-center';
import type { Transport } from '../../azure/transport';
import type { AgentGroup, WhoAmI } from '../access';
import { lazy, lazyByKey } from './lazy';

/** By their names in the partner's tenant, in the order of what they may do (partner-center-api 13). */
export const agentGroups: readonly AgentGroup[] = ['AdminAgents', 'HelpdeskAgents', 'SalesAgents'];

/** A group of the partner's tenant; without a name where the sign-in may not read it. */
export interface Group {
	/** GUID, lower case. */
	readonly id: string;
	readonly name: string | undefined;
}

export interface Reading {
	readonly transport: Transport;
	readonly tokens: TokenSource;
	readonly signal: AbortSignal;
}

/** Each fact is read when it is first asked for. All of them throw ServiceFailure, or an AbortError when cancelled. */
export class PartnerFacts {
	readonly #reading: Reading;

	constructor(reading: Reading) {
		this.#reading = reading;
	}

	/** The signed-in user; an application that speaks for itself has none. */
	readonly me = lazy(() => getMe(this.#reading.transport, this.#partner, this.#options));

	/** The company's name, from Partner Center, else from the tenant itself. */
	readonly name = lazy(async () => {
		const { transport } = this.#reading;
		const profile = await getOrganizationProfile(transport, this.#options).catch(async (error: unknown) => {
			const organization = await getOrganization(transport, this.#partner, this.#options).catch(() => undefined);
			if (organization?.displayName) return { companyName: organization.displayName };
			throw error;
		});
		return profile.companyName || undefined;
	});

	/** The groups of the user, also through other groups. Directory roles are no groups. */
	readonly groups = lazy(async (): Promise<readonly Group[]> => {
		const all = await allItems(membershipPages(this.#reading.transport, this.#partner, this.#options));
		return all
			.filter((it) => it['@odata.type'] === undefined || it['@odata.type'] === null || /\.group$/i.test(it['@odata.type']))
			.map(({ id, displayName }) => ({ id: id.toLowerCase(), name: displayName ?? undefined }));
	});

	/** The user's agent groups; nested membership counts. Undefined: the groups' names can't be read, so it can't be told. */
	readonly agentGroups = lazy(async (): Promise<readonly AgentGroup[] | undefined> => {
		const groups = await this.groups();
		if (groups.length > 0 && groups.every(({ name }) => name === undefined)) return undefined;
		return agentGroups.filter((wanted) => groups.some(({ name }) => isNamed(name, wanted)));
	});

	/**
	 * The group that roles in customers' tenants are best given to: the user's own agent group, AdminAgents first (rules 1.3).
	 * Undefined: there is none whose object id can be read.
	 */
	readonly grantee = lazy(async (): Promise<{ readonly id: string; readonly name: AgentGroup } | undefined> => {
		const groups = await this.groups().catch(() => []);
		for (const wanted of agentGroups) {
			const own = groups.find(({ name }) => isNamed(name, wanted));
			if (own !== undefined) return { id: own.id, name: wanted };
		}
		const pages = groupsNamedPages(this.#reading.transport, this.#partner, 'AdminAgents', this.#options);
		const [found] = await allItems(pages);
		return found === undefined ? undefined : { id: found.id.toLowerCase(), name: 'AdminAgents' };
	});

	/** Name of a group of the partner; its id where it can't be read. */
	readonly groupName = lazyByKey(async (id: string): Promise<string> => {
		const own = (await this.groups().catch(() => [])).find((group) => group.id === id);
		if (own?.name !== undefined) return own.name;
		const group = await getGroup(this.#reading.transport, this.#partner, id, this.#options).catch(() => undefined);
		return group?.displayName ?? id;
	});

	/** Names of Entra's directory roles by id; empty where they can't be read. */
	readonly roleNames = lazy(async (): Promise<ReadonlyMap<string, string>> => {
		const templates = await allItems(roleTemplatePages(this.#reading.transport, this.#options)).catch(() => []);
		return new Map(templates.map(({ id, displayName }) => [id.toLowerCase(), displayName ?? id]));
	});

	/** INFERRED from the partner's relationships: there is no documented flag (partner-center-api 11). */
	readonly kind = lazy(async (): Promise<NonNullable<WhoAmI['partnerKind']>> => {
		if (await this.#has('IsIndirectCloudSolutionProviderOf')) return 'indirectProvider';
		return (await this.#has('IsIndirectResellerOf')) ? 'indirectReseller' : 'directBill';
	});

	async #has(type: RelationshipType): Promise<boolean> {
		for await (const { items } of relationshipPages(this.#reading.transport, type, this.#options)) return items.length > 0;
		return false;
	}

	get #partner(): string {
		return this.#reading.transport.cloud.partnerTenantId;
	}

	get #options() {
		return { signal: this.#reading.signal };
	}
}

/** Group names are compared without case: documents write both HelpdeskAgents and HelpDeskAgents. */
function isNamed(name: string | undefined, wanted: AgentGroup): boolean {
	return name?.toLowerCase() === wanted.toLowerCase();
}
