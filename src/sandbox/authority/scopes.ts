/** What a token is asked for: the service behind the scopes, by its real names or by the sandbox's own addresses. */
import type { SandboxEndpoints } from '../endpoints';
import type { Service } from '../http';
import { refuse } from './errors';

export type Resource = Exclude<Service, 'authority'>;

const RESOURCES: readonly Resource[] = ['resourceManager', 'partnerCenter', 'graph'];

/** The real names of the services, and the ids of their apps (partner-center-api 2.1). */
const NAMES: Readonly<Record<Resource, readonly string[]>> = {
	resourceManager: [
		'https://management.azure.com',
		'https://management.core.windows.net',
		'797f4846-ba00-4fd7-ba43-dac1f8f63013',
	],
	partnerCenter: ['https://api.partnercenter.microsoft.com', 'fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd'],
	graph: ['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000'],
};

const OPENID = ['openid', 'profile', 'email', 'offline_access'];

/** Permissions of Graph that every app of the sandbox has. */
const GRAPH_PERMISSIONS = [
	'User.Read',
	'Directory.Read.All',
	'GroupMember.Read.All',
	'DelegatedAdminRelationship.Read.All',
] as const;

/** All that a token for a service may name as its audience. */
export function audiencesOf(resource: Resource, endpoints: SandboxEndpoints): readonly string[] {
	return [...NAMES[resource], endpoints[resource]];
}

export interface Scopes {
	readonly resource: Resource;
	/** The resource as it was named; becomes the token's audience. */
	readonly audience: string;
	/** Permissions of the token. */
	readonly permissions: readonly string[];
	/** What the answer says was granted. */
	readonly granted: string;
	readonly wantsIdToken: boolean;
	readonly wantsRefreshToken: boolean;
}

/** A scope is `{resource}/{permission}`; a permission alone is one of Graph's. */
function readOne(scope: string, endpoints: SandboxEndpoints): { resource: Resource; audience: string; permission: string } {
	const folded = scope.toLowerCase();
	for (const resource of RESOURCES) {
		const audience = audiencesOf(resource, endpoints).find((name) => folded === name || folded.startsWith(`${name}/`));
		if (audience === undefined) continue;
		const permission = scope.slice(audience.length).replace(/^\/+/, '').replace(/\/+$/, '');
		if (resource === 'graph' || /^(\.default|user_impersonation)?$/i.test(permission)) return { resource, audience, permission };
	}
	if (/^[a-z]+\.[a-z.]+$/i.test(scope)) return { resource: 'graph', audience: NAMES.graph[0] ?? '', permission: scope };
	throw refuse.scope(scope);
}

/** @param text scopes with spaces between. @throws Refusal for unknown ones and for more than one service */
export function readScopes(text: string, endpoints: SandboxEndpoints): Scopes {
	const words = text.split(/\s+/).filter((word) => word !== '');
	const openId = words.filter((word) => OPENID.includes(word.toLowerCase())).map((word) => word.toLowerCase());
	const others = words.filter((word) => !OPENID.includes(word.toLowerCase()));
	const [first, ...rest] = others.map((scope) => readOne(scope, endpoints));
	if (rest.some(({ resource }) => resource !== first?.resource)) throw refuse.scopeOfTwo(text);
	const { resource, audience } = first ?? { resource: 'graph', audience: NAMES.graph[0] ?? '' };
	const permissions = resource === 'graph' ? GRAPH_PERMISSIONS : ['user_impersonation'];
	const granted = new Set([
		...others,
		...permissions.map((permission) => `${audience}/${permission}`),
		...openId.filter((word) => word !== 'offline_access'),
	]);
	return {
		resource,
		audience,
		permissions,
		granted: [...granted].join(' '),
		wantsIdToken: openId.includes('openid'),
		wantsRefreshToken: openId.includes('offline_access'),
	};
}
