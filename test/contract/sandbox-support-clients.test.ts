/** Support requests of the sandbox under Microsoft's own client: topics, requests and messages from beginning to end. */
import assert from 'node:assert/strict';
import { MicrosoftSupport, type SupportTicketDetails } from '@azure/arm-support';
import { credentialIn, overHttp } from './microsoft-sign-in';
import { CONTACT, SupportDeskOfTests } from './support-desk';

/** What Microsoft's clients fail with. */
interface ClientError {
	readonly statusCode?: number;
	readonly code?: string;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
	const found: T[] = [];
	for await (const item of items) found.push(item);
	return found;
}

describe('@azure/arm-support', () => {
	let desk: SupportDeskOfTests;

	before(async () => {
		desk = await SupportDeskOfTests.open('Contoso', { operationSeconds: 4 });
	});
	after(() => desk.close());

	async function client(onBehalf = true): Promise<MicrosoftSupport> {
		const { sandbox, tenant, subscriptionId } = desk;
		const credential = credentialIn(sandbox, tenant);
		const endpoint = sandbox.endpoints.resourceManager;
		const support = overHttp(
			new MicrosoftSupport(credential, subscriptionId, { endpoint, $host: endpoint, allowInsecureConnection: true }),
			credential,
		);
		const headers = onBehalf ? await desk.onBehalf() : {};
		support.pipeline.addPolicy({
			name: 'onBehalf',
			sendRequest: (request, next) => {
				for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
				return next(request);
			},
		});
		return support;
	}

	function wish(title: string): SupportTicketDetails {
		return {
			title,
			description: 'Two reservations were exchanged, one is missing.',
			serviceId: desk.service.id,
			problemClassificationId: desk.classification.id,
			severity: 'moderate',
			contactDetails: { ...CONTACT, preferredContactMethod: 'email' },
		};
	}

	const quick = { updateIntervalInMs: 100 };

	it('lists services and their problem classifications', async () => {
		const support = await client();
		const services = await all(support.services.list());
		const billing = services.find(({ displayName }) => displayName === 'Billing');
		assert.equal(billing?.id, desk.service.id);
		assert.equal((await support.services.get(billing?.name ?? '')).displayName, 'Billing');
		const classifications = await all(support.problemClassifications.list(billing?.name ?? ''));
		const exchanges = classifications.find(({ displayName }) => displayName === 'Reservation Management / Exchanges and Refunds');
		assert.equal(exchanges?.id, desk.classification.id);
		assert.equal(
			(await support.problemClassifications.get(billing?.name ?? '', exchanges?.name ?? '')).displayName,
			exchanges?.displayName,
		);
	});

	it('creates a request, finds it, changes it, talks and closes it', async () => {
		const support = await client();
		const name = { name: 'exchange-1', type: 'Microsoft.Support/supportTickets' } as const;
		assert.equal((await support.supportTickets.checkNameAvailability(name)).nameAvailable, true);
		await support.supportTickets.beginCreateAndWait(name.name, wish('Exchange <1> & "2"'), quick);
		const taken = await support.supportTickets.checkNameAvailability(name);
		assert.equal(taken.nameAvailable, false);
		assert.equal(taken.reason, 'Name is already in use');

		const ticket = await support.supportTickets.get(name.name);
		assert.equal(ticket.title, 'Exchange <1> & "2"');
		assert.match(ticket.supportTicketId ?? '', /^\d{15}$/);
		assert.equal(ticket.status, 'Open');
		assert.equal(ticket.supportPlanType, 'Premier');
		assert.equal(ticket.serviceLevelAgreement?.slaMinutes, 240);
		assert.equal(ticket.serviceDisplayName, 'Billing');
		assert.equal(ticket.problemClassificationDisplayName, desk.classification.properties.displayName);
		assert.ok(ticket.createdDate instanceof Date);
		assert.equal(ticket.supportEngineer?.emailAddress, null);

		const critical = await support.supportTickets.update(name.name, {
			severity: 'critical',
			contactDetails: { phoneNumber: '+49 89 123456', preferredContactMethod: 'phone' },
		});
		assert.equal(critical.severity, 'critical');
		assert.equal(critical.contactDetails?.phoneNumber, '+49 89 123456');
		assert.equal(critical.contactDetails?.lastName, CONTACT.lastName);

		// The engineer takes his time; from then on the severity is his to change.
		await desk.wait(60);
		const [first] = await all(support.communications.list(name.name));
		assert.equal(first?.communicationDirection, 'inbound');
		assert.ok(first.subject?.includes(ticket.supportTicketId ?? '-') && first.body?.includes('Exchange <1> & "2"'));
		assert.equal((await support.supportTickets.get(name.name)).supportEngineer?.emailAddress, first.sender);
		await assert.rejects(support.supportTickets.update(name.name, { severity: 'minimal' }), (error: ClientError) => {
			assert.equal(error.code, 'UpdateOperationDenied');
			return true;
		});

		const said = { subject: 'More facts', body: 'It was order 4.', sender: CONTACT.primaryEmailAddress };
		const communication = { name: 'facts', type: 'Microsoft.Support/communications' } as const;
		assert.equal((await support.communications.checkNameAvailability(name.name, communication)).nameAvailable, true);
		await support.communications.beginCreateAndWait(name.name, 'facts', said, quick);
		assert.equal((await support.communications.checkNameAvailability(name.name, communication)).nameAvailable, false);
		const sent = await support.communications.get(name.name, 'facts');
		assert.deepEqual([sent.subject, sent.communicationDirection], [said.subject, 'outbound']);
		await desk.wait(60);
		const talk = await all(support.communications.list(name.name, { filter: "communicationType eq 'web'" }));
		assert.deepEqual(
			talk.map(({ communicationDirection }) => communicationDirection),
			['inbound', 'outbound', 'inbound'],
		);
		assert.ok(talk[0]?.body?.includes('More facts'));

		assert.equal((await support.supportTickets.update(name.name, { status: 'closed' })).status, 'Closed');
		await assert.rejects(support.supportTickets.update(name.name, { status: 'open' }), /UpdateOperationDenied|closed/);
	});

	it('lists requests over pages, by status, topic and day', async () => {
		const support = await client();
		for (const number of [1, 2, 3])
			await support.supportTickets.beginCreateAndWait(`list-${number}`, wish(`List ${number}`), quick);
		await support.supportTickets.update('list-2', { status: 'closed' });
		const listed = await all(support.supportTickets.list({ top: 1 }));
		assert.deepEqual(
			listed.slice(0, 3).map(({ name }) => name),
			['list-3', 'list-2', 'list-1'],
		);
		const open = await all(support.supportTickets.list({ filter: "status eq 'Open' and createdDate ge 2026-11-23" }));
		assert.deepEqual(
			open.slice(0, 2).map(({ name }) => name),
			['list-3', 'list-1'],
		);
		assert.deepEqual(await all(support.supportTickets.list({ filter: 'CreatedDate gt 2027-01-01' })), []);
		await assert.rejects(all(support.supportTickets.list({ filter: "title eq 'x'" })), /not supported/);
		await assert.rejects(all(support.supportTickets.list({ top: 101 })), /from 1 to 100/);
	});

	it("learns only at the end that without the partner's token the plan is too low", async () => {
		const support = await client(false);
		const poller = await support.supportTickets.beginCreate('no-plan', wish('No plan'), quick);
		await assert.rejects(poller.pollUntilDone());
		await assert.rejects(support.supportTickets.get('no-plan'), (error: ClientError) => error.statusCode === 404);
		// The name is free again.
		const again = await client();
		await again.supportTickets.beginCreateAndWait('no-plan', wish('With plan'), quick);
		assert.equal((await again.supportTickets.get('no-plan')).title, 'With plan');
	});
});
