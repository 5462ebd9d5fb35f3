/**
 * Who may do what (rules 1): every action of the service for an admin agent, a reader, a guest, the owner of an order and the owner
 * of one reservation, over real HTTP. Prints the table of what was allowed and which right was named where it was not.
 */
import assert from 'node:assert/strict';
import { isServiceFailure } from '../../src/azure/failure';
import { sandboxTokens } from '../../src/identity';
import { practiceSession } from '../../src/identity/sandbox-tokens';
import type { ChangeRecord, Configuration, ConfigurationChange } from '../../src/reservations/configuration/model';
import type { Customer, Reservation } from '../../src/reservations/model';
import type { ExchangeQuote, Operation, PurchaseLine, Quote, ReturnLine } from '../../src/reservations/operations/model';
import type { GrantPlace, Principal } from '../../src/reservations/roles/model';
import { isActive } from '../../src/reservations/states';
import { confirmed, Desk, reached } from '../helpers/operations';
import { type TestService, testFetch, valueIn } from '../helpers/service';
import { unitsOf } from '../helpers/units';
import { userTokens } from '../helpers/user-tokens';
import { lever, nobody } from './roles-desk';

const personas = ['admin agent', 'reader', 'guest', 'order owner', 'reservation owner'] as const;
type Persona = (typeof personas)[number];

const capacity = '/providers/Microsoft.Capacity';

/** Built-in roles by their ids, as the customer's administrator gives them. */
const roleIds = {
	owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
	reservationsReader: '582fc458-8989-419f-a480-75249bc5db7e',
};

/** Who acts on what. */
interface Stage {
	readonly service: TestService['service'];
	readonly customer: Customer;
	/** Active, of several units. */
	readonly reservation: Reservation;
	/** Two active ones of another order. */
	readonly pair: readonly Reservation[];
	/** Ended, so that it can be archived. */
	readonly ended: Reservation;
	/** Somebody of the customer whom roles can be given to. */
	readonly somebody: Principal;
	/** Costs more than what goes back, and is charged to this subscription. */
	readonly toBuy: PurchaseLine;
	/** `/subscriptions/{id}` */
	readonly subscription: string;
}

/** `yes`, or the action whose right has to be named. */
type Expected = 'yes' | RegExp;
type Expectations = Readonly<Record<Persona, Expected>>;

/** What a read needs: everybody here can read the reservation. */
const forAll: Expectations = {
	'admin agent': 'yes',
	reader: 'yes',
	guest: 'yes',
	'order owner': 'yes',
	'reservation owner': 'yes',
};
/** Changes of one reservation: who owns it or its order (rules 1.4). */
const onReservation = (right: RegExp): Expectations => ({ ...forAll, reader: right, guest: right });
/** What reaches beyond one reservation needs the order (rules 1.4). */
const onOrder = (right: RegExp): Expectations => ({ ...onReservation(right), 'reservation owner': right });

interface Action {
	readonly name: string;
	readonly expected: Expectations;
	/** Does it, and puts it back where other actions would be hindered by it. @throws ServiceFailure when it is refused */
	run(stage: Stage): Promise<unknown>;
}

/** What the service said of something that was sent and refused. */
class SentAndRefused extends Error {}
/** It is neither there nor refused. */
class NotShown extends Error {}

function done({ state, explanation }: Pick<Operation | ChangeRecord, 'state' | 'explanation'>): void {
	if (state !== 'succeeded') throw new SentAndRefused(`${state}: ${explanation}`);
}

async function change({ service, reservation }: Stage, wish: (basis: Configuration) => ConfigurationChange): Promise<void> {
	const { basis } = await service.configuration.read(reservation);
	const result = await service.configuration.change(reservation, wish(basis), basis);
	assert.ok(result.outcome === 'sent', 'nothing was different');
	done(result.record);
}

const orderOf = ({ orderId }: Reservation) => `${capacity}/reservationOrders/${orderId}`;
const idOfReservation = (it: Reservation) => `${orderOf(it)}/reservations/${it.reservationId}`;

/** What is active in an order, the largest first: splits and returns leave others than there were. */
async function inOrder({ service, reservation }: Pick<Stage, 'service' | 'reservation'>): Promise<readonly Reservation[]> {
	const { tenantId, orderId } = reservation;
	await service.refreshReservations([tenantId]);
	const listed = valueIn(service.getReservations(tenantId)).reservations.filter((it) => it.orderId === orderId && isActive(it));
	// With a right on the reservation alone nothing is listed.
	const there = listed.length > 0 ? listed : [await service.readReservation(reservation)];
	return there.sort((a, b) => unitsOf(b) - unitsOf(a));
}

async function largest(stage: Stage): Promise<Reservation> {
	return (await inOrder(stage))[0] ?? assert.fail('nothing of the order is active');
}

function oneUnit({ tenantId, orderId, reservationId }: Reservation): ReturnLine {
	return { tenantId, orderId, reservationId, quantity: 1 };
}

async function commit({ service, customer }: Stage, quote: Quote): Promise<void> {
	assert.deepEqual(quote.blockers, []);
	const { id } = await service.operations.commit(quote, confirmed(quote, customer));
	done(await reached(service.operations, id, 'succeeded', 'notDone', 'failed'));
}

async function quoteExchange(stage: Stage): Promise<ExchangeQuote> {
	const reservation = await largest(stage);
	return stage.service.operations.quoteExchange({
		tenantId: reservation.tenantId,
		returns: [oneUnit(reservation)],
		purchases: [stage.toBuy],
	});
}

async function grantAndRevoke({ service, reservation, somebody }: Stage, place: GrantPlace): Promise<void> {
	const { roles } = service;
	const wish = { target: reservation, place, roleId: roleIds.reservationsReader, principal: somebody };
	const { assignmentId } = await roles.grant(wish, ['tenantWide']);
	const { outcome } = await roles.revoke(reservation, assignmentId, ['tenantWide']);
	assert.equal(outcome, 'revoked');
}

const write = /reservations\/write/i;
const manageOrder = /reservationOrders\/(return|exchange|split|merge|calculate)|calculate(refund|exchange)/i;
/** Whether it is there already is read first. */
const assign = /roleAssignments\/(write|read)/i;

const support = /Microsoft\.Support\/(supportTickets\/(read|write)|checkNameAvailability)/i;

/** Every action of the product, in an order in which none hinders the next. */
const actions: readonly Action[] = [
	{
		name: 'List reservations',
		// A right on the reservation alone does not bring it into the list (arm-pitfalls 15); by its id it can be read.
		expected: { ...forAll, 'reservation owner': /not in the list/ },
		run: async ({ service, reservation }) => {
			await service.refreshReservations([reservation.tenantId]);
			if (service.getReservation(reservation) === undefined) throw new NotShown('it is not in the list');
		},
	},
	{
		name: 'Overview: reservation',
		expected: forAll,
		run: ({ service, reservation }) => service.readReservation(reservation),
	},
	{
		name: 'Overview: order and payments',
		expected: { ...forAll, 'reservation owner': /reservationOrders\/read/i },
		run: ({ service, reservation }) => service.readOrder(reservation),
	},
	{ name: 'Overview: history', expected: forAll, run: ({ service, reservation }) => service.readHistory(reservation) },
	{
		name: 'Overview: usage',
		expected: forAll,
		run: async ({ service, reservation }) => {
			assert.ok((await service.readUsage(reservation, 'daily')).length > 0, 'no use');
		},
	},
	{
		name: 'Change scope',
		expected: onReservation(/availableScopes|reservations\/write/i),
		run: async (stage) => {
			const { targets, failures } = await stage.service.configuration.scopeTargets([stage.reservation]);
			const others = targets.filter(({ isCurrent, isAccepted }) => !isCurrent && isAccepted === true);
			const wanted = others.find(({ kind }) => kind === 'ResourceGroup') ?? others[0];
			if (wanted === undefined) throw failures[0] ?? assert.fail(`no other scope: ${JSON.stringify(targets)}`);
			await change(stage, () => ({ scope: wanted.scope }));
		},
	},
	{
		name: 'Rename',
		expected: onReservation(write),
		run: (stage) => change(stage, ({ name }) => ({ name: `${name} again` })),
	},
	{
		name: 'Change optimization',
		expected: onReservation(write),
		run: (stage) =>
			change(stage, ({ instanceFlexibility }) => ({ instanceFlexibility: instanceFlexibility === 'On' ? 'Off' : 'On' })),
	},
	{
		name: 'Change renewal',
		expected: onReservation(write),
		run: (stage) => change(stage, ({ renew }) => ({ renewal: { on: !renew } })),
	},
	{
		name: 'Archive',
		expected: onReservation(/archive\/action/i),
		run: (stage) => change({ ...stage, reservation: stage.ended }, () => ({ archived: true })),
	},
	{
		name: 'Split',
		expected: onOrder(/split\/action/i),
		run: async (stage) => {
			const { configuration } = stage.service;
			const source = await largest(stage);
			done(await configuration.split(source, [1, unitsOf(source) - 1], (await configuration.read(source)).basis));
		},
	},
	{
		name: 'Merge',
		expected: onOrder(/merge\/action/i),
		run: async ({ service: { configuration }, pair }) => {
			const items = await Promise.all(pair.map(async (ref) => ({ ref, basis: (await configuration.read(ref)).basis })));
			done(await configuration.merge(items));
		},
	},
	{
		name: 'Return: quote',
		expected: onOrder(manageOrder),
		run: async (stage) => stage.service.operations.quoteReturn(oneUnit(await largest(stage))),
	},
	{
		name: 'Return: commit',
		expected: onOrder(manageOrder),
		run: async (stage) => commit(stage, await stage.service.operations.quoteReturn(oneUnit(await largest(stage)))),
	},
	{ name: 'Exchange: quote', expected: onOrder(manageOrder), run: quoteExchange },
	{ name: 'Exchange: commit', expected: onOrder(manageOrder), run: async (stage) => commit(stage, await quoteExchange(stage)) },
	{
		name: 'Access control: read, order',
		expected: { ...forAll, 'reservation owner': /roleAssignments\/read/i },
		run: async ({ service, reservation }) => {
			const { orderFailure } = await service.roles.read(reservation);
			if (orderFailure !== undefined) throw orderFailure;
		},
	},
	{
		name: 'Access control: read, reservation',
		expected: forAll,
		run: async ({ service, reservation }) => {
			const { reservationFailure } = await service.roles.read(reservation);
			if (reservationFailure !== undefined) throw reservationFailure;
		},
	},
	{
		name: 'Access control: grant, revoke on the order',
		expected: onOrder(assign),
		run: (stage) => grantAndRevoke(stage, 'order'),
	},
	{
		name: 'Access control: grant, revoke on the reservation',
		expected: onReservation(assign),
		run: async (stage) => grantAndRevoke({ ...stage, reservation: await stillThere(stage) }, 'reservation'),
	},
	{
		name: 'Access control: grant for all of the tenant',
		// Owners of orders neither: it takes User Access Administrator by elevated access (rules 1.4).
		expected: { ...onOrder(assign), 'admin agent': assign, 'order owner': assign },
		run: (stage) => grantAndRevoke(stage, 'tenant'),
	},
	// Support requests go by the subscription that is billed (rules 9): the owners here own it, too.
	{
		name: 'Support requests: list',
		expected: { ...forAll, reader: /supportTickets\/read/i },
		run: async ({ service, customer }) => {
			const { failures } = await service.support.requests(customer.tenantId);
			if (failures[0] !== undefined) throw failures[0].failure;
		},
	},
	{
		name: 'Support requests: create',
		// It is looked for, and its name is checked, before anything is sent.
		expected: { ...forAll, reader: support, guest: support },
		run: async (stage) => {
			const { draft } = await stage.service.support.prepare({ kind: 'reservation', ref: await stillThere(stage) });
			const contact = { ...draft.contact, timeZone: 'W. Europe Standard Time', email: 'agent@partner.example' };
			const names = { firstName: 'Practice', lastName: 'User', phone: '+1 555 0100', country: 'USA' };
			const result = await stage.service.support.create({ ...draft, diagnosticConsent: 'No', contact: { ...contact, ...names } });
			assert.equal(result.outcome, 'created', JSON.stringify(result));
		},
	},
];

/** The reservation itself, or what has taken its place. */
async function stillThere(stage: Stage): Promise<Reservation> {
	const there = await inOrder(stage);
	return there.find(({ reservationId }) => reservationId === stage.reservation.reservationId) ?? largest(stage);
}

/** What a refusal says, all of it. */
function wordsOf(error: unknown): string {
	if (error instanceof SentAndRefused || error instanceof NotShown) return error.message;
	if (!isServiceFailure(error)) throw error;
	const { missingRight, remedy } = error.details;
	return `${error.kind}: ${missingRight ?? error.message} | ${remedy ?? ''}`;
}

describe('enforcement', () => {
	let desk: Desk;
	/** The cells of the table, by action and persona. */
	const seen = new Map<string, Map<Persona, string>>();

	/** Customers without a story, none used yet. */
	let plain: Customer[];
	let practiceUser: Stage['service'];

	before(async () => {
		desk = await Desk.open({ customers: 40, reservations: 14 });
		const { customers } = valueIn(await desk.first.service.refreshCustomers());
		const session = await practiceSession(desk.cloud, testFetch);
		practiceUser = (await desk.window({ tokens: sandboxTokens(desk.cloud, testFetch, session) })).service;
		plain = customers.filter(({ name }) => !/\(|Trey/.test(name));
	});
	after(async () => {
		await desk?.close();
		console.log(table(seen));
	});

	/** A customer's reservations as an admin agent sees them. @param part of its name; none: one without a story */
	async function material(part?: string): Promise<Omit<Stage, 'service'>> {
		const customer = part === undefined ? (plain.shift() ?? assert.fail('no customer is left')) : await desk.customer(part);
		const { tenantId } = customer;
		const machines = await desk.reservations(customer, 'VirtualMachines', 2);
		const all = valueIn(desk.first.service.getReservations(tenantId)).reservations;
		const ended = all.find((it) => it.state === 'Cancelled' && !it.archived && it.became === undefined);
		// Capacity priority takes the scope of one subscription or resource group.
		const reservation = machines.find(({ quantity = 0, scope }) => quantity > 3 && /Single|ResourceGroup/.test(scope.kind));
		const pair = await parted(
			machines.find((it) => it !== reservation),
			part !== undefined,
		);
		if (ended === undefined || reservation === undefined || pair === undefined) {
			assert.ok(part === undefined, `${customer.name}: ${[ended, reservation, pair].map((it) => it !== undefined)}`);
			return material();
		}
		const { principals } = await desk.first.service.roles.search(tenantId, 'Adele');
		const somebody = principals[0] ?? { id: nobody, kind: 'person', type: 'User' };
		const toBuy = await desk.toBuy(customer);
		return { customer, reservation, pair, ended, somebody, toBuy, subscription: toBuy.billingScopeId };
	}

	/** Splits one, as whoever owns it for that moment. */
	async function parted(source: Reservation | undefined, isGuest: boolean): Promise<readonly Reservation[] | undefined> {
		if (source === undefined) return undefined;
		const { service } = desk.first;
		const scope = orderOf(source);
		const place = { tenant: source.tenantId, scope };
		const owner = { ...place, role: roleIds.owner, principal: await practiceUserId() };
		const name = isGuest ? (await lever(desk.sandbox, 'POST', 'grants', owner)).name : undefined;
		done(await service.configuration.split(source, [1, unitsOf(source) - 1], (await service.configuration.read(source)).basis));
		if (name !== undefined) await lever(desk.sandbox, 'DELETE', 'grants', { ...place, name });
		return inOrder({ service, reservation: source });
	}

	/** Object id of who is signed in. */
	async function practiceUserId(): Promise<string> {
		const answer = await testFetch(`${desk.sandbox.endpoints.authority}/sandbox/accounts`);
		const [account] = (await answer.json()) as { objectId: string }[];
		return account?.objectId ?? assert.fail('nobody');
	}

	/** Somebody whose only rights are those that the customer has given to the partner's HelpdeskAgents (rules 1.3). */
	async function helpdesk(roles: (material: Omit<Stage, 'service'>) => readonly (readonly [string, string])[]): Promise<Stage> {
		const staged = await material();
		const { customer } = staged;
		for (const [role, scope] of new Map(roles(staged).map((one) => [one[1], one])).values())
			await lever(desk.sandbox, 'POST', 'grants', { tenant: customer.tenantId, scope, role, principal: 'HelpdeskAgents' });
		const tokens = await userTokens(desk.sandbox, desk.cloud, { account: 'helpdesk.agent' });
		const { service } = await desk.window({ tokens });
		await service.refreshCustomers();
		return { service, ...staged };
	}

	// To choose a scope or to buy, somebody has to own the subscription as well (rules 5, arm-pitfalls 35).
	const stages: Readonly<Record<Persona, () => Promise<Stage>>> = {
		'admin agent': async () => ({ service: practiceUser, ...(await material()) }),
		reader: () => helpdesk(() => [[roleIds.reservationsReader, capacity]]),
		guest: async () => ({ service: practiceUser, ...(await material('guest account')) }),
		'order owner': () =>
			helpdesk(({ reservation, pair, ended, subscription }) => [
				...[reservation, ...pair.slice(0, 1), ended].map((it) => [roleIds.owner, orderOf(it)] as const),
				[roleIds.owner, subscription],
				[roleIds.owner, reservation.billingScopeId ?? ''],
			]),
		'reservation owner': () =>
			helpdesk(({ reservation, pair, ended, subscription }) => [
				...[reservation, ...pair, ended].map((it) => [roleIds.owner, idOfReservation(it)] as const),
				[roleIds.owner, subscription],
				[roleIds.owner, reservation.billingScopeId ?? ''],
			]),
	};

	for (const persona of personas) {
		describe(`as ${persona}`, () => {
			let stage: Stage;

			before(async () => {
				stage = await stages[persona]();
			});

			for (const { name, expected, run } of actions) {
				const right = expected[persona];
				it(`${name}: ${right === 'yes' ? 'allowed' : 'refused, with the right that is missing'}`, async () => {
					const words = await run(stage).then(
						() => 'yes',
						(error: unknown) => wordsOf(error),
					);
					seen.set(name, (seen.get(name) ?? new Map<Persona, string>()).set(persona, words));
					if (right === 'yes') assert.equal(words, 'yes');
					else assert.match(words, right);
				});
			}
		});
	}
});

/** What was seen, action by action; below it each refusal once, in the words of the product. */
function table(seen: ReadonlyMap<string, ReadonlyMap<Persona, string>>): string {
	const refusals: string[] = [];
	const cell = (words: string) => {
		if (words === 'yes') return 'yes';
		const plain = words.replace(/client '\S+'/, 'client …').replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '…');
		if (!refusals.includes(plain)) refusals.push(plain);
		return `no (${refusals.indexOf(plain) + 1})`;
	};
	const rows = [...seen].map(([action, cells]) => [action, ...personas.map((persona) => cell(cells.get(persona) ?? 'not run'))]);
	const all = [['', ...personas], ...rows];
	const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
	const lines = all.map((row) =>
		row
			.map((text, column) => text.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd(),
	);
	return [...lines, ...refusals.map((text, index) => `(${index + 1}) ${text}`)].join('\n');
}
