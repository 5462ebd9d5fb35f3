/** Client assertions: an app proves that it holds the key of a registered certificate (RFC 7523). */
import { constants, createHash, verify, type X509Certificate } from 'node:crypto';
import type { App } from '../world/apps';
import type { Clock } from './clock';
import { refuse } from './errors';
import { decoded } from './jwt';

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Seconds that clocks may differ. */
const SKEW = 300;

function thumbprint(certificate: X509Certificate, algorithm: 'sha1' | 'sha256'): string {
	return createHash(algorithm).update(certificate.raw).digest('base64url');
}

/**
 * Checks an assertion's certificate, signature (RS256 or PS256), audience, app and time.
 * @param audiences what the assertion may be for: the token endpoint or the issuer
 * @throws Refusal
 */
export function verifyAssertion(assertion: string, app: App, audiences: readonly string[], clock: Clock): void {
	const token = decoded(assertion);
	if (token === undefined) throw refuse.assertionMalformed();
	const { header, claims, signed, signature } = token;
	const named = (name: 'x5t' | 'x5t#S256', algorithm: 'sha1' | 'sha256') =>
		app.certificates.find((one) => thumbprint(one, algorithm) === header[name]);
	const certificate = named('x5t#S256', 'sha256') ?? named('x5t', 'sha1');
	if (certificate === undefined) {
		const used = header['x5t#S256'] ?? header.x5t;
		throw refuse.assertionKey(
			Buffer.from(String(used ?? ''), 'base64url')
				.toString('hex')
				.toUpperCase(),
		);
	}
	const padding = { RS256: constants.RSA_PKCS1_PADDING, PS256: constants.RSA_PKCS1_PSS_PADDING }[String(header.alg)];
	if (padding === undefined) throw refuse.assertionMalformed();
	const isPss = padding === constants.RSA_PKCS1_PSS_PADDING;
	const key = { key: certificate.publicKey, padding, ...(isPss && { saltLength: constants.RSA_PSS_SALTLEN_DIGEST }) };
	if (!verify('sha256', Buffer.from(signed), key, signature)) throw refuse.assertionSignature();
	if (String(claims.iss).toLowerCase() !== app.clientId || String(claims.sub).toLowerCase() !== app.clientId)
		throw refuse.assertionClient();
	if (typeof claims.aud !== 'string' || !audiences.includes(claims.aud.toLowerCase())) throw refuse.assertionAudience();
	const now = clock.seconds();
	const { exp, nbf } = claims;
	if (typeof exp !== 'number' || exp + SKEW < now) throw refuse.assertionTime();
	if (typeof nbf === 'number' && nbf - SKEW > now) throw refuse.assertionTime();
}
