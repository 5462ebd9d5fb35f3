/** Whom roles are given to: what object ids stand for, search in a customer's tenant, and the partner's own groups. */
import * as l10n from '@vscode/l10n';
import { isCancelled, type ServiceFailure } from '../../azure/failure';
import { groupsNamedPages } from '../../azure/graph';
import { type DirectoryObject, directoryObjects, groupSearchPages, userSearchPages } from '../../azure/graph-people';
import { isGuid } from '../../azure/ids';
import type { Page } from '../../azure/paging';
import type { Transport } from '../../azure/transport';
import { toFailure } from '../failures';
import { refused } from '../operations/quoting';
import type { PartnerGroupName, Principal, PrincipalHits } from './model';
import { nothingChanged } from './places';

/** The partner's groups that are principals in its customers' tenants (rules 1.3). */
const partnerGroupNames: readonly PartnerGroupName[] = ['AdminAgents', 'HelpdeskAgents'];

/** Shorter words find too much to choose from. */
const shortestWords = 2;

/** An id with what an assignment says of it. */
interface Named {
	readonly id: string;
	readonly type?: string | undefined;
}

export class Principals {
	readonly #transport: Transport;
	/** Object ids of groups do not change. */
	#partnerGroups: Promise<readonly Principal[]> | undefined;

	constructor(transport: Transport) {
		this.#transport = transport;
	}

	/** @throws ServiceFailure */
	async partnerGroups(signal: AbortSignal): Promise<readonly Principal[]> {
		const reading = this.#partnerGroups ?? this.#readPartnerGroups(signal);
		this.#partnerGroups = reading;
		try {
			return await reading;
		} catch (error) {
			if (this.#partnerGroups === reading) this.#partnerGroups = undefined;
			// Whoever began to read may have left; that is no answer for who came later.
			if (isCancelled(error) && !signal.aborted) return this.partnerGroups(signal);
			throw error;
		}
	}

	/** Users and groups of a customer with these words, or what an object id stands for. @throws an AbortError when cancelled */
	async search(tenantId: string, words: string, signal: AbortSignal): Promise<PrincipalHits> {
		const wanted = words.trim();
		const failures: ServiceFailure[] = [];
		if (isGuid(wanted)) {
			const { principals, failure } = await this.named(tenantId, [{ id: wanted }], signal);
			return { principals, failures: failure === undefined ? [] : [failure] };
		}
		if (wanted.length < shortestWords) return { principals: [], failures };
		const options = { signal };
		const first = async (pages: AsyncGenerator<Page<DirectoryObject>>, kind: Principal['kind']) => {
			try {
				for await (const { items } of pages) return items.map((it) => principalFrom(it, 'customer', kind));
			} catch (error) {
				if (isCancelled(error)) throw error;
				failures.push(toFailure(error, tenantId));
			}
			return [];
		};
		const [users, groups] = await Promise.all([
			first(userSearchPages(this.#transport, tenantId, wanted, options), 'person'),
			first(groupSearchPages(this.#transport, tenantId, wanted, options), 'group'),
		]);
		return { principals: [...users, ...groups], failures };
	}

	/**
	 * What ids stand for, in their order: by the customer's tenant, else by the partner's. One that neither knows is told by its id.
	 * @returns with why names are missing
	 */
	async named(
		tenantId: string,
		wanted: readonly Named[],
		signal: AbortSignal,
	): Promise<{ readonly principals: readonly Principal[]; readonly failure?: ServiceFailure | undefined }> {
		const ids = [...new Set(wanted.map(({ id }) => id.toLowerCase()))].filter(isGuid);
		const partner = this.#transport.cloud.partnerTenantId;
		const own = await this.#lookUp(tenantId, ids, 'customer', signal);
		const rest = ids.filter((id) => !own.found.has(id));
		const [groups, others] =
			rest.length === 0
				? [[], nothing]
				: await Promise.all([this.#partnerGroupsIfReadable(signal), this.#lookUp(partner, rest, 'partner', signal)]);
		const principals = wanted.map(({ id: written, type }): Principal => {
			const id = written.toLowerCase();
			const known = own.found.get(id) ?? groups.find((group) => group.id === id) ?? others.found.get(id);
			// What Azure says of its kind holds, also where nobody can tell its name.
			const kind = type === undefined ? known?.kind : kindOf(type);
			if (known === undefined) return { id, type, kind: kind === 'foreignGroup' ? kind : 'unknown' };
			return { ...known, id, type: type ?? known.type, kind: kind ?? known.kind };
		});
		return {
			principals,
			failure: own.failure ?? (principals.some(({ kind }) => kind === 'unknown') ? others.failure : undefined),
		};
	}

	async #partnerGroupsIfReadable(signal: AbortSignal): Promise<readonly Principal[]> {
		try {
			return await this.partnerGroups(signal);
		} catch (error) {
			if (isCancelled(error)) throw error;
			return [];
		}
	}

	async #lookUp(tenantId: string, ids: readonly string[], home: 'customer' | 'partner', signal: AbortSignal): Promise<LookedUp> {
		if (ids.length === 0) return nothing;
		try {
			const objects = await directoryObjects(this.#transport, tenantId, ids, { signal });
			return { found: new Map(objects.map((it) => [it.id.toLowerCase(), principalFrom(it, home)])) };
		} catch (error) {
			if (isCancelled(error)) throw error;
			return { found: new Map(), failure: toFailure(error, tenantId) };
		}
	}

	async #readPartnerGroups(signal: AbortSignal): Promise<readonly Principal[]> {
		const { partnerTenantId } = this.#transport.cloud;
		const read = async (name: PartnerGroupName): Promise<Principal[]> => {
			const found: string[] = [];
			for await (const { items } of groupsNamedPages(this.#transport, partnerTenantId, name, { signal })) {
				found.push(...items.map(({ id }) => id));
			}
			// Anybody who may make groups can make one of that name: customers' rights are never given to a guess.
			if (found.length > 1) throw ambiguous(partnerTenantId, name);
			return found.map((id) => partnerGroup(id, name));
		};
		return (await Promise.all(partnerGroupNames.map(read))).flat();
	}
}

function ambiguous(partnerTenantId: string, name: PartnerGroupName): ServiceFailure {
	return refused(
		partnerTenantId,
		`${l10n.t('Your company’s directory has several groups named {0}, and which of them is Partner Center’s can’t be told.', name)} ${nothingChanged()}`,
		l10n.t('Rename the others in Microsoft Entra ID, or assign the role to the object ID of the right one.'),
	);
}

interface LookedUp {
	readonly found: ReadonlyMap<string, Principal>;
	readonly failure?: ServiceFailure;
}
const nothing: LookedUp = { found: new Map() };

function partnerGroup(id: string, name: PartnerGroupName): Principal {
	const detail = name === 'AdminAgents' ? l10n.t('Your company’s admin agents') : l10n.t('Your company’s helpdesk agents');
	return { id: id.toLowerCase(), kind: 'foreignGroup', type: 'ForeignGroup', name, detail, home: 'partner', partnerGroup: name };
}

/** @param kind what it is where the list has one kind only and does not say */
function principalFrom(object: DirectoryObject, home: 'customer' | 'partner', kind = kindIn(object)): Principal {
	const { id, displayName, userPrincipalName, mail, appId, description, userType } = object;
	const detail = kind === 'person' ? (mail ?? userPrincipalName) : kind === 'app' ? appId : description;
	const types = { person: 'User', group: 'Group', app: 'ServicePrincipal', foreignGroup: 'ForeignGroup', unknown: undefined };
	// A group of the partner's tenant is a foreign one at the customer (rules 1.3).
	const here = kind === 'group' && home === 'partner' ? 'foreignGroup' : kind;
	return {
		id: id.toLowerCase(),
		kind: here,
		type: types[here],
		name: displayName ?? undefined,
		detail: detail ?? undefined,
		isGuest: userType === 'Guest' || undefined,
		home,
	};
}

function kindIn({ '@odata.type': type }: DirectoryObject): Principal['kind'] {
	if (/\.user$/i.test(type ?? '')) return 'person';
	if (/\.group$/i.test(type ?? '')) return 'group';
	return /\.servicePrincipal$/i.test(type ?? '') ? 'app' : 'unknown';
}

function kindOf(type: string): Principal['kind'] {
	switch (type.toLowerCase()) {
		case 'user':
			return 'person';
		case 'group':
			return 'group';
		case 'serviceprincipal':
			return 'app';
		case 'foreigngroup':
			return 'foreignGroup';
		default:
			return 'unknown';
	}
}
