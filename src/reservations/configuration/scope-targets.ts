/** The places that reservations can be applied to, with whether Azure takes them (arm-contract 2.6 and 10, rules 5). */
import * as l10n from '@vscode/l10n';
import { availableScopes } from '../../azure/capacity';
import { isCancelled, type ServiceFailure } from '../../azure/failure';
import { parseSubscriptionId } from '../../azure/ids';
import { allItems, type Page } from '../../azure/paging';
import {
	type ManagementGroup,
	managementGroupPages,
	type ResourceGroup,
	resourceGroupPages,
	type Subscription,
	subscriptionPages,
} from '../../azure/subscriptions';
import type { CallOptions, Transport } from '../../azure/transport';
import { toFailure } from '../failures';
import type { ReservationRef } from '../model';
import type { ReservationConfiguration, ScopeTarget, ScopeTargets } from './model';
import { scopeKey } from './scopes';

/** Scopes asked for in one call: a large customer has thousands of resource groups. */
const scopesAtOnce = 100;

type Place = Pick<ScopeTarget, 'scope' | 'kind' | 'name' | 'id' | 'subscription'> & {
	/** Why it can't be chosen whatever Azure says. */
	readonly obstacle?: string | undefined;
};

/**
 * Reads the places and asks for each reservation which of them it may be applied to.
 * @param current the reservations, of one customer
 */
export async function readScopeTargets(
	transport: Transport,
	current: readonly ReservationConfiguration[],
	options: CallOptions,
): Promise<ScopeTargets> {
	const failures: ServiceFailure[] = [];
	const tenantId = current[0]?.reservation.tenantId ?? '';
	const orNone = async <T>(work: Promise<readonly T[]>): Promise<readonly T[]> => {
		try {
			return await work;
		} catch (error) {
			if (isCancelled(error)) throw error;
			failures.push(toFailure(error, tenantId));
			return [];
		}
	};
	const list = <T>(pages: AsyncIterable<Page<T>>) => orNone(allItems<T>(pages));
	const [groups, subscriptions] = await Promise.all([
		list<ManagementGroup>(managementGroupPages(transport, tenantId, options)),
		list<Subscription>(subscriptionPages(transport, tenantId, options)),
	]);
	// What other tenants delegate to this one is not billed with it.
	const own = subscriptions.filter((it) => !it.tenantId || it.tenantId.toLowerCase() === tenantId);
	const below = await Promise.all(
		own.map(async (it) => {
			const subscription = subscriptionPlace(it);
			const id = parseSubscriptionId(it.id);
			if (subscription === undefined || id === undefined) return [];
			if (subscription.obstacle !== undefined) return [subscription];
			const inside = await list<ResourceGroup>(resourceGroupPages(transport, tenantId, id, options));
			return [subscription, ...inside.map((group) => groupPlace(group, subscription))];
		}),
	);
	const shared: Place = { scope: { kind: 'Shared' }, kind: 'Shared', name: l10n.t('Shared') };
	const places = [shared, ...groups.map(managementGroupPlace), ...below.flat()];
	const ids = places.filter(({ obstacle }) => obstacle === undefined).flatMap(({ id }) => id ?? []);
	const answers = await Promise.all(current.map(({ reservation }) => orNone(readAccepted(transport, reservation, ids, options))));
	const accepted = answers.map((answer) => new Map(answer));
	return { targets: places.map((place) => targetOf(place, current, accepted)), failures };
}

async function readAccepted(
	transport: Transport,
	ref: ReservationRef,
	ids: readonly string[],
	options: CallOptions,
): Promise<readonly (readonly [string, boolean])[]> {
	const parts: string[][] = [];
	for (let start = 0; start < ids.length; start += scopesAtOnce) parts.push(ids.slice(start, start + scopesAtOnce));
	const answers = await Promise.all(parts.map((part) => availableScopes(transport, ref.tenantId, ref, part, options)));
	return answers.flat().map(({ scope, valid }) => [scope.toLowerCase(), valid] as const);
}

/** @param accepted by reservation: what Azure said of each id */
function targetOf(
	{ obstacle, ...place }: Place,
	current: readonly ReservationConfiguration[],
	accepted: readonly ReadonlyMap<string, boolean>[],
): ScopeTarget {
	const key = scopeKey(place.scope);
	const isCurrent = current.every(({ basis }) => scopeKey(basis.scope) === key);
	if (place.kind === 'Shared') return { ...place, isAccepted: true, isCurrent };
	if (obstacle !== undefined) return { ...place, isAccepted: false, reason: obstacle, isCurrent };
	const said = accepted.map((answer) => answer.get(place.id?.toLowerCase() ?? ''));
	if (said.every((it) => it === true)) return { ...place, isAccepted: true, isCurrent };
	const refusing = current.filter((_, index) => said[index] === false).map(({ reservation }) => reservation.name);
	if (refusing.length === 0) {
		const reason = l10n.t('Azure did not say whether it can be applied there; it says so when the change is made.');
		return { ...place, isAccepted: undefined, reason, isCurrent };
	}
	return { ...place, isAccepted: false, reason: refusal(place.kind, refusing, current.length), isCurrent };
}

/** Azure gives no reason: these are the conditions (rules 5). */
function refusal(kind: ScopeTarget['kind'], refusing: readonly string[], asked: number): string {
	const why =
		kind === 'ManagementGroup'
			? l10n.t('It needs the right to read the management group, and a subscription in it in the same billing context.')
			: l10n.t('You have to be Owner of the subscription, and it has to be in the same billing context as the reservation.');
	const what =
		asked === 1
			? l10n.t('Azure does not take it for this reservation.')
			: l10n.t('Azure does not take it for {0}.', refusing.join(', '));
	return `${what} ${why}`;
}

function subscriptionPlace({ id, displayName, state }: Subscription): Place | undefined {
	const subscriptionId = parseSubscriptionId(id);
	if (subscriptionId === undefined) return undefined;
	const isUsable = !state || /^(enabled|warned|pastdue)$/i.test(state);
	return {
		scope: { kind: 'Single', subscriptionId: `/subscriptions/${subscriptionId}` },
		kind: 'Single',
		name: displayName || subscriptionId,
		id: `/subscriptions/${subscriptionId}`,
		obstacle: isUsable ? undefined : l10n.t('The subscription is not active: its state is {0}.', state ?? ''),
	};
}

function groupPlace({ id, name }: ResourceGroup, subscription: Place): Place {
	return {
		scope: { kind: 'Single', subscriptionId: subscription.id ?? '', resourceGroupId: id },
		kind: 'ResourceGroup',
		name: name || (id.split('/').at(-1) ?? id),
		id,
		subscription: subscription.name,
	};
}

function managementGroupPlace({ id, name, properties }: ManagementGroup): Place {
	return {
		scope: { kind: 'ManagementGroup', managementGroupId: id },
		kind: 'ManagementGroup',
		name: properties?.displayName || name || id,
		id,
	};
}
