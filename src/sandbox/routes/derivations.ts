/** Microsoft.Capacity: splitting a reservation, merging two, and the results of both (arm-contract 1.2, 2.6). */
import * as z from 'zod/mini';
import { type App, armError, type Ctx } from '../http';
import { isSameScope } from '../world/applied-scopes';
import { merge, split } from '../world/derivation';
import { etagOf, type Order, type Reservation } from '../world/ledger';
import type { Derivation } from '../world/operations';
import { beginWork } from '../world/returns';
import { orderScope, type Tenant } from '../world/tenant';
import { type Asked, type Azure, requireRight } from './azure';
import { askedFor, orderIn, READ_ORDER, reservationNamed } from './capacity';
import { derivedReservation, derivedRevision } from './derived-views';
import { readBody, requireActive, reservationWithId } from './money-requests';

const ORDER = '/providers/microsoft.capacity/reservationorders/:orderId';
/** Seconds (recordings 7). */
const RETRY_AFTER = 10;

const splitRequest = z.object({
	properties: z.object({ quantities: z.array(z.number()), reservationId: z.string() }),
});
const mergeRequest = z.object({ properties: z.object({ sources: z.array(z.string()) }) });

/** An active reservation of the order in the path. @throws Answer 400, 404 */
function named(who: Asked, order: Order, id: string, done: string): Reservation {
	const reservation = reservationNamed(order, reservationWithId(who.tenant, id).id);
	requireActive(reservation, who.now, done);
	return reservation;
}

/** Two parts, which are all of it (rules 7). @throws Answer 400 */
function checkQuantities(quantities: readonly number[], { quantity }: Reservation): void {
	if (quantities.length !== 2) throw armError(400, 'BadRequest', 'A reservation is split into two.');
	if (quantities.some((one) => !Number.isInteger(one) || one < 1))
		throw armError(400, 'BadRequest', 'Each quantity has to be a whole number above 0.');
	const sum = quantities.reduce((all, one) => all + one, 0);
	if (sum !== quantity)
		throw armError(
			400,
			'BadRequest',
			`The quantities come to ${sum}, and the reservation has ${quantity}. They have to be equal.`,
		);
}

/** Two of a kind (rules 7); product, region and term are those of the order. @throws Answer 400 */
function checkPair(sources: readonly Reservation[]): readonly [Reservation, Reservation] {
	const [one, other] = sources;
	if (one === undefined || other === undefined || sources.length > 2 || one === other)
		throw armError(400, 'BadRequest', 'A merge takes two reservations.');
	if (!isSameScope(one.scope, other.scope) || one.instanceFlexibility !== other.instanceFlexibility)
		throw armError(400, 'BadRequest', 'The reservations to merge must have the same properties.');
	return [one, other];
}

/** Does the work, and tells of it: what was made, and what ended. */
interface Work {
	readonly kind: Derivation['kind'];
	readonly order: Order;
	readonly sources: readonly [Reservation, ...Reservation[]];
	run(at: number): readonly Reservation[];
}

function begin(c: Ctx, azure: Azure, { tenant, now }: Asked, { kind, order, sources, run }: Work): Response {
	const { pace } = azure.world;
	const [first] = sources;
	const name = `${first.id}_${etagOf(first) + 1}`;
	const derivation: Derivation = { kind, orderId: order.id, result: undefined };
	const finish = (at: number): readonly Reservation[] => {
		const all = run(at);
		derivation.result = all.map((reservation) => derivedReservation(reservation, at));
		return all;
	};
	tenant.derivations.set(name, derivation);
	tenant.changed = true;
	const headers = resultHeaders(azure, name, derivation);
	if (c.env.accepted !== true) {
		const revisions = finish(now).map((reservation) => derivedRevision(reservation, now));
		return c.json(revisions, 200, { Location: headers.Location });
	}
	for (const source of sources) beginWork(source, now);
	tenant.agenda.plan(pace.changeDone(now), finish);
	return c.body(null, 202, headers);
}

/** The recorded address has the order's type in lower case. */
function resultHeaders({ origin, world }: Azure, name: string, { kind, orderId }: Derivation) {
	const order = orderScope(orderId).replace('reservationOrders', 'reservationorders');
	return {
		Location: `${origin}${order}/${kind}operationresults/${name}?api-version=2022-11-01`,
		'Retry-After': world.pace.retryAfter(RETRY_AFTER),
	};
}

function derivationNamed(tenant: Tenant, order: Order, kind: Derivation['kind'], name: string): Derivation {
	const derivation = tenant.derivations.get(name);
	if (derivation?.kind !== kind || derivation.orderId !== order.id)
		throw armError(404, 'NotFound', `The ${kind} '${name}' was not found.`);
	return derivation;
}

export function derivationRoutes(app: App, azure: Azure): void {
	const newId = () => crypto.randomUUID();

	app.post(`${ORDER}/split`, async (c) => {
		const who = askedFor(c, azure);
		const order = orderIn(c, who);
		requireRight(who, 'Microsoft.Capacity/reservationOrders/split/action', orderScope(order.id));
		const { quantities, reservationId } = (await readBody(c, splitRequest)).properties;
		const source = named(who, order, reservationId, 'split');
		checkQuantities(quantities, source);
		const run = (at: number) => [...split(source, quantities, newId, at), source];
		return begin(c, azure, who, { kind: 'split', order, sources: [source], run });
	});

	app.post(`${ORDER}/merge`, async (c) => {
		const who = askedFor(c, azure);
		const order = orderIn(c, who);
		requireRight(who, 'Microsoft.Capacity/reservationOrders/merge/action', orderScope(order.id));
		const { properties } = await readBody(c, mergeRequest);
		const sources = checkPair(properties.sources.map((id) => named(who, order, id, 'merged')));
		const run = (at: number) => [...sources, merge(sources, newId, at)];
		return begin(c, azure, who, { kind: 'merge', order, sources, run });
	});

	for (const kind of ['split', 'merge'] as const) {
		app.get(`${ORDER}/${kind}operationresults/:name`, (c) => {
			const who = askedFor(c, azure);
			const order = orderIn(c, who);
			requireRight(who, READ_ORDER, orderScope(order.id));
			const name = c.req.param('name');
			const derivation = derivationNamed(who.tenant, order, kind, name);
			if (derivation.result === undefined) return c.body(null, 202, resultHeaders(azure, name, derivation));
			return c.json(derivation.result);
		});
	}
}
