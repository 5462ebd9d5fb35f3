/** What contact and severity of a request can be chosen from. */
import * as l10n from '@vscode/l10n';
import { countries } from './countries';
import type { Severity, SupportChoices } from './model';
import { timeZones } from './time-zones';

/** The languages of Azure support, by the tags that requests take (arm-contract 9). */
const languages = ['en-us', 'es-es', 'fr-fr', 'de-de', 'it-it', 'ja-jp', 'ko-kr', 'ru-ru', 'pt-br', 'zh-tw', 'zh-hans'];

export const severities: readonly Severity[] = ['minimal', 'moderate', 'critical', 'highestcriticalimpact'];

/** @param tag any case */
export function isSupportLanguage(tag: string): boolean {
	return languages.includes(tag.toLowerCase());
}

/** The language of support for a user of this language; English where support does not speak it. */
export function languageFor(locale: string): string {
	const { language, script, region } = new Intl.Locale(locale).maximize();
	const wanted = [`${language}-${script}`, `${language}-${region}`].map((tag) => tag.toLowerCase());
	return languages.find((tag) => wanted.includes(tag)) ?? languages.find((tag) => tag.startsWith(`${language}-`)) ?? 'en-us';
}

/** Name of a severity. */
export function severityName(severity: string): string {
	const names: Readonly<Record<string, string>> = {
		minimal: l10n.t('C: minimal impact'),
		moderate: l10n.t('B: moderate impact'),
		critical: l10n.t('A: critical impact'),
		highestcriticalimpact: l10n.t('A: highest critical impact'),
	};
	return names[severity.toLowerCase()] ?? severity;
}

/** @param now ms since the epoch */
export function supportChoices(locale: string, now: number): SupportChoices {
	const names = new Intl.DisplayNames(locale, { type: 'language' });
	const answers: Readonly<Record<Severity, string>> = {
		minimal: l10n.t('First answer within 8 hours'),
		moderate: l10n.t('First answer within 4 hours'),
		critical: l10n.t('First answer within 2 hours'),
		highestcriticalimpact: l10n.t('First answer within 1 hour; only with the plans that have it'),
	};
	return {
		severities: severities.map((value) => ({ value, name: severityName(value), detail: answers[value] })),
		countries: countries(locale),
		timeZones: timeZones(now),
		languages: languages.map((value) => ({ value, name: names.of(value) ?? value })),
	};
}
