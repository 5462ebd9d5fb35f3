/** What to tell a partner when a call got no answer: each fault of the network in its own sentence, with the setting that mends it. */
import * as l10n from '@vscode/l10n';
import type { CallFacts } from './call';
import { type ConnectionFault, connectionFault, type Fault } from './connection';
import type { ServiceFailure } from './failure';
import { fail, serviceName } from './refusals';
import { SIGN_IN_SILENT } from './time-limit';

/** What happened, and what the user can do next. */
interface Words {
	readonly what: string;
	readonly remedy: string;
}

/**
 * The failure of a call that got no answer at all: no connection, or a broken one.
 * @param cause what fetch threw
 */
export function unreachable(facts: CallFacts, cause: unknown): ServiceFailure {
	const found = connectionFault(cause);
	const { what, remedy } = wordsFor[found.fault](serviceName(facts.audience), facts.host, found);
	return fail(facts, 'Unreachable', what, { cause, code: found.code, status: found.proxyStatus, sent: found.sent, remedy });
}

/**
 * The failure of a call for which there was no token because its authority could not be reached. It was not sent.
 * @param authority host of the authority
 * @param failure what the token source said; better words are found where its cause is a known fault of the network
 */
export function withoutToken(facts: CallFacts, authority: string, failure: ServiceFailure): ServiceFailure {
	const found = connectionFault(failure.details.cause);
	if (found.fault === 'unknown') return failure;
	const { what, remedy } = wordsFor[found.fault]('Microsoft Entra ID', authority, found);
	const { cause, detail } = failure.details;
	return fail(facts, 'Unreachable', what, { cause, detail, code: found.code, status: found.proxyStatus, remedy });
}

/**
 * The failure of a call that got no answer in time. It may have been sent.
 * @param timeoutMs how long it waited, ms
 */
export function tooLate(facts: CallFacts, cause: unknown, timeoutMs: number): ServiceFailure {
	return fail(facts, 'Unreachable', silence(serviceName(facts.audience), timeoutMs), {
		cause,
		code: 'Timeout',
		sent: 'maybe',
		remedy: silent(),
	});
}

/**
 * The failure of a call for which no token came in time: the sign-in hangs, or waits for the user. It was not sent.
 * @param timeoutMs how long it waited, ms
 */
export function signInSilent(facts: CallFacts, timeoutMs: number): ServiceFailure {
	const what = l10n.t(
		'The sign-in for {0} did not answer within {1} seconds.',
		serviceName(facts.audience),
		secondsOf(timeoutMs),
	);
	const remedy = l10n.t('If a sign-in waits for you, finish it. Otherwise sign in again, then try again.');
	return fail(facts, 'Unreachable', what, { code: SIGN_IN_SILENT, remedy });
}

/** The failure of a call whose sign-in was given up, by the user or as the connection ended. It was not sent. */
export function signInCancelled(facts: CallFacts, cause: unknown): ServiceFailure {
	const remedy = l10n.t('Do it again, and finish the sign-in.');
	return fail(facts, 'NotAllowed', l10n.t('The sign-in was cancelled.'), { cause, remedy });
}

/** A proxy that wants to know who asks, and says so in place of the service. Node's fetch hides that answer, Chromium's does not. */
export function proxySignIn(facts: CallFacts): ServiceFailure {
	const { what, remedy } = wordsFor.proxySignIn(serviceName(facts.audience), facts.host);
	return fail(facts, 'Unreachable', what, { status: 407, code: 'ProxySignIn', sent: 'no', remedy });
}

const wordsFor: Readonly<Record<Fault, (service: string, host: string, found?: ConnectionFault) => Words>> = {
	name: (service, host) => ({
		what: l10n.t('{0} could not be reached: the address of {1} was not found.', service, host),
		remedy: l10n.t(
			'Check the network connection and the VPN. Where the Internet is reached through a proxy only, enter it in the setting {0}.',
			'http.proxy',
		),
	}),
	network: (service) => ({
		what: l10n.t('{0} could not be reached: this computer has no connection to it.', service),
		remedy: l10n.t('Check the network connection and the VPN, then try again.'),
	}),
	refused: (service, host) => ({
		what: l10n.t('{0} could not be reached: the connection was refused.', service),
		remedy: notOpen(host),
	}),
	connect: (service, host) => ({
		what: l10n.t('{0} could not be reached: no connection was made in time.', service),
		remedy: notOpen(host),
	}),
	silence: (service) => ({ what: l10n.t('{0} did not answer in time.', service), remedy: silent() }),
	broken: (service) => ({
		what: l10n.t('The connection to {0} was broken off.', service),
		remedy: l10n.t('Try again. If it stays, a firewall or proxy may be cutting the connection.'),
	}),
	untrusted: (service) => ({
		what: l10n.t('The connection to {0} is not trusted: its certificate is signed by an unknown authority.', service),
		remedy: l10n.t(
			// VS Code leaves NODE_EXTRA_CA_CERTS out as long as it adds the certificates of the operating system itself.
			'If your company’s proxy or firewall inspects connections, its certificate authority has to be trusted: have it installed in the operating system and keep the setting {0} on; or switch that setting off and name the authority’s file in the environment variable {1}. Then restart VS Code.',
			'http.systemCertificates',
			'NODE_EXTRA_CA_CERTS',
		),
	}),
	dated: (service) => ({
		what: l10n.t('The connection to {0} is not trusted: its certificate has expired or is not valid yet.', service),
		remedy: l10n.t(
			'Check the date and time of this computer. If they are right, tell those who run your company’s proxy or firewall.',
		),
	}),
	otherName: (service, host) => ({
		what: l10n.t('Something else answers in place of {0}: its certificate is not for {1}.', service, host),
		remedy: l10n.t(
			'Sign in to the network if it has a sign-in page, and check the VPN and the setting {0}. Then try again.',
			'http.proxy',
		),
	}),
	certificate: (service) => ({
		what: l10n.t('The connection to {0} is not trusted: its certificate is not valid.', service),
		remedy: l10n.t(
			'Tell those who run your company’s proxy or firewall, with the code in the details. Certificates that the operating system trusts count while the setting {0} is on.',
			'http.systemCertificates',
		),
	}),
	encryption: (service) => ({
		what: l10n.t('No encrypted connection to {0} could be set up.', service),
		remedy: l10n.t(
			'Check whether the address in the setting {0} begins with http:// or https:// as your proxy expects it, and whether a firewall inspects connections.',
			'http.proxy',
		),
	}),
	proxySignIn: (service) => ({
		what: l10n.t('The proxy on the way to {0} did not accept the sign-in.', service),
		remedy: l10n.t(
			'Sign in to the proxy when VS Code asks for it, and check the settings {0} and, with Kerberos, {1}. Then try again.',
			'http.proxy',
			'http.proxyKerberosServicePrincipal',
		),
	}),
	proxyRefused: (service, host, found) => ({
		what:
			found?.proxyStatus === undefined
				? l10n.t('The proxy on the way to {0} did not let the call through.', service)
				: l10n.t('The proxy on the way to {0} did not let the call through (HTTP {1}).', service, found.proxyStatus),
		remedy: l10n.t('Have {0} allowed by those who run the proxy, and check the setting {1}.', host, 'http.proxy'),
	}),
	proxy: (service) => ({
		what: l10n.t('The proxy on the way to {0} could not be used.', service),
		remedy: l10n.t('Check the setting {0}, or the proxy of the operating system, then try again.', 'http.proxy'),
	}),
	unknown: (service) => ({
		what: l10n.t('{0} could not be reached.', service),
		remedy: l10n.t('Check the network and the proxy settings of VS Code, then try again.'),
	}),
};

const silence = (service: string, timeoutMs: number) =>
	l10n.t('{0} did not answer within {1} seconds.', service, secondsOf(timeoutMs));

const secondsOf = (ms: number) => Math.ceil(ms / 1000);

const silent = () => l10n.t('Try again in a few minutes. If it stays, a firewall or proxy may be holding the answers back.');

const notOpen = (host: string) =>
	l10n.t(
		'Check the network connection, the VPN and the setting {0}. A firewall has to allow connections to {1}.',
		'http.proxy',
		host,
	);
