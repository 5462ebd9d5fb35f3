/** The report as Markdown, to paste into a ticket or a message: ids, correlation ids and times in UTC, never a token. */
import * as l10n from '@vscode/l10n';
import type { AccessCheck, AccessReport, AccessState } from '../access';
import { utc } from './finding';

const stateNames = (): Readonly<Record<AccessState, string>> => ({
	waiting: l10n.t('Waiting'),
	running: l10n.t('Running'),
	passed: l10n.t('Passed'),
	warning: l10n.t('Warning'),
	failed: l10n.t('Failed'),
	skipped: l10n.t('Not checked'),
});

/** @param report of any state, also of an examination that was stopped */
export function reportText(report: AccessReport): string {
	const { subject, title, startedAt, endedAt, verdict, checks } = report;
	const facts: readonly (readonly [string, string | undefined])[] = [
		[l10n.t('Customer tenant ID'), subject.kind === 'connection' ? undefined : subject.tenantId],
		[l10n.t('Reservation order ID'), subject.kind === 'reservation' ? subject.orderId : undefined],
		[l10n.t('Reservation ID'), subject.kind === 'reservation' ? subject.reservationId : undefined],
		[l10n.t('Started'), utc(startedAt)],
		[l10n.t('Ended'), endedAt === undefined ? undefined : utc(endedAt)],
	];
	return [
		`# ${plain(l10n.t('Access check: {0}', title))}`,
		facts.flatMap(([label, value]) => (value === undefined ? [] : [`- ${label}: ${value}`])).join('\n'),
		...(verdict === undefined ? [] : [`**${plain(verdict)}**`]),
		...checks.map(checkText),
	].join('\n\n');
}

function checkText({ title, state, result, evidence, fixes }: AccessCheck): string {
	return [
		`## ${stateNames()[state]}: ${plain(title)}`,
		...(result === '' ? [] : [plain(result)]),
		...(evidence.length === 0 ? [] : [evidence.map(({ label, value }) => `- ${plain(label)}: ${plain(value)}`).join('\n')]),
		...fixes.flatMap(({ text, shell, link }) => [
			l10n.t('To do: {0}', [plain(text), link].filter((part) => part !== undefined).join(' ')),
			...(shell === undefined ? [] : [`\`\`\`\n${shell}\n\`\`\``]),
		]),
	].join('\n\n');
}

/** One line without what Markdown would make formatting or HTML of: names come from customers. */
function plain(text: string): string {
	return text.replace(/\s+/g, ' ').replace(/[\\`*_<>[\]#|]/g, '\\$&');
}
