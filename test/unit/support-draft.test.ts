/** Drafts of support requests: what is wrong with them, what they are made of, and what their text answers. */
import assert from 'node:assert/strict';
import { ServiceFailure } from '../../src/azure/failure';
import { longestDescription, longestTitle } from '../../src/reservations/support/api';
import { draftFaults, topicFaults } from '../../src/reservations/support/checks';
import { draftText, sentDescription } from '../../src/reservations/support/draft-text';
import type { DraftContact, SupportDraft, SupportOrigin } from '../../src/reservations/support/model';
import { type Sources, tell } from '../../src/reservations/support/stories';
import { supportText } from '../../src/reservations/support-text';
import { change } from './change-samples';
import { ids, now, operation, returnQuote } from './operation-samples';
import { sampleReservation } from './reservations-samples';

const tenant = sampleReservation().tenantId;
const service = { id: '/providers/Microsoft.Support/services/a', name: 'Billing', needsSubscription: false };
const topic = { id: `${service.id}/problemClassifications/b`, name: 'Reservation', isAboutReservations: true, consents: [] };

const good: SupportDraft = {
	origin: 'reservation',
	reservations: [{ orderId: ids.order, reservationId: ids.reservation, resourceType: 'CosmosDb' }],
	name: 'csp-reservations-x',
	tenantId: tenant,
	serviceId: service.id,
	topicId: topic.id,
	title: 'Title',
	description: 'Words',
	severity: 'minimal',
	diagnosticConsent: 'No',
	consents: {},
	contact: {
		firstName: 'A',
		lastName: 'B',
		method: 'email',
		email: 'a@partner.example',
		additionalEmails: [],
		phone: '',
		timeZone: 'W. Europe Standard Time',
		country: 'DEU',
		language: 'en-us',
	},
};

describe('support: faults of a draft', () => {
	const faults = (more: Partial<SupportDraft>, contact: Partial<DraftContact> = {}) =>
		draftFaults({ ...good, ...more, contact: { ...good.contact, ...contact } }, now).map(({ field, text }) => {
			assert.match(text, /\.$/, 'a sentence');
			return field;
		});

	it('are none in a good one, up to the limits', () => {
		const texts = { title: 'x'.repeat(longestTitle), description: 'x'.repeat(longestDescription) };
		assert.deepEqual(faults({ ...texts, startedAt: now }, { method: 'phone', phone: '+49 (89) 123-4567' }), []);
		assert.ok(sentDescription({ ...good, ...texts, name: 'x'.repeat(100) }).length <= 10_000);
	});

	const cases: readonly (readonly [string, Partial<SupportDraft>, Partial<DraftContact>?])[] = [
		['title', { title: ' ' }],
		['title', { title: 'x'.repeat(longestTitle + 1) }],
		['description', { description: '' }],
		['description', { description: 'x'.repeat(longestDescription + 1) }],
		['serviceId', { serviceId: '' }],
		['topicId', { topicId: '' }],
		['topicId', { topicId: '/providers/Microsoft.Support/services/other/problemClassifications/b' }],
		['subscriptionId', { subscriptionId: 'x/../y' }],
		['severity', { severity: 'urgent' as 'minimal' }],
		['diagnosticConsent', { diagnosticConsent: undefined }],
		['startedAt', { startedAt: now + 1 }],
		['startedAt', { startedAt: Number.NaN }],
		['firstName', {}, { firstName: ' ' }],
		['lastName', {}, { lastName: '' }],
		['method', {}, { method: 'fax' as 'email' }],
		['email', {}, { email: '' }],
		['email', {}, { email: 'a@b' }],
		['email', {}, { email: 'a@b.de, c@d.de' }],
		['additionalEmails', {}, { additionalEmails: ['a@b.de', 'x'] }],
		['phone', {}, { method: 'phone' }],
		['phone', {}, { phone: 'at home' }],
		['timeZone', {}, { timeZone: '' }],
		['timeZone', {}, { timeZone: 'Europe/Berlin' }],
		['country', {}, { country: 'DE' }],
		['country', {}, { country: '' }],
		['language', {}, { language: 'tlh' }],
	];
	for (const [field, more, contact] of cases)
		it(`are told by their field: ${JSON.stringify({ ...more, ...contact }).slice(0, 60)}`, () => {
			assert.deepEqual(faults(more, contact), [field]);
		});

	it('of the topic are what the service says now', () => {
		const of = (more: Partial<SupportDraft>, topics = [topic], services = [service]) =>
			topicFaults({ ...good, ...more }, { services, topics: { [service.id]: topics } }).map(({ field }) => field);
		assert.deepEqual(of({}), []);
		assert.deepEqual(of({ serviceId: service.id.toUpperCase(), topicId: topic.id.toUpperCase() }), []);
		assert.deepEqual(of({}, []), ['topicId']);
		assert.deepEqual(of({}, [topic], []), ['serviceId']);
		assert.deepEqual(of({}, [topic], [{ ...service, needsSubscription: true }]), ['subscriptionId']);
		const asking = { ...topic, consents: [{ type: 'X', description: 'X may read it' }] };
		assert.deepEqual(of({}, [asking] as never), ['consents']);
		assert.deepEqual(of({ consents: { X: 'No' } }, [asking] as never), []);
	});
});

describe('support: what a draft tells', () => {
	const reservation = sampleReservation();
	const sources: Sources = {
		customer: () => ({ tenantId: reservation.tenantId, name: 'Contoso', domain: 'contoso.example' }),
		customerName: () => Promise.resolve('Contoso'),
		reservation: async (ref) => {
			if (ref.reservationId !== reservation.reservationId) throw new ServiceFailure('NotFound', 'There is none.');
			return reservation;
		},
		describe: (it) => supportText({ reservation: it, customer: sources.customer(''), lastFailure: undefined, now }),
		operation: (id) => (id === 'lost' ? operation({ state: 'outcomeUnknown' }) : undefined),
		operationText: ({ id }) => `Session ID: ${id}`,
		change: () => change({ errorCode: 'BadScope' }),
		changeText: ({ id }) => `Change ID: ${id}`,
	};
	const story = (origin: SupportOrigin) => tell(origin, sources, new AbortController().signal);
	const failure = new ServiceFailure('Refused', 'Azure refused the request.', {
		status: 400,
		code: 'RefundNotAllowed',
		detail: 'Not within this year.',
		correlationId: 'c-1',
		at: now,
		claims: '{"access_token":"secret"}',
		cause: new Error('Bearer secret'),
	});

	it('of a refusal has the service’s code and words, and nothing of what was sent', async () => {
		const { title, description, startedAt, leftOpen } = await story({
			kind: 'refusal',
			action: 'exchange',
			refs: [reservation],
			failure,
		});
		assert.equal(title, 'Exchange of the reservation “VM_RI_Web” is refused (RefundNotAllowed)');
		for (const fact of [
			'HTTP status: 400',
			'Code: RefundNotAllowed',
			'Azure says: Not within this year.',
			'Correlation ID: c-1',
			'Time (UTC): 2026-11-23T09:30:00Z',
			'Customer domain: contoso.example',
			'Quantity: 10',
		])
			assert.ok(description.includes(fact), fact);
		assert.doesNotMatch(description, /secret/);
		assert.deepEqual([startedAt, leftOpen], [now, []]);
	});

	it('of a refused quote names its figures by their meaning, and a code that came alone as it came', async () => {
		const quote = { ...returnQuote, policyErrors: [{ code: 'X', explanation: 'Ours.', instead: [] }] };
		const { title, description } = await story({ kind: 'refusal', action: 'return', refs: [reservation], quote });
		assert.match(title, /is refused \(X\)$/);
		assert.match(description, /^Refused by Azure: X$/m);
		assert.match(description, /^Money back: \d/m);
	});

	it('of an operation and a change is what the log has, with the question that fits', async () => {
		const lost = await story({ kind: 'operation', operationId: 'lost' });
		assert.match(lost.title, /outcome unknown$/);
		assert.match(lost.description, /It was not sent again\./);
		assert.match(lost.description, /^Session ID: /m);
		const changed = await story({ kind: 'change', changeId: 'any' });
		assert.match(changed.title, /\(BadScope\)$/);
		await assert.rejects(story({ kind: 'operation', operationId: 'none' }), /journal/);
	});

	it('of a reservation that can’t be read has its ids, and says why the rest is missing', async () => {
		const ref = { ...reservation, reservationId: ids.newReservation };
		const { description, leftOpen, reservations } = await story({ kind: 'reservation', ref });
		assert.ok(description.includes(`Reservation ID: ${ids.newReservation}`));
		assert.match(leftOpen[0]?.text ?? '', /could not be read. There is none\./);
		assert.deepEqual(
			reservations.map(({ resourceType }) => resourceType),
			[undefined],
		);
	});

	it('without a reservation names the customer, and never gets longer than it may', async () => {
		const long = { kind: 'purchase', tenantId: tenant.toUpperCase(), what: 'x'.repeat(20_000), failure } as const;
		const { title, description, tenantId } = await story(long);
		assert.equal(tenantId, tenant);
		assert.equal(description.length, longestDescription);
		assert.ok(title.length <= longestTitle);
		assert.match(
			(await story({ kind: 'access', tenantId: tenant, report: 'Verdict: guest' })).description,
			/Verdict: guest\n\nCustomer: Contoso\nCustomer tenant ID: /,
		);
	});
});

describe('support: a draft as text', () => {
	it('answers the questions of Microsoft’s form, and those that only fit its origin', () => {
		const text = draftText(good, { customer: 'Contoso', service: 'Billing', topic: 'Reservation' });
		assert.match(text, /^Type of reservation: Cosmos DB$/m);
		assert.match(text, /^Severity: C: minimal impact$/m);
		assert.match(text, /^Reference: csp-reservations-x$/m);
		assert.doesNotMatch(text, /owner|Your role|Phone:/);
		assert.match(draftText({ ...good, origin: 'access' }, {}), /^Current owner: \(please fill in\)\nNew owner: /m);
		const bought = { ...good, origin: 'purchase' as const, reservations: [], startedAt: now };
		assert.match(
			draftText(bought, {}),
			/^When did the problem start\?: 2026-11-23T09:30:00Z\nType of reservation: \(please fill in\)$/m,
		);
		assert.match(draftText(bought, {}), /^Your role on the subscription: /m);
	});
});
