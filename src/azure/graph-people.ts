/** Microsoft Graph v1.0: users, groups and apps of a tenant, searched by name and looked up by object id. */
import * as z from 'zod/mini';
import { graphCall, graphPages, pageOf } from './graph';
import { guid } from './ids';
import type { Page } from './paging';
import type { CallOptions, Transport } from './transport';
import { text } from './values';

const directoryObject = z.looseObject({
	/** `#microsoft.graph.user`, `#microsoft.graph.group` or `#microsoft.graph.servicePrincipal`; missing in lists of one kind. */
	'@odata.type': text,
	id: z.string(),
	displayName: text,
	userPrincipalName: text,
	mail: text,
	userType: text,
	appId: text,
	description: text,
});
/** Somebody or something that roles can be given to. */
export type DirectoryObject = z.infer<typeof directoryObject>;

/** Most ids of one look-up. */
const LARGEST_LOOK_UP = 1000;
/** Hits of one page of a search: enough to choose from. */
const HITS = 25;

/**
 * Users whose name or address starts like this, in pages. Names are searched word by word.
 * @throws ServiceFailure; `NotAllowed` where the sign-in may not read the tenant's directory
 */
export function userSearchPages(
	transport: Transport,
	tenantId: string,
	words: string,
	options: CallOptions = {},
): AsyncGenerator<Page<DirectoryObject>> {
	const properties = ['displayName', 'mail', 'userPrincipalName'];
	return searchPages(transport, tenantId, '/users', 'id,displayName,userPrincipalName,mail,userType', properties, words, options);
}

/** Groups with a word in their name or description that starts like this, in pages. @throws ServiceFailure as {@link userSearchPages} */
export function groupSearchPages(
	transport: Transport,
	tenantId: string,
	words: string,
	options: CallOptions = {},
): AsyncGenerator<Page<DirectoryObject>> {
	return searchPages(
		transport,
		tenantId,
		'/groups',
		'id,displayName,description',
		['displayName', 'description'],
		words,
		options,
	);
}

/**
 * What object ids stand for. Those that the tenant does not know are left out: who was deleted, and the groups of a partner in
 * a customer's tenant (arm-pitfalls 37).
 * @throws ServiceFailure; TypeError for an id that is not a GUID
 */
export async function directoryObjects(
	transport: Transport,
	tenantId: string,
	ids: readonly string[],
	options: CallOptions = {},
): Promise<DirectoryObject[]> {
	const wanted = [...new Set(ids.map(guid))];
	const found: DirectoryObject[] = [];
	for (let start = 0; start < wanted.length; start += LARGEST_LOOK_UP) {
		const body = { ids: wanted.slice(start, start + LARGEST_LOOK_UP), types: ['user', 'group', 'servicePrincipal'] };
		const call = { ...graphCall(tenantId, '/directoryObjects/getByIds', options), method: 'POST' as const, safe: true, body };
		found.push(...(await transport.json(pageOf(directoryObject), call)).value);
	}
	return found;
}

function searchPages(
	transport: Transport,
	tenantId: string,
	path: string,
	$select: string,
	properties: readonly string[],
	words: string,
	options: CallOptions,
): AsyncGenerator<Page<DirectoryObject>> {
	const escaped = words.trim().replace(/["\\]/g, (character) => `\\${character}`);
	const $search = properties.map((property) => `"${property}:${escaped}"`).join(' OR ');
	const call = graphCall(tenantId, path, options, { $search, $select, $top: String(HITS) });
	// Graph searches only for callers who say that they can live with an index that lags behind.
	return graphPages(transport, directoryObject, { ...call, headers: { ConsistencyLevel: 'eventual' } });
}
