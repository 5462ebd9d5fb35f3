/** Certificates for tests: an authority of their own, what it signs for servers, and self-signed ones for app registrations. */
import { isIP } from 'node:net';
import { generate } from 'selfsigned';

/** PEM texts. */
export interface Certificate {
	readonly certificate: string;
	readonly key: string;
}

export interface TestCertificates {
	/** What a client has to trust. */
	readonly authority: Certificate;
	readonly server: Certificate;
}

const HOUR = 3_600_000;

/** Elliptic keys are made at once; RSA would take most of a second on a slow machine. */
const FAST = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;

/** Good from an hour ago, so that no clock is too slow for it. */
function validity(): { notBeforeDate: Date; notAfterDate: Date } {
	return { notBeforeDate: new Date(Date.now() - HOUR), notAfterDate: new Date(Date.now() + 48 * HOUR) };
}

/**
 * Makes a certificate authority and a server certificate signed by it, good for two days.
 * @param hosts names or addresses of the server, besides `127.0.0.1` and `localhost`
 */
export async function makeCertificates(hosts: readonly string[] = []): Promise<TestCertificates> {
	const authority = await generate([{ name: 'commonName', value: 'Tests of CSP Reservations' }], {
		...FAST,
		...validity(),
		extensions: [
			{ name: 'basicConstraints', cA: true, critical: true },
			{ name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
		],
	});
	const names = ['127.0.0.1', 'localhost', ...hosts];
	const server = await generate([{ name: 'commonName', value: 'localhost' }], {
		...FAST,
		...validity(),
		ca: { cert: authority.cert, key: authority.private },
		extensions: [
			{ name: 'basicConstraints', cA: false },
			{ name: 'keyUsage', digitalSignature: true },
			{ name: 'extKeyUsage', serverAuth: true },
			{
				name: 'subjectAltName',
				altNames: names.map((name) => (isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name })),
			},
		],
	});
	return {
		authority: { certificate: authority.cert, key: authority.private },
		server: { certificate: server.cert, key: server.private },
	};
}

/** Makes a self-signed RSA certificate, as an administrator uploads it to an app registration. */
export async function makeAppCertificate(name: string): Promise<Certificate> {
	const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
		...validity(),
		keyType: 'rsa',
		keySize: 2048,
		algorithm: 'sha256',
	});
	return { certificate: cert, key };
}
