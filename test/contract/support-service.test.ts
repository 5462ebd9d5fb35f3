/** Support requests through the service against the sandbox, over real HTTP: from the refusal to the closed request. */
import assert from 'node:assert/strict';
import type { Customer } from '../../src/reservations/model';
import type { ReturnQuote } from '../../src/reservations/operations/model';
import type { SupportDraft, SupportMessage, SupportRequestRef } from '../../src/reservations/support/model';
import { confirmed, reached } from '../helpers/operations';
import { clearFaults, clearRequests, orderFault, testFetch, valueIn } from '../helpers/service';
import { failureOf } from '../helpers/transport';
import { unitsOf } from '../helpers/units';
import { lever } from './roles-desk';
import { created, filled, puts, SupportServiceDesk } from './support-service-desk';

describe('support requests', () => {
	let desk: SupportServiceDesk;

	before(async () => {
		desk = await SupportServiceDesk.open();
	});
	after(() => desk?.close());
	beforeEach(async () => {
		await clearFaults(desk.desk.sandbox);
		await clearRequests(desk.desk.sandbox);
	});

	/** A return that Azure refuses. */
	async function refusedQuote(customer: Customer): Promise<ReturnQuote> {
		await desk.window.service.refreshReservations([customer.tenantId]);
		for (const it of valueIn(desk.window.service.getReservations(customer.tenantId)).reservations) {
			if (it.state !== 'Succeeded') continue;
			const { tenantId, orderId, reservationId } = it;
			const quote = await desk.window.service.operations
				.quoteReturn({ tenantId, orderId, reservationId, quantity: unitsOf(it) })
				.catch(() => undefined);
			if (quote !== undefined && quote.policyErrors.length > 0) return quote;
		}
		return assert.fail('nothing is refused');
	}

	async function messagesOf(ref: SupportRequestRef): Promise<SupportMessage[]> {
		const all: SupportMessage[] = [];
		for await (const page of desk.support.messages(ref)) all.push(...page);
		return all;
	}

	it('made of a refused return have everything that support asks for, and are there at the end', async () => {
		const customer = await desk.customer('Trey');
		const quote = await refusedQuote(customer);
		const refs = [quote.line];
		const { draft, leftOpen, topics, places } = await desk.support.prepare({ kind: 'refusal', action: 'return', refs, quote });
		assert.deepEqual(
			leftOpen.filter(({ field }) => field !== 'timeZone'),
			[],
		);
		const [error] = quote.policyErrors;
		assert.match(draft.title, new RegExp(`^Return of the reservation “.+” is refused \\(${error?.code}\\)$`));
		for (const fact of [
			customer.name,
			customer.domain,
			customer.tenantId,
			quote.line.orderId,
			quote.line.reservationId,
			`/providers/microsoft.capacity/reservationOrders/${quote.line.orderId}/reservations/${quote.line.reservationId}`,
			quote.sessionId,
			quote.correlationId,
			error?.code,
			error?.message,
			quote.figures && `Money back: ${quote.figures.moneyBack.amount} ${quote.figures.moneyBack.currency}`,
			new Date(quote.quotedAt).toISOString().slice(0, 19),
		])
			if (fact !== undefined) assert.ok(draft.description.includes(fact), `${fact} in ${draft.description}`);
		assert.doesNotMatch(draft.description, /Bearer|eyJ/);
		assert.equal(draft.startedAt, quote.quotedAt);
		assert.deepEqual(topics.proposed, { serviceId: draft.serviceId, topicId: draft.topicId });
		assert.equal(
			topics.topics[draft.serviceId]?.find(({ id }) => id === draft.topicId)?.name,
			'Reservation Management / Exchanges and Refunds',
		);
		assert.deepEqual([places[0]?.subscriptionId, places.length > 1], [undefined, true]);
		const { firstName, lastName, email, phone, country } = draft.contact;
		assert.deepEqual(
			[firstName, lastName, email, phone, country],
			['Practice', 'User', 'support@partner.onmicrosoft.com', '49890000001', 'DEU'],
		);
		assert.deepEqual(await desk.support.validate({ ...filled(draft), diagnosticConsent: undefined }), [
			{ field: 'diagnosticConsent', text: 'Say whether Microsoft may collect diagnostic data of the resources.' },
		]);

		const told: string[] = [];
		const stop = desk.support.onDidChangeRequests((tenantId) => told.push(tenantId));
		const result = await desk.support.create(filled(draft));
		stop();
		const request = created(result);
		assert.deepEqual(result.outcome === 'created' && result.before, false);
		assert.deepEqual([request.isOpen, request.name, request.title, request.severity], [true, draft.name, draft.title, 'minimal']);
		assert.match(request.number ?? '', /^\d{10,}$/);
		assert.deepEqual([request.answerMinutes, request.contactEmail], [480, 'support@partner.onmicrosoft.com']);
		assert.deepEqual(told, [customer.tenantId]);
		assert.equal(await puts(desk.desk.sandbox), 1);

		// Once more, and in another window: it is found.
		const again = await desk.support.create(filled(draft));
		assert.equal(again.outcome === 'created' && again.before, true);
		const other = await desk.another();
		assert.equal(created(await other.service.support.create(filled(draft))).number, request.number);
		assert.equal(await puts(desk.desk.sandbox), 1);
	});

	it('made of an operation name its session, figures by their meaning, and its correlation IDs', async () => {
		const { operations } = desk.window.service;
		const customer = await desk.customer('Contoso');
		const { tenantId, orderId, reservationId } = await desk.desk.reservation(customer, 'VirtualMachines', 2);
		const quote = await operations.quoteReturn({ tenantId, orderId, reservationId, quantity: 1 });
		const { id } = await operations.commit(quote, confirmed(quote, customer));
		const ended = await reached(operations, id, 'succeeded');
		const { draft, topics } = await desk.support.prepare({ kind: 'operation', operationId: id });
		assert.match(draft.title, /^Return of the reservation “.+”: question after it succeeded$/);
		for (const fact of [
			`Session ID: ${id}`,
			`Money back: ${quote.figures?.moneyBack.amount}`,
			'Commitment cancelled',
			...ended.correlationIds,
		])
			assert.ok(draft.description.includes(fact), fact);
		assert.ok(topics.proposed);
		assert.equal((await failureOf(desk.support.prepare({ kind: 'operation', operationId: 'x' }))).kind, 'Refused');
	});

	it('are proposed by what they are about; other services are read when they are chosen', async () => {
		const { tenantId } = await desk.customer('Contoso');
		const failure = await failureOf(desk.window.service.readOrder({ tenantId, orderId: tenantId, reservationId: tenantId }));
		const name = async (kind: 'access' | 'purchase' | 'other') => {
			const { proposed, topics } = await desk.support.topics({ kind, tenantId, failure });
			return topics[proposed?.serviceId ?? '']?.find(({ id }) => id === proposed?.topicId)?.name;
		};
		assert.equal(await name('access'), 'Reservation Management / Add people or transfer ownership of a reservation');
		assert.equal(await name('purchase'), 'Reservation Management / Purchase a reservation');
		assert.equal(await name('other'), 'Reservation Management / Other Issues or Requests');
		const { services, topics } = await desk.support.topics({ kind: 'other', tenantId });
		assert.deepEqual(
			services.filter(({ needsSubscription }) => !needsSubscription).map(({ name: said }) => said),
			['Billing', 'Subscription management'],
		);
		const bricks = services.find(({ name: said }) => said === 'Azure Databricks');
		assert.equal(topics[bricks?.id ?? ''], undefined);
		const [job] = await desk.support.topicsOf(tenantId, bricks?.id ?? '');
		assert.deepEqual(
			job?.consents.map(({ type }) => type),
			['DatabricksConsent'],
		);
		// Without a subscription, and without an answer to its consent, it can't be made.
		const about = { serviceId: bricks?.id ?? '', topicId: job?.id ?? '' };
		const faults = await desk.support.validate(await desk.draft({ kind: 'other', tenantId }, about));
		assert.deepEqual(
			faults.map(({ field }) => field),
			['subscriptionId', 'consents'],
		);
		const { draft } = await desk.support.prepare({ kind: 'access', tenantId, failure });
		assert.match(draft.description, /HTTP status: 404\nCode: \w+/);
		assert.ok(draft.description.includes(failure.details.correlationId ?? 'none'));
	});

	it('are asked for in English, whatever the user speaks: their names come in the language that is asked for', async () => {
		const asked: (string | null)[] = [];
		const { service } = await desk.another({
			locale: 'de',
			fetch: (input, init) => {
				if (/Microsoft\.Support/.test(String(input))) asked.push(new Headers(init?.headers).get('accept-language'));
				return testFetch(input, init);
			},
		});
		const { draft } = await service.support.prepare({ kind: 'other', tenantId: (await desk.customer('Contoso')).tenantId });
		assert.deepEqual(asked, ['en-US', 'en-US', 'en-US']);
		assert.deepEqual([draft.contact.language, draft.topicId !== ''], ['de-de', true]);
	});

	it('are not sent about what Microsoft has withdrawn meanwhile', async () => {
		const customer = await desk.customer('Fabrikam');
		const origin = { kind: 'purchase', tenantId: customer.tenantId } as const;
		const draft = await desk.draft(origin);
		await lever(desk.desk.sandbox, 'DELETE', `problem-classifications/${draft.topicId.split('/').at(-1)}`);
		const result = await desk.support.create(draft);
		assert.deepEqual(result.outcome === 'invalid' && result.faults.map(({ field }) => field), ['topicId']);
		assert.equal(await puts(desk.desk.sandbox), 0);
		// What is gone is not proposed any more, and nothing else is guessed.
		assert.equal((await desk.support.topics(origin)).proposed, undefined);
	});

	it('are answered, changed and closed; a message is sent once, and found after a lost answer', async () => {
		const ref = await desk.reservation('Contoso');
		const subscriptionId = await desk.desk.subscription(await desk.customer('Contoso'));
		const request = created(await desk.support.create(await desk.draft({ kind: 'reservation', ref }, { subscriptionId })));
		assert.equal(request.subscriptionId, subscriptionId);
		assert.equal((await desk.support.changeSeverity(request, 'moderate')).severity, 'moderate');

		const reply = { ...desk.support.prepareReply(request), body: 'It is the order with <3> machines.' };
		assert.match(reply.subject, new RegExp(`TrackingID#${request.number}$`));
		assert.deepEqual(desk.support.checkReply(desk.support.prepareReply(request)), ['Message: This is needed.']);
		const empty = await failureOf(desk.support.reply(request, { ...reply, body: ' ' }));
		assert.deepEqual([empty.kind, empty.details.sent], ['Refused', 'no']);
		await orderFault(desk.desk.sandbox, {
			match: { method: 'PUT', path: 'communications' },
			fault: { kind: 'dropAfter' },
			times: 1,
		});
		const said = await desk.support.reply(request, reply);
		assert.deepEqual([said.from, said.body], ['you', 'It is the order with <3> machines.']);
		assert.equal((await desk.support.reply(request, reply)).name, said.name);
		assert.equal(await puts(desk.desk.sandbox, 'communications'), 1);

		await lever(desk.desk.sandbox, 'POST', 'clock', { seconds: 10 });
		const talk = await messagesOf(request);
		assert.deepEqual(
			talk.filter(({ from }) => from === 'you').map(({ name }) => name),
			[said.name],
		);
		assert.ok(talk.some(({ from, body }) => from === 'microsoft' && body.startsWith('Hello Practice')));
		// An engineer works on it now.
		const late = await failureOf(desk.support.changeSeverity(request, 'critical'));
		assert.deepEqual([late.kind, late.details.code], ['Refused', 'UpdateOperationDenied']);
		assert.match(late.details.remedy ?? '', /message/);
		await orderFault(desk.desk.sandbox, { match: { method: 'PATCH' }, fault: { kind: 'dropAfter' }, times: 1 });
		assert.equal((await desk.support.close(request)).isOpen, false);
		assert.equal((await failureOf(desk.support.reopen(request))).details.code, 'UpdateOperationDenied');
		const read = await desk.support.request(request);
		assert.deepEqual([read.isOpen, read.engineer], [false, 'practice.engineer@support.example']);
	});

	it('of a customer are listed wherever they are, with what could not be read beside', async () => {
		const customer = await desk.customer('Contoso');
		const { tenantId } = customer;
		const ref = await desk.reservation('Contoso');
		const billed = ref.billingScopeId?.split('/').at(-1);
		const without = created(await desk.support.create(await desk.draft({ kind: 'reservation', ref })));
		const within = created(await desk.support.create(await desk.draft({ kind: 'reservation', ref }, { subscriptionId: billed })));
		const services = (await desk.support.topics({ kind: 'other', tenantId })).topics;
		const plain = Object.values(services)
			.flat()
			.find(({ isAboutReservations }) => !isAboutReservations);
		assert.ok(plain);
		const draft = await desk.draft({ kind: 'other', tenantId });
		const other: SupportDraft = {
			...draft,
			name: 'something-else',
			title: 'My bill',
			description: 'It is high.',
			serviceId: plain.id.split('/problem')[0] ?? '',
			topicId: plain.id,
		};
		created(await desk.support.create(other));

		const all = await desk.support.requests(tenantId);
		assert.deepEqual(all.failures, []);
		const names = all.requests.map(({ name }) => name);
		assert.ok(names.includes(without.name) && names.includes(within.name) && !names.includes('something-else'));
		assert.equal(all.others, 1);
		assert.ok(all.requests.every(({ createdAt }) => createdAt !== undefined));

		await orderFault(desk.desk.sandbox, {
			match: { method: 'GET', path: `${billed}/providers/Microsoft.Support` },
			fault: { kind: 'status', status: 403, code: 'AuthorizationFailed', message: 'No.' },
		});
		const partly = await desk.support.requests(tenantId);
		assert.ok(partly.requests.some(({ name }) => name === without.name));
		assert.ok(!partly.requests.some(({ name }) => name === within.name));
		assert.deepEqual(
			partly.failures.map(({ place, failure }) => [place.subscriptionId, failure.kind]),
			[[billed, 'NotAllowed']],
		);
	});

	it('are copied as text with the questions of Microsoft’s form', async () => {
		const ref = await desk.reservation('Contoso');
		const text = await desk.support.draftText(await desk.draft({ kind: 'reservation', ref }));
		for (const line of [
			/^Service: Billing$/m,
			/^Problem: Reservation Management \/ Other Issues or Requests$/m,
			/^Support plan: Cloud Solution Provider$/m,
			/^When did the problem start\?: \(please fill in\)$/m,
			/^Type of reservation: Virtual Instance$/m,
			new RegExp(`^Reservation order ID: ${ref.orderId}$`, 'm'),
			new RegExp(`^Reservation ID: ${ref.reservationId}$`, 'm'),
			/^Contact: Practice User$/m,
		])
			assert.match(text, line);
		assert.match(desk.support.portalLink(ref.tenantId), new RegExp(`#@${ref.tenantId}/blade/Microsoft_Azure_Support/`));
	});
});
