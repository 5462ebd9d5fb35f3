/** Fields, severities and times of a support request in words. */
import * as vscode from 'vscode';
import type { SupportChoices } from '../../../reservations/support/model';
import type { FieldName } from '../messages';

export function fieldNames(): Readonly<Record<FieldName, string>> {
	const { l10n } = vscode;
	return {
		subscriptionId: l10n.t('Subscription'),
		serviceId: l10n.t('Service'),
		topicId: l10n.t('Kind of problem'),
		title: l10n.t('Title'),
		description: l10n.t('Description'),
		startedAt: l10n.t('When the problem began'),
		severity: l10n.t('Severity'),
		diagnosticConsent: l10n.t('Advanced diagnostic data'),
		firstName: l10n.t('First name'),
		lastName: l10n.t('Last name'),
		method: l10n.t('Preferred contact method'),
		email: l10n.t('Email address'),
		additionalEmails: l10n.t('More email addresses'),
		phone: l10n.t('Phone number'),
		language: l10n.t('Language'),
		timeZone: l10n.t('Time zone'),
		country: l10n.t('Country or region'),
	};
}

export function consentNames(): Readonly<Record<'Yes' | 'No', string>> {
	const { l10n } = vscode;
	return { Yes: l10n.t('Yes'), No: l10n.t('No') };
}

/** The name of a severity, whatever its case; a word that is newer stays as it is. */
export function severityName(severity: string, choices: SupportChoices | undefined): string {
	return choices?.severities.find(({ value }) => value === severity.toLowerCase())?.name ?? severity;
}

/** In UTC, as Microsoft's engineers read it. @param at ms since the epoch */
export function utc(at: number): string {
	return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
