/** What a failed call means to a partner: reads the services' error bodies and puts the failure into sentences. */
import * as l10n from '@vscode/l10n';
import { parseJson } from './answers';
import type { Audience } from './cloud';
import { type FailureDetails, ServiceFailure } from './failure';

/** The services' own words for an error. */
interface ErrorBody {
	readonly code?: string | undefined;
	readonly message?: string | undefined;
}

/** What a failure is about: goes into every {@link ServiceFailure}. */
export interface CallFacts {
	readonly audience: Audience;
	/** Path of the call, without its query. */
	readonly path: string;
	/** True when the call was to change something. */
	readonly changes: boolean;
	readonly customerTenantId: string | undefined;
	readonly correlationId: string | undefined;
	readonly at: number;
}

/** Products are called by their names in every language. */
export function serviceName(audience: Audience): string {
	return { partnerCenter: 'Partner Center', resourceManager: 'Azure', graph: 'Microsoft Graph' }[audience];
}

/**
 * Reads every error shape on record: `{error: {code, message}}` and `{code, message}` (arm-contract 1.3, recordings 18),
 * Partner Center's `{code: text or number, description}`, and its gateway's `{statusCode, message}` (partner-center-api 5).
 */
export function readErrorBody(text: string): ErrorBody {
	const body = asRecord(parseJson(text)?.value);
	const error = asRecord(body?.error) ?? body;
	return {
		code: asText(error?.code),
		message: asText(error?.message) ?? asText(error?.description) ?? (typeof body?.error === 'string' ? body.error : undefined),
	};
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
				remedy: l10n.t('Ask an administrator of your company to give you the Admin agent role in Partner Center.'),
			};
	}
}

function forbidden(facts: CallFacts, { code, message }: ErrorBody): { missingRight?: string; remedy: string } {
	if (facts.audience === 'partnerCenter') return partnerCenterRight(code);
	// The text is documented by the service's answers only (arm-contract 1.3).
	const [, action, scope] = /perform action '([^']+)' over scope '([^']+)'/i.exec(message ?? '') ?? [];
	const remedy = l10n.t(
		'Ask for the Reader or Owner role on the reservation order, or the Reservations Reader or Reservations Administrator role in the customer’s tenant. A new role can take some minutes to work.',
	);
	return action === undefined || scope === undefined ? { remedy } : { missingRight: l10n.t('{0} on {1}', action, scope), remedy };
}

/**
 * The failure that an HTTP error answer stands for.
 * @param body text of the answer, whatever it is
 * @param waitMs how long the service asks to wait
 * @param claims claims challenge that came with a 401
 */
export function failureOf(facts: CallFacts, status: number, body: string, waitMs?: number, claims?: string): ServiceFailure {
	const error = readErrorBody(body);
	const service = serviceName(facts.audience);
	const details: FailureDetails = { ...common(facts), status, code: error.code, detail: error.message?.slice(0, 1000) };
	if (status === 401) {
		return new ServiceFailure('NotAllowed', sentence(facts, l10n.t('{0} did not accept the sign-in for this tenant.', service)), {
			...details,
			claims,
			remedy: l10n.t('Sign in again with an account that has access to this tenant.'),
		});
	}
	if (status === 403) {
		const { missingRight, remedy } = forbidden(facts, error);
		return new ServiceFailure('NotAllowed', sentence(facts, l10n.t('Your account is not allowed to do this in {0}.', service)), {
			...details,
			missingRight,
			remedy,
		});
	}
	if (status === 404) {
		return new ServiceFailure(
			'NotFound',
			sentence(facts, l10n.t('{0} has no such thing, or none that your account can see.', service)),
			{
				...details,
				remedy: l10n.t('Refresh the list. A split, a merge or a return gives a reservation a new ID.'),
			},
		);
	}
	if (status === 429) return throttled(facts, waitMs, details);
	if (status >= 500 || status === 408) {
		return new ServiceFailure('Unreachable', sentence(facts, l10n.t('{0} failed to answer (HTTP {1}).', service, status), true), {
			...details,
			waitSeconds: seconds(waitMs),
			remedy: status === 504 && isConsumption(facts) ? smallerRange() : l10n.t('Try again in a few minutes.'),
		});
	}
	// Too large an answer comes back as a plain 400 from Consumption (arm-contract 1, "Size").
	const remedy = status === 400 && isConsumption(facts) ? smallerRange() : undefined;
	return new ServiceFailure('Refused', sentence(facts, l10n.t('{0} refused the request (HTTP {1}).', service, status)), {
		...details,
		remedy,
	});
}

/** The service asks to wait longer than a call may. */
export function throttled(facts: CallFacts, waitMs: number | undefined, details: FailureDetails = {}): ServiceFailure {
	const service = serviceName(facts.audience);
	const waitSeconds = seconds(waitMs);
	return new ServiceFailure('Throttled', sentence(facts, l10n.t('{0} asks for fewer requests at the moment.', service)), {
		...common(facts),
		...details,
		waitSeconds,
		remedy: waitSeconds === undefined ? l10n.t('Try again in a few minutes.') : l10n.t('Try again in {0} seconds.', waitSeconds),
	});
}

/** No answer at all: no connection, a broken one, or none in time. */
export function unreachable(facts: CallFacts, cause: unknown, timeoutMs?: number): ServiceFailure {
	const service = serviceName(facts.audience);
	const what =
		timeoutMs === undefined
			? l10n.t('{0} could not be reached.', service)
			: l10n.t('{0} did not answer within {1} seconds.', service, Math.ceil(timeoutMs / 1000));
	return new ServiceFailure('Unreachable', sentence(facts, what, true), {
		...common(facts),
		cause,
		code: connectionCode(cause),
		remedy: l10n.t('Check the network and the proxy settings of VS Code, then try again.'),
	});
}

/**
 * An answer without the documented shape, or one that points elsewhere.
 * @param detail where and what, never a body
 */
export function unexpected(facts: CallFacts, detail: string, status?: number): ServiceFailure {
	const what = l10n.t('{0} gave an answer that can’t be used.', serviceName(facts.audience));
	return new ServiceFailure('UnexpectedAnswer', sentence(facts, what, true), {
		...common(facts),
		status,
		detail,
		remedy: l10n.t(
			'Try again. If it stays, a proxy may be changing the answers, or the service has changed: report it with the details.',
		),
	});
}

/** What happened, and what was not done. `sent` is true when a change may have been made although no good answer came. */
function sentence(facts: CallFacts, what: string, sent = false): string {
	if (!facts.changes) return `${what} ${l10n.t('The data was not read.')}`;
	return `${what} ${sent ? l10n.t('Check whether the change was made before you repeat it.') : l10n.t('Nothing was changed.')}`;
}

const smallerRange = () => l10n.t('Ask for a shorter time: the answer may be too large for the service.');

function common({ customerTenantId, correlationId, at }: CallFacts): FailureDetails {
	return { customerTenantId, correlationId, at };
}

function isConsumption({ path }: CallFacts): boolean {
	return /\/providers\/Microsoft\.Consumption\//i.test(path);
}

function seconds(ms: number | undefined): number | undefined {
	return ms === undefined ? undefined : Math.ceil(ms / 1000);
}

/** `ECONNREFUSED`, `ENOTFOUND` and the like sit in the cause of fetch's TypeError. */
function connectionCode(error: unknown): string | undefined {
	const cause = error instanceof Error ? error.cause : undefined;
	return asText(asRecord(cause)?.code);
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}

function asText(value: unknown): string | undefined {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
