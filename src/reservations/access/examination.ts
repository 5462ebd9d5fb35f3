/** Runs checks: independent ones side by side, dependent ones after those they need, and tells every change of state. */
import * as l10n from '@vscode/l10n';
import { cancellation, isCancelled } from '../../azure/failure';
import type { AccessCheck, AccessReport, AccessSubject } from '../access';
import { toFailure } from '../failures';
import { type Finding, notTold, unknown } from './finding';
import { verdictOf } from './verdict';

export interface Check {
	/** Stable, for tests and for the page. */
	readonly id: string;
	readonly title: string;
	/** Ids of checks that have to end well (or with a warning) before this one makes sense; those that are not run don't count. */
	readonly needs?: readonly string[];
	/** Whatever it throws becomes its result. */
	readonly run: () => Promise<Finding>;
}

export interface Examination {
	readonly subject: AccessSubject;
	readonly title: string;
	readonly checks: readonly Check[];
	/** Ends what the checks read. */
	readonly abort: AbortController;
	readonly clock: () => number;
	/** The caller's own. */
	readonly signal: AbortSignal;
}

/** @returns the report at every change of state; the last one has `endedAt`, and the verdict unless it was stopped */
export async function* examine(examination: Examination): AsyncGenerator<AccessReport> {
	const { subject, title, checks, abort, clock, signal } = examination;
	const states = new Map<string, AccessCheck>(checks.map(({ id, title }) => [id, blank(id, title)]));
	const findings = new Map<string, Finding>();
	const startedAt = clock();
	const report = (): AccessReport => ({ subject, title, startedAt, checks: [...states.values()] });
	const waiting: AccessReport[] = [report()];
	let changed = Promise.withResolvers<void>();
	const set = (check: AccessCheck) => {
		states.set(check.id, check);
		waiting.push(report());
		changed.resolve();
	};
	const stop = () => abort.abort(cancellation(signal));
	if (signal.aborted) stop();
	signal.addEventListener('abort', stop, { once: true });
	try {
		const runs = new Map<string, Promise<void>>();
		for (const check of checks) runs.set(check.id, runOne(check, runs, findings, set, abort.signal));
		let isOver = false;
		void Promise.allSettled(runs.values()).then(() => {
			isOver = true;
			changed.resolve();
		});
		for (;;) {
			while (waiting.length > 0) yield waiting.shift() ?? report();
			if (isOver) break;
			await changed.promise;
			changed = Promise.withResolvers<void>();
		}
		const ended = { ...report(), endedAt: clock() };
		yield abort.signal.aborted ? ended : { ...ended, ...verdictOf(subject, [...states.keys()], findings) };
	} finally {
		signal.removeEventListener('abort', stop);
		// Nobody listens any more: what still runs is of no use.
		abort.abort();
	}
}

async function runOne(
	check: Check,
	runs: ReadonlyMap<string, Promise<void>>,
	findings: Map<string, Finding>,
	set: (check: AccessCheck) => void,
	signal: AbortSignal,
): Promise<void> {
	const { id, title, needs = [], run } = check;
	const end = (finding: Finding) => {
		findings.set(id, finding);
		const { state, result, evidence, fixes } = finding;
		set({ id, title, state, result, evidence, fixes });
	};
	// Checks come in the order in which they are shown, so what one needs has been started.
	await Promise.all(needs.map((need) => runs.get(need)));
	if (signal.aborted) return end(stopped());
	const missing = needs.find((need) => runs.has(need) && !isGood(findings.get(need)));
	if (missing !== undefined) return end(skippedFor(findings.get(missing)));
	set({ ...blank(id, title), state: 'running' });
	try {
		const finding = await run();
		end(signal.aborted ? stopped() : finding);
	} catch (error) {
		end(signal.aborted || isCancelled(error) ? stopped() : notTold(toFailure(error, undefined)));
	}
}

function isGood(finding: Finding | undefined): boolean {
	return finding?.state === 'passed' || finding?.state === 'warning';
}

/** Says the reason itself, not that another check was skipped for it. */
function skippedFor(cause: Finding | undefined): Finding {
	const reason = cause?.skippedFor ?? cause?.result ?? '';
	return { ...unknown(l10n.t('Not checked, because of this: {0}', reason)), skippedFor: reason };
}

function stopped(): Finding {
	return unknown(l10n.t('Not checked: the examination was stopped.'));
}

function blank(id: string, title: string): AccessCheck {
	return { id, title, state: 'waiting', result: '', evidence: [], fixes: [] };
}
