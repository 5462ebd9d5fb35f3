/** Whom Microsoft turns to: the partner, by its support profile and the signed-in account (rules 9, partner-center-api 10). */
import * as l10n from '@vscode/l10n';
import { isCancelled } from '../../azure/failure';
import { getMe } from '../../azure/graph';
import { getOrganizationProfile } from '../../azure/partner-center';
import { getSupportProfile } from '../../azure/partner-profiles';
import type { Transport } from '../../azure/transport';
import { toFailure } from '../failures';
import { languageFor } from './choices';
import { countryCode } from './countries';
import type { DraftContact, DraftFault } from './model';
import { windowsZone } from './time-zones';

interface Reading {
	readonly transport: Transport;
	/** Language of the user, for example `de`. */
	readonly locale: string;
	/** Zone of this computer, in Intl's words. */
	readonly timeZone: string;
	/** ms since the epoch */
	readonly now: number;
}

/** @returns the contact, and for each field that is empty why. @throws an AbortError when cancelled; nothing else */
export async function readContact(
	{ transport, locale, timeZone, now }: Reading,
	signal: AbortSignal,
): Promise<{ readonly contact: DraftContact; readonly leftOpen: readonly DraftFault[] }> {
	const part = async <T>(read: Promise<T>): Promise<{ readonly value?: T; readonly reason?: string }> => {
		try {
			return { value: await read };
		} catch (error) {
			if (isCancelled(error)) throw error;
			const { message, details } = toFailure(error, undefined);
			return { reason: [message, details.remedy].filter((it) => it !== undefined).join(' ') };
		}
	};
	const [profile, me, company] = await Promise.all([
		part(getSupportProfile(transport, { signal })),
		part(getMe(transport, transport.cloud.partnerTenantId, { signal })),
		part(getOrganizationProfile(transport, { signal })),
	]);
	const contact: DraftContact = {
		firstName: me.value?.givenName ?? '',
		lastName: me.value?.surname ?? '',
		method: 'email',
		email: profile.value?.email ?? me.value?.mail ?? '',
		additionalEmails: [],
		phone: profile.value?.telephone ?? '',
		timeZone: windowsZone(timeZone, now) ?? '',
		country: countryCode(company.value?.defaultAddress?.country ?? '') ?? '',
		language: languageFor(locale),
	};
	const account = me.reason ?? l10n.t('The directory does not tell this name of your account.');
	const support = profile.reason ?? l10n.t('The support profile in Partner Center does not have it.');
	const reasons: readonly (readonly [keyof DraftContact, string])[] = [
		['firstName', account],
		['lastName', account],
		['email', support],
		['phone', support],
		['timeZone', l10n.t('None of the usual time zones keeps the time of this computer ({0}).', timeZone)],
		['country', company.reason ?? l10n.t('Partner Center does not tell the country of your company.')],
	];
	return { contact, leftOpen: reasons.filter(([field]) => contact[field] === '').map(([field, text]) => ({ field, text })) };
}
