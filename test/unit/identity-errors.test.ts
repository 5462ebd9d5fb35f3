/** Errors of the authority and of the sign-in libraries: each becomes a sentence with a next step, and none lets a secret out. */
import assert from 'node:assert/strict';
import { isCancelled, isServiceFailure, type ServiceFailure } from '../../src/azure/failure';
import { readConnections } from '../../src/identity';
import { entraFailure } from '../../src/identity/entra-errors';
import type { Asked } from '../../src/identity/failures';

const PARTNER = '11111111-2222-3333-4444-555555555555';
const CUSTOMER = '22222222-2222-3333-4444-555555555555';
const CLIENT = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const CORRELATION = 'cccccccc-0000-0000-0000-000000000001';
const [profile] = readConnections([
	{ name: 'Contoso', cloud: 'azure', tenantId: PARTNER, signIn: 'browser', clientId: CLIENT },
]).profiles;

describe('identity/errors', () => {
	assert.ok(profile);
	const asked: Asked = { profile, tenantId: CUSTOMER, audience: 'resourceManager' };
	const described = (number: string, text = 'Something about it.') =>
		`AADSTS${number}: ${text} Trace ID: bbbbbbbb-0000-0000-0000-000000000001 Correlation ID: ${CORRELATION} Timestamp: 2026-11-20 10:00:00Z`;
	/** As MSAL says it. */
	const msal = (number: string, text?: string) =>
		Object.assign(new Error('invalid_grant: …'), {
			name: 'ServerError',
			errorCode: 'invalid_grant',
			errorMessage: `Error(s): ${number} - Timestamp: 2026 - Description: ${described(number, text)} - Correlation ID: ${CORRELATION}`,
		});
	const failureOf = (error: unknown): ServiceFailure => {
		const failure = entraFailure(error, asked);
		assert.ok(isServiceFailure(failure), String(failure));
		return failure;
	};

	it('knows the codes a user can do something about', () => {
		const expected: Record<string, [code: string, what: RegExp, remedy: RegExp]> = {
			65001: [
				'ConsentRequired',
				/not consented/,
				new RegExp(`login\\.microsoftonline\\.com/${CUSTOMER}/adminconsent\\?client_id=${CLIENT}`),
			],
			65004: ['SignInDeclined', /declined/, /adminconsent/],
			700016: ['AADSTS700016', new RegExp(`no application ${CLIENT}`), /clientId/],
			90002: ['AADSTS90002', /no tenant/, /tenantId/],
			7000215: ['AADSTS7000215', /secret is wrong/, /value \(not the ID\)/],
			7000222: ['AADSTS7000222', /secret has expired/, /new secret/],
			700027: ['AADSTS700027', /certificate does not belong/, /certificatePath/],
			700082: ['SignInRequired', /has ended/, /Sign in again/],
			50173: ['SignInRequired', /has ended/, /Sign in again/],
			50020: ['AADSTS50020', /not known in the tenant/, /GDAP/],
			53003: ['AADSTS53003', /Conditional Access/, /correlation ID/],
			50076: ['InteractionRequired', /MFA/, /Sign in to this tenant/],
			50079: ['InteractionRequired', /MFA/, /Sign in to this tenant/],
			50011: ['AADSTS50011', /returns to/, /http:\/\/localhost/],
			50057: ['AADSTS50057', /disabled/, /Sign in with an account/],
			7000218: ['AADSTS7000218', /without a secret/, /Allow public client flows/],
			65002: ['AADSTS65002', /may not use Azure Resource Manager/, /clientId/],
			700024: ['AADSTS700024', /clock of this computer is wrong/, /time zone/],
		};
		for (const [number, [code, what, remedy]] of Object.entries(expected)) {
			const failure = failureOf(msal(number));
			assert.equal(failure.kind, 'NotAllowed', number);
			assert.equal(failure.details.code, code, number);
			assert.match(failure.message, what);
			assert.match(failure.message, /Nothing was asked of the service\.$/);
			assert.match(failure.details.remedy ?? '', remedy);
			assert.equal(failure.details.correlationId, CORRELATION);
			assert.equal(failure.details.detail, `AADSTS${number}: Something about it.`);
			assert.equal(failure.details.customerTenantId, CUSTOMER);
		}
	});

	it('passes an unknown code through with its correlation id and the first line of the description', () => {
		const failure = failureOf(msal('9999999', 'Never seen before.\r\nSecond line'));
		assert.equal(failure.kind, 'NotAllowed');
		assert.equal(failure.details.code, 'AADSTS9999999');
		assert.equal(failure.details.correlationId, CORRELATION);
		assert.equal(failure.details.detail, 'AADSTS9999999: Never seen before.');
		assert.match(failure.details.remedy ?? '', /correlation ID/);
	});

	it('reads what @azure/identity has wrapped', () => {
		const wrapped = Object.assign(new Error('invalid_client Status code: 401'), {
			name: 'AuthenticationError',
			errorResponse: { error: 'invalid_client', errorDescription: described('7000215') },
		});
		assert.equal(failureOf(wrapped).details.code, 'AADSTS7000215');
		const outer = new Error('unavailable', { cause: msal('700016') });
		assert.equal(failureOf(outer).details.code, 'AADSTS700016');
	});

	it('leaves cancellations and failures of ours as they are, however deep they are wrapped', () => {
		const ours = failureOf(msal('50076'));
		assert.equal(entraFailure(ours, asked), ours);
		assert.equal(
			entraFailure(new Error('outer', { cause: Object.assign(new Error('carrier'), { failure: ours }) }), asked),
			ours,
		);
		const aborted = new DOMException('gone', 'AbortError');
		assert.equal(entraFailure(new Error('outer', { cause: aborted }), asked), aborted);
		for (const errorCode of ['access_denied', 'authorization_declined']) {
			assert.ok(isCancelled(entraFailure(Object.assign(new Error('declined'), { errorCode }), asked)));
		}
	});

	it('never quotes a token or a secret', () => {
		const token = `eyJ${'a'.repeat(30)}.eyJ${'b'.repeat(300)}.${'c'.repeat(50)}`;
		const opaque = 'x'.repeat(400);
		for (const secret of [token, opaque]) {
			const failure = failureOf(msal('9999999', `The token ${secret} is bad.`));
			assert.equal(failure.details.detail, 'AADSTS9999999: The token … is bad.');
			assert.equal(failure.cause, undefined);
			assert.ok(!failure.message.includes(secret));
		}
	});

	it('says SignInRequired where MSAL has no refresh token, and Unreachable where it got no answer', () => {
		assert.equal(failureOf(Object.assign(new Error('x'), { errorCode: 'no_tokens_found' })).details.code, 'SignInRequired');
		const silent = failureOf(Object.assign(new Error('x'), { errorCode: 'network_error' }));
		assert.equal(silent.kind, 'Unreachable');
		assert.match(silent.message, /^login\.microsoftonline\.com /);
	});
});
