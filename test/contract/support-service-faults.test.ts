/** Support requests under faults, against the sandbox: lost answers, names that are taken, plans, tokens and rights that are missing. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ServiceFailure } from '../../src/azure/failure';
import { sandboxTokens } from '../../src/identity';
import { practiceSession } from '../../src/identity/sandbox-tokens';
import type { SupportDraft, SupportOrigin } from '../../src/reservations/support/model';
import { clearFaults, clearRequests, orderFault, testFetch, until } from '../helpers/service';
import { failureOf } from '../helpers/transport';
import { created, filled, puts, SupportServiceDesk } from './support-service-desk';

describe('support requests under faults', () => {
	let desk: SupportServiceDesk;
	let origin: SupportOrigin;
	let tenantId: string;
	/** Without a subscription, so that other clients find it there too. */
	const tickets = '/providers/Microsoft.Support/supportTickets';

	before(async () => {
		desk = await SupportServiceDesk.open();
		const ref = await desk.reservation('Contoso');
		({ tenantId } = ref);
		origin = { kind: 'reservation', ref };
	});
	after(() => desk?.close());
	beforeEach(() => clearRequests(desk.desk.sandbox));
	afterEach(() => clearFaults(desk.desk.sandbox));

	const fault = (kind: string) => order({ kind }, 'PUT');
	const order = (it: object, method: string) =>
		orderFault(desk.desk.sandbox, { match: { method, path: 'supportTickets/csp' }, fault: it, times: 1 });

	/** A request that somebody else makes by plain HTTP. */
	async function byOthers(draft: SupportDraft, name = draft.name): Promise<number> {
		const tokens = sandboxTokens(desk.desk.cloud, testFetch, await practiceSession(desk.desk.cloud, testFetch));
		const token = (tenant: string) => tokens.get('resourceManager', tenant, {});
		const { contact } = draft;
		const answer = await testFetch(`${desk.desk.cloud.resourceManager}${tickets}/${name}?api-version=2024-04-01`, {
			method: 'PUT',
			headers: {
				authorization: `Bearer ${await token(tenantId)}`,
				'x-ms-authorization-auxiliary': `Bearer ${await token(desk.desk.cloud.partnerTenantId)}`,
				'content-type': 'application/json',
			},
			body: JSON.stringify({
				properties: {
					title: 'Something else',
					description: 'By somebody else.',
					serviceId: draft.serviceId,
					problemClassificationId: draft.topicId,
					severity: 'minimal',
					advancedDiagnosticConsent: 'No',
					contactDetails: {
						firstName: 'A',
						lastName: 'B',
						preferredContactMethod: 'email',
						primaryEmailAddress: contact.email,
						preferredTimeZone: contact.timeZone,
						country: contact.country,
						preferredSupportLanguage: contact.language,
					},
				},
			}),
		});
		return answer.status;
	}

	it('are found after a lost answer: nothing is sent twice', async () => {
		const draft = await desk.draft(origin);
		await fault('dropAfter');
		const result = await desk.support.create(draft);
		assert.equal(created(result).name, draft.name);
		assert.equal(await puts(desk.desk.sandbox), 1);
	});

	it('stay unknown as long as it can’t be told, also after a reload; only who says so sends it again', async () => {
		const draft = await desk.draft(origin);
		await fault('dropBefore');
		const lost = await failureOf(desk.support.create(draft));
		assert.deepEqual([lost.kind, lost.details.sent], ['OutcomeUnknown', 'maybe']);
		const still = await failureOf(desk.support.create(draft));
		assert.equal(still.kind, 'OutcomeUnknown');
		const other = await desk.another();
		// What was changed in the draft meanwhile makes no difference: it is looked for by its name.
		const changed = await failureOf(other.service.support.create({ ...draft, title: 'Another title' }));
		assert.match(changed.message, /was not sent again/);
		assert.equal(await puts(desk.desk.sandbox), 1);
		const again = created(await other.service.support.createAgain(draft));
		assert.equal(again.name, draft.name);
		assert.equal(await puts(desk.desk.sandbox), 2);
		assert.equal(created(await desk.support.create(draft)).number, again.number);
		const mine = (await desk.support.requests(tenantId)).requests.filter(({ description }) => description.includes(draft.name));
		assert.equal(mine.length, 1);
	});

	it('that were made all the same are found by who looks later, and are not made a second time', async () => {
		const draft = await desk.draft(origin);
		await fault('dropAfter');
		const { window } = await desk.blindOnceSent();
		assert.equal((await failureOf(window.service.support.create(draft))).kind, 'OutcomeUnknown');
		assert.equal((await failureOf(window.service.support.createAgain(draft))).kind, 'OutcomeUnknown');
		// In another place its name would be free.
		const subscriptionId = await desk.desk.subscription(await desk.customer('Contoso'));
		const result = await desk.support.createAgain({ ...draft, subscriptionId });
		assert.equal(result.outcome === 'created' && result.before, true);
		assert.equal(created(result).subscriptionId, undefined);
		assert.equal(await puts(desk.desk.sandbox), 1);
	});

	it('under a name that somebody else has taken get a new one, and lose nothing', async () => {
		const draft = await desk.draft(origin);
		assert.equal(await byOthers(draft), 202);
		const request = created(await desk.support.create(draft));
		assert.deepEqual([request.name, request.title], [`${draft.name}-2`, draft.title]);
		assert.ok(request.description.includes(draft.name));
		// Found by both names of the draft.
		assert.equal(created(await desk.support.create(draft)).name, request.name);
	});

	it('whose name is taken only when they are sent know whose it is', async () => {
		const theirs = await desk.draft(origin);
		const inBetween = (draft: SupportDraft, make: () => Promise<unknown>) =>
			desk.another({
				fetch: async (input, init) => {
					const isPut = (init?.method ?? 'GET') === 'PUT' && String(input).includes(`${draft.name}?`);
					if (isPut) await make();
					return testFetch(input, init);
				},
			});
		const window = await inBetween(theirs, () => byOthers(theirs));
		assert.equal(created(await window.service.support.create(theirs)).name, `${theirs.name}-2`);

		// The same draft on another computer, which has no log of it.
		const own = await desk.draft(origin);
		const elsewhere = await desk.elsewhere();
		try {
			const second = await inBetween(own, () => elsewhere.service.support.create(own));
			const result = await second.service.support.create(own);
			assert.equal(result.outcome === 'created' && result.before, true);
			assert.equal(created(result).name, own.name);
		} finally {
			await elsewhere.end();
		}
	});

	it('are looked for without anything being sent, wherever and whenever that is', async () => {
		const draft = await desk.draft(origin);
		assert.deepEqual(await desk.support.look(draft), { outcome: 'absent' });
		await fault('dropBefore');
		assert.equal((await failureOf(desk.support.create(draft))).kind, 'OutcomeUnknown');
		const other = await desk.another();
		assert.match((await failureOf(other.service.support.look(draft))).message, /still can’t be told/);
		// Another computer, or another connection, has nothing written down.
		const elsewhere = await desk.elsewhere();
		try {
			assert.deepEqual(await elsewhere.service.support.look(draft), { outcome: 'absent' });
			assert.equal(await puts(desk.desk.sandbox), 1);
			await desk.support.createAgain(draft);
			const found = await elsewhere.service.support.look(draft);
			assert.equal(found.outcome === 'created' && found.before && found.request.name, draft.name);
			await order({ kind: 'status', status: 500 }, 'GET');
			assert.equal((await failureOf(elsewhere.service.support.look(draft))).details.sent, undefined);
		} finally {
			await elsewhere.end();
		}
		assert.equal(await puts(desk.desk.sandbox), 2);
		await assert.rejects(desk.support.look(await desk.draft(origin), AbortSignal.abort()), { name: 'AbortError' });
		// What Azure has refused is not there either.
		const { tenantId: fourth } = await desk.customer('Fourth Coffee');
		const refused = await desk.draft({ kind: 'other', tenantId: fourth });
		await failureOf(desk.support.create(refused));
		assert.deepEqual(await desk.support.look(refused), { outcome: 'absent' });
		assert.equal(await puts(desk.desk.sandbox), 3);
	});

	it('with an unknown outcome stay so when sending once more is refused or stopped: that tells nothing of the first', async () => {
		const draft = await desk.draft(origin);
		await fault('dropBefore');
		assert.equal((await failureOf(desk.support.create(draft))).kind, 'OutcomeUnknown');
		await order({ kind: 'status', status: 403, code: 'AuthorizationFailed', message: 'No.' }, 'PUT');
		const refused = await failureOf(desk.support.createAgain(draft));
		assert.deepEqual(
			[refused.kind, refused.details.code, refused.details.sent],
			['OutcomeUnknown', 'AuthorizationFailed', 'maybe'],
		);
		assert.equal((await failureOf(desk.support.create(draft))).kind, 'OutcomeUnknown', 'it is still only looked for');
		const stopped = await failureOf(desk.support.create(draft, AbortSignal.abort()));
		assert.deepEqual([stopped.kind, stopped.details.sent], ['OutcomeUnknown', 'maybe']);
		await order({ kind: 'status', status: 500 }, 'GET');
		assert.equal((await failureOf(desk.support.createAgain(draft))).kind, 'OutcomeUnknown');
		assert.equal(await puts(desk.desk.sandbox), 2);
		created(await desk.support.createAgain(draft));
		assert.equal(await puts(desk.desk.sandbox), 3);
	});

	it('go on without who stops waiting: what was taken on is looked for, not sent again', async () => {
		const draft = await desk.draft(origin);
		const leaving = new AbortController();
		const window = await desk.another({
			fetch: async (input, init) => {
				const answer = await testFetch(input, init);
				if (init?.method === 'PUT') leaving.abort();
				return answer;
			},
		});
		const left = await window.service.support.create(draft, leaving.signal);
		assert.deepEqual(left, { outcome: 'running', name: draft.name });
		await until('the request', async () => (await desk.support.create(draft)).outcome === 'created');
		assert.equal(await puts(desk.desk.sandbox), 1);
		const early = AbortSignal.abort();
		await assert.rejects(desk.support.create(await desk.draft(origin), early), { name: 'AbortError' });
		assert.equal(await puts(desk.desk.sandbox), 1);
	});

	for (const [what, status, told] of [
		['are made', undefined, 'created'],
		['are refused', 400, 'Refused no'],
	] as const) {
		it(`that ${what} are told so, also where the disk refuses to note it`, async () => {
			const draft = await desk.draft(origin);
			if (status !== undefined) await order({ kind: 'status', status }, 'PUT');
			const window = await desk.another({
				fetch: async (input, init) => {
					const answer = await testFetch(input, init);
					if (init?.method === 'PUT') {
						const file = path.join(window.storage, 'support', `${draft.name}.json`);
						await rm(file);
						await mkdir(file);
					}
					return answer;
				},
			});
			const outcome = await window.service.support.create(draft).then(
				(it) => it.outcome,
				({ kind, details }: ServiceFailure) => `${kind} ${details.sent}`,
			);
			assert.equal(outcome, told);
			assert.equal(await puts(desk.desk.sandbox), 1);
			assert.ok(window.lines.some((line) => /could not be written down/.test(line)));
		});
	}

	for (const [when, isAtOnce] of [
		['from the beginning', true],
		['just before they would be sent', false],
	] as const) {
		it(`are not sent where the disk refuses ${when}, and that is said`, async () => {
			const draft = await desk.draft(origin);
			const storage = await mkdtemp(path.join(tmpdir(), 'csp-support-'));
			// What is no folder takes no files.
			const refuse = () => writeFile(path.join(storage, 'support'), '');
			if (isAtOnce) await refuse();
			const window = await desk.elsewhere({
				storage,
				fetch: async (input, init) => {
					if (/checkNameAvailability/i.test(String(input))) await refuse();
					return testFetch(input, init);
				},
			});
			const failure = await failureOf(window.service.support.create(draft));
			assert.deepEqual([failure.kind, failure.details.sent], ['Refused', 'no']);
			assert.match(failure.message, /disk of this computer.*Nothing was sent/);
			assert.equal(await puts(desk.desk.sandbox), 0);
			await window.end();
		});
	}

	it('whose file can’t be read are not sent', async () => {
		const draft = await desk.draft(origin);
		const folder = path.join(desk.window.storage, 'support');
		await mkdir(folder, { recursive: true });
		await writeFile(path.join(folder, `${draft.name}.json`), '{"version":9}');
		const failure = await failureOf(desk.support.create(draft));
		assert.deepEqual([failure.kind, failure.details.sent], ['Refused', 'no']);
		assert.equal(await puts(desk.desk.sandbox), 0);
	});

	it('have messages that are told apart by their text: none is called sent for another one, and the same one is sent once', async () => {
		const { support } = desk;
		const request = created(await support.create(await desk.draft(origin)));
		const reply = { ...support.prepareReply(request), body: 'The first text.' };
		await orderFault(desk.desk.sandbox, {
			match: { method: 'PUT', path: '/communications/' },
			fault: { kind: 'dropAfter' },
			times: 1,
		});
		const { window } = await desk.blindOnceSent();
		const lost = await failureOf(window.service.support.reply(request, reply));
		assert.deepEqual([lost.kind, lost.details.sent], ['OutcomeUnknown', 'maybe']);
		const other = await support.reply(request, { ...reply, body: 'Another text.' });
		assert.equal(other.body, 'Another text.');
		assert.equal(await puts(desk.desk.sandbox, 'communications'), 2);
		// Spaces around it are not sent, and make no difference.
		const found = await support.reply(request, { ...reply, body: ' The first text.\n' });
		assert.deepEqual([found.body, found.name === other.name], ['The first text.', false]);
		assert.equal((await support.reply(request, { ...reply, body: 'Another text.' })).name, other.name);
		assert.equal(await puts(desk.desk.sandbox, 'communications'), 2);
		// A message of its own may say the same again.
		const anew = await support.reply(request, { ...support.prepareReply(request), body: 'Another text.' });
		assert.notEqual(anew.name, other.name);
		assert.equal(await puts(desk.desk.sandbox, 'communications'), 3);
	});

	it('of an application without a user: what Partner Center keeps from it is typed, and messages name their sender', async () => {
		const { support } = desk.desk.first.service;
		const { draft, leftOpen } = await support.prepare(origin);
		assert.deepEqual([draft.contact.phone, draft.contact.country], ['', '']);
		assert.ok(leftOpen.some(({ field, text }) => field === 'phone' && /Sign in as a user/.test(text)));
		const { contact } = await desk.draft(origin);
		const request = created(await support.create({ ...draft, diagnosticConsent: 'No', contact }));
		const reply = { ...support.prepareReply(request), body: 'From an application.' };
		assert.equal((await support.reply(request, reply)).sender, contact.email);
	});

	it('that the support plan does not cover say so at the end, with the other ways', async () => {
		const { tenantId: fourth } = await desk.customer('Fourth Coffee');
		const draft = await desk.draft({ kind: 'other', tenantId: fourth });
		const failure = await failureOf(desk.support.create(draft));
		assert.deepEqual([failure.kind, failure.details.code, failure.details.sent], ['Refused', 'InvalidSupportPlan', 'no']);
		assert.match(failure.details.detail ?? '', /support plan type is Basic/);
		assert.match(failure.details.remedy ?? '', /copy the request as text/);
		// It certainly is not there, so that it may be sent again.
		assert.equal((await failureOf(desk.support.create(draft))).details.code, 'InvalidSupportPlan');
		assert.equal(await puts(desk.desk.sandbox), 2);
	});

	it('need a sign-in of the partner’s own tenant beside', async () => {
		const draft = await desk.draft(origin);
		const tokens = sandboxTokens(desk.desk.cloud, testFetch, await practiceSession(desk.desk.cloud, testFetch));
		const window = await desk.another({
			tokens: {
				get: async (audience, tenant, request) => {
					if (audience !== 'resourceManager' || tenant !== desk.desk.cloud.partnerTenantId)
						return tokens.get(audience, tenant, request);
					// An authority may have answered: that is not the answer of Microsoft.Support.
					throw new ServiceFailure('NotAllowed', 'Signed out.', { status: 400, remedy: 'Sign in.' });
				},
			},
		});
		const failure = await failureOf(window.service.support.create(draft));
		assert.deepEqual([failure.kind, failure.details.sent], ['NotAllowed', 'no']);
		assert.match(failure.message, /your company’s own tenant.*Nothing was sent\. Signed out\./);
		assert.match(failure.details.remedy ?? '', /copy the request as text/);
		assert.equal(await puts(desk.desk.sandbox), 0);
		created(await desk.support.create(draft));
	});

	it('take a role on the subscription, and the failure says which', async () => {
		const { tenantId: reader } = await desk.customer('Proseware');
		const { draft, places } = await desk.support.prepare({ kind: 'access', tenantId: reader });
		const { subscriptionId } = places.find((place) => place.subscriptionId !== undefined) ?? assert.fail('no subscription');
		const failure = await failureOf(desk.support.create(filled({ ...draft, subscriptionId })));
		assert.deepEqual([failure.kind, failure.details.sent ?? 'no'], ['NotAllowed', 'no']);
		assert.match(failure.details.remedy ?? '', /Support Request Contributor.*copy the request as text/);
		assert.match(failure.details.missingRight ?? '', /Microsoft\.Support\/.*\/subscriptions\//);
	});

	it('tell what of the contact could not be read, and leave it open', async () => {
		await orderFault(desk.desk.sandbox, {
			match: { service: 'partnerCenter', path: 'profiles' },
			fault: { kind: 'status', status: 403, code: '900329', message: 'No.' },
		});
		const { draft, leftOpen } = await desk.support.prepare(origin);
		assert.deepEqual([draft.contact.phone, draft.contact.country], ['', '']);
		assert.deepEqual(
			leftOpen.map(({ field }) => field).filter((field) => field === 'phone' || field === 'country'),
			['phone', 'country'],
		);
		assert.match(leftOpen.find(({ field }) => field === 'phone')?.text ?? '', /Sign in as a user/);
	});

	it('can be drafted while the topics can’t be read: nothing is preselected, and the text is there', async () => {
		const window = await desk.another();
		await orderFault(desk.desk.sandbox, { match: { path: 'Microsoft.Support/services' }, fault: { kind: 'html' } });
		const { draft, leftOpen, topics } = await window.service.support.prepare(origin);
		assert.deepEqual([draft.serviceId, draft.topicId, topics.services.length], ['', '', 0]);
		assert.ok(leftOpen.some(({ field }) => field === 'serviceId'));
		assert.match(await window.service.support.draftText(draft), /Reservation order ID: /);
		const faults = window.service.support.check(filled(draft)).map(({ field }) => field);
		assert.deepEqual(faults, ['serviceId', 'topicId']);
	});
});
