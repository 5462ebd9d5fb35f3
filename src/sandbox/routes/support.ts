/** Microsoft.Support: services, problem classifications, and support requests (arm-contract 9). */
import type { App } from '../http';
import { armError } from '../http';
import type { Ticket } from '../world/support';
import { answer, change, type SupportOperation } from '../world/support';
import { SUPPORT_SERVICES, type SupportService, serviceIdOf } from '../world/support-catalog';
import { planRefusal } from '../world/support-plan';
import { type Azure, asked, requireMember } from './azure';
import { communicationRoutes } from './support-communications';
import {
	accept,
	BASES,
	baseOf,
	type Filterable,
	listed,
	nameIn,
	operationIn,
	operationStatus,
	planIn,
	READ,
	requirePlan,
	ticketIn,
	WRITE,
} from './support-desk';
import { checkName, readChange, readTicket } from './support-requests';
import { classificationView, resultView, serviceView, ticketView } from './support-views';

const SUPPORT = '/providers/microsoft.support';
/** Requests in a page, and the most that may be asked for. */
const USUAL_PAGE = 25;
const LARGEST_PAGE = 100;

const FILTERABLE: Filterable<Ticket> = {
	equal: {
		status: ({ status }) => [status],
		serviceid: ({ service }) => [service.id, serviceIdOf(service)],
		problemclassificationid: ({ service, classification }) => [
			classification.id,
			`${serviceIdOf(service)}/problemClassifications/${classification.id}`,
		],
	},
	createdAt: ({ createdAt }) => createdAt,
};

function catalogRoutes(app: App, azure: Azure): void {
	const { supportCatalog } = azure.world;
	const serviceNamed = (id: string): SupportService => {
		const service = supportCatalog.service(id);
		if (service === undefined) throw armError(404, 'ResourceNotFound', `The service '${id}' was not found.`);
		return service;
	};

	app.get(`${SUPPORT}/services`, (c) => {
		requireMember(asked(c, azure), 'Microsoft.Support/services/read', '/providers/Microsoft.Support');
		return c.json({ value: SUPPORT_SERVICES.map(serviceView) });
	});
	app.get(`${SUPPORT}/services/:service`, (c) => {
		requireMember(asked(c, azure), 'Microsoft.Support/services/read', '/providers/Microsoft.Support');
		return c.json(serviceView(serviceNamed(c.req.param('service'))));
	});
	app.get(`${SUPPORT}/services/:service/problemclassifications`, (c) => {
		requireMember(asked(c, azure), 'Microsoft.Support/services/problemClassifications/read', '/providers/Microsoft.Support');
		const service = serviceNamed(c.req.param('service'));
		return c.json({ value: supportCatalog.classifications(service).map((one) => classificationView(service, one)) });
	});
	app.get(`${SUPPORT}/services/:service/problemclassifications/:classification`, (c) => {
		requireMember(asked(c, azure), 'Microsoft.Support/services/problemClassifications/read', '/providers/Microsoft.Support');
		const service = serviceNamed(c.req.param('service'));
		const id = c.req.param('classification');
		const found = supportCatalog.classifications(service).find((one) => one.id === id);
		if (found === undefined) throw armError(404, 'ResourceNotFound', `The problem classification '${id}' was not found.`);
		return c.json(classificationView(service, found));
	});
}

function ticketRoutes(app: App, azure: Azure, pattern: string): void {
	const { supportCatalog, pace } = azure.world;
	const tickets = `${pattern}${SUPPORT}/supporttickets`;

	app.get(tickets, (c) => {
		const who = asked(c, azure);
		const all = who.tenant.support.tickets(baseOf(c, who, READ));
		const { value, ...more } = listed(c, azure, all, LARGEST_PAGE, USUAL_PAGE, FILTERABLE);
		return c.json({ value: value.map(ticketView), ...more });
	});

	app.get(`${tickets}/:ticket`, (c) => {
		const who = asked(c, azure);
		return c.json(ticketView(ticketIn(c, who, baseOf(c, who, READ))));
	});

	app.put(`${tickets}/:ticket`, async (c) => {
		const who = asked(c, azure);
		const { tenant, now } = who;
		const { support, agenda } = tenant;
		const base = baseOf(c, who, WRITE);
		const name = nameIn(c);
		checkName(name);
		// Only the first version of this API did without.
		const wantsConsent = c.req.query('api-version') !== '2020-04-01';
		const wish = await readTicket(c, supportCatalog, base, wantsConsent);
		if (support.isTaken(base, name)) throw armError(409, 'Conflict', `A support ticket named '${name}' exists already.`);
		const plan = planIn(c, azure, who);
		const endsAt = pace.supportDone(now);
		support.reserve(base, name);
		agenda.plan(endsAt, (at) => {
			if (!plan.allowsRequests) return support.release(base, name);
			const ticket = support.open({ ...wish, name, base, plan }, at);
			agenda.plan(pace.supportAnswered(at), (later) => answer(ticket, later));
		});
		// The plan is looked at only while the operation runs, so that a 202 is no request yet.
		const operation: SupportOperation = {
			id: crypto.randomUUID(),
			base,
			startedAt: now,
			endsAt,
			error: plan.allowsRequests ? undefined : planRefusal(plan),
			result: () => {
				const ticket = support.ticket(base, name);
				return ticket && { ticket };
			},
		};
		return accept(c, azure, who, operation);
	});

	app.patch(`${tickets}/:ticket`, async (c) => {
		const who = asked(c, azure);
		const ticket = ticketIn(c, who, baseOf(c, who, WRITE));
		const wish = await readChange(c);
		requirePlan(c, azure, who);
		if (ticket.status === 'Closed')
			throw armError(400, 'UpdateOperationDenied', 'The support ticket is closed and can not be updated.');
		if (wish.severity !== undefined && wish.severity !== ticket.severity && ticket.engineer !== undefined)
			throw armError(
				400,
				'UpdateOperationDenied',
				'The severity can not be changed while a support engineer works on the ticket. Ask for it in a communication.',
			);
		change(ticket, wish, who.now);
		who.tenant.changed = true;
		return c.json(ticketView(ticket));
	});
}

function operationRoutes(app: App, azure: Azure, pattern: string): void {
	app.get(`${pattern}${SUPPORT}/operationsstatus/:operation`, (c) => {
		const who = asked(c, azure);
		return operationStatus(c, azure, who, operationIn(c, who, baseOf(c, who, 'Microsoft.Support/operationsstatus/read')));
	});
	app.get(`${pattern}${SUPPORT}/operationresults/:operation`, (c) => {
		const who = asked(c, azure);
		const operation = operationIn(c, who, baseOf(c, who, 'Microsoft.Support/operationresults/read'));
		if (who.now < operation.endsAt) return accept(c, azure, who, operation);
		if (operation.error !== undefined) throw armError(400, operation.error.code, operation.error.message);
		return c.json(resultView(operation));
	});
}

/** Whether names are free, of requests and of messages. */
function nameRoutes(app: App, azure: Azure, pattern: string): void {
	const free = { nameAvailable: true, reason: null, message: null };
	const taken = { nameAvailable: false, reason: 'Name is already in use', message: 'Name not available' };
	const CHECK = 'Microsoft.Support/checkNameAvailability/action';
	const nameOf = async (body: Promise<unknown>, type: string): Promise<string> => {
		const given = Object(await body.catch(() => undefined)) as { name?: unknown; type?: unknown };
		if (typeof given.name !== 'string' || String(given.type).toLowerCase() !== type)
			throw armError(400, 'InvalidParameterValue', `The check needs a name and the type '${type}'.`);
		return given.name;
	};
	app.post(`${pattern}${SUPPORT}/checknameavailability`, async (c) => {
		const who = asked(c, azure);
		const base = baseOf(c, who, CHECK);
		const name = await nameOf(c.req.json(), 'microsoft.support/supporttickets');
		return c.json(who.tenant.support.isTaken(base, name) ? taken : free);
	});
	app.post(`${pattern}${SUPPORT}/supporttickets/:ticket/checknameavailability`, async (c) => {
		const who = asked(c, azure);
		const { communications } = ticketIn(c, who, baseOf(c, who, CHECK));
		const name = (await nameOf(c.req.json(), 'microsoft.support/communications')).toLowerCase();
		return c.json(communications.some((one) => one.name.toLowerCase() === name) ? taken : free);
	});
}

export function supportRoutes(app: App, azure: Azure): void {
	catalogRoutes(app, azure);
	for (const pattern of BASES) {
		ticketRoutes(app, azure, pattern);
		communicationRoutes(app, azure, pattern);
		operationRoutes(app, azure, pattern);
		nameRoutes(app, azure, pattern);
	}
}
