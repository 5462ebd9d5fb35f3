/** The report of the access doctor as the page shows it: head, finding, checks; or why there is none. */
import * as vscode from 'vscode';
import type { Cloud } from '../../../azure/cloud';
import type { ServiceFailure } from '../../../azure/failure';
import type { AccessCheck, AccessReport, AccessSubject } from '../../../reservations/access';
import type { Customer, Reservation } from '../../../reservations/model';
import { practiceWords } from '../../shared/header';
import type { Mark } from '../../shared/messages';
import { partState } from '../../shared/problem';
import type { Access, AccessCommand, Check } from '../messages';
import { commandButton, fixView } from './fixes';
import { labels } from './labels';
import { stateMark, tally } from './states';

interface Input {
	readonly subject: AccessSubject;
	readonly cloud?: Cloud | undefined;
	readonly customer?: Customer | undefined;
	readonly reservation?: Reservation | undefined;
	/** The newest report; of the run before while the new one has not given any. */
	readonly report?: AccessReport | undefined;
	readonly running: boolean;
	/** The user ended it. */
	readonly stopped: boolean;
	readonly failure?: ServiceFailure | undefined;
}

export function accessView(input: Input): Access {
	const { subject, cloud, report, running, failure } = input;
	const { asOf, problem } = partState(
		{ value: report?.endedAt, asOf: report?.endedAt, loading: running, failure },
		vscode.l10n.t('Access check'),
	);
	const remedies: AccessCommand[] = ['cspReservations.signIn', 'cspReservations.setUpConnection'];
	const canBeConnected = failure !== undefined && (cloud === undefined || failure.kind === 'NotAllowed');
	return {
		type: 'access',
		subject,
		labels: labels(),
		header: {
			name: subjectName(input),
			place: [vscode.l10n.t('Access check'), ...place(input)],
			sandbox: practiceWords(cloud),
		},
		running,
		asOf,
		verdict: verdict(input),
		problem,
		remedies: canBeConnected ? remedies.map(commandButton) : [],
		reported: report !== undefined,
		checks: report?.checks.map((check) => checkView(check, running, cloud)) ?? [],
	};
}

/** What is examined, by its name where that is known: here, else to the doctor, who calls by its id what was not read yet. */
export function subjectName({ subject, report, customer, reservation }: Omit<Input, 'running' | 'stopped'>): string {
	const { l10n } = vscode;
	const told = (id: string) => (report === undefined || report.title.includes(id) ? '' : report.title);
	switch (subject.kind) {
		case 'connection':
			return report?.title || l10n.t('Connection');
		case 'customer':
			return customer?.name || told(subject.tenantId) || l10n.t('Customer {0}', subject.tenantId);
		case 'reservation':
			return reservation?.name || told(subject.reservationId) || l10n.t('Reservation {0}', subject.reservationId);
	}
}

/** Where the subject belongs: the partner of a connection, the tenant of a customer, the customer of a reservation. */
function place({ subject, cloud, customer }: Input): readonly string[] {
	switch (subject.kind) {
		case 'connection':
			return cloud === undefined ? [] : [...(cloud.isSandbox ? [] : [cloud.name]), cloud.partnerTenantId];
		case 'customer':
			return [...(customer === undefined ? [] : [customer.domain]), subject.tenantId];
		case 'reservation':
			return customer === undefined
				? [vscode.l10n.t('Customer {0}', subject.tenantId)]
				: [customer.name, customer.domain].filter((name) => name !== '');
	}
}

/** Says in one place what came of it, or how far it is. */
function verdict(input: Input): Access['verdict'] {
	const { report, running, stopped, failure } = input;
	if (running) {
		const found = report?.endedAt === undefined ? report?.verdict : undefined;
		const checking: Mark = { icon: 'loading', tone: 'info', text: vscode.l10n.t('Checking access…') };
		return {
			mark: found === undefined ? checking : { ...worst(report), text: found },
			busy: found === undefined,
			summary: report === undefined ? undefined : progress(report),
		};
	}
	if (report === undefined && !stopped) return undefined;
	// What failed or was stopped before it gave a report leaves the finished one of the run before.
	const unfinished = report?.endedAt === undefined && (stopped || failure !== undefined);
	const ended = unfinished ? vscode.l10n.t('The check ended before it was finished.') : undefined;
	const text = report?.verdict ?? ended ?? untoldFinding(report);
	const counts = report === undefined ? undefined : tally(report.checks);
	return {
		mark: report?.verdict === undefined && unfinished ? { icon: 'circle-slash', tone: 'none', text } : { ...worst(report), text },
		busy: false,
		summary: text === ended || ended === undefined ? counts : [ended, counts].filter((part) => part !== undefined).join(' '),
	};
}

/** What is said at the end of a run: the finding in a sentence. */
export function finding(report: AccessReport): string {
	return report.verdict ?? untoldFinding(report);
}

function untoldFinding(report: AccessReport | undefined): string {
	const { l10n } = vscode;
	const checks = report?.checks ?? [];
	if (has(checks, 'failed')) return l10n.t('Something keeps this account from working here. The failed checks below say what.');
	if (has(checks, 'warning')) return l10n.t('It works, with limits. The warnings below say which.');
	return checks.length > 0 && checks.every(({ state }) => state === 'skipped')
		? l10n.t('Nothing could be checked.')
		: l10n.t('No problem was found.');
}

/** How far it is. A report of the run before says nothing of this one. */
function progress({ checks, endedAt }: AccessReport): string | undefined {
	if (endedAt !== undefined || checks.length === 0) return undefined;
	const done = checks.filter(({ state }) => state !== 'waiting' && state !== 'running').length;
	return checks.length === 1
		? vscode.l10n.t('{0} of 1 check done', done)
		: vscode.l10n.t('{0} of {1} checks done', done, checks.length);
}

/** Icon and tone of the worst that was found. */
function worst(report: AccessReport | undefined): Omit<Mark, 'text'> {
	const checks = report?.checks ?? [];
	if (has(checks, 'failed')) return { icon: 'error', tone: 'bad' };
	if (has(checks, 'warning')) return { icon: 'warning', tone: 'warning' };
	// What passed is no proof that all is well.
	if (report?.isInconclusive === true) return { icon: 'question', tone: 'info' };
	return has(checks, 'passed') ? { icon: 'pass', tone: 'good' } : { icon: 'circle-slash', tone: 'none' };
}

function has(checks: readonly AccessCheck[], wanted: AccessCheck['state']): boolean {
	return checks.some(({ state }) => state === wanted);
}

function checkView(check: AccessCheck, running: boolean, cloud: Cloud | undefined): Check {
	return {
		id: check.id,
		title: check.title,
		state: stateMark(check.state, running),
		busy: running && check.state === 'running',
		result: check.result,
		evidence: check.evidence.map(({ label, value }) => ({ label, value })),
		evidenceOpen: check.state === 'failed',
		fixes: check.fixes.map((fix) => fixView(fix, cloud)),
	};
}
