/** What really happened, as an outside client sees it at the practice backend; none of the product's code is asked. */

import type { Desk } from '../helpers/operations';
import { testFetch } from '../helpers/service';

/** A reservation before the run. */
export interface Before {
	readonly tenantId: string;
	readonly orderId: string;
	readonly reservationId: string;
	readonly quantity: number;
}

export interface Truth {
	/** Units went back. */
	readonly isDone: boolean;
	/** Something else than one carried out commit, or none, was found: what. */
	readonly oddity: string | undefined;
	/** Id of the reservation that goes on with the rest. */
	readonly rest: string | undefined;
	/** How often a commit arrived. */
	readonly commits: number;
}

interface Body {
	readonly id: string;
	readonly properties: { readonly quantity: number; readonly provisioningState: string };
}

/**
 * Reads the ledger after a run.
 * @param quantity units that were to go back
 * @param knownBefore ids of the order's reservations before the run
 */
export async function truthOf(desk: Desk, before: Before, quantity: number, knownBefore: readonly string[]): Promise<Truth> {
	const [{ properties: now }, all, commits] = await Promise.all([
		read<Body>(desk, before.tenantId, reservationPath(before)),
		reservationIds(desk, before),
		commitsFor(desk, before.tenantId),
	]);
	const added = all.filter((id) => !knownBefore.includes(id));
	const left = before.quantity - quantity;
	const [rest] = added;
	if (now.provisioningState === 'Succeeded' && now.quantity === before.quantity && added.length === 0) {
		return { isDone: false, oddity: undefined, rest: undefined, commits };
	}
	const rests = await Promise.all(
		added.map((reservationId) => read<Body>(desk, before.tenantId, reservationPath({ ...before, reservationId }))),
	);
	const isOnce =
		now.provisioningState === 'Cancelled' &&
		(left === 0 ? added.length === 0 : added.length === 1 && rests[0]?.properties.quantity === left);
	const oddity = isOnce ? undefined : `state ${now.provisioningState}, ${added.length} new reservations`;
	return { isDone: true, oddity, rest, commits };
}

/** Ids of the reservations of an order. */
export async function reservationIds(desk: Desk, before: Before): Promise<readonly string[]> {
	const order = await read<{ properties: { reservations: { id: string }[] } }>(desk, before.tenantId, orderPath(before));
	return order.properties.reservations.map(({ id }) => id.split('/').at(-1)?.toLowerCase() ?? '');
}

function orderPath({ orderId }: Before): string {
	return `/providers/Microsoft.Capacity/reservationOrders/${orderId}`;
}

function reservationPath(before: Before): string {
	return `${orderPath(before)}/reservations/${before.reservationId}`;
}

/** Faults that were ordered for the window's looks and not used up hit this client too: it asks until they are. */
const tries = 12;

async function read<T>(desk: Desk, tenantId: string, path: string): Promise<T> {
	const headers = { authorization: `Bearer ${await desk.token(tenantId)}` };
	for (let count = 1; ; count++) {
		try {
			const answer = await testFetch(`${desk.cloud.resourceManager}${path}?api-version=2022-11-01`, { headers });
			if (!answer.ok) throw new Error(`The ledger can't be read: ${answer.status} ${path}`);
			const body = (await answer.json()) as T & { readonly properties: unknown };
			if (typeof body.properties === 'object') return body;
			throw new Error(`The ledger can't be read: no properties ${path}`);
		} catch (error) {
			if (count === tries) throw error;
		}
	}
}

/** Commits that arrived for a tenant since its log was last forgotten, whatever was answered. */
async function commitsFor(desk: Desk, tenantId: string): Promise<number> {
	const answer = await testFetch(`${desk.cloud.authority}/sandbox/requests`);
	const log = (await answer.json()) as { method: string; path: string; tenant?: string }[];
	return log.filter(({ method, path, tenant }) => method === 'POST' && tenant === tenantId && /\/(return|exchange)$/i.test(path))
		.length;
}
