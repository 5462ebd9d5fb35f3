/** Errors of Microsoft Entra ID (AADSTS…) and of its libraries, as failures that say what to do next. */
import * as l10n from '@vscode/l10n';
import { type FailureDetails, isCancelled, isServiceFailure, type ServiceFailure } from '../azure/failure';
import {
	type Asked,
	consentRequired,
	gaveUp,
	interactionRequired,
	notAllowed,
	serviceName,
	signInDeclined,
	signInRequired,
	timedOut,
	unreachable,
	wrongClock,
} from './failures';

type Tell = (asked: Asked, details: FailureDetails) => Error;

/** A refusal with its own two sentences. */
const refusal =
	(what: (asked: Asked) => string, remedy: (asked: Asked) => string): Tell =>
	(asked, details) =>
		notAllowed(asked, what(asked), remedy(asked), details);

const noConsent: Tell = (asked, details) =>
	consentRequired(asked, l10n.t('The application is not consented in the tenant {0}.', asked.tenantId), details);
const otherPerson = () => l10n.t('Sign in with an account of your company that has access to this tenant.');

const expired: Tell = (asked, details) => signInRequired(asked, details);
const wantsUser: Tell = (asked, details) => interactionRequired(asked, details);

const unknownTenant = refusal(
	({ tenantId }) => l10n.t('There is no tenant {0} in this cloud.', tenantId),
	() => l10n.t('Check tenantId and cloud of the connection in the settings.'),
);
const unknownUser = refusal(
	({ tenantId }) => l10n.t('Your account is not known in the tenant {0}.', tenantId),
	() =>
		l10n.t(
			'Check whether the customer’s tenant lets your company in (a GDAP role for one of your groups), or sign in with another account.',
		),
);
const wrongSecret = refusal(
	() => l10n.t('The client secret is wrong.'),
	() => l10n.t('Sign in again with the value (not the ID) of a secret of the app registration.'),
);
const blocked = refusal(
	({ tenantId }) => l10n.t('A Conditional Access policy of the tenant {0} blocks this sign-in.', tenantId),
	() => l10n.t('Have an administrator of the tenant look up the policy in the sign-in log, with the correlation ID.'),
);
const wrongDevice = refusal(
	({ tenantId }) => l10n.t('The tenant {0} admits only devices that it manages.', tenantId),
	() => l10n.t('Sign in from a compliant device, or have an administrator change the Conditional Access policy.'),
);
const disabledAccount = refusal(() => l10n.t('The account is disabled.'), otherPerson);

/** By the number after AADSTS. */
const byNumber: Readonly<Record<string, Tell>> = {
	// Consent
	65001: noConsent,
	650051: noConsent,
	650052: noConsent,
	90093: noConsent,
	90094: noConsent,
	90097: noConsent,
	// An application by itself: it has no service principal in the tenant.
	7000229: noConsent,
	65004: (asked, details) => signInDeclined(asked, details),
	650057: refusal(
		({ audience }) => l10n.t('The app registration lacks the permission for {0}.', serviceName(audience)),
		({ audience }) =>
			l10n.t('Add the delegated permission user_impersonation of {0} to the app registration.', serviceName(audience)),
	),
	65002: refusal(
		({ audience }) => l10n.t('The application of this sign-in method may not use {0}.', serviceName(audience)),
		() => l10n.t('Register an application of your own and set its clientId in the connection.'),
	),
	500011: refusal(
		({ audience, tenantId }) => l10n.t('The tenant {0} does not know {1}.', tenantId, serviceName(audience)),
		() => l10n.t('Have an administrator of the tenant add the service, or check the cloud of the connection.'),
	),
	// The application
	700016: refusal(
		({ profile, tenantId }) => l10n.t('There is no application {0} in the tenant {1}.', profile.clientId ?? '', tenantId),
		() =>
			l10n.t(
				'Check clientId and tenantId of the connection. In a customer’s tenant an administrator has to consent to the application first.',
			),
	),
	7000112: refusal(
		() => l10n.t('The application is disabled.'),
		() => l10n.t('Have an administrator enable it, or set the clientId of another one.'),
	),
	7000215: wrongSecret,
	7000222: refusal(
		() => l10n.t('The client secret has expired.'),
		() => l10n.t('Make a new secret in the app registration, then sign in with it.'),
	),
	700027: refusal(
		() => l10n.t('The certificate does not belong to the application.'),
		() => l10n.t('Upload the certificate to the app registration, or set certificatePath to the right one.'),
	),
	7000218: refusal(
		() => l10n.t('The app registration does not admit sign-ins without a secret.'),
		() => l10n.t('Switch on “Allow public client flows” in the app registration (Authentication).'),
	),
	50011: refusal(
		() => l10n.t('The app registration does not know the address that the sign-in page returns to.'),
		({ profile }) =>
			profile.signIn === 'vscode'
				? l10n.t('Add the redirect URI https://vscode.dev/redirect to the app registration (Mobile and desktop applications).')
				: l10n.t('Add the redirect URI http://localhost to the app registration (Mobile and desktop applications).'),
	),
	50105: refusal(
		() => l10n.t('The application admits only users who are assigned to it.'),
		() => l10n.t('Have an administrator assign your account to the application.'),
	),
	// The tenant
	90002: unknownTenant,
	900021: unknownTenant,
	900023: unknownTenant,
	500021: refusal(
		({ tenantId }) => l10n.t('Your company’s network blocks access to the tenant {0}.', tenantId),
		() => l10n.t('Have your network’s administrator allow the tenant (tenant restrictions of the proxy).'),
	),
	// The account
	50020: unknownUser,
	50034: unknownUser,
	90072: unknownUser,
	50057: disabledAccount,
	50053: refusal(
		() => l10n.t('The account is locked after too many attempts.'),
		() => l10n.t('Wait some minutes or have an administrator unlock it, then sign in again.'),
	),
	50055: refusal(
		() => l10n.t('The password of the account has expired.'),
		() => l10n.t('Change the password, then sign in again.'),
	),
	// Conditional Access and MFA
	53000: wrongDevice,
	53001: wrongDevice,
	53003: blocked,
	530035: blocked,
	50072: wantsUser,
	50074: wantsUser,
	50076: wantsUser,
	50078: wantsUser,
	50079: wantsUser,
	50158: wantsUser,
	16000: wantsUser,
	// The sign-in has ended
	50058: expired,
	50132: expired,
	50133: expired,
	50173: expired,
	70000: expired,
	70008: expired,
	70043: expired,
	70044: expired,
	700081: expired,
	700082: expired,
	700084: expired,
	// Time
	500133: wrongClock,
	700024: wrongClock,
	70020: timedOut,
	// The service itself
	90033: (asked, details) => unreachable(hostOf(asked), details),
	900144: refusal(
		() => l10n.t('The sign-in service did not accept the request.'),
		() => l10n.t('Report it with the details and the log.'),
	),
};

/** Codes that say more than their number: on the page for device codes, Cancel comes with the number of a declined consent. */
const byGesture: Readonly<Record<string, Tell>> = { authorization_declined: () => gaveUp() };

/** By the error code of OAuth 2.0 or of the libraries, where no number says more. */
const byCode: Readonly<Record<string, Tell>> = {
	no_tokens_found: (asked, details) => signInRequired(asked, details),
	no_account_found: (asked, details) => signInRequired(asked, details),
	refresh_token_expired: expired,
	bad_token: expired,
	interaction_required: wantsUser,
	login_required: wantsUser,
	consent_required: noConsent,
	access_denied: () => gaveUp(),
	user_canceled: () => gaveUp(),
	device_code_polling_cancelled: () => gaveUp(),
	device_code_expired: timedOut,
	user_timeout_reached: timedOut,
	expired_token: timedOut,
	code_expired: timedOut,
	network_error: (asked, details) => unreachable(hostOf(asked), details),
	openid_config_error: (asked, details) => unreachable(hostOf(asked), details),
	endpoints_resolution_error: (asked, details) => unreachable(hostOf(asked), details),
	temporarily_unavailable: (asked, details) => unreachable(hostOf(asked), details),
};

/**
 * What an error of a sign-in library means. Errors of ours and cancellations stay as they are. What isn't known passes
 * through with its code, correlation id and first line; never a token, a secret or a whole answer.
 */
export function entraFailure(error: unknown, asked: Asked): Error {
	const ours = ourOwn(error);
	if (ours !== undefined) return ours;
	const said = wordsOf(error);
	const number = /AADSTS(\d{4,8})/.exec(said)?.[1];
	const code = fieldOf(error, 'errorCode') ?? fieldOf(fieldsOf(error, 'errorResponse'), 'error');
	const correlationId = /Correlation ID: ([0-9a-f-]{36})/i.exec(said)?.[1] ?? fieldOf(error, 'correlationId');
	const tell =
		(code === undefined ? undefined : byGesture[code]) ??
		(number === undefined ? undefined : byNumber[number]) ??
		(code === undefined ? undefined : byCode[code]);
	const details: FailureDetails = {
		code: number === undefined ? code : `AADSTS${number}`,
		correlationId,
		detail: firstLine(said) ?? code,
	};
	return tell?.(asked, details) ?? unknownRefusal(asked, details);
}

function unknownRefusal(asked: Asked, details: FailureDetails): ServiceFailure {
	return notAllowed(
		asked,
		l10n.t('No token for {0} could be had from the tenant {1}.', serviceName(asked.audience), asked.tenantId),
		l10n.t('Sign in again. If it stays, look up the code and the correlation ID in the tenant’s sign-in log.'),
		details,
	);
}

/** A failure of ours, or a cancellation, that a library has wrapped into its own error. */
function ourOwn(error: unknown): Error | undefined {
	for (let inner = error, depth = 0; inner instanceof Error && depth < 5; inner = inner.cause, depth++) {
		if (isServiceFailure(inner) || isCancelled(inner)) return inner;
		const carried = fieldsOf(inner, 'failure');
		if (isServiceFailure(carried)) return carried;
	}
	return undefined;
}

/** All that the error and what it wraps say, the authority's description first. */
function wordsOf(error: unknown): string {
	const words: string[] = [];
	for (let inner = error, depth = 0; inner instanceof Error && depth < 5; inner = inner.cause, depth++) {
		words.push(fieldOf(fieldsOf(inner, 'errorResponse'), 'errorDescription') ?? fieldOf(inner, 'errorMessage') ?? inner.message);
	}
	return words.join('\n');
}

/** The description without the ids that follow it, and without anything that looks like a token. */
function firstLine(said: string): string | undefined {
	const described = /AADSTS\d+:[^\r\n]*/.exec(said)?.[0] ?? said.split(/[\r\n]/, 1)[0] ?? '';
	const line = described
		.replace(/\s*(- )?(Trace ID|Correlation ID|Timestamp):.*$/i, '')
		.replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*|\b[\w-]{120,}/g, '…')
		.trim();
	return line === '' ? undefined : line.slice(0, 300);
}

function fieldsOf(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function fieldOf(value: unknown, name: string): string | undefined {
	const field = fieldsOf(value, name);
	return typeof field === 'string' && field !== '' ? field : undefined;
}

function hostOf({ profile }: Asked): string {
	return new URL(profile.cloud.authority).host;
}
