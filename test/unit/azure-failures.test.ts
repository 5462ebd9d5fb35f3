/** Error answers in every shape of the services, as the failures and sentences they become. */
import assert from 'node:assert/strict';
import type { CallFacts } from '../../src/azure/call';
import { cancellation, type FailureKind, isCancelled } from '../../src/azure/failure';
import { failureOf, readErrorBody } from '../../src/azure/refusals';

const azure: CallFacts = {
	audience: 'resourceManager',
	host: 'management.azure.com',
	path: '/providers/Microsoft.Capacity/reservations',
	changes: false,
	committing: false,
	customerTenantId: 'customer',
	correlationId: 'c-1',
	at: 5,
};
const partnerCenter: CallFacts = { ...azure, audience: 'partnerCenter', path: '/v1/customers' };

describe('failures of the services', () => {
	it('reads every shape of an error body', () => {
		const shapes: [body: unknown, code: string | undefined, message: string | undefined][] = [
			[{ error: { code: 'AuthorizationFailed', message: 'No.' } }, 'AuthorizationFailed', 'No.'],
			[{ code: '404', message: 'Resource not found.' }, '404', 'Resource not found.'],
			[{ code: '2000', description: 'Bad argument.', data: [], source: 'PartnerFD' }, '2000', 'Bad argument.'],
			[{ code: 900420, description: 'Wrong audience.' }, '900420', 'Wrong audience.'],
			[
				{ statusCode: 429, message: 'Rate limit is exceeded. Try again in 57 seconds.' },
				undefined,
				'Rate limit is exceeded. Try again in 57 seconds.',
			],
			[{ error: 'broken' }, undefined, 'broken'],
			[
				{
					error: {
						code: 'Bad',
						message: 'Wrong.',
						details: [{ message: "'a' is missing." }, { code: 'x' }, { message: "'b' too." }],
					},
				},
				'Bad',
				"Wrong. 'a' is missing. 'b' too.",
			],
			[{ error: { code: 'Bad', message: 'Wrong.', details: 'Wrong, says the management group.' } }, 'Bad', 'Wrong.'],
			[{ error: null }, undefined, undefined],
			[[1], undefined, undefined],
			['text', undefined, undefined],
		];
		for (const [body, code, message] of shapes) assert.deepEqual(readErrorBody(JSON.stringify(body)), { code, message });
		assert.deepEqual(readErrorBody('<html>'), { code: undefined, message: undefined });
		assert.deepEqual(readErrorBody(''), { code: undefined, message: undefined });
	});

	it('tells what to do next about roles and support requests', () => {
		const support = '/subscriptions/x/providers/Microsoft.Support/supportTickets/y';
		const role = '/providers/Microsoft.Capacity/providers/Microsoft.Authorization/roleAssignments/y';
		const committing = { changes: true, committing: true };
		const said: [facts: Partial<CallFacts>, status: number, code: string, remedy: RegExp][] = [
			[{ path: role }, 409, 'RoleAssignmentExists', /is there already/],
			[{ path: role }, 400, 'PrincipalNotFound', /Check the object ID/],
			[{ path: role }, 400, 'RoleAssignmentLimitExceeded', /to a group/],
			[{ path: role }, 404, 'RoleAssignmentNotFound', /removed the role assignment/],
			[{ path: role, ...committing }, 503, 'Busy', /safe to do it again/],
			[{ path: support }, 400, 'InvalidSupportPlan', /support plan covers this customer/],
			[{ path: support }, 400, 'UpdateOperationDenied', /Write a message/],
			[{ path: support }, 403, 'AuthorizationFailed', /Support Request Contributor/],
			[{ path: support }, 404, 'ResourceNotFound', /18 months/],
			[{ path: support, ...committing }, 500, 'Broken', /support requests\. Do not send it again/],
		];
		for (const [facts, status, code, remedy] of said) {
			const failure = failureOf({ ...azure, ...facts }, status, { body: JSON.stringify({ error: { code, message: 'No.' } }) });
			assert.match(failure.details.remedy ?? '', remedy, code);
		}
	});

	it('gives each status its kind, its facts and a sentence', () => {
		const kinds: [status: number, kind: FailureKind][] = [
			[400, 'Refused'],
			[401, 'NotAllowed'],
			[403, 'NotAllowed'],
			[404, 'NotFound'],
			[405, 'Refused'],
			[409, 'Refused'],
			[412, 'Refused'],
			[417, 'Refused'],
			[429, 'Throttled'],
			[500, 'Unreachable'],
			[502, 'Unreachable'],
			[504, 'Unreachable'],
		];
		for (const facts of [azure, partnerCenter]) {
			for (const [status, kind] of kinds) {
				const failure = failureOf(facts, status, { body: '{"error":{"code":"Code","message":"Words."}}' });
				assert.equal(failure.kind, kind, String(status));
				const { code, detail, correlationId, customerTenantId, at } = failure.details;
				assert.deepEqual(
					{ code, detail, correlationId, customerTenantId, at, status: failure.details.status },
					{ code: 'Code', detail: 'Words.', correlationId: 'c-1', customerTenantId: 'customer', at: 5, status },
				);
				assert.match(failure.message, facts === azure ? /^.*Azure.* The data was not read\.$/ : /Partner Center/);
				if (kind !== 'Refused') assert.ok(failure.details.remedy, String(status));
			}
		}
	});

	it('names the missing action and scope of an AuthorizationFailed', () => {
		const message =
			"The client 'live.com#a' with object id 'x' does not have authorization to perform action 'Microsoft.Capacity/reservationOrders/read' over scope '/providers/Microsoft.Capacity' or the scope is invalid.";
		const failure = failureOf(azure, 403, { body: JSON.stringify({ error: { code: 'AuthorizationFailed', message } }) });
		assert.equal(failure.details.missingRight, 'Microsoft.Capacity/reservationOrders/read on /providers/Microsoft.Capacity');
		assert.match(failure.details.remedy ?? '', /Reservations Reader/);
		const silent = failureOf(azure, 403, { body: '' });
		assert.equal(silent.details.missingRight, undefined);
		assert.match(silent.details.remedy ?? '', /Reservations Reader/);
	});

	it('names what Partner Center’s codes say is missing', () => {
		const right = (code: unknown) =>
			failureOf(partnerCenter, 403, { body: JSON.stringify({ code, description: 'Denied.' }) }).details;
		for (const code of [20002, '900159']) assert.match(right(code).missingRight ?? '', /reseller relationship/);
		assert.match(right(900309).missingRight ?? '', /Conditional Access/);
		assert.match(right('900329').missingRight ?? '', /signed-in user/);
		assert.match(right('13605').missingRight ?? '', /Customer Agreement/);
		for (const code of ['900123', 900124]) assert.match(right(code).missingRight ?? '', /Partner Agreement/);
		for (const code of ['2032', 900150, undefined]) assert.match(right(code).missingRight ?? '', /Admin agent/);
		for (const code of [20002, 900309, '900329', '13605', 900124, 2032]) assert.ok(right(code).remedy);
	});

	it('proposes a shorter time where Consumption’s answer may be too large or too slow, and nowhere else', () => {
		const usage = {
			...azure,
			path: '/providers/Microsoft.Capacity/reservationorders/o/providers/Microsoft.Consumption/reservationDetails',
		};
		for (const status of [400, 504]) {
			assert.match(failureOf(usage, status, { body: '' }).details.remedy ?? '', /shorter time/);
			assert.doesNotMatch(failureOf(azure, status, { body: '' }).details.remedy ?? '', /shorter time/);
		}
		assert.equal(failureOf(usage, 400, { body: '' }).kind, 'Refused');
	});

	it('tells the wait, and says of a change whether it may have been made', () => {
		assert.equal(failureOf(azure, 429, { body: '', waitMs: 1200 }).details.waitSeconds, 2);
		assert.match(failureOf(azure, 429, { body: '', waitMs: 1200 }).details.remedy ?? '', /2 seconds/);
		assert.match(failureOf(azure, 429, { body: '', waitMs: 900 }).details.remedy ?? '', /1 second\./);
		const change = { ...azure, changes: true };
		for (const status of [400, 403, 404, 409, 429])
			assert.match(failureOf(change, status, { body: '' }).message, /Nothing was changed\.$/);
		for (const status of [500, 503])
			assert.match(failureOf(change, status, { body: '' }).message, /Check whether the change was made/);
	});

	it('keeps a long text of the service short', () => {
		const failure = failureOf(azure, 400, { body: JSON.stringify({ error: { message: 'x'.repeat(5000) } }) });
		assert.equal(failure.details.detail?.length, 1000);
	});

	it('makes every cancelling an AbortError', () => {
		const plain = new AbortController();
		plain.abort();
		assert.equal(cancellation(plain.signal), plain.signal.reason);
		const reasoned = new AbortController();
		reasoned.abort('typed on');
		const error = cancellation(reasoned.signal);
		assert.ok(isCancelled(error));
		assert.equal(error.cause, 'typed on');
	});
});
