/** What the tests of configuration share: the calls that change, split, merge, archive and move reservations, and what they answer. */
import assert from 'node:assert/strict';
import { errorCode, type MoneyDesk, orderOf } from './money-desk';
import type { Answer, ReservationBody } from './sandbox-client';

interface Named {
	readonly id: string;
}

export interface MoveBody {
	readonly reservationOrder: MovedBody;
	readonly reservations: readonly MovedBody[];
}

interface MovedBody {
	readonly id: string;
	readonly name: string;
	readonly isSucceeded: boolean;
	readonly error?: string;
}

export interface Places {
	/** `/subscriptions/{id}` of the customer's, the first one first. */
	readonly subscriptions: readonly string[];
	/** `/subscriptions/{id}/resourceGroups/{name}`, all of the first one, and the first of these. */
	readonly groups: readonly string[];
	readonly group: string;
	/** `/providers/Microsoft.Management/managementGroups/{name}`, the tenant's root first. */
	readonly managementGroups: readonly string[];
}

export function patch(
	desk: MoneyDesk,
	{ id }: Named,
	properties: Readonly<Record<string, unknown>>,
): Promise<Answer<ReservationBody>> {
	return desk.send<ReservationBody>(id, { properties }, 'PATCH');
}

/** The reservation after a change that has to be granted. */
export async function changed(
	desk: MoneyDesk,
	reservation: Named,
	properties: Readonly<Record<string, unknown>>,
): Promise<ReservationBody> {
	const { status, body } = await patch(desk, reservation, properties);
	assert.equal(status, 200, JSON.stringify(body));
	return body;
}

export function split(desk: MoneyDesk, { id }: Named, quantities: readonly number[]): Promise<Answer<ReservationBody[]>> {
	return desk.send<ReservationBody[]>(`${orderOf(id)}/split`, { properties: { quantities, reservationId: id } });
}

export function merge(desk: MoneyDesk, sources: readonly Named[]): Promise<Answer<ReservationBody[]>> {
	return desk.send<ReservationBody[]>(`${orderOf(sources[0]?.id ?? '')}/merge`, {
		properties: { sources: sources.map(({ id }) => id) },
	});
}

/** The two parts of a split that has to be granted, read anew. */
export async function parts(
	desk: MoneyDesk,
	source: Named,
	quantities: readonly number[],
): Promise<[ReservationBody, ReservationBody]> {
	const { status, body } = await split(desk, source, quantities);
	assert.equal(status, 200, JSON.stringify(body));
	const [one, other] = await Promise.all(body.slice(0, 2).map(({ id }) => desk.reservation(plainId(id))));
	return [one ?? assert.fail(), other ?? assert.fail()];
}

/** Revision ids lead to their reservation. */
export function plainId(id: string): string {
	return id.replace(/\/revisions\/\d+$/, '');
}

export function archive(desk: MoneyDesk, { id }: Named, call: 'archive' | 'unarchive'): Promise<Answer> {
	return desk.client.azure(desk.tenant, `${id}/${call}`, { method: 'POST' });
}

export function changeDirectory(desk: MoneyDesk, { id }: Named, destinationTenantId: unknown): Promise<Answer<MoveBody>> {
	return desk.send<MoveBody>(`${orderOf(id)}/changeDirectory`, { destinationTenantId });
}

export async function places(desk: MoneyDesk): Promise<Places> {
	const ids = async (path: string) => (await desk.get<{ value: Named[] }>(path)).body.value.map(({ id }) => id);
	const subscriptions = await ids('/subscriptions?api-version=2022-12-01');
	const groups = await ids(`${subscriptions[0]}/resourceGroups?api-version=2021-04-01`);
	const managementGroups = await ids('/providers/Microsoft.Management/managementGroups?api-version=2021-04-01');
	return { subscriptions, groups, group: groups[0] ?? '', managementGroups };
}

export async function inOrder(desk: MoneyDesk, { id }: Named): Promise<ReservationBody[]> {
	return (await desk.get<{ value: ReservationBody[] }>(`${orderOf(id)}/reservations`)).body.value;
}

export async function revisions(desk: MoneyDesk, { id }: Named): Promise<ReservationBody[]> {
	return (await desk.get<{ value: ReservationBody[] }>(`${id}/revisions`)).body.value;
}

/** Used hours over reserved ones on the newest day that is known, 0 to 100. */
export async function lastDayUsed(desk: MoneyDesk, { id }: Named): Promise<number> {
	const query =
		'grain=daily&$filter=properties/UsageDate ge 2026-01-01 AND properties/UsageDate le 2027-12-31&api-version=2024-08-01';
	const { body } = await desk.get<{ value: { properties: { utilizedPercentage: number } }[] }>(
		`${id}/providers/Microsoft.Consumption/reservationSummaries?${query}`,
	);
	return body.value.at(-1)?.properties.utilizedPercentage ?? assert.fail('no use');
}

/** `status code` of an answer of any shape. */
export function refused(answer: Answer<unknown>): string {
	return `${answer.status} ${String(errorCode(answer as Answer))}`;
}
