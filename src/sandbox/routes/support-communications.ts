/** Microsoft.Support: the messages of a support request (arm-contract 9). */
import type { App } from '../http';
import { armError } from '../http';
import { answer, type Communication, type SupportOperation, say } from '../world/support';
import { planRefusal } from '../world/support-plan';
import { type Azure, asked } from './azure';
import { accept, baseOf, type Filterable, listed, nameIn, planIn, READ, ticketIn, WRITE } from './support-desk';
import { checkName, readMessage } from './support-requests';
import { communicationView } from './support-views';

/** Both the usual and the largest page. */
const PAGE = 10;

const FILTERABLE: Filterable<Communication> = {
	equal: { communicationtype: () => ['web'] },
	createdAt: ({ createdAt }) => createdAt,
};

export function communicationRoutes(app: App, azure: Azure, pattern: string): void {
	const { pace } = azure.world;
	const path = `${pattern}/providers/microsoft.support/supporttickets/:ticket/communications`;

	app.get(path, (c) => {
		const who = asked(c, azure);
		const ticket = ticketIn(c, who, baseOf(c, who, READ));
		const { value, ...more } = listed(c, azure, ticket.communications.toReversed(), PAGE, PAGE, FILTERABLE);
		return c.json({ value: value.map((one) => communicationView(ticket, one)), ...more });
	});

	app.get(`${path}/:communication`, (c) => {
		const who = asked(c, azure);
		const ticket = ticketIn(c, who, baseOf(c, who, READ));
		const name = c.req.param('communication') ?? '';
		const found = ticket.communications.find((one) => one.name.toLowerCase() === name);
		if (found === undefined) throw armError(404, 'ResourceNotFound', `The communication '${name}' was not found.`);
		return c.json(communicationView(ticket, found));
	});

	app.put(`${path}/:communication`, async (c) => {
		const who = asked(c, azure);
		const { tenant, now } = who;
		const base = baseOf(c, who, WRITE);
		const ticket = ticketIn(c, who, base);
		const name = nameIn(c);
		checkName(name);
		const message = await readMessage(c);
		const plan = planIn(c, azure, who);
		if (ticket.status === 'Closed')
			throw armError(400, 'UpdateOperationDenied', 'The support ticket is closed and takes no communications.');
		const place = `${base}/${ticket.name}`;
		const isTaken = ticket.communications.some((one) => one.name.toLowerCase() === name.toLowerCase());
		if (isTaken || tenant.support.isTaken(place, name))
			throw armError(409, 'Conflict', `A communication named '${name}' exists already.`);
		const endsAt = pace.supportDone(now);
		tenant.support.reserve(place, name);
		tenant.agenda.plan(endsAt, (at) => {
			tenant.support.release(place, name);
			if (!plan.allowsRequests) return;
			say(ticket, { ...message, name, direction: 'outbound', createdAt: at });
			tenant.agenda.plan(pace.supportAnswered(at), (later) => answer(ticket, later));
		});
		const operation: SupportOperation = {
			id: crypto.randomUUID(),
			base,
			startedAt: now,
			endsAt,
			error: plan.allowsRequests ? undefined : planRefusal(plan),
			result: () => {
				const communication = ticket.communications.find((one) => one.name === name);
				return communication && { ticket, communication };
			},
		};
		return accept(c, azure, who, operation);
	});
}
