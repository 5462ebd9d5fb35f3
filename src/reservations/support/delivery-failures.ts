/** Why something was not sent, or can't be told to have been. */
import * as l10n from '@vscode/l10n';
import { isServiceFailure, ServiceFailure } from '../../azure/failure';

/** It was tried before, and nobody knows. @param cause why it could not be asked, or sent once more */
export function stillUnknown(customerTenantId: string, cause?: unknown): ServiceFailure {
	const why = isServiceFailure(cause) ? cause : undefined;
	const text = l10n.t('This was sent before, and it still can’t be told whether it was carried out. It was not sent again.');
	return new ServiceFailure('OutcomeUnknown', why === undefined ? text : `${text} ${why.message}`, {
		customerTenantId,
		cause,
		code: why?.details.code,
		status: why?.details.status,
		correlationId: why?.details.correlationId,
		sent: 'maybe',
		remedy: l10n.t(
			'Look at the customer’s support requests in some minutes. Send it again only when it is clear that it is missing.',
		),
	});
}

/** It was made, and is there no more. */
export function gone(customerTenantId: string): ServiceFailure {
	return new ServiceFailure(
		'NotFound',
		l10n.t('This was made before, and your account can’t see it any more. Nothing was sent.'),
		{
			customerTenantId,
			sent: 'no',
			remedy: l10n.t('Support requests are kept for 18 months. Begin a new one, and copy the text over.'),
		},
	);
}

/** All names that were tried are somebody else's. */
export function noName(customerTenantId: string): ServiceFailure {
	return new ServiceFailure('Refused', l10n.t('Azure has other requests under all names that were tried. Nothing was sent.'), {
		customerTenantId,
		sent: 'no',
		remedy: l10n.t('Begin a new request, and copy the text over.'),
	});
}
