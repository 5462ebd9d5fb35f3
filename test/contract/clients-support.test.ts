/** The client of support requests against the sandbox: on behalf of the customer, sent once, found again by name. */
import assert from 'node:assert/strict';
import { allItems } from '../../src/azure/paging';
import { getSupportProfile } from '../../src/azure/partner-profiles';
import * as support from '../../src/azure/support';
import type { TicketRequest } from '../../src/azure/support-shapes';
import { createTransport, type Transport } from '../../src/azure/transport';
import { sandboxCloud, sandboxTokens } from '../../src/identity';
import { practiceSession } from '../../src/identity/sandbox-tokens';
import { failureOf } from '../helpers/transport';
import { CONTACT, SupportDeskOfTests } from './support-desk';

describe('client of support requests', () => {
	let desk: SupportDeskOfTests;
	let transport: Transport;
	/** Headers of every request that was sent. */
	let sent: { method: string; url: string; auxiliary: string | null }[];
	let place: support.SupportPlace;

	async function open(customer = 'Contoso'): Promise<void> {
		desk = await SupportDeskOfTests.open(customer);
		place = { subscriptionId: desk.subscriptionId };
		sent = [];
		const cloud = sandboxCloud(desk.sandbox.endpoints);
		const watched: typeof fetch = (input, init) => {
			const request = new Request(input as string, init);
			const auxiliary = request.headers.get('x-ms-authorization-auxiliary');
			sent.push({ method: request.method, url: request.url, auxiliary });
			return fetch(input, init);
		};
		const session = await practiceSession(cloud, fetch);
		const tokens = sandboxTokens(cloud, fetch, session);
		const log = { debug: () => {}, warn: () => {} };
		transport = createTransport({ cloud, tokens, fetch: watched, clock: Date.now, log, limits: { waitBudgetMs: 0, tries: 1 } });
	}
	beforeEach(() => open());
	afterEach(() => desk.close());

	const request = (more: Partial<TicketRequest> = {}): TicketRequest => ({
		title: 'Refund is missing',
		description: 'The reservation was returned three weeks ago.',
		serviceId: desk.service.id,
		problemClassificationId: desk.classification.id,
		severity: 'moderate',
		advancedDiagnosticConsent: 'No',
		contactDetails: CONTACT,
		...more,
	});

	const create = (name: string, more: Partial<TicketRequest> = {}, at = place) =>
		support.createTicket(transport, desk.tenant, at, name, request(more));

	const ended = async (url: string | undefined) => {
		await desk.wait(5);
		return support.readSupportOperation(transport, desk.tenant, url ?? assert.fail('no address'));
	};

	it('reads topics live', async () => {
		const services = await allItems(support.supportServicePages(transport, desk.tenant));
		const billing = services.find(({ properties }) => properties?.displayName === 'Billing') ?? assert.fail('no Billing');
		const classifications = await allItems(support.problemClassificationPages(transport, desk.tenant, billing.id));
		assert.ok(
			classifications.some(({ properties }) => properties?.displayName === 'Reservation Management / Exchanges and Refunds'),
		);
	});

	it('makes a request on behalf of the customer, follows it, changes it, talks', async () => {
		assert.equal((await support.checkTicketName(transport, desk.tenant, place, 'refund')).nameAvailable, true);
		const begun = await create('refund');
		assert.equal(begun.value, undefined);
		assert.ok((begun.waitMs ?? -1) >= 0 && begun.correlationId);
		const running = await support.readSupportOperation(transport, desk.tenant, begun.url ?? '');
		assert.deepEqual([running.status, running.isRunning, running.error], ['InProgress', true, undefined]);
		const end = await ended(begun.url);
		assert.deepEqual([end.status, end.isRunning], ['Succeeded', false]);
		assert.equal((await support.checkTicketName(transport, desk.tenant, place, 'refund')).nameAvailable, false);

		const ticket = await support.getTicket(transport, desk.tenant, place, 'refund');
		assert.equal(ticket.properties.title, 'Refund is missing');
		assert.equal(ticket.properties.supportPlanType, 'Premier');
		const changed = await support.updateTicket(transport, desk.tenant, place, 'refund', {
			severity: 'critical',
			contactDetails: { phoneNumber: '+49 89 1234567' },
		});
		assert.equal(changed.properties.severity, 'critical');
		assert.equal(changed.properties.contactDetails?.phoneNumber, '+49 89 1234567');

		// A signed-in user need not say who sends it.
		const said = await support.createCommunication(transport, desk.tenant, place, 'refund', 'note', {
			subject: 'Note',
			body: 'Order 4',
		});
		assert.equal((await ended(said.url)).status, 'Succeeded');
		const note = await support.getCommunication(transport, desk.tenant, place, 'refund', 'note');
		assert.deepEqual([note.properties.body, note.properties.communicationDirection], ['Order 4', 'outbound']);
		await desk.wait(120);
		const talk = await allItems(support.communicationPages(transport, desk.tenant, place, 'refund'));
		assert.ok(talk.some(({ properties }) => properties.communicationDirection === 'inbound'));

		const open = await allItems(support.ticketPages(transport, desk.tenant, place, { filter: "Status eq 'Open'", top: 1 }));
		assert.deepEqual(
			open.map(({ name }) => name),
			['refund'],
		);
		const closed = await support.updateTicket(transport, desk.tenant, place, 'refund', { status: 'closed' });
		assert.equal(closed.properties.status, 'Closed');
		const late = await failureOf(support.updateTicket(transport, desk.tenant, place, 'refund', { severity: 'minimal' }));
		assert.equal(late.details.code, 'UpdateOperationDenied');
		assert.match(late.details.remedy ?? '', /create a new one/);
	});

	it("shows the partner's token to Microsoft.Support alone, and only where something is written", async () => {
		await create('once');
		await allItems(support.ticketPages(transport, desk.tenant, place));
		await support.checkTicketName(transport, desk.tenant, place, 'once');
		const withToken = sent.filter(({ auxiliary }) => auxiliary !== null);
		assert.deepEqual(
			withToken.map(({ method }) => method),
			['PUT'],
		);
		assert.match(withToken[0]?.url ?? '', /\/providers\/Microsoft\.Support\/supportTickets\/once\?/);
		assert.match(withToken[0]?.auxiliary ?? '', /^Bearer \S+$/);
	});

	it('makes requests without a subscription, apart from the others', async () => {
		const begun = await create('tenant-wide', {}, {});
		assert.equal((await ended(begun.url)).status, 'Succeeded');
		assert.equal((await allItems(support.ticketPages(transport, desk.tenant, {}))).length, 1);
		assert.equal((await failureOf(support.getTicket(transport, desk.tenant, place, 'tenant-wide'))).kind, 'NotFound');
	});

	it('is sent once: after a lost answer the name tells what became of it', async () => {
		await desk.sandbox.fault({ match: { method: 'PUT', path: 'supportTickets' }, fault: { kind: 'dropAfter' }, times: 1 });
		const lost = await failureOf(create('lost'));
		assert.equal(lost.kind, 'OutcomeUnknown');
		assert.match(lost.details.remedy ?? '', /support requests/);
		assert.equal(sent.filter(({ method }) => method === 'PUT').length, 1);
		await desk.wait(5);
		assert.equal((await support.getTicket(transport, desk.tenant, place, 'lost')).properties.status, 'Open');
	});

	it('tells which fields are wrong, and who may not', async () => {
		const wrong = await failureOf(create('wrong', { title: '', contactDetails: { ...CONTACT, country: 'DE' } }));
		assert.equal(wrong.kind, 'Refused');
		assert.match(wrong.details.detail ?? '', /'title' is required.*'DE' of 'contactDetails\.country' is not valid/);
		await assert.rejects(create('../x'), TypeError);
		await assert.rejects(create('..'), TypeError);
		await desk.close();
		await open('Proseware');
		const refused = await failureOf(create('reader'));
		assert.equal(refused.kind, 'NotAllowed');
		assert.match(refused.details.remedy ?? '', /Support Request Contributor/);
	});

	it('tells at the end that the plan is too low', async () => {
		await desk.close();
		await open('Fourth Coffee');
		const end = await ended((await create('plan')).url);
		assert.deepEqual([end.status, end.isRunning, end.error?.code], ['Failed', false, 'InvalidSupportPlan']);
		assert.match(end.error?.message ?? '', /support plan type is Basic/);
	});

	it("reads the partner's own support contact", async () => {
		assert.equal((await getSupportProfile(transport)).email, 'support@partner.onmicrosoft.com');
	});
});
