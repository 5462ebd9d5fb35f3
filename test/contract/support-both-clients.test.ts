/** What our service creates is seen by Microsoft's own client, and what that client creates is seen by our service. */
import assert from 'node:assert/strict';
import { MicrosoftSupport } from '@azure/arm-support';
import type { TokenCredential } from '@azure/core-auth';
import type { Reservation } from '../../src/reservations/model';
import type { SupportMessage, SupportRequest } from '../../src/reservations/support/model';
import { overHttp } from './microsoft-sign-in';
import { created, SupportServiceDesk } from './support-service-desk';

describe("the service and Microsoft's client speak of the same support requests", () => {
	let desk: SupportServiceDesk;
	let client: MicrosoftSupport;
	let ref: Reservation;
	let subscriptionId: string;

	before(async () => {
		desk = await SupportServiceDesk.open();
		ref = await desk.reservation('Contoso');
		subscriptionId = ref.billingScopeId?.split('/').at(-1) ?? assert.fail('no subscription');
		const { desk: sandbox } = desk;
		const credential: TokenCredential = {
			getToken: async () => ({ token: await sandbox.token(ref.tenantId), expiresOnTimestamp: Date.now() + 600_000 }),
		};
		const endpoint = sandbox.cloud.resourceManager;
		const options = { endpoint, $host: endpoint, allowInsecureConnection: true };
		client = overHttp(new MicrosoftSupport(credential, subscriptionId, options), credential);
		const beside = await sandbox.token(sandbox.cloud.partnerTenantId);
		client.pipeline.addPolicy({
			name: 'onBehalf',
			sendRequest: (request, next) => {
				request.headers.set('x-ms-authorization-auxiliary', `Bearer ${beside}`);
				return next(request);
			},
		});
	});
	after(() => desk?.close());

	async function mine(name: string): Promise<SupportRequest> {
		const { requests } = await desk.support.requests(ref.tenantId);
		return requests.find((it) => it.name === name) ?? assert.fail(`no ${name}`);
	}

	async function messagesOf(request: SupportRequest): Promise<SupportMessage[]> {
		const all: SupportMessage[] = [];
		for await (const page of desk.support.messages(request)) all.push(...page);
		return all;
	}

	it('sees ours: the request with all its fields, its change, and the message', async () => {
		const draft = await desk.draft({ kind: 'reservation', ref }, { subscriptionId, severity: 'moderate' });
		const request = created(await desk.support.create(draft));
		const seen = await client.supportTickets.get(request.name);
		assert.equal(seen.supportTicketId, request.number);
		assert.equal(seen.title, draft.title);
		assert.ok(seen.description?.includes(ref.reservationId) && seen.description.endsWith(draft.name));
		assert.deepEqual(
			[seen.serviceId, seen.problemClassificationId, seen.severity, seen.status],
			[draft.serviceId, draft.topicId, 'moderate', 'Open'],
		);
		const { firstName, primaryEmailAddress, country, preferredTimeZone, preferredContactMethod } = seen.contactDetails ?? {};
		assert.deepEqual(
			[firstName, primaryEmailAddress, country, preferredTimeZone, preferredContactMethod],
			['Practice', draft.contact.email, 'DEU', draft.contact.timeZone, 'email'],
		);
		const reply = { ...desk.support.prepareReply(request), body: 'One more thing.' };
		const { name } = await desk.support.reply(request, reply);
		assert.ok(name.startsWith(reply.name));
		assert.equal((await client.communications.get(request.name, name)).body, 'One more thing.');
		await desk.support.close(request);
		assert.equal((await client.supportTickets.get(request.name)).status, 'Closed');
	});

	it('is seen by ours: its request, its message as plain text, and that it was closed', async () => {
		const topics = await desk.support.topics({ kind: 'reservation', ref });
		await client.supportTickets.beginCreateAndWait(
			'by-the-other',
			{
				title: 'An exchange of ours',
				description: `Order ${ref.orderId}.`,
				serviceId: topics.proposed?.serviceId ?? '',
				problemClassificationId: topics.proposed?.topicId ?? '',
				severity: 'minimal',
				contactDetails: {
					firstName: 'Other',
					lastName: 'Client',
					preferredContactMethod: 'email',
					primaryEmailAddress: 'other@partner.onmicrosoft.com',
					preferredTimeZone: 'UTC',
					country: 'usa',
					preferredSupportLanguage: 'en-US',
				},
			},
			{ updateIntervalInMs: 50 },
		);
		const request = await mine('by-the-other');
		assert.deepEqual(
			[request.subscriptionId, request.title, request.severity, request.isOpen, request.contactEmail],
			[subscriptionId, 'An exchange of ours', 'minimal', true, 'other@partner.onmicrosoft.com'],
		);
		await client.communications.beginCreateAndWait(
			'by-the-other',
			'html',
			{
				subject: 'Hello',
				body: '<p>Two &amp; <b>three</b></p><script>alert(1)</script>',
				sender: 'other@partner.onmicrosoft.com',
			},
			{ updateIntervalInMs: 50 },
		);
		const message = (await messagesOf(request)).find(({ name }) => name === 'html');
		assert.deepEqual([message?.body, message?.from], ['Two & three', 'you']);
		await client.supportTickets.update('by-the-other', { status: 'closed' });
		assert.equal((await mine('by-the-other')).isOpen, false);
	});
});
