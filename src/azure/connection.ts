/** Why a call got no answer: finds in a failed fetch what went wrong on the way, and whether the call had left by then. */
import type { Sent } from './failure';

/**
 * - `name`: the host's address was not found. `network`: no way to it.
 * - `refused`: nobody listens there. `connect`: no connection in time. `silence`: a connection, but no answer in time.
 * - `broken`: the connection ended too early.
 * - `untrusted`, `dated`, `otherName`, `certificate`: a certificate that is signed by nobody known, out of its time, for another
 *   host, or bad in another way. `encryption`: TLS could not be agreed on.
 * - `proxySignIn`, `proxyRefused`: the proxy wants to know who asks, or does not let the call through. `proxy`: it can't be used.
 * - `unknown`: anything else.
 */
export type Fault =
	| 'name'
	| 'network'
	| 'refused'
	| 'connect'
	| 'silence'
	| 'broken'
	| 'untrusted'
	| 'dated'
	| 'otherName'
	| 'certificate'
	| 'encryption'
	| 'proxySignIn'
	| 'proxyRefused'
	| 'proxy'
	| 'unknown';

/** What went wrong on the way. */
export interface ConnectionFault {
	readonly fault: Fault;
	/** The code that the runtime gives it, for example `ECONNREFUSED`. */
	readonly code: string | undefined;
	/** HTTP status of the proxy, where it gave one. */
	readonly proxyStatus: number | undefined;
	/** `no` only where the call can't have left this computer. */
	readonly sent: Sent;
}

/** Codes of Node and undici. What is not here is looked for by pattern, then is `unknown`. */
const FAULTS: Readonly<Record<string, Fault>> = {
	ENOTFOUND: 'name',
	EAI_AGAIN: 'name',
	EAI_FAIL: 'name',
	EAI_NODATA: 'name',
	EAI_NONAME: 'name',
	ENETUNREACH: 'network',
	ENETDOWN: 'network',
	EHOSTUNREACH: 'network',
	EHOSTDOWN: 'network',
	EADDRNOTAVAIL: 'network',
	ECONNREFUSED: 'refused',
	UND_ERR_CONNECT_TIMEOUT: 'connect',
	UND_ERR_HEADERS_TIMEOUT: 'silence',
	UND_ERR_BODY_TIMEOUT: 'silence',
	ETIMEDOUT: 'silence',
	ECONNRESET: 'broken',
	ECONNABORTED: 'broken',
	EPIPE: 'broken',
	UND_ERR_SOCKET: 'broken',
	SELF_SIGNED_CERT_IN_CHAIN: 'untrusted',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'untrusted',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'untrusted',
	UNABLE_TO_GET_ISSUER_CERT: 'untrusted',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'untrusted',
	CERT_UNTRUSTED: 'untrusted',
	CERT_HAS_EXPIRED: 'dated',
	CERT_NOT_YET_VALID: 'dated',
	ERR_TLS_CERT_ALTNAME_INVALID: 'otherName',
	HOSTNAME_MISMATCH: 'otherName',
	CERT_REVOKED: 'certificate',
	CERT_REJECTED: 'certificate',
	CERT_CHAIN_TOO_LONG: 'certificate',
	CERT_SIGNATURE_FAILURE: 'certificate',
	INVALID_CA: 'certificate',
	INVALID_PURPOSE: 'certificate',
	PATH_LENGTH_EXCEEDED: 'certificate',
	EPROTO: 'encryption',
	// Chromium's names: desktop VS Code can send the extension's calls through Electron (setting `http.electronFetch`).
	ERR_NAME_NOT_RESOLVED: 'name',
	ERR_NAME_RESOLUTION_FAILED: 'name',
	ERR_INTERNET_DISCONNECTED: 'network',
	ERR_ADDRESS_UNREACHABLE: 'network',
	ERR_NETWORK_ACCESS_DENIED: 'network',
	ERR_CONNECTION_REFUSED: 'refused',
	ERR_CONNECTION_TIMED_OUT: 'connect',
	ERR_TIMED_OUT: 'silence',
	ERR_CONNECTION_RESET: 'broken',
	ERR_CONNECTION_CLOSED: 'broken',
	ERR_CONNECTION_ABORTED: 'broken',
	ERR_EMPTY_RESPONSE: 'broken',
	ERR_NETWORK_CHANGED: 'broken',
	ERR_CERT_AUTHORITY_INVALID: 'untrusted',
	ERR_CERT_DATE_INVALID: 'dated',
	ERR_CERT_COMMON_NAME_INVALID: 'otherName',
	ERR_PROXY_AUTH_REQUESTED: 'proxySignIn',
	ERR_PROXY_AUTH_UNSUPPORTED: 'proxySignIn',
	ERR_UNEXPECTED_PROXY_AUTH: 'proxySignIn',
	ERR_TUNNEL_CONNECTION_FAILED: 'proxyRefused',
	ERR_PROXY_CONNECTION_FAILED: 'proxy',
	ERR_PROXY_CERTIFICATE_INVALID: 'proxy',
	ERR_MANDATORY_PROXY_CONFIGURATION_FAILED: 'proxy',
	ERR_PAC_SCRIPT_FAILED: 'proxy',
};

const PATTERNS: readonly (readonly [RegExp, Fault])[] = [
	[/^ERR_CERT_|^CERT_|^(UNABLE_TO_(GET|DECRYPT|DECODE)|ERROR_IN)_.*(CERT|CRL|KEY|FIELD)/, 'certificate'],
	[/^ERR_(SSL|TLS)_/, 'encryption'],
	[/^EAI_/, 'name'],
];

/** These end a connection before anything of the call can have been sent over it; `network` does where it says so itself. */
const BEFORE_SENDING: ReadonlySet<Fault> = new Set<Fault>([
	'name',
	'refused',
	'connect',
	'untrusted',
	'dated',
	'otherName',
	'certificate',
	'proxySignIn',
	'proxyRefused',
	'proxy',
]);

/** A certificate or a proxy does not mend itself within seconds. */
const LASTING: ReadonlySet<Fault> = new Set<Fault>([
	'untrusted',
	'dated',
	'otherName',
	'certificate',
	'proxySignIn',
	'proxyRefused',
]);

/** Errors of a chain that are looked at; more would be a circle. */
const LONGEST_CHAIN = 10;

/**
 * Finds what went wrong.
 * @param error what fetch threw; the reason sits in its causes, or in the errors of one of them
 */
export function connectionFault(error: unknown): ConnectionFault {
	const found = chainOf(error).map(faultOf);
	const known = found.filter(({ fault }) => fault !== 'unknown');
	return (
		// A host has an address of each kind, and many networks lead to one kind only: what the other address said tells more.
		known.find(({ fault }) => fault !== 'network') ??
		known[0] ??
		found.find(({ code }) => code !== undefined) ?? { fault: 'unknown', code: undefined, proxyStatus: undefined, sent: 'maybe' }
	);
}

/** True when the same call may succeed in a moment. */
export function isPassing({ fault }: ConnectionFault): boolean {
	return !LASTING.has(fault);
}

/** The error with its causes, outermost first; in place of several errors at once (one an address that was tried), each. */
function chainOf(error: unknown): readonly Error[] {
	const chain: Error[] = [];
	const todo: unknown[] = [error];
	while (todo.length > 0 && chain.length < LONGEST_CHAIN) {
		const next = todo.shift();
		if (!(next instanceof Error)) continue;
		if (next instanceof AggregateError) todo.push(...(next.errors as unknown[]));
		else chain.push(next);
		todo.push(next.cause);
	}
	return chain;
}

function faultOf(error: Error): ConnectionFault {
	const proxyStatus = proxyStatusOf(error.message);
	const code = codeOf(error);
	if (proxyStatus !== undefined) {
		return { fault: proxyStatus === 407 ? 'proxySignIn' : 'proxyRefused', code, proxyStatus, sent: 'no' };
	}
	const isConnecting = (error as NodeJS.ErrnoException).syscall === 'connect';
	const named = faultOfCode(code);
	// Said of a connection that was not made, and of one that fell silent.
	const fault = code === 'ETIMEDOUT' && isConnecting ? 'connect' : named;
	const isBefore = BEFORE_SENDING.has(fault) || (fault === 'network' && isConnecting) || isHandshake(error);
	return { fault, code, proxyStatus: undefined, sent: isBefore ? 'no' : 'maybe' };
}

function faultOfCode(code: string | undefined): Fault {
	if (code === undefined) return 'unknown';
	return FAULTS[code] ?? PATTERNS.find(([pattern]) => pattern.test(code))?.[1] ?? 'unknown';
}

/** Node's own words, without a code of its own, for a connection that ended while TLS was being set up. */
function isHandshake(error: Error): boolean {
	return /before secure TLS connection was established/i.test(error.message);
}

/** The status that undici names when a proxy does not open the tunnel. */
function proxyStatusOf(message: string): number | undefined {
	const status = /\bproxy response \(?(\d{3})\)?/i.exec(message)?.[1];
	return status === undefined ? undefined : Number(status);
}

function codeOf(error: Error): string | undefined {
	const { code } = error as NodeJS.ErrnoException;
	return /\bnet::(ERR_[A-Z0-9_]+)/.exec(error.message)?.[1] ?? (typeof code === 'string' ? code : undefined);
}
