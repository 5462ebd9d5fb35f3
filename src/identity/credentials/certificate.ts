/** The PEM file of a certificate sign-in: certificate and private key, checked before anything is signed with it. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import type { ServiceFailure } from '../../azure/failure';
import { type Asked, notAllowed } from '../failures';

/**
 * @param path absolute
 * @returns the file's text
 * @throws ServiceFailure `NotAllowed` with code `Certificate`: missing, unreadable, without certificate or key, out of date
 */
export async function readCertificate(path: string, asked: Asked): Promise<string> {
	const no = (what: string, remedy: string): ServiceFailure => notAllowed(asked, what, remedy, { code: 'Certificate' });
	let pem: string;
	try {
		// The libraries know Windows' line ends and Unix', but not a mix of them.
		pem = (await readFile(path, 'utf8')).replaceAll('\r\n', '\n');
	} catch (error) {
		const isMissing = (error as { code?: unknown }).code === 'ENOENT';
		throw no(
			isMissing
				? l10n.t('The certificate file {0} is not there.', path)
				: l10n.t('The certificate file {0} can’t be read.', path),
			l10n.t('Check certificatePath of the connection and the rights on the file.'),
		);
	}
	const remedy = l10n.t('Put the certificate and its private key, without a passphrase, into one PEM file.');
	let certificate: X509Certificate;
	try {
		certificate = new X509Certificate(pem);
	} catch {
		throw no(l10n.t('The file {0} has no certificate that can be read.', path), remedy);
	}
	try {
		const key = createPrivateKey(pem);
		if (!certificate.checkPrivateKey(key)) throw new Error('another key');
	} catch {
		throw no(l10n.t('The file {0} has no private key of its certificate that can be read.', path), remedy);
	}
	if (Date.parse(certificate.validTo) < Date.now()) {
		const renew = l10n.t('Make a new certificate, upload it to the app registration and set certificatePath.');
		throw no(l10n.t('The certificate in {0} ended on {1}.', path, certificate.validTo), renew);
	}
	return pem;
}
