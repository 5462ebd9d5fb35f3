/** The sandbox's split and merge over HTTP: answers, results, what later answers say of them, and what is refused. */
import assert from 'node:assert/strict';
import { changed, inOrder, lastDayUsed, merge, parts, places, plainId, refused, revisions, split } from './configuration-desk';
import { cents, DAY, EXCHANGE_SECONDS, MoneyDesk, orderOf, SECOND } from './money-desk';
import type { Answer, ReservationBody } from './sandbox-client';

const BAD = '400 BadRequest';

describe('sandbox: split and merge', () => {
	let desk: MoneyDesk;
	let bought: ReservationBody;

	beforeEach(async () => {
		desk = await MoneyDesk.start();
		bought = await desk.buy({ quantity: 5, term: 'P1Y' });
	});

	afterEach(() => desk.close());

	const states = (all: readonly ReservationBody[]) =>
		all.map(({ properties }) => [properties.provisioningState, properties.quantity]);

	it('splits into revisions of both parts and of the source, and tells reservations at the location', async () => {
		const answer = await split(desk, bought, [2, 3]);
		assert.equal(answer.status, 200);
		assert.deepEqual(states(answer.body), [
			['Succeeded', 2],
			['Succeeded', 3],
			['Cancelled', 5],
		]);
		for (const { id, name, etag } of answer.body) {
			assert.match(id, /\/revisions\/\d+$/);
			assert.equal(name, String(etag));
		}
		const source = answer.body[2] ?? assert.fail();
		assert.equal(plainId(source.id).toLowerCase(), bought.id.toLowerCase());
		assert.equal(Object(source.properties.extendedStatusInfo).statusCode, 'Split');
		const result = await desk.get<ReservationBody[]>(answer.headers.get('location') ?? '');
		assert.equal(result.status, 200);
		assert.deepEqual(
			result.body.map(({ id }) => id),
			answer.body.map(({ id }) => plainId(id)),
		);
		for (const { id, name } of result.body) assert.ok(name.includes('/') && id.endsWith(name.split('/')[1] ?? '?'));
	});

	it('leaves parts that go on to the same end in the same order, and say where they come from', async () => {
		const [one, other] = await parts(desk, bought, [2, 3]);
		for (const part of [one, other]) {
			for (const same of ['expiryDateTime', 'displayName', 'billingScopeId', 'billingPlan', 'appliedScopeType', 'term'])
				assert.equal(part.properties[same], bought.properties[same], same);
			assert.equal(Object(part.properties.splitProperties).splitSource.toLowerCase(), bought.id.toLowerCase());
			assert.deepEqual(
				(await revisions(desk, part)).map(({ properties }) => properties.provisioningState),
				['Succeeded', 'Creating'],
			);
		}
		const source = await desk.reservation(bought.id);
		assert.deepEqual(Object(source.properties.splitProperties).splitDestinations, [one.name, other.name]);
		assert.equal(Object(source.properties.extendedStatusInfo).statusCode, 'Split');
		const order = await desk.order(bought.id);
		assert.deepEqual([order.properties.provisioningState, order.properties.originalQuantity], ['Succeeded', 5]);
		assert.equal(order.properties.reservations.length, 3);
		assert.deepEqual(states(await inOrder(desk, bought)), [
			['Cancelled', 5],
			['Succeeded', 2],
			['Succeeded', 3],
		]);
		const listed = (await desk.client.reservations(desk.tenant)).filter(({ id }) => orderOf(id) === orderOf(one.id));
		assert.deepEqual(new Set(listed.map(({ name }) => name)), new Set([one.name, other.name, bought.name]));
	});

	it('merges parts again into one that has their units', async () => {
		const [one, other] = await parts(desk, bought, [1, 4]);
		const answer = await merge(desk, [one, other]);
		assert.equal(answer.status, 200);
		assert.deepEqual(states(answer.body), [
			['Cancelled', 1],
			['Cancelled', 4],
			['Succeeded', 5],
		]);
		assert.match(answer.headers.get('location') ?? '', new RegExp(`mergeoperationresults/${one.name}_\\d+\\?`));
		const result = await desk.get<ReservationBody[]>(answer.headers.get('location') ?? '');
		assert.deepEqual(states(result.body), states(answer.body));
		const merged = await desk.reservation(result.body[2]?.id ?? '');
		assert.deepEqual(Object(merged.properties.mergeProperties).mergeSources, [one.name, other.name]);
		assert.equal(merged.properties.expiryDateTime, bought.properties.expiryDateTime);
		for (const { id } of [one, other]) {
			const { properties } = await desk.reservation(id);
			assert.equal(Object(properties.extendedStatusInfo).statusCode, 'Merged');
			assert.equal(Object(properties.mergeProperties).mergeDestination.toLowerCase(), merged.id.toLowerCase());
		}
		assert.equal((await desk.order(bought.id)).properties.provisioningState, 'Succeeded');
	});

	it('moves no money: what parts are worth and what is charged stays what the order said', async () => {
		const whole = await desk.calculateRefund(bought, 5);
		const before = (await desk.order(bought.id)).properties.planInformation;
		const halves = await parts(desk, bought, [2, 3]);
		assert.deepEqual((await desk.order(bought.id)).properties.planInformation, before);
		const quotes = await Promise.all(halves.map((part) => desk.calculateRefund(part, part.properties.quantity)));
		const back = quotes.map(({ body }) => cents(body.properties.billingRefundAmount));
		const all = cents(whole.body.properties.billingRefundAmount);
		assert.ok(Math.abs((back[0] ?? 0) + (back[1] ?? 0) - all) <= 1, `${back} of ${all}`);
		assert.ok(Math.abs((back[0] ?? 0) / all - 0.4) < 0.01);
		assert.equal((await desk.calculateRefund(halves[0], 3)).status, 400);
		assert.equal(refused(await desk.calculateRefund(bought, 1)), '400 OperationCannotBePerformedInCurrentState');
	});

	it('goes on using in the parts what was used before', async () => {
		const halves = await parts(desk, bought, [2, 3]);
		desk.pass(5 * DAY);
		for (const half of halves) assert.ok((await lastDayUsed(desk, half)) > 50);
		const { group } = await places(desk);
		await changed(desk, halves[0], { appliedScopeType: 'Single', appliedScopeProperties: { resourceGroupId: group } });
		assert.ok((await lastDayUsed(desk, halves[1])) > 50);
	});

	it('leaves the entitlement of Partner Center to the order, with all of its reservations behind it', async () => {
		const halves = await parts(desk, bought, [2, 3]);
		const { body } = await desk.client.partner<{
			items: { quantity: number; entitledArtifacts: { resourceId: string; link: { uri: string } }[] }[];
		}>(`/customers/${desk.tenant}/entitlements`);
		const entitlement = body.items.find(({ entitledArtifacts: [one] }) => orderOf(bought.id).endsWith(one?.resourceId ?? '?'));
		assert.equal(entitlement?.quantity, 5);
		const artifact = await desk.client.partner<{ reservations: { reservationId: string }[] }>(
			entitlement.entitledArtifacts[0]?.link.uri ?? '',
		);
		assert.deepEqual(
			artifact.body.reservations.map(({ reservationId }) => reservationId),
			[bought, ...halves].map(({ name }) => name),
		);
	});

	it('refuses quantities that are not two parts of the whole', async () => {
		for (const quantities of [[5], [], [1, 1, 3], [0, 5], [-1, 6], [2.5, 2.5], [2, 2], [3, 3]])
			assert.equal(refused(await split(desk, bought, quantities)), BAD, String(quantities));
		assert.equal((await desk.reservation(bought.id)).etag, bought.etag);
		const wrong = [{}, { properties: {} }, { properties: { quantities: ['2', '3'], reservationId: bought.id } }];
		for (const body of wrong)
			assert.equal(refused(await desk.send(`${orderOf(bought.id)}/split`, body)), '400 InvalidRequestContent');
	});

	it('refuses what is not a pair of one order with the same properties', async () => {
		const [one, other] = await parts(desk, bought, [2, 3]);
		for (const sources of [[one], [one, one], [one, other, one]]) assert.equal(refused(await merge(desk, sources)), BAD);
		const stranger = await desk.buy({ quantity: 5, term: 'P1Y' });
		assert.equal(refused(await merge(desk, [one, stranger])), '404 ReservationIdNotInReservationOrder');
		assert.equal(refused(await merge(desk, [one, { id: 'none' }])), '400 InvalidReservationId');
		assert.equal(
			refused(await desk.send(`${orderOf(one.id)}/split`, { properties: { quantities: [2, 3], reservationId: stranger.id } })),
			'404 ReservationIdNotInReservationOrder',
		);
		const { group } = await places(desk);
		await changed(desk, one, { appliedScopeType: 'Single', appliedScopeProperties: { resourceGroupId: group } });
		assert.equal(refused(await merge(desk, [one, other])), BAD);
		await changed(desk, one, { instanceFlexibility: 'Off' });
		await changed(desk, one, { appliedScopeType: 'Shared' });
		assert.equal(refused(await merge(desk, [one, other])), BAD);
		await changed(desk, one, { instanceFlexibility: 'On' });
		assert.equal((await merge(desk, [one, other])).status, 200);
	});

	it('works on what is active only, for those who may', async () => {
		const reader = await desk.at('Proseware');
		const one = await reader.one();
		assert.equal(refused(await split(reader, one, [1, 1])), '403 AuthorizationFailed');
		assert.equal(refused(await merge(reader, [one, one])), '403 AuthorizationFailed');
		const halves = await parts(desk, bought, [2, 3]);
		assert.equal(refused(await split(desk, bought, [2, 3])), '400 OperationCannotBePerformedInCurrentState');
		assert.equal(refused(await merge(desk, [bought, halves[0]])), '400 OperationCannotBePerformedInCurrentState');
		desk.pass(366 * DAY);
		assert.equal(refused(await split(desk, halves[1], [1, 2])), '400 OperationCannotBePerformedInCurrentState');
	});

	it('answers 202 where that is ordered: the location says so until it has the result', async () => {
		await desk.client.fault({ match: { method: 'POST', pathPattern: '/(split|merge)\\?' }, fault: { kind: 'accepted' } });
		const end = async (asked: Answer<unknown>) => {
			assert.equal(asked.status, 202);
			assert.equal(asked.body, '');
			const location = asked.headers.get('location') ?? '';
			assert.equal(asked.headers.has('azure-asyncoperation'), false);
			const running = await desk.get(location);
			assert.equal(running.status, 202);
			assert.equal(running.headers.get('location'), location);
			assert.ok(Number(running.headers.get('retry-after')) > 0);
			desk.pass(EXCHANGE_SECONDS * SECOND);
			return (await desk.get<ReservationBody[]>(location)).body;
		};
		const asked = await split(desk, bought, [2, 3]);
		const pending = await desk.reservation(bought.id);
		assert.equal(pending.properties.provisioningState, 'Pending');
		assert.equal(refused(await split(desk, bought, [2, 3])), '400 OperationCannotBePerformedInCurrentState');
		const [one, other] = await end(asked);
		const merged = await end(await merge(desk, [one ?? assert.fail(), other ?? assert.fail()]));
		assert.deepEqual(states(merged), [
			['Cancelled', 2],
			['Cancelled', 3],
			['Succeeded', 5],
		]);
	});

	it('knows no result of another kind or order', async () => {
		const { headers } = await split(desk, bought, [2, 3]);
		const location = headers.get('location') ?? '';
		assert.equal(refused(await desk.get(location.replace('splitoperation', 'mergeoperation'))), '404 NotFound');
		const stranger = await desk.one();
		assert.equal(
			refused(await desk.get(location.replace(bought.id.split('/')[4] ?? '', stranger.id.split('/')[4] ?? ''))),
			'404 NotFound',
		);
	});
});
