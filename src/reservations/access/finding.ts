/** What a check found, and how a failed call becomes a finding: what it was read from is always told. */
import * as l10n from '@vscode/l10n';
import type { ServiceFailure } from '../../azure/failure';
import type { AccessCheck, AccessFix, AccessState } from '../access';
import { signInMissing } from '../customers/sources';

export type Evidence = AccessCheck['evidence'][number];

/** A reason for what does not work, for the verdict. */
export interface Cause {
	/** Place in the order of {@link rank}. */
	readonly rank: number;
	/** One sentence. */
	readonly sentence: string;
}

export interface Finding {
	readonly state: Exclude<AccessState, 'waiting' | 'running'>;
	/** A sentence. */
	readonly result: string;
	readonly evidence: readonly Evidence[];
	readonly fixes: readonly AccessFix[];
	readonly cause: Cause | undefined;
	/** For a check that was not made: the result of the one that it would have needed. */
	readonly skippedFor?: string;
}

interface More {
	readonly evidence?: readonly Evidence[] | undefined;
	readonly fixes?: readonly AccessFix[] | undefined;
}

/**
 * How much a finding explains: the first of these that was found is the verdict. A sign-in that fails hides everything else;
 * being a guest beats every role; a missing relationship or group explains a tenant that lets nobody in, and missing roles.
 */
export const rank = {
	signIn: 0,
	consent: 10,
	policy: 12,
	partnerKind: 15,
	reseller: 20,
	guest: 30,
	lighthouse: 35,
	relationship: 40,
	agentGroups: 45,
	securityGroup: 50,
	token: 55,
	customers: 57,
	reservations: 60,
	notVisible: 65,
	orderRole: 70,
	reservationRole: 72,
	subscriptionRole: 80,
	ending: 90,
	nothingWrong: 100,
} as const;

/** @param more.verdict what the report comes to when nothing is wrong, where that is more than "it works" */
export function passed(result: string, { evidence = [], verdict }: Pick<More, 'evidence'> & { verdict?: string } = {}): Finding {
	const cause = verdict === undefined ? undefined : { rank: rank.nothingWrong, sentence: verdict };
	return { state: 'passed', result, evidence, fixes: [], cause };
}

/** It can't be told, and that is no fault of the account. */
export function unknown(result: string, { evidence = [], fixes = [] }: More = {}): Finding {
	return { state: 'skipped', result, evidence, fixes, cause: undefined };
}

/**
 * It works, but something will not.
 * @param sentence for the verdict; the result where it is one sentence already
 */
export function warning(rankOf: keyof typeof rank, result: string, more: More = {}, sentence = result): Finding {
	return { ...unknown(result, more), state: 'warning', cause: { rank: rank[rankOf], sentence } };
}

export function failed(rankOf: keyof typeof rank, result: string, more: More = {}, sentence = result): Finding {
	return { ...unknown(result, more), state: 'failed', cause: { rank: rank[rankOf], sentence } };
}

/** True for a failure that says nothing about rights: it may be gone the next time, or nobody is signed in who could have some. */
export function saysNothing(failure: ServiceFailure): boolean {
	const { kind } = failure;
	return kind === 'Throttled' || kind === 'Unreachable' || kind === 'UnexpectedAnswer' || signInMissing(failure);
}

/** A call that failed for a reason that has nothing to do with rights. */
export function notTold(failure: ServiceFailure): Finding {
	const { remedy } = failure.details;
	return unknown(l10n.t('It can’t be told at the moment. {0}', failure.message), {
		evidence: evidenceOf(failure),
		fixes: remedy === undefined ? [] : [{ text: remedy }],
	});
}

/** The facts that Microsoft Support asks for. */
export function evidenceOf({ message, details }: ServiceFailure): readonly Evidence[] {
	const rows: readonly (readonly [string, string | number | undefined])[] = [
		[l10n.t('Failure'), message],
		[l10n.t('HTTP status'), details.status],
		[l10n.t('Code'), details.code],
		[l10n.t('Missing right'), details.missingRight],
		[l10n.t('The service’s own words'), details.detail],
		[l10n.t('Correlation ID'), details.correlationId],
		[l10n.t('Time'), details.at === undefined ? undefined : utc(details.at)],
	];
	return rows.flatMap(([label, value]) => (value === undefined || value === '' ? [] : [{ label, value: String(value) }]));
}

/** Evidence from pairs; what there is no value for is left out. */
export function evidence(...rows: readonly (readonly [label: string, value: string | null | undefined])[]): readonly Evidence[] {
	return rows.flatMap(([label, value]) => (value === undefined || value === null || value === '' ? [] : [{ label, value }]));
}

/** ISO 8601 in UTC, to the second. @param at ms since the epoch */
export function utc(at: number): string {
	return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
