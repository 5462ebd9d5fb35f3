/** What a failed call means to a partner: reads the services' error bodies and puts the failure into sentences. */
import * as l10n from '@vscode/l10n';
import { firstWords, parseJson } from './answers';
import { type CallFacts, isConsumption, isRoleAssignment, isSupport } from './call';
import type { Audience } from './cloud';
import { type FailureDetails, type FailureKind, type Sent, ServiceFailure } from './failure';
import { remedyFor } from './remedies';

/** The services' own words for an error. */
interface ErrorBody {
	readonly code?: string | undefined;
	readonly message?: string | undefined;
}

/** Products are called by their names in every language. */
export function serviceName(audience: Audience): string {
	return { partnerCenter: 'Partner Center', resourceManager: 'Azure', graph: 'Microsoft Graph' }[audience];
}

/**
 * Reads every error shape on record: `{error: {code, message}}` and `{code, message}` (arm-contract 1.3, recordings 18),
 * Partner Center's `{code: text or number, description}`, and its gateway's `{statusCode, message}` (partner-center-api 5). What Azure says in `details` follows its message.
 */
export function readErrorBody(text: string): ErrorBody {
	const body = asRecord(parseJson(text)?.value);
	const error = asRecord(body?.error) ?? body;
	const message =
		asText(error?.message) ?? asText(error?.description) ?? (typeof body?.error === 'string' ? body.error : undefined);
	return { code: asText(error?.code), message: [message, ...detailsOf(error)].filter(Boolean).join(' ') || undefined };
}

/** What a refusal says of each field (arm-contract 1.3); management groups have a text there, which repeats the message. */
function detailsOf(error: Record<string, unknown> | undefined): readonly (string | undefined)[] {
	const details: unknown = error?.details;
	return Array.isArray(details) ? details.map((one) => asText(asRecord(one)?.message)) : [];
}

/** What Partner Center's 403 codes say is missing (partner-center-api 5). */
function partnerCenterRight(code: string | undefined): { missingRight: string; remedy: string } {
	switch (code) {
		case '20002':
		case '900159':
			return {
				missingRight: l10n.t('A reseller relationship with this customer'),
				remedy: l10n.t('Ask the customer to accept your reseller relationship request in Partner Center.'),
			};
		case '900309':
			return {
				missingRight: l10n.t('A sign-in that meets the Conditional Access policy'),
				remedy: l10n.t('Sign in again from a device and network that your Conditional Access policies allow.'),
			};
		case '900329':
			return {
				missingRight: l10n.t('A signed-in user'),
				remedy: l10n.t('Sign in as a user: this part of Partner Center does not accept an application alone.'),
			};
		case '13605':
			return {
				missingRight: l10n.t('The Microsoft Customer Agreement'),
				remedy: l10n.t('Confirm in Partner Center that the customer accepted the Microsoft Customer Agreement.'),
			};
		case '900123':
		case '900124':
			return {
				missingRight: l10n.t('The Microsoft Partner Agreement'),
				remedy: l10n.t('Have the Microsoft Partner Agreement signed by your company and by the indirect reseller.'),
			};
		default:
			return {
				missingRight: l10n.t('Admin agent in Partner Center'),
				remedy: l10n.t('Ask an administrator of your company to assign you the Admin agent role in Partner Center.'),
			};
	}
}

function forbidden(facts: CallFacts, { code, message }: ErrorBody): { missingRight?: string; remedy: string } {
	if (facts.audience === 'partnerCenter') return partnerCenterRight(code);
	if (facts.audience === 'graph') {
		const remedy = l10n.t(
			'Have an administrator add the permission that is missing to the app registration and consent to it, or sign in with an account that may read the directory.',
		);
		return { remedy };
	}
	// The text is documented by the service's answers only (arm-contract 1.3).
	const [, action, scope] = /perform action '([^']+)' over scope '([^']+)'/i.exec(message ?? '') ?? [];
	// To read is not enough for a quote, a return, an exchange or a change (rules 1.4).
	const isRead = action === undefined ? !facts.changes : /\/read$/i.test(action);
	if (isSupport(facts.path)) {
		const support = l10n.t(
			'Ask for the Owner, Contributor or Support Request Contributor role on the customer’s subscription. A new role can take some minutes to work.',
		);
		return scope === undefined
			? { remedy: support }
			: { missingRight: l10n.t('{0} on {1}', action ?? '', scope), remedy: support };
	}
	if (!isRead) {
		const more = l10n.t(
			'To read is not enough for this. Ask for the Owner role on the reservation order, or the Reservations Administrator role in the customer’s tenant. A new role can take some minutes to work.',
		);
		return scope === undefined ? { remedy: more } : { missingRight: l10n.t('{0} on {1}', action ?? '', scope), remedy: more };
	}
	const remedy = l10n.t(
		'Ask for the Reader or Owner role on the reservation order, or the Reservations Reader or Reservations Administrator role in the customer’s tenant. A new role can take some minutes to work.',
	);
	return action === undefined || scope === undefined ? { remedy } : { missingRight: l10n.t('{0} on {1}', action, scope), remedy };
}

/** What came with an HTTP error answer beside its status. */
export interface ErrorAnswer {
	/** Its text, whatever it is. */
	readonly body: string;
	/** How long the service asks to wait, ms. */
	readonly waitMs?: number | undefined;
	/** Claims challenge that came with a 401. */
	readonly claims?: string | undefined;
	/** What Partner Center says about the sign-in: `isMfaCompliant`, and the challenge (partner-center-api 2.4). */
	readonly signIn?: { readonly isMfaCompliant: string | null; readonly challenge: string | null } | undefined;
}

function renewedNextTime(claims: string | undefined): string {
	return claims === undefined
		? l10n.t(
				'Do it again: the sign-in is renewed first. Where that does not help, sign in again with an account that has access to this tenant.',
			)
		: l10n.t('Do it again: the sign-in is renewed first.');
}

/** The failure that an HTTP error answer stands for. */
export function failureOf(facts: CallFacts, status: number, answer: ErrorAnswer): ServiceFailure {
	const { body, waitMs, claims } = answer;
	const error = readErrorBody(body);
	const service = serviceName(facts.audience);
	const words = error.message ?? (parseJson(body) === undefined && body !== '' ? `not JSON: ${firstWords(body)}` : undefined);
	const details: FailureDetails = { status, code: error.code, detail: words?.slice(0, 1000) };
	if (isMfaMissing(facts, status, error, answer)) {
		return fail(facts, 'NotAllowed', l10n.t('{0} accepts only sign-ins with multifactor authentication (MFA).', service), {
			...details,
			code: MFA_REQUIRED,
			claims,
			missingRight: l10n.t('A sign-in with multifactor authentication'),
			remedy: l10n.t('Sign in again with multifactor authentication. A sign-in that was made without it does not count.'),
		});
	}
	if (status === 401) {
		const signInAgain = l10n.t('Sign in again with an account that has access to this tenant.');
		// For who reads another token has already been tried; for who changes something it is got the next time.
		const remedy = facts.changes ? renewedNextTime(claims) : signInAgain;
		return fail(facts, 'NotAllowed', l10n.t('{0} did not accept the sign-in for this tenant.', service), {
			...details,
			claims,
			remedy,
		});
	}
	if (status === 403) {
		const { missingRight, remedy } = forbidden(facts, error);
		return fail(facts, 'NotAllowed', l10n.t('Your account is not allowed to do this in {0}.', service), {
			...details,
			missingRight,
			remedy,
		});
	}
	if (status === 404) {
		return fail(facts, 'NotFound', l10n.t('{0} has no such thing, or none that your account can see.', service), {
			...details,
			remedy: missing(facts),
		});
	}
	if (status === 429) return throttled(facts, waitMs, details);
	if (status >= 500 || status === 408) {
		const what = l10n.t('{0} failed to answer (HTTP {1}).', service, status);
		return fail(facts, 'Unreachable', what, {
			...details,
			sent: 'maybe',
			waitSeconds: seconds(waitMs),
			remedy: status === 504 && isConsumption(facts.path) ? smallerRange() : l10n.t('Try again in a few minutes.'),
		});
	}
	// Too large an answer comes back as a plain 400 from Consumption (arm-contract 1, "Size").
	const remedy = status === 400 && isConsumption(facts.path) ? smallerRange() : remedyFor(error.code);
	return fail(facts, 'Refused', l10n.t('{0} refused the request (HTTP {1}).', service, status), { ...details, remedy });
}

/** Code of the failure where the sign-in lacks multifactor authentication. */
export const MFA_REQUIRED = 'MfaRequired';

/**
 * Partner Center rejects calls without an MFA claim, and says so in a header; the body is not documented, so its words count
 * where the header is missing (partner-center-api 2.4).
 */
function isMfaMissing({ audience }: CallFacts, status: number, { message }: ErrorBody, { signIn }: ErrorAnswer): boolean {
	if (audience !== 'partnerCenter' || (status !== 401 && status !== 403)) return false;
	if (signIn?.isMfaCompliant?.toLowerCase() === 'false') return true;
	return status === 401 && /\bmfa\b|multi-?factor/i.test(`${message ?? ''} ${signIn?.challenge ?? ''}`);
}

function tryAgain(waitSeconds: number | undefined): string {
	if (waitSeconds === undefined) return l10n.t('Try again in a few minutes.');
	if (waitSeconds === 1) return l10n.t('Try again in 1 second.');
	if (waitSeconds <= 120) return l10n.t('Try again in {0} seconds.', waitSeconds);
	return l10n.t('Try again in {0} minutes.', Math.ceil(waitSeconds / 60));
}

/** The service asks to wait longer than a call may. */
export function throttled(facts: CallFacts, waitMs: number | undefined, details: FailureDetails = {}): ServiceFailure {
	const waitSeconds = seconds(waitMs);
	return fail(facts, 'Throttled', l10n.t('{0} asks for fewer requests at the moment.', serviceName(facts.audience)), {
		...details,
		waitSeconds,
		remedy: tryAgain(waitSeconds),
	});
}

/**
 * An answer without the documented shape, or one that points elsewhere.
 * @param detail where and what, never a body
 * @param sent whether the call had been sent when that was found
 */
export function unexpected(facts: CallFacts, detail: string, status?: number, sent: Sent = 'maybe'): ServiceFailure {
	return fail(facts, 'UnexpectedAnswer', l10n.t('{0} gave an answer that can’t be used.', serviceName(facts.audience)), {
		status,
		detail,
		sent,
		remedy: l10n.t(
			'Try again. If it stays, a proxy may be changing the answers, or the service has changed: report it with the details.',
		),
	});
}

/**
 * A failure of a call: what happened, and what was not done. Where the call was to move money and may have done so, the failure
 * is `OutcomeUnknown`, whatever it would be else.
 * @param details with `sent: 'maybe'` where a change may have been made although no good answer came
 */
export function fail(facts: CallFacts, kind: FailureKind, what: string, details: FailureDetails): ServiceFailure {
	const { customerTenantId, correlationId, at, changes, committing, accepted } = facts;
	const common = { customerTenantId, correlationId, at };
	if (!changes) {
		return new ServiceFailure(kind, `${what} ${l10n.t('The data was not read.')}`, { ...common, ...details, sent: undefined });
	}
	const sent = accepted ? 'maybe' : (details.sent ?? 'no');
	if (sent === 'no')
		return new ServiceFailure(kind, `${what} ${l10n.t('Nothing was changed.')}`, { ...common, ...details, sent });
	const message = `${what} ${l10n.t('Check whether the change was made before you repeat it.')}`;
	const known = { ...common, ...details, sent, accepted };
	if (!committing) return new ServiceFailure(kind, message, known);
	return new ServiceFailure('OutcomeUnknown', message, {
		...known,
		remedy: howToFindOut(facts),
	});
}

/** How the user finds out what became of a call that may have been carried out. */
function howToFindOut({ path }: CallFacts): string {
	if (isSupport(path))
		return l10n.t('Look at the customer’s support requests. Do not send it again as long as it is not clear that it is missing.');
	if (isRoleAssignment(path))
		return l10n.t('Refresh the role assignments. It is safe to do it again: the same role is not given or taken twice.');
	return l10n.t('Refresh the reservation and look at its state. Do not repeat it as long as that is not clear.');
}

/** What to do where the service knows nothing of the kind. */
function missing({ path }: CallFacts): string {
	if (isSupport(path)) return l10n.t('Refresh the list. Support requests are kept for 18 months.');
	if (isRoleAssignment(path)) return l10n.t('Refresh the list. Somebody else may have removed the role assignment.');
	return l10n.t('Refresh the list. A split, a merge or a return gives a reservation a new ID.');
}

const smallerRange = () => l10n.t('Ask for a shorter time: the answer may be too large for the service.');

function seconds(ms: number | undefined): number | undefined {
	return ms === undefined ? undefined : Math.ceil(ms / 1000);
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}

function asText(value: unknown): string | undefined {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
