/** What can go wrong when a token is asked for, each with the user's next step. */
import * as l10n from '@vscode/l10n';
import type { Audience, Cloud } from '../azure/cloud';
import { type FailureDetails, isCancelled, isServiceFailure, ServiceFailure } from '../azure/failure';
import type { ConnectionProfile } from './api';

/** Codes that the product offers an action for. */
export type SignInCode = 'SignInRequired' | 'InteractionRequired' | 'ConsentRequired';

/** What a token was asked for. */
export interface Asked {
	readonly profile: ConnectionProfile;
	/** Tenant that had to issue it (GUID). */
	readonly tenantId: string;
	readonly audience: Audience;
}

/** Name of the service as the user knows it. */
export function serviceName(audience: Audience): string {
	return { partnerCenter: 'Partner Center', resourceManager: 'Azure Resource Manager', graph: 'Microsoft Graph' }[audience];
}

/**
 * A sign-in that was refused or is missing.
 * @param what what happened
 * @param remedy what the user can do next
 * @param code one of {@link SignInCode}, or the authority's own
 */
export function notAllowed(
	{ profile, tenantId }: Pick<Asked, 'profile' | 'tenantId'>,
	what: string,
	remedy: string,
	details: FailureDetails = {},
): ServiceFailure {
	return new ServiceFailure('NotAllowed', `${what} ${nothingSent()}`, {
		...details,
		remedy,
		customerTenantId: tenantId.toLowerCase() === profile.cloud.partnerTenantId ? undefined : tenantId.toLowerCase(),
	});
}

/** Every failure here happens before the service itself is asked. */
function nothingSent(): string {
	return l10n.t('Nothing was asked of the service.');
}

/** Nobody is signed in, or the sign-in has ended. */
export function signInRequired(asked: Pick<Asked, 'profile' | 'tenantId'>, details: FailureDetails = {}): ServiceFailure {
	const what =
		details.detail === undefined
			? l10n.t('Nobody is signed in to the connection “{0}”.', asked.profile.name)
			: l10n.t('The sign-in to the connection “{0}” has ended.', asked.profile.name);
	return notAllowed(asked, what, l10n.t('Sign in again.'), { ...details, code: 'SignInRequired' });
}

/** The tenant wants the user's presence: Conditional Access, MFA. */
export function interactionRequired(asked: Asked, details: FailureDetails = {}): ServiceFailure {
	const what = l10n.t('The tenant {0} wants you to confirm your sign-in, for example with MFA.', asked.tenantId);
	return notAllowed(asked, what, l10n.t('Sign in to this tenant, then try again.'), { ...details, code: 'InteractionRequired' });
}

/** The user did not want the sign-in that a service asked for. */
export function challengeGivenUp(asked: Asked): ServiceFailure {
	const what = l10n.t('The sign-in that {0} asks for was not finished.', serviceName(asked.audience));
	return notAllowed(asked, what, l10n.t('Sign in to this tenant, then try again.'), { code: 'InteractionRequired' });
}

/** Somebody else than before has confirmed the sign-in. */
export function otherAccount(asked: Asked, expected: string, found: string): ServiceFailure {
	const what = l10n.t('You signed in as {0}, but this connection is used by {1}.', found, expected);
	const remedy = l10n.t('Sign in as {0}, or sign out of the connection first.', expected);
	return notAllowed(asked, what, remedy, { code: 'OtherAccount' });
}

/** The application is not consented in the tenant (partner-center-api 2.5). */
export function consentRequired(asked: Asked, what: string, details: FailureDetails = {}): ServiceFailure {
	return notAllowed(asked, what, consentRemedy(asked), { ...details, code: 'ConsentRequired' });
}

const SIGN_IN_DECLINED = 'SignInDeclined';

/** The user pressed Cancel on the sign-in page, or declined there what the application needs: the authority has one number for both. */
export function signInDeclined(asked: Asked, details: FailureDetails): ServiceFailure {
	const what = l10n.t('The sign-in was cancelled, or the permissions that the application needs were declined.');
	return notAllowed(asked, what, consentRemedy(asked), { ...details, code: SIGN_IN_DECLINED });
}

/** True when it was the user who ended the sign-in. */
export function isGivenUp(error: unknown): boolean {
	return isCancelled(error) || (isServiceFailure(error) && error.details.code === SIGN_IN_DECLINED);
}

function consentRemedy({ profile, tenantId }: Asked): string {
	const link = consentLink(profile.cloud, tenantId, profile.clientId);
	return link === undefined
		? l10n.t('Have an administrator of the tenant grant the permissions, then try again.')
		: l10n.t('Have an administrator of the tenant open {0} and accept, then try again.', link);
}

/** The page where an administrator of the tenant accepts the application (partner-center-api 2.5). */
function consentLink(cloud: Cloud, tenantId: string, clientId: string | undefined): string | undefined {
	return clientId && `${cloud.authority}/${tenantId}/adminconsent?client_id=${encodeURIComponent(clientId)}`;
}

/** A token that is not valid at this time although it was just made. */
export function wrongClock(asked: Pick<Asked, 'profile' | 'tenantId'>, details: FailureDetails = {}): ServiceFailure {
	const what = l10n.t('The clock of this computer is wrong, so its sign-in can’t be used.');
	const remedy = l10n.t('Set date, time and time zone of this computer, then try again.');
	return notAllowed(asked, what, remedy, { code: 'WrongClock', ...details });
}

/** The user did not finish in time. */
export function timedOut(asked: Pick<Asked, 'profile' | 'tenantId'>, details: FailureDetails = {}): ServiceFailure {
	const what = l10n.t('The sign-in was not finished in time.');
	const remedy = l10n.t('Sign in again. Where no browser can come back to this computer, use the sign-in method “deviceCode”.');
	return notAllowed(asked, what, remedy, { ...details, code: 'SignInTimedOut' });
}

/** No answer from where the tokens come from. */
export function unreachable(host: string, details: FailureDetails = {}): ServiceFailure {
	const what = l10n.t('{0} gave no token because it did not answer.', host);
	return new ServiceFailure('Unreachable', `${what} ${nothingSent()}`, {
		remedy: l10n.t('Check the network, the proxy settings and the certificates of this computer, then try again.'),
		...details,
	});
}

/** An answer that is not one of an authority: a proxy's page, for example. */
export function notAnAuthority(host: string, detail: string, status: number): ServiceFailure {
	const what = l10n.t('What answered for {0} is not its sign-in service.', host);
	return new ServiceFailure('UnexpectedAnswer', `${what} ${nothingSent()}`, {
		detail,
		status,
		remedy: l10n.t('Check whether a proxy or a sign-in page of the network stands in between, then try again.'),
	});
}

/** Too many requests for tokens. @param waitSeconds as the authority said it */
export function tooManyRequests(host: string, waitSeconds: number | undefined): ServiceFailure {
	const what = l10n.t('{0} asks to wait before it gives more tokens.', host);
	return new ServiceFailure('Throttled', `${what} ${nothingSent()}`, {
		status: 429,
		waitSeconds,
		remedy: l10n.t('Wait a little, then try again.'),
	});
}

/** What the user gets who gave up a sign-in: not an error to show. */
export function gaveUp(): Error {
	return new DOMException('The sign-in was given up.', 'AbortError');
}
